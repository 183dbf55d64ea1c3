"""R-7: when play ends, the break ladder, scores and bars."""

from dataclasses import replace

import pytest
from tests.rulings.sitting import Sitting, at_orders, at_turn_end, sit
from tests.shipped import game

from northaxis.domain.facts import CauseKind, GameOver, RuleCame, Scored, Step
from northaxis.domain.ids import SeatId
from northaxis.domain.quantities import FOR_GOOD
from northaxis.domain.rulings import Reason
from northaxis.domain.scoring import laureates, player_results, standing
from northaxis.domain.state import State, evolve

CALM = {"pull_moscow": 4, "pull_kyiv": 4, "pull_home": 4, "cohesion": 6, "oxygen": 3, "integration": 6, "escalation": 3}


def over(sitting: Sitting) -> GameOver:
    return sitting.found(GameOver)[0]


@pytest.mark.ruling("R-7.1")
@pytest.mark.parametrize(("scenario", "turns"), [("S1", 4), ("S2", 5), ("S3", 8)])
def test_play_ends_after_the_last_scheduled_turn(scenario: str, turns: int) -> None:
    sitting = sit(scenario)
    for turn in range(1, turns + 1):
        assert sitting.state.over is None
        sitting.to(Step.NARRATE, turn).put(CALM).go_on()
    assert over(sitting) == GameOver("last turn", common_loss=False)
    assert sitting.state.turn == turns


@pytest.mark.ruling("R-7.1")
@pytest.mark.parametrize(
    ("values", "dice", "reason"),
    [
        ({"escalation": 10, "flag.kinetic": 1}, {}, "E1"),
        ({"integration": 10}, {"E3": (6, 6)}, "flag.absorbed"),
        ({"cohesion": 0, "flag.elite_split": FOR_GOOD, "integration": 5}, {}, "flag.collapse"),
        ({"cohesion": 0, "flag.elite_split": FOR_GOOD, "integration": 5, "legitimacy": 10}, {}, "flag.transition"),
    ],
)
def test_war_absorption_collapse_and_transition_end_play(
    values: dict[str, int], dice: dict[str, tuple[int, int]], reason: str
) -> None:
    sitting = at_turn_end({**CALM, "flag.guarantees": 0, **values, "flag.framework": FOR_GOOD}, dice).go_on()
    assert over(sitting).reason == reason
    assert sitting.state.step is Step.OVER


@pytest.mark.ruling("R-7.1")
def test_a_northern_thrust_does_not_end_play() -> None:
    sitting = at_orders(dice={"MOS-THR": (6, 6)}).put({**CALM, "buildup": 6, "flag.assurance": 3})
    sitting.do("MOS: place MOS-THR").to(Step.TURN_END)
    assert sitting["flag.assault_won"] == FOR_GOOD
    assert sitting.state.over is None


@pytest.mark.ruling("R-7.1")
@pytest.mark.parametrize(
    "order", ["CTL: go on", "MIN: seal", "MIN: say all Farewell.", "KYI: offer MIN: KYI pay MIN 1"]
)
def test_after_the_end_no_order_stands(order: str) -> None:
    sitting = at_turn_end({**CALM, "flag.collapse": FOR_GOOD}).go_on()
    refused = sitting.refused(order)
    assert (refused.reason, refused.rule) == (Reason.NOT_NOW, "R-7.1")
    assert all(sitting.legal(seat) == [] for seat in (*sitting.game.rules.seats, "CTL"))


@pytest.mark.ruling("R-7.2")
def test_after_general_war_nobody_wins_whatever_the_score() -> None:
    sitting = at_turn_end({**CALM, "escalation": 10, "flag.kinetic": 1}).go_on()
    assert over(sitting).common_loss
    scores = sitting.found(Scored)
    assert any(score.score >= score.bar for score in scores)
    assert not any(score.won for score in scores)


@pytest.mark.ruling("R-7.3")
@pytest.mark.parametrize(
    ("values", "rung"),
    [
        ({"legitimacy": 7, "flag.guarantees": FOR_GOOD, "flag.framework": FOR_GOOD, "integration": 8}, "B1"),
        ({"legitimacy": 9, "integration": 9}, "B2"),
        ({"legitimacy": 8, "integration": 8}, "B2"),
        ({"legitimacy": 8, "integration": 7}, "B3"),
        ({"legitimacy": 0, "integration": 0}, "B3"),
    ],
)
def test_the_first_rung_that_holds_decides(values: dict[str, int], rung: str) -> None:
    """R-7.3: read just after the break; R42 and R43 have worn legitimacy down by then."""
    worn = {**values, "legitimacy": values["legitimacy"] + (2 if values["legitimacy"] >= 6 else 0)}
    values = {**CALM, **worn, "cohesion": 0, "flag.elite_split": FOR_GOOD}
    sitting = at_turn_end({name: min(value, 10) for name, value in values.items()}, {"CHECK": (1, 1)})
    sitting.go_on()
    rungs = [fact.id for fact in sitting.found(RuleCame) if fact.kind is CauseKind.END and fact.id[0] == "B"]
    assert rungs == [rung]


@pytest.mark.ruling("R-7.3")
def test_a_check_that_breaks_goes_down_the_ladder_too() -> None:
    hot = {"pull_moscow": 8, "pull_kyiv": 8, "pull_home": 8, "cohesion": 5, "oxygen": 0, "integration": 5}
    sitting = at_turn_end({**CALM, **hot}, {"CHECK": (6, 6)}).go_on()
    assert [fact.id for fact in sitting.found(RuleCame) if fact.kind is CauseKind.END] == ["B3"]
    assert over(sitting).reason == "flag.collapse"


