"""Tables of older formats made into today's: on a copy, whole or not at all, the old file kept beside as a backup.

Stored fact texts are not touched here (`journal.upgrade` reads old ones); only the tables around them change.
When `schema.FORMAT` is raised: put under the old number its tables and what turns them into the next format's.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from northaxis.journal.envelope import BadEntry
from northaxis.storage import schema
from northaxis.storage.connect import connect
from northaxis.storage.copying import publish, synced, temporary
from northaxis.storage.errors import UNREADABLE, SessionDamaged, worded


@dataclass(frozen=True, slots=True)
class Step:
    """An old format: its tables, to recognise it by, and the change to the next."""

    tables: tuple[str, ...]
    change: Callable[[sqlite3.Connection], None]


STEPS: Mapping[int, Step] = MappingProxyType({})
"""Format -> how it becomes the next. Empty until a second format is released; a step once released stays for ever."""


def migrate(connection: sqlite3.Connection) -> None:
    """Bring an open copy to today's format in one transaction; BadEntry 0 when its tables are not what it says."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        (found,) = connection.execute("PRAGMA user_version").fetchone()
        for format in range(found, schema.FORMAT):
            step = STEPS.get(format)
            if step is None or not schema.has_schema(connection, step.tables):
                raise BadEntry(0, f"its tables are not those of format {format}")
            step.change(connection)
            connection.execute(f"PRAGMA user_version = {format + 1}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def migrate_file(path: Path, found: int) -> Path:
    """Put a migrated copy in the place of a file that nobody has open; gives the backup's path (`x.nax.format-1`)."""
    backup = path.with_name(f"{path.name}.format-{found}")
    copy = temporary(path)
    try:
        with closing(connect(path, "rw")) as source:
            source.execute("PRAGMA locking_mode = EXCLUSIVE").close()
            source.execute("VACUUM INTO ?", (str(copy),))
        with closing(connect(copy, "rw")) as target:
            migrate(target)
        synced(copy)
        with suppress(FileExistsError):
            os.link(path, backup)
        publish(copy, path, replace=True)
    except BadEntry as bad:
        raise SessionDamaged(path, bad) from None
    except (*UNREADABLE, OSError) as error:
        raise worded("cannot bring to today's format", path, error) from None
    finally:
        copy.unlink(missing_ok=True)
    return backup
