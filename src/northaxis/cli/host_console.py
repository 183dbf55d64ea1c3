"""The console in the terminal of the host. The table does not hang on it: when it breaks, browsers keep their seats."""

from __future__ import annotations

import asyncio
import os
import shlex
import sys
from pathlib import Path

from northaxis.cli.guard import BUG, Problem
from northaxis.cli.venue import HostVenue
from northaxis.services.hosted import ControlDoor, HostedTable
from northaxis.services.lobby import HOUSE

INSTEAD = "serve only with '--no-console'; control then plays by its link"
AFTER_A_CRASH = "The table goes on: nobody else has lost a seat, and all that was acknowledged is kept."
OPEN_AGAIN = "Press enter to open the console again, or Ctrl+C to close the table."


def has_terminal() -> bool:
    """Whether somebody sits here who could use a console."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def demand_fit_terminal() -> None:
    """Problem where the console could not be shown, before anything is begun that it would be for."""
    from northaxis.tui.app import TerminalUnfit, demand_terminal

    try:
        demand_terminal(INSTEAD)
    except TerminalUnfit as unfit:
        raise Problem(str(unfit)) from None


async def run_console(hosted: HostedTable, venue: HostVenue, path: Path, ended: asyncio.Future[int]) -> int:
    """The console until it is left, which closes the table, or until the program is asked to end; the exit code.

    One that breaks can be opened again; ended without that, the program tells of a bug. When its terminal is gone
    without a word the table goes on, and control plays by its link.
    """
    from northaxis.tui.terminal import is_gone

    while not ended.done():
        has_broken = await _shown(hosted, venue, ended)
        if is_gone(sys.stdin.fileno()) and not ended.done():
            _let_go()
            return await ended
        if not has_broken:
            return ended.result() if ended.done() else 0
        print(OPEN_AGAIN, file=sys.stderr, flush=True)
        if not await _enter(ended):
            tls = " --tls" if venue.trust else ""
            again = f"northaxis host --session {shlex.quote(str(path))}{tls}"
            print(f"\nThe table is closed. '{again}' goes on with the same links.", file=sys.stderr, flush=True)
            return BUG
    return ended.result()


async def _shown(hosted: HostedTable, venue: HostVenue, ended: asyncio.Future[int]) -> bool:
    """Show the console once; gives whether a bug has ended it."""
    from northaxis.tui.control.app import ConsoleApp
    from northaxis.tui.settings import load_settings

    door = hosted.door(HOUSE)
    assert isinstance(door, ControlDoor)
    app = ConsoleApp(door, venue, load_settings(), closes_table=True)
    app.crash_words = AFTER_A_CRASH, "The console"

    def leave(_: object) -> None:
        app.exit()

    ended.add_done_callback(leave)
    try:
        await app.run_async()
    finally:
        ended.remove_done_callback(leave)
        await door.close()
    return app.has_crashed


def _let_go() -> None:
    """Read from and write to a terminal that is gone no more: whoever tries would fail, or try for ever."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for each in (0, 1, 2):
        os.dup2(nowhere, each)
    os.close(nowhere)


async def _enter(ended: asyncio.Future[int]) -> bool:
    """Wait until somebody presses enter; False when the program is asked to end first."""
    loop = asyncio.get_running_loop()
    pressed: asyncio.Future[int] = loop.create_future()

    def read() -> None:
        if not sys.stdin.readline():
            loop.remove_reader(sys.stdin)  # nobody can press anything: serve on until the end is asked for
        elif not pressed.done():
            pressed.set_result(0)

    try:
        loop.add_reader(sys.stdin, read)
    except (NotImplementedError, OSError, ValueError):
        await ended
        return False
    try:
        await asyncio.wait({pressed, ended}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        loop.remove_reader(sys.stdin)
    return not ended.done()
