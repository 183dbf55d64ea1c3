"""What comes at a turn's end by itself: couplings, snaps and ends, the regime check, flags running out, counters.

Plain data of the rule set; `turn_end` goes through it in order.
"""

from __future__ import annotations

from dataclasses import dataclass

from northaxis.domain.effects import Effects
from northaxis.domain.expressions import Condition
from northaxis.domain.ids import DemanderId
from northaxis.domain.rolls import Modifier, Outcome
from northaxis.domain.sources import Cites


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
