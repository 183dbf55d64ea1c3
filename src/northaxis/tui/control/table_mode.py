"""A physical table beside the app: card codes and dice typed in, sheets entered for each seat, drift put right."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from northaxis.domain.control_facts import Code
from northaxis.domain.control_orders import SetTrack
from northaxis.domain.ids import CardId, SeatId
from northaxis.domain.quantities import Kind, Quantity
from northaxis.tui.control.talking import pick, sentence, why
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
    now = "typed in" if screen.venue.types_dice else "the app rolls"
    return MenuRow("dice", "Dice", now, "Type real dice in, or let the app roll.", "d")


async def _card(screen: ConsoleScreen) -> None:
    from northaxis.tui.control.cards import bring_in

    cards = screen.model.held.state.game.cards

    def known(text: str) -> str:
        code = text.strip().upper()
        if code in cards:
            return ""
        near = [id for id in cards if id.startswith(code[:1])][:3]
        return f"There is no card '{code}'. Codes look like {', '.join(near) or 'F01'}."

    code = await sentence(
        screen, "Which card was drawn?", ("Its short code, printed in its corner.",), "F19", check=known
    )
    if code is not None:
        await bring_in(screen, CardId(code.strip().upper()), "drawn at the table")


async def dice(screen: ConsoleScreen) -> None:
    """Real dice from now on, or the app's."""
    await screen.venue.type_dice(None if screen.venue.types_dice else screen.roll)
    screen.tell("Real dice: type them in as they fall." if screen.venue.types_dice else "The app rolls the dice.")


async def pass_round(screen: ConsoleScreen) -> None:
    """Each seat that owes something in turn, behind a curtain; then the device comes back to control."""
    from northaxis.tui.control import acts

    waited = [one for one in screen.model.console.seats if one.owes and not one.is_bot]
    if not waited:
        screen.tell("Nobody owes anything now.")
        return
    for one in waited:
        await _curtain(screen, one.holder, f"{one.seat} {one.name}")
        await acts.stand_in_until_done(screen, one.seat)
    await _curtain(screen, "control", "the console")
    screen.tell("The device is back.")


async def _curtain(screen: ConsoleScreen, name: str, seats: str) -> None:
    """Nothing to be seen until the person named has the device."""
    from northaxis.tui.screens.curtain import CurtainScreen

    lifted = asyncio.get_running_loop().create_future()

    def lift() -> None:
        screen.app.pop_screen()
        if not lifted.done():
            lifted.set_result(None)

    screen.app.push_screen(CurtainScreen(name, seats, lift, screen.model.held.state.game.scenario.name))
    await lifted


async def _which_seat(screen: ConsoleScreen) -> SeatId | None:
    rows = [MenuRow(one.seat, one.name, one.owes or one.status, code=one.seat) for one in screen.model.console.seats]
    chosen = await pick(screen, "Whose orders?", (), rows, keys=False)
    return SeatId(chosen) if chosen is not None else None


async def reconcile(screen: ConsoleScreen) -> None:
    """Compare the board on the table with the app; every difference is one correction, with a reason."""
    state = screen.model.held.state
    kinds = (Kind.TRACK, Kind.SWITCH, Kind.IP)
    shown = [quantity for quantity in state.game.rules.quantities if quantity.kind in kinds]
    said = "Read the table's board aloud. Type every value that differs, as 'gap 4, warning 2'. The table is right."
    rows = ", ".join(f"{quantity.id} {state.board[quantity.index]}" for quantity in shown)
    given = await sentence(screen, "Table and app", (said, rows), "gap 4, warning 2", check=lambda t: _wrong(shown, t))
    if given is None or (reason := await why(screen, "Put the app right")) is None:
        return
    count = 0
    for quantity, value in _values(shown, given):
        if screen.model.held.state.board[quantity.index] != value:
            count += await screen.ask(SetTrack(quantity.id, value, Code.ERROR, reason))
    screen.tell(f"{count} put right. The table and the app say the same." if count else "Nothing differed.")


def _wrong(shown: list[Quantity], text: str) -> str:
    try:
        _values(shown, text)
    except ValueError as problem:
        return str(problem)
    return ""


def _values(shown: list[Quantity], text: str) -> list[tuple[Quantity, int]]:
    known = {str(quantity.id): quantity for quantity in shown}
    found = []
    for part in text.split(","):
        words = part.split()
        if len(words) != 2 or words[0] not in known or not words[1].lstrip("-").isdecimal():
            raise ValueError(f"'{part.strip()}' is not read: a name and a value, as 'gap 4'.")
        quantity, value = known[words[0]], int(words[1])
        if not quantity.low <= value <= quantity.high:
            raise ValueError(f"{quantity.name} goes from {quantity.low} to {quantity.high}.")
        found.append((quantity, value))
    return found
