"""The bottom line: which keys do what here. What does not fit goes, from the end; help and palette always stay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from northaxis.tui.ink import Line, line, spread, width_of
from northaxis.tui.widgets.line_widget import LineWidget

Hint = tuple[str, str]
"""Key and what it does."""


def key_hints(hints: Sequence[Hint], width: int, always: Sequence[Hint] = (("?", "help"), ("^p", "palette"))) -> Line:
    """The hints in one line of a width."""
    right = _joined(always)
    room = width - width_of(right) - 3
    left: Line = ()
    for count in range(len(hints), -1, -1):
        left = _joined(hints[:count])
        if width_of(left) <= room:
            break
    return spread(left, right, width)


def _joined(hints: Sequence[Hint]) -> Line:
    spans: list[tuple[str, str]] = []
    for key, label in hints:
        if spans:
            spans.append(("   ", "dim"))
        spans += [(key, "accent"), (f" {label}", "dim")]
    return line(*spans)


class KeyHints(LineWidget):
    """The bottom line as a widget."""

    DEFAULT_CSS = "KeyHints { height: 1; dock: bottom; padding: 0 1; background: $ground; }"

    def __init__(self, hints: Sequence[Hint] = (), **options: Any) -> None:
        super().__init__(**options)
        self._hints = tuple(hints)

    def show(self, hints: Sequence[Hint]) -> None:
        """Show other hints."""
        self._hints = tuple(hints)
        self.redraw()

    def build(self, width: int, height: int) -> Sequence[Line]:
        """One line."""
        return [key_hints(self._hints, width)]
