"""R-9: control, and who sees what."""

import pytest
from tests.rulings.sitting import at_orders, at_turn_end, sit
from tests.shipped import game

from northaxis.domain.declassify import BandShifted, facts_for
from northaxis.domain.facts import AgendaDealt, Changed, DialTurned, Opened, Rolled, Step
from northaxis.domain.ids import CONTROL, QuantityId, SeatId
from northaxis.domain.odds import odds
from northaxis.domain.quantities import FOR_GOOD
from northaxis.domain.rulings import Reason
from northaxis.domain.views import view

SEATS = tuple(game("S3").rules.seats)
INSIDERS = ("MIN", "MOS", "BDF", "CTL")


@pytest.mark.ruling("R-9.1")
def test_only_control_moves_the_table_on() -> None:
    for seat in SEATS:
        refused = sit().refused(f"{seat}: go on")
        assert (refused.reason, refused.rule) == (Reason.NOT_YOURS, "R-9.1")
    assert sit().go_on().state.turn == 1


@pytest.mark.ruling("R-9.1")
def test_control_may_move_on_whoever_is_waited_for() -> None:
    sitting = sit()
    while sitting.state.over is None:
        assert "go on" in sitting.legal(CONTROL)
        sitting.go_on()


@pytest.mark.ruling("R-9.2")
@pytest.mark.parametrize(
    ("dial", "setting", "raised"),
    [
        ("deterrence", "south", {"flag.premise_south"}),
        ("deterrence", "north", {"flag.premise_north"}),
        ("oxygen", "high", {"flag.premise_oxy_high"}),
        ("rupture", "mixed", set()),
    ],
)
def test_each_setting_of_a_dial_sets_one_flag_or_none(dial: str, setting: str, raised: set[str]) -> None:
    sitting = sit(dials={dial: setting})
    up = {q.id for q in sitting.game.rules.quantities if q.id.startswith("flag.premise") and sitting[q.id] == FOR_GOOD}
    assert up == raised


@pytest.mark.ruling("R-9.2")
def test_control_turns_a_dial_only_before_turn_1() -> None:
    sitting = sit(dials={"deterrence": "south"})
    assert "turn oxygen low" in sitting.legal(CONTROL)
    assert "turn deterrence south" not in sitting.legal(CONTROL)
    sitting.do("CTL: turn deterrence north", "CTL: turn oxygen high", "CTL: turn oxygen mixed")
    up = {q.id for q in sitting.game.rules.quantities if q.id.startswith("flag.premise") and sitting[q.id]}
    assert up == {"flag.premise_north"}
    assert dict(sitting.state.dials) == {"deterrence": "north", "oxygen": "mixed"}
    refused = sitting.go_on().refused("CTL: turn oxygen low")
    assert (refused.reason, refused.rule) == (Reason.NOT_NOW, "R-9.2")


@pytest.mark.ruling("R-9.2")
@pytest.mark.parametrize(
    ("order", "reason"),
    [
        ("KYI: turn oxygen low", Reason.NOT_YOURS),
        ("CTL: turn weather fair", Reason.UNKNOWN),
        ("CTL: turn oxygen south", Reason.UNKNOWN),
        ("CTL: turn oxygen low", Reason.ALREADY_DONE),
    ],
)
def test_a_dial_is_turned_by_control_to_another_of_its_settings(order: str, reason: Reason) -> None:
    refused = sit(dials={"oxygen": "low"}).refused(order)
    assert (refused.reason, refused.rule) == (reason, "R-9.2")


@pytest.mark.ruling("R-9.2")
def test_dials_are_secret() -> None:
    sitting = sit(dials={"deterrence": "south"})
    for seat in SEATS:
        seen = facts_for(sitting.game, sitting.facts, seat)
        assert not any(isinstance(fact, DialTurned) for fact in seen)
        assert not any(isinstance(fact, Changed) and "premise" in fact.quantity for fact in seen)
    assert any(isinstance(fact, DialTurned) for fact in facts_for(sitting.game, sitting.facts, CONTROL))


