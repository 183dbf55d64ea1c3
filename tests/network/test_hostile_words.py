"""G14 at a hosted table: what people write acts on no terminal, no browser and no markup, on any screen.

Hostile texts go through every act that takes words; judged are the bytes and cells of two seats, the wall and the
console, and a real terminal in tmux. `pytest tests/network/test_hostile_words.py --n 300` for more texts.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack
from inspect import getclosurevars
from pathlib import Path
from random import Random

import pytest
from tests.cli.running import SRC
from tests.network.hosting import Hosting, hosting, seat, to_orders
from tests.tui.browser.glass import Glass
from textual.strip import Strip

from northaxis.cli.venue import HostVenue
from northaxis.domain import control_orders as co
from northaxis.domain import orders as o
from northaxis.domain.control_facts import WrittenOption
from northaxis.domain.facts import Step, Term
from northaxis.domain.ids import CONTROL, OptionId, SeatId
from northaxis.domain.orders import Order
from northaxis.domain.rulings import Upheld
from northaxis.services.lobby import CONTROL_CHAIR, OBSERVER_CHAIR, PROJECTOR_CHAIR
from northaxis.tui.browser.host import BrowserHost
from northaxis.tui.browser.session import AppSession
from northaxis.tui.control.app import app_for
from northaxis.tui.inert import install_guard, is_forbidden

TEXTS = 60
PEOPLE = ("MIN", "KYI", "WAS")

PAYLOADS = (
    "\x1b]52;c;SEFDS0VE\x07", "\x1b]0;HACKED\x07", "\x1b]2;HACKED\x1b\\",
    "\x1b]8;;http://example.org\x07link\x1b]8;;\x07",
    "\x1b[c", "\x1b[6n", "\x1b[?1049l\x1b[2J\x1b[H", "\x1b[?1000l\x1b[?25h", "\x1bP$q\"p\x1b\\", "\x1b_Gi=1\x1b\\",
    "\x1bc",
    "\x9b31m", "\x9d0;HACKED\x9c", "\x00\x07\x08\x0d\x7f", "\u202eevil\u202c", "\u2066x\u2069", "\u2028\u2029\x85",
    "\u200b" * 200, "\u200d" * 200, "e" + "\u0301" * 300, ("\u0332" * 4 + "\u200d") * 60, "\ud800", "\ue000\U000f0000",
    "[/", "[/red]", "[red]x", "[link=http://example.org]x[/]", "[@click=app.quit]quit[/]", "[#zzzzzz]x[/]",
    "[$error]E[/]",
    "[@click=app.override('A','WIN')]Accept[/]", "{0.__class__}", "%s%n", "<script>alert(1)</script>", "\\x1b]0;x\\x07",
    "МІN", "Minsk\u00a0◆", "🏴\U000e0067\U000e007f", "x" * 590, "\ufeff\u00ad", "\x1b]1337;File=name=eA==:AAAA\x07",
)  # fmt: skip


def texts(number: int, seed: int) -> list[str]:
    """Every payload, and mixtures of them."""
    chance = Random(f"words {seed}")
    mixed = ["".join(chance.sample(PAYLOADS, 3))[:500] for _ in range(max(0, number - len(PAYLOADS)))]
    return [f"{text} {place}" for place, text in enumerate([*PAYLOADS, *mixed])]


async def write(there: Hosting, text: str, place: int) -> int:
    """The text through an act that takes words, in turn; 1 when it was taken."""
    minsk, kyiv = SeatId("MIN"), SeatId("KYI")
    requests = await there.control.whole(lambda table: table.state.room.requests)
    waiting = [one.id for one in requests if one.status == "claim"]
    acts: list[tuple[SeatId, o.Act]] = [
        (minsk, o.Say((), text)),
        (minsk, o.Say((kyiv,), text)),
        (CONTROL, o.Say((), text)),
        (kyiv, co.Request(text)),
        (minsk, co.Note(text, text)),
        (kyiv, o.OfferDeal(minsk, (Term("text", kyiv, text=text[:190]),), public=bool(place % 2))),
        (CONTROL, co.MoveClock(("pause", "resume")[place % 2], 0, text)),
        (CONTROL, co.Reseat(SeatId("WAS"), text, None, text)),
        (CONTROL, co.WriteCard(text, text, text, None, (), (WrittenOption(minsk, OptionId("a"), text, 0, ()),))),
        (SeatId("WAS"), co.Argue(text, (text,))),
        (CONTROL, co.Note("LO1", text)),
    ]
    if waiting:
        acts.append((CONTROL, co.SettleRequest(waiting[0], "answered", text)))
    whose, act = acts[place % len(acts)]
    door = there.door(CONTROL_CHAIR if whose == CONTROL else seat(whose))
    taken = isinstance(await door.ask(Order(whose, act)), Upheld)
    if isinstance(act, co.WriteCard):
        for chair in PEOPLE:
            while (
                (view := there.door(seat(chair)).view()).owes and view.step is not Step.ORDERS
            ) or view.card is not None:
                picks = [order for order in view.legal if isinstance(order.act, o.PickOption)]
                if not picks:
                    break
                await there.door(seat(chair)).ask(picks[0])
    return taken


# --- looking ------------------------------------------------------------------------------------------------------

PAINT = re.compile(r"\x1b\[[?\d;]*[HmJKhl]|[\r\n]")


def escapes_in(data: bytes) -> set[str]:
    """Whatever is in a terminal's bytes besides text, colours, places and the modes of a screen."""
    return {sign for sign in PAINT.sub("", data.decode("utf-8", "replace")) if is_forbidden(sign)}


