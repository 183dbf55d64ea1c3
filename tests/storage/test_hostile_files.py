"""Files that rot, and files that strangers made: never a traceback, never a write, and what is wrong is placed."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from random import Random

import pytest
from tests.journal.tiny_game import HEADER, commands, compile_tiny, play, tiny_game

from northaxis.domain.state import fold
from northaxis.journal import envelope
from northaxis.journal.replay import state_hash
from northaxis.services.ports import StoreFailed
from northaxis.storage.connect import beside
from northaxis.storage.errors import NotASession, SessionDamaged, SessionTooNew
from northaxis.storage.folder import list_sessions
from northaxis.storage.reading import SessionReader
from northaxis.storage.schema import APPLICATION_ID, FORMAT
from northaxis.storage.session_file import SessionFile
from northaxis.storage.verify import Unplayable, Verification, verify

FLIPS = int(os.environ.get("NORTHAXIS_FLIPS", "150"))
SEED = int(os.environ.get("NORTHAXIS_SEED", "20260105"))
STATES = {upto: state_hash(fold(tiny_game(), play()[:upto])) for upto in range(len(play()) + 1)}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "t.nax"
    with SessionFile.create(path, HEADER) as store:
        for command, facts in commands():
            store.append(command, facts, 1_700_000_000_500)
    return path


def altered(path: Path, *statements: str) -> None:
    """Change a session file as a stranger would."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            connection.execute(statement)


def looked_at(path: Path) -> Verification | None:
    """The report on a file; None when it is refused as a whole. Any other exception is a failure of the test."""
    try:
        return verify(path, compile_tiny)
    except StoreFailed:
        return None


def is_honest(report: Verification | None, whole: Verification) -> bool:
    """Whether a report on a damaged copy claims nothing false: what it says holds is what was written."""
    if report is None:
        return True
    if report.valid:
        return report == whole
    return report.state in ("", STATES[report.facts]) and report.facts <= whole.facts


def flipped(data: bytes, random: Random) -> bytes:
    place = random.randrange(len(data))
    return data[:place] + bytes([data[place] ^ (1 << random.randrange(8))]) + data[place + 1 :]


# --- rot ----------------------------------------------------------------------------------------------------------


def test_flipped_bits_are_never_believed(path: Path, tmp_path: Path) -> None:
    random, whole, data = Random(SEED), verify(path, compile_tiny), path.read_bytes()
    copy = tmp_path / "copy.nax"
    noticed = 0
    for _ in range(FLIPS):
        copy.write_bytes(flipped(data, random))
        report = looked_at(copy)
        assert is_honest(report, whole), report
        noticed += report is None or not report.valid
        try:
            SessionFile.open(copy).close()
        except StoreFailed:
            assert report is None or not report.valid
        else:
            assert report is not None
            assert report.valid, report
    print(f"bitrot {FLIPS}/{FLIPS} seed {SEED} noticed {noticed}")
    assert noticed > FLIPS // 4


def test_a_bit_flipped_in_a_fact_is_placed_at_that_fact(path: Path, tmp_path: Path) -> None:
    random, data = Random(SEED), path.read_bytes()
    with SessionReader(path) as reader:
        entries = list(reader.entries())
    for entry in random.sample(entries, 25):
        text = f"{entry.text}{entry.hash}{entry.seal}".encode()
        assert data.count(text) == 1
        at = data.index(text)
        (tmp_path / "copy.nax").write_bytes(data[:at] + flipped(text, random) + data[at + len(text) :])
        report = looked_at(tmp_path / "copy.nax")
        assert report is not None
        assert (report.valid, report.first_bad, report.facts) == (False, entry.seq, entry.seq - 1)
        assert report.state == STATES[entry.seq - 1]


