"""The mechanism that will bring files of older formats to today's, tried on a format that never was."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from types import MappingProxyType

import pytest
from tests.journal.tiny_game import HEADER, commands, compile_tiny, play

from northaxis.domain import facts as f
from northaxis.services.ports import StoreFailed
from northaxis.storage import migration, schema
from northaxis.storage.errors import SessionDamaged
from northaxis.storage.migration import Step
from northaxis.storage.session_file import SessionFile
from northaxis.storage.verify import verify

OLD = tuple(table.replace("CREATE TABLE drafts", "CREATE TABLE notes") for table in schema.TABLES)


def rename(connection: sqlite3.Connection) -> None:
    connection.execute("DROP TABLE notes")
    connection.execute(next(table for table in schema.TABLES if "drafts" in table))


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of format 0, in which drafts were called notes."""
    path = tmp_path / "old.nax"
    with SessionFile.create(path, HEADER) as store:
        for command, facts in commands():
            store.append(command, facts, 5)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DROP TABLE drafts")
        connection.execute(next(table for table in OLD if "notes" in table))
        connection.execute("PRAGMA user_version = 0")
    monkeypatch.setattr(migration, "STEPS", MappingProxyType({0: Step(OLD, rename)}))
    return path


def test_an_older_file_is_read_without_being_changed(old: Path) -> None:
    before = old.read_bytes()
    assert verify(old, compile_tiny).facts == len(play())
    assert old.read_bytes() == before
    assert os.listdir(old.parent) == [old.name]


def test_an_older_file_is_opened_for_playing_with_a_backup_kept(old: Path) -> None:
    before, report = old.read_bytes(), verify(old, compile_tiny)
    with SessionFile.open(old) as store:
        store.keep_draft("a", "b")
        store.append("more", [f.TurnBegan(3)], 1)
    assert verify(old, compile_tiny).facts == len(play()) + 1
    backup = old.with_name("old.nax.format-0")
    assert backup.read_bytes() == before
    assert verify(backup, compile_tiny) == report


def test_a_migration_that_fails_leaves_the_old_file_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(connection: sqlite3.Connection) -> None:
        rename(connection)
        connection.execute("SELECT nonsense")

    before = old.read_bytes()
    monkeypatch.setattr(migration, "STEPS", MappingProxyType({0: Step(OLD, fail)}))
    with pytest.raises(StoreFailed, match="cannot bring to today's format"):
        SessionFile.open(old)
    assert old.read_bytes() == before
    assert os.listdir(old.parent) == [old.name]


def test_a_file_that_lies_about_its_format_is_refused(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migration, "STEPS", MappingProxyType({0: Step(schema.TABLES, rename)}))
    with pytest.raises(SessionDamaged, match="not those of format 0"):
        SessionFile.open(old)
    assert not verify(old, compile_tiny).valid
    monkeypatch.setattr(migration, "STEPS", MappingProxyType({}))
    assert not verify(old, compile_tiny).valid
