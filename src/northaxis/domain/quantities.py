"""The board: every number that conditions read and effects change, as one row of integers.

A quantity is a track, a flag, a counter, a seat's influence points (IP) or one of the two clock numbers. It has a
place in the row, a range and a start. Who may see it is part of its definition; nothing is seen by default.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from northaxis.domain.ids import QuantityId, SeatId
from northaxis.domain.sources import Cites

Values = Sequence[int]
"""One integer a quantity, in the order of the rule set's `quantities`."""

FOR_GOOD = -1
"""A flag's value when it does not run out. 0 is down; n > 0 is up for n more turn ends."""

EVERYONE: frozenset[SeatId] = frozenset({SeatId("*")})
"""Marks a quantity that all seats see exactly."""


class Kind(StrEnum):
    """What sort of number a quantity is."""

    TRACK = "track"
    SWITCH = "switch"
    FLAG = "flag"
    COUNT = "count"
    IP = "ip"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A bounded integer on the board. `seen` holds the seats that know it exactly (`EVERYONE`, or a set of seats)."""

    index: int
    id: QuantityId
    kind: Kind
    name: str
    short: str
    meaning: str
    low: int
    high: int
    start: int
    seen: frozenset[SeatId]
    group: str = ""
    higher_is: str = "neutral"
    why: str = ""
    cites: Cites = ()
    prices: tuple[tuple[str, int], ...] = ()
    owner: SeatId | None = None
    ends_play: bool = False

    def clamp(self, value: int) -> int:
        """The nearest value inside the range (R-1.4)."""
        return self.low if value < self.low else min(value, self.high)

    def is_seen_by(self, seat: SeatId) -> bool:
        """Whether `seat` knows the exact value; control is handled by the caller."""
        return self.seen is EVERYONE or "*" in self.seen or seat in self.seen


@dataclass(frozen=True, slots=True)
class Band:
    """A named stretch of a scale, from just above the band before it up to `upto`."""

    id: str
    name: str
    upto: int
    say: str = ""


def band_of(bands: Sequence[Band], value: int) -> Band:
    """The first band that reaches `value`; the last one for anything above."""
    for band in bands:
        if value <= band.upto:
            return band
    return bands[-1]


@dataclass(frozen=True, slots=True)
class Hidden:
    """What somebody who may not see a track exactly is shown instead: the band's word and its limits."""

    word: str
    low: int
    high: int

    @property
    def middle(self) -> int:
        """The whole number in the middle, rounded down: what a bot takes the value to be."""
        return (self.low + self.high) // 2
