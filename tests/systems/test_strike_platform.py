"""The strike platform: six systems, each with a price, and what the others can still do without it."""

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
)

from northaxis.domain.facts import Step


def test_a_salvo_from_five_systems_is_easier_and_hurts_more_than_from_two() -> None:
    dice = {"MOS-SAL": (3, 3)}
    board = {"warning": 2, "unity": 5}
    five = after_turn("MOS: place MOS-SAL", dice=dice, board={**board, **live(*PLATFORM)})
    two = after_turn("MOS: place MOS-SAL", dice=dice, board={**board, **live("sw_shahed", "sw_radar")})
    assert (need(five, "MOS-SAL"), need(two, "MOS-SAL")) == (6, 8)
    assert (moved(five, "MOS-SAL")["strain"], moved(two, "MOS-SAL")["strain"]) == (2, 1)
    assert difference(five, two, "strain", "pull_kyiv") == {"strain": 3, "pull_kyiv": 2}


def test_without_two_systems_there_is_no_salvo() -> None:
    assert "place MOS-SAL" in at_orders().put(live("sw_shahed", "sw_radar")).legal("MOS")
    assert "place MOS-SAL" not in at_orders().put(live("sw_radar")).legal("MOS")


def test_iskander_launchers_in_place_hit_the_cities_and_are_the_dearest_to_give_up() -> None:
    board = {"sw_iskander": 1, "north": 5, "warning": 1, "strain": 4}
    hit = after_card("B19", dice={"B19": (4, 3)}, board=board)
    assert moved(hit, "B19") == {"strain": 1, "pull_kyiv": 1}
    assert is_passed_over("B19", {**board, "sw_iskander": 0})
    paused = after_orders("MIN: place MIN-SUS @sw_iskander", dice={"MIN-SUSsw_iskander": (6, 6)}, board=board)
    assert moved(paused, "MIN-SUS") == {"sw_iskander": -1, "pull_kyiv": -3, "pull_moscow": 3}


def test_kh101_missiles_come_only_while_the_corridor_is_open() -> None:
    struck = after_card("B20", "MIN a", board={"sw_kh101": 1})
    assert moved(struck, "B20") == {"strain": 1, "pull_kyiv": 1 - 2, "pull_moscow": 1}
    assert is_passed_over("B20", {"sw_kh101": 0})
    closed = after_orders(
        "MIN: answer KYI comply", demands=["KYI: demand KD4"], board={"sw_kh101": 1, "pull_moscow": 5}
    )
    assert (closed["sw_kh101"], closed["pull_moscow"]) == (0, 7)


def test_the_drone_sites_make_the_difference_between_a_hurt_city_and_a_burning_one() -> None:
    others = {**live("sw_iskander", "sw_kh101", "sw_radar"), "unity": 5}
    sites, none = after_turn(board={**others, "sw_shahed": 1}), after_turn(board=others)
    assert moved(sites, "R05") == {"strain": 1, "pull_kyiv": 1}
    assert moved(none, "R05") == {}
    assert difference(sites, none, "strain", "pull_kyiv") == {"strain": 1, "pull_kyiv": 1}
    assert is_passed_over("B21", {"sw_shahed": 0})


def test_the_s400_umbrella_shelters_the_sites_and_darkens_the_gap() -> None:
    strike, board = "KYI: place KYI-STR @sw_shahed", {"flag.red_line": 2, "buildup": 2, "suwalki": 3, "warning": 2}
    under = after_turn(strike, dice={"KYI-STRsw_shahed": (4, 3)}, board={**board, "sw_s400": 1})
    bare = after_turn(strike, dice={"KYI-STRsw_shahed": (4, 3)}, board={**board, "sw_s400": 0})
    assert (need(under, "KYI-STRsw_shahed"), need(bare, "KYI-STRsw_shahed")) == (8, 7)
    assert (under["sw_shahed"], bare["sw_shahed"]) == (1, 0)
    assert (moved(under, "R28"), moved(bare, "R29")) == ({"suwalki": 1}, {"suwalki": -1})


