"""Every check and every compile error: one wrong example, against the small game in which nothing is wrong."""

from pathlib import Path

import pytest
from tests.content.small import (
    DECK,
    MINSK,
    RULES,
    SCENARIO,
    changed,
    codes,
    deck_codes,
    game_codes,
    rules,
    rules_codes,
)

from northaxis.content import check_texts, compile_deck, compile_ruleset, compile_scenarios
from northaxis.content.diagnostics import Diagnostic


def test_the_small_rule_set_and_deck_are_right() -> None:
    assert rules_codes("tracks.yaml", "start: 6", "start: 5") == []
    assert deck_codes("A card", "The card") == []
    assert compile_scenarios({"s.yaml": SCENARIO}, rules())[2] == []


RULE_MISTAKES = [
    ("tracks.yaml", "start: 4", "start: 11", "out-of-range"),
    ("tracks.yaml", "id: calm", "id: pull_kyiv", "duplicate-id"),
    ("tracks.yaml", "id: sw_radar", "id: Sw_Radar", "wrong-spelling"),
    ("tracks.yaml", "id: sw_radar", "id: target", "reserved-name"),
    ("tracks.yaml", "seen: [MIN]", "seen: [MIX]", "unknown-seat"),
    ("tracks.yaml", "seen: [MIN]", "seen: everybody", "wrong-value"),
    ("tracks.yaml", "start: on", "start: yes", "wrong-value"),
    ("tracks.yaml", "higher_is: strain", "higher_is: worse", "wrong-value"),
    ("tracks.yaml", "name: Calm", "name: A name that is too long for its box", "too-long"),
    ("flags.yaml", "id: premise", "id: sham", "duplicate-id"),
    ("flags.yaml", "sw_relay == 1", "sw_rely == 1", "unknown-name"),
    ("flags.yaml", "each_turn_end_if: sw_relay == 1", "on_comply_with: MOS", "unknown-demander"),
    ("sources.yaml", "id: EF-02", "id: EF-01", "duplicate-id"),
    ("sources.yaml", "id: EF-03", "id: BD-03", "unknown-document"),
    ("rulings.yaml", "R-1.1", "R1", "wrong-spelling"),
    ("ruleset.yaml", "initiative: [MIN, KYI]", "initiative: [MIN, KYI, MOS]", "unknown-seat"),
    ("ruleset.yaml", "initiative: [MIN, KYI]", "initiative: [MIN]", "missing-seat"),
    ("ruleset.yaml", "initiative: [MIN, KYI]", "initiative: [MIN, KYI, MIN]", "duplicate-id"),
    ("ruleset.yaml", "2026-07-01", "2026-13-45", "wrong-date"),
    ("ruleset.yaml", "index: {id: pressure", "index: {id: presure", "unknown-derived-quantity"),
    ("ruleset.yaml", "of: hot", "of: stretch", "unknown-name"),
    ("ruleset.yaml", "{from: 2, is: 5}", "{from: 0, is: 5}", "not-rising"),
    ("ruleset.yaml", "upto: 999", "upto: 9", "not-rising"),
    ("ruleset.yaml", "flag: premise", "flag: promise", "unknown-flag"),
    ("ruleset.yaml", "of: calm", "of: clam", "unknown-quantity"),
    ("ruleset.yaml", "version: 1", "version: one", "wrong-type"),
    ("ruleset.yaml", "format: 1", "format: 2", "wrong-value"),
    ("turn-end.yaml", "do: {pull_kyiv: 1}", "do: {pull_kyiw: 1}", "unknown-effect"),
    ("turn-end.yaml", "do: {pull_kyiv: 1}", "do: {red_line: true}", "unknown-effect"),
    ("turn-end.yaml", "do: {pull_kyiv: 1}", "do: {pressure: 1}", "not-changeable"),
    ("turn-end.yaml", "do: {pull_kyiv: 1}", "do: {count.struck: 1}", "not-changeable"),
    ("turn-end.yaml", "do: {pull_kyiv: 1}", "do: {turn: 1}", "not-changeable"),
    ("turn-end.yaml", "do: {pull_kyiv: 1}", "do: {pull: 1}", "no-pull"),
    ("turn-end.yaml", "do: {pull_kyiv: 1}", "do: {target: on}", "no-target"),
    ("turn-end.yaml", "do: {pull_kyiv: 1}", "do: {pull_kyiv: +price.kyiv}", "no-target"),
    ("turn-end.yaml", "do: {pull_kyiv: 1}", "do: {pull_kyiv: =11}", "out-of-range"),
    ("turn-end.yaml", "do: {pull_kyiv: 1}", "do: {pull_kyiv: =x}", "wrong-effect"),
    ("turn-end.yaml", "do: {pull_kyiv: 1}", "do: {pull_kyiv: true}", "wrong-effect"),
    ("turn-end.yaml", "do: {pull_kyiv: 1}", "do: {sw_relay: true}", "wrong-effect"),
    ("turn-end.yaml", "do: {pull_kyiv: 1}", "do: {flag.red_line: on}", "wrong-effect"),
    ("turn-end.yaml", "do: {pull_kyiv: 1}", "do: {flag.red_line: 0}", "wrong-effect"),
    ("turn-end.yaml", "do: {pull_kyiv: 1}", "do: {ip.MIN: 9}", "wrong-effect"),
    ("turn-end.yaml", "do: {pull_kyiv: 1}", "do: {first_on: sw_relay}", "wrong-effect"),
    ("turn-end.yaml", "do: {pull_kyiv: 1}", "do: {first_on: [sw_rely]}", "unknown-switch"),
    ("turn-end.yaml", "do: {pull_kyiv: 1}", "ok: {pull_kyiv: 1}", "missing-field"),
    ("turn-end.yaml", "need: 8", "need: 4", "out-of-range"),
    ("turn-end.yaml", "need: 8", "need: 13", "out-of-range"),
    ("turn-end.yaml", "    fail: {}\n", "", "missing-field"),
    ("turn-end.yaml", "    fail: {}\n", "    fail: {}\n    do: {}\n", "do-and-roll"),
    ("turn-end.yaml", "why: no calm", "wy: no calm", "unknown-field"),
    ("turn-end.yaml", "cites: [EF-02]", "cites: [EF-04]", "unknown-passage"),
    ("turn-end.yaml", "cites: [EF-02]", "cites: []", "too-short"),
    ("turn-end.yaml", "id: FR1", "id: R01", "duplicate-id"),
    ("turn-end.yaml", "flag: red_line", "flag: red_lime", "unknown-flag"),
    ("turn-end.yaml", "upto: 99", "upto: 6", "not-rising"),
    ("turn-end.yaml", "if: pull_kyiv <= 3", "if: pull_kyiv <= 10", "always-true"),
    ("turn-end.yaml", "if: pull_kyiv <= 3", "if: pull_kyiv >= 11", "never-true"),
    ("turn-end.yaml", "if: pull_kyiv <= 3", "if: target == 1", "no-target"),
    ("demands.yaml", "answering: {seat: MIN", "answering: {seat: MIX", "unknown-seat"),
    ("demands.yaml", "pull: pull_kyiv", "pull: pull_kyjv", "unknown-track"),
    ("demands.yaml", "sham_of: sw_relay", "sham_of: calm", "unknown-switch"),
    ("demands.yaml", "    seat: KYI\n", "", "seat-or-drawn"),
    ("demands.yaml", "do: {pull: 1}", "do: {pull: much}", "wrong-effect"),
    ("demands.yaml", "flag: sham,", "flag: shame,", "unknown-flag"),
    ("seats/minsk.yaml", "id: MIN-A", "id: KYI-Z", "foreign-id"),
    ("seats/minsk.yaml", "id: MIN-B", "id: MIN-A", "duplicate-id"),
    ("seats/minsk.yaml", "id: MIN-H2", "id: MIN-H1", "duplicate-id"),
    ("seats/minsk.yaml", "phase: B", "phase: Z", "unknown-phase"),
    ("seats/minsk.yaml", "kind: rigid", "kind: auto", "kind-and-roll"),
    ("seats/minsk.yaml", "kind: auto", "kind: semi", "kind-and-roll"),
    ("seats/minsk.yaml", "targets: [sw_relay, sw_radar]", "targets: [sw_relay, calm]", "unknown-switch"),
    ("seats/minsk.yaml", "-price.kyiv", "-price.moscow", "unknown-price"),
    ("seats/minsk.yaml", "counts: struck", "counts: stuck", "unknown-counter"),
    ("seats/minsk.yaml", "prefer: [MIN-A]", "prefer: [MIN-X]", "unknown-action"),
    ("seats/minsk.yaml", "at {calm}", "at {clam}", "unknown-name"),
    ("seats/minsk.yaml", "at {calm}", "at {calm", "bad-placeholder"),
    ("seats/minsk.yaml", "at {calm}", "at {calm.__class__}", "unknown-name"),
    ("seats/minsk.yaml", "cares: {pressure", "cares: {presure", "unknown-quantity"),
    ("seats/minsk.yaml", "points: 10", "points: 1", "goal-total"),
    ("seats/minsk.yaml", "start: 3", "start: 9", "out-of-range"),
    ("seats/kyiv.yaml", "do: {calm: 1}", "if: calm >= 3, do: {calm: 1}", "unseen-requirement"),
]


