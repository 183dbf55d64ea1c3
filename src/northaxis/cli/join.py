"""`northaxis join`: a seat at a table that somebody hosts, in this terminal."""

from __future__ import annotations

import asyncio
import sys

import click

from northaxis.cli.guard import BAD_INPUT, NO_CONNECTION, Problem
from northaxis.network.remote import CannotConnect, RemoteClient, address_of
from northaxis.storage.compiled import CompiledFolder

NOT_HERE = (
    "control's console is on the host's own terminal, or in a browser at this link; "
    "'northaxis join --plain LINK' takes control's orders here, line by line"
)
"""What is said to whoever joins with control's link on screens: the console reads the whole table where that is."""


@click.command()
@click.argument("link", required=False)
@click.option("--plain", is_flag=True, help="Lines of text instead of screens; also when there is no terminal.")
def join(link: str | None, plain: bool) -> int:
    """Sit down at the seat of LINK, as control gave it to you.

    Without LINK, or with '-', it is asked for: then it stands in no list of processes and no history of commands.
    """
    text = _asked_for() if link in (None, "-") else str(link)
    _forget_arguments(text)
    try:
        address_of(text)
    except CannotConnect as problem:
        raise Problem(str(problem), BAD_INPUT) from None
    try:
        if not plain and sys.stdin.isatty() and sys.stdout.isatty():
            return _on_screen(text)
        from northaxis.cli.joined import play_plain

        return play_plain(text)
    except CannotConnect as problem:
        raise Problem(str(problem), NO_CONNECTION) from None


def _asked_for() -> str:
    """The link, from whoever sits here; not shown again."""
    if sys.stdin.isatty():
        return str(click.prompt("Your link", hide_input=True, err=True, prompt_suffix=" (it is not shown)> "))
    line = sys.stdin.readline(2_000)
    if not line.strip():
        raise Problem("no link came on standard input; try 'northaxis join LINK'")
    return line.strip()


def _forget_arguments(link: str) -> None:
    """Keep the link in no list that this process holds of its arguments."""
    sys.argv[:] = ["LINK" if word == link else word for word in sys.argv]


def _on_screen(link: str) -> int:
    """Play on screens; gives the exit code. CannotConnect."""
    from northaxis.services.roles import Role
    from northaxis.tui.app import NorthaxisApp, TerminalUnfit, demand_terminal
    from northaxis.tui.settings import load_settings

    try:
        demand_terminal()
    except TerminalUnfit as unfit:
        raise Problem(str(unfit)) from None

    async def run() -> int:
        client = await RemoteClient.connect(link, CompiledFolder())
        try:
            if client.role is Role.CONTROL:
                raise Problem(NOT_HERE, BAD_INPUT)
            app = NorthaxisApp(client=client, settings=load_settings())
            if client.role is Role.PROJECTOR:
                from northaxis.tui.control.app import ProjectorApp

                app = ProjectorApp(client, load_settings())
            app.leave_on_signals()
            await app.run_async()
            return app.return_code or 0
        finally:
            await client.close()

    return asyncio.run(run())
