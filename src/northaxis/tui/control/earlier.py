"""Earlier rulings: beside one that is to be given, when one departs from them, and the whole list to search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from northaxis.domain.ids import ActionId, QuantityId
from northaxis.domain.orders import Act
from northaxis.domain.ruleset import Game
from northaxis.services.like_rulings import departures, like_act, like_order, reason_of, title_of, words_of
from northaxis.services.precedents import Precedent, precedents
from northaxis.tui.control.prompts import Search
from northaxis.tui.control.talking import ask, yes
from northaxis.tui.widgets.menu_list import MenuRow
from northaxis.tui.widgets.pager import Paragraph

if TYPE_CHECKING:
    from northaxis.tui.control.screen import ConsoleScreen


async def ruled(screen: ConsoleScreen, act: Act) -> bool:
    """Put a ruling to the table; first say so when it departs from how like cases were ruled."""
    held = screen.model.held
    if warnings := departures(held.state, held.facts, act):
        said = " ".join(f"{warning}." for warning in warnings)
        if not await yes(screen, "This departs from earlier rulings", said, "Rule so all the same"):
            return False
    return await screen.ask(act)


def like_orders(screen: ConsoleScreen, action: ActionId, target: QuantityId | None) -> list[Paragraph]:
    """How like orders were ruled on, the most alike first."""
    held = screen.model.held
    return _shown(like_order(held.state, held.facts, action, target))


def like_lines(screen: ConsoleScreen, act: Act) -> list[Paragraph]:
    """How was ruled before in cases like the one of an act."""
    held = screen.model.held
    return _shown(like_act(held.state, held.facts, act))


def _shown(found: tuple[str, ...]) -> list[Paragraph]:
    return [("Ruled before", "bright bold"), *found] if found else []


# --- all of them --------------------------------------------------------------------------------------------------


async def rulings_so_far(screen: ConsoleScreen) -> None:
    """Every ruling, the latest first; typing narrows the list."""
    game = screen.model.held.state.game
    found = precedents(game, screen.model.held.facts)
    if not found:
        screen.tell("You have ruled on nothing so far.")
        return
    rows = [(row_of(game, one, place), words_of(game, one)) for place, one in reversed(list(enumerate(found)))]
    said = "Type to find one: an action, a seat, a tag, a kind of ruling, a word of its reason."
    await ask(screen, lambda: Search("Rulings so far", (said,), rows))


def row_of(game: Game, one: Precedent, place: int) -> MenuRow:
    """A ruling as a row: what it was, when, and why."""
    seat = next((tag for tag in sorted(one.tags) if tag in game.rules.seats), "")
    when = f"turn {one.turn}" if one.turn else "before"
    return MenuRow(str(place), title_of(game, one), when, reason_of(one), seat)