@pytest.mark.ruling("R-9.2")
def test_a_seat_reads_a_roll_without_the_dial_and_sees_it_as_unknown_before() -> None:
    sitting = at_orders(dice={"KYI-STRsw_radar": (6, 6)}).put({"pull_kyiv": 8, "flag.premise_south": FOR_GOOD})
    seen = view(sitting.state, SeatId("KYI")).perception
    play = next(p for p in sitting.game.rules.actions["KYI-STR"].plays if p.target == "sw_radar")  # type: ignore[index]
    unknown = [entry.modifier.by for entry in odds(sitting.game, seen, play).modifiers if entry.holds is None]
    assert unknown == [1, -1]
    sitting.do("KYI: place KYI-STR @sw_radar").to(Step.NARRATE)
    needs = {}
    for seat in (SeatId("KYI"), CONTROL):
        rolls = [fact for fact in facts_for(sitting.game, sitting.facts, seat) if isinstance(fact, Rolled)]
        needs[seat] = rolls[0].need
    assert needs[CONTROL] == needs[SeatId("KYI")] + 1


@pytest.mark.ruling("R-9.11")
def test_control_has_no_order_that_changes_a_goal() -> None:
    """R-9.11: goals are part of the rules, which no fact touches; control's orders move the table on and turn dials."""
    sitting = sit()
    rules = sitting.state.game.rules
    for _ in range(30):
        if sitting.state.over is None:
            assert {order.split()[0] for order in sitting.legal(CONTROL)} <= {"go", "turn"}
            sitting.go_on()
    assert sitting.state.game.rules is rules


@pytest.mark.ruling("R-9.12")
@pytest.mark.parametrize("track", ["cohesion", "pull_home"])
def test_cohesion_and_the_pull_of_home_are_exact_for_insiders_and_a_band_for_the_rest(track: str) -> None:
    for value, word, low, high in ((3, "low", 0, 3), (4, "middling", 4, 6), (7, "high", 7, 10)):
        sitting = sit().put({track: value})
        for seat in (*SEATS, CONTROL):
            shown = next(entry for entry in view(sitting.state, seat).tracks if entry.id == track)
            if seat in INSIDERS:
                assert (shown.value, shown.veil) == (value, None)
            else:
                assert shown.value is None
                assert shown.veil is not None
                assert (shown.veil.word, shown.veil.low, shown.veil.high) == (word, low, high)


@pytest.mark.ruling("R-9.12")
def test_an_outsider_reads_of_a_hidden_track_only_that_its_word_changed() -> None:
    sitting = at_turn_end({"pull_home": 6, "pull_moscow": 8, "oxygen": 3, "cohesion": 6}).go_on()
    assert sitting.moves("R12")[0] == "pull_home +1"
    for seat in SEATS:
        seen = facts_for(sitting.game, sitting.facts, seat)
        exact = [fact for fact in seen if isinstance(fact, Changed) and fact.quantity == "pull_home"]
        words = [fact for fact in seen if isinstance(fact, BandShifted) and fact.quantity == "pull_home"]
        assert bool(exact) is (seat in INSIDERS)
        assert bool(words) is (seat not in INSIDERS)


@pytest.mark.ruling("R-9.12")
def test_pressure_is_exact_for_those_who_know_its_parts_and_a_band_for_all() -> None:
    sitting = sit()
    for seat in (*SEATS, CONTROL):
        index = view(sitting.state, seat).index
        assert (index.value, index.band) == (14 if seat in INSIDERS else None, "STRAINED")
        lines = [fact for fact in facts_for(sitting.game, sitting.facts, seat) if isinstance(fact, Changed)]
        assert all(line.index_before == -1 == line.index_after for line in lines) is (seat not in INSIDERS)


@pytest.mark.ruling("R-9.12")
def test_points_in_hand_and_agendas_are_for_their_owner_and_control() -> None:
    sitting = sit().go_on()
    for seat in (*SEATS, CONTROL):
        seen = facts_for(sitting.game, sitting.facts, seat)
        agendas = {fact.seat for fact in seen if isinstance(fact, AgendaDealt)}
        purses = {fact.quantity for fact in seen if isinstance(fact, Changed) and fact.quantity.startswith("ip.")}
        assert agendas == (set(SEATS) if seat == CONTROL else {seat})
        assert purses == ({QuantityId(f"ip.{s}") for s in SEATS} if seat == CONTROL else {f"ip.{seat}"})
        spans = view(sitting.state, seat).perception.spans
        hidden = {sitting.game.rules.quantities[index].id for index in spans}
        assert all((f"ip.{other}" in hidden) is (other != seat and seat != CONTROL) for other in SEATS)


@pytest.mark.ruling("R-9.12")
def test_the_seed_is_controls_alone() -> None:
    sitting = sit()
    for seat in (*SEATS, CONTROL):
        opened = next(fact for fact in facts_for(sitting.game, sitting.facts, seat) if isinstance(fact, Opened))
        assert opened.seed == ("scripted" if seat == CONTROL else "")
