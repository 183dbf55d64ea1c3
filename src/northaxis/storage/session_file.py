"""The session being played: the journal port over one SQLite file with one writing connection.

WAL, synchronous=FULL, BEGIN IMMEDIATE, exclusive locking: what `append` returned is on the disk. Any failure raises
StoreFailed with nothing acknowledged. While it is open, no other code of this process may open the `.nax` itself.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import islice
from pathlib import Path
from types import TracebackType

from northaxis.domain.facts import Fact
from northaxis.journal.codec import encode
from northaxis.journal.envelope import BadEntry, Entry, Header, chained, is_command_id, resealed
from northaxis.journal.replay import first_bad
from northaxis.journal.upgrade import VERSION
from northaxis.services.ports import Receipt, StoreFailed
from northaxis.storage import rows, schema
from northaxis.storage.connect import Deadline, connect, peek
from northaxis.storage.copying import appearing, build
from northaxis.storage.errors import (
    UNREADABLE,
    NotASession,
    SessionDamaged,
    SessionExists,
    SessionIncomplete,
    SessionInUse,
    SessionReadOnly,
    worded,
)
from northaxis.storage.lock import PlayingLock
from northaxis.storage.migration import migrate_file


def create_file(path: Path, header: Header, entries: Iterable[Entry] = ()) -> None:
    """Make a session file with a header and entries of another journal, sealed anew; StoreFailed when it cannot be."""

    def fill(connection: sqlite3.Connection) -> None:
        schema.build(connection)
        rows.write_header(connection, header)
        rows.write_entries(connection, resealed(header, entries))

    build(path.resolve(), fill)


class SessionFile:
    """A session open for playing. Make one with `create` or `open`; close it, best as a context manager."""

    def __init__(self, path: Path, lock: PlayingLock, connection: sqlite3.Connection, header: Header) -> None:
        self.path = path
        self._header = header
        self._connection = connection
        self._mutex = threading.RLock()
        self._finish = weakref.finalize(self, _finish, connection, lock, os.getpid())

    @classmethod
    def create(cls, path: Path | str, header: Header) -> SessionFile:
        """Begin a session in a new file; SessionExists when there is one."""
        create_file(Path(path), header)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path | str) -> SessionFile:
        """Open a session to play on, after checking all of it.

        Raises NotASession, SessionInUse (naming the process), SessionTooNew, SessionReadOnly, SessionDamaged (naming
        the first bad entry) or SessionIncomplete. The damaged file itself is left as it is.
        """
        path = Path(path).resolve()
        if not path.is_file():
            raise NotASession(f"{path}: there is no such file" if not path.exists() else f"{path} is not a file")
        lock = PlayingLock(path)
        try:
            connection, header = _opened(path)
        except BaseException:
            lock.release()
            raise
        return cls(path, lock, connection, header)

    @property
    def header(self) -> Header:
        """What the session was opened with."""
        return self._header

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """The entries behind place `after`, in order, read in batches."""
        while batch := self._batch(after):
            yield from batch
            after = batch[-1].seq

    def receipt(self, command: str) -> Receipt | None:
        """What a command became when it was sent before, else None."""
        with self._guarded("cannot read"):
            return rows.read_receipt(self._connection, command, self._header.genesis)

    def append(self, command: str, facts: Sequence[Fact], at: int) -> Receipt:
        """Make a command's facts durable, all or none, once; see `JournalStore.append`."""
        if not is_command_id(command):
            raise ValueError(f"{command!r} cannot be a command id")
        texts = [encode(fact) for fact in facts]
        with self._guarded("cannot write to"), self._transaction():
            known = rows.read_receipt(self._connection, command, self._header.genesis)
            if known is not None:
                return known
            tip = rows.read_tip(self._connection, self._header.tip)
            entries = chained(tip, command, at, VERSION, texts)
            rows.write_command(self._connection, command, at, tip.seq + 1, entries)
        return Receipt(command, tip.seq + 1, len(entries), at, entries[-1].hash if entries else tip.hash)

    def draft(self, key: str) -> str | None:
        """The text kept under a key, if any."""
        with self._guarded("cannot read"):
            row = self._connection.execute("SELECT value FROM drafts WHERE name = ?", (key,)).fetchone()
        return row[0] if row else None

    def keep_draft(self, key: str, text: str) -> None:
        """Keep a text under a key; an empty text forgets it."""
        with self._guarded("cannot write to"), self._transaction():
            self._connection.execute("DELETE FROM drafts WHERE name = ?", (key,))
            if text:
                self._connection.execute("INSERT INTO drafts VALUES (?, ?)", (key, text))

    def save_as(self, target: Path | str) -> None:
        """Write a whole, closed copy while the game goes on: the one right way to copy a session being played."""
        target = Path(target).resolve()
        if target.exists():
            raise SessionExists(f"{target} is there already; choose another name")
        with appearing(target, "cannot write") as made:
            with self._guarded("cannot copy"):
                self._connection.execute("VACUUM INTO ?", (str(made),))
            with closing(connect(made, "rw")) as copy:
                copy.execute("UPDATE condition SET open = 0")

    def close(self) -> None:
        """Put everything into the one file and let it go. Twice is fine; an orderly exit does it too."""
        with self._mutex:
            self._finish()

    def __enter__(self) -> SessionFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _batch(self, after: int) -> list[Entry]:
        with self._guarded("cannot read"):
            return list(islice(rows.read_entries(self._connection, after), rows.BATCH))

    @contextmanager
    def _guarded(self, doing: str) -> Iterator[None]:
        """One at a time, and failures in words."""
        with self._mutex:
            if not self._finish.alive:
                raise StoreFailed(f"{self.path} is closed")
            try:
                yield
            except BadEntry as bad:
                raise SessionDamaged(self.path, bad) from None
            except UNREADABLE as error:
                raise worded(doing, self.path, error) from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All or nothing; durable when the block has been left without an error."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        finally:
            if self._connection.in_transaction:
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")


