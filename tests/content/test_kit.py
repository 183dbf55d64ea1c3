"""facilitating.yaml: what is shipped, every mistake against the small game, and sessions stored without it."""

import pytest
from tests.content.small import DECK, RULES, SCENARIO, changed, codes
from tests.shipped import game

from northaxis.content import check_texts, compile_ruleset
from northaxis.content.kit_checks import LONGEST_SPEECH
from northaxis.domain.kit import BEFORE, DEBRIEF, Kit
from northaxis.domain.ruleset import RuleSet
from northaxis.services.kit import reading_seconds

KIT = """\
format: 1
opening:
  - {id: O1, who: facilitator, say: Welcome., scenarios: [first]}
  - {id: O2, who: facilitator, say: Listen., reads_scene: true, cites: [EF-01]}
objectives:
  - {id: LO1, text: count, evidence: [Somebody counts.], bites: [calm, hot, KYI-SUS, KD1, R01, CK1, FR1, B1, fear],
     cites: [EF-01]}
plans:
  - {scenario: first, before: 2, debrief: 3, breaks: [{after: 2, minutes: 1}], warn: {orders: 5},
     may_skip: [negotiate], least_turns: 2}
roles:
  - {seat: MIN, first: Look., voice: Calm., talks: [{to: KYI, about: relays}], cites: [EF-01]}
  - {seat: KYI, first: Look., voice: Calm., talks: [{to: MIN, about: relays}], cites: [EF-01]}
hot_wash:
  - {id: word, name: A word, how: Say it., minutes: {first: 3}, writes: "A word:"}
seat_questions:
  - {id: MIN1, seat: MIN, ask: Why?, cites: [EF-01]}
prompts:
  - {id: P1, if: calm <= 3, ask: What was missing?, cites: [EF-02]}
charts:
  - {id: CH1, name: Both, kind: lines, tracks: [calm], watch: KYI-SUS, note: Look., cites: [EF-01]}
commitments:
  - {id: C1, ask: "I will:"}
checklists:
  - {id: early, kind: before, name: Before, tasks: [{do: Print.}]}
  - {id: set-up, kind: setup, name: Set up, tasks: [{at: 40, do: Tables.}, {at: 0, do: Start.}]}
  - {id: talks, kind: step, step: negotiate, name: Talks, tasks: [{do: Walk.}]}
"""

TIMED = SCENARIO.replace("  scene:", "  timers: {inject: 60, orders: 120}\n  learning: ['LO1: count']\n  scene:")


def small() -> dict[str, str]:
    return {**RULES, "facilitating.yaml": KIT}


def whole() -> dict[str, str]:
    """The small game with a scenario and a deck, as `check` sees it."""
    return {**small(), "scenarios/first.yaml": TIMED, "decks/tiny/deck.yaml": DECK}


def compiled(files: dict[str, str]) -> RuleSet:
    rules, problems = compile_ruleset(files)
    assert rules is not None, problems
    return rules


def test_a_kit_compiles() -> None:
    kit = compiled(small()).kit
    assert [speech.id for speech in kit.opening] == ["O1", "O2"]
    assert kit.opening[1].reads_scene
    assert kit.roles["MIN"].talks[0].about == "relays"  # type: ignore[index]
    assert kit.questions() == {"word": "A word:", "MIN1": "Why?", "P1": "What was missing?", "C1": "I will:"}
    assert [each.id for each in kit.checklists_of("step", "negotiate")] == ["talks"]
    assert [(each.kind, each.watch) for each in kit.charts] == [("lines", "KYI-SUS")]
    assert not [problem for problem in check_texts(whole()) if problem.code != "few-cards" and problem.is_error]


def test_a_rule_set_or_a_stored_session_without_a_kit_still_compiles() -> None:
    assert compiled(dict(RULES)).kit == Kit()


