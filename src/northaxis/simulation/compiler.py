"""Compiles a game's conditions, rolls and effects for many boards; refuses a rule set the kernel cannot follow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from northaxis.domain.dice import name_hash
from northaxis.domain.effects import ClearFlag, Effects
from northaxis.domain.expressions import Condition, Expr
from northaxis.domain.ids import SeatId
from northaxis.domain.perception import hidden
from northaxis.domain.quantities import Kind
from northaxis.domain.rolls import Modifier, Roll
from northaxis.domain.ruleset import Game
from northaxis.domain.state import State, start_board
from northaxis.simulation.board import Array, Board, UnfitForKernel, span_of
from northaxis.simulation.chance import WAYS
from northaxis.simulation.changes import Change, compile_effects
from northaxis.simulation.formulas import Formula, Formulas, Truth


@dataclass(frozen=True, slots=True)
class Rolling:
    """A roll with its modifiers compiled."""

    base: int
    modifiers: tuple[tuple[Truth, int], ...]

    def need(self, board: Board) -> Array:
        """The need on each board, modifiers counted in: int8, broadcast over the boards."""
        need = np.asarray(self.base, np.int8)
        for holds, by in self.modifiers:
            need = need - holds(board).view(np.int8) * np.int8(by)
        return need

    def ways(self, board: Board) -> Array:
        """In how many of 36 throws it succeeds on each board."""
        return WAYS.take(self.need(board), mode="wrap")


SURE = Rolling(2, ())


@dataclass(frozen=True, slots=True)
class LiveChange:
    """Effects on real boards, one after another; with each whether it takes the sham flag down."""

    steps: tuple[tuple[Change, bool], ...]


class Compiler:
    """One game's compiled conditions and effects."""

    def __init__(self, game: Game) -> None:
        self.game, self.rules = game, game.rules
        quantities = game.rules.quantities
        flags = frozenset(q.index for q in quantities if q.kind is Kind.FLAG)
        self.quantities = quantities
        self.formulas = Formulas.over(
            [span_of(quantity) for quantity in quantities], flags, [m.expr for m in game.rules.measures.values()]
        )
        self._refuse_what_does_not_fit()

    def truth(self, condition: Condition) -> Truth:
        """A condition as a mask."""
        return self.formulas.truth(condition.expr)

    def number(self, expr: Expr) -> Formula:
        """A tree's value."""
        return self.formulas.number(expr)

    def change(self, effects: Effects) -> Change:
        """Effects on scratch boards."""
        return compile_effects(effects, self.quantities)

    def live(self, effects: Effects) -> LiveChange:
        """Effects on real boards."""
        flag = self.rules.answering.sham_flag
        return LiveChange(
            tuple(
                (self.change((effect,)), isinstance(effect, ClearFlag) and effect.index == flag) for effect in effects
            )
        )

    def roll(self, roll: Roll | None) -> Rolling:
        """A roll; without one, what always succeeds."""
        return SURE if roll is None else Rolling(roll.need, self.modifiers(roll.modifiers))

    def modifiers(self, modifiers: tuple[Modifier, ...]) -> tuple[tuple[Truth, int], ...]:
        """Modifiers as masks and steps."""
        if sum(abs(modifier.by) for modifier in modifiers) > 100:
            raise UnfitForKernel("a roll's modifiers add up to more than 100")
        return tuple((self.truth(modifier.condition), modifier.by) for modifier in modifiers)

    def purse(self, seat: SeatId) -> int:
        """The place of a seat's influence points."""
        return self.rules.seats[seat].ip

    def _refuse_what_does_not_fit(self) -> None:
        start = start_board(self.game)
        for quantity in self.quantities:
            if not span_of(quantity)[0] <= start[quantity.index] <= span_of(quantity)[1]:
                raise UnfitForKernel(f"{quantity.id} starts outside its range")
        for seat in self.rules.seats.values():
            if not self.quantities[seat.ip].is_seen_by(seat.id):
                raise UnfitForKernel(f"{seat.id} does not see its own influence points")


def veil_table(game: Game, place: int) -> tuple[int, ...]:
    """What an outsider's bot takes a hidden quantity to be, for each value from its lowest on."""
    quantity = game.rules.quantities[place]
    board = [0] * len(game.rules.quantities)
    middles = []
    for value in range(quantity.low, quantity.high + 1):
        board[place] = value
        middles.append(hidden(State(game=game, board=tuple(board)), quantity).middle)
    if not all(quantity.low <= middle <= quantity.high for middle in middles):
        raise UnfitForKernel(f"the middle of a band lies outside the range of {quantity.id}")
    return tuple(middles)


def hashed(names: list[str]) -> Array:
    """The hashes of roll names, uint64."""
    return np.array([name_hash(name) for name in names], np.uint64)
