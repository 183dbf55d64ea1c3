"""The board of many games: one array a quantity, one column a game.

A row has shape (N,), or (1,) when it is the same in every game. Bots try things out on boards whose rows carry more
axes in front, (H, N) for H hypotheses; what a hypothesis does not touch stays (N,) and numpy's broadcasting shares it.
No array on a board is ever written into: a change puts a new array in its place. So a copy of a board is a copy of a
list, and a value derived from some rows holds as long as those rows are the same objects.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from northaxis.domain.quantities import Kind, Quantity

Array = npt.NDArray[Any]
Span = tuple[int, int]

WIDTHS = (np.int8, np.int16, np.int32, np.int64)
LONGEST_FLAG = 99
"""Turn ends a flag may be raised for; more does not fit the kernel's bytes."""


class UnfitForKernel(ValueError):
    """A rule set uses something the kernel does not play; the text says what."""


def narrowest(low: int, high: int) -> np.dtype[Any]:
    """The smallest kind of integer that holds every number from low to high."""
    for width in WIDTHS:
        info = np.iinfo(width)
        if info.min <= low and high <= info.max:
            return np.dtype(width)
    raise UnfitForKernel(f"a number between {low} and {high} is too large to be computed with")


def span_of(quantity: Quantity) -> Span:
    """The lowest and highest value a quantity can have."""
    if quantity.kind is Kind.FLAG:
        return min(-1, quantity.low), max(LONGEST_FLAG, quantity.high)
    return quantity.low, quantity.high


def row_type(quantity: Quantity) -> np.dtype[Any]:
    """The kind of integer a quantity's row is made of: roomy enough to move once across the range before clamping."""
    low, high = span_of(quantity)
    if quantity.kind in (Kind.FLAG, Kind.CLOCK):
        return narrowest(low, high)
    return narrowest(low - (high - low), high + (high - low))


class Board(list[Array]):
    """One array a quantity, in the order of the rule set's `quantities`, and a memory of derived quantities."""

    __slots__ = ("memo",)

    def __init__(self, rows: Iterable[Array] = (), memo: dict[int, tuple[tuple[Array, ...], Array]] | None = None):
        super().__init__(rows)
        self.memo = {} if memo is None else memo

    def copy(self) -> Board:
        """Another board that starts with the same rows."""
        return Board(self, dict(self.memo))

    def columns(self, wanted: Array) -> Board:
        """A board of some of the games: `wanted` is a mask (N,) or places (n,); rows of shape (1,) stay as they are."""
        return Board(row if row.shape == (1,) else row[wanted] for row in self)


def board_of(values: Sequence[int], quantities: Sequence[Quantity], games: int) -> Board:
    """A board on which every game stands on the same values."""
    return Board(
        np.full(1 if quantity.kind is Kind.CLOCK else games, value, row_type(quantity))
        for value, quantity in zip(values, quantities, strict=True)
    )
