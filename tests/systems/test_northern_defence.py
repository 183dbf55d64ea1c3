"""Ukraine's north: obstacles, local troops, batteries and fighters, and the days that warning buys."""

from tests.rulings.sitting import Sitting, at_orders
from tests.systems.pairs import CALM, after_card, after_orders, after_turn, difference, live, moved, need, tracks

from northaxis.domain.facts import LateQueued, Step

MASSED = {"buildup": 4, "flag.assurance": 3, "warning": 3, "north": 6}


def thrust(**board: int) -> Sitting:
    """A northern thrust on a throw of eight."""
    return after_orders("MOS: place MOS-THR", dice={"MOS-THR": (4, 4)}, board={**MASSED, **board})


def test_ditches_and_mines_decide_a_second_march_on_kyiv() -> None:
    thin, dug_in = thrust(north=4), thrust(north=9)
    assert (need(thin, "MOS-THR"), need(dug_in, "MOS-THR")) == (7, 11)
    assert (bool(thin["flag.assault_won"]), bool(dug_in["flag.assault_won"])) == (True, False)
    assert difference(thin, dug_in, "strain", "front") == {"strain": 3, "front": -3}
    assert moved(after_orders("KYI: place KYI-FORT"), "KYI-FORT") == {"north": 1, "flag.northwatch": 1}


def test_concrete_can_be_paid_for_in_kyiv_or_in_brussels() -> None:
    both = after_card("B27", "KYI a", "BRU a", board={"north": 5})
    neither = after_card("B27", "KYI b", "BRU b", board={"north": 5})
    assert difference(both, neither, "north", "ip.KYI", "ip.BRU") == {"north": 2, "ip.KYI": -2, "ip.BRU": -1}


def test_territorial_patrols_keep_the_days_of_warning_from_slipping_away() -> None:
    patrols = after_turn("KYI: place KYI-TDF", board={"warning": 3})
    nobody = after_turn(board={"warning": 3})
    assert (patrols["warning"], nobody["warning"]) == (4, 2)
    assert moved(nobody, "R47") == {"warning": -1}
    heard = after_card("B28", dice={"B28": (4, 4)}, board={"warning": 3})
    guessed = after_card("B28", dice={"B28": (3, 3)}, board={"warning": 1})
    assert (moved(heard, "B28"), moved(guessed, "B28")) == ({"warning": 1}, {"front": -1})


def test_a_short_range_battery_holds_the_reactor_road_while_donors_and_alerts_do() -> None:
    fed = after_card("B64", dice={"B64": (3, 3)}, board={"unity": 6, "warning": 3})
    hungry = after_card("B64", dice={"B64": (3, 3)}, board={"unity": 4, "warning": 1})
    assert (need(fed, "B64"), need(hungry, "B64")) == (5, 7)
    assert (moved(fed, "B64"), moved(hungry, "B64")) == ({"strain": -1}, {"north": -1})


def test_patriots_are_somebody_elses_to_give() -> None:
    given = after_orders("WAS: place WAS-PAT", dice={"WAS-PAT": (6, 6)})
    kept = after_orders()
    assert difference(given, kept, "strain") == {"strain": -2}
    american = after_card("B30", "WAS a", board={"us_lead": 3, "unity": 6})
    european = after_card("B30", "WAS b", board={"us_lead": 3, "unity": 6})
    assert tracks(moved(american, "B30")) == {"strain": -2, "unity": 1}
    assert tracks(moved(european, "B30")) == {"unity": -1, "posture": -1, "strain": -1}


def test_the_last_old_missiles_cover_one_sky_or_the_other() -> None:
    sent, kept = (after_card("B31", f"WAR {option}") for option in "ab")
    assert moved(sent, "B31") == {"north": 1, "strain": -1}
    assert moved(kept, "B31") == {"posture": 1, "unity": -1}
    shield = after_turn(board={"north": 8})
    assert moved(shield, "R07") == {"strain": -1}


def test_fighters_and_batteries_turned_north_save_cities_if_somebody_sees_the_launches() -> None:
    def turned(**board: int) -> Sitting:
        return after_orders("KYI: place KYI-AIR", dice={"KYI-AIR": (3, 3)}, board={"us_lead": 3, **board})

    seen, blind = turned(warning=3), turned(warning=1)
    assert (need(seen, "KYI-AIR"), need(blind, "KYI-AIR")) == (6, 7)
    assert (moved(seen, "KYI-AIR").get("strain"), moved(blind, "KYI-AIR").get("strain")) == (-2, None)
    up = {"north": 7, "warning": 3}
    few = after_card("B32", dice={"B32": (3, 2)}, board={**up, **live("sw_shahed", "sw_radar")})
    many = after_card("B32", dice={"B32": (3, 2)}, board={**up, "sw_relay": 1})
    assert (moved(few, "B32"), moved(many, "B32")) == ({"strain": -1, "unity": 1}, {"strain": 1})


def test_a_thrust_nobody_saw_coming_is_two_easier() -> None:
    seen, unseen = thrust(warning=3), thrust(warning=1)
    assert (need(seen, "MOS-THR"), need(unseen, "MOS-THR")) == (9, 7)
    assert (bool(seen["flag.assault_won"]), bool(unseen["flag.assault_won"])) == (False, True)


def test_warning_fails_when_the_satellite_is_lent_and_nobody_keeps_watch() -> None:
    kept, lent = (after_card("B33", f"WAS {option}", board={"warning": 3}) for option in "ab")
    assert difference(kept, lent, "warning", "ip.WAS") == {"warning": 2, "ip.WAS": -2}
    watched = after_card("B51", dice={"B51": (3, 2)}, board={"flag.isr": 1, "us_lead": 3})
    unwatched = after_card("B51", dice={"B51": (3, 2)}, board={"us_lead": 3})
    assert (moved(watched, "B51"), moved(unwatched, "B51")) == ({}, {"warning": -1, "buildup": 1})


def test_reinforcement_that_was_warned_late_arrives_a_turn_late_and_costs_the_front_all_the_same() -> None:
    def sent(warning: int) -> Sitting:
        return after_orders("KYI: place KYI-RES", board={"buildup": 3, "warning": warning, "north": 5, "front": 0})

    warned, late = sent(3), sent(1)
    assert (warned["north"], late["north"]) == (7, 5)
    assert (warned["front"], late["front"]) == (-1, -1)
    assert [fact.due for fact in late.facts if isinstance(fact, LateQueued)] == [2]
    late.to(Step.NARRATE, turn=2).put({**CALM, "north": 5}).go_on()
    assert late["north"] == 7
    assert "place KYI-RES" not in at_orders().put({**CALM, "buildup": 2}).legal("KYI")


def test_one_reserve_brigade_is_missing_wherever_it_is_not() -> None:
    held, sent = (after_card("B29", f"KYI {option}") for option in "ab")
    assert difference(held, sent, "north", "front") == {"north": 3, "front": -1}
