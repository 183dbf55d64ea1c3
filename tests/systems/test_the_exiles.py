"""The other Belarus: a regiment, a network, and institutions that wait abroad."""

from tests.systems.pairs import after_card, after_orders, after_turn, difference, moved, need, tracks

from northaxis.domain.quantities import FOR_GOOD


def test_a_regiment_on_parade_wins_hearts_or_drives_minsk_to_moscow() -> None:
    cheered = after_orders("KYI: place KYI-KAL", dice={"KYI-KAL": (4, 3)})
    feared = after_orders("KYI: place KYI-KAL", dice={"KYI-KAL": (3, 3)})
    assert moved(cheered, "KYI-KAL") == {"legitimacy": 1, "pull_home": 1}
    assert moved(feared, "KYI-KAL") == {"pull_moscow": -1, "integration": 1}
    recruited = after_orders("BDF: place BDF-KAL", dice={"BDF-KAL": (6, 6)})
    assert moved(recruited, "BDF-KAL") == {"legitimacy": 1, "pull_kyiv": -1}


def test_arresting_the_volunteers_families_makes_the_volunteers_famous() -> None:
    arrested, filed = (after_card("B37", f"MIN {option}", board={"legitimacy": 3}) for option in "ac")
    assert difference(arrested, filed, "legitimacy", "cohesion", "flag.crackdown") == {
        "legitimacy": 1, "cohesion": -1, "flag.crackdown": 2
    }  # fmt: skip
    free, jailed = (after_orders("BDF: place BDF-NET", board={"flag.crackdown": flag}) for flag in (0, 2))
    assert need(jailed, "BDF-NET") == need(free, "BDF-NET") + 1


def test_the_network_inside_carries_one_load_at_a_time() -> None:
    leaflets, names, asleep = (after_card("B48", f"BDF {option}") for option in "abc")
    assert [tracks(moved(each, "B48")) for each in (leaflets, names, asleep)] == [
        {"pull_home": 1}, {"cohesion": -1, "legitimacy": -1}, {"ip.BDF": 1}
    ]  # fmt: skip
    worked = after_orders("BDF: place BDF-NET", dice={"BDF-NET": (6, 6)})
    careless = after_orders("BDF: place BDF-NET", dice={"BDF-NET": (1, 1)})
    assert difference(worked, careless, "pull_home", "legitimacy") == {"pull_home": 2, "legitimacy": 2}


def test_a_government_in_exile_counts_for_more_when_europe_has_a_plan_and_somebody_comes() -> None:
    planned, unplanned = (
        after_orders("VIL: place VIL-REC", "BDF: place BDF-TOU", board={"flag.framework": flag})
        for flag in (FOR_GOOD, 0)
    )
    for roll in ("VIL-REC", "BDF-TOU"):
        assert need(planned, roll) == need(unplanned, roll) - 1
    came, wrote = (after_card("B53", "BDF b", f"VIL {option}") for option in "ab")
    assert difference(came, wrote, "legitimacy", "ip.VIL") == {"legitimacy": 1, "ip.VIL": -2}


def test_another_government_with_weight_is_a_pull_at_home() -> None:
    heavy, light = after_turn(board={"legitimacy": 6}), after_turn(board={"legitimacy": 3})
    assert (moved(heavy, "R19"), moved(light, "R19")) == ({"pull_home": 1}, {})
    assert moved(heavy, "R42") == {"legitimacy": -1}


def test_guarantees_and_a_plan_are_made_before_they_are_needed_and_cost_something_now() -> None:
    ready = after_orders("BDF: place BDF-GUA", "BRU: place BRU-FRA", board={"ip.BDF": 4, "ip.BRU": 4})
    assert (ready["flag.guarantees"], ready["flag.framework"]) == (FOR_GOOD, FOR_GOOD)
    assert difference(ready, after_orders(), "legitimacy", "integration") == {"legitimacy": -1, "integration": 1}
    courts, pensions = (after_card("B68", f"BDF {option}", "MIN b") for option in "ba")
    assert difference(courts, pensions, "legitimacy", "cohesion") == {"legitimacy": 2, "cohesion": 2}