HOW_MUCH = "'northaxis verify' says how much of it holds, and 'northaxis branch' plays on from there"


def _opened(path: Path) -> tuple[sqlite3.Connection, Header]:
    look = peek(path)
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise SessionReadOnly(f"{path} cannot be written to; verify and replay still work")
    if look.cut:
        raise SessionDamaged(path, BadEntry(0, f"{look.cut}; {HOW_MUCH}"))
    if look.format < schema.FORMAT:
        migrate_file(path, look.format)
        look = peek(path)
    deadline = Deadline(10.0 + path.stat().st_size / 10_000_000)
    connection = connect(path, "rw", deadline)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE").close()
        header = _checked(path, connection, has_wal=look.has_wal)
        connection.set_progress_handler(None, 0)
        _begin(connection)
        path.chmod(0o600)
        return connection, header
    except BadEntry as bad:
        _leave(connection)
        raise SessionDamaged(path, bad) from None
    except (*UNREADABLE, OSError) as error:
        _leave(connection)
        raise _refusal(path, error) from None
    except BaseException:
        _leave(connection)
        raise


def _checked(path: Path, connection: sqlite3.Connection, *, has_wal: bool) -> Header:
    """The header of a file in which all holds; nothing is written, and no foreign table is asked."""
    if not schema.has_schema(connection):
        raise BadEntry(0, "its tables are not those of a session")
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise BadEntry(0, f"the file is damaged ({found.splitlines()[-1]}); {HOW_MUCH}")
    header = rows.read_header(connection)
    (is_open,) = connection.execute("SELECT open FROM condition").fetchone()
    bad = first_bad(header, rows.read_entries(connection))
    if bad is not None:
        raise bad
    if is_open and not has_wal:
        last = rows.read_tip(connection, header.tip).seq
        raise SessionIncomplete(path, BadEntry(last + 1, "missing, if the file was copied without its -wal file"))
    return header


def _begin(connection: sqlite3.Connection) -> None:
    """Go into write-ahead mode and mark the file itself as open, before anything is acknowledged."""
    mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    if mode != "wal":
        raise sqlite3.OperationalError(f"no write-ahead log can be kept here (journal mode {mode})")
    for setting in ("synchronous = FULL", "fullfsync = ON", "checkpoint_fullfsync = ON"):
        connection.execute(f"PRAGMA {setting}").close()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE condition SET open = 1")
    connection.execute("COMMIT")
    _into_file(connection)


def _into_file(connection: sqlite3.Connection) -> None:
    """Move everything from the write-ahead log into the file."""
    if connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        raise sqlite3.OperationalError("the write-ahead log could not be moved into the file")


def _finish(connection: sqlite3.Connection, lock: PlayingLock, pid: int) -> None:
    """Close in order. All entries are in the file before its mark `open` falls, so a copy is never taken for whole."""
    if os.getpid() != pid:
        return
    try:
        _into_file(connection)
        connection.execute("UPDATE condition SET open = 0")
        connection.execute("PRAGMA journal_mode = DELETE").close()
    except sqlite3.Error:
        pass  # what was acknowledged is in the log beside the file, and the next opening finds it there
    finally:
        _leave(connection)
        lock.release()


def _leave(connection: sqlite3.Connection) -> None:
    with suppress(sqlite3.Error):
        connection.close()


def _refusal(path: Path, error: Exception) -> StoreFailed:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return SessionInUse(path, None)
    if name.startswith("SQLITE_READONLY") or isinstance(error, PermissionError):
        return SessionReadOnly(f"{path} cannot be written to; verify and replay still work")
    if isinstance(error, UnicodeError) or name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_INTERRUPT")):
        return SessionDamaged(path, BadEntry(0, f"the file is damaged ({error}); {HOW_MUCH}"))
    return worded("cannot open", path, error)
