"""Deals: what an offer is worth to a bot, which one it makes, and what a promise does to its later choices.

An offer is weighed term by term on the board as the seat sees it, in thousandths of a victory point; an order that the
other side might give unasked counts for half. A promise made is kept unless breaking it is worth more than the seat's
honour; an order that the seat's own sheet of this turn would leave out is not promised.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from northaxis.bots.answers import Asked, answered, best_answers, likely_answer
from northaxis.bots.mind import Mind, mind_of
from northaxis.bots.scratch import Row
from northaxis.domain.demands import ResponseKind
from northaxis.domain.doctrine import Level, OfferPlan, Promise
from northaxis.domain.facts import Step, Term
from northaxis.domain.ids import ActionId, DemanderId
from northaxis.domain.orders import DeclineDeal, OfferDeal, Order, SignDeal
from northaxis.domain.state import Deal
from northaxis.domain.views import SeatView

GIFT_PRICE: Final = 250
"""What an influence point given or taken in a deal counts for, in thousandths: more than one kept, it may be needed."""

SIGN_ABOVE: Final = 0
"""A deal is signed when its terms add up to more than this."""

ORDER_PRICE: Final = 200
"""What a place on the sheet counts for when an order is promised."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A bot's word in the talks, and why."""

    order: Order
    reason: str
    about: str


def next_word(mind: Mind, view: SeatView, row: Row, level: Level) -> Talk | None:
    """Answer an open offer, else make one if none was made this turn; None when there is nothing to say."""
    for deal in view.deals:
        if deal.signed is None and deal.to == view.seat:
            return _answer_to(mind, view, deal, row, level)
    if view.step is not Step.NEGOTIATE or any(d.seat == view.seat and d.turn == view.turn for d in view.deals):
        return None
    return _offer(mind, view, row, level)


def _answer_to(mind: Mind, view: SeatView, deal: Deal, row: Row, level: Level) -> Talk:
    worth = deal_worth(mind, view, deal.terms, row, level.lookahead)
    sign = Order(view.seat, SignDeal(deal.id))
    about = f"deal {deal.id}"
    if worth > SIGN_ABOVE and sign in view.legal:
        if not would_order(mind, view, deal.terms, row, level):
            return Talk(Order(view.seat, DeclineDeal(deal.id)), "we could not keep our part", about)
        return Talk(sign, "that is worth our while", about)
    return Talk(Order(view.seat, DeclineDeal(deal.id)), "it asks more than it brings", about)


def _offer(mind: Mind, view: SeatView, row: Row, level: Level) -> Talk | None:
    for plan in mind.rules.doctrine.offers:
        if not plan.condition.holds(row) or not _can_offer(mind, view, plan):
            continue
        terms = tuple(term_of(promise, view) for promise in plan.promises)
        is_worth_it = deal_worth(mind, view, terms, row, level.lookahead) > SIGN_ABOVE
        if is_worth_it and would_order(mind, view, terms, row, level):
            return Talk(Order(view.seat, OfferDeal(plan.to, terms)), plan.say, "deal")
    return None


def _can_offer(mind: Mind, view: SeatView, plan: OfferPlan) -> bool:
    """Whether the plan's terms can be meant now: gifts are in hand, demands are on the table, orders not spent."""
    gifts = sum(p.ip for p in plan.promises if p.kind == "transfer" and p.seat == view.seat)
    if gifts > view.ip:
        return False
    asked = {made.demander for made in view.demands if made.demand is not None}
    return all(p.kind != "response" or p.demander in asked for p in plan.promises)


def term_of(promise: Promise, view: SeatView) -> Term:
    """A plan's promise as a term of a deal made this turn; it never runs past the last turn."""
    through = min(view.turn + promise.turns, view.turns)
    made = next((made for made in view.demands if made.demander == promise.demander), None)
    return Term(
        promise.kind,
        promise.seat,
        to=promise.to,
        ip=promise.ip,
        demander=promise.demander,
        demand=made.demand if made is not None else None,
        response=promise.response,
        actions=promise.actions,
        through=through if promise.kind in ("no_order", "order") else 0,
    )


def deal_worth(mind: Mind, view: SeatView, terms: Sequence[Term], row: Row, lookahead: int) -> int:
    """What all terms together are worth to the seat: a plain sum."""
    return sum(_term_worth(mind, view, term, row, lookahead) for term in terms)


def _term_worth(mind: Mind, view: SeatView, term: Term, row: Row, lookahead: int) -> int:
    mine = term.seat == view.seat
    match term.kind:
        case "transfer":
            return -GIFT_PRICE * term.ip if mine else GIFT_PRICE * term.ip
        case "response" if term.demander is not None and term.response is not None:
            worth = _own_answer if mine else _their_answer
            return worth(mind, view, term.demander, term.response, row, lookahead)
        case "no_order":
            return _holding(mind, view, term.actions, row, lookahead, mine)
        case "order":
            return _ordering(mind, view, term.actions, row, lookahead, mine)
        case _:
            return 0