def test_the_checks_are_quiet_about_a_good_kit() -> None:
    noisy = {"does-not-fit", "unknown-scenario", "unknown-timer", "unknown-objective", "put-otherwise", "no-role"}
    assert not noisy & set(codes(check_texts(whole())))


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("cites: [EF-01]}\nobjectives", "cites: [EF-77]}\nobjectives", "unknown-passage", '"EF-77"'),
        ("bites: [calm", "bites: [clam", "unknown-rule", '"clam"'),
        ("{seat: MIN, first", "{seat: MNI, first", "unknown-seat", '"MNI"'),
        ("{seat: KYI, first", "{seat: MIN, first", "duplicate-id", "has a role already"),
        ("{to: KYI, about", "{to: MIN, about", "own-seat", "does not talk to itself"),
        ("seat: MIN, ask", "seat: MOS, ask", "unknown-seat", '"MOS"'),
        ("if: calm <= 3", "if: clam <= 3", "unknown-name", "clam"),
        ("if: calm <= 3", "came: [R999]", "unknown-rule", '"R999"'),
        ("if: calm <= 3", "rose: [clam], turns: 2", "unknown-track", '"clam"'),
        ("if: calm <= 3", "happened: rain", "wrong-value", "rain"),
        ("if: calm <= 3", "never: true", "missing-field", '"if"'),
        ("if: calm <= 3", "turns: 2", "missing-field", '"rose"'),
        ("tracks: [calm]", "tracks: [clam]", "unknown-track", '"clam"'),
        ("kind: lines", "kind: path", "out-of-range", "a path has 2 tracks, not 1"),
        ("kind: lines", "kind: pie", "wrong-value", '"kind"'),
        ("watch: KYI-SUS", "watch: KYI-SAS", "unknown-action", '"KYI-SAS"'),
        ("step: negotiate", "step: negotiation", "unknown-step", '"negotiation"'),
        ("kind: step, step: negotiate", "kind: step", "missing-field", '"step"'),
        ("kind: before,", "kind: before, step: orders,", "not-here", '"step"'),
        ("{at: 0, do", "{at: 41, do", "not-falling", "at most 40"),
        ("id: O2", "id: O1", "duplicate-id", '"O1"'),
        ("id: C1", "id: P1", "duplicate-id", '"P1"'),
        ("who: facilitator, say: Welcome.", "who: facilitator, says: Welcome.", "missing-field", '"say"'),
        ("kind: setup", "kind: set-up", "wrong-value", '"kind"'),
        ("debrief: 3", "debrief: 0", "out-of-range", '"debrief"'),
    ],
)
def test_a_mistake_is_found_where_it_stands(old: str, new: str, code: str, words: str) -> None:
    files = changed(small(), "facilitating.yaml", old, new)
    found = [p for p in compile_ruleset(files)[1] if p.code == code and p.file == "facilitating.yaml"]
    assert found, codes(compile_ruleset(files)[1])
    assert words in found[0].message
    line = files["facilitating.yaml"].splitlines()[found[0].line - 1]
    assert new.splitlines()[0].strip("{} ")[:6] in line or code == "duplicate-id"


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("facilitating.yaml", "scenario: first", "scenario: frist", "unknown-scenario"),
        ("facilitating.yaml", "scenarios: [first]", "scenarios: [last]", "unknown-scenario"),
        ("facilitating.yaml", "minutes: {first: 3}", "minutes: {frist: 3}", "unknown-scenario"),
        ("facilitating.yaml", "warn: {orders", "warn: {oders", "unknown-timer"),
        ("facilitating.yaml", "may_skip: [negotiate]", "may_skip: [talks]", "unknown-timer"),
        ("facilitating.yaml", "before: 2", "before: 9", "does-not-fit"),
        ("facilitating.yaml", "minutes: {first: 3}", "minutes: {first: 4}", "does-not-fit"),
        ("facilitating.yaml", "after: 2", "after: 4", "out-of-range"),
        ("facilitating.yaml", "least_turns: 2", "least_turns: 5", "out-of-range"),
        ("facilitating.yaml", "say: Welcome.", f"say: {'word ' * (LONGEST_SPEECH + 1)}", "long-speech"),
        (
            "facilitating.yaml",
            "  - {seat: KYI, first: Look., voice: Calm., talks: [{to: MIN, about: relays}], cites: [EF-01]}\n",
            "",
            "no-role",
        ),
        ("scenarios/first.yaml", "LO1: count", "LO2: count", "unknown-objective"),
        ("scenarios/first.yaml", "LO1: count", "LO1: reckon", "put-otherwise"),
    ],
)
def test_what_only_shows_with_the_scenarios_is_found(file: str, old: str, new: str, code: str) -> None:
    assert code not in codes(check_texts(whole()))
    assert code in codes(check_texts(changed(whole(), file, old, new)))


def test_a_kit_alone_is_checked_for_its_shape() -> None:
    assert codes(check_texts({"facilitating.yaml": KIT})) == ["part-of-rule-set"]
    assert "unknown-field" in codes(check_texts({"facilitating.yaml": KIT.replace("voice:", "tone:")}))


