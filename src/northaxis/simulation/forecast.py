"""What may become of a table: many games from where it stands to their ends, with bots in all seats.

Pure and quick, but not for the screen's own thread; `kernel_of` keeps the compiled game for the next question.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from northaxis.domain.ids import CardId, SeatId
from northaxis.domain.ruleset import Game
from northaxis.domain.state import State
from northaxis.simulation.board import Array
from northaxis.simulation.kernel import Kernel, Levels
from northaxis.simulation.record import NOT_PLAYED, Record
from northaxis.simulation.resuming import resume, sealed_seats

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
KEPT_KERNELS = 4

_kernels: OrderedDict[int, Kernel] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Spread:
    """The index after a turn over the games that played it: values that so many hundredths do not exceed."""

    turn: int
    games: int
    p5: int
    p25: int
    p50: int
    p75: int
    p95: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """What became of the games: the index turn by turn, and shares of endings and of wins."""

    games: int
    seed: str
    spreads: tuple[Spread, ...]
    endings: Mapping[str, float]
    wins: Mapping[SeatId, float]
    cards: Mapping[CardId, float] = field(default_factory=dict)
    """The share of games in which each card came up from here on; cards that never did are left out."""


def forecast(
    state: State,
    games: int,
    seed: str,
    levels: Levels | None = None,
    kernel: Kernel | None = None,
    shuffle: bool = True,
) -> Forecast:
    """Play a table on to its end many times; game i has the dice and decks of the seed text `seed/i`.

    Without `shuffle` the decks stay as they lie, which control may know and no seat does.

    The table stands between two turns or in its orders step (what is written there stays; bots write the rest);
    CannotResume elsewhere, ValueError for a number of games below 1.
    """
    kernel = kernel or kernel_of(state.game)
    started = resume(kernel, state, game_seeds(seed, 0, games), shuffle)
    record = kernel.go_on(started, levels, None, sealed_seats(state))
    return Forecast(games, seed, spreads(record), shares(record), wins(record, kernel), cards_seen(record, kernel))


def kernel_of(game: Game) -> Kernel:
    """The compiled game, kept for the next time it is asked for."""
    found = _kernels.pop(id(game), None)
    if found is None or found.game is not game:
        found = Kernel(game)
    _kernels[id(game)] = found
    while len(_kernels) > KEPT_KERNELS:
        _kernels.popitem(last=False)
    return found


def game_seeds(seed: str, first: int, count: int) -> Sequence[str]:
    """The seed texts of some games of a batch: any of them can be played in the app with `--seed`."""
    if count < 1:
        raise ValueError("a simulation plays at least one game")
    return [f"{seed}/{number}" for number in range(first, first + count)]


def spreads(record: Record) -> tuple[Spread, ...]:
    """The index after every turn that some game played."""
    found = []
    for turn, row in enumerate(record.index, record.first_turn):
        played = row[row != NOT_PLAYED]
        if played.size:
            found.append(Spread(turn, played.size, *quantiles(played)))
    return tuple(found)


def quantiles(values: Array) -> list[int]:
    """Whole numbers that 5, 25, 50, 75 and 95 of 100 values do not exceed."""
    return [int(value) for value in np.quantile(values, QUANTILES, method="inverted_cdf")]


def shares(record: Record) -> dict[str, float]:
    """The share of games that ended in each way, ways that never happened left out."""
    counts = np.bincount(record.ending, minlength=len(record.endings))
    total = len(record.ending)
    return {name: share(count, total) for name, count in zip(record.endings, counts.tolist(), strict=True) if count}


def wins(record: Record, kernel: Kernel) -> dict[SeatId, float]:
    """The share of games that each scored seat won."""
    won = record.won.sum(axis=1).tolist()
    return {seat: share(count, len(record.ending)) for seat, count in zip(kernel.scoring.seats, won, strict=True)}


def cards_seen(record: Record, kernel: Kernel) -> dict[CardId, float]:
    """The share of games in which each card came up."""
    counts = record.card_games.sum(axis=1).tolist()
    shown = zip(kernel.cards.cards, counts, strict=True)
    return {card.id: share(count, len(record.ending)) for card, count in shown if count}


def share(count: float, total: int) -> float:
    """A share, to four places."""
    return round(count / total, 4) if total else 0.0
