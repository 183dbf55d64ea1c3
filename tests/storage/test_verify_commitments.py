"""`verify` of a whole file in which an order was altered and every hash made anew: the digest does not fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from tests.shipped import game

from northaxis.domain.facts import Fact, OrderPlaced, SheetsLocked
from northaxis.domain.ids import ActionId, LevelId
from northaxis.journal.codec import encode
from northaxis.journal.envelope import Header, chained
from northaxis.services.autoplay import bots_in_every_seat
from northaxis.services.in_memory import InMemoryJournal, SetClock
from northaxis.services.table import open_table
from northaxis.storage.session_file import create_file
from northaxis.storage.verify import Verification, verify

HEADER = Header("S1", (), 0, "test")


@pytest.fixture
def facts() -> tuple[Fact, ...]:
    made, chance = game("S1"), Random(1)
    table = open_table(
        InMemoryJournal(HEADER), made, SetClock(), seed="3",
        holders=bots_in_every_seat(made, LevelId("random")), salts=lambda: chance.randbytes(32).hex(),
    )  # fmt: skip
    table.advance_when_ready()
    return table.facts


def verified(path: Path, facts: Sequence[Fact]) -> Verification:
    create_file(path, HEADER, chained(HEADER.tip, "CTL/all", 0, 1, [encode(fact) for fact in facts]))
    return verify(path, lambda _: game("S1"))


def test_a_file_as_it_was_played_is_valid(tmp_path: Path, facts: tuple[Fact, ...]) -> None:
    assert verified(tmp_path / "a.session", facts).valid


def test_a_file_with_one_altered_order_names_the_turn_and_the_seats(tmp_path: Path, facts: tuple[Fact, ...]) -> None:
    place = next(n for n, fact in enumerate(facts) if isinstance(fact, OrderPlaced) and fact.seat == "MIN")
    placed, altered = facts[place], list(facts)
    assert isinstance(placed, OrderPlaced)
    other = ActionId("MIN-PAY") if placed.action != "MIN-PAY" else ActionId("MIN-SUB")
    altered[place] = replace(placed, action=other, target=None)
    found = verified(tmp_path / "b.session", altered)
    locked = next(n for n, fact in enumerate(facts, start=1) if n > place and isinstance(fact, SheetsLocked))
    assert (found.valid, found.first_bad) == (False, locked)
    assert "entries hold, but turn " in found.reason
    assert "the digest does not fit the sheets as they were locked" in found.reason
    assert "MIN" in found.reason
