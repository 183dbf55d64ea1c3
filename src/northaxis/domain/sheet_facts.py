"""What happens with sheets: orders and answers are written down, sealed and opened, and then come to something.

What control makes of them is in `control_facts`; `facts` joins them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from northaxis.domain.demands import ResponseKind
from northaxis.domain.ids import ActionId, DemanderId, DemandId, QuantityId, SeatId


class Result(StrEnum):
    """How an order or roll came out."""

    OK = "ok"
    FAIL = "fail"
    VOID = "void"
    LOST = "lost"


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


SheetFact = (
    OrderPlaced
    | OrderWithdrawn
    | AnswerGiven
    | SheetSealed
    | SheetsOpened
    | OrderVoided
    | OrderResolved
    | Answered
    | ShamStarted
    | ShamEnded
    | LateQueued
    | LateArrived
)
