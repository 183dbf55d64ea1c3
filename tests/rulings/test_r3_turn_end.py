"""R-3: what happens at a turn's end, in which order."""

import pytest
from tests.rulings.sitting import Sitting, at_orders, at_turn_end

from northaxis.domain.facts import (
    CauseKind,
    Changed,
    CheckMade,
    FlagsTicked,
    GameOver,
    LateArrived,
    RuleCame,
    Scored,
    ShamEnded,
    Step,
)
from northaxis.domain.quantities import FOR_GOOD

QUIET = {"pull_moscow": 5, "pull_kyiv": 5, "pull_home": 5, "cohesion": 6, "oxygen": 3}
"""A board on which no pull snaps and no check is made."""


def first(sitting: Sitting, kind: type, cause: str = "") -> int:
    """The place of the first fact of a kind (and cause) in the last order's facts."""
    for place, fact in enumerate(sitting.last):
        if isinstance(fact, kind) and cause in ("", getattr(getattr(fact, "cause", None), "id", "")):
            return place
    raise AssertionError(f"no {kind.__name__} {cause}")


@pytest.mark.ruling("R-3.1")
def test_a_turn_ends_in_one_fixed_order() -> None:
    sitting = at_orders(demands=["KYI: demand KD2"], dice={"CHECK": (1, 1)}).put(buildup=4, warning=1)
    sitting.do("KYI: place KYI-RES", "MIN: answer KYI sham").to(Step.NARRATE)
    sitting.do("CTL: go on")  # turn 1 ends; the reinforcement is due at the end of turn 2
    assert sitting.state.turn == 1
    sitting.to(Step.NARRATE, turn=2)
    flags = {"flag.sham": FOR_GOOD, "flag.red_line": 1, "count.kyi_struck": 0}
    sitting.put({**flags, "sw_shahed": 0, "sw_relay": 1, "pull_moscow": 10, "pull_kyiv": 9, "integration": 10}).go_on()
    order = [
        first(sitting, LateArrived),
        first(sitting, ShamEnded),
        first(sitting, Changed, "R05"),
        first(sitting, Changed, "R12"),
        first(sitting, Changed, "SN1"),
        first(sitting, CheckMade),
        first(sitting, RuleCame, ""),
        first(sitting, FlagsTicked),
    ]
    snap, end = (
        next(n for n, f in enumerate(sitting.last) if isinstance(f, RuleCame) and f.kind is kind)
        for kind in (CauseKind.SNAP, CauseKind.END)
    )
    counted = first(sitting, Changed, "count.strike_high")
    assert order[:4] == sorted(order[:4])
    assert order[3] < snap < order[5] < end < counted < order[7]


@pytest.mark.ruling("R-3.2")
def test_each_rule_reads_what_the_rule_before_it_left() -> None:
    """R-3.2: R01 lifts the pull of Moscow from 3 to 4, so R11, which wants 3, no longer holds."""
    sitting = at_turn_end({**QUIET, "pull_moscow": 3, "pull_home": 5}).go_on()
    assert sitting.moves("R01") == ["pull_moscow +1"]
    assert sitting.moves("R11") == []


@pytest.mark.ruling("R-3.2")
def test_a_rule_and_a_snap_happen_once_a_turn_end() -> None:
    sitting = at_turn_end({**QUIET, "pull_moscow": 1, "pull_kyiv": 10}).go_on()
    assert sitting.moves("R01") == ["pull_moscow +1"]
    assert [fact.id for fact in sitting.found(RuleCame)].count("SN2") == 1


@pytest.mark.ruling("R-3.3")
def test_a_sham_whose_switch_is_really_off_ends_without_a_roll() -> None:
    sitting = at_orders(demands=["KYI: demand KD2"]).do("MIN: answer KYI sham").to(Step.NARRATE)
    sitting.put(sw_shahed=0).go_on()
    assert [fact.exposed for fact in sitting.found(ShamEnded)] == [False]
    assert "R18" not in sitting.rolls()
    assert (sitting["flag.sham"], sitting["flag.caught"], sitting.state.sham) == (0, 0, None)


@pytest.mark.ruling("R-3.3")
@pytest.mark.parametrize(("dice", "exposed"), [((6, 6), True), ((1, 1), False)])
def test_a_sham_whose_switch_runs_may_come_out(dice: tuple[int, int], exposed: bool) -> None:
    sitting = at_orders(demands=["KYI: demand KD2"], dice={"R18": dice}).do("MIN: answer KYI sham").to(Step.NARRATE)
    sitting.go_on()
    assert sitting.rolls()["R18"].success is exposed
    assert (sitting.state.sham is None) is exposed
    assert bool(sitting["flag.caught"]) is exposed


@pytest.mark.ruling("R-3.4")
@pytest.mark.parametrize(
    ("dice", "row"), [((4, 5), "CK0"), ((5, 5), "CK1"), ((6, 5), "CK1"), ((6, 6), "CK2"), ((1, 1), "CK0")]
)
def test_the_first_row_whose_limit_is_not_below_the_total_applies(dice: tuple[int, int], row: str) -> None:
    sitting = at_turn_end({**QUIET, "pull_moscow": 8, "pull_kyiv": 6, "pull_home": 4}, {"CHECK": dice}).go_on()
    assert [(fact.total, fact.row) for fact in sitting.found(CheckMade)] == [(sum(dice), row)]


