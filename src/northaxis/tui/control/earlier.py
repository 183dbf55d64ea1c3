"""Earlier rulings: beside one that is to be given, when one departs from them, and the whole list to search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

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
from northaxis.domain.ids import ActionId, QuantityId
from northaxis.domain.orders import Act
from northaxis.domain.ruleset import Game
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
from northaxis.tui.control.prompts import Search
from northaxis.tui.control.talking import ask, yes
from northaxis.tui.widgets.menu_list import MenuRow
from northaxis.tui.widgets.pager import Paragraph

if TYPE_CHECKING:
    from northaxis.tui.control.screen import ConsoleScreen

MOST_LIKE = 3
"""Earlier rulings shown beside one to be given; R has all of them."""


def known(screen: ConsoleScreen) -> tuple[Precedent, ...]:
    """Every ruling of this session that stands."""
    held = screen.model.held
    return precedents(held.state.game, held.facts)


async def ruled(screen: ConsoleScreen, act: Act) -> bool:
    """Put a ruling to the table; first say so when it departs from how like cases were ruled."""
    earlier = known(screen)
    warnings = dict.fromkeys(
        said for one in as_precedents(screen, act) if (said := departs(screen.model.held.state.game, one, earlier))
    )
    if warnings:
        said = " ".join(f"{warning}." for warning in warnings)
        if not await yes(screen, "This departs from earlier rulings", said, "Rule so all the same"):
            return False
    return await screen.ask(act)


def as_precedents(screen: ConsoleScreen, act: Act) -> tuple[Precedent, ...]:
    """The ruling as one to compare with earlier ones; a free effect is one for each track; none for other acts."""
    state = screen.model.held.state
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
        case SetTrack(quantity=name, value=value):
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


def like_orders(screen: ConsoleScreen, action: ActionId, target: QuantityId | None) -> list[Paragraph]:
    """How like orders were ruled on, the most alike first."""
    state = screen.model.held.state
    return _lines(screen, (proposed(state.game, "", action, target, "", state.turn),))


def like_lines(screen: ConsoleScreen, act: Act) -> list[Paragraph]:
    """How was ruled before in cases like the one of an act."""
    return _lines(screen, as_precedents(screen, act))


def _lines(screen: ConsoleScreen, wanted: Sequence[Precedent]) -> list[Paragraph]:
    earlier = known(screen)
    found = tuple(dict.fromkeys(one for each in wanted for one in like(each, earlier)))[:MOST_LIKE]
    if not found:
        return []
    game = screen.model.held.state.game
    rows: list[Paragraph] = [("Ruled before", "bright bold")]
    return [*rows, *(f"turn {one.turn}: {title_of(game, one)}. {one.why}".rstrip() for one in found)]


# --- all of them --------------------------------------------------------------------------------------------------


async def rulings_so_far(screen: ConsoleScreen) -> None:
    """Every ruling, the latest first; typing narrows the list."""
    found = known(screen)
    if not found:
        screen.tell("You have ruled on nothing so far.")
        return
    game = screen.model.held.state.game
    rows = [(row_of(game, one, place), words_of(game, one)) for place, one in reversed(list(enumerate(found)))]
    said = "Type to find one: an action, a seat, a tag, a kind of ruling, a word of its reason."
    await ask(screen, lambda: Search("Rulings so far", (said,), rows))


def row_of(game: Game, one: Precedent, place: int) -> MenuRow:
    """A ruling as a row: what it was, when, and why."""
    seat = next((tag for tag in sorted(one.tags) if tag in game.rules.seats), "")
    code = f" ({one.code.value})" if one.code is not None else ""
    why = f"{one.why}{code}" if one.why else "as the dice or the room had it"
    return MenuRow(str(place), title_of(game, one), f"turn {one.turn}" if one.turn else "before", why, seat)


def title_of(game: Game, one: Precedent) -> str:
    """A ruling in a few words."""
    if one.about in game.rules.actions:
        name = w.action_words(game, ActionId(one.about), None)
    elif one.about in game.rules.by_name:
        name = w.quantity_name(game, QuantityId(one.about))
    else:
        name = one.says or w.plain(one.about)
    return ", ".join(part for part in (f"{one.kind}: {name}", one.what, one.way) if part)


def words_of(game: Game, one: Precedent) -> str:
    """Everything that a ruling can be found by."""
    return " ".join(
        (title_of(game, one), one.about, one.kind, one.why, one.says, *sorted(one.tags), f"turn {one.turn}")
    )
