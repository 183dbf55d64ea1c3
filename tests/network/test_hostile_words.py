"""At a hosted table: what people write acts on no terminal, no browser and no markup, on any screen.

Hostile texts go through every act that takes words (`hostile.ALL_SINKS`); judged are the bytes and cells of two seats,
an onlooker, the wall and the console, the lines of `join --plain`, and a real terminal in tmux. `--n 3000` for more.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from inspect import getclosurevars
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, process_time

import pytest
from tests.cli.running import SRC
from tests.network.hostile import ALL_SINKS, FEW, PAYLOADS, PEOPLE, Writer, parts, texts
from tests.network.hosting import Hosting, hosting, seat, to_orders
from textual.strip import Strip

from northaxis.cli.control.desk import ControlDesk
from northaxis.cli.venue import HostVenue
from northaxis.domain import control_orders as co, orders as o
from northaxis.domain.ids import CONTROL, SeatId
from northaxis.domain.orders import Order
from northaxis.domain.rulings import Upheld
from northaxis.services.client import TableClient
from northaxis.services.control_door import ControlDoor
from northaxis.services.lobby import CONTROL_CHAIR, OBSERVER_CHAIR, PROJECTOR_CHAIR, Kind
from northaxis.tui.browser.host import BrowserHost
from northaxis.tui.browser.session import AppSession
from northaxis.tui.control.app import app_for
from northaxis.tui.inert import install_guard, is_forbidden

TEXTS = 300


class Desks:
    """Control in plain lines, as the host answers it."""

    venue: HostVenue

    async def open(self, door: TableClient) -> ControlDesk:
        """A desk at this door."""
        assert isinstance(door, ControlDoor)
        return ControlDesk(door, self.venue)


# --- looking ------------------------------------------------------------------------------------------------------

PAINT = re.compile(r"\x1b\[[?\d;]*[HmJKhl]|[\r\n]")


def escapes_in(data: bytes) -> set[str]:
    """Whatever is in a terminal's bytes besides text, colours, places and the modes of a screen."""
    return {sign for sign in PAINT.sub("", data.decode("utf-8", "replace")) if is_forbidden(sign)}


def cells(session: AppSession) -> tuple[str, list[object]]:
    """What stands on a screen, and what a click would run of it."""
    app = session._app
    assert app is not None
    segments = [segment for strip in app.screen._compositor.render_strips() for segment in strip]
    actions = [each.style.meta["@click"] for each in segments if each.style is not None and "@click" in each.style.meta]
    return "".join(segment.text for segment in segments), actions


class Tape:
    """A terminal that keeps every byte it is sent, for all that they would do there, and when the last came."""

    def __init__(self) -> None:
        self.sends: list[bytes] = []
        self.at = 0.0

    def send(self, data: bytes) -> None:
        self.sends.append(data)
        self.at = monotonic()


@dataclass(slots=True)
class Seen:
    """What came of a table of hostile words."""

    taken: dict[str, int] = field(default_factory=dict)
    """How many texts each sink took."""
    escapes: set[str] = field(default_factory=set)
    regions: list[object] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    shown: set[int] = field(default_factory=set)
    """Which texts stood on a screen, by their numbers."""
    bytes: int = 0


ESC, PAGE_UP, END = "\x1b", "\x1b[5~", "\x1b[F"
NUMBER = re.compile(r"¦(\d+)")
KEYS = {
    Kind.SEAT: ("t", PAGE_UP, ESC, "l", PAGE_UP, PAGE_UP, END, ESC, "d", "p", "g", "q", ESC, "b", ESC, "w", ESC, "1"),
    Kind.OBSERVER: ("t", PAGE_UP, ESC, "l", PAGE_UP, ESC, "1"),
    Kind.CONTROL: ("4", PAGE_UP, PAGE_UP, END, "r", ESC, "c", ESC, "a", ESC, "o", ESC, "b", ESC, "u", ESC, "l", ESC,
                   "g", ESC, "n", ESC, "s", ESC),
}  # fmt: skip


