"""Compiled rules as bytes: the same game again, and never another one, whatever the bytes are."""

from __future__ import annotations

import pickle
from hashlib import blake2b
from pathlib import Path

import pytest

from northaxis.domain.ids import CONTROL
from northaxis.journal.envelope import Header, StoredText
from northaxis.services import packing
from northaxis.services.autoplay import bots_in_every_seat
from northaxis.services.in_memory import InMemoryJournal, SetClock
from northaxis.services.library import DoesNotCompile, Library, Shelf, game_from
from northaxis.services.packing import key_of, packed, unpacked
from northaxis.services.table import open_table


class Shelves:
    """A store in memory that counts."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.asked = 0

    def compiled(self, key: str) -> bytes | None:
        self.asked += 1
        return self.kept.get(key)

    def keep_compiled(self, key: str, content: bytes) -> None:
        self.kept[key] = content


@pytest.fixture(scope="module")
def kept() -> Shelves:
    store = Shelves()
    Library(compiled=store).game("S1")
    return store


def test_what_was_compiled_once_is_the_same_game_without_compiling(
    kept: Shelves, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Library().game("S3+V2")
    monkeypatch.setattr(Shelf, "_of", lambda texts: pytest.fail("it was compiled again"))
    again = Library(compiled=kept).game("S3+V2")
    assert again == plain
    assert again.game.rules.quantities == plain.game.rules.quantities


def test_a_game_from_packed_rules_is_played_fact_for_fact_as_one_that_was_compiled(kept: Shelves) -> None:
    contents = Library().game("S1").contents
    journals = []
    for store in (None, kept, kept):
        game = game_from(contents, "switched-off", store)
        header = Header("switched-off", contents, 0, "test")
        table = open_table(InMemoryJournal(header), game, SetClock(), seed="packed", holders=bots_in_every_seat(game))
        table.advance_when_ready()
        journals.append(table.facts_for(CONTROL))
    assert journals[0] == journals[1] == journals[2]
    assert len(kept.kept) == 2  # all that is shipped, and what this session keeps


def test_another_text_name_or_kind_has_another_key() -> None:
    texts = [StoredText("rules", "a.yaml", "x: 1"), StoredText("rules", "b.yaml", "y: 2")]
    others = [
        [StoredText("rules", "a.yaml", "x: 2"), texts[1]],
        [StoredText("decks", "a.yaml", "x: 1"), texts[1]],
        [StoredText("rules", "a.yam", "lx: 1"), texts[1]],
        texts[:1],
        texts[::-1],
    ]
    assert len({key_of(each) for each in (texts, *others)}) == 6


def test_a_changed_source_file_has_another_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = key_of([])
    monkeypatch.setattr(packing, "_program", lambda: b"the same, but one file is a byte longer")
    assert key_of([]) != before


def test_damage_anywhere_is_noticed_and_the_texts_are_compiled_anew(kept: Shelves) -> None:
    key, good = next(iter(kept.kept.items()))
    spoilt = [good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :] for place in range(0, len(good), 4099)]
    for content in (b"", b"x" * 40, good[:-1], good[: len(good) // 2], good + b"x", *spoilt):
        assert unpacked(content, key) is None
    store = Shelves()
    store.kept = {key: spoilt[-1]}
    assert Library(compiled=store).game("S1") == Library().game("S1")
    assert store.kept == {key: good}
    assert unpacked(good, key) is not None


def test_what_is_kept_under_one_key_is_nothing_under_another(kept: Shelves) -> None:
    _, good = next(iter(kept.kept.items()))
    assert unpacked(good, key_of([])) is None


class Harm:
    def __init__(self, made: object, given: tuple[object, ...]) -> None:
        self.made, self.given = made, given

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return self.made, self.given


@pytest.mark.parametrize("made", [(print, ("harm",)), (open, ("harm", "w")), (Path, ("harm",)), (unpacked, (b"", ""))])
def test_nothing_is_made_of_bytes_that_is_not_of_the_domain(
    made: tuple[object, tuple[object, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    key, data = key_of([]), pickle.dumps(Harm(*made))
    signed = blake2b(data, digest_size=packing.DIGEST, key=bytes.fromhex(key)).digest() + data
    assert unpacked(signed, key) is None
    assert list(tmp_path.iterdir()) == []


def test_a_text_with_an_error_is_never_kept() -> None:
    store = Shelves()
    with pytest.raises(DoesNotCompile):
        Shelf.of([StoredText("rules", "rules/ruleset.yaml", "ruleset: x\n")], store)
    assert store.kept == {}
    assert store.asked == 1


def test_packing_twice_gives_what_was_packed(kept: Shelves) -> None:
    key, good = next(iter(kept.kept.items()))
    found = unpacked(good, key)
    assert found is not None
    assert unpacked(packed(found, key), key) == found