def test_two_kits_are_one_too_many() -> None:
    assert "duplicate-file" in codes(compile_ruleset({**small(), "more.yaml": KIT})[1])


# --- what is shipped ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["S1", "S2", "S3"])
def test_every_scenario_is_planned_to_the_minute(name: str) -> None:
    kit, scenario = game(name).rules.kit, game(name).scenario
    budget = kit.budget(scenario)
    assert scenario.id in kit.plans
    assert budget.planned == budget.total == scenario.minutes * 60
    assert budget.turn == sum(timing.seconds for timing in kit.turn_timings(scenario))
    assert budget.turn == sum(seconds for _, seconds in scenario.timers)
    assert sum(item.minutes_in(scenario.id) for item in kit.hot_wash) * 60 == budget.debrief
    for timing in (kit.timing(scenario, BEFORE), *kit.turn_timings(scenario), kit.timing(scenario, DEBRIEF)):
        assert 0 < timing.warn < timing.seconds, timing


@pytest.mark.parametrize(
    ("name", "before", "turn", "pause", "debrief"),
    [("S1", 2, 225, 0, 3), ("S2", 8, 840, 0, 12), ("S3", 12, 1050, 5, 23)],
)
def test_the_minutes_are_those_of_the_design(name: str, before: int, turn: int, pause: int, debrief: int) -> None:
    budget = game(name).rules.kit.budget(game(name).scenario)
    assert (budget.before, budget.turn, budget.debrief) == (before * 60, turn, debrief * 60)
    assert sum(seconds for _, seconds in budget.breaks) == pause * 60


@pytest.mark.parametrize("name", ["S1", "S2", "S3"])
def test_without_a_plan_the_turns_leave_the_same_room_before_and_after(name: str) -> None:
    scenario = game(name).scenario
    bare, planned = Kit().budget(scenario), game(name).rules.kit.budget(scenario)
    assert bare.planned <= bare.total
    assert abs(bare.debrief - planned.debrief) <= 60


@pytest.mark.parametrize("name", ["S1", "S2", "S3"])
def test_the_opening_begins_with_the_people_and_the_three_weeks_and_fits_turn_zero(name: str) -> None:
    kit, scenario = game(name).rules.kit, game(name).scenario
    first, second, *_ = kit.speeches(scenario)
    assert first.say.startswith("Real people live")
    assert second.say.startswith("One turn is three weeks; compression is a training convenience.")
    assert any(speech.reads_scene for speech in kit.speeches(scenario))
    said = [speech.say for speech in kit.speeches(scenario)]
    assert reading_seconds([*said, scenario.scene]) <= kit.budget(scenario).before


def test_every_objective_of_a_scenario_is_in_the_kit_in_the_same_words() -> None:
    for name in ("S1", "S2", "S3"):
        kit, scenario = game(name).rules.kit, game(name).scenario
        found = kit.objectives_of(scenario)
        assert [f"{objective.id}: {objective.text}" for objective in found] == list(scenario.learning)
        assert all(objective.cites for objective in found)
    assert len(game("S3").rules.kit.objectives) == 9


def test_every_seat_and_co_seat_has_a_role_and_a_question() -> None:
    rules = game("S3").rules
    everybody = {*rules.seats, *(co_seat.id for co_seat in rules.people.co_seats.values())}
    assert set(rules.kit.roles) == everybody
    assert {question.seat for question in rules.kit.seat_questions} == everybody
    assert all(role.cites for role in rules.kit.roles.values())
    assert all(question.cites for question in rules.kit.seat_questions)


def test_the_checklists_cover_every_step_and_every_trouble() -> None:
    kit = game("S3").rules.kit
    steps = {each.step for each in kit.checklists_of("step")}
    assert steps == {"setup", "inject", "demands", "negotiate", "orders", "adjudicate", "narrate", "turn_end", "over"}
    troubles = {each.id for each in kit.checklists_of("trouble")}
    assert {"network-gone", "laptop-dies", "person-missing", "fight", "safety", "time-gone"} <= troubles
    setting_up = kit.checklists_of("setup")[0]
    assert [setting_up.tasks[0].at, setting_up.tasks[-1].at] == [40, 0]
    assert kit.checklists_of("table")
    assert kit.commitments[0].ask.startswith("One thing I will do or change, and by which date")
