"""The curtain between two people at one screen: whom to pass it to, and nothing else until they say they have it.

It knows no table. Put it in place of what must not be seen (`switch_screen`), never on top of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from northaxis.tui.actions import bindings_for, hints_for
from northaxis.tui.ink import BLANK, Line, line, wrapped
from northaxis.tui.screens.base import Page, title
from northaxis.tui.widgets.dialogue import Choice
from northaxis.tui.widgets.key_hints import Hint
from northaxis.tui.widgets.line_widget import Lines
from northaxis.tui.widgets.menu_list import MenuRow

MEASURE = 60


class CurtainScreen(Page):
    """Pass the screen to somebody; `then` is called once they have it.

    `name` is a person's, empty for everybody; `seats` says what they hold, as `KYI Kyiv`; `game` names the game above.
    """

    SCOPES = ("curtain",)

    DEFAULT_CSS = """
    CurtainScreen > Vertical { align: center middle; height: 1fr; }
    CurtainScreen > Vertical > Lines { width: 64; height: auto; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings_for("curtain")

    DEAF_FOR: ClassVar[float] = 0.5
    """Seconds after it falls in which it takes no answer: the last key of the person before must not lift it."""

    def __init__(self, name: str, seats: str, then: Callable[[], None], game: str = "") -> None:
        super().__init__()
        self._name_of, self._seats, self._then, self._game = name, seats, then, game
        self._is_deaf, self._drawn = True, False

    def on_mount(self) -> None:
        """Listen a moment later."""
        self.set_timer(self.DEAF_FOR, self._listen)

    def _listen(self) -> None:
        self._is_deaf = False

    def heading(self) -> tuple[Line, Line]:
        """Which game, and no more."""
        return title(self._game or "northaxis"), BLANK

    def hints(self) -> list[Hint]:
        """One key matters."""
        return hints_for("curtain", keymap=self.northaxis.settings.keymap)

    def body(self) -> ComposeResult:
        """Whom to pass it to."""
        with Vertical():
            yield Lines(self._words)

    def _words(self, width: int) -> list[Line]:
        if not self._name_of:
            head, seats, foot = "For everybody", "", "Press enter when all may look."
        else:
            head, seats = f"Pass to {self._name_of}", self._seats
            foot = f"Press enter when {self._name_of} has the screen."
        rows = [line((head, "bright bold"))]
        rows += [line((row, "text")) for row in wrapped(seats, min(MEASURE, width))] if seats else []
        return [*rows, BLANK, line((foot, "accent"))]

    def action_begin(self) -> None:
        """The person has the screen; a second press while it is being lifted does nothing."""
        if not self._is_deaf and not self._drawn:
            self._drawn = True
            self._then()

    def action_back(self) -> None:
        """Away from the table?"""
        rows = (MenuRow("stay", "Stay at the table", code="s"), MenuRow("leave", "Leave the table", code="l"))

        def answered(choice: str | None) -> None:
            if choice == "leave":
                self.app.pop_screen()

        said = "Everything that was done is kept. You can take the game up again."
        self.app.push_screen(Choice("Leave the table?", (said,), rows), answered)
