"""What a seat's people see while a bot plays their seat: that it does, and how the public table goes on. No secret."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from northaxis.services.client import TableClient
from northaxis.services.wording import SAY, plain
from northaxis.tui.ink import BLANK, Line, line, wrapped
from northaxis.tui.screens.base import Page, title
from northaxis.tui.widgets.dialogue import Choice
from northaxis.tui.widgets.line_widget import Lines
from northaxis.tui.widgets.menu_list import MenuRow

MEASURE = 60
HEAD = "A bot plays this seat now"
BODY = (
    "Control can give it back to you; then this page shows the seat again by itself. Until then the seat's sheet, "
    "purse and secrets are not shown here. What everybody may know is on the wall."
)


class StandbyScreen(Page):
    """Wait for the seat; whoever opened this screen puts the table in its place when the seat comes back."""

    SCOPES: ClassVar[tuple[str, ...]] = ()

    DEFAULT_CSS = """
    StandbyScreen > Vertical { align: center middle; height: 1fr; }
    StandbyScreen > Vertical > Lines { width: 64; height: auto; }
    """

    class News(Message):
        """Something public has changed."""

    def __init__(self, client: TableClient) -> None:
        super().__init__()
        self.client = client

    def heading(self) -> tuple[Line, Line]:
        """Which game, and no more."""
        return title(plain(self.client.game.scenario.name)), BLANK

    def body(self) -> ComposeResult:
        """What is so, and where the table stands."""
        with Vertical():
            yield Lines(self._words)

    def _words(self, width: int) -> list[Line]:
        view = self.client.view()
        where = f"turn {view.turn} of {view.turns}, {SAY[view.step]}" if view.turn else "before turn 1"
        rows = [line((HEAD, "bright bold")), BLANK]
        rows += [line((row, "text")) for row in wrapped(BODY, min(MEASURE, width))]
        return [*rows, BLANK, line((f"The table: {where}.", "dim"))]

    def on_mount(self) -> None:
        """Follow what is public."""
        self._stop = self.client.subscribe(self._heard)

    def _heard(self) -> None:
        self.post_message(self.News())

    def on_unmount(self) -> None:
        """Follow no longer."""
        self._stop()

    def on_standby_screen_news(self, event: News) -> None:
        """Show where the table stands."""
        event.stop()
        if self.is_attached:
            self.query_one("Vertical > Lines", Lines).redraw()

    def action_back(self) -> None:
        """Away from the table?"""
        rows = (MenuRow("stay", "Stay at the table", code="s"), MenuRow("leave", "Leave the table", code="l"))

        def answered(choice: str | None) -> None:
            if choice == "leave":
                self.app.pop_screen()

        self.app.push_screen(Choice("Leave the table?", ("Your link leads back here.",), rows), answered)
