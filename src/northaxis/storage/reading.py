"""A session file for looking only: verify, replay, list. Never writes to it, and takes it as if a stranger had sent it.

A file that was not closed in order is copied to a private folder and recovered there. No query runs before the schema
has been compared with ours. A table that is being played is refused: its process has all there is to read.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from northaxis.journal.envelope import BadEntry, Entry, Header
from northaxis.storage.connect import Deadline, Peek, beside, connect, peek
from northaxis.storage.errors import UNREADABLE, SessionDamaged, SessionInUse, worded
from northaxis.storage.lock import ReadingLock
from northaxis.storage.migration import migrate
from northaxis.storage.rows import read_entries, read_header
from northaxis.storage.schema import FORMAT, has_schema

SECONDS = 2.0
"""Longest a single look may take, more for files over 20 MB."""


class SessionReader:
    """An open look at a session file. `damage` says what is wrong with the file itself, apart from any entry."""

    def __init__(self, path: Path | str, *, thorough: bool = True) -> None:
        """Open; raises NotASession, SessionTooNew, SessionInUse, or SessionDamaged when not even the header holds.

        Without `thorough` the pages are not all checked: enough for a list.
        """
        self.path = Path(path).resolve()
        self._copy: Path | None = None
        self._connection: sqlite3.Connection | None = None
        lock = ReadingLock(self.path)
        try:
            look = peek(self.path)
            self.cut = look.cut
            self._deadline = Deadline(SECONDS + self.path.stat().st_size / 20_000_000)
            self._connection = self._connect(look)
            self.header, self.is_complete = self._check(self._connection, look)
            self.damage = _page_damage(self._connection) if thorough else None
        except OSError as error:
            self.close()
            raise worded("cannot read", self.path, error) from None
        except BaseException:
            self.close()
            raise
        finally:
            lock.release()

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """The entries behind `after`, unchecked; raises BadEntry where a row cannot be read or entries are missing."""
        assert self._connection is not None
        last = after
        self._deadline.restart()
        for entry in read_entries(self._connection, after):
            yield entry
            last = entry.seq
            self._deadline.restart()
        if not self.is_complete:
            raise BadEntry(last + 1, "it and all after it are missing if the file was copied without its -wal file")

    def count(self) -> int:
        """How many entries there seem to be."""
        return self._ask("SELECT count(*) FROM entries") or 0

    def last_at(self) -> int:
        """When the last command came, milliseconds since 1970 UTC; when it was created if none has."""
        found = self._ask("SELECT at FROM commands ORDER BY number DESC LIMIT 1")
        return self.header.created if found is None else found

    def close(self) -> None:
        """Let the file go. Twice is fine."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._copy is not None:
            shutil.rmtree(self._copy, ignore_errors=True)
            self._copy = None

    def __enter__(self) -> SessionReader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _connect(self, look: Peek) -> sqlite3.Connection:
        if look.is_quiet and look.format == FORMAT and not look.cut:
            connection = connect(self.path, "ro", self._deadline)
            connection.execute("PRAGMA query_only = ON").close()
            connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
            return connection
        self._copy = Path(tempfile.mkdtemp(prefix="northaxis-"))
        for ending in ("", "-wal", "-journal"):
            if beside(self.path, ending).exists():
                shutil.copyfile(beside(self.path, ending), self._copy / f"session.nax{ending}")
        if look.cut:  # SQLite looks at nothing of a file that is too short, at all that is there of one that is empty
            os.truncate(self._copy / "session.nax", look.whole)
        connection = connect(self._copy / "session.nax", "rw", self._deadline)
        connection.execute("PRAGMA locking_mode = EXCLUSIVE").close()
        return connection

    def _check(self, connection: sqlite3.Connection, look: Peek) -> tuple[Header, bool]:
        try:
            connection.execute("BEGIN")
            if look.format < FORMAT:
                connection.execute("COMMIT")
                migrate(connection)
                connection.execute("BEGIN")
            if not has_schema(connection):
                raise BadEntry(0, "its tables are not those of a session")
            header = read_header(connection)
            row = connection.execute("SELECT open FROM condition").fetchone()
            return header, not (row and row[0]) or look.has_wal
        except BadEntry as bad:
            raise SessionDamaged(self.path, nothing_holds(look, bad.reason)) from None
        except UNREADABLE as error:
            if getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
                raise SessionInUse(self.path, None) from None
            raise SessionDamaged(self.path, nothing_holds(look, f"cannot be read: {error}")) from None

    def _ask(self, query: str) -> int | None:
        assert self._connection is not None
        self._deadline.restart()
        try:
            row = self._connection.execute(query).fetchone()
        except UNREADABLE:
            return None
        return row[0] if row and type(row[0]) is int else None


def nothing_holds(look: Peek, reason: str) -> BadEntry:
    """That not even the beginning of a file can be used, and what is left to do."""
    return BadEntry(0, f"{f'{look.cut}; ' if look.cut else ''}{reason}; nothing of it holds, so look for a copy")


def _page_damage(connection: sqlite3.Connection) -> str | None:
    """What SQLite finds wrong with the pages, in its words; None when nothing is."""
    try:
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except UNREADABLE as error:
        return str(error)
    return None if found == "ok" else str(found).splitlines()[-1]
