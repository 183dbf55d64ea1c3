"""What is demanded of the answering seat: who demands, what, what backing it adds, and the four ways to answer.

Plain data of the rule set: which demands can be made is in `publishing`, what answers do in `resolution`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from northaxis.domain.effects import Effects
from northaxis.domain.expressions import Condition
from northaxis.domain.ids import DemanderId, DemandId, SeatId
from northaxis.domain.sources import Cites


class ResponseKind(StrEnum):
    """The four ways to answer a demand."""

    COMPLY = "comply"
    STALL = "stall"
    REFUSE = "refuse"
    SHAM = "sham"


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
