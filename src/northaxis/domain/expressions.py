"""The closed language of conditions: integers, named quantities, comparisons, and/or/not, + - * %.

A tree is built once (by `content`), bound to a chosen switch if it names one, and compiled once to nested closures
over the board. Nothing here parses text and nothing is ever evaluated as Python source. The same trees are compiled
for arrays by `simulation`, so both engines read one meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Literal, assert_never

from northaxis.domain.quantities import Values

Number = Callable[[Values], int]


@dataclass(frozen=True, slots=True)
class Const:
    """A whole number written in the rules."""

    value: int


@dataclass(frozen=True, slots=True)
class Read:
    """The value of a quantity. A flag reads as 1 when it is up for however long, else 0."""

    index: int
    name: str
    is_flag: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """The value of the chosen switch; must be bound before compiling."""


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """left op right. `%` is the remainder with the sign of the divisor; by zero it is 0."""

    op: Literal["+", "-", "*", "%"]
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Compare:
    """1 when the comparison holds, else 0."""

    op: Literal["==", "!=", "<", "<=", ">", ">="]
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Not:
    """1 when the term is 0, else 0."""

    term: Expr


@dataclass(frozen=True, slots=True)
class And:
    """1 when every term is non-zero."""

    terms: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """1 when any term is non-zero."""

    terms: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The term, but never below `low`."""

    term: Expr
    low: int


@dataclass(frozen=True, slots=True)
class Steps:
    """A step table: the `result` of the last row whose `start` is not above the term; 0 below the first row."""

    term: Expr
    rows: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Derived:
    """A derived quantity by name, with what it stands for: kept for printing, transparent for meaning."""

    name: str
    term: Expr


Expr = Const | Read | Target | Arithmetic | Compare | Not | And | Or | AtLeast | Steps | Derived


def children(expr: Expr) -> tuple[Expr, ...]:
    """The direct parts of a tree node."""
    match expr:
        case Const() | Read() | Target():
            return ()
        case Arithmetic(left=left, right=right) | Compare(left=left, right=right):
            return (left, right)
        case Not(term=term) | AtLeast(term=term) | Steps(term=term) | Derived(term=term):
            return (term,)
        case And(terms=terms) | Or(terms=terms):
            return terms
        case _:
            assert_never(expr)


def walk(expr: Expr) -> Iterator[Expr]:
    """The node and everything under it."""
    yield expr
    for child in children(expr):
        yield from walk(child)


def reads(expr: Expr) -> frozenset[int]:
    """Places on the board that the tree looks at."""
    return frozenset(node.index for node in walk(expr) if isinstance(node, Read))


def bind(expr: Expr, target: Read) -> Expr:
    """The same tree with `target` put in for the chosen switch."""
    match expr:
        case Target():
            return target
        case Const() | Read():
            return expr
        case Arithmetic(op=op, left=left, right=right):
            return Arithmetic(op, bind(left, target), bind(right, target))
        case Compare(op=comparison, left=left, right=right):
            return Compare(comparison, bind(left, target), bind(right, target))
        case Not(term=term):
            return Not(bind(term, target))
        case And(terms=terms):
            return And(tuple(bind(term, target) for term in terms))
        case Or(terms=terms):
            return Or(tuple(bind(term, target) for term in terms))
        case AtLeast(term=term, low=low):
            return AtLeast(bind(term, target), low)
        case Steps(term=term, rows=rows):
            return Steps(bind(term, target), rows)
        case Derived(name=name, term=term):
            return Derived(name, bind(term, target))
        case _:
            assert_never(expr)


def compile_expr(expr: Expr) -> Number:
    """A function from a board to the tree's value, built of closures."""
    match expr:
        case Const(value=value):
            return lambda row: value
        case Read(index=index, is_flag=True):
            return lambda row: 1 if row[index] else 0
        case Read(index=index):
            return lambda row: row[index]
        case Target():
            raise ValueError("a condition on the chosen switch was compiled before it was bound to one")
        case Arithmetic(op=op, left=left, right=right):
            return _arithmetic(op, compile_expr(left), compile_expr(right))
        case Compare(op=comparison, left=left, right=right):
            return _compare(comparison, left, right)
        case Not(term=term):
            inner = compile_expr(term)
            return lambda row: 0 if inner(row) else 1
        case And(terms=terms):
            parts = tuple(compile_expr(term) for term in terms)
            return lambda row: 1 if all(part(row) for part in parts) else 0
        case Or(terms=terms):
            parts = tuple(compile_expr(term) for term in terms)
            return lambda row: 1 if any(part(row) for part in parts) else 0
        case AtLeast(term=term, low=low):
            inner = compile_expr(term)
            return lambda row: max(low, inner(row))
        case Steps(term=term, rows=rows):
            return _steps(compile_expr(term), rows)
        case Derived(term=term):
            return compile_expr(term)
        case _:
            assert_never(expr)


def _arithmetic(op: Literal["+", "-", "*", "%"], a: Number, b: Number) -> Number:
    match op:
        case "+":
            return lambda row: a(row) + b(row)
        case "-":
            return lambda row: a(row) - b(row)
        case "*":
            return lambda row: a(row) * b(row)
        case "%":
            return lambda row: (a(row) % divisor) if (divisor := b(row)) else 0
        case _:
            assert_never(op)


