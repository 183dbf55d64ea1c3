"""`northaxis sessions`, `replay`, `verify`, `export`: what is kept on disk, told, checked and handed on."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from northaxis.cli.guard import BAD_INPUT, FINDINGS, FINE, Problem, complain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from northaxis.cli.story import Story
    from northaxis.domain.declassify import SeenFact
    from northaxis.domain.facts import Fact
    from northaxis.domain.ids import SeatId
    from northaxis.domain.ruleset import Game
    from northaxis.domain.state import State
    from northaxis.journal.envelope import Header
    from northaxis.storage.folder import Listed

EXISTING = click.Path(path_type=Path, readable=False)


@dataclass(frozen=True, slots=True)
class Summary:
    """Where a kept game stands, read from its facts without its rules. `seats` are those that people hold."""

    seats: tuple[str, ...] = ()
    turn: int = 0
    turns: int = 0
    is_over: bool = False

    @property
    def seat(self) -> str:
        """The first of them; empty when bots hold all."""
        return self.seats[0] if self.seats else ""


def summary(listed: Listed) -> Summary:
    """Where a listed game stands; nothing for one that cannot be read."""
    from northaxis.domain import facts as f
    from northaxis.domain.undo import standing_facts
    from northaxis.journal.envelope import BadEntry
    from northaxis.journal.replay import facts_of
    from northaxis.services.ports import StoreFailed
    from northaxis.storage.reading import SessionReader

    if listed.problem:
        return Summary()
    people: dict[str, None] = {}
    turn, turns, over = 0, 0, False
    try:
        with SessionReader(listed.path, thorough=False) as reader:
            for fact in standing_facts(facts_of(reader.entries())):
                match fact:
                    case f.SeatHeld(seat=seat, level=None):
                        people[seat] = None
                    case f.SeatHeld(seat=seat):
                        people.pop(seat, None)
                    case f.TurnBegan(turn=turn):
                        pass
                    case f.Changed(quantity="turns", after=turns):
                        pass
                    case f.GameOver():
                        over = True
                    case _:
                        pass
    except (StoreFailed, BadEntry, ValueError):
        return Summary()
    return Summary(tuple(people), turn, turns, over)


def latest_unfinished() -> Path | None:
    """The session played last that a person can go on with, in the user's folder."""
    from northaxis.storage.folder import default_folder, list_sessions

    for listed in list_sessions(default_folder()):
        if not listed.problem and listed.in_use_by is None:
            found = summary(listed)
            if found.seat and not found.is_over:
                return listed.path
    return None


@click.command()
@click.argument("where", type=EXISTING, required=False, metavar="[FOLDER]")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--folder", type=EXISTING, metavar="DIR", help="The same as FOLDER.")
def sessions(where: Path | None, as_json: bool, folder: Path | None) -> int:
    """List the games kept in the user's folder and in this one, or in FOLDER alone, the last played first."""
    from northaxis.services.ports import StoreFailed
    from northaxis.storage.folder import default_folder, list_sessions

    if where is not None and folder is not None:
        raise click.UsageError("FOLDER and --folder are the same; give one of them")
    place = where or folder
    if place is not None and not place.is_dir():
        raise Problem(f"there is no folder '{place}'")
    kept = [*list_sessions(place or default_folder())]
    if place is None:
        known = {listed.path.resolve() for listed in kept}
        with suppress(StoreFailed):  # where one merely stands
            kept += [listed for listed in list_sessions(Path()) if listed.path.resolve() not in known]
        kept.sort(key=lambda listed: -listed.changed)
    rows = [(listed, summary(listed)) for listed in kept]
    for listed, found in rows:
        if as_json:
            click.echo(json.dumps(_plain(listed, found)))
        else:
            click.echo(_line(listed, found))
    if not rows and not as_json:
        here = place if place is not None else f"{default_folder()}, and none here"
        click.echo(f"There are no sessions in {here}; 'northaxis play S1' begins one.")
    return FINE


def _plain(listed: Listed, found: Summary) -> dict[str, object]:
    return {
        "file": str(listed.path),
        "scenario": listed.scenario,
        "seat": found.seat,
        "seats": list(found.seats),
        "turn": found.turn,
        "turns": found.turns,
        "over": found.is_over,
        "facts": listed.facts,
        "created": listed.created,
        "changed": listed.changed,
        "complete": listed.is_complete,
        "in_use_by": listed.in_use_by,
        "problem": listed.problem,
    }


