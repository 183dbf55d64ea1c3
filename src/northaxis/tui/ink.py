"""Lines of text with named roles: what every part is drawn as before it meets a theme.

A part is a function from data to lines; a line is a tuple of spans; a span is text and a role (see `theme.Palette`).
Nothing here knows a colour, so the same line serves a terminal, a snapshot and a plain reading. Text is made inert when
a line is painted, and no text ever passes a markup parser.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from northaxis.tui.inert import inert
from northaxis.tui.theme import Palette

Span = tuple[str, str]
"""Text and its role."""

Line = tuple[Span, ...]

BLANK: Line = ()
IN_THE_LOG = " It is in the log."
MINUS = "\N{MINUS SIGN}"


def span(text: str, role: str = "text") -> Span:
    """One piece of a line, made inert."""
    return inert(text), role


def line(*spans: Span | str) -> Line:
    """A line of spans; bare text takes the role `text`."""
    return tuple(span(part) if isinstance(part, str) else span(*part) for part in spans)


def width_of(of: Line) -> int:
    """How many cells a line takes."""
    return sum(cell_len(text) for text, _ in of)


def shortened(of: Line, width: int) -> Line:
    """A line of words that fits: its last sentence stays (it says what to do), the middle gives way to a mark.

    That it is in the log goes first, and words are cut between words.
    """
    text, role = "".join(part for part, _ in of), of[0][1] if of else ""
    if width_of(of) <= width:
        return of
    text = text.replace(IN_THE_LOG, "")
    if cell_len(text) <= width:
        return line((text, role))
    head, stop, last = text.rstrip().rpartition(". ")
    tail = f" … {last}" if stop and len(last) < width // 2 else " …"
    kept = head if stop and len(last) < width // 2 else text
    while kept and cell_len(kept) + cell_len(tail) > width:
        kept = kept[:-1]
    whole = kept.rpartition(" ")[0].rstrip()
    kept = whole if whole and not text[len(kept) : len(kept) + 1].isspace() else kept
    return line((f"{kept.rstrip(' ,.;:')}{tail}", role))


def plain(of: Line) -> str:
    """The line's text alone, trailing blanks off."""
    return "".join(text for text, _ in of).rstrip()


def fit(of: Line, width: int, fill: str = "text") -> Line:
    """The line cut (with an ellipsis) or padded to exactly `width` cells."""
    have = width_of(of)
    if have <= width:
        return (*of, (" " * (width - have), fill)) if have < width else of
    return cropped(of, width)


def cropped(of: Line, width: int) -> Line:
    """The line cut to at most `width` cells, an ellipsis as its last when something was lost."""
    if width <= 0:
        return BLANK
    if width_of(of) <= width:
        return of
    room = width - 1
    kept: list[Span] = []
    for text, role in of:
        size = cell_len(text)
        if size > room:
            kept.append((_beginning(text, room).rstrip() + "…", role))
            break
        kept.append((text, role))
        room -= size
    found = tuple(kept)
    return fit(found, width) if width_of(found) <= width else fit((("…", of[0][1]),), width)


def _beginning(text: str, width: int) -> str:
    """As much of a text as takes no more than a width; joined and flag signs may be counted otherwise when cut."""
    found = set_cell_size(text, width)
    while found and cell_len(found) > width:
        found = found[:-1]
    return found


def spread(left: Line, right: Line, width: int, gap: int = 2) -> Line:
    """Left and right at the two ends of a width; the right one is kept whole, the left one is cut to make room."""
    right = cropped(right, width)
    room = width - width_of(right)
    if right:
        room -= gap
    return fit((*fit(left, max(0, room)), (" " * gap, "text"), *right), width) if right else fit(left, width)


def columns(cells: Sequence[tuple[Line, int]]) -> Line:
    """Lines side by side, each in its width; a negative width aligns right."""
    result: list[Span] = []
    for content, width in cells:
        if width < 0:
            content = cropped(content, -width)
            result += [(" " * (-width - width_of(content)), "text"), *content]
        else:
            result += fit(content, width)
    return tuple(part for part in result if part[0])


def with_role(of: Line, words: str) -> Line:
    """The line with words added to every role, for example `@cursor` or `strike`."""
    return tuple((text, f"{role} {words}") for text, role in of)


def signed(change: int) -> str:
    """A change with its sign, a real minus, and a quiet dot for none."""
    return "·" if change == 0 else f"+{change}" if change > 0 else f"{MINUS}{-change}"


def number(value: int) -> str:
    """A value with a real minus sign."""
    return str(value) if value >= 0 else f"{MINUS}{-value}"


def wrapped(text: str, width: int) -> list[str]:
    """Text broken at blanks into rows of at most `width` cells; a word that is longer is cut, nothing is lost."""
    rows: list[str] = []
    for paragraph in inert(text, keep_newlines=True).split("\n"):
        row = ""
        for word in paragraph.split(" "):
            if row and cell_len(row) + 1 + cell_len(word) > width:
                rows.append(row)
                row = ""
            pieces = chop_cells(word, max(2, width)) if cell_len(word) > width else [word]
            for piece in pieces[:-1]:
                rows.append(f"{row} {piece}".strip())
                row = ""
            row = f"{row} {pieces[-1]}" if row else pieces[-1]
        rows.append(row)
    return rows


def beside(left: Sequence[Line], right: Sequence[Line], left_width: int, gap: Span = ("  ", "text")) -> list[Line]:
    """Two blocks of lines side by side, the shorter one padded with blanks."""
    height = max(len(left), len(right))
    blocks = [list(block) + [BLANK] * (height - len(block)) for block in (left, right)]
    return [(*fit(one, left_width), gap, *two) for one, two in zip(*blocks, strict=True)]


def to_strip(of: Line, palette: Palette, width: int, base: Style) -> Strip:
    """The line as Textual draws it: inert, exactly `width` cells, roles over the widget's base style."""
    return Strip([Segment(inert(text), base + palette.style(role)) for text, role in fit(of, width)], width)
