"""Event cards and the decks they are drawn from.

Plain data: what an author wrote, compiled. A card that control wrote at the table is made in `written`.
"""

from __future__ import annotations

from dataclasses import dataclass

from northaxis.domain.effects import Effects
from northaxis.domain.expressions import Condition
from northaxis.domain.ids import CardId, DeckId, OptionId, SeatId
from northaxis.domain.rolls import Outcome
from northaxis.domain.sources import Cites


@dataclass(frozen=True, slots=True)
class Option:
    """One choice on a card. `cost` is in IP; an option that cannot be paid for is not offered (R-5.3)."""

    id: OptionId
    text: str
    cost: int
    effects: Effects


@dataclass(frozen=True, slots=True)
class Chain:
    """Another card that comes up this many turns later, in addition."""

    card: CardId
    turns: int


@dataclass(frozen=True, slots=True)
class Card:
    """An event card. `private_to` names the one seat (or control) that sees it; None is public."""

    id: CardId
    deck: DeckId
    title: str
    text: str
    cites: Cites
    condition: Condition
    weight: int
    private_to: SeatId | None
    tags: tuple[str, ...]
    auto: Outcome | None
    choices: tuple[tuple[SeatId, tuple[Option, ...]], ...]
    chain: Chain | None

    def options(self, seat: SeatId) -> tuple[Option, ...]:
        """What this card asks of a seat; empty when it asks nothing."""
        return next((options for chooser, options in self.choices if chooser == seat), ())


@dataclass(frozen=True, slots=True)
class Deck:
    """Event cards from one document."""

    id: DeckId
    name: str
    about: str
    document: str
    cards: tuple[Card, ...]
