"""The parser of the condition language: one line of text to a tree of `domain.expressions`.

A tokenizer and a recursive-descent parser by hand, so that every slip has an exact column and a suggestion. Nothing is
ever evaluated. Length and depth are capped. Unknown names do not stop the parser; a wrong shape does.

    condition := or                     comparison := sum [("==" | "!=" | "<" | "<=" | ">" | ">=") sum]
    or  := and ("or" and)*              sum  := product (("+" | "-") product)*
    and := not ("and" not)*             product := term (("*" | "%") term)*
    not := "not" not | comparison       term := number | name | "-" term | "(" or ")"
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, cast

from northaxis.content.diagnostics import did_you_mean
from northaxis.domain.expressions import And, Arithmetic, Compare, Const, Expr, Not, Or, Read, Target

LONGEST: Final = 300
DEEPEST: Final = 20
MOST_DIGITS: Final = 9

Comparison = Literal["==", "!=", "<", "<=", ">", ">="]

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>[0-9]+)|(?P<name>[A-Za-z_][A-Za-z_0-9]*(?:\.[A-Za-z_0-9]+)*\.?)"
    r"|(?P<sign>==|!=|<=|>=|&&|\|\||=<|=>|<>|\*\*|//|[-+*%()<>=!&|/])|(?P<other>\S))"
)
_COMPARISONS: Final = frozenset({"==", "!=", "<", "<=", ">", ">="})
_WORDS: Final = frozenset({"and", "or", "not"})
_MEANT: Final = {
    "=": 'write "==" to compare',
    "=<": 'write "<="',
    "=>": 'write ">="',
    "<>": 'write "!="',
    "&&": 'write "and"',
    "&": 'write "and"',
    "||": 'write "or"',
    "|": 'write "or"',
    "!": 'write "not"',
    "/": "there is no division",
    "//": "there is no division",
    "**": "there are no powers",
}
_MEANT_WORDS: Final = {"AND": "and", "OR": "or", "NOT": "not", "And": "and", "Or": "or", "Not": "not"}
_CONSTANTS: Final = frozenset({"true", "false", "True", "False"})


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong with some characters of a condition (start from 0, end exclusive)."""

    start: int
    end: int
    code: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a condition. `kind` is number, name, word, sign or end."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Just past its last character."""
        return self.start + len(self.text)


class _Wrong(Exception):
    """The condition cannot be read any further."""


def parse(text: str, names: Mapping[str, Expr], *, target: bool = False) -> tuple[Expr | None, list[Slip]]:
    """The tree a condition stands for, and its slips. The tree is None when there is any slip.

    `names` gives the tree of every name that may be used; `target` allows the chosen switch.
    """
    if len(text) > LONGEST:
        return None, [Slip(0, LONGEST, "condition-too-long", f"a condition has at most {LONGEST} characters")]
    if "\n" in text:
        return None, [Slip(0, 1, "condition-syntax", "a condition stands on one line")]
    parser = _Parser(text, names, target)
    try:
        tree = parser.whole()
    except _Wrong:
        return None, parser.slips
    return (None, parser.slips) if parser.slips else (tree, [])


def tokens_of(text: str) -> list[Token]:
    """The pieces of a condition, with an end mark; characters that mean nothing are signs of their own."""
    found, place = list[Token](), 0
    while (match := _TOKEN.match(text, place)) is not None:
        kind = match.lastgroup or "other"
        piece, start = match.group(kind), match.start(kind)
        if kind == "name" and piece in _WORDS:
            kind = "word"
        found.append(Token("sign" if kind == "other" else kind, piece, start))
        place = match.end()
    found.append(Token("end", "", len(text.rstrip())))
    return found


