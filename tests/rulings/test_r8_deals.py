"""R-8: deals, gifts, promises and what becomes of them."""

import pytest
from tests.rulings.sitting import Sitting, at_orders, at_turn_end, sit

from northaxis.domain.declassify import facts_for
from northaxis.domain.facts import CauseKind, DealAnswered, DealOffered, Step, TermJudged
from northaxis.domain.ids import CONTROL, SeatId
from northaxis.domain.rulings import Reason
from northaxis.domain.views import view

CALM = {"pull_moscow": 4, "pull_kyiv": 4, "pull_home": 4, "cohesion": 6}


def signed(terms: str, sitting: Sitting | None = None, *, public: bool = False) -> Sitting:
    """A table on which Kyiv and Minsk have a deal."""
    made = sitting or at_orders(demands=["KYI: demand KD2"])
    made.do(f"KYI: offer MIN{' in public' if public else ''}: {terms}")
    return made.do(f"MIN: sign {made.state.deals[-1].id}")


def verdicts(sitting: Sitting) -> list[str]:
    return [fact.verdict for fact in sitting.found(TermJudged)]


@pytest.mark.ruling("R-8.1")
def test_a_deal_is_offered_after_the_demands_and_before_the_reveal() -> None:
    offer = "KYI: offer MIN: KYI pay MIN 1"
    sitting = sit()
    for step in (Step.INJECT, Step.DEMANDS):
        assert sitting.to(step).refused(offer).reason is Reason.NOT_NOW
    assert sitting.to(Step.NEGOTIATE).do(offer)
    sitting.to(Step.ORDERS).do("KYI: offer WAR: KYI promise we shall not forget this")
    assert sitting.to(Step.ADJUDICATE).refused("KYI: offer BEI: KYI pay BEI 1").rule == "R-8.1"


@pytest.mark.ruling("R-8.1")
def test_a_scenario_without_talks_is_played_without_deals() -> None:
    assert at_orders("S1").refused("KYI: offer MIN: KYI pay MIN 1").rule == "R-8.1"


@pytest.mark.ruling("R-8.1")
def test_a_deal_holds_once_the_other_has_signed_and_only_the_other_may() -> None:
    sitting = at_orders().do("KYI: offer MIN: KYI promise quiet nights")
    assert sitting.refused("KYI: sign T1-KYI-MIN-1").rule == "R-8.1"
    assert sitting.refused("BEI: sign T1-KYI-MIN-1").rule == "R-8.1"
    assert sitting.do("MIN: sign T1-KYI-MIN-1").state.deals[0].signed is True
    assert sitting.refused("MIN: sign T1-KYI-MIN-1").rule == "R-8.1"


@pytest.mark.ruling("R-8.1")
@pytest.mark.parametrize(("who", "withdrawn"), [("MIN", False), ("KYI", True)])
def test_an_offer_can_be_declined_or_taken_back(who: str, withdrawn: bool) -> None:
    sitting = at_orders().do("KYI: offer MIN: KYI promise quiet nights").do(f"{who}: decline T1-KYI-MIN-1")
    assert [(fact.signed, fact.withdrawn) for fact in sitting.found(DealAnswered)] == [(False, withdrawn)]


@pytest.mark.ruling("R-8.1")
def test_an_offer_nobody_signed_lapses_at_the_reveal() -> None:
    sitting = at_orders().do("KYI: offer MIN: KYI pay MIN 1").to(Step.ADJUDICATE)
    assert (sitting.state.deals[0].signed, sitting["ip.MIN"]) == (False, 7)


@pytest.mark.ruling("R-8.1")
@pytest.mark.parametrize(
    "offer",
    [
        "KYI: offer KYI: KYI promise x",
        "KYI: offer XXX: KYI promise x",
        "CTL: offer MIN: MIN promise x",
        "KYI: offer MIN: MOS promise x",
        "KYI: offer MIN: KYI promise a; KYI promise b; KYI promise c; KYI promise d; KYI promise e",
    ],
)
def test_a_deal_is_between_two_seats_and_binds_only_them(offer: str) -> None:
    assert at_orders().refused(offer).rule == "R-8.1"


@pytest.mark.ruling("R-8.1")
def test_one_open_offer_between_two_seats_at_a_time() -> None:
    sitting = at_orders().do("KYI: offer MIN: KYI promise x")
    assert sitting.refused("KYI: offer MIN: KYI promise y").reason is Reason.ALREADY_DONE


@pytest.mark.ruling("R-8.2")
def test_a_gift_takes_effect_when_the_deal_is_signed() -> None:
    sitting = at_orders().put({"ip.MIN": 3, "ip.KYI": 5})
    sitting.do("KYI: offer MIN: KYI pay MIN 2; MIN pay KYI 1")
    assert (sitting["ip.MIN"], sitting["ip.KYI"]) == (3, 3)  # what the offerer gives is held back
    sitting.do("MIN: sign T1-KYI-MIN-1")
    assert (sitting["ip.MIN"], sitting["ip.KYI"]) == (4, 4)
    assert verdicts(sitting) == ["kept", "kept"]


