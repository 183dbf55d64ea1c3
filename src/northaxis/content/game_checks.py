"""What only shows when rule set, decks and scenarios are seen together; each docstring is its rule."""

from __future__ import annotations

from collections.abc import Iterator

from northaxis.content.diagnostics import Diagnostic, did_you_mean
from northaxis.content.forms import FileKind
from northaxis.content.survey import Table, cited_passages, flags_raised, flags_read, spread

CARDS_A_TURN = 3
DEAL_FLAGS = "flag.word_"
"""Flags with this beginning are raised by the deal checker, not by any effect."""


def flags_are_set_and_read(table: Table) -> Iterator[Diagnostic]:
    """Every flag that is read is raised somewhere (dials count), and every flag that is raised is read."""
    file = table.file(FileKind.FLAGS)
    if file is None:
        return
    raised, read = flags_raised(table), flags_read(table)
    for spot in spread(file, ("flags", "*")):
        index = table.rules.by_name.get(f"flag.{(spot / 'id').value}")
        if index is None:
            continue
        quantity = table.rules.quantities[index]
        if index in read and index not in raised and not quantity.id.startswith(DEAL_FLAGS):
            message = f'"{quantity.id}" is read, but nothing raises it'
            yield (spot / "id").problem("flag-never-raised", message, severity="warning")
        elif index in raised and index not in read and not quantity.ends_play:
            message = f'"{quantity.id}" is raised, but nothing reads it'
            yield (spot / "id").problem("flag-never-read", message, severity="warning")
        elif index not in raised and index not in read and not quantity.id.startswith(DEAL_FLAGS):
            message = f'"{quantity.id}" is neither raised nor read'
            yield (spot / "id").problem("flag-unused", message, severity="warning")


def claims_are_cited(table: Table) -> Iterator[Diagnostic]:
    """Every passage that makes a claim is cited by a rule, action, demand, check, dial or card of a full game."""
    file = table.file(FileKind.SOURCES)
    drawn = {compiled.deck.document for compiled in table.decks}
    if file is None or any(document.id not in drawn for document in table.rules.documents):
        return
    cited = cited_passages(table)
    for spot in spread(file, ("passages", "*")):
        name, kind = (spot / "id").value, (spot / "kind").value
        if kind in (None, "claim") and name not in cited:
            yield (spot / "id").problem("uncited-passage", f'nothing cites "{name}"', severity="warning")


def decks_are_big_enough(table: Table) -> Iterator[Diagnostic]:
    """A scenario's deck has at least three cards for each turn."""
    for spot, scenario in table.scenarios.scenarios:
        for place, deck_id in enumerate(scenario.decks):
            deck = next((compiled.deck for compiled in table.decks if compiled.deck.id == deck_id), None)
            if deck is not None and len(deck.cards) < CARDS_A_TURN * scenario.turns:
                message = f'"{deck_id}" has {len(deck.cards)} cards for {scenario.turns} turns'
                hint = f"it needs at least {CARDS_A_TURN * scenario.turns}"
                yield (spot / "decks" / place).problem("few-cards", message, hint, severity="warning")


def scenario_decks_exist(table: Table) -> Iterator[Diagnostic]:
    """The decks of a scenario exist, where decks are checked with it."""
    known = [compiled.deck.id for compiled in table.decks]
    for spot, scenario in table.scenarios.scenarios if known else ():
        for place, deck_id in enumerate(scenario.decks):
            if deck_id not in known:
                message = f'there is no deck "{deck_id}" among the files checked'
                yield (spot / "decks" / place).problem(
                    "unknown-deck", message, did_you_mean(deck_id, known), severity="warning"
                )