@pytest.mark.parametrize(("file", "old", "new", "code"), RULE_MISTAKES)
def test_a_mistake_in_a_rule_set_is_named(file: str, old: str, new: str, code: str) -> None:
    assert code in rules_codes(file, old, new)


@pytest.mark.parametrize("taken", ["CTL", "PUB", "ALL"])
def test_a_seat_cannot_have_the_id_of_control_of_onlookers_or_of_everybody(taken: str) -> None:
    _, problems = compile_ruleset({file: text.replace("KYI", taken) for file, text in RULES.items()})
    (problem,) = [each for each in problems if each.code == "reserved-seat"]
    lines = RULES["seats/kyiv.yaml"].splitlines()
    assert (problem.file, lines[problem.line - 1][problem.column - 1 :][:3]) == ("seats/kyiv.yaml", "KYI")
    assert f'"{taken}" is' in problem.message
    assert "KYI" in problem.hint
    assert problem.severity == "error"


def test_a_co_seat_cannot_have_a_reserved_id_either() -> None:
    folder = Path("rules/northern-front")
    texts = {str(file.relative_to(folder)): file.read_text("utf-8") for file in sorted(folder.rglob("*.yaml"))}
    assert "MSC" in texts["people.yaml"]
    _, problems = compile_ruleset({file: each.replace("MSC", "ALL") for file, each in texts.items()})
    assert [problem.code for problem in problems if problem.severity == "error"] == ["reserved-seat"]


