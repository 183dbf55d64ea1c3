"""Browser seats in one process against a process a tab: `python -m tests.bench.bench_browser_seats`.

By hand, never a timed test. The same app on the same hosted table at 120x36. In one process: many apps in one loop,
everything that leaves them counted at the port. A process a tab: one Python each under Textual's own web driver,
spoken to as textual-serve does. "painted" is the time until every seat shows its filled table; a tab's process must
also import the program and open the game, so that is told apart. The two are run in turn.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from northaxis.journal.envelope import Header

if TYPE_CHECKING:
    from northaxis.services.hosted import ControlDoor, HostedClient
    from northaxis.services.table import Table

SCENARIO, SIZE = "S2", (120, 36)
FILLED, REVEALED = b"Your sheet is sealed", b"THE REVEAL"
ROOT = Path(__file__).resolve().parents[2]


def new_table() -> Table:
    """A table with a person in every seat, all sheets of turn 1 sealed."""
    from northaxis.cli.tables import find_game, unwritten_table
    from northaxis.domain.facts import Step
    from northaxis.domain.orders import Order, Seal
    from northaxis.domain.state import Holder

    prepared = find_game(SCENARIO)
    seats = prepared.game.rules.seats
    table = unwritten_table(prepared, "4", {seat: Holder("a person", None) for seat in seats})
    while table.state.step is not Step.ORDERS:
        table.go_on()
    for seat in seats:
        table.ask(seat, Order(seat, Seal()), "seal")
    return table


async def hosted_doors(table: Table, count: int) -> tuple[list[HostedClient], ControlDoor]:
    """As many people at a hosted table, spread over its seats; and control."""
    from northaxis.services.hosted import ControlDoor, HostedTable
    from northaxis.services.in_memory import InMemoryJournal, SetClock
    from northaxis.services.lobby import CONTROL_CHAIR, Kind, Lobby

    seats = list(table.game.rules.seats)
    drafts = InMemoryJournal(Header(SCENARIO, (), 0, "bench"))
    lobby = Lobby(seats, drafts, lambda: b"s" * 32)
    for number in range(len(seats), count):
        lobby.add_person(seats[number % len(seats)])
    ids = itertools.count()
    hosted = await HostedTable.open(table, lobby, drafts, SetClock(), lambda: f"bench.{next(ids)}")
    passes = [lobby.find(lobby.link(chair).token) for chair in lobby.chairs() if chair.kind is Kind.SEAT][:count]
    found = lobby.find(lobby.link(CONTROL_CHAIR).token)
    control = hosted.door(found) if found is not None else None
    assert isinstance(control, ControlDoor)
    return [hosted.door(each) for each in passes if each is not None], control


class Watch:
    """A viewer that only looks for a word."""

    def __init__(self) -> None:
        self.kept, self.count, self.word, self.seen = b"", 0, FILLED, 0.0

    def look_for(self, word: bytes) -> None:
        self.kept, self.word, self.seen, self.count = b"", word, 0.0, 0

    def send(self, data: bytes) -> None:
        self.count += len(data)
        if not self.seen:
            self.kept = self.kept[-len(self.word) :] + data
            if self.word in self.kept:
                self.seen = perf_counter()


async def seen(watches: list[Watch], began: float, seconds: float = 300) -> tuple[float, float]:
    """Seconds until the median one and the last one have seen their word."""
    while not all(watch.seen for watch in watches):
        await asyncio.sleep(0.005)
        if perf_counter() - began > seconds:
            raise SystemExit(f"{sum(not watch.seen for watch in watches)} seats never showed {watches[0].word!r}")
    times = sorted(watch.seen - began for watch in watches)
    return median(times), times[-1]


def proportional(pids: list[int]) -> float:
    """Megabytes of some processes, shared pages counted by share (PSS)."""
    total = 0
    for pid in pids:
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        total += next(int(row.split()[1]) for row in rows if row.startswith("Pss:"))
    return total / 1024


# --- one process ------------------------------------------------------------------------------------------------------


async def one_process(count: int, began: float) -> dict[str, float]:
    """What a host process does: it has its game and table, then the seats come, all at once."""
    from northaxis.tui.browser.host import BrowserHost

    table, host = new_table(), BrowserHost()
    doors, control = await hosted_doors(table, count)
    ready, empty = perf_counter() - began, proportional([os.getpid()])
    watches, work, start = [Watch() for _ in range(count)], process_time(), perf_counter()
    for watch, door in zip(watches, doors, strict=True):
        session = await host.open(door)
        session.attach(watch.send, *SIZE)
    middle, last = await seen(watches, start)
    work = process_time() - work
    await asyncio.sleep(1.0)
    full = proportional([os.getpid()])
    sent = sum(watch.count for watch in watches)
    idle = process_time()
    await asyncio.sleep(3.0)
    idle = (process_time() - idle) / 3
    reveal_middle, reveal_last, reveal_sent = await reveal(control, watches)
    after = proportional([os.getpid()])
    await host.close()
    return {
        "ready": ready, "painted_median": middle, "painted": last, "work": work, "empty_mb": empty, "mb": full,
        "mb_after_reveal": after, "kb_a_seat": sent / count / 1024, "idle_percent": 100 * idle,
        "reveal_median": reveal_middle, "reveal": reveal_last, "reveal_kb_a_seat": reveal_sent / count / 1024,
    }  # fmt: skip


async def reveal(control: ControlDoor, watches: list[Watch]) -> tuple[float, float, float]:
    """Control opens the sheets, and every screen shows it."""
    for watch in watches:
        watch.look_for(REVEALED)
    start = perf_counter()
    await control.go_on()
    middle, last = await seen(watches, start, 30)
    await asyncio.sleep(0.5)
    return middle, last, sum(watch.count for watch in watches)


# --- a process a tab --------------------------------------------------------------------------------------------------


async def process_a_tab(count: int) -> dict[str, float]:
    """As textual-serve does: a process for each tab, packets over its pipes."""
    start = perf_counter()
    watches, tabs, readers = [Watch() for _ in range(count)], [], []
    environment = {
        **os.environ, "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver", "TEXTUAL_FPS": "60",
        "TEXTUAL_COLOR_SYSTEM": "truecolor", "COLUMNS": str(SIZE[0]), "ROWS": str(SIZE[1]),
    }  # fmt: skip
    program = [sys.executable, "-m", "tests.bench.bench_browser_seats"]
    pipe = asyncio.subprocess.PIPE
    for index, watch in enumerate(watches):
        tab = await asyncio.create_subprocess_exec(
            *program, "--tab", str(index), stdin=pipe, stdout=pipe, stderr=pipe, env=environment, cwd=ROOT
        )
        tabs.append(tab)
        readers.append(asyncio.get_running_loop().create_task(_read(tab, watch)))
    try:
        middle, last = await seen(watches, start)
        await asyncio.sleep(1.0)
        size = proportional([tab.pid for tab in tabs])
    finally:
        for tab in tabs:
            tab.kill()
        await asyncio.gather(*readers)
        told = [await tab.stderr.read() for tab in tabs if tab.stderr is not None]
        for tab in tabs:
            await tab.wait()
    opening = [float(text.decode().split()[-1]) for text in told if text]
    return {"painted_median": middle, "painted": last, "mb": size, "opening_median": median(opening)}


async def _read(tab: asyncio.subprocess.Process, watch: Watch) -> None:
    assert tab.stdout is not None
    await tab.stdout.readline()
    while head := await tab.stdout.read(1):
        try:
            data = await tab.stdout.readexactly(int.from_bytes(await tab.stdout.readexactly(4), "big"))
        except asyncio.IncompleteReadError:  # it was stopped
            return
        if head == b"D":
            watch.send(data)


def tab(index: int) -> None:
    """What runs in a tab's process."""
    began = perf_counter()
    table = new_table()
    print(f"game opened in {perf_counter() - began:.3f}", file=sys.stderr, flush=True)
    from northaxis.tui.app import NorthaxisApp
    from northaxis.tui.settings import Settings

    async def run() -> None:
        doors, _ = await hosted_doors(table, index + 1)
        await NorthaxisApp(client=doors[index], settings=Settings()).run_async()

    asyncio.run(run())


