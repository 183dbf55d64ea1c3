"""R-6: answers first, then the phases, each on one standing board."""

from dataclasses import replace

import pytest
from tests.rulings.sitting import Sitting, at_orders, sit, with_play

from northaxis.domain.actions import Play
from northaxis.domain.expressions import ALWAYS
from northaxis.domain.facts import (
    Answered,
    CauseKind,
    Changed,
    LateArrived,
    LateQueued,
    OrderResolved,
    OrderVoided,
    PhaseBegan,
    Result,
    Rolled,
    Step,
)
from northaxis.domain.quantities import FOR_GOOD
from northaxis.domain.rolls import Outcome
from northaxis.domain.ruleset import Game


def reveal(sitting: Sitting) -> Sitting:
    """Adjudicate everything; the facts of all of it are the last ones."""
    start = len(sitting.facts)
    sitting.to(Step.ADJUDICATE).to(Step.NARRATE)
    sitting.last = tuple(sitting.facts[start:])
    return sitting


@pytest.mark.ruling("R-6.1")
def test_answers_come_first_in_the_order_moscow_kyiv_home() -> None:
    sitting = sit(rules=_cardless).to(Step.DEMANDS).do("KYI: demand KD8", "MOS: demand MD7").to(Step.ORDERS)
    sitting.do("MIN: answer HOME comply", "MIN: answer KYI stall", "MIN: place MIN-CAL")
    reveal(sitting)
    assert [fact.demander for fact in sitting.found(Answered)] == ["MOS", "KYI", "HOME"]
    last_answer = max(n for n, fact in enumerate(sitting.last) if isinstance(fact, Answered))
    first_phase = next(n for n, fact in enumerate(sitting.last) if isinstance(fact, PhaseBegan))
    assert last_answer < first_phase


def _cardless(made: Game) -> Game:
    return replace(made, scenario=replace(made.scenario, cards_per_deck=0))


@pytest.mark.ruling("R-6.1")
def test_the_phases_run_from_a_to_f() -> None:
    sitting = at_orders().put(sw_relay=0).do(
        "MIN: place MIN-PAY", "MIN: place MIN-RES @sw_relay", "MOS: place MOS-SAL", "MOS: place MOS-HYB",
        "BEI: place BEI-RCV", "BRU: place BRU-UNI",
    )  # fmt: skip
    assert [fact.phase for fact in reveal(sitting).found(PhaseBegan)] == ["A", "B", "C", "D", "E", "F"]


@pytest.mark.ruling("R-6.2")
def test_orders_of_one_phase_look_at_the_same_board() -> None:
    """R-6.2: BRU-UNI comes before VIL-REC in initiative and lifts unity to 7, which VIL-REC does not see yet."""
    dice = {"BRU-UNI": (6, 6), "VIL-REC": (1, 1)}
    sitting = reveal(at_orders(dice=dice).put(unity=6).do("BRU: place BRU-UNI", "VIL: place VIL-REC"))
    assert sitting["unity"] == 7
    assert sitting.rolls()["VIL-REC"].need == 8


@pytest.mark.ruling("R-6.2")
def test_a_later_phase_looks_at_the_board_the_earlier_left() -> None:
    """R-6.2: Beijing's reception in phase A helps the flight in phase B."""
    sitting = reveal(at_orders().do("BEI: place BEI-RCV", "MIN: place MIN-BEI"))
    assert sitting.rolls()["MIN-BEI"].need == 5


@pytest.mark.ruling("R-6.3")
def test_an_order_whose_requirement_fails_is_void_and_costs_one() -> None:
    sitting = at_orders(dice={"MIN-SUSsw_radar": (6, 6)}).put(pull_kyiv=8)
    sitting.do("KYI: place KYI-STR @sw_radar", "MIN: place MIN-SUS @sw_radar")
    purse = sitting["ip.KYI"]
    reveal(sitting)
    assert [(fact.action, fact.refund) for fact in sitting.found(OrderVoided)] == [("KYI-STR", 1)]
    assert sitting["ip.KYI"] == purse + 1
    assert "KYI-STRsw_radar" not in sitting.rolls()
    assert [fact.action for fact in sitting.found(OrderResolved)] == ["MIN-SUS"]
    assert sitting["count.kyi_struck"] == 0


