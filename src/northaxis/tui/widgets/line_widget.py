"""The base of every widget we draw ourselves: lines in, strips out, and only the lines that changed are repainted.

A subclass says what its lines are for a size; it never touches styles, regions or caches. Cheap by design: one widget
of forty lines costs a tenth of forty stock widgets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from rich.style import Style
from textual.events import Resize
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from northaxis.tui.glyphs import in_ascii
from northaxis.tui.ink import BLANK, Line, plain, to_strip
from northaxis.tui.theme import Palette, palette_for


class LineWidget(Widget):
    """A widget whose content is a list of lines."""

    ALLOW_SELECT = True

    ascii_only: reactive[bool] = reactive(False, init=False)
    """Draw with plain ASCII signs only."""

    def __init__(self, *, id: str | None = None, classes: str | None = None, disabled: bool = False) -> None:
        super().__init__(id=id, classes=classes, disabled=disabled, markup=False)
        self._lines: list[Line] = []
        self._strips: dict[int, tuple[Line, Strip]] = {}
        self._drawn_for: tuple[object, ...] = ()

    def build(self, width: int, height: int) -> Sequence[Line]:
        """The lines to show in a content area of this size. Subclasses answer; they may give fewer or more than fit."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Take over the app's wish for plain signs."""
        if getattr(self.app, "ascii_signs", False):
            self.ascii_only = True

    def palette(self) -> Palette:
        """The palette of the theme worn now."""
        return palette_for(self.app)

    def redraw(self) -> None:
        """Ask `build` again and repaint the lines that came out different."""
        if not self.is_attached or not self.size:
            return
        new = list(self.build(self.content_size.width, self.content_size.height))
        if self.ascii_only:
            new = [_ascii_line(one) for one in new]
        old, self._lines = self._lines, new
        height = self.content_size.height
        changed = [y for y in range(height) if _at(old, y) != _at(new, y)]
        if len(changed) > height * 2 // 3:
            self.refresh()
        elif changed:
            width = self.content_size.width
            self.refresh(*[Region(0, y, width, 1) for y in changed])

    def render_line(self, y: int) -> Strip:
        """Textual's line API."""
        width, base = self.content_size.width, self.rich_style
        worn = (self.app.theme, base, width)
        if worn != self._drawn_for:
            self._drawn_for = worn
            self._strips.clear()
        content = _at(self._lines, y)
        kept = self._strips.get(y)
        if kept is None or kept[0] is not content:
            strip = to_strip(content, self.palette(), width, base)
            self._strips[y] = kept = (content, strip)
        selection = self.text_selection
        if selection is not None and (chosen := selection.get_span(y)) is not None:
            return _with_selection(
                kept[1], chosen, self.screen.get_component_rich_style("screen--selection")
            ).apply_offsets(0, y)
        return kept[1].apply_offsets(0, y)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as `build` gives for this width."""
        return max(1, len(self.build(width, 0)))

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The marked text, for copying."""
        return selection.extract("\n".join(plain(one) for one in self._lines)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Show what is marked."""
        self.refresh()

    def plain_text(self) -> str:
        """Everything shown now, as plain text: for tests and for reading aloud."""
        return "\n".join(plain(one) for one in self._lines)

    def watch_ascii_only(self) -> None:
        """The other signs are shown at once."""
        self.redraw()

    def on_resize(self, event: Resize) -> None:
        """Another size needs other lines."""
        self.redraw()


class Lines(LineWidget):
    """Lines made elsewhere: a function from a width to lines, shown as it is."""

    DEFAULT_CSS = "Lines { height: auto; }"

    def __init__(self, make: Callable[[int], Iterable[Line]] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self._make = make

    def show(self, make: Callable[[int], Iterable[Line]]) -> None:
        """Show other lines from now on."""
        height = len(self._lines)
        self._make = make
        self.redraw()
        if len(self._lines) != height:
            self.refresh(layout=True)

    def build(self, width: int, height: int) -> Sequence[Line]:
        """What the function gives."""
        return [] if self._make is None else list(self._make(width))


def _at(lines: Sequence[Line], y: int) -> Line:
    return lines[y] if 0 <= y < len(lines) else BLANK


def _ascii_line(of: Line) -> Line:
    return tuple((in_ascii(text), role) for text, role in of)


def _with_selection(strip: Strip, chosen: tuple[int, int], style: Style) -> Strip:
    start, end = chosen
    end = strip.cell_length if end == -1 else end
    before, marked, after = strip.crop(0, start), strip.crop(start, end), strip.crop(end)
    return Strip.join([before, Strip([type(one)(one.text, (one.style or Style()) + style) for one in marked]), after])
