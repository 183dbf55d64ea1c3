"""Effects compiled to masked changes of a board of many games: the meaning of `domain.effects`, in written order.

A change takes a board and a mask of any shape that broadcasts with its rows; games outside the mask keep their value.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import assert_never

import numpy as np

from northaxis.domain.effects import Assign, ClearFlag, Effect, Effects, RaiseFlag, Shift, SwitchFirst
from northaxis.domain.quantities import FOR_GOOD, Kind, Quantity
from northaxis.simulation.board import LONGEST_FLAG, Array, Board, UnfitForKernel, row_type

Change = Callable[[Board, Array], None]


def compile_effects(effects: Effects, quantities: Sequence[Quantity]) -> Change:
    """One change that applies the effects in order where the mask is true, each clamped as it lands."""
    changes = tuple(compile_effect(effect, quantities) for effect in effects if not is_idle(effect))
    if len(changes) == 1:
        return changes[0]

    def apply_all(board: Board, mask: Array) -> None:
        for change in changes:
            change(board, mask)

    return apply_all


def is_idle(effect: Effect) -> bool:
    """Whether the effect never changes anything."""
    return (isinstance(effect, Shift) and effect.by == 0) or (isinstance(effect, RaiseFlag) and effect.turns == 0)


def compile_effect(effect: Effect, quantities: Sequence[Quantity]) -> Change:
    """One effect as a masked change; UnfitForKernel for what content never builds."""
    match effect:
        case Shift(index=index, by=by):
            return _shifting(quantities[index], by)
        case Assign(index=index, to=to):
            return _assigning(quantities[index], to)
        case RaiseFlag(index=index, turns=turns):
            return _raising(quantities[index], turns)
        case ClearFlag(index=index):
            return _setting(quantities[index], 0)
        case SwitchFirst(candidates=candidates, to=to):
            return _switching([quantities[index] for index in candidates], to)
        case _:
            assert_never(effect)


def _shifting(quantity: Quantity, by: int) -> Change:
    if quantity.kind is Kind.FLAG:
        raise UnfitForKernel(f"{quantity.id} is moved by steps; a flag is raised and taken down")
    index, low, high, kind = quantity.index, quantity.low, quantity.high, row_type(quantity)
    steps = kind.type(max(low - high, min(high - low, by)))

    def up_one(board: Board, mask: Array) -> None:
        board[index] = np.minimum(board[index] + mask.view(np.int8), high)

    def down_one(board: Board, mask: Array) -> None:
        board[index] = np.maximum(board[index] - mask.view(np.int8), low)

    def up(board: Board, mask: Array) -> None:
        board[index] = np.minimum(board[index] + mask.view(np.int8) * steps, high)

    def down(board: Board, mask: Array) -> None:
        board[index] = np.maximum(board[index] + mask.view(np.int8) * steps, low)

    return up_one if by == 1 else down_one if by == -1 else up if by > 0 else down


def _assigning(quantity: Quantity, to: int) -> Change:
    if quantity.kind is Kind.FLAG:
        raise UnfitForKernel(f"{quantity.id} is put at a value; a flag is raised and taken down")
    if quantity.kind is Kind.SWITCH and to not in (0, 1):
        raise UnfitForKernel(f"{quantity.id} is put at {to}; a switch is on or off")
    return _setting(quantity, quantity.clamp(to))


def _setting(quantity: Quantity, to: int) -> Change:
    index, value = quantity.index, row_type(quantity).type(to)

    def put(board: Board, mask: Array) -> None:
        board[index] = np.where(mask, value, board[index])

    return put


def _raising(quantity: Quantity, turns: int) -> Change:
    if quantity.kind is not Kind.FLAG or not (turns == FOR_GOOD or 0 < turns <= LONGEST_FLAG):
        raise UnfitForKernel(f"{quantity.id} is raised for {turns} turns; a flag is raised for 1 to {LONGEST_FLAG}")
    if turns == FOR_GOOD:
        return _setting(quantity, FOR_GOOD)
    index = quantity.index

    def lift(board: Board, mask: Array) -> None:
        row = board[index]
        board[index] = np.where(mask & (row != FOR_GOOD), np.maximum(row, turns), row)

    return lift


def _switching(candidates: Sequence[Quantity], to: int) -> Change:
    values = [(quantity.index, row_type(quantity).type(to)) for quantity in candidates]

    def switch(board: Board, mask: Array) -> None:
        waiting = mask
        for index, value in values:
            row = board[index]
            moved = waiting & (row != value)
            board[index] = np.where(moved, value, row)
            waiting = waiting & ~moved

    return switch
