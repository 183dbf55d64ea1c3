"""The condition language: what it reads, what it refuses and where, and that printing and parsing are inverse."""

import pytest
from hypothesis import given, settings, strategies as st

from northaxis.content.conditions import DEEPEST, LONGEST, parse, span_of
from northaxis.domain.expressions import (
    And,
    Arithmetic,
    Compare,
    Condition,
    Const,
    Derived,
    Expr,
    Not,
    Or,
    Read,
    Target,
    compile_expr,
    to_text,
)

CALM = Read(0, "calm")
LINE = Read(1, "flag.red_line", True)
IP = Read(2, "ip.MIN")
HOT = Derived("hot", Compare(">=", CALM, Const(7)))
NAMES: dict[str, Expr] = {"calm": CALM, "flag.red_line": LINE, "ip.MIN": IP, "hot": HOT}


def tree(text: str, *, target: bool = False) -> Expr:
    found, slips = parse(text, NAMES, target=target)
    assert found is not None, slips
    return found


def value(text: str, *row: int) -> int:
    return compile_expr(tree(text))(row)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("calm >= 5 and not flag.red_line", 1),
        ("calm - 2 - 1 == 3", 1),
        ("calm - (2 - 1) == 5", 1),
        ("2 + 3 * 4 == 14", 1),
        ("calm % 4 == 2", 1),
        ("(calm >= 7) + (calm >= 5) + flag.red_line", 1),
        ("-3 + calm == 3", 1),
        ("-calm == -6", 1),
        ("not calm == 6 or ip.MIN < 0", 0),
        ("not not calm == 6", 1),
        ("hot", 0),
        ("calm", 6),
    ],
)
def test_a_condition_has_the_value_it_says(text: str, expected: int) -> None:
    assert value(text, 6, 0, 2) == expected


@pytest.mark.parametrize(
    ("text", "code", "start", "end", "hint"),
    [
        ("clam >= 5", "unknown-name", 0, 4, 'did you mean "calm"?'),
        ("calm >= 5 and red_line", "unknown-name", 14, 22, 'did you mean "flag.red_line"?'),
        ("calm = 5", "unknown-operator", 5, 6, 'write "==" to compare'),
        ("calm => 5", "unknown-operator", 5, 7, 'write ">="'),
        ("calm > 5 && hot", "unknown-operator", 9, 11, 'write "and"'),
        ("calm > 5 || hot", "unknown-operator", 9, 11, 'write "or"'),
        ("!hot", "unknown-operator", 0, 1, 'write "not"'),
        ("calm / 2 > 1", "unknown-operator", 5, 6, "there is no division"),
        ("1 < calm < 5", "chained-comparison", 9, 10, 'write two comparisons with "and" between them'),
        ("(calm > 5", "missing-bracket", 0, 1, 'add ")"'),
        ("calm > 5)", "missing-bracket", 8, 9, ""),
        ("calm >", "condition-syntax", 6, 7, "something is missing here"),
        ("calm 5", "condition-syntax", 5, 6, 'write "and" or "or" between two conditions'),
        ("", "condition-syntax", 0, 1, ""),
        ("AND", "condition-syntax", 0, 3, 'write "and"'),
        ("max(calm, 3)", "condition-syntax", 0, 3, "use + - * % and brackets"),
        ("target == 1", "no-target", 0, 6, "only an action that chooses among targets knows it"),
        ("calm == 1234567890", "number-too-long", 8, 18, ""),
        ("calm == true", "unknown-name", 8, 12, 'a flag is up when its name stands alone, down with "not" before it'),
        ("calm == 'x'", "condition-syntax", 8, 9, "compare numbers"),
        ("calm > 5\nand hot", "condition-syntax", 0, 1, ""),
        ("flag. == 1", "unknown-name", 0, 5, ""),
        ("calm > 1.5", "condition-syntax", 8, 9, ""),
    ],
)
def test_a_slip_is_named_at_its_column(text: str, code: str, start: int, end: int, hint: str) -> None:
    found, slips = parse(text, NAMES)
    assert found is None
    slip = slips[0]
    assert (slip.code, slip.start, slip.end) == (code, start, end)
    assert hint in slip.hint


def test_all_unknown_names_are_named_at_once() -> None:
    assert [slip.start for slip in parse("clam > 1 and hto", NAMES)[1]] == [0, 13]


def test_a_condition_is_neither_too_long_nor_too_deep() -> None:
    assert parse(" + ".join(["calm"] * 43), NAMES)[0] is not None
    assert parse("1" + " " * LONGEST, NAMES)[1][0].code == "condition-too-long"
    assert parse("(" * DEEPEST + "calm" + ")" * DEEPEST, NAMES)[0] is not None
    for deep in ("(" * 140 + "calm" + ")" * 140, "not " * 60 + "hot", "- " * 100 + "calm"):
        assert parse(deep, NAMES)[1][0].code == "condition-too-deep"


def test_a_target_is_allowed_where_it_means_something() -> None:
    assert tree("target == 1", target=True) == Compare("==", Target(), Const(1))


LEAVES: st.SearchStrategy[Expr] = st.one_of(
    st.integers(-999, 999).map(Const), st.sampled_from([CALM, LINE, IP, HOT]), st.just(Target())
)


def grown(parts: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    few = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Arithmetic, st.sampled_from(["+", "-", "*", "%"]), parts, parts),
        st.builds(Compare, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), parts, parts),
        st.builds(Not, parts),
        st.builds(And, few),
        st.builds(Or, few),
    )


TREES: st.SearchStrategy[Expr] = st.recursive(LEAVES, grown, max_leaves=10)


@settings(max_examples=500, deadline=None)
@given(TREES)
def test_parsing_what_is_printed_gives_the_same_tree(expr: Expr) -> None:
    text = to_text(expr)
    found, slips = parse(text, NAMES, target=True)
    codes = {slip.code for slip in slips}
    assert found == expr or codes & {"condition-too-long", "condition-too-deep"}, (text, slips)


@settings(max_examples=300, deadline=None)
@given(TREES, st.integers(0, 10), st.integers(0, 3), st.integers(0, 8), st.integers(0, 1))
def test_a_span_is_never_too_narrow(expr: Expr, calm: int, line: int, ip: int, target: int) -> None:
    from northaxis.domain.expressions import bind

    low, high = span_of(expr, {0: (0, 10), 2: (0, 8), 3: (0, 1)})
    bound = bind(expr, Read(3, "sw"))
    assert low <= compile_expr(bound)((calm, line, ip, target)) <= high


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=60) | st.text("calm.flag_red()<>=!&|+-*%/ andornt0123456789", max_size=60))
def test_no_text_makes_the_parser_raise(text: str) -> None:
    found, slips = parse(text, NAMES)
    assert (found is None) == bool(slips)
    if found is not None:
        Condition.of(found)