@pytest.mark.parametrize("file", sorted(RULES))
def test_a_missing_rule_file_is_named(file: str) -> None:
    files = {name: text for name, text in RULES.items() if name != file}
    found = game_codes(files)
    expected = "part-of-rule-set" if file == "ruleset.yaml" else "missing-seat" if "seats" in file else "missing-file"
    assert expected in found or "unknown-seat" in found


def test_a_seat_has_seven_actions_and_three_agendas() -> None:
    agenda = "  - {id: MIN-H3, name: Three, points: 3, if: turn == turns, text: Last.}\n"
    assert "few-agendas" in rules_codes("seats/minsk.yaml", agenda, "")
    action = "  - {id: MIN-F, name: F, text: t, phase: A, kind: auto, do: {calm: 1}, cites: [EF-01]}\n"
    assert "few-actions" in rules_codes("seats/minsk.yaml", action, "")


DECK_MISTAKES = [
    ("id: F02", "id: F01", "duplicate-id"),
    ("card: F02", "card: F03", "unknown-card"),
    ("card: F02", "card: F01", "endless-chain"),
    ("calm: -1", "flag.broken: true", "card-ends-play"),
    ("calm: -1", "clam: -1", "unknown-effect"),
    ("EF-02", "EF-99", "unknown-passage"),
    ("ruleset: small", "ruleset: smal", "unknown-rule-set"),
    ("document: EF", "document: BD", "unknown-document"),
    ("        - {id: b, text: No, do: {}}\n", "", "option-count"),
    ("id: b,", "id: a,", "duplicate-id"),
    ("pull_kyiv: 1,", "pull_kyiv: 5,", "option-points"),
    ("KYI:", "KYX:", "unknown-seat"),
    ("if: pull_kyiv >= 3", "private_to: KYX", "unknown-seat"),
    ("    choose:", "    private_to: MIN\n    choose:", "private-choice"),
    ("    auto: {do: {calm: -1}}\n", "", "idle-card"),
    ("title: A card", "title: " + "A long title " * 5, "text-too-long-for-card"),
    ("Something happens.", "word " * 100, "text-too-long-for-card"),
    ("Something happens.", "One. Two. Three. Four.", "too-many-sentences"),
    ("text: Yes", "text: " + "Yes and yes and " * 10, "text-too-long-for-card"),
    ("pull_kyiv >= 3", "pull_kyiv >= 0", "always-true"),
    ("pull_kyiv >= 3", "pull_kyiv = 3", "unknown-operator"),
    ("Something happens.", '"a\\e]52;c;QUJD\\a"', "control-character"),
    ("Something happens.", "a \u202e b", "control-character"),
    ("title: A card", "titel: A card", "unknown-field"),
    ("    title: A card\n", "", "missing-field"),
    ("title: A card", "title: 2020", "wrong-type"),
    ("auto: {do: {calm: -1}}", "auto: {roll: {need: 8}, ok: {}}", "missing-field"),
    ("in: 2", "in: 0", "out-of-range"),
    ("auto: {do: {calm: -1}}", "auto: [calm]", "wrong-type"),
]


