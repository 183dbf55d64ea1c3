"""The order behind a fact of a journal: a seat's, control's, or the room's. Pure; nothing is asked but the journal.

Only what bears on play has an order here: words, notes, guesses, the clock and the way back have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TypeVar

from northaxis.domain import control_facts as c, control_orders as co, facts as f, orders as o
from northaxis.domain.adjudicate import OWN_SEATS
from northaxis.domain.control_facts import Method
from northaxis.domain.control_notation import Unreadable, shifts_from_text
from northaxis.domain.facts import CauseKind, Fact, Step
from northaxis.domain.ids import CONTROL, ArgumentId, CardId, QuantityId, SeatId
from northaxis.domain.orders import Act, Order
from northaxis.domain.state import State

T = TypeVar("T")
_WHOLE = re.compile("-?[0-9]{1,3}")


def order_at(state: State, facts: Sequence[Fact], place: int) -> Order | None:
    """The order that the fact at a place goes back to, given the state before it; None when it has none of its own."""
    fact = facts[place]
    match fact:
        case f.Intervened():
            act = _of_control(state, fact, _following(facts, place))
            return None if act is None else Order(CONTROL, act)
        case (
            f.ArgumentOpened()
            | f.ReasonAdded()
            | f.ReasonRated()
            | f.EffectNamed()
            | f.Estimated()
            | c.EstimatesAsked()
            | f.ArgumentSettled()
        ):
            return _of_an_argument(state, fact, facts[place - 1] if place else None)
        case f.SeatHeld(seat=seat, holder=holder, level=level) if state.step is not Step.SETUP:
            before = state.holders.get(seat)
            same = before is not None and (before.name, before.level) == (holder, level)
            known = seat in state.game.rules.seats
            return Order(CONTROL, o.Reseat(seat, holder, level)) if known and not same else None
        case _:
            return _of_a_seat(state, fact)


def _of_a_seat(state: State, fact: Fact) -> Order | None:
    match fact:
        case f.OptionPicked(card=card, seat=seat, option=option):
            return Order(seat, o.PickOption(card, option))
        case f.DemandMade(demander=demander, demand=demand, backed=backed):
            asker = state.game.rules.demander(demander).seat
            return None if asker is None or demand is None else Order(asker, o.MakeDemand(demand, backed))
        case f.OrderPlaced(seat=seat, action=action, target=target):
            return Order(seat, o.Place(action, target))
        case f.OrderWithdrawn(seat=seat, action=action, target=target):
            return Order(seat, o.Withdraw(action, target))
        case f.AnswerGiven(seat=seat, demander=demander, response=response):
            return Order(seat, o.Answer(demander, response))
        case f.SheetSealed(seat=seat):
            return Order(seat, o.Seal())
        case f.DealOffered(seat=seat, to=to, terms=terms, public=public):
            return Order(seat, o.OfferDeal(to, terms, public))
        case f.DealAnswered(deal=deal, seat=seat, signed=signed):
            return Order(seat, o.SignDeal(deal) if signed else o.DeclineDeal(deal))
        case f.Changed(cause=cause) if cause.kind is CauseKind.DEAL and cause.id == OWN_SEATS and fact.applied < 0:
            return Order(cause.seat or SeatId(""), o.Give(SeatId(cause.detail), -fact.applied))
        case _:
            return None


def _following(facts: Sequence[Fact], place: int) -> Iterator[Fact]:
    """What follows an intervention, up to the next one."""
    for fact in islice(facts, place + 1, None):
        if isinstance(fact, f.Intervened):
            return
        yield fact


def _first(facts: Iterator[Fact], kind: type[T]) -> T | None:
    return next((fact for fact in facts if isinstance(fact, kind)), None)


# --- control ------------------------------------------------------------------------------------------------------


def _of_control(state: State, word: f.Intervened, following: Iterator[Fact]) -> Act | None:
    why = word.why
    match word.what:
        case "track":
            known = word.about in state.game.rules.by_name and _WHOLE.fullmatch(word.now)
            return o.SetTrack(QuantityId(word.about), int(word.now), word.code, why) if known and word.code else None
        case "inject":
            drawn = _first(following, f.CardDrawn)
            to = drawn.how.partition(" ")[2] if drawn is not None else ""
            return o.Inject(CardId(word.about), why, SeatId(to) if to else None)
        case "write":
            card = _first(following, c.CardWritten)
            return None if card is None else o.WriteCard(card.title, card.text, why, card.to, card.shifts, card.options)
        case "stack":
            return o.Stack(CardId(word.about), word.now, why)
        case "grant":
            try:
                return o.Grant(shifts_from_text(word.about), why)
            except Unreadable:
                return None
        case "end":
            return o.EndPlay(why)
        case "end-project":
            return o.EndProject(ArgumentId(word.about), why)
        case "settle":
            settled = _first(following, c.ArgumentSettled)
            if settled is None:
                return None
            success = None if settled.method is Method.DROPPED else settled.success
            return o.SettleArgument(settled.argument, settled.method, why, success)
        case _:
            return _of_a_ruling(word, following)


def _of_a_ruling(word: f.Intervened, following: Iterator[Fact]) -> Act | None:
    """A word of control on an order: what it did stands in the fact that follows."""
    match word.what:
        case "shift":
            moved = _first(following, c.NeedShifted)
            return (
                o.ShiftNeed(moved.action, moved.target, moved.by, word.code, word.why) if moved and word.code else None
            )
        case "method":
            chosen = _first(following, c.MethodChosen)
            return o.ChooseMethod(chosen.action, chosen.target, chosen.method, word.why) if chosen else None
        case "decide":
            made = _first(following, c.OrderDecided)
            return o.Decide(made.action, made.target, made.success, made.method, word.why) if made else None
        case "overrule":
            over = _first(following, c.OrderOverruled)
            return (
                o.Overrule(over.action, over.target, over.success, word.code, word.why) if over and word.code else None
            )
        case "rule-out":
            out = _first(following, c.OrderRuledOut)
            return o.RuleOut(out.action, out.target, word.why) if out else None
        case _:
            return None


# --- arguments ----------------------------------------------------------------------------------------------------


def _of_an_argument(state: State, fact: Fact, before: Fact | None) -> Order | None:
    match fact:
        case f.ArgumentOpened(seat=seat, claim=claim, reasons=reasons, action=None, secret=secret, project=None):
            return Order(seat, o.Argue(claim, reasons, secret))
        case f.ArgumentOpened(seat=seat, reasons=reasons, action=None, project=project) if project is not None:
            return Order(seat, co.Pursue(project, reasons))
        case f.ReasonAdded(argument=id, seat=seat, supports=supports, text=text):
            return Order(seat, o.AddReason(id, supports, text))
        case f.ReasonRated() if isinstance(before, f.ReasonAdded) and _is_bot(state, before.seat):
            return None  # a bot's reason is rated as it is given
        case f.ReasonRated(argument=id, place=place, strength=strength):
            return Order(CONTROL, o.RateReason(id, place, strength))
        case f.EffectNamed(argument=id, shifts=shifts, project=project):
            return Order(CONTROL, o.NameEffect(id, shifts, project))
        case c.EstimatesAsked(argument=id):
            return Order(CONTROL, co.AskEstimates(id))
        case f.Estimated(argument=id, seat=seat, percent=percent):
            return Order(seat, o.Estimate(id, percent))
        case f.ArgumentSettled(argument=id, method=(Method.DICE | Method.ESTIMATE) as method):
            return Order(CONTROL, o.SettleArgument(id, method))
        case f.ArgumentSettled() if isinstance(before, f.Intervened) and before.what == "settle":
            return None  # that is control's word, told by what came before
        case f.ArgumentSettled(argument=id, method=Method.DROPPED) if not state.opened:
            own = state.room.argument(id)
            return None if own is None else Order(own.seat, o.SettleArgument(id, Method.DROPPED))
        case _:
            return None


def _is_bot(state: State, seat: SeatId) -> bool:
    holder = state.holders.get(seat)
    return holder is not None and holder.level is not None