@pytest.mark.ruling("R-3.4")
def test_below_eighteen_there_is_no_check_and_at_eighteen_there_is() -> None:
    at_17 = at_turn_end({**QUIET, "pull_moscow": 6, "pull_kyiv": 5, "pull_home": 4}).go_on()
    at_18 = at_turn_end({**QUIET, "pull_moscow": 7, "pull_kyiv": 5, "pull_home": 4}).go_on()
    assert (at_17.state.index, at_17.found(CheckMade)) == (17, [])
    assert len(at_18.found(CheckMade)) == 1


@pytest.mark.ruling("R-3.4")
def test_all_modifiers_of_the_check_that_hold_are_added() -> None:
    """R-3.4: breaking +2, terminal +2, split circle +1, weak barracks +1."""
    hot = {"pull_moscow": 8, "pull_kyiv": 8, "pull_home": 8, "cohesion": 3, "oxygen": 0, "flag.elite_split": FOR_GOOD}
    sitting = at_turn_end(hot, {"CHECK": (1, 1)}).go_on()
    assert sitting.found(CheckMade)[0].total == 2 + 6
    calm = at_turn_end({**QUIET, "pull_moscow": 8, "pull_kyiv": 5, "pull_home": 8, "cohesion": 9, "oxygen": 5}).go_on()
    roll = calm.rolls()["CHECK"]
    assert calm.found(CheckMade)[0].total == sum(roll.dice) - 2


@pytest.mark.ruling("R-3.5")
def test_a_contained_mutiny_keeps_the_next_end_from_firing() -> None:
    sitting = at_turn_end({**QUIET, "cohesion": 0, "pull_moscow": 4, "pull_kyiv": 4, "pull_home": 1}).put(oxygen=6)
    sitting.put(cohesion=0, pull_moscow=7, pull_home=4).go_on()
    ends = [fact.id for fact in sitting.found(RuleCame) if fact.kind is CauseKind.END]
    assert ends == ["E2a"]
    assert sitting["cohesion"] == 2
    assert sitting.state.over is None


@pytest.mark.ruling("R-3.5")
def test_a_second_mutiny_is_not_contained() -> None:
    sitting = at_turn_end({**QUIET, "cohesion": 0, "flag.elite_split": FOR_GOOD, "pull_moscow": 7})
    sitting.put(oxygen=0, pull_home=2).go_on()
    ends = [fact.id for fact in sitting.found(RuleCame) if fact.kind is CauseKind.END]
    assert ends[0] == "E2b"
    assert sitting.state.over is not None


@pytest.mark.ruling("R-3.6")
@pytest.mark.parametrize("flag", ["absorbed", "transition", "collapse"])
def test_an_ending_flag_set_during_the_phases_ends_play_in_the_same_turn_end_and_not_before(flag: str) -> None:
    sitting = at_orders().to(Step.ADJUDICATE).put({f"flag.{flag}": FOR_GOOD})
    assert sitting.to(Step.NARRATE).state.over is None
    over = sitting.go_on().found(GameOver)
    assert [(fact.reason, fact.common_loss) for fact in over] == [(f"flag.{flag}", False)]
    assert sitting.state.turn == 1


@pytest.mark.ruling("R-3.6")
def test_the_rules_of_that_turn_end_still_happen() -> None:
    sitting = at_turn_end({**QUIET, "pull_moscow": 2, "flag.absorbed": FOR_GOOD}).go_on()
    assert sitting.moves("R01") == ["pull_moscow +1"]


@pytest.mark.ruling("R-3.7")
def test_counters_of_the_turn_end_move_after_the_ends_and_before_the_flags_run_down() -> None:
    sitting = at_turn_end({**QUIET, "integration": 10, "flag.red_line": 2}, {"E3": (1, 1)}).go_on()
    counted = first(sitting, Changed, "count.strike_high")
    assert first(sitting, Changed, "E3") < counted < first(sitting, FlagsTicked)
    assert sitting["count.strike_high"] == 1


@pytest.mark.ruling("R-3.7")
def test_a_counter_stays_where_its_condition_fails() -> None:
    assert at_turn_end({**QUIET, "sw_radar": 0}).go_on()["count.strike_high"] == 0


@pytest.mark.ruling("R-3.8")
def test_a_flag_that_runs_out_disappears_and_its_rule_fires() -> None:
    sitting = at_turn_end({**QUIET, "flag.red_line": 1}).go_on()
    assert sitting["flag.red_line"] == 0
    assert sitting.moves("FR1") == ["unity -1", "pull_kyiv -1"]


@pytest.mark.ruling("R-3.8")
@pytest.mark.parametrize("values", [{"flag.red_line": 2}, {"flag.red_line": 1, "sw_radar": 0}, {"flag.red_line": 0}])
def test_a_flag_rule_waits_for_its_flag_and_its_condition(values: dict[str, int]) -> None:
    assert at_turn_end({**QUIET, **values}).go_on().moves("FR1") == []


@pytest.mark.ruling("R-3.8")
def test_a_bluff_that_was_acted_on_is_not_called() -> None:
    assert at_turn_end({**QUIET, "flag.red_line": 1, "count.kyi_struck": 1}).go_on().moves("FR1") == []


@pytest.mark.ruling("R-3.6")
def test_scores_come_with_the_end() -> None:
    sitting = at_turn_end({**QUIET, "flag.collapse": FOR_GOOD}).go_on()
    assert len(sitting.found(Scored)) == 9
