"""A compiled rule set: the game as data, every name resolved and every condition ready to ask.

Nothing of a particular scenario is named here. `content` builds these values from text; the engine reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from northaxis.domain.control_facts import Method
from northaxis.domain.effects import Effects, places
from northaxis.domain.expressions import Condition, Measure
from northaxis.domain.ids import (
    PUBLIC,
    ActionId,
    AgendaId,
    CardId,
    DeckId,
    DemanderId,
    DemandId,
    DialId,
    LevelId,
    OptionId,
    PassageId,
    QuantityId,
    ScenarioId,
    SeatId,
)
from northaxis.domain.kit import Kit
from northaxis.domain.people import People, TurnZero
from northaxis.domain.quantities import Band, Quantity, Values, band_of

Cites = tuple[PassageId, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One of the sources the game is drawn from."""

    id: str
    title: str
    publisher: str = ""
    date: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A numbered paragraph of a document and its claim in one sentence of the project's own."""

    id: PassageId
    claim: str
    kind: str = "claim"


@dataclass(frozen=True, slots=True)
class Ruling:
    """A numbered rule of procedure, quoted in refusals."""

    id: str
    title: str
    text: str


# --- rolls and outcomes -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Modifier:
    """Adds `by` to 2d6 when its condition holds; `why` is shown to the people."""

    condition: Condition
    by: int
    why: str
    cites: Cites = ()


