"""Monte Carlo: many games of one scenario in chunks, here or on several processes or machines, always the same numbers.

Game i of a batch has the seed text `seed/i` whatever the chunks, and chunks are put together by their first game.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib import import_module

from northaxis.domain.ruleset import Game
from northaxis.simulation.forecast import game_seeds, kernel_of
from northaxis.simulation.kernel import Kernel, Levels
from northaxis.simulation.packing import pack, unpack_game
from northaxis.simulation.record import Record
from northaxis.simulation.summary import Summary, summarise

CHUNK = 4000
"""Games played side by side: 4,000 cost hardly twice what 1,000 do, most of it is the number of numpy calls."""

CLUSTER_PARTS = 16
"""Parts that a batch on a cluster has at least, so that every worker finds something to do."""

Progress = Callable[[int, int], None]
"""Told of games done and games asked for."""


def simulate(
    game: Game,
    games: int,
    seed: str,
    levels: Levels | None = None,
    workers: int = 1,
    cluster: str | None = None,
    on_progress: Progress | None = None,
    chunk: int = CHUNK,
) -> Summary:
    """Play many games and sum them up. `cluster` is the address of a dask scheduler, used instead of `workers`.

    ValueError for numbers below 1, KeyError for an unknown level, UnfitForKernel for rules the kernel does not play,
    ClusterProblem when the cluster cannot be used.
    """
    record = play_many(game, games, seed, levels, workers, cluster, on_progress, chunk)
    return summarise(kernel_of(game), record, seed, levels)


def play_many(
    game: Game,
    games: int,
    seed: str,
    levels: Levels | None = None,
    workers: int = 1,
    cluster: str | None = None,
    on_progress: Progress | None = None,
    chunk: int = CHUNK,
) -> Record:
    """Play many games and keep each one's end; see `simulate`."""
    if min(games, workers, chunk) < 1:
        raise ValueError("a simulation has at least one game, one worker and one game a chunk")
    kernel = kernel_of(game)
    kernel.players(levels)
    hands = workers if cluster is None else CLUSTER_PARTS
    size = min(chunk, -(-games // hands))
    parts = [(first, min(size, games - first)) for first in range(0, games, size)]
    if cluster is not None:
        from northaxis.simulation.cluster import play_on_cluster

        found = play_on_cluster(cluster, game, pack(game), seed, parts, levels)
    elif workers == 1:
        found = ((first, play_part(kernel, seed, first, count, levels)) for first, count in parts)
    else:
        found = _play_on_processes(pack(game), seed, parts, levels, workers)
    return _gathered(found, games, on_progress)


def play_part(kernel: Kernel, seed: str, first: int, count: int, levels: Levels | None) -> Record:
    """Some games of a batch."""
    return kernel.play(game_seeds(seed, first, count), levels)


def play_packed(packed: bytes, seed: str, first: int, count: int, levels: Levels | None) -> tuple[int, Record]:
    """Some games of a batch, in another process; keeps the compiled game for the next part."""
    return first, play_part(_unpacked(packed), seed, first, count, levels)


@lru_cache(maxsize=2)
def _unpacked(packed: bytes) -> Kernel:
    return Kernel(unpack_game(packed))


def _play_on_processes(
    packed: bytes, seed: str, parts: list[tuple[int, int]], levels: Levels | None, workers: int
) -> Iterator[tuple[int, Record]]:
    joblib = import_module("joblib")
    with joblib.parallel_config(backend="loky", inner_max_num_threads=1):
        pool = joblib.Parallel(n_jobs=workers, batch_size=1, return_as="generator_unordered")
        yield from pool(joblib.delayed(play_packed)(packed, seed, first, count, levels) for first, count in parts)


def _gathered(found: Iterator[tuple[int, Record]], games: int, on_progress: Progress | None) -> Record:
    records: dict[int, Record] = {}
    done = 0
    for first, record in found:
        records[first] = record
        done += len(record.ending)
        if on_progress is not None:
            on_progress(done, games)
    return Record.joined([records[first] for first in sorted(records)])
