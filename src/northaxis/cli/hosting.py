"""What `northaxis host` opens and says: the table, who holds which seat, the links and codes."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import wrap

import click

from northaxis.cli.guard import Problem
from northaxis.cli.seating import seats_between_commas
from northaxis.cli.secured import trust_lines
from northaxis.cli.tables import (
    default_path,
    dials_of,
    draw_seed,
    find_game,
    level_of,
    new_table,
    shared,
    table_on_disk,
)
from northaxis.content.cleaning import clean
from northaxis.domain.holding import seated
from northaxis.domain.ids import CONTROL, SeatId
from northaxis.domain.state import Holder
from northaxis.network.addresses import LOOPBACK, PLAIN_HTTP
from northaxis.network.server import TableServer
from northaxis.services.autoplay import bots_in_every_seat
from northaxis.services.hosted import HostedTable
from northaxis.services.library import Prepared
from northaxis.services.lobby import (
    CONTROL_CHAIR,
    OBSERVER_CHAIR,
    PROJECTOR_CHAIR,
    Chair,
    Kind,
    shown_code,
)
from northaxis.services.table import Table


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for of a new table."""

    scenario: str | None
    seed: str | None
    people: str | None
    seats: str | None
    level: str | None
    dials: tuple[str, ...]
    shares: tuple[str, ...]


def new_salt() -> str:
    """What hides a sealed sheet in the table's commitment: 256 bits that nobody can guess."""
    return secrets.token_hex(32)


def begun(session: Path | None, asked: Asked) -> Callable[[], tuple[Table, Path]]:
    """What makes a new table and says where it is kept; nothing is written before. Problem."""
    if asked.scenario is None:
        missing = f"there is no session file '{session}'" if session else "no scenario was named"
        raise Problem(f"{missing}; try 'northaxis host S2', or --session FILE of a table that was hosted before")
    if asked.people is not None and asked.seats is not None:
        raise click.UsageError("--people and --seats both say who holds what; give one of them")
    prepared = shared(find_game(asked.scenario), asked.shares)
    prepared, held = _people(prepared, asked)
    seed = asked.seed or draw_seed()
    bots = bots_in_every_seat(prepared.game, level_of(prepared.game, asked.level))
    holders = {**bots, **held, CONTROL: Holder("control", None)}
    dials = dials_of(prepared.game, asked.dials, seed)

    def make() -> tuple[Table, Path]:
        path = session or default_path(prepared)
        return new_table(prepared, path, seed, holders, None, dials, new_salt), path

    return make


def _people(prepared: Prepared, asked: Asked) -> tuple[Prepared, dict[SeatId, Holder]]:
    """The seats that people hold: by their names, by the seats given, or as the scenario has it."""
    game = prepared.game
    if asked.people is not None:
        names = [name.strip() for name in asked.people.split(",") if name.strip()]
        if not names:
            raise Problem("--people names nobody; write names with commas between, as --people Ann,Bo,Cy")
        try:
            seated_game, holders = seated(game, [clean(name, 40) for name in names])
        except (LookupError, ValueError) as problem:
            raise Problem(str(problem.args[0])) from None
        return replace(prepared, game=seated_game), holders
    chosen = game.scenario.people if asked.seats is None else seats_between_commas(game, asked.seats)
    return prepared, {seat: Holder(game.rules.seats[seat].name, None) for seat in chosen}


def resumed(session: Path, asked: Asked) -> tuple[Table, Path]:
    """The table of a session file where it stood."""
    given = (asked.seed, asked.people, asked.seats, asked.level)
    if any(each is not None for each in given) or asked.dials or asked.shares:
        without = "--seed, --people, --seats, --level, --dial and --share"
        raise Problem(f"{session} is a table that has begun; resume it without {without}")
    table = table_on_disk(session, salts=new_salt)
    wanted = (asked.scenario or "").casefold().partition("+")[0]
    scenario = table.game.scenario
    if wanted and wanted not in (scenario.id.casefold(), scenario.short.casefold()):
        table.close()
        raise Problem(f"{session} is a game of {scenario.id}, not of {asked.scenario}; choose another file")
    return table, session


# --- what is said -------------------------------------------------------------------------------------------------


def held_chairs(hosted: HostedTable) -> list[Chair]:
    """The chairs of the seats that people hold, lead and members."""
    holders = dict(hosted.shown(CONTROL).view.holders)
    return [
        chair
        for chair in hosted.lobby.chairs()
        if chair.kind is Kind.SEAT and (holder := holders.get(chair.seat)) is not None and holder.level is None
    ]


def links(server: TableServer, held: list[Chair]) -> dict[str, object]:
    """The contract of `host --json`, and the codes and all addresses besides. A link that was taken back is null."""
    lobby = server.lobby
    known = lobby.chairs()

    def url(chair: Chair) -> str | None:
        return server.url(lobby.link(chair).token) if chair in known else None

    return {
        "url": server.served.urls[0],
        "seats": {str(chair.seat): url(chair) for chair in held if chair.person == lobby.lead_of(chair.seat)},
        "control": url(CONTROL_CHAIR),
        "projector": url(PROJECTOR_CHAIR),
        "observer": url(OBSERVER_CHAIR),
        "urls": list(server.served.urls),
        "fingerprint": server.served.fingerprint or None,
        "codes": {chair.id: shown_code(lobby.link(chair).code) for chair in lobby.chairs()},
    }


def told(server: TableServer, held: list[Chair], path: str) -> Iterator[str]:
    """The links and codes for people, and how to join."""
    lobby, game, first = server.lobby, server.game, server.served.urls[0]
    yield f"northaxis serves {game.scenario.name}."
    yield f"The game is kept in {path}"
    yield ""
    yield "Join with a browser, with a code at this address or by a link:"
    yield f"  {first}"
    yield "In a terminal: northaxis join LINK (with --plain for screen readers)."
    yield "Each link and each code is a secret: who has it has the seat."
    yield "Any one link of a person leads to all their seats."
    yield ""
    for chair in (*held, OBSERVER_CHAIR, PROJECTOR_CHAIR, CONTROL_CHAIR):
        name = game.rules.seats[chair.seat].name if chair.kind is Kind.SEAT else str(chair.kind)
        count = f" ({chair.person})" if chair.person > 1 else ""
        if chair in lobby.without_link():
            yield f"  {name}{count}: its link was taken back; the console makes a new one (l)"
            continue
        link = lobby.link(chair)
        yield f"  {f'{name}{count}':<24} {shown_code(link.code)}"
        yield f"    {server.url(link.token)}"
    yield ""
    if server.served.fingerprint:
        yield from trust_lines(server.served.fingerprint)
        yield ""
    if len(server.served.urls) > 1:
        yield "Also at:"
        yield from (f"  {url}" for url in server.served.urls[1:])
    if server.served.bind == LOOPBACK:
        yield "Only this machine can join; --bind 0.0.0.0 serves the network around it."
    else:
        yield from () if server.served.fingerprint else NOT_PROMISED
        if sys.stdout.isatty() and "utf" in (sys.stdout.encoding or "").casefold():
            yield ""
            from northaxis.network import qr

            yield from qr.lines(first)
    yield "Stop with Ctrl+C; hosted again with --session, the table goes on with the"
    yield "same links."


NOT_PROMISED = (
    *wrap(f"Not promised: {PLAIN_HTTP[0].lower()}{PLAIN_HTTP[1:]}", 78),
    "Use a network of your own, and renew a link that may have been seen.",
)
