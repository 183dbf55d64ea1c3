"""What a rule set says of the people at the table: who holds what, who shares a seat, and the questions before turn 1.

Plain data, as `ruleset` has it of the game. What follows from it is in `holding`, `co_seats` and `turn_zero`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from northaxis.domain.ids import DialId, SeatId
from northaxis.domain.sources import Cites


@dataclass(frozen=True, slots=True)
class CoSeat:
    """Somebody who can share a seat with its head and then orders in these phases; the head keeps all the rest."""

    id: SeatId
    head: SeatId
    name: str
    mark: str
    plays: str
    brief: str
    resources: str
    advice: tuple[str, ...]
    phases: tuple[str, ...]
    cites: Cites


@dataclass(frozen=True, slots=True)
class Bloc:
    """Seats that are often held by one person, and what that person is called."""

    name: str
    seats: tuple[SeatId, ...]


@dataclass(frozen=True, slots=True)
class Seating:
    """How so many people sit down: the seats of each, and the seats that are shared. Bots take the others."""

    people: int
    players: tuple[tuple[SeatId, ...], ...]
    share: tuple[SeatId, ...] = ()


@dataclass(frozen=True, slots=True)
class People:
    """The seats that can be shared (by head), the blocs, and a seating for each number of people."""

    co_seats: Mapping[SeatId, CoSeat] = field(default_factory=dict)
    blocs: tuple[Bloc, ...] = ()
    seatings: tuple[Seating, ...] = ()

    def seating(self, people: int) -> Seating | None:
        """How so many people sit down, if the rules say so."""
        return next((seating for seating in self.seatings if seating.people == people), None)

    def bloc(self, seats: Iterable[SeatId]) -> Bloc | None:
        """The bloc of exactly these seats, in any order."""
        wanted = frozenset(seats)
        return next((bloc for bloc in self.blocs if frozenset(bloc.seats) == wanted), None)


@dataclass(frozen=True, slots=True)
class Statement:
    """A line of the confidence card: where the documents differ, marked 1 (no) to 5 (yes) before and after play.

    `borne_out_by` is the setting of its dial under which the statement holds in this game.
    """

    id: str
    text: str
    tensions: tuple[str, ...]
    dial: DialId | None
    borne_out_by: str | None
    cites: Cites


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask the table before turn 1."""

    id: str
    ask: str
    cites: Cites


@dataclass(frozen=True, slots=True)
class TurnZero:
    """What is asked of the people before turn 1: the confidence card and the opening questions."""

    statements: tuple[Statement, ...] = ()
    questions: tuple[Question, ...] = ()
