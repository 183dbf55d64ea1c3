"""How a session file can refuse: every kind is a StoreFailed whose text is a sentence for people."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from northaxis.journal.envelope import BadEntry
from northaxis.services.ports import StoreFailed

UNREADABLE = (sqlite3.Error, UnicodeError, OverflowError, MemoryError)
"""What Python's SQLite raises for a file that is not as it should be (UnicodeError: rot inside an error message)."""


class NotASession(StoreFailed):
    """The file is something else, or not there."""


class SessionExists(StoreFailed):
    """A file of that name is there already; it is never written over."""


class SessionInUse(StoreFailed):
    """Another process (or this one) has the file open for playing; `pid` names it when it is known."""

    def __init__(self, path: Path, pid: int | None) -> None:
        who = f"process {pid}" if pid else "another process"
        super().__init__(f"{path} is open in {who}: close it there first")
        self.path, self.pid = path, pid


class SessionTooNew(StoreFailed):
    """The file has a format of a later northaxis."""

    def __init__(self, path: Path, found: int, known: int) -> None:
        super().__init__(f"{path} was written by a newer northaxis (format {found}, this reads {known}): update")


class SessionReadOnly(StoreFailed):
    """The file or its folder cannot be written to; it can still be verified and replayed."""


class SessionDamaged(StoreFailed):
    """Something in the file does not hold. `bad` is the first entry that cannot be trusted; 0 means the header."""

    def __init__(self, path: Path, bad: BadEntry) -> None:
        if bad.seq == 0:
            text = f"{path}: {bad.reason}"
        elif bad.seq == 1:
            text = f"{path}: {bad}"
        else:
            text = f"{path}: valid up to entry {bad.seq - 1}; {bad}; branch from entry {bad.seq - 1} to play on"
        super().__init__(text)
        self.path, self.bad = path, bad


class SessionIncomplete(SessionDamaged):
    """The file was copied while a table was playing, without the `-wal` file that held its last entries."""


def worded(doing: str, path: Path, error: Exception) -> StoreFailed:
    """A failure of SQLite or the system as a sentence."""
    text = str(error)
    if isinstance(error, PermissionError):
        whose = "ask whoever it belongs to, or let 'ls -l' show who may; a session can be read by its owner alone"
        return StoreFailed(f"{doing} {path}: {(error.strerror or text).lower()}; {whose}")
    if isinstance(error, OSError):
        return StoreFailed(f"{doing} {path}: {(error.strerror or text).lower()}")
    code = getattr(error, "sqlite_errorname", "")
    if code == "SQLITE_FULL":
        return StoreFailed(f"{doing} {path}: the disk is full; nothing acknowledged is lost, make room and try again")
    if isinstance(error, sqlite3.Error) and code:
        text = f"{text} ({code})"
    return StoreFailed(f"{doing} {path}: {text}")
