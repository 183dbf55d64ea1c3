"""How nearly a condition holds, in thousandths: the soft reading of the closed language of conditions.

A comparison of whole numbers is graded by the logistic table, `and` multiplies, `or` takes the best, `not` turns
round, and everything else is 1000 when it is not 0. Compiled once to closures over a board.
"""

from __future__ import annotations

from typing import Literal, assert_never

from northaxis.bots.tables import how_nearly_at_least, how_nearly_equal
from northaxis.domain.expressions import And, Compare, Derived, Expr, Not, Number, Or, compile_expr
from northaxis.domain.quantities import Values

WHOLE = 1000
"""What holds for certain."""


def compile_soft(expr: Expr) -> Number:
    """A function from a board to thousandths: how nearly the tree holds."""
    match expr:
        case Compare(op=op, left=left, right=right):
            return _compare(op, compile_expr(left), compile_expr(right))
        case And(terms=terms):
            return _all(tuple(compile_soft(term) for term in terms))
        case Or(terms=terms):
            return _any(tuple(compile_soft(term) for term in terms))
        case Not(term=term):
            inner = compile_soft(term)
            return lambda row: WHOLE - inner(row)
        case Derived(term=term):
            return compile_soft(term)
        case _:
            truth = compile_expr(expr)
            return lambda row: WHOLE if truth(row) else 0


def _all(parts: tuple[Number, ...]) -> Number:
    def product(row: Values) -> int:
        """From the left, rounded down after each factor."""
        found = WHOLE
        for part in parts:
            found = found * part(row) // WHOLE
        return found

    return product


def _any(parts: tuple[Number, ...]) -> Number:
    return lambda row: max(part(row) for part in parts)


def _compare(op: Literal["==", "!=", "<", "<=", ">", ">="], a: Number, b: Number) -> Number:
    match op:
        case ">=":
            return lambda row: how_nearly_at_least(a(row) - b(row))
        case "<=":
            return lambda row: how_nearly_at_least(b(row) - a(row))
        case ">":
            return lambda row: how_nearly_at_least(a(row) - b(row) - 1)
        case "<":
            return lambda row: how_nearly_at_least(b(row) - a(row) - 1)
        case "==":
            return lambda row: how_nearly_equal(a(row) - b(row))
        case "!=":
            return lambda row: WHOLE - how_nearly_equal(a(row) - b(row))
        case _:
            assert_never(op)
