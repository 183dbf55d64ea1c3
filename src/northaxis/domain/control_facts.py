"""What happens at a table besides play: control's acts, arguments, requests, notes, the sealing of sheets.

All of it is part of the journal. `facts` joins these kinds with those of play; who sees what is in `declassify`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from northaxis.domain.ids import ActionId, ArgumentId, CardId, OptionId, QuantityId, RequestId, SeatId


class Code(StrEnum):
    """Why control steps in (R-9.5): the rules say what the world would not, a gap, a lesson, welfare, a slip."""

    REALISM = "REALISM"
    RULES_GAP = "RULES_GAP"
    LEARNING = "LEARNING"
    SAFETY = "SAFETY"
    ERROR = "ERROR"


class Method(StrEnum):
    """How an order or an argument is decided."""

    DICE = "dice"
    ARGUMENT = "argument"
    ESTIMATE = "estimate"
    FREE = "free"
    CONSENSUS = "consensus"
    DROPPED = "dropped"


NO_REASON = "no reason given"
"""What control's log keeps of a quick act (the clock, a seat, a link, the dice) that was done without a word why."""

LINK, UNDO = "link", "undo"
"""Verbs of acts that are no orders: something done about a link, and an act beside play taken back."""


@dataclass(frozen=True, slots=True)
class NamedShift:
    """A track moved by some points."""

    quantity: QuantityId
    by: int


@dataclass(frozen=True, slots=True)
class Intervened:
    """Control stepped in; it comes before what follows from it in the same command.

    `what` is the act's first word in the notation, `about` what it concerns (an order, a card, a track, a seat), `was`
    and `now` are words for the log. `token`: it spent an override token. `open`: the whole table reads it.
    """

    what: str
    about: str
    was: str
    now: str
    code: Code | None
    why: str
    token: bool = False
    open: bool = True

    @property
    def is_controls_alone(self) -> bool:
        """Whether nobody else ever reads of it, not even when play is over: what was done about somebody's link."""
        return self.what == LINK or (self.what == UNDO and self.about.startswith(f"{LINK} "))

    @property
    def audience(self) -> SeatId | None:
        """The one seat that reads of an act which is not open: whom a card was brought in for."""
        return SeatId(self.now) if self.what in ("inject", "write") and not self.open and self.now else None


@dataclass(frozen=True, slots=True)
class SteppedBack:
    """The table stands again as it stood after fact `to` (counted from 1); what came after is struck out, not erased.

    To a seat, `to` counts the facts that this seat has been shown. With `fresh`, later dice are other dice.
    """

    to: int
    why: str
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class CardSetAside:
    """Control took a card out of its deck and keeps it for later."""

    card: CardId


@dataclass(frozen=True, slots=True)
class CardBack:
    """A card set aside lies on top of its deck again."""

    card: CardId


@dataclass(frozen=True, slots=True)
class WrittenOption:
    """A choice that control wrote for a seat."""

    seat: SeatId
    option: OptionId
    text: str
    cost: int
    shifts: tuple[NamedShift, ...]


@dataclass(frozen=True, slots=True)
class CardWritten:
    """Control wrote a card on the spot. `to` is the one seat that sees it; None is public."""

    card: CardId
    title: str
    text: str
    to: SeatId | None
    shifts: tuple[NamedShift, ...]
    options: tuple[WrittenOption, ...]


@dataclass(frozen=True, slots=True)
class ClockMoved:
    """Control touched the clock of this step: `start`, `pause`, `resume`, `extend` (by `seconds`), `skip` or `warn`.

    `undo` takes the last of these back that still stands and is no warning: the clock is what it was before it.
    """

    kind: str
    seconds: int
    why: str


@dataclass(frozen=True, slots=True)
class NeedShifted:
    """Control moved what an order needs before the dice (R-9.4); `by` is added to the need."""

    seat: SeatId
    action: ActionId
    target: QuantityId | None
    by: int


@dataclass(frozen=True, slots=True)
class MethodChosen:
    """Control chose how an order will be decided."""

    seat: SeatId
    action: ActionId
    target: QuantityId | None
    method: Method


@dataclass(frozen=True, slots=True)
class OrderDecided:
    """An order's outcome is settled before its phase without dice: by control, or by the room (`method`)."""

    seat: SeatId
    action: ActionId
    target: QuantityId | None
    success: bool
    method: Method


@dataclass(frozen=True, slots=True)
class OrderRuledOut:
    """Control ruled an order out of role; it leaves the sheet and its whole cost comes back (R-9.8)."""

    seat: SeatId
    action: ActionId
    target: QuantityId | None
    refund: int


