"""The shipped rule set, scenarios and decks compile without an error, and mutated ones never make a compiler raise."""

import random
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from northaxis.content import check_texts, compile_deck, compile_ruleset, compile_scenarios
from northaxis.content.diagnostics import to_text
from northaxis.domain.ruleset import RuleSet

ROOT = Path(__file__).parents[2]
RULES = ROOT / "rules" / "northern-front"
DECKS = [ROOT / "decks" / "eastern-frontier", ROOT / "decks" / "border-dynamics"]

pytestmark = pytest.mark.skipif(
    not (RULES / "ruleset.yaml").exists() or not all((deck / "deck.yaml").exists() for deck in DECKS),
    reason="the shipped rule set and decks are not complete yet",
)


@cache
def texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.yaml"))
    }


@cache
def shipped() -> RuleSet:
    rules, found = compile_ruleset(texts(RULES))
    assert rules is not None, to_text(found, texts(RULES))
    return rules


def test_the_shipped_rule_set_and_scenarios_have_no_errors() -> None:
    scenarios, variants, found = compile_scenarios(texts(RULES), shipped())
    assert [scenario.short for scenario in scenarios] == ["S1", "S2", "S3"], to_text(found, texts(RULES))
    assert [variant.id for variant in variants] == ["V1", "V2", "V3"]


@pytest.mark.parametrize("folder", DECKS, ids=lambda folder: folder.name)
def test_a_shipped_deck_has_no_errors(folder: Path) -> None:
    deck, found = compile_deck(texts(folder), shipped())
    assert deck is not None, to_text(found, texts(folder))


def test_everything_shipped_checks_without_errors() -> None:
    files = {f"rules/{name}": text for name, text in texts(RULES).items()}
    for folder in DECKS:
        files |= {f"{folder.name}/{name}": text for name, text in texts(folder).items()}
    errors = [problem for problem in check_texts(files) if problem.is_error]
    assert errors == [], to_text(errors, files)


def mutated(text: str, seed: int) -> str:
    """The text with one to three small changes: lines dropped, doubled or swapped, characters put in or taken out."""
    chance = random.Random(seed)
    lines = text.split("\n")
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(lines))
        line = lines[place]
        at = chance.randrange(len(line) + 1)
        match chance.randrange(6):
            case 0:
                del lines[place]
            case 1:
                lines.insert(place, line)
            case 2:
                lines[place] = line[:at] + chance.choice("[]{}:-,'\"&*!|>#% \t=\x1b1a") + line[at:]
            case 3:
                lines[place] = line[:at] + line[at + chance.randint(1, 5) :]
            case 4:
                lines[place] = " " + line
            case _:
                lines[place] = line.replace(": ", chance.choice([":", ": [", ": 5 ", ": null #", ": {a: "]), 1)
        lines = lines or [""]
    return "\n".join(lines)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_a_mutated_deck_never_makes_a_compiler_raise(seed: int) -> None:
    folder = DECKS[seed % 2]
    files = dict(texts(folder))
    name = sorted(files)[seed % len(files)]
    files[name] = mutated(files[name], seed)
    deck, found = compile_deck(files, shipped())
    assert deck is not None or any(problem.is_error for problem in found)
    to_text(found, files)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_a_mutated_rule_set_never_makes_a_compiler_raise(seed: int) -> None:
    files = dict(texts(RULES))
    name = sorted(files)[seed % len(files)]
    files[name] = mutated(files[name], seed)
    found = check_texts(files)
    to_text(found, files)
    compiled, _ = compile_ruleset(files)
    if compiled is not None:
        compile_scenarios(files, compiled)
