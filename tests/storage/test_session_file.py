import gc
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.journal.tiny_game import HEADER, commands, compile_tiny, play, tiny_game

from northaxis.domain import facts as f
from northaxis.domain.ids import SeatId
from northaxis.domain.state import fold
from northaxis.journal.replay import facts_of, state_hash
from northaxis.services.ports import StoreFailed
from northaxis.storage import folder as folders
from northaxis.storage.errors import (
    NotASession,
    SessionDamaged,
    SessionExists,
    SessionIncomplete,
    SessionInUse,
    SessionReadOnly,
)
from northaxis.storage.folder import default_folder, free_path, list_sessions
from northaxis.storage.lock import lock_path
from northaxis.storage.reading import SessionReader
from northaxis.storage.session_file import SessionFile
from northaxis.storage.verify import branch, export_jsonl, verify

WRITER = Path(__file__).with_name("writer.py")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "t.nax"


def filled(path: Path, turns: int = 2) -> SessionFile:
    store = SessionFile.create(path, HEADER)
    for command, facts in commands(turns):
        store.append(command, facts, 1_700_000_000_500)
    return store


@contextmanager
def played_elsewhere(path: Path) -> Iterator[subprocess.Popen[str]]:
    """The file held open by another process."""
    command = [sys.executable, str(WRITER), str(path), "hold"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdin is not None
        assert child.stdout.readline() == "ready\n"
        yield child
        child.stdin.close()


# --- opening and closing ------------------------------------------------------------------------------------------


def test_a_session_played_closed_and_opened_again_goes_on_where_it_was(path: Path) -> None:
    filled(path).close()
    with SessionFile.open(path) as store:
        assert store.header == HEADER
        assert list(facts_of(store.entries())) == play()
        store.append("more", [f.TurnBegan(3)], 1)
    assert verify(path, compile_tiny).facts == len(play()) + 1


def test_a_closed_session_is_one_file_only_its_owner_can_read(path: Path) -> None:
    filled(path).close()
    assert os.listdir(path.parent) == [path.name]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_open_session_and_its_log_can_be_read_by_nobody_else(path: Path) -> None:
    with filled(path):
        modes = {name: stat.S_IMODE((path.parent / name).stat().st_mode) for name in os.listdir(path.parent)}
    assert modes == {"t.nax": 0o600, "t.nax-wal": 0o600, "t.nax-lock": 0o600}


def test_a_store_nobody_closed_is_closed_when_it_is_forgotten(path: Path) -> None:
    store = filled(path)
    del store
    gc.collect()
    assert os.listdir(path.parent) == [path.name]
    assert verify(path, compile_tiny).valid


def test_a_process_that_ends_without_closing_leaves_a_whole_file(path: Path) -> None:
    filled(path).close()
    code = f"import sys; sys.path[:0] = {sys.path!r}\nfrom northaxis.storage.session_file import SessionFile\n"
    code += f"store = SessionFile.open({str(path)!r}); raise SystemExit(3)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 3
    assert os.listdir(path.parent) == [path.name]


def test_the_connection_is_as_durable_as_promised(path: Path) -> None:
    with filled(path) as store:
        asked = {name: store._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}
        assert asked == PRAGMAS
        assert not path.with_name("t.nax-shm").exists()


PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "locking_mode": "exclusive",
    "trusted_schema": 0,
    "cell_size_check": 1,
    "mmap_size": 0,
    "fullfsync": 1,
}


def test_an_existing_file_is_never_begun_anew(path: Path) -> None:
    path.write_text("mine")
    with pytest.raises(SessionExists):
        SessionFile.create(path, HEADER)
    assert path.read_text() == "mine"
    assert os.listdir(path.parent) == [path.name]


def test_a_session_cannot_be_made_where_there_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreFailed, match="no such file or directory"):
        SessionFile.create(tmp_path / "none" / "t.nax", HEADER)