@dataclass(frozen=True, slots=True)
class OrderOverruled:
    """An outcome was replaced after the dice (R-9.5): the changes of the first were taken back, the other's made."""

    seat: SeatId
    action: ActionId
    target: QuantityId | None
    success: bool


@dataclass(frozen=True, slots=True)
class ArgumentOpened:
    """A matrix argument: a claim and the seat's own reasons (R-9.6). `action` is the order it decides, if it does.

    `secret`: whispered to control (R-9.13). `project` is the project that it takes up again, if it does (R-9.14).
    """

    argument: ArgumentId
    seat: SeatId
    claim: str
    reasons: tuple[str, ...]
    action: ActionId | None = None
    target: QuantityId | None = None
    secret: bool = False
    project: ArgumentId | None = None


@dataclass(frozen=True, slots=True)
class ReasonAdded:
    """Another seat's reason for or against a claim; control's against one in secret."""

    argument: ArgumentId
    seat: SeatId
    supports: bool
    text: str


@dataclass(frozen=True, slots=True)
class ReasonRated:
    """Control rated a reason: 2 strong, 1 valid, 0 weak. `place` counts the argument's reasons from 0."""

    argument: ArgumentId
    place: int
    strength: int


@dataclass(frozen=True, slots=True)
class EffectNamed:
    """What a claim does if it holds; named before the dice. As a big `project` it has to hold in two turns (R-9.14)."""

    argument: ArgumentId
    shifts: tuple[NamedShift, ...]
    project: bool = False


@dataclass(frozen=True, slots=True)
class EstimatesAsked:
    """Control asks the room how likely a claim is (R-9.15)."""

    argument: ArgumentId


@dataclass(frozen=True, slots=True)
class Estimated:
    """A seat's estimate of how likely a claim is, in percent (0 to 100)."""

    argument: ArgumentId
    seat: SeatId
    percent: int


@dataclass(frozen=True, slots=True)
class ArgumentSettled:
    """An argument is over. `need` is what the dice had to reach (0 without dice), `percent` the room's median.

    `thrown` is the throw of 1 to 100 under the median, 0 when none was needed.
    """

    argument: ArgumentId
    method: Method
    success: bool
    need: int = 0
    percent: int = 0
    thrown: int = 0


@dataclass(frozen=True, slots=True)
class ProjectBegun:
    """The claim of this argument held once and is a project now: nothing moves before it holds in a later turn."""

    argument: ArgumentId


@dataclass(frozen=True, slots=True)
class ProjectEnded:
    """A project stands no longer: with this argument it held a second time, or failed for good.

    `argument` is the project's own where control ended it by its word.
    """

    project: ArgumentId
    argument: ArgumentId
    success: bool


@dataclass(frozen=True, slots=True)
class Requested:
    """A seat asked control something."""

    request: RequestId
    seat: SeatId
    text: str


@dataclass(frozen=True, slots=True)
class RequestSettled:
    """Control answered a request (`answered`), took it up (`open`) or turned it down (`declined`)."""

    request: RequestId
    status: str
    text: str


@dataclass(frozen=True, slots=True)
class Noted:
    """A private note: a seat's to what it wrote, or control's to a learning objective. Never shown to another seat."""

    seat: SeatId
    about: str
    text: str


@dataclass(frozen=True, slots=True)
class Predicted:
    """What a seat expects of the index in this turn (`up`, `same`, `down`), and how sure it is (50 to 100 percent)."""

    seat: SeatId
    turn: int
    direction: str
    confidence: int


@dataclass(frozen=True, slots=True)
class Reflected:
    """An answer in the hot wash or a written commitment, once play is over; `question` is its id in the kit."""

    seat: SeatId
    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Salted:
    """The salt (64 hexadecimal digits) under which a seat's sealed sheet was committed; its owner's until the end."""

    seat: SeatId
    salt: str


@dataclass(frozen=True, slots=True)
class SheetsLocked:
    """Every sheet is sealed; `digest` (SHA-256, hexadecimal) commits the table to all of them before the reveal."""

    digest: str


ControlFact = (
    Intervened
    | SteppedBack
    | CardSetAside
    | CardBack
    | CardWritten
    | ClockMoved
)  # fmt: skip
MethodFact = (
    NeedShifted
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
)
RoomFact = Requested | RequestSettled | Noted | Predicted | Reflected | Salted | SheetsLocked
