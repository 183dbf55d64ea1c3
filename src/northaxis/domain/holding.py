"""Who holds what: one person in several seats, and how many orders that leaves for each (R-7.7, R-10.1).

A person is a holder's name without a bot's level; two seats with the same name are held by one person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from northaxis.domain.co_seats import with_co_seats
from northaxis.domain.facts import Fact, SeatHeld
from northaxis.domain.ids import SeatId
from northaxis.domain.ruleset import Game, RuleSet
from northaxis.domain.state import Holder, State

MERGED_ORDERS = 1
"""Orders for each seat of a person who holds more than one (R-7.7)."""


def held_with(state: State, seat: SeatId) -> tuple[SeatId, ...]:
    """Every seat of the person who holds this one, itself included, in seat order; a bot holds one."""
    holder = state.holders.get(seat)
    if holder is None or holder.level is not None:
        return (seat,)
    return tuple(other for other in state.game.rules.seats if state.holders.get(other) == holder)


def orders_allowed(state: State, seat: SeatId) -> int:
    """The orders a sheet holds: the seat's own limit and the scenario's, and one for each of several seats (R-4.4)."""
    found = state.game.rules.seats.get(seat)
    if found is None:
        return 0
    limit = min(state.game.scenario.orders, found.orders)
    return limit if len(held_with(state, seat)) == 1 else min(limit, MERGED_ORDERS)


def seated(game: Game, names: Sequence[str]) -> tuple[Game, dict[SeatId, Holder]]:
    """The game and the holders for these people, seated as the rules have it for so many; bots take the other seats.

    The first name gets the first player's seats, and so on. LookupError when the rules seat no such number,
    ValueError when two people have one name (they would be taken for one person).
    """
    seating = game.rules.people.seating(len(names))
    if seating is None:
        known = ", ".join(str(each.people) for each in game.rules.people.seatings) or "none"
        raise LookupError(f"the rules seat no table of {len(names)} (they seat: {known})")
    if len(set(names)) != len(names):
        raise ValueError("two people have the same name")
    shared = with_co_seats(game, seating.share)
    people = zip(names, seating.players, strict=True)
    return shared, {seat: Holder(name, None) for name, seats in people for seat in seats}


def shared_in(rules: RuleSet, facts: Iterable[Fact]) -> tuple[SeatId, ...]:
    """The seats that are shared in a journal, from who holds what: give them to `with_co_seats` before a replay."""
    held = {fact.seat for fact in facts if isinstance(fact, SeatHeld)}
    return tuple(head for head, co_seat in rules.people.co_seats.items() if co_seat.id in held)
