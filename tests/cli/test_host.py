"""`northaxis host` and `northaxis join` as people run them: real processes on loopback, killed and started again."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.cli.running import SRC, run

from northaxis.domain.facts import Step
from northaxis.domain.ids import ActionId, SeatId
from northaxis.domain.orders import GO_ON, Order, Place
from northaxis.domain.rulings import Upheld
from northaxis.network.remote import RemoteClient

MIN = SeatId("MIN")
PAY = Order(MIN, Place(ActionId("MIN-PAY")))


@dataclass
class Host:
    """A host that listens, and what it printed."""

    process: subprocess.Popen[str]
    said: dict[str, Any]


@contextmanager
def host(home: Path, *words: str | Path, folder: Path | None = None) -> Iterator[Host]:
    own = {"PYTHONPATH": str(SRC), "XDG_DATA_HOME": str(home), "HOME": str(home)}
    process = subprocess.Popen(
        [sys.executable, "-m", "northaxis", "host", "--no-console", "--json", "--port", "0", *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **own},
        cwd=folder,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, process.stderr.read() if process.stderr is not None else ""
        yield Host(process, json.loads(line))
    finally:
        process.kill()
        process.communicate()


def path_of(link: str) -> str:
    return link.partition("/s/")[2]


def test_a_host_prints_its_links_as_one_line_of_json(tmp_path: Path) -> None:
    with host(tmp_path, "S2", "--session", tmp_path / "game.nax") as there:
        said = there.said
        assert {"url", "seats", "control", "projector", "observer"} <= said.keys()
        assert list(said["seats"]) == ["MIN", "KYI"]
        links = [*said["seats"].values(), said["control"], said["projector"], said["observer"]]
        assert len(set(links)) == 5
        assert all(link.startswith(f"{said['url']}/s/") for link in links)
        assert said["url"].startswith("http://127.0.0.1:")


def test_a_host_that_is_killed_has_every_acknowledged_order_and_the_same_links_when_it_is_back(tmp_path: Path) -> None:
    file = tmp_path / "game.nax"

    async def play(said: dict[str, Any], kill: subprocess.Popen[str]) -> None:
        control, minsk = await RemoteClient.connect(said["control"]), await RemoteClient.connect(said["seats"]["MIN"])
        while minsk.view().step is not Step.ORDERS:
            if minsk.view().owes:
                await minsk.ask(minsk.view().legal[0])
            else:
                await control.ask(GO_ON)
                await asyncio.sleep(0.01)
        assert await minsk.ask(PAY) == Upheld(())
        kill.send_signal(signal.SIGKILL)
        await minsk.close()
        await control.close()

    async def look(said: dict[str, Any]) -> None:
        minsk = await RemoteClient.connect(said["seats"]["MIN"])
        assert [order.action for order in minsk.view().sheet.orders] == ["MIN-PAY"]
        await minsk.close()

    with host(tmp_path, "S1", "--session", file, "--seed", "7") as there:
        first = there.said
        asyncio.run(play(first, there.process))
        there.process.wait(10)
    with host(tmp_path, "--session", file) as there:
        again = there.said
        assert path_of(again["seats"]["MIN"]) == path_of(first["seats"]["MIN"])
        assert [path_of(again[name]) for name in ("control", "projector", "observer")] == [
            path_of(first[name]) for name in ("control", "projector", "observer")
        ]
        assert again["codes"] == first["codes"]
        asyncio.run(look(again))


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_host_that_is_asked_to_end_leaves_one_whole_file(tmp_path: Path, sent: signal.Signals, code: int) -> None:
    file = tmp_path / "game.nax"
    with host(tmp_path, "S1", "--session", file) as there:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        there.process.send_signal(sent)
        assert there.process.wait(20) == code
    assert [path.name for path in tmp_path.glob("game*")] == ["game.nax"]
    assert run("verify", file, home=tmp_path).returncode == 0


def test_a_seat_is_joined_in_plain_lines_with_the_link_from_standard_input(tmp_path: Path) -> None:
    with host(tmp_path, "S1", "--session", tmp_path / "game.nax") as there:
        told = run("join", "--plain", home=tmp_path, typed=f"{there.said['seats']['MIN']}\ngoals\nquit\n")
        assert told.returncode == 0, told.stderr
        assert "You are Minsk" in told.stdout
        assert "Nothing is asked of you now." in told.stdout
        assert "your seat is kept" in told.stdout
        watched = run("join", "--plain", there.said["observer"], home=tmp_path, typed="go on\nquit\n")
        assert watched.returncode == 0, watched.stderr
        assert "No: " in watched.stdout
        moved = run("join", "--plain", there.said["control"], home=tmp_path, typed="go on\nquit\n")
        assert moved.returncode == 0, moved.stderr
        assert "No: " not in moved.stdout


def test_a_seat_is_joined_by_the_address_and_the_code_and_no_token_is_printed(tmp_path: Path) -> None:
    with host(tmp_path, "S1", "--session", tmp_path / "game.nax") as there:
        place = there.said["url"].removeprefix("http://")
        code, token = there.said["codes"]["seat.MIN.1"], there.said["seats"]["MIN"].rpartition("/")[2]
        asked = run("join", "--plain", place, home=tmp_path, typed=f"{code.lower()}\ngoals\nquit\n")
        given = run("join", "--plain", place, *code.split("-"), home=tmp_path, typed="goals\nquit\n")
        for told in (asked, given):
            assert told.returncode == 0, told.stderr
            assert "You are Minsk" in told.stdout
            assert token not in told.stdout + told.stderr
        wrong = run("join", "--plain", place, "0000-0000", home=tmp_path)
    closed = run("join", "--plain", place, code, home=tmp_path)
    assert (wrong.returncode, wrong.stderr) == (closed.returncode, closed.stderr)
    assert wrong.returncode == 3
    assert "no table lets this code in" in " ".join(wrong.stderr.split())


def test_a_plain_seat_is_told_what_happens_while_it_waits(tmp_path: Path) -> None:
    own = {**os.environ, "PYTHONPATH": str(SRC), "HOME": str(tmp_path)}
    with host(tmp_path, "S1", "--session", tmp_path / "game.nax") as there:
        seat = subprocess.Popen(
            [sys.executable, "-m", "northaxis", "join", "--plain", there.said["seats"]["MIN"]],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=own,
        )
        assert seat.stdin is not None
        assert seat.stdout is not None
        try:
            heard = ""
            while "Nothing is asked of you now" not in heard:
                heard += seat.stdout.readline()
            run("join", "--plain", there.said["control"], home=tmp_path, typed="go on\nquit\n")
            while "TURN 1 of" not in heard:
                line = seat.stdout.readline()
                assert line, heard
                heard += line
        finally:
            seat.stdin.write("quit\n")
            seat.stdin.close()
            assert seat.wait(20) == 0
            seat.stdout.close()


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("join", "gibberish"), 2, "no link to a seat"),
        (("join", "W292 8P7Y"), 2, "where the table is goes before it"),
        (("join", "nonsense", "W2928P7Y"), 2, "no address of a table"),
        (("join", "--plain", "https://127.0.0.1:9", "W2928P7Y"), 2, "ADDRESS#sha256-..."),
        (("join", "--plain", f"http://127.0.0.1:9/s/{'a' * 28}"), 3, "no table answers"),
        (("join", "--plain", "http://127.0.0.1:99999/s/abcd"), 2, "no link to a seat"),
        (("join", "--plain", "http://127.0.0.1:0/s/abcd"), 2, "no link to a seat"),
        (("join", "--plain", "http://127.0.0.1:http/s/abcd"), 2, "no link to a seat"),
        (("join", "--plain", "http://[::1/s/abcd"), 2, "no link to a seat"),
        (("join", "--plain", "http://ann@127.0.0.1/s/abcd"), 2, "no link to a seat"),
        (("join", "--plain", "http://127.0.0.1 :9/s/abcd"), 2, "no link to a seat"),
        (("host", "S2", "--bind", ""), 2, "'' is no address"),
        (("host", "S2", "--people", ""), 2, "--people names nobody"),
        (("host", "S2", "--people", ",,"), 2, "--people names nobody"),
        (("join",), 2, "no link came"),
        (("host",), 2, "no scenario was named"),
        (("host", "S9"), 2, "there is no scenario"),
        (("host", "S2", "--bind", "here"), 2, "is no address"),
        (
            ("host", "S2", "--bind", "192.0.2.77", "--no-console", "--session", "x.nax"),
            3,
            "is no address of this machine",
        ),
        (("host", "S2", "--people", "Ann,Bo", "--seats", "MIN"), 2, "give one of them"),
        (("host", "S2", "--people", "Ann,Ann,Bo,Cy"), 2, "same name"),
        (("host", "S2", "--seats", "MIN,XXX"), 2, "no seat 'XXX'"),
        (("host", "S2", "--seats", "MIN,min"), 2, "twice"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    words: tuple[str, ...], code: int, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = run(*words, home=tmp_path)
    assert (told.returncode, sentence in told.stderr) == (code, True), told.stderr
    assert "Traceback" not in told.stderr
    assert list(tmp_path.rglob("*.nax")) == []


def test_a_port_that_is_taken_leaves_nothing_behind_and_the_retry_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "game.nax"
    words = ("S2", "--session", file, "--seats", "MIN,KYI", "--seed", "5")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        told = run("host", *words, "--port", str(taken.getsockname()[1]), home=tmp_path)
        assert (told.returncode, "--port 0" in told.stderr) == (3, True)
        assert run("host", "S2", "--port", str(taken.getsockname()[1]), home=tmp_path).returncode == 3
    assert list(tmp_path.rglob("*.nax")) == []
    with host(tmp_path, *words) as there:
        assert list(there.said["seats"]) == ["MIN", "KYI"]


def test_people_are_seated_by_name_and_the_words_for_people_name_every_link(tmp_path: Path) -> None:
    own = {**os.environ, "PYTHONPATH": str(SRC), "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "northaxis",
            "host",
            "S2",
            "--people",
            "Ann,Bo,Cy,Di",
            "--bind",
            "0.0.0.0",
            "--port",
            "0",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=own,
    )
    assert process.stdout is not None
    text, ends = "", time.monotonic() + 60
    while "Stop with Ctrl+C" not in text and time.monotonic() < ends:
        text += process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    _, talk = process.communicate(timeout=60)
    assert text.count("/s/") >= 4 + 3
    assert "plain HTTP" in text
    assert "control" in text
    assert "the console is not open here" in talk
    assert "Traceback" not in talk
