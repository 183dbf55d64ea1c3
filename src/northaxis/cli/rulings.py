"""`northaxis rulings`: the numbered rulings that stand in refusals and reports, each with what it says."""

from __future__ import annotations

from textwrap import wrap

import click

from northaxis.cli.guard import FINE, Problem

WIDTH = 100


@click.command()
@click.argument("which", nargs=-1)
@click.option("--scenario", default="S2", show_default=True, metavar="S", help="Whose rules.")
def rulings(which: tuple[str, ...], scenario: str) -> int:
    """Print the numbered rulings, as R-9.4: all of them, those of a chapter (R-9), or those that hold all WHICH words.

    Refusals quote them by their number.
    """
    from northaxis.cli.tables import find_game
    from northaxis.services.wording import plain

    known = find_game(scenario).game.rules.rulings.values()
    wanted = " ".join(which).strip().casefold()
    chapter = wanted.removeprefix("r-")
    found = [one for one in known if wanted and chapter in (one.id[2:], one.id[2:].partition(".")[0])]
    if not found:
        words = wanted.split()
        found = [one for one in known if all(word in f"{one.id} {one.title} {one.text}".casefold() for word in words)]
    if not found:
        raise Problem(f"no ruling has '{' '.join(which)}'; try 'northaxis rulings R-9', or 'northaxis rulings' for all")
    for one in found:
        click.echo(f"{one.id}  {plain(one.title)}")
        for line in wrap(plain(one.text), WIDTH - 8, break_on_hyphens=False):
            click.echo(f"        {line}")
    return FINE
