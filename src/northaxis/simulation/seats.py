"""Who plays a seat in the kernel: one of the plain bots, or a bot with a mind at one of the game's levels."""

from __future__ import annotations

from typing import Final, Protocol

import numpy as np

from northaxis.domain.doctrine import Level
from northaxis.domain.ids import LevelId
from northaxis.simulation.answering import Answering
from northaxis.simulation.board import Array
from northaxis.simulation.compiler import Compiler
from northaxis.simulation.demanding import Asking, Demanding
from northaxis.simulation.event_cards import EventCards
from northaxis.simulation.foresight import Foresight
from northaxis.simulation.games import NONE, Games
from northaxis.simulation.minds import Mind
from northaxis.simulation.perceiving import Perceiving
from northaxis.simulation.plain_bots import RandomSeat, payable
from northaxis.simulation.promises import Promises
from northaxis.simulation.sheets import SeatSheet
from northaxis.simulation.talking import Talking
from northaxis.simulation.thinking import SeatMind, ThinkingSeat

RANDOM: Final = LevelId("random")
PASSIVE: Final = LevelId("passive")


class SeatPlayer(Protocol):
    """Chooses for one seat in many games."""

    talks: Level | None
    """At which level it weighs deals; None for who does not talk."""

    def pick(self, games: Games, found: Array, asked: Array) -> Array:
        """An option place for each game at the places `asked` (n,); NONE for silence. `found` (N,) are the cards."""
        ...

    def demand(self, games: Games, asker: Asking) -> tuple[Array, Array]:
        """A demand place for each game, NONE for silence, and whether it is backed, (N,) both."""
        ...

    def write(self, games: Games) -> None:
        """Write the sheet in every game, and pay."""
        ...


class Seating:
    """Makes players; what they share of a game is compiled once."""

    def __init__(
        self, compiler: Compiler, cards: EventCards, demanding: Demanding, sheets: tuple[SeatSheet, ...]
    ) -> None:
        self._compiler, self._cards, self._demanding, self._sheets = compiler, cards, demanding, sheets
        foresight = Foresight(compiler)
        self._minds = tuple(
            SeatMind(compiler, Mind(compiler, foresight, sheet.seat), sheet, cards, Perceiving(compiler, sheet.seat))
            for sheet in sheets
        )
        answerer = list(compiler.rules.seats).index(compiler.rules.answering.seat)
        self._answering = Answering(compiler, demanding, self._minds[answerer].mind)
        self.promises = Promises(compiler, demanding, sheets)
        self.talking = Talking(compiler, self._minds, self._answering, self.promises)

    def player(self, place: int, level: LevelId) -> SeatPlayer:
        """A player for a seat's place; KeyError with the known levels for a stranger."""
        sheet, options, eyes = self._sheets[place], self._cards.seats[place], self._minds[place].eyes
        answers = sheet.seat == self._compiler.rules.answering.seat
        if level == RANDOM:
            return _Random(RandomSeat(sheet, options, self._demanding, answers), eyes)
        if level == PASSIVE:
            return _Passive(self._cards, place)
        known = self._compiler.rules.bots.levels
        if level not in known:
            raise KeyError(f"there is no bot level '{level}' (levels: {', '.join((*known, RANDOM, PASSIVE))})")
        return ThinkingSeat(self._minds[place], known[level], self._answering, answers, self.promises)


class _Random:
    talks: Level | None = None

    def __init__(self, seat: RandomSeat, eyes: Perceiving) -> None:
        self._seat, self._eyes = seat, eyes

    def pick(self, games: Games, found: Array, asked: Array) -> Array:
        return self._seat.pick(games, found, asked)

    def demand(self, games: Games, asker: Asking) -> tuple[Array, Array]:
        return self._seat.demand(games, asker, asker.possible(games, self._eyes.look(games)))

    def write(self, games: Games) -> None:
        self._seat.write(games, self._eyes)


class _Passive:
    talks: Level | None = None

    def __init__(self, cards: EventCards, place: int) -> None:
        self._options = cards.seats[place]

    def pick(self, games: Games, found: Array, asked: Array) -> Array:
        place, legal = payable(self._options, games, found, asked)
        last = len(legal) - 1 - legal[::-1].argmax(axis=0)
        chosen = np.take_along_axis(place, last[None, :], axis=0)[0]
        return np.where(legal.any(axis=0), chosen, NONE).astype(np.int16)

    def demand(self, games: Games, asker: Asking) -> tuple[Array, Array]:
        return np.full(games.count, NONE, np.int8), np.zeros(games.count, np.bool_)

    def write(self, games: Games) -> None:
        return None
