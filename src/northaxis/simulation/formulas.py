"""Expression trees of the domain compiled for arrays: the meaning of `domain.expressions`, many boards at a time.

Every node knows the lowest and highest number it can give, so that each is computed with the smallest integers that
cannot overflow. Derived quantities are remembered on the board until a row they read is replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Literal, assert_never

import numpy as np

from northaxis.domain import expressions as e
from northaxis.simulation.board import Array, Board, Span, UnfitForKernel, narrowest

LARGEST_TABLE = 4096
"""Results of a formula with more possible values are computed instead of looked up."""

Truth = Callable[[Board], Array]
"""A mask of booleans, of shape (), (1,), (N,) or with hypotheses in front."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A compiled number and its limits."""

    of: Callable[[Board], Array]
    low: int
    high: int

    @property
    def type(self) -> np.dtype[Any]:
        """The kind of integer it gives."""
        return narrowest(self.low, self.high)


@dataclass(slots=True)
class Formulas:
    """Compiles trees over quantities of given spans, equal trees once. Trees in `shared` are remembered on boards."""

    spans: Sequence[Span]
    flags: frozenset[int]
    shared: frozenset[e.Expr]
    _numbers: dict[e.Expr, Formula]
    _truths: dict[e.Expr, Truth]

    @classmethod
    def over(cls, spans: Sequence[Span], flags: frozenset[int], shared: Iterable[e.Expr]) -> Formulas:
        """A compiler for a rule set's quantities and derived quantities."""
        return cls(spans, flags, frozenset(stripped(expr) for expr in shared), {}, {})

    def truth(self, expr: e.Expr) -> Truth:
        """Whether the tree is not 0."""
        plain = stripped(expr)
        found = self._truths.get(plain)
        if found is None:
            found = self._truths[plain] = self._truth(plain)
        return found

    def number(self, expr: e.Expr) -> Formula:
        """The tree's value."""
        plain = stripped(expr)
        found = self._numbers.get(plain)
        if found is None:
            found = self._number(plain)
            if plain in self.shared:
                found = Formula(_remembered(found.of, len(self._numbers), e.reads(plain)), found.low, found.high)
            self._numbers[plain] = found
        return found

    def _truth(self, expr: e.Expr) -> Truth:
        match expr:
            case e.Const(value=value):
                answer = np.asarray(bool(value))
                return lambda rows: answer
            case e.Compare(op=op, left=left, right=right):
                return self._compare(op, left, right)
            case e.Not(term=term):
                inner = self.truth(term)
                return lambda rows: ~inner(rows)
            case e.And(terms=terms):
                parts = tuple(self.truth(term) for term in terms)
                return lambda rows: reduce(np.bitwise_and, [part(rows) for part in parts])
            case e.Or(terms=terms):
                parts = tuple(self.truth(term) for term in terms)
                return lambda rows: reduce(np.bitwise_or, [part(rows) for part in parts])
            case e.Read(index=index, is_flag=True):
                return lambda rows: rows[index] != 0
            case _:
                number = self.number(expr).of
                return lambda rows: number(rows) != 0

    def _compare(self, op: Literal["==", "!=", "<", "<=", ">", ">="], left: e.Expr, right: e.Expr) -> Truth:
        a = self.number(left).of
        if isinstance(right, e.Const):
            return _compare_with(op, a, right.value)
        b = self.number(right).of
        match op:
            case "==":
                return lambda rows: a(rows) == b(rows)
            case "!=":
                return lambda rows: a(rows) != b(rows)
            case "<":
                return lambda rows: a(rows) < b(rows)
            case "<=":
                return lambda rows: a(rows) <= b(rows)
            case ">":
                return lambda rows: a(rows) > b(rows)
            case ">=":
                return lambda rows: a(rows) >= b(rows)
            case _:
                assert_never(op)

    def _number(self, expr: e.Expr) -> Formula:
        match expr:
            case e.Const(value=value):
                constant = np.asarray(value, narrowest(value, value))
                return Formula(lambda rows: constant, value, value)
            case e.Read(index=index, is_flag=False):
                if index in self.flags:
                    raise UnfitForKernel("a condition reads how long a flag lasts")
                return Formula(lambda rows: rows[index], *self.spans[index])
            case e.Arithmetic(op=op, left=left, right=right):
                return _arithmetic(op, self.number(left), self.number(right))
            case e.AtLeast(term=term, low=low):
                inner = self.number(term)
                floor = max(low, inner.low)
                kind = narrowest(min(floor, inner.low), max(floor, inner.high))
                least = kind.type(floor)
                return Formula(
                    lambda rows: np.maximum(inner.of(rows).astype(kind, copy=False), least),
                    floor,
                    max(floor, inner.high),
                )
            case e.Steps(term=term, rows=steps):
                return _steps(self.number(term), steps)
            case e.Target():
                raise UnfitForKernel("a condition on the chosen switch was not bound to one")
            case e.Derived(term=term):
                return self.number(term)
            case e.Compare() | e.Not() | e.And() | e.Or() | e.Read():
                holds = self.truth(expr)
                return Formula(lambda rows: holds(rows).view(np.int8), 0, 1)
            case _:
                assert_never(expr)


