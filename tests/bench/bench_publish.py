"""Forty seats on one table over the wire: how long an order takes to its acknowledgement and to every seat.

`python -m tests.bench.bench_publish` starts a server of its own with a session file and 8 people on each of 5 seats;
they are light clients in this process that only look at what they are sent. One seat says something, round by round,
in an orders step. Counted from the moment it is sent: its acknowledgement, and the news at each of the others. The
server's processor time is counted for the whole and so for one round; it is comparable when the machine is busy, the
times are not. `--tls` does the same over TLS; `--profile` prints where the server's loop and its table spend time.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import cProfile
import json
import pstats
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType
from tests.crash.host_kill import processor_seconds
from tests.network.hosting import certificate, hosting, seat, to_orders

from northaxis.domain.ids import SeatId
from northaxis.domain.orders import Order, Say, to_text
from northaxis.journal.envelope import Header
from northaxis.network.gate import Caps
from northaxis.network.remote import address_of
from northaxis.network.wire import VERSION
from northaxis.services.library import Library
from northaxis.storage.session_file import SessionFile

SEATS = ("MIN", "KYI", "MOS", "BEI", "WAS")
RECEIPT, ACKNOWLEDGED = 0.250, 0.150
"""The goals: seconds at the 99th percentile."""


# --- the server ---------------------------------------------------------------------------------------------------


async def serve(folder: Path, people: int, with_tls: bool) -> None:
    """Host a table until nobody reads our words any more; the links are its first line."""
    prepared = Library().game("S2")
    store = SessionFile.create(folder / "game.nax", Header(prepared.name, prepared.contents, 0, "bench"))
    caps = Caps(sockets=400, sockets_per_source=400)
    async with hosting("S2", SEATS, caps, store=store, certificate=certificate() if with_tls else None) as there:
        for name in SEATS:
            while there.lobby.people_on(SeatId(name)) < people:
                await there.control.add_person(SeatId(name))
        await to_orders(there.control, *(there.door(seat(name)) for name in SEATS))
        await there.hosted.rest()
        chairs = [seat(name, person) for person in range(1, people + 1) for name in SEATS]
        print(json.dumps([there.url(chair) for chair in chairs]), flush=True)
        await asyncio.to_thread(sys.stdin.read)


def served(folder: Path, people: int, with_tls: bool, with_profile: bool) -> None:
    """The server's process."""
    if not with_profile:
        asyncio.run(serve(folder, people, with_tls))
        return
    loop, table = cProfile.Profile(), cProfile.Profile()
    from northaxis.services.hosted import HostedTable

    done = HostedTable._done

    def profiled(self: HostedTable, job: Any) -> Any:
        table.enable()
        try:
            return done(self, job)
        finally:
            table.disable()

    HostedTable._done = profiled  # type: ignore[method-assign]
    loop.runcall(asyncio.run, serve(folder, people, with_tls))
    for name, profile in (("the loop", loop), ("the table's thread", table)):
        print(f"\n{name}", file=sys.stderr)
        pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(18)


# --- the seats ----------------------------------------------------------------------------------------------------


