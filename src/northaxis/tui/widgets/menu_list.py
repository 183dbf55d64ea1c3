"""A list to choose from: cursor, price and odds at the right, wrapped second row, disabled rows that say why.

It only says what was pointed at, chosen or refused; what that means is the screen's affair. Moving the cursor repaints
two rows and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from northaxis.tui.glyphs import CURSOR, RESTING
from northaxis.tui.ink import BLANK, Line, columns, line, span, spread, with_role, wrapped
from northaxis.tui.widgets.line_widget import LineWidget

SOON = 1.0
"""Seconds within which letters are typed as one word."""

DETAIL_ROWS = 2
"""Lines of a row's detail, usually; what is longer ends in a mark."""


@dataclass(frozen=True, slots=True)
class MenuRow:
    """A row: a short code, a title, what it costs or promises at the right, and a wrapped detail under it.

    `disabled` is the reason it cannot be chosen now; an empty text means that it can. A row without an id is a heading.
    """

    id: str
    title: str
    right: str = ""
    detail: str = ""
    code: str = ""
    disabled: str = ""
    style: str = "text"

    @property
    def is_heading(self) -> bool:
        """Whether the cursor passes over it."""
        return not self.id


class MenuList(LineWidget, can_focus=True):
    """The list as a widget; messages `Pointed`, `Chosen` and `Refused` tell what a person did."""

    DEFAULT_CSS = "MenuList { height: 1fr; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "up", id="menu.up", show=False),
        Binding("down,j", "move(1)", "down", id="menu.down", show=False),
        Binding("pageup", "page(-1)", "page up", id="menu.page-up", show=False),
        Binding("pagedown", "page(1)", "page down", id="menu.page-down", show=False),
        Binding("home", "end(-1)", "first", id="menu.first", show=False),
        Binding("end", "end(1)", "last", id="menu.last", show=False),
        Binding("enter", "choose", "choose", id="menu.choose", show=False),
    ]

    class _About(Message):
        def __init__(self, menu: MenuList, row: MenuRow) -> None:
            super().__init__()
            self.menu, self.row = menu, row

        @property
        def control(self) -> MenuList:
            """The list that speaks."""
            return self.menu

    class Pointed(_About):
        """The cursor stands on another row."""

    class Chosen(_About):
        """Enter or a second click on a row that may be chosen."""

    class Refused(_About):
        """Enter on a row that may not be chosen; `row.disabled` says why."""

    def __init__(
        self,
        rows: Sequence[MenuRow] = (),
        *,
        details: bool = True,
        detail_rows: int = DETAIL_ROWS,
        code_width: int = 0,
        type_ahead: bool = False,
        type_codes: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self._rows: tuple[MenuRow, ...] = ()
        self._details, self._detail_rows = details, detail_rows
        self._code_width = code_width
        self._type_ahead, self._type_codes = type_ahead, type_codes
        self._typed, self._typed_at = "", 0.0
        self._is_part_typed = False
        self._cursor, self._top = 0, 0
        self._owners: list[int] = []
        self._cache: dict[tuple[object, ...], list[Line]] = {}
        self.show(rows)

    @property
    def pointed(self) -> MenuRow | None:
        """The row under the cursor."""
        return self._rows[self._cursor] if self._rows and not self._rows[self._cursor].is_heading else None

    def show(self, rows: Sequence[MenuRow]) -> None:
        """Show other rows; the cursor stays on the row with the same id if it is still there."""
        before = self.pointed
        self._rows = tuple(rows)
        self._cache.clear()
        same = [index for index, row in enumerate(self._rows) if before is not None and row.id == before.id]
        self._cursor = same[0] if same else self._nearest(0, 1)
        self.redraw()

    def point_at(self, id: str) -> None:
        """Put the cursor on the row with this id, if there is one."""
        for index, row in enumerate(self._rows):
            if row.id == id:
                self._go(index)

    def build(self, width: int, height: int) -> Sequence[Line]:
        """The visible lines."""
        lines: list[Line] = []
        self._owners = []
        for index, row in enumerate(self._rows):
            drawn = self._drawn(index, row, max(8, width - 2))
            lines += drawn
            self._owners += [index] * len(drawn)
        if not height or len(lines) <= height:
            self._top = 0
            return lines
        self._scroll_to_cursor(height)
        return self._with_bar(lines, width, height)

    def action_move(self, step: int) -> None:
        """One row up or down, past headings."""
        self._go(self._nearest(self._cursor + step, step))

    def action_page(self, step: int) -> None:
        """About a screenful up or down."""
        self._go(
            self._nearest(max(0, min(len(self._rows) - 1, self._cursor + step * max(1, self.size.height // 2))), step)
        )

    def action_end(self, step: int) -> None:
        """To the first or last row."""
        self._go(self._nearest(0 if step < 0 else len(self._rows) - 1, -step))

    def action_choose(self) -> None:
        """Choose the row under the cursor; a code that came to no row is forgotten first, and nothing is chosen."""
        if self._is_part_typed:
            self._is_part_typed, self._typed = False, ""
            return
        if (row := self.pointed) is not None:
            self.post_message(self.Refused(self, row) if row.disabled else self.Chosen(self, row))

    def on_click(self, event: events.Click) -> None:
        """First click points, the next one on the same row chooses."""
        place = event.get_content_offset(self)
        if place is None or not 0 <= place.y + self._top < len(self._owners):
            return
        index = self._owners[place.y + self._top]
        if self._rows[index].is_heading:
            return
        if index == self._cursor:
            self._is_part_typed = False
            self.action_choose()
        else:
            self._go(index)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.action_move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.action_move(-1)

    def on_key(self, event: events.Key) -> None:
        """Typed letters go to the row whose code they are, or to the first with a word that begins so."""
        if event.character is None or not event.character.isprintable():
            return
        if self._type_codes:
            self._take_code(event)
        if not self._type_ahead:
            return
        self._typed = event.character if event.time - self._typed_at > SOON else self._typed + event.character
        self._typed_at = event.time
        found = [
            (nearness, -index) for index, row in enumerate(self._rows) if (nearness := _nearness(row, self._typed))
        ]
        if found:
            event.stop()
            event.prevent_default()
            self._go(-max(found)[1])

    def _take_code(self, event: events.Key) -> None:
        """Letters of a code of several letters point at its row; they do nothing else, nor does what is typed on."""
        codes = [row.code.casefold() for row in self._rows]
        letter = (event.character or "").casefold()
        in_time = event.time - self._typed_at <= SOON
        typed = self._typed + letter if in_time else letter
        if not _begins_a_code(typed, codes):
            typed = letter if _begins_a_code(letter, codes) else ""
        if not typed and not in_time:
            return
        event.stop()
        event.prevent_default()
        self._typed, self._typed_at = typed, event.time
        if typed in codes and typed:
            self._go(codes.index(typed))
        elif typed:
            self._is_part_typed = True

    def watch_has_focus(self, _has_focus: bool) -> None:
        """The cursor brightens or dims."""
        super().watch_has_focus(_has_focus)
        self.redraw()

    def _go(self, index: int) -> None:
        self._is_part_typed = False
        if index != self._cursor and 0 <= index < len(self._rows):
            self._cursor = index
            self.redraw()
            if (row := self.pointed) is not None:
                self.post_message(self.Pointed(self, row))

    def _nearest(self, index: int, step: int) -> int:
        for wanted in (range(index, len(self._rows)), range(index, -1, -1))[:: 1 if step > 0 else -1]:
            for place in wanted:
                if 0 <= place < len(self._rows) and not self._rows[place].is_heading:
                    return place
        return 0

    def _drawn(self, index: int, row: MenuRow, width: int) -> list[Line]:
        chosen = index == self._cursor
        key = (row, chosen, self.has_focus, width)
        if key not in self._cache:
            self._cache[key] = menu_row_lines(
                row, width, chosen, self.has_focus, self._details, self._code_width, self._detail_rows
            )
        return self._cache[key]

    def _scroll_to_cursor(self, height: int) -> None:
        own = [y for y, index in enumerate(self._owners) if index == self._cursor]
        if own:
            first = 0 if self._cursor == self._nearest(0, 1) else own[0]
            self._top = max(min(self._top, first), own[-1] - height + 1)
        self._top = max(0, min(self._top, len(self._owners) - height))

    def _with_bar(self, lines: Sequence[Line], width: int, height: int) -> list[Line]:
        size = max(1, height * height // len(lines))
        start = self._top * (height - size) // max(1, len(lines) - height)
        visible = lines[self._top : self._top + height]
        return [
            spread(row, line(" ", ("┃", "dim") if start <= y < start + size else ("│", "rule-line")), width, gap=0)
            for y, row in enumerate(visible)
        ]


def _begins_a_code(typed: str, codes: Sequence[str]) -> bool:
    return any(len(code) > 1 and code.startswith(typed) for code in codes)


def _nearness(row: MenuRow, typed: str) -> int:
    """How well a row answers to what was typed: by its code, by a word of it, or (0) not at all."""
    wanted, words = typed.casefold(), f"{row.code} {row.title}".casefold()
    if row.is_heading:
        return 0
    return 2 if row.code.casefold() == wanted else int(words.startswith(wanted) or f" {wanted}" in words)


def menu_row_lines(
    row: MenuRow,
    width: int,
    chosen: bool,
    focused: bool,
    details: bool = True,
    code_width: int = 0,
    most: int = DETAIL_ROWS,
) -> list[Line]:
    """One row as lines: a heading, or the title with its right side and, under it, detail or why it is closed."""
    if row.is_heading:
        return [BLANK, line((f"  {row.title}", "dim bold"))] if row.title else [BLANK]
    ink = "dim" if row.disabled else "bright bold" if chosen else row.style
    sign = span(f"{CURSOR if focused else RESTING} " if chosen else "  ", "accent bold" if focused else "dim")
    code = (
        columns([(line((row.code, "dim")), code_width)])
        if code_width
        else line((f"{row.code}  ", "dim"))
        if row.code
        else ()
    )
    right = row.right if not row.disabled or row.right else ""
    first = spread(
        (sign, *code, span(row.title, ink)),
        line((right, "dim" if row.disabled else "bright" if chosen else "text")),
        width,
    )
    rows = [first]
    below = f"not now: {row.disabled}" if row.disabled else row.detail
    if details and below:
        inset = 2 + (code_width or 0)
        measure = max(10, min(72, width - inset - 2))
        texts = wrapped(below, measure)
        if len(texts) > most:
            texts = [*texts[: most - 1], f"{texts[most - 1][: measure - 2].rstrip()} …"]
        rows += [line((" " * inset, "dim"), (text, "dim")) for text in texts]
    return [with_role(columns([(one, width)]), "@cursor") for one in rows] if chosen and focused else rows
