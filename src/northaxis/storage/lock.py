"""Who has a session open for playing: a lock file beside it that names the process, besides SQLite's own locks.

The lock is on an open file, so a killed process leaves none behind; the stale lock file is taken over. Reading a
`.nax` with `open()` in the process that plays it would drop SQLite's locks (POSIX), hence `held_here`.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from northaxis.storage.errors import SessionInUse, SessionReadOnly, worded

if sys.platform != "win32":
    import fcntl

_HELD: set[tuple[int, int]] = set()
"""Device and inode of every session that this process has open for playing."""

PATIENCE = 2.0
"""Seconds to wait for a reader that copies the file."""


def lock_path(path: Path) -> Path:
    """Where a session's lock file is."""
    return path.with_name(path.name + "-lock")


def held_here(path: Path) -> bool:
    """Whether this very process has the session open for playing."""
    with suppress(OSError):
        return _identity(path) in _HELD
    return False


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


class PlayingLock:
    """The right to write one session. Raises SessionInUse (naming the holder) or SessionReadOnly when not to be had."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if held_here(path):
            raise SessionInUse(path, os.getpid())
        self._file = _take(path)
        self._identity = _identity(path)
        _HELD.add(self._identity)
        with suppress(OSError):
            os.ftruncate(self._file, 0)
            os.lseek(self._file, 0, os.SEEK_SET)
            os.write(self._file, json.dumps({"pid": os.getpid()}).encode())

    def release(self) -> None:
        """Give it back and take the lock file away. Twice is fine."""
        if self._file < 0:
            return
        with suppress(OSError):
            lock_path(self.path).unlink()
        with suppress(OSError):
            os.close(self._file)
        self._file = -1
        _HELD.discard(self._identity)


def _take(path: Path) -> int:
    """The open, locked lock file. A file that was unlinked while we waited for it is not the lock any more."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            file = os.open(lock_path(path), os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        except OSError as error:
            if isinstance(error, PermissionError) or error.errno == errno.EROFS:
                text = f"{path} cannot be played: its folder cannot be written to; verify and replay still work"
                raise SessionReadOnly(text) from None
            raise worded("cannot lock", path, error) from None
        if _try_lock(file, shared=False):
            with suppress(OSError):
                if os.path.samestat(os.fstat(file), lock_path(path).stat()):
                    return file
            os.close(file)
            continue
        pid = _pid(file)
        os.close(file)
        if pid is not None or time.monotonic() > deadline:
            raise SessionInUse(path, pid)
        time.sleep(0.02)


class ReadingLock:
    """Keeps players out while a session that was not closed is copied. Raises SessionInUse when one is in."""

    def __init__(self, path: Path) -> None:
        self._file = -1
        if held_here(path):
            raise SessionInUse(path, os.getpid())
        try:
            self._file = os.open(lock_path(path), os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        except OSError:
            return
        if not _try_lock(self._file, shared=True):
            pid = _pid(self._file)
            self.release()
            raise SessionInUse(path, pid)

    def release(self) -> None:
        """Let players in again."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def _try_lock(file: int, *, shared: bool) -> bool:
    """Lock without waiting. Where the system has no such locks, SQLite's own must do."""
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _pid(file: int) -> int | None:
    """The process named in a lock file. A reader's lock leaves the file of a dead one: then it is nobody."""
    try:
        pid = json.loads(os.read(file, 200) or b"{}").get("pid")
    except (OSError, ValueError, AttributeError, RecursionError):
        return None
    return pid if type(pid) is int and _is_alive(pid) else None


def _is_alive(pid: int) -> bool:
    if sys.platform == "win32" or pid <= 0:
        return pid > 0
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
