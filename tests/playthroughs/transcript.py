"""A golden playthrough: one whole game by bots, told as control reads it, with every seat's view at every step.

A transcript is for people: a change of rules, cards, bots or words shows in it as a difference to be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.shipped import game

from northaxis.domain.course import Course
from northaxis.domain.declassify import Reader, SeenFact
from northaxis.domain.facts import Fact, GameOver, PhaseBegan, SheetsOpened, Step, StepBegan, TurnBegan
from northaxis.domain.ids import CONTROL, SeatId
from northaxis.domain.ruleset import Game
from northaxis.domain.views import SeatView, view
from northaxis.services.autoplay import autoplay
from northaxis.services.beats import Weight
from northaxis.services.library import Library
from northaxis.services.narrator import Narrator

FOLDER = Path(__file__).parent
SEED = "3"


def scenarios() -> tuple[str, ...]:
    """The ids of every shipped scenario."""
    return tuple(str(scenario.id) for scenario in Library().scenarios)


def file_of(name: str) -> Path:
    """Where a scenario's transcript is kept."""
    return FOLDER / f"{name}.txt"


def transcript(name: str) -> str:
    """The whole text of a scenario's playthrough."""
    made = game(name)
    head = f"{made.scenario.short} {made.scenario.name}, seed {SEED}, bots in every seat"
    facts = autoplay(made, SEED).facts
    return "\n".join([head, "=" * len(head), *told(made, facts), ""])


def told(made: Game, facts: Sequence[Fact]) -> Iterator[str]:
    """Step by step: what control reads, what a seat reads otherwise, and the nine views."""
    seats = tuple(made.rules.seats)
    readers = {seat: Reader(made, seat) for seat in seats}
    narrators = {seat: Narrator(made, seat) for seat in (CONTROL, *seats)}
    course = Course(made)
    for part in parts(facts):
        shown: dict[SeatId, list[SeenFact]] = {seat: [] for seat in seats}
        for fact in part:
            move = course.take(fact)
            for seat, reader in readers.items():
                shown[seat] += reader.read(move)
        state = course.state
        lines = narrators[CONTROL].lines(part, Weight.USUAL)
        yield ""
        yield f"--- turn {state.turn}, {_name(part)} ---"
        yield from lines
        yield from _otherwise(seats, {s: narrators[s].lines(shown[s], Weight.USUAL) for s in seats}, lines)
        if any(isinstance(fact, StepBegan) for fact in part):
            yield from _board(view(state, CONTROL))
            yield from (_line(view(state, seat)) for seat in seats)


CUTS = (TurnBegan, StepBegan, PhaseBegan, SheetsOpened, GameOver)
"""The facts that open a new part of the story."""


def parts(facts: Sequence[Fact]) -> Iterator[Sequence[Fact]]:
    """The journal cut at every turn, step and phase, at the reveal and at the end."""
    part: list[Fact] = []
    for fact in facts:
        if isinstance(fact, CUTS) and part and not isinstance(part[-1], TurnBegan):
            yield part
            part = []
        part.append(fact)
    yield part


def _name(part: Sequence[Fact]) -> str:
    for fact in part:
        match fact:
            case StepBegan(step=step):
                return str(step)
            case PhaseBegan(phase=phase):
                return f"phase {phase}"
            case SheetsOpened():
                return "the reveal"
            case GameOver():
                return str(Step.OVER)
    return str(Step.SETUP)


def _otherwise(seats: Sequence[SeatId], read: dict[SeatId, Sequence[str]], public: Sequence[str]) -> Iterator[str]:
    """The lines that seats read and control does not, each with who reads it, in the order they are first read."""
    readers: dict[str, list[SeatId]] = {}
    for seat in seats:
        for line in read[seat]:
            if line not in public:
                readers.setdefault(line.strip(), []).append(seat)
    last = ""
    for line, found in readers.items():
        who = _who(seats, found)
        if who != last:
            yield f"  | to {who}:"
        yield f"  |   {line}"
        last = who


def _who(seats: Sequence[SeatId], found: Sequence[SeatId]) -> str:
    missing = [seat for seat in seats if seat not in found]
    if not missing:
        return "all"
    return f"all but {', '.join(missing)}" if len(missing) < 4 else ", ".join(dict.fromkeys(found))


def _board(seen: SeatView) -> list[str]:
    """The true board, in two lines."""
    tracks = " ".join(f"{track.id} {track.value}" for track in seen.tracks)
    live = " ".join(str(switch.id).removeprefix("sw_") for switch in seen.switches if switch.really_on)
    return [f"  board: {tracks}", f"  live: {live}; pressure {seen.index.value} {seen.index.band}"]


def _line(seen: SeatView) -> str:
    """What one seat's view says, in a line: `?` where it may not know, words for bands."""
    hidden = " ".join(
        f"{track.id} {track.value if track.veil is None else track.veil.word}"
        for track in seen.tracks
        if track.id in ("pull_home", "cohesion")
    )
    live = "".join(str(switch.id)[3] if switch.declared_on else "." for switch in seen.switches)
    index = seen.index.band if seen.index.value is None else f"{seen.index.value} {seen.index.band}"
    sheet = "+".join(order.action + (f"@{order.target}" if order.target else "") for order in seen.sheet.orders)
    answers = "+".join(f"{demander}:{response}" for demander, response in seen.sheet.answers)
    asked = "+".join(f"{made.demand}{'!' if made.backed else ''}" for made in seen.demands if made.demand)
    score = f"{seen.standing.score}/{seen.standing.bar}" if seen.standing else "-"
    parts = [
        f"ip {seen.ip}", index, hidden, live, f"demands {asked or '-'}", f"sheet {sheet or '-'} {answers}".rstrip(),
        f"spent {'+'.join(seen.spent) or '-'}", f"deals {len(seen.deals)}", f"may {len(seen.legal)}", f"score {score}",
    ]  # fmt: skip
    return f"  {seen.seat}{'*' if seen.owes else ' '} {' | '.join(parts)}"
