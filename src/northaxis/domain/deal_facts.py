"""What seats say to each other and promise: words, deals with their terms, and what became of each promise."""

from __future__ import annotations

from dataclasses import dataclass

from northaxis.domain.demands import ResponseKind
from northaxis.domain.ids import ActionId, DealId, DemanderId, DemandId, QuantityId, SeatId


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


DealFact = Said | DealOffered | DealAnswered | TermJudged
