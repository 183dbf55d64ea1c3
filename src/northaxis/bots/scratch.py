"""Scratch boards: effects compiled to functions that change a list of integers in place, leaving no facts.

The meaning is that of `domain.effects.apply_quietly` (a test holds the two together); compiled, because a bot tries
some hundreds of them for one decision.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from northaxis.domain.effects import Assign, ClearFlag, Effect, Effects, RaiseFlag, Shift, SwitchFirst
from northaxis.domain.quantities import FOR_GOOD, Quantity

Row = list[int]
Change = Callable[[Row], None]


def compile_effects(effects: Effects, quantities: tuple[Quantity, ...]) -> Change:
    """One function that applies the effects in order, each clamped as it lands."""
    changes = tuple(_compile(effect, quantities) for effect in effects)
    if not changes:
        return _nothing
    if len(changes) == 1:
        return changes[0]

    def apply_all(row: Row) -> None:
        for change in changes:
            change(row)

    return apply_all


def _nothing(row: Row) -> None:
    """What no effects do."""


def _compile(effect: Effect, quantities: tuple[Quantity, ...]) -> Change:
    match effect:
        case Shift(index=index, by=by):
            return shifting(quantities[index], by)
        case Assign(index=index, to=to):
            return _assigning(index, quantities[index].clamp(to))
        case RaiseFlag(index=index, turns=turns):
            return _raising(index, turns)
        case ClearFlag(index=index):
            return _assigning(index, 0)
        case SwitchFirst(candidates=candidates, to=to):
            return _switching(candidates, to)
        case _:
            assert_never(effect)


def shifting(quantity: Quantity, by: int) -> Change:
    """Move a quantity by some steps, stopping at either end."""
    index, low, high = quantity.index, quantity.low, quantity.high

    def shift(row: Row) -> None:
        value = row[index] + by
        row[index] = low if value < low else high if value > high else value

    return shift


def _assigning(index: int, to: int) -> Change:
    def assign(row: Row) -> None:
        row[index] = to

    return assign


def _raising(index: int, turns: int) -> Change:
    def lift(row: Row) -> None:
        if turns == FOR_GOOD:
            row[index] = FOR_GOOD
        elif row[index] != FOR_GOOD and row[index] < turns:
            row[index] = turns

    return lift


def _switching(candidates: tuple[int, ...], to: int) -> Change:
    def switch(row: Row) -> None:
        for index in candidates:
            if row[index] != to:
                row[index] = to
                return

    return switch
