"""`northaxis simulate`: the keys and numbers of its JSON, the same whatever the workers, and sentences for mistakes."""

from __future__ import annotations

import json
from importlib import util
from pathlib import Path
from typing import Any

import pytest
from tests.cli.running import run
from tests.cli.test_commands import imported
from tests.shipped import game

from northaxis.cli.guard import NO_CONNECTION

BATCH = ("simulate", "S3", "--games", "30", "--seed", "7", "--json")


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What a batch prints as JSON."""
    done = run(*BATCH, home=tmp_path_factory.mktemp("home"))
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_the_json_has_the_keys_of_the_contract(batch: str) -> None:
    found: dict[str, Any] = json.loads(batch)
    of = game("S3")
    assert found.keys() >= {"scenario", "games", "seed", "seats", "endings", "pressure", "cards"}
    assert (found["scenario"], found["games"], found["seed"]) == ("three-directions", 30, "7")
    assert set(found["seats"]) == set(of.scenario.scored)
    for seat in found["seats"].values():
        assert seat.keys() >= {"win_rate", "mean_score"}
        assert 0 <= seat["win_rate"] <= 1
    assert sum(found["endings"].values()) == pytest.approx(1, abs=0.001)
    for number, turn in enumerate(found["pressure"], 1):
        assert turn.keys() >= {"turn", "p5", "p25", "p50", "p75", "p95"}
        assert turn["turn"] == number
        assert turn["p5"] <= turn["p25"] <= turn["p50"] <= turn["p75"] <= turn["p95"]
    assert set(found["cards"]) == {card.id for deck in of.decks for card in deck.cards}
    assert all(card.keys() >= {"drawn", "chosen", "swing"} for card in found["cards"].values())


def test_the_json_is_one_object_on_one_line(batch: str) -> None:
    assert batch.count("\n") == 1


@pytest.mark.slow
def test_two_workers_give_the_same_numbers_as_one(batch: str, tmp_path: Path) -> None:
    done = run(*BATCH, "--workers", "2", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == batch


def test_another_seed_gives_other_numbers(batch: str, tmp_path: Path) -> None:
    other = json.loads(run(*BATCH, "--seed", "8", home=tmp_path).stdout)
    assert other["seats"] != json.loads(batch)["seats"]


def test_in_words_it_says_who_won_and_how_it_ended(tmp_path: Path) -> None:
    done = run("simulate", "S1", "--games", "20", home=tmp_path)
    assert done.returncode == 0
    assert "20 games of Switched Off" in done.stdout
    assert "How they ended:" in done.stdout
    assert "Who won:" in done.stdout


def test_seats_and_levels_are_known_in_any_case(tmp_path: Path) -> None:
    words = ("simulate", "s1", "--games", "5", "--json")
    low = run(*words, "--level", "staff", "--seat-level", "min=random", home=tmp_path)
    high = run(*words, "--level", "STAFF", "--seat-level", "Minsk=Random", home=tmp_path)
    assert low.returncode == 0, low.stderr
    assert json.loads(low.stdout)["levels"]["MIN"] == "random"
    assert low.stdout == high.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "missing argument 'SCENARIO'"),
        (["S9"], "there is no scenario 'S9'"),
        (["S3+V9"], "there is no variant 'V9'"),
        (["S1", "--level", "god"], "there is no level 'god'; there are: cadet, staff, principal"),
        (["S1", "--seat-level", "KYI=god"], "there is no level 'god'"),
        (["S1", "--seat-level", "XXX=staff"], "there is no seat 'XXX'"),
        (["S1", "--seat-level", "KYI"], "is not a seat and a level"),
        (["S1", "--seat-level", "KYI="], "is not a seat and a level"),
        (["S1", "--games", "0"], "'--games'"),
        (["S1", "--games", "many"], "'--games'"),
        (["S1", "--workers", "0"], "'--workers'"),
    ],
)
def test_a_mistake_is_one_sentence_and_exit_code_2(words: list[str], says: str, tmp_path: Path) -> None:
    done = run("simulate", *words, home=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert done.stderr.startswith("northaxis: ")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(util.find_spec("distributed") is not None, reason="dask is installed here")
def test_a_missing_extra_is_one_sentence_with_the_command_that_installs_it(tmp_path: Path) -> None:
    done = run("simulate", "S1", "--games", "5", "--cluster", "tcp://127.0.0.1:1", home=tmp_path)
    assert (done.returncode, done.stdout) == (NO_CONNECTION, "")
    assert "pip install 'northaxis[cluster]'" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(util.find_spec("distributed") is None, reason="dask is not installed here")
def test_a_cluster_that_is_not_there_is_one_sentence_and_exit_code_3(tmp_path: Path) -> None:
    done = run("simulate", "S1", "--games", "5", "--cluster", "tcp://127.0.0.1:1", home=tmp_path)
    assert (done.returncode, done.stdout) == (NO_CONNECTION, "")
    assert "127.0.0.1:1" in done.stderr
    assert len(done.stderr.splitlines()) == 1


# --- what is imported ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [["demo"], ["--version"], ["play", "S1", "--autoplay"], ["deck", "coverage"]])
def test_what_plays_and_reads_imports_no_screen_no_arrays_no_network(words: list[str], tmp_path: Path) -> None:
    found = imported(*words, home=tmp_path)
    assert "northaxis" in found
    assert found.isdisjoint({"textual", "rich", "numpy", "joblib", "aiohttp"})


def test_only_simulating_imports_arrays_and_no_screen(tmp_path: Path) -> None:
    found = imported("simulate", "S1", "--games", "3", home=tmp_path)
    assert "numpy" in found
    assert found.isdisjoint({"textual", "rich", "joblib", "aiohttp", "distributed"})
