"""`northaxis host`: a facilitated table on this machine, for browsers and terminals on the network around it."""

from __future__ import annotations

import asyncio
import gc
import json
import secrets
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import click

from northaxis.cli.guard import INTERRUPTED, NO_CONNECTION, Problem
from northaxis.cli.hosting import Asked, begun, held_chairs, links, resumed, told
from northaxis.network.addresses import NoSuchAddress, served
from northaxis.network.server import CannotListen, TableServer
from northaxis.services.client import TableClient
from northaxis.services.hosted import HostedTable
from northaxis.services.lobby import SECRET_BYTES, Lobby, LobbyUnreadable
from northaxis.services.screen_port import ScreenHost, ScreenSession
from northaxis.services.table import TableHeld
from northaxis.storage.session_file import SessionFile
from northaxis.storage.system import SystemClock

if TYPE_CHECKING:
    from northaxis.tui.control.venue import Venue

DEFAULT_PORT = 8120


@click.command()
@click.argument("scenario", required=False)
@click.option("--bind", metavar="A", default="127.0.0.1", help="The address to serve: 0.0.0.0 for the network around.")
@click.option("--port", metavar="P", type=click.IntRange(0, 65535), default=DEFAULT_PORT, help="0 takes a free one.")
@click.option("--session", type=click.Path(path_type=Path), metavar="FILE", help="Where the game is kept, or resumed.")
@click.option("--seed", metavar="N", help="The same seed gives the same cards and dice.")
@click.option("--people", metavar="NAMES", help="Seat these people as the rules have it for so many, as Ann,Bo,Cy.")
@click.option("--seats", metavar="SEATS", help="The seats that people hold, as MIN,KYI; bots hold the others.")
@click.option("--level", metavar="L", help="How well the bots play: cadet, staff, principal.")
@click.option(
    "--dial", "dials", multiple=True, metavar="DIAL=SETTING", help="Set a dial, as oxygen=low; secret to the end."
)
@click.option("--share", "shares", multiple=True, metavar="S", help="Share this seat between a head and a co-seat.")
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
    no_console: bool,
    as_json: bool,
) -> int:
    """Host SCENARIO for people who join with a browser or a terminal: no account, no Internet, nothing to install.

    Only this machine can join unless --bind says otherwise. The links are secrets: whoever has one has the seat. A
    session that is hosted again has the same links.
    """
    return serve(Asked(scenario, seed, people, seats, level, dials, shares), bind, port, session, no_console, as_json)


def serve(
    asked: Asked,
    bind: str,
    port: int = DEFAULT_PORT,
    session: Path | None = None,
    no_console: bool = False,
    as_json: bool = False,
) -> int:
    """Open the table that was asked for, serve it until it is told to stop; gives the exit code. Problem."""
    try:
        addresses = served(bind, port)
    except NoSuchAddress as problem:
        raise Problem(str(problem)) from None
    goes_on = session is not None and session.exists()
    table, path = resumed(session, asked) if session is not None and goes_on else begun(session, asked)

    async def run() -> int:
        store, clock = table.store, SystemClock()
        assert isinstance(store, SessionFile)
        try:
            lobby = Lobby(table.game.rules.seats, store, lambda: secrets.token_bytes(SECRET_BYTES))
        except LobbyUnreadable as problem:
            raise Problem(f"{path}: {problem}") from None
        hosted = await HostedTable.open(table, lobby, store, clock, lambda: uuid4().hex)
        if goes_on:
            with suppress(TableHeld):
                await hosted.note_absence()
        venue = _Venue()
        screens = _Screens(venue) if find_spec("textual") is not None else None
        server = TableServer(hosted, store.header, screens, clock, addresses)
        venue.open(hosted, server, path)
        return await _run(hosted, server, venue, screens, str(path), no_console, as_json)

    try:
        return asyncio.run(run())
    finally:
        table.close()


async def _run(
    hosted: HostedTable,
    server: TableServer,
    venue: _Venue,
    screens: _Screens | None,
    path: str,
    no_console: bool,
    as_json: bool,
) -> int:
    """Serve until told to stop; everything is closed in order, whatever happens."""
    ended = _on_signals()
    try:
        await server.start()
        held = held_chairs(hosted)
        if as_json:
            print(json.dumps(links(server, held)), flush=True)
        else:
            print("\n".join(told(server, held, path)), flush=True)
        _collect_again()
        if screens is not None:
            screens.make_ready()
        if no_console or not _has_terminal():
            if not no_console:
                _say("This is no terminal, so the console is not open here; control plays by its link.")
            return await ended
        return await _console(hosted, venue, ended)
    except CannotListen as problem:
        raise Problem(f"{problem}; choose another with --port, or --port 0", NO_CONNECTION) from None
    finally:
        await server.stop()
        await hosted.close()


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
        self._make: Callable[[], Venue] | None = None

    def open(self, hosted: HostedTable, server: TableServer, path: Path) -> None:
        """The table is served."""

        def make() -> Venue:
            from northaxis.cli.venue import HostVenue

            return HostVenue(hosted, server, path)

        self._make = make

    @cached_property
    def found(self) -> Venue:
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


def _collect_again() -> None:
    """From here on garbage is looked for; what the start has made stays, and is not looked through."""
    gc.freeze()
    gc.enable()


def _has_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


async def _console(hosted: HostedTable, venue: _Venue, ended: asyncio.Future[int]) -> int:
    """The console in this terminal until it is left; the table closes with it."""
    from northaxis.services.hosted import ControlDoor
    from northaxis.services.lobby import CONTROL_CHAIR
    from northaxis.tui.app import demand_terminal
    from northaxis.tui.control.app import ConsoleApp
    from northaxis.tui.settings import load_settings

    demand_terminal()
    door = hosted.door(hosted.lobby.own_pass(CONTROL_CHAIR))
    assert isinstance(door, ControlDoor)
    app = ConsoleApp(door, venue.found, load_settings(), closes_table=True)
    ended.add_done_callback(lambda _: app.exit())
    await app.run_async()
    return ended.result() if ended.done() else 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
