"""What control asks of the table, what seats ask about the table, and arguments. `orders` joins these with play."""

from __future__ import annotations

from dataclasses import dataclass

from northaxis.domain.control_facts import Code, Method, NamedShift, WrittenOption
from northaxis.domain.ids import ActionId, ArgumentId, CardId, QuantityId, RequestId, SeatId


@dataclass(frozen=True, slots=True)
class StepBack:
    """Stand again where the table stood after fact `to` (counted from 1). `fresh` gives other dice from there on."""

    to: int
    why: str
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Inject:
    """Bring in a card by hand, to all or to one seat."""

    card: CardId
    why: str
    to: SeatId | None = None


@dataclass(frozen=True, slots=True)
class WriteCard:
    """Write a card on the spot and bring it in."""

    title: str
    text: str
    why: str
    to: SeatId | None = None
    shifts: tuple[NamedShift, ...] = ()
    options: tuple[WrittenOption, ...] = ()


@dataclass(frozen=True, slots=True)
class Stack:
    """Put a card elsewhere: `next` (top of its deck), `bottom` (park), `out` (skip it for good), `aside` (hold)."""

    card: CardId
    where: str
    why: str


@dataclass(frozen=True, slots=True)
class SetTrack:
    """Put a track at a value, with a reason: ERROR is free, any other code costs a token."""

    quantity: QuantityId
    value: int
    code: Code
    why: str


@dataclass(frozen=True, slots=True)
class Grant:
    """A free effect within the turn's budget (R-9.7)."""

    shifts: tuple[NamedShift, ...]
    why: str


@dataclass(frozen=True, slots=True)
class EndPlay:
    """End the game here; scores are counted as at a last turn."""

    why: str


@dataclass(frozen=True, slots=True)
class MoveClock:
    """Touch the clock of this step."""

    kind: str
    seconds: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reseat:
    """Give a seat to a person (no level) or a bot from now on."""

    seat: SeatId
    holder: str
    level: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class ShiftNeed:
    """Move what an order needs by 1 or 2 before the dice, for a token (R-9.4)."""

    action: ActionId
    target: QuantityId | None
    by: int
    code: Code
    why: str


@dataclass(frozen=True, slots=True)
class ChooseMethod:
    """Decide an order another way: dice, an argument, freely, by consensus."""

    action: ActionId
    target: QuantityId | None
    method: Method
    why: str


@dataclass(frozen=True, slots=True)
class Decide:
    """Settle an order's outcome without dice, before its phase (free or consensus)."""

    action: ActionId
    target: QuantityId | None
    success: bool
    method: Method
    why: str


@dataclass(frozen=True, slots=True)
class Overrule:
    """Replace an order's outcome after the dice: ERROR is free, LEARNING costs a token (R-9.5)."""

    action: ActionId
    target: QuantityId | None
    success: bool
    code: Code
    why: str


@dataclass(frozen=True, slots=True)
class RuleOut:
    """Rule an order out of role; its whole cost comes back (R-9.8)."""

    action: ActionId
    target: QuantityId | None
    why: str


@dataclass(frozen=True, slots=True)
class Argue:
    """A seat's argument in place of an order: something happens, because of up to three reasons (R-9.6).

    A `secret` one is whispered to control (R-9.13).
    """

    claim: str
    reasons: tuple[str, ...]
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Pursue:
    """A seat takes its project up again, with reasons of today (R-9.14)."""

    project: ArgumentId
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddReason:
    """One reason of another seat for or against an open argument; control's against one in secret."""

    argument: ArgumentId
    supports: bool
    text: str


@dataclass(frozen=True, slots=True)
class RateReason:
    """Control rates a reason: 2 strong, 1 valid, 0 weak."""

    argument: ArgumentId
    place: int
    strength: int


@dataclass(frozen=True, slots=True)
class NameEffect:
    """Control names, before the dice, what the claim does if it holds; over the budget only as a big `project`."""

    argument: ArgumentId
    shifts: tuple[NamedShift, ...]
    project: bool = False


@dataclass(frozen=True, slots=True)
class AskEstimates:
    """Control asks the room how likely a claim is (R-9.15)."""

    argument: ArgumentId


@dataclass(frozen=True, slots=True)
class Estimate:
    """A seat's estimate of a claim, in percent."""

    argument: ArgumentId
    percent: int


@dataclass(frozen=True, slots=True)
class SettleArgument:
    """Control closes an argument: by dice, by the room's estimates, freely, by consensus, or drops it.

    `success` is needed where control or the room decides (free, consensus).
    """

    argument: ArgumentId
    method: Method
    why: str = ""
    success: bool | None = None


@dataclass(frozen=True, slots=True)
class EndProject:
    """Control ends a standing project: nothing comes of it (R-9.14)."""

    project: ArgumentId
    why: str


@dataclass(frozen=True, slots=True)
class Request:
    """Ask control something."""

    text: str


@dataclass(frozen=True, slots=True)
class SettleRequest:
    """Control answers a request."""

    request: RequestId
    status: str
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """Write a private note about something of one's own; control's, about a learning objective."""

    about: str
    text: str


@dataclass(frozen=True, slots=True)
class Predict:
    """Say before the reveal what the index will do this turn, and how sure one is (50 to 100 percent)."""

    direction: str
    confidence: int


@dataclass(frozen=True, slots=True)
class Reflect:
    """Answer a question of the hot wash, or write a commitment down."""

    question: str
    text: str


ControlAct = StepBack | Inject | WriteCard | Stack | SetTrack | Grant | EndPlay | MoveClock | Reseat
MethodAct = (
    ShiftNeed
    | ChooseMethod
    | Decide
    | Overrule
    | RuleOut
    | Argue
    | Pursue
    | AddReason
    | RateReason
    | NameEffect
    | AskEstimates
    | Estimate
    | SettleArgument
    | EndProject
)
RoomAct = Request | SettleRequest | Note | Predict | Reflect
