"""`northaxis simulate`: thousands of games by bots, summed up; the same numbers whatever the workers."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from northaxis.cli.guard import FINE, NO_CONNECTION, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from northaxis.domain.ids import LevelId, SeatId
    from northaxis.domain.ruleset import Game
    from northaxis.simulation.summary import Summary


@click.command()
@click.argument("scenario")
@click.option("--games", type=click.IntRange(1, 10_000_000), default=1000, show_default=True, help="How many games.")
@click.option("--seed", default="1", show_default=True, help="Game i is played with the seed SEED/i.")
@click.option("--level", default=None, help="How well all bots play: the scenario's level, or one by name.")
@click.option("--seat-level", multiple=True, metavar="SEAT=LEVEL", help="Another level for one seat; may be repeated.")
@click.option("--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes on this machine.")
@click.option("--cluster", default=None, metavar="ADDR", help="A dask scheduler, such as tcp://host:8786.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def simulate(
    scenario: str,
    games: int,
    seed: str,
    level: str | None,
    seat_level: tuple[str, ...],
    workers: int,
    cluster: str | None,
    as_json: bool,
) -> int:
    """Play many games of SCENARIO with bots in every seat and sum them up."""
    from northaxis.services.library import Library
    from northaxis.storage.compiled import CompiledFolder

    game = Library(compiled=CompiledFolder()).game(scenario).game
    summary = run_batch(game, games, seed, levels_of(game, level, seat_level), workers, cluster)
    if as_json:
        sys.stdout.write(json.dumps(summary.as_json()) + "\n")
        return FINE
    from northaxis.cli.voice import Stream
    from northaxis.services.balance import report

    Stream().say(*report(game, summary))
    return FINE


def levels_of(game: Game, level: str | None, seat_level: tuple[str, ...]) -> dict[SeatId, LevelId]:
    """Every seat's level; Problem for a level or a seat that is not there."""
    from northaxis.cli.tables import level_of, seat_of

    levels = dict.fromkeys(game.rules.seats, level_of(game, level) or game.scenario.bots)
    for pair in seat_level:
        seat, equals, name = pair.partition("=")
        if not equals or not name:
            raise Problem(f"'{pair}' is not a seat and a level, like KYI=cadet")
        levels[seat_of(game, seat)] = level_of(game, name) or game.scenario.bots
    return levels


def run_batch(
    game: Game,
    games: int,
    seed: str,
    levels: dict[SeatId, LevelId],
    workers: int = 1,
    cluster: str | None = None,
) -> Summary:
    """Play a batch with a progress line on a terminal; Problem when the rules or the cluster do not allow it."""
    from northaxis.simulation.batches import simulate as play_batch
    from northaxis.simulation.board import UnfitForKernel
    from northaxis.simulation.cluster import ClusterProblem

    try:
        return play_batch(game, games, seed, levels, workers=workers, cluster=cluster, on_progress=_progress())
    except ClusterProblem as problem:
        raise Problem(str(problem), NO_CONNECTION) from None
    except UnfitForKernel as problem:
        raise Problem(str(problem)) from None


def _progress() -> Callable[[int, int], None] | None:
    if not sys.stderr.isatty():
        return None

    def show(done: int, games: int) -> None:
        full = 40 * done // games
        end = "\r" + " " * 70 + "\r" if done >= games else ""
        sys.stderr.write(f"\r[{'#' * full}{'.' * (40 - full)}] {done} of {games} games{end}")
        sys.stderr.flush()

    return show
