"""Deals between bots in many games: offers, what they are worth, signatures. The meaning of `bots.talk`.

Every offer follows one of the rule set's plans, so the terms of an open offer are the same in all games; only in which
games it is open, and what it is worth there, differ.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from northaxis.bots.talk import GIFT_PRICE, ORDER_PRICE, SIGN_ABOVE
from northaxis.domain.doctrine import Level, OfferPlan, Promise
from northaxis.domain.effects import Shift
from northaxis.domain.facts import Term
from northaxis.domain.legal_deals import MOST_GIVEN
from northaxis.simulation.answering import Answering, Table
from northaxis.simulation.board import Array, Board, UnfitForKernel
from northaxis.simulation.compiler import Compiler, Rolling
from northaxis.simulation.foresight import blend
from northaxis.simulation.formulas import Truth
from northaxis.simulation.games import NONE, Games
from northaxis.simulation.hypotheses import Hypotheses, Part
from northaxis.simulation.promises import Promises
from northaxis.simulation.thinking import SeatMind, outcomes_of

CANNOT_BE_GIVEN = np.int32(-9999)
"""What promising an answer that cannot be given counts for."""


@dataclass(frozen=True)
class _Doing:
    """The actions that a term is about: all their plays' successes, then failures, as hypotheses, unpaid.

    For each action its place, its cost and which of the plays are its own.
    """

    actions: tuple[tuple[int, int, slice], ...]
    rolls: tuple[Rolling, ...]
    requires: tuple[Truth, ...]
    outcomes: Hypotheses
    paid: Hypotheses
    """The same, paid for."""
    places: tuple[int, ...]
    """Where these plays stand among all of their seat's."""


@dataclass(frozen=True)
class _Plan:
    """An offer plan, compiled: seat places, and for each promise what its actions do."""

    plan: OfferPlan
    seat: int
    to: int
    holds: Truth
    doings: tuple[_Doing | None, ...]

    def gifts(self, seat: int, seats: Sequence[str]) -> int:
        """The influence points a seat gives."""
        return sum(p.ip for p in self.plan.promises if p.kind == "transfer" and p.seat == seats[seat])


@dataclass(slots=True)
class _Offer:
    """An offer on the table in some games, (N,)."""

    plan: _Plan
    terms: tuple[Term, ...]
    open: Array


@dataclass(frozen=True)
class _Scene:
    """What a seat weighs deals by: its mind, its view of the games (N), and what they are worth to it as they are."""

    own: SeatMind
    board: Board
    table: Table
    purse: Array
    used: Array
    agenda: Array
    lookahead: int
    least: int
    """What a play has to gain to be placed on the sheet."""
    now: Array

    def narrowed(self, here: Array) -> _Scene:
        """The scene with the games at some places only, (n,)."""
        table = Table(self.table.demands[:, here], self.table.backed[:, here], self.table.stalled[:, here])
        now = np.broadcast_to(self.now, self.purse.shape)[here]
        board, purse, used = self.board.columns(here), self.purse[here], self.used[:, here]
        return _Scene(self.own, board, table, purse, used, self.agenda[here], self.lookahead, self.least, now)

    def worth(self, board: Board) -> Array:
        """What boards are worth to the seat."""
        return self.own.mind.worth(board, self.agenda, self.lookahead)


Note = Callable[[Games, str, OfferPlan, tuple[Term, ...], Array], None]
"""Told of every word: `offer`, `sign` or `decline`, and in which games (N,)."""


@dataclass(slots=True)
class _Round:
    """One step for negotiation: offers so far; who has offered, who could think anew, points given by house, (S, N)."""

    offers: list[_Offer]
    offered: Array
    news: Array
    given: Array
    scenes: dict[int, _Scene]
    note: Note | None

    @classmethod
    def blank(cls, seats: int, games: int, note: Note | None) -> _Round:
        """Nothing said yet."""
        shape = (seats, games)
        return cls([], np.zeros(shape, np.bool_), np.ones(shape, np.bool_), np.zeros(shape, np.int8), {}, note)