def test_what_is_no_session_is_refused_in_words_and_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "a.nax"
    text.write_text("x" * 500)
    other = tmp_path / "b.nax"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    (tmp_path / "c.nax").mkdir()
    os.mkfifo(tmp_path / "d.nax")
    (tmp_path / "e.nax").touch()
    for name in "abcdef":
        with pytest.raises(NotASession):
            SessionFile.open(tmp_path / f"{name}.nax")
        with pytest.raises(NotASession):
            verify(tmp_path / f"{name}.nax", compile_tiny)
    assert sorted(os.listdir(tmp_path)) == ["a.nax", "b.nax", "c.nax", "d.nax", "e.nax"]


def test_many_threads_write_one_after_another(path: Path) -> None:
    with SessionFile.create(path, HEADER) as store:
        threads = [
            threading.Thread(target=lambda n=n: [store.append(f"{n}-{k}", [f.TurnBegan(k)], k) for k in range(25)])
            for n in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert verify(path, compile_tiny).facts == 100


# --- one at a time ------------------------------------------------------------------------------------------------


def test_a_second_process_is_refused_and_told_who_plays(path: Path) -> None:
    filled(path).close()
    with played_elsewhere(path) as child:
        for attempt in (SessionFile.open, SessionReader):
            with pytest.raises(SessionInUse, match=f"open in process {child.pid}") as caught:
                attempt(path)
            assert caught.value.pid == child.pid
        (listed,) = list_sessions(path.parent)
        assert listed.in_use_by == child.pid
    assert verify(path, compile_tiny).valid


def test_the_same_process_is_refused_too_and_its_own_lock_survives_the_attempt(path: Path) -> None:
    with filled(path) as store:
        for attempt in (SessionFile.open, SessionReader):
            with pytest.raises(SessionInUse, match=f"process {os.getpid()}"):
                attempt(path)
        assert list_sessions(path.parent)[0].in_use_by == os.getpid()
        lock_path(path).unlink()
        code = f"import sqlite3; sqlite3.connect({str(path)!r}, timeout=0).execute('DELETE FROM entries')"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert "locked" in done.stderr
        store.append("more", [f.TurnBegan(3)], 1)


def test_without_the_lock_file_sqlite_still_keeps_the_second_one_out(path: Path) -> None:
    filled(path).close()
    with played_elsewhere(path):
        lock_path(path).unlink()
        with pytest.raises(SessionInUse):
            SessionFile.open(path)


def test_the_lock_file_of_a_dead_process_is_taken_over(path: Path) -> None:
    filled(path).close()
    with played_elsewhere(path) as child:
        child.kill()
    assert lock_path(path).exists()
    assert verify(path, compile_tiny).valid
    with SessionFile.open(path) as store:
        assert len(list(store.entries())) == len(play())
    assert os.listdir(path.parent) == [path.name]


# --- a failing world ----------------------------------------------------------------------------------------------


def test_on_a_full_disk_nothing_is_acknowledged_and_nothing_acknowledged_is_lost(path: Path) -> None:
    store = SessionFile.create(path, HEADER)
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages + 3}")
    acknowledged = 0

    def fill() -> None:
        nonlocal acknowledged
        for number in range(1000):
            store.append(f"c-{number}", [f.Said(SeatId("MIN"), (), "x" * 200)], number)
            acknowledged += 1

    with pytest.raises(StoreFailed, match="the disk is full; nothing acknowledged is lost"):
        fill()
    assert 0 < acknowledged < 1000
    assert len(list(store.entries())) == acknowledged
    assert store.receipt(f"c-{acknowledged}") is None
    store._connection.execute("PRAGMA max_page_count = 100000")
    assert store.append(f"c-{acknowledged}", [f.TurnBegan(1)], 1).first == acknowledged + 1
    store.close()
    assert verify(path, compile_tiny).facts == acknowledged + 1


