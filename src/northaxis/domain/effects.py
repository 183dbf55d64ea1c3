"""The closed set of effect verbs. An effect names one place on the board (or a short list) and what becomes of it.

Each verb answers two questions: which quantity it moves on a given board, and to which value. Prices of a chosen
switch and the pull of a demander are resolved before an effect exists, so an effect never needs context.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from northaxis.domain.quantities import FOR_GOOD, Quantity, Values


@dataclass(frozen=True, slots=True)
class Shift:
    """Move a quantity by a number of steps, stopping at either end (R-1.4)."""

    index: int
    by: int


@dataclass(frozen=True, slots=True)
class Assign:
    """Put a quantity at a value."""

    index: int
    to: int


@dataclass(frozen=True, slots=True)
class RaiseFlag:
    """Raise a flag for `turns` turn ends, or for good (`FOR_GOOD`); of two raisings the longer counts (R-1.6)."""

    index: int
    turns: int


@dataclass(frozen=True, slots=True)
class ClearFlag:
    """Take a flag down."""

    index: int


@dataclass(frozen=True, slots=True)
class SwitchFirst:
    """Turn the first listed switch that is not yet there to `to` (1 on, 0 off); nothing if all are."""

    candidates: tuple[int, ...]
    to: int


Effect = Shift | Assign | RaiseFlag | ClearFlag | SwitchFirst
Effects = tuple[Effect, ...]


def outcome(effect: Effect, row: Values, quantities: tuple[Quantity, ...]) -> tuple[int, int, int] | None:
    """Where an effect lands: (place, change asked for, value after), or None when it has nothing to act on."""
    match effect:
        case Shift(index=index, by=by):
            return index, by, quantities[index].clamp(row[index] + by)
        case Assign(index=index, to=to):
            return index, to - row[index], quantities[index].clamp(to)
        case RaiseFlag(index=index, turns=turns):
            after = _longer(row[index], turns)
            return index, after - row[index], after
        case ClearFlag(index=index):
            return index, -row[index], 0
        case SwitchFirst(candidates=candidates, to=to):
            for index in candidates:
                if row[index] != to:
                    return index, to - row[index], to
            return None
        case _:
            assert_never(effect)


def _longer(now: int, turns: int) -> int:
    if now == FOR_GOOD or turns == FOR_GOOD:
        return FOR_GOOD
    return max(now, turns)


def places(effects: Effects) -> frozenset[int]:
    """Every place on the board that the effects could move."""
    found = set[int]()
    for effect in effects:
        if isinstance(effect, SwitchFirst):
            found.update(effect.candidates)
        else:
            found.add(effect.index)
    return frozenset(found)


def apply_quietly(effects: Effects, row: list[int], quantities: tuple[Quantity, ...]) -> None:
    """Apply effects in order to a scratch board, leaving no facts: for bots and forecasts."""
    for effect in effects:
        landed = outcome(effect, row, quantities)
        if landed is not None:
            row[landed[0]] = landed[2]
