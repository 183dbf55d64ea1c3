"""The orders that control can rule on: those that are still to come, with their odds, and those that came out."""

from __future__ import annotations

from collections.abc import Iterable

from northaxis.domain import facts as f
from northaxis.domain.facts import Fact
from northaxis.domain.ids import CONTROL
from northaxis.domain.odds import Odds, odds
from northaxis.domain.perception import perceive
from northaxis.domain.state import PlacedOrder, State
from northaxis.domain.undo import effective
from northaxis.services.beats import OUTCOMES


def order_odds(state: State, order: PlacedOrder) -> Odds:
    """The odds of an order on the board as it stands, with what control has shifted."""
    handled = state.room.handling(order.action, order.target)
    return odds(state.game, perceive(state, CONTROL), state.play_of(order), handled.shift)


def chance_words(panel: Odds) -> str:
    """`need 7, 58 %`, or that nothing is rolled."""
    return f"need {panel.need}, {panel.chance} %" if panel.need is not None else "certain"


def resolved(facts: Iterable[Fact]) -> tuple[f.OrderResolved, ...]:
    """The orders of this turn that have come out."""
    found = list[f.OrderResolved]()
    for _, fact in effective(tuple(facts)):
        if isinstance(fact, f.TurnBegan):
            found.clear()
        elif isinstance(fact, f.OrderResolved):
            found.append(fact)
    return tuple(found)


def outcome_words(done: f.OrderResolved) -> str:
    """How an order came out."""
    return OUTCOMES.get(done.result, done.result.value)