@pytest.mark.ruling("R-7.3")
def test_the_last_rung_always_holds() -> None:
    assert game("S3").rules.ladder[-1].condition.reads == frozenset()
    assert game("S3").rules.ladder[-1].condition.holds(())


@pytest.mark.ruling("R-7.4")
def test_a_seat_scores_its_goals_and_its_agenda_on_the_state_at_the_end() -> None:
    sitting = at_turn_end({**CALM, "flag.collapse": FOR_GOOD}).go_on()
    for score in sitting.found(Scored):
        seat = sitting.game.rules.seats[score.seat]
        holding = [goal.points for goal in seat.goals if goal.condition.holds(sitting.state.board)]
        agenda = next(a for a in seat.agendas if a.id == score.agenda)
        met = bool(agenda.condition.holds(sitting.state.board))
        assert (score.agenda_met, score.score) == (met, sum(holding) + met * agenda.points)
        assert score.bar == sitting.game.bar(score.seat)
        assert score.won is (score.score >= score.bar)


@pytest.mark.ruling("R-7.4")
def test_an_agenda_counts_three_points_when_it_holds() -> None:
    made = game("S3")
    row = list(sit().state.board)
    row[made.rules.by_name["cohesion"]] = 7
    with_it, without = (
        standing(made, SeatId("MIN"), agenda, row) for agenda in (made.rules.seats[SeatId("MIN")].agendas[0].id, None)
    )
    assert (with_it.agenda_met, with_it.score - without.score) == (True, 3)


@pytest.mark.ruling("R-7.4")
@pytest.mark.parametrize(
    ("name", "bars"),
    [
        ("S1", {"MIN": 9}),
        ("S2", {"MIN": 11, "WAS": 11, "BDF": 9, "KYI": 10}),
        ("S3", {"MIN": 10, "BDF": 10}),
        ("S3+V2", {"MIN": 12, "BEI": 11, "WAS": 13, "KYI": 10}),
    ],
)
def test_bars_are_the_scenarios_with_variants_counted(name: str, bars: dict[str, int]) -> None:
    assert {seat: game(name).bar(SeatId(seat)) for seat in bars} == bars


@pytest.mark.ruling("R-7.4")
def test_where_there_are_no_agendas_only_goals_count_and_only_the_scored_are_scored() -> None:
    sitting = at_turn_end({**CALM, "flag.collapse": FOR_GOOD}, name="S1").go_on()
    assert [(score.seat, score.agenda) for score in sitting.found(Scored)] == [("MIN", None)]


@pytest.mark.ruling("R-7.5")
def test_turns_in_a_goal_is_the_scheduled_length_also_when_play_ended_early() -> None:
    """R-7.5: Moscow's platform must have been used in half of 8 turns; two of two are not enough."""
    sitting = at_turn_end({**CALM, "flag.collapse": FOR_GOOD, "count.strike_high": 2}).go_on()
    moscow = next(score for score in sitting.found(Scored) if score.seat == "MOS")
    used = next(
        n for n, g in enumerate(sitting.game.rules.seats[moscow.seat].goals) if "strike_high" in g.condition.text
    )
    assert (sitting.state.turn, sitting.state.turns, sitting["count.strike_high"]) == (1, 8, 3)
    assert used not in moscow.goals
    enough = replace(sitting).put({"count.strike_high": 4})
    assert used in standing(sitting.game, SeatId("MOS"), None, enough.state.board).goals


def scored(people: dict[str, str], **margins: int) -> State:
    """A finished game in which these seats ended so far above or below their bars."""
    state = sit(people=people).state
    state = evolve(state, GameOver("last turn", common_loss=False))
    for seat, margin in margins.items():
        state = evolve(state, Scored(SeatId(seat), (), None, False, 10 + margin, 10, margin >= 0))
    return state


@pytest.mark.ruling("R-7.7")
@pytest.mark.parametrize(
    ("war", "vil", "won"), [(3, -3, True), (3, -4, False), (-1, 5, True), (-1, 0, False), (0, 0, True)]
)
def test_who_holds_several_seats_wins_on_the_mean_over_them(war: int, vil: int, won: bool) -> None:
    results = player_results(scored({"WAR": "Ada", "VIL": "Ada", "MIN": "Bo"}, WAR=war, VIL=vil, MIN=-1, KYI=2))
    found = {(result.name, result.level): result for result in results}
    assert [(r.name, r.margin, r.won) for r in results if r.name == "Ada"] == [("Ada", war + vil, won)]
    assert found["Ada", None].mean_hundredths == (war + vil) * 50
    assert found["Bo", None].won is False
    assert [(r.seats, r.won) for r in results if r.level == "staff"] == [(("KYI",), True)]


@pytest.mark.ruling("R-7.7")
def test_only_scored_seats_count_and_nobody_wins_after_a_common_loss() -> None:
    state = scored({"WAR": "Ada", "VIL": "Ada"}, WAR=4)
    assert [(r.seats, r.margin, r.won) for r in player_results(state)] == [(("WAR",), 4, True)]
    lost = replace(state, over=GameOver("E1", common_loss=True))
    assert [r.won for r in player_results(lost)] == [False]
    assert player_results(sit().state) == ()


@pytest.mark.ruling("R-7.6")
def test_a_single_laureate_has_the_largest_mean_margin_and_ties_share() -> None:
    people = {"WAR": "Ada", "VIL": "Ada", "BRU": "Ada", "MIN": "Bo", "KYI": "Cy"}
    results = player_results(scored(people, WAR=3, VIL=1, BRU=1, MIN=1, KYI=1))
    assert [one.name for one in laureates(results)] == ["Ada"]
    results = player_results(scored(people, WAR=1, VIL=1, BRU=1, MIN=1, KYI=0))
    assert [one.name for one in laureates(results)] == ["Bo", "Ada"]
    assert laureates(()) == ()
