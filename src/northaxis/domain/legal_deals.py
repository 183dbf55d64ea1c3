"""When an offer or a signature stands (R-8): between two seats, on checkable terms, before the sheets are sealed."""

from __future__ import annotations

from northaxis.domain import orders as o
from northaxis.domain.facts import Step, Term
from northaxis.domain.ids import SeatId
from northaxis.domain.quantities import Kind
from northaxis.domain.rulings import Reason, Refused
from northaxis.domain.state import State

MOST_TERMS = 4
MOST_GIVEN = 2
"""Influence points a seat may give away in one turn (R-8.2)."""


def offer_refusal(state: State, seat: SeatId, act: o.OfferDeal) -> Refused | None:
    """Why an offer cannot be made, or None."""
    if (closed := _talks_are_over(state)) is not None:
        return closed
    seats = state.game.rules.seats
    if seat not in seats or act.to not in seats or act.to == seat:
        return Refused(Reason.UNKNOWN, f"'{act.to}' cannot be offered a deal", "R-8.1")
    if not 1 <= len(act.terms) <= MOST_TERMS:
        return Refused(Reason.BAD_TERMS, f"a deal has 1 to {MOST_TERMS} terms", "R-8.1")
    open_offers = [d for d in state.deals if d.signed is None and (d.seat, d.to) == (seat, act.to)]
    if open_offers:
        return Refused(Reason.ALREADY_DONE, f"offer {open_offers[0].id} to {act.to} is still open", "R-8.1")
    for term in act.terms:
        if (wrong := _term_refusal(state, term, {seat, act.to})) is not None:
            return wrong
    return _gift_refusal(state, seat, given_by(act.terms, seat))


def deal_refusal(state: State, seat: SeatId, act: o.SignDeal | o.DeclineDeal) -> Refused | None:
    """Why a deal cannot be signed or declined by this seat now, or None. To strangers a private offer is no offer.

    What the offerer gives is held from the offer on, so that nobody can read its purse out of this answer.
    """
    deal = next((d for d in state.deals if d.id == act.deal), None)
    if deal is None or deal.signed is not None or not (deal.public or seat in (deal.seat, deal.to)):
        return Refused(Reason.UNKNOWN, f"there is no open offer '{act.deal}'", "R-8.1")
    if isinstance(act, o.DeclineDeal):
        return None if seat in (deal.seat, deal.to) else _not_party(seat)
    if seat != deal.to:
        return _not_party(seat)
    return _talks_are_over(state) or _gift_refusal(state, seat, given_by(deal.terms, seat))


def given_by(terms: tuple[Term, ...], seat: SeatId) -> int:
    """The influence points a seat gives under these terms."""
    return sum(term.ip for term in terms if term.kind == "transfer" and term.seat == seat)


def _talks_are_over(state: State) -> Refused | None:
    if not state.game.scenario.has_talks:
        return Refused(Reason.NOT_NOW, "this scenario is played without deals", "R-8.1")
    if state.step not in (Step.NEGOTIATE, Step.ORDERS):
        return Refused(Reason.NOT_NOW, "deals are made between the demands and the seal", "R-8.1")
    return None


def _not_party(seat: SeatId) -> Refused:
    return Refused(Reason.NOT_YOURS, f"that offer was not made to {seat}", "R-8.1")


def _gift_refusal(state: State, giver: SeatId, given: int) -> Refused | None:
    money, house = state.board[state.game.rules.seats[giver].ip], state.game.rules.house(giver)
    counted = [
        deal.terms
        for deal in state.deals
        if deal.turn == state.turn and (deal.signed or (deal.signed is None and deal.seat in house))
    ]
    before = sum(given_by(terms, half) for terms in counted for half in house)
    if given + before > MOST_GIVEN:
        return Refused(Reason.BAD_TERMS, f"{giver} may give {MOST_GIVEN} IP in a turn at most", "R-8.2")
    if given > money:
        return Refused(Reason.CANNOT_PAY, f"{giver} cannot pay what the deal gives", "R-8.2")
    return None


def _term_refusal(state: State, term: Term, parties: set[SeatId]) -> Refused | None:
    rules, last = state.game.rules, state.turns
    if term.seat not in parties:
        return Refused(Reason.BAD_TERMS, f"{term.seat} is not a party to this deal", "R-8.1")
    match term.kind:
        case "transfer":
            if term.to not in parties or term.to == term.seat or not 1 <= term.ip <= MOST_GIVEN:
                return Refused(Reason.BAD_TERMS, f"a gift is 1 to {MOST_GIVEN} IP from one party to the other", "R-8.2")
            if term.to in rules.house(term.seat):
                return Refused(Reason.BAD_TERMS, f"{term.seat} and {term.to} spend from one purse", "R-10.4")
        case "response":
            made = state.made(term.demander) if term.demander else None
            if term.seat != rules.answering.seat or made is None or made.demand is None or term.response is None:
                return Refused(Reason.BAD_TERMS, "an answer is promised by who answers, to a demand now made", "R-8.3")
        case "no_order" | "order":
            own = {action.id for action in rules.seats[term.seat].actions}
            if not term.actions or not own.issuperset(term.actions) or not state.turn <= term.through <= last:
                return Refused(Reason.BAD_TERMS, f"an order is one of {term.seat}'s own, until a turn to come", "R-8.3")
        case "switch":
            index = rules.by_name.get(term.switch or "", -1)
            is_switch = index >= 0 and rules.quantities[index].kind is Kind.SWITCH
            if not is_switch or not state.turn <= term.through <= last:
                return Refused(Reason.BAD_TERMS, "a switch is kept on or off until a turn to come", "R-8.3")
        case "text":
            if not term.text.strip() or len(term.text) > 200:
                return Refused(Reason.BAD_TERMS, "a promise in words has 1 to 200 characters", "R-8.4")
        case _:
            return Refused(Reason.BAD_TERMS, f"there is no promise of kind '{term.kind}'", "R-8.3")
    return None
