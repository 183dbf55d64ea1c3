"""Rows of a session file as headers, entries and receipts, and back. Believes nothing: every type is checked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import takewhile
from typing import Any, TypeVar

from northaxis.journal.envelope import CHAIN, BadEntry, Entry, Header, StoredText, Tip
from northaxis.services.ports import Receipt
from northaxis.storage.errors import UNREADABLE

T = TypeVar("T")

Row = tuple[Any, ...]

BATCH = 1000
"""Rows fetched at a time."""


def write_header(connection: sqlite3.Connection, header: Header) -> None:
    """Fill an empty file's header and contents."""
    values = {
        "chain": CHAIN,
        "scenario": header.scenario,
        "created": header.created,
        "app": header.app,
        "origin": header.origin,
        "genesis": header.genesis,
    }
    connection.executemany("INSERT INTO header VALUES (?, ?)", values.items())
    connection.executemany(
        "INSERT INTO contents VALUES (?, ?, ?, ?, ?)",
        [(place, text.kind, text.name, text.hash, text.text) for place, text in enumerate(header.contents)],
    )


def read_header(connection: sqlite3.Connection) -> Header:
    """The header with the stored texts; BadEntry 0 when it does not hold."""
    found = dict(connection.execute("SELECT name, value FROM header LIMIT 20").fetchall())
    if found.get("chain") != CHAIN:
        raise BadEntry(0, f"the journal is chained by a rule this northaxis does not know ({found.get('chain')!a})")
    header = Header(
        scenario=_typed(found.get("scenario"), str, 0, "the scenario"),
        contents=tuple(_stored_texts(connection)),
        created=_typed(found.get("created"), int, 0, "the time of creation"),
        app=_typed(found.get("app"), str, 0, "the version of northaxis"),
        origin=_typed(found.get("origin"), str, 0, "the origin"),
    )
    if found.get("genesis") != header.genesis:
        raise BadEntry(0, "the header was changed: scenario, rules and decks are not those the game was played with")
    return header


def _stored_texts(connection: sqlite3.Connection) -> Iterator[StoredText]:
    rows = connection.execute("SELECT kind, name, hash, text FROM contents ORDER BY place").fetchall()
    for kind, name, hash, text in rows:
        try:
            stored = StoredText(
                _typed(kind, str, 0, "a kind"), _typed(name, str, 0, "a name"), _typed(text, str, 0, "a stored file")
            )
        except ValueError as error:
            raise BadEntry(0, f"a stored file is misnamed: {error}") from None
        if stored.hash != hash:
            raise BadEntry(0, f"the stored file {stored.name!a} was changed: its hash is another")
        yield stored


_ENTRIES = (
    "SELECT e.seq, c.at, e.version, c.id, e.fact, e.hash, e.seal"
    " FROM entries e LEFT JOIN commands c ON c.number = e.command WHERE e.seq > ? ORDER BY e.seq LIMIT ?"
)
_STRAY = (
    "SELECT min(e.seq) FROM entries e JOIN commands c ON c.number = e.command"
    " WHERE e.seq > ? AND e.seq <= ? AND NOT (e.seq >= c.first AND e.seq < c.first + c.count)"
)
_TYPES = (int, int, int, str, str, str, str)
_NAMES = ("place", "time", "version", "command", "fact", "hash", "seal")


def read_entries(connection: sqlite3.Connection, after: int = 0) -> Iterator[Entry]:
    """The entries behind `after`, in order, and at the end the proof that no command lost any.

    Raises BadEntry at the first row that cannot be read; chain and text are the caller's to check. No query is left
    open between two entries: a forgotten iterator must not keep the file locked.
    """
    seq, full = after, True
    while full:
        rows, error = _fetched(connection, _ENTRIES, (seq, BATCH))
        good = _typed_rows(rows)
        stray = _stray(connection, seq, good[-1][0]) if good else None
        for row in good:
            if row[0] == stray:
                raise BadEntry(seq + 1, f"command {row[3]!a} does not count it among its own")
            yield Entry(*row)
            seq = row[0]
        if len(good) < len(rows):
            raise BadEntry(seq + 1, _untyped(rows[len(good)]))
        if error is not None:
            raise BadEntry(seq + 1, f"cannot be read: {error}")
        full = len(rows) == BATCH
    _check_commands(connection, seq)


