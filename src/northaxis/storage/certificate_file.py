"""The file beside a session that keeps the key and certificate of its table: its owner's alone, whole or not there."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from northaxis.services.ports import StoreFailed
from northaxis.storage.errors import worded

LARGEST = 64 * 1024
PRIVATE = 0o600


def certificate_path(session: Path) -> Path:
    """Where the key and certificate of a session's table are kept."""
    return session.with_name(session.name + "-tls.pem")


def kept_certificate(session: Path) -> bytes | None:
    """What is kept beside a session; None when there is nothing. StoreFailed when it cannot be read or is no file.

    A file that others could read is closed to them first.
    """
    path = certificate_path(session)
    try:
        opened = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        try:
            found = os.fstat(opened)
            if not stat.S_ISREG(found.st_mode):
                raise StoreFailed(f"cannot read {path}: it is no file")
            if stat.S_IMODE(found.st_mode) != PRIVATE:
                os.fchmod(opened, PRIVATE)
            return os.read(opened, LARGEST)
        finally:
            os.close(opened)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise worded("cannot read", path, error) from None


def keep_certificate(session: Path, text: bytes) -> None:
    """Keep a key and its certificate in place of what is there; on the disk when this returns. StoreFailed."""
    path = certificate_path(session)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with suppress(FileNotFoundError):
            fresh.unlink()
        opened = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
        try:
            with os.fdopen(opened, "wb") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        raise worded("cannot write", path, error) from None
