"""What happens with event cards in play: decks are stacked, cards come up, seats choose, chains follow.

What control does with cards is in `control_facts`; `facts` joins them all.
"""

from __future__ import annotations

from dataclasses import dataclass

from northaxis.domain.ids import CardId, DeckId, OptionId, SeatId


@dataclass(frozen=True, slots=True)
class DeckStacked:
    """A deck was shuffled into this order, top first."""

    deck: DeckId
    cards: tuple[CardId, ...]


@dataclass(frozen=True, slots=True)
class CardDrawn:
    """A card came up: `drawn` from its deck, `chained`, or by control's hand (`inject`, `inject KYI` for one seat)."""

    card: CardId
    deck: DeckId
    how: str = "drawn"

    @property
    def is_inject(self) -> bool:
        """Whether control brought it in."""
        return self.how.partition(" ")[0] == "inject"

    @property
    def to(self) -> SeatId | None:
        """The one seat that control brought it in for; None when for all, or not by control."""
        return SeatId(self.how.partition(" ")[2]) if self.is_inject and " " in self.how else None


@dataclass(frozen=True, slots=True)
class OptionPicked:
    """A seat chose on a card; shown to the rest when all have chosen."""

    card: CardId
    seat: SeatId
    option: OptionId


@dataclass(frozen=True, slots=True)
class CardClosed:
    """All choices on a card are in."""

    card: CardId


@dataclass(frozen=True, slots=True)
class CardChained:
    """A card will come up in this turn, in addition to the draw."""

    card: CardId
    turn: int


@dataclass(frozen=True, slots=True)
class DeckEmpty:
    """No card of a deck could be drawn."""

    deck: DeckId


CardFact = DeckStacked | CardDrawn | OptionPicked | CardClosed | CardChained | DeckEmpty
