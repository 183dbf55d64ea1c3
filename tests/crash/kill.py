"""SIGKILL of the real program at random moments: what it had acknowledged must be there, once, and whole.

`python -m tests.crash.kill --n 60 --seed 7` kills that many games of bots and that many typed games, tells what it
saw, and ends each with a line `NAME kept/tried`. The gate runs a few.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random

from tests.cli.running import SRC, run
from tests.crash.transcript import PROMPT, Told, differences, told

PROGRAM = (sys.executable, "-m", "northaxis")
LIAR = (sys.executable, str(Path(__file__).with_name("liar.py")))
"""The program, and the one that acknowledges before it commits."""

SEAT = "MIN"
TURN = (
    *("MOS c", "say KYI {}", "KYI s", "HOME r", "place MIN-SUB", "undo", "place MIN-CRK", "say all {}"),
    *("seal", "seal"),
)
"""What is typed at the order prompt in a turn; braces become a word that is typed once only."""


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill: when, what stood when it came, how many orders had been acknowledged, and what is wrong after it."""

    when: str
    stood: str
    acknowledged: int
    wrong: tuple[str, ...]


# --- the program on pipes -----------------------------------------------------------------------------------------


class Game:
    """The program playing, with everything it says kept; `is_over` when it has nothing more to say."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.said = b""
        self.is_over = False

    @property
    def output(self) -> str:
        return self.said.decode("utf-8", "replace")

    def read(self) -> None:
        """Wait for a piece of output."""
        assert self.process.stdout is not None
        piece = os.read(self.process.stdout.fileno(), 65536)
        self.said += piece
        self.is_over = not piece

    def prompt(self) -> str:
        """The next prompt, waited for; empty when the game is over."""
        while not self.is_over:
            last = self.output.rpartition("\n")[2]
            if last.endswith("> ") and (found := PROMPT.match(last)) is not None:
                return found[1]
            self.read()
        return ""

    def type(self, line: str) -> bool:
        """Type a line; False when nobody reads it any more."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(f"{line}\n".encode())
            self.process.stdin.flush()
        except BrokenPipeError:
            return False
        return True

    def kill(self) -> None:
        """End it at once, and read what it had said before."""
        self.process.kill()
        self.process.wait()
        while not self.is_over:
            self.read()

    def fallen(self) -> list[str]:
        """What the program died of, when it was neither the end of the game nor our kill."""
        code = self.process.wait()
        if code in (0, -signal.SIGKILL):
            return []
        assert self.process.stderr is not None
        return [f"it ended by itself with {code}: {self.process.stderr.read().decode('utf-8', 'replace').strip()}"]


@contextmanager
def playing(program: Sequence[str], home: Path, *words: str | Path) -> Iterator[Game]:
    """The program with a command line, on pipes, in a home of its own."""
    own = {"PYTHONPATH": str(SRC), "XDG_DATA_HOME": str(home), "HOME": str(home)}
    with subprocess.Popen(
        [*program, *map(str, words)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **own},
    ) as process:
        try:
            yield Game(process)
        finally:
            process.kill()


def journal_of(file: Path, home: Path) -> tuple[list[str], list[str]]:
    """The exported journal of a file that was left, and what `verify` and `export` have against it."""
    verified = run("verify", file, "--json", home=home)
    wrong = []
    if verified.returncode != 0 or not json.loads(verified.stdout or "{}").get("valid"):
        wrong.append(f"verify says {verified.returncode}: {verified.stdout.strip()} {verified.stderr.strip()}")
    exported = run("export", file, "--format", "jsonl", home=home)
    if exported.returncode != 0:
        wrong.append(f"export says {exported.returncode}: {exported.stderr.strip()}")
    return exported.stdout.splitlines(), wrong


# --- games of bots ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds that a game of bots takes: until its file is there, and from then to the end."""

    start: float
    rest: float


def bots_on(folder: Path, seed: int) -> tuple[Path, tuple[str | Path, ...]]:
    """The session file and the command line of a game of bots."""
    folder.mkdir()
    file = folder / "game.nax"
    return file, ("play", "S2", "--autoplay", "--seed", str(seed), "--session", file)


def wait_for(file: Path, game: Game) -> None:
    """Wait until the session file is there."""
    while not file.exists() and game.process.poll() is None:
        time.sleep(0.001)


