"""`northaxis host`: a facilitated table on this machine, for browsers and terminals on the network around it."""

from __future__ import annotations

import asyncio
import gc
import json
import secrets
import shlex
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import click

from northaxis.cli.guard import INTERRUPTED, NO_CONNECTION, Problem
from northaxis.cli.host_console import demand_fit_terminal, has_terminal, run_console
from northaxis.cli.hosting import Asked, begun, held_chairs, links, resumed, told
from northaxis.cli.secured import Secured, demand_certificate, secured
from northaxis.network.addresses import CannotListen, NoSuchAddress, listening, served
from northaxis.network.server import TableServer
from northaxis.services.client import TableClient
from northaxis.services.hosted import HostedTable
from northaxis.services.line_port import LineSession
from northaxis.services.lobby import CONTROL_CHAIR, SECRET_BYTES, Farewell, Lobby, LobbyUnreadable
from northaxis.services.screen_port import ScreenHost, ScreenSession
from northaxis.services.table import Table, TableHeld
from northaxis.storage.certificate_file import certificate_path
from northaxis.storage.session_file import SessionFile
from northaxis.storage.system import SystemClock

if TYPE_CHECKING:
    from northaxis.cli.venue import HostVenue

DEFAULT_PORT = 8120

CHANGED = (
    "The certificate is new: the one kept with the session was made for other addresses, or its time is up. "
    "Give everybody their link again."
)
LEFT_OUT = "This table was served with --tls before, and is now without: links of then lead nowhere."


@click.command()
@click.argument("scenario", required=False)
@click.option("--bind", metavar="A", default="127.0.0.1", help="The address to serve: 0.0.0.0 for the network around.")
@click.option("--port", metavar="P", type=click.IntRange(0, 65535), default=DEFAULT_PORT, help="0 takes a free one.")
@click.option(
    "--session",
    type=click.Path(path_type=Path, readable=False),
    metavar="FILE",
    help="Where the game is kept, or resumed.",
)
@click.option("--seed", metavar="N", help="The same seed gives the same cards and dice.")
@click.option("--people", metavar="NAMES", help="Seat these people as the rules have it for so many, as Ann,Bo,Cy.")
@click.option("--seats", metavar="SEATS", help="The seats that people hold, as MIN,KYI; bots hold the others.")
@click.option("--level", metavar="L", help="How well the bots play: cadet, staff, principal (or random, passive).")
@click.option(
    "--dial", "dials", multiple=True, metavar="DIAL=SETTING", help="Set a dial, as oxygen=low; secret to the end."
)
@click.option("--share", "shares", multiple=True, metavar="S", help="Share this seat between a head and a co-seat.")
@click.option("--tls", is_flag=True, help="Serve https alone: nobody on the network can read or alter anything.")
@click.option(
    "--plain", is_flag=True, help="Control in lines of text here, for screen readers, in place of the console."
)
@click.option("--no-console", is_flag=True, help="Serve only; control opens its own link.")
@click.option("--json", "as_json", is_flag=True, help="Print the links as one line of JSON.")
def host(
    scenario: str | None,
    bind: str,
    port: int,
    session: Path | None,
    seed: str | None,
    people: str | None,
    seats: str | None,
    level: str | None,
    dials: tuple[str, ...],
    shares: tuple[str, ...],
    tls: bool,
    plain: bool,
    no_console: bool,
    as_json: bool,
) -> int:
    """Host SCENARIO for people who join with a browser or a terminal: no account, no Internet, nothing to install.

    Only this machine can join unless --bind says otherwise. The links are secrets: whoever has one has the seat. A
    session that is hosted again has the same links.
    """
    if plain and no_console:
        raise click.UsageError("--plain opens control here in lines, --no-console opens nothing; give one of them")
    asked = Asked(scenario, seed, people, seats, level, dials, shares)
    return serve(asked, bind, port, session, no_console, as_json, tls, plain)


def serve(
    asked: Asked,
    bind: str,
    port: int = DEFAULT_PORT,
    session: Path | None = None,
    no_console: bool = False,
    as_json: bool = False,
    tls: bool = False,
    plain: bool = False,
) -> int:
    """Open the table that was asked for, serve it until it is told to stop; gives the exit code. Problem."""
    try:
        addresses = served(bind, port)
    except NoSuchAddress as problem:
        raise Problem(str(problem)) from None
    if not no_console and not plain and has_terminal():
        demand_fit_terminal()
    goes_on = session is not None and session.exists()
    make = partial(resumed, session, asked) if session is not None and goes_on else begun(session, asked)
    try:
        door = listening(addresses)  # before the session is begun: what cannot be served leaves nothing behind
    except CannotListen as problem:
        raise Problem(str(problem), NO_CONNECTION) from None
    with door:
        if tls and session is not None:
            demand_certificate(session)
        table, path = make()
        try:
            speaks = secured(path, addresses) if tls else Secured(addresses)
            return asyncio.run(_serve(_Opened(table, path, goes_on, speaks, door), as_json, no_console, plain))
        finally:
            table.close()


@dataclass(frozen=True, slots=True)
class _Opened:
    """A table, where it is kept, whether it had begun before, where and how it is served."""

    table: Table
    path: Path
    goes_on: bool
    speaks: Secured
    door: socket.socket