@pytest.mark.ruling("R-6.3")
@pytest.mark.parametrize("action", ["MIN-RES @sw_relay", "MIN-NEU"])
def test_a_void_order_never_gives_back_less_than_nothing(action: str) -> None:
    """R-6.3: MIN-RES is free and MIN-NEU costs 1; neither gives anything back."""
    sitting = at_orders().put(sw_relay=0).do(f"MIN: place {action}").put({"sw_relay": 1, "flag.spoke": 2})
    purse = sitting["ip.MIN"]
    assert [fact.refund for fact in reveal(sitting).found(OrderVoided)] == [0]
    assert sitting["ip.MIN"] == purse


def contested(suspend: tuple[int, int], reactivate: tuple[int, int], *, auto: bool = False) -> Sitting:
    """Minsk switches the radar off in the phase in which Moscow switches it on, whatever stood there before."""

    def at_any_time(play: Play) -> Play:
        return replace(play, requires=ALWAYS)

    def surely(play: Play) -> Play:
        return replace(play, requires=ALWAYS, outcome=Outcome(None, play.outcome.ok))

    def rules(made: Game) -> Game:
        changed = with_play(at_any_time, "MIN-SUS", "MOS-SYS")(_cardless(made))
        return with_play(surely, "MOS-SYS")(changed) if auto else changed

    dice = {"MIN-SUSsw_radar": suspend, "MOS-SYSsw_radar": reactivate}
    sitting = sit(dice=dice, rules=rules).to(Step.ORDERS).put(integration=6, oxygen=3, pull_kyiv=4)
    return reveal(sitting.do("MIN: place MIN-SUS @sw_radar", "MOS: place MOS-SYS @sw_radar"))


def results(sitting: Sitting) -> dict[str, Result]:
    return {fact.action: fact.result for fact in sitting.found(OrderResolved)}


@pytest.mark.ruling("R-6.4")
@pytest.mark.parametrize(
    ("suspend", "reactivate", "outcome", "radar"),
    [
        ((6, 6), (4, 3), {"MIN-SUS": Result.OK, "MOS-SYS": Result.LOST}, 0),
        ((3, 3), (6, 6), {"MIN-SUS": Result.LOST, "MOS-SYS": Result.OK}, 1),
        ((4, 4), (5, 4), {"MIN-SUS": Result.LOST, "MOS-SYS": Result.LOST}, 1),
        ((3, 3), (1, 1), {"MIN-SUS": Result.OK, "MOS-SYS": Result.FAIL}, 0),
    ],
)
def test_of_two_successes_about_one_switch_the_higher_margin_wins_and_equal_ones_both_fall(
    suspend: tuple[int, int], reactivate: tuple[int, int], outcome: dict[str, Result], radar: int
) -> None:
    """R-6.4: MIN-SUS needs 6, MOS-SYS 7."""
    sitting = contested(suspend, reactivate)
    assert results(sitting) == outcome
    assert sitting["sw_radar"] == radar


@pytest.mark.ruling("R-6.4")
def test_an_order_without_a_roll_has_margin_nought() -> None:
    assert results(contested((4, 4), (1, 1), auto=True)) == {"MIN-SUS": Result.OK, "MOS-SYS": Result.LOST}
    assert results(contested((3, 3), (1, 1), auto=True)) == {"MIN-SUS": Result.LOST, "MOS-SYS": Result.LOST}


@pytest.mark.ruling("R-6.4")
def test_two_orders_that_want_the_same_do_not_contest() -> None:
    dice = {"MIN-SUSsw_radar": (6, 6), "KYI-OFFsw_radar": (6, 6)}
    sitting = at_orders(dice=dice).do("MIN: place MIN-SUS @sw_radar", "KYI: place KYI-OFF @sw_radar")
    assert set(results(reveal(sitting)).values()) == {Result.OK}


@pytest.mark.ruling("R-6.5")
def test_initiative_is_turned_left_by_one_a_turn() -> None:
    sitting = sit("S3", rules=_cardless).go_on()
    order = list(sitting.game.rules.initiative)
    assert list(sitting.state.initiative()) == order
    sitting.to(Step.TURN_END).put(pull_moscow=4, pull_kyiv=4, pull_home=4).go_on()
    assert list(sitting.state.initiative()) == order[1:] + order[:1]
    assert list(sitting.put(turn=10).state.initiative()) == order