class _Parser:
    def __init__(self, text: str, names: Mapping[str, Expr], target: bool) -> None:
        self.tokens = tokens_of(text)
        self.place = 0
        self.depth = 0
        self.names = names
        self.target = target
        self.slips: list[Slip] = []

    # --- moving along

    @property
    def here(self) -> Token:
        return self.tokens[self.place]

    def take(self) -> Token:
        token = self.here
        if token.kind != "end":
            self.place += 1
        return token

    def is_at(self, *texts: str) -> bool:
        return self.here.kind in ("sign", "word") and self.here.text in texts

    def wrong(self, token: Token, code: str, message: str, hint: str = "") -> _Wrong:
        self.slips.append(Slip(token.start, max(token.end, token.start + 1), code, message, hint))
        return _Wrong()

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.wrong(self.here, "condition-too-deep", f"a condition is nested at most {DEEPEST} deep")

    # --- the grammar

    def whole(self) -> Expr:
        if self.here.kind == "end":
            raise self.wrong(self.here, "condition-syntax", "the condition is empty")
        tree = self.disjunction()
        if self.here.kind != "end":
            raise self.unexpected(self.here)
        return tree

    def disjunction(self) -> Expr:
        terms = [self.conjunction()]
        while self.is_at("or"):
            self.take()
            terms.append(self.conjunction())
        return terms[0] if len(terms) == 1 else Or(tuple(terms))

    def conjunction(self) -> Expr:
        terms = [self.negation()]
        while self.is_at("and"):
            self.take()
            terms.append(self.negation())
        return terms[0] if len(terms) == 1 else And(tuple(terms))

    def negation(self) -> Expr:
        if not self.is_at("not"):
            return self.comparison()
        self.take()
        self.deeper()
        tree = Not(self.negation())
        self.depth -= 1
        return tree

    def comparison(self) -> Expr:
        left = self.sum()
        if not self.is_at(*_COMPARISONS):
            return left
        op = cast(Comparison, self.take().text)
        tree = Compare(op, left, self.sum())
        if self.is_at(*_COMPARISONS):
            hint = 'write two comparisons with "and" between them'
            raise self.wrong(self.here, "chained-comparison", "comparisons cannot be chained", hint)
        return tree

    def sum(self) -> Expr:
        tree = self.product()
        while self.is_at("+", "-"):
            op = cast(Literal["+", "-"], self.take().text)
            tree = Arithmetic(op, tree, self.product())
        return tree

    def product(self) -> Expr:
        tree = self.term()
        while self.is_at("*", "%"):
            op = cast(Literal["*", "%"], self.take().text)
            tree = Arithmetic(op, tree, self.term())
        return tree

    def term(self) -> Expr:
        token = self.take()
        if token.kind == "number":
            return Const(self.number(token))
        if token.kind == "name":
            return self.name(token)
        if token.text == "-":
            return self.minus()
        if token.text == "(":
            return self.bracket(token)
        raise self.unexpected(token)

    def number(self, token: Token) -> int:
        if len(token.text) > MOST_DIGITS:
            raise self.wrong(token, "number-too-long", f"a number has at most {MOST_DIGITS} digits")
        return int(token.text)

    def minus(self) -> Expr:
        if self.here.kind == "number":
            return Const(-self.number(self.take()))
        self.deeper()
        tree = Arithmetic("-", Const(0), self.term())
        self.depth -= 1
        return tree

    def bracket(self, opened: Token) -> Expr:
        self.deeper()
        tree = self.disjunction()
        if not self.is_at(")"):
            if self.here.kind == "end":
                raise self.wrong(opened, "missing-bracket", "this bracket is not closed", 'add ")"')
            raise self.unexpected(self.here)
        self.take()
        self.depth -= 1
        return tree

    def name(self, token: Token) -> Expr:
        word = token.text
        if word == "target":
            if not self.target:
                hint = "only an action that chooses among targets knows it"
                self.slips.append(Slip(token.start, token.end, "no-target", '"target" means nothing here', hint))
            return Target()
        found = self.names.get(word)
        if found is not None:
            return found
        if word in _MEANT_WORDS:
            hint = f'write "{_MEANT_WORDS[word]}"'
            raise self.wrong(token, "condition-syntax", f'"{word}" is written in small letters', hint)
        if self.is_at("("):
            raise self.wrong(
                token, "condition-syntax", f'there are no functions: "{word}("', "use + - * % and brackets"
            )
        self.slips.append(
            Slip(token.start, token.end, "unknown-name", f'there is no quantity "{word}"', self.suggestion(word))
        )
        return Const(0)

    def suggestion(self, word: str) -> str:
        if word in _CONSTANTS:
            return 'a flag is up when its name stands alone, down with "not" before it'
        for family in ("flag.", "count.", "ip."):
            if family + word in self.names:
                return f'did you mean "{family}{word}"?'
        return did_you_mean(word, (*self.names, "target") if self.target else self.names)

    def unexpected(self, token: Token) -> _Wrong:
        if token.kind == "end":
            return self.wrong(token, "condition-syntax", "the condition ends too early", "something is missing here")
        if token.text == ")":
            return self.wrong(token, "missing-bracket", 'there is a ")" too many')
        if token.text in _MEANT:
            return self.wrong(token, "unknown-operator", f'there is no operator "{token.text}"', _MEANT[token.text])
        if token.text in ("'", '"'):
            return self.wrong(token, "condition-syntax", "a condition holds no texts", "compare numbers")
        if token.text == ".":
            return self.wrong(token, "condition-syntax", "numbers are whole numbers", "")
        hint = 'write "and" or "or" between two conditions' if token.kind in ("name", "number") else ""
        return self.wrong(token, "condition-syntax", f'"{token.text}" cannot stand here', hint)