def click_regions(session: AppSession) -> list[object]:
    """What a click would run, of all that stands on a screen."""
    app = session._app
    assert app is not None
    strips = app.screen._compositor.render_strips()
    return [
        segment.style.meta["@click"]
        for strip in strips
        for segment in strip
        if segment.style is not None and "@click" in segment.style.meta
    ]


async def looked_at(number: int, seed: int) -> tuple[int, set[str], list[object], list[str], str]:
    """A table of hostile words: how many were taken, and what its screens were sent, would run, and died of."""
    held: list[HostVenue] = []
    screens = BrowserHost(lambda door: app_for(door, held[0]))
    async with hosting("S2", PEOPLE, None, lambda _: screens) as there, AsyncExitStack() as stack:
        held.append(HostVenue(there.hosted, there.server, Path("game.nax")))
        await to_orders(there.control, *(there.door(seat(name)) for name in PEOPLE))
        await there.door(CONTROL_CHAIR).ask(Order(CONTROL, co.MoveClock("start", 0)))
        chairs = (seat("MIN"), seat("KYI"), OBSERVER_CHAIR, PROJECTOR_CHAIR, CONTROL_CHAIR)
        stack.push_async_callback(screens.close)
        sessions = [await screens.open(there.door(chair)) for chair in chairs]
        glasses = [Glass(120, 36) for _ in chairs]
        for session, glass in zip(sessions, glasses, strict=True):
            session.attach(glass.send, 120, 36)
        async with asyncio.timeout(60):
            for glass in glasses:
                await glass.still(0.2)
        taken, found, regions = 0, set[str](), list[object]()
        for place, text in enumerate(texts(number, seed)):
            taken += await write(there, text, place)
            if place % 6 == 5:
                sessions[0].type("tl"[place % 2])  # talk, and the log
                sessions[0].type("\x1b")
                async with asyncio.timeout(30):
                    await glasses[0].still(0.1)
                for session in sessions:
                    regions += click_regions(session) if session.is_running else []
        async with asyncio.timeout(60):
            for glass in glasses:
                await glass.still(0.2)
        for glass in glasses:
            found |= escapes_in(b"".join(data for _, data in glass.sends))
        failed = [str(chair.id) for chair, session in zip(chairs, sessions, strict=True) if session.has_failed]
        return taken, found, regions, failed, "\n".join(glass.text for glass in glasses)


def is_ours(action: object) -> bool:
    return not any(word in str(action) for word in ("quit", "override", "example"))


@pytest.mark.slow
async def test_no_words_act_on_any_screen(request: pytest.FixtureRequest) -> None:
    number, seed = request.config.getoption("--n") or TEXTS, request.config.getoption("--seed")
    taken, found, regions, failed, shown = await looked_at(number, seed)
    print(f"terminal-inert {number if not (found or failed) else 0}/{number}, {taken} taken")
    assert taken > number / 2
    assert "[" in shown
    assert (found, failed) == (set(), [])
    assert all(map(is_ours, regions))


