"""What bots try out: many small programs of effects applied to one board at once, a hypothesis an axis place.

Shifts, settings and raised flags of one quantity, one after another, always make a function of the form
min(max(value + by, low), high): so a program is three small numbers a quantity, and trying H programs on N games is
three numpy calls. What does not fit that form (the first switch of a list, parts that ask a condition) is carried out
step by step. Bots ask of a flag only whether it is up, so here a raised flag is simply put at its number of turns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from northaxis.domain.effects import Assign, ClearFlag, Effect, Effects, RaiseFlag, Shift, SwitchFirst, places
from northaxis.domain.quantities import Quantity
from northaxis.simulation.board import Array, Board, row_type, span_of
from northaxis.simulation.changes import Change, compile_effects, is_idle
from northaxis.simulation.formulas import Truth

EVERYWHERE = np.asarray(True)


@dataclass(frozen=True, slots=True)
class Part:
    """Effects of a program that happen if a condition holds on the board as it stood before; None: always."""

    condition: Truth | None
    effects: Effects


Program = tuple[Part, ...]


def program(effects: Effects) -> Program:
    """A program without conditions."""
    return (Part(None, effects),)


@dataclass(frozen=True, slots=True)
class _Group:
    """Programs' functions of some quantities of one integer type: `by`, `low`, `high` have shape (T, H)."""

    places: tuple[int, ...]
    by: Array
    low: Array
    high: Array


class Hypotheses:
    """H programs compiled together. Place H, beyond the last, is the program that does nothing."""

    def __init__(self, programs: Sequence[Program], quantities: Sequence[Quantity]) -> None:
        self.count = len(programs)
        touched = sorted({place for one in programs for part in one for place in places(part.effects)})
        self.touched = tuple(touched)
        stepwise = [place for place, one in enumerate(programs) if not _is_plain(one)]
        self._stepwise = tuple((place, _steps(programs[place], quantities)) for place in stepwise)
        plain = [() if place in stepwise else _all_effects(one) for place, one in enumerate(programs)]
        kinds = {place: row_type(quantities[place]) for place in touched}
        self._groups = tuple(
            _group([place for place in touched if kinds[place] == kind], [*plain, ()], quantities, kind)
            for kind in dict.fromkeys(kinds.values())
        )

    def fan(self, base: Board, standing: Board | None = None) -> Board:
        """Every program on every game: rows that some program touches get shape (H, N). `base` has no axes yet."""
        found = base.copy()
        for group in self._groups:
            stack = _stacked(base, group)[:, None, :] + group.by[:, : self.count, None]
            np.maximum(stack, group.low[:, : self.count, None], out=stack)
            np.minimum(stack, group.high[:, : self.count, None], out=stack)
            for row, place in zip(stack, group.places, strict=True):
                found[place] = row
        for place, steps in self._stepwise:
            one = base.copy()
            for condition, change in steps:
                change(one, EVERYWHERE if condition is None else condition(standing or base))
            for quantity in self.touched:
                found[quantity][place] = one[quantity]
        return found

    def pick(self, base: Board, choice: Array, standing: Board | None = None) -> Board:
        """For each game the program at a place: `choice` is (N,) or (J, N), and so are the touched rows.

        Rows of `base` may carry axes in front that broadcast with those of `choice`.
        """
        found = base.copy()
        for group in self._groups:
            by, low, high = (one.take(choice, axis=1, mode="wrap") for one in (group.by, group.low, group.high))
            if all(base[place].ndim == 1 for place in group.places):
                base_rows = _stacked(base, group)
                moved = base_rows.reshape(len(by), *[1] * (by.ndim - 2), -1) + by
                np.maximum(moved, low, out=moved)
                np.minimum(moved, high, out=moved)
                for row, place in zip(moved, group.places, strict=True):
                    found[place] = row
                continue
            for place, one, least, most in zip(group.places, by, low, high, strict=True):
                found[place] = np.minimum(np.maximum(base[place] + one, least), most)
        for place, steps in self._stepwise:
            chosen = choice == place
            if chosen.any():
                for condition, change in steps:
                    change(found, chosen if condition is None else chosen & condition(standing or base))
        return found


def _is_plain(one: Program) -> bool:
    return all(part.condition is None and not any(isinstance(e, SwitchFirst) for e in part.effects) for part in one)


def _all_effects(one: Program) -> Effects:
    return tuple(effect for part in one for effect in part.effects)


def _steps(one: Program, quantities: Sequence[Quantity]) -> tuple[tuple[Truth | None, Change], ...]:
    return tuple((part.condition, compile_effects(part.effects, quantities)) for part in one)


def _group(
    members: Sequence[int], plain: Sequence[Effects], quantities: Sequence[Quantity], kind: np.dtype[Any]
) -> _Group:
    shape = (len(members), len(plain))
    by, low, high = (np.zeros(shape, kind) for _ in range(3))
    for t, place in enumerate(members):
        for h, effects in enumerate(plain):
            by[t, h], low[t, h], high[t, h] = _function(effects, quantities[place])
    return _Group(tuple(members), by, low, high)


def _function(effects: Effects, quantity: Quantity) -> tuple[int, int, int]:
    """The effects on one quantity as min(max(value + by, low), high)."""
    lowest, highest = span_of(quantity)
    by, low, high = 0, lowest, highest
    for effect in effects:
        if isinstance(effect, SwitchFirst) or effect.index != quantity.index or is_idle(effect):
            continue
        move, least, most = _one(effect, quantity)
        by += move
        low, high = max(least, min(most, low + move)), max(least, min(most, high + move))
        if least == most:
            by = 0
    width = highest - lowest
    return max(-width, min(width, by)), low, high


def _one(effect: Effect, quantity: Quantity) -> tuple[int, int, int]:
    match effect:
        case Shift(by=by):
            return by, quantity.low, quantity.high
        case Assign(to=to):
            return 0, quantity.clamp(to), quantity.clamp(to)
        case RaiseFlag(turns=turns):
            return 0, turns, turns
        case ClearFlag():
            return 0, 0, 0
        case _:
            raise AssertionError(effect)


def _stacked(base: Board, group: _Group) -> Array:
    shape = np.broadcast_shapes(*(base[place].shape for place in group.places))
    stack = np.empty((len(group.places), *shape), group.by.dtype)
    for row, place in zip(stack, group.places, strict=True):
        row[...] = base[place]
    return stack
