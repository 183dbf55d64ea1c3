"""The gap, the troops on both sides of it, the bills, the weapon nobody names, and a truce that settles little."""

from tests.rulings.sitting import Sitting, at_orders, sit, without_cards
from tests.systems.pairs import (
    CALM,
    PLATFORM,
    after_card,
    after_orders,
    after_turn,
    difference,
    is_passed_over,
    live,
    moved,
    need,
    tracks,
)

from northaxis.domain.facts import Step
from northaxis.domain.quantities import FOR_GOOD


def test_what_stands_in_belarus_weighs_on_the_gap_and_a_rehearsed_road_lightens_it() -> None:
    heavy, light = after_turn(board={"buildup": 3, "suwalki": 4}), after_turn(board={"buildup": 0, "suwalki": 4})
    assert (moved(heavy, "R28"), moved(light, "R29")) == ({"suwalki": 1}, {"suwalki": -1})
    dice = {"VIL-COR": (3, 3)}
    manned = after_orders("VIL: place VIL-COR", dice=dice, board={"posture": 6})
    empty = after_orders("VIL: place VIL-COR", dice=dice, board={"posture": 5})
    assert (moved(manned, "VIL-COR"), moved(empty, "VIL-COR")) == ({"suwalki": -1}, {"escalation": 1})


def test_a_convoy_in_the_corridor_is_a_rehearsal_or_an_embarrassment() -> None:
    both = after_card("B39", "WAR a", "VIL a", board={"suwalki": 4})
    neither = after_card("B39", "WAR b", "VIL b", board={"suwalki": 4})
    assert difference(both, neither, "suwalki", "escalation") == {"suwalki": -2, "escalation": 1}


def test_a_brigade_that_is_really_there_spoils_the_small_trouble() -> None:
    dice = {"VIL-BDE": (6, 6), "MOS-HYB": (4, 4)}
    housed = after_orders("VIL: place VIL-BDE", "MOS: place MOS-HYB", dice=dice, board={"posture": 6})
    promised = after_orders("MOS: place MOS-HYB", dice=dice, board={"posture": 6})
    assert (need(housed, "MOS-HYB"), need(promised, "MOS-HYB")) == (9, 8)
    assert moved(housed, "MOS-HYB") == {"posture": 1}
    assert moved(promised, "MOS-HYB") == {"suwalki": 1, "unity": -1, "posture": -1}
    paid, unpaid = (after_card("B42", f"VIL {option}") for option in "ab")
    assert difference(paid, unpaid, "posture", "ip.VIL") == {"posture": 1, "ip.VIL": -4}


def test_the_corps_plan_is_worth_what_its_bridges_bear() -> None:
    run, shelved = after_turn("BRU: place BRU-MNC", board={"suwalki": 3}), after_turn(board={"suwalki": 3})
    assert difference(run, shelved, "posture") == {"posture": 1}
    assert moved(run, "BRU-MNC") == {"posture": 1, "suwalki": -1}
    fixed, marked = (after_card("B43", f"BRU {option}") for option in "ab")
    assert (moved(fixed, "B43"), moved(marked, "B43")) == ({"posture": 1}, {"suwalki": 1})


def test_the_joint_grouping_stays_only_while_fresh_trains_come() -> None:
    fresh = after_turn("MOS: place MOS-JRG", board={"buildup": 3, "flag.isr": 1})
    stale = after_turn(board={"buildup": 3, "flag.isr": 1})
    assert (fresh["buildup"], stale["buildup"]) == (5, 2)
    assert (moved(fresh, "R34"), moved(stale, "R34")) == ({}, {"buildup": -1})
    kept, rotated = (after_card("B15", f"MOS {option}") for option in "ab")
    assert difference(kept, rotated, "buildup", "pull_home") == {"buildup": 2, "pull_home": 1}


def test_a_second_fence_asks_moscow_and_washington_and_each_answer_frightens_someone() -> None:
    def said(moscow: str, washington: str) -> dict[str, int]:
        return tracks(moved(after_card("B17", f"MOS {moscow}", f"WAS {washington}"), "B17"))

    assert said("a", "a") == {"suwalki": 1, "escalation": 0, "unity": 1}
    assert said("a", "b") == {"suwalki": 1, "escalation": 2, "unity": 1, "us_lead": 1}
    assert said("b", "c") == {"unity": -1, "ip.WAS": 1}


def test_when_america_looks_away_posts_and_pictures_go_with_it() -> None:
    away, there = after_turn(board={"us_lead": 1, "flag.isr": 1}), after_turn(board={"us_lead": 3, "flag.isr": 1})
    assert moved(away, "R26") == {"posture": -1, "warning": -1}
    assert moved(there, "R26") == {}
    assert need(after_orders("KYI: place KYI-AIR", board={"us_lead": 1}), "KYI-AIR") == 1 + need(
        after_orders("KYI: place KYI-AIR", board={"us_lead": 3}), "KYI-AIR"
    )
    yes, first, silence = (after_card("F25", f"WAS {option}", board={"us_lead": 3}) for option in "abc")
    assert [each["us_lead"] for each in (yes, first, silence)] == [4, 2, 3]