def span_of(expr: Expr, ranges: Mapping[int, tuple[int, int]], target: tuple[int, int] = (0, 1)) -> tuple[int, int]:
    """The lowest and highest value a tree could have, reading every place on its own: never too narrow."""
    match expr:
        case Const(value=value):
            return value, value
        case Read(index=index, is_flag=is_flag):
            return (0, 1) if is_flag else ranges.get(index, (-(10**9), 10**9))
        case Target():
            return target
        case Arithmetic(op=op, left=left, right=right):
            return _arithmetic_span(op, span_of(left, ranges, target), span_of(right, ranges, target))
        case Compare(op=comparison, left=left, right=right):
            return _compare_span(comparison, span_of(left, ranges, target), span_of(right, ranges, target))
        case Not(term=term):
            low, high = _truth(span_of(term, ranges, target))
            return 1 - high, 1 - low
        case And(terms=terms):
            truths = [_truth(span_of(term, ranges, target)) for term in terms]
            return min(low for low, _ in truths), min(high for _, high in truths)
        case Or(terms=terms):
            truths = [_truth(span_of(term, ranges, target)) for term in terms]
            return max(low for low, _ in truths), max(high for _, high in truths)
        case _:
            return _other_span(expr, ranges, target)


def _other_span(expr: Expr, ranges: Mapping[int, tuple[int, int]], target: tuple[int, int]) -> tuple[int, int]:
    from northaxis.domain.expressions import AtLeast, Derived, Steps

    match expr:
        case AtLeast(term=term, low=floor):
            low, high = span_of(term, ranges, target)
            return max(low, floor), max(high, floor)
        case Steps(rows=rows):
            results = [0, *(given for _, given in rows)]
            return min(results), max(results)
        case Derived(term=term):
            return span_of(term, ranges, target)
        case _:
            return -(10**9), 10**9


def _truth(span: tuple[int, int]) -> tuple[int, int]:
    low, high = span
    if low == high == 0:
        return 0, 0
    return (0, 1) if low <= 0 <= high else (1, 1)


def _arithmetic_span(op: str, a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    if op == "+":
        return a[0] + b[0], a[1] + b[1]
    if op == "-":
        return a[0] - b[1], a[1] - b[0]
    if op == "*":
        corners = [x * y for x in a for y in b]
        return min(corners), max(corners)
    most = max(abs(b[0]), abs(b[1]))
    return (min(0, -most + 1) if b[0] < 0 else 0), max(0, most - 1)


def _compare_span(op: str, a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    if op in (">", ">="):
        op, a, b = {">": "<", ">=": "<="}[op], b, a
    if op == "<":
        return int(a[1] < b[0]), int(a[0] < b[1])
    if op == "<=":
        return int(a[1] <= b[0]), int(a[0] <= b[1])
    same = a[0] == a[1] == b[0] == b[1]
    apart = a[1] < b[0] or b[1] < a[0]
    low, high = (int(same), int(not apart))
    return (low, high) if op == "==" else (1 - high, 1 - low)