def _typed_rows(rows: list[Row]) -> list[Row]:
    """The rows up to the first with a value of a wrong type. Asked by column, in C, as nearly always all are good."""
    if all(set(map(type, column)) == {wanted} for column, wanted in zip(zip(*rows, strict=True), _TYPES, strict=False)):
        return rows
    return list(takewhile(lambda row: tuple(map(type, row)) == _TYPES, rows))


def _stray(connection: sqlite3.Connection, after: int, last: int) -> int | None:
    """The first entry that its own command does not count."""
    found, _ = _fetched(connection, _STRAY, (after, last))
    return found[0][0] if found else after + 1


def _fetched(connection: sqlite3.Connection, query: str, values: tuple[int, ...]) -> tuple[list[Row], Exception | None]:
    """The rows of a query up to the first that SQLite or Python cannot read, and why that was."""
    rows: list[Row] = []
    try:
        with closing(connection.execute(query, values)) as cursor:
            rows.extend(cursor)
    except UNREADABLE as error:
        return rows, error
    return rows, None


def _check_commands(connection: sqlite3.Connection, last: int) -> None:
    """Commands must promise exactly the entries there are: one after another, without gap or overlap."""
    place = 1
    commands, error = _fetched(connection, "SELECT first, count FROM commands ORDER BY number", ())
    if error is not None:
        raise BadEntry(last + 1, f"the commands cannot be read: {error}")
    for first, count in commands:
        if first != place or type(count) is not int or count < 0:
            raise BadEntry(min(place, last + 1), "the commands do not follow one another")
        place += count
    if place != last + 1:
        raise BadEntry(min(place, last + 1), f"the commands made {place - 1} entries, {last} are here")


def read_tip(connection: sqlite3.Connection, header_tip: Tip) -> Tip:
    """Where the journal ends now."""
    row = connection.execute("SELECT seq, hash, seal FROM entries ORDER BY seq DESC LIMIT 1").fetchone()
    return Tip(*row) if row else header_tip


def read_receipt(connection: sqlite3.Connection, command: str, genesis: str) -> Receipt | None:
    """The receipt of a command that is in the file, else None."""
    row = connection.execute("SELECT first, count, at FROM commands WHERE id = ?", (command,)).fetchone()
    if row is None:
        return None
    first, count, at = row
    head = connection.execute("SELECT hash FROM entries WHERE seq = ?", (first + count - 1,)).fetchone()
    return Receipt(command, first, count, at, head[0] if head else genesis)


def write_command(connection: sqlite3.Connection, command: str, at: int, first: int, entries: Sequence[Entry]) -> None:
    """Insert a command and its entries; the caller holds the transaction."""
    number = connection.execute(
        "INSERT INTO commands (id, at, first, count) VALUES (?, ?, ?, ?)", (command, at, first, len(entries))
    ).lastrowid
    connection.executemany(
        "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)",
        [(e.seq, number, e.version, e.text, e.hash, e.seal) for e in entries],
    )


def write_entries(connection: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    """Insert entries of several commands, in order; neighbours of one command id belong together."""
    held: list[Entry] = []
    for entry in entries:
        if held and held[-1].command != entry.command:
            write_command(connection, held[0].command, held[0].at, held[0].seq, held)
            held = []
        held.append(entry)
    if held:
        write_command(connection, held[0].command, held[0].at, held[0].seq, held)


def _untyped(row: Row) -> str:
    wrong = next(name for name, value, wanted in zip(_NAMES, row, _TYPES, strict=True) if type(value) is not wanted)
    return f"its {wrong} is missing or of a wrong type"


def _typed(value: object, wanted: type[T], seq: int, name: str) -> T:
    if type(value) is not wanted:
        raise BadEntry(seq, f"{name} is missing or of a wrong type")
    return value
