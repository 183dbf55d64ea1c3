"""Punishment without invasion, the red line behind it, and the small trouble of a live border."""

from tests.rulings.sitting import at_orders
from tests.systems.pairs import CALM, after_card, after_orders, after_turn, difference, live, moved, need, tracks

from northaxis.domain.facts import Step

ON_THE_BRINK = {"flag.red_line": 2, "escalation": 4, "sw_s400": 0}


def test_a_raid_on_refineries_hits_damage_oxygen_and_home() -> None:
    raid = after_turn("KYI: place KYI-REF", dice={"KYI-REF": (6, 6)}, board=ON_THE_BRINK)
    calm = after_turn(board=ON_THE_BRINK)
    assert difference(raid, calm, "damage", "oxygen", "cohesion") == {"damage": 3, "oxygen": -1, "cohesion": -1}
    assert moved(raid, "R16") == {"pull_home": 1}
    assert raid["pull_home"] == calm["pull_home"] + 3
    assert "flag.attacked" in moved(raid, "KYI-REF")


def test_a_refinery_nobody_claims_needs_a_word_from_both_sides() -> None:
    accident = after_card("F11", "KYI b", "MIN a")
    attack = after_card("F11", "KYI a", "MIN b")
    assert accident["flag.attacked"] == 0
    assert attack["flag.attacked"] == 1
    assert difference(attack, accident, "pull_moscow", "pull_home") == {"pull_moscow": -1, "pull_home": 1}


def test_rails_and_depots_are_how_a_force_in_belarus_is_thinned() -> None:
    board = {**ON_THE_BRINK, "buildup": 3, "flag.reinforced": 2}
    raid = after_turn("KYI: place KYI-REF", dice={"KYI-REF": (6, 6)}, board=board)
    assert raid["buildup"] == after_turn(board=board)["buildup"] - 1
    derailed = after_card("F12", dice={"F12": (3, 3)}, board={"legitimacy": 5, "cohesion": 5, "buildup": 2})
    guarded = after_card("F12", dice={"F12": (3, 3)}, board={"legitimacy": 3, "cohesion": 6, "buildup": 2})
    assert moved(derailed, "F12") == {"damage": 2, "buildup": -1, "legitimacy": 1}
    assert moved(guarded, "F12") == {"cohesion": 1}


def test_chinese_sites_among_the_targets_make_the_raid_harder() -> None:
    open_season = after_orders("KYI: place KYI-REF", board=ON_THE_BRINK)
    shielded = after_orders("KYI: place KYI-REF", board={**ON_THE_BRINK, "flag.china_shield": 2})
    assert need(shielded, "KYI-REF") == need(open_season, "KYI-REF") + 2
    mapped = after_card("F55", "BEI a", board={"damage": 1})
    assert mapped["flag.china_shield"] == 2


def test_a_red_line_nobody_enforces_is_a_bluff_and_everybody_sees_it() -> None:
    def drawn(*orders: str) -> dict[str, int]:
        dice = {"KYI-STRsw_radar": (1, 1)}
        four = live("sw_shahed", "sw_iskander", "sw_kh101", "sw_radar")
        sitting = at_orders(demands=["KYI: demand KD2 backed"], dice=dice).put({**CALM, **four}).do(*orders)
        sitting.to(Step.NARRATE).put({**CALM, **four}).to(Step.NARRATE, turn=2).put(CALM).go_on()
        return moved(sitting, "FR1")

    assert drawn() == {"unity": -1, "pull_kyiv": -1}
    assert drawn("KYI: place KYI-STR @sw_radar") == {}


def test_without_a_red_line_or_a_reason_kyiv_may_not_strike() -> None:
    strike = "place KYI-STR @sw_shahed"
    assert strike not in at_orders().put(CALM).legal("KYI")
    for reason in ({"flag.red_line": 2}, {"pull_kyiv": 7}, {"flag.cobelligerent": 1}):
        assert strike in at_orders().put({**CALM, **reason}).legal("KYI"), reason


def test_shots_across_the_river_keep_the_guns_warm_if_kyiv_answers_them() -> None:
    held = after_card("B06", "KYI a", board={"escalation": 4}).to(Step.NARRATE).put(CALM).put(escalation=5).go_on()
    fired = after_card("B06", "KYI b", board={"escalation": 4}).to(Step.NARRATE).put(CALM).put(escalation=5).go_on()
    assert moved(held, "B06")["escalation"] == 0
    assert tracks(moved(fired, "B06")) == {"escalation": 1, "pull_kyiv": -1, "pull_home": 1, "damage": 1}
    assert (moved(held, "R36"), moved(fired, "R36")) == ({"escalation": -1}, {})


def test_balloons_are_tobacco_or_an_incident_as_vilnius_decides() -> None:
    shot, closed, tobacco = (after_card("B07", f"VIL {option}") for option in "abc")
    assert [tracks(moved(each, "B07")) for each in (shot, closed, tobacco)] == [
        {"escalation": 1, "unity": 1}, {"suwalki": 1, "unity": 1}, {"ip.VIL": 1}
    ]  # fmt: skip
    answered = after_orders("VIL: place VIL-BAL")
    assert tracks(moved(answered, "VIL-BAL")) == {"pull_home": 1, "oxygen": -1, "escalation": 1}


def test_a_lost_drone_costs_minsk_a_friend_whoever_gets_its_camera() -> None:
    kyiv, moscow, nobody = (after_card("B05", f"MIN {option}", board={"warning": 3}) for option in "abc")
    assert [moved(each, "B05") for each in (kyiv, moscow, nobody)] == [
        {"pull_kyiv": -2, "pull_moscow": 1}, {"pull_moscow": -1, "warning": -1}, {"cohesion": -1}
    ]  # fmt: skip


def test_a_quiet_border_can_be_demanded_and_has_a_price_in_moscow() -> None:
    quiet = after_orders("MIN: answer KYI comply", demands=["KYI: demand KD6"], board={"escalation": 3})
    loud = after_orders("MIN: answer KYI refuse", demands=["KYI: demand KD6"], board={"escalation": 3})
    assert difference(quiet, loud, "escalation", "pull_kyiv", "pull_moscow") == {
        "escalation": -1, "pull_kyiv": -4, "pull_moscow": 1
    }  # fmt: skip


def test_closed_crossings_stop_the_trains_and_the_trade() -> None:
    shut = after_orders("WAR: place WAR-BOR")
    assert tracks(moved(shut, "WAR-BOR")) == {"oxygen": -1, "pull_home": 1}
    assert "place BEI-COR" in at_orders().put(CALM).legal("BEI")
    assert "place BEI-COR" not in at_orders().put({**CALM, "flag.border_closed": 2}).legal("BEI")