def test_without_the_chain_flipped_bits_would_be_believed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: SQLite alone does not notice a changed fact; with every hash believed, a wrong state is `valid`."""
    whole = verify(path, compile_tiny)
    altered(path, "UPDATE entries SET fact = replace(fact, '\"after\":2,', '\"after\":9,')")
    honest = verify(path, compile_tiny)
    assert not honest.valid
    with SessionReader(path) as reader:
        believed = {entry.seq: entry.hash for entry in reader.entries()}
        seals = {entry.hash: entry.seal for entry in reader.entries()}
    monkeypatch.setattr(envelope, "link", lambda previous, seq, version, text: believed[seq])
    monkeypatch.setattr(envelope, "stamp", lambda previous, hash, at, command: seals[hash])
    fooled = verify(path, compile_tiny)
    assert fooled.valid
    assert not is_honest(fooled, whole)


def test_a_file_cut_short_is_never_believed(path: Path, tmp_path: Path) -> None:
    random, whole, data = Random(SEED), verify(path, compile_tiny), path.read_bytes()
    for size in [0, 99, 100, 4096, len(data) - 1, *(random.randrange(len(data)) for _ in range(20))]:
        (tmp_path / "copy.nax").write_bytes(data[:size])
        report = looked_at(tmp_path / "copy.nax")
        assert report is None or not report.valid
        assert is_honest(report, whole)


def test_damage_that_touches_no_entry_is_told_apart(path: Path) -> None:
    with SessionFile.open(path) as store:
        for number in range(200):
            store.keep_draft(f"{number:03}", "x" * 300)
    data = bytearray(path.read_bytes())
    at = data.rindex(b"x" * 300)
    page = at // 4096 * 4096
    data[page + 3 : page + 5] = b"\xff\xff"
    path.write_bytes(data)
    report = verify(path, compile_tiny)
    assert (report.valid, report.first_bad, report.facts) == (False, None, len(play()))
    assert report.reason.startswith("all 59 entries hold, but the file around them is damaged")


@pytest.mark.parametrize(
    ("statement", "first_bad", "reason"),
    [
        ("UPDATE entries SET fact = '{}' WHERE seq = 42", 42, "its hash does not follow"),
        ("UPDATE entries SET fact = x'ff' WHERE seq = 42", 42, "its fact is missing or of a wrong type"),
        ("UPDATE entries SET fact = cast(x'ff' AS TEXT) WHERE seq = 42", 42, "cannot be read"),
        ("UPDATE entries SET version = 'one' WHERE seq = 42", 42, "its version is missing or of a wrong type"),
        ("UPDATE entries SET command = 1 WHERE seq = 42", 42, "does not count it among its own"),
        ("UPDATE entries SET command = 900 WHERE seq = 42", 42, "its time is missing"),
        ("UPDATE commands SET at = 5 WHERE id = 'c-9'", 41, "its seal does not follow"),
        ("UPDATE commands SET id = 'x' WHERE id = 'c-9'", 41, "its seal does not follow"),
        ("UPDATE commands SET count = 4 WHERE id = 'c-9'", 45, "does not count it among its own"),
        ("DELETE FROM entries WHERE seq = 42", 42, "missing"),
        ("DELETE FROM entries WHERE seq >= 42", 42, "the commands made 59 entries, 41 are here"),
        ("DELETE FROM commands WHERE id = 'c-9'", 41, "its time is missing"),
        ("INSERT INTO commands VALUES (99, 'z', 1, 60, 2)", 60, "the commands made 61 entries, 59 are here"),
        ("UPDATE contents SET text = 'cards: [x]' WHERE place = 1", 0, "'decks/bd.yaml' was changed"),
        ("UPDATE contents SET name = 'C:\\x' WHERE place = 1", 0, "misnamed"),
        ("DELETE FROM contents", 0, "the header was changed"),
        ("UPDATE header SET value = 'tiny+V2' WHERE name = 'scenario'", 0, "the header was changed"),
        ("UPDATE header SET value = 3 WHERE name = 'scenario'", 0, "the scenario is missing or of a wrong type"),
        ("UPDATE header SET value = 9 WHERE name = 'chain'", 0, "chained by a rule this northaxis does not know"),
        ("UPDATE header SET value = '9' WHERE name = 'app'", 1, "its seal does not follow"),
        ("DELETE FROM header", 0, "chained by a rule"),
    ],
)
def test_a_changed_row_is_placed_and_all_before_it_holds(
    path: Path, statement: str, first_bad: int, reason: str
) -> None:
    altered(path, statement)
    report = verify(path, compile_tiny)
    assert (report.valid, report.first_bad) == (False, first_bad)
    assert reason in report.reason
    assert report.facts == max(0, first_bad - 1)
    assert report.state in ("", STATES[report.facts])
    with pytest.raises(SessionDamaged):
        SessionFile.open(path)


def test_rules_that_no_longer_compile_are_told(path: Path) -> None:
    def refuse(header: envelope.Header) -> object:
        raise Unplayable("rules/tiny.yaml:1:5: no seats")

    report = verify(path, refuse)  # type: ignore[arg-type]
    assert (report.valid, report.first_bad) == (False, 0)
    assert report.reason == "the stored rules no longer compile: rules/tiny.yaml:1:5: no seats"


# --- strangers ----------------------------------------------------------------------------------------------------

ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x, x, x, x, x, x FROM n"


@pytest.mark.parametrize(
    "statements",
    [
        ("DROP TABLE entries", f"CREATE VIEW entries (seq, command, version, fact, hash, seal) AS {ENDLESS}"),
        (
            "DROP TABLE header",
            f"CREATE VIEW header (name, value) AS SELECT x, x FROM ({ENDLESS.replace(', x' * 5, '')})",
        ),
        ("CREATE TRIGGER t AFTER INSERT ON entries BEGIN DELETE FROM commands; END",),
        ("CREATE TRIGGER t AFTER UPDATE ON condition BEGIN DELETE FROM entries; END",),
        ("CREATE TABLE more (x)",),
        ("CREATE INDEX more ON entries (fact)",),
        ("CREATE VIEW more AS SELECT 1",),
        ("CREATE VIRTUAL TABLE more USING fts5(x)",),
        ("ALTER TABLE entries ADD COLUMN more",),
        ("ALTER TABLE entries RENAME COLUMN seal TO stamp",),
        ("DROP TABLE drafts",),
        ("ANALYZE",),
        ("UPDATE sqlite_master SET sql = 'CREATE TABLE drafts (name, value)' WHERE name = 'drafts'",),
        ("UPDATE sqlite_master SET sql = 'nonsense' WHERE name = 'drafts'",),
        ("UPDATE sqlite_master SET rootpage = 3 WHERE name = 'drafts'",),
        ("UPDATE sqlite_master SET type = 'view' WHERE name = 'drafts'",),
    ],
    ids=lambda statements: statements[-1][:30],
)
def test_a_file_with_other_tables_is_refused_before_any_is_asked(path: Path, statements: tuple[str, ...]) -> None:
    altered(path, *statements)
    before, began = path.read_bytes(), time.monotonic()
    report = looked_at(path)
    assert report is None or not report.valid
    with pytest.raises(StoreFailed):
        SessionFile.open(path)
    assert len(list_sessions(path.parent)) == 1
    assert time.monotonic() - began < 6
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == [path.name]


def test_a_look_that_takes_too_long_is_ended(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The deadline by itself, past the schema check that would have refused the file."""
    altered(path, "DROP TABLE entries", f"CREATE VIEW entries (seq, command, version, fact, hash, seal) AS {ENDLESS}")
    monkeypatch.setattr("northaxis.storage.reading.has_schema", lambda connection: True)
    monkeypatch.setattr("northaxis.storage.reading.SECONDS", 0.2)
    report = verify(path, compile_tiny)
    assert (report.valid, report.facts) == (False, 0)


