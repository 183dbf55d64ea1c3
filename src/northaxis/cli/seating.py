"""Who sits where at a new table, as the command line and the home screen ask for it: seats, blocs, people by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from northaxis.cli.guard import Problem
from northaxis.cli.tables import level_of, seat_of, shared
from northaxis.content.cleaning import clean
from northaxis.domain.holding import seated
from northaxis.domain.ids import SeatId
from northaxis.domain.ruleset import Game
from northaxis.domain.state import Holder
from northaxis.services.autoplay import people_and_bots
from northaxis.services.library import Prepared

YOU = "you"
"""The name of a person who plays alone."""

LONGEST_NAME = 24
"""Characters of a person's name."""


def set_down(
    prepared: Prepared, seats: str | None, people: str | None, level: str | None, shares: Sequence[str] = ()
) -> tuple[Prepared, dict[SeatId, Holder]]:
    """The game with its shared seats, and who holds what: one person in these seats, or these people by the rules."""
    if people is not None and seats is not None:
        raise Problem("--people seats everybody as the rules have it; leave --seat out, or play alone with --seat")
    prepared = shared(prepared, shares)
    if people is not None:
        game, held = _by_name(prepared.game, names_of(people))
        prepared = replace(prepared, game=game)
    else:
        held = {seat: Holder(YOU, None) for seat in seats_of(prepared.game, seats)}
    return prepared, people_and_bots(prepared.game, held, level_of(prepared.game, level))


def seats_of(game: Game, text: str | None) -> tuple[SeatId, ...]:
    """The seats asked for, in seat order: ids, names and blocs in any case, with plus signs between."""
    if text is None:
        return (seat_of(game, None),)
    wanted = set[SeatId]()
    for part in (part.strip() for part in text.split("+")):
        if not part:
            raise Problem(f"'{text}' has a plus sign with no seat beside it; write it as WAR+VIL")
        wanted.update(_bloc(game, part) or (_seat(game, part),))
    return tuple(seat for seat in game.rules.seats if seat in wanted)


def seats_between_commas(game: Game, text: str) -> tuple[SeatId, ...]:
    """The seats that people hold at a table, each once, as they were named. Problem."""
    chosen = tuple(seat_of(game, part) for part in (part.strip() for part in text.split(",")) if part)
    if len(set(chosen)) != len(chosen):
        raise Problem("--seats names a seat twice")
    return chosen


def _bloc(game: Game, text: str) -> tuple[SeatId, ...]:
    """The seats of a bloc by its name, with or without its article."""
    wanted = text.casefold().removeprefix("the ")
    found = (bloc.seats for bloc in game.rules.people.blocs if bloc.name.casefold().removeprefix("the ") == wanted)
    return next(found, ())


def _seat(game: Game, text: str) -> SeatId:
    try:
        return seat_of(game, text)
    except Problem as problem:
        blocs = ", ".join(f"'{bloc.name}' ({'+'.join(bloc.seats)})" for bloc in game.rules.people.blocs)
        more = f"; seats that go together: {blocs}" if blocs and "there are:" in str(problem) else ""
        raise Problem(f"{problem}{more}") from None


def names_of(text: str) -> tuple[str, ...]:
    """People's names between commas, cleaned; no two alike."""
    names = tuple(clean(" ".join(name.split()), LONGEST_NAME) for name in text.split(","))
    if not all(names):
        raise Problem(f"'{text}' leaves somebody without a name; write --people \"Ana,Ben,Chris\"")
    for place, name in enumerate(names):
        if name.casefold() in (other.casefold() for other in names[:place]):
            raise Problem(f"two people are called '{name}'; tell them apart, as '{name} A' and '{name} B'")
    return names


def _by_name(game: Game, names: Sequence[str]) -> tuple[Game, dict[SeatId, Holder]]:
    scenario = game.scenario
    if len(names) > scenario.most_people:
        most = "one person" if scenario.most_people == 1 else f"at most {scenario.most_people} people"
        raise Problem(f"{scenario.short} {scenario.name} is made for {most}, not for {len(names)}; try S2 or S3")
    try:
        return seated(game, names)
    except (LookupError, ValueError) as problem:
        raise Problem(str(problem)) from None
