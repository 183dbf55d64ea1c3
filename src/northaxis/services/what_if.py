"""A recorded game played again with one choice changed: same dice, everybody else as recorded.

What control put right or brought in happens again; its other rulings and the room's arguments do not, and then a
choice is held against the same game without them (`Record.is_exact`). A recorded order that has become illegal is
void. Where nobody has decided anything, because a card came up that did not or because the game runs longer than it
did, the scenario's bots decide. Pure: the same record gives the same game.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from northaxis.bots.choose import choose
from northaxis.domain import facts as f
from northaxis.domain import orders as o
from northaxis.domain.adjudicate import OWN_SEATS, play
from northaxis.domain.dice import Pair, SeededDice
from northaxis.domain.facts import CauseKind, Fact, Step
from northaxis.domain.ids import CONTROL, CardId, DealId, LevelId, QuantityId, SeatId
from northaxis.domain.legal import owing
from northaxis.domain.orders import GO_ON, Order
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Upheld
from northaxis.domain.state import State, blank, evolve
from northaxis.domain.undo import fresh_dice

MOST_BOT_ORDERS = 40
"""Orders one bot may give in one step."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An order that was upheld: the place of its fact in the journal, when, and the table as it was given."""

    place: int
    turn: int
    step: Step
    order: Order
    state: State = field(repr=False)


@dataclass(slots=True)
class RecordedDice:
    """The dice that were thrown, by turn and name; rolls that nobody made come from the session's seed.

    `forced` are dice put in their place.
    """

    thrown: Mapping[tuple[int, str], Pair]
    seeded: SeededDice
    forced: Mapping[tuple[int, str], Pair] = field(default_factory=dict)

    def pair(self, turn: int, name: str) -> Pair:
        """Two dice, each 1 to 6."""
        return self.forced.get((turn, name)) or self.thrown.get((turn, name)) or self.seeded.pair(turn, name)

    def draw(self, turn: int, name: str) -> int:
        """A whole number 0 to 2**32 - 1."""
        return self.seeded.draw(turn, name)


@dataclass(frozen=True, slots=True)
class Replayed:
    """A game played on: where it ended, what happened on the way, how many recorded orders were void, and what it took.

    `effort` counts turns played, a turn that bots fill as seven.
    """

    state: State
    facts: tuple[Fact, ...]
    void: int
    effort: int


FILLED_TURN = 7
"""What a turn that bots fill costs, in turns that are only played again."""


@dataclass(frozen=True)
class Record:
    """A game as it was recorded: its orders, its dice, and the last turn that was played to its end."""

    game: Game
    orders: tuple[Recorded, ...]
    dice: RecordedDice
    bot_dice: SeededDice
    horizon: int
    end: State
    checks: tuple[int, ...]
    """The turns in which the regime was tested."""
    changes: tuple[f.Changed, ...]
    """Every change from the first order to the end of the last whole turn."""

    @classmethod
    def of(cls, game: Game, facts: Sequence[Fact]) -> Record:
        """Read a journal from its first fact to the end of its last whole turn."""
        state, end, horizon = blank(game), blank(game), 0
        orders: list[Recorded] = []
        thrown: dict[tuple[int, str], Pair] = {}
        seed, checks, ticked = "", list[int](), False
        changes, whole = list[f.Changed](), 0
        for place, fact in enumerate(facts):
            if isinstance(fact, f.Opened):
                seed = fact.seed
            elif isinstance(fact, f.Rolled):
                thrown.setdefault((state.turn, fact.name), fact.dice)
            elif isinstance(fact, f.CheckMade):
                checks.append(state.turn)
            if isinstance(fact, f.Changed) and orders:
                changes.append(fact)
            order = order_of(state, fact)
            if order is not None:
                orders.append(Recorded(place, state.turn, state.step, order, state))
            state = evolve(state, fact)
            if isinstance(fact, f.TurnBegan | f.StepBegan):
                ticked = False
            ticked = ticked or isinstance(fact, f.FlagsTicked)
            if state.over is not None or (state.step is Step.TURN_END and ticked):
                horizon, end, whole = state.turn, state, len(changes)
        fresh = fresh_dice(facts)
        later = f"{seed}/fresh{fresh}" if fresh else seed
        dice, bot_dice = RecordedDice(thrown, SeededDice(later)), SeededDice(f"{seed}/bots")
        return cls(game, tuple(orders), dice, bot_dice, horizon, end, tuple(checks), tuple(changes[:whole]))

    @cached_property
    def is_exact(self) -> bool:
        """Whether the game played again without a change is the game that was recorded."""
        if not self.orders:
            return True
        again = self.replay(self.orders[0].state, self.orders[0].place - 1)
        return again is not None and self.changes == tuple(x for x in again.facts if isinstance(x, f.Changed))

    def replay(
        self,
        start: State,
        after: int,
        first: Iterable[Order] = (),
        forced: Mapping[tuple[int, str], Pair] | None = None,
    ) -> Replayed | None:
        """Play on from `start`: the orders of `first`, then those recorded behind place `after`. None when one of
        `first` is refused."""
        dice = RecordedDice(self.dice.thrown, self.dice.seeded, forced or {})
        run = _Run(self, start, dice, [recorded for recorded in self.orders if recorded.place > after])
        for order in first:
            if not run.give(order):
                return None
        run.play_on()
        return Replayed(run.state, tuple(run.facts), run.void, run.effort)


