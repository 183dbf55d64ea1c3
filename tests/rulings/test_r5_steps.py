"""R-5: the steps of a turn, cards, demands and answers, the seal."""

from dataclasses import replace

import pytest
from tests.rulings.sitting import Sitting, at_demands, at_orders, drawn, sit, top, with_card, with_live_sham
from tests.shipped import game

from northaxis.domain.cards import Card
from northaxis.domain.declassify import facts_for
from northaxis.domain.demands import ResponseKind
from northaxis.domain.facts import (
    Answered,
    CardChained,
    CardDrawn,
    CauseKind,
    Changed,
    DemandMade,
    OptionPicked,
    OrderPlaced,
    Rolled,
    Said,
    ShamStarted,
    Step,
    StepBegan,
)
from northaxis.domain.ids import CardId, DemandId, SeatId
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Reason
from northaxis.domain.views import view

MIN, MOS, KYI = SeatId("MIN"), SeatId("MOS"), SeatId("KYI")


def steps(sitting: Sitting) -> list[Step]:
    sitting.to(Step.INJECT, turn=2)
    return [fact.step for fact in sitting.facts if isinstance(fact, StepBegan)]


@pytest.mark.ruling("R-5.1")
def test_a_turn_goes_through_its_steps_in_order() -> None:
    assert steps(sit("S3")) == [
        Step.INJECT, Step.DEMANDS, Step.NEGOTIATE, Step.ORDERS, Step.ADJUDICATE, Step.NARRATE, Step.TURN_END,
        Step.INJECT,
    ]  # fmt: skip


@pytest.mark.ruling("R-5.1")
def test_where_a_scenario_gives_talks_no_time_they_are_passed_over() -> None:
    assert Step.NEGOTIATE not in steps(sit("S1"))


@pytest.mark.ruling("R-5.2")
def test_the_first_card_whose_condition_holds_is_drawn_and_those_passed_over_stay() -> None:
    """R-5.2: F50 wants turn 3; it stays on top of its deck until then."""
    second = {"SHF50": (1 << 32) - 1, "SHF24": (1 << 32) - 2}
    sitting = sit("S1", draws=second).go_on()
    assert [fact.card for fact in sitting.found(CardDrawn)] == ["F24"]
    assert sitting.state.decks[game("S1").decks[0].id][0] == "F50"
    sitting.to(Step.TURN_END, turn=2).put(pull_moscow=4, pull_kyiv=4, pull_home=4, cohesion=6).go_on()
    assert [fact.card for fact in sitting.found(CardDrawn)] == ["F50"]


@pytest.mark.ruling("R-5.2")
def test_each_deck_gives_one_card_in_the_scenarios_order() -> None:
    sitting = sit("S3").to(Step.DEMANDS)
    decks = [fact.deck for fact in sitting.facts if isinstance(fact, CardDrawn)]
    assert decks == ["eastern-frontier", "border-dynamics"]


@pytest.mark.ruling("R-5.2")
def test_a_seat_chooses_once_and_only_what_the_card_offers_it() -> None:
    sitting = drawn("F27")
    assert sitting.owing() == ["WAR", "VIL"]
    assert sitting.refused("MIN: pick F27 a").rule == "R-5.2"
    assert sitting.refused("WAR: pick F27 z").rule == "R-5.2"
    assert sitting.refused("WAR: pick F22 a").rule == "R-5.2"
    sitting.do("WAR: pick F27 b")
    assert sitting.refused("WAR: pick F27 a").reason is Reason.ALREADY_DONE


@pytest.mark.ruling("R-5.2")
def test_choices_are_public_only_when_all_are_in() -> None:
    sitting = drawn("F27").do("VIL: pick F27 b")
    seen = facts_for(sitting.game, sitting.facts, MIN)
    assert not any(isinstance(fact, OptionPicked) for fact in seen)
    sitting.do("WAR: pick F27 b").go_on()
    seen = facts_for(sitting.game, sitting.facts, MIN)
    assert {fact.seat for fact in seen if isinstance(fact, OptionPicked)} == {"WAR", "VIL"}


