"""The end of a turn as a bot foresees it, for many boards: the meaning of `bots.turn_end`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from northaxis.bots.turn_end import LIKELY_BREAK, break_threshold
from northaxis.domain.quantities import Kind
from northaxis.domain.turn_end_rules import Rule
from northaxis.simulation.board import Array, Board
from northaxis.simulation.changes import Change
from northaxis.simulation.compiler import Compiler, Rolling
from northaxis.simulation.formulas import Truth

Value = Callable[[Board], Array]


class Foresight:
    """The foreseeable part of a game's turn end, compiled."""

    def __init__(self, compiler: Compiler) -> None:
        rules = compiler.rules
        self._compiler = compiler
        self._steps = tuple(self._step(rule) for rule in (*rules.rules, *rules.snaps) if rule.outcome.roll is None)
        self._finals = tuple(q.index for q in rules.quantities if q.ends_play)
        self._flags = tuple(q.index for q in rules.quantities if q.kind is Kind.FLAG)
        self._turn, self._turns = rules.turn, rules.turns
        self._check = compiler.truth(rules.check.condition)
        self._break = Rolling(break_threshold(rules.check.rows), compiler.modifiers(rules.check.modifiers))
        self._breaking = tuple(compiler.truth(end.condition) for end in rules.ends if end.breaks)
        rolled = [end for end in rules.ends if end.outcome.roll is not None]
        self._tests = tuple((*self._step(end), compiler.roll(end.outcome.roll)) for end in rolled)
        self._ladder = tuple(self._step(rung) for rung in rules.ladder)

    def _step(self, rule: Rule) -> tuple[Truth, Change]:
        return self._compiler.truth(rule.condition), self._compiler.change(rule.outcome.ok)

    def prospect(self, board: Board, value: Value, turn_ends: int) -> Array:
        """What the boards are worth after some turn ends, by a value of boards; rounded down as ends are blended in."""
        after = self._ahead(board, turn_ends)
        found = value(after)
        goes_on = ~self._is_final(after)
        for holds, change, roll in self._tests:
            at_stake = goes_on & holds(after)
            if at_stake.any():
                chance = np.where(at_stake, roll.ways(after), np.int8(0))
                found = blend(chance, self._changed(after, change, value), found)
        chance = np.where(goes_on, self._break_ways(after), np.int8(0))
        if chance.any():
            found = blend(chance, value(self._broken(after)), found)
        return found

    def _ahead(self, board: Board, turn_ends: int) -> Board:
        then = self._after(board)
        left = int(board[self._turns][0]) - int(board[self._turn][0]) + 1
        for _ in range(min(turn_ends, left) - 1):
            then[self._turn] = then[self._turn] + 1
            for flag in self._flags:
                then[flag] = then[flag] - (then[flag] > 0)
            then = self._after(then)
        then[self._turn] = board[self._turn]
        return then

    def _after(self, board: Board) -> Board:
        then = board.copy()
        for holds, change in self._steps:
            mask = holds(then)
            if mask.any():
                change(then, mask)
        return then

    def _is_final(self, board: Board) -> Array:
        found = np.asarray(False)
        for place in self._finals:
            found = found | (board[place] != 0)
        return found

    def _break_ways(self, board: Board) -> Array:
        ways = np.where(self._check(board), self._break.ways(board), np.int8(0))
        for holds in self._breaking:
            ways = np.where((ways < LIKELY_BREAK) & holds(board), np.int8(LIKELY_BREAK), ways)
        return ways

    def _broken(self, board: Board) -> Board:
        then, open_to = board.copy(), np.asarray(True)
        for holds, change in self._ladder:
            here = open_to & holds(then)
            open_to = open_to & ~here
            change(then, here)
        return then

    @staticmethod
    def _changed(board: Board, change: Change, value: Value) -> Array:
        then = board.copy()
        change(then, np.asarray(True))
        return value(then)


def blend(chance: Array, one: Array, other: Array) -> Array:
    """`one` in `chance` of 36 cases and else `other`, rounded down."""
    blended: Array = (chance * one + (36 - chance) * other) // 36
    return blended
