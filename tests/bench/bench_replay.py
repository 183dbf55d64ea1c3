"""How fast journals replay, hashes, seals and text read on the way: `python -m tests.bench.bench_replay`.

Whole games of the longest scenario by bots are replayed one after the other until so many facts have been folded. Goal:
100,000 facts in under a second of processor time. Never a timed test.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from time import process_time

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.shipped import game  # noqa: E402

from northaxis.journal.envelope import Header  # noqa: E402
from northaxis.journal.replay import replay  # noqa: E402
from northaxis.services.autoplay import bots_in_every_seat  # noqa: E402
from northaxis.services.in_memory import InMemoryJournal, SetClock  # noqa: E402
from northaxis.services.table import open_table  # noqa: E402

GAMES = 5


def main() -> None:
    """Print how long so many facts take."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("--facts", type=int, default=100_000)
    wanted: int = asked.parse_args().facts
    made, stores = game("S3"), list[InMemoryJournal]()
    for number in range(GAMES):
        stores.append(InMemoryJournal(Header("S3", (), 0, f"bench {number}")))
        holders = bots_in_every_seat(made)
        open_table(stores[-1], made, SetClock(), seed=f"bench {number}", holders=holders).advance_when_ready()
    journals = [(store.header, list(store.entries())) for store in stores]
    done, spent = 0, 0.0
    while done < wanted:
        header, entries = journals[done % GAMES]
        begun = process_time()
        result = replay(made, header, entries)
        spent += process_time() - begun
        assert result.is_valid, result.to_text()
        done += result.facts
    print(f"{done} facts in {spent:.2f} s of processor time: {spent * 100_000 / done:.2f} s for 100,000")


if __name__ == "__main__":
    main()
