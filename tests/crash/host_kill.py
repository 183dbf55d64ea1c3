"""SIGKILL of a host under twelve seats that write without rest: what was acknowledged to them is kept, once.

`python -m tests.crash.host_kill --n 60 --seed 7` kills that many times, half of the times right after somebody has
read an acknowledgement, and starts the host again on the same session and port. The seats are real remote clients:
they come back by themselves and send again what was not answered. `--cold` starts the whole program each time, which
tells how long a restart takes; by the clock, and in processor time, which a busy machine does not stretch. The last
line is `NAME kept/tried`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from tests.cli.running import SRC

from northaxis.domain.control_orders import Note
from northaxis.domain.facts import Step
from northaxis.domain.ids import CONTROL
from northaxis.domain.orders import GO_ON, Act, Order, Place, Say, Withdraw
from northaxis.domain.rulings import Upheld
from northaxis.journal.envelope import Header
from northaxis.network.remote import RemoteClient
from northaxis.services.client import DoorClosed
from northaxis.services.library import game_from
from northaxis.services.table import TableHeld
from northaxis.storage.reading import SessionReader
from northaxis.storage.verify import verify

SEATS = ("MIN", "MOS", "KYI", "BEI", "WAS", "BRU", "WAR", "VIL", "BDF")
RESTART_IN_TIME = 2.0
"""Seconds from the start of the program to serving, that a restart may take."""


# --- hosts --------------------------------------------------------------------------------------------------------


class Host:
    """A host that listens; what it said when it did, how long that took, and how much of it the processor."""

    def __init__(self, process: int, said: dict[str, Any], seconds: float) -> None:
        self.process, self.said, self.seconds = process, said, seconds
        self.worked = processor_seconds(process)
        self.is_killed = False

    def kill(self) -> None:
        """End it at once."""
        self.is_killed = True
        os.kill(self.process, signal.SIGKILL)


class Warm:
    """Starts hosts from a process that has imported everything."""

    def __init__(self, folder: Path, *words: str) -> None:
        self._folder, self._numbers = folder, count(1)
        script = Path(__file__).with_name("warm_host.py")
        self._parent = subprocess.Popen(
            [sys.executable, str(script), *words],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=_home(folder),
        )  # fmt: skip
        assert self._parent.stdout is not None
        assert self._parent.stdout.readline() == "warm\n"

    async def start(self, *words: str) -> Host:
        """A host that listens."""
        said = self._folder / f"said{next(self._numbers)}"
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        began = time.perf_counter()
        self._parent.stdin.write(f"{json.dumps([str(said), *words])}\n")
        self._parent.stdin.flush()
        process = int(self._parent.stdout.readline())
        while not (said.exists() and said.read_text().endswith("\n")):
            assert not self.is_gone(process), f"the host does not start: {words}"
            await asyncio.sleep(0.002)
        return Host(process, json.loads(said.read_text()), time.perf_counter() - began)

    def is_gone(self, process: int) -> bool:
        """Whether nothing of it is left: a thread that still dies holds its files open."""
        return not Path(f"/proc/{process}").exists()

    def close(self) -> None:
        """Let the parent end."""
        self._parent.communicate()


class Cold:
    """Starts the whole program."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._processes: dict[int, subprocess.Popen[str]] = {}

    async def start(self, *words: str) -> Host:
        """A host that listens."""
        began = time.perf_counter()
        process = subprocess.Popen(  # noqa: ASYNC220 (it returns at once)
            [sys.executable, "-m", "northaxis", *words], stdout=subprocess.PIPE, text=True, env=_installed(self._folder)
        )
        self._processes[process.pid] = process
        assert process.stdout is not None
        line = await asyncio.to_thread(process.stdout.readline)
        return Host(process.pid, json.loads(line), time.perf_counter() - began)

    def is_gone(self, process: int) -> bool:
        """Whether nothing of it is left."""
        return self._processes[process].poll() is not None

    def close(self) -> None:
        """Reap them."""
        for process in self._processes.values():
            process.communicate()


async def gone(starter: Warm | Cold, host: Host) -> None:
    """Until nothing of a host is left."""
    while not starter.is_gone(host.process):  # noqa: ASYNC110 (it has no event)
        await asyncio.sleep(0.001)


def _home(folder: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(SRC), "XDG_DATA_HOME": str(folder), "HOME": str(folder)}


