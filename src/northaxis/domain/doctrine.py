"""What bots care about: a seat's doctrine, the deals it thinks of, how well each level plays, what all of them dread.

Plain data of the rule set, read by the bots alone. Worth is counted in thousandths of a victory point.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from northaxis.domain.demands import ResponseKind
from northaxis.domain.expressions import Condition, Measure
from northaxis.domain.ids import ActionId, DemanderId, LevelId, SeatId


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
