"""The disk of a hosted table fills up in the middle of a turn. It stands still, says so, and loses nothing.

Two ways to a full disk: a small file system of its own, where mounting one is allowed, and a limit on the size of
files, which works everywhere but on Windows.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from tests.network.hosting import MIN, Hosting, hosting, seat, to_orders
from tests.network.test_wire import holds_the_same, until

from northaxis.domain.control_orders import Note
from northaxis.domain.facts import Noted, Said, Step
from northaxis.domain.orders import Order, Say
from northaxis.domain.rulings import Upheld
from northaxis.journal.envelope import Header
from northaxis.journal.replay import facts_of
from northaxis.network.remote import RemoteClient
from northaxis.services.hosted_client import STANDS_STILL
from northaxis.services.library import Library, game_from
from northaxis.services.lobby import CONTROL_CHAIR, OBSERVER_CHAIR
from northaxis.services.ports import StoreFailed
from northaxis.services.table import TableHeld
from northaxis.storage.reading import SessionReader
from northaxis.storage.session_file import SessionFile
from northaxis.storage.verify import verify

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="no such limits")]

LEFT = 300_000
"""Bytes that are left when the disk is made full."""


class SmallDisk:
    """A file system of a few megabytes; full when a file has taken all but a little of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "small"
        self.folder.mkdir()
        mount = shutil.which("mount")
        words = [mount or "mount", "-t", "tmpfs", "-o", "size=6m,mode=0700", "tmpfs", str(self.folder)]
        if mount is None or subprocess.run(words, capture_output=True, check=False).returncode != 0:
            pytest.skip("this machine does not let us mount a small file system")

    def fill(self) -> None:
        with (self.folder / "filler").open("wb", buffering=0) as filler, contextlib.suppress(OSError):
            while True:
                filler.write(bytes(4096))
        with (self.folder / "filler").open("r+b") as filler:
            filler.truncate(max(0, filler.seek(0, os.SEEK_END) - LEFT))

    def make_room(self) -> None:
        (self.folder / "filler").unlink(missing_ok=True)

    def away(self) -> None:
        subprocess.run(["umount", str(self.folder)], check=True)


class SmallFiles:
    """No file of this process may grow beyond what the session's have by now, and a little."""

    def __init__(self, folder: Path) -> None:
        import resource

        self.folder, self._limits = folder, resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(self) -> None:
        import resource

        largest = max(path.stat().st_size for path in self.folder.glob("game*"))
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest + LEFT, self._limits[1]))

    def make_room(self) -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, self._limits)

    def away(self) -> None:
        self.make_room()


Disk = SmallDisk | SmallFiles


