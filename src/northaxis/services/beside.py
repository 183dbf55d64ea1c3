"""Control's acts beside play: the clock, who sits where, links, who rolls the dice. What stands, and how to undo it.

A step back leaves them alone, so each is undone by its opposite: a fact that says so comes first, and the act stays in
the log, struck out. Pure functions over facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from northaxis.domain.control_facts import LINK, UNDO, ClockMoved, Intervened
from northaxis.domain.declassify import SeenFact
from northaxis.domain.facts import Fact, SeatHeld
from northaxis.domain.ids import SeatId
from northaxis.domain.state import Holder
from northaxis.services import clock_history as clock

CLOCK, RESEAT, DICE = "clock", "reseat", "dice"
VERBS = frozenset({CLOCK, RESEAT, LINK, DICE})
TYPED, ROLLED = "typed", "rolled"
"""Who rolls from here on: the room, which types what it rolled, or the app."""

RENEW, TAKE_BACK, ADD, LEAD = "renew", "take back", "add", "lead"
"""What control does about a link."""

HEARD = "a warning that was heard cannot be unsaid; tell everybody what holds now"
DEAD = "a link that is dead stays dead; make a new one"
EMPTY = "nobody held that seat before; give it to somebody"


@dataclass(frozen=True, slots=True)
class Beside:
    """An act of control beside play that stands. `cannot` says what to do instead where it cannot be undone."""

    place: int
    key: str
    fact: Intervened
    cannot: str = ""


def key_of(fact: Intervened) -> str:
    """What the undoing of an act is about: of several acts with one key the last is undone first."""
    match fact.what:
        case "clock":
            return CLOCK if fact.about in clock.MOVES else f"{CLOCK} {fact.about}"
        case "reseat":
            return f"{RESEAT} {fact.about}"
        case "link":
            return f"{LINK} {fact.about} {fact.now}"
        case _:
            return fact.what


def standing_acts(facts: Sequence[SeenFact]) -> tuple[Beside, ...]:
    """Control's acts beside play that nobody has undone, the first one first; a step back leaves them in force."""
    return tuple(_beside(facts, place, fact) for place, fact in _read(facts)[0])


def undone_acts(facts: Sequence[SeenFact]) -> frozenset[int]:
    """The places (from 0) of acts beside play that control undid, and of what they did."""
    return frozenset(place + n for place in _read(facts)[1] for n in range(1 + _follows(facts, place)))


def _read(facts: Sequence[SeenFact]) -> tuple[list[tuple[int, Intervened]], list[int]]:
    standing, undone = list[tuple[int, Intervened]](), list[int]()
    for place, fact in enumerate(facts):
        if not isinstance(fact, Intervened):
            continue
        if fact.what in VERBS:
            standing.append((place, fact))
        elif fact.what == UNDO:
            last = next((one for one in reversed(standing) if key_of(one[1]) == fact.about), None)
            if last is not None:
                standing.remove(last)
                undone.append(last[0])
    return standing, undone


def _follows(facts: Sequence[SeenFact], place: int) -> int:
    return int(place + 1 < len(facts) and isinstance(facts[place + 1], ClockMoved | SeatHeld))


def _beside(facts: Sequence[SeenFact], place: int, fact: Intervened) -> Beside:
    cannot = ""
    if fact.what == CLOCK and fact.about not in clock.MOVES:
        cannot = HEARD
    elif fact.what == LINK and fact.now in (RENEW, TAKE_BACK):
        cannot = DEAD
    elif fact.what == RESEAT and holder_before(facts, place, SeatId(fact.about)) is None:
        cannot = EMPTY
    return Beside(place, key_of(fact), fact, cannot)


def holder_before(facts: Sequence[SeenFact], place: int, seat: SeatId) -> Holder | None:
    """Who held a seat before the fact at a place."""
    for fact in reversed(facts[:place]):
        if isinstance(fact, SeatHeld) and fact.seat == seat:
            return Holder(fact.holder, fact.level)
    return None


def undoing(facts: Sequence[Fact], act: Beside, why: str) -> tuple[Fact, ...]:
    """The facts that undo an act; what it is about is as it was before. A link's own part is the lobby's."""
    fact = act.fact
    was = fact.about if fact.what == CLOCK else fact.now
    said = Intervened(UNDO, act.key, was, fact.was, None, why, False, fact.open)
    match fact.what:
        case "clock":
            return said, ClockMoved(clock.UNDO, 0, why)
        case "reseat":
            seat = SeatId(fact.about)
            held = holder_before(facts, act.place, seat)
            assert held is not None
            return said, SeatHeld(seat, held.name, held.level)
        case _:
            return (said,)


def link_act(chair: str, what: str, why: str, was: str = "") -> Intervened:
    """What control did about a chair's link; neither the link nor its code is in it."""
    return Intervened(LINK, chair, was, what, None, why, False, False)


def dice_act(typed: bool, why: str) -> Intervened:
    """From now on real dice are typed in, or the app rolls."""
    was, now = (ROLLED, TYPED) if typed else (TYPED, ROLLED)
    return Intervened(DICE, "", was, now, None, why)


def types_dice(facts: Iterable[SeenFact], now: bool = False) -> bool:
    """Whether real dice are typed in after these facts; a step back leaves that as it is."""
    for fact in facts:
        if isinstance(fact, Intervened) and (fact.what == DICE or (fact.what, fact.about) == (UNDO, DICE)):
            now = fact.now == TYPED
    return now
