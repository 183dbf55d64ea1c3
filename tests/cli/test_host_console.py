"""`northaxis host` in a real terminal: the console comes and goes, breaks even, and the table goes on."""

from __future__ import annotations

import asyncio
import fcntl
import http.client
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.cli.running import SRC, run

from northaxis.network.remote import RemoteClient
from northaxis.services.roles import Role

ENDS = 60.0

BROKEN = """
import sys
from northaxis.tui.control.screen import ConsoleScreen
def broken(screen): raise LookupError("s3cr3t")
ConsoleScreen.action_script = broken
from northaxis.cli.main import main
main(sys.argv[1:])
"""


class Terminal:
    """A program in a terminal of its own: what it has painted so far, and keys."""

    def __init__(self, words: list[str], home: Path, environment: dict[str, str] | None = None) -> None:
        self._top, bottom = pty.openpty()
        fcntl.ioctl(bottom, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        own = {"PYTHONPATH": str(SRC), "XDG_DATA_HOME": str(home), "HOME": str(home), "TERM": "xterm-256color"}
        self.process = subprocess.Popen(
            words,
            stdin=bottom,
            stdout=bottom,
            stderr=bottom,
            start_new_session=True,
            env={**os.environ, "LANG": "C.UTF-8", "NORTHAXIS_DEBUG": "", **own, **(environment or {})},
            cwd=home,
        )
        os.close(bottom)
        self.text = ""

    def sees(self, words: str, after: int = 0) -> int:
        """Wait until these words were painted behind the place `after`; the place behind them."""
        ends = time.monotonic() + ENDS
        while time.monotonic() < ends:
            if (place := self.text.find(words, after)) >= 0:
                return place + len(words)
            self._read(0.2)
        raise AssertionError(f"{words!r} was never seen in {self.text[after:][-3000:]}")

    def ends(self) -> int:
        """Wait for the end; the exit code."""
        ends = time.monotonic() + ENDS
        while self.process.poll() is None and time.monotonic() < ends:
            self._read(0.2)
        self._read(0.2)
        return self.process.wait(1)

    def type(self, keys: str) -> int:
        """Press keys; the place behind all that was painted before."""
        self._read(0.3)
        os.write(self._top, keys.encode())
        return len(self.text)

    def hang_up(self) -> None:
        """The terminal is gone; no signal says so, as it is nobody's controlling one."""
        os.close(self._top)
        self._top = -1

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        if self._top >= 0:
            os.close(self._top)

    def _read(self, seconds: float) -> None:
        while select.select([self._top], [], [], seconds)[0]:
            try:
                piece = os.read(self._top, 65536)
            except OSError:
                return
            if not piece:
                return
            painted = re.sub(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07]*\x07|\x1b.", "", piece.decode("utf-8", "replace"))
            self.text += painted
            seconds = 0.05


@contextmanager
def terminal(words: list[str], home: Path, environment: dict[str, str] | None = None) -> Iterator[Terminal]:
    there = Terminal(words, home, environment)
    try:
        yield there
    finally:
        there.close()


def host(*words: str, code: str = "") -> list[str]:
    start = ["-c", code] if code else ["-m", "northaxis"]
    return [sys.executable, *start, "host", *words]


def answers(address: str) -> int:
    """What the first page of a host answers."""
    line = http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)
    line.request("GET", "/")
    return line.getresponse().status


def address_in(text: str) -> str:
    found = re.search(r"http://127\.0\.0\.1:\d+", text)
    assert found is not None
    return found.group()


@pytest.mark.parametrize("key", ["n", "x"])
def test_the_hosts_console_outlives_controls_own_link(key: str, tmp_path: Path) -> None:
    with terminal(host("S1", "--port", "0", "--session", "game.nax"), tmp_path) as there:
        there.sees("nobody is waited for")
        there.sees("BEFORE PLAY")
        at = there.type("l")
        there.sees("Links are secrets", at)
        at = there.type("\x1b[F\x1b[A\r")
        there.sees("Renew it", at)
        at = there.type(key)
        there.sees("this link", at)
        at = there.type("y")
        there.sees("No reason given", at)
        at = there.type("\r")
        there.sees("link  http://" if key == "n" else "The link is dead", at)
        if key == "n":
            there.type("\x1b")
            time.sleep(0.5)
        at = there.type("\x03")
        there.sees("Close the table?", at)
        assert answers(address_in(there.text)) == 200
        there.type("close\r")
        assert there.ends() == 0
    assert run("verify", tmp_path / "game.nax", home=tmp_path).returncode == 0