class Room:
    """The screens of two seats, an onlooker, the wall and the console, and what is looked at on them."""

    CHAIRS = (seat("MIN"), seat("KYI"), OBSERVER_CHAIR, PROJECTOR_CHAIR, CONTROL_CHAIR)

    def __init__(self, seen: Seen) -> None:
        self.seen = seen
        self.sessions: list[AppSession] = []
        self.tapes: list[Tape] = []

    async def open(self, there: Hosting, screens: BrowserHost) -> None:
        self.sessions = [await screens.open(there.door(chair)) for chair in self.CHAIRS]
        self.tapes = [Tape() for _ in self.CHAIRS]
        for session, tape in zip(self.sessions, self.tapes, strict=True):
            session.attach(tape.send, 120, 36)
        await self.still(0.3)

    async def still(self, seconds: float = 0.03) -> None:
        """Until nothing has come to any screen for a while."""
        async with asyncio.timeout(60):
            while monotonic() - max(tape.at for tape in self.tapes) < seconds:  # noqa: ASYNC110
                await asyncio.sleep(0.005)  # it is time that it waits for

    async def look(self, keys: Mapping[Kind, Sequence[str]] = KEYS) -> None:
        """Go through the panes and dialogues of every screen; a screen that died is noted."""
        await self.still()
        self._note()
        longest = max(map(len, keys.values()))
        for place in range(longest):
            for chair, session in zip(self.CHAIRS, self.sessions, strict=True):
                own = keys.get(chair.kind, ())
                if place < len(own) and session.is_running:
                    session.type(own[place])
            await self.still()
            self._note()

    def _note(self) -> None:
        for session in self.sessions:
            if session.is_running:
                text, actions = cells(session)
                self.seen.regions += actions
                self.seen.shown |= {int(number) for number in NUMBER.findall(text)}

    async def close(self) -> None:
        for tape in self.tapes:
            self.seen.escapes |= escapes_in(b"".join(tape.sends))
            self.seen.bytes += sum(map(len, tape.sends))
        pairs = zip(self.CHAIRS, self.sessions, strict=True)
        self.seen.failed += [str(chair.id) for chair, session in pairs if session.has_failed]
        for session in self.sessions:
            await session.close()


@asynccontextmanager
async def room(there: Hosting, screens: BrowserHost, seen: Seen) -> AsyncIterator[Room]:
    """The screens, open while something is written, and looked through at the end."""
    found = Room(seen)
    await found.open(there, screens)
    try:
        yield found
        await found.look()
    finally:
        await found.close()


LIVE = 5
"""Bundles of texts that are written while every screen is open; the others it finds there when it opens."""


async def looked_at(number: int, seed: int) -> Seen:
    """A table of hostile words from the first order to the hot wash, and what its screens were sent meanwhile."""
    held: list[HostVenue] = []
    screens, seen = BrowserHost(lambda door: app_for(door, held[0])), Seen()
    desks = Desks()
    async with hosting("S2", PEOPLE, None, lambda _: screens, lines=desks) as there, AsyncExitStack() as stack:
        desks.venue = HostVenue(there.hosted, there.server, Path("game.nax"))
        held.append(HostVenue(there.hosted, there.server, Path("game.nax")))
        stack.push_async_callback(screens.close)
        await to_orders(there.control, *(there.door(seat(name)) for name in PEOPLE))
        await there.door(CONTROL_CHAIR).ask(Order(CONTROL, co.MoveClock("start", 0)))
        writer = Writer(there, texts(number, seed))
        async with room(there, screens, seen):
            await writer.talk(slice(0, LIVE))
            await writer.rule(slice(0, LIVE))
        for part in parts(writer, LIVE, 2):
            await writer.talk(part)
            await writer.rule(part)
            async with room(there, screens, seen):
                pass
        await writer.inject(slice(0, 4))
        await writer.argue_and_seal()
        await writer.adjudicate()
        async with room(there, screens, seen):
            pass
        await writer.end()
        async with room(there, screens, seen):
            pass
        await plain_lines(there, seen)
        seen.taken = dict(writer.taken)
        return seen


PLAIN = ("status", "talk", "log all", "arguments", "requests", "notes", "demands", "goals", "why", "questions",
         "commitment", "quit")  # fmt: skip


async def plain_lines(there: Hosting, seen: Seen) -> None:
    """What `join --plain` writes for a seat and for control, in processes of their own."""
    for chair in (seat("KYI"), CONTROL_CHAIR):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "northaxis", "join", "--plain", "-",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
            env={**os.environ, "PYTHONPATH": str(SRC)},
        )  # fmt: skip
        typed = "\n".join((there.url(chair), *PLAIN, ""))
        written, _ = await asyncio.wait_for(process.communicate(typed.encode()), 60)
        assert process.returncode == 0, written[-800:]
        seen.escapes |= escapes_in(written)
        seen.shown |= {int(number) for number in NUMBER.findall(written.decode())}


def is_ours(action: object) -> bool:
    return not any(word in str(action) for word in ("quit", "override", "example"))


@pytest.mark.slow
async def test_no_words_act_on_any_screen(request: pytest.FixtureRequest) -> None:
    number, seed = request.config.getoption("--n") or TEXTS, request.config.getoption("--seed")
    began = process_time()
    seen = await looked_at(number, seed)
    good = not seen.escapes and not seen.failed and all(map(is_ours, seen.regions))
    kept = number if good else 0
    print(f"\nterminal-inert {kept}/{number} in {len(seen.taken)} sinks, {len(seen.shown)} seen as text")
    print(f"{seen.bytes} bytes of screens in {process_time() - began:.0f} s of CPU")
    print({sink: seen.taken.get(sink) for sink in FEW})
    assert (seen.escapes, seen.failed) == (set(), [])
    assert all(map(is_ours, seen.regions))
    assert set(seen.taken) == set(ALL_SINKS)
    assert {sink: count for sink, count in seen.taken.items() if sink not in FEW and count < number} == {}
    assert len(seen.shown) > number * 0.9


