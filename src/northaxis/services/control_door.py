"""Control's door to a hosted table: it moves the table, seats people, hands out links, and may read everything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from northaxis.domain.declassify import SeenFact
from northaxis.domain.ids import SeatId
from northaxis.domain.legal import owing
from northaxis.domain.orders import GO_ON, Order
from northaxis.domain.rulings import Ruling
from northaxis.domain.state import Holder
from northaxis.services.beside import ADD, LEAD, RENEW, TAKE_BACK, Beside, dice_act, link_act
from northaxis.services.clock_history import History
from northaxis.services.hosted_client import HostedClient, StandIn
from northaxis.services.lobby import HOUSE, Chair, Kind, Link, Presence
from northaxis.services.table import Table

T = TypeVar("T")


class ControlDoor(HostedClient):
    """Control's door: moves the table, seats people, hands out links. Every call checks that its link still stands."""

    @property
    def came_by_link(self) -> bool:
        """Whether this door closes when control's link is renewed; the host's own does not."""
        return self._pass != HOUSE

    is_controls = True

    @property
    def is_acting(self) -> bool:
        """Whether it is this door's act that the table is judging."""
        return self._hosted.acting == self._pass

    @property
    def is_attended(self) -> bool:
        """Whether somebody is at this door: the window at its link has not gone; the host's own needs none."""
        return not (self.came_by_link and self._hosted.lobby.has_gone(self.chair))

    @property
    def hand(self) -> int:
        """Which of the people in control this is, from 1; the host's own console is the first."""
        return self._pass.chair.person

    def may_go_on(self) -> bool:
        """Always, until play is over."""
        return self.view().over is None

    async def ask(self, order: Order, command: str | None = None, seen: int | None = None) -> Ruling:
        """Put an act to the table; with `seen`, as from a console that had so many facts before it when it began.

        Refused with what has changed when another console would be gone over. DoorClosed, TableHeld.
        """
        return await self._told(self._hosted.ask(self._pass, order, command or self._hosted.command(), seen=seen))

    async def go_on(self) -> tuple[SeenFact, ...]:
        """Move the table on by one advance; the new facts. DoorClosed, TableHeld."""
        before = len(self.facts())
        await self.ask(GO_ON)
        return self.facts()[before:]

    def stand_in(self, seat: SeatId) -> StandIn:
        """A door to a seat with control's hand. KeyError when there is no such seat."""
        if seat not in self._hosted.lobby.seats:
            raise KeyError(seat)
        return StandIn(self._hosted, self._pass, seat)

    def history(self) -> History:
        """What the journal says of the session's clock."""
        self._demand_valid()
        return self._hosted.history

    async def hold_seat(self, seat: SeatId, holder: Holder, command: str | None = None) -> None:
        """Give a seat to a person or a bot from now on."""
        self._demand_valid()
        await self._hosted.hold_seat(seat, holder, command or self._hosted.command(), self.hand)

    async def release(self) -> None:
        """Try to go on after a safe hold."""
        self._demand_valid()
        await self._hosted.release()

    async def owing_seats(self) -> tuple[SeatId, ...]:
        """Which seats the table waits for; players are told only how many."""
        self._demand_valid()
        return await self._hosted.whole(lambda table: owing(table.state))

    async def whole(self, read: Callable[[Table], T]) -> T:
        """Read the table itself, in its own thread, between two writes: for reports and what only control may see."""
        self._demand_valid()
        return await self._hosted.whole(read)

    def links(self) -> tuple[Link, ...]:
        """Every link there is now."""
        self._demand_valid()
        return tuple(self._hosted.lobby.link(chair) for chair in self._hosted.lobby.chairs())

    def without_link(self) -> tuple[Chair, ...]:
        """The chairs whose link was taken back."""
        self._demand_valid()
        return self._hosted.lobby.without_link()

    def presence(self) -> tuple[Presence, ...]:
        """Who is here, to the minute. A person with several seats is in all of them, by whichever link they came."""
        self._demand_valid()
        found = self._hosted.lobby.presence()
        here = {seat: one.since for one in found if one.is_here for seat in self._hosted.seats_with(one.chair)}
        return tuple(
            replace(one, is_here=True, since=here[one.chair.seat])
            if one.chair.kind is Kind.SEAT and one.chair.person == 1 and one.chair.seat in here
            else one
            for one in found
        )

    def lead_of(self, seat: SeatId) -> int:
        """Which of its people leads a seat."""
        return self._hosted.lobby.lead_of(seat)

    async def reissue(self, chair: Chair, why: str = "") -> Link:
        """A new link; the old one is dead at once. ValueError, StoreFailed, TableHeld."""
        self._demand_valid()
        lobby = self._hosted.lobby
        lobby.demand_known(chair)
        await self._hosted.log(link_act(chair.id, RENEW, why), self.hand)
        return lobby.reissue(chair)

    async def revoke(self, chair: Chair, why: str = "") -> None:
        """No link leads to this chair until it is reissued. ValueError, StoreFailed, TableHeld."""
        self._demand_valid()
        self._hosted.lobby.demand_known(chair)
        await self._hosted.log(link_act(chair.id, TAKE_BACK, why), self.hand)
        self._hosted.lobby.revoke(chair)

    async def add_person(self, seat: SeatId, why: str = "") -> Link:
        """A link for one person more on a seat, or in control. ValueError, StoreFailed, TableHeld."""
        self._demand_valid()
        lobby = self._hosted.lobby
        await self._hosted.log(link_act(lobby.next_chair(seat).id, ADD, why), self.hand)
        return lobby.add_person(seat)

    async def move_lead(self, seat: SeatId, person: int, why: str = "") -> None:
        """Let another of its people lead a seat. ValueError, StoreFailed, TableHeld."""
        self._demand_valid()
        lobby = self._hosted.lobby
        lobby.demand_person(seat, person)
        act = link_act(Chair(Kind.SEAT, seat, person).id, LEAD, why, str(lobby.lead_of(seat)))
        await self._hosted.log(act, self.hand)
        self._hosted.move_lead(seat, person)

    async def type_dice(self, typed: bool, why: str = "") -> None:
        """Have real dice typed in from now on, or let the app roll. TableHeld."""
        self._demand_valid()
        await self._hosted.log(dice_act(typed, why), self.hand)

    async def undo(self, act: Beside, why: str) -> None:
        """Undo an act beside play, the last of its kind. ValueError when it does not stand any more; TableHeld."""
        self._demand_valid()
        await self._hosted.undo(act, why, self.hand)
