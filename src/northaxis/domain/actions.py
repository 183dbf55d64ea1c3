"""What a seat can order: an action of its hand, and the plays of it, one for each target.

Plain data of the rule set: which of them may be ordered now is in `legal`, what comes of them in `resolution`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from northaxis.domain.control_facts import Method
from northaxis.domain.expressions import Condition
from northaxis.domain.ids import ActionId, QuantityId, SeatId
from northaxis.domain.rolls import Branch, Late, Outcome
from northaxis.domain.sources import Cites


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
        """The name of its dice: action id and target id with nothing between."""
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
