"""R-4: actions, what they cost, and when they may be ordered."""

from dataclasses import replace

import pytest
from tests.rulings.sitting import at_orders, sit, with_live_sham, with_play, without_cards
from tests.shipped import game

from northaxis.domain.facts import CauseKind, Changed, Step
from northaxis.domain.ids import SeatId
from northaxis.domain.legal import refusal
from northaxis.domain.orders import from_text
from northaxis.domain.rulings import Reason


@pytest.mark.ruling("R-4.1")
@pytest.mark.parametrize(
    "order",
    [
        "MIN: place KYI-FORT",
        "MIN: place NO-SUCH",
        "MIN: place MIN-SUS",
        "MIN: place MIN-SUS @sw_laser",
        "MIN: place MIN-PAY @sw_radar",
        "KYI: place KYI-STR @sw_kh101",
        "XXX: seal",
    ],
)
def test_a_seat_orders_its_own_actions_aimed_at_their_own_targets(order: str) -> None:
    refused = at_orders().put(pull_kyiv=8).refused(order)
    assert (refused.reason, refused.rule) == (Reason.UNKNOWN, "R-4.1")


@pytest.mark.ruling("R-4.1")
def test_control_has_no_sheet() -> None:
    refused = at_orders().refused("CTL: seal")
    assert (refused.reason, refused.rule) == (Reason.NOT_YOURS, "R-4.1")


@pytest.mark.ruling("R-4.2")
def test_an_order_is_paid_when_it_is_placed() -> None:
    sitting = at_orders().do("MIN: place MIN-BEI")
    assert sitting.moves(kind=CauseKind.COST) == ["ip.MIN -2"]
    assert sitting["ip.MIN"] == 5


@pytest.mark.ruling("R-4.2")
def test_an_order_that_cannot_be_paid_is_refused_and_leaves_no_fact_behind() -> None:
    sitting = at_orders().put({"ip.MIN": 1})
    before = sitting.state
    refused = sitting.refused("MIN: place MIN-BEI")
    assert (refused.reason, refused.rule) == (Reason.CANNOT_PAY, "R-4.2")
    assert sitting.state == before


@pytest.mark.ruling("R-4.2")
def test_a_withdrawn_order_is_paid_back_in_full_until_the_seal() -> None:
    sitting = at_orders().do("MIN: place MIN-BEI", "MIN: withdraw MIN-BEI")
    assert (sitting["ip.MIN"], sitting.state.sheet(SeatId("MIN")).orders) == (7, ())
    sitting.do("MIN: place MIN-BEI", "MIN: seal")
    assert sitting.refused("MIN: withdraw MIN-BEI").reason is Reason.SEALED


@pytest.mark.ruling("R-4.2")
def test_a_withdrawn_order_is_paid_back_as_far_as_the_purse_holds_it() -> None:
    sitting = at_orders().put({"ip.MIN": 8}).do("MIN: place MIN-BEI", "KYI: offer MIN: KYI pay MIN 2")
    deal = sitting.state.deals[0].id
    sitting.do(f"MIN: sign {deal}", "MIN: withdraw MIN-BEI")
    assert sitting["ip.MIN"] == 8


@pytest.mark.ruling("R-4.3")
def test_a_used_action_is_spent_for_one_turn_and_then_comes_back() -> None:
    sitting = at_orders().do("MIN: place MIN-PAY").to(Step.ORDERS, turn=2)
    refused = sitting.refused("MIN: place MIN-PAY")
    assert (refused.reason, refused.rule) == (Reason.SPENT, "R-4.3")
    sitting.put(cohesion=9, pull_home=5, pull_kyiv=5, pull_moscow=5).to(Step.ORDERS, turn=3)
    assert "place MIN-PAY" in sitting.legal("MIN")


@pytest.mark.ruling("R-4.3")
def test_a_withdrawn_action_is_not_spent() -> None:
    sitting = at_orders().do("MIN: place MIN-PAY", "MIN: withdraw MIN-PAY").to(Step.ORDERS, turn=2)
    assert "place MIN-PAY" in sitting.legal("MIN")