@pytest.mark.ruling("R-8.2")
def test_a_seat_gives_away_two_points_a_turn_at_most() -> None:
    sitting = at_orders()
    assert sitting.refused("KYI: offer MIN: KYI pay MIN 3").rule == "R-8.2"
    sitting.do("KYI: offer MIN: KYI pay MIN 2", "MIN: sign T1-KYI-MIN-1")
    refused = sitting.refused("KYI: offer WAR: KYI pay WAR 1")
    assert (refused.reason, refused.rule) == (Reason.BAD_TERMS, "R-8.2")


@pytest.mark.ruling("R-8.2")
def test_nobody_gives_what_it_has_not() -> None:
    poor = at_orders().put({"ip.KYI": 1})
    assert poor.refused("KYI: offer MIN: KYI pay MIN 2").reason is Reason.CANNOT_PAY
    asked = at_orders().do("KYI: offer MIN: MIN pay KYI 2").put({"ip.MIN": 1})
    assert asked.refused("MIN: sign T1-KYI-MIN-1").reason is Reason.CANNOT_PAY


@pytest.mark.ruling("R-8.2")
@pytest.mark.parametrize("order", ["MIN: decline T1-KYI-MIN-1", "KYI: decline T1-KYI-MIN-1", "CTL: go on"])
def test_what_an_offerer_held_back_returns_when_the_deal_falls_through(order: str) -> None:
    sitting = at_orders().put({"ip.KYI": 5}).do("KYI: offer MIN: KYI pay MIN 2")
    assert sitting["ip.KYI"] == 3
    assert sitting.do(order)["ip.KYI"] == 5


@pytest.mark.ruling("R-8.3")
@pytest.mark.parametrize(
    "term",
    [
        "KYI answer MOS comply",
        "MIN answer MOS comply",
        "KYI hold MIN-PAY until 1",
        "KYI hold KYI-STR until 0",
        "KYI hold KYI-STR until 9",
        "MIN keep unity on until 3",
        "MIN keep sw_radar on until 9",
        "MIN keep sw_laser on until 2",
    ],
)
def test_a_promise_is_about_something_that_can_be_checked_until_a_turn_of_the_game(term: str) -> None:
    sitting = at_orders(demands=["KYI: demand KD2"])
    assert sitting.refused(f"KYI: offer MIN: {term}").rule == "R-8.3"


@pytest.mark.ruling("R-8.3")
@pytest.mark.parametrize(
    ("answer", "verdict"), [("comply", "kept"), ("stall", "broken"), ("sham", "broken"), ("", "broken")]
)
def test_a_promised_answer_is_checked_at_the_turn_end(answer: str, verdict: str) -> None:
    sitting = signed("MIN answer KYI comply")
    if answer:
        sitting.do(f"MIN: answer KYI {answer}")
    sitting.to(Step.NARRATE).put(CALM).go_on()
    assert verdicts(sitting) == [verdict]


@pytest.mark.ruling("R-8.3")
@pytest.mark.parametrize(("given", "verdict"), [(True, "broken"), (False, "kept")])
def test_a_promise_to_hold_an_order_back(given: bool, verdict: str) -> None:
    sitting = signed("KYI hold KYI-TDF,KYI-FORT until 1")
    if given:
        sitting.do("KYI: place KYI-TDF")
    sitting.to(Step.NARRATE).put(CALM).go_on()
    assert verdicts(sitting) == [verdict]


@pytest.mark.ruling("R-8.3")
@pytest.mark.parametrize(("turn", "verdict"), [(1, "kept"), (2, "kept"), (0, "broken")])
def test_a_promise_to_give_an_order_in_time(turn: int, verdict: str) -> None:
    sitting = signed("KYI order KYI-TDF until 2")
    found: list[str] = []
    for now in (1, 2):
        sitting.to(Step.ORDERS, now)
        if now == turn:
            sitting.do("KYI: place KYI-TDF")
        sitting.to(Step.NARRATE).put(CALM).go_on()
        found += verdicts(sitting)
    assert found == [verdict]


@pytest.mark.ruling("R-8.3")
def test_a_promise_about_a_switch_runs_through_its_turn() -> None:
    sitting = signed("MIN keep sw_relay off until 2").put(sw_relay=0).to(Step.NARRATE).put(CALM).go_on()
    assert verdicts(sitting) == []
    kept = sitting.to(Step.NARRATE, 2).put(CALM).put(sw_relay=0).go_on()
    assert verdicts(kept) == ["kept"]
    broken = signed("MIN keep sw_relay off until 2").to(Step.NARRATE).put(CALM).put(sw_relay=1).go_on()
    assert verdicts(broken) == ["broken"]


@pytest.mark.ruling("R-8.4")
def test_a_promise_in_words_is_recorded_and_never_checked() -> None:
    sitting = signed("KYI promise nobody mentions the regiment until September")
    assert sitting.state.deals[0].terms[0].text == "nobody mentions the regiment until September"
    assert verdicts(sitting.to(Step.NARRATE).put(CALM).go_on()) == ["moot"]
    assert at_orders().refused("KYI: offer MIN: KYI promise " + "a" * 201).rule == "R-8.4"


