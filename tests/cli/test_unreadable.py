"""Session files that cannot be used as they are: every command says the same, and what is left to do."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.cli.running import run
from tests.cli.test_host import host

from northaxis.cli import guard


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session that has come some way."""
    folder = tmp_path_factory.mktemp("played")
    file = folder / "played.nax"
    told = run("play", "S1", "--plain", "--session", file, "--seed", "3", home=folder, typed="seal\n" * 40)
    assert told.returncode == 0, told.stderr
    return file


def cut(file: Path, into: Path, percent: int) -> Path:
    whole = file.read_bytes()
    into.write_bytes(whole[: len(whole) * percent // 100])
    return into


def test_of_a_cut_session_all_that_is_there_is_told_and_can_be_played_on(played: Path, tmp_path: Path) -> None:
    entries = int(run("verify", played, home=tmp_path).stdout.partition("valid, ")[2].split()[0])
    file = cut(played, tmp_path / "cut.nax", 90)
    refused = run("host", "--session", file, "--no-console", "--port", "0", home=tmp_path)
    assert refused.returncode == 2
    assert "the file is cut" in refused.stderr
    assert "'northaxis verify' says how much of it holds" in refused.stderr
    found = run("verify", file, home=tmp_path)
    assert found.returncode == 1
    assert "the file is cut" in found.stdout
    held = int(found.stdout.partition("valid up to entry ")[2].partition(";")[0])
    assert 45 < held < entries
    told = run("branch", file, "--at", "45", "--to", tmp_path / "on.nax", home=tmp_path)
    assert told.returncode == 0, told.stderr
    assert run("verify", tmp_path / "on.nax", home=tmp_path).stdout.startswith(f"{tmp_path / 'on.nax'}: valid, 45")


def test_where_nothing_of_a_session_holds_every_command_says_so(played: Path, tmp_path: Path) -> None:
    file = cut(played, tmp_path / "cut.nax", 10)
    found = run("verify", file, home=tmp_path)
    assert (found.returncode, "nothing of it holds, so look for a copy" in found.stdout) == (1, True)
    told = run("replay", file, home=tmp_path)
    assert (told.returncode, "nothing of it holds, so look for a copy" in told.stderr) == (2, True)


def test_links_that_cannot_be_read_leave_a_way_to_new_ones(tmp_path: Path) -> None:
    file = tmp_path / "game.nax"
    with host(tmp_path, "S1", "--session", file) as there:
        there.process.terminate()
        there.process.wait(20)
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE drafts SET value = '{}' WHERE name = 'lobby'")
    connection.close()
    told = run("host", "--session", file, "--no-console", "--port", "0", home=tmp_path)
    assert told.returncode == 2
    assert "the links kept in this session cannot be read" in told.stderr
    words = told.stderr.partition("'northaxis ")[2].partition("'")[0].split()
    made = run(*words, "--to", tmp_path / "new.nax", home=tmp_path)
    assert made.returncode == 0, made.stderr
    with host(tmp_path, "--session", tmp_path / "new.nax") as there:
        assert "MIN" in there.said["seats"]


@contextmanager
def somebody_else() -> Iterator[None]:
    """As a user to whom a private file is closed."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_session_of_somebody_else_is_said_to_be_theirs(
    played: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    commands = (["verify"], ["replay"], ["export"], ["report"], ["host", "--no-console", "--port", "0", "--session"])
    private = tmp_path / "shared" / "private.nax"
    private.parent.mkdir()
    private.parent.chmod(0o777)
    missing = str(tmp_path / "missing.nax")
    for command in commands[:4]:
        assert guard.run([*command, missing]) == 2  # everything is imported now
    assert guard.run(["host", "S9", "--no-console", "--session", missing]) == 2
    capsys.readouterr()
    private.write_bytes(played.read_bytes())
    private.chmod(0o600 if os.geteuid() == 0 else 0)
    for folder in (tmp_path, *tmp_path.parents[:3]):
        if folder.stat().st_uid == os.geteuid() and folder != Path("/tmp"):
            folder.chmod(0o755)
    for command in commands:
        with somebody_else():
            code = guard.run([*command, str(private)])
        said = capsys.readouterr().err
        assert code == 2, (command, said)
        assert "permission denied" in said, (command, said)
        assert "its owner" in said, (command, said)
        assert "--help" not in said
