"""The app itself: where it refuses to start, how it stops, what it imports, what it keeps."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.tui.t1_desk import FakeDesk
from tests.tui.t1_stage import SMALL

from northaxis.tui.app import NorthaxisApp, TerminalUnfit, demand_terminal
from northaxis.tui.crash import crash_notice, frames
from northaxis.tui.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parents[2]


def test_without_a_terminal_it_says_what_to_do() -> None:
    with pytest.raises(TerminalUnfit, match="--plain"):
        demand_terminal()


class Tty:
    def __init__(self, encoding: str) -> None:
        self.encoding = encoding

    def isatty(self) -> bool:
        return True


def test_a_terminal_that_is_not_utf8_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Tty("ascii"))
    monkeypatch.setattr(sys, "stdout", Tty("ANSI_X3.4-1968"))
    with pytest.raises(TerminalUnfit, match=r"LANG=C\.UTF-8"):
        demand_terminal()
    monkeypatch.setattr(sys, "stdout", Tty("UTF-8"))
    monkeypatch.setenv("TERM", "xterm-256color")
    demand_terminal()
    monkeypatch.setenv("TERM", "dumb")
    with pytest.raises(TerminalUnfit, match="dumb"):
        demand_terminal()


def test_a_crash_notice_shows_no_value_and_no_words_of_the_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def act() -> None:
        secret = "the sheet of another seat"
        raise ValueError(secret)

    with pytest.raises(ValueError, match="sheet") as caught:
        act()
    notice, told = crash_notice(caught.value).plain, frames(caught.value)
    assert "another seat" not in notice + told
    assert "bug" in notice
    assert "act" in told
    file = re.search(r"For a report: (\S+)", notice)
    assert file is not None
    assert Path(file[1]).stat().st_mode & 0o077 == 0


async def test_a_bug_in_a_screen_ends_the_app_with_the_notice(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    app = NorthaxisApp(FakeDesk(), settings=Settings())

    def bug() -> None:
        raise KeyError("a secret")

    async def meet_it() -> None:
        async with app.run_test(size=SMALL) as pilot:
            app.call_later(bug)
            await pilot.pause()

    with pytest.raises(KeyError):
        await meet_it()
    told = capsys.readouterr().err
    assert "northaxis has stopped because of a bug" in told
    assert "a secret" not in told
    assert app.return_code == 70


BEFORE_THE_FIRST_FRAME = """
import sys
from northaxis.tui.app import NorthaxisApp
from northaxis.tui.screens.home import HomeScreen
class Desk:
    def offers(self): return ()
    def sessions(self): return ()
ours = [f"northaxis.{name}" for name in ("domain", "content", "services", "bots")]
slow = ("pydantic", "yaml", "numpy", "sqlite3", *ours)
def found(self):
    print([name for name in slow if name in sys.modules])
    self.app.exit()
HomeScreen._after_first_frame = found
NorthaxisApp(Desk()).run(headless=True, size=(120, 36))
"""


def test_nothing_slow_is_imported_before_the_first_frame() -> None:
    done = subprocess.run([sys.executable, "-c", BEFORE_THE_FIRST_FRAME], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


LIVE = """
import sys
from northaxis.tui.app import run_home
class Desk:
    def offers(self): return ()
    def sessions(self): return ()
sys.exit(run_home(Desk(), lambda wish: 0))
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_gives_the_terminal_back(number: signal.Signals, tmp_path: Path) -> None:
    environment = {**os.environ, "TERM": "xterm-256color", "PYTHONUTF8": "1", "NORTHAXIS_CONFIG": str(tmp_path / "s")}
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(ROOT)
        os.execve(sys.executable, [sys.executable, "-c", LIVE], environment)
    seen = b""
    deadline = time.monotonic() + 60
    while b"teaching" not in seen and time.monotonic() < deadline:
        seen += os.read(terminal, 65536)
    os.kill(child, number)
    while True:
        try:
            more = os.read(terminal, 65536)
        except OSError:
            break
        if not more:
            break
        seen += more
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 128 + number
    assert b"\x1b[?1049h" in seen
    assert b"\x1b[?1049l" in seen
    assert b"\x1b[?25h" in seen


def test_settings_are_kept_and_comments_stay(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "settings.toml"
    path.parent.mkdir()
    path.write_text('# mine\ntheme = "northaxis-day"\n\n[keymap]\n"home.quit" = "f9"\n', "utf-8")
    settings = load_settings(path, {})
    assert settings.theme == "northaxis-day"
    assert settings.keymap == {"home.quit": "f9"}
    changed = settings.changed(motion=False, theme="northaxis-contrast")
    assert not changed.problems
    again = load_settings(path, {})
    assert (again.theme, again.motion, again.keymap) == ("northaxis-contrast", False, {"home.quit": "f9"})
    assert path.read_text("utf-8").startswith("# mine\n")
    assert [entry.name for entry in path.parent.iterdir()] == ["settings.toml"]


def test_the_environment_wins_for_one_run_and_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    settings = load_settings(path, {"NORTHAXIS_MOTION": "off", "NORTHAXIS_ASCII": "1", "NORTHAXIS_THEME": "nonsense"})
    assert (settings.motion, settings.ascii, settings.theme) == (False, True, "northaxis-night")
    settings.changed(coach=False)
    assert path.read_text("utf-8") == "coach = false\n"


@pytest.mark.parametrize(
    "text", ["theme = ", "theme = 3", "strange = 1", '[keymap]\n"a" = 1', "\x00", "[" * 2000, "motion = 'on'"]
)
def test_a_broken_settings_file_is_told_and_does_not_stop_anything(text: str, tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text, "utf-8")
    settings = load_settings(path, {})
    assert settings.problems
    assert settings.theme == "northaxis-night"


def test_settings_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings = load_settings(tmp_path / "file" / "settings.toml", {})
    assert settings.changed(coach=False).problems