@pytest.mark.ruling("R-8.5")
def test_promises_are_judged_at_the_turn_end_and_earn_nothing() -> None:
    sitting = signed("KYI hold KYI-STR until 1").to(Step.NARRATE)
    assert not any(isinstance(fact, TermJudged) for fact in sitting.facts)
    sitting.put(CALM).go_on()
    assert verdicts(sitting) == ["kept"]
    assert sitting.moves(kind=CauseKind.DEAL) == []


@pytest.mark.ruling("R-8.5")
def test_what_can_no_longer_be_kept_or_broken_is_moot() -> None:
    sitting = signed("KYI order KYI-TDF until 3").to(Step.NARRATE).put({**CALM, "flag.collapse": 1}).go_on()
    assert verdicts(sitting) == ["moot"]


@pytest.mark.ruling("R-8.6")
def test_a_broken_promise_weighs_on_the_breaker_for_two_turn_ends() -> None:
    sitting = signed("KYI hold KYI-TDF until 1").do("KYI: place KYI-TDF").to(Step.NARRATE).put(CALM).go_on()
    assert sitting.moves(kind=CauseKind.DEAL) == ["flag.word_kyi +2"]
    for left in (1, 0):
        sitting.to(Step.NARRATE, sitting.state.turn + 1).put(CALM).go_on()
        assert sitting["flag.word_kyi"] == left


@pytest.mark.ruling("R-8.6")
def test_a_broken_word_makes_the_breakers_half_rigid_rolls_one_harder() -> None:
    needs = []
    for word in (0, 2):
        sitting = at_orders().put({"flag.word_min": word}).do("MIN: place MIN-BEI").to(Step.ADJUDICATE)
        needs.append(sitting.go_on().go_on().rolls()["MIN-BEI"].need)
    assert needs[1] == needs[0] + 1


@pytest.mark.ruling("R-8.6")
def test_a_broken_word_does_not_touch_rigid_rolls_nor_other_seats() -> None:
    needs = []
    for word in (0, 2):
        sitting = at_orders().put({"flag.word_min": word}).do("MIN: place MIN-SUB", "KYI: place KYI-OFF @sw_radar")
        start = len(sitting.facts)
        sitting.to(Step.ADJUDICATE).to(Step.NARRATE)
        sitting.last = tuple(sitting.facts[start:])
        needs.append({name: roll.need for name, roll in sitting.rolls().items()})
    assert needs[0] == needs[1]


@pytest.mark.ruling("R-8.7")
def test_a_private_deal_is_seen_by_its_parties_and_control_only() -> None:
    sitting = signed("KYI pay MIN 1; KYI hold KYI-STR until 2")
    for seat in (*sitting.game.rules.seats, CONTROL):
        knows = seat in ("KYI", "MIN", "CTL")
        seen = facts_for(sitting.game, sitting.facts, SeatId(seat))
        assert any(isinstance(fact, DealOffered | DealAnswered) for fact in seen) is knows, seat
        assert bool(view(sitting.state, SeatId(seat)).deals) is knows, seat


@pytest.mark.ruling("R-8.7")
def test_a_public_deal_is_seen_by_all() -> None:
    sitting = signed("KYI hold KYI-STR until 2", public=True)
    assert all(view(sitting.state, seat).deals for seat in sitting.game.rules.seats)


@pytest.mark.ruling("R-8.7")
def test_a_stranger_cannot_find_out_by_asking_whether_a_private_offer_exists() -> None:
    with_offer = at_orders().do("KYI: offer MIN: KYI promise x")
    for ask in ("sign", "decline"):
        order = f"MOS: {ask} T1-KYI-MIN-1"
        assert with_offer.refused(order) == at_orders().refused(order)


@pytest.mark.ruling("R-8.2")
def test_an_offer_does_not_tell_what_its_maker_has_left() -> None:
    sitting = at_orders().put({"ip.KYI": 3}).do("KYI: offer MIN: KYI pay MIN 1")
    before = view(sitting.state, SeatId("MIN"))
    after = view(sitting.do("KYI: place KYI-KAL").state, SeatId("MIN"))
    assert before.legal == after.legal


@pytest.mark.ruling("R-8.5")
def test_the_verdict_on_a_promise_does_not_give_a_live_sham_away() -> None:
    sitting = at_orders(demands=["KYI: demand KD2"], dice={"R18": (1, 1)})
    signed("MIN answer KYI comply; MIN keep sw_shahed off until 2", sitting)
    sitting.do("MIN: answer KYI sham").to(Step.NARRATE).put(CALM).go_on()
    assert sitting.state.sham == "sw_shahed"
    seen = facts_for(sitting.game, sitting.facts, SeatId("KYI"))
    assert "broken" not in [fact.verdict for fact in seen if isinstance(fact, TermJudged)]


def test_a_quiet_turn_end_breaks_no_promise() -> None:
    assert verdicts(at_turn_end(CALM).go_on()) == []