@pytest.mark.slow
async def test_with_cleaning_and_guards_out_the_same_words_would_act(monkeypatch: pytest.MonkeyPatch) -> None:
    install_guard()
    monkeypatch.setattr(Strip, "render", getclosurevars(Strip.render).nonlocals["original"])
    monkeypatch.setattr("northaxis.tui.inert.is_forbidden", lambda _: False)
    monkeypatch.setattr("northaxis.services.wording.clean", lambda text, longest=0: text)
    monkeypatch.setattr("northaxis.services.table.clean_order", lambda order: order)
    monkeypatch.setattr("northaxis.services.table.clean_words", lambda text: text)
    monkeypatch.setattr("northaxis.tui.browser.outlet.harmless", lambda text: text)
    monkeypatch.setattr(f"{__name__}.PAYLOADS", tuple(text for text in PAYLOADS if "\ud800" not in text))
    _, found, _, _, _ = await looked_at(20, 1)
    assert "\x1b" in found


# --- a real terminal ----------------------------------------------------------------------------------------------

SOCKET = f"northaxis-words-{os.getpid()}"
FLAGS = "#{pane_title}|#{alternate_on}|#{mouse_any_flag}|#{cursor_flag}|#{bracket_paste_flag}"


def tmux(*words: str) -> str:
    done = subprocess.run(["tmux", "-L", SOCKET, *words], capture_output=True, text=True, check=False)
    return done.stdout


@pytest.fixture
def terminal() -> Iterator[None]:
    if shutil.which("tmux") is None or sys.platform == "win32":
        pytest.skip("there is no tmux here")
    tmux("-f", os.devnull, "new-session", "-d", "-x", "120", "-y", "36", "sh")
    tmux("set-option", "-g", "set-clipboard", "on")
    yield
    tmux("kill-session")


async def seen(words: str, seconds: float = 25.0) -> str:
    """The pane as soon as it says something."""
    for _ in range(int(seconds * 10)):
        if words in (pane := await asyncio.to_thread(tmux, "capture-pane", "-p")):
            return pane
        await asyncio.sleep(0.1)
    raise AssertionError(f"not seen: {words}\n{pane}")


@pytest.mark.slow
@pytest.mark.usefixtures("terminal")
async def test_twenty_hostile_texts_leave_a_real_terminal_as_it_was() -> None:
    async with hosting("S2", PEOPLE) as there:
        await to_orders(there.control, *(there.door(seat(name)) for name in PEOPLE))
        program = f"env PYTHONPATH={SRC} {sys.executable} -m northaxis join {there.url(seat('MIN'))}"
        await asyncio.to_thread(tmux, "send-keys", f"clear; {program}", "Enter")
        await seen("THREE DEMANDS")
        kyiv = there.door(seat("KYI"))
        assert isinstance(await kyiv.ask(Order(SeatId("KYI"), o.Say((), "harmless-words"))), Upheld)
        await asyncio.to_thread(tmux, "send-keys", "l")
        await seen("harmless-words")
        before = await asyncio.to_thread(tmux, "display-message", "-p", FLAGS)
        for text in PAYLOADS[:20]:
            assert isinstance(await kyiv.ask(Order(SeatId("KYI"), o.Say((), f"{text} so"))), Upheld)
        assert isinstance(await kyiv.ask(Order(SeatId("KYI"), o.Say((), "the-last-of-them"))), Upheld)
        await seen("the-last-of-them")
        assert await asyncio.to_thread(tmux, "display-message", "-p", FLAGS) == before
        assert "HACKED" not in await asyncio.to_thread(tmux, "show-buffer")


@pytest.mark.slow
@pytest.mark.usefixtures("terminal")
async def test_the_terminal_would_have_obeyed() -> None:
    script = r"printf '\033]2;HACK''ED\007\033]52;c;SEFDS0VE\007'; echo do''ne"
    await asyncio.to_thread(tmux, "send-keys", script, "Enter")
    await seen("done")
    assert "HACKED" in await asyncio.to_thread(tmux, "display-message", "-p", FLAGS)
    assert await asyncio.to_thread(tmux, "show-buffer") == "HACKED"
