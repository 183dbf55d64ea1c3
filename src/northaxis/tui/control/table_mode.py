"""A physical table beside the app: card codes and dice typed in, sheets entered for each seat, drift put right."""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING

from northaxis.domain.control_facts import Code
from northaxis.domain.control_orders import Note, SetTrack
from northaxis.domain.ids import CardId, SeatId
from northaxis.domain.quantities import Kind, Quantity
from northaxis.services.client import DoorClosed
from northaxis.services.ports import StoreFailed
from northaxis.services.table import TableHeld
from northaxis.tui.control.talking import given, pick, quick_why, sentence, why
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
        code = _code(text, cards)
        if code in left:
            return ""
        if code in cards:
            return f"{code} has been played, or taken out of this game."
        near = [id for id in left if id.startswith(code[:1])] or list(left)
        return f"There is no card '{code}'. Codes look like {', '.join(sorted(near)[:3])}."

    code = await sentence(
        screen, "Which card was drawn?", ("Its short code, printed in its corner.",), "F19", check=known
    )
    if code is not None:
        await drawn(screen, CardId(_code(code, cards)))


def _code(text: str, cards: Container[str]) -> str:
    """A card's code as it is printed, also when it was typed as short as it is said: `f3` for F03."""
    code = text.strip().upper()
    return next((one for one in (code, f"{code[:1]}{code[1:].zfill(2)}") if one in cards), code)


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


async def reconcile(screen: ConsoleScreen) -> None:
    """Compare the board on the table with the app; the app is put right, or the counters are."""
    state = screen.model.held.state
    kinds = (Kind.TRACK, Kind.SWITCH, Kind.IP)
    shown = [quantity for quantity in state.game.rules.quantities if quantity.kind in kinds]
    said = "Read the table's board aloud. Type each value that differs, as the table has it: 'gap 4, warning 2'."
    values = ", ".join(f"{quantity.id} {state.board[quantity.index]}" for quantity in shown)
    told = (said, (values, "dim"))
    given = await sentence(screen, "Table and app", told, "gap 4, warning 2", check=lambda text: _wrong(shown, text))
    if given is None:
        return
    drift = [(one, value) for one, value in _values(shown, given) if state.board[one.index] != value]
    if not drift:
        screen.tell("Nothing differs: the table and the app say the same.")
        return
    rows = (
        MenuRow("app", "The app is right", "", "Move the counters on the table, and say that you do.", "a"),
        MenuRow("table", "The table is right", "", "The app takes the table's values, with your reason.", "t"),
    )
    differs = [f"{one.name}: the table has {value}, the app {state.board[one.index]}" for one, value in drift]
    match await pick(screen, "Which of the two is right?", differs, rows):
        case "app":
            moved = ", ".join(f"{one.name} to {state.board[one.index]}" for one, _ in drift)
            if await screen.ask(Note("table", f"the counters were moved: {moved}")):
                screen.tell(f"Move the counters: {moved}.")
        case "table":
            await _put_right(screen, drift)
        case _:
            pass


async def _put_right(screen: ConsoleScreen, drift: list[tuple[Quantity, int]]) -> None:
    reason = await why(screen, "Put the app right")
    if reason is None:
        return
    done = [one for one, value in drift if await screen.ask(SetTrack(one.id, value, Code.ERROR, reason))]
    if len(done) == len(drift):
        screen.tell(f"{len(done)} put right. The table and the app say the same. u takes the last one back.")


def _wrong(shown: list[Quantity], text: str) -> str:
    try:
        _values(shown, text)
    except ValueError as problem:
        return str(problem)
    return ""


def _values(shown: list[Quantity], text: str) -> list[tuple[Quantity, int]]:
    """Names (or how they begin) and values. ValueError with a sentence."""
    found = []
    for part in text.split(","):
        name, _, number = part.strip().rpartition(" ")
        if not name or not number.lstrip("-").isdecimal():
            raise ValueError(f"'{part.strip()}' is not read: a name and a value, as 'gap 4'.")
        quantity, value = _named(shown, name.strip().casefold()), int(number)
        if not quantity.low <= value <= quantity.high:
            raise ValueError(f"{quantity.name} goes from {quantity.low} to {quantity.high}.")
        found.append((quantity, value))
    return found


def _named(shown: list[Quantity], name: str) -> Quantity:
    exact = [one for one in shown if name in (one.id.casefold(), one.name.casefold())]
    near = exact or [one for one in shown if one.id.casefold().startswith(name) or one.name.casefold().startswith(name)]
    if len(near) == 1:
        return near[0]
    if near:
        raise ValueError(f"'{name}' could be {', '.join(one.id for one in near[:4])}.")
    raise ValueError(f"There is no '{name}' on the board.")
