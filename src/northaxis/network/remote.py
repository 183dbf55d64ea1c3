"""A seat at a table elsewhere: `TableClient` over the wire protocol.

One link leads to every seat of its person: their doors share one line, and `sit` goes from one to the other. View and
facts are those of the last news.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from northaxis.domain.declassify import SeenFact
from northaxis.domain.ids import SeatId
from northaxis.domain.orders import GO_ON, Order
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Ruling
from northaxis.domain.views import SeatView
from northaxis.network.connection import Connection
from northaxis.network.link import CannotConnect, address_of
from northaxis.network.sight import Sight, with_cards
from northaxis.services.client import Heard, TableClient, TimeLeft
from northaxis.services.ports import CompiledStore
from northaxis.services.roles import Role

__all__ = ["CannotConnect", "RemoteClient", "address_of"]


class RemoteClient(TableClient):
    """A seat's door over the wire. Make the first with `connect`, close one of them in the end."""

    def __init__(self, line: Connection, seat: SeatId) -> None:
        self.line, self._at = line, seat
        self._cards: tuple[SeatId, int, Game | None] = (seat, -1, None)

    @classmethod
    async def connect(cls, link: str, compiled: CompiledStore | None = None) -> RemoteClient:
        """Sit down at the seat of a link. CannotConnect when there is no such table or link."""
        line = await Connection.open(link, compiled)
        return cls(line, line.seat)

    @property
    def game(self) -> Game:
        """The rules, decks and scenario, as the table's session keeps them, with the cards written for this seat."""
        assert self.line.game is not None
        seat, facts = self.seat, self.facts()
        if self._cards[2] is None or self._cards[:2] != (seat, len(facts)):
            self._cards = (seat, len(facts), with_cards(self.line.game, facts))
        return self._cards[2] or self.line.game

    @property
    def seat(self) -> SeatId:
        """Whose door this is; the link's own seat when control has given this one to somebody else."""
        return self._at if self._at in self.line.sights else self.line.seat

    @property
    def seats(self) -> tuple[SeatId, ...]:
        """Every seat of this person."""
        return self.line.seats

    def sit(self, seat: SeatId) -> RemoteClient:
        """Another seat of the same person, on the same line. KeyError for a seat that is somebody else's."""
        if seat not in self.line.seats:
            raise KeyError(seat)
        return RemoteClient(self.line, seat)

    def owing(self) -> tuple[SeatId, ...]:
        """The seats of this person that the table waits for."""
        sights = self.line.sights
        return tuple(seat for seat in self.seats if seat in sights and sights[seat].view.owes)

    @property
    def role(self) -> Role:
        """In what role on the seat of this door, as the table last said."""
        return self.line.roles.get(self.seat, self.line.role)

    @property
    def has_control(self) -> bool:
        """Always: a hosted table has somebody in control."""
        return True

    @property
    def trouble(self) -> str:
        """What the table or the line suffers from."""
        return self.line.trouble

    @property
    def is_cut(self) -> bool:
        """Whether the line is down just now; what is asked meanwhile is sent when it is back."""
        return self.line.is_cut

    @property
    def is_closed(self) -> bool:
        """Whether this door is shut for good; `trouble` says why."""
        return self.line.over is not None

    def view(self) -> SeatView:
        """What the seat could see at the last news."""
        return self._sight.view

    def facts(self) -> tuple[SeenFact, ...]:
        """What the seat could read at the last news."""
        return self._sight.facts

    @property
    def _sight(self) -> Sight:
        sights = self.line.sights
        return sights.get(self._at) or sights[self.line.seat]

    def moment(self) -> tuple[object, ...]:
        """Something that is another after whatever a person of these seats should be told."""
        views = {seat: (len(sight.facts), sight.view) for seat, sight in self.line.sights.items()}
        told = tuple((seat, count, view.turn, view.step, view.owes) for seat, (count, view) in views.items())
        return told, self.seats, self.trouble, self.role

    def time_left(self) -> TimeLeft | None:
        """As the table last said, counted on from then."""
        if self.line.left is None:
            return None
        left, paused, at = self.line.left
        now = left if paused else left - int(monotonic() - at)
        game = self.game
        return TimeLeft(now, paused, game.rules.kit.timing(game.scenario, self.view().step).is_short(now))

    def may_go_on(self) -> bool:
        """For control, until play is over; nobody else moves the table."""
        return self.role is Role.CONTROL and self.view().over is None

    def subscribe(self, heard: Heard) -> Callable[[], None]:
        """Have `heard` called after each piece of news of any seat of this person, good or bad."""
        self.line.subscribe(heard)
        return lambda: self.line.unsubscribe(heard)

    async def ask(self, order: Order) -> Ruling:
        """Put an order to the table and wait for its ruling, over as many lines as it takes. TableHeld, DoorClosed."""
        return await self.line.ask(order)

    async def go_on(self) -> tuple[SeenFact, ...]:
        """Control moves the table; for others nothing."""
        before = len(self.facts())
        if self.may_go_on():
            await self.ask(GO_ON)
        return self.facts()[before:]

    async def close(self) -> None:
        """Leave; the seats stay at the table."""
        await self.line.close()
