"""A child process that plays: it writes commands and says on stdout, a line each, what was acknowledged.

`python writer.py FILE honest|reopen|broken|hold`. `reopen` closes and opens the file every third command; `broken`
acknowledges before it commits, which the kill test must notice; `hold` keeps the file open and writes nothing.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2] / "src")]

from northaxis.domain import facts as f  # noqa: E402 - after the path
from northaxis.storage.session_file import SessionFile  # noqa: E402


def acknowledge(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def facts_of(number: int) -> list[f.Fact]:
    """What command `number` brings: one fact, or a few of which none may be missing."""
    return [f.TurnBegan(number), *[f.StepBegan(f.Step.ORDERS)] * (number % 4)]


def honest(path: str, pause: int) -> None:
    store = SessionFile.open(path)
    acknowledge("ready")
    for number in count(1):
        if pause and number % pause == 0:
            store.close()
            store = SessionFile.open(path)
        store.append(f"c-{number}", facts_of(number), number)
        acknowledge(str(number))


def broken(path: str) -> None:
    store = SessionFile.open(path)
    acknowledge("ready")
    for first in count(1, 20):
        for number in range(first, first + 20):
            acknowledge(str(number))
        for number in range(first, first + 20):
            store.append(f"c-{number}", facts_of(number), number)


def hold(path: str) -> None:
    with SessionFile.open(path):
        acknowledge("ready")
        sys.stdin.read()


if __name__ == "__main__":
    match sys.argv[2]:
        case "honest":
            honest(sys.argv[1], 0)
        case "reopen":
            honest(sys.argv[1], 3)
        case "broken":
            broken(sys.argv[1])
        case "hold":
            hold(sys.argv[1])
