"""Minsk: who pays, who obeys, what is remembered, and what breaks."""

import pytest
from tests.rulings.sitting import Sitting, at_orders, sit, without_cards
from tests.systems.pairs import CALM, after_card, after_orders, after_turn, difference, moved, need, tracks

from northaxis.domain.facts import CheckMade, GameOver, RuleCame, Step
from northaxis.domain.quantities import FOR_GOOD


def ending(sitting: Sitting) -> str:
    """Why play ended."""
    return next((fact.reason for fact in sitting.facts if isinstance(fact, GameOver)), "")


def test_an_unhappy_moscow_pays_late_and_a_contented_one_fills_the_shops() -> None:
    unhappy, content = after_turn(board={"pull_moscow": 8}), after_turn(board={"pull_moscow": 2})
    assert moved(unhappy, "R12") == {"pull_home": 1, "ip.MIN": -1}
    assert moved(content, "R11") == {"pull_home": -1}
    assert moved(content, "R12") == {}


def test_subsidies_buy_calm_and_the_squeeze_is_blunted_by_chinese_money() -> None:
    paid = after_orders("MOS: place MOS-SUB")
    assert moved(paid, "MOS-SUB") == {"pull_home": -2, "pull_moscow": -1}
    dice = {"MOS-CUT": (4, 3)}
    alone = after_orders("MOS: place MOS-CUT", dice=dice, board={"oxygen": 3})
    funded = after_orders("MOS: place MOS-CUT", dice=dice, board={"oxygen": 4})
    assert moved(alone, "MOS-CUT") == {"pull_home": 2, "ip.MIN": -1, "oxygen": -1}
    assert moved(funded, "MOS-CUT") == {"oxygen": 1}


def test_the_price_of_gas_is_a_gift_a_contract_or_a_winter() -> None:
    gift, contract, winter = (after_card("B09", f"MOS {option}") for option in "abc")
    assert [each["pull_home"] for each in (gift, contract, winter)] == [3, 4, 7]
    assert contract["integration"] == gift["integration"] + 1
    assert winter["oxygen"] == gift["oxygen"] + 1


def test_calling_up_conscripts_pleases_moscow_and_frightens_everybody_else() -> None:
    called, spared = after_orders("MIN: place MIN-CAL"), after_orders()
    assert difference(called, spared, "pull_moscow", "cohesion", "pull_home", "pull_kyiv") == {
        "pull_moscow": -2, "cohesion": -1, "pull_home": 1, "pull_kyiv": 1
    }  # fmt: skip
    signed, deferred = (after_card("F08", f"MIN {option}") for option in "ab")
    assert difference(signed, deferred, "pull_moscow", "pull_home") == {"pull_moscow": -2, "pull_home": 2}


def test_barracks_that_stop_obeying_are_talked_down_once() -> None:
    first = after_turn(board={"cohesion": 0})
    second = after_turn(board={"cohesion": 0, "flag.elite_split": FOR_GOOD})
    assert (first["cohesion"], first["flag.elite_split"], ending(first)) == (2, FOR_GOOD, "")
    assert ending(second) == "flag.collapse"
    steady = after_card("F32", dice={"F32": (3, 3)}, board={"cohesion": 6})
    wavering = after_card("F32", dice={"F32": (3, 3)}, board={"cohesion": 4})
    assert (moved(steady, "F32"), moved(wavering, "F32")) == ({}, {"cohesion": -1, "pull_kyiv": -1})


def test_pay_keeps_the_security_chiefs_and_the_check_counts_them() -> None:
    paid = after_turn(
        "MIN: place MIN-PAY", dice={"MIN-PAY": (6, 6), "CHECK": (5, 5)}, board={"cohesion": 5, "pull_home": 9}
    )
    unpaid = after_turn(dice={"CHECK": (5, 5)}, board={"cohesion": 5, "pull_home": 9})

    def total(sitting: Sitting) -> list[int]:
        return [fact.total for fact in sitting.facts if isinstance(fact, CheckMade)]

    assert moved(paid, "MIN-PAY") == {"cohesion": 2}
    assert paid.state.index < unpaid.state.index
    assert total(paid) < total(unpaid)


def test_full_squares_are_2020_again_and_a_crowd_that_stays_home_is_not() -> None:
    full, empty = after_turn(board={"pull_home": 10}), after_turn(board={"pull_home": 6})
    assert moved(full, "SN3") == {"cohesion": -2, "legitimacy": 1, "pull_home": -3}
    assert moved(empty, "SN3") == {}


