"""Table and app have drifted: what the table's board shows is typed in, and one of the two is put right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from northaxis.domain.control_facts import Code
from northaxis.domain.control_orders import Note, SetTrack
from northaxis.domain.quantities import Kind, Quantity, Values
from northaxis.domain.ruleset import Game
from northaxis.services.wording import plain, seat_name, short_name
from northaxis.tui.control.talking import WHY, pick, possible, sentence, why
from northaxis.tui.control.trail import OneBack
from northaxis.tui.widgets.menu_list import MenuRow
from northaxis.tui.widgets.pager import Paragraph

if TYPE_CHECKING:
    from northaxis.tui.control.screen import ConsoleScreen

HEADINGS = {Kind.TRACK: "Tracks", Kind.SWITCH: "Switches", Kind.IP: "Points, by the seat's code"}
"""What lies on a table to be read aloud, and how the app heads it."""
SWITCH = {"off": 0, "on": 1}
NOTHING_DONE = "Nothing has been put right: the table and the app still differ."

Reading = tuple[Quantity, int]
"""One quantity and what the table has it at."""


async def reconcile(screen: ConsoleScreen) -> None:
    """Compare the board on the table with the app; the app is put right, or the counters are."""
    game, row = screen.model.held.state.game, screen.model.held.state.board
    said = f"Read the table's board aloud. Type each value that differs, as the table has it: '{example(game, row)}'."
    told: list[Paragraph] = [said, *((text, "dim") for text in board_words(game, row))]
    given = await sentence(screen, "Table and app", told, example(game, row), check=lambda text: wrong(game, text))
    if given is None:
        return
    row = screen.model.held.state.board
    drift = [(one, value) for one, value in readings(game, given) if row[one.index] != value]
    if not drift:
        screen.tell("Nothing differs: the table and the app say the same.")
        return
    rows = (
        MenuRow("app", "The app is right", "", "Move the counters on the table, and say that you do.", "a"),
        possible(
            screen,
            MenuRow("table", "The table is right", "", "The app takes the table's values, with your reason.", "t"),
            *(SetTrack(one.id, value, Code.ERROR, WHY) for one, value in drift),
        ),
    )
    differs = [
        f"{_name(game, one)}: the table has {_value(one, value)}, the app {_value(one, row[one.index])}"
        for one, value in drift
    ]
    try:
        if await pick(screen, "Which of the two is right?", differs, rows) == "table":
            await _put_right(screen, drift, differs)
            return
    except OneBack:
        screen.tell(NOTHING_DONE)
        raise
    moved = ", ".join(f"{_name(game, one)} to {_value(one, row[one.index])}" for one, _ in drift)
    if await screen.ask(Note("table", f"the counters were moved: {moved}")):
        screen.tell(f"Move the counters: {moved}.")


async def _put_right(screen: ConsoleScreen, drift: list[Reading], differs: Sequence[str]) -> None:
    """One ruling for each value, so that each can be undone by itself."""
    reason = await why(screen, "Put the app right", *differs)
    if reason is None:
        return
    for done, (one, value) in enumerate(drift):
        if not await screen.ask(SetTrack(one.id, value, Code.ERROR, reason)):
            screen.tell(f"{done} of {len(drift)} put right. {screen.model.said}", "accent")
            return
    last = "u takes it back" if len(drift) == 1 else "u takes the last one back, u again the one before"
    screen.tell(f"{len(drift)} put right. The table and the app say the same. {last}.")


# --- what is on the table -----------------------------------------------------------------------------------------


def board_words(game: Game, row: Values) -> Iterator[str]:
    """Everything that lies on a table, as it is read aloud: `Tracks: Moscow 5, Kyiv 4 …`."""
    for kind, heading in HEADINGS.items():
        found = [one for one in _on_the_table(game) if one.kind is kind]
        if found:
            yield f"{heading}: {', '.join(f'{called(one)} {_value(one, row[one.index])}' for one in found)}"


def example(game: Game, row: Values) -> str:
    """Two values that the board could have drifted to."""
    tracks = [one for one in _on_the_table(game) if one.kind is Kind.TRACK]
    moved = [(one, row[one.index] + (1 if row[one.index] < one.high else -1)) for one in tracks[:2]]
    return ", ".join(f"{called(one)} {value}" for one, value in moved)


def called(quantity: Quantity) -> str:
    """What a quantity is called on the table: its short name, for points the code of their seat."""
    return quantity.owner if quantity.kind is Kind.IP and quantity.owner is not None else short_name(quantity)


def wrong(game: Game, text: str) -> str:
    """What is wrong with what was read aloud; empty when nothing is."""
    try:
        readings(game, text)
    except ValueError as problem:
        return str(problem)
    return ""


def readings(game: Game, text: str) -> list[Reading]:
    """Names (or how they begin) and values. ValueError with a sentence."""
    found: dict[Quantity, int] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        quantity, value = _reading(game, part)
        if found.get(quantity, value) != value:
            raise ValueError(f"{called(quantity)} is there twice, as {found[quantity]} and as {value}.")
        found[quantity] = value
    if not found:
        raise ValueError("A name and a value, as the table has it.")
    return list(found.items())


def _reading(game: Game, part: str) -> Reading:
    name, _, given = part.rpartition(" ")
    if not name.strip():
        raise ValueError(f"'{plain(part)}' is not read: a name and a value, as '{_name_and_value(game)}'.")
    quantity = _named(game, name.strip().casefold())
    value = SWITCH.get(given.casefold()) if quantity.kind is Kind.SWITCH else None
    if value is None and re.fullmatch(r"[-−]?[0-9]{1,4}", given):
        value = int(given.replace("−", "-"))
    if value is None or not quantity.low <= value <= quantity.high:
        wanted = "on or off" if quantity.kind is Kind.SWITCH else f"{quantity.low} to {quantity.high}"
        raise ValueError(f"{called(quantity)} is {wanted}, not '{plain(given)}'.")
    return quantity, value


def _named(game: Game, name: str) -> Quantity:
    shown = _on_the_table(game)
    exact = [one for one in shown if name in _names(one)]
    near = exact or [one for one in shown if any(known.startswith(name) for known in _names(one))]
    if len(near) == 1:
        return near[0]
    if near:
        raise ValueError(f"'{plain(name)}' could be {', '.join(called(one) for one in near[:4])}.")
    raise ValueError(f"There is no '{plain(name)}' on the board; the names stand above.")


def _names(quantity: Quantity) -> tuple[str, ...]:
    return tuple(name.casefold() for name in (called(quantity), quantity.short, quantity.name, quantity.id))


def _on_the_table(game: Game) -> list[Quantity]:
    return [quantity for quantity in game.rules.quantities if quantity.kind in HEADINGS]


def _name(game: Game, quantity: Quantity) -> str:
    if quantity.kind is Kind.IP and quantity.owner is not None:
        return f"Points of {seat_name(game, quantity.owner)}"
    return plain(quantity.name)


def _value(quantity: Quantity, value: int) -> str:
    return "on" if quantity.kind is Kind.SWITCH and value else "off" if quantity.kind is Kind.SWITCH else str(value)


def _name_and_value(game: Game) -> str:
    one = _on_the_table(game)[0]
    return f"{called(one)} {one.start}"
