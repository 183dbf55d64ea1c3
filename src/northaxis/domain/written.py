"""Cards as control brings them in: written on the spot, or narrowed to one seat. Each gives the table another game."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from northaxis.domain.cards import Card, Option
from northaxis.domain.control_facts import CardWritten, NamedShift
from northaxis.domain.effects import Effects, Shift
from northaxis.domain.expressions import ALWAYS
from northaxis.domain.ids import CONTROL, CardId, DeckId, SeatId
from northaxis.domain.rolls import Outcome
from northaxis.domain.ruleset import Game, RuleSet

DESK = DeckId("control")
"""The deck that written cards are of: they lie in none."""

PREFIX = "W"
"""What the ids of written cards begin with: W1, W2 and so on."""


def written_card(game: Game, fact: CardWritten) -> Card:
    """The card that control wrote. It cites nothing: it is control's word."""
    seats = tuple(dict.fromkeys(option.seat for option in fact.options))
    choices = tuple(
        (
            seat,
            tuple(
                Option(each.option, each.text, each.cost, effects_of(game.rules, each.shifts))
                for each in fact.options
                if each.seat == seat
            ),
        )
        for seat in seats
    )
    auto = Outcome(None, effects_of(game.rules, fact.shifts)) if fact.shifts else None
    return Card(fact.card, DESK, fact.title, fact.text, (), ALWAYS, 1, fact.to, ("written",), auto, choices, None)


def with_written(game: Game, fact: CardWritten) -> Game:
    """The same game with the card in it."""
    return replace(game, cards={**game.cards, fact.card: written_card(game, fact)})


def as_printed(game: Game) -> Game:
    """The game as its decks have it, before control wrote a card or brought one in for one seat."""
    cards = {card.id: card for deck in game.decks for card in deck.cards}
    return game if cards == game.cards else replace(game, cards=cards)


def narrowed(game: Game, card: CardId, to: SeatId | None) -> Game:
    """The game in which a card is for one seat alone; with None, as its deck has it."""
    here = game.cards[card]
    printed = next((each for deck in game.decks for each in deck.cards if each.id == card), here)
    wanted = printed if to is None else replace(printed, private_to=to, choices=_of_seat(printed, to))
    return game if wanted == here else replace(game, cards={**game.cards, card: wanted})


def game_for(game: Game, seat: SeatId) -> Game:
    """The game as a seat may know it: without cards written for others, cards for others as their decks have them."""
    if seat == CONTROL:
        return game
    printed = {card.id: card for deck in game.decks for card in deck.cards}
    cards = {
        id: printed[id] if id in printed and card.private_to != seat else card
        for id, card in game.cards.items()
        if id in printed or card.private_to in (None, seat)
    }
    return game if cards == game.cards else replace(game, cards=cards)


def next_id(game: Game) -> CardId:
    """The id of the next card to be written."""
    number = 1
    while f"{PREFIX}{number}" in game.cards:
        number += 1
    return CardId(f"{PREFIX}{number}")


def effects_of(rules: RuleSet, shifts: Iterable[NamedShift]) -> Effects:
    """Shifts by name as effects; KeyError for a name the rules do not know."""
    return tuple(Shift(rules.by_name[shift.quantity], shift.by) for shift in shifts)


def _of_seat(card: Card, seat: SeatId) -> tuple[tuple[SeatId, tuple[Option, ...]], ...]:
    return tuple((chooser, options) for chooser, options in card.choices if chooser == seat)
