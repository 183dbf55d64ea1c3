"""A recorded game played again with one choice changed: same dice, everybody else as recorded, control included.

What control and the room did is a recorded choice like any other: it happens again at the same moment of its turn,
and where it no longer fits it is void and named (`Replayed.lapsed`). So is a seat's order that has become illegal.
Where nobody has decided anything, because a card came up that did not or because the game runs longer than it did,
the scenario's bots decide. Pure: the same record gives the same game.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from northaxis.bots.choose import choose
from northaxis.domain import control_orders as co, facts as f, orders as o
from northaxis.domain.adjudicate import play
from northaxis.domain.control_facts import Method
from northaxis.domain.dice import Pair, SeededDice
from northaxis.domain.facts import Fact, Step
from northaxis.domain.ids import CONTROL, CardId, DealId, LevelId, SeatId
from northaxis.domain.legal import owing
from northaxis.domain.methods import roll_name
from northaxis.domain.orders import GO_ON, Order
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Reason, Upheld
from northaxis.domain.state import State, blank, evolve
from northaxis.domain.undo import struck
from northaxis.domain.written import as_printed
from northaxis.services.recorded_orders import order_at

MOST_BOT_ORDERS = 40
"""Orders one bot may give in one step."""

HELD = (
    o.Inject, o.WriteCard, o.Stack, o.SetTrack, o.Grant, o.EndPlay, o.ShiftNeed, o.ChooseMethod, o.Decide, o.Overrule,
    o.RuleOut, o.SettleArgument, o.EndProject,
)  # fmt: skip
"""Acts of control that bear on play."""
BESIDE = (co.AskEstimates, o.AddReason, o.RateReason, o.NameEffect, o.Estimate, o.Reseat, o.DeclineDeal)
"""What goes without saying when what it was about has gone."""


class Moment(NamedTuple):
    """How far a step has come: the phase being resolved (-1 outside any), and the cards closed in it since."""

    phase: int = -1
    closed: int = 0

    def after(self, fact: Fact, state: State) -> Moment:
        """The moment after a fact that led to a state."""
        match fact:
            case f.StepBegan():
                return Moment()
            case f.PhaseBegan():
                return Moment(state.phase)
            case f.CardClosed():
                return Moment(self.phase, self.closed + 1)
            case _:
                return self


@dataclass(frozen=True, slots=True)
class Recorded:
    """An order that was upheld: the place of its fact in the journal, when, and the table as it was given."""

    place: int
    turn: int
    step: Step
    moment: Moment
    order: Order
    state: State = field(repr=False)
    card: CardId | None = None
    """The card that it wrote."""


@dataclass(slots=True)
class RecordedDice:
    """The dice that were thrown and the draws that were made, by turn and name; others come from the seed under which
    that turn was played. `forced` are dice put in their place.
    """

    thrown: Mapping[tuple[int, str], Pair]
    drawn: Mapping[tuple[int, str], int]
    seeded: Mapping[int, SeededDice]
    later: SeededDice
    """For turns that were not played."""
    forced: Mapping[tuple[int, str], Pair] = field(default_factory=dict)

    def pair(self, turn: int, name: str) -> Pair:
        """Two dice, each 1 to 6."""
        known = self.forced.get((turn, name)) or self.thrown.get((turn, name))
        return known or self.seeded.get(turn, self.later).pair(turn, name)

    def draw(self, turn: int, name: str) -> int:
        """A whole number 0 to 2**32 - 1."""
        known = self.drawn.get((turn, name))
        return self.seeded.get(turn, self.later).draw(turn, name) if known is None else known


@dataclass(frozen=True, slots=True)
class Replayed:
    """A game played on: where it ended, what happened on the way, how many recorded orders of seats were void, which
    acts of control and the room no longer fitted, and what it took.

    `effort` counts turns played, a turn that bots fill as seven.
    """

    state: State
    facts: tuple[Fact, ...]
    void: int
    lapsed: tuple[Recorded, ...]
    effort: int


FILLED_TURN = 7
"""What a turn that bots fill costs, in turns that are only played again."""


@dataclass(frozen=True)
class Record:
    """A game as it was recorded: its orders, its dice, and the last turn that was played to its end."""

    game: Game
    """With the cards that control wrote."""
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
        """Read a journal, with what was undone in it, from its first fact to the end of its last whole turn."""
        made, undone = _Reading(as_printed(game)), struck(facts)
        for place in range(len(facts)):
            made.read(facts, place, is_undone=place in undone)
        return made.record()

    @cached_property
    def is_exact(self) -> bool:
        """Whether the game played again without a change is the game that was recorded."""
        if not self.orders:
            return True
        again = self.replay(self.orders[0], [self.orders[0].order])
        return again is not None and self.changes == tuple(x for x in again.facts if isinstance(x, f.Changed))

    def replay(
        self, start: Recorded, first: Iterable[Order] = (), forced: Mapping[tuple[int, str], Pair] | None = None
    ) -> Replayed | None:
        """Play on with the orders of `first` in the place of a recorded one, then with all that were recorded behind
        it. None when one of `first` is refused."""
        dice = replace(self.dice, forced=forced or {})
        run = _Run(self, start, dice, [recorded for recorded in self.orders if recorded.place > start.place])
        for order in first:
            if not run.give(order):
                return None
        run.play_on()
        return Replayed(run.state, tuple(run.facts), run.void, tuple(run.lapsed), run.effort)


class _Reading:
    """A journal being read into a record."""

    def __init__(self, game: Game) -> None:
        self.state = self.end = blank(game)
        self.moment, self.horizon, self.seed, self.fresh = Moment(), 0, "", 0
        self.dice = SeededDice("")
        self.orders: list[Recorded] = []
        self.thrown: dict[tuple[int, str], Pair] = {}
        self.drawn: dict[tuple[int, str], int] = {}
        self.seeded: dict[int, SeededDice] = {}
        self.checks: list[int] = []
        self.changes: list[f.Changed] = []
        self.whole, self.ticked = 0, False

    def read(self, facts: Sequence[Fact], place: int, *, is_undone: bool) -> None:
        """The next fact. One that was undone counts only where it asked for other dice."""
        fact = facts[place]
        if isinstance(fact, f.SteppedBack) and fact.fresh:
            self.fresh += 1
            self.dice = SeededDice(self._seed())
        if is_undone:
            return
        if isinstance(fact, f.Opened):
            self.seed = fact.seed
            self.dice = SeededDice(self._seed())
        self._note_dice(fact)
        if isinstance(fact, f.CheckMade):
            self.checks.append(self.state.turn)
        if isinstance(fact, f.Changed) and self.orders:
            self.changes.append(fact)
        order = order_at(self.state, facts, place)
        if order is not None:
            self.orders.append(self._recorded(facts, place, order))
        self.state = evolve(self.state, fact)
        self.moment = self.moment.after(fact, self.state)
        if isinstance(fact, f.TurnBegan | f.StepBegan):
            self.ticked = False
        self.ticked = self.ticked or isinstance(fact, f.FlagsTicked)
        if self.state.over is not None or (self.state.step is Step.TURN_END and self.ticked):
            self.horizon, self.end, self.whole = self.state.turn, self.state, len(self.changes)

    def _recorded(self, facts: Sequence[Fact], place: int, order: Order) -> Recorded:
        written = facts[place + 1] if isinstance(order.act, o.WriteCard) else None
        card = written.card if isinstance(written, f.CardWritten) else None
        return Recorded(place, self.state.turn, self.state.step, self.moment, order, self.state, card)

    def _note_dice(self, fact: Fact) -> None:
        """What was thrown, and what was drawn under the seed of this moment."""
        turn = self.state.turn
        self.seeded[turn] = self.dice
        match fact:
            case f.Rolled(name=name, dice=pair):
                self.thrown.setdefault((turn, name), pair)
            case f.DemandMade(demander=demander) if self.state.game.rules.demander(demander).seat is None:
                for name in ("HD", f"HD{demander}"):
                    self.drawn[turn, name] = self.dice.draw(turn, name)
            case f.ArgumentSettled(argument=id, method=Method.ESTIMATE):
                self.drawn[turn, roll_name(id)] = self.dice.draw(turn, roll_name(id))
            case _:
                pass

    def _seed(self) -> str:
        return f"{self.seed}/fresh{self.fresh}" if self.fresh else self.seed

    def record(self) -> Record:
        """What was read."""
        return Record(
            self.state.game,
            tuple(self.orders),
            RecordedDice(self.thrown, self.drawn, self.seeded, self.dice),
            SeededDice(f"{self._seed()}/bots"),
            self.horizon,
            self.end,
            tuple(self.checks),
            tuple(self.changes[: self.whole]),
        )


class _Run:
    """One game being played again."""

    def __init__(self, record: Record, start: Recorded, dice: RecordedDice, orders: Sequence[Recorded]) -> None:
        self.record, self.state, self.moment, self.dice = record, start.state, start.moment, dice
        self.facts: list[Fact] = []
        self.lapsed: list[Recorded] = []
        self.void = self.effort = 0
        self._steps: dict[tuple[int, Step], list[Recorded]] = {}
        self._picks: dict[tuple[int, CardId, SeatId], list[Recorded]] = {}
        for recorded in orders:
            act = recorded.order.act
            if isinstance(act, o.PickOption):
                self._picks.setdefault((recorded.turn, act.card, recorded.order.seat), []).append(recorded)
            else:
                self._steps.setdefault((recorded.turn, recorded.step), []).append(recorded)
        self._cards: dict[CardId, CardId] = {}
        self._deals: dict[DealId, DealId] = {deal.id: deal.id for deal in self.state.deals}
        self._offers: dict[tuple[int, SeatId, SeatId], int] = {}
        for deal in self.state.deals:
            key = (deal.turn, deal.seat, deal.to)
            self._offers[key] = self._offers.get(key, 0) + 1

    def give(self, order: Order) -> bool:
        """Whether an order stands; if it does, it happens."""
        return self._ask(order) is None

    def _ask(self, order: Order) -> Reason | None:
        """Give an order; why it is refused, if it is."""
        played = play(self.state, order, self.dice)
        if not isinstance(played.ruling, Upheld):
            return played.ruling.reason
        for fact in played.ruling.facts:
            self.moment = self.moment.after(fact, played.state)
        self.state = played.state
        self.facts += played.ruling.facts
        return None

    def play_on(self) -> None:
        """Play to the end of the game, or to where the record ends."""
        turn = self.state.turn
        while self.state.over is None:
            self._act()
            if self._ends_the_step():
                self._act(whole_step=True)
            if self.state.over is not None or self._at_the_horizon():
                return
            if not self.give(GO_ON) and not (self._decide_by_dice() and self.give(GO_ON)):
                return
            if self.state.turn != turn:
                turn = self.state.turn
                self.effort += FILLED_TURN if turn > self.record.horizon else 1

    def _at_the_horizon(self) -> bool:
        """An unfinished game is compared where its last whole turn ended; a finished one is played to its end."""
        is_whole = self.record.end.over is not None
        return not is_whole and self.state.turn >= self.record.horizon and self.state.step is Step.TURN_END

    def _ends_the_step(self) -> bool:
        """Whether the table is about to leave a step in which more was recorded than has come about."""
        if not self._steps.get((self.state.turn, self.state.step)):
            return False
        return play(self.state, GO_ON, self.dice).state.step is not self.state.step

    def _decide_by_dice(self) -> bool:
        """Orders that nobody has decided in the record go to the dice; whether there was one."""
        waiting = [one for one in self.state.room.handlings if one.method is not Method.DICE and one.success is None]
        asked = [Order(CONTROL, o.ChooseMethod(one.action, one.target, Method.DICE, "what-if")) for one in waiting]
        return [self.give(order) for order in asked].count(True) > 0

    def _act(self, whole_step: bool = False) -> None:
        turn, step = self.state.turn, self.state.step
        recorded = self._steps.get((turn, step), [])
        while recorded and (whole_step or recorded[0].moment <= self.moment):
            self._repeat(recorded.pop(0))
        if self.state.over is not None:
            return
        if self.state.table is not None:
            card = self.state.table.card
            then = next((was for was, now in self._cards.items() if now == card), card)
            for seat in owing(self.state):
                picks = self._picks.get((turn, then, seat))
                if not picks or not self._repeat(picks.pop(0)):
                    self._let_bot(seat, only_picks=True)
        elif turn > self.record.horizon:
            for seat in self.record.game.rules.initiative:
                self._let_bot(seat)

    def _repeat(self, recorded: Recorded) -> bool:
        """Give a recorded order again, under the names that things have in this game."""
        order = self._renamed(recorded)
        refused = self._ask(order) if order is not None else Reason.UNKNOWN
        if refused is None:
            self._name(recorded)
            return True
        act = recorded.order.act
        if isinstance(act, HELD) and refused is not Reason.ALREADY_DONE:
            self.lapsed.append(recorded)
        elif not isinstance(act, (*HELD, *BESIDE)):
            self.void += 1
        return False

    def _renamed(self, recorded: Recorded) -> Order | None:
        order = recorded.order
        match order.act:
            case o.OfferDeal(to=to):
                key = (self.state.turn, order.seat, to)
                self._offers[key] = self._offers.get(key, 0) + 1
                return order
            case o.SignDeal(deal=deal) | o.DeclineDeal(deal=deal):
                now = self._deals.get(deal)
                known = next((each for each in self.state.deals if each.id == now), None)
                if known is None or known.signed is not None:
                    return None
                return replace(order, act=replace(order.act, deal=known.id))
            case o.PickOption(card=card) | o.Inject(card=card):
                return replace(order, act=replace(order.act, card=self._cards.get(card, card)))
            case _:
                return order

    def _name(self, recorded: Recorded) -> None:
        """Keep what a recorded thing is called in this game: an offer by its recorded number, a written card."""
        order = recorded.order
        match order.act:
            case o.OfferDeal(to=to):
                number = self._offers[self.state.turn, order.seat, to]
                then = DealId(f"T{self.state.turn}-{order.seat}-{to}-{number}")
                self._deals[then] = self.state.deals[-1].id
            case o.WriteCard() if recorded.card is not None and self.state.table is not None:
                self._cards[recorded.card] = self.state.table.card
            case _:
                pass

    def _let_bot(self, seat: SeatId, only_picks: bool = False) -> None:
        from northaxis.domain.views import view

        game = self.state.game
        for _ in range(MOST_BOT_ORDERS):
            choice = choose(game, view(self.state, seat), LevelId(game.scenario.bots), self.record.bot_dice)
            if choice is None or (only_picks and not isinstance(choice.order.act, o.PickOption)):
                return
            if not self.give(choice.order):
                return
