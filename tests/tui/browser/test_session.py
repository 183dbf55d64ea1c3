"""A session from a viewer's side: keys in, cells out. Two real apps: the game on a solo table, and a small one."""

import asyncio
import gc
import signal
import sys
from collections.abc import AsyncIterator, Callable
from itertools import count, pairwise
from typing import Any

import pytest
from tests.shipped import game
from tests.tui.browser.glass import Glass
from textual.app import App, ComposeResult
from textual.events import Resize
from textual.widgets import Input, Static

from northaxis.domain.ids import SeatId
from northaxis.journal.envelope import Header
from northaxis.services.autoplay import one_person
from northaxis.services.client import DoorClosed
from northaxis.services.in_memory import InMemoryJournal, SetClock
from northaxis.services.screen_port import ScreenHost, TooManyScreens
from northaxis.services.solo import SoloClient
from northaxis.services.table import open_table
from northaxis.tui.browser import session as session_module
from northaxis.tui.browser.host import BrowserHost
from northaxis.tui.browser.session import AppSession


class Noted(SoloClient):
    """A solo door that notes being closed."""

    closed = 0

    async def close(self) -> None:
        self.closed += 1
        await super().close()


def solo_door() -> Noted:
    table = open_table(
        InMemoryJournal(Header("S2", (), 0, "test")), game("S2"), SetClock(), seed="7",
        holders=one_person(game("S2"), SeatId("MIN")),
    )  # fmt: skip
    ids = count()
    return Noted(table, SeatId("MIN"), lambda: f"test.{next(ids)}")


class Notepad(App[None]):
    """A line to write on, and what has been written."""

    BINDINGS = [("escape", "note('ESCAPED')"), ("f9", "note('NINE')"), ("f8", "break_down")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        yield Static("SIZE", id="size")
        yield Input()
        yield Static("nothing yet", id="told", markup=False)

    def on_resize(self, event: Resize) -> None:
        self.query_one("#size", Static).update(f"SIZE {event.size.width}x{event.size.height}")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.action_note(f"told {event.value}")
        event.input.value = ""

    def on_click(self, event: Any) -> None:
        self.action_note(f"clicked {event.screen_x},{event.screen_y}")

    def action_note(self, text: str) -> None:
        self.query_one("#told", Static).update(text)

    def action_break_down(self) -> None:
        secret = "the pact of May"  # a local, as a seat's secret would be
        raise KeyError(secret)


@pytest.fixture
async def host() -> AsyncIterator[BrowserHost]:
    host = BrowserHost()
    yield host
    await host.close()


async def notepad(host: BrowserHost, width: int = 80, height: int = 24) -> tuple[AppSession, Glass]:
    session, glass = await host.open_app(Notepad), Glass(width, height)
    session.attach(glass.send, width, height)
    await glass.until(f"SIZE {width}x{height}")
    return session, glass


def test_the_host_is_what_the_port_asks_for() -> None:
    host: ScreenHost = BrowserHost()
    assert host is not None


# --- keys -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["hello", "Zażółć gęślą jaźń", "Їжак і ґедзь, щастя"])
async def test_what_is_typed_stands_on_the_screen(host: BrowserHost, words: str) -> None:
    session, glass = await notepad(host)
    for letter in words:
        session.type(letter)
    await glass.until(words)
    session.type("\r")
    await glass.until(f"told {words}")


async def test_a_paste_is_taken_whole_and_its_line_ends_do_not_send(host: BrowserHost) -> None:
    session, glass = await notepad(host)
    session.type("\x1b[200~Мир i spokój\r")
    session.type("\nsecond\x1b[201~")
    await glass.until("Мир i spokój")
    assert "told" not in glass.text


async def test_a_lone_escape_is_a_key(host: BrowserHost) -> None:
    session, glass = await notepad(host)
    session.type("\x1b")
    await glass.until("ESCAPED", seconds=60)


async def test_the_beginning_of_a_sequence_is_no_escape(host: BrowserHost) -> None:
    session, glass = await notepad(host)
    session.type("\x1b[2")
    session.type("0~")
    await glass.until("NINE")


async def test_a_click_lands_where_it_was(host: BrowserHost) -> None:
    session, glass = await notepad(host)
    session.type("\x1b[<0;31;16M\x1b[<0;31;16m")
    await glass.until("clicked 30,15")


async def test_keys_before_the_first_viewer_are_nobodys(host: BrowserHost) -> None:
    session, glass = await host.open_app(Notepad), Glass(80, 24)
    session.type("early")
    session.attach(glass.send, 80, 24)
    await glass.until("nothing yet")
    assert "early" not in await glass.still()


# --- size -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "given"),
    [((100, 30), "100x30"), ((1, 1), "20x10"), ((9_999, 9_999), "300x100"), ((-5, 10**9), "20x100")],
)
async def test_a_size_is_clamped(host: BrowserHost, asked: tuple[int, int], given: str) -> None:
    session, glass = await notepad(host)
    session.resize(*asked)
    await glass.until(f"SIZE {given}")