@pytest.mark.slow
async def test_with_cleaning_and_guards_out_the_same_words_would_act(monkeypatch: pytest.MonkeyPatch) -> None:
    install_guard()
    monkeypatch.setattr(Strip, "render", getclosurevars(Strip.render).nonlocals["original"])
    monkeypatch.setattr("northaxis.tui.inert.is_forbidden", lambda _: False)
    monkeypatch.setattr("northaxis.services.wording.clean", lambda text, longest=0: text)
    monkeypatch.setattr("northaxis.services.table.clean_order", lambda order: order)
    monkeypatch.setattr("northaxis.services.table.clean_words", lambda text: text)
    monkeypatch.setattr("northaxis.tui.browser.outlet.harmless", lambda text: text)
    monkeypatch.setattr("tests.network.hostile.PAYLOADS", tuple(text for text in PAYLOADS if "\ud800" not in text))
    seen = await looked_at(1, 1)
    assert "\x1b" in seen.escapes


@pytest.mark.slow
async def test_where_words_came_in_uncleaned_the_guard_alone_still_holds_them(monkeypatch: pytest.MonkeyPatch) -> None:
    install_guard()
    monkeypatch.setattr("northaxis.services.wording.clean", lambda text, longest=0: text)
    monkeypatch.setattr("northaxis.services.table.clean_order", lambda order: order)
    monkeypatch.setattr("northaxis.services.table.clean_words", lambda text: text)
    monkeypatch.setattr("tests.network.hostile.PAYLOADS", tuple(text for text in PAYLOADS if "\ud800" not in text))
    assert (await looked_at(1, 1)).escapes == set()


# --- a real terminal ----------------------------------------------------------------------------------------------

FLAGS = "#{pane_title}|#{alternate_on}|#{mouse_any_flag}|#{cursor_flag}|#{bracket_paste_flag}"


class Terminal:
    """A real terminal with a shell in it, on a server of its own: one that is still closing down serves nobody else."""

    def __init__(self, socket: Path) -> None:
        self._tmux = ("tmux", "-S", str(socket), "-f", os.devnull)
        self("new-session", "-d", "-x", "120", "-y", "36", "env PS1=ready-for-keys sh")
        self("set-option", "-g", "set-clipboard", "on")

    def __call__(self, *words: str) -> str:
        """What the command prints; where it fails, so does the test."""
        return subprocess.run([*self._tmux, *words], capture_output=True, text=True, check=True).stdout

    async def asks(self, *words: str) -> str:
        """The same, while the table goes on being served."""
        return await asyncio.to_thread(self, *words)

    async def sees(self, words: str, seconds: float = 60.0) -> None:
        """Wait until the pane says something."""
        end = monotonic() + seconds
        while words not in (pane := await self.asks("capture-pane", "-p")):
            assert monotonic() < end, f"not seen: {words}\n{pane}"
            await asyncio.sleep(0.1)


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    if shutil.which("tmux") is None or sys.platform == "win32":
        pytest.skip("there is no tmux here")
    with TemporaryDirectory(prefix="tmux-") as folder:  # short: the name of a socket must fit in 108 bytes
        made = Terminal(Path(folder) / "socket")
        yield made
        made("kill-server")


@pytest.mark.slow
async def test_twenty_hostile_texts_leave_a_real_terminal_as_it_was(terminal: Terminal) -> None:
    await terminal.sees("ready-for-keys")
    async with hosting("S2", PEOPLE) as there:
        await to_orders(there.control, *(there.door(seat(name)) for name in PEOPLE))
        program = f"env PYTHONPATH={SRC} {sys.executable} -m northaxis join {there.url(seat('MIN'))}"
        await terminal.asks("send-keys", f"clear; {program}", "Enter")
        await terminal.sees("THREE DEMANDS")
        kyiv = there.door(seat("KYI"))
        assert isinstance(await kyiv.ask(Order(SeatId("KYI"), o.Say((), "harmless-words"))), Upheld)
        await terminal.asks("send-keys", "l")
        await terminal.sees("harmless-words")
        before = await terminal.asks("display-message", "-p", FLAGS)
        for text in PAYLOADS[:20]:
            assert isinstance(await kyiv.ask(Order(SeatId("KYI"), o.Say((), f"{text} so"))), Upheld)
        assert isinstance(await kyiv.ask(Order(SeatId("KYI"), o.Say((), "the-last-of-them"))), Upheld)
        await terminal.sees("the-last-of-them")
        assert await terminal.asks("display-message", "-p", FLAGS) == before
        assert await terminal.asks("list-buffers", "-F", "#{buffer_sample}") == ""


@pytest.mark.slow
async def test_the_terminal_would_have_obeyed(terminal: Terminal) -> None:
    await terminal.sees("ready-for-keys")
    script = r"printf '\033]2;HACK''ED\007\033]52;c;SEFDS0VE\007'; echo do''ne"
    await terminal.asks("send-keys", script, "Enter")
    await terminal.sees("done")
    assert "HACKED" in await terminal.asks("display-message", "-p", FLAGS)
    assert await terminal.asks("show-buffer") == "HACKED"
