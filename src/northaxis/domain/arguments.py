"""Matrix arguments in figures (R-9.6): what a claim needs, its odds before the roll, the room's estimate, the budget.

Asked by the engine, by views and by bots. Pure, of one argument at a time or of a state; changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from northaxis.domain.control_facts import NamedShift
from northaxis.domain.dice import percent
from northaxis.domain.effects import Effects, Shift
from northaxis.domain.ids import CONTROL, ActionId, ArgumentId, QuantityId, SeatId
from northaxis.domain.odds import in_words
from northaxis.domain.quantities import Kind
from northaxis.domain.room import Argued, Argument, Project
from northaxis.domain.ruleset import RuleSet
from northaxis.domain.state import State

COST = 1
"""Influence points for opening an argument."""
MOST_REASONS = 3
"""Reasons a seat gives with its own claim."""
MOST_AT_TABLE = 3
"""Arguments of seats in one turn; later ones in the turn's order of seats lapse as the sheets are opened."""
BASE, FARTHEST = 7, 4
"""The need of an even argument, and how far reasons move it."""
MOST_POINTS, MOST_ON_ONE = 3, 2
"""Track points an effect may move in all, and on one track."""
BIG = 2
"""A big project may move so many times as much; it has to hold in so many turns (R-9.14)."""
MOST_CONS = 3
"""Reasons that control gives against an argument in secret (R-9.13)."""
STRENGTHS = {0: "weak", 1: "valid", 2: "strong"}
CONCEDED = 4
"""A failure by so much gives the strongest objector a point."""
SURE, NEVER = 65, 35
"""Percent: from here up the room's estimate settles a claim, from there down it fails; between them one throws."""


@dataclass(frozen=True, slots=True)
class ArgumentOdds:
    """How an argument stands by the ratings so far: `chance` in whole percent and in words, reasons not yet rated."""

    pros: int
    cons: int
    need: int
    chance: int
    words: str
    unrated: int


def argument_odds(argument: Argument) -> ArgumentOdds:
    """The odds of a claim; a reason that nobody has rated yet counts nothing."""
    pros, cons = _weight(argument.reasons, supports=True), _weight(argument.reasons, supports=False)
    need = BASE - max(-FARTHEST, min(FARTHEST, pros - cons))
    unrated = sum(1 for reason in argument.reasons if reason.strength is None)
    return ArgumentOdds(pros, cons, need, percent(need), in_words(need), unrated)


def _weight(reasons: Iterable[Argued], supports: bool) -> int:
    return sum(reason.strength or 0 for reason in reasons if reason.supports is supports)


def strongest_objector(argument: Argument) -> SeatId | None:
    """The seat with the strongest reason against, the first of equals; None when no seat's objection counted."""
    against = [r for r in argument.reasons if not r.supports and r.strength and r.seat != CONTROL]
    best = max((reason.strength or 0 for reason in against), default=0)
    return next((reason.seat for reason in against if reason.strength == best), None)


def cons_of(argument: Argument) -> tuple[Argued, ...]:
    """Control's own reasons against an argument in secret."""
    return tuple(reason for reason in argument.reasons if reason.seat == CONTROL)


def concession(argument: Argument) -> NamedShift | None:
    """What the strongest objector gains from a failure by four or more: one point against the first named effect."""
    if not argument.shifts or strongest_objector(argument) is None:
        return None
    first = argument.shifts[0]
    return NamedShift(first.quantity, -1 if first.by > 0 else 1)


def median(estimates: Iterable[int]) -> int:
    """The middle estimate; of two middle ones their mean, rounded down. At least one is needed."""
    every = sorted(estimates)
    middle = len(every) // 2
    return every[middle] if len(every) % 2 else (every[middle - 1] + every[middle]) // 2


def shifts_to_effects(rules: RuleSet, shifts: Iterable[NamedShift]) -> Effects:
    """Named shifts as effects."""
    return tuple(Shift(rules.by_name[shift.quantity], shift.by) for shift in shifts)


def over_budget(rules: RuleSet, shifts: tuple[NamedShift, ...], times: int = 1) -> str:
    """What is wrong with the effect of an argument: tracks alone may move, and few points; nothing when it stands.

    `times` widens the budget, for a big project.
    """
    most, most_on_one = times * MOST_POINTS, times * MOST_ON_ONE
    if not shifts:
        return "an effect moves at least one track"
    for shift in shifts:
        index = rules.by_name.get(shift.quantity)
        if index is None or rules.quantities[index].kind is not Kind.TRACK:
            return f"an argument moves tracks alone, and '{shift.quantity}' is none"
        if shift.by == 0:
            return f"'{shift.quantity}' would not move"
    by_track: dict[QuantityId, int] = {}
    for shift in shifts:
        by_track[shift.quantity] = by_track.get(shift.quantity, 0) + abs(shift.by)
    worst = max(by_track, key=lambda name: by_track[name])
    if by_track[worst] > most_on_one:
        return f"one track moves by {most_on_one} at most; {worst} would by {by_track[worst]}"
    total = sum(by_track.values())
    return f"an effect holds {most} track points; this has {total}" if total > most else ""


# --- asked of a state ---------------------------------------------------------------------------------------------


def arguments_now(state: State) -> tuple[Argument, ...]:
    """The arguments of this turn, open or settled."""
    return tuple(one for one in state.room.arguments if one.turn == state.turn)


def open_arguments(state: State) -> tuple[Argument, ...]:
    """The arguments of this turn that are not settled."""
    return tuple(one for one in arguments_now(state) if one.settled is None)


def open_to_all(state: State) -> tuple[Argument, ...]:
    """Those of them that the whole table knows of once the sheets are open."""
    return tuple(one for one in open_arguments(state) if not one.secret)


def own_argument(state: State, seat: SeatId) -> Argument | None:
    """The argument that a seat has opened this turn; one that control made of an order is not its own."""
    return next((one for one in arguments_now(state) if one.seat == seat and one.action is None), None)


def bound_argument(state: State, action: ActionId, target: QuantityId | None) -> Argument | None:
    """The last argument of this turn that decides an order."""
    found = [one for one in arguments_now(state) if (one.action, one.target) == (action, target)]
    return found[-1] if found else None


def places_used(state: State, seat: SeatId) -> int:
    """How many places of its sheet a seat has used: its orders, and an argument (R-9.6)."""
    return len(state.sheet(seat).orders) + (own_argument(state, seat) is not None)


def may_know(state: State, one: Argument | Project, seat: SeatId) -> bool:
    """Whether a seat knows of an argument on an open sheet, or of a project: of a secret one its owner and control."""
    return not one.secret or seat in (one.seat, CONTROL) or state.over is not None


def answered(state: State) -> tuple[tuple[ArgumentId, int], ...]:
    """How many seats have answered where control asks for estimates: what the whole table may count (R-9.15)."""
    return tuple((one.id, len(one.estimates)) for one in open_to_all(state) if one.asked)


def has_control(state: State) -> bool:
    """Whether somebody sits in control at this table; without control nothing is argued, dice decide."""
    return CONTROL in state.holders


def may_reason(state: State, argument: Argument, seat: SeatId) -> bool:
    """Whether a seat may still add its one reason: not to its own claim, but to what became of its order.

    To an argument in secret nobody but control adds reasons: a few, all against it.
    """
    if argument.settled is not None or not state.opened:
        return False
    if argument.secret or seat not in state.game.rules.seats:
        return argument.secret and seat == CONTROL and len(cons_of(argument)) < MOST_CONS
    if seat == argument.seat and argument.action is None:
        return False
    return all(reason.seat != seat for reason in argument.reasons)
