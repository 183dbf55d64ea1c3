"""Dialogues: a framed question over a dimmed screen. Esc always goes back, and going back always answers None.

A question is answered once, whatever comes after the answer; keys that come before it is open wait for it.

An app's own stylesheet must not set `Screen { background }`: it would hide the screen behind a dialogue.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from northaxis.tui.inert import inert
from northaxis.tui.ink import Line
from northaxis.tui.widgets.line_widget import Lines
from northaxis.tui.widgets.menu_list import MenuList, MenuRow
from northaxis.tui.widgets.pager import Pager, Paragraph, flowed

Answer = TypeVar("Answer")


class Dialogue(ModalScreen[Answer | None]):
    """The frame of every dialogue: a title, a few paragraphs, and whatever a subclass composes under them."""

    DEFAULT_CSS = """
    Dialogue { align: center middle; background: $ground 70%; }
    Dialogue > Vertical {
        width: 76; max-width: 96%; height: auto; max-height: 92%;
        background: $panel; border: round $rule-line; border-title-color: $bright; border-title-style: bold;
        border-subtitle-color: $dim; padding: 1 1 0 1;
    }
    Dialogue Lines { margin-bottom: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", "back", id="dialogue.back")]

    COMES_FIRST: ClassVar[bool] = False
    """Whether it may lie on another question."""

    is_opening = True
    """Until it has been shown and its keys have their place."""
    _is_answered = False

    def __init__(self, title: str, paragraphs: Sequence[Paragraph] = (), hint: str = "Esc back") -> None:
        super().__init__()
        self._title, self._paragraphs, self._hint = inert(title), tuple(paragraphs), hint

    def compose(self) -> ComposeResult:
        """The frame; subclasses say what is inside in `compose_inside`."""
        with Vertical() as frame:
            frame.border_title = Content(self._title)
            frame.border_subtitle = Content(self._hint)
            yield from self.compose_inside()

    def compose_inside(self) -> ComposeResult:
        """The paragraphs."""
        if self._paragraphs:
            yield Lines(lambda width: flowed(self._paragraphs, min(72, width - 4)))

    def on_screen_resume(self) -> None:
        """It is shown: the keys that came too early follow."""
        if self.is_opening:
            self.call_after_refresh(self._open)

    def _open(self) -> None:
        self.is_opening = False

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Answer, once; it must be the question on top."""
        if self._is_answered or not self.is_current:
            return AwaitComplete()
        self._is_answered = True
        return super().dismiss(result)

    def say(self, said: Line) -> None:
        """A line of the screen below, told in the frame, before the keys."""
        told = inert("".join(text for text, _ in said).strip())
        self.query_one(Vertical).border_subtitle = Content("   ".join(part for part in (told, self._hint) if part))

    def action_back(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """A click beside the frame goes back."""
        if event.widget is self:
            self.dismiss(None)


class Choice(Dialogue[str]):
    """A question with answers to choose from; gives the id of the row chosen.

    With `keys` a row's code chooses it, or points at it when it has several letters; without, what is typed goes to the
    first row with a word that begins so. The cursor stands on the row `start`, or on the first.
    """

    DEFAULT_CSS = "Choice MenuList { height: auto; max-height: 16; margin-bottom: 1; }"

    def __init__(
        self, title: str, paragraphs: Sequence[Paragraph], rows: Sequence[MenuRow], keys: bool = True, start: str = ""
    ) -> None:
        super().__init__(title, paragraphs, "enter choose   Esc back")
        self._rows, self._keys, self._start = tuple(rows), keys, start

    def compose_inside(self) -> ComposeResult:
        """The paragraphs and the answers."""
        yield from super().compose_inside()
        code_width = max([len(row.code) for row in self._rows] or [0]) + 2
        rows = MenuList(self._rows, code_width=code_width, type_ahead=not self._keys, type_codes=self._keys)
        if self._start:  # a heading has no id
            rows.point_at(self._start)
        yield rows

    def on_menu_list_chosen(self, message: MenuList.Chosen) -> None:
        """The answer."""
        message.stop()
        self.dismiss(message.row.id)

    def on_key(self, event: events.Key) -> None:
        """A row's code is its key, when it is a single letter or digit."""
        for row in self._rows:
            if self._keys and len(row.code) == 1 and event.character == row.code.lower() and not row.disabled:
                event.stop()
                self.dismiss(row.id)


class Reader(Dialogue[str]):
    """A longer text to read and leave."""

    DEFAULT_CSS = "Reader > Vertical { height: 80%; }"

    def compose_inside(self) -> ComposeResult:
        """The text."""
        yield Pager(self._paragraphs)


def confirm(title: str, question: str, yes: str, no: str = "Go back", yes_key: str = "y", no_key: str = "n") -> Choice:
    """A dialogue that answers `yes` or `no` (or None for Esc); the cursor stands on the careful answer."""
    rows = (MenuRow("no", no, code=no_key), MenuRow("yes", yes, code=yes_key))
    return Choice(title, (question,), rows)
