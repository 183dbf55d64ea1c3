"""Builds a table from texts, on the shipped rules unless other rules are given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from northaxis.domain.dice import Pair, ScriptedDice, SeededDice
from northaxis.domain.ids import LevelId, SeatId
from northaxis.domain.orders import from_text
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Ruling, Upheld
from northaxis.domain.state import Holder
from northaxis.journal.envelope import Header, StoredText
from northaxis.services.autoplay import bots_in_every_seat
from northaxis.services.in_memory import InMemoryJournal, SetClock
from northaxis.services.library import EXTRA, Library, Shelf, full_name
from northaxis.services.table import Table, open_table

FIRST = (1 << 32) - 1
"""The best ticket in a shuffle."""


def table_from(
    *decks: str,
    scenario: str = "S1",
    people: Sequence[str] = (),
    top: Sequence[str] = (),
    pairs: Mapping[str, Pair] | None = None,
    seed: str = "test",
    level: str = "passive",
) -> Table:
    """A table of a shipped scenario that draws from these decks (YAML texts), or from its own when there are none.

    `people` are the seats you play, bots of `level` the rest. `top` are cards to come first, `pairs` dice by the name
    of their roll (`MIN-BEI`, `MIN-SUSsw_relay`, a card's or rule's id, `CHECK`). Raises DoesNotCompile.
    """
    game = _game(decks, scenario)
    draws = {f"SH{card}": FIRST - place for place, card in enumerate(top)}
    dice = ScriptedDice(pairs or {}, draws, SeededDice(seed))
    holders = bots_in_every_seat(game, LevelId(level))
    holders |= {SeatId(seat): Holder("tester", None) for seat in people}
    store = InMemoryJournal(Header(full_name(game.scenario, game.variants), (), 0, "testing"))
    return open_table(store, game, SetClock(), seed=seed, holders=holders, dice=dice)


def ask(table: Table, order: str) -> Ruling:
    """Put an order in its text form to a table: `MIN: place MIN-SUS @sw_relay`. OrderTextError when it is none."""
    read = from_text(order)
    return table.ask(read.seat, read, f"test.{len(table.facts)}")


def upheld(table: Table, order: str) -> bool:
    """Whether an order in its text form stands."""
    return isinstance(ask(table, order), Upheld)


def _game(decks: Sequence[str], scenario: str) -> Game:
    library = Library()
    if not decks:
        return library.game(scenario).game
    own = [StoredText(EXTRA, f"{EXTRA}/{place}/deck.yaml", text) for place, text in enumerate(decks, 1)]
    shelf = Shelf.of((*library.texts, *own))
    found, variants = shelf.find(scenario)
    ids = tuple(shelf.deck_of[text.name] for text in own)
    drawing = replace(found, decks=ids)
    return Game.of(shelf.rules, shelf.decks_of(drawing), drawing, variants)
