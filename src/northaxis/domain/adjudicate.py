"""The engine's one door: an order goes in, a ruling comes out. Pure: dice are passed in, nothing else is asked.

Players' orders only write on the table; everything that happens, happens when control moves the table on (`Advance`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from northaxis.domain import facts as f, orders as o
from northaxis.domain.control_orders import MethodAct, RoomAct
from northaxis.domain.controlling import carry_out_control
from northaxis.domain.dice import Dice
from northaxis.domain.effects import Shift
from northaxis.domain.facts import Cause, CauseKind, Step
from northaxis.domain.ids import DealId, SeatId
from northaxis.domain.injects import close_card, draw_next
from northaxis.domain.legal import answer_cost, paid_answer, refusal
from northaxis.domain.legal_deals import given_by
from northaxis.domain.methods import carry_out_method, lay_open, let_lapse
from northaxis.domain.orders import Order
from northaxis.domain.publishing import open_demands, publish_demands
from northaxis.domain.requests import carry_out_in_room
from northaxis.domain.resolution import resolve_answers, resolve_phase
from northaxis.domain.rulings import Refused, Ruling, Upheld
from northaxis.domain.scribe import Scribe
from northaxis.domain.setup import turn_dial
from northaxis.domain.state import Deal, State, evolve
from northaxis.domain.turn_end import end_turn
from northaxis.domain.turn_zero import AFTER, BEFORE

OWN_SEATS = "among own seats"
"""The id of the cause under which a person moves points between seats (R-10.2); its detail is the receiver."""


def adjudicate(state: State, order: Order, dice: Dice) -> Ruling:
    """Uphold exactly what `legal_orders` lists (and well-formed words and offers); refuse the rest with a reason."""
    refused = refusal(state, order)
    if refused is not None:
        return refused
    scribe = Scribe(state, dice)
    _carry_out(scribe, order)
    return Upheld(tuple(scribe.facts))


@dataclass(frozen=True, slots=True)
class Played:
    """A ruling and the state after it (the same state when refused)."""

    ruling: Ruling
    state: State

    @property
    def refused(self) -> Refused | None:
        """The refusal, if it was one."""
        return self.ruling if isinstance(self.ruling, Refused) else None


def play(state: State, order: Order, dice: Dice) -> Played:
    """Adjudicate and evolve in one step."""
    ruling = adjudicate(state, order, dice)
    if isinstance(ruling, Upheld):
        for fact in ruling.facts:
            state = evolve(state, fact)
    return Played(ruling, state)


def _carry_out(scribe: Scribe, order: Order) -> None:
    seat, act, state = order.seat, order.act, scribe.state
    match act:
        case o.Advance():
            _advance(scribe)
        case o.PickOption(card=card, option=option):
            scribe.record(f.OptionPicked(card, seat, option))
        case o.MakeDemand(demand=demand, backed=backed):
            demander = next(d for d in state.game.rules.answering.demanders if d.seat == seat)
            scribe.record(f.DemandMade(demander.id, demand, backed))
            if backed and demander.backing is not None:
                scribe.pay(seat, demander.backing.cost, Cause(CauseKind.COST, str(demand), seat, "backing"))
        case o.Place(action=action, target=target):
            cost = state.game.rules.actions[action].cost
            scribe.record(f.OrderPlaced(seat, action, target))
            scribe.pay(seat, cost, Cause(CauseKind.COST, action, seat))
        case o.Withdraw(action=action, target=target):
            scribe.record(f.OrderWithdrawn(seat, action, target))
            scribe.pay(seat, -state.game.rules.actions[action].cost, Cause(CauseKind.COST, action, seat, "withdrawn"))
        case o.Answer():
            _write_answer(scribe, seat, act)
        case o.Seal():
            scribe.record(f.SheetSealed(seat))
        case o.Say(to=to, text=text):
            scribe.record(f.Said(seat, to, text))
        case o.OfferDeal(to=to, terms=terms, public=public):
            count = sum(1 for deal in state.deals if deal.turn == state.turn and (deal.seat, deal.to) == (seat, to)) + 1
            deal_id = DealId(f"T{state.turn}-{seat}-{to}-{count}")
            scribe.record(f.DealOffered(deal_id, seat, to, public, terms))
            scribe.pay(seat, given_by(terms, seat), Cause(CauseKind.DEAL, deal_id, seat, "held"))
        case o.SignDeal(deal=deal_id):
            _sign(scribe, seat, deal_id)
        case o.DeclineDeal(deal=deal_id):
            deal = next(deal for deal in state.deals if deal.id == deal_id)
            _fall_through(scribe, deal, seat)
        case o.Give(to=receiver, ip=points):
            cause = Cause(CauseKind.DEAL, OWN_SEATS, seat, receiver)
            scribe.pay(seat, points, cause)
            scribe.pay(receiver, -points, cause)
        case o.Mark(marks=marks):
            scribe.record(f.Marked(seat, BEFORE if state.over is None else AFTER, marks))
        case o.Guess(dial=dial, setting=setting):
            scribe.record(f.Guessed(seat, dial, setting))
        case o.TurnDial(dial=dial, setting=setting):
            turn_dial(scribe, dial, setting)
        case _ if isinstance(act, MethodAct):
            carry_out_method(scribe, seat, act)
        case _ if isinstance(act, RoomAct):
            carry_out_in_room(scribe, seat, act)
        case _:
            carry_out_control(scribe, act)


def _write_answer(scribe: Scribe, seat: SeatId, act: o.Answer) -> None:
    state = scribe.state
    demander = state.game.rules.demander(act.demander)
    owed = answer_cost(demander, act.response, state) - paid_answer(state, state.sheet(seat), demander)
    scribe.record(f.AnswerGiven(seat, act.demander, act.response))
    scribe.pay(seat, owed, Cause(CauseKind.COST, act.demander, seat, act.response.value))


def _sign(scribe: Scribe, seat: SeatId, deal_id: DealId) -> None:
    deal = next(deal for deal in scribe.state.deals if deal.id == deal_id)
    scribe.record(f.DealAnswered(deal_id, seat, signed=True))
    for place, term in enumerate(deal.terms):
        if term.kind == "transfer" and term.to is not None:
            cause = Cause(CauseKind.DEAL, deal_id, term.seat)
            if term.seat != deal.seat:  # what the offerer gives was taken when it offered
                scribe.pay(term.seat, term.ip, cause)
            scribe.pay(term.to, -term.ip, cause)
            scribe.record(f.TermJudged(deal_id, place, "kept"))


def _fall_through(scribe: Scribe, deal: Deal, by: SeatId) -> None:
    """A deal is not made: declined, taken back or lapsed; what the offerer would have given comes back."""
    scribe.record(f.DealAnswered(deal.id, by, signed=False, withdrawn=by == deal.seat))
    scribe.pay(deal.seat, -given_by(deal.terms, deal.seat), Cause(CauseKind.DEAL, deal.id, deal.seat, "given back"))


def _advance(scribe: Scribe) -> None:
    state = scribe.state
    if state.table is not None and state.step is not Step.INJECT:  # a card that control brought in
        close_card(scribe)
        return
    match state.step:
        case Step.SETUP | Step.TURN_END:
            _begin_turn(scribe)
        case Step.INJECT:
            close_card(scribe)
            if not draw_next(scribe):
                open_demands(scribe)
        case Step.DEMANDS:
            publish_demands(scribe)
            talks = state.game.scenario.has_talks
            scribe.record(f.StepBegan(Step.NEGOTIATE if talks else Step.ORDERS))
        case Step.NEGOTIATE:
            scribe.record(f.StepBegan(Step.ORDERS))
        case Step.ORDERS:
            _close_offers(scribe)
            scribe.record(f.SheetsOpened())
            lay_open(scribe)
            scribe.record(f.StepBegan(Step.ADJUDICATE))
        case Step.ADJUDICATE:
            _adjudicate_next(scribe)
        case Step.NARRATE:
            scribe.record(f.StepBegan(Step.TURN_END))
            end_turn(scribe)
        case Step.OVER:
            raise AssertionError("a finished game was moved on")
        case _:
            assert_never(state.step)


def _begin_turn(scribe: Scribe) -> None:
    turn = scribe.state.turn + 1
    scribe.record(f.TurnBegan(turn))
    scribe.record(f.StepBegan(Step.INJECT))
    for seat in scribe.state.game.rules.seats.values():
        scribe.change((Shift(seat.ip, seat.income),), Cause(CauseKind.INCOME, "income", seat.id))
    if not draw_next(scribe):
        open_demands(scribe)


def _close_offers(scribe: Scribe) -> None:
    for deal in scribe.state.deals:
        if deal.signed is None:
            _fall_through(scribe, deal, deal.seat)


def _adjudicate_next(scribe: Scribe) -> None:
    """Answers first, then one phase at a time; phases without orders are passed over (R-6.1)."""
    rules = scribe.state.game.rules
    if scribe.state.phase < 0:
        resolve_answers(scribe)
    else:
        resolve_phase(scribe)
    waiting = {rules.actions[order.action].phase for sheet in scribe.state.sheets.values() for order in sheet.orders}
    following = [phase for phase in rules.phases[scribe.state.phase + 1 :] if phase.id in waiting]
    if following:
        scribe.record(f.PhaseBegan(following[0].id))
    else:
        let_lapse(scribe)
        scribe.record(f.StepBegan(Step.NARRATE))