def test_the_season_of_the_marches_is_a_demand_with_a_price_either_way() -> None:
    def answered(how: str) -> Sitting:
        tickets = {"HD": (12 << 32) // 15 + 1}
        sitting = sit(draws=tickets, rules=without_cards).to(Step.ORDERS).put(CALM)
        return sitting.do(f"MIN: answer HOME {how}").to(Step.NARRATE)

    allowed, forbidden = answered("comply"), answered("refuse")
    assert moved(allowed, "HD6.C") == {"pull_home": -3, "legitimacy": 1}
    assert moved(forbidden, "HD6.R") == {"pull_home": 1, "cohesion": -1}
    debt = after_card("B10", "MIN a")
    assert moved(debt, "B10") == {"pull_moscow": -2, "pull_home": 1}


def test_the_flight_to_beijing_goes_better_when_beijing_has_opened_its_doors() -> None:
    dice = {"MIN-BEI": (3, 3)}
    received = after_orders("MIN: place MIN-BEI", "BEI: place BEI-RCV", dice=dice, board={"oxygen": 1})
    uninvited = after_orders("MIN: place MIN-BEI", dice=dice, board={"oxygen": 1})
    assert (need(received, "MIN-BEI"), need(uninvited, "MIN-BEI")) == (5, 7)
    assert (received["oxygen"], uninvited["oxygen"]) == (4, 1)
    assert received["pull_moscow"] == uninvited["pull_moscow"] + 1
    honours, lunch, regret = (after_card("F19", f"BEI {option}", board={"oxygen": 1}) for option in "abc")
    assert [each["oxygen"] for each in (honours, lunch, regret)] == [3, 2, 1]


def test_oxygen_lowers_pressure_and_runs_out_by_itself() -> None:
    rich, poor = after_orders(board={"oxygen": 5}), after_orders(board={"oxygen": 2})
    assert rich.state.index == poor.state.index - 3
    rich.go_on()
    assert moved(rich, "R13") == {"pull_home": -1}
    assert moved(rich, "R46") == {"oxygen": -1}
    for sitting in (rich, poor):
        sitting.to(Step.NARRATE, turn=2).put({**CALM, "oxygen": 5 if sitting is rich else 2}).go_on()
    assert (moved(rich, "R14"), moved(poor, "R14")) == ({}, {"integration": 1})


def test_a_debtor_who_cannot_pay_sells_shares_or_loses_patience() -> None:
    shares, rolled, called = (after_card("F52", f"BEI {option}", board={"oxygen": 3}) for option in "abc")
    assert [each["oxygen"] for each in (shares, rolled, called)] == [4, 4, 2]
    assert shares["pull_moscow"] == rolled["pull_moscow"] + 1
    assert called["pull_home"] == rolled["pull_home"] + 2


def test_the_last_formality_is_put_off_while_beijing_asks_for_its_money() -> None:
    dice = {"E3": (5, 4)}
    owing = after_turn(dice=dice, board={"integration": 10, "oxygen": 3})
    owned = after_turn(dice=dice, board={"integration": 10, "oxygen": 2})
    assert (need(owing, "E3"), need(owned, "E3")) == (10, 9)
    assert (ending(owing), ending(owned)) == ("", "flag.absorbed")
    assert moved(owing, "E3") == {"integration": -1, "pull_home": 1, "pull_moscow": -1}


def test_the_deeper_the_integration_the_less_minsk_can_refuse() -> None:
    free, bound = (
        after_orders("MIN: place MIN-SUS @sw_shahed", dice={"MIN-SUSsw_shahed": (3, 4)}, board={"integration": depth})
        for depth in (6, 9)
    )
    assert (need(free, "MIN-SUSsw_shahed"), need(bound, "MIN-SUSsw_shahed")) == (6, 8)
    assert (free["sw_shahed"], bound["sw_shahed"]) == (0, 1)
    signed = after_orders("MIN: answer MOS comply", demands=["MOS: demand MD6"])
    assert tracks(moved(signed, "MD6.C")) == {"integration": 1, "pull_moscow": -2, "pull_home": 1}


def test_a_kremlin_that_stops_asking_takes_the_keys_itself() -> None:
    asked, stopped = (after_turn(board={"pull_moscow": pull, "sw_iskander": 0}) for pull in (7, 10))
    assert (asked["sw_iskander"], stopped["sw_iskander"]) == (0, 1)
    assert stopped["integration"] == asked["integration"] + 1
    assert moved(stopped, "SN1")["ip.MOS"] == 1


PLAN, EXIT = {"flag.framework": FOR_GOOD}, {"flag.guarantees": FOR_GOOD}


@pytest.mark.parametrize(
    ("board", "rung", "reason"),
    [
        ({"legitimacy": 9, **PLAN, **EXIT}, "B1", "flag.transition"),
        ({"legitimacy": 9, **PLAN}, "B3", "flag.collapse"),
        ({"legitimacy": 9, "integration": 9, **PLAN, **EXIT}, "B2", "flag.absorbed"),
        ({"legitimacy": 3, "integration": 8}, "B2", "flag.absorbed"),
        ({"legitimacy": 3}, "B3", "flag.collapse"),
    ],
)
def test_what_was_made_ready_before_the_break_decides_what_comes_after(
    board: dict[str, int], rung: str, reason: str
) -> None:
    """Legitimacy 9 has worn down to 7 (R42, R43) when the break comes; the plan and the exit count one each."""
    nobody_obeys = {"cohesion": 0, "flag.elite_split": FOR_GOOD}
    sitting = after_turn(dice={"CHECK": (1, 1)}, board={**nobody_obeys, **board})
    came = [fact.id for fact in sitting.facts if isinstance(fact, RuleCame)]
    assert (came[-1], ending(sitting)) == (rung, reason)


def test_the_day_of_return_needs_a_plan_an_exit_and_a_state_not_yet_taken() -> None:
    hot = {"legitimacy": 7, "pull_moscow": 8, "pull_kyiv": 7, "cohesion": 3}
    prepared = {**hot, "flag.guarantees": FOR_GOOD, "flag.framework": FOR_GOOD}
    dice = {"BDF-RET": (3, 3), "CHECK": (1, 1)}
    ready = after_orders("BDF: place BDF-RET", dice=dice, board=prepared)
    alone = after_orders("BDF: place BDF-RET", dice=dice, board=hot)
    assert (need(ready, "BDF-RET"), need(alone, "BDF-RET")) == (6, 8)
    assert (bool(ready["flag.transition"]), moved(alone, "BDF-RET")) == (True, {"legitimacy": -2, "cohesion": 1})
    assert "place BDF-RET" not in at_orders().put({**prepared, "legitimacy": 5}).legal("BDF")


def test_a_facilitator_who_sends_soldiers_loses_every_excuse() -> None:
    def asked(answer: str) -> Sitting:
        sitting = sit(rules=without_cards).to(Step.DEMANDS).put({**CALM, "pull_moscow": 8}).do("MOS: demand MD9")
        return sitting.to(Step.ORDERS).do(f"MIN: answer MOS {answer}").to(Step.NARRATE)

    given, refused = asked("comply"), asked("refuse")
    assert (bool(given["flag.cobelligerent"]), bool(refused["flag.cobelligerent"])) == (True, False)
    assert difference(given, refused, "pull_moscow", "pull_home", "cohesion") == {
        "pull_moscow": -6, "pull_home": 3, "cohesion": -3
    }  # fmt: skip
    at_war = at_orders().put({**CALM, "flag.cobelligerent": FOR_GOOD, "flag.assurance": 3, "pull_moscow": 7})
    at_peace = at_orders().put({**CALM, "flag.assurance": 3, "pull_moscow": 7})
    assert ("place KYI-STR @sw_shahed" in at_war.legal("KYI"), "place KYI-STR @sw_shahed" in at_peace.legal("KYI")) == (
        True, False,
    )  # fmt: skip
    assert ("place MIN-NEU" in at_war.legal("MIN"), "place MIN-NEU" in at_peace.legal("MIN")) == (False, True)
    marched = after_orders("MIN: place MIN-BRG", board={"flag.assurance": 3, "pull_moscow": 8})
    stayed = after_orders(board={"flag.assurance": 3, "pull_moscow": 8})
    assert difference(marched, stayed, "pull_moscow", "pull_home", "cohesion", "escalation") == {
        "pull_moscow": -6, "pull_home": 4, "cohesion": -3, "escalation": 2
    }  # fmt: skip


def test_three_demands_two_yeses_and_the_third_caller_remembers() -> None:
    demands = ("MOS: demand MD6", "KYI: demand KD2")
    sitting = sit(rules=without_cards).to(Step.DEMANDS).do(*demands).to(Step.ORDERS).put(CALM)
    sitting.do("MIN: answer MOS comply", "MIN: answer KYI comply")
    assert sitting.refused("MIN: answer HOME comply").rule == "R-5.10"
    before = sitting["pull_home"]
    assert sitting.to(Step.NARRATE)["pull_home"] > before
    moscow, kyiv, home = (after_card("F38", f"MIN {option}") for option in "abc")
    assert difference(moscow, kyiv, "pull_moscow", "pull_kyiv") == {"pull_moscow": -3, "pull_kyiv": 3}
    assert home["pull_home"] == moscow["pull_home"] - 2
