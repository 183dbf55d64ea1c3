"""What each order of this turn came to and what it moved by itself, kept so that control can replace it (R-9.5)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from northaxis.domain.facts import CauseKind, Changed, OrderResolved, Result
from northaxis.domain.ids import ActionId, QuantityId, SeatId
from northaxis.domain.quantities import Values

EITHER_WAY = frozenset({"also", "late"})
"""Details of a cause that are no part of an outcome: what happens on any result, what arrives from an earlier turn."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A quantity that an outcome moved."""

    quantity: QuantityId
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Came:
    """An order's outcome. `standing` is the board that its whole phase looked at."""

    seat: SeatId
    action: ActionId
    target: QuantityId | None
    result: Result
    standing: tuple[int, ...]
    moved: tuple[Moved, ...] = ()


def came_of(fact: OrderResolved, standing: Values) -> Came:
    """An outcome as its order is resolved, before its effects."""
    return Came(fact.seat, fact.action, fact.target, fact.result, tuple(standing))


def with_change(came: tuple[Came, ...], fact: Changed, counted: QuantityId | None) -> tuple[Came, ...]:
    """The outcomes after a change, if one of them caused it. `counted` is the counter its action raises either way."""
    if not is_outcome(fact) or fact.quantity == counted:
        return came
    action = fact.cause.id if fact.cause.kind is CauseKind.ACTION else fact.cause.detail
    moved = Moved(fact.quantity, fact.before, fact.after)
    return tuple(
        replace(one, moved=(*one.moved, moved)) if (one.seat, one.action) == (fact.cause.seat, action) else one
        for one in came
    )


def is_outcome(fact: Changed) -> bool:
    """Whether a change could be part of an order's outcome, its first or the one that replaced it."""
    cause = fact.cause
    if cause.kind is CauseKind.ACTION:
        return cause.detail not in EITHER_WAY
    return cause.kind is CauseKind.RULING and cause.seat is not None


def overruled(came: tuple[Came, ...], action: ActionId, success: bool) -> tuple[Came, ...]:
    """The outcomes after one was replaced; what it moved is taken back by then."""
    result = Result.OK if success else Result.FAIL
    return tuple(replace(one, result=result, moved=()) if one.action == action else one for one in came)
