"""Choosing a demand: the one whose likely answer suits the demander best, and whether to stand behind it.

Backing is decided by shape, not by name: see `is_worth_backing`.
"""

from __future__ import annotations

from northaxis.bots.answers import likely_answer
from northaxis.bots.mind import Mind, mind_of
from northaxis.bots.scratch import Row
from northaxis.bots.tables import noise
from northaxis.domain.demands import Demand, Demander
from northaxis.domain.dice import Dice
from northaxis.domain.doctrine import Level
from northaxis.domain.ids import DemandId
from northaxis.domain.orders import MakeDemand, Order
from northaxis.domain.views import SeatView

RESERVE = 3
"""Influence points a demander keeps in hand after backing."""


def best_demand(mind: Mind, view: SeatView, row: Row, level: Level, dice: Dice) -> Order | None:
    """The possible demand whose outcome is worth most to its demander, noise counted; of equals the first."""
    best: Demand | None = None
    best_worth = 0
    for demand in view.could_demand:
        worth = mind.worth(outcome_of(mind, view, demand.id, row, level.lookahead), level.lookahead)
        worth += noise(level.sigma, dice.draw(view.turn, f"NZ{view.seat}{demand.id}"))
        if best is None or worth > best_worth:
            best, best_worth = demand, worth
    if best is None:
        return None
    backed = Order(mind.seat, MakeDemand(best.id, backed=True))
    if backed in view.legal and is_worth_backing(mind, mind.book.demanders[best.id], best, view.ip, row):
        return backed
    return Order(mind.seat, MakeDemand(best.id))


def outcome_of(mind: Mind, view: SeatView, demand: DemandId, row: Row, lookahead: int) -> Row:
    """The row after the answering seat's best answer to this demand alone, unbacked, as the demander sees things."""
    answerer = mind_of(mind.book.game, mind.book.rules.answering.seat, None)
    stalled = mind.book.demanders[demand].id in view.stalled
    return likely_answer(answerer, demand, False, stalled, row, lookahead)


def is_worth_backing(mind: Mind, demander: Demander, demand: Demand, purse: int, row: Row) -> bool:
    """Whether to back: money stays in hand, and either of two uses.

    Backing that changes the board at once must wake a doctrine rule (a threat the seat would carry out) on a demand
    that could be shammed; backing that only stiffens a refusal must be owed to a demander at half its pull or more.
    """
    if demander.backing is None or purse - demander.backing.cost < RESERVE:
        return False
    if demander.backing.on:
        return demand.sham_of is not None and _wakes_a_rule(mind, demand, row)
    pull = mind.book.rules.quantities[demander.pull]
    return 2 * row[demander.pull] >= pull.low + pull.high


def _wakes_a_rule(mind: Mind, demand: Demand, row: Row) -> bool:
    then = row.copy()
    mind.book.backing(demand.id)(then)
    holds = (trigger.condition.holds for trigger in mind.rules.doctrine.triggers)
    return any(asks(then) and not asks(row) for asks in holds)
