"""Choosing on an event card: the option whose board is worth most, noise counted."""

from __future__ import annotations

from northaxis.bots.mind import Mind
from northaxis.bots.scratch import Row
from northaxis.bots.tables import noise
from northaxis.domain.dice import Dice
from northaxis.domain.doctrine import Level
from northaxis.domain.orders import Order, PickOption
from northaxis.domain.views import SeatView


def best_option(mind: Mind, view: SeatView, row: Row, level: Level, dice: Dice) -> Order | None:
    """The legal option worth most after its cost; of equals the first."""
    best: Order | None = None
    best_worth = 0
    for order in view.legal:
        if isinstance(order.act, PickOption):
            draw = dice.draw(view.turn, f"NZ{order.act.card}{mind.seat}{order.act.option}")
            after = option_row(mind, order.act, row)
            worth = mind.worth(after, level.lookahead) + noise(level.sigma, draw)
            if best is None or worth > best_worth:
                best, best_worth = order, worth
    return best


def option_row(mind: Mind, pick: PickOption, row: Row) -> Row:
    """A copy of the row with the option paid for and carried out."""
    after = row.copy()
    mind.book.option(pick.card, mind.seat, pick.option)(after)
    return after
