"""A ruling beside earlier ones: what it would be as a precedent, whether it departs from like cases, and all of them
in words."""

from __future__ import annotations

from collections.abc import Sequence

from northaxis.domain.control_facts import Method
from northaxis.domain.control_orders import (
    ChooseMethod,
    Decide,
    Grant,
    Overrule,
    RuleOut,
    SettleArgument,
    SetTrack,
    ShiftNeed,
)
from northaxis.domain.facts import Fact
from northaxis.domain.ids import ActionId, QuantityId
from northaxis.domain.orders import Act
from northaxis.domain.ruleset import Game
from northaxis.domain.state import State
from northaxis.services import wording as w
from northaxis.services.precedents import (
    BY,
    DOWN,
    DROPPED,
    EASIER,
    FAILURE,
    HARDER,
    OUT,
    SUCCESS,
    UP,
    Precedent,
    departs,
    effect,
    like,
    precedents,
    proposed,
    settling,
    tags_of,
)

MOST_LIKE = 3
"""Earlier rulings told beside one to be given."""


def as_precedents(state: State, act: Act) -> tuple[Precedent, ...]:
    """The ruling as one to compare with earlier ones; a free effect is one for each track; none for other acts."""
    game, turn = state.game, state.turn
    match act:
        case ShiftNeed(action=action, target=target, by=by):
            return (proposed(game, "shift", action, target, HARDER if by > 0 else EASIER, turn),)
        case ChooseMethod(action=action, target=target, method=method):
            return (proposed(game, "method", action, target, BY.get(method, ""), turn),)
        case Decide(action=action, target=target, success=success):
            return (proposed(game, "decide", action, target, SUCCESS if success else FAILURE, turn),)
        case Overrule(action=action, target=target, success=success):
            return (proposed(game, "overrule", action, target, SUCCESS if success else FAILURE, turn),)
        case RuleOut(action=action, target=target):
            return (proposed(game, "rule-out", action, target, OUT, turn),)
        case SetTrack(quantity=name, value=value) if name in game.rules.by_name:
            way = UP if value > state.board[game.rules.quantity(name).index] else DOWN
            return (Precedent("track", name, way, tags_of(game, name), turn, "", None, ""),)
        case Grant(shifts=shifts):
            return tuple(effect(game, shift.quantity, shift.by, turn) for shift in shifts)
        case SettleArgument(argument=id, method=method, success=success):
            argument = state.room.argument(id)
            if argument is None:
                return ()
            way = DROPPED if method is Method.DROPPED else {True: SUCCESS, False: FAILURE, None: ""}[success]
            return (settling(argument, way, turn),)
        case _:
            return ()


def departures(state: State, facts: Sequence[Fact], act: Act) -> tuple[str, ...]:
    """How a ruling departs from how like cases were ruled, each said once; nothing when it does not."""
    earlier = precedents(state.game, facts)
    return tuple(
        dict.fromkeys(said for one in as_precedents(state, act) if (said := departs(state.game, one, earlier)))
    )


def like_order(state: State, facts: Sequence[Fact], action: ActionId, target: QuantityId | None) -> tuple[str, ...]:
    """How like orders were ruled on, the most alike first."""
    return _words(state.game, facts, (proposed(state.game, "", action, target, "", state.turn),))


def like_act(state: State, facts: Sequence[Fact], act: Act) -> tuple[str, ...]:
    """How was ruled before in cases like the one of an act."""
    return _words(state.game, facts, as_precedents(state, act))


def _words(game: Game, facts: Sequence[Fact], wanted: Sequence[Precedent]) -> tuple[str, ...]:
    earlier = precedents(game, facts)
    found = tuple(dict.fromkeys(one for each in wanted for one in like(each, earlier)))[:MOST_LIKE]
    return tuple(f"turn {one.turn}: {title_of(game, one)}. {one.why}".rstrip() for one in found)


def title_of(game: Game, one: Precedent) -> str:
    """A ruling in a few words."""
    if one.about in game.rules.actions:
        name = w.action_words(game, ActionId(one.about), None)
    elif one.about in game.rules.by_name:
        name = w.quantity_name(game, QuantityId(one.about))
    else:
        name = one.says or w.plain(one.about)
    return ", ".join(part for part in (f"{one.kind}: {name}", one.what, one.way) if part)


def reason_of(one: Precedent) -> str:
    """Why it was ruled so, and the kind of reason."""
    code = f" ({one.code.value})" if one.code is not None else ""
    return f"{one.why}{code}" if one.why else "as the dice or the room had it"


def words_of(game: Game, one: Precedent) -> str:
    """Everything that a ruling can be found by."""
    return " ".join(
        (title_of(game, one), one.about, one.kind, one.why, one.says, *sorted(one.tags), f"turn {one.turn}")
    )
