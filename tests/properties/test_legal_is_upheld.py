"""`adjudicate` upholds exactly what `legal_orders` lists, and every order says itself in text."""

from random import Random

import pytest
from hypothesis import given, settings
from tests.strategies import Walk, seats_of, walks, wild_orders

from northaxis.domain.adjudicate import adjudicate
from northaxis.domain.facts import Step
from northaxis.domain.legal import legal_orders
from northaxis.domain.orders import Order, from_text, to_text
from northaxis.domain.rulings import Refused, Upheld
from northaxis.domain.state import State, fold


def disagreement(state: State, order: Order, walk: Walk) -> str:
    """What is wrong between the list and the ruling for one order; empty when they agree."""
    listed = order in legal_orders(state, order.seat) if order.seat in seats_of(state) else False
    ruling = adjudicate(state, order, walk.dice)
    if listed and isinstance(ruling, Refused):
        return f"{to_text(order)} is listed and refused: {ruling.rule} {ruling.detail}"
    if not listed and isinstance(ruling, Upheld):
        return f"{to_text(order)} is not listed and upheld"
    return ""


@given(walks())
@settings(max_examples=40, deadline=None)
def test_every_listed_order_is_upheld_for_every_seat(walk: Walk) -> None:
    for seat in seats_of(walk.state):
        for order in legal_orders(walk.state, seat):
            assert not (wrong := disagreement(walk.state, order, walk)), f"{walk.where()}: {wrong}"


@given(walks())
@settings(max_examples=40, deadline=None)
def test_orders_that_are_not_listed_are_refused_with_a_ruling_that_exists(walk: Walk) -> None:
    for order in wild_orders(walk.state, Random(walk.seed), 60):
        assert not (wrong := disagreement(walk.state, order, walk)), f"{walk.where()}: {wrong}"
        ruling = adjudicate(walk.state, order, walk.dice)
        if isinstance(ruling, Refused):
            assert ruling.rule in walk.game.rules.rulings
            assert ruling.detail == ruling.detail.strip().rstrip(".") != ""


@given(walks())
@settings(max_examples=25, deadline=None)
def test_judging_an_order_changes_nothing_by_itself(walk: Walk) -> None:
    for order in wild_orders(walk.state, Random(walk.seed), 20):
        first, second = (adjudicate(walk.state, order, walk.dice) for _ in range(2))
        assert first == second
    for seat in seats_of(walk.state):
        for order in legal_orders(walk.state, seat):
            ruling = adjudicate(walk.state, order, walk.dice)
            assert isinstance(ruling, Upheld)
            assert ruling.facts, f"{walk.where()}: {to_text(order)} is upheld without a fact"
    assert walk.state == fold(walk.game, walk.facts)


@given(walks())
@settings(max_examples=40, deadline=None)
def test_the_notation_of_every_legal_order_reads_back_as_the_order(walk: Walk) -> None:
    orders = [order for seat in seats_of(walk.state) for order in legal_orders(walk.state, seat)] + walk.orders
    for order in orders:
        assert from_text(to_text(order)) == order
        assert to_text(from_text(to_text(order))) == to_text(order)


def test_the_comparison_sees_an_order_that_only_one_side_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The positive control: a list that misses an order, and a list that has one too many, are both found out."""
    walk = Walk.begun("S3", 1).until(Step.ORDERS)
    seal, beyond = from_text("MIN: seal"), from_text("MIN: place KYI-TDF")
    assert not disagreement(walk.state, seal, walk)
    assert not disagreement(walk.state, beyond, walk)
    monkeypatch.setattr("tests.properties.test_legal_is_upheld.legal_orders", lambda state, seat: (beyond,))
    assert disagreement(walk.state, seal, walk) == "MIN: seal is not listed and upheld"
    assert "is listed and refused" in disagreement(walk.state, beyond, walk)
