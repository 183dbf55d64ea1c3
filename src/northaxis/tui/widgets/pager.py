"""Long text to read: paragraphs wrapped to a readable measure, scrolled by keys or wheel, inert whatever it holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType

from northaxis.tui.ink import BLANK, Line, line, spread, wrapped
from northaxis.tui.widgets.line_widget import LineWidget

MEASURE = 72
"""No line of running text is longer."""

Paragraph = str | tuple[str, str] | Line
"""Text, text with a role, or a ready line that is not wrapped."""


class Pager(LineWidget, can_focus=True):
    """The text as a widget."""

    DEFAULT_CSS = "Pager { height: 1fr; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_by(-1)", "up", id="pager.up", show=False),
        Binding("down,j", "scroll_by(1)", "down", id="pager.down", show=False),
        Binding("pageup,b", "scroll_by(-100)", "page up", id="pager.page-up", show=False),
        Binding("pagedown,space", "scroll_by(100)", "page down", id="pager.page-down", show=False),
        Binding("home,g", "scroll_by(-100000)", "top", id="pager.top", show=False),
        Binding("end,G", "scroll_by(100000)", "end", id="pager.end", show=False),
    ]

    def __init__(
        self, paragraphs: Sequence[Paragraph] = (), *, spaced: bool = True, follow: bool = False, **options: Any
    ) -> None:
        super().__init__(**options)
        self._paragraphs = tuple(paragraphs)
        self._spaced, self._follow = spaced, follow
        self._top = 0
        self._is_at_end = True
        self._flowed: tuple[int, tuple[Paragraph, ...], list[Line]] | None = None

    def show(self, paragraphs: Sequence[Paragraph]) -> None:
        """Show another text: from its top, or from its end for a pager that follows (a log)."""
        self._paragraphs = tuple(paragraphs)
        self._top = 10**6 if self._follow and self._is_at_end else self._top if self._follow else 0
        self.redraw()

    def build(self, width: int, height: int) -> Sequence[Line]:
        """The visible part; the last line says where one is when there is more than fits."""
        text = self._flow(width)
        if not height:
            return text
        if len(text) <= height:
            self._top, self._is_at_end = 0, True
            return text
        room = height - 1
        if self._follow and self._is_at_end:
            self._top = len(text) - room
        self._top = max(0, min(self._top, len(text) - room))
        self._is_at_end = self._top + room >= len(text)
        share = 100 * (self._top + room) // len(text)
        more = "end" if self._is_at_end else f"{share} %  more below"
        foot = spread((), line((more, "dim")), min(width, MEASURE + 2))
        return [*text[self._top : self._top + room], foot]

    def action_scroll_by(self, step: int) -> None:
        """Scroll by lines; a hundred is a page."""
        page = max(1, self.content_size.height - 3)
        self._top += step if abs(step) != 100 else page * (1 if step > 0 else -1)
        self._is_at_end = False  # until the text is built and turns out to end there
        self.redraw()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Three lines at a time."""
        event.stop()
        self.action_scroll_by(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Three lines at a time."""
        event.stop()
        self.action_scroll_by(-3)

    def _flow(self, width: int) -> list[Line]:
        if self._flowed is None or self._flowed[0] != width or self._flowed[1] is not self._paragraphs:
            self._flowed = (width, self._paragraphs, flowed(self._paragraphs, min(MEASURE, width - 4), self._spaced))
        return self._flowed[2]


def flowed(paragraphs: Sequence[Paragraph], width: int, spaced: bool = True) -> list[Line]:
    """Paragraphs as lines with a two-cell margin, a blank between them if spaced (none after a bold heading)."""
    rows: list[Line] = []
    after_heading = False
    for paragraph in paragraphs:
        if rows and spaced and not after_heading:
            rows.append(BLANK)
        after_heading = _is_heading(paragraph)
        if isinstance(paragraph, str):
            rows += [line("  ", (text, "text")) for text in wrapped(paragraph, width)]
        elif len(paragraph) == 2 and isinstance(paragraph[0], str) and isinstance(paragraph[1], str):
            rows += [line("  ", (text, paragraph[1])) for text in wrapped(paragraph[0], width)]
        else:
            rows.append(line(*paragraph))
    return rows


def _is_heading(paragraph: Paragraph) -> bool:
    return len(paragraph) == 2 and isinstance(paragraph[1], str) and "bold" in paragraph[1].split()