def _own_answer(mind: Mind, view: SeatView, demander: DemanderId, kind: ResponseKind, row: Row, lookahead: int) -> int:
    """What tying one answer takes from the best combination of answers; a great loss when it cannot be given."""
    asked = possible_answers(mind, view)
    tied = tuple(
        Asked(one.demander, one.demand, one.backed, tuple(k for k in one.kinds if k is kind), one.written)
        if one.demander == demander
        else one
        for one in asked
    )
    best, best_tied = best_answers(mind, asked, row, lookahead), best_answers(mind, tied, row, lookahead)
    if not best_tied or len(best_tied) != len(tied):
        return -9999
    free = mind.worth(answered(mind, asked, best, row, relief=False), lookahead)
    return min(0, mind.worth(answered(mind, tied, best_tied, row, relief=False), lookahead) - free)


def possible_answers(mind: Mind, view: SeatView) -> tuple[Asked, ...]:
    """The demands on the table with every answer the rules allow the seat, before sheets are open for writing."""
    answering = mind.book.rules.answering
    live = answering.sham_flag is not None and view.perception.row[answering.sham_flag] != 0
    found = []
    for demander in answering.demanders:
        made = next((made for made in view.demands if made.demander == demander.id), None)
        if made is None or made.demand is None:
            continue
        demand, kinds = mind.book.demands[made.demand], list[ResponseKind]()
        for kind in answering.responses:
            if kind is ResponseKind.STALL and demander.id in view.stalled:
                continue
            if kind is ResponseKind.SHAM and (demand.sham_of is None or live):
                continue
            if mind.book.answer_cost(demand.id, kind) <= view.ip:
                kinds.append(kind)
        found.append(Asked(demander.id, demand.id, made.backed, tuple(kinds), False))
    return tuple(found)


def _their_answer(
    mind: Mind, view: SeatView, demander: DemanderId, kind: ResponseKind, row: Row, lookahead: int
) -> int:
    """What a promised answer brings over the one expected anyway, to that demand alone."""
    made = next((made for made in view.demands if made.demander == demander), None)
    if made is None or made.demand is None:
        return 0
    answerer = mind_of(mind.book.game, mind.book.rules.answering.seat, None)
    expected = likely_answer(answerer, made.demand, made.backed, demander in view.stalled, row, lookahead)
    asked = (Asked(demander, made.demand, made.backed, (kind,), False),)
    promised = answered(answerer, asked, (kind,), row, relief=True)
    return mind.worth(promised, lookahead) - mind.worth(expected, lookahead)


def would_order(mind: Mind, view: SeatView, terms: Iterable[Term], row: Row, level: Level) -> bool:
    """Whether the seat's own sheet of this turn would have every order of these terms that falls due with it: what is
    promised is placed for the honour in it, but not where it costs more than that or cannot be placed at all.
    """
    due = [t for t in terms if t.kind == "order" and t.seat == view.seat and t.through <= view.turn]
    least = mind.book.rules.bots.pass_below + level.hesitation - mind.rules.doctrine.honour
    return all(any(gain >= least for gain in _gains(mind, view, term.actions, row, level.lookahead)) for term in due)


def _gains(mind: Mind, view: SeatView, actions: Iterable[ActionId], row: Row, lookahead: int) -> Iterable[int]:
    """What each play of one's own actions that could be ordered now would gain, paid for, doctrine counted."""
    now, trigger = mind.worth(row, lookahead), mind.trigger(row)
    for id in actions:
        action = mind.book.rules.actions[id]
        if id in view.spent or action.cost > view.ip:
            continue
        for play in action.plays:
            if play.requires.holds(row):
                trial = mind.book.trials[play.action, play.target]
                yield mind.expected(trial, row, lookahead) - now + mind.bonus(trigger, id)


def _holding(mind: Mind, view: SeatView, actions: Iterable[ActionId], row: Row, lookahead: int, mine: bool) -> int:
    """Not doing: the best of one's own actions forgone, or the worst that the other's would do."""
    now = mind.worth(row, lookahead)
    effects = [_effect(mind, view, action, row, lookahead, mine) - now for action in actions]
    return -max(0, *effects) if mine else -min(0, *effects)


def _ordering(mind: Mind, view: SeatView, actions: Iterable[ActionId], row: Row, lookahead: int, mine: bool) -> int:
    """Doing: the place on the sheet less what the action gains oneself, or half of what the other's brings."""
    now = mind.worth(row, lookahead)
    effects = [_effect(mind, view, action, row, lookahead, mine) - now for action in actions]
    return min(0, max(effects) - ORDER_PRICE) if mine else max(effects) // 2


def _effect(mind: Mind, view: SeatView, action: ActionId, row: Row, lookahead: int, mine: bool) -> int:
    """The worth of the board after an action's best play that could be ordered now; the board as it is if none can."""
    if mine and (action in view.spent or mind.book.rules.actions[action].cost > view.ip):
        return mind.worth(row, lookahead)
    found: int | None = None
    for play in mind.book.rules.actions[action].plays:
        if play.requires.holds(row):
            trial = mind.book.trials[play.action, play.target]
            ways = trial.chance.ways(row)
            after_ok, after_fail = trial.succeed(row, row), trial.miss(row, row)
            worth = (ways * mind.worth(after_ok, lookahead) + (36 - ways) * mind.worth(after_fail, lookahead)) // 36
            better = found is None or (worth > found if mine else worth < found)
            found = worth if better else found
    return mind.worth(row, lookahead) if found is None else found
