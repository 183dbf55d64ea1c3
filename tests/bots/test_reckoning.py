"""The integers behind the choices: tables, soft conditions, scratch boards, the foreseen turn end, the answers."""

from __future__ import annotations

import math
from statistics import NormalDist

import pytest
from hypothesis import given, settings, strategies as st
from tests.bots.games import bots_move, game, opened

from northaxis.bots import tables
from northaxis.bots.answers import answered, asked_of
from northaxis.bots.mind import blend, mind_of
from northaxis.bots.rulebook import Rulebook, rulebook_of
from northaxis.bots.scratch import compile_effects
from northaxis.bots.soft import compile_soft
from northaxis.bots.turn_end import NO_BREAK, break_threshold
from northaxis.domain.adjudicate import play
from northaxis.domain.demands import ResponseKind
from northaxis.domain.effects import Assign, ClearFlag, Effect, RaiseFlag, Shift, SwitchFirst, apply_quietly
from northaxis.domain.expressions import And, Arithmetic, Compare, Const, Derived, Expr, Not, Or, Read
from northaxis.domain.facts import CauseKind, Changed, Step
from northaxis.domain.ids import LevelId
from northaxis.domain.orders import GO_ON
from northaxis.domain.quantities import Kind
from northaxis.domain.state import State
from northaxis.domain.turn_end_rules import CheckRow
from northaxis.domain.views import view

STAFF = LevelId("staff")


def logistic(x: float) -> int:
    return round(1000 / (1 + math.exp(-x)))


def test_the_tables_are_those_of_their_formulas() -> None:
    assert tuple(logistic((d + 0.5) / 1.2) for d in range(-40, 41)) == tables.AT_LEAST
    assert tuple(logistic((0.5 - d) / 1.2) for d in range(41)) == tables.EQUALS
    normal = NormalDist()
    assert tuple(round(1000 * normal.inv_cdf((k + 0.5) / 1024)) for k in range(1024)) == tables.QUANTILES


@pytest.mark.parametrize(
    ("sigma", "draw", "noise"),
    [(1200, 0, -3957), (1200, 2**32 - 1, 3956), (0, 5, 0), (350, 2**31, 0), (350, 2**31 - 1, -1)],
)
def test_noise_is_a_quantile_by_the_top_ten_bits_rounded_down(sigma: int, draw: int, noise: int) -> None:
    assert tables.noise(sigma, draw) == noise


A, B = Read(0, "a"), Read(1, "b")
FLAG = Read(2, "flag.f", is_flag=True)


@pytest.mark.parametrize(
    ("expr", "row", "thousandths"),
    [
        (Compare(">=", A, Const(5)), (5, 0, 0), 603),
        (Compare(">=", A, Const(5)), (4, 0, 0), 397),
        (Compare("<=", A, Const(5)), (4, 0, 0), 777),
        (Compare(">", A, Const(5)), (6, 0, 0), 603),
        (Compare("<", A, Const(5)), (5, 0, 0), 397),
        (Compare("==", A, B), (3, 3, 0), 603),
        (Compare("==", A, B), (3, 5, 0), 223),
        (Compare("!=", A, B), (3, 5, 0), 777),
        (Compare(">=", A, Const(500)), (3, 5, 0), 0),
        (And((Compare(">=", A, Const(5)), Compare(">=", B, Const(5)))), (5, 5, 0), 363),
        (Or((Compare(">=", A, Const(5)), Compare(">=", B, Const(5)))), (5, 6, 0), 777),
        (Not(Compare(">=", A, Const(5))), (5, 0, 0), 397),
        (FLAG, (0, 0, 2), 1000),
        (Not(FLAG), (0, 0, -1), 0),
        (Arithmetic("-", A, B), (4, 4, 0), 0),
        (Derived("d", Compare(">=", A, Const(5))), (5, 0, 0), 603),
        (And((FLAG, Compare(">=", A, Const(5)))), (5, 0, 1), 603),
    ],
)
def test_a_condition_holds_nearly(expr: Expr, row: tuple[int, ...], thousandths: int) -> None:
    assert compile_soft(expr)(row) == thousandths