@pytest.mark.ruling("R-5.2")
def test_the_effects_of_choices_follow_in_initiative_order() -> None:
    """R-5.2: whoever chose first, Warsaw stands before Vilnius in the list of the rule set."""
    sitting = drawn("F27").do("VIL: pick F27 a", "WAR: pick F27 a").go_on()
    paid = list(sitting.moves(kind=CauseKind.COST))
    assert paid == ["ip.WAR -1", "ip.VIL -1"]


@pytest.mark.ruling("R-5.3")
def test_an_option_that_cannot_be_paid_is_not_offered() -> None:
    sitting = drawn("F25").put({"ip.WAS": 2})
    assert sitting.legal("WAS") == ["pick F25 b", "pick F25 c"]
    refused = sitting.refused("WAS: pick F25 a")
    assert (refused.reason, refused.rule) == (Reason.CANNOT_PAY, "R-5.3")


@pytest.mark.ruling("R-5.3")
def test_a_silent_seat_takes_the_last_option_it_is_offered() -> None:
    sitting = drawn("F49").put({"ip.KYI": 1}).go_on()
    assert [(fact.seat, fact.option) for fact in sitting.found(OptionPicked)] == [("KYI", "b")]
    sitting = drawn("F49").put({"ip.KYI": 0}).go_on()
    assert [(fact.seat, fact.option) for fact in sitting.found(OptionPicked)] == [("KYI", "a")]


@pytest.mark.ruling("R-5.4")
def test_a_signal_is_free_recorded_and_binds_nobody() -> None:
    sitting = at_orders()
    before = sitting.state
    sitting.do("KYI: say all The line stands.")
    assert sitting.found(Said) == [Said(KYI, (), "The line stands.")]
    assert sitting.state == before


@pytest.mark.ruling("R-5.4")
def test_words_to_one_seat_are_read_by_that_seat_and_the_speaker_only() -> None:
    sitting = at_orders().do("KYI: say MIN Between us.")
    readers = {
        s
        for s in sitting.game.rules.seats
        if any(isinstance(x, Said) for x in facts_for(sitting.game, sitting.facts, s))
    }
    assert readers == {"KYI", "MIN"}


@pytest.mark.ruling("R-5.4")
@pytest.mark.parametrize(
    "order", ["KYI: say all", "KYI: say XXX Hello", "KYI: say KYI Hello", "KYI: say all " + "a" * 601]
)
def test_words_need_words_and_somebody_else_to_hear_them(order: str) -> None:
    assert at_orders().refused(order).rule == "R-5.4"


@pytest.mark.ruling("R-5.5")
def test_moscow_and_kyiv_issue_one_demand_each_whose_condition_holds() -> None:
    sitting = at_demands(sw_relay=0)
    assert sitting.owing() == ["MOS", "KYI"]
    assert "demand MD1" in sitting.legal("MOS")
    assert "demand KD1" not in sitting.legal("KYI")
    assert sitting.refused("KYI: demand KD1").reason is Reason.REQUIREMENT
    assert sitting.refused("BEI: demand MD1").reason is Reason.NOT_YOURS
    assert sitting.refused("KYI: demand MD1").reason is Reason.UNKNOWN
    sitting.do("MOS: demand MD1")
    assert sitting.refused("MOS: demand MD7").reason is Reason.ALREADY_DONE
    assert sitting.to(Step.ORDERS).refused("KYI: demand KD2").reason is Reason.NOT_NOW


