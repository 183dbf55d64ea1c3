"""review.yaml: what is shipped, and every mistake against the small game."""

import pytest
from tests.content.small import RULES, changed, codes
from tests.shipped import game

from northaxis.content import check_texts, compile_ruleset
from northaxis.domain.review import Evidence, Review

rules, _ = compile_ruleset(RULES)
assert rules is not None
TRACK = next(q.id for q in rules.quantities if q.kind == "track")
RULE = rules.rules[0].id
ACTION = next(iter(rules.actions))

REVIEW = f"""\
format: 1
prompts:
  - {{id: P1, ask: Why?, if: {TRACK} >= 1, turns: 2, cites: [EF-01]}}
  - {{id: P2, ask: Both?, rose: [{TRACK}], came: [{RULE}], cites: [EF-01]}}
  - {{id: P3, ask: Never?, if: {TRACK} >= 2, never: true, happened: sham_exposed, cites: [EF-01]}}
objectives:
  - {{id: LO1, text: do it, tracks: [{TRACK}], causes: [{ACTION}, {RULE}], shown_in: [pulls], cites: [EF-01]}}
"""


def small() -> dict[str, str]:
    return {**RULES, "review.yaml": REVIEW}


def test_a_review_compiles() -> None:
    found, problems = compile_ruleset(small())
    assert found is not None, problems
    assert codes(problems) == []
    assert [prompt.id for prompt in found.review.prompts] == ["P1", "P2", "P3"]
    assert found.review.prompts[2].never
    assert found.review.objectives[0].shown_in == (Evidence.PULLS,)


def test_a_rule_set_can_do_without_a_review() -> None:
    found, _ = compile_ruleset(RULES)
    assert found is not None
    assert found.review == Review()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (f"rose: [{TRACK}]", "rose: [nothing]", "unknown-track"),
        (f"came: [{RULE}]", "came: [R999]", "unknown-rule"),
        (f"if: {TRACK} >= 1", "if: nothing >= 1", "unknown-name"),
        (f"if: {TRACK} >= 2, never", "never", "missing-field"),
        (f"if: {TRACK} >= 1, turns: 2", "turns: 2", "missing-field"),
        ("happened: sham_exposed", "happened: rain", "wrong-value"),
        (f"causes: [{ACTION}", "causes: [XXX-YYY", "unknown-cause"),
        ("shown_in: [pulls]", "shown_in: [somewhere]", "wrong-value"),
        ("cites: [EF-01]", "cites: [EF-77]", "unknown-passage"),
        ("cites: [EF-01]", "cites: []", "too-short"),
        ("id: P2", "id: P1", "duplicate-id"),
        ("ask: Why?", "ask: Why?, asks: twice", "unknown-field"),
    ],
)
def test_a_mistake_is_found(old: str, new: str, code: str) -> None:
    _, problems = compile_ruleset(changed(small(), "review.yaml", old, new))
    assert code in codes(problems), codes(problems)


def test_a_review_alone_is_checked_for_its_shape() -> None:
    assert codes(check_texts({"review.yaml": REVIEW})) == ["part-of-rule-set"]


def test_every_scenario_has_its_objectives_and_every_prompt_its_passages() -> None:
    for name in ("S1", "S2", "S3"):
        shipped = game(name)
        known = {objective.id for objective in shipped.rules.review.objectives}
        assert {text.partition(":")[0] for text in shipped.scenario.learning} <= known
    assert all(prompt.cites for prompt in shipped.rules.review.prompts)
    assert len(shipped.rules.review.prompts) >= 14