def _installed(folder: Path) -> dict[str, str]:
    """As an installed program starts: what was imported once is there as bytecode the next time."""
    home = {name: value for name, value in _home(folder).items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**home, "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}


def processor_seconds(process: int) -> float:
    """How long a process has had the processor so far; 0 where that cannot be seen."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


# --- seats --------------------------------------------------------------------------------------------------------


@dataclass
class Book:
    """What the seats asked, and what they read an acknowledgement of."""

    asked: dict[str, str] = field(default_factory=dict)
    """Words, each used once, and whose they are."""
    acknowledged: list[str] = field(default_factory=list)
    placed: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Orders on sheets that were acknowledged, by seat and kind."""
    tried: Counter[tuple[str, str]] = field(default_factory=Counter)
    arm: int = 0
    """After how many acknowledgements from now to kill; 0 for not at all."""
    host: Host | None = None

    def read(self) -> None:
        """Somebody has just read an acknowledgement."""
        if self.arm and self.host is not None:
            self.arm -= 1
            if not self.arm:
                self.host.kill()

    @property
    def count(self) -> int:
        return len(self.acknowledged) + self.placed.total()


class Seat:
    """A seat that writes without rest, over as many lines as it takes."""

    def __init__(self, client: RemoteClient, book: Book, chance: Random) -> None:
        self.client, self.name, self._book, self._chance = client, str(client.seat), book, chance
        self._words = count(1)
        self.wants_rest = False

    async def write(self) -> None:
        """Write until told to rest."""
        with suppress(DoorClosed):
            while not self.wants_rest:
                await self._one(self._act())
                await asyncio.sleep(self._chance.uniform(0, 0.02))

    def _act(self) -> Act:
        word = f"{self.name}-{next(self._words)}-{self._chance.randrange(10**6)}"
        sheet = self.client.view().sheet
        if self.name in SEATS and self._chance.random() < 0.3 and sheet is not None:
            if sheet.orders:
                return Withdraw(sheet.orders[0].action, sheet.orders[0].target)
            legal = [order.act for order in self.client.view().legal if isinstance(order.act, Place)]
            if legal:
                return self._chance.choice(legal)
        self._book.asked[word] = self.name
        return self._chance.choice((Say((), word), Note("LO1", word)))

    async def _one(self, act: Act) -> None:
        kind = (self.name, type(act).__name__)
        self._book.tried[kind] += 1
        try:
            ruling = await self.client.ask(Order(self.client.seat, act))
        except TableHeld as held:
            raise AssertionError(f"the table stands still: {held}") from held
        if not isinstance(ruling, Upheld):
            assert isinstance(act, Place | Withdraw), (act, ruling)
            return
        if isinstance(act, Say | Note):
            self._book.acknowledged.append(act.text)
        else:
            self._book.placed[kind] += 1
        self._book.read()


# --- what is kept -------------------------------------------------------------------------------------------------

KINDS = {"order-placed": "Place", "order-withdrawn": "Withdraw"}


def compiled(header: Header) -> Any:
    return game_from(header.contents, header.scenario)


def wrong_with(file: Path, book: Book, before: list[str]) -> tuple[list[str], list[str]]:
    """What is wrong with a session file after a kill, and its journal: its chain, the orders, what was there before."""
    found = verify(file, compiled)
    if not found.valid:
        return [f"fact {found.first_bad}: {found.reason}"], before
    with SessionReader(file) as reader:
        journal = [entry.text for entry in reader.entries()]
    wrong = list[str]()
    if journal[: len(before)] != before:
        wrong.append("what was there before is another")
    facts = [json.loads(text) for text in journal]
    words = Counter(fact["text"] for fact in facts if fact["fact"] in ("said", "noted"))
    wrong += [f"acknowledged and lost: {word}" for word in book.acknowledged if word not in words]
    wrong += [f"there {times} times: {word}" for word, times in words.items() if times > 1]
    wrong += [f"never asked: {word}" for word in words if word not in book.asked]
    sheets = Counter((fact["seat"], KINDS[fact["fact"]]) for fact in facts if fact["fact"] in KINDS)
    for kind, acknowledged in book.placed.items():
        if not acknowledged <= sheets[kind] <= book.tried[kind]:
            wrong.append(f"{kind}: {acknowledged} acknowledged, {sheets[kind]} kept, {book.tried[kind]} tried")
    return wrong, journal


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill: when, how much was acknowledged by then, how long the restart took, and what is wrong after it."""

    when: str
    acknowledged: int
    seconds: float
    worked: float
    back: float
    wrong: tuple[str, ...]


# --- many ---------------------------------------------------------------------------------------------------------


@contextmanager
def starting(folder: Path, how: str) -> Iterator[Warm | Cold]:
    starter = Cold(folder) if how == "cold" else Warm(folder, *(["--liar"] if how == "liar" else []))
    try:
        yield starter
    finally:
        starter.close()


@asynccontextmanager
async def seated(said: dict[str, Any]) -> AsyncIterator[list[RemoteClient]]:
    """The twelve: nine seats, control, the observer and the projector."""
    links = [*said["seats"].values(), said["control"], said["observer"], said["projector"]]
    clients = [await RemoteClient.connect(link) for link in links]
    try:
        yield clients
    finally:
        for client in clients:
            await client.close()


async def to_orders(clients: list[RemoteClient]) -> None:
    """Play on to the first orders step."""
    control = next(client for client in clients if client.seat == CONTROL)
    while control.view().step is not Step.ORDERS:
        for client in clients[: len(SEATS)]:
            while client.view().owes and client.view().step is not Step.ORDERS:
                await client.ask(client.view().legal[0])
        await control.ask(GO_ON)


async def back(clients: list[RemoteClient], seconds: float = 30) -> None:
    """Until all clients are at the table."""
    async with asyncio.timeout(seconds):
        while any(client.trouble for client in clients):  # noqa: ASYNC110 (it has no event)
            await asyncio.sleep(0.002)


async def kills(folder: Path, number: int, seed: int, how: str = "warm") -> list[Kill]:
    """Kill a host so many times under twelve seats; what came of each kill."""
    random, file, port, done = Random(seed), folder / "game.nax", free_port(), list[Kill]()
    words = ("host", "--no-console", "--json", "--port", str(port), "--session", str(file))
    with starting(folder, how) as starter:
        host = await starter.start(*words, "S1", "--seed", str(seed), "--seats", ",".join(SEATS))
        first, book, journal = host.said, Book(), list[str]()
        async with seated(first) as clients:
            await to_orders(clients)
            seats = [Seat(each, book, Random(f"{seed}/{each.seat}")) for each in clients[: len(SEATS) + 1]]
            writing = [asyncio.create_task(each.write()) for each in seats]
            for place in range(number):
                await back(clients)
                book.host = host
                when = "after an acknowledgement" if place % 2 == 0 else "at any moment"
                if place % 2 == 0:
                    book.arm = random.randint(1, 40)
                    while not host.is_killed:  # noqa: ASYNC110 (it has no event)
                        await asyncio.sleep(0.001)
                else:
                    await asyncio.sleep(random.uniform(0, 0.15))
                    host.kill()
                await gone(starter, host)
                acknowledged = book.count
                wrong, journal = await asyncio.to_thread(wrong_with, file, book, journal)
                began = time.perf_counter()
                host = await starter.start(*words)
                if host.said != first:
                    wrong.append("its links are others now")
                await back(clients)
                done.append(
                    Kill(when, acknowledged, host.seconds, host.worked, time.perf_counter() - began, tuple(wrong))
                )
                if wrong:
                    break
            for each in seats:
                each.wants_rest = True
            if not any(kill.wrong for kill in done):
                await asyncio.gather(*writing)
                done[-1] = await at_the_end(done[-1], clients[-1], book)
            for task in writing:
                task.cancel()
            await asyncio.gather(*writing, return_exceptions=True)
        os.kill(host.process, signal.SIGTERM)
        await gone(starter, host)
        wrong, _ = wrong_with(file, book, journal)
        return [*done[:-1], _with(done[-1], wrong)]


async def at_the_end(last: Kill, onlooker: RemoteClient, book: Book) -> Kill:
    """When everything has been answered, all that was asked is acknowledged."""
    missing = set(book.asked) - set(book.acknowledged)
    return _with(last, [f"never answered: {word}" for word in missing])


def _with(kill: Kill, wrong: list[str]) -> Kill:
    return replace(kill, wrong=(*kill.wrong, *wrong))


def percentile(values: list[float], share: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * share // 100)]


def report(name: str, done: list[Kill]) -> Iterator[str]:
    """What came of some kills, in lines; the figure last."""
    starts, backs, worked = ([getattr(kill, name) for kill in done] for name in ("seconds", "back", "worked"))
    yield f"{done[-1].acknowledged} orders acknowledged; {Counter(kill.when for kill in done)}"
    yield f"restart to serving: p50 {percentile(starts, 50):.2f} s, p99 {percentile(starts, 99):.2f} s"
    yield f"its processor time: p50 {percentile(worked, 50):.2f} s, p99 {percentile(worked, 99):.2f} s"
    yield f"restart to all twelve back: p50 {percentile(backs, 50):.2f} s, p99 {percentile(backs, 99):.2f} s"
    yield from (f"  WRONG {kill.when}: {wrong}" for kill in done for wrong in kill.wrong[:5])
    yield f"{name} {sum(not kill.wrong for kill in done)}/{len(done)}"


def main() -> int:
    """Kill and count; 1 when anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=60, help="kills")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--cold", action="store_true", help="start the whole program each time")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="northaxis-host-kill-") as name:
        done = asyncio.run(kills(Path(name), asked.n, asked.seed, "cold" if asked.cold else "warm"))
    print(f"seed {asked.seed}")
    print(*report("kill9-host", done), sep="\n", flush=True)
    return 1 if any(kill.wrong for kill in done) else 0


if __name__ == "__main__":
    raise SystemExit(main())
