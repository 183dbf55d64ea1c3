"""What control may give: override tokens (R-9.3), and free effects within a turn's budget (R-9.7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from northaxis.domain.control_facts import NamedShift
from northaxis.domain.ids import QuantityId
from northaxis.domain.quantities import Kind
from northaxis.domain.ruleset import Game
from northaxis.domain.state import State

POINTS_A_TURN = 4
"""Track points that free effects may move in a turn."""
POINTS_A_TRACK = 2
"""Of these, points on one track."""
POINTS_AN_OPTION = 3
"""Track points that one option of a written card may move."""


def tokens_left(state: State) -> int:
    """Override tokens that control has not spent."""
    return max(0, state.game.scenario.override_tokens - state.room.tokens_spent)


def points(shifts: Iterable[NamedShift]) -> int:
    """How many points shifts move, whichever way."""
    return sum(abs(shift.by) for shift in shifts)


def points_left(state: State) -> int:
    """Points of free effects that are left in this turn."""
    return max(0, POINTS_A_TURN - points(state.room.granted))


def points_left_on(state: State, track: QuantityId) -> int:
    """Of these, points that are left for one track."""
    given = points(shift for shift in state.room.granted if shift.quantity == track)
    return max(0, min(points_left(state), POINTS_A_TRACK - given))


def is_within_budget(state: State, shifts: Sequence[NamedShift]) -> bool:
    """Whether these shifts could still be granted in this turn."""
    return is_within([*state.room.granted, *shifts], POINTS_A_TURN)


def is_within(shifts: Sequence[NamedShift], most: int) -> bool:
    """Whether shifts come to at most so many points, and no track moves further than one may."""
    each = {shift.quantity: points(s for s in shifts if s.quantity == shift.quantity) for shift in shifts}
    return points(shifts) <= most and all(moved <= POINTS_A_TRACK for moved in each.values())


def stranger(game: Game, shifts: Iterable[NamedShift]) -> str | None:
    """What is wrong with shifts whatever the budget: the first that names no track or moves nothing."""
    for shift in shifts:
        index = game.rules.by_name.get(shift.quantity)
        if index is None or game.rules.quantities[index].kind is not Kind.TRACK:
            return f"'{shift.quantity}' is no track; free effects move tracks only"
        if shift.by == 0:
            return f"'{shift.quantity}' is moved by nothing"
    return None