@pytest.mark.parametrize(("old", "new", "code"), DECK_MISTAKES)
def test_a_mistake_in_a_deck_is_named(old: str, new: str, code: str) -> None:
    assert code in deck_codes(old, new)


def test_a_longer_ring_of_cards_is_endless_and_reported_once() -> None:
    ring = DECK + "    then: {card: F01, in: 1}\n"
    assert codes(compile_deck({"deck.yaml": ring}, rules())[1]) == ["endless-chain"]


def test_a_deck_may_be_a_folder_of_files() -> None:
    head, _, cards = DECK.partition("cards:")
    deck, found = compile_deck({"d/deck.yaml": head, "d/more.yaml": "format: 1\ncards:" + cards}, rules())
    assert deck is not None
    assert [card.id for card in deck.cards] == ["F01", "F02"]
    assert found == []


def test_cards_without_a_deck_header_are_refused() -> None:
    _, _, cards = DECK.partition("cards:")
    assert codes(compile_deck({"more.yaml": "format: 1\ncards:" + cards}, rules())[1]) == ["missing-file"]


def test_one_broken_card_does_not_hide_what_is_wrong_with_another() -> None:
    wrong = DECK.replace("title: A card", "titel: A card").replace("pull_kyiv: 1,", "pull_kyiw: 1,")
    deck, found = compile_deck({"deck.yaml": wrong}, rules())
    assert deck is None
    assert codes(found) == ["missing-field", "unknown-field", "unknown-effect"]


SCENARIO_MISTAKES = [
    ("people: [MIN]", "people: [MIX]", "unknown-seat"),
    ("scored: all", "scored: some", "wrong-value"),
    ("bots: staff", "bots: stuff", "unknown-level"),
    ("least: 1", "least: 3", "out-of-range"),
    ("MIN: 11", "MIX: 11", "unknown-seat"),
    ("turns: 4", "turns: 0", "out-of-range"),
    ("turns: 4", "tunrs: 4", "unknown-field"),
]


