"""What every journal store promises, asked of the file and of the reference in memory alike."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from tests.journal.tiny_game import HEADER, commands, play, tiny_game

from northaxis.domain import facts as f
from northaxis.journal.replay import facts_of, replay
from northaxis.services.in_memory import InMemoryJournal, SetClock, SetSeeds
from northaxis.services.ports import Clock, DraftStore, JournalStore, SeedFailed, SeedSource, StoreFailed
from northaxis.storage.session_file import SessionFile
from northaxis.storage.system import SystemClock, SystemSeeds


@pytest.fixture(params=["file", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SessionFile | InMemoryJournal]:
    made = SessionFile.create(tmp_path / "t.nax", HEADER) if request.param == "file" else InMemoryJournal(HEADER)
    yield made
    made.close()


def test_the_header_is_what_it_was_opened_with(store: JournalStore) -> None:
    assert store.header == HEADER


def test_an_empty_journal_has_no_entries_and_no_receipts(store: JournalStore) -> None:
    assert list(store.entries()) == []
    assert store.receipt("c-1") is None


def test_facts_come_back_in_order_and_well_chained(store: JournalStore) -> None:
    for command, facts in commands():
        store.append(command, facts, 1000)
    found = replay(tiny_game(), HEADER, store.entries())
    assert found.is_valid
    assert list(facts_of(store.entries())) == play()
    assert list(store.entries(after=50)) == list(store.entries())[50:]


def test_a_receipt_says_which_entries_a_command_became(store: JournalStore) -> None:
    store.append("a", play()[:3], 10)
    receipt = store.append("b", play()[3:5], 20)
    assert (receipt.command, receipt.first, receipt.count, receipt.last, receipt.at) == ("b", 4, 2, 5, 20)
    assert receipt.head == list(store.entries())[-1].hash
    assert store.receipt("b") == receipt


def test_the_same_command_sent_twice_has_no_second_effect(store: JournalStore) -> None:
    first = store.append("a", [f.TurnBegan(1)], 10)
    store.append("b", [f.TurnBegan(2)], 20)
    assert store.append("a", [f.TurnBegan(1)], 30) == first
    assert store.append("a", [f.TurnBegan(7), f.TurnBegan(8)], 30) == first
    assert list(facts_of(store.entries())) == [f.TurnBegan(1), f.TurnBegan(2)]


def test_commands_sent_again_and_again_in_any_order_count_once(store: JournalStore) -> None:
    sent = [f"c-{n}" for n in range(60) for _ in range(1 + n % 5)]
    Random(11).shuffle(sent)
    for at, command in enumerate(sent):
        store.append(command, [f.TurnBegan(int(command[2:]))], at)
    turns = [fact.turn for fact in facts_of(store.entries()) if isinstance(fact, f.TurnBegan)]
    assert sorted(turns) == list(range(60))


def test_a_command_without_facts_is_remembered_too(store: JournalStore) -> None:
    first = store.append("a", [], 10)
    assert (first.count, first.head) == (0, HEADER.genesis)
    store.append("b", [f.TurnBegan(1)], 20)
    empty = store.append("c", [], 30)
    assert (empty.first, empty.count) == (2, 0)
    assert store.append("c", [f.TurnBegan(2)], 40) == empty
    assert store.append("a", [f.TurnBegan(2)], 40) == first
    assert len(list(store.entries())) == 1


def test_a_broken_fact_or_command_id_leaves_nothing_behind(store: JournalStore) -> None:
    with pytest.raises(ValueError, match="turn"):
        store.append("a", [f.TurnBegan(1), f.TurnBegan("2")], 10)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="command id"):
        store.append("a b", [f.TurnBegan(1)], 10)
    assert list(store.entries()) == []
    assert store.receipt("a") is None


def test_a_closed_store_refuses_in_words_and_closes_twice(store: JournalStore) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreFailed, match="closed"):
        store.append("a", [f.TurnBegan(1)], 10)
    with pytest.raises(StoreFailed, match="closed"):
        list(store.entries())


def test_drafts_are_kept_replaced_and_forgotten_beside_the_journal(store: DraftStore) -> None:
    assert store.draft("MIN/sheet") is None
    store.keep_draft("MIN/sheet", "minsk: quiet-pause")
    store.keep_draft("MIN/sheet", "minsk: quiet-pause @ŭ")
    store.keep_draft("KYI/sheet", "x")
    assert store.draft("MIN/sheet") == "minsk: quiet-pause @ŭ"
    store.keep_draft("MIN/sheet", "")
    assert store.draft("MIN/sheet") is None
    assert store.draft("KYI/sheet") == "x"


def test_a_set_clock_stands_until_it_is_moved() -> None:
    clock = SetClock(5)
    clock.move(7)
    assert clock.now() == 12


def test_set_seeds_run_out_in_words() -> None:
    seeds = SetSeeds(("a", "b"))
    assert [seeds.seed(), seeds.seed()] == ["a", "b"]
    with pytest.raises(SeedFailed):
        seeds.seed()


def test_the_machine_has_a_clock_and_seeds_that_differ() -> None:
    clock: Clock = SystemClock()
    seeds: SeedSource = SystemSeeds()
    assert clock.now() > 1_700_000_000_000
    assert seeds.seed() != seeds.seed()
