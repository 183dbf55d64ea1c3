"""The public helpers for people who write decks: a table from a text, scripted dice, orders as text."""

import pytest

from northaxis.domain.facts import CardDrawn, Rolled, Step
from northaxis.domain.ids import SeatId
from northaxis.services.library import DoesNotCompile
from northaxis.testing import ask, table_from, upheld

DECK = """\
format: 1
deck: {id: mine, name: Mine, about: A deck of two cards., ruleset: northern-front, document: EF}
cards:
  - id: X01
    title: A choice for Minsk
    text: Somebody waits at the door.
    cites: [EF-03]
    choose:
      MIN:
        - {id: a, text: Let him in, do: {oxygen: 1}}
        - {id: b, text: Keep it shut, do: {pull_moscow: 1}}
  - id: X02
    title: A roll
    text: It may go either way.
    cites: [EF-03]
    auto: {roll: {need: 8}, ok: {unity: 1}, fail: {unity: -1}}
"""


def test_a_card_can_be_put_on_top_and_chosen_from() -> None:
    table = table_from(DECK, top=["X01"], people=["MIN"])
    table.advance_when_ready()
    assert [fact.card for fact in table.facts if isinstance(fact, CardDrawn)] == ["X01"]
    oxygen = table.state.value("oxygen")
    assert not upheld(table, "MIN: pick X01 c")
    assert upheld(table, "MIN: pick X01 a")
    table.go_on()
    assert table.state.value("oxygen") == oxygen + 1


@pytest.mark.parametrize(("dice", "by"), [((6, 2), 1), ((1, 2), -1)])
def test_dice_are_scripted_by_the_name_of_their_roll(dice: tuple[int, int], by: int) -> None:
    table = table_from(DECK, top=["X02"], pairs={"X02": dice})
    unity = table.state.value("unity")
    for _ in table.steps():
        if any(isinstance(fact, Rolled) for fact in table.facts):
            break
    assert table.state.value("unity") == unity + by


def test_orders_are_given_as_text() -> None:
    table = table_from(people=["MIN"])
    table.advance_when_ready()
    while table.state.step is not Step.ORDERS:
        first = table.view(SeatId("MIN")).legal[0]
        table.ask(SeatId("MIN"), first, f"first.{len(table.facts)}")
        table.advance_when_ready()
    assert upheld(table, "MIN: place MIN-PAY")
    assert not upheld(table, "MIN: place MIN-PAY")
    assert [order.action for order in table.state.sheet(SeatId("MIN")).orders] == ["MIN-PAY"]
    assert ask(table, "MIN: seal")


def test_a_deck_with_an_error_says_where() -> None:
    with pytest.raises(DoesNotCompile, match=r":10:\d+ .*oxygenn"):
        table_from(DECK.replace("{oxygen: 1}", "{oxygenn: 1}"))