def _compare(op: Literal["==", "!=", "<", "<=", ">", ">="], left: Expr, right: Expr) -> Number:
    if isinstance(left, Read) and not left.is_flag and isinstance(right, Const):
        return _compare_track(op, left.index, right.value)
    a, b = compile_expr(left), compile_expr(right)
    match op:
        case "==":
            return lambda row: 1 if a(row) == b(row) else 0
        case "!=":
            return lambda row: 1 if a(row) != b(row) else 0
        case "<":
            return lambda row: 1 if a(row) < b(row) else 0
        case "<=":
            return lambda row: 1 if a(row) <= b(row) else 0
        case ">":
            return lambda row: 1 if a(row) > b(row) else 0
        case ">=":
            return lambda row: 1 if a(row) >= b(row) else 0
        case _:
            assert_never(op)


def _compare_track(op: Literal["==", "!=", "<", "<=", ">", ">="], i: int, n: int) -> Number:
    """The usual shape `track >= 7`, one call instead of three."""
    match op:
        case "==":
            return lambda row: 1 if row[i] == n else 0
        case "!=":
            return lambda row: 1 if row[i] != n else 0
        case "<":
            return lambda row: 1 if row[i] < n else 0
        case "<=":
            return lambda row: 1 if row[i] <= n else 0
        case ">":
            return lambda row: 1 if row[i] > n else 0
        case ">=":
            return lambda row: 1 if row[i] >= n else 0
        case _:
            assert_never(op)


def _steps(inner: Number, rows: tuple[tuple[int, int], ...]) -> Number:
    def look_up(row: Values) -> int:
        value, result = inner(row), 0
        for start, given in rows:
            if value < start:
                break
            result = given
        return result

    return look_up


def to_text(expr: Expr) -> str:
    """The tree as an author would write it, with no more brackets than it needs."""
    return _text(expr, 0)


_STRENGTH = {"or": 1, "and": 2, "not": 3, "compare": 4, "+": 5, "-": 5, "*": 6, "%": 6}


def _text(expr: Expr, outer: int) -> str:
    match expr:
        case Const(value=value):
            return str(value)
        case Read(name=name) | Derived(name=name):
            return name
        case Target():
            return "target"
        case Arithmetic(op=op, left=left, right=right):
            mine = _STRENGTH[op]
            words = f"{_text(left, mine)} {op} {_text(right, mine + 1)}"
        case Compare(op=comparison, left=left, right=right):
            mine = _STRENGTH["compare"]
            words = f"{_text(left, mine + 1)} {comparison} {_text(right, mine + 1)}"
        case Not(term=term):
            mine = _STRENGTH["not"]
            words = f"not {_text(term, mine)}"
        case And(terms=terms):
            mine = _STRENGTH["and"]
            words = " and ".join(_text(term, mine + 1) for term in terms)
        case Or(terms=terms):
            mine = _STRENGTH["or"]
            words = " or ".join(_text(term, mine + 1) for term in terms)
        case AtLeast(term=term) | Steps(term=term):
            return _text(term, outer)
        case _:
            assert_never(expr)
    return f"({words})" if mine < outer else words


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled yes-or-no question about the board. Equal when the trees are equal."""

    expr: Expr
    holds: Number = field(compare=False, repr=False)
    reads: frozenset[int] = field(compare=False, repr=False)

    @classmethod
    def of(cls, expr: Expr) -> Condition:
        """The condition that asks whether the tree is non-zero."""
        return cls(expr, compile_expr(expr), reads(expr))

    @property
    def text(self) -> str:
        """As an author would write it."""
        return to_text(self.expr)


ALWAYS = Condition.of(Const(1))


@dataclass(frozen=True, slots=True)
class Measure:
    """A compiled derived quantity: the pressure index, the size of the strike platform, and so on."""

    id: str
    name: str
    expr: Expr
    of: Number = field(compare=False, repr=False)
    reads: frozenset[int] = field(compare=False, repr=False)
    cites: tuple[str, ...] = ()

    @classmethod
    def named(cls, id: str, name: str, expr: Expr, cites: tuple[str, ...] = ()) -> Measure:
        """Compile a derived quantity."""
        return cls(id, name, expr, compile_expr(expr), reads(expr), cites)


def possible_truths(condition: Condition, row: Values, spans: dict[int, tuple[int, int]]) -> frozenset[bool]:
    """Whether the condition can be true, false or both, when some places are known only as a span.

    Tries every combination of the unknown places that the condition reads; bands keep that small.
    """
    unknown = sorted(condition.reads & spans.keys())
    if not unknown:
        return frozenset({bool(condition.holds(row))})
    scratch, found = list(row), set[bool]()
    for guess in product(*(range(spans[index][0], spans[index][1] + 1) for index in unknown)):
        for index, value in zip(unknown, guess, strict=True):
            scratch[index] = value
        found.add(bool(condition.holds(scratch)))
        if len(found) == 2:
            break
    return frozenset(found)
