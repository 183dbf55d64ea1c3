"""The tables of a session file, and the proof that a file has exactly these: text for text, before anything is asked.

`user_version` carries the format, `application_id` says that the file is ours. Both sit in the first hundred bytes.
"""

from __future__ import annotations

import sqlite3
from functools import cache

FORMAT = 1
"""Version of the tables this program writes."""

APPLICATION_ID = 0x4E415831
"""`NAX1`."""

TABLES = (
    "CREATE TABLE header (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID",
    "CREATE TABLE condition (id INTEGER PRIMARY KEY CHECK (id = 1), open INTEGER NOT NULL)",
    "CREATE TABLE contents (place INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, hash TEXT NOT NULL,"
    " text TEXT NOT NULL)",
    "CREATE TABLE commands (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL,"
    " first INTEGER NOT NULL, count INTEGER NOT NULL)",
    "CREATE TABLE entries (seq INTEGER PRIMARY KEY, command INTEGER NOT NULL, version INTEGER NOT NULL,"
    " fact TEXT NOT NULL, hash TEXT NOT NULL, seal TEXT NOT NULL)",
    "CREATE TABLE drafts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
)

Shape = tuple[tuple[str, str, str, str], ...]


def build(connection: sqlite3.Connection) -> None:
    """Make the tables in an empty database."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {FORMAT}")
    for statement in TABLES:
        connection.execute(statement)
    connection.execute("INSERT INTO condition VALUES (1, 0)")


def has_schema(connection: sqlite3.Connection, tables: tuple[str, ...] = TABLES) -> bool:
    """Whether the database holds these tables and nothing else: no view, trigger, index or table besides."""
    return _shape(connection) == _expected(tables)


@cache
def _expected(tables: tuple[str, ...]) -> Shape:
    connection = sqlite3.connect(":memory:")
    try:
        for statement in tables:
            connection.execute(statement)
        return _shape(connection)
    finally:
        connection.close()


def _shape(connection: sqlite3.Connection) -> Shape:
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master LIMIT 100").fetchall()
    return tuple(sorted((str(a), str(b), str(c), str(d)) for a, b, c, d in rows))