@pytest.fixture(params=[SmallDisk, SmallFiles], ids=["a small disk", "small files"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    made: Disk = request.param(tmp_path)
    try:
        yield made
    finally:
        made.make_room()
        made.away()


async def written_until_full(client: RemoteClient, chance: Random, stem: str) -> list[str]:
    """Write until nothing more is taken; the words that were acknowledged."""
    acknowledged = list[str]()
    for number in range(2_000):
        word = f"{stem}-{number} {'x' * chance.randint(0, 500)}"
        try:
            ruling = await client.ask(Order(client.seat, chance.choice((Say((), word), Note("LO1", word)))))
        except TableHeld:
            return acknowledged
        assert isinstance(ruling, Upheld)
        acknowledged.append(word)
    raise AssertionError("the disk does not fill")


async def stands_still(there: Hosting, clients: list[RemoteClient]) -> None:
    """Everybody is told, everybody can read, nobody is acknowledged anything."""
    for client in clients:
        await until(lambda client=client: bool(client.trouble))  # type: ignore[misc]  # bound at once
        assert client.trouble == STANDS_STILL
        with pytest.raises(TableHeld, match=STANDS_STILL):
            await client.ask(Order(client.seat, Say((), "is anybody there?")))
        assert holds_the_same(client, there)
    late = await there.remote(OBSERVER_CHAIR)
    assert late.trouble == clients[0].trouble
    assert late.view().step is Step.ORDERS
    await late.close()
    far = await there.remote(CONTROL_CHAIR)
    await until(lambda: "game.nax" in far.trouble and "game.nax" in there.control.trouble)
    await far.close()
    with pytest.raises(TableHeld, match=r"game\.nax"):
        await there.control.go_on()
    assert there.control.view().step is Step.ORDERS


def kept_in(file: Path) -> Counter[str]:
    with SessionReader(file) as reader:
        facts = facts_of(reader.entries())
        return Counter(fact.text for fact in facts if isinstance(fact, Said | Noted))


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_a_disk_that_fills_up_in_a_turn_stops_the_table_and_loses_nothing(disk: Disk, seed: int) -> None:
    prepared, file, chance = Library().game("S1"), disk.folder / "game.nax", Random(seed)
    store = SessionFile.create(file, Header(prepared.name, prepared.contents, 0, "test"))
    async with hosting("S1", ("MIN", "KYI"), store=store) as there:
        minsk, kyiv = await there.remote(seat("MIN")), await there.remote(seat("KYI"))
        await to_orders(there.control, minsk, kyiv)
        onlooker = await there.remote(OBSERVER_CHAIR)
        disk.fill()
        acknowledged = await written_until_full(minsk, chance, "before")
        await stands_still(there, [minsk, kyiv])
        await until(lambda: onlooker.trouble == STANDS_STILL)
        if seed % 2:  # control tries to go on though nothing has changed: a little is taken, then it stands still again
            await there.control.release()
            acknowledged += await written_until_full(kyiv, chance, "between")
        disk.make_room()
        await there.control.release()
        for client in (minsk, kyiv, onlooker):
            await until(lambda client=client: not client.trouble)  # type: ignore[misc]  # bound at once
        assert isinstance(await minsk.ask(Order(MIN, Say((), "after"))), Upheld)
        await until(lambda: holds_the_same(onlooker, there))
        for client in (minsk, kyiv, onlooker):
            await client.close()
    kept = kept_in(file)
    assert all(kept[word] == 1 for word in [*acknowledged, "after"])
    assert max(kept.values()) == 1
    assert verify(file, lambda header: game_from(header.contents, header.scenario)).valid
    print(f"disk-full: {len(acknowledged)} acknowledged before it was full, all kept")


async def test_a_session_is_not_begun_on_a_full_disk(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.LEFT", 24_000)
    prepared = Library().game("S1")
    (disk.folder / "game0").write_bytes(bytes(1000))
    disk.fill()
    with pytest.raises(StoreFailed):
        SessionFile.create(disk.folder / "game.nax", Header(prepared.name, prepared.contents, 0, "test"))
    assert not (disk.folder / "game.nax").exists()


async def test_a_table_that_carried_on_in_memory_would_be_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk, prepared = SmallFiles(tmp_path), Library().game("S1")
    store = SessionFile.create(tmp_path / "game.nax", Header(prepared.name, prepared.contents, 0, "test"))
    append: Callable[..., object] = SessionFile.append

    def careless(self: SessionFile, *words: object) -> object:
        with contextlib.suppress(StoreFailed):
            return append(self, *words)
        return None

    try:
        async with hosting("S1", ("MIN",), store=store) as there:
            minsk = await there.remote(seat("MIN"))
            await to_orders(there.control, minsk)
            disk.fill()
            monkeypatch.setattr(SessionFile, "append", careless)
            words = [f"{number} {'x' * 500}" for number in range(120)]
            for word in words:
                assert isinstance(await minsk.ask(Order(MIN, Say((), word))), Upheld)
            disk.make_room()
            await minsk.close()
        kept = kept_in(tmp_path / "game.nax")
        assert any(kept[word] != 1 for word in words)
    finally:
        disk.away()
