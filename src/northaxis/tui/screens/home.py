"""The first screen: one thing to begin with, the last game if it is not over, and the way to everything else.

Its first frame needs neither rules nor sessions: both are asked for in threads once it is on the screen.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from time import time
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from northaxis import __version__
from northaxis.tui.actions import bindings_for, hints_for
from northaxis.tui.desk import Desk, DeskProblem, Offer, SessionRow, named, teaching, unfinished
from northaxis.tui.ink import BLANK, Line, line, spread
from northaxis.tui.screens.base import Page
from northaxis.tui.widgets.key_hints import Hint
from northaxis.tui.widgets.line_widget import Lines
from northaxis.tui.widgets.menu_list import MenuList, MenuRow
from northaxis.tui.words import capital, when

if TYPE_CHECKING:
    from northaxis.services.client import TableClient

NAME = (
    "█▄  █  ▄▀▀▀▄  █▀▀▀▄  ▀▀█▀▀  █   █  ▄▀▀▀▄  ▀▄ ▄▀  █  ▄▀▀▀▀",
    "█ ▀▄█  █   █  █▀▀█▀    █    █▀▀▀█  █▀▀▀█   ▄▀▄   █   ▀▀▀▄",
    "▀   ▀   ▀▀▀   ▀   ▀    ▀    ▀   ▀  ▀   ▀  ▀   ▀  ▀  ▀▀▀▀ ",
)

MAP_FROM = 110
"""Columns from which the map stands beside the menu."""

TEACH = MenuRow(
    "start-teaching",
    "Start the teaching game",
    "",
    "One capital is yours, the others play themselves.",
    "",
    "",
    "accent bold",
)
REST = (
    MenuRow("", ""),
    MenuRow("scenarios", "Choose a scenario", detail="Any seat, and opponents as strong as you like."),
    MenuRow("", ""),
    MenuRow("host", "Host a table", detail="For a room of people. You are in control."),
    MenuRow("", ""),
    MenuRow("join", "Join a table", detail="With the link that control gave you."),
    MenuRow("", ""),
    MenuRow("sessions", "Sessions", detail="Go on with a game, or read why it went as it did."),
    MenuRow("", ""),
    MenuRow("settings", "Settings"),
    MenuRow("help", "Help"),
    MenuRow("quit", "Quit"),
)


class HomeScreen(Page):
    """Home."""

    SCOPES = ("home", "menu")

    DEFAULT_CSS = """
    HomeScreen #name { height: 7; padding: 1 3; }
    HomeScreen #choices { width: 64; padding: 1 2 0 1; }
    HomeScreen MenuList { height: 1fr; }
    HomeScreen #land { width: 1fr; padding: 0 1 0 0; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings_for("home")

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._offers: asyncio.Task[Sequence[Offer]] | None = None
        self._found: Sequence[Offer] = ()
        self._rows: Sequence[SessionRow] = ()
        self._touched = False
        self._shown = False

    def compose(self) -> ComposeResult:
        """Name, choices, and room for the map."""
        yield Lines(self._masthead, id="name")
        with Horizontal(classes="columns"):
            with Vertical(id="choices"):
                yield MenuList((TEACH, *REST))
            yield Widget(id="land")
        yield from self.feet()

    def hints(self) -> Sequence[Hint]:
        """There is nowhere to go back to from here."""
        return [("enter", "choose"), *hints_for("home", keymap=self.northaxis.settings.keymap)]

    def retitle(self) -> None:
        """There is no top line."""

    def on_mount(self) -> None:
        """Keys go to the list; all that is slow comes after the first frame."""
        self.query_one(MenuList).focus()
        self.call_after_refresh(self._after_first_frame)

    def _after_first_frame(self) -> None:
        self._shown = True
        self.run_worker(self._look_around(), name="look around")
        self._show_land()

    async def _look_around(self) -> None:
        await self._read_sessions()
        try:
            self._found = await self.offers()
        except DeskProblem as problem:
            self.tell(str(problem), "hot")
        self._show_rows()

    async def _read_sessions(self) -> None:
        try:
            self._rows = await asyncio.to_thread(self._desk.sessions)
        except DeskProblem as problem:
            self.tell(str(problem), "hot")
        self._show_rows()

    async def offers(self) -> Sequence[Offer]:
        """The games on offer, read once; DeskProblem when they cannot be read (the next call tries again)."""
        if self._offers is None or (self._offers.done() and self._offers.exception() is not None):
            self._offers = asyncio.create_task(asyncio.to_thread(self._desk.offers))
        return await asyncio.shield(self._offers)

    # --- showing --------------------------------------------------------------------------------------------------

    def _masthead(self, width: int) -> list[Line]:
        tell = line((f"version {__version__}", "dim"))
        if self.northaxis.ascii_signs:
            rows = [line(("N O R T H A X I S", "bright bold"))]
        else:
            rows = [line((row, "bright bold")) for row in NAME]
        return [
            *rows,
            BLANK,
            spread(line(("Wargames about a border. Alone, or with the whole room.", "dim")), tell, width),
        ]

    def _show_rows(self) -> None:
        menu = self.query_one(MenuList)
        lesson = teaching(self._found)
        about = f"about {lesson.scenario.minutes} min" if lesson is not None else ""
        teach = MenuRow(TEACH.id, TEACH.title, about, TEACH.detail, style=TEACH.style)
        again = unfinished(named(self._rows, self._found))
        first = () if again is None else (_continue_row(again), MenuRow("", ""))
        menu.show((*first, teach, *REST))
        if first and not self._touched:
            menu.point_at(first[0].id)

    def _show_land(self) -> None:
        land = self.query_one("#land")
        wide = self.size.width >= MAP_FROM
        if wide and not land.children:
            from northaxis.tui.widgets.theatre_map import TheatreMap

            land.mount(TheatreMap())
        land.display = wide

    def on_resize(self) -> None:
        """The map comes and goes with the room for it."""
        if self._shown:
            self._show_land()

    # --- doing ----------------------------------------------------------------------------------------------------

    def on_key(self) -> None:
        """From the first key on the cursor is the person's."""
        self._touched = True

    def on_menu_list_chosen(self, message: MenuList.Chosen) -> None:
        """Do what the row says."""
        if message.row.id == "settings":
            self.northaxis.action_settings()
        else:
            getattr(self, f"action_{message.row.id.replace('-', '_')}")()

    def on_screen_resume(self) -> None:
        """Back from somewhere: a table is let go, and the sessions may be others."""
        if self._offers is not None:
            self.run_worker(self._back_home(), name="back home")

    async def _back_home(self) -> None:
        await self.northaxis.close_table()
        self._touched = False
        await self._read_sessions()

    def action_back(self) -> None:
        """Home is where back ends."""
        self.tell("This is home. q leaves northaxis.")

    def action_quit(self) -> None:
        """Leave."""
        self.app.exit()

    def action_start_teaching(self) -> None:
        """The game to begin with."""
        self.sit_down(self._teaching_table, brief=True)

    async def _teaching_table(self) -> TableClient:
        lesson = teaching(await self.offers())
        if lesson is None:
            raise DeskProblem("there is no scenario to start")
        scenario = lesson.scenario
        return await asyncio.to_thread(self._desk.start, scenario.id, scenario.people[0], scenario.bots)

    def action_go_on(self) -> None:
        """The last game."""
        row = unfinished(self._rows)
        if row is None:
            self.tell("There is no game to go on with yet. The teaching game is a good first one.")
        else:
            self.sit_down(lambda: asyncio.to_thread(self._desk.resume, row.key))

    def action_scenarios(self) -> None:
        """Choose."""
        from northaxis.tui.screens.scenario import ScenarioScreen

        self.app.push_screen(ScenarioScreen(self._desk, self.offers))

    def action_host(self) -> None:
        """A table for a room."""
        from northaxis.tui.screens.hosting import ask_host

        self.run_worker(ask_host(self), name="host")

    def action_join(self) -> None:
        """A seat at a table elsewhere."""
        from northaxis.tui.screens.hosting import ask_link

        self.run_worker(ask_link(self), name="join")

    async def join(self, link: str) -> None:
        """Sit down at the seat of a link."""
        self.sit_down(lambda: self._desk.join(link))

    def action_sessions(self) -> None:
        """Games played."""
        from northaxis.tui.screens.sessions import SessionsScreen

        self.app.push_screen(SessionsScreen(self._desk, self.offers))


def _continue_row(row: SessionRow) -> MenuRow:
    turn = f"turn {row.turn} of {row.turns}" if row.turn else ""
    who = f"{row.scenario}, as {row.seat}." if row.seat else f"{row.scenario}."
    return MenuRow(
        "go-on", "Continue", turn, f"{who} {capital(when(row.changed, int(time() * 1000)))}.", "", "", "accent bold"
    )
