"""What a seat takes the board to be: exact where it may know, a band or a declared state where it may not.

Legality, odds and bots ask their questions of a perception, never of the true board, so that what a seat is offered
cannot depend on what it may not know.
"""

from __future__ import annotations

from dataclasses import dataclass

from northaxis.domain.ids import CONTROL, SeatId
from northaxis.domain.quantities import Hidden, Kind, Quantity
from northaxis.domain.state import State


@dataclass(frozen=True, slots=True)
class Perception:
    """A board as one seat sees it: `row` has a value everywhere, `spans` says which are only guesses between limits."""

    seat: SeatId
    row: tuple[int, ...]
    spans: dict[int, tuple[int, int]]

    def knows(self, indexes: frozenset[int]) -> bool:
        """Whether all these places are known exactly."""
        return self.spans.keys().isdisjoint(indexes)


def hidden(state: State, quantity: Quantity) -> Hidden:
    """What those who may not see a quantity exactly are shown of it."""
    if quantity.kind is not Kind.TRACK:
        return Hidden("unknown", max(0, quantity.low), 1 if quantity.kind is Kind.FLAG else quantity.high)
    bands = state.game.rules.outsider_bands
    value = state.board[quantity.index]
    place = next((place for place, band in enumerate(bands) if value <= band.upto), len(bands) - 1)
    low = bands[place - 1].upto + 1 if place else quantity.low
    return Hidden(bands[place].name, low, min(bands[place].upto, quantity.high))


def is_fooled(state: State, seat: SeatId) -> bool:
    """Whether a live sham deceives this seat."""
    return state.sham is not None and seat != CONTROL and seat not in state.game.rules.answering.not_fooled


def perceive(state: State, seat: SeatId) -> Perception:
    """The board as `seat` may take it to be. Control sees it as it is."""
    if seat == CONTROL:
        return Perception(seat, state.board, {})
    row, spans = list(state.board), dict[int, tuple[int, int]]()
    for quantity in state.game.rules.hidden_from(seat):
        veil = hidden(state, quantity)
        spans[quantity.index] = (veil.low, veil.high)
        row[quantity.index] = 0 if quantity.kind is Kind.FLAG else veil.middle
    if is_fooled(state, seat):
        assert state.sham is not None
        row[state.game.rules.by_name[state.sham]] = 0
    return Perception(seat, tuple(row), spans)
