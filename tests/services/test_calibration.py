"""Predictions in the debrief: how sure a seat was, and how often right; only what is over and may be known."""

from __future__ import annotations

from tests.shipped import game

from northaxis.domain import facts as f
from northaxis.domain.declassify import NOT_SHOWN
from northaxis.domain.facts import Cause, CauseKind
from northaxis.domain.ids import QuantityId, SeatId
from northaxis.services.debrief import calibration, calibrations, debrief_lines

MIN, KYI = SeatId("MIN"), SeatId("KYI")


def moved(by: int, shown: bool = True) -> f.Changed:
    """Pressure moved by so much in the turn."""
    before, after = (10, 10 + by) if shown else (NOT_SHOWN, NOT_SHOWN)
    return f.Changed(QuantityId("oxygen"), by, 3, 3 - by, before, after, Cause(CauseKind.RULE, "R1"))


def turn(number: int, said: str, sure: int, by: int, seat: SeatId = MIN, shown: bool = True) -> tuple[f.Fact, ...]:
    """One whole turn in which a seat predicts, and pressure then moves."""
    return (
        f.TurnBegan(number),
        f.Predicted(seat, number, said, sure),
        moved(by, shown),
        f.StepBegan(f.Step.TURN_END),
    )


def test_a_seat_is_told_how_sure_it_was_and_how_often_right() -> None:
    facts = (*turn(1, "up", 90, 2), *turn(2, "down", 70, 1), *turn(3, "same", 50, 0))
    found = calibration(game("S1"), facts, MIN)
    assert found is not None
    assert [each.is_right for each in found.expected] == [True, False, True]
    assert (found.sure, found.right, found.often) == (70, 2, 67)
    assert found.words.endswith("right in 67 percent (2 of 3): about as sure as right")
    assert any("MIN 3 predictions" in line for line in debrief_lines(game("S1"), facts))


def test_whoever_is_surer_than_right_is_told_so_and_the_other_way_round() -> None:
    sure = calibration(game("S1"), (*turn(1, "up", 100, -1), *turn(2, "up", 90, 0)), MIN)
    shy = calibration(game("S1"), (*turn(1, "up", 50, 1), *turn(2, "down", 60, -2)), MIN)
    assert sure is not None
    assert sure.words.endswith("surer than right")
    assert shy is not None
    assert shy.words.endswith("righter than sure")


def test_the_last_word_before_the_reveal_counts() -> None:
    first, *rest = turn(1, "up", 90, -1)
    found = calibration(game("S1"), (first, f.Predicted(MIN, 1, "down", 60), *rest[1:]), MIN)
    changed = calibration(game("S1"), (first, rest[0], f.Predicted(MIN, 1, "down", 60), *rest[1:]), MIN)
    assert found == changed
    assert changed is not None
    assert changed.expected[0].is_right


def test_a_turn_that_is_not_over_says_nothing_yet() -> None:
    assert calibration(game("S1"), turn(1, "up", 90, 2)[:-1], MIN) is None


def test_a_seat_that_may_not_know_the_index_is_told_nothing_before_the_end() -> None:
    assert calibration(game("S2"), turn(1, "up", 90, 2, KYI, shown=False), KYI) is None


def test_a_seat_that_never_said_is_not_in_the_list() -> None:
    facts = turn(1, "up", 90, 2, KYI)
    assert calibration(game("S1"), facts, MIN) is None
    assert [each.seat for each in calibrations(game("S1"), facts)] == [KYI]


def test_what_was_undone_does_not_count() -> None:
    facts = (*turn(1, "up", 90, 2), f.Intervened("back", "", "", "", None, "why"), f.SteppedBack(0, "why"))
    assert calibration(game("S1"), facts, MIN) is None
