"""Questions that are answered in words: one line of text under a few paragraphs. Esc answers None."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from northaxis.tui.ink import BLANK, Line, line, wrapped
from northaxis.tui.widgets.dialogue import Dialogue
from northaxis.tui.widgets.line_widget import Lines
from northaxis.tui.widgets.menu_list import MenuList, MenuRow
from northaxis.tui.widgets.pager import Pager, Paragraph

Check = Callable[[str], str]
"""What is wrong with an answer, as a sentence; empty when nothing is."""

MOST_WORDS = 600


def some_words(text: str) -> str:
    """An answer that may not be empty."""
    return "" if text.strip() else "It needs a few words: the log and the report keep them."


def whole_number(low: int, high: int) -> Check:
    """An answer that is a whole number in a range."""

    def check(text: str) -> str:
        try:
            value = int(text.replace("−", "-"))
        except ValueError:
            return f"It takes a whole number, {low} to {high}."
        return "" if low <= value <= high else f"It takes {low} to {high}."

    return check


def two_dice(text: str) -> str:
    """An answer that is two dice, as `3 5` or `35`."""
    digits = [letter for letter in text if not letter.isspace() and letter != ","]
    fine = len(digits) == 2 and all(digit in "123456" for digit in digits)
    return "" if fine else "Two dice, each 1 to 6, as '3 5'."


class Sheet(Dialogue[str]):
    """Ready lines close under each other, as a QR code needs them, with as much height as there is."""

    DEFAULT_CSS = "Sheet > Vertical { height: 96%; max-height: 26; padding-top: 0; }"

    def compose_inside(self) -> ComposeResult:
        """The lines."""
        yield Pager(self._paragraphs, spaced=False)


class Sentence(Dialogue[str]):
    """A question answered by typing; `heard` is told every change, so that what was typed outlives an Esc.

    With `replaces` the first letter takes the place of the value shown.
    """

    DEFAULT_CSS = """
    Sentence Input, Sentence Input:focus {
        height: 1; border: none; padding: 0 1; background: $raised; margin: 0 1 1 1;
    }
    """

    def __init__(
        self,
        title: str,
        paragraphs: Sequence[Paragraph] = (),
        *,
        placeholder: str = "your words",
        value: str = "",
        check: Check = some_words,
        heard: Callable[[str], None] | None = None,
        replaces: bool = False,
        does: str = "keep",
    ) -> None:
        super().__init__(title, paragraphs, f"enter {does}   Esc back")
        self._placeholder, self._value, self._check = placeholder, value, check
        self._heard, self._replaces = heard, replaces
        self._wrong: Line = BLANK

    def compose_inside(self) -> ComposeResult:
        """The paragraphs, the line to type in, and what is wrong with it."""
        yield from super().compose_inside()
        yield Input(self._value, placeholder=self._placeholder, max_length=MOST_WORDS, select_on_focus=self._replaces)
        yield Lines(lambda width: [self._wrong], id="wrong")

    def on_mount(self) -> None:
        """Type at once."""
        given = self.query_one(Input)
        if not self._replaces:
            given.cursor_position = len(given.value)
        given.focus()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._heard is not None:
            self._heard(event.value)
        if self._wrong:
            self._wrong = BLANK
            self.query_one("#wrong", Lines).redraw()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        wrong = self._check(event.value)
        if wrong:
            self._wrong = line((f"  {wrong}", "accent"))
            self.query_one("#wrong", Lines).redraw()
        else:
            self.dismiss(event.value.strip())


class Search(Dialogue[str]):
    """A long list with a line to type in: each word typed must be in a row's words. The arrows move in the list.

    The row under the cursor stands below in full; enter answers with its id.
    """

    DEFAULT_CSS = """
    Search > Vertical { height: 80%; }
    Search Input, Search Input:focus {
        height: 1; border: none; padding: 0 1; background: $raised; margin: 0 1 1 1;
    }
    Search MenuList { height: 1fr; }
    Search #full { height: 3; margin: 1 0 0 0; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move('up')", "up", show=False, priority=True),
        Binding("down", "move('down')", "down", show=False, priority=True),
        Binding("pageup", "move('page_up')", "page up", show=False, priority=True),
        Binding("pagedown", "move('page_down')", "page down", show=False, priority=True),
    ]

    def __init__(
        self, title: str, paragraphs: Sequence[Paragraph], rows: Sequence[tuple[MenuRow, str]], does: str = "close"
    ) -> None:
        super().__init__(title, paragraphs, f"type to find   enter {does}   Esc back")
        self._all = tuple((row, words.casefold()) for row, words in rows)

    def compose_inside(self) -> ComposeResult:
        """What is asked, the line, the list."""
        yield from super().compose_inside()
        yield Input(placeholder="find", max_length=80)
        width = max([len(row.code) for row, _ in self._all] or [0]) + 2
        yield MenuList([row for row, _ in self._all], code_width=width)
        yield Lines(self._full, id="full")

    def _full(self, width: int) -> list[Line]:
        row = self.query_one(MenuList).pointed
        return [] if row is None else [line((f" {text}", "bright")) for text in wrapped(row.title, max(10, width - 2))]

    @on(MenuList.Pointed)
    def _pointed(self, event: MenuList.Pointed) -> None:
        event.stop()
        self.query_one("#full", Lines).redraw()

    @on(MenuList.Chosen)
    def _chosen(self, event: MenuList.Chosen) -> None:
        event.stop()
        self.dismiss(event.row.id)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        wanted = event.value.casefold().split()
        found = [row for row, words in self._all if all(word in words for word in wanted)]
        self.query_one(MenuList).show(found or [MenuRow("", "Nothing is like that.")])
        self.query_one("#full", Lines).redraw()

    @on(Input.Submitted)
    def _done(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one(MenuList).action_choose()

    def action_move(self, way: str) -> None:
        """Through the list, while the line keeps the letters."""
        menu = self.query_one(MenuList)
        by = {"up": -1, "down": 1}.get(way)
        if by is not None:
            menu.action_move(by)
        else:
            menu.action_page(-1 if way == "page_up" else 1)
