"""The program broken on purpose: it acknowledges orders before they are committed. The kill test must notice.

`python liar.py play S1 --plain --session FILE`: like northaxis, but only every twelfth write is committed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2] / "src")]

from northaxis.cli.main import main  # noqa: E402 - after the path
from northaxis.storage.session_file import SessionFile  # noqa: E402

WRITES = count(1)


@contextmanager
def lazily(self: SessionFile) -> Iterator[None]:
    if not self._connection.in_transaction:
        self._connection.execute("BEGIN IMMEDIATE")
    yield
    if next(WRITES) % 12 == 0:
        self._connection.execute("COMMIT")


if __name__ == "__main__":
    SessionFile._transaction = lazily  # type: ignore[method-assign]
    main()
