"""The people round one table in words: who holds which seats, what these are called, which still owe something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from northaxis.domain.facts import Step
from northaxis.domain.ids import SeatId
from northaxis.domain.ruleset import Game
from northaxis.domain.state import Holder
from northaxis.services import wording as w
from northaxis.services.client import TableClient

WAITING_STEPS = frozenset({Step.INJECT, Step.DEMANDS, Step.ORDERS})
"""Steps in which a seat may owe something."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the table and the seats held, in seat order."""

    name: str
    seats: tuple[SeatId, ...]


class Mark(Enum):
    """How a seat of a person stands: it still owes something, it owes nothing now, or nobody is asked anything."""

    OWES = "!"
    DONE = "✓"
    IDLE = "·"


MARKS = {Mark.OWES: "still to do", Mark.DONE: "done", Mark.IDLE: "nothing to do"}
"""The same in words."""


def people_of(seats: Iterable[SeatId], holders: Mapping[SeatId, Holder]) -> tuple[Person, ...]:
    """Who holds these seats, in the order of their first seats; a bot's seat is nobody's."""
    found: dict[str, tuple[SeatId, ...]] = {}
    for seat in seats:
        holder = holders.get(seat)
        if holder is not None and holder.level is None:
            found[holder.name] = (*found.get(holder.name, ()), seat)
    return tuple(Person(name, held) for name, held in found.items())


def people_at(client: TableClient) -> tuple[Person, ...]:
    """The people at a client's screen."""
    return people_of(client.seats, dict(client.view().holders))


def person_at(client: TableClient) -> Person | None:
    """Whoever holds the seat the client looks from; None for a bot's and for PUBLIC."""
    return next((person for person in people_at(client) if client.seat in person.seats), None)


def next_seat(client: TableClient) -> SeatId | None:
    """The seat that should have the screen in place of this one: the person's own first, then the others'.

    None while this seat owes something itself, or nobody does.
    """
    waiting = client.owing()
    if client.seat in waiting or not waiting:
        return None
    person = person_at(client)
    own = person.seats if person is not None else ()
    return next((seat for seat in waiting if seat in own), waiting[0])


def marks(seats: Iterable[SeatId], owing: Iterable[SeatId], step: Step) -> dict[SeatId, Mark]:
    """How each of these seats stands."""
    waiting = set(owing)
    done = Mark.DONE if step in WAITING_STEPS and (waiting or step is Step.ORDERS) else Mark.IDLE
    return {seat: Mark.OWES if seat in waiting else done for seat in seats}


def seats_words(game: Game, seats: tuple[SeatId, ...]) -> str:
    """`KYI Kyiv`; for several seats the bloc's name if they have one: `the flank: WAR Warsaw, VIL Vilnius`."""
    named = ", ".join(f"{seat} {w.plain(game.rules.seats[seat].name)}" for seat in seats if seat in game.rules.seats)
    bloc = game.rules.people.bloc(seats) if len(seats) > 1 else None
    if bloc is None:
        return named
    name = w.plain(bloc.name)
    return f"{name[:1].lower()}{name[1:]}: {named}"


def person_words(game: Game, person: Person) -> str:
    """`Ben (KYI Kyiv)`."""
    return f"{w.plain(person.name)} ({seats_words(game, person.seats)})"