def test_leadership_is_not_a_constant() -> None:
    sitting = after_turn().to(Step.NARRATE, turn=2).put({**CALM, "us_lead": 3}).go_on()
    assert moved(sitting, "R45") == {"us_lead": -1}
    led = after_turn("WAS: place WAS-LED").to(Step.NARRATE, turn=2).go_on()
    assert led["us_lead"] == 3


def test_money_fixed_by_law_keeps_the_troops_when_the_season_ends() -> None:
    law, season = (after_turn(board={"posture": 7, "flag.war_spend": flag}) for flag in (FOR_GOOD, 0))
    assert (moved(law, "R40"), moved(season, "R40")) == ({}, {"posture": -1})
    voted = after_orders("WAR: place WAR-SPN")
    assert (voted["flag.war_spend"], voted["posture"]) == (FOR_GOOD, 6)
    ten, one = (after_card("F28", f"BRU {option}", board={"ip.BRU": 4}) for option in "ab")
    assert difference(ten, one, "posture", "unity", "ip.BRU") == {"posture": 1, "unity": 1, "ip.BRU": -4}


def test_a_ceasefire_with_the_platform_in_place_threatens_the_gap_and_empties_the_ditches() -> None:
    board = {"suwalki": 3, "north": 6, "buildup": 1, **live("sw_shahed", "sw_iskander", "sw_kh101")}
    silent = after_turn(board={**board, "flag.ceasefire": FOR_GOOD})
    at_war = after_turn(board=board)
    assert (moved(silent, "R30"), moved(silent, "R31")) == ({"suwalki": 1}, {"north": -1})
    assert (moved(at_war, "R30"), moved(at_war, "R31")) == ({}, {})
    assert (moved(silent, "R04"), moved(at_war, "R04")) == ({}, {"strain": 1})
    dismantled = after_turn(board={**board, **live("sw_shahed"), "flag.ceasefire": FOR_GOOD})
    assert moved(dismantled, "R30") == {}
    watched = after_turn("KYI: place KYI-FORT", board={**board, "flag.ceasefire": FOR_GOOD})
    assert moved(watched, "R31") == {}


def test_whoever_ends_the_ceasefire_pays_in_full_view() -> None:
    board = {"flag.ceasefire": FOR_GOOD, "unity": 5, "us_lead": 2, **live(*PLATFORM)}
    broken = after_orders("MOS: place MOS-SAL", dice={"MOS-SAL": (6, 6)}, board=board)
    assert broken["flag.ceasefire"] == 0
    assert difference(broken, after_orders(board=board), "unity", "us_lead", "front") == {
        "unity": 2, "us_lead": 1, "front": 1
    }  # fmt: skip


def test_only_assurances_make_the_thrust_legal_before_the_paperwork_is_done() -> None:
    board = {"buildup": 4, "integration": 7, "flag.isr": 1}
    sitting = at_orders().put({**CALM, **board, "ip.MOS": 8})
    assert "place MOS-THR" not in sitting.legal("MOS")
    sitting.do("MOS: place MOS-ASR").to(Step.NARRATE).put({**CALM, **board, "flag.reinforced": 2})
    sitting.to(Step.ORDERS, turn=2).put({**CALM, **board, "pull_moscow": 6, "ip.MIN": 4, "ip.MOS": 4})
    assert "place MOS-THR" in sitting.legal("MOS")
    assert "place MIN-BRG" in sitting.legal("MIN")
    said, hinted = (after_card("B44", f"MOS {option}", board={"integration": 7}) for option in "ab")
    assert (said["flag.assurance"], hinted["flag.assurance"]) == (3, 0)


def test_after_the_guns_the_front_is_closed_and_the_trains_go_somewhere() -> None:
    after_guns = sit("S3+V2", rules=without_cards).to(Step.ORDERS)
    assert after_guns["flag.ceasefire"] == FOR_GOOD
    for seat, order in (("MOS", "place MOS-FRT"), ("KYI", "place KYI-FRT")):
        assert order not in after_guns.legal(seat)
        assert order in at_orders().put(CALM).legal(seat)
    assert is_passed_over("B69", {})
    rest = after_card("B69", "MOS a", "WAR b", board={"flag.ceasefire": FOR_GOOD})
    home = after_card("B69", "MOS b", "WAR a", board={"flag.ceasefire": FOR_GOOD})
    assert difference(rest, home, "buildup", "suwalki", "unity", "posture") == {
        "buildup": 3, "suwalki": 1, "unity": 1, "posture": -1
    }  # fmt: skip


def test_a_manned_north_in_a_truce_is_paid_for_by_somebody() -> None:
    manned, sent_home = (after_card("B46", f"KYI {option}", board={"flag.ceasefire": FOR_GOOD}) for option in "ab")
    assert difference(manned, sent_home, "north", "front") == {"north": 2, "front": -1}


def test_aid_that_stops_is_felt_in_the_cities_and_bridged_by_europe_or_not() -> None:
    def voted(washington: str, brussels: str) -> Sitting:
        picks = (f"WAS {washington}", f"BRU {brussels}")
        return after_card("B55", *picks, board={"ip.WAS": 4, "ip.BRU": 4})

    assert difference(voted("a", "a"), voted("b", "b"), "strain", "unity") == {"strain": -2, "unity": 2}
    quarrel, accord = (after_turn(board={"us_lead": lead, "unity": 5}) for lead in (2, 3))
    assert (moved(quarrel, "R37"), moved(accord, "R37")) == ({"unity": -1}, {})
