"""Conditions, effects and dice mean the same for arrays as for one board."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from tests.shipped import game

from northaxis.bots.soft import compile_soft
from northaxis.domain.dice import SeededDice, name_hash
from northaxis.domain.effects import Effects, apply_quietly
from northaxis.domain.expressions import (
    And,
    Arithmetic,
    AtLeast,
    Compare,
    Const,
    Derived,
    Expr,
    Not,
    Or,
    Read,
    Steps,
    compile_expr,
)
from northaxis.domain.injects import shuffled
from northaxis.domain.quantities import Kind
from northaxis.simulation.board import Board, UnfitForKernel, row_type, span_of
from northaxis.simulation.chance import Chance
from northaxis.simulation.changes import compile_effects
from northaxis.simulation.compiler import Compiler
from northaxis.simulation.event_cards import EventCards
from northaxis.simulation.formulas import Formulas
from northaxis.simulation.hypotheses import Hypotheses, program
from northaxis.simulation.nearness import compile_nearness, one_number

SPANS = [(0, 10), (-5, 5), (0, 1), (-1, 99), (0, 999)]
FLAG = 3
OPS = ("==", "!=", "<", "<=", ">", ">=")

reads = st.one_of(
    st.sampled_from([0, 1, 2, 4]).map(lambda place: Read(place, f"q{place}")), st.just(Read(FLAG, "flag.f", True))
)
leaves = st.one_of(reads, st.integers(-30, 30).map(Const))


def larger(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    return st.one_of(
        st.builds(Arithmetic, st.sampled_from(["+", "-", "*", "%"]), inner, inner),
        st.builds(Compare, st.sampled_from(OPS), inner, inner),
        st.builds(Not, inner),
        st.builds(And, st.tuples(inner, inner)),
        st.builds(Or, st.tuples(inner, inner)),
        st.builds(AtLeast, inner, st.integers(-5, 5)),
        st.builds(lambda term: Steps(Compare(">=", term, Const(2)), ((0, 3), (1, 7))), inner),
        st.builds(Derived, st.just("d"), inner),
    )


exprs = st.recursive(leaves, larger, max_leaves=8)
rows = st.lists(st.tuples(*(st.integers(low, high) for low, high in SPANS)), min_size=1, max_size=6)


def board(values: list[tuple[int, ...]]) -> Board:
    return Board(np.array(row, np.int16) for row in zip(*values, strict=True))


@given(exprs, rows)
@settings(max_examples=300, deadline=None)
def test_a_formula_is_the_domains_number_on_every_board(expr: Expr, values: list[tuple[int, ...]]) -> None:
    formulas = Formulas.over(SPANS, frozenset({FLAG}), [expr])
    try:
        formula = formulas.number(expr)
    except UnfitForKernel:
        return
    found = np.broadcast_to(formula.of(board(values)), len(values)).tolist()
    assert found == [compile_expr(expr)(row) for row in values]
    assert all(formula.low <= value <= formula.high for value in found)


@given(exprs, rows)
@settings(max_examples=300, deadline=None)
def test_how_nearly_a_condition_holds_is_what_the_bots_say(expr: Expr, values: list[tuple[int, ...]]) -> None:
    expected = [compile_soft(expr)(row) for row in values]
    alone = one_number(expr)
    if alone is not None:
        assert [alone.answer(compile_expr(alone.of)(row)) for row in values] == expected
    try:
        nearness = compile_nearness(expr, Formulas.over(SPANS, frozenset({FLAG}), []))
    except UnfitForKernel:
        return
    assert np.broadcast_to(nearness(board(values)), len(values)).tolist() == expected


def every_effect_list() -> list[Effects]:
    rules = game("S3").rules
    plays = [play for action in rules.actions.values() for play in action.plays]
    options = [o for card in game("S3").cards.values() for _, given in card.choices for o in given]
    return [
        *(effects for play in plays for effects in (play.outcome.ok, play.outcome.fail)),
        *(option.effects for option in options),
        *(snap.outcome.ok for snap in rules.snaps),
    ]


@pytest.mark.parametrize("seed", range(3))
def test_effects_of_the_shipped_game_land_where_the_domain_puts_them(seed: int) -> None:
    quantities = game("S3").rules.quantities
    random = np.random.default_rng(seed)
    values = [[int(random.integers(q.low, min(q.high, 12) + 1)) for q in quantities] for _ in range(5)]
    start = Board(
        np.array(column, row_type(q)) for q, column in zip(quantities, zip(*values, strict=True), strict=True)
    )
    mask = np.array([True, True, False, True, True])
    lists = every_effect_list()
    tried = Hypotheses([program(effects) for effects in lists], quantities).fan(start)
    for place, effects in enumerate(lists):
        one = start.copy()
        compile_effects(effects, quantities)(one, mask)
        for column in range(5):
            expected = list(values[column])
            apply_quietly(effects, expected, quantities)
            landed = [int(row[column]) for row in one]
            assert landed == (expected if mask[column] else values[column])
            for quantity in quantities:
                row = tried[quantity.index]
                guess = int(row[place, column] if row.ndim == 2 else row[column])
                wanted = expected[quantity.index]
                assert bool(guess) == bool(wanted) if quantity.kind is Kind.FLAG else guess == wanted


@given(st.text(max_size=12), st.text(max_size=12), st.integers(0, 40))
def test_dice_are_the_domains(seed: str, name: str, turn: int) -> None:
    chance, dice = Chance([seed, "other"]), SeededDice(seed)
    chance.begin(turn)
    assert int(chance.total(name_hash(name))[0]) == sum(dice.pair(turn, name))
    assert int(chance.draw(np.uint64(name_hash(name)))[0]) == dice.draw(turn, name)


def test_the_decks_lie_in_the_domains_order() -> None:
    cards, chance = EventCards(Compiler(game("S3"))), Chance(["order/0", "order/1"])
    chance.begin(0)
    rank = cards.shuffled(chance)
    for column, seed in enumerate(chance.seeds):
        for deck in game("S3").decks:
            mine = sorted(deck.cards, key=lambda card: rank[cards.places[card.id], column])
            assert tuple(card.id for card in mine) == shuffled(deck, SeededDice(seed))


def test_a_span_holds_every_value_a_flag_can_have() -> None:
    flags = [quantity for quantity in game("S3").rules.quantities if quantity.kind is Kind.FLAG]
    assert {span_of(flag) for flag in flags} == {(-1, 99)}
