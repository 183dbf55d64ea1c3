"""What has happened: the only thing that changes state. A fact is plain data, carries no clock and is never edited.

The ledger entry of the design is `Changed`: one quantity moved, with the index before and after and its cause.
Who may see a fact is decided in `views`, the declassification table; a kind not listed there is secret.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from northaxis.domain.control_facts import (
    ArgumentOpened as ArgumentOpened,
    ArgumentSettled as ArgumentSettled,
    CardBack as CardBack,
    CardSetAside as CardSetAside,
    CardWritten as CardWritten,
    ClockMoved as ClockMoved,
    EffectNamed as EffectNamed,
    Estimated as Estimated,
    EstimatesAsked as EstimatesAsked,
    Intervened as Intervened,
    MethodChosen as MethodChosen,
    NeedShifted as NeedShifted,
    Noted as Noted,
    OrderDecided as OrderDecided,
    OrderOverruled as OrderOverruled,
    OrderRuledOut as OrderRuledOut,
    Predicted as Predicted,
    ProjectBegun as ProjectBegun,
    ProjectEnded as ProjectEnded,
    ReasonAdded as ReasonAdded,
    ReasonRated as ReasonRated,
    Reflected as Reflected,
    Requested as Requested,
    RequestSettled as RequestSettled,
    Salted as Salted,
    SheetsLocked as SheetsLocked,
    SteppedBack as SteppedBack,
)
from northaxis.domain.demands import ResponseKind
from northaxis.domain.ids import (
    ActionId,
    AgendaId,
    CardId,
    DealId,
    DeckId,
    DemanderId,
    DemandId,
    DialId,
    OptionId,
    PassageId,
    QuantityId,
    SeatId,
)


class CauseKind(StrEnum):
    """What sort of thing moved a quantity."""

    SETUP = "setup"
    ACTION = "action"
    RESPONSE = "response"
    DEMAND = "demand"
    CARD = "card"
    RULE = "rule"
    SNAP = "snap"
    CHECK = "check"
    END = "end"
    COST = "cost"
    INCOME = "income"
    DEAL = "deal"
    RULING = "ruling"
    ARGUMENT = "argument"
    INJECT = "inject"


@dataclass(frozen=True, slots=True)
class Cause:
    """Why: the thing's kind and id, whose it was, how it went, and the passages it stands on.

    `detail` narrows the id: a card's option, a response, `backed`, `ok` or `fail`, a ruling's reason.
    """

    kind: CauseKind
    id: str
    seat: SeatId | None = None
    detail: str = ""
    cites: tuple[PassageId, ...] = ()


class Step(StrEnum):
    """The steps of a turn (R-5.1), and the two states outside one."""

    SETUP = "setup"
    INJECT = "inject"
    DEMANDS = "demands"
    NEGOTIATE = "negotiate"
    ORDERS = "orders"
    ADJUDICATE = "adjudicate"
    NARRATE = "narrate"
    TURN_END = "turn_end"
    OVER = "over"


class Result(StrEnum):
    """How an order or roll came out."""

    OK = "ok"
    FAIL = "fail"
    VOID = "void"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Opened:
    """A table was opened on a scenario. The seed is control's alone."""

    scenario: str
    variants: tuple[str, ...]
    seed: str


@dataclass(frozen=True, slots=True)
class SeatHeld:
    """Who holds a seat from now on: a person (any name) or a bot of a level."""

    seat: SeatId
    holder: str
    level: str | None = None


@dataclass(frozen=True, slots=True)
class DialTurned:
    """Control set a premise dial."""

    dial: DialId
    setting: str


@dataclass(frozen=True, slots=True)
class AgendaDealt:
    """A hidden agenda was dealt to a seat."""

    seat: SeatId
    agenda: AgendaId


