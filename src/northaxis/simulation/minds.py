"""What seats want, for many boards: the meaning of `bots.mind`, in thousandths of a victory point.

Goals, agenda, doctrine and dreads that depend on one number are added up into one table a number; the agenda, which
differs from game to game, is a second way into the table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from northaxis.bots.mind import AHEAD_PART, EXACT_PART, NOW_PART, PARTS, SOFT_PART
from northaxis.bots.soft import WHOLE
from northaxis.domain import expressions as e
from northaxis.domain.ids import SeatId
from northaxis.simulation.board import Array, Board, UnfitForKernel
from northaxis.simulation.compiler import Compiler
from northaxis.simulation.foresight import Foresight
from northaxis.simulation.formulas import LARGEST_TABLE, Formula, stripped
from northaxis.simulation.games import NONE
from northaxis.simulation.nearness import Nearness, compile_nearness, one_number

NO_AGENDA = np.full(1, NONE, np.int8)
"""For an onlooker's idea of a seat."""

MOST = 2**31 // (36 * PARTS)
"""Values beyond this could overflow while they are blended."""

Answer = Callable[[int], int]


@dataclass(frozen=True, slots=True)
class _Table:
    """Worth by a number: `worth` is one row an agenda (the first for none) of `width`, flat; one row if all agree."""

    number: Formula
    worth: Array
    width: int
    by_agenda: bool


class Mind:
    """One seat's values, compiled."""

    def __init__(self, compiler: Compiler, foresight: Foresight, seat: SeatId) -> None:
        rules, self._foresight = compiler.rules, foresight
        self.seat = seat = SeatId(seat)
        self.rules = rules.seats[seat]
        self._answers: dict[e.Expr, list[tuple[int | None, Answer]]] = {}
        self._mixed: list[tuple[int | None, int, Nearness]] = []
        for goal in self.rules.goals:
            self._ask(compiler, goal.condition.expr, goal.points, None)
        for place, agenda in enumerate(self.rules.agendas):
            self._ask(compiler, agenda.condition.expr, agenda.points, place)
        agendas = enumerate(self.rules.agendas)
        self._exact = (
            *((None, goal.points, compiler.truth(goal.condition)) for goal in self.rules.goals),
            *((place, agenda.points, compiler.truth(agenda.condition)) for place, agenda in agendas),
        )
        for measure, each in self.rules.doctrine.cares:
            self._add(measure.expr, None, _times(each))
        for dread in rules.bots.dreads:
            self._add(dread.measure.expr, None, _beyond(dread.each, dread.above))
        self._tables = tuple(self._table(compiler, number, asked) for number, asked in self._answers.items())
        self._ip, self._ip_price = self.rules.ip, np.int32(rules.bots.ip_price)
        self._turn, self._turns = rules.turn, rules.turns
        self.triggers = tuple(
            (compiler.truth(trigger.condition), frozenset(trigger.prefer)) for trigger in self.rules.doctrine.triggers
        )
        self._demand_room(rules.quantities[self.rules.ip].high)

    def value(self, board: Board, agenda: Array) -> Array:
        """What boards are worth to the seat with the agendas (N,), int32."""
        total: Array = np.zeros(1, np.int32)
        wide: Array | None = None
        for table in self._tables:
            number = table.number.of(board)
            if table.by_agenda:
                number = number + ((agenda.astype(np.int16) + 1) * table.width - table.number.low)
            worth = table.worth.take(number, mode="wrap")
            if worth.ndim == 1:
                total = total + worth
            else:
                wide = worth if wide is None else wide + worth
        for agenda_place, points, nearly in self._mixed:
            worth = nearly(board) * np.int32(points)
            if agenda_place is not None:
                worth = worth * (agenda == agenda_place)
            total, wide = (total + worth, wide) if worth.ndim == 1 else (total, worth if wide is None else wide + worth)
        if board[self._turn][0] < board[self._turns][0]:
            worth = board[self._ip] * self._ip_price
            total, wide = (total + worth, wide) if worth.ndim == 1 else (total, worth if wide is None else wide + worth)
        return total if wide is None else wide + total

    def worth(self, board: Board, agenda: Array, lookahead: int) -> Array:
        """The value, or with lookahead a weighing of now and the turn end, rounded down."""
        if lookahead == 0:
            return self.value(board, agenda)
        if board[self._turn][0] >= board[self._turns][0]:
            return self._foresight.prospect(board, lambda then: self.last_value(then, agenda), 1)
        now = self.value(board, agenda)
        ahead = self._foresight.prospect(board, lambda then: self.value(then, agenda), lookahead)
        weighed: Array = (NOW_PART * now + AHEAD_PART * ahead) // PARTS
        return weighed

    def last_value(self, board: Board, agenda: Array) -> Array:
        """What boards are worth when play ends on them: near misses and, mostly, goals that hold; rounded down."""
        exact: Array = np.zeros(1, np.int32)
        for place, points, holds in self._exact:
            met = holds(board) if place is None else holds(board) & (agenda == place)
            exact = exact + met * np.int32(points * WHOLE)
        weighed: Array = (SOFT_PART * self.value(board, agenda) + EXACT_PART * exact) // (SOFT_PART + EXACT_PART)
        return weighed

    def _ask(self, compiler: Compiler, condition: e.Expr, points: int, agenda: int | None) -> None:
        alone = one_number(condition)
        if alone is None:
            self._mixed.append((agenda, points, compile_nearness(condition, compiler.formulas)))
        else:
            self._add(alone.of, agenda, _scaled(points, alone.answer))

    def _add(self, number: e.Expr, agenda: int | None, answer: Answer) -> None:
        self._answers.setdefault(stripped(number), []).append((agenda, answer))

    def _table(self, compiler: Compiler, number: e.Expr, asked: list[tuple[int | None, Answer]]) -> _Table:
        formula = compiler.number(number)
        low, high = formula.low, formula.high
        if high - low >= LARGEST_TABLE:
            raise UnfitForKernel(f"{self.seat} weighs a number that has too wide a range")
        by_agenda = any(agenda is not None for agenda, _ in asked)
        rows = [
            [sum(answer(value) for agenda, answer in asked if agenda in (None, row)) for value in range(low, high + 1)]
            for row in ([NONE, *range(len(self.rules.agendas))] if by_agenda else [NONE])
        ]
        if by_agenda:
            return _Table(formula, np.array(rows, np.int32).reshape(-1), high - low + 1, True)
        wrapped = np.zeros(max(high, 0) - min(low, 0) + 1, np.int32)
        for place, value in enumerate(range(low, high + 1)):
            wrapped[value] = rows[0][place]
        return _Table(formula, wrapped, high - low + 1, False)

    def _demand_room(self, purse: int) -> None:
        most = sum(int(np.abs(table.worth).max()) for table in self._tables) + int(self._ip_price) * purse
        most += sum(abs(points) * 1000 for _, points, _ in self._mixed)
        if most > MOST:
            raise UnfitForKernel(f"what {self.seat} cares about adds up to more than {MOST} thousandths")


def _scaled(points: int, answer: Answer) -> Answer:
    return lambda value: points * answer(value)


def _times(each: int) -> Answer:
    return lambda value: each * value


def _beyond(each: int, above: int) -> Answer:
    return lambda value: -each * max(0, value - above)
