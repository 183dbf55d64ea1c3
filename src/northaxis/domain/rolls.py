"""What happens and with what luck: a roll of two dice with its modifiers, and the outcomes that hang on it.

Plain data of the rule set; `odds` reckons with it, `adjudicate` and the turn end make it happen.
"""

from __future__ import annotations

from dataclasses import dataclass

from northaxis.domain.effects import Effects
from northaxis.domain.expressions import Condition
from northaxis.domain.sources import Cites


@dataclass(frozen=True, slots=True)
class Modifier:
    """Adds `by` to 2d6 when its condition holds; `why` is shown to the people."""

    condition: Condition
    by: int
    why: str
    cites: Cites = ()


@dataclass(frozen=True, slots=True)
class Roll:
    """2d6 plus the modifiers that hold must reach `need` (R-1.5). `need` is 5 to 12 before modifiers."""

    need: int
    modifiers: tuple[Modifier, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happens: `ok` alone without a roll, else `ok` on success and `fail` on failure."""

    roll: Roll | None
    ok: Effects
    fail: Effects = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """Effects that happen as well, if a condition holds when they come up."""

    condition: Condition
    effects: Effects


@dataclass(frozen=True, slots=True)
class Late:
    """On success, if the condition holds, these effects arrive `turns` turn ends later instead of now (R-6.7)."""

    condition: Condition
    effects: Effects
    turns: int