def test_a_write_error_is_one_named_exception_in_words(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with filled(path) as store:
        store._connection.execute("PRAGMA query_only = ON")
        with pytest.raises(StoreFailed, match=r"cannot write to .*t\.nax: attempt to write a readonly database"):
            store.append("more", [f.TurnBegan(3)], 1)
        store._connection.execute("PRAGMA query_only = OFF")
        assert store.append("more", [f.TurnBegan(3)], 1).first == len(play()) + 1


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_in_a_read_only_folder_a_session_can_be_verified_and_not_played() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "t.nax"
        filled(path).close()
        with filled(folder / "cut.nax") as store:
            for ending in ("", "-wal"):
                shutil.copyfile(folder / f"cut.nax{ending}", folder / f"killed.nax{ending}")
            store.close()
        for file in folder.iterdir():
            file.chmod(0o444)
        folder.chmod(0o555)
        try:
            done = _as_nobody(folder) if os.geteuid() == 0 else _read_only_answers(folder)
        finally:
            folder.chmod(0o700)
    assert done == ["SessionReadOnly", "True 59", "True 59"]


def _read_only_answers(folder: Path) -> list[str]:
    with pytest.raises(SessionReadOnly) as caught:
        SessionFile.open(folder / "t.nax")
    found = [verify(folder / name, compile_tiny) for name in ("t.nax", "killed.nax")]
    return [caught.type.__name__, *(f"{report.valid} {report.facts}" for report in found)]


def _as_nobody(folder: Path) -> list[str]:
    """The same in a child that gives root up: a mode keeps nobody out who is root."""
    root = Path(__file__).parents[2]
    code = f"import os, sys; sys.path[:0] = [{str(root / 'src')!r}, {str(root)!r}]\n"
    code += "import pytest; from pathlib import Path; from tests.storage import test_session_file as t\n"
    code += "os.setgid(65534); os.setuid(65534)\n"
    code += f"print(*t._read_only_answers(Path({str(folder)!r})), sep='\\n')"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=root)
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()


# --- copies -------------------------------------------------------------------------------------------------------


