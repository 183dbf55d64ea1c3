"""Games on disk: go on with one, or look at what happened in one that is over."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from time import time
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from northaxis.services.client import TableClient
from northaxis.tui.actions import bindings_for, hints_for
from northaxis.tui.desk import Desk, DeskProblem, Offer, SessionRow, named
from northaxis.tui.ink import BLANK, Line, line
from northaxis.tui.screens.base import BACK, Page, title
from northaxis.tui.widgets.key_hints import Hint
from northaxis.tui.widgets.line_widget import Lines
from northaxis.tui.widgets.menu_list import MenuList, MenuRow
from northaxis.tui.words import plural, when

EMPTY = (
    BLANK,
    line(("  No games yet.", "bright")),
    BLANK,
    line(("  Every game you start is kept here by itself, to the last thing you did.", "dim")),
    line(("  Esc goes home; the teaching game there is a good first one.", "dim")),
)


class SessionsScreen(Page):
    """The list."""

    SCOPES = ("sessions", "menu")

    DEFAULT_CSS = "SessionsScreen #sessions { max-width: 92; }"

    BINDINGS: ClassVar[list[BindingType]] = bindings_for("sessions")

    def __init__(self, desk: Desk, offers: Callable[[], Awaitable[Sequence[Offer]]]) -> None:
        super().__init__()
        self._desk, self._offers = desk, offers
        self._rows: Sequence[SessionRow] = ()

    def heading(self) -> tuple[Line, Line]:
        """How many."""
        over = sum(row.is_over for row in self._rows)
        note = f"{plural(len(self._rows), 'game')}, {over} over" if self._rows else ""
        return title("Sessions", note), BLANK

    def hints(self) -> Sequence[Hint]:
        """Enter first."""
        if not self._rows:
            return [BACK]
        return [("enter", "open"), *hints_for("sessions", keymap=self.northaxis.settings.keymap), BACK]

    def body(self) -> ComposeResult:
        """The games, or what to do when there are none."""
        with Vertical(classes="wide"):
            yield Lines(lambda width: EMPTY, id="empty")
            yield MenuList(id="sessions")

    def on_mount(self) -> None:
        """Ask for them."""
        self.query_one("#empty").display = False
        self.run_worker(self._fill(), name="sessions")

    async def _fill(self) -> None:
        try:
            self._rows = await asyncio.to_thread(self._desk.sessions)
            self._rows = named(self._rows, await self._offers())
        except DeskProblem as problem:
            self.tell(str(problem), "hot")
        now = int(time() * 1000)
        menu = self.query_one(MenuList)
        menu.show(session_rows(self._rows, now))
        menu.focus()
        menu.display = bool(self._rows)
        self.query_one("#empty").display = not self._rows
        self.retitle()

    def on_menu_list_chosen(self, message: MenuList.Chosen) -> None:
        """Go on, or the debrief of one that is over."""
        row = self._row(message.row.id)
        if row is not None and row.is_over:
            self._debrief(row)
        elif row is not None:
            self.sit_down(lambda: asyncio.to_thread(self._desk.resume, row.key))

    def action_debrief(self) -> None:
        """What happened so far, without sitting down."""
        pointed = self.query_one(MenuList).pointed
        row = None if pointed is None else self._row(pointed.id)
        if row is not None and not row.problem:
            self._debrief(row)

    def _row(self, key: str) -> SessionRow | None:
        return next((row for row in self._rows if row.key == key), None)

    def _debrief(self, row: SessionRow) -> None:
        self.tell("Opening …")
        self.run_worker(self._show_debrief(row), name="debrief", exclusive=True)

    async def _show_debrief(self, row: SessionRow) -> None:
        from northaxis.tui.screens.debrief import DebriefScreen

        try:
            client: TableClient = await asyncio.to_thread(self._desk.resume, row.key)
        except DeskProblem as problem:
            self.tell(str(problem), "hot")
            return
        self.tell("")
        self.northaxis.client = client
        self.app.push_screen(DebriefScreen(client))

    async def on_screen_resume(self) -> None:
        """Back from a debrief: its session is let go."""
        await self.northaxis.close_table()


def session_rows(rows: Sequence[SessionRow], now: int) -> list[MenuRow]:
    """Unfinished games first, then those that are over, then files that cannot be opened."""
    open_ones = [row for row in rows if not row.is_over and not row.problem]
    over = [row for row in rows if row.is_over and not row.problem]
    broken = [row for row in rows if row.problem]
    result: list[MenuRow] = []
    for head, found in (("To go on with", open_ones), ("Over", over), ("Cannot be opened", broken)):
        if found:
            result += [MenuRow("", head), *(_menu_row(row, now) for row in found)]
    return result


def _menu_row(row: SessionRow, now: int) -> MenuRow:
    who = f"{row.scenario}, as {row.seat}" if row.seat else row.scenario
    if row.problem:
        return MenuRow(row.key, who or row.key, "", disabled=row.problem)
    turn = "over" if row.is_over else f"turn {row.turn} of {row.turns}" if row.turn else "not begun"
    return MenuRow(row.key, who, f"{turn:<14}  {when(row.changed, now):>24}")
