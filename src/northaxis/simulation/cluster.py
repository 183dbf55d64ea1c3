"""A batch on a dask cluster. Before anything is played every worker is asked what it would play: a worker without our
package makes joblib on dask wait for ever, and one with another version would give other numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from northaxis import __version__
from northaxis.domain.ruleset import Game
from northaxis.simulation.batches import play_packed
from northaxis.simulation.kernel import Levels
from northaxis.simulation.packing import fingerprint, unpack_game
from northaxis.simulation.record import Record

PATIENCE = 20
"""Seconds to wait for the scheduler and for each worker's answer to the preflight."""


class ClusterProblem(RuntimeError):
    """The cluster cannot be used; the text is a sentence for people."""


def play_on_cluster(
    address: str, game: Game, packed: bytes, seed: str, parts: list[tuple[int, int]], levels: Levels | None
) -> Iterator[tuple[int, Record]]:
    """Play the parts on the cluster's workers, in whatever order they come back."""
    distributed = _distributed()
    with _connected(distributed, address) as client:
        preflight(client, game, packed)
        rules = client.scatter(packed, broadcast=True)
        futures = [client.submit(play_packed, rules, seed, first, count, levels, pure=False) for first, count in parts]
        for future in distributed.as_completed(futures, loop=client.loop):
            yield future.result()


def preflight(client: Any, game: Game, packed: bytes) -> None:
    """ClusterProblem unless every worker has this version of northaxis and makes the same rules of the bytes."""
    answers = client.run(_self_report, packed, on_error="return")
    if not answers:
        raise ClusterProblem("the cluster has no workers; start one with 'dask worker ADDRESS' and try again")
    for worker, answer in answers.items():
        if not isinstance(answer, tuple):
            raise ClusterProblem(
                f"worker {worker} cannot run northaxis ({answer}); install northaxis {__version__} there"
            )
        version, print_ = answer
        if version != __version__:
            raise ClusterProblem(f"worker {worker} has northaxis {version}, this is {__version__}; make them the same")
        if print_ != fingerprint(game):
            raise ClusterProblem(f"worker {worker} reads other rules or decks from the same bytes; install it afresh")


def _self_report(packed: bytes) -> tuple[str, str]:
    """What a worker would play: its version and the fingerprint of the rules it unpacks."""
    return __version__, fingerprint(unpack_game(packed))


def _distributed() -> Any:
    try:
        return import_module("distributed")
    except ImportError:
        raise ClusterProblem(
            "a cluster needs dask, which is not installed; python -m pip install 'northaxis[cluster]' brings it"
        ) from None


def _connected(distributed: Any, address: str) -> Any:
    try:
        return distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as problem:
        raise ClusterProblem(f"there is no dask scheduler at {address} ({problem})") from problem
