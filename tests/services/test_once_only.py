"""A command sent once or often has its effect once, also when its answer is lost after it was stored.

`pytest tests/services/test_once_only.py --n 100000` for more.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from random import Random
from uuid import uuid4

import pytest
from tests.shipped import game

from northaxis.domain.control_orders import Note
from northaxis.domain.facts import Fact, Noted, Said
from northaxis.domain.ids import CONTROL, SeatId
from northaxis.domain.orders import Order, Say
from northaxis.domain.rulings import Upheld
from northaxis.domain.state import Holder
from northaxis.journal.envelope import Header
from northaxis.journal.replay import first_bad
from northaxis.services.hosted import HostedClient, HostedTable
from northaxis.services.in_memory import InMemoryJournal, SetClock
from northaxis.services.library import Library
from northaxis.services.lobby import CONTROL_CHAIR, Chair, Kind, Lobby
from northaxis.services.ports import JournalStore, Receipt, StoreFailed
from northaxis.services.table import TableHeld, open_table
from northaxis.storage.session_file import SessionFile

COMMANDS, ON_DISK = 5_000, 300
AT_ONCE = 100
"""Commands on their way at the same time."""

SEATS = tuple(game("S1").rules.seats)


class Forgetful:
    """A store that loses some answers: what it is given is stored, and then it says that it could not."""

    def __init__(self, store: InMemoryJournal | SessionFile, chance: Random, share: float) -> None:
        self._store, self._chance, self.share = store, chance, share
        self.lost = 0
        self.header, self.entries, self.receipt = store.header, store.entries, store.receipt
        self.draft, self.keep_draft, self.close = store.draft, store.keep_draft, store.close

    def append(self, command: str, facts: Sequence[Fact], at: int) -> Receipt:
        receipt = self._store.append(command, facts, at)
        if self._chance.random() < self.share:
            self.lost += 1
            raise StoreFailed("the answer was lost")
        return receipt


async def opened(store: Forgetful, lobby: Lobby | None = None) -> HostedTable:
    share, store.share = store.share, 0.0
    clock = SetClock(1_000_000_000_000)
    holders = {seat: Holder(f"people of {seat}", None) for seat in (*SEATS, CONTROL)}
    table = open_table(store, game("S1"), clock, seed="7", holders=holders)
    lobby = lobby or Lobby(SEATS, store, lambda: secrets.token_bytes(32))
    store.share = share
    return await HostedTable.open(table, lobby, store, clock, lambda: uuid4().hex)


def door_of(hosted: HostedTable, seat: SeatId) -> HostedClient:
    chair = CONTROL_CHAIR if seat == CONTROL else Chair(Kind.SEAT, seat)
    found = hosted.lobby.find(hosted.lobby.link(chair).token)
    assert found is not None
    return hosted.door(found)


async def send(hosted: HostedTable, seat: SeatId, order: Order, command: str) -> bool:
    """Send a command once, as a client does; whether it was acknowledged."""
    with suppress(TableHeld, StoreFailed):
        return isinstance(await door_of(hosted, seat).ask(order, command), Upheld)
    return False


async def all_sent(
    store: Forgetful, commands: int, chance: Random, reopen_every: int
) -> tuple[set[str], Counter[str], int]:
    """Send every command 1 to 5 times, until it is acknowledged; the words acknowledged, and those in the journal."""
    hosted, acknowledged, again = await opened(store), set[str](), 0
    for start in range(0, commands, AT_ONCE):
        waiting: dict[str, tuple[SeatId, Order]] = {}
        for number in range(start, min(commands, start + AT_ONCE)):
            seat = chance.choice((*SEATS, CONTROL))
            word = f"word-{number}"
            said = Say((), word) if chance.random() < 0.05 else Note("LO1", word)  # notes are news to one seat alone
            waiting[word] = (seat, Order(seat, said))
        times = {word: chance.randint(1, 5) for word in waiting}
        while waiting:
            sent = [word for word in waiting for _ in range(times[word])]
            chance.shuffle(sent)
            answers = await asyncio.gather(*(send(hosted, *waiting[word], f"c.{word}") for word in sent))
            acknowledged |= {word for word, answer in zip(sent, answers, strict=True) if answer}
            waiting = {word: asked for word, asked in waiting.items() if word not in acknowledged}
            if hosted.trouble or waiting:
                again += 1
                await released(hosted, store)
        if (start // AT_ONCE) % reopen_every == reopen_every - 1:
            # the program dies with answers unsent: another one takes up the store, and all is sent once more
            lobby = hosted.lobby
            hosted._bots.cancel()
            hosted = await opened(store, lobby)
            again += 1
    facts = await hosted.whole(lambda table: table.facts)
    kept = Counter(fact.text for fact in facts if isinstance(fact, Said | Noted))
    await hosted.close()
    return acknowledged, kept, again


async def released(hosted: HostedTable, store: Forgetful) -> None:
    share, store.share = store.share, 0.0
    await hosted.release()
    store.share = share


def header() -> Header:
    prepared = Library().game("S1")
    return Header(prepared.name, prepared.contents, 0, "test")


@pytest.mark.slow
async def test_each_of_many_commands_has_its_effect_once_however_often_it_is_sent(
    request: pytest.FixtureRequest,
) -> None:
    number, seed = request.config.getoption("--n") or COMMANDS, request.config.getoption("--seed")
    chance = Random(seed)
    journal = InMemoryJournal(header())
    entries = journal.entries
    store = Forgetful(journal, chance, 0.1)
    acknowledged, kept, again = await all_sent(store, number, chance, 10)
    journal._open = True
    print(f"once-only {sum(kept[word] == 1 for word in acknowledged)}/{number}, {store.lost} answers lost")
    assert len(acknowledged) == number
    assert set(kept.values()) == {1}
    assert store.lost > number / 50
    assert again
    assert first_bad(journal.header, entries()) is None


@pytest.mark.slow
async def test_the_same_holds_on_a_session_file(tmp_path: Path) -> None:
    chance = Random(2)
    file = SessionFile.create(tmp_path / "game.nax", header())
    store = Forgetful(file, chance, 0.1)
    acknowledged, kept, _ = await all_sent(store, ON_DISK, chance, 3)
    assert len(acknowledged) == ON_DISK
    assert set(kept.values()) == {1}


def nothing_known(command: str) -> Receipt | None:
    return None


class Doubling(Forgetful):
    """A store that knows no command ids."""

    def __init__(self, store: InMemoryJournal, chance: Random) -> None:
        super().__init__(store, chance, 0.0)
        self.receipt = nothing_known
        self._number = 0

    def append(self, command: str, facts: Sequence[Fact], at: int) -> Receipt:
        self._number += 1
        return self._store.append(f"{command}.{self._number}", facts, at)


async def test_without_command_ids_effects_would_double() -> None:
    chance = Random(3)
    store: JournalStore = Doubling(InMemoryJournal(header()), chance)
    assert isinstance(store, Forgetful)
    _, kept, _ = await all_sent(store, 50, chance, 100)
    assert max(kept.values()) > 1


async def test_two_people_on_a_seat_may_use_the_same_command_id() -> None:
    hosted = await opened(Forgetful(InMemoryJournal(header()), Random(1), 0.0))
    hosted.lobby.add_person(SEATS[0])
    for person in (1, 2):
        found = hosted.lobby.find(hosted.lobby.link(Chair(Kind.SEAT, SEATS[0], person)).token)
        assert found is not None
        ruling = await hosted.door(found).ask(Order(SEATS[0], Say((), f"from {person}")), "same")
        assert isinstance(ruling, Upheld)
    facts = await hosted.whole(lambda table: table.facts)
    assert [fact.text for fact in facts if isinstance(fact, Said)] == ["from 1", "from 2"]
    await hosted.close()