def pace(folder: Path) -> Pace:
    """Play a whole game of bots and take the time."""
    file, words = bots_on(folder, 1)
    began = time.perf_counter()
    with playing(PROGRAM, folder, *words) as game:
        wait_for(file, game)
        there = time.perf_counter()
        while not game.is_over:
            game.read()
        assert game.process.wait() == 0
    return Pace(there - began, time.perf_counter() - there)


def autoplay(folder: Path, starting: bool, share: float, seed: int, usual: Pace) -> Kill:
    """Kill S2 played by bots at a share of its start, or of the time after it; compare the story with the journal."""
    file, words = bots_on(folder, seed)
    with playing(PROGRAM, folder, *words) as game:
        if not starting:
            wait_for(file, game)
        timer = threading.Timer(share * (usual.start if starting else usual.rest), game.process.kill)
        timer.start()
        while not game.is_over:
            game.read()
        timer.cancel()
        found, done = game.fallen(), game.process.returncode == 0
    when = "starting" if starting else "playing"
    heard = beats_told(game.output)
    if not file.exists():
        found += [f"no file, yet it had told {heard}"] if heard else []
        return Kill(when, "before there was a file", 0, tuple(found))
    journal, unsound = journal_of(file, folder)
    found += unsound
    kept = beats_kept(journal)
    if kept[: len(heard)] != heard:
        found.append(f"told {heard}, kept {kept}")
    over = any('"fact":"game-over"' in line for line in journal)
    stood = "finished" if done else "over, not closed" if over else f"turn {sum(b.startswith('turn') for b in kept)}"
    return Kill(when, stood, len(heard), tuple(found))


def beats_told(output: str) -> list[str]:
    """The turns and cards that a story has told, in whole lines."""
    lines = output.split("\n")[:-1]
    turns = [f"turn {line.split()[1]}" if line.startswith("TURN ") and " of " in line else "" for line in lines]
    cards = [f"card {line.split()[1].rstrip(':,.')}" if line.startswith("Card ") else "" for line in lines]
    return [turn or card for turn, card in zip(turns, cards, strict=True) if turn or card]


def beats_kept(journal: Sequence[str]) -> list[str]:
    """The turns and cards of a journal."""
    facts = [json.loads(line)["fact"] for line in journal]
    named = {"turn-began": "turn", "card-drawn": "card"}
    return [f"{named[f['fact']]} {f[named[f['fact']]]}" for f in facts if f["fact"] in named]


# --- typed games --------------------------------------------------------------------------------------------------


class Typist:
    """Knows what to type at a prompt: every order of a turn in its order, words never twice."""

    def __init__(self) -> None:
        self.words = count(1)
        self.turn = iter(TURN)

    def line(self, prompt: str) -> str:
        """The next line for a prompt."""
        if prompt == "card":
            self.turn = iter(TURN)
            return "1"
        if prompt == "talk":
            return "on"
        line = next(self.turn, None)
        if line is None:
            self.turn = iter(TURN)
            line = next(self.turn)
        return line.format(f"word-{next(self.words)}")


def after_an_acknowledgement(game: Game, orders: int) -> None:
    """Type until so many orders were acknowledged, and kill right after reading the reply to the last."""
    typist = Typist()
    while (prompt := game.prompt()) and game.type(typist.line(prompt)):
        before = len(game.said)
        while not game.is_over and len(told(game.output).acknowledged) < orders:
            if game.output.endswith("> ") and len(game.said) > before:
                break
            game.read()
        if len(told(game.output).acknowledged) >= orders:
            break
    game.kill()


def while_it_works(game: Game, orders: int, delay: float) -> None:
    """Type so many lines, and kill within milliseconds of the last without waiting for its reply."""
    typist = Typist()
    for place in range(orders):
        prompt = game.prompt()
        if not prompt or not game.type(typist.line(prompt)):
            break
        if place == orders - 1:
            time.sleep(delay)
        else:
            game.read()
    game.kill()


def typed_ahead(game: Game, delay: float) -> None:
    """Type the whole game at once into the pipe, and kill at some moment from the start of the process on."""
    typist = Typist()
    for line in ["1", *[typist.line("order") for _ in range(8 * len(TURN))]]:
        game.type(line)
    timer = threading.Timer(delay, game.process.kill)
    timer.start()
    while not game.is_over:
        game.read()
    timer.cancel()
    game.kill()


