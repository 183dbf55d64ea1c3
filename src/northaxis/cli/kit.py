"""`northaxis kit`: the facilitator's kit on paper, and a role sheet for every seat in a file of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from northaxis.cli.guard import FINE, Problem

if TYPE_CHECKING:
    from northaxis.domain.people import Seating
    from northaxis.domain.ruleset import Game
    from northaxis.services.paper import Page

ENDINGS = {"text": ".txt", "markdown": ".md"}


@click.command()
@click.argument("scenario")
@click.option("--people", metavar="N|NAMES", default=None, help="How many come, or their names, as 'host' takes them.")
@click.option("--seats", metavar="SEATS", default=None, help="The seats that people hold, as 'host' takes them.")
@click.option("--share", "shares", multiple=True, metavar="S", help="Share this seat between a head and a co-seat.")
@click.option("--seat", default=None, metavar="SEAT", help="Only the role sheet of this seat.")
@click.option("--format", "form", type=click.Choice(list(ENDINGS)), default="text", show_default=True, help="How.")
@click.option("--to", "folder", type=click.Path(path_type=Path), default=None, help="Write files into this folder.")
def kit(
    scenario: str,
    people: str | None,
    seats: str | None,
    shares: tuple[str, ...],
    seat: str | None,
    form: str,
    folder: Path | None,
) -> int:
    """Print the kit for facilitating SCENARIO: opening, timings, checklists, what to watch, hot wash.

    With the same --people, --seats and --share as 'northaxis host', sheets and seats match.

    Role sheets hold the secrets of a seat. They are printed one at a time with --seat, or all with --to, a file each.
    """
    from northaxis.cli.tables import find_game, shared
    from northaxis.services.kit import facilitator_pages, seated_sheets
    from northaxis.services.paper import all_text

    if people is not None and seats is not None:
        raise click.UsageError("--people and --seats both say who holds what; give one of them")
    game = shared(find_game(scenario), shares).game
    seating = _seating(game, _count(people)) if seats is None else _named(game, seats)
    game = _shared(game, seating, seat)
    if seat is not None:
        pages: tuple[Page, ...] = (_sheet(game, seating, seat),)
    else:
        pages = facilitator_pages(game) + (seated_sheets(game, seating) if folder is not None else ())
    if folder is None:
        click.echo(all_text(pages, form == "markdown"), nl=False)
        return FINE
    for path in _write(pages, folder, form):
        click.echo(str(path))
    return FINE


def _count(people: str | None) -> int | None:
    """How many people come: a number, or the names between commas. Problem."""
    if people is None:
        return None
    if people.strip().isdecimal():
        count = int(people.strip()[:6])
    else:
        count = len([name for name in people.split(",") if name.strip()])
    if count < 1:
        raise Problem("--people names nobody; write a number or names with commas between, as --people Ann,Bo,Cy")
    return count


def _named(game: Game, seats: str) -> Seating:
    """A person in each of these seats, as 'host --seats' has it. Problem."""
    from northaxis.cli.seating import seats_between_commas
    from northaxis.domain.people import Seating

    chosen = seats_between_commas(game, seats)
    return Seating(len(chosen), tuple((seat,) for seat in chosen))


def _seating(game: Game, people: int | None) -> Seating | None:
    """Who holds what; Problem where the rules or the scenario do not seat so many."""
    if people is None:
        return None
    scenario = game.scenario
    found = game.rules.people.seating(people)
    if found is None or not scenario.least_people <= people <= scenario.most_people:
        known = [
            s.people for s in game.rules.people.seatings if scenario.least_people <= s.people <= scenario.most_people
        ]
        numbers = ", ".join(map(str, known)) or "none"
        raise Problem(f"{scenario.short} is not played by {people} people; numbers that can be seated: {numbers}")
    return found


def _shared(game: Game, seating: Seating | None, seat: str | None) -> Game:
    """The game with the seats shared that so many people share, or that a co-seat asked for needs."""
    from northaxis.domain.co_seats import with_co_seats

    halves = game.rules.people.co_seats.values()
    wanted = [half.head for half in halves if seat is not None and half.id.casefold() == seat.casefold()]
    return with_co_seats(game, seating.share if seating is not None else wanted)


def _sheet(game: Game, seating: Seating | None, text: str) -> Page:
    from northaxis.cli.tables import seat_of
    from northaxis.services.kit import role_sheet

    seat = seat_of(game, text)
    players = seating.players if seating is not None else ()
    held = next((seats for seats in players if seat in seats), ())
    if seating is not None and not held:
        people = "one person" if seating.people == 1 else f"{seating.people} people"
        raise Problem(f"with {people} seated so a bot holds {seat}; it needs no sheet")
    return role_sheet(game, seat, held=held)


def _write(pages: tuple[Page, ...], folder: Path, form: str) -> list[Path]:
    """A file for each page, for its owner alone: role sheets hold secrets. Problem when one is there or none can be."""
    from northaxis.reports.writing import NotWritten, write_all
    from northaxis.services.paper import written

    paths = [folder / f"{page.name}{ENDINGS[form]}" for page in pages]
    taken = next((path for path in paths if path.exists()), None)
    if taken is not None:
        raise Problem(f"{taken} is there already; name another folder, or move it away")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_all({path: written(page, form == "markdown") for page, path in zip(pages, paths, strict=True)})
    except OSError as error:
        raise Problem(f"{folder} cannot be written: {error.strerror}") from None
    except NotWritten as problem:
        raise Problem(str(problem)) from None
    return paths