@dataclass(frozen=True, slots=True)
class DeckStacked:
    """A deck was shuffled into this order, top first."""

    deck: DeckId
    cards: tuple[CardId, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """The ledger entry: a quantity moved (`asked` is the change wanted), and the index with it."""

    quantity: QuantityId
    asked: int
    before: int
    after: int
    index_before: int
    index_after: int
    cause: Cause

    @property
    def applied(self) -> int:
        """How far it really moved."""
        return self.after - self.before

    @property
    def index_delta(self) -> int:
        """What it did to the index."""
        return self.index_after - self.index_before


@dataclass(frozen=True, slots=True)
class TurnBegan:
    """A new turn opened."""

    turn: int


@dataclass(frozen=True, slots=True)
class StepBegan:
    """The table moved on to a step of the turn."""

    step: Step


@dataclass(frozen=True, slots=True)
class PhaseBegan:
    """Orders of a phase are about to be resolved, on a board that stands still for all of them."""

    phase: str


@dataclass(frozen=True, slots=True)
class CardDrawn:
    """A card came up: `drawn` from its deck, `chained`, or by control's hand (`inject`, `inject KYI` for one seat)."""

    card: CardId
    deck: DeckId
    how: str = "drawn"

    @property
    def is_inject(self) -> bool:
        """Whether control brought it in."""
        return self.how.partition(" ")[0] == "inject"

    @property
    def to(self) -> SeatId | None:
        """The one seat that control brought it in for; None when for all, or not by control."""
        return SeatId(self.how.partition(" ")[2]) if self.is_inject and " " in self.how else None


@dataclass(frozen=True, slots=True)
class OptionPicked:
    """A seat chose on a card; shown to the rest when all have chosen."""

    card: CardId
    seat: SeatId
    option: OptionId


@dataclass(frozen=True, slots=True)
class CardClosed:
    """All choices on a card are in."""

    card: CardId


@dataclass(frozen=True, slots=True)
class CardChained:
    """A card will come up in this turn, in addition to the draw."""

    card: CardId
    turn: int


@dataclass(frozen=True, slots=True)
class DeckEmpty:
    """No card of a deck could be drawn."""

    deck: DeckId


@dataclass(frozen=True, slots=True)
class DemandMade:
    """A demander chose its demand (None: it had or wanted nothing); shown when all have."""

    demander: DemanderId
    demand: DemandId | None
    backed: bool


@dataclass(frozen=True, slots=True)
class DemandsPublished:
    """The demands of the turn are on the table."""


@dataclass(frozen=True, slots=True)
class OrderPlaced:
    """A seat put an order on its sheet and paid for it."""

    seat: SeatId
    action: ActionId
    target: QuantityId | None


@dataclass(frozen=True, slots=True)
class OrderWithdrawn:
    """A seat took an order off its sheet again before sealing."""

    seat: SeatId
    action: ActionId
    target: QuantityId | None


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """The answering seat wrote its answer to a demander on its sheet; a later one replaces it."""

    seat: SeatId
    demander: DemanderId
    response: ResponseKind


@dataclass(frozen=True, slots=True)
class SheetSealed:
    """A seat's sheet is closed for this turn."""

    seat: SeatId


@dataclass(frozen=True, slots=True)
class SheetsOpened:
    """All sheets are open on the table."""


@dataclass(frozen=True, slots=True)
class Rolled:
    """Two dice against a need: `need` is `base` less the modifiers that held (places in the roll's list)."""

    name: str
    dice: tuple[int, int]
    base: int
    held: tuple[int, ...]
    need: int
    success: bool
    cause: Cause
    secret: bool = False


@dataclass(frozen=True, slots=True)
class OrderVoided:
    """An order's requirement no longer held when its phase came; part of its cost came back."""

    seat: SeatId
    action: ActionId
    target: QuantityId | None
    refund: int


@dataclass(frozen=True, slots=True)
class OrderResolved:
    """An order happened."""

    seat: SeatId
    action: ActionId
    target: QuantityId | None
    result: Result


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to a demand took effect."""

    seat: SeatId
    demander: DemanderId
    demand: DemandId
    response: ResponseKind
    backed: bool


@dataclass(frozen=True, slots=True)
class ShamStarted:
    """A switch is shown as paused while it runs."""

    switch: QuantityId


@dataclass(frozen=True, slots=True)
class ShamEnded:
    """No sham is live any more: it came out, or the switch is really off."""

    switch: QuantityId
    exposed: bool


@dataclass(frozen=True, slots=True)
class LateQueued:
    """Effects of a play that will arrive at the end of a later turn."""

    seat: SeatId
    action: ActionId
    target: QuantityId | None
    due: int


@dataclass(frozen=True, slots=True)
class LateArrived:
    """Queued effects arrive now."""

    seat: SeatId
    action: ActionId
    target: QuantityId | None


@dataclass(frozen=True, slots=True)
class CheckMade:
    """The regime check came out at this row."""

    total: int
    row: str


@dataclass(frozen=True, slots=True)
class RuleCame:
    """A snap, end or ladder rung came true and is about to do what it does."""

    kind: CauseKind
    id: str


@dataclass(frozen=True, slots=True)
class FlagsTicked:
    """A turn end passed for every flag that runs out: these went down by one (the names are for the log)."""

    flags: tuple[QuantityId, ...]


@dataclass(frozen=True, slots=True)
class GameOver:
    """Play has ended. `reason` is a rule's id, a flag, `last turn` or `control`."""

    reason: str
    common_loss: bool


@dataclass(frozen=True, slots=True)
class Scored:
    """What a seat reached: goals by their place in its list, its agenda, the sum against the bar."""

    seat: SeatId
    goals: tuple[int, ...]
    agenda: AgendaId | None
    agenda_met: bool
    score: int
    bar: int
    won: bool


@dataclass(frozen=True, slots=True)
class Said:
    """Words from one seat to some others, or to all (empty `to`)."""

    seat: SeatId
    to: tuple[SeatId, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """A promise. `kind` is transfer, response, no_order, order, switch or text; unused fields stay empty."""

    kind: str
    seat: SeatId
    to: SeatId | None = None
    ip: int = 0
    demander: DemanderId | None = None
    demand: DemandId | None = None
    response: ResponseKind | None = None
    actions: tuple[ActionId, ...] = ()
    switch: QuantityId | None = None
    state: int = 0
    through: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class DealOffered:
    """A seat offered a deal."""

    deal: DealId
    seat: SeatId
    to: SeatId
    public: bool
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class DealAnswered:
    """The other side signed, or did not; `withdrawn` when the offer was taken back or lapsed."""

    deal: DealId
    seat: SeatId
    signed: bool
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class TermJudged:
    """A promise was kept, broken or moot at a turn end."""

    deal: DealId
    term: int
    verdict: str


@dataclass(frozen=True, slots=True)
class Reasoned:
    """A bot's one-sentence reason for what it did; control sees it at once, the rest after the reveal."""

    seat: SeatId
    about: str
    text: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A seat filled in its confidence card: `when` is before or after play; a later one replaces it."""

    seat: SeatId
    when: str
    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Guessed:
    """A seat wrote down how it thinks a dial stands; a later guess replaces it."""

    seat: SeatId
    dial: DialId
    setting: str


Fact = (
    Opened
    | SeatHeld
    | DialTurned
    | AgendaDealt
    | DeckStacked
    | Changed
    | TurnBegan
    | StepBegan
    | PhaseBegan
    | CardDrawn
    | OptionPicked
    | CardClosed
    | CardChained
    | DeckEmpty
    | DemandMade
    | DemandsPublished
    | OrderPlaced
    | OrderWithdrawn
    | AnswerGiven
    | SheetSealed
    | SheetsOpened
    | Rolled
    | OrderVoided
    | OrderResolved
    | Answered
    | ShamStarted
    | ShamEnded
    | LateQueued
    | LateArrived
    | CheckMade
    | RuleCame
    | FlagsTicked
    | GameOver
    | Scored
    | Said
    | DealOffered
    | DealAnswered
    | TermJudged
    | Reasoned
    | Marked
    | Guessed
    | Intervened
    | SteppedBack
    | CardSetAside
    | CardBack
    | CardWritten
    | ClockMoved
    | NeedShifted
    | MethodChosen
    | OrderDecided
    | OrderRuledOut
    | OrderOverruled
    | ArgumentOpened
    | ReasonAdded
    | ReasonRated
    | EffectNamed
    | EstimatesAsked
    | Estimated
    | ArgumentSettled
    | ProjectBegun
    | ProjectEnded
    | Requested
    | RequestSettled
    | Noted
    | Predicted
    | Reflected
    | Salted
    | SheetsLocked
)
