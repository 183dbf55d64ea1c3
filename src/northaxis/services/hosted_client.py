"""The doors of a hosted table for those who play or look on, and control's hand on a seat. What a door may do, the pass
says that it was made with; the table behind it checks each time that the pass still stands.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar

from northaxis.domain.declassify import SeenFact
from northaxis.domain.ids import PUBLIC, SeatId
from northaxis.domain.orders import Order
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Ruling
from northaxis.domain.views import SeatView
from northaxis.services.client import DoorClosed, Heard, OneSeat, TimeLeft
from northaxis.services.lobby import Chair, Farewell, Pass
from northaxis.services.ports import StoreFailed
from northaxis.services.roles import Role
from northaxis.services.table import TableHeld

if TYPE_CHECKING:
    from northaxis.services.hosted import HostedTable

T = TypeVar("T")

STANDS_STILL = "nothing can be kept now; what was taken is safe"
"""What people are told of a table that cannot be written. Where it is kept and what is wrong is for control."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a seat's doors show: its view and facts as of its last news, and how often there was news.

    `game` has the cards that control wrote for this seat.
    """

    game: Game
    view: SeatView
    facts: tuple[SeenFact, ...]
    news: int


class HostedClient(OneSeat):
    """A door to a hosted table: `TableClient` for one person on one seat, or for somebody who only looks on."""

    is_controls: ClassVar[bool] = False
    """Whether it is control's console, which is told what is wrong with the session's file, and where that is."""

    def __init__(self, hosted: HostedTable, pass_: Pass, at: SeatId | None = None) -> None:
        self._hosted, self._pass, self._own = hosted, pass_, at or pass_.chair.seat
        self._subscriptions: list[Callable[[], None]] = []

    @property
    def game(self) -> Game:
        """The rules, decks and scenario, with the cards that control wrote for this seat."""
        return self._hosted.shown(self.seat).game

    @property
    def chair(self) -> Chair:
        """Which chair at the table this is."""
        return self._pass.chair

    @property
    def seat(self) -> SeatId:
        """Whose door this is; PUBLIC for those who look on, and while bots play all that this person had.

        Of a seat that is this person's no more, the door leads back to the one that its link is for, or the first left.
        """
        held, own = self.seats, self._pass.chair.seat
        return self._own if self._own in held else own if own in held else held[0]

    @property
    def seats(self) -> tuple[SeatId, ...]:
        """Every seat of this person; PUBLIC when the link no longer stands."""
        is_valid = self._hosted.lobby.is_valid(self._pass)
        return self._hosted.seats_with(self._pass.chair) if is_valid else (PUBLIC,)

    def sit(self, seat: SeatId) -> HostedClient:
        """Another seat of the same person. KeyError for a seat that is somebody else's."""
        if seat not in self.seats:
            raise KeyError(seat)
        return HostedClient(self._hosted, self._pass, seat)

    def owing(self) -> tuple[SeatId, ...]:
        """The seats of this person that the table waits for."""
        return tuple(seat for seat in self.seats if self._hosted.shown(seat).view.owes)

    @property
    def role(self) -> Role:
        """In what role on the seat of this door; the lead of a seat may change, and a bot may play it."""
        return self._hosted.role(self._pass.chair, self.seat)

    @property
    def has_control(self) -> bool:
        """Always: a hosted table has somebody in control."""
        return True

    @property
    def trouble(self) -> str:
        """Why the table stands still, if it does."""
        trouble = self._hosted.trouble
        return trouble if self.is_controls or not trouble else STANDS_STILL

    @property
    def shown(self) -> Shown:
        """View and facts of one moment."""
        self._demand_valid()
        return self._hosted.shown(self.seat)

    def view(self) -> SeatView:
        """What the seat may see now."""
        return self.shown.view

    def facts(self) -> tuple[SeenFact, ...]:
        """What the seat may read of the journal so far."""
        return self.shown.facts

    def clock_mark(self) -> object:
        """Something that is another when the clock was touched or another step began."""
        return self._hosted.history.mark

    def time_left(self) -> TimeLeft | None:
        """How long this step has, once control has started the clock."""
        return self._hosted.time_left()

    def may_go_on(self) -> bool:
        """Never for players: control moves the table."""
        return False

    def subscribe(self, heard: Heard) -> Callable[[], None]:
        """Have `heard` called after each piece of news of this person's seats."""
        stops = [self._hosted.hear(seat, partial(self._heard_of, seat, heard)) for seat in self._hosted.all_seats]
        self._subscriptions += stops

        def stop() -> None:
            for each in stops:
                each()

        return stop

    def _heard_of(self, seat: SeatId, heard: Heard) -> None:
        """Somebody who is given a seat hears of it from then on, and no more of one that is somebody else's now."""
        if seat in self.seats:
            heard()

    async def ask(self, order: Order, command: str | None = None) -> Ruling:
        """Put an order to the table; stored when upheld (what came of it is in `facts`). DoorClosed, TableHeld."""
        return await self._told(self._hosted.ask(self._pass, order, command or self._hosted.command(), self.seat))

    async def go_on(self) -> tuple[SeenFact, ...]:
        """Nothing: control moves the table."""
        return ()

    async def draft(self, key: str) -> str:
        """What this person has half written under a key. TableHeld when that cannot be read."""
        self._demand_valid()
        return "" if self.role is Role.STANDBY else await self._told(self._hosted.draft(self._pass, key))

    async def keep_draft(self, key: str, text: str) -> None:
        """Keep what this person has half written; lost without harm. TableHeld when it is."""
        self._demand_valid()
        if self.role is not Role.STANDBY:
            await self._told(self._hosted.keep_draft(self._pass, key, text))

    async def close(self) -> None:
        """Leave; the table goes on."""
        while self._subscriptions:
            self._subscriptions.pop()()

    async def _told(self, work: Awaitable[T]) -> T:
        """What came of some work; that it could not be kept, in the words for whoever stands behind this door."""
        try:
            return await work
        except (TableHeld, StoreFailed) as problem:
            raise TableHeld(str(problem) if self.is_controls else STANDS_STILL) from None

    def _demand_valid(self) -> None:
        if not self._hosted.lobby.is_valid(self._pass):
            raise DoorClosed(Farewell.GONE.words)


class StandIn(HostedClient):
    """Control's hand on a seat: it sees what the seat sees and gives its orders; the journal says that it did."""

    def __init__(self, hosted: HostedTable, pass_: Pass, seat: SeatId) -> None:
        super().__init__(hosted, pass_, seat)

    @property
    def seat(self) -> SeatId:
        """The one that is stood in for, a bot's too."""
        return self._own

    @property
    def seats(self) -> tuple[SeatId, ...]:
        """That one."""
        return (self._own,)

    @property
    def role(self) -> Role:
        """As its lead."""
        return Role.LEAD

    async def ask(self, order: Order, command: str | None = None) -> Ruling:
        """Put an order for the seat to the table. DoorClosed, TableHeld."""
        asked = self._hosted.ask_for(self._pass, self._own, order, command or self._hosted.command())
        return await self._told(asked)
