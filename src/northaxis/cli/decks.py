"""`northaxis deck`: its commands by name, and `deck show`: a deck's cards in lines, or one card in full."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from northaxis.cli.guard import FINE, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from northaxis.domain.cards import Card, Deck
    from northaxis.domain.rolls import Outcome
    from northaxis.domain.ruleset import RuleSet
    from northaxis.services.library import Library


class LazyDeck(click.Group):
    """The deck commands; those that simulate or report are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the help."""
        return ["show", "coverage", "balance"]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        if cmd_name == "show":
            return show
        from northaxis.cli import authoring

        return {"coverage": authoring.coverage, "balance": authoring.balance}.get(cmd_name)


@click.group(cls=LazyDeck)
def deck() -> None:
    """Work with decks."""


@click.command()
@click.argument("name", required=False)
@click.argument("card", required=False)
def show(name: str | None, card: str | None) -> int:
    """Show the deck NAME (an id, a file or a folder), or one CARD of it; without a name, the decks there are."""
    from northaxis.cli.voice import Stream
    from northaxis.services.library import Library
    from northaxis.storage.compiled import CompiledFolder

    voice = Stream()
    path = Path(name) if name else None
    library = Library(given=(path,)) if path is not None and path.exists() else Library(compiled=CompiledFolder())
    rules = library.shelf.rules
    if name is None:
        voice.say(*(f"{deck.id}: {deck.name}, {len(deck.cards)} cards" for deck in library.shelf.decks))
        return FINE
    found = _of_path(library, name) if path is not None and path.exists() else library.deck(name)
    if card is None:
        voice.say(f"{found.name}, {len(found.cards)} cards. {found.about}", *(_line(each) for each in found.cards))
        return FINE
    wanted = next((each for each in found.cards if each.id.casefold() == card.casefold()), None)
    if wanted is None:
        from northaxis.content.diagnostics import did_you_mean

        hint = did_you_mean(card, [each.id for each in found.cards]) or f"there are {len(found.cards)} cards"
        raise Problem(f"the deck {found.id} has no card '{card}'; {hint}")
    voice.say(*_in_full(rules, wanted))
    return FINE


def _of_path(library: Library, name: str) -> Deck:
    from northaxis.services.library import EXTRA

    own = [id for text, id in library.shelf.deck_of.items() if text.startswith(f"{EXTRA}/")]
    if not own:
        raise Problem(f"there is no deck in '{name}'")
    return library.deck(own[0])


def _line(card: Card) -> str:
    choosers = f"; {', '.join(seat for seat, _ in card.choices)} choose" if card.choices else ""
    private = f"; for {card.private_to} only" if card.private_to else ""
    return f"{card.id} {card.title} ({', '.join(card.cites)}{choosers}{private})"


def _in_full(rules: RuleSet, card: Card) -> Iterator[str]:
    from northaxis.services.effect_words import effects_words

    yield f"{card.id} {card.title} ({', '.join(card.cites)})"
    yield card.text
    if card.condition.text != "1":
        yield f"comes up if {card.condition.text}"
    if card.weight != 1:
        yield f"weight {card.weight}"
    if card.private_to:
        yield f"for {card.private_to} only"
    if card.auto is not None:
        yield from _outcome(rules, card.auto)
    for seat, options in card.choices:
        yield f"{seat} chooses:"
        for option in options:
            cost = f"{option.cost} IP; " if option.cost else ""
            yield f"  {option.id}. {option.text} ({cost}{effects_words(rules, option.effects) or 'nothing'})"
    if card.chain is not None:
        yield f"then {card.chain.card}, {card.chain.turns} turn(s) later"


def _outcome(rules: RuleSet, outcome: Outcome) -> Iterator[str]:
    from northaxis.services.effect_words import effects_words

    if outcome.roll is None:
        yield f"it does: {effects_words(rules, outcome.ok) or 'nothing'}"
        return
    yield f"need {outcome.roll.need}"
    for modifier in outcome.roll.modifiers:
        yield f"  {modifier.by:+d} {modifier.why} ({modifier.condition.text})"
    yield f"works: {effects_words(rules, outcome.ok) or 'nothing'}"
    yield f"fails: {effects_words(rules, outcome.fail) or 'nothing'}"
