"""A dot canvas: every terminal cell holds two by four dots, shown as Braille or, where fonts lack it, as ASCII.

Pure Python and small, so that the first screen needs no numpy. Owns dots only; colours and labels are the caller's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import ceil

DOTS_ACROSS = 2
DOTS_DOWN = 4

_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_BLANK = 0x2800


class BrailleCanvas:
    """Dots on a grid of `columns` by `rows` cells; dots outside are silently left out."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.cells = [bytearray(columns) for _ in range(rows)]
        self.pen = 0
        self.pens = [[0] * columns for _ in range(rows)]
        """For every cell, all pens (bit masks of the caller's choosing) that have drawn in it."""

    @property
    def width(self) -> int:
        """In dots."""
        return self.columns * DOTS_ACROSS

    @property
    def height(self) -> int:
        """In dots."""
        return self.rows * DOTS_DOWN

    def set(self, x: int, y: int) -> None:
        """Set one dot."""
        if 0 <= x < self.columns * 2 and 0 <= y < self.rows * 4:
            self.cells[y >> 2][x >> 1] |= _BITS[y & 3][x & 1]
            self.pens[y >> 2][x >> 1] |= self.pen

    def line(self, start: tuple[int, int], end: tuple[int, int], gap: int = 0) -> None:
        """A straight line (Bresenham); with a `gap`, one dot and then that many left out."""
        (x, y), (end_x, end_y) = start, end
        across, down = abs(end_x - x), -abs(end_y - y)
        step_x, step_y = (1 if x < end_x else -1), (1 if y < end_y else -1)
        error, drawn = across + down, 0
        while True:
            if drawn % (gap + 1) == 0:
                self.set(x, y)
            drawn += 1
            if (x, y) == (end_x, end_y):
                return
            twice = 2 * error
            if twice >= down:
                error, x = error + down, x + step_x
            if twice <= across:
                error, y = error + across, y + step_y

    def path(self, points: Sequence[tuple[int, int]], gap: int = 0) -> None:
        """Lines from point to point."""
        for start, end in pairwise(points):
            self.line(start, end, gap)

    def fill(self, rings: Iterable[Sequence[tuple[float, float]]]) -> None:
        """Set every dot inside the rings (even-odd rule, so a ring inside a ring is a hole)."""
        for y, spans in enumerate(spans_inside(rings, self.height)):
            for first, last in spans:
                for x in range(max(0, round(first)), min(self.width, round(last))):
                    self.set(x, y)

    def glyph(self, column: int, row: int, ascii_only: bool = False) -> str:
        """The character of one cell; a blank cell is a space, not an empty Braille pattern."""
        bits = self.cells[row][column]
        if not bits:
            return " "
        return ascii_glyph(bits) if ascii_only else chr(_BLANK + bits)

    def to_lines(self, ascii_only: bool = False) -> list[str]:
        """The canvas as text, one string a row."""
        return ["".join(self.glyph(x, y, ascii_only) for x in range(self.columns)) for y in range(self.rows)]


def spans_inside(rings: Iterable[Sequence[tuple[float, float]]], height: int) -> list[list[tuple[float, float]]]:
    """For every row of dots, the stretches (from, to) that lie inside the rings, measured at the middle of the row."""
    crossings: list[list[float]] = [[] for _ in range(height)]
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
            if y1 == y2:
                continue
            if y1 > y2:
                x1, y1, x2, y2 = x2, y2, x1, y1
            slope = (x2 - x1) / (y2 - y1)
            for y in range(max(0, ceil(y1 - 0.5)), min(height, ceil(y2 - 0.5))):
                crossings[y].append(x1 + (y + 0.5 - y1) * slope)
    for row in crossings:
        row.sort()
    return [list(zip(row[::2], row[1::2], strict=False)) for row in crossings]


_TEMPLATES = (
    (".", 0xC0), ("'", 0x09), ("-", 0x12 | 0x24), ("-", 0x24), ("-", 0x12), ("|", 0x47), ("|", 0xB8),
    ("/", 0x18 | 0x22 | 0x40 | 0x04), ("\\", 0x01 | 0x12 | 0x24 | 0x80), (":", 0x01 | 0x40),
    ("`", 0x01), (".", 0x40), (",", 0x80),
    ("'", 0x08), ("+", 0x12 | 0x24 | 0x47), ("#", 0xFF),
)  # fmt: skip


def _nearest_template(bits: int) -> str:
    return min(_TEMPLATES, key=lambda template: (bits ^ template[1]).bit_count())[0]


_ASCII_GLYPHS = " " + "".join(_nearest_template(bits) for bits in range(1, 256))


def ascii_glyph(bits: int) -> str:
    """The ASCII character that looks most like a pattern of dots."""
    return _ASCII_GLYPHS[bits]
