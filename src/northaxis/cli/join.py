"""`northaxis join`: a seat at a table that somebody hosts, in this terminal."""

from __future__ import annotations

import asyncio
import sys

import click

from northaxis.cli.guard import BAD_INPUT, NO_CONNECTION, Problem
from northaxis.cli.secured import first_signs
from northaxis.network.remote import CannotConnect, RemoteClient, address_of
from northaxis.network.typed_code import (
    TableAddress,
    WrongCode,
    fingerprint_at,
    is_code,
    link_by_code,
    table_address,
)
from northaxis.services.wording import capital
from northaxis.storage.compiled import CompiledFolder

NOT_HERE = (
    "control's console is on the host's own terminal, or in a browser at this link; "
    "'northaxis join --plain LINK' takes control's orders here, line by line"
)
"""What is said to whoever joins with control's link on screens: the console reads the whole table where that is."""

CODE_ALONE = (
    "that is a code, and where the table is goes before it: "
    "'northaxis join 192.168.1.20:8120', with the address that control shows"
)
NO_PIN_THERE = (
    "write the fingerprint behind the address, ADDRESS#sha256-..., as it ends a link; at a terminal it can be compared"
)


@click.command()
@click.argument("link", required=False, metavar="[LINK | ADDRESS [CODE]]")
@click.argument("code", nargs=-1, metavar="")
@click.option("--plain", is_flag=True, help="Lines of text instead of screens; also when there is no terminal.")
def join(link: str | None, code: tuple[str, ...], plain: bool) -> int:
    """Sit down at the seat of LINK, or at the table of ADDRESS with the CODE that control gave you.

    A CODE has eight signs; small letters, blanks and dashes make no difference. Without LINK, or with '-', it is asked
    for, and a CODE is too: then it stands in no list of processes and no history of commands.
    """
    text = _asked_for() if link in (None, "-") else str(link)
    _forget_arguments(text, *code)
    try:
        there = table_address(text)
        if there is not None:
            text = asyncio.run(_by_code(there, " ".join(code)))
        elif code:
            raise Problem(f"'{text}' is no address of a table; one looks like http://192.168.1.20:8120")
        elif is_code(text):
            raise Problem(CODE_ALONE)
        address_of(text)
    except WrongCode as problem:
        raise Problem(str(problem), NO_CONNECTION) from None
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


async def _by_code(there: TableAddress, code: str) -> str:
    """The link that a code leads to; it is asked for where none was given, again after a wrong one. CannotConnect."""
    if there.is_secure and not there.pin:
        there = there.pinned(await _compared(there))
    while True:
        try:
            return await link_by_code(there, code or _asked_code())
        except WrongCode as problem:
            if code or not sys.stdin.isatty():
                raise
            click.echo(f"{capital(str(problem))}.", err=True)


def _asked_code() -> str:
    """The code, from whoever sits here."""
    if sys.stdin.isatty():
        return str(click.prompt("Your code", err=True, prompt_suffix="> "))
    line = sys.stdin.readline(200)
    if not line.strip():
        raise Problem("no code came on standard input; try 'northaxis join ADDRESS', which asks for it")
    return line.strip()


async def _compared(there: TableAddress) -> str:
    """The fingerprint of the certificate there, once a person has compared it. CannotConnect, Problem."""
    if not sys.stdin.isatty():
        raise CannotConnect(f"whom to trust at {there.url} is not known: {NO_PIN_THERE}")
    found = await fingerprint_at(there)
    click.echo(f"The certificate at {there.url} begins with {first_signs(found)}.", err=True)
    if not click.confirm("Does control's console show the same signs", default=False, err=True):
        raise Problem("then somebody may be between you and the table; nothing was sent. Ask control", NO_CONNECTION)
    return found


def _forget_arguments(*given: str) -> None:
    """Keep a link or a code in no list that this process holds of its arguments."""
    sys.argv[:] = ["GIVEN" if word in given else word for word in sys.argv]


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
