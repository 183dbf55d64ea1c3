"""What each seat of a table has been shown, and who wants to know of more.

A seat is read to from the first time that somebody asks for it; what it may see is decided in `declassify`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from northaxis.domain.course import Course, Move
from northaxis.domain.declassify import Reader, SeenFact
from northaxis.domain.facts import Fact
from northaxis.domain.ids import CONTROL, SeatId
from northaxis.domain.ruleset import Game

Listener = Callable[[tuple[SeenFact, ...]], None]
"""Told after something was stored that a seat may notice: the facts it may read, perhaps none (a count changed)."""

News = dict[SeatId, list[SeenFact]]
"""What came for each seat that is read to."""


@dataclass(slots=True)
class _Seat:
    reader: Reader
    seen: list[SeenFact] = field(default_factory=list)
    listeners: list[Listener] = field(default_factory=list)


class Shown:
    """Reads a table's journal to its seats. `game` is as it was printed: without what was written at the table."""

    def __init__(self, game: Game) -> None:
        self._game = game
        self._seats: dict[SeatId, _Seat] = {}

    def to(self, seat: SeatId, facts: Sequence[Fact]) -> tuple[SeenFact, ...]:
        """The journal so far as a seat may read it; all of it for control."""
        return tuple(self._seat(seat, facts).seen)

    def subscribe(self, seat: SeatId, listener: Listener, facts: Sequence[Fact]) -> Callable[[], None]:
        """Tell of what a seat may notice from now on; call the result to stop."""
        listeners = self._seat(seat, facts).listeners
        listeners.append(listener)
        return lambda: listeners.remove(listener) if listener in listeners else None

    def read(self, moves: Iterable[Move]) -> News:
        """Show each seat what it may see of some moves; gives that, and tells nobody yet."""
        news: News = {seat: [] for seat in self._seats}
        for move in moves:
            for seat, known in self._seats.items():
                shown = (move.fact,) if seat == CONTROL else known.reader.read(move)
                known.seen += shown
                news[seat] += shown
        return news

    def tell(self, news: News, everybody: bool) -> None:
        """Tell those who listen: control always, other seats of news, or `everybody` when a count has changed."""
        for seat, facts in news.items():
            if facts or everybody or seat == CONTROL:
                for listener in tuple(self._seats[seat].listeners):
                    listener(tuple(facts))

    def _seat(self, seat: SeatId, facts: Sequence[Fact]) -> _Seat:
        known = self._seats.get(seat)
        if known is None:
            known = _Seat(Reader(self._game, seat))
            if seat == CONTROL:
                known.seen += facts
            else:
                course = Course(self._game)
                for fact in facts:
                    known.seen += known.reader.read(course.take(fact))
            self._seats[seat] = known
        return known
