"""Batches give the same numbers however they are cut up, and the numbers the contract names."""

import json
from importlib import util

import pytest
from tests.shipped import game
from tests.simulation.against import play_in_domain

from northaxis.domain.ids import LevelId, SeatId
from northaxis.simulation.batches import play_many, simulate
from northaxis.simulation.cluster import ClusterProblem
from northaxis.simulation.packing import fingerprint, pack, unpack_game

STAFF = LevelId("staff")


def test_chunks_do_not_change_the_numbers() -> None:
    whole = simulate(game("S2"), 30, "chunks", STAFF)
    assert simulate(game("S2"), 30, "chunks", STAFF, chunk=7) == whole


@pytest.mark.slow
def test_workers_do_not_change_the_numbers() -> None:
    whole = simulate(game("S2"), 30, "chunks", STAFF)
    assert simulate(game("S2"), 30, "chunks", STAFF, workers=2) == whole


def test_any_game_of_a_batch_can_be_played_by_its_own_seed() -> None:
    record = play_many(game("S1"), 5, "batch", STAFF, chunk=2)
    played = play_in_domain(game("S1"), "batch/3", STAFF)
    assert record.finals[:, 3].tolist() == list(played.state.board)


def test_the_summary_has_the_keys_of_the_contract() -> None:
    of = game("S3")
    found = simulate(of, 40, "7", {SeatId("MIN"): LevelId("random")}).as_json()
    assert json.loads(json.dumps(found)) == json.loads(json.dumps(found))
    assert (found["scenario"], found["games"], found["seed"]) == ("three-directions", 40, "7")
    assert set(found["seats"]) == set(of.scenario.scored)
    assert found["seats"]["MIN"].keys() >= {"win_rate", "mean_score"}
    assert sum(found["endings"].values()) == pytest.approx(1, abs=0.001)
    assert [entry["turn"] for entry in found["pressure"]] == list(range(1, len(found["pressure"]) + 1))
    assert found["pressure"][0].keys() >= {"turn", "p5", "p25", "p50", "p75", "p95"}
    assert set(found["cards"]) == {card.id for deck in of.decks for card in deck.cards}
    assert found["cards"]["F02"].keys() >= {"drawn", "chosen", "swing"}
    assert found["levels"]["MIN"] == "random"
    assert found["levels"]["KYI"] == "staff"


def test_progress_is_told_part_by_part() -> None:
    heard: list[tuple[int, int]] = []
    simulate(game("S1"), 10, "p", STAFF, chunk=4, on_progress=lambda done, of: heard.append((done, of)))
    assert heard == [(4, 10), (8, 10), (10, 10)]


def test_a_game_survives_packing_with_its_fingerprint() -> None:
    of = game("S3+V2")
    again = unpack_game(pack(of))
    assert again == of
    assert fingerprint(again) == fingerprint(of)
    assert fingerprint(game("S3")) != fingerprint(of)


def test_an_unknown_level_is_named_before_anything_is_played() -> None:
    with pytest.raises(KeyError, match="there is no bot level 'genius'"):
        simulate(game("S1"), 10, "p", LevelId("genius"))


@pytest.mark.skipif(util.find_spec("distributed") is not None, reason="dask is installed here")
def test_a_cluster_without_dask_is_one_sentence_with_the_command() -> None:
    with pytest.raises(ClusterProblem, match=r"pip install 'northaxis\[cluster\]'"):
        simulate(game("S1"), 10, "p", STAFF, cluster="tcp://127.0.0.1:1")
