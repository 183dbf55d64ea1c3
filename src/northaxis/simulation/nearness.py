"""How nearly conditions hold, for many boards: the meaning of `bots.soft`, in thousandths, with the bots' own tables.

Much of what a bot asks depends on one number only (a track, the index, the size of the platform): such a question
becomes a table over that number, and questions about the same number are added up into one table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, assert_never

import numpy as np

from northaxis.bots.soft import WHOLE
from northaxis.bots.tables import how_nearly_at_least, how_nearly_equal
from northaxis.domain import expressions as e
from northaxis.simulation.board import Array, Board, UnfitForKernel
from northaxis.simulation.formulas import LARGEST_TABLE, Formulas, stripped, table_over

Nearness = Callable[[Board], Array]
"""Thousandths, int32, broadcast over boards."""

Op = Literal["==", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class OneNumber:
    """A question that depends on one number only: the number's tree, and the answer for each value."""

    of: e.Expr
    answer: Callable[[int], int]


def one_number(expr: e.Expr) -> OneNumber | None:
    """The question as one about a single number, or None when it needs more."""
    plain = stripped(expr)
    match plain:
        case e.Compare(op=op, left=left, right=e.Const(value=n)):
            return OneNumber(left, lambda value: graded(op, value - n))
        case e.Compare(op=op, left=e.Const(value=n), right=right):
            return OneNumber(right, lambda value: graded(op, n - value))
        case e.Compare(op=op, left=left, right=right):
            return OneNumber(e.Arithmetic("-", left, right), lambda value: graded(op, value))
        case e.Not(term=term):
            inner = one_number(term)
            return None if inner is None else OneNumber(inner.of, lambda value: WHOLE - inner.answer(value))
        case e.And(terms=terms):
            return _together([one_number(term) for term in terms], _product)
        case e.Or(terms=terms):
            return _together([one_number(term) for term in terms], max)
        case _:
            return OneNumber(plain, lambda value: WHOLE if value else 0)


def graded(op: Op, difference: int) -> int:
    """How nearly a comparison holds, for left less right."""
    match op:
        case ">=":
            return how_nearly_at_least(difference)
        case "<=":
            return how_nearly_at_least(-difference)
        case ">":
            return how_nearly_at_least(difference - 1)
        case "<":
            return how_nearly_at_least(-difference - 1)
        case "==":
            return how_nearly_equal(difference)
        case "!=":
            return WHOLE - how_nearly_equal(difference)
        case _:
            assert_never(op)


def _product(parts: list[int]) -> int:
    found = WHOLE
    for part in parts:
        found = found * part // WHOLE
    return found


def _together(parts: list[OneNumber | None], join: Callable[[list[int]], int]) -> OneNumber | None:
    known = [part for part in parts if part is not None]
    if len(known) != len(parts) or len({part.of for part in known}) != 1:
        return None
    return OneNumber(known[0].of, lambda value: join([part.answer(value) for part in known]))


def compile_nearness(expr: e.Expr, formulas: Formulas) -> Nearness:
    """How nearly any condition holds, from several numbers."""
    plain = stripped(expr)
    match plain:
        case e.Compare(op=op, left=left, right=right):
            return _compare(op, e.Arithmetic("-", left, right), formulas)
        case e.And(terms=terms):
            factors = tuple(compile_nearness(term, formulas) for term in terms)

            def product(rows: Board) -> Array:
                """From the left, rounded down after each factor."""
                found = factors[0](rows)
                for factor in factors[1:]:
                    found = found * factor(rows) // WHOLE
                return found

            return product
        case e.Or(terms=terms):
            parts = tuple(compile_nearness(term, formulas) for term in terms)

            def greatest(rows: Board) -> Array:
                found = parts[0](rows)
                for part in parts[1:]:
                    found = np.maximum(found, part(rows))
                return found

            return greatest
        case e.Not(term=term):
            inner = compile_nearness(term, formulas)
            return lambda rows: WHOLE - inner(rows)
        case _:
            truth = formulas.truth(plain)
            return lambda rows: truth(rows) * np.int32(WHOLE)


def _compare(op: Op, difference: e.Expr, formulas: Formulas) -> Nearness:
    value = formulas.number(difference)
    if value.high - value.low > LARGEST_TABLE:
        raise UnfitForKernel("a goal compares numbers that have too wide a range")
    table = table_over(lambda away: graded(op, away), value.low, value.high, np.dtype(np.int32))
    return lambda rows: table.take(value.of(rows), mode="wrap")
