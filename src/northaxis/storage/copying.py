"""New files appear whole or not at all: written under another name, synced, renamed, and the folder synced."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from northaxis.storage.connect import connect
from northaxis.storage.errors import SessionExists, worded


def temporary(path: Path) -> Path:
    """An empty file only its owner can read, beside `path`, under a name no list shows."""
    made = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    os.close(os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    return made


def build(path: Path, fill: Callable[[sqlite3.Connection], None]) -> None:
    """Make a session file out of an empty database that `fill` fills; SessionExists when the name is taken."""
    if path.exists():
        raise SessionExists(f"{path} is there already; choose another name")
    with appearing(path, "cannot make") as made, closing(connect(made, "rw")) as connection:
        connection.execute("BEGIN IMMEDIATE")
        fill(connection)
        connection.execute("COMMIT")


@contextmanager
def appearing(path: Path, trouble: str) -> Iterator[Path]:
    """A file to fill, which takes the name `path` once all went well and is gone otherwise.

    What the disk or the database refuses is told as `trouble` with the path: `cannot make`, `cannot write`.
    """
    made = None
    try:
        made = temporary(path)
        yield made
        synced(made)
        publish(made, path)
    except (sqlite3.Error, OSError) as error:
        raise worded(trouble, path, error) from None
    finally:
        if made is not None:
            made.unlink(missing_ok=True)


def publish(made: Path, path: Path, *, replace: bool = False) -> None:
    """Give a finished, synced file its name. Without `replace` an existing file is never covered."""
    if replace:
        os.replace(made, path)
    else:
        _rename_to_free(made, path)
    synced_folder(path.parent)


def _rename_to_free(made: Path, path: Path) -> None:
    try:
        os.link(made, path)
        made.unlink()
    except FileExistsError:
        raise SessionExists(f"{path} is there already; choose another name") from None
    except OSError:
        if path.exists():
            raise SessionExists(f"{path} is there already; choose another name") from None
        os.replace(made, path)


def synced(path: Path) -> None:
    """Make a file's content durable. Never for a file that this process plays: see `lock`."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def synced_folder(folder: Path) -> None:
    """Make a folder's names durable, where the system can."""
    with suppress(OSError):
        file = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)
