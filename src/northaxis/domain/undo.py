"""What a step back leaves standing. Nothing is erased: undone facts stay in the journal, struck out (R-9.10).

The same counting serves the journal and what one seat was shown of it: `SteppedBack.to` counts the facts of the list
it stands in.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import TypeVar

from northaxis.domain.control_facts import Intervened, Noted, Predicted, Reflected, SteppedBack
from northaxis.domain.deal_facts import Said

T = TypeVar("T")

BACK = "back"
"""The verb under which control's log keeps a step back."""

Words = Noted | Said | Predicted | Reflected
"""What people said, noted and expected. The table forgets it with the rest, but nobody unsays it."""


def effective(facts: Iterable[T]) -> tuple[tuple[int, T], ...]:
    """The facts that stand, each with its place in the list (from 0), in order."""
    standing = list[tuple[int, T]]()
    for place, fact in enumerate(facts):
        if isinstance(fact, SteppedBack):
            reason = standing[-1:] if standing and announces(standing[-1][1]) else []
            del standing[bisect_left(standing, fact.to, key=_place) :]
            standing += reason
        standing.append((place, fact))
    return tuple(standing)


def standing_facts(facts: Iterable[T]) -> tuple[T, ...]:
    """The facts that stand, without their places."""
    return tuple(fact for _, fact in effective(facts))


def struck(facts: Sequence[object]) -> frozenset[int]:
    """The places (from 0) of the facts that were undone."""
    return frozenset(range(len(facts))) - {place for place, _ in effective(facts)}


def struck_out(facts: Sequence[object]) -> frozenset[int]:
    """The places (from 0) of the facts that a list shows struck out: those undone, but not people's own words."""
    return frozenset(place for place in struck(facts) if not isinstance(facts[place], Words))


def announces(fact: object) -> bool:
    """Whether this is control's reason for a step back, which comes right before it and is never undone by it."""
    return isinstance(fact, Intervened) and fact.what == BACK


def fresh_dice(facts: Iterable[object]) -> int:
    """How often control asked for other dice: the number that the session's dice are drawn under from then on."""
    return sum(1 for fact in facts if isinstance(fact, SteppedBack) and fact.fresh)


def _place(entry: tuple[int, object]) -> int:
    return entry[0]
