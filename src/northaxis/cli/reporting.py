"""`northaxis report` and `northaxis branch`: what came of a session, and a way back into it."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from northaxis.cli.guard import FINDINGS, FINE, Problem, complain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from northaxis.domain.facts import Fact
    from northaxis.domain.ids import SeatId
    from northaxis.domain.ruleset import Game
    from northaxis.journal.envelope import Entry
    from northaxis.services.after_action import Report, Source

EXISTING = click.Path(path_type=Path, readable=False)
ENDINGS = {"html": ".html", "markdown": ".md", "json": ".json"}
BOTH = ("html", "markdown")
FORMAT_OF = {".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown", ".json": "json"}


# --- report -------------------------------------------------------------------------------------------------------


def _print_schema(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        from northaxis.reports.record import schema

        sys.stdout.write(schema())
        context.exit()


@click.command()
@click.argument("file", type=EXISTING)
@click.option("--to", type=EXISTING, metavar="PLACE", help="A folder, or a file in .html, .md or .json; '-' prints.")
@click.option(
    "--format", "form", type=click.Choice(["html", "markdown", "json", "both"]),
    help="json is the whole record for programs. Usually both html and markdown; else by --to.",
)  # fmt: skip
@click.option("--seat", metavar="S", help="What this seat knew, and what opens at the end, and no more.")
@click.option("--public", is_flag=True, help="What was done in the open, and no more.")
@click.option("--sheets", is_flag=True, help="A page for every seat (or for --seat alone), to print and hand out.")
@click.option(
    "--schema", is_flag=True, is_eager=True, expose_value=False, callback=_print_schema,
    help="Print the JSON Schema of --format json, and nothing else.",
)  # fmt: skip
def report(file: Path, to: Path | None, form: str | None, seat: str | None, public: bool, sheets: bool) -> int:
    """Write the after-action report of a session, as HTML and Markdown, beside nothing but itself.

    Without --seat and --public it is control's: everything in the record, secrets included. Of a game that is not over
    it is a report so far.
    """
    if seat is not None and public:
        raise click.UsageError("--seat and --public are two different reports; ask for one")
    if sheets and public:
        raise click.UsageError("--sheets are for seats, each with its own secrets; leave --public out")
    if sheets and (form == "json" or (to is not None and FORMAT_OF.get(to.suffix.lower()) == "json")):
        raise click.UsageError("--sheets are for people, as html or markdown; the record as json is without --sheets")
    facts, source, game, trouble = _record(file)
    reader = _reader(game, seat, public)
    whose = "-public" if public else f"-{reader}" if seat is not None else ""
    paths = _paths(to, form, f"{file.stem}-{'sheets' if sheets else 'report'}{whose}")
    texts = _sheets(game, facts, source, reader, paths) if sheets else _texts(game, facts, source, reader, paths)
    if to is not None and str(to) == "-":
        sys.stdout.write("\n".join(texts.values()))
    else:
        _write(texts, public)
    if trouble:
        return complain(f"{file}: the report goes as far as the record holds; {trouble}", FINDINGS)
    return FINE


def _record(file: Path) -> tuple[tuple[Fact, ...], Source, Game, str]:
    """The facts of a session that hold, where they come from, its game, and what is wrong with the rest."""
    from northaxis.journal.envelope import BadEntry
    from northaxis.journal.replay import as_seated, moments
    from northaxis.services.after_action import Source
    from northaxis.services.hands import hands
    from northaxis.services.library import game_from
    from northaxis.storage.compiled import CompiledFolder
    from northaxis.storage.reading import SessionReader

    facts: list[Fact] = []
    commands: list[str] = []
    began, last, trouble = 0, None, ""
    with SessionReader(file) as reader:
        header = reader.header
        game = as_seated(game_from(header.contents, header.scenario, CompiledFolder()), reader.entries())
        try:
            for moment in moments(game, header, reader.entries()):
                facts.append(moment.fact)
                commands.append(moment.entry.command)
                began, last = began or moment.entry.at, moment.entry
        except BadEntry as bad:
            trouble = str(bad)
        if last is None:
            raise Problem(f"{file} holds no game that could be told of{f': {trouble}' if trouble else ''}")
        # a branch is younger than what it begins with
        source = Source(min(header.created, began), last.at, header.app, last.hash, header.origin, hands(commands))
    return tuple(facts), source, game, trouble


def _reader(game: Game, seat: str | None, public: bool) -> SeatId:
    from northaxis.cli.tables import seat_of
    from northaxis.domain.ids import CONTROL
    from northaxis.services.after_action import PUBLIC

    if public:
        return PUBLIC
    if seat is None or seat.upper() == CONTROL:
        return CONTROL
    return seat_of(game, seat)


def _paths(to: Path | None, form: str | None, name: str) -> dict[str, Path]:
    """Which formats go where; Problem when a place and a format do not go together."""
    if to is None or to.is_dir():
        formats = BOTH if form in (None, "both") else (form or "",)
        return {each: (to or Path()) / f"{name}{ENDINGS[each]}" for each in formats}
    if str(to) == "-":
        if form == "both":
            raise click.UsageError("--to - prints one format; choose --format html, markdown or json")
        return {form or "markdown": to}
    found = FORMAT_OF.get(to.suffix.lower())
    if found is None:
        what = "there is no folder" if not to.exists() else "a report is not written over"
        raise Problem(f"{what} '{to}'; give a folder that exists, or a file name that ends in .html, .md or .json")
    if form not in (None, found):
        raise Problem(f"'{to.name}' is a name for {found}, and --format asks for {form}; leave one of them out")
    if not to.parent.is_dir():
        raise Problem(f"there is no folder '{to.parent}'; make it first")
    return {found: to}


def _texts(
    game: Game, facts: tuple[Fact, ...], source: Source, reader: SeatId, paths: dict[str, Path]
) -> dict[Path, str]:
    from northaxis.domain.ids import CONTROL
    from northaxis.services.after_action import after_action, session_record

    if reader == CONTROL and sys.stderr.isatty():
        click.echo("Playing the game again with other choices, to find those that mattered ...", err=True)
    if "json" in paths:
        from northaxis.reports.record import to_json

        return {paths["json"]: to_json(session_record(game, facts, source, reader))}
    return _written(after_action(game, facts, source, reader), paths)


def _sheets(
    game: Game, facts: tuple[Fact, ...], source: Source, reader: SeatId, paths: dict[str, Path]
) -> dict[Path, str]:
    from northaxis.domain.ids import CONTROL
    from northaxis.services.after_action import hand_outs

    seats = tuple(game.rules.seats) if reader == CONTROL else (reader,)
    return _written(hand_outs(game, facts, source, seats), paths)


def _written(made: Report, paths: dict[str, Path]) -> dict[Path, str]:
    from northaxis.reports.rendering import to_html, to_markdown

    writers = {"html": to_html, "markdown": to_markdown}
    return {path: writers[form](made) for form, path in paths.items()}


def _write(texts: dict[Path, str], public: bool) -> None:
    from northaxis.reports.writing import NotWritten, write_all

    try:
        write_all(texts, public)
    except NotWritten as error:
        raise Problem(str(error)) from None
    for path in texts:
        click.echo(path)


# --- branch -------------------------------------------------------------------------------------------------------


@click.command()
@click.argument("file", type=EXISTING)
@click.option("--turn", type=click.IntRange(min=1), metavar="N", help="Stand where turn N is about to begin.")
@click.option("--at", type=click.IntRange(min=1), metavar="FACT", help="Stand behind this fact, as 'export' counts.")
@click.option("--to", type=EXISTING, metavar="FILE", help="The new session file; usually beside the old one.")
def branch(file: Path, turn: int | None, at: int | None, to: Path | None) -> int:
    """Make a new session of an old one's beginning, to play on from there. The old one stays as it is.

    The dice are the same ones: whoever does the same again gets the same again.
    """
    from northaxis import __version__
    from northaxis.storage.folder import free_path
    from northaxis.storage.verify import branch as branch_file

    if turn is None and at is None:
        raise click.UsageError("say where to stand: --turn N or --at FACT")
    if turn is not None and at is not None:
        raise click.UsageError("--turn and --at are two places to stand; give one of them")
    entries, trouble = _entries(file)
    upto = _before_turn(file, entries, turn) if turn is not None else _behind_fact(file, entries, at or 0, trouble)
    if to is None or to.is_dir():
        where = f"turn-{turn}" if turn is not None else f"at-{upto}"
        to = free_path(to or file.parent, f"{file.stem}-{where}")
    elif to.exists():
        raise Problem(f"there is a file '{to}' already; give another name after --to")
    elif not to.parent.is_dir():
        raise Problem(f"there is no folder '{to.parent}'; make it first")
    branch_file(file, to, upto, (int(time.time() * 1000), __version__))
    stands = f"where turn {turn} is about to begin" if turn is not None else f"behind fact {upto} of {len(entries)}"
    click.echo(f"{to} stands {stands}; {file} is as it was.")
    how = "host" if _is_facilitated(fact for _, fact in entries[:upto]) else "play"
    click.echo(f"Play on with: northaxis {how} --session {_quoted(to)}", err=True)
    return FINE


def _is_facilitated(facts: Iterable[Fact]) -> bool:
    """Whether somebody sits in control: such a table is hosted again."""
    from northaxis.domain.facts import SeatHeld
    from northaxis.domain.ids import CONTROL

    return any(isinstance(fact, SeatHeld) and fact.seat == CONTROL for fact in facts)


def _entries(file: Path) -> tuple[list[tuple[Entry, Fact]], str]:
    """The entries of a session that hold, with their facts, and what is wrong with the next one."""
    from northaxis.journal.codec import FactUnreadable
    from northaxis.journal.envelope import BadEntry, checked
    from northaxis.journal.upgrade import read
    from northaxis.storage.reading import SessionReader

    found: list[tuple[Entry, Fact]] = []
    with SessionReader(file) as reader:
        try:
            for entry in checked(reader.header, reader.entries()):
                found.append((entry, read(entry.text, entry.version)))
        except (BadEntry, FactUnreadable) as bad:
            return found, str(bad)
    return found, ""


def _before_turn(file: Path, entries: list[tuple[Entry, Fact]], turn: int) -> int:
    """How many entries there are before the last beginning of a turn."""
    from northaxis.domain.facts import TurnBegan

    begun = {fact.turn: entry.seq for entry, fact in entries if isinstance(fact, TurnBegan)}
    if turn not in begun:
        known = f"turns 1 to {max(begun)}" if len(begun) > 1 else "turn 1" if begun else "no turn yet"
        raise Problem(f"{file} has {known}; there is no turn {turn} to stand before")
    return begun[turn] - 1


def _behind_fact(file: Path, entries: list[tuple[Entry, Fact]], at: int, trouble: str) -> int:
    """The fact asked for, if a command ended with it."""
    if at > len(entries):
        why = f": {trouble}" if trouble else ""
        raise Problem(f"{file} has {len(entries)} facts; there is no fact {at} to stand behind{why}")
    command = entries[at - 1][0].command
    own = [entry.seq for entry, _ in entries if entry.command == command]
    if at != own[-1]:
        before = f"{own[0] - 1} or " if own[0] > 1 else ""
        raise Problem(
            f"fact {at} is one of those that came together ({own[0]} to {own[-1]}); stand at {before}{own[-1]}"
        )
    return at


def _quoted(path: Path) -> str:
    from shlex import quote

    return quote(str(path))