class Seat:
    """A client that looks for a word in what it is sent."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket, self.word, self.taken = socket, "", 0
        self.seen: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    @classmethod
    async def sit(cls, session: ClientSession, link: str) -> Seat:
        where = address_of(link)
        made = cls(await session.ws_connect(where.socket, ssl=where.certificate, max_msg_size=0))
        await made.socket.send_str(json.dumps({"type": "hello", "version": VERSION, "rules": ""}))
        made.task = asyncio.create_task(made.look())
        await asyncio.wait_for(made.expect('"type":"whole"'), 60)
        return made

    task: asyncio.Task[None]

    def expect(self, word: str) -> asyncio.Future[float]:
        """When the word comes."""
        self.word, self.seen = word, asyncio.get_running_loop().create_future()
        return self.seen

    async def look(self) -> None:
        """Take what comes."""
        async for frame in self.socket:
            if frame.type is WSMsgType.TEXT:
                self.taken += len(frame.data)
                if self.word and not self.seen.done() and self.word in frame.data:
                    self.seen.set_result(time.perf_counter())


async def rounds(stem: str, seats: list[Seat], number: int, pid: int) -> tuple[list[float], list[float], float, int]:
    """What an order takes to its acknowledgement, to each seat, in processor time, and in bytes, round by round."""
    first, acknowledged, receipts = seats[0], list[float](), list[float]()
    worked, taken = processor_seconds(pid), sum(each.taken for each in seats)
    for place in range(number):
        order, command = Order(SeatId("MIN"), Say((), f"{stem} {place} {'x' * 400}")), f"{stem}-{place}"
        heard = [each.expect(f'"{stem} {place} ') for each in seats[1:]]
        ruled = first.expect(f'"command":"{command}"')
        began = time.perf_counter()
        await first.socket.send_str(json.dumps({"type": "ask", "command": command, "order": to_text(order)}))
        acknowledged.append(await asyncio.wait_for(ruled, 30) - began)
        receipts += [when - began for when in await asyncio.wait_for(asyncio.gather(*heard), 30)]
    return acknowledged, receipts, processor_seconds(pid) - worked, sum(each.taken for each in seats) - taken


# --- the figures --------------------------------------------------------------------------------------------------


def percentile(values: list[float], share: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * share // 100)]


def row(name: str, values: list[float], goal: float) -> str:
    p50, p99 = percentile(values, 50), percentile(values, 99)
    kept = "kept" if p99 <= goal else "MISSED"
    return f"{name:<24}{p50 * 1000:>8.1f}{p99 * 1000:>8.1f}{max(values) * 1000:>8.1f}{goal * 1000:>8.0f}  {kept}"


def megabytes(pid: int) -> float:
    """The memory of a process that no other has, as the system counts it."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Private_")) / 1024


async def measured(folder: Path, people: int, number: int, options: list[str]) -> None:
    words = [sys.executable, "-m", "tests.bench.bench_publish", "--serve", str(folder), "--people", str(people)]
    server = await asyncio.create_subprocess_exec(
        *words, *options, stdin=subprocess.PIPE, stdout=subprocess.PIPE, limit=1 << 20
    )
    assert server.stdout is not None
    assert server.stdin is not None
    try:
        links = json.loads(await server.stdout.readline())
        async with ClientSession() as session:
            began, worked, memory = time.perf_counter(), processor_seconds(server.pid), megabytes(server.pid)
            seats = [await Seat.sit(session, link) for link in links]
            took, worked = time.perf_counter() - began, processor_seconds(server.pid) - worked
            print(f"{len(seats)} seats sat down one by one in {took:.2f} s: {worked:.2f} s of the server's processor")
            print(f"its memory: {memory:.0f} MB, then {megabytes(server.pid):.0f} MB")
            await rounds("warm", seats, 3, server.pid)  # warm
            for each in seats:
                each.taken = 0
            acknowledged, receipts, worked, taken = await rounds("round", seats, number, server.pid)
            print(f"{len(seats)} seats, {number} rounds      p50     p99     max    goal  (milliseconds)")
            print(row("submit to acknowledged", acknowledged, ACKNOWLEDGED))
            print(row("publish to receipt", receipts, RECEIPT))
            print(f"server: {worked / number * 1000:.1f} ms of processor a round, {taken / number / 1024:.0f} KiB sent")
            for each in seats:
                each.task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await each.task
                await each.socket.close()
    finally:
        server.stdin.close()
        await server.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=8, help="on each of five seats")
    parser.add_argument("--n", type=int, default=100, help="rounds")
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve is not None:
        served(asked.serve, asked.people, asked.tls, asked.profile)
        return
    options = [word for word, is_on in (("--tls", asked.tls), ("--profile", asked.profile)) if is_on]
    with tempfile.TemporaryDirectory(prefix="northaxis-bench-") as name:
        asyncio.run(measured(Path(name), asked.people, asked.n, options))


if __name__ == "__main__":
    main()