@pytest.mark.ruling("R-4.3")
def test_a_void_action_is_spent_all_the_same() -> None:
    sitting = at_orders().put(pull_kyiv=8).do("KYI: place KYI-STR @sw_radar", "MIN: place MIN-SUS @sw_radar")
    sitting.to(Step.ADJUDICATE).put(sw_radar=0).to(Step.ORDERS, turn=2)
    assert sitting.put(pull_kyiv=8).refused("KYI: place KYI-STR @sw_shahed").reason is Reason.SPENT


@pytest.mark.ruling("R-4.4")
@pytest.mark.parametrize(("scenario", "orders"), [("S1", 1), ("S2", 2), ("S3", 2)])
def test_a_sheet_holds_two_orders_or_one_where_the_scenario_says_so(scenario: str, orders: int) -> None:
    sitting = at_orders(scenario).do("KYI: place KYI-TDF")
    if orders == 2:
        sitting.do("KYI: place KYI-FORT")
    refused = sitting.refused("KYI: place KYI-KAL")
    assert (refused.reason, refused.rule) == (Reason.SHEET_FULL, "R-4.4")


@pytest.mark.ruling("R-4.4")
def test_each_order_is_a_different_action() -> None:
    sitting = at_orders().put(sw_relay=1).do("MIN: place MIN-SUS @sw_relay")
    refused = sitting.refused("MIN: place MIN-SUS @sw_radar")
    assert (refused.reason, refused.rule) == (Reason.ALREADY_DONE, "R-4.4")


@pytest.mark.ruling("R-4.4")
def test_only_an_order_on_the_sheet_can_be_withdrawn() -> None:
    assert at_orders().refused("MIN: withdraw MIN-PAY").rule == "R-4.4"


@pytest.mark.ruling("R-4.5")
def test_an_order_is_placed_only_if_its_requirement_holds_now() -> None:
    sitting = at_orders().put(buildup=2)
    refused = sitting.refused("KYI: place KYI-RES")
    assert (refused.reason, refused.rule) == (Reason.REQUIREMENT, "R-4.5")
    assert "place KYI-RES" in sitting.put(buildup=3).legal("KYI")


@pytest.mark.ruling("R-4.5")
def test_the_requirement_is_asked_of_the_board_as_the_seat_sees_it() -> None:
    """R-4.5: a system that is shown as paused is no target for Kyiv, though it runs."""
    sitting = with_live_sham().put(pull_kyiv=8)
    assert "place KYI-STR @sw_shahed" not in sitting.legal("KYI")
    assert "place KYI-STR @sw_radar" in sitting.legal("KYI")
    assert "place MIN-SUS @sw_shahed" in sitting.legal("MIN")


@pytest.mark.ruling("R-4.5")
def test_a_hidden_number_neither_allows_nor_forbids_for_those_who_do_not_see_it() -> None:
    """R-4.5: Kyiv sees cohesion as a band; an order of Kyiv that asked for it would be judged by the band's middle."""
    needs = game("S3").rules.actions["BDF-OFF"].plays[0].requires  # type: ignore[index]
    rules = with_play(lambda play: replace(play, requires=needs), "KYI-FORT")
    order = from_text("KYI: place KYI-FORT")
    answers = []
    for cohesion in (4, 5, 6):
        sitting = sit(rules=lambda made: without_cards(rules(made))).to(Step.ORDERS).put(cohesion=cohesion)
        answers.append(refusal(sitting.state, order))
    assert len(set(answers)) == 1


@pytest.mark.ruling("R-4.6")
def test_each_seat_takes_its_income_every_turn_the_first_included() -> None:
    sitting = sit(rules=without_cards).go_on()
    for seat in sitting.game.rules.seats.values():
        assert sitting[f"ip.{seat.id}"] == min(8, seat.start + seat.income), seat.id
    incomes = [fact.quantity for fact in sitting.found(Changed) if fact.cause.kind is CauseKind.INCOME]
    assert len(incomes) == 9


@pytest.mark.ruling("R-4.6")
def test_nobody_holds_more_than_eight_points() -> None:
    sitting = sit(rules=without_cards).to(Step.TURN_END, turn=1).put({"ip.MIN": 7}).go_on()
    assert sitting["ip.MIN"] == 8
