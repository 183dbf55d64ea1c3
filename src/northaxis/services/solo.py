"""A person's door to a table in this process: `TableClient` over `Table`, with bots in the seats no person holds."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Callable
from itertools import count

from northaxis.domain.declassify import SeenFact
from northaxis.domain.facts import Step
from northaxis.domain.ids import PUBLIC, SeatId
from northaxis.domain.legal import owing
from northaxis.domain.orders import Order
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Reason, Refused, Ruling
from northaxis.domain.views import SeatView
from northaxis.services.client import Heard, TimeLeft
from northaxis.services.roles import Role
from northaxis.services.table import Table


class SoloClient:
    """A `TableClient` for the people at one screen. Slow work leaves the caller's loop; one thing at a time."""

    def __init__(self, table: Table, seat: SeatId, new_id: Callable[[], str]) -> None:
        self.table, self._seat, self._new_id = table, seat, new_id
        self._one_at_a_time = asyncio.Lock()
        self._resends = count()

    @property
    def game(self) -> Game:
        """The rules, decks and scenario."""
        return self.table.game_for(self._seat)

    @property
    def seat(self) -> SeatId:
        """The seat that is looked at and asked from."""
        return self._seat

    @property
    def role(self) -> Role:
        """Alone on the seat."""
        return Role.LEAD

    @property
    def trouble(self) -> str:
        """Why the session cannot be written, if it cannot."""
        return str(self.table.held or "")

    @property
    def has_control(self) -> bool:
        """Nobody: the people move the table themselves."""
        return False

    @property
    def seats(self) -> tuple[SeatId, ...]:
        """Every seat that a person holds."""
        people = self.table.people()
        return tuple(seat for seat in self.game.rules.seats if seat in people)

    def sit(self, seat: SeatId) -> SoloClient:
        """The same table from another seat; both share one lock and one session file."""
        if seat not in (*self.seats, PUBLIC):
            raise KeyError(seat)
        other = copy.copy(self)
        other._seat = seat
        return other

    def owing(self) -> tuple[SeatId, ...]:
        """The seats of people that the table waits for."""
        waiting = owing(self.table.state)
        return tuple(seat for seat in self.seats if seat in waiting)

    def view(self) -> SeatView:
        """What the seat may see now."""
        return self.table.view(self._seat)

    def facts(self) -> tuple[SeenFact, ...]:
        """What the seat may read of the journal so far."""
        return self.table.facts_for(self._seat)

    def time_left(self) -> TimeLeft | None:
        """Nobody is hurried here."""
        return None

    def may_go_on(self) -> bool:
        """Whether only a word is needed for the table to move on."""
        return not self.table.is_over and not self.owing()

    def subscribe(self, heard: Heard) -> Callable[[], None]:
        """Have `heard` called after each piece of news."""
        loop = asyncio.get_running_loop()

        def pass_on(_: object) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(heard)

        return self.table.subscribe(self._seat, pass_on)

    async def ask(self, order: Order) -> Ruling:
        """Put an order to the table; stored when it returns. Raises TableHeld in safe hold."""
        if self._seat == PUBLIC:
            return Refused(Reason.NOT_YOURS, "nobody's seat has the screen; pass it to somebody first", "R-4.1")
        async with self._one_at_a_time:
            command = f"{self._new_id()}.{next(self._resends)}"
            ruling = await asyncio.to_thread(self.table.ask, self._seat, order, command)
            await asyncio.to_thread(self.table.answer_offers)
            return ruling

    async def go_on(self) -> tuple[SeenFact, ...]:
        """Bots do what they owe, then the table moves one step; the facts the seat saw of it. Raises TableHeld."""
        async with self._one_at_a_time:
            before = len(self.facts())
            if self.may_go_on():
                await asyncio.to_thread(self._step)
            return self.facts()[before:]

    def _step(self) -> None:
        self.table.go_on()
        if self.table.state.step in (Step.INJECT, Step.DEMANDS, Step.NEGOTIATE):
            self.table.run_bots()

    async def close(self) -> None:
        """Let the session file go; everything acknowledged is in it."""
        async with self._one_at_a_time:
            await asyncio.to_thread(self.table.close)
