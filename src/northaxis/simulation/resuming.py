"""From one table of the domain to many games that start there: the future is chance, the past is given.

The dice to come are those of the given seeds. So is the order of the cards still in the decks, which nobody at the
table knows; what is done, dealt, promised and under way is taken over as it is. Offers still open are left to lapse.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from northaxis.domain.facts import Step
from northaxis.domain.ids import SeatId
from northaxis.domain.legal_deals import given_by
from northaxis.domain.state import State
from northaxis.simulation.board import board_of
from northaxis.simulation.games import NONE, Games, LateArrival
from northaxis.simulation.kernel import Kernel

BETWEEN_TURNS = (Step.SETUP, Step.TURN_END)
BEFORE_THE_SEAL = (Step.NEGOTIATE, Step.ORDERS)


class CannotResume(ValueError):
    """A table stands where no simulation can start; the text says where one can."""


def resume(kernel: Kernel, state: State, seeds: Sequence[str], shuffle: bool = True) -> Games:
    """As many games as there are seed texts, all standing where the table stands. `shuffle` False keeps the decks."""
    if state.over is not None:
        raise CannotResume("the game is over; there is nothing to forecast")
    if state.step not in (*BETWEEN_TURNS, *BEFORE_THE_SEAL):
        raise CannotResume(f"a simulation starts between two turns or in the orders step, not in '{state.step.value}'")
    games = kernel.start(seeds)
    n, rules = games.count, state.game.rules
    games.board = board_of(state.board, rules.quantities, n)
    games.turn = state.turn
    games.chance.begin(state.turn)
    _take_cards(kernel, state, games, shuffle)
    for row, seat in zip(games.agendas, rules.seats.values(), strict=True):
        dealt = [agenda.id for agenda in seat.agendas]
        row[:] = dealt.index(state.agendas[seat.id]) if seat.id in state.agendas else NONE
    games.sham = np.full(n, NONE if state.sham is None else rules.by_name[state.sham], np.int16)
    games.sham_turn = np.full(n, state.sham_turn, np.int16)
    games.exposed = np.full(n, state.exposed, np.int16)
    used = state.used if state.step in BETWEEN_TURNS else state.spent
    for sheet in kernel.sheets:
        gone = np.array([action.id in used.get(sheet.seat, ()) for action in sheet.actions], np.bool_)
        games.used[sheet.place] = np.repeat(gone[:, None], n, axis=1)
    _take_demands(kernel, state, games)
    for late in state.late:
        play = rules.play(late.action, late.target)
        assert play is not None
        assert play.late is not None
        games.late.append(LateArrival(kernel.compiler.live(play.late.effects), late.due, np.ones(n, np.bool_)))
    _take_deals(kernel, state, games)
    return games


def _take_deals(kernel: Kernel, state: State, games: Games) -> None:
    """Promises still running, those kept so far that may come out as a show, and what open offers hold back."""
    promises, seats = kernel.seating.promises, list(state.game.rules.seats)
    everywhere = np.ones(games.count, np.bool_)
    for deal in state.deals:
        gift = given_by(deal.terms, deal.seat)
        if deal.signed is None and gift:
            games.held.append((seats.index(deal.seat), np.full(games.count, gift, np.int8)))
        verdicts = dict(deal.verdicts)
        for place, term in enumerate(deal.terms if deal.signed else ()):
            verdict = verdicts.get(place)
            if verdict is None:
                games.promises += promises.given((term,), deal.turn, everywhere)
            elif verdict == "kept":
                games.promises += promises.kept((term,), deal.turn, everywhere)


def sealed_seats(state: State) -> frozenset[SeatId] | None:
    """The seats whose sheets are closed; None when the table stands between two turns."""
    if state.step in BETWEEN_TURNS:
        return None
    return frozenset(seat for seat, sheet in state.sheets.items() if sheet.sealed)


def _take_cards(kernel: Kernel, state: State, games: Games, shuffle: bool) -> None:
    places = kernel.cards.places
    games.left[:] = False
    for cards in state.decks.values():
        for rank, card in enumerate(cards):
            games.left[places[card]] = True
            if not shuffle:
                games.rank[places[card]] = rank
    free = list(range(len(kernel.cards.chains)))
    for order, (card, turn) in enumerate(state.chained):
        chain = next(chain for chain in free if kernel.cards.chains[chain][1] == places[card])
        free.remove(chain)
        games.chain_due[chain], games.chain_order[chain] = turn, order
    games.announced = len(state.chained)


def _take_demands(kernel: Kernel, state: State, games: Games) -> None:
    """Last turn's demands; in the orders step this turn's, with what is on the sheets."""
    kernel.demanding.begin(games)
    games.blank_sheets([sheet.slots for sheet in kernel.sheets])
    answers = state.sheet(state.game.rules.answering.seat)
    for asker in kernel.demanding.askers:
        id, place = asker.demander.id, asker.place
        names = [demand.id for demand in asker.demander.demands]
        games.stalled[place] = id in (state.last_stalls if state.step in BEFORE_THE_SEAL else state.stalls)
        if id in state.last_demands:
            games.last_demands[place] = names.index(state.last_demands[id])
        made = state.made(id)
        if made is not None and made.demand is not None and state.step in BEFORE_THE_SEAL:
            games.demands[place], games.backed[place] = names.index(made.demand), made.backed
        answer = answers.answer(id)
        if answer is not None and state.step in BEFORE_THE_SEAL:
            games.answers[place] = kernel.demanding.kinds.index(answer)
    if state.step in BEFORE_THE_SEAL:
        for sheet in kernel.sheets:
            plays = [(action.id, play.target) for action, play in sheet.plays]
            for slot, order in enumerate(state.sheet(sheet.seat).orders):
                games.orders[sheet.place][slot] = plays.index((order.action, order.target))