class Talking:
    """The step for negotiation, compiled."""

    def __init__(
        self, compiler: Compiler, minds: tuple[SeatMind, ...], answering: Answering, promises: Promises
    ) -> None:
        self._compiler, self._minds, self._answering, self._promises = compiler, minds, answering, promises
        self._seats = tuple(compiler.rules.seats)
        self._order = tuple(self._seats.index(seat) for seat in compiler.rules.initiative)
        purses = [compiler.quantities[compiler.purse(seat)] for seat in self._seats]
        self._houses = tuple(next(h for h, other in enumerate(purses) if other is purse) for purse in purses)
        self._watchers = tuple(
            tuple(watcher for watcher, other in enumerate(self._seats) if purse.is_seen_by(other)) for purse in purses
        )
        self._plans = tuple(
            tuple(self._plan(compiler, place, plan) for plan in compiler.rules.seats[seat].doctrine.offers)
            for place, seat in enumerate(self._seats)
        )

    def _plan(self, compiler: Compiler, place: int, plan: OfferPlan) -> _Plan:
        for promise in plan.promises:
            if promise.kind == "transfer" and not 1 <= promise.ip <= MOST_GIVEN:
                raise UnfitForKernel(f"{self._seats[place]} plans to give {promise.ip} IP in one term")
        doings = tuple(self._doing(promise) for promise in plan.promises)
        return _Plan(plan, place, self._seats.index(plan.to), compiler.truth(plan.condition), doings)

    def _doing(self, promise: Promise) -> _Doing | None:
        if not promise.actions:
            return None
        own = self._minds[self._seats.index(promise.seat)]
        plays: list[int] = []
        actions: list[tuple[int, int, slice]] = []
        for action in promise.actions:
            first = len(plays)
            plays += [place for place, (one, _) in enumerate(own.sheet.plays) if one.id == action]
            number = next(number for number, one in enumerate(own.sheet.actions) if one.id == action)
            actions.append((number, own.sheet.actions[number].cost, slice(first, len(plays))))
        ok, miss = outcomes_of(self._compiler, [own.sheet.plays[place] for place in plays])
        purse, quantities = own.sheet.purse.index, self._compiler.quantities
        costs = [(Part(None, (Shift(purse, -own.sheet.plays[place][0].cost),)),) for place in plays]
        return _Doing(
            tuple(actions),
            tuple(own.rolls[place] for place in plays),
            tuple(own.sheet.requires[place] for place in plays),
            Hypotheses([*ok, *miss], self._compiler.quantities),
            Hypotheses([cost + one for cost, one in zip([*costs, *costs], [*ok, *miss], strict=True)], quantities),
            tuple(plays),
        )

    def talk(self, games: Games, levels: Sequence[Level | None], note: Note | None) -> None:
        """Rounds of words, seat by seat, until nobody has one more to say. Seats without a level say nothing."""
        round_ = _Round.blank(len(self._seats), games.count, note)
        said = True
        while said:
            said = False
            for seat in self._order:
                level = levels[seat]
                if level is not None:
                    said |= self._answer(games, seat, level, round_)
                    said |= self._offer(games, seat, level, round_)
        for offer in round_.offers:
            gift = offer.plan.gifts(offer.plan.seat, self._seats)
            if gift and offer.open.any():
                games.held.append((offer.plan.seat, offer.open.view(np.int8) * np.int8(gift)))

    def _answer(self, games: Games, seat: int, level: Level, round_: _Round) -> bool:
        """Answer the offers open to a seat, in the order they were made; whether there were any."""
        waiting = [offer for offer in round_.offers if offer.plan.to == seat and offer.open.any()]
        for offer in waiting:
            plan = offer.plan
            signed = self._is_worth_it(plan, self._scene(games, seat, level, round_), offer.open, self._is_last(games))
            gift, purse = plan.gifts(seat, self._seats), games.board[self._minds[seat].sheet.purse.index]
            signed &= (gift + round_.given[self._houses[seat]] <= MOST_GIVEN) & (gift <= purse)
            self._sign(games, offer, signed, round_)
            self._move(games, plan.seat, (offer.open & ~signed) * np.int8(-plan.gifts(plan.seat, self._seats)), round_)
            if round_.note is not None:
                round_.note(games, "sign", plan.plan, offer.terms, signed)
                round_.note(games, "decline", plan.plan, offer.terms, offer.open & ~signed)
            offer.open = np.zeros_like(offer.open)
        return bool(waiting)

    def _sign(self, games: Games, offer: _Offer, signed: Array, round_: _Round) -> None:
        """Gifts change hands; what the offerer gives was taken when it offered."""
        if not signed.any():
            return
        for term in offer.terms:
            if term.kind == "transfer" and term.to is not None:
                giver, points = self._seats.index(term.seat), signed.view(np.int8) * np.int8(term.ip)
                if giver != offer.plan.seat:
                    self._move(games, giver, points, round_)
                self._receive(games, self._seats.index(term.to), points, round_)
        games.promises += self._promises.given(offer.terms, games.turn, signed)

    def _move(self, games: Games, giver: int, points: Array, round_: _Round) -> None:
        """Points are held back or given for good, and count as given this turn; negative ones come back."""
        self._receive(games, giver, -points, round_)
        round_.given[self._houses[giver]] += points

    def _receive(self, games: Games, seat: int, points: Array, round_: _Round) -> None:
        """Points come into a purse; who can see it has something new to think of."""
        moved = points != 0
        if moved.any():
            self._minds[seat].sheet.pay(games, -points)
            for watcher in self._watchers[seat]:
                round_.news[watcher] |= moved
                round_.scenes.pop(watcher, None)

    def lapse(self, games: Games) -> None:
        """The sheets are opened: offers still open hold nothing back any more."""
        for seat, points in games.held:
            self._minds[seat].sheet.pay(games, -points)
        games.held = []

    def _offer(self, games: Games, seat: int, level: Level, round_: _Round) -> bool:
        """Offer the first plan whose time has come, where none was offered yet; whether any was."""
        waiting = round_.news[seat] & ~round_.offered[seat]
        round_.news[seat] = False
        said = False
        if not self._plans[seat] or not waiting.any():
            return said
        scene = self._scene(games, seat, level, round_)
        given = round_.given[self._houses[seat]].copy()
        for plan in self._plans[seat]:
            may = waiting & plan.holds(scene.board) & self._can_offer(games, plan)
            if not may.any():
                continue
            wanted, gift = self._is_worth_it(plan, scene, may, self._is_last(games)), plan.gifts(seat, self._seats)
            made = wanted & (gift + given <= MOST_GIVEN)
            waiting &= ~wanted
            if made.any():
                said = True
                self._move(games, seat, made.view(np.int8) * np.int8(gift), round_)
                terms = tuple(self._term(games, promise) for promise in plan.plan.promises)
                round_.offers.append(_Offer(plan, terms, made))
                round_.offered[seat] |= made
                if round_.note is not None:
                    round_.note(games, "offer", plan.plan, terms, made)
        return said

    def _can_offer(self, games: Games, plan: _Plan) -> Array:
        """Whether the terms can be meant now, (N,): gifts are in hand, demands are on the table."""
        can = plan.gifts(plan.seat, self._seats) <= games.board[self._minds[plan.seat].sheet.purse.index]
        for promise in plan.plan.promises:
            if promise.kind == "response":
                can = can & (games.demands[self._demander(promise)] != NONE)
        return can

    def _demander(self, promise: Promise) -> int:
        return next(a.place for a in self._answering.askers if a.demander.id == promise.demander)

    def _turns(self, games: Games) -> int:
        return int(games.board[self._compiler.rules.turns][0])

    def _is_last(self, games: Games) -> bool:
        return games.turn >= self._turns(games)

    def _term(self, games: Games, promise: Promise) -> Term:
        """A plan's promise as a term made this turn. The demand it is about differs from game to game: left out."""
        turns = self._turns(games)
        through = min(games.turn + promise.turns, turns) if promise.kind in ("no_order", "order") else 0
        return Term(
            promise.kind,
            promise.seat,
            to=promise.to,
            ip=promise.ip,
            demander=promise.demander,
            response=promise.response,
            actions=promise.actions,
            through=through,
        )

    # --- what a deal is worth ---------------------------------------------------------------------------------------

    def _scene(self, games: Games, seat: int, level: Level, round_: _Round) -> _Scene:
        """A seat's view, made anew only when influence points have changed hands."""
        found = round_.scenes.get(seat)
        if found is None:
            own, agenda = self._minds[seat], games.agendas[seat]
            board = own.eyes.look(games)
            now = own.mind.worth(board, agenda, level.lookahead)
            purse, least = games.board[own.sheet.purse.index], own.pass_below + level.hesitation
            used, table = games.used[seat], Table.of(games)
            found = _Scene(own, board, table, purse, used, agenda, level.lookahead, least, now)
            round_.scenes[seat] = found
        return found

    def _is_worth_it(self, plan: _Plan, scene: _Scene, where: Array, is_last: bool) -> Array:
        """In which of the games at stake, (N,), the deal is worth making to the scene's seat, which would keep it."""
        here = np.nonzero(where)[0]
        if 2 * len(here) > len(where):
            return where & self._is_meant(plan, scene, is_last)
        found = np.zeros(where.shape, np.bool_)
        found[here] = self._is_meant(plan, scene.narrowed(here), is_last)
        return found

    def _is_meant(self, plan: _Plan, scene: _Scene, is_last: bool) -> Array:
        """Where the deal is worth making and the seat's own sheet would have its orders, (n,) or (1,)."""
        found: Array = self._deal_worth(plan, scene) > SIGN_ABOVE
        for promise, doing in zip(plan.plan.promises, plan.doings, strict=True):
            is_due = promise.kind == "order" and (promise.turns == 0 or is_last)
            if is_due and promise.seat == scene.own.sheet.seat and doing is not None and found.any():
                found = found & _would_order(doing, scene)
        return found

    def _deal_worth(self, plan: _Plan, scene: _Scene) -> Array:
        """What all terms together are worth to the scene's seat, (n,) or (1,)."""
        total: Array = np.zeros(1, np.int32)
        me = scene.own.sheet.seat
        for promise, doing in zip(plan.plan.promises, plan.doings, strict=True):
            mine = promise.seat == me
            if promise.kind == "transfer":
                total = total + np.int32((-GIFT_PRICE if mine else GIFT_PRICE) * promise.ip)
            elif promise.kind == "response" and promise.response is not None:
                total = total + self._answer_worth(promise, scene, mine)
            elif promise.kind in ("no_order", "order") and doing is not None:
                total = total + _promised(promise.kind, _gains(doing, scene, mine), mine)
        return total

    def _answer_worth(self, promise: Promise, scene: _Scene, mine: bool) -> Array:
        asker = self._answering.askers[self._demander(promise)]
        kind = next(place for place, kind in enumerate(self._answering.kinds) if kind is promise.response)
        if mine:
            loss, stands = self._answering.tying(
                scene.table, scene.board, scene.purse, scene.agenda, scene.lookahead, asker, kind
            )
            return np.where(stands, np.minimum(0, loss), CANNOT_BE_GIVEN)
        expected = self._answering.expected(scene.table, scene.board, scene.lookahead, asker)
        promised = self._answering.promised(scene.table, scene.board, asker, kind)
        return scene.worth(promised) - scene.worth(expected)