async def _serve(opened: _Opened, as_json: bool, no_console: bool, plain: bool) -> int:
    """Serve until told to stop; everything is closed in order, whatever happens."""
    ended = _on_signals()
    table, clock = opened.table, SystemClock()
    store = table.store
    assert isinstance(store, SessionFile)
    lobby, shows_console = _lobby(opened, store), plain or (has_terminal() and not no_console)
    if CONTROL_CHAIR in lobby.without_link() and not shows_console:
        lobby.reissue(CONTROL_CHAIR)  # nobody could make a link any more
    hosted = await HostedTable.open(table, lobby, store, clock, lambda: uuid4().hex)
    try:
        if opened.goes_on:
            with suppress(TableHeld):
                await hosted.note_absence()
        venue = _Venue()
        screens = _Screens(venue) if find_spec("textual") is not None else None
        server = TableServer(hosted, store.header, screens, clock, opened.speaks.addresses, lines=_Lines(venue))
        venue.open(hosted, server, opened.path)
        try:
            await server.start(opened.door, opened.speaks.tls)
            _tell(hosted, server, opened, as_json)
            _collect_again()
            if screens is not None:
                screens.make_ready()
            if plain:
                from northaxis.cli.control.here import run_lines

                return _closed(hosted, await run_lines(hosted, venue.found, ended), ended)
            if shows_console:
                return _closed(hosted, await run_console(hosted, venue.found, opened.path, ended), ended)
            if not no_console:
                _say("This is no terminal, so the console is not open here; control plays by its link.")
            return _closed(hosted, await ended, ended)
        finally:
            await server.stop()
    finally:
        await hosted.close()


def _closed(hosted: HostedTable, code: int, ended: asyncio.Future[int]) -> int:
    """Tell everybody that control has closed the table, unless the system asked for the end: then it may be back."""
    if not ended.done() or ended.result() == INTERRUPTED:
        hosted.lobby.show_all_out(Farewell.CLOSED)
    return code


def _lobby(opened: _Opened, store: SessionFile) -> Lobby:
    """Who may come in, as the session keeps it. Problem."""
    try:
        return Lobby(opened.table.game.rules.seats, store, lambda: secrets.token_bytes(SECRET_BYTES))
    except LobbyUnreadable as problem:
        again = f"northaxis branch {shlex.quote(str(opened.path))} --at {len(opened.table.facts)}"
        raise Problem(f"{opened.path}: {problem}; '{again}' makes the same game anew, with new links") from None


def _tell(hosted: HostedTable, server: TableServer, opened: _Opened, as_json: bool) -> None:
    """Print the links, for programs or for people; and what links of before are good for."""
    held = held_chairs(hosted)
    said = json.dumps(links(server, held)) if as_json else "\n".join(told(server, held, str(opened.path)))
    print(said, flush=True)
    if opened.speaks.has_changed:
        _say(CHANGED)
    elif opened.speaks.tls is None and certificate_path(opened.path).exists():
        _say(LEFT_OUT)


def _on_signals() -> asyncio.Future[int]:
    """Done when the system asks the program to end, with its exit code."""
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[int] = loop.create_future()

    def end(code: int) -> None:
        if not ended.done():
            ended.set_result(code)

    for name, code in (("SIGINT", INTERRUPTED), ("SIGTERM", 0), ("SIGHUP", 0)):
        number = getattr(signal, name, None)
        if number is not None:
            with suppress(NotImplementedError, ValueError, RuntimeError):
                loop.add_signal_handler(number, end, code)
    return ended


# --- what is composed in ------------------------------------------------------------------------------------------


class _Venue:
    """Where the console runs; it stands once the server does."""

    def __init__(self) -> None:
        self._make: Callable[[], HostVenue] | None = None

    def open(self, hosted: HostedTable, server: TableServer, path: Path) -> None:
        """The table is served."""

        def make() -> HostVenue:
            from northaxis.cli.venue import HostVenue

            return HostVenue(hosted, server, path)

        self._make = make

    @cached_property
    def found(self) -> HostVenue:
        """What the console asks of this host."""
        assert self._make is not None
        return self._make()


class _Screens:
    """What shows seats, the wall and the console to browsers. It is loaded behind the table's back: people who come
    back after a crash find it serving before there is a single screen.
    """

    def __init__(self, venue: _Venue) -> None:
        self._venue = venue
        self._ready: asyncio.Task[ScreenHost] | None = None

    def make_ready(self) -> asyncio.Task[ScreenHost]:
        """Begin to load, if that has not been done."""
        if self._ready is None:
            self._ready = asyncio.create_task(asyncio.to_thread(self._load))
        return self._ready

    async def open(self, door: TableClient) -> ScreenSession:
        """A session that shows this door. TooManyScreens."""
        host = await asyncio.shield(self.make_ready())
        return await host.open(door)

    def _load(self) -> ScreenHost:
        from northaxis.tui.browser.host import BrowserHost
        from northaxis.tui.control.app import app_for

        return BrowserHost(lambda door: app_for(door, self._venue.found))


class _Lines:
    """What answers control in plain lines; loaded when somebody comes for it."""

    def __init__(self, venue: _Venue) -> None:
        self._venue = venue

    async def open(self, door: TableClient) -> LineSession:
        """Control in lines at this door."""
        desks = await asyncio.to_thread(import_module, "northaxis.cli.control.desk")
        found: LineSession = desks.ControlDesk(door, self._venue.found)
        return found


def _collect_again() -> None:
    """From here on garbage is looked for; what the start has made stays, and is not looked through."""
    gc.freeze()
    gc.enable()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