@dataclass(frozen=True, slots=True)
class Roll:
    """2d6 plus the modifiers that hold must reach `need` (R-1.5). `need` is 5 to 12 before modifiers."""

    need: int
    modifiers: tuple[Modifier, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happens: `ok` alone without a roll, else `ok` on success and `fail` on failure."""

    roll: Roll | None
    ok: Effects
    fail: Effects = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """Effects that happen as well, if a condition holds when they come up."""

    condition: Condition
    effects: Effects


@dataclass(frozen=True, slots=True)
class Late:
    """On success, if the condition holds, these effects arrive `turns` turn ends later instead of now (R-6.7)."""

    condition: Condition
    effects: Effects
    turns: int


# --- seats --------------------------------------------------------------------------------------------------------


class ResponseKind(StrEnum):
    """The four ways to answer a demand."""

    COMPLY = "comply"
    STALL = "stall"
    REFUSE = "refuse"
    SHAM = "sham"


class ActionKind(StrEnum):
    """How an action is adjudicated: no roll; dice and no discussion; dice that control may shift or overrule."""

    AUTO = "auto"
    RIGID = "rigid"
    SEMI = "semi"


@dataclass(frozen=True, slots=True)
class Play:
    """An action with its target chosen, bound and compiled: the unit a seat can order."""

    action: ActionId
    target: QuantityId | None
    target_index: int | None
    requires: Condition
    outcome: Outcome
    late: Late | None
    also: Branch | None
    bonus: Branch | None

    @property
    def roll_name(self) -> str:
        """The name of its dice: action id and target id with nothing between (GAME 6.8)."""
        return f"{self.action}{self.target or ''}"


@dataclass(frozen=True, slots=True)
class Action:
    """A card in a seat's hand of actions. `phase` orders resolution; `cost` is in influence points (IP)."""

    id: ActionId
    seat: SeatId
    name: str
    text: str
    phase: str
    cost: int
    kind: ActionKind
    plays: tuple[Play, ...]
    counts: int | None
    rare: bool
    cites: Cites
    method: Method = Method.DICE
    """How it is decided where control is at the table (R-9.4); elsewhere by its dice."""

    @property
    def is_targeted(self) -> bool:
        """Whether a switch is chosen with it."""
        return self.plays[0].target is not None


@dataclass(frozen=True, slots=True)
class Goal:
    """A public scoring check, asked at the end of play."""

    points: int
    label: str
    condition: Condition
    cites: Cites = ()


@dataclass(frozen=True, slots=True)
class Agenda:
    """A hidden scoring check, dealt to a seat."""

    id: AgendaId
    points: int
    name: str
    text: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class Trigger:
    """A doctrine rule: while it holds, the preferred actions are worth more, and this is the reason given.

    `say` is alternating text and quantity names: even places are text, odd places are names of quantities.
    """

    condition: Condition
    prefer: tuple[ActionId, ...]
    say: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """One term of an offer that a bot may make. `turns` counts from the turn of the deal: 0 is until its end.

    `kind` is transfer, response, no_order or order, as in the terms of a deal.
    """

    kind: str
    seat: SeatId
    to: SeatId | None = None
    ip: int = 0
    demander: DemanderId | None = None
    response: ResponseKind | None = None
    actions: tuple[ActionId, ...] = ()
    turns: int = 0


@dataclass(frozen=True, slots=True)
class OfferPlan:
    """A deal that a bot in this seat thinks of offering while its condition holds."""

    to: SeatId
    condition: Condition
    promises: tuple[Promise, ...]
    say: str


@dataclass(frozen=True, slots=True)
class Doctrine:
    """What a bot in this seat cares about: thousandths of a victory point for one step of a quantity.

    `honour` is what breaking a promise costs it, in the same thousandths.
    """

    line: str
    cares: tuple[tuple[Measure, int], ...]
    triggers: tuple[Trigger, ...]
    honour: int = 0
    offers: tuple[OfferPlan, ...] = ()


@dataclass(frozen=True, slots=True)
class Seat:
    """Who may act. Income and start are in IP a turn and IP."""

    id: SeatId
    name: str
    mark: str
    hue: str
    side: str
    plays: str
    brief: str
    resources: str
    advice: tuple[str, ...]
    income: int
    start: int
    orders: int
    ip: int
    goals: tuple[Goal, ...]
    agendas: tuple[Agenda, ...]
    actions: tuple[Action, ...]
    doctrine: Doctrine
    cites: Cites


# --- demands ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Response:
    """How one way of answering works. `pull` is added to the demander's pull; `effects` come after it."""

    kind: ResponseKind
    key: str
    name: str
    say: str
    cost: int
    pull: int
    effects: Effects


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing a demander can ask of the answering seat. `sham_of` is the switch that could be faked off."""

    id: DemandId
    name: str
    text: str
    condition: Condition
    comply: Effects
    refuse: Effects
    sham_of: int | None
    weight: int
    cites: Cites


@dataclass(frozen=True, slots=True)
class Backing:
    """What backing a demand costs and does, and what refusing a backed one adds."""

    cost: int
    on: Effects
    refuse: Effects
    say: str


@dataclass(frozen=True, slots=True)
class Demander:
    """Who demands. Without a seat its demand is drawn. `pull` is its pull track's place on the board."""

    id: DemanderId
    seat: SeatId | None
    name: str
    short: str
    pull: int
    comply_cost: int
    backing: Backing | None
    demands: tuple[Demand, ...]
    cites: Cites


@dataclass(frozen=True, slots=True)
class Answering:
    """The seat that is demanded of, and the rules of its answers."""

    seat: SeatId
    most_complies: int
    demanders: tuple[Demander, ...]
    responses: Mapping[ResponseKind, Response]
    sham_flag: int | None
    not_fooled: frozenset[SeatId]


# --- the end of a turn --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rule:
    """A coupling, snap or end: when its condition holds at its place in the turn end, its outcome happens."""

    id: str
    name: str
    say: str
    condition: Condition
    outcome: Outcome
    cites: Cites
    core: bool = False
    common_loss: bool = False
    breaks: bool = False


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A row of the regime check: totals up to and including `upto`."""

    upto: int
    id: str
    name: str
    say: str
    effects: Effects
    breaks: bool


@dataclass(frozen=True, slots=True)
class Check:
    """2d6 and modifiers against a table, when the index is high enough."""

    name: str
    condition: Condition
    modifiers: tuple[Modifier, ...]
    rows: tuple[CheckRow, ...]
    cites: Cites


@dataclass(frozen=True, slots=True)
class FlagRule:
    """What follows when a flag runs out on its own."""

    id: str
    name: str
    say: str
    flag: int
    condition: Condition
    effects: Effects
    cites: Cites


@dataclass(frozen=True, slots=True)
class Counter:
    """How a counter moves by itself: at each turn end, on a comply, or back to zero when a demand is backed."""

    index: int
    each_turn_end: Condition | None
    on_comply_with: DemanderId | None
    reset_when_backed_by: DemanderId | None


# --- bots and dials -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Level:
    """How well a bot plays: noise (one standard deviation) on orders and on answers, the most orders in a turn,
    turn ends looked ahead, and how much more than elsewhere an order must promise; in thousandths of a point."""

    id: LevelId
    name: str
    sigma: int
    lookahead: int
    note: str
    answer_sigma: int = 0
    orders: int = 9
    hesitation: int = 0


@dataclass(frozen=True, slots=True)
class Dread:
    """What every bot fears: each step of a quantity above a mark costs this many thousandths."""

    measure: Measure
    above: int
    each: int


@dataclass(frozen=True, slots=True)
class BotSettings:
    """Numbers that all bots share, in thousandths of a victory point."""

    ip_price: int
    pass_below: int
    rule_bonus: int
    dreads: tuple[Dread, ...]
    levels: Mapping[LevelId, Level]


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


# --- cards --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Option:
    """One choice on a card. `cost` is in IP; an option that cannot be paid for is not offered (R-5.3)."""

    id: OptionId
    text: str
    cost: int
    effects: Effects


@dataclass(frozen=True, slots=True)
class Chain:
    """Another card that comes up this many turns later, in addition."""

    card: CardId
    turns: int


@dataclass(frozen=True, slots=True)
class Card:
    """An event card. `private_to` names the one seat (or control) that sees it; None is public."""

    id: CardId
    deck: DeckId
    title: str
    text: str
    cites: Cites
    condition: Condition
    weight: int
    private_to: SeatId | None
    tags: tuple[str, ...]
    auto: Outcome | None
    choices: tuple[tuple[SeatId, tuple[Option, ...]], ...]
    chain: Chain | None

    def options(self, seat: SeatId) -> tuple[Option, ...]:
        """What this card asks of a seat; empty when it asks nothing."""
        return next((options for chooser, options in self.choices if chooser == seat), ())


@dataclass(frozen=True, slots=True)
class Deck:
    """Event cards from one document."""

    id: DeckId
    name: str
    about: str
    document: str
    cards: tuple[Card, ...]


# --- the whole ----------------------------------------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True)
class Variant:
    """Another world to start a scenario in: replaces track starts, raises flags, moves bars."""

    id: str
    name: str
    say: str
    starts: tuple[tuple[int, int], ...]
    flags: tuple[tuple[int, int], ...]
    bars: tuple[tuple[SeatId, int], ...]
    first_date: str
    first_day: int
    overlays: tuple[ScenarioId, ...]
    cites: Cites


@dataclass(frozen=True, slots=True)
class Scenario:
    """What a table starts with. Timers are seconds by step; bars are the scores that win."""

    id: ScenarioId
    short: str
    name: str
    about: str
    minutes: int
    turns: int
    turn_days: int
    orders: int
    least_people: int
    most_people: int
    people: tuple[SeatId, ...]
    scored: tuple[SeatId, ...]
    decks: tuple[DeckId, ...]
    cards_per_deck: int
    agendas: bool
    bots: LevelId
    bars: tuple[tuple[SeatId, int], ...]
    timers: tuple[tuple[str, int], ...]
    scene: str
    learning: tuple[str, ...]
    first_date: str
    first_day: int
    cites: Cites
    override_tokens: int = 0
    """How often control may override (R-9.3)."""

    @property
    def has_talks(self) -> bool:
        """Whether a turn has a step for talks and deals; a timer of nought means there is none."""
        return dict(self.timers).get("negotiate", 0) > 0


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
