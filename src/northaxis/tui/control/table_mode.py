"""A physical table beside the app: card codes and dice typed in, sheets entered for each seat, drift put right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from northaxis.domain.ids import CardId, SeatId
from northaxis.services.client import DoorClosed
from northaxis.services.drift import code_from_text, unknown_card
from northaxis.services.ports import StoreFailed
from northaxis.services.table import TableHeld
from northaxis.tui.control.drift import reconcile
from northaxis.tui.control.talking import given, pick, quick_why, sentence
from northaxis.tui.widgets.menu_list import MenuRow

if TYPE_CHECKING:
    from northaxis.tui.control.screen import ConsoleScreen

ROWS = (
    MenuRow("card", "Type in a card's code", "", "The card that was drawn at the table comes up here.", "c"),
    MenuRow("sheet", "Enter a seat's orders", "", "Its own screen, with your hand.", "o"),
    MenuRow("pass", "Pass this device round", "", "Each seat in turn behind a curtain.", "p"),
    MenuRow("dice", "Dice", "", "Type real dice in, or let the app roll.", "d"),
    MenuRow("right", "Put the app right", "", "Read the board aloud; type what differs.", "r"),
)


async def table_mode(screen: ConsoleScreen) -> None:
    """What the table needs."""
    from northaxis.tui.control import acts

    rows = [row if row.id != "dice" else _dice_row(screen) for row in ROWS]
    chosen = await pick(screen, "Table mode", ("Paper and dice on the table, the account in the app.",), rows)
    match chosen:
        case "card":
            await _card(screen)
        case "sheet":
            seat = await _which_seat(screen)
            if seat is not None:
                await acts.stand_in(screen, seat)
        case "pass":
            await pass_round(screen)
        case "dice":
            await dice(screen)
        case "right":
            await reconcile(screen)
        case _:
            pass


def _dice_row(screen: ConsoleScreen) -> MenuRow:
    now = "typed in" if screen.model.types_dice else "the app rolls"
    return MenuRow("dice", "Dice", now, "Type real dice in, or let the app roll.", "d")


async def _card(screen: ConsoleScreen) -> None:
    from northaxis.tui.control.cards import drawn

    cards = screen.model.held.state.game.cards
    left = {str(one.card) for one in screen.model.console.coming}

    def known(text: str) -> str:
        return unknown_card(code_from_text(text, cards), cards, left)

    code = await sentence(
        screen, "Which card was drawn?", ("Its short code, printed in its corner.",), "F19", check=known
    )
    if code is not None:
        await drawn(screen, CardId(code_from_text(code, cards)))


async def dice(screen: ConsoleScreen) -> None:
    """Real dice from now on, or the app's. The session keeps it, so that it is still so when it is opened again."""
    typed = not screen.model.types_dice
    title = "Real dice" if typed else "The app rolls"
    reason = await quick_why(screen, title, ("the room wants to roll",) if typed else ("it takes too long",))
    if reason is None:
        return
    try:
        await screen.model.door.type_dice(typed, reason)
    except (DoorClosed, StoreFailed, TableHeld) as problem:
        screen.tell(str(problem), "hot")
        return
    said = (
        "Real dice: the console asks for them when the rules roll" if typed else "The app rolls the dice from here on"
    )
    await screen.told(f"{said}: {given(reason)}. u undoes it.")


async def pass_round(screen: ConsoleScreen) -> None:
    """Each seat that owes something in turn, behind a curtain; then the device comes back to control."""
    from northaxis.tui.control import passing

    waited = [one for one in screen.model.console.seats if one.owes and not one.is_bot]
    if not waited:
        screen.tell("Nobody owes anything now.")
        return
    app = screen.console_app
    app.run_worker(passing.pass_round(app, waited))  # the console's own workers end with it


async def _which_seat(screen: ConsoleScreen) -> SeatId | None:
    rows = [MenuRow(one.seat, one.name, one.owes or one.status, code=one.seat) for one in screen.model.console.seats]
    chosen = await pick(screen, "Whose orders?", (), rows, keys=False)
    return SeatId(chosen) if chosen is not None else None
