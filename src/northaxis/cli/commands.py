"""The commands and their options. Each imports what it needs when it runs, and nothing here imports a screen."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

COMMANDS = {
    "demo": ("northaxis.cli.play", "demo"),
    "play": ("northaxis.cli.play", "play"),
    "host": ("northaxis.cli.host", "host"),
    "join": ("northaxis.cli.join", "join"),
    "kit": ("northaxis.cli.kit", "kit"),
    "rulings": ("northaxis.cli.rulings", "rulings"),
    "check": ("northaxis.cli.check", "check"),
    "deck": ("northaxis.cli.decks", "deck"),
    "simulate": ("northaxis.cli.simulate", "simulate"),
    "sessions": ("northaxis.cli.sessions", "sessions"),
    "replay": ("northaxis.cli.sessions", "replay"),
    "verify": ("northaxis.cli.sessions", "verify"),
    "export": ("northaxis.cli.sessions", "export"),
    "branch": ("northaxis.cli.reporting", "branch"),
    "report": ("northaxis.cli.reporting", "report"),
}
"""Name to module and function; a module is imported when its command is asked for."""


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports each one late."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        found = getattr(import_module(module), name)
        assert isinstance(found, click.Command)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command, or a sentence with what was probably meant."""
        from difflib import get_close_matches

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            close = get_close_matches(args[0].casefold(), COMMANDS, n=1)
            hint = f"did you mean '{close[0]}'?" if close else f"there are: {', '.join(COMMANDS)}"
            raise click.UsageError(f"there is no command '{args[0]}'; {hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The same help as without click."""
        from northaxis.cli.main import HELP

        formatter.write(HELP)


@click.group(cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def northaxis(ctx: click.Context) -> Any:
    """The program; without a command, the home screen."""
    if ctx.invoked_subcommand is None:
        from northaxis.cli.home import home

        return home()
    return None