async def test_a_viewer_asking_for_a_giant_screen_gets_the_largest(host: BrowserHost) -> None:
    session, glass = await host.open_app(Notepad), Glass(300, 100)
    session.attach(glass.send, 100_000, 100_000)
    await glass.until("SIZE 300x100")


async def test_the_keys_cannot_set_the_size(host: BrowserHost) -> None:
    session, glass = await notepad(host)
    session.type("\x1b[48;900;9000;0;0t" + "x")
    await glass.until("x")
    assert "SIZE 80x24" in glass.text


# --- viewers ----------------------------------------------------------------------------------------------------------


async def test_a_half_typed_message_is_there_after_a_reload(host: BrowserHost) -> None:
    session, glass = await host.open(solo_door()), Glass(120, 36)
    session.attach(glass.send, 120, 36)
    await glass.until("You are ◆ Minsk")
    for keys, shown in (("t", "TALK"), ("n", "To whom?"), ("\r", "to everybody"), ("Żółw i їжак", "Żółw i їжак")):
        session.type(keys)
        await glass.until(shown)
        await glass.still(0.05)
    before = await glass.still()
    session.detach(glass.send)
    await asyncio.sleep(0.3)
    again = Glass(120, 36)
    session.attach(again.send, 120, 36)
    await again.until("Żółw i їжак")
    assert await again.still() == before
    session.type("!")
    await again.until("Żółw i їжак!")


async def test_another_size_at_another_viewer_paints_all_of_it(host: BrowserHost) -> None:
    session, wide, small = await host.open(solo_door()), Glass(120, 36), Glass(80, 24)
    session.attach(wide.send, 120, 36)
    await wide.until("You are ◆ Minsk")
    first = await wide.still()
    session.attach(small.send, 80, 24)
    await small.until("You are ◆ Minsk")
    assert len((await small.still()).splitlines()) == 24
    last = Glass(120, 36)
    session.attach(last.send, 120, 36)
    await last.until("YOUR GOALS")
    assert await last.still() == first


async def test_the_newest_viewer_wins_and_the_old_one_hears_why(host: BrowserHost) -> None:
    session, first = await notepad(host)
    second = Glass(80, 24)
    session.attach(second.send, 80, 24)
    assert "shown in another window" in first.text
    assert not first.modes
    sends = len(first.sends)
    session.type("hello")
    await second.until("hello")
    session.detach(first.send)  # the old page hangs up late
    session.type(" again")
    await second.until("hello again")
    assert len(first.sends) == sends


async def test_while_nobody_looks_nothing_is_sent_and_the_app_goes_on(host: BrowserHost) -> None:
    session, glass = await notepad(host)
    await glass.still()
    sends = len(glass.sends)
    session.detach()
    session.type("unseen\r")
    await asyncio.sleep(0.3)
    assert len(glass.sends) == sends
    again = Glass(80, 24)
    session.attach(again.send, 80, 24)
    await again.until("told unseen")


async def test_repaint_heals_what_a_viewer_lost(host: BrowserHost) -> None:
    session, glass = await notepad(host)
    whole = await glass.still()
    glass.send(b"\x1b[2J\x1b[?1000l")
    assert glass.text != whole
    session.repaint()
    await glass.until(lambda text: text == whole)
    assert "?1000" in glass.modes