@pytest.mark.ruling("R-6.6")
def test_the_effects_of_a_phase_come_in_initiative_order_after_all_its_rolls() -> None:
    dice = {"BRU-UNI": (6, 6), "VIL-SAN": (6, 6), "BEI-INV": (6, 6)}
    sitting = at_orders(dice=dice).do("VIL: place VIL-SAN", "BRU: place BRU-UNI", "BEI: place BEI-INV")
    reveal(sitting)
    assert [fact.seat for fact in sitting.found(OrderResolved)] == ["BEI", "BRU", "VIL"]
    places = [n for n, fact in enumerate(sitting.last) if isinstance(fact, Rolled)]
    effects = [n for n, f in enumerate(sitting.last) if isinstance(f, Changed) and f.cause.kind is CauseKind.ACTION]
    assert max(places) < min(effects)


@pytest.mark.ruling("R-6.6")
def test_the_loser_of_a_contest_resolves_as_a_failure() -> None:
    """R-6.6: what MIN-SUS does when it fails is to add 1 to the pull of Moscow."""
    assert contested((3, 3), (6, 6)).moves("MIN-SUS") == ["pull_moscow +1"]


@pytest.mark.ruling("R-6.6")
def test_an_order_without_a_roll_that_loses_does_nothing() -> None:
    assert contested((4, 4), (1, 1), auto=True).moves("MOS-SYS", CauseKind.ACTION) == []


@pytest.mark.ruling("R-6.7")
def test_late_effects_come_at_a_later_turn_end() -> None:
    sitting = at_orders().put(buildup=4, warning=1, north=4).do("KYI: place KYI-RES")
    reveal(sitting)
    assert [fact.due for fact in sitting.found(LateQueued)] == [2]
    assert [move for move in sitting.moves("KYI-RES", CauseKind.ACTION) if "flag" not in move] == ["front -1"]
    assert sitting.go_on().found(LateArrived) == []
    sitting.to(Step.NARRATE, turn=2).go_on()
    assert sitting.moves("KYI-RES") == ["north +2"]
    assert sitting.state.late == ()


@pytest.mark.ruling("R-6.7")
def test_without_the_condition_nothing_is_late() -> None:
    sitting = reveal(at_orders().put(buildup=4, warning=2).do("KYI: place KYI-RES"))
    assert sitting.moves("KYI-RES", CauseKind.ACTION)[:2] == ["north +2", "front -1"]


@pytest.mark.ruling("R-6.7")
def test_the_condition_of_late_is_read_from_the_snapshot() -> None:
    """R-6.7: warning is 1 as phase A opens; the observation net of the same phase lifts it too late to matter."""
    sitting = at_orders().put(buildup=4, warning=1).do("KYI: place KYI-TDF", "KYI: place KYI-RES")
    assert len(reveal(sitting).found(LateQueued)) == 1


@pytest.mark.ruling("R-6.8")
@pytest.mark.parametrize("dice", [(6, 6), (1, 1)])
def test_also_applies_on_success_and_on_failure(dice: tuple[int, int]) -> None:
    """R-6.8: a salvo breaks the ceasefire it is fired into, and still pays for having been fired into one."""
    sitting = at_orders(dice={"MOS-SAL": dice}).put({"flag.ceasefire": FOR_GOOD, "us_lead": 2, "unity": 4})
    reveal(sitting.do("MOS: place MOS-SAL"))
    assert sitting["flag.ceasefire"] == 0
    also = [f for f in sitting.found(Changed) if f.cause.detail == "also"]
    assert [f"{f.quantity} {f.applied:+}" for f in also] == ["unity +2", "us_lead +1", "front +1", "escalation +1"]


@pytest.mark.ruling("R-6.8")
@pytest.mark.parametrize(("dice", "bonus"), [((6, 6), 2), ((1, 1), 0)])
def test_bonus_applies_on_success_only(dice: tuple[int, int], bonus: int) -> None:
    """R-6.8: the evidence that finds a sham clears its flag, and has its bonus all the same."""
    sitting = at_orders(dice={"KYI-OSI": dice}).put({"flag.sham": FOR_GOOD}).do("KYI: place KYI-OSI")
    reveal(sitting)
    assert len([fact for fact in sitting.found(Changed) if fact.cause.detail == "bonus"]) == bonus
    assert sitting["flag.caught"] == (FOR_GOOD if bonus else 0)


@pytest.mark.ruling("R-6.9")
@pytest.mark.parametrize("dice", [(6, 6), (1, 1)])
def test_an_action_counts_whether_it_succeeds_or_fails(dice: tuple[int, int]) -> None:
    sitting = at_orders(dice={"KYI-STRsw_radar": dice}).put(pull_kyiv=8).do("KYI: place KYI-STR @sw_radar")
    assert reveal(sitting)["count.kyi_struck"] == 1
