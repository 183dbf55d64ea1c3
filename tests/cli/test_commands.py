"""The contract of the command line: exit codes, JSON keys, streams, imports, sentences for mistakes."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from tests.cli.running import SRC, run

from northaxis import __version__
from northaxis.cli.commands import COMMANDS
from northaxis.cli.main import HELP

WRONG_DECK = """\
format: 1
deck: {id: mine, name: Mine, about: A deck., ruleset: northern-front, document: EF}
cards:
  - {id: X01, title: One, text: Something., cites: [EF-03], auto: {do: {unitty: -1}}}
"""


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished game of bots on disk."""
    home = tmp_path_factory.mktemp("home")
    path = home / "game.nax"
    assert run("play", "S1", "--autoplay", "--seed", "7", "--session", path, home=home).returncode == 0
    return path


# --- version, help, imports ---------------------------------------------------------------------------------------


def test_the_version_is_told(tmp_path: Path) -> None:
    done = run("--version", home=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"northaxis {__version__}\n")


@pytest.mark.parametrize("words", [["--help"], ["-h"]])
def test_the_help_names_every_command(words: list[str], tmp_path: Path) -> None:
    done = run(*words, home=tmp_path)
    assert (done.returncode, done.stdout) == (0, HELP)
    assert all(f"northaxis {command}" in HELP for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, tmp_path: Path) -> None:
    done = run(command, "--help", home=tmp_path)
    assert done.returncode == 0
    assert "Usage: northaxis" in done.stdout


def imported(*words: str, home: Path) -> set[str]:
    """The top-level packages that a command imports."""
    code = (
        "import sys, runpy, atexit\n"
        "names = lambda: ' '.join({name.partition('.')[0] for name in sys.modules})\n"
        "atexit.register(lambda: sys.stderr.write('\\nIMPORTED ' + names()))\n"
        f"sys.argv = ['northaxis', *{[str(word) for word in words]!r}]\n"
        "runpy.run_module('northaxis', run_name='__main__')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        input="quit\n",
        env={"PYTHONPATH": str(SRC), "XDG_DATA_HOME": str(home), "HOME": str(home), "PATH": ""},
        check=False,
    )
    return set(done.stderr.rpartition("IMPORTED ")[2].split())


def test_version_and_help_import_nothing(tmp_path: Path) -> None:
    for word in ("--version", "--help"):
        assert imported(word, home=tmp_path).isdisjoint({"click", "pydantic", "yaml", "textual", "sqlite3", "json"})


def test_check_imports_no_screen_no_network_no_arrays(tmp_path: Path) -> None:
    found = imported("check", str(SRC.parent / "decks"), home=tmp_path)
    assert "yaml" in found
    assert found.isdisjoint({"textual", "rich", "numpy", "aiohttp", "sqlite3"})


def test_plain_play_imports_no_screen_and_no_arrays(tmp_path: Path) -> None:
    found = imported("play", "S1", "--plain", home=tmp_path)
    assert "sqlite3" in found
    assert found.isdisjoint({"textual", "rich", "numpy", "aiohttp"})


# --- no terminal --------------------------------------------------------------------------------------------------


def test_without_a_terminal_home_is_a_menu_in_words(tmp_path: Path) -> None:
    done = run(home=tmp_path)
    assert done.returncode == 0
    assert "northaxis demo" in done.stdout


def test_home_offers_the_latest_unfinished_game(tmp_path: Path) -> None:
    assert run("play", "S1", "--seed", "1", home=tmp_path).returncode == 0
    assert "northaxis play --session" in run(home=tmp_path).stdout


def test_the_demo_is_told_to_its_end_and_is_always_the_same_story(tmp_path: Path) -> None:
    first, second = run("demo", home=tmp_path), run("demo", home=tmp_path)
    assert first.returncode == 0
    assert first.stdout == second.stdout
    assert "Switched Off" in first.stdout
    assert "PLAY IS OVER" in first.stdout
    assert not list(tmp_path.rglob("*.nax"))


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    command = f"{sys.executable} -m northaxis demo | head -n 3; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(SRC), "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 3