# --- all of it --------------------------------------------------------------------------------------------------------


async def in_fresh_process(count: int) -> dict[str, float]:
    """`one_process` in a process that has done nothing else."""
    began = perf_counter()
    program = [sys.executable, "-m", "tests.bench.bench_browser_seats", "--host", str(count)]
    pipe = asyncio.subprocess.PIPE
    host = await asyncio.create_subprocess_exec(*program, stdout=pipe, cwd=ROOT)
    out, _ = await host.communicate()
    if host.returncode:
        raise SystemExit(f"the host process failed with {host.returncode}")
    found: dict[str, float] = json.loads(out)
    return {**found, "all": perf_counter() - began}


def show(name: str, count: int, found: dict[str, float], keys: Callable[[str], bool] = lambda key: True) -> None:
    """A line."""
    print(f"{name}, {count} seats: " + ", ".join(f"{key} {value:.2f}" for key, value in found.items() if keys(key)))


async def compare(counts: list[int], rounds: int) -> None:
    """Print everything."""
    for count in counts:
        ours, theirs = [], []
        for _ in range(rounds):
            ours.append(await in_fresh_process(count))
            show("one process  ", count, ours[-1])
            theirs.append(await process_a_tab(count))
            show("process a tab", count, theirs[-1])
        painted = [theirs[i]["painted"] / ours[i]["painted"] for i in range(rounds)]
        fair = [(theirs[i]["painted"] - theirs[i]["opening_median"]) / ours[i]["painted"] for i in range(rounds)]
        memory = [ours[i]["mb"] / theirs[i]["mb"] for i in range(rounds)]
        print(
            f"== {count} seats: painted {median(painted):.1f}x sooner "
            f"({median(fair):.1f}x if a tab's game cost nothing), "
            f"memory {median(memory):.2f} of it, {median(each['mb'] for each in ours):.0f} MB in all\n"
        )


def main() -> None:
    """Read the arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seats", type=int, nargs="*", default=[12, 40])
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--tab", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--host", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.tab is not None:
        tab(asked.tab)
    elif asked.host is not None:
        print(json.dumps(asyncio.run(one_process(asked.host, perf_counter()))))
    else:
        asyncio.run(compare(asked.seats, asked.rounds))


if __name__ == "__main__":
    main()