@pytest.mark.parametrize(("old", "new", "code"), SCENARIO_MISTAKES)
def test_a_mistake_in_a_scenario_is_named(old: str, new: str, code: str) -> None:
    scenarios, _, found = compile_scenarios({"s.yaml": SCENARIO.replace(old, new, 1)}, rules())
    assert code in codes(found)
    assert scenarios == ()


VARIANTS = """\
format: 1
variants:
  - {id: V1, name: Other, say: Other., start: {calm: 3, sw_relay: off}, flags: {red_line: 2}, bars: {MIN: 12},
     overlays: [first], cites: [EF-01]}
"""


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("calm: 3", "clam: 3", "unknown-track"),
        ("calm: 3", "calm: 30", "out-of-range"),
        ("calm: 3", "calm: much", "wrong-type"),
        ("sw_relay: off", "sw_relay: 0", "wrong-value"),
        ("red_line: 2", "red_lime: 2", "unknown-flag"),
        ("red_line: 2", "red_line: on", "wrong-value"),
        ("[first]", "[fist]", "unknown-scenario"),
        ("id: V1", "id: S1", "duplicate-id"),
    ],
)
def test_a_mistake_in_a_variant_is_named(old: str, new: str, code: str) -> None:
    files = {"s.yaml": SCENARIO, "v.yaml": VARIANTS.replace(old, new, 1)}
    assert code in codes(compile_scenarios(files, rules())[2])


def test_a_variant_carries_its_starts_flags_and_bars() -> None:
    scenarios, variants, found = compile_scenarios({"s.yaml": SCENARIO, "v.yaml": VARIANTS}, rules())
    board = rules()
    assert found == []
    assert [scenario.short for scenario in scenarios] == ["S1"]
    assert variants[0].starts == ((board.by_name["calm"], 3), (board.by_name["sw_relay"], 0))
    assert variants[0].flags == ((board.by_name["flag.red_line"], 2),)
    assert dict(scenarios[0].bars) == {"MIN": 11, "KYI": 10}


# --- everything together


def whole() -> dict[str, str]:
    return {**RULES, "decks/deck.yaml": DECK, "scenarios/first.yaml": SCENARIO}


def test_a_whole_small_game_has_only_too_few_cards() -> None:
    assert game_codes(whole()) == ["few-cards"]


def test_flags_that_nothing_raises_or_reads_are_named() -> None:
    more = "  - {id: broken, name: broken, meaning: m, seen: all, ends_play: true}\n"
    flags = more + "  - {id: extra, name: extra, meaning: m}\n"
    base = changed(whole(), "flags.yaml", more, flags)
    assert "flag-unused" in game_codes(base)
    assert "flag-never-raised" in game_codes(changed(base, "turn-end.yaml", "if: flag.premise", "if: flag.extra"))
    raised = changed(base, "turn-end.yaml", "do: {pull_kyiv: 1}", "do: {flag.extra: true}")
    assert "flag-never-read" in game_codes(raised)


def test_a_claim_that_nothing_cites_is_named() -> None:
    more = "  - {id: EF-02, claim: A second claim.}\n"
    found = game_codes(changed(whole(), "sources.yaml", more, more + "  - {id: EF-04, claim: Another.}\n"))
    assert "uncited-passage" in found


def test_a_scenario_with_an_unknown_deck_is_named() -> None:
    assert "unknown-deck" in game_codes(changed(whole(), "scenarios/first.yaml", "[tiny]", "[tinny]"))


def test_card_ids_are_used_once_over_all_decks() -> None:
    second = DECK.replace("id: tiny", "id: other")
    assert game_codes({**whole(), "other/deck.yaml": second}).count("duplicate-id") == 2


def test_a_file_of_no_known_kind_is_told_what_is_expected() -> None:
    found = check_texts({"x.yaml": "cardz: []\n"})
    assert codes(found) == ["unknown-kind"]
    assert "scenario" in found[0].message
    assert found[0].hint == 'did you mean "cards"?'


