"""The rules allow as many sequences of orders as they did when the counts were last looked at.

After a change of rules that is meant: `python -m tests.perft.refresh`, and read the difference.
"""

import pytest
from tests.perft.counting import DICE, FOLDER, SCENARIOS, file_of, kept, position, sequences, under_each_first_order
from tests.shipped import game

from northaxis.domain.adjudicate import play
from northaxis.domain.legal import legal_orders
from northaxis.domain.orders import to_text


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_tree_of_orders_has_its_counts(name: str) -> None:
    state = position(name)
    for count in kept(name):
        found = sequences(state, count.seat, count.depth)
        if found != count.sequences:
            below = "\n  ".join(under_each_first_order(name, count.seat, count.depth))
            pytest.fail(f"{name} {count.seat} depth {count.depth}: {found}, kept {count.sequences}; now:\n  {below}")


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_seat_is_counted(name: str) -> None:
    counted = {(count.seat, count.depth) for count in kept(name)}
    assert {(seat, depth) for seat in game(name).rules.seats for depth in (1, 2)} <= counted
    assert (game(name).rules.answering.seat, 3) in counted


def test_every_file_belongs_to_a_scenario() -> None:
    assert {path.name for path in FOLDER.glob("*.txt")} == {file_of(name).name for name in SCENARIOS}


def test_a_position_that_allows_less_is_counted_lower() -> None:
    """The positive control: an order on the sheet leaves fewer to give, and the list below says which."""
    state, seat = position("S1"), game("S1").rules.answering.seat
    order = next(order for order in legal_orders(state, seat) if to_text(order) == "MIN: place MIN-BEI")
    assert sequences(play(state, order, DICE).state, seat, 1) < sequences(state, seat, 1)
    assert "MIN: place MIN-BEI" in under_each_first_order("S1", seat, 1)
