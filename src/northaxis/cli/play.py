"""`northaxis play` and `northaxis demo`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from northaxis.cli.guard import Problem

if TYPE_CHECKING:
    from northaxis.domain.dice import Pair
    from northaxis.services.client import TableClient
    from northaxis.services.library import Prepared
    from northaxis.services.table import Table

DEMO_SEED = "demo"
"""The demo tells the same story every time."""


@click.command()
@click.argument("scenario", required=False)
@click.option(
    "--seat",
    metavar="S",
    help="The seat you hold, as MIN or Minsk; several as WAR+VIL, or by a bloc's name as flank. "
    "With --autoplay, whose eyes to tell by.",
)
@click.option(
    "--people", metavar="NAMES", help="People at this screen, as 'Ana,Ben,Chris', seated by the rules; pass it round."
)
@click.option("--level", metavar="L", help="How well the bots play: cadet, staff, principal (or random, passive).")
@click.option("--seed", metavar="N", help="The same seed gives the same cards and dice.")
@click.option(
    "--plain", is_flag=True, help="Numbered lines of text instead of screens; also when there is no terminal."
)
@click.option("--autoplay", is_flag=True, help="Bots in every seat, told in plain text, no questions.")
@click.option(
    "--session",
    type=click.Path(path_type=Path, readable=False),
    metavar="FILE",
    help="Where the game is kept, or is resumed.",
)
@click.option(
    "--dial", "dials", multiple=True, metavar="DIAL=SETTING", help="Set a dial, as oxygen=low; secret to the end."
)
@click.option(
    "--share", "shares", multiple=True, metavar="S", help="Share this seat: a co-seat orders beside its head."
)
@click.option("--dice", type=click.Choice(["seeded", "typed"]), default="seeded", help="Type in real dice yourself.")
def play(
    scenario: str | None,
    seat: str | None,
    people: str | None,
    level: str | None,
    seed: str | None,
    plain: bool,
    autoplay: bool,
    session: Path | None,
    dials: tuple[str, ...],
    shares: tuple[str, ...],
    dice: str,
) -> int:
    """Play SCENARIO against bots: S1, S2, S3, by id, or with a variant as S3+V2.

    Alone you hold one seat with all its orders, or several with one order each. With --people up to twelve share this
    screen: it asks to be passed on, and shows nothing until the next person has it. Bots hold all other seats.

    --dial and --share may be given several times. A dial set to 'random' is turned by the seed, so that you can guess
    it too. Of a shared seat you hold the head and a bot the co-seat; hold the co-seat with --seat, as MSC.

    With --session FILE of a game that has begun, SCENARIO is not needed and the game goes on where it stood.
    """
    if session is not None and session.exists():
        if autoplay or seed or level or dials or shares or people:
            without = "--autoplay, --seed, --level, --dial, --share and --people"
            raise Problem(f"{session} is a game that has begun; resume it without {without}")
        return _resume(session, scenario, seat, plain, dice == "typed")
    if scenario is None:
        missing = f"there is no session file '{session}'" if session else "no scenario was named"
        raise Problem(f"{missing}; try 'northaxis play S1', or --session FILE of a game that has begun")
    if autoplay:
        if people:
            raise click.UsageError("--autoplay has bots in every seat, so there is no place for --people")
        prepared = _shared(scenario, shares)
        if dice == "typed":
            raise click.UsageError("--autoplay asks no questions, so dice cannot be typed")
        return _autoplay(prepared, seat, level, seed, session, dials)
    name, asker = scenario, _asker(dice == "typed")
    return _sit_down(
        lambda: _new_table(name, seat, level, seed, session, asker, dials, shares, people),
        name,
        plain or dice == "typed",
        True,
        asker,
    )


@click.command()
def demo() -> int:
    """The teaching scenario at once; without a terminal, bots play it to its end in plain text."""
    if _has_screen():
        code = _on_screen(lambda: _new_table("S1", None, None, None, None), "S1", True)
        if code is not None:
            return code
    from northaxis.cli.tables import find_game, seat_of, unwritten_table
    from northaxis.services.autoplay import bots_in_every_seat

    prepared = find_game("S1")
    game = prepared.game
    return _tell(unwritten_table(prepared, DEMO_SEED, bots_in_every_seat(game)), seat_of(game, None))


def _resume(session: Path, scenario: str | None, seat: str | None, plain: bool, typed: bool) -> int:
    """Go on with a game that has begun."""
    asker = _asker(typed)
    name = scenario or session.stem
    return _sit_down(lambda: _old_table(session, scenario, seat, asker), name, plain or typed, False, asker)


def _shared(scenario: str, shares: tuple[str, ...]) -> Prepared:
    from northaxis.cli.tables import find_game, shared

    return shared(find_game(scenario), shares)


def _new_table(
    scenario: str,
    seat: str | None,
    level: str | None,
    seed: str | None,
    session: Path | None,
    asker: Callable[[int, str], Pair] | None = None,
    dials: tuple[str, ...] = (),
    shares: tuple[str, ...] = (),
    people: str | None = None,
) -> tuple[Table, Path]:
    """A table for one person or several, and where it is kept."""
    from northaxis.cli.seating import set_down
    from northaxis.cli.tables import default_path, dials_of, draw_seed, find_game, new_table

    prepared, holders = set_down(find_game(scenario), seat, people, level, shares)
    seed = seed or draw_seed()
    turned = dials_of(prepared.game, dials, seed)
    path = session or default_path(prepared)
    return new_table(prepared, path, seed, holders, asker, turned), path


def _old_table(
    session: Path, scenario: str | None, seat: str | None, asker: Callable[[int, str], Pair] | None
) -> tuple[Table, Path]:
    """The table of a session file, if it is the game and the seat that were asked for."""
    from northaxis.cli.seating import seats_of
    from northaxis.cli.tables import table_on_disk
    from northaxis.services.library import full_name

    table = table_on_disk(session, asker)
    try:
        game = table.game
        wanted = (scenario or "").casefold().partition("+")[0]
        if scenario and wanted not in (game.scenario.id.casefold(), game.scenario.short.casefold()):
            kept = full_name(game.scenario, game.variants)
            raise Problem(f"{session} is a game of {kept}, not of {scenario}; choose another file")
        bots = [each for each in seats_of(game, seat) if each not in table.people()] if seat is not None else []
        if bots:
            held = ", ".join(table.people()) or "nobody"
            raise Problem(f"in {session} {', '.join(bots)} is played by a bot; people hold: {held}")
        if not table.people():
            raise Problem(f"nobody holds a seat in {session}; 'northaxis replay {session}' tells what happened")
    except BaseException:
        table.close()
        raise
    return table, session


def _sit_down(
    set_table: Callable[[], tuple[Table, Path]], name: str, plain: bool, is_new: bool, asker: object = None
) -> int:
    """Play a table with the people at this screen, on screens or in lines."""
    code = _on_screen(set_table, name, is_new) if not plain and _has_screen() else None
    if code is not None:
        return code
    from northaxis.cli.plain import PlainGame
    from northaxis.cli.tables import first_door
    from northaxis.cli.typed_dice import AtTheTable
    from northaxis.cli.voice import Stream

    table, path = set_table()
    if isinstance(asker, AtTheTable):
        asker.game = table.game
    try:
        return PlainGame(table, first_door(table), Stream(), str(path)).run(is_new)
    finally:
        table.close()


def _autoplay(
    prepared: Prepared,
    seat: str | None,
    level: str | None,
    seed: str | None,
    session: Path | None,
    dials: tuple[str, ...],
) -> int:
    from northaxis.cli.tables import dials_of, draw_seed, level_of, new_table, seat_of, unwritten_table
    from northaxis.domain.ids import CONTROL
    from northaxis.services.autoplay import bots_in_every_seat

    game = prepared.game
    eyes = seat_of(game, seat) if seat else CONTROL
    holders = bots_in_every_seat(game, level_of(game, level))
    chosen = seed or draw_seed()
    turned = dials_of(game, dials, chosen)
    if session is None:
        table = unwritten_table(prepared, chosen, holders, turned)
    else:
        table = new_table(prepared, session, chosen, holders, None, turned)
    return _tell(table, eyes)


def _tell(table: Table, eyes: str) -> int:
    """Let the bots play to the end and print it as a story."""
    from northaxis.cli.story import Story
    from northaxis.cli.voice import Stream
    from northaxis.domain.declassify import SeenFact
    from northaxis.domain.ids import CONTROL, SeatId
    from northaxis.services.briefing import scene_lines
    from northaxis.services.debrief import debrief_lines

    seat, voice = SeatId(eyes), Stream()
    story = Story(table.game, seat, voice, lambda: table.ledger(seat))
    news: list[SeenFact] = []
    table.subscribe(seat, news.extend)
    try:
        voice.say(*scene_lines(table.game))
        story.skip(table.facts_for(seat), table.view(seat))
        for _ in table.steps():
            story.tell(tuple(news), table.view(seat))
            news.clear()
        voice.say("", *debrief_lines(table.game, table.facts_for(seat), None if seat == CONTROL else seat))
    finally:
        table.close()
    return 0


def _has_screen() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _on_screen(set_table: Callable[[], tuple[Table, Path]], name: str, is_new: bool) -> int | None:
    """Show a table on screens, its frame at once, and give the exit code; None when this installation has none.

    A name that is not plainly known is looked up before the frame: a wrong one gets its sentence and nothing else.
    """
    try:
        from northaxis.tui.app import TerminalUnfit, run_opening
        from northaxis.tui.screens.opening import Opening
    except ImportError:
        return None
    from northaxis.cli.glimpse import glimpse, is_shipped

    if is_new and not is_shipped(name):
        from northaxis.cli.tables import find_game

        find_game(name)

    def make() -> TableClient:
        from uuid import uuid4

        from northaxis.cli.tables import first_door
        from northaxis.services.solo import SoloClient

        table, _ = set_table()
        return SoloClient(table, first_door(table), lambda: uuid4().hex)

    try:
        return run_opening(Opening(make, *glimpse(name)))
    except TerminalUnfit as unfit:
        raise Problem(str(unfit)) from None


def _asker(typed: bool) -> Callable[[int, str], Pair] | None:
    if not typed:
        return None
    from northaxis.cli.typed_dice import AtTheTable
    from northaxis.cli.voice import Stream

    return AtTheTable(Stream())
