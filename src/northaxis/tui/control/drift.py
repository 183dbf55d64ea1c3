"""Table and app have drifted: what the table's board shows is typed in, and one of the two is put right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from northaxis.domain.control_facts import Code
from northaxis.domain.control_orders import Note, SetTrack
from northaxis.services.drift import Reading, board_words, example, name_of, readings, value_of, wrong
from northaxis.tui.control.talking import WHY, pick, possible, sentence, why
from northaxis.tui.control.trail import OneBack
from northaxis.tui.widgets.menu_list import MenuRow
from northaxis.tui.widgets.pager import Paragraph

if TYPE_CHECKING:
    from northaxis.tui.control.screen import ConsoleScreen

NOTHING_DONE = "Nothing has been put right: the table and the app still differ."


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
        f"{name_of(game, one)}: the table has {value_of(one, value)}, the app {value_of(one, row[one.index])}"
        for one, value in drift
    ]
    try:
        if await pick(screen, "Which of the two is right?", differs, rows) == "table":
            await _put_right(screen, drift, differs)
            return
    except OneBack:
        screen.tell(NOTHING_DONE)
        raise
    moved = ", ".join(f"{name_of(game, one)} to {value_of(one, row[one.index])}" for one, _ in drift)
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
