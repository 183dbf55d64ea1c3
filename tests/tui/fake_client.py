"""A table without a disk: the real rules and the real bots in memory, behind the same door as every other table."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from northaxis.bots.choose import choose
from northaxis.domain.adjudicate import adjudicate
from northaxis.domain.course import Course
from northaxis.domain.declassify import Reader, SeenFact, facts_for
from northaxis.domain.dice import Dice, SeededDice
from northaxis.domain.facts import Fact, Reasoned
from northaxis.domain.ids import LevelId, SeatId
from northaxis.domain.legal import owing
from northaxis.domain.orders import GO_ON, Order
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Ruling, Upheld
from northaxis.domain.setup import set_table
from northaxis.domain.state import Holder, State
from northaxis.domain.views import SeatView, view
from northaxis.services.client import Heard, OneSeat
from northaxis.services.roles import Role

MOST_BOT_ORDERS = 40


class DirectClient(OneSeat):
    """One seat's door; every other seat is a bot. `bots` names their level (default: the scenario's)."""

    def __init__(
        self, game: Game, seat: str, seed: str = "1", bots: str | None = None, dice: Dice | None = None
    ) -> None:
        self._game, self._seat = game, SeatId(seat)
        self._level = LevelId(bots) if bots is not None else game.scenario.bots
        self._dice, self._bot_dice = dice or SeededDice(seed), SeededDice(f"{seed}/bots")
        self._reader = Reader(game, self._seat)
        self._journal: list[Fact] = []
        self._seen: list[SeenFact] = []
        self._view: SeatView | None = None
        self._heard: list[Heard] = []
        self._course = Course(game)
        self.asked: list[Order] = []
        self._keep(set_table(game, seed, self._dice, {self._seat: Holder("you", None)}))

    @property
    def state(self) -> State:
        return self._course.state

    @property
    def game(self) -> Game:
        return self._game

    @property
    def seat(self) -> SeatId:
        return self._seat

    @property
    def role(self) -> Role:
        return Role.LEAD

    @property
    def trouble(self) -> str:
        return ""

    def subscribe(self, heard: Heard) -> Callable[[], None]:
        self._heard.append(heard)
        return lambda: self._heard.remove(heard)

    def view(self) -> SeatView:
        if self._view is None:
            self._view = view(self.state, self._seat)
        return self._view

    def facts(self) -> tuple[SeenFact, ...]:
        if self.state.over is not None:
            return facts_for(self._game, self._journal, self._seat)
        return tuple(self._seen)

    def may_go_on(self) -> bool:
        return self.state.over is None and self._seat not in owing(self.state)

    async def ask(self, order: Order) -> Ruling:
        self.asked.append(order)
        ruling = adjudicate(self.state, order, self._dice)
        if isinstance(ruling, Upheld):
            self._keep(ruling.facts)
        return ruling

    async def go_on(self) -> tuple[SeenFact, ...]:
        before = len(self._seen)
        self._run_bots()
        if self.may_go_on():
            ruling = adjudicate(self.state, GO_ON, self._dice)
            assert isinstance(ruling, Upheld)
            self._keep(ruling.facts)
        return tuple(self._seen[before:])

    async def close(self) -> None:
        pass

    def _run_bots(self) -> None:
        for seat in self._game.rules.initiative:
            for _ in range(MOST_BOT_ORDERS):
                if seat == self._seat or seat not in owing(self.state):
                    break
                choice = choose(self._game, view(self.state, seat), self._level, self._bot_dice)
                ruling = adjudicate(self.state, choice.order, self._dice) if choice is not None else None
                if choice is None or not isinstance(ruling, Upheld):
                    break
                reason = (Reasoned(seat, choice.about, choice.reason),) if choice.reason else ()
                self._keep((*ruling.facts, *reason))

    def show(self, journal: Iterable[Fact]) -> None:
        """Show another journal of the same game instead."""
        self._course, self._reader = Course(self._game), Reader(self._game, self._seat)
        self._journal, self._seen = [], []
        self._keep(journal)

    def _keep(self, facts: Iterable[Fact]) -> None:
        self._view = None
        for fact in facts:
            self._journal.append(fact)
            self._seen += self._reader.read(self._course.take(fact))
        for heard in tuple(self._heard):
            heard()
