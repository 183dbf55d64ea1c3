"""What each seat may ask now, and the reason why not: one test per kind of order, used for both.

`legal_orders` lists exactly the orders for which `refusal` has nothing to say (R-4, R-5). Words and
offers are free in their text, so are claims and the reasons that control's acts carry, confidence cards and guesses
never touch play: these are not listed; `refusal` still judges them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from northaxis.domain import orders as o
from northaxis.domain.arguments import open_arguments, places_used
from northaxis.domain.control_facts import Method
from northaxis.domain.control_orders import MethodAct, RoomAct
from northaxis.domain.demands import Demander, ResponseKind
from northaxis.domain.facts import Step
from northaxis.domain.holding import held_with, orders_allowed
from northaxis.domain.ids import CONTROL, SeatId
from northaxis.domain.legal_control import control_refusal
from northaxis.domain.legal_deals import deal_refusal, offer_refusal
from northaxis.domain.legal_methods import advance_refusal, method_refusal
from northaxis.domain.legal_people import dial_refusal, gift_refusal, guess_refusal, mark_refusal
from northaxis.domain.legal_room import room_refusal
from northaxis.domain.orders import Order
from northaxis.domain.perception import Perception, perceive
from northaxis.domain.rulings import Reason, Refused
from northaxis.domain.state import Sheet, State

MOST_WORDS = 600
"""Characters in one message."""

STILL = (o.Mark, o.Reflect, o.Note, o.SettleRequest, o.StepBack, o.MoveClock, o.Reseat)
"""What may still be asked when play is over."""


def legal_orders(state: State, seat: SeatId) -> tuple[Order, ...]:
    """Every order, but for words, offers, cards of confidence and guesses, that would be upheld for this seat now."""
    if state.over is not None:
        return ()
    seen = perceive(state, seat)
    return tuple(order for order in _candidates(state, seat) if refusal(state, order, seen) is None)


def owing(state: State) -> tuple[SeatId, ...]:
    """The seats the table waits for, in seat order."""
    seats = state.game.rules.initiative
    if state.table is not None:  # control may bring in a card at any step: it comes first
        card = state.game.cards[state.table.card]
        return tuple(s for s in seats if card.options(s) and state.table.pick(s) is None)
    match state.step:
        case Step.DEMANDS:
            made = {entry.demander for entry in state.demands}
            return tuple(
                d.seat for d in state.game.rules.answering.demanders if d.seat is not None and d.id not in made
            )
        case Step.ORDERS:
            return tuple(s for s in seats if not state.sheet(s).sealed)
        case _:
            return ()


def _candidates(state: State, seat: SeatId) -> Iterator[Order]:
    rules = state.game.rules
    if seat == CONTROL:
        yield o.GO_ON
        if state.step is Step.SETUP:
            for dial in rules.dials:
                for setting in dial.settings:
                    yield Order(seat, o.TurnDial(dial.id, setting.id))
        for argument in open_arguments(state) if state.opened else ():
            for place, strength in product(range(len(argument.reasons)), (2, 1, 0)):
                yield Order(seat, o.RateReason(argument.id, place, strength))
            yield Order(seat, o.AskEstimates(argument.id))
            for method in (Method.DICE, Method.ESTIMATE):
                yield Order(seat, o.SettleArgument(argument.id, method))
        return
    if seat not in rules.seats:
        return
    if state.table is not None:
        card = state.game.cards[state.table.card]
        for option in card.options(seat):
            yield Order(seat, o.PickOption(card.id, option.id))
    if state.step is Step.DEMANDS:
        for demander in rules.answering.demanders:
            if demander.seat == seat:
                for demand in demander.demands:
                    yield Order(seat, o.MakeDemand(demand.id))
                    yield Order(seat, o.MakeDemand(demand.id, backed=True))
    if state.step is Step.ORDERS:
        for action in rules.seats[seat].actions:
            for play in action.plays:
                yield Order(seat, o.Place(action.id, play.target))
        for placed in state.sheet(seat).orders:
            yield Order(seat, o.Withdraw(placed.action, placed.target))
        if seat == rules.answering.seat:
            for demander in rules.answering.demanders:
                for response in rules.answering.responses:
                    yield Order(seat, o.Answer(demander.id, response))
        yield Order(seat, o.Seal())
    for other in held_with(state, seat):
        for points in range(1, purse(state, seat) + 1) if other != seat else ():
            yield Order(seat, o.Give(other, points))
    for deal in state.deals:
        if deal.signed is None:
            yield Order(seat, o.SignDeal(deal.id))
            yield Order(seat, o.DeclineDeal(deal.id))


def refusal(state: State, order: Order, seen: Perception | None = None) -> Refused | None:
    """Why an order does not stand, or None when it does."""
    if state.over is not None and not isinstance(order.act, STILL):
        return Refused(Reason.NOT_NOW, "the game is over", "R-7.1")
    if order.seat != CONTROL and order.seat not in state.game.rules.seats:
        return Refused(Reason.UNKNOWN, f"there is no seat '{order.seat}' at this table", "R-4.1")
    seen = seen or perceive(state, order.seat)
    match order.act:
        case o.Advance():
            if order.seat != CONTROL:
                return Refused(Reason.NOT_YOURS, "only control moves the table on", "R-9.1")
            return advance_refusal(state)
        case o.PickOption():
            return _pick(state, order.seat, order.act)
        case o.MakeDemand():
            return _demand(state, order.seat, order.act, seen)
        case o.Place():
            return _place(state, order.seat, order.act, seen)
        case o.Withdraw():
            return _withdraw(state, order.seat, order.act)
        case o.Answer():
            return _answer(state, order.seat, order.act)
        case o.Seal():
            return _sheet_is_closed(state, order.seat)
        case o.Say():
            return _say(state, order.seat, order.act)
        case o.OfferDeal():
            return offer_refusal(state, order.seat, order.act)
        case o.SignDeal() | o.DeclineDeal():
            return deal_refusal(state, order.seat, order.act)
        case o.Give():
            return gift_refusal(state, order.seat, order.act)
        case o.Mark():
            return mark_refusal(state, order.seat, order.act)
        case o.Guess():
            return guess_refusal(state, order.seat, order.act)
        case o.TurnDial():
            return dial_refusal(state, order.seat, order.act)
        case _ if isinstance(order.act, MethodAct):
            return method_refusal(state, order.seat, order.act)
        case _ if isinstance(order.act, RoomAct):
            return room_refusal(state, order.seat, order.act)
        case _:
            return control_refusal(state, order.seat, order.act)


def purse(state: State, seat: SeatId) -> int:
    """The influence points a seat can spend now."""
    return state.board[state.game.rules.seats[seat].ip]


def _pick(state: State, seat: SeatId, act: o.PickOption) -> Refused | None:
    if state.table is None or state.table.card != act.card:
        return Refused(Reason.NOT_NOW, f"card {act.card} is not waiting for a choice", "R-5.2")
    card = state.game.cards[act.card]
    if card.private_to not in (None, seat):
        return Refused(Reason.NOT_NOW, f"card {act.card} is not waiting for a choice", "R-5.2")
    option = next((option for option in card.options(seat) if option.id == act.option), None)
    if option is None:
        choices = ", ".join(option.id for option in card.options(seat)) or "none"
        return Refused(Reason.UNKNOWN, f"card {act.card} offers {seat} no option '{act.option}' ({choices})", "R-5.2")
    if state.table.pick(seat) is not None:
        return Refused(Reason.ALREADY_DONE, f"{seat} has chosen on this card", "R-5.2")
    if option.cost > purse(state, seat):
        return _cannot_pay(option.cost, purse(state, seat), "R-5.3")
    return None


def _demand(state: State, seat: SeatId, act: o.MakeDemand, seen: Perception) -> Refused | None:
    demander = next((d for d in state.game.rules.answering.demanders if d.seat == seat), None)
    if demander is None:
        return Refused(Reason.NOT_YOURS, f"{seat} makes no demands", "R-5.5")
    if state.step is not Step.DEMANDS:
        return Refused(Reason.NOT_NOW, "demands are made after the cards and before orders", "R-5.5")
    if state.made(demander.id) is not None:
        return Refused(Reason.ALREADY_DONE, "this turn's demand is made", "R-5.5")
    demand = next((d for d in demander.demands if d.id == act.demand), None)
    if demand is None:
        return Refused(Reason.UNKNOWN, f"{demander.name} has no demand '{act.demand}'", "R-5.5")
    if state.last_demands.get(demander.id) == act.demand:
        return Refused(Reason.TWICE_RUNNING, f"'{demand.name}' was demanded last turn; choose another", "R-5.6")
    if not demand.condition.holds(seen.row):
        return Refused(Reason.REQUIREMENT, f"'{demand.name}' needs {demand.condition.text}", "R-5.5")
    if act.backed and (demander.backing is None or demander.backing.cost > purse(state, seat)):
        cost = demander.backing.cost if demander.backing else 0
        return _cannot_pay(cost, purse(state, seat), "R-5.7")
    return None


def _sheet_is_closed(state: State, seat: SeatId) -> Refused | None:
    if seat not in state.game.rules.seats:
        return Refused(Reason.NOT_YOURS, "control has no sheet", "R-4.1")
    if state.step is not Step.ORDERS:
        return Refused(Reason.NOT_NOW, "sheets are written in the orders step", "R-5.9")
    if state.sheet(seat).sealed:
        return Refused(Reason.SEALED, "the sheet is sealed; nothing on it changes before the reveal", "R-5.9")
    return None


def _place(state: State, seat: SeatId, act: o.Place, seen: Perception) -> Refused | None:
    if (closed := _sheet_is_closed(state, seat)) is not None:
        return closed
    rules, sheet = state.game.rules, state.sheet(seat)
    action, play = rules.actions.get(act.action), rules.play(act.action, act.target)
    if action is None or action.seat != seat:
        return Refused(Reason.UNKNOWN, f"{seat} has no action '{act.action}'", "R-4.1")
    if play is None:
        targets = ", ".join(p.target for p in action.plays if p.target) or "none"
        return Refused(Reason.UNKNOWN, f"{act.action} cannot be aimed at '{act.target}' (targets: {targets})", "R-4.1")
    if any(placed.action == act.action for placed in sheet.orders):
        return Refused(Reason.ALREADY_DONE, f"{act.action} is on the sheet; each order is a different action", "R-4.4")
    if act.action in state.spent.get(seat, ()):
        return Refused(Reason.SPENT, f"{act.action} was used last turn and is back next turn", "R-4.3")
    allowed = orders_allowed(state, seat)
    if places_used(state, seat) >= allowed:
        return Refused(Reason.SHEET_FULL, f"the sheet holds {allowed} this turn; withdraw one first", "R-4.4")
    if action.cost > purse(state, seat):
        return _cannot_pay(action.cost, purse(state, seat), "R-4.2")
    if not play.requires.holds(seen.row):
        return Refused(Reason.REQUIREMENT, f"{act.action} needs {play.requires.text}", "R-4.5")
    return None


def _withdraw(state: State, seat: SeatId, act: o.Withdraw) -> Refused | None:
    if (closed := _sheet_is_closed(state, seat)) is not None:
        return closed
    if not any((placed.action, placed.target) == (act.action, act.target) for placed in state.sheet(seat).orders):
        return Refused(Reason.UNKNOWN, f"{act.action} is not on the sheet", "R-4.4")
    return None


def answer_cost(demander: Demander, response: ResponseKind, state: State) -> int:
    """What an answer costs in IP: stalling always, complying only with some demanders (R-5.8)."""
    own = state.game.rules.answering.responses[response].cost
    return own + (demander.comply_cost if response is ResponseKind.COMPLY else 0)


def paid_answer(state: State, sheet: Sheet, demander: Demander) -> int:
    """What the answer now on the sheet has cost, to be given back when it is replaced."""
    written = sheet.answer(demander.id)
    return answer_cost(demander, written, state) if written is not None else 0


def _answer(state: State, seat: SeatId, act: o.Answer) -> Refused | None:
    answering = state.game.rules.answering
    if seat != answering.seat:
        return Refused(Reason.NOT_YOURS, f"only {answering.seat} answers demands", "R-5.8")
    if (closed := _sheet_is_closed(state, seat)) is not None:
        return closed
    demander = next((d for d in answering.demanders if d.id == act.demander), None)
    made = state.made(act.demander)
    if demander is None or made is None or made.demand is None:
        return Refused(Reason.UNKNOWN, f"there is no demand from '{act.demander}' to answer", "R-5.8")
    sheet, response = state.sheet(seat), answering.responses.get(act.response)
    if response is None:
        return Refused(Reason.UNKNOWN, f"'{act.response}' is no answer in these rules", "R-5.8")
    if sheet.answer(demander.id) is act.response:
        return Refused(Reason.ALREADY_DONE, "that answer is on the sheet", "R-5.8")
    others = [written for id, written in sheet.answers if id != demander.id]
    cost, money = answer_cost(demander, act.response, state), purse(state, seat) + paid_answer(state, sheet, demander)
    if cost > money:
        return _cannot_pay(cost, money, "R-5.8")
    if act.response is ResponseKind.COMPLY and others.count(ResponseKind.COMPLY) >= answering.most_complies:
        most = answering.most_complies
        return Refused(Reason.TOO_MANY_COMPLIES, f"at most {most} demands can be complied with in a turn", "R-5.10")
    if act.response is ResponseKind.STALL and demander.id in state.last_stalls:
        return Refused(Reason.TWICE_RUNNING, f"{demander.name} was stalled last turn", "R-5.11")
    if act.response is ResponseKind.SHAM:
        return _sham(state, made.demand, others)
    return None


def _sham(state: State, demand_id: str, others: list[ResponseKind]) -> Refused | None:
    demand = next(d for demander in state.game.rules.answering.demanders for d in demander.demands if d.id == demand_id)
    if demand.sham_of is None:
        return Refused(Reason.REQUIREMENT, f"'{demand.name}' cannot be shammed: there is no switch to fake", "R-5.12")
    if state.sham is not None or ResponseKind.SHAM in others:
        return Refused(Reason.ONE_SHAM, "one sham at a time", "R-5.12")
    return None


def _say(state: State, seat: SeatId, act: o.Say) -> Refused | None:
    if not act.text.strip():
        return Refused(Reason.BAD_TERMS, "there are no words in the message", "R-5.4")
    if len(act.text) > MOST_WORDS:
        return Refused(
            Reason.BAD_TERMS, f"a message holds {MOST_WORDS} characters; this one has {len(act.text)}", "R-5.4"
        )
    strangers = [to for to in act.to if to != CONTROL and to not in state.game.rules.seats]
    if strangers:
        return Refused(Reason.UNKNOWN, f"there is no seat '{strangers[0]}' at this table", "R-5.4")
    if seat in act.to:
        return Refused(Reason.BAD_TERMS, "a message goes to somebody else", "R-5.4")
    return None


def _cannot_pay(cost: int, money: int, rule: str) -> Refused:
    return Refused(Reason.CANNOT_PAY, f"it costs {cost} IP and there are {money}", rule)
