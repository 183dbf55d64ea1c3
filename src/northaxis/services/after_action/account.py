"""The record behind a report: the facts its reader may have, what was undone, and the board after each turn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from northaxis.domain import control_facts as c, facts as f
from northaxis.domain.declassify import SeenFact, as_read
from northaxis.domain.facts import Fact
from northaxis.domain.ids import CONTROL, QuantityId, SeatId
from northaxis.domain.ledger import Ledger
from northaxis.domain.ruleset import Game
from northaxis.domain.undo import struck
from northaxis.domain.views import knows_index
from northaxis.domain.written import with_written
from northaxis.services.kept_words import KeptNote, Word, kept_notes, kept_words

PUBLIC = SeatId("public")
"""The reader of a report for everybody: it sees what no seat in particular has to be to see."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a record comes from: times in milliseconds since 1970 UTC, the app that wrote it, the head of its chain."""

    created: int
    ended: int
    app: str
    head: str
    origin: str = ""
    hands: Mapping[int, int] = field(default_factory=dict)
    """Where several people were in control: the places (from 0) of what others than the first did, and who it was."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The board as a turn ended: `closing` before flags ran out, `after` behind it. Only what the reader may know."""

    turn: int
    closing: Mapping[QuantityId, int]
    after: Mapping[QuantityId, int]
    sham: QuantityId | None
    is_whole: bool
    """Whether the turn was played to its end."""


@dataclass(frozen=True)
class Account:
    """A session as one reader may have it. `facts` are those that stand, in order; `undone` those struck out."""

    game: Game
    reader: SeatId
    facts: tuple[SeenFact, ...]
    undone: frozenset[int]
    every: tuple[SeenFact, ...]
    """With those struck out; `undone` are places in it."""
    source: Source

    @classmethod
    def of(cls, game: Game, facts: Sequence[Fact], source: Source, reader: SeatId) -> Account:
        """Read a journal for a reader: all of it for control, what a seat was shown and what opens at the end else."""
        every = tuple(facts) if reader == CONTROL else tuple(as_read(game, facts, reader))
        undone = struck(every)
        standing = tuple(fact for place, fact in enumerate(every) if place not in undone)
        for fact in standing:
            if isinstance(fact, f.CardWritten):
                game = with_written(game, fact)
        return cls(game, reader, standing, undone, every, source)

    @cached_property
    def ledger(self) -> Ledger:
        """The account of every change the reader may know."""
        return Ledger.of(self.game, self.facts)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """The start, and the board as each turn ended."""
        return tuple(_standings(self.facts))

    @property
    def hands(self) -> Mapping[int, int]:
        """Who of several people in control did what, by places in `every`; for control's own report."""
        return self.source.hands if self.knows_all else {}

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """What people said and wrote, in order; a step back unsays none of it."""
        return kept_words(self.every, self.hands)

    @cached_property
    def notes(self) -> tuple[KeptNote, ...]:
        """The notes among them."""
        return kept_notes(self.every, hands=self.hands)

    @property
    def predictions_taken_back(self) -> tuple[c.Predicted, ...]:
        """What was expected of a turn in a stretch that was taken back: it is not held against what came later."""
        return tuple(word.fact for word in self.words if word.undone and isinstance(word.fact, c.Predicted))

    @cached_property
    def over(self) -> f.GameOver | None:
        """How play ended."""
        return next((fact for fact in self.facts if isinstance(fact, f.GameOver)), None)

    @property
    def knows_all(self) -> bool:
        """Whether this is control's report."""
        return self.reader == CONTROL

    @property
    def knows_index(self) -> bool:
        """Whether the reader may know the index exactly."""
        return self.reader != PUBLIC and knows_index(self.game, self.reader)

    @property
    def turn(self) -> int:
        """The last turn there is anything of."""
        return self.standings[-1].turn

    def by_turn(self) -> Mapping[int, tuple[SeenFact, ...]]:
        """The facts that stand by the turn they fell in; 0 is the set-up."""
        found: dict[int, list[SeenFact]] = {0: []}
        turn = 0
        for fact in self.facts:
            if isinstance(fact, f.TurnBegan):
                turn = fact.turn
                found[turn] = []
            found[turn].append(fact)
        return {turn: tuple(batch) for turn, batch in found.items()}


def _standings(facts: Iterable[SeenFact]) -> Iterable[Standing]:
    values: dict[QuantityId, int] = {}
    closing: dict[QuantityId, int] | None = None
    turn, sham = 0, None
    for fact in facts:
        match fact:
            case f.TurnBegan():
                yield Standing(turn, closing or dict(values), dict(values), sham, turn == 0 or closing is not None)
                turn, closing = fact.turn, None
            case f.Changed():
                values[fact.quantity] = fact.after
            case f.FlagsTicked(flags=flags):
                closing = dict(values)
                for name in flags:
                    values[name] = values.get(name, 1) - 1
            case f.ShamStarted(switch=switch):
                sham = switch
            case f.ShamEnded():
                sham = None
            case _:
                pass
    yield Standing(turn, closing or dict(values), dict(values), sham, closing is not None)