def effects_of_s3() -> st.SearchStrategy[tuple[Effect, ...]]:
    quantities = game("S3").rules.quantities
    place = st.sampled_from([q.index for q in quantities if q.kind is not Kind.CLOCK])
    flag = st.sampled_from([q.index for q in quantities if q.kind is Kind.FLAG])
    switch = st.sampled_from([q.index for q in quantities if q.kind is Kind.SWITCH])
    one = st.one_of(
        st.builds(Shift, place, st.integers(-6, 6)),
        st.builds(Assign, place, st.integers(-2, 12)),
        st.builds(RaiseFlag, flag, st.sampled_from([-1, 1, 2, 3])),
        st.builds(ClearFlag, flag),
        st.builds(SwitchFirst, st.lists(switch, max_size=4).map(tuple), st.integers(0, 1)),
    )
    return st.lists(one, max_size=6).map(tuple)


@settings(deadline=None)
@given(st.data())
def test_compiled_effects_do_what_the_engines_do(data: st.DataObject) -> None:
    quantities = game("S3").rules.quantities
    row = [data.draw(st.integers(q.low, min(q.high, 12))) for q in quantities]
    effects, expected = data.draw(effects_of_s3()), row.copy()
    apply_quietly(effects, expected, quantities)
    compile_effects(effects, quantities)(row)
    assert row == expected


def test_a_blend_rounds_down_on_both_sides_of_nought() -> None:
    assert blend(18, 1, 0) == 0
    assert blend(18, -1, 0) == -1
    assert blend(36, 7, 99) == 7
    assert blend(0, 7, 99) == 99


def row_upto(upto: int, breaks: bool) -> CheckRow:
    return CheckRow(upto, "", "", "", (), breaks)


def test_the_break_threshold_is_the_lowest_total_that_breaks() -> None:
    assert break_threshold((row_upto(9, False), row_upto(15, False), row_upto(99, True))) == 16
    assert break_threshold((row_upto(9, False),)) == NO_BREAK


def states(name: str, seed: str) -> list[State]:
    """Every state of a game by staff bots."""
    _, state, dice = opened(game(name), seed)
    found = [state]
    while state.over is None:
        state = play(state, bots_move(state, dice, STAFF), dice).state
        found.append(state)
    return found


def test_the_foreseen_turn_end_is_the_engines_where_nothing_is_rolled() -> None:
    seen = 0
    for seed in ("a", "b", "c"):
        for before in states("S3", seed):
            if before.step is Step.NARRATE and before.sham is None and not before.late:
                seen += 1
                assert rulebook_of(before.game).turn_end.after(list(before.board)) == after_rules(before)
    assert seen > 10


def after_rules(before: State) -> list[int]:
    """The board when the engine has been through its rules and snaps."""
    _, _, dice = opened(before.game, "any")
    rules, row = before.game.rules, list(before.board)
    names = {rule.id for rule in (*rules.rules, *rules.snaps)}
    played = play(before, GO_ON, dice)
    for fact in getattr(played.ruling, "facts", ()):
        if isinstance(fact, Changed) and fact.cause.kind in (CauseKind.RULE, CauseKind.SNAP) and fact.cause.id in names:
            row[rules.by_name[fact.quantity]] = fact.after
    return row


def test_answers_on_scratch_are_the_engines_answers() -> None:
    seen, kinds_seen = 0, set[ResponseKind]()
    for seed in ("a", "b", "c"):
        for before in states("S3", seed):
            if before.step is Step.ADJUDICATE and before.phase < 0:
                seat = before.game.rules.answering.seat
                mind, asked = mind_of(before.game, seat, None), asked_of(before.game, view(before, seat))
                assert all(one.written for one in asked)
                kinds = tuple(one.kinds[0] for one in asked)
                kinds_seen.update(kinds)
                then = play(before, GO_ON, opened(before.game, "any")[2]).state
                assert answered(mind, asked, kinds, list(before.board), relief=True) == list(then.board)
                seen += 1
    assert seen > 10
    assert kinds_seen == set(ResponseKind)


def test_a_sham_is_valued_without_the_relief_it_brings() -> None:
    book: Rulebook = rulebook_of(game("S3"))
    demand = next(demand for demand in book.demands.values() if demand.sham_of is not None)
    pull, row = book.demanders[demand.id].pull, [5 for _ in book.rules.quantities]
    feared = row.copy()
    book.answer(demand.id, ResponseKind.SHAM, False, relief=True)(row)
    book.answer(demand.id, ResponseKind.SHAM, False, relief=False)(feared)
    assert row[pull] == 5 + book.rules.answering.responses[ResponseKind.SHAM].pull
    assert feared[pull] == 5