async def test_a_viewer_gets_mouse_paste_and_colours_and_is_asked_nothing(
    host: BrowserHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    session, glass = await notepad(host)
    await glass.still()
    assert {"?1049", "?1000", "?1006", "?2004"} <= glass.modes
    assert any(colour[1:].startswith("8;2;") for colour in glass.colours)
    app = session._app
    assert app is not None
    app.copy_to_clipboard("secret")
    app.bell()
    app.open_url("http://example.invalid")
    session.type("x")
    await glass.until("x")
    assert not glass.asked
    assert b"\x1b]" not in b"".join(data for _, data in glass.sends)


async def test_a_busy_app_sends_thirty_frames_a_second_at_most(host: BrowserHost) -> None:
    session, glass = await notepad(host)
    await glass.still()
    sends = len(glass.sends)
    for number in range(100):
        session.type(str(number % 10))
        await asyncio.sleep(0.005)
    await glass.still()
    times = [at for at, _ in glass.sends[sends:]]
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.029


# --- files ------------------------------------------------------------------------------------------------------------


async def test_a_file_goes_to_the_viewer_and_never_to_this_disk(host: BrowserHost, tmp_path: Any) -> None:
    session, glass = await notepad(host)
    app, taken = session._app, list[tuple[str, bytes]]()
    assert app is not None
    session.hand_files_to(lambda name, data: taken.append((name, data)))
    source = tmp_path / "hot wash.txt"
    source.write_text("żółw", "utf-8")
    app.call_later(lambda: app.deliver_text(source, save_directory=tmp_path / "there"))
    while not taken:  # noqa: ASYNC110 (nobody tells)
        await asyncio.sleep(0.01)
    assert taken == [("hot wash.txt", "żółw".encode())]
    assert [path.name for path in tmp_path.iterdir()] == ["hot wash.txt"]
    session.hand_files_to(None)
    app.call_later(lambda: app.deliver_text(source))
    await glass.until("this page takes no files")


# --- ends -------------------------------------------------------------------------------------------------------------


async def test_leaving_ends_the_session_and_nothing_else(host: BrowserHost) -> None:
    one, first = await notepad(host)
    two, second = await notepad(host)
    one.type("\x11")  # Ctrl+Q
    await asyncio.wait_for(one.ended(), 60)
    assert "You have left" in first.text
    assert (one.is_running, one.has_failed, two.is_running) == (False, False, True)
    two.type("still here")
    await second.until("still here")
    assert host.sessions == 1


async def test_an_app_that_breaks_says_so_plainly_and_the_others_go_on(
    host: BrowserHost, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    one, first = await notepad(host)
    two, second = await notepad(host)
    one.type("\x1b[19~")  # F8
    await asyncio.wait_for(one.ended(), 60)
    assert "because of a bug in it (KeyError)" in first.text
    assert (one.is_running, one.has_failed) == (False, True)
    told = "".join(capfd.readouterr()) + caplog.text + first.text
    assert "action_break_down" in caplog.text  # where it happened is kept
    assert "pact of May" not in told
    two.type("unharmed")
    await second.until("unharmed")
    late = Glass(80, 24)
    one.attach(late.send, 80, 24)
    assert "because of a bug" in late.text


async def test_a_seat_of_the_game_that_breaks_shows_no_secret_either(
    host: BrowserHost, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Any
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    session, glass = await host.open(solo_door()), Glass(120, 36)
    session.attach(glass.send, 120, 36)
    await glass.until("You are")

    def broken() -> None:
        secret = "the pact of May"
        raise RuntimeError(secret)

    assert session._app is not None
    session._app.call_later(broken)
    await asyncio.wait_for(session.ended(), 60)
    assert "because of a bug in it (RuntimeError)" in glass.text
    written = "".join(path.read_text("utf-8") for path in tmp_path.iterdir())
    assert "broken" in written
    assert "pact of May" not in "".join(capfd.readouterr()) + glass.text + written


async def test_an_app_that_cannot_even_begin_is_an_end_like_any_other(host: BrowserHost) -> None:
    class Broken(App[None]):
        CSS = "this is { no: css"

    session, glass = await host.open_app(Broken), Glass(80, 24)
    session.attach(glass.send, 80, 24)
    await asyncio.wait_for(session.ended(), 60)
    assert not session.is_running
    assert host.sessions == 0


async def test_a_door_that_closes_is_no_bug(host: BrowserHost) -> None:
    session, glass = await notepad(host)

    def closed() -> None:
        raise DoorClosed("This link is no longer valid.")

    assert session._app is not None
    session._app.call_later(closed)
    await asyncio.wait_for(session.ended(), 60)
    assert "This link is no longer valid." in glass.text
    assert not session.has_failed


@pytest.mark.parametrize("seen", [True, False])
async def test_closing_a_session_lets_its_table_go(host: BrowserHost, seen: bool) -> None:
    door, glass = solo_door(), Glass(120, 36)
    session = await host.open(door)
    if seen:
        session.attach(glass.send, 120, 36)
        await glass.until("You are")
    await session.close()
    await session.close()
    assert door.closed == 1
    assert (session.is_running, session.has_failed, host.sessions) == (False, False, 0)
    if seen:
        assert "closed this screen" in glass.text
    session.type("x")
    session.resize(10, 10)
    session.repaint()
    session.detach()


async def test_an_app_that_will_not_end_is_ended(host: BrowserHost, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_module, "GRACE", 0.3)
    session, _ = await notepad(host)
    app = session._app
    assert app is not None

    async def stuck() -> None:
        await asyncio.sleep(3600)

    app.call_later(stuck)
    await asyncio.sleep(0.05)
    await asyncio.wait_for(session.close(), 60)
    assert not session.is_running


async def test_the_host_opens_so_many_and_no_more() -> None:
    host = BrowserHost(most=2)
    first = await host.open_app(Notepad)
    await host.open_app(Notepad)
    with pytest.raises(TooManyScreens, match="all 2 screens"):
        await host.open_app(Notepad)
    await first.close()
    await host.open_app(Notepad)
    await host.close()
    assert host.sessions == 0
    with pytest.raises(TooManyScreens, match="closing"):
        await host.open_app(Notepad)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
async def test_the_streams_stay_as_they_were_whoever_ends_first(host: BrowserHost, order: tuple[int, ...]) -> None:
    before = sys.stdout, sys.stderr
    sessions = [(await notepad(host))[0] for _ in range(3)]
    assert (sys.stdout, sys.stderr) == before
    for place in order:
        await sessions[place].close()
    assert (sys.stdout, sys.stderr) == before


async def test_signals_stay_the_servers(host: BrowserHost) -> None:
    names = [signal.SIGINT, signal.SIGTERM]
    before = [signal.getsignal(name) for name in names]
    session, _ = await notepad(host)
    assert [signal.getsignal(name) for name in names] == before
    await session.close()
    assert [signal.getsignal(name) for name in names] == before


async def test_the_loop_makes_its_tasks_as_before(host: BrowserHost, monkeypatch: pytest.MonkeyPatch) -> None:
    """From Python 3.12 on Textual has the loop run every task at once; here a stand-in for that factory."""
    loop, calls = asyncio.get_running_loop(), list[str]()

    def eager(loop: Any, coroutine: Any, **options: Any) -> asyncio.Task[Any]:
        calls.append(coroutine.__qualname__)
        return asyncio.Task(coroutine, loop=loop, **options)

    monkeypatch.setattr(asyncio, "eager_task_factory", eager, raising=False)
    before = loop.get_task_factory()
    one, first = await notepad(host)
    two, second = await notepad(host)
    assert loop.get_task_factory() is before
    assert calls  # Textual did set it
    one.type("a")
    two.type("b")
    await first.until("a")
    await second.until("b")


async def test_a_session_is_opened_from_within_another_app_without_harm(host: BrowserHost) -> None:
    """A control console in the same process may open and type; the seat's widgets still find their own app."""
    console = App[None]()
    async with console.run_test():
        session, glass = await notepad(host)
        session.type("x")
        await glass.until("x")
        assert session._app is not None
        seen: list[App[Any]] = []
        session._app.call_later(lambda: seen.append(session._app.query_one(Input).app))
        while not seen:  # noqa: ASYNC110 (nobody tells)
            await asyncio.sleep(0.01)
        assert seen[0] is session._app
        await session.close()


def alive(kind: type) -> int:
    gc.collect()
    return sum(isinstance(each, kind) for each in gc.get_objects())


async def seen_and_left(host: BrowserHost, make: Callable[[], Any]) -> None:
    session, glass = await make(), Glass(120, 36)
    session.attach(glass.send, 120, 36)
    await glass.until(lambda text: bool(text.strip()))
    session.type("\x1b[Ax\x1b[<0;11;6M\x1b[<0;11;6m\x1b[1;5A")
    session.type("\x1b")
    await glass.still(0.02)
    await session.close()


async def test_an_ended_app_is_gone_from_memory(host: BrowserHost) -> None:
    await seen_and_left(host, lambda: host.open_app(Notepad))
    before = alive(Notepad)
    for _ in range(30):
        await seen_and_left(host, lambda: host.open_app(Notepad))
    assert alive(Notepad) <= before + 1


async def test_without_the_end_of_the_parser_ended_apps_would_stay(
    host: BrowserHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the test above: the leak is there when the cure is taken away."""
    monkeypatch.setattr("northaxis.tui.browser.driver.KeyParser.close", lambda self: None)

    class Leaked(Notepad):
        pass

    for _ in range(5):
        await seen_and_left(host, lambda: host.open_app(Leaked))
    assert alive(Leaked) >= 4


async def test_ended_seats_of_the_game_are_gone_from_memory(host: BrowserHost) -> None:
    from northaxis.tui.app import NorthaxisApp

    before = alive(NorthaxisApp)
    for _ in range(4):
        await seen_and_left(host, lambda: host.open(solo_door()))
    assert alive(NorthaxisApp) <= before + 1


async def test_forty_seats_in_one_loop_each_show_their_own(host: BrowserHost) -> None:
    seats = []
    for _ in range(40):
        session, glass = await host.open_app(Notepad), Glass(80, 24)
        session.attach(glass.send, 80, 24)
        seats.append((session, glass))
    for _, glass in seats:
        await glass.until("nothing yet", seconds=60)
    for number, (session, _) in enumerate(seats):
        session.type(f"seat number {number:02}\r")
    for number, (_, glass) in enumerate(seats):
        await glass.until(f"told seat number {number:02}", seconds=60)
        assert glass.text.count("seat number") == 1
    await asyncio.gather(*(session.close() for session, _ in seats[::2]))
    for session, glass in seats[1::2]:
        session.type("on\r")
        await glass.until("told on", seconds=60)
    assert host.sessions == 20
