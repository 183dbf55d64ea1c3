"""Sharing a seat: a rule set in which a head and a co-seat have one purse and two minds (R-10.3 to R-10.5).

A pure change of the rules before a table is set; the engine knows nothing of it but that a purse can have two seats.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from northaxis.domain.doctrine import OfferPlan
from northaxis.domain.ids import ActionId, SeatId
from northaxis.domain.people import CoSeat
from northaxis.domain.quantities import Quantity
from northaxis.domain.ruleset import Game, RuleSet
from northaxis.domain.scenarios import Scenario, Variant
from northaxis.domain.seats import Seat

ORDERS = 1
"""Orders a turn for the head and for the co-seat."""


def with_co_seats(game: Game, heads: Iterable[SeatId]) -> Game:
    """The same game with these seats shared; a seat that is shared already stays so.

    KeyError for a seat that the rules do not know how to share.
    """
    for head in heads:
        co_seat = game.rules.people.co_seats.get(head)
        if co_seat is None:
            known = ", ".join(game.rules.people.co_seats) or "none"
            raise KeyError(f"the seat '{head}' cannot be shared (seats that can: {known})")
        if co_seat.id not in game.rules.seats:
            game = _shared(game, co_seat)
    return game


def _shared(game: Game, co_seat: CoSeat) -> Game:
    bar = dict(game.scenario.bars).get(co_seat.head, game.rules.bar)
    return replace(
        game,
        rules=_rules(game.rules, co_seat),
        scenario=_scenario(game.scenario, co_seat, bar),
        variants=tuple(_variant(variant, co_seat) for variant in game.variants),
    )


def _rules(rules: RuleSet, co_seat: CoSeat) -> RuleSet:
    head = rules.seats[co_seat.head]
    whose = {a.id: co_seat.id if a.phase in co_seat.phases else head.id for a in head.actions}
    seats: dict[SeatId, Seat] = {}
    for id, seat in rules.seats.items():
        halves = split(seat, co_seat) if id == co_seat.head else (seat,)
        seats |= {half.id: _with_offers(half, co_seat, whose) for half in halves}
    own = {action.id: action for half in (co_seat.head, co_seat.id) for action in seats[half].actions}
    answering = rules.answering
    return replace(
        rules,
        quantities=tuple(_seen_by_both(quantity, co_seat) for quantity in rules.quantities),
        initiative=_after(rules.initiative, co_seat),
        seats=seats,
        answering=replace(answering, not_fooled=_both(answering.not_fooled, co_seat)),
        by_name={**rules.by_name, f"ip.{co_seat.id}": head.ip},
        actions={id: own.get(id, action) for id, action in rules.actions.items()},
    )


def split(seat: Seat, co_seat: CoSeat) -> tuple[Seat, Seat]:
    """A seat's head and its co-seat: income is the head's, so that the one purse is paid once."""
    theirs = tuple(replace(a, seat=co_seat.id) for a in seat.actions if a.phase in co_seat.phases)
    mine = tuple(a for a in seat.actions if a.phase not in co_seat.phases)
    other = replace(
        seat,
        id=co_seat.id,
        name=co_seat.name,
        mark=co_seat.mark,
        plays=co_seat.plays,
        brief=co_seat.brief,
        resources=co_seat.resources,
        advice=co_seat.advice,
        income=0,
        start=0,
        orders=ORDERS,
        actions=theirs,
        cites=co_seat.cites,
    )
    return replace(seat, orders=ORDERS, actions=mine), other


# --- the offers of bots: each is made by, and to, the half that can keep what it promises -----------------------------


def _with_offers(seat: Seat, co_seat: CoSeat, whose: Mapping[ActionId, SeatId]) -> Seat:
    halves = (co_seat.head, co_seat.id)
    offers = list[OfferPlan]()
    for plan in seat.doctrine.offers:
        if seat.id not in halves and plan.to != co_seat.head:
            offers.append(plan)
            continue
        half = _keeper(plan, co_seat.head, whose)
        if half is not None and (seat.id not in halves or seat.id == half):
            offers.append(_renamed(plan, co_seat.head, half))
    return replace(seat, doctrine=replace(seat.doctrine, offers=tuple(offers)))


def _keeper(plan: OfferPlan, head: SeatId, whose: Mapping[ActionId, SeatId]) -> SeatId | None:
    """The half whose orders a plan promises; the head for anything else; None when it would take both."""
    keepers = {whose[action] for promise in plan.promises if promise.seat == head for action in promise.actions}
    if any(promise.kind == "response" and promise.seat == head for promise in plan.promises):
        keepers.add(head)
    return head if not keepers else keepers.pop() if len(keepers) == 1 else None


def _renamed(plan: OfferPlan, head: SeatId, half: SeatId) -> OfferPlan:
    promises = (
        replace(p, seat=half if p.seat == head else p.seat, to=half if p.to == head else p.to) for p in plan.promises
    )
    return replace(plan, to=half if plan.to == head else plan.to, promises=tuple(promises))


def _seen_by_both(quantity: Quantity, co_seat: CoSeat) -> Quantity:
    return replace(quantity, seen=_both(quantity.seen, co_seat)) if co_seat.head in quantity.seen else quantity


def _both(seats: frozenset[SeatId], co_seat: CoSeat) -> frozenset[SeatId]:
    return seats | {co_seat.id} if co_seat.head in seats else seats


def _after(seats: tuple[SeatId, ...], co_seat: CoSeat) -> tuple[SeatId, ...]:
    """The seats with the co-seat right after its head, if the head is among them."""
    if co_seat.head not in seats:
        return seats
    place = seats.index(co_seat.head) + 1
    return (*seats[:place], co_seat.id, *seats[place:])


def _scenario(scenario: Scenario, co_seat: CoSeat, bar: int) -> Scenario:
    return replace(
        scenario,
        people=_after(scenario.people, co_seat),
        scored=_after(scenario.scored, co_seat),
        bars=(*scenario.bars, (co_seat.id, bar)),
    )


def _variant(variant: Variant, co_seat: CoSeat) -> Variant:
    bar = dict(variant.bars).get(co_seat.head)
    return variant if bar is None else replace(variant, bars=(*variant.bars, (co_seat.id, bar)))
