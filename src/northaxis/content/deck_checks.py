"""What must hold of decks: small functions, a table of things in, diagnostics out; each docstring is its rule."""

from __future__ import annotations

from collections.abc import Iterator

from northaxis.content.diagnostics import Diagnostic, did_you_mean
from northaxis.content.strict_yaml import Spot
from northaxis.content.survey import Table, card_effects, decided_conditions, points_of, sentences_in
from northaxis.domain.effects import RaiseFlag

OPTIONS = (2, 3)
MOST_POINTS = 4
LONGEST_TITLE = 48
LONGEST_CARD = 420
LONGEST_OPTION = 130
MOST_SENTENCES = 3


def card_ids_are_used_once(table: Table) -> Iterator[Diagnostic]:
    """A card's id is used once over all decks."""
    first: dict[str, Spot] = {}
    for compiled in table.decks:
        for card, spot in zip(compiled.deck.cards, compiled.spots, strict=True):
            if card.id in first:
                where = first[card.id].problem("", "")
                hint = f"it is used first in {where.file}:{where.line}"
                yield (spot / "id").problem("duplicate-id", f'two cards have the id "{card.id}"', hint)
            else:
                first[card.id] = spot / "id"


def chains_lead_to_cards_of_the_same_deck(table: Table) -> Iterator[Diagnostic]:
    """The card named in `then` is in the same deck."""
    for compiled in table.decks:
        known = {card.id for card in compiled.deck.cards} | compiled.bench.declared
        for card, spot in zip(compiled.deck.cards, compiled.spots, strict=True):
            if card.chain is not None and card.chain.card not in known:
                message = f'there is no card "{card.chain.card}" in this deck'
                yield (spot / "then" / "card").problem("unknown-card", message, did_you_mean(card.chain.card, known))


def chains_end(table: Table) -> Iterator[Diagnostic]:
    """No chain of cards leads back into itself."""
    for compiled in table.decks:
        after = {str(card.id): str(card.chain.card) for card in compiled.deck.cards if card.chain is not None}
        spots = dict(zip((str(card.id) for card in compiled.deck.cards), compiled.spots, strict=True))
        ends = set[str]()
        for start in after:
            trail = dict[str, None]()
            here: str | None = start
            while here is not None and here not in ends and here not in trail:
                trail[here] = None
                here = after.get(here)
            ends.update(trail)
            if here is not None and here in trail:
                names = list(trail)
                ring = [*names[names.index(here) :], here]
                shown = " -> ".join([*ring[:5], "…"] if len(ring) > 6 else ring)
                spot = spots[here] / "then" / "card"
                yield spot.problem("endless-chain", f"this chain of cards never ends: {shown}")


def no_card_ends_play(table: Table) -> Iterator[Diagnostic]:
    """No card raises a flag that ends play."""
    for compiled in table.decks:
        for spot, effects, values in card_effects(compiled):
            for effect in effects:
                if isinstance(effect, RaiseFlag) and table.rules.quantities[effect.index].ends_play:
                    name = table.rules.quantities[effect.index].id
                    here = spot / name if name in values else spot
                    yield here.problem("card-ends-play", f'a card cannot raise "{name}", which ends play', key=True)


def option_counts(table: Table) -> Iterator[Diagnostic]:
    """A seat that chooses has two or three options."""
    for compiled in table.decks:
        for card, spot in zip(compiled.deck.cards, compiled.spots, strict=True):
            for seat, options in card.choices:
                if options and not OPTIONS[0] <= len(options) <= OPTIONS[1]:
                    message = f"{seat} has {len(options)} {'option' if len(options) == 1 else 'options'}"
                    hint = f"give {OPTIONS[0]} or {OPTIONS[1]}"
                    yield (spot / "choose" / seat).problem("option-count", message, hint, severity="warning", key=True)


def option_points(table: Table) -> Iterator[Diagnostic]:
    """The steps an option moves tracks and switches add up to 1 to 4, unless it does nothing or raises flags only."""
    for compiled in table.decks:
        for card, spot in zip(compiled.deck.cards, compiled.spots, strict=True):
            for seat, options in card.choices:
                for place, option in enumerate(options):
                    points = points_of(option.effects, table.rules.quantities)
                    if points > MOST_POINTS:
                        message = f'option "{option.id}" moves {points} steps in all'
                        here = spot / "choose" / seat / place / "do"
                        yield here.problem(
                            "option-points", message, f"move at most {MOST_POINTS}", severity="warning", key=True
                        )


def cards_do_something(table: Table) -> Iterator[Diagnostic]:
    """A card has `auto` or `choose`."""
    for compiled in table.decks:
        for card, spot in zip(compiled.deck.cards, compiled.spots, strict=True):
            if card.auto is None and not card.choices:
                message = f'the card "{card.id}" does nothing'
                yield spot.problem("idle-card", message, "add auto or choose", severity="warning")


def private_cards_ask_only_their_seat(table: Table) -> Iterator[Diagnostic]:
    """A card that one seat sees asks no other seat to choose."""
    for compiled in table.decks:
        for card, spot in zip(compiled.deck.cards, compiled.spots, strict=True):
            for seat, _ in card.choices:
                if card.private_to is not None and seat != card.private_to:
                    message = f"the card is private to {card.private_to}, so {seat} cannot choose"
                    yield (spot / "choose" / seat).problem("private-choice", message, key=True)


def texts_fit_a_printed_card(table: Table) -> Iterator[Diagnostic]:
    """A title has at most 48 characters, a text 420 and three sentences, an option 130."""
    for compiled in table.decks:
        for card, spot in zip(compiled.deck.cards, compiled.spots, strict=True):
            yield from _fits(spot / "title", "the title", card.title, LONGEST_TITLE)
            yield from _fits(spot / "text", "the text", card.text, LONGEST_CARD)
            sentences = sentences_in(card.text)
            if sentences > MOST_SENTENCES:
                message = f"the text has {sentences} sentences; a card has room for {MOST_SENTENCES}"
                yield (spot / "text").problem("too-many-sentences", message, severity="warning", key=True)
            for seat, options in card.choices:
                for place, option in enumerate(options):
                    here = spot / "choose" / seat / place / "text"
                    yield from _fits(here, f'option "{option.id}"', option.text, LONGEST_OPTION)


def _fits(spot: Spot, what: str, text: str, most: int) -> Iterator[Diagnostic]:
    if len(text) > most:
        message = f"{what} has {len(text)} characters; a printed card has room for {most}"
        yield spot.problem("text-too-long-for-card", message, severity="warning", key=True)


def conditions_in_decks_can_differ(table: Table) -> Iterator[Diagnostic]:
    """No condition of a card, and no comparison in it, is true or false whatever the board."""
    for compiled in table.decks:
        yield from decided_conditions(compiled.bench.places, table.rules)