def _line(listed: Listed, found: Summary) -> str:
    from northaxis.content.cleaning import clean

    when = datetime.fromtimestamp(listed.changed / 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")
    name = clean(str(listed.path))
    if listed.problem:
        return f"{when}  {name}: {clean(listed.problem)}"
    stands = "over" if found.is_over else f"turn {found.turn}/{found.turns}"
    who = f"{'+'.join(found.seats)}, " if found.seats else ""
    return f"{when}  {clean(listed.scenario)}, {who}{stands}  {name}"


# --- replay -------------------------------------------------------------------------------------------------------


@click.command()
@click.argument("file", type=EXISTING)
@click.option("--seat", metavar="S", help="Tell it as this seat saw it; CTL sees everything.")
@click.option("--turn", type=click.IntRange(min=0), metavar="N", help="Only this turn; 0 is how it was set up.")
def replay(file: Path, seat: str | None, turn: int | None) -> int:
    """Tell what happened in a session, as a seat saw it at the time.

    Without --seat it is told by the person who played while the game goes on, and by control when it is over.
    """
    from northaxis.journal.replay import as_seated
    from northaxis.storage.reading import SessionReader

    with SessionReader(file) as reader:
        game = as_seated(_game_of(reader.header), reader.entries())
        facts, trouble = _readable(game, reader)
    _retell(game, facts, _reader_seat(game, facts, seat), turn)
    if trouble:
        return complain(f"{file}: {trouble}", FINDINGS)
    return FINE


def _game_of(header: Header) -> Game:
    from northaxis.services.library import game_from

    return game_from(header.contents, header.scenario)


def _readable(game: Game, reader: object) -> tuple[tuple[Fact, ...], str]:
    """The facts that hold, and what is wrong with the rest."""
    from northaxis.journal.envelope import BadEntry
    from northaxis.journal.replay import moments
    from northaxis.storage.reading import SessionReader

    assert isinstance(reader, SessionReader)
    facts: list[Fact] = []
    try:
        for moment in moments(game, reader.header, reader.entries()):
            facts.append(moment.fact)
    except BadEntry as bad:
        return tuple(facts), f"told up to entry {len(facts)}; {bad}"
    return tuple(facts), ""


def _reader_seat(game: Game, facts: Iterable[Fact], asked: str | None) -> SeatId:
    from northaxis.cli.tables import seat_of
    from northaxis.domain import facts as f
    from northaxis.domain.ids import CONTROL

    if asked is not None:
        return CONTROL if asked.upper() == CONTROL else seat_of(game, asked)
    everything = tuple(facts)
    if any(isinstance(fact, f.GameOver) for fact in everything):
        return CONTROL
    held = [fact.seat for fact in everything if isinstance(fact, f.SeatHeld) and fact.level is None]
    return held[0] if held else CONTROL


def _retell(game: Game, facts: Iterable[Fact], seat: SeatId, turn: int | None) -> None:
    """Print the journal turn by turn, each as the seat could read it then."""
    from northaxis.cli.story import Story
    from northaxis.cli.voice import Stream
    from northaxis.domain.course import Course
    from northaxis.domain.declassify import Reader
    from northaxis.domain.facts import TurnBegan
    from northaxis.domain.ids import CONTROL
    from northaxis.domain.ledger import Ledger

    seen: list[SeenFact] = []
    batch: list[SeenFact] = []
    course, reader = Course(game), Reader(game, seat)
    story = Story(game, seat, Stream(), lambda: Ledger.of(game, seen))
    story.voice.say(f"{game.scenario.name}, as {'control' if seat == CONTROL else game.rules.seats[seat].name} saw it.")
    for fact in facts:
        if isinstance(fact, TurnBegan):
            _tell_turn(story, batch, course.state, seat, turn)
        move = course.take(fact)
        shown = (fact,) if seat == CONTROL else reader.read(move)
        seen += shown
        batch += shown
    _tell_turn(story, batch, course.state, seat, turn)


def _tell_turn(story: Story, batch: list[SeenFact], state: State, seat: SeatId, turn: int | None) -> None:
    from northaxis.domain.views import view

    if turn is None or state.turn == turn:
        story.tell(batch, view(state, seat), everything=turn == 0)
    else:
        story.skip(batch, view(state, seat))
    batch.clear()


# --- verify and export --------------------------------------------------------------------------------------------


@click.command()
@click.argument("file", type=EXISTING)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def verify(file: Path, as_json: bool) -> int:
    """Check a session file from its bytes to its last state. Exit code 1 when something does not hold."""
    from northaxis.services.files import LibraryProblem
    from northaxis.storage.verify import Unplayable, verify as verify_file

    def compiled(header: Header) -> Game:
        try:
            return _game_of(header)
        except LibraryProblem as problem:
            raise Unplayable(str(problem)) from None

    found = verify_file(file, compiled)
    if as_json:
        click.echo(json.dumps(found.to_plain()))
    else:
        click.echo(f"{file}: {found.reason}")
        if found.valid:
            click.echo(f"head {found.head}\nstate {found.state}")
    return FINE if found.valid else FINDINGS


@click.command()
@click.argument("file", type=EXISTING)
@click.option("--format", "form", type=click.Choice(["jsonl"]), default="jsonl", help="One JSON object a line.")
def export(file: Path, form: str) -> int:
    """Print the facts of a session with their hashes, one JSON object a line."""
    from northaxis.storage.errors import SessionDamaged
    from northaxis.storage.verify import export_jsonl

    try:
        for line in export_jsonl(file):
            sys.stdout.write(f"{line}\n")
    except SessionDamaged as damaged:
        sys.stdout.flush()
        return complain(str(damaged), FINDINGS if damaged.bad.seq else BAD_INPUT)
    return FINE
