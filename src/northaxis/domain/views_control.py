"""What control sees beyond the table: the cards to come, who owes what, sealed sheets, requests, tokens, its budget."""

from __future__ import annotations

from dataclasses import dataclass

from northaxis.domain.budget import points_left, tokens_left
from northaxis.domain.control_facts import Predicted
from northaxis.domain.facts import Step
from northaxis.domain.ids import CardId, DeckId, SeatId
from northaxis.domain.legal import owing
from northaxis.domain.room import OPEN, Argument, Handling, OpenRequest, Project
from northaxis.domain.state import Sheet, State


@dataclass(frozen=True, slots=True)
class QueuedCard:
    """A card still in its deck, and whether its condition holds now."""

    card: CardId
    could_come: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """A deck from the top down. `next_up` is the card that would be drawn now; None when none could come up."""

    deck: DeckId
    cards: tuple[QueuedCard, ...]
    next_up: CardId | None


@dataclass(frozen=True, slots=True)
class Debt:
    """What a seat owes the table: `card`, `demand`, `sheet`."""

    seat: SeatId
    what: str


@dataclass(frozen=True, slots=True)
class SheetView:
    """A seat's sheet of this turn, whole."""

    seat: SeatId
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class ControlView:
    """Everything that is for control alone at one moment."""

    queues: tuple[Queue, ...]
    chained: tuple[tuple[CardId, int], ...]
    """Cards that follow on others, with the turn in which they come up."""
    aside: tuple[CardId, ...]
    owes: tuple[Debt, ...]
    sheets: tuple[SheetView, ...]
    requests: tuple[OpenRequest, ...]
    """Those still open, oldest first."""
    arguments: tuple[Argument, ...]
    """Those still open, oldest first."""
    projects: tuple[Project, ...]
    """Those that stand, in secret or not, oldest first."""
    handlings: tuple[Handling, ...]
    predictions: tuple[Predicted, ...]
    """Of this turn."""
    tokens: int
    tokens_left: int
    points_left: int
    """Points of free effects left in this turn (R-9.7)."""


def control_view(state: State) -> ControlView:
    """The table as control may see it, beyond its `view`."""
    return ControlView(
        queues=tuple(_queue(state, deck) for deck in state.game.scenario.decks),
        chained=state.chained,
        aside=state.room.aside,
        owes=tuple(Debt(seat, _what(state)) for seat in owing(state)),
        sheets=tuple(SheetView(seat, state.sheet(seat)) for seat in state.game.rules.initiative),
        requests=tuple(request for request in state.room.requests if request.status == OPEN),
        arguments=tuple(argument for argument in state.room.arguments if argument.settled is None),
        projects=state.room.projects,
        handlings=state.room.handlings,
        predictions=tuple(each for each in state.room.predictions if each.turn == state.turn),
        tokens=state.game.scenario.override_tokens,
        tokens_left=tokens_left(state),
        points_left=points_left(state),
    )


def _queue(state: State, deck: DeckId) -> Queue:
    cards = tuple(
        QueuedCard(card, bool(state.game.cards[card].condition.holds(state.board)))
        for card in state.decks.get(deck, ())
    )
    return Queue(deck, cards, next((queued.card for queued in cards if queued.could_come), None))


def _what(state: State) -> str:
    if state.table is not None:
        return "card"
    return "demand" if state.step is Step.DEMANDS else "sheet"