def test_a_deck_alone_is_checked_in_shape_and_says_so() -> None:
    assert game_codes({"deck.yaml": DECK}) == ["no-rule-set"]
    assert "unknown-field" in game_codes({"deck.yaml": DECK.replace("weight", "wait").replace("title", "titel", 1)})


def test_a_deck_is_checked_against_rules_given_besides() -> None:
    assert codes(check_texts({"deck.yaml": DECK}, RULES)) == []
    assert codes(check_texts({"deck.yaml": DECK.replace("calm: -1", "clam: -1")}, RULES)) == ["unknown-effect"]


def test_unusable_rules_given_besides_are_reported() -> None:
    broken = changed(RULES, "tracks.yaml", "start: 4", "start: 40")
    assert "out-of-range" in codes(check_texts({"deck.yaml": DECK}, broken))


def test_a_part_of_a_rule_set_alone_is_checked_in_shape() -> None:
    assert game_codes({"minsk.yaml": MINSK}) == ["part-of-rule-set"]
    assert "unknown-field" in game_codes({"minsk.yaml": MINSK.replace("hue:", "hew:")})


def first(found: list[Diagnostic], code: str) -> Diagnostic:
    return next(problem for problem in found if problem.code == code)


def test_a_suggestion_comes_with_an_unknown_name_at_its_very_column() -> None:
    _, found = compile_deck(
        {"deck.yaml": DECK.replace("if: pull_kyiv >= 3", "if: calm > 2 and pul_kyiv >= 3")}, rules()
    )
    wrong = first(found, "unknown-name")
    assert (wrong.line, wrong.column, wrong.end_column) == (8, 22, 30)
    assert wrong.hint == 'did you mean "pull_kyiv"?'


def test_a_missing_field_points_at_its_owner_and_an_unknown_one_at_itself() -> None:
    _, found = compile_deck({"deck.yaml": DECK.replace("title: Another", "titel: Another")}, rules())
    missing, unknown = first(found, "missing-field"), first(found, "unknown-field")
    assert (missing.line, missing.column) == (11, 5)
    assert (unknown.line, unknown.column, unknown.end_column) == (12, 5, 10)
    assert unknown.hint == 'did you mean "title"?'


def test_effects_keep_the_order_they_were_written_in() -> None:
    deck, _ = compile_deck(
        {"deck.yaml": DECK.replace("{calm: -1}", "{sw_relay: off, calm: -1, pull_kyiv: =3}")}, rules()
    )
    assert deck is not None
    auto = deck.cards[0].auto
    assert auto is not None
    names = [rules().quantities[effect.index].id for effect in auto.ok if hasattr(effect, "index")]
    assert names == ["sw_relay", "calm", "pull_kyiv"]


def test_an_action_has_one_play_for_each_target_with_its_own_price() -> None:
    action = rules().actions["MIN-SUS"]  # type: ignore[index]
    assert [play.target for play in action.plays] == ["sw_relay", "sw_radar"]
    assert [effect.by for play in action.plays for effect in play.outcome.ok if hasattr(effect, "by")] == [-2, -1]
    assert action.plays[0].outcome.roll is not None
    assert action.plays[0].outcome.roll.modifiers[0].cites == ("EF-02",)


def test_the_board_holds_tracks_switches_flags_counters_influence_and_the_clock_in_this_order() -> None:
    assert [quantity.id for quantity in rules().quantities] == [
        "pull_kyiv",
        "calm",
        "sw_relay",
        "sw_radar",
        "flag.red_line",
        "flag.sham",
        "flag.premise",
        "flag.broken",
        "count.struck",
        "ip.MIN",
        "ip.KYI",
        "turn",
        "turns",
    ]
    assert all(rules().by_name[quantity.id] == quantity.index for quantity in rules().quantities)


def test_a_doctrine_reason_is_split_into_text_and_names() -> None:
    seat = next(iter(rules().seats.values()))
    assert seat.doctrine.triggers[0].say == ("calm first at ", "calm", "")