def _gains(doing: _Doing, scene: _Scene, mine: bool) -> list[Array]:
    """What each action's best play that could be ordered now changes for the seat; 0 where none can."""
    board, shape = scene.board, (len(doing.rolls), len(scene.purse))
    worth = np.broadcast_to(scene.worth(doing.outcomes.fan(board)), (2 * shape[0], shape[1]))
    possible, ways = np.empty(shape, np.bool_), np.empty(shape, np.int32)
    for row, (roll, holds) in enumerate(zip(doing.rolls, doing.requires, strict=True)):
        possible[row], ways[row] = holds(board), roll.ways(board)
    after = blend(ways, worth[: shape[0]], worth[shape[0] :])
    gains = []
    for number, cost, plays in doing.actions:
        may = possible[plays]
        if mine:
            may = may & ~scene.used[number] & (cost <= scene.purse)
            best = np.where(may, after[plays], np.iinfo(np.int32).min).max(axis=0)
        else:
            best = np.where(may, after[plays], np.iinfo(np.int32).max).min(axis=0)
        gains.append(np.where(may.any(axis=0), best - scene.now, 0))
    return gains


def _would_order(doing: _Doing, scene: _Scene) -> Array:
    """Where one of the actions would be placed on the seat's own sheet for the honour in it, (n,)."""
    own, board, shape = scene.own, scene.board, (len(doing.rolls), len(scene.purse))
    worth = np.broadcast_to(scene.worth(doing.paid.fan(board)), (2 * shape[0], shape[1]))
    ways, may = np.empty(shape, np.int32), np.empty(shape, np.bool_)
    for row, (roll, holds) in enumerate(zip(doing.rolls, doing.requires, strict=True)):
        may[row], ways[row] = holds(board), roll.ways(board)
    for number, cost, plays in doing.actions:
        may[plays] &= ~scene.used[number] & (cost <= scene.purse)
    gain = blend(ways, worth[: shape[0]], worth[shape[0] :]) - scene.now
    waiting: Array = np.asarray(True)
    for holds, bonus in own.bonuses:
        here = waiting & holds(board)
        gain = gain + here * bonus[list(doing.places)]
        waiting = waiting & ~here
    return np.asarray((may & (gain + own.honour >= scene.least)).any(axis=0))


def _promised(kind: str, gains: Sequence[Array], mine: bool) -> Array:
    """What promising to hold or to order some actions is worth, by what each would change."""
    most, least = np.max(gains, axis=0), np.min(gains, axis=0)
    held: Array = -np.maximum(0, most) if mine else -np.minimum(0, least)
    ordered: Array = np.minimum(0, most - ORDER_PRICE) if mine else most // 2
    return held if kind == "no_order" else ordered
