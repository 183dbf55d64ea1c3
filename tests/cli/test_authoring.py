"""`northaxis deck coverage` and `deck balance`: keys, words and exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.running import run
from tests.cli.test_commands import imported

from northaxis.cli import guard
from northaxis.services import balance, coverage
from northaxis.services.balance import Remark

CODES = {
    *("hard-seat", "easy-seat", "hard-agenda", "easy-agenda", "dead-card", "dominant-option"),
    *("dead-option", "dead-action", "stuck-track"),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home without any sessions."""
    return tmp_path_factory.mktemp("home")


# --- coverage -----------------------------------------------------------------------------------------------------


def test_the_shipped_decks_and_rules_cover_82_of_82_passages(home: Path) -> None:
    done = run("deck", "coverage", "--json", home=home)
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    assert found.keys() >= {"passages", "covered", "total", "uncited"}
    assert (found["covered"], found["total"], found["uncited"]) == (82, 82, [])
    assert len(found["passages"]) == 82
    carriers = {carrier for each in found["passages"].values() for carrier in each}
    assert {"card:F40", "action:MIN-VEC"} <= carriers
    assert {carrier.partition(":")[0] for carrier in carriers} >= {"card", "action", "rule"}


def test_coverage_in_words_names_every_passage(home: Path) -> None:
    done = run("deck", "coverage", home=home)
    assert done.returncode == 0
    assert done.stdout.startswith("82 of 82 passages are at work.\n")
    assert "Cards, actions and couplings without a passage: none" in done.stdout
    assert sum(line[:6].rstrip()[2:3] == "-" for line in done.stdout.splitlines()) == 82


def test_a_passage_cited_nowhere_has_exit_code_1(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    whole = coverage.cover
    monkeypatch.setattr(coverage, "cover", lambda rules, decks, scenarios, variants: whole(rules, (), scenarios, ()))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    shown = guard.run(["deck", "coverage", "--json"])
    assert shown == guard.FINDINGS


# --- balance ------------------------------------------------------------------------------------------------------


def test_balance_says_in_words_what_stands_out_and_has_exit_code_1(home: Path) -> None:
    done = run("deck", "balance", "eastern-frontier", "--games", "30", home=home)
    assert (done.returncode, done.stderr) == (1, "")
    assert "30 games of Three Directions" in done.stdout
    said = done.stdout.partition("What stands out:\n")[2]
    codes = {line.strip().partition(":")[0] for line in said.splitlines() if line.startswith("  ") and ": " in line}
    assert codes & CODES
    assert "dominant-option: " in said


def test_balance_as_json_is_the_batch_and_its_remarks(home: Path) -> None:
    done = run("deck", "balance", "--games", "30", "--json", home=home)
    assert done.returncode == 1
    found: dict[str, Any] = json.loads(done.stdout)
    assert found.keys() >= {"scenario", "games", "seed", "seats", "endings", "pressure", "cards", "remarks"}
    assert found["remarks"]
    for remark in found["remarks"]:
        assert remark.keys() >= {"code", "about", "text"}
        assert remark["code"] in CODES


@pytest.mark.parametrize(
    ("remarks", "code"), [((), guard.FINE), ((Remark("dead-card", "F01", "comes up never"),), guard.FINDINGS)]
)
def test_balance_has_exit_code_0_only_when_nothing_stands_out(
    remarks: tuple[Remark, ...],
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(balance, "remarks", lambda game, batch, deck=None: remarks)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert guard.run(["deck", "balance", "--scenario", "S1", "--games", "3"]) == code
    assert ("dead-card" in capsys.readouterr().out) == bool(remarks)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nope"], "there is no deck 'nope'; there are: border-dynamics, eastern-frontier"),
        (["border-dynamics", "--scenario", "S1"], "does not play the deck border-dynamics"),
        (["--scenario", "S9"], "there is no scenario 'S9'"),
        (["--level", "god"], "there is no level 'god'"),
        (["--games", "0"], "'--games'"),
    ],
)
def test_a_mistake_is_one_sentence_and_exit_code_2(words: list[str], says: str, home: Path) -> None:
    done = run("deck", "balance", *words, home=home)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_balance_imports_no_screen(home: Path) -> None:
    found = imported("deck", "balance", "--scenario", "S1", "--games", "3", home=home)
    assert "numpy" in found
    assert found.isdisjoint({"textual", "rich", "aiohttp", "joblib"})
