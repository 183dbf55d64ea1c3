"""`northaxis deck coverage` and `deck balance`: what a deck draws from its sources, and how it plays."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from northaxis.cli.guard import FINDINGS, FINE, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from northaxis.services.coverage import Coverage


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def coverage(as_json: bool) -> int:
    """Which passage of the sources is at work where; what no card, action or rule embodies; what cites nothing.

    Exit code 1 when a passage is cited nowhere or a card, action or coupling cites nothing.
    """
    from northaxis.cli.voice import Stream
    from northaxis.services.coverage import cover
    from northaxis.services.library import Library
    from northaxis.storage.compiled import CompiledFolder

    library = Library(compiled=CompiledFolder())
    shelf = library.shelf
    found = cover(shelf.rules, shelf.decks, shelf.scenarios, shelf.variants)
    if as_json:
        sys.stdout.write(json.dumps(found.as_json()) + "\n")
    else:
        Stream().say(*_in_words(found))
    return FINE if found.covered == found.total and not found.uncited else FINDINGS


def _in_words(found: Coverage) -> Iterator[str]:
    yield f"{found.covered} of {found.total} passages are at work."
    for passage in found.passages:
        shown = ", ".join(passage.carriers[:6]) + (
            f" and {len(passage.carriers) - 6} more" if len(passage.carriers) > 6 else ""
        )
        yield f"{passage.id}  {passage.kind}, carried by {passage.best or 'nothing'}: {shown or '-'}"
    without = found.without_card()
    yield ""
    yield "Claims that no card, action, demand or rule embodies: " + (", ".join(p.id for p in without) or "none")
    yield "Cards, actions and couplings without a passage: " + (", ".join(found.uncited) or "none")


@click.command()
@click.argument("deck", required=False)
@click.option("--scenario", default="S3", show_default=True, help="The scenario to play.")
@click.option("--games", type=click.IntRange(1, 1_000_000), default=500, show_default=True, help="How many games.")
@click.option("--seed", default="1", show_default=True, help="The seed.")
@click.option("--level", default=None, help="How well all bots play.")
@click.option("--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes on this machine.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def balance(
    deck: str | None, scenario: str, games: int, seed: str, level: str | None, workers: int, as_json: bool
) -> int:
    """Play DECK (or both decks) many times and say in words what stands out: dead cards, dominant options, swing.

    Exit code 1 when something stands out.
    """
    from northaxis.cli.simulate import levels_of, run_batch
    from northaxis.cli.voice import Stream
    from northaxis.services.balance import remarks, report
    from northaxis.services.library import Library
    from northaxis.storage.compiled import CompiledFolder

    library = Library(compiled=CompiledFolder())
    game = library.game(scenario).game
    wanted = library.deck(deck).id if deck is not None else None
    if wanted is not None and wanted not in game.scenario.decks:
        raise Problem(f"the scenario {game.scenario.id} does not play the deck {wanted}; name another with --scenario")
    batch = run_batch(game, games, seed, levels_of(game, level, ()), workers)
    found = remarks(game, batch, wanted)
    if as_json:
        words = [{"code": remark.code, "about": remark.about, "text": remark.text} for remark in found]
        sys.stdout.write(json.dumps({**batch.as_json(), "remarks": words}) + "\n")
    else:
        Stream().say(*report(game, batch, wanted))
    return FINDINGS if found else FINE
