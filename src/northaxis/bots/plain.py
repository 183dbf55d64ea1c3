"""Two bots that want nothing, to measure the others against: one does anything legal, one does as little as it can."""

from __future__ import annotations

from collections.abc import Sequence

from northaxis.domain.dice import Dice
from northaxis.domain.ids import DemanderId
from northaxis.domain.orders import Answer, MakeDemand, Order, PickOption, Place, Seal, to_text
from northaxis.domain.views import SeatView


def random_order(view: SeatView, dice: Dice) -> Order | None:
    """Anything that is legal, each alike: answers first, then plays until the sheet is full, then the seal."""
    answered = {demander for demander, _ in view.sheet.answers}
    for kind in (PickOption, MakeDemand, Place):
        if kind is Place and (open_to := _first_open(view, answered)):
            return _any_of(view, dice, open_to)
        if found := [order for order in view.legal if isinstance(order.act, kind)]:
            return _any_of(view, dice, found)
    return next((order for order in view.legal if isinstance(order.act, Seal)), None)


def _first_open(view: SeatView, answered: set[DemanderId]) -> list[Order]:
    """The legal answers to the first demander that has none yet."""
    waiting = [o for o in view.legal if isinstance(o.act, Answer) and o.act.demander not in answered]
    first = next((order.act.demander for order in waiting if isinstance(order.act, Answer)), None)
    return [order for order in waiting if isinstance(order.act, Answer) and order.act.demander == first]


def _any_of(view: SeatView, dice: Dice, orders: Sequence[Order]) -> Order:
    """One of some orders, by the dice; the name of the draw is the seat and what it is asked."""
    slot = len(view.sheet.orders) + len(view.sheet.answers)
    draw = dice.draw(view.turn, f"RN{view.seat}{slot}{to_text(orders[0])}")
    return orders[(draw * len(orders)) >> 32]


def passive_order(view: SeatView) -> Order | None:
    """The last payable option, no demand, and a sheet sealed blank; a missing answer is a refusal (R-5.9)."""
    for kind in (PickOption, Seal):
        found = [order for order in view.legal if isinstance(order.act, kind)]
        if found:
            return found[-1]
    return None
