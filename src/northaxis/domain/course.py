"""The state of a table as its journal grows, the way back included: `evolve` for play, an earlier state for step backs.

A state is kept every so many facts, so that going back costs a few facts however long the journal is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from northaxis.domain.control_facts import SteppedBack
from northaxis.domain.facts import Fact
from northaxis.domain.ruleset import Game
from northaxis.domain.state import State, blank, evolve
from northaxis.domain.undo import announces

EVERY = 64
"""A state is kept after each so many standing facts."""


class Move(NamedTuple):
    """A fact that a table took in, with the states on either side of it."""

    fact: Fact
    before: State
    after: State
    cut: int
    """How many facts stood of those that still do: for a step back fewer than stood before it."""
    announced: bool
    """Whether control's reason for a step back stood right before."""


@dataclass(slots=True)
class Course:
    """Takes a journal fact by fact. `state` is where the table stands; equal to `fold` of the same facts."""

    game: Game
    state: State = field(init=False)
    _facts: list[Fact] = field(default_factory=list)
    _places: list[int] = field(default_factory=list)
    _taken: int = 0
    _kept: list[State] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.state = blank(self.game)
        self._kept = [self.state]

    @classmethod
    def of(cls, game: Game, facts: Iterable[Fact]) -> Course:
        """The course of a journal so far."""
        course = cls(game)
        for fact in facts:
            course.take(fact)
        return course

    def take(self, fact: Fact) -> Move:
        """The move to the state after the next fact; ValueError for a step back to where the journal has never been."""
        before, cut, announced = self.state, len(self._facts), self.is_announced
        if isinstance(fact, SteppedBack):
            cut = self.standing_upto(fact.to)
            self._back(fact.to, announced)
        self._add(fact, self._taken)
        self._taken += 1
        return Move(fact, before, self.state, cut, announced)

    def standing_upto(self, to: int) -> int:
        """How many facts stand among the journal's first `to`."""
        return bisect_left(self._places, to)

    def stands(self, to: int) -> bool:
        """Whether fact `to` (counted from 1) is in the journal and not struck out."""
        at = self.standing_upto(to - 1)
        return at < len(self._places) and self._places[at] == to - 1

    @property
    def is_announced(self) -> bool:
        """Whether the last fact is control's reason for a step back that comes next."""
        return bool(self._facts) and announces(self._facts[-1]) and self._places[-1] == self._taken - 1

    def _back(self, to: int, announced: bool) -> None:
        if not 1 <= to <= self._taken:
            raise ValueError(f"a step back to fact {to} of {self._taken}")
        reason = self._facts[-1] if announced else None
        cut = self.standing_upto(to)
        del self._facts[cut:], self._places[cut:], self._kept[cut // EVERY + 1 :]
        self.state = self._kept[-1]
        for fact in self._facts[(len(self._kept) - 1) * EVERY :]:
            self.state = evolve(self.state, fact)
        if reason is not None:
            self._add(reason, self._taken - 1)

    def _add(self, fact: Fact, place: int) -> None:
        self.state = evolve(self.state, fact)
        self._facts.append(fact)
        self._places.append(place)
        if len(self._facts) % EVERY == 0:
            self._kept.append(self.state)
