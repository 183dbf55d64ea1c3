"""How fast `northaxis check` is, process start included: `python -m tests.bench.bench_check [--rounds 7]`.

The shipped decks and a made deck of 1,000 cards, against `python -c pass` and, where check-jsonschema is given
(`--against /tmp/venv/bin/check-jsonschema`, or on the path), against it on the same files with the schema of a deck
file. Taken in turn in one run. Goals: a third of its time on 70 cards, a tenth on 1,000. Never a timed test.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from time import perf_counter
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src")]

SCHEMA = """
import json, sys
from northaxis.content.schema import DeckFile
sys.stdout.write(json.dumps(DeckFile.model_json_schema()))
"""

HEADER = """\
format: 1
deck: {id: made, name: Made, about: Cards made for a bench., ruleset: northern-front, document: EF}
"""


def cards_of(folder: Path) -> list[str]:
    """The text of every card of a folder's decks, as it stands in its file."""
    found = []
    for path in sorted(folder.glob("*/*.yaml")):
        _, _, cards = path.read_text(encoding="utf-8").partition("\ncards:\n")
        found += [f"  - id: {card.rstrip()}\n" for card in cards.split("  - id: ")[1:]]
    return found


def made_deck(cards: Sequence[str], many: int) -> str:
    """One deck file with that many cards: the shipped ones over and over, under new ids and without their chains."""
    made = []
    for number in range(many):
        lines = cards[number % len(cards)].rstrip().splitlines()
        kept = [line for line in lines[1:] if not line.lstrip().startswith("then:")]
        made.append("\n".join([f"  - id: X{number:04}", *kept]))
    return f"{HEADER}cards:\n" + "\n".join(made) + "\n"


class Took(NamedTuple):
    """Seconds by the clock and of the processor."""

    wall: float
    processor: float


def processor() -> float:
    """The processor's seconds of all children so far."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def seconds(command: Sequence[str | Path]) -> Took:
    """How long a command takes; what it finds does not matter, but it must answer."""
    began, used = perf_counter(), processor()
    done = subprocess.run(
        list(map(str, command)),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return Took(perf_counter() - began, processor() - used)


def main() -> None:
    """Print the ratios: of the best times, and of the middle ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--against", default=shutil.which("check-jsonschema"), help="check-jsonschema's program")
    asked = parser.parse_args()
    cards = cards_of(ROOT / "decks")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        schema = folder / "deck.schema.json"
        env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        text = subprocess.run(
            [sys.executable, "-c", SCHEMA], capture_output=True, text=True, check=True, env=env
        ).stdout
        assert json.loads(text)["title"] == "DeckFile"
        schema.write_text(text, encoding="utf-8")
        northaxis = [sys.executable, "-m", "northaxis", "check"]
        commands: dict[str, list[str | Path]] = {"python -c pass": [sys.executable, "-c", "pass"]}
        sizes = {"70 cards": 70, f"{len(cards)} cards": len(cards), "1,000 cards": 1000}
        for size, many in sizes.items():
            deck = folder / f"made{many}.yaml"
            deck.write_text(made_deck(cards, many), encoding="utf-8")
            commands[f"check, {size}"] = [*northaxis, deck]
            if asked.against:
                commands[f"check-jsonschema, {size}"] = [asked.against, "--schemafile", schema, deck]
        commands["check, shipped decks and rules"] = [*northaxis, ROOT / "rules", ROOT / "decks"]
        times: dict[str, list[Took]] = {label: [] for label in commands}
        for _ in range(asked.rounds):
            for label, command in commands.items():
                times[label].append(seconds(command))
    base = min(times["python -c pass"])
    for label, taken in times.items():
        print(
            f"{label:<32} {min(taken).wall * 1e3:6.0f} ms  {min(taken).wall / base.wall:6.1f}x python -c pass", end=""
        )
        print(f"  (processor {min(took.processor for took in taken) * 1e3:.0f} ms)")
    for size in sizes if asked.against else ():
        mine, theirs = times[f"check, {size}"], times[f"check-jsonschema, {size}"]
        middle = median(took.wall for took in mine) / median(took.wall for took in theirs)
        cpu = min(took.processor for took in mine) / min(took.processor for took in theirs)
        print(f"{size} against check-jsonschema: best {min(mine).wall / min(theirs).wall:.2f}x, ", end="")
        print(f"median {middle:.2f}x, processor time {cpu:.2f}x")
    if (load := os.getloadavg()[0]) > 1.2:
        print(f"others were busy: load {load:.1f}")


if __name__ == "__main__":
    main()
