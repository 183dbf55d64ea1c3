"""How a session file is opened in SQLite, and what is looked at before that: the first bytes and the files beside it.

Every connection distrusts what it opens: no functions from the schema, cells checked, nothing mapped, and a deadline.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from northaxis.storage.errors import NotASession, SessionTooNew, worded
from northaxis.storage.schema import APPLICATION_ID, FORMAT

LARGEST_FILE = 1 << 30
"""Bytes; a long session has a few hundred thousand."""
LONGEST_VALUE = 1 << 26
"""Bytes in one value; stored rules are a few hundred thousand."""

_MAGIC = b"SQLite format 3\x00"
_SUPER_JOURNAL = bytes.fromhex("d9d505f920a163d7")


@dataclass(frozen=True, slots=True)
class Peek:
    """What a file says before SQLite sees it. `is_quiet`: closed in order, so reading it needs no recovery.

    `size` is what there is of it in bytes, `whole` what there once was, if the file was cut since.
    """

    format: int
    is_quiet: bool
    has_wal: bool
    size: int
    whole: int

    @property
    def cut(self) -> str:
        """That the end of the file is missing, in words; empty when it is there."""
        return f"the file is cut: {self.size} of {self.whole} bytes are here" if self.size < self.whole else ""


def beside(path: Path, ending: str) -> Path:
    """The file that SQLite keeps beside a database: `-wal` or `-journal`."""
    return path.with_name(path.name + ending)


def peek(path: Path) -> Peek:
    """Look at a session file's first bytes. The caller holds a lock: see `lock`.

    Raises NotASession for anything else, SessionTooNew for a later format.
    """
    try:
        if not path.is_file():
            raise NotASession(f"{path}: there is no such file" if not path.exists() else f"{path} is not a file")
        with path.open("rb") as file:
            start = file.read(100)
        size = path.stat().st_size
    except OSError as error:
        raise worded("cannot read", path, error) from None
    if len(start) < 100 or not start.startswith(_MAGIC) or int.from_bytes(start[68:72], "big") != APPLICATION_ID:
        raise NotASession(f"{path} is not a northaxis session")
    if size > LARGEST_FILE:
        raise NotASession(f"{path} is larger than any session ({size} bytes)")
    format = int.from_bytes(start[60:64], "big")
    if format > FORMAT:
        raise SessionTooNew(path, format, FORMAT)
    wal, journal = beside(path, "-wal"), beside(path, "-journal")
    _refuse_foreign_journal(path, journal)
    is_quiet = start[18] == 1 and not wal.exists() and not journal.exists()
    return Peek(format, is_quiet, wal.exists(), size, _whole_size(start) if is_quiet else size)


def _whole_size(start: bytes) -> int:
    """How many bytes a file has by its own first bytes; 0 where they do not say, or say too much."""
    if start[24:28] != start[92:96]:
        return 0
    page = int.from_bytes(start[16:18], "big")
    size = (65536 if page == 1 else page) * int.from_bytes(start[28:32], "big")
    return size if size <= LARGEST_FILE else 0


def _refuse_foreign_journal(path: Path, journal: Path) -> None:
    """A rollback journal may name other files for SQLite to delete; ours never does."""
    with suppress(FileNotFoundError), journal.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 8))
        if file.read(8) == _SUPER_JOURNAL:
            raise NotASession(f"{path}: the journal beside it names other files, which a session never does")


def connect(path: Path, mode: str, deadline: Deadline | None = None) -> sqlite3.Connection:
    """A connection that distrusts the file. `mode` is ro, rw or rwc; nothing has been read when it comes back."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False, timeout=2.0
    )
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    for setting in ("trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0"):
        connection.execute(f"PRAGMA {setting}").close()
    if deadline is not None:
        connection.set_progress_handler(deadline.is_over, 10_000)
    return connection


class Deadline:
    """Ends queries that take too long: an endless view, a crafted tree. Restart it before each piece of work."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.restart()

    def restart(self) -> None:
        """Count from now."""
        self._until = time.monotonic() + self._seconds

    def is_over(self) -> int:
        """1 when time is up: SQLite then stops the query."""
        return 1 if time.monotonic() > self._until else 0
