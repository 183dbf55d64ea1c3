"""Whose the first link of each seat is: read from who was given the seat, so that a link never follows a seat to
somebody else. Pure; the lobby makes links of it, the hosted table decides what they show.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from northaxis.domain.facts import Fact, SeatHeld
from northaxis.domain.ids import SeatId
from northaxis.domain.state import Holder


@dataclass(frozen=True, slots=True)
class Whose:
    """The people who were given each seat: the first one ever, and the last one, for whom the seat is kept while a bot
    plays it.
    """

    first: Mapping[SeatId, str] = field(default_factory=dict)
    last: Mapping[SeatId, str] = field(default_factory=dict)

    def after(self, facts: Iterable[Fact]) -> Whose:
        """The same, some facts later. What control steps back over counts: who was given a link has it."""
        first, last = dict(self.first), dict(self.last)
        for fact in facts:
            if isinstance(fact, SeatHeld) and fact.level is None:
                first.setdefault(fact.seat, fact.holder)
                last[fact.seat] = fact.holder
        return self if (first, last) == (self.first, self.last) else Whose(first, last)

    def marks(self) -> dict[SeatId, str]:
        """What tells the links of a seat's people apart: nothing for the first of them, a name for others."""
        return {seat: name for seat, name in self.last.items() if name != self.first[seat]}

    def seats_of(self, seat: SeatId, holders: Mapping[SeatId, Holder], order: Iterable[SeatId]) -> tuple[SeatId, ...]:
        """What the person whom a seat's first link is for holds now, in this order: nothing while bots have it all."""
        if seat not in self.last:
            return ()
        person = Holder(self.last[seat], None)
        return tuple(each for each in order if holders.get(each) == person)
