"""R-2: pressure, stretch, bands, the ledger and its two views."""

import pytest
from tests.rulings.sitting import Sitting, at_demands, at_orders, at_turn_end, sit
from tests.shipped import game

from northaxis.domain.facts import CauseKind, Changed, Step
from northaxis.domain.ids import SeatId
from northaxis.domain.ledger import INHERITED, Ledger
from northaxis.domain.quantities import Kind
from northaxis.domain.views import view


def at(moscow: int, kyiv: int, home: int, cohesion: int = 10, oxygen: int = 0) -> Sitting:
    return at_demands(pull_moscow=moscow, pull_kyiv=kyiv, pull_home=home, cohesion=cohesion, oxygen=oxygen)


@pytest.mark.ruling("R-2.1")
def test_pressure_is_the_pulls_plus_missing_cohesion_less_oxygen() -> None:
    assert at(5, 4, 4, cohesion=6, oxygen=3).state.index == 14
    assert sit().state.index == 14


@pytest.mark.ruling("R-2.1")
def test_pressure_is_never_below_nought() -> None:
    assert at(0, 0, 1, cohesion=10, oxygen=6).state.index == 0


@pytest.mark.ruling("R-2.1")
def test_no_other_quantity_enters_pressure() -> None:
    five = {"pull_moscow", "pull_kyiv", "pull_home", "cohesion", "oxygen"}
    for quantity in game("S3").rules.quantities:
        if quantity.id not in five and quantity.kind is not Kind.CLOCK:
            for value in (quantity.low, quantity.high):
                assert sit().put({quantity.id: value}).state.index == 14, quantity.id


@pytest.mark.ruling("R-2.2")
@pytest.mark.parametrize(
    ("pulls", "stretch"), [((6, 6, 6), 0), ((10, 6, 6), 0), ((7, 7, 6), 2), ((6, 7, 7), 2), ((7, 7, 7), 5)]
)
def test_stretch_is_two_with_two_hot_pulls_and_five_with_three(pulls: tuple[int, int, int], stretch: int) -> None:
    assert at(*pulls).state.index == sum(pulls) + stretch


@pytest.mark.ruling("R-2.3")
@pytest.mark.parametrize(
    ("pressure", "band"),
    [
        (0, "SLACK"),
        (9, "SLACK"),
        (10, "STRAINED"),
        (17, "STRAINED"),
        (18, "CRACKING"),
        (24, "CRACKING"),
        (25, "BREAKING"),
        (31, "BREAKING"),
        (32, "TERMINAL"),
        (45, "TERMINAL"),
    ],
)
def test_the_bands_of_pressure(pressure: int, band: str) -> None:
    stretched = pressure >= 26
    pulls = (10, 10, 10) if pressure >= 35 else (7, 7, 7) if stretched else (10, 6, 0) if pressure >= 16 else (0, 0, 0)
    stretch = 5 if stretched else 0
    sitting = at(*pulls, cohesion=10 - (pressure - stretch - sum(pulls)))
    assert sitting.state.index == pressure
    assert view(sitting.state, SeatId("BRU")).index.band == band


@pytest.mark.ruling("R-2.4")
def test_every_start_value_is_a_ledger_line_with_its_passage() -> None:
    sitting = sit()
    lines = {fact.quantity: fact for fact in sitting.facts if isinstance(fact, Changed)}
    for quantity in sitting.game.rules.quantities:
        if quantity.kind in (Kind.TRACK, Kind.SWITCH):
            assert lines[quantity.id].after == quantity.start
            assert lines[quantity.id].cause.kind is CauseKind.SETUP
            assert lines[quantity.id].cause.cites == quantity.cites != ()


@pytest.mark.ruling("R-2.4")
def test_the_start_and_all_differences_are_the_pressure_now() -> None:
    sitting = sit()
    while sitting.state.over is None:
        sitting.go_on()
        assert Ledger.of(sitting.game, sitting.facts).total == sitting.state.index


@pytest.mark.ruling("R-2.4")
def test_the_jump_of_stretch_belongs_to_the_line_that_crossed_seven() -> None:
    sitting = at_turn_end({"pull_moscow": 7, "pull_kyiv": 6, "pull_home": 3, "cohesion": 9}).go_on()
    line = next(fact for fact in sitting.found(Changed) if fact.cause.id == "R05" and fact.quantity == "pull_kyiv")
    assert (line.applied, line.index_delta) == (1, 3)


@pytest.mark.ruling("R-2.5")
def test_the_root_view_goes_back_to_the_order_that_made_a_rule_true() -> None:
    sitting = at_orders().put(pull_moscow=9, pull_home=1).do("MIN: place MIN-RES @sw_relay", "MIN: place MIN-CAL")
    sitting.put(pull_moscow=5).to(Step.TURN_END)
    ledger = Ledger.of(sitting.game, sitting.facts)
    line = next(line for line in ledger.lines if line.cause.id == "R01")
    assert ledger.first_cause(line).id == "MIN-CAL"


@pytest.mark.ruling("R-2.5")
def test_what_was_true_when_play_began_is_inherited() -> None:
    sitting = sit().to(Step.TURN_END)
    ledger = Ledger.of(sitting.game, sitting.facts)
    line = next(line for line in ledger.lines if line.cause.id == "R05" and line.turn == 1)
    assert ledger.first_cause(line) == INHERITED


@pytest.mark.ruling("R-2.5")
def test_both_views_have_the_same_total() -> None:
    sitting = sit().to(Step.TURN_END, turn=2)
    ledger = Ledger.of(sitting.game, sitting.facts)
    for part in (ledger, ledger.of_turn(1), ledger.of_turn(2), ledger.since(2)):
        moved = sum(line.fact.index_delta for line in part.lines)
        assert sum(share.points for share in part.direct()) == moved
        assert sum(share.points for share in part.root(within=ledger)) == moved


@pytest.mark.ruling("R-2.6")
def test_strike_counts_five_switches_and_not_the_umbrella() -> None:
    strike = game("S3").rules.measures["strike"]
    systems = ("sw_relay", "sw_shahed", "sw_iskander", "sw_kh101", "sw_radar")
    dark = at_demands().put(dict.fromkeys((*systems, "sw_s400"), 0))
    assert strike.of(dark.state.board) == 0
    assert strike.of(dark.put(sw_s400=1).state.board) == 0
    for count, system in enumerate(systems, start=1):
        assert strike.of(dark.put({system: 1}).state.board) == count