def order_of(state: State, fact: Fact) -> Order | None:
    """The order behind a fact, when a seat gave one that bears on play; words and guesses do not."""
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
        case f.Intervened(what="track", about=about, now=now, code=code, why=why) if code is not None:
            is_known = about in state.game.rules.by_name and re.fullmatch("-?[0-9]{1,3}", now)
            return Order(CONTROL, o.SetTrack(QuantityId(about), int(now), code, why)) if is_known else None
        case f.Intervened(what="inject", about=about, why=why, audience=to) if about in state.game.cards:
            return Order(CONTROL, o.Inject(CardId(about), why, to))
        case f.Changed(cause=cause) if cause.kind is CauseKind.DEAL and cause.id == OWN_SEATS and fact.applied < 0:
            return Order(cause.seat or SeatId(""), o.Give(SeatId(cause.detail), -fact.applied))
        case _:
            return None


class _Run:
    """One game being played again."""

    def __init__(self, record: Record, state: State, dice: RecordedDice, orders: Sequence[Recorded]) -> None:
        self.record, self.state, self.dice = record, state, dice
        self.facts: list[Fact] = []
        self.void = self.effort = 0
        self._steps: dict[tuple[int, Step], list[Order]] = {}
        self._picks: dict[tuple[int, CardId, SeatId], Order] = {}
        for recorded in orders:
            act = recorded.order.act
            if isinstance(act, o.PickOption):
                self._picks[recorded.turn, act.card, recorded.order.seat] = recorded.order
            else:
                self._steps.setdefault((recorded.turn, recorded.step), []).append(recorded.order)
        self._deals: dict[DealId, DealId] = {deal.id: deal.id for deal in state.deals}
        self._offers: dict[tuple[int, SeatId, SeatId], int] = {}
        for deal in state.deals:
            key = (deal.turn, deal.seat, deal.to)
            self._offers[key] = self._offers.get(key, 0) + 1

    def give(self, order: Order) -> bool:
        """Whether an order stands; if it does, it happens."""
        played = play(self.state, order, self.dice)
        if not isinstance(played.ruling, Upheld):
            return False
        self.state = played.state
        self.facts += played.ruling.facts
        return True

    def play_on(self) -> None:
        turn = self.state.turn
        while self.state.over is None and not self._at_the_horizon():
            self._act()
            if not self.give(GO_ON):
                return
            if self.state.turn != turn:
                turn = self.state.turn
                self.effort += FILLED_TURN if turn > self.record.horizon else 1

    def _at_the_horizon(self) -> bool:
        """An unfinished game is compared where its last whole turn ended; a finished one is played to its end."""
        is_whole = self.record.end.over is not None
        return not is_whole and self.state.turn >= self.record.horizon and self.state.step is Step.TURN_END

    def _act(self) -> None:
        turn, step = self.state.turn, self.state.step
        for order in self._steps.pop((turn, step), ()):
            self._repeat(order)
        if step is Step.INJECT and self.state.table is not None:
            card = self.state.table.card
            for seat in owing(self.state):
                picked = self._picks.get((turn, card, seat))
                if picked is None or not self._repeat(picked):
                    self._let_bot(seat)
        elif turn > self.record.horizon:
            for seat in self.record.game.rules.initiative:
                self._let_bot(seat)

    def _repeat(self, order: Order) -> bool:
        act = order.act
        match act:
            case o.OfferDeal(to=to):
                return self._offer(order, to)
            case o.SignDeal(deal=deal) | o.DeclineDeal(deal=deal):
                now = self._deals.get(deal)
                known = next((each for each in self.state.deals if each.id == now), None)
                if known is None or known.signed is not None:
                    self.void += isinstance(act, o.SignDeal)
                    return False
                order = Order(
                    order.seat, o.SignDeal(known.id) if isinstance(act, o.SignDeal) else o.DeclineDeal(known.id)
                )
            case _:
                pass
        stands = self.give(order)
        self.void += not stands
        return stands

    def _offer(self, order: Order, to: SeatId) -> bool:
        """An offer keeps its recorded number, so that the recorded answer finds it."""
        turn, key = self.state.turn, (self.state.turn, order.seat, to)
        self._offers[key] = self._offers.get(key, 0) + 1
        recorded = DealId(f"T{turn}-{order.seat}-{to}-{self._offers[key]}")
        stands = self.give(order)
        self.void += not stands
        if stands:
            self._deals[recorded] = self.state.deals[-1].id
        return stands

    def _let_bot(self, seat: SeatId) -> None:
        from northaxis.domain.views import view

        game = self.record.game
        for _ in range(MOST_BOT_ORDERS):
            choice = choose(game, view(self.state, seat), LevelId(game.scenario.bots), self.record.bot_dice)
            if choice is None or not self.give(choice.order):
                return