def typed(folder: Path, number: int, random: Random, program: Sequence[str] = PROGRAM, resume: bool = True) -> Kill:
    """Kill a typed game of S1: every other one right after an acknowledgement, the others at any moment."""
    folder.mkdir()
    file = folder / "game.nax"
    words = ("play", "S1", "--plain", "--seed", str(random.randrange(1000)), "--session", file)
    with playing(program, folder, *words) as game:
        if number % 2 == 0:
            when = "after an acknowledgement"
            after_an_acknowledgement(game, random.randrange(1, 36))
        elif number % 4 == 1:
            when = "while it works"
            while_it_works(game, random.randrange(1, 40), random.uniform(0, 0.02))
        else:
            when = "typed ahead"
            typed_ahead(game, random.uniform(0, 1.5))
        found = game.fallen()
    seen = told(game.output)
    if not file.exists():
        found += ["no file, yet orders were acknowledged"] if seen.acknowledged else []
        return Kill(when, "before there was a file", len(seen.acknowledged), tuple(found))
    journal, unsound = journal_of(file, folder)
    found += unsound
    found += differences(seen, journal, SEAT)
    stood = standing(seen, game)
    if "PLAY IS OVER" in game.output:
        stood = "over"
    elif resume and not found:
        found += gone_on(file, folder, journal)
        stood += ", gone on to the end"
    return Kill(when, stood, len(seen.acknowledged), tuple(found))


def standing(seen: Told, game: Game) -> str:
    """What the typist knew when the program was gone."""
    if not PROMPT.search(game.output.rpartition("\n")[2]) and "> " not in game.output:
        return "before the first prompt"
    return "waiting for a reply" if seen.unknown is not None else "nothing waiting"


def gone_on(file: Path, home: Path, before: Sequence[str]) -> list[str]:
    """Resume a killed game, play it to its end, and say what is wrong with it then."""
    done = run("play", "--session", file, "--plain", home=home, typed="seal\nseal\n1\n" * 40)
    wrong = []
    if done.returncode != 0 or "HOT WASH" not in done.stdout:
        wrong.append(f"it does not go on to its end: {done.returncode} {done.stderr.strip()} {done.stdout[-200:]}")
    journal, found = journal_of(file, home)
    if journal[: len(before)] != list(before):
        wrong.append("going on changed what was there")
    return wrong + found


# --- many ---------------------------------------------------------------------------------------------------------


def autoplays(folder: Path, kills: int, seed: int) -> list[Kill]:
    """Kill games of bots, one in each slice of the run: every fifth in start-up, the others to the end."""
    random = Random(seed)
    paces = [pace(folder / f"pace{n}") for n in range(2)]
    usual = Pace(min(each.start for each in paces), min(each.rest for each in paces))
    early = -(-kills // 5)
    moments = [
        *((True, (place + random.random()) / early) for place in range(early)),
        *((False, (place + random.random()) / (kills - early)) for place in range(kills - early)),
    ]
    return [autoplay(folder / f"a{n}", *moment, random.randrange(1000), usual) for n, moment in enumerate(moments)]


def typed_games(folder: Path, kills: int, seed: int, program: Sequence[str] = PROGRAM) -> list[Kill]:
    """Kill typed games."""
    random = Random(seed)
    resumed = [program is PROGRAM and n // 2 % 2 == 0 for n in range(kills)]
    return [typed(folder / f"t{n}", n, random, program, resumed[n]) for n in range(kills)]


def line_of(name: str, kills: Sequence[Kill]) -> str:
    """The figure: how many kills nothing was lost in."""
    return f"{name} {sum(not kill.wrong for kill in kills)}/{len(kills)}"


def report(name: str, kills: Sequence[Kill]) -> Iterator[str]:
    """What came of some kills, in lines; the figure last."""
    yield f"{name}: {sum(kill.acknowledged for kill in kills)} acknowledged"
    shown = Counter((kill.when, kill.stood) for kill in kills)
    for what, many in sorted(shown.items()):
        yield f"  {many:>3}  {', '.join(word for word in what if word)}"
    for kill in kills:
        yield from (f"  WRONG {kill.when}, {kill.stood}: {wrong}" for wrong in kill.wrong)
    yield line_of(name, kills)


def main() -> int:
    """Kill and count; 1 when anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=60, help="kills of each kind")
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="northaxis-kill-") as name:
        bots = autoplays(Path(name), asked.n, asked.seed)
        print(*report("kill9-autoplay", bots), sep="\n", flush=True)
        people = typed_games(Path(name), asked.n, asked.seed)
        print(*report("kill9-typed", people), sep="\n", flush=True)
    every = [*bots, *people]
    print(f"seed {asked.seed}")
    print(line_of("kill9-play", every))
    return 1 if any(kill.wrong for kill in every) else 0


if __name__ == "__main__":
    raise SystemExit(main())
