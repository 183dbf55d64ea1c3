"""Puts signs and names on a grid of cells so that none covers another; the more important go first, the rest make do.

Pure: no styles but role words, no geography, no Textual. What finds no room is left out, and the caller is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from rich.cells import cell_len, set_cell_size

SIDES = ("right", "left", "above", "below")


@dataclass(slots=True)
class Sheet:
    """A grid of cells that already knows which are taken."""

    columns: int
    rows: int
    costs: Callable[[int, int], int] = lambda column, row: 0
    """How much a cell matters to the picture below (a border is worth keeping); name cells prefer cheap ones."""

    texts: list[tuple[int, int, str, str]] = field(default_factory=list)
    """Column, row, text, role: everything placed so far."""

    _taken: set[tuple[int, int]] = field(default_factory=set)

    def is_free(self, column: int, row: int, width: int) -> bool:
        """Whether a stretch of cells is inside the grid and untaken."""
        if row < 0 or row >= self.rows or column < 0 or column + width > self.columns:
            return False
        return all((x, row) not in self._taken for x in range(column, column + width))

    def put(self, column: int, row: int, text: str, role: str, margin: int = 0) -> None:
        """Place text whether or not it is free; `margin` cells on both sides stay free of other text."""
        self.texts.append((column, row, text, role))
        for x in range(column - margin, column + cell_len(text) + margin):
            self._taken.add((x, row))

    def is_clear(self, column: int, row: int, gap: int = 2) -> bool:
        """Whether a cell stands `gap` cells clear of everything placed in its row: for signs that can be left out."""
        return self.is_free(column, row, 1) and all(
            (x, row) not in self._taken for x in range(column - gap, column + gap + 1)
        )

    def put_sign(self, column: int, row: int, glyph: str, role: str) -> tuple[int, int] | None:
        """Place a sign at a cell or, if that is taken, at the nearest free one within two; returns where."""
        for x, y in _around(column, row):
            if self.is_free(x, y, 1):
                self.put(x, y, glyph, role)
                return x, y
        return None

    def put_name(self, column: int, row: int, text: str, role: str, prefer: str = "right", shortest: int = 0) -> bool:
        """Place a name beside a sign, on its preferred side or another; with `shortest`, rather cut than left out."""
        spots = list(self._spots(column, row, text, prefer))
        if spots:
            _, x, y = min(spots, key=lambda spot: spot[0])
            self.put(x, y, text, role, margin=1)
            return True
        if shortest and cell_len(text) > shortest:
            return self.put_name(column, row, set_cell_size(text, shortest - 1).rstrip() + "…", role, prefer)
        return False

    def put_middle(
        self, column: int, row: int, text: str, role: str, strange: Callable[[int, int], int] = lambda column, row: 0
    ) -> bool:
        """Place a name on a cell or near it, where it covers least and has the fewest `strange` cells under it."""
        reach = (10, 3)
        width = cell_len(text)
        best: tuple[int, int, int] | None = None
        for down in range(-reach[1], reach[1] + 1):
            for across in range(-reach[0], reach[0] + 1):
                x, y = column - width // 2 + across, row + down
                if self.is_free(x - 1, y, width + 2):
                    ground = sum(strange(at, y) for at in range(x, x + width))
                    cost = (self._cost(x - 1, y, width + 2) + ground) * 12 + abs(across) + abs(down) * 4
                    if best is None or cost < best[0]:
                        best = (cost, x, y)
        if best is None or best[0] > 36 + width * 3:
            return False
        self.put(best[1], best[2], text, role, margin=1)
        return True

    def _spots(self, column: int, row: int, text: str, prefer: str) -> Iterator[tuple[int, int, int]]:
        width = cell_len(text)
        beside = {"right": (column + 2, row), "left": (column - width - 1, row)}
        beside["above"] = (column - width // 2, row - 1)
        beside["below"] = (column - width // 2, row + 1)
        order = [prefer, *(side for side in SIDES if side != prefer)]
        corners = [(column + 1, row - 1), (column + 1, row + 1), (column - width, row - 1), (column - width, row + 1)]
        for rank, (x, y) in enumerate([*(beside[side] for side in order), *corners]):
            if self.is_free(x, y, width) and not self._touches(x, y, width, (column, row)):
                yield rank * 2 + self._cost(x, y, width), x, y

    def _touches(self, column: int, row: int, width: int, own: tuple[int, int]) -> bool:
        ends = {(column - 1, row), (column + width, row)} - {own}
        return not self._taken.isdisjoint(ends)

    def _cost(self, column: int, row: int, width: int) -> int:
        return sum(self.costs(x, row) for x in range(max(0, column), min(self.columns, column + width)))


def _around(column: int, row: int) -> Iterator[tuple[int, int]]:
    yield column, row
    for across, down in ((1, 0), (-1, 0), (0, 1), (0, -1), (2, 0), (-2, 0), (1, 1), (-1, 1), (1, -1), (-1, -1)):
        yield column + across, row + down
