"""What has happened: the only thing that changes state. A fact is plain data, carries no clock and is never edited.

The ledger entry is `Changed`: one quantity moved, with the index before and after and its cause.
Here is the course of play, and the closed union that joins it with cards, sheets, deals, control and the room.
Who may see a fact is decided in `declassify`; a kind not listed there is secret.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from northaxis.domain.card_facts import (
    CardChained as CardChained,
    CardClosed as CardClosed,
    CardDrawn as CardDrawn,
    CardFact as CardFact,
    DeckEmpty as DeckEmpty,
    DeckStacked as DeckStacked,
    OptionPicked as OptionPicked,
)
from northaxis.domain.causes import Cause as Cause, CauseKind as CauseKind
from northaxis.domain.control_facts import (
    ArgumentOpened as ArgumentOpened,
    ArgumentSettled as ArgumentSettled,
    CardBack as CardBack,
    CardSetAside as CardSetAside,
    CardWritten as CardWritten,
    ClockMoved as ClockMoved,
    ControlFact as ControlFact,
    EffectNamed as EffectNamed,
    Estimated as Estimated,
    EstimatesAsked as EstimatesAsked,
    Intervened as Intervened,
    MethodChosen as MethodChosen,
    MethodFact as MethodFact,
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
    RoomFact as RoomFact,
    Salted as Salted,
    SheetsLocked as SheetsLocked,
    SteppedBack as SteppedBack,
)
from northaxis.domain.deal_facts import (
    DealAnswered as DealAnswered,
    DealFact as DealFact,
    DealOffered as DealOffered,
    Said as Said,
    Term as Term,
    TermJudged as TermJudged,
)
from northaxis.domain.ids import AgendaId, DemanderId, DemandId, DialId, QuantityId, SeatId
from northaxis.domain.sheet_facts import (
    Answered as Answered,
    AnswerGiven as AnswerGiven,
    LateArrived as LateArrived,
    LateQueued as LateQueued,
    OrderPlaced as OrderPlaced,
    OrderResolved as OrderResolved,
    OrderVoided as OrderVoided,
    OrderWithdrawn as OrderWithdrawn,
    Result as Result,
    ShamEnded as ShamEnded,
    ShamStarted as ShamStarted,
    SheetFact as SheetFact,
    SheetSealed as SheetSealed,
    SheetsOpened as SheetsOpened,
)


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
class DemandMade:
    """A demander chose its demand (None: it had or wanted nothing); shown when all have."""

    demander: DemanderId
    demand: DemandId | None
    backed: bool


@dataclass(frozen=True, slots=True)
class DemandsPublished:
    """The demands of the turn are on the table."""


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


CourseFact = (
    Opened
    | SeatHeld
    | DialTurned
    | AgendaDealt
    | Changed
    | TurnBegan
    | StepBegan
    | PhaseBegan
    | DemandMade
    | DemandsPublished
    | Rolled
    | CheckMade
    | RuleCame
    | FlagsTicked
    | GameOver
    | Scored
    | Reasoned
    | Marked
    | Guessed
)
Fact = CourseFact | CardFact | SheetFact | DealFact | ControlFact | MethodFact | RoomFact