def test_a_console_that_breaks_takes_nobody_with_it_and_can_be_opened_again(tmp_path: Path) -> None:
    with terminal(host("S1", "--port", "0", "--session", "game.nax", code=BROKEN), tmp_path) as there:
        there.sees("BEFORE PLAY")
        there.type("s")
        at = there.sees("The console has stopped because of a bug in it (LookupError)")
        at = there.sees("Press enter to open the console again", at)
        assert answers(address_in(there.text)) == 200
        there.type("\r")
        at = there.sees("BEFORE PLAY", at)
        there.type("s")
        at = there.sees("Press enter to open the console again", at)
        there.process.send_signal(signal.SIGINT)
        assert there.ends() == 70
        assert "northaxis host --session game.nax" in there.text[at:]
        assert "s3cr3t" not in there.text
        assert "Traceback" not in there.text


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"TERM": "dumb"}, "a 'dumb' terminal cannot show the screens"),
        ({"PYTHONIOENCODING": "latin-1"}, "this terminal writes iso8859-1"),
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, "the screens need UTF-8"),
    ],
)
def test_a_terminal_without_screens_is_told_before_anything_is_begun(
    environment: dict[str, str], sentence: str, tmp_path: Path
) -> None:
    with terminal(host("S1", "--port", "0", "--session", "game.nax"), tmp_path, environment) as there:
        assert there.ends() == 2
        assert sentence in there.text
        assert "'--no-console'" in there.text
        assert "/s/" not in there.text
    assert not (tmp_path / "game.nax").exists()
    with terminal(host("S1", "--port", "0", "--session", "game.nax", "--no-console"), tmp_path, environment) as there:
        there.sees("Stop with Ctrl+C")
        there.process.terminate()
        assert there.ends() == 0


def test_no_link_of_a_host_is_broken_by_a_terminal_of_eighty_columns(tmp_path: Path) -> None:
    with terminal(host("S2", "--port", "0", "--session", "game.nax", "--no-console"), tmp_path) as there:
        there.sees("same links.")
        there.process.terminate()
        there.ends()
    lines = there.text.splitlines()
    assert sum("/s/" in line for line in lines) == 5
    assert max(map(len, lines)) < 80


def test_a_control_link_that_was_taken_back_is_new_where_a_host_has_no_console(tmp_path: Path) -> None:
    with terminal(host("S1", "--port", "0", "--session", "game.nax"), tmp_path) as there:
        there.sees("BEFORE PLAY")
        before = re.findall(r"/s/(\w{28})", there.text)
        for chair in ("\x1b[F\x1b[A", "\x1b[F\x1b[A\x1b[A"):  # control, then the projector
            at = there.type("l")
            there.sees("Links are secrets", at)
            at = there.type(f"{chair}\r")
            there.sees("Take it back", at)
            at = there.type("x")
            there.sees("Take this link back?", at)
            at = there.type("y")
            there.sees("No reason given", at)
            at = there.type("\r")
            there.sees("The link is dead", at) if chair == "\x1b[F" else time.sleep(1)
        there.process.terminate()
        there.ends()
    with terminal(host("--port", "0", "--session", "game.nax", "--no-console"), tmp_path) as there:
        there.sees("same links.")
        there.process.terminate()
        there.ends()
    after = re.findall(r"/s/(\w{28})", there.text)
    assert (len(before), len(after)) == (4, 3)
    assert before[:2] == after[:2]
    assert after[-1] not in before
    assert "projector: its link was taken back" in there.text


def seconds_used(process: int) -> float:
    """The time that a program has worked so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system does not tell how long a program works")
def test_a_table_whose_terminal_is_gone_without_a_word_goes_on_and_control_comes_back_by_its_link(
    tmp_path: Path,
) -> None:
    with terminal(host("S2", "--seed", "gone"), tmp_path) as there:
        there.sees("control")
        there.sees("Nothing waits for you")
        address, links = address_in(there.text), re.findall(r"http://127\.0\.0\.1:\d+/s/\w+", there.text)
        there.hang_up()
        time.sleep(3)
        before = seconds_used(there.process.pid)
        time.sleep(3)
        assert seconds_used(there.process.pid) - before < 0.25, "it works on and on for nobody"
        assert there.process.poll() is None
        assert answers(address) == 200
        asyncio.run(goes_on(links[-1]))
        there.process.send_signal(signal.SIGTERM)
        assert there.process.wait(ENDS) == 0


async def goes_on(link: str) -> None:
    control = await RemoteClient.connect(link)
    assert control.role is Role.CONTROL
    assert await control.go_on()
    await control.close()