def test_bombers_over_belarus_help_the_salvo_and_stretch_the_defence() -> None:
    orders, others = (
        ("MOS: place MOS-SAL", "KYI: place KYI-AIR"),
        live("sw_relay", "sw_shahed", "sw_iskander", "sw_radar"),
    )
    over = after_orders(*orders, board={**others, "sw_kh101": 1})
    gone = after_orders(*orders, board=others)
    assert need(over, "MOS-SAL") == need(gone, "MOS-SAL") - 1
    assert need(over, "KYI-AIR") == need(gone, "KYI-AIR") + 1
    met = after_card("B24", "WAR a", board={"sw_kh101": 1})
    assert moved(met, "B24") == {"escalation": 1, "unity": 1}


def test_plugged_in_radars_let_the_second_wave_count_the_hits_of_the_first() -> None:
    board = live("sw_shahed", "sw_kh101", "sw_radar")
    assert moved(after_card("B26", board=board), "B26") == {"strain": 1}
    assert is_passed_over("B26", {**board, "sw_radar": 0, "sw_iskander": 1})
    late = after_card("B25", "MIN a", board=board)
    prompt = after_card("B25", "MIN b", board=board)
    assert difference(late, prompt, "strain", "pull_moscow", "cohesion") == {
        "strain": -1, "pull_moscow": 3, "cohesion": 1
    }  # fmt: skip


def with_relays_on(dice: dict[str, tuple[int, int]] | None = None) -> Sitting:
    """Turn 1 as the demands are chosen, on the world before the pause."""
    return sit("S3", dice, rules=without_cards).to(Step.DEMANDS).put({**CALM, "sw_relay": 1})


def test_the_relays_go_dark_on_an_ultimatum_and_come_back_when_moscow_asks() -> None:
    sitting = with_relays_on().do("KYI: demand KD1 backed").to(Step.ORDERS).do("MIN: answer KYI comply")
    sitting.to(Step.NARRATE)
    assert moved(sitting, "KD1.C") == {"sw_relay": -1, "pull_kyiv": -2, "pull_moscow": 1, "count.kyiv_complied": 1}
    assert (sitting["sw_relay"], sitting["flag.red_line"]) == (0, 2)
    sitting.put(CALM).to(Step.DEMANDS, turn=2).do("MOS: demand MD1").to(Step.ORDERS)
    sitting.do("MIN: answer MOS comply").to(Step.NARRATE)
    assert moved(sitting, "MD1.C") == {"sw_relay": 1, "pull_moscow": -2, "pull_kyiv": 2}
    assert sitting["sw_relay"] == 1


def test_an_ultimatum_that_is_refused_leaves_the_relays_on_and_kyiv_angrier() -> None:
    obeyed, refused = (
        with_relays_on().do("KYI: demand KD1 backed").to(Step.ORDERS).do(f"MIN: answer KYI {answer}").to(Step.NARRATE)
        for answer in ("comply", "refuse")
    )
    assert difference(refused, obeyed, "sw_relay", "pull_kyiv") == {"sw_relay": 1, "pull_kyiv": 6}


def test_a_suspension_that_is_a_sham_costs_more_once_it_comes_out() -> None:
    def answered(answer: str, found: bool) -> Sitting:
        sitting = with_relays_on({"R18": (6, 6) if found else (1, 1)})
        sitting.do("KYI: demand KD1").to(Step.ORDERS).do(f"MIN: answer KYI {answer}").to(Step.NARRATE)
        return sitting.put({**CALM, "pull_kyiv": 4}).go_on()

    honest, unseen, caught = answered("comply", False), answered("sham", False), answered("sham", True)
    assert (honest["sw_relay"], unseen["sw_relay"], caught["sw_relay"]) == (0, 1, 1)
    assert caught["pull_kyiv"] == unseen["pull_kyiv"] + 4
    assert caught["pull_kyiv"] > honest["pull_kyiv"]
    assert (unseen["flag.caught"], bool(caught["flag.caught"])) == (0, True)


def test_the_engineers_bring_the_relays_back_with_or_without_minsk() -> None:
    uniform = after_card("F03", "MOS a", board={"sw_relay": 0})
    hotel = after_card("F03", "MOS c", board={"sw_relay": 0})
    assert (uniform["sw_relay"], hotel["sw_relay"]) == (1, 0)
    assert is_passed_over("F03", {"sw_relay": 1})
    pushed = after_orders("MOS: place MOS-SYS @sw_relay", dice={"MOS-SYSsw_relay": (6, 6)}, board={"sw_relay": 0})
    assert moved(pushed, "MOS-SYS") == {"sw_relay": 1, "pull_moscow": -1, "pull_kyiv": 1}
