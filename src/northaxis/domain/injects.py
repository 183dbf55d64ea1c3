"""Event cards: which one comes up, what it does by itself, and what the seats chose on it (R-5.2, R-5.3, R-5.13)."""

from __future__ import annotations

from northaxis.domain import facts as f
from northaxis.domain.cards import Card, Deck, Option
from northaxis.domain.dice import Dice
from northaxis.domain.facts import Cause, CauseKind, Step
from northaxis.domain.ids import CONTROL, CardId, DeckId, SeatId
from northaxis.domain.scribe import Scribe
from northaxis.domain.state import State


def shuffled(deck: Deck, dice: Dice) -> tuple[CardId, ...]:
    """A weighted shuffle, top first: a card of weight w holds w tickets and stands where its best ticket puts it."""

    def best_ticket(card: Card) -> int:
        return max(dice.draw(0, f"SH{card.id}" + (f"#{n}" if n > 1 else "")) for n in range(1, card.weight + 1))

    return tuple(card.id for card in sorted(deck.cards, key=lambda card: (-best_ticket(card), card.id)))


def draw_next(scribe: Scribe) -> bool:
    """Bring up the next card of this turn and let its own effects happen; False when the turn's cards are done."""
    found = _next_card(scribe)
    if found is None:
        return False
    card, deck, how = found
    bring_up(scribe, card.id, deck, how)
    return True


def bring_up(scribe: Scribe, id: CardId, deck: DeckId, how: str) -> None:
    """Put a card on the table and let its own effects happen."""
    scribe.record(f.CardDrawn(id, deck, how))
    card = scribe.state.game.cards[id]
    if card.auto is not None:
        secret = card.private_to == CONTROL
        scribe.happen(card.id, card.auto, Cause(CauseKind.CARD, card.id, None, "", card.cites), secret)


def _next_card(scribe: Scribe) -> tuple[Card, DeckId, str] | None:
    state = scribe.state
    for deck in state.game.scenario.decks:
        if state.drawn.count((deck, "drawn")) < state.game.scenario.cards_per_deck:
            card = _top(state, deck)
            if card is not None:
                return card, deck, "drawn"
            scribe.record(f.DeckEmpty(deck))
            state = scribe.state
    for card_id, turn in state.chained:
        card = state.game.cards[card_id]
        if turn == state.turn and card_id in state.decks.get(card.deck, ()) and card.condition.holds(state.board):
            return card, card.deck, "chained"
    return None


def _top(state: State, deck: DeckId) -> Card | None:
    """The first card from the top whose condition holds; those passed over stay where they are."""
    cards = (state.game.cards[card] for card in state.decks.get(deck, ()))
    return next((card for card in cards if card.condition.holds(state.board)), None)


def default_option(state: State, card: Card, seat: SeatId) -> Option | None:
    """What happens when a seat does not answer: the last option it can pay for (R-5.3)."""
    money = state.board[state.game.rules.seats[seat].ip]
    payable = [option for option in card.options(seat) if option.cost <= money]
    return payable[-1] if payable else None


def close_card(scribe: Scribe) -> None:
    """Close the card on the table: silent seats take the default, then all choices happen in initiative order."""
    on_table = scribe.state.table
    if on_table is None:
        return
    card = scribe.state.game.cards[on_table.card]
    for seat, _ in card.choices:
        if on_table.pick(seat) is None and (option := default_option(scribe.state, card, seat)) is not None:
            scribe.record(f.OptionPicked(card.id, seat, option.id))
    picks = scribe.state.table.picks if scribe.state.table else ()
    scribe.record(f.CardClosed(card.id))
    chosen = dict(picks)
    for seat in scribe.state.initiative():
        if seat in chosen:
            option = next(option for option in card.options(seat) if option.id == chosen[seat])
            scribe.pay(seat, option.cost, Cause(CauseKind.COST, card.id, seat, option.id))
            scribe.change(option.effects, Cause(CauseKind.CARD, card.id, seat, option.id, card.cites))
    if card.chain is not None:
        too_late = card.chain.turns == 0 and scribe.state.step is not Step.INJECT
        scribe.record(f.CardChained(card.chain.card, scribe.state.turn + card.chain.turns + too_late))