@pytest.mark.ruling("R-5.5")
def test_the_demand_of_home_is_drawn_by_weight_among_those_that_hold() -> None:
    """R-5.5: HD5 wants integration 7, HD7 damage; without them the weights 3 3 3 2 2 2 make 15 tickets."""

    def home(ticket: int, of: int, **values: int) -> DemandId | None:
        sitting = sit(draws={"HD": (ticket << 32) // of + 1}, rules=_cardless).to(Step.DEMANDS).put(**values).go_on()
        return next(made.demand for made in sitting.state.demands if made.demander == "HOME")

    assert [home(n, 15) for n in range(15)] == ["HD1"] * 3 + ["HD2"] * 3 + ["HD3"] * 3 + ["HD4"] * 2 + ["HD6"] * 2 + [
        "HD8"
    ] * 2
    assert home(11, 17, integration=7) == "HD5"


@pytest.mark.ruling("R-5.5")
def test_a_demander_with_nothing_to_issue_issues_nothing_and_is_not_answered() -> None:
    sitting = at_orders()
    assert sitting.state.made(sitting.game.rules.answering.demanders[2].id) == _nothing(sitting)
    assert sitting.refused("MIN: answer HOME comply").reason is Reason.UNKNOWN
    sitting.to(Step.ADJUDICATE).go_on()
    assert sitting.found(Answered) == []


def _nothing(sitting: Sitting) -> object:
    return next(made for made in sitting.state.demands if made.demander == "HOME" and made.demand is None)


@pytest.mark.ruling("R-5.6")
def test_no_demander_issues_the_same_demand_two_turns_running() -> None:
    sitting = at_orders(demands=["KYI: demand KD8"]).to(Step.DEMANDS, turn=2)
    refused = sitting.refused("KYI: demand KD8")
    assert (refused.reason, refused.rule) == (Reason.TWICE_RUNNING, "R-5.6")
    sitting.put(pull_moscow=4, pull_kyiv=4, pull_home=4).to(Step.DEMANDS, turn=3)
    assert "demand KD8" in sitting.legal("KYI")


@pytest.mark.ruling("R-5.6")
def test_nor_does_home() -> None:
    sitting = sit(draws={"HD": 0}, rules=_cardless).to(Step.NARRATE).put(pull_moscow=4, pull_kyiv=4, pull_home=4)
    drawn_twice = [
        fact.demand
        for fact in sitting.to(Step.NARRATE, turn=2).facts
        if isinstance(fact, DemandMade) and fact.demander == "HOME"
    ]
    assert drawn_twice == ["HD1", "HD2"]


def _cardless(made: Game) -> Game:
    return replace(made, scenario=replace(made.scenario, cards_per_deck=0))


@pytest.mark.ruling("R-5.7")
def test_backing_costs_one_point_when_the_demand_is_issued() -> None:
    sitting = at_demands().do("MOS: demand MD7 backed")
    assert sitting.moves(kind=CauseKind.COST) == ["ip.MOS -1"]
    broke = at_demands().put({"ip.KYI": 0})
    refused = broke.refused("KYI: demand KD8 backed")
    assert (refused.reason, refused.rule) == (Reason.CANNOT_PAY, "R-5.7")
    assert broke.do("KYI: demand KD8")


@pytest.mark.ruling("R-5.7")
def test_refusing_a_demand_that_moscow_backs_adds_to_its_pull_and_takes_a_point_from_minsk() -> None:
    sitting = at_orders(demands=["MOS: demand MD7 backed"]).do("MIN: answer MOS refuse").to(Step.ADJUDICATE).go_on()
    assert sitting.moves("MD7.R") == ["pull_moscow +2", "pull_moscow +1", "ip.MIN -1"]


@pytest.mark.ruling("R-5.7")
def test_a_demand_that_kyiv_backs_is_a_red_line_at_once_and_dearer_to_refuse() -> None:
    sitting = at_demands().put({"count.kyi_struck": 2}).do("KYI: demand KD2 backed")
    assert sitting["flag.red_line"] == 0
    sitting.go_on()
    assert (sitting["flag.red_line"], sitting["count.kyi_struck"]) == (2, 0)
    sitting.to(Step.ORDERS).do("MIN: answer KYI refuse").to(Step.ADJUDICATE).go_on()
    assert sitting.moves("KD2.R") == ["pull_kyiv +2", "pull_kyiv +1"]


@pytest.mark.ruling("R-5.7")
def test_a_backed_demand_that_is_complied_with_has_no_penalty() -> None:
    sitting = at_orders(demands=["MOS: demand MD8 backed"]).do("MIN: answer MOS comply").to(Step.ADJUDICATE).go_on()
    assert sitting.moves("MD8.C") == ["oxygen -2", "pull_moscow -3"]


@pytest.mark.ruling("R-5.8")
def test_only_minsk_answers_and_only_demands_that_were_made() -> None:
    sitting = at_orders(demands=["KYI: demand KD8"])
    assert sitting.refused("MOS: answer KYI comply").rule == "R-5.8"
    assert sitting.refused("MIN: answer MOS comply").rule == "R-5.8"
    assert sitting.refused("MIN: answer BEI comply").rule == "R-5.8"
    sitting.do("MIN: answer KYI comply")
    assert sitting.refused("MIN: answer KYI comply").reason is Reason.ALREADY_DONE


@pytest.mark.ruling("R-5.8")
@pytest.mark.parametrize(
    ("answer", "cost"),
    [
        ("KYI comply", 0),
        ("KYI stall", 1),
        ("KYI refuse", 0),
        ("KYI sham", 0),
        ("HOME comply", 1),
        ("HOME stall", 1),
        ("HOME refuse", 0),
    ],
)
def test_what_an_answer_costs(answer: str, cost: int) -> None:
    sitting = sit(rules=_cardless).to(Step.DEMANDS).do("KYI: demand KD2").to(Step.ORDERS)
    before = sitting["ip.MIN"]
    assert sitting.do(f"MIN: answer {answer}")["ip.MIN"] == before - cost


@pytest.mark.ruling("R-5.8")
def test_an_answer_that_is_replaced_is_paid_back() -> None:
    sitting = sit(rules=_cardless).to(Step.ORDERS).do("MIN: answer HOME stall", "MIN: answer HOME comply")
    assert sitting["ip.MIN"] == 6
    assert sitting.do("MIN: answer HOME refuse")["ip.MIN"] == 7
    refused = sitting.put({"ip.MIN": 0}).refused("MIN: answer HOME comply")
    assert (refused.reason, refused.rule) == (Reason.CANNOT_PAY, "R-5.8")


@pytest.mark.ruling("R-5.9")
def test_what_is_sealed_is_not_changed() -> None:
    sitting = at_orders(demands=["KYI: demand KD8"]).do("MIN: seal")
    for order in ("place MIN-PAY", "answer KYI comply", "withdraw MIN-PAY", "seal"):
        refused = sitting.refused(f"MIN: {order}")
        assert (refused.reason, refused.rule) == (Reason.SEALED, "R-5.9")


@pytest.mark.ruling("R-5.9")
def test_sheets_are_written_in_the_orders_step_only() -> None:
    assert at_demands().refused("MIN: place MIN-PAY").rule == "R-5.9"


@pytest.mark.ruling("R-5.9")
def test_no_other_seat_sees_a_sheet_before_the_reveal() -> None:
    sitting = at_orders().do("MIN: place MIN-PAY", "MIN: seal")
    for seat in (MOS, KYI):
        assert not any(isinstance(fact, OrderPlaced) for fact in facts_for(sitting.game, sitting.facts, seat))
    sitting.to(Step.ADJUDICATE)
    for seat in (MOS, KYI):
        seen = [fact for fact in facts_for(sitting.game, sitting.facts, seat) if isinstance(fact, OrderPlaced)]
        assert [(fact.seat, fact.action) for fact in seen] == [("MIN", "MIN-PAY")]


@pytest.mark.ruling("R-5.9")
def test_a_sheet_that_is_not_sealed_when_time_is_called_counts_as_it_stands() -> None:
    sitting = at_orders(demands=["KYI: demand KD8", "MOS: demand MD7"])
    sitting.do("MIN: place MIN-CAL", "MIN: answer KYI comply").to(Step.ADJUDICATE).go_on()
    given = {fact.demander: fact.response for fact in sitting.found(Answered)}
    assert given == {"KYI": ResponseKind.COMPLY, "MOS": ResponseKind.REFUSE}
    assert sitting.go_on().moves("MIN-CAL") == ["pull_moscow -2", "cohesion -1", "pull_home +1", "pull_kyiv +1"]


@pytest.mark.ruling("R-5.10")
def test_minsk_complies_with_two_demands_at_most() -> None:
    sitting = sit(rules=_cardless).to(Step.DEMANDS).do("MOS: demand MD7", "KYI: demand KD8").to(Step.ORDERS)
    sitting.do("MIN: answer MOS comply", "MIN: answer KYI comply")
    refused = sitting.refused("MIN: answer HOME comply")
    assert (refused.reason, refused.rule) == (Reason.TOO_MANY_COMPLIES, "R-5.10")
    assert sitting.do("MIN: answer MOS refuse", "MIN: answer HOME comply")


@pytest.mark.ruling("R-5.11")
def test_stalling_adds_one_to_that_pull_and_is_not_repeated() -> None:
    sitting = at_orders(demands=["MOS: demand MD7"]).do("MIN: answer MOS stall").to(Step.ADJUDICATE).go_on()
    assert sitting.moves("MD7.S") == ["pull_moscow +1"]
    sitting.to(Step.DEMANDS, turn=2).do("MOS: demand MD8", "KYI: demand KD8").to(Step.ORDERS)
    refused = sitting.refused("MIN: answer MOS stall")
    assert (refused.reason, refused.rule) == (Reason.TWICE_RUNNING, "R-5.11")
    assert sitting.do("MIN: answer KYI stall")


@pytest.mark.ruling("R-5.11")
def test_a_stall_two_turns_ago_does_not_count_even_if_nothing_was_demanded_in_between() -> None:
    sitting = at_orders(demands=["MOS: demand MD7"]).do("MIN: answer MOS stall").to(Step.NARRATE)
    sitting.put(pull_moscow=4, pull_kyiv=4, pull_home=4, cohesion=6).to(Step.DEMANDS, turn=2).to(Step.NARRATE)
    sitting.put(pull_moscow=4, pull_kyiv=4, pull_home=4, cohesion=6).to(Step.DEMANDS, turn=3)
    sitting.do("MOS: demand MD7").to(Step.ORDERS).do("MIN: answer MOS stall")


@pytest.mark.ruling("R-5.12")
def test_only_kyivs_switch_demands_can_be_shammed() -> None:
    sitting = at_orders(demands=["MOS: demand MD7", "KYI: demand KD8"])
    assert sitting.refused("MIN: answer MOS sham").rule == "R-5.12"
    assert sitting.refused("MIN: answer KYI sham").rule == "R-5.12"


@pytest.mark.ruling("R-5.12")
def test_a_sham_eases_kyiv_by_two_and_leaves_the_switch_on() -> None:
    sitting = at_orders(demands=["KYI: demand KD2"]).do("MIN: answer KYI sham").to(Step.ADJUDICATE).go_on()
    assert [move for move in sitting.moves("KD2.X") if "flag" not in move] == ["pull_kyiv -2"]
    assert sitting.found(ShamStarted) == [ShamStarted(sitting.state.sham)]  # type: ignore[arg-type]
    assert sitting["sw_shahed"] == 1


@pytest.mark.ruling("R-5.12")
def test_a_sham_shows_as_paused_to_all_but_minsk_moscow_and_control() -> None:
    sitting = with_live_sham()
    for seat in (*sitting.game.rules.seats, SeatId("CTL")):
        shown = next(switch for switch in view(sitting.state, seat).switches if switch.id == "sw_shahed")
        knows = seat in ("MIN", "MOS", "CTL")
        assert (shown.declared_on, shown.really_on) == (False, True if knows else None), seat


@pytest.mark.ruling("R-5.12")
def test_one_sham_lives_at_a_time() -> None:
    sitting = at_orders(demands=["KYI: demand KD2"], dice={"R18": (1, 1)}).do("MIN: answer KYI sham")
    sitting.to(Step.DEMANDS, turn=2).do("KYI: demand KD3").to(Step.ORDERS)
    refused = sitting.refused("MIN: answer KYI sham")
    assert (refused.reason, refused.rule) == (Reason.ONE_SHAM, "R-5.12")


@pytest.mark.ruling("R-5.13")
def test_a_chained_card_comes_in_addition_when_its_turn_has_come() -> None:
    sitting = drawn("F19", "S1").to(Step.DEMANDS)
    assert [f.card for f in sitting.facts if isinstance(f, CardChained)] == ["F21"]
    sitting.to(Step.DEMANDS, turn=2)
    came = [(fact.card, fact.how) for fact in sitting.facts if isinstance(fact, CardDrawn)]
    assert ("F21", "chained") in came
    assert len(came) == 3


@pytest.mark.ruling("R-5.13")
def test_a_chained_card_that_has_come_up_by_itself_does_not_come_again() -> None:
    sitting = sit("S1", draws={"SHF19": (1 << 32) - 1, "SHF21": (1 << 32) - 2}).to(Step.DEMANDS, turn=2)
    assert [fact.card for fact in sitting.facts if isinstance(fact, CardDrawn)] == ["F19", "F21"]


@pytest.mark.ruling("R-5.13")
def test_a_chained_card_whose_condition_fails_does_not_come() -> None:
    def never(card: Card) -> Card:
        return replace(card, condition=game("S1").cards[CardId("F50")].condition)

    sitting = sit("S1", draws=top("F19"), rules=with_card("F21", never)).to(Step.DEMANDS, turn=2)
    assert "F21" not in [fact.card for fact in sitting.facts if isinstance(fact, CardDrawn)]


@pytest.mark.ruling("R-5.14")
def test_refusing_adds_two_then_the_demands_own_then_the_backings() -> None:
    sitting = at_demands(sw_relay=1).do("KYI: demand KD1 backed").to(Step.ORDERS).do("MIN: answer KYI refuse")
    sitting.to(Step.ADJUDICATE).go_on()
    assert sitting.moves("KD1.R") == ["pull_kyiv +2", "pull_kyiv +1", "pull_kyiv +1"]


@pytest.mark.ruling("R-5.12")
def test_a_sham_is_read_as_a_compliance_by_those_it_fools() -> None:
    sitting = with_live_sham()
    for seat in _fooled(sitting.game):
        seen = facts_for(sitting.game, sitting.facts, seat)
        assert [fact.response for fact in seen if isinstance(fact, Answered)] == [ResponseKind.COMPLY]
        assert not any(isinstance(fact, ShamStarted) for fact in seen)
        causes = {fact.cause.id for fact in seen if isinstance(fact, Changed) and fact.cause.kind is CauseKind.RESPONSE}
        assert "KD2.C" in causes
        assert "KD2.X" not in causes


@pytest.mark.ruling("R-5.12")
def test_a_sham_that_was_not_found_out_leaves_no_roll_to_those_it_fools() -> None:
    sitting = with_live_sham()
    for seat in _fooled(sitting.game):
        seen = facts_for(sitting.game, sitting.facts, seat)
        assert not any(isinstance(fact, Rolled) and fact.name == "R18" for fact in seen), seat


def _fooled(made: Game) -> list[SeatId]:
    return [seat for seat in made.rules.seats if seat not in made.rules.answering.not_fooled]