def stripped(expr: e.Expr) -> e.Expr:
    """The tree without the names of derived quantities, so that equal meanings are equal trees."""
    match expr:
        case e.Derived(term=term):
            return stripped(term)
        case e.Arithmetic(op=op, left=left, right=right):
            return e.Arithmetic(op, stripped(left), stripped(right))
        case e.Compare(op=comparison, left=left, right=right):
            return e.Compare(comparison, stripped(left), stripped(right))
        case e.Not(term=term):
            return e.Not(stripped(term))
        case e.And(terms=terms):
            return e.And(tuple(stripped(term) for term in terms))
        case e.Or(terms=terms):
            return e.Or(tuple(stripped(term) for term in terms))
        case e.AtLeast(term=term, low=low):
            return e.AtLeast(stripped(term), low)
        case e.Steps(term=term, rows=rows):
            return e.Steps(stripped(term), rows)
        case e.Const() | e.Read() | e.Target():
            return expr
        case _:
            assert_never(expr)


def table_over(function: Callable[[int], int], low: int, high: int, kind: np.dtype[Any]) -> Array:
    """A table to index with numbers from low to high; negative ones count from its end, as numpy does."""
    first, last = min(low, 0), max(high, 0)
    table = np.zeros(last - first + 1, kind)
    for value in range(low, high + 1):
        table[value] = function(value)
    return table


def _remembered(compute: Callable[[Board], Array], key: int, reads: frozenset[int]) -> Callable[[Board], Array]:
    """The same formula, computed once as long as the rows it reads stay the same objects."""
    places = tuple(sorted(reads))

    def remember(rows: Board) -> Array:
        known = rows.memo.get(key)
        if known is not None and all(rows[place] is row for place, row in zip(places, known[0], strict=True)):
            return known[1]
        value = compute(rows)
        rows.memo[key] = (tuple(rows[place] for place in places), value)
        return value

    return remember


def _arithmetic(op: Literal["+", "-", "*", "%"], left: Formula, right: Formula) -> Formula:
    low, high = _limits(op, left, right)
    kind = narrowest(min(low, left.low, right.low), max(high, left.high, right.high))
    a, b = left.of, right.of
    match op:
        case "+":
            return Formula(lambda rows: np.add(a(rows), b(rows), dtype=kind), low, high)
        case "-":
            return Formula(lambda rows: np.subtract(a(rows), b(rows), dtype=kind), low, high)
        case "*":
            return Formula(lambda rows: np.multiply(a(rows), b(rows), dtype=kind), low, high)
        case "%":

            def remainder(rows: Board) -> Array:
                divisor = b(rows)
                found: Array = np.remainder(a(rows), np.where(divisor == 0, 1, divisor), dtype=np.int64)
                return np.where(divisor == 0, 0, found).astype(kind, copy=False)

            return Formula(remainder, low, high)
        case _:
            assert_never(op)


def _limits(op: Literal["+", "-", "*", "%"], left: Formula, right: Formula) -> Span:
    match op:
        case "+":
            return left.low + right.low, left.high + right.high
        case "-":
            return left.low - right.high, left.high - right.low
        case "*":
            corners = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
            return min(corners), max(corners)
        case "%":
            return min(0, right.low + 1), max(0, right.high - 1)
        case _:
            assert_never(op)


def _compare_with(op: Literal["==", "!=", "<", "<=", ">", ">="], a: Callable[[Board], Array], n: int) -> Truth:
    match op:
        case "==":
            return lambda rows: a(rows) == n
        case "!=":
            return lambda rows: a(rows) != n
        case "<":
            return lambda rows: a(rows) < n
        case "<=":
            return lambda rows: a(rows) <= n
        case ">":
            return lambda rows: a(rows) > n
        case ">=":
            return lambda rows: a(rows) >= n
        case _:
            assert_never(op)


def _steps(term: Formula, rows: tuple[tuple[int, int], ...]) -> Formula:
    def look_up(value: int) -> int:
        result = 0
        for start, given in rows:
            if value < start:
                break
            result = given
        return result

    low, high = min([0, *(given for _, given in rows)]), max([0, *(given for _, given in rows)])
    if term.high - term.low > LARGEST_TABLE:
        raise UnfitForKernel("a step table is read with a number that has too wide a range")
    table = table_over(look_up, term.low, term.high, narrowest(low, high))
    return Formula(lambda board: table.take(term.of(board), mode="wrap"), low, high)
