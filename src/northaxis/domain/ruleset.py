"""A compiled rule set: the game as data, every name resolved and every condition ready to ask.

Nothing of a particular scenario is named here. `content` builds these values from text; the engine reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from northaxis.domain.actions import Action, Play
from northaxis.domain.cards import Card, Deck
from northaxis.domain.demands import Answering, Demand, Demander
from northaxis.domain.doctrine import BotSettings
from northaxis.domain.effects import places
from northaxis.domain.expressions import Measure
from northaxis.domain.ids import (
    PUBLIC,
    ActionId,
    CardId,
    DemanderId,
    DemandId,
    DialId,
    PassageId,
    QuantityId,
    SeatId,
)
from northaxis.domain.kit import Kit
from northaxis.domain.people import People, TurnZero
from northaxis.domain.quantities import Band, Quantity, Values, band_of
from northaxis.domain.scenarios import Scenario, Variant
from northaxis.domain.seats import Seat
from northaxis.domain.sources import Cites, Document, Passage, Ruling
from northaxis.domain.turn_end_rules import Check, Counter, FlagRule, Rule


@dataclass(frozen=True, slots=True)
class Setting:
    """One position of a premise dial; sets at most one flag."""

    id: str
    flag: int | None
    say: str


@dataclass(frozen=True, slots=True)
class Dial:
    """A question the documents answer differently; control sets it in secret before turn 1."""

    id: DialId
    name: str
    asks: str
    settings: tuple[Setting, ...]
    cites: Cites


@dataclass(frozen=True, slots=True)
class Phase:
    """A stage of resolution; all orders of one phase look at the same board."""

    id: str
    name: str


@dataclass(frozen=True)
class RuleSet:
    """Everything that does not change while a table plays."""

    id: str
    name: str
    version: int
    about: str
    quantities: tuple[Quantity, ...]
    measures: Mapping[str, Measure]
    index: Measure
    index_name: str
    index_subject: str
    bands: tuple[Band, ...]
    outsider_bands: tuple[Band, ...]
    bank_cap: int
    bar: int
    first_date: str
    first_day: int
    initiative: tuple[SeatId, ...]
    phases: tuple[Phase, ...]
    seats: Mapping[SeatId, Seat]
    answering: Answering
    rules: tuple[Rule, ...]
    snaps: tuple[Rule, ...]
    check: Check
    ends: tuple[Rule, ...]
    ladder: tuple[Rule, ...]
    flag_rules: tuple[FlagRule, ...]
    counters: tuple[Counter, ...]
    dials: tuple[Dial, ...]
    bots: BotSettings
    documents: tuple[Document, ...]
    passages: Mapping[PassageId, Passage]
    rulings: Mapping[str, Ruling]
    turn: int
    """Place of the turn number on the board."""
    turns: int
    """Place of the scheduled number of turns on the board."""
    by_name: Mapping[str, int] = field(default_factory=dict)
    """Place on the board by name as conditions write it: `unity`, `flag.sham`, `count.x`, `ip.MIN`, `turn`."""
    actions: Mapping[ActionId, Action] = field(default_factory=dict)
    people: People = field(default_factory=People)
    turn_zero: TurnZero = field(default_factory=TurnZero)
    kit: Kit = field(default_factory=Kit)

    def quantity(self, name: str) -> Quantity:
        """The quantity with this name (as conditions write it); KeyError for an unknown one."""
        return self.quantities[self.by_name[name]]

    @cached_property
    def _hidden_from(self) -> Mapping[SeatId, tuple[Quantity, ...]]:
        seats = (PUBLIC, *self.seats)
        return {seat: tuple(q for q in self.quantities if not q.is_seen_by(seat)) for seat in seats}

    def hidden_from(self, seat: SeatId) -> tuple[Quantity, ...]:
        """The quantities that a seat, or the public, may not know exactly."""
        return self._hidden_from[seat]

    @cached_property
    def moved_by_success(self) -> tuple[tuple[Action, tuple[tuple[Play, frozenset[int]], ...]], ...]:
        """Of every action each play, with the places on the board that its success could move."""
        return tuple(
            (action, tuple((play, places(play.outcome.ok)) for play in action.plays))
            for action in self.actions.values()
        )

    def band(self, row: Values) -> Band:
        """The band the index stands in."""
        return band_of(self.bands, self.index.of(row))

    def demander(self, id: DemanderId) -> Demander:
        """The demander with this id."""
        return next(demander for demander in self.answering.demanders if demander.id == id)

    def demand(self, id: DemandId) -> Demand:
        """The demand with this id, whoever makes it."""
        return next(d for demander in self.answering.demanders for d in demander.demands if d.id == id)

    def play(self, action: ActionId, target: QuantityId | None) -> Play | None:
        """The bound action, or None when the rules have no such pair."""
        found = self.actions.get(action)
        return next((p for p in found.plays if p.target == target), None) if found else None

    def house(self, seat: SeatId) -> tuple[SeatId, ...]:
        """The seats that spend from one purse, the head first: one seat, or two where a seat is shared (R-10.4)."""
        purse = self.seats[seat].ip
        return tuple(other.id for other in self.seats.values() if other.ip == purse)

    def head_of(self, seat: SeatId) -> SeatId:
        """The head of a seat's house: the seat itself unless it is a co-seat."""
        return self.house(seat)[0]


@dataclass(frozen=True)
class Game:
    """A rule set, its decks and a scenario with its variants laid over: all that a table needs to start."""

    rules: RuleSet
    decks: tuple[Deck, ...]
    scenario: Scenario
    variants: tuple[Variant, ...] = ()
    cards: Mapping[CardId, Card] = field(default_factory=dict)

    @classmethod
    def of(
        cls, rules: RuleSet, decks: tuple[Deck, ...], scenario: Scenario, variants: tuple[Variant, ...] = ()
    ) -> Game:
        """Index the cards of the scenario's decks."""
        wanted = tuple(deck for id in scenario.decks for deck in decks if deck.id == id)
        return cls(rules, wanted, scenario, variants, {card.id: card for deck in wanted for card in deck.cards})

    def bar(self, seat: SeatId) -> int:
        """The score that wins for a seat, variants counted."""
        bars = dict(self.scenario.bars)
        for variant in self.variants:
            bars.update(variant.bars)
        return bars.get(seat, self.rules.bar)

    @property
    def first_date(self) -> str:
        """The date turn 1 opens on, `YYYY-MM-DD`."""
        return next((v.first_date for v in reversed(self.variants) if v.first_date), self.scenario.first_date)

    @property
    def first_day(self) -> int:
        """The day of the war turn 1 opens on."""
        return next((v.first_day for v in reversed(self.variants) if v.first_day), self.scenario.first_day)