def test_a_newer_format_is_refused_in_words(path: Path) -> None:
    altered(path, f"PRAGMA user_version = {FORMAT + 1}")
    for attempt in (SessionFile.open, SessionReader):
        with pytest.raises(SessionTooNew, match=f"newer northaxis \\(format {FORMAT + 1}, this reads {FORMAT}\\)"):
            attempt(path)
    assert "newer" in list_sessions(path.parent)[0].problem


def test_another_programs_database_is_no_session(path: Path) -> None:
    altered(path, f"PRAGMA application_id = {APPLICATION_ID + 1}")
    with pytest.raises(NotASession):
        SessionFile.open(path)


def test_a_journal_beside_the_file_that_names_other_files_is_not_rolled_back(path: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"dear\x00")
    name = str(victim).encode()
    tail = name + len(name).to_bytes(4, "big") + sum(name).to_bytes(4, "big") + bytes.fromhex("d9d505f920a163d7")
    beside(path, "-journal").write_bytes(bytes.fromhex("d9d505f920a163d7") + b"\x00" * 504 + b"\x00\x00\x00\x01" + tail)
    for attempt in (SessionFile.open, SessionReader):
        with pytest.raises(NotASession, match="names other files"):
            attempt(path)
    assert victim.exists()


def test_rubbish_beside_the_file_does_no_harm(path: Path) -> None:
    random = Random(SEED)
    for _ in range(10):
        beside(path, "-wal").write_bytes(random.randbytes(random.randrange(1, 9000)))
        report = looked_at(path)
        assert report is not None
        assert report.facts == len(play())


STATEMENTS: tuple[Callable[[Random], str], ...] = (
    lambda random: f"UPDATE entries SET seq = {random.randrange(-(2**62), 2**62)} WHERE seq = 9",
    lambda random: f"UPDATE commands SET first = {random.randrange(-(2**62), 2**62)} WHERE number = 3",
    lambda random: f"UPDATE commands SET count = {random.randrange(-(2**62), 2**62)} WHERE number = 3",
    lambda random: f"UPDATE commands SET at = {random.random()} WHERE number = 3",
    lambda random: f"UPDATE condition SET open = 'x{random.random()}'",
    lambda random: f"UPDATE header SET value = zeroblob({random.randrange(1, 99999)}) WHERE name = 'app'",
    lambda random: "UPDATE header SET value = x'00ff' WHERE name = 'origin'",
    lambda random: f"UPDATE entries SET fact = printf('%.*c', {random.randrange(9, 2_000_000)}, '[') WHERE seq = 9",
    lambda random: "INSERT INTO contents SELECT place + 5, kind, name, hash, text FROM contents",
    lambda random: "UPDATE contents SET text = cast(x'eda080' AS TEXT)",
)


@pytest.mark.parametrize("number", range(len(STATEMENTS)))
def test_absurd_values_end_in_a_report_and_not_in_a_traceback(path: Path, number: int) -> None:
    whole = verify(path, compile_tiny)
    altered(path, STATEMENTS[number](Random(SEED + number)))
    assert is_honest(looked_at(path), whole)
    with suppress(StoreFailed):
        SessionFile.open(path).close()