def test_an_interrupt_ends_with_130_and_keeps_the_game(tmp_path: Path) -> None:
    file = tmp_path / "a.nax"
    with subprocess.Popen(
        [sys.executable, "-m", "northaxis", "play", "S1", "--plain", "--session", str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": str(SRC), "HOME": str(tmp_path), "PATH": ""},
    ) as process:
        assert process.stdout is not None
        while "TURN 1" not in process.stdout.readline():
            pass
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in said
    assert run("verify", file, home=tmp_path).returncode == 0


# --- check --------------------------------------------------------------------------------------------------------


def test_the_shipped_rules_and_decks_have_no_errors(tmp_path: Path) -> None:
    done = run("check", SRC.parent / "rules", SRC.parent / "decks", "--format", "json", home=tmp_path)
    assert done.returncode == 0
    assert json.loads(done.stdout)["errors"] == 0


def test_findings_are_told_with_line_and_column_and_exit_code_1(tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text(WRONG_DECK)
    done = run("check", deck, "--format", "json", home=tmp_path)
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert found.keys() >= {"diagnostics", "errors", "warnings"}
    first = found["diagnostics"][0]
    assert first.keys() >= {"file", "line", "column", "severity", "code", "message", "hint"}
    assert (first["file"], first["line"]) == (str(deck), 4)
    text = run("check", deck, home=tmp_path)
    assert text.returncode == 1
    assert "deck.yaml:4:" in text.stdout
    assert "1 file checked: 1 error" in text.stdout
    assert run("check", deck, "--format", "github", home=tmp_path).stdout.startswith("::error file=")


# --- sessions -----------------------------------------------------------------------------------------------------


def test_verify_tells_what_holds(session: Path, tmp_path: Path) -> None:
    done = run("verify", session, "--json", home=tmp_path)
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert found.keys() >= {"valid", "facts", "head", "state", "first_bad"}
    assert found["valid"] is True
    assert len(found["head"]) == len(found["state"]) == 64


def test_verify_of_a_damaged_file_has_exit_code_1(session: Path, tmp_path: Path) -> None:
    import sqlite3

    damaged = tmp_path / "damaged.nax"
    damaged.write_bytes(session.read_bytes())
    connection = sqlite3.connect(damaged)
    connection.execute("PRAGMA writable_schema = OFF")
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.close()
    assert run("verify", damaged, "--json", home=tmp_path).returncode in (0, 1)
    raw = session.read_bytes()
    place = raw.index(b'"fact":"turn-began"')
    damaged.write_bytes(raw[:place] + b'"fact":"turn-bogus"' + raw[place + 19 :])
    done = run("verify", damaged, "--json", home=tmp_path)
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert found["valid"] is False
    assert found["first_bad"] >= 1


def test_export_prints_one_object_a_line(session: Path, tmp_path: Path) -> None:
    done = run("export", session, "--format", "jsonl", home=tmp_path)
    assert done.returncode == 0
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))
    assert all(line["previous"] == before["hash"] for before, line in pairwise(lines))
    assert lines[0]["fact"]["fact"] == "opened"


def test_sessions_are_listed_as_lines_and_as_json(session: Path, tmp_path: Path) -> None:
    done = run("sessions", "--json", "--folder", session.parent, home=tmp_path)
    assert done.returncode == 0
    (row,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert row["file"] == str(session)
    assert (row["scenario"], row["turns"], row["over"]) == ("switched-off", 4, True)
    assert 1 <= row["turn"] <= 4
    assert "switched-off" in run("sessions", "--folder", session.parent, home=tmp_path).stdout
    assert "There are no sessions" in run("sessions", home=tmp_path).stdout


def test_a_replay_tells_a_turn_as_a_seat_saw_it(session: Path, tmp_path: Path) -> None:
    of_control = run("replay", session, home=tmp_path).stdout
    of_kyiv = run("replay", session, "--seat", "kyi", "--turn", "2", home=tmp_path).stdout
    assert "as control saw it" in of_control
    assert "TURN 2 of 4" in of_kyiv
    assert "TURN 1 of 4" not in of_kyiv
    assert "pressure 1" not in of_kyiv
    assert "pressure 1" in of_control


# --- mistakes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["plya"], "did you mean 'play'?"),
        (["--bogus"], "--bogus"),
        (["play"], "no scenario was named"),
        (["play", "S9"], "there is no scenario 'S9'"),
        (["play", "S3+V9"], "there is no variant 'V9'"),
        (["play", "S1", "--seat", "XXX"], "there is no seat 'XXX'"),
        (["play", "S1", "--level", "god"], "cadet, staff, principal"),
        (["play", "S1", "--autoplay", "--dice", "typed"], "cannot be typed"),
        (["play", "--session", "/nowhere/x.nax"], "there is no session file"),
        (["play", "S1", "--session", "/nowhere/x.nax"], "/nowhere/x.nax"),
        (["play", "/nowhere/mine.yaml"], "there is no file or folder"),
        (["check", "/nowhere"], "there is no file or folder '/nowhere'"),
        (["check"], "PATH"),
        (["verify", "/nowhere.nax"], "there is no such file"),
        (["verify", __file__], "is not a northaxis session"),
        (["replay", __file__], "is not a northaxis session"),
        (["export", __file__], "is not a northaxis session"),
        (["sessions", "--folder", "/nowhere"], "there is no folder"),
        (["deck", "show", "nope"], "there is no deck 'nope'"),
        (["deck", "show", "eastern-frontier", "F99"], "no card 'F99'"),
    ],
)
def test_a_mistake_is_one_sentence_on_stderr_and_exit_code_2(words: list[str], says: str, tmp_path: Path) -> None:
    done = run(*words, home=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert says in done.stderr
    assert done.stderr.startswith("northaxis: ")
    assert len(done.stderr.splitlines()) == 1


def test_a_begun_session_is_not_started_anew(session: Path, tmp_path: Path) -> None:
    done = run("play", "S1", "--seed", "1", "--session", session, home=tmp_path)
    assert done.returncode == 2
    assert "has begun" in done.stderr
    assert "not of S2" in run("play", "S2", "--session", session, home=tmp_path).stderr


def test_escape_codes_in_names_do_not_reach_the_terminal(tmp_path: Path) -> None:
    done = run("play", "S1\x1b[31m", home=tmp_path)
    assert "\x1b" not in done.stderr


# --- decks --------------------------------------------------------------------------------------------------------


def test_a_deck_and_a_card_are_shown(tmp_path: Path) -> None:
    assert "F02 Switched off overnight" in run("deck", "show", "eastern-frontier", home=tmp_path).stdout
    card = run("deck", "show", "eastern-frontier", "f02", home=tmp_path).stdout
    assert "MIN chooses:" in card
    assert "a. Call it our own sovereign choice (Kyiv -1, Home -1, Moscow +1)" in card
    assert "border-dynamics: Border Dynamics" in run("deck", "show", home=tmp_path).stdout
    assert "F02" in run("deck", "show", SRC.parent / "decks" / "eastern-frontier", home=tmp_path).stdout