def test_a_copy_without_its_log_is_recognised_as_incomplete(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy" / "t.nax"
    copy.parent.mkdir()
    with filled(path):
        shutil.copyfile(path, copy)
    report = verify(copy, compile_tiny)
    assert (report.valid, report.first_bad, report.facts) == (False, 1, 0)
    assert "copied without its -wal file" in report.reason
    with pytest.raises(SessionIncomplete):
        SessionFile.open(copy)
    assert [listed.is_complete for listed in list_sessions(copy.parent)] == [False]
    assert os.listdir(copy.parent) == ["t.nax"]
    assert not verify(copy, compile_tiny).valid, "a refused opening must not make it look whole"


def test_a_copy_with_its_log_is_whole(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy" / "t.nax"
    copy.parent.mkdir()
    with filled(path):
        for ending in ("", "-wal"):
            shutil.copyfile(f"{path}{ending}", f"{copy}{ending}")
    assert verify(copy, compile_tiny).facts == len(play())
    assert sorted(os.listdir(copy.parent)) == ["t.nax", "t.nax-wal"]


def test_saving_under_another_name_gives_a_whole_closed_file_while_the_game_goes_on(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "saved.nax"
    with filled(path) as store:
        store.save_as(target)
        store.append("more", [f.TurnBegan(3)], 1)
        assert verify(target, compile_tiny).to_plain()["facts"] == len(play())
        with pytest.raises(SessionExists):
            store.save_as(target)
    assert verify(target, compile_tiny).valid
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert sorted(os.listdir(tmp_path)) == ["saved.nax", "t.nax"]
    with SessionFile.open(target) as saved:
        assert saved.append("other", [f.TurnBegan(3)], 1).first == len(play()) + 1


def test_a_branch_has_the_first_entries_and_goes_its_own_way(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "branch.nax"
    filled(path).close()
    header = branch(path, target, 33, (1_800_000_000_000, "0.2.0"))
    assert header.origin == "t.nax at entry 33"
    report = verify(target, compile_tiny)
    assert (report.valid, report.facts) == (True, 33)
    assert report.state == state_hash(fold(tiny_game(), play()[:33]))
    with SessionFile.open(target) as store, SessionReader(path) as source:
        assert list(store.entries())[-1].hash == list(source.entries())[32].hash
        store.append("new", [f.TurnBegan(9)], 1)
    with pytest.raises(StoreFailed, match="has 59 entries: it cannot branch from entry 60"):
        branch(path, tmp_path / "no.nax", 60, (1, "0.2.0"))


def test_what_holds_of_a_damaged_session_can_be_played_on_as_a_branch(path: Path, tmp_path: Path) -> None:
    filled(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE entries SET fact = replace(fact, 'MIN', 'KYI') WHERE seq = 42 - 14")
    connection.close()
    with pytest.raises(SessionDamaged, match=r"valid up to entry 27; entry 28: .*; branch from entry 27 to play on"):
        SessionFile.open(path)
    branch(path, tmp_path / "on.nax", 27, (1, "0.2.0"))
    with SessionFile.open(tmp_path / "on.nax") as store:
        assert list(facts_of(store.entries())) == play()[:27]
    with pytest.raises(SessionDamaged):
        branch(path, tmp_path / "no.nax", 28, (1, "0.2.0"))


def test_an_export_has_a_line_for_every_entry(path: Path) -> None:
    filled(path).close()
    assert len(list(export_jsonl(path))) == len(play())


# --- verify and list ----------------------------------------------------------------------------------------------


def test_two_plays_of_the_same_facts_have_the_same_head_and_state(tmp_path: Path) -> None:
    reports = []
    for number, at in enumerate((5, 6_000_000_000)):
        with SessionFile.create(tmp_path / f"{number}.nax", HEADER) as store:
            for command, facts in commands(size=number + 3):
                store.append(f"{number}-{command}", facts, at)
        reports.append(verify(tmp_path / f"{number}.nax", compile_tiny))
    assert reports[0] == reports[1]
    assert reports[0].to_plain().keys() >= {"valid", "facts", "head", "state", "first_bad"}
    assert reports[0].state == state_hash(fold(tiny_game(), play()))
    assert reports[0].first_bad is None


def test_looking_at_a_session_changes_nothing_on_the_disk(path: Path) -> None:
    filled(path).close()
    before = _on_disk(path.parent)
    verify(path, compile_tiny)
    list_sessions(path.parent)
    list(export_jsonl(path))
    assert _on_disk(path.parent) == before


def _on_disk(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.iterdir()}


def test_a_list_names_every_session_the_last_played_first_and_says_what_is_wrong(tmp_path: Path) -> None:
    for name, at in (("old", 10), ("new", 2_000_000_000_000)):
        with SessionFile.create(tmp_path / f"{name}.nax", HEADER) as store:
            store.append("a", play()[:4], at)
    (tmp_path / "bad.nax").write_text("no")
    os.utime(tmp_path / "bad.nax", (1, 1))
    (tmp_path / ".hidden.nax").write_text("no")
    listed = list_sessions(tmp_path)
    assert [(item.path.name, item.facts, item.scenario) for item in listed] == [
        ("new.nax", 4, "tiny"),
        ("bad.nax", 0, ""),
        ("old.nax", 4, "tiny"),
    ]
    assert "is not a northaxis session" in listed[1].problem
    assert list_sessions(tmp_path / "none") == ()


def test_the_default_folder_is_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    if sys.platform == "linux":
        assert default_folder() == tmp_path / "northaxis" / "sessions"
        assert stat.S_IMODE(default_folder().stat().st_mode) == 0o700


def test_a_new_session_gets_a_name_that_is_free(tmp_path: Path) -> None:
    assert free_path(tmp_path, "switched-off").name == "switched-off.nax"
    (tmp_path / "switched-off.nax").touch()
    (tmp_path / "switched-off-2.nax").touch()
    assert free_path(tmp_path, "switched-off").name == "switched-off-3.nax"
    assert folders.ENDING == ".nax"


def test_importing_the_storage_and_the_journal_loads_nothing_heavy() -> None:
    code = f"import sys; sys.path[:0] = [{str(Path(__file__).parents[2] / 'src')!r}]\n"
    code += "import northaxis.storage.verify, northaxis.storage.folder, northaxis.services.in_memory\n"
    code += "print(*sorted({'pydantic', 'platformdirs', 'numpy', 'asyncio', 'textual', 'yaml'} & sys.modules.keys()))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""
