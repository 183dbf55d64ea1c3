"""SIGKILL at random moments: what was acknowledged is there, once, and whole.

`NORTHAXIS_KILLS=1000 NORTHAXIS_SEED=7 pytest tests/storage/test_kills.py -s` for the long run.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from tests.journal.tiny_game import HEADER
from tests.storage.writer import facts_of

from northaxis.journal.envelope import checked
from northaxis.journal.replay import facts_of as facts_in
from northaxis.storage.reading import SessionReader
from northaxis.storage.session_file import SessionFile, create_file

KILLS = int(os.environ.get("NORTHAXIS_KILLS", "12"))
SEED = int(os.environ.get("NORTHAXIS_SEED", "20260105"))
WRITER = Path(__file__).with_name("writer.py")


@dataclass(frozen=True)
class Kill:
    """What one kill showed: acknowledged commands that are gone, that are there twice or torn, or nothing wrong."""

    acknowledged: int
    lost: int
    torn: int

    @property
    def is_kept(self) -> bool:
        return self.lost == 0 and self.torn == 0


def killed(path: Path, how: str, random: Random) -> int:
    """Let a child write until some acknowledgements have come, kill it, and say which was the last that came."""
    create_file(path, HEADER)
    patience = random.randrange(0, 60)
    command = [sys.executable, str(WRITER), str(path), how]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        last = "0"
        for line in child.stdout:
            last = line.strip() if line.strip() != "ready" else last
            if int(last) >= patience:
                break
        for _ in range(random.randrange(0, 20_000)):
            pass
        child.kill()
        with suppress(ValueError):
            rest = [line for line in child.stdout.read().split("\n")[:-1] if line != "ready"]
            last = rest[-1] if rest else last
    return int(last)


def judged(path: Path, acknowledged: int) -> Kill:
    """Compare what was acknowledged with what is in the file, looked at and opened again."""
    with SessionReader(path) as reader:
        assert reader.damage is None
        seen = list(checked(reader.header, reader.entries()))
    with SessionFile.open(path) as store:
        assert list(store.entries()) == seen
        found: dict[str, list[int]] = {}
        for entry in seen:
            found.setdefault(entry.command, []).append(entry.seq)
        lost = sum(1 for number in range(1, acknowledged + 1) if f"c-{number}" not in found)
        torn = sum(1 for command, places in found.items() if len(places) != len(facts_of(int(command[2:]))))
        for number in range(1, len(found) + 1):
            store.append(f"c-{number}", facts_of(number), 0)
        assert list(facts_in(store.entries())) == list(facts_in(seen)), "a command sent again had a second effect"
    assert not path.with_name(path.name + "-wal").exists()
    return Kill(acknowledged, lost, torn)


def run(folder: Path, how: str, kills: int) -> list[Kill]:
    """Kill that often, each in a file of its own."""
    random = Random(SEED)
    return [judged(path, killed(path, how, random)) for path in (folder / f"{n}.nax" for n in range(kills))]


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize("how", ["honest", "reopen"])
def test_whatever_was_acknowledged_is_there_once_after_a_kill(tmp_path: Path, how: str) -> None:
    found = run(tmp_path, how, (KILLS + 1) // 2)
    kept = sum(kill.is_kept for kill in found)
    print(f"kill9-store-{how} {kept}/{len(found)} seed {SEED} acknowledged {sum(k.acknowledged for k in found)}")
    assert kept == len(found), found
    assert any(kill.acknowledged for kill in found)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_store_that_acknowledges_before_it_commits_is_caught(tmp_path: Path) -> None:
    found = run(tmp_path, "broken", 3)
    assert any(kill.lost for kill in found), found
