"""A table for many people: one table, asked by many doors in one event loop, written to by one thread, one at a time.

Decides who may ask what (`roles`), lets bots play as soon as they owe something, and tells every door what its seat may
know. Each seat's view and facts are made once for all its doors, after each piece of news, never in the loop itself.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from northaxis.domain.control_orders import MoveClock
from northaxis.domain.declassify import SeenFact
from northaxis.domain.facts import Step
from northaxis.domain.ids import CONTROL, SeatId
from northaxis.domain.legal import owing
from northaxis.domain.orders import GO_ON, Order
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Reason, Refused, Ruling, Upheld
from northaxis.domain.state import Holder
from northaxis.domain.views import SeatView
from northaxis.services.client import DoorClosed, Heard, OneSeat, TimeLeft
from northaxis.services.lobby import Chair, Farewell, Kind, Link, Lobby, Pass, Presence, Sitting
from northaxis.services.ports import Clock, DraftStore, StoreFailed
from northaxis.services.roles import Role, role_refusal
from northaxis.services.session_clock import PAUSE, History, read_clock, reopened
from northaxis.services.table import Table, TableHeld

LOG = logging.getLogger(__name__)

LONGEST_DRAFT = 20_000
"""Characters of half-written things kept for one person."""

T = TypeVar("T")
Moment = tuple[object, ...]
Sight = tuple[Game, SeatView, tuple[SeenFact, ...]]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a seat's doors show: its view and facts as of its last news, and how often there was news.

    `game` has the cards that control wrote for this seat.
    """

    game: Game
    view: SeatView
    facts: tuple[SeenFact, ...]
    news: int


@dataclass(slots=True)
class _Eyes:
    """One seat's sight of the table, shared by all its doors."""

    shown: Shown
    heard: list[Heard] = field(default_factory=list)


class HostedTable:
    """A table and its lobby behind doors. Make it inside the event loop with `open`; close it in the end."""

    def __init__(self, table: Table, lobby: Lobby, drafts: DraftStore, clock: Clock, new_id: Callable[[], str]) -> None:
        self.game, self.lobby = table.game, lobby
        self.trouble = ""
        self._table, self._drafts, self._clock, self._new_id = table, drafts, clock, new_id
        self._eyes: dict[SeatId, _Eyes] = {}
        self._noticed: set[SeatId] = set()
        self._hand = ThreadPoolExecutor(1, "northaxis-table")
        self._loop = asyncio.get_running_loop()
        self._bots_wanted, self._offers_wanted, self._at_rest = asyncio.Event(), False, asyncio.Event()
        self._played: Moment = ()
        self._is_closed = False
        self.history, self._clocked = History(), 0
        self._bots = self._loop.create_task(self._play_bots())

    @classmethod
    async def open(
        cls, table: Table, lobby: Lobby, drafts: DraftStore, clock: Clock, new_id: Callable[[], str]
    ) -> HostedTable:
        """A hosted table with every seat's sight ready; bots begin to play."""
        hosted = cls(table, lobby, drafts, clock, new_id)
        await hosted._do(hosted._clock_on)
        for seat in dict.fromkeys(chair.seat for chair in lobby.chairs()):
            await hosted._do(partial(hosted._look, seat))
        hosted._bots_wanted.set()
        return hosted

    # --- coming in ------------------------------------------------------------------------------------------------

    def door(self, pass_: Pass) -> HostedClient:
        """The door for somebody with a pass. DoorClosed when its link no longer stands."""
        if self._is_closed or not self.lobby.is_valid(pass_):
            raise DoorClosed(Farewell.GONE.words)
        if pass_.chair.kind is Kind.CONTROL:
            return ControlDoor(self, pass_)
        return HostedClient(self, pass_)

    def sit(self, pass_: Pass, leave: Callable[[Farewell], None]) -> Sitting:
        """Note an open window at a chair; `leave` shows it out when another takes its chair or the link dies."""
        sitting = self.lobby.sit(pass_, leave, self._clock.now())
        self.tell(CONTROL)
        return sitting

    def rise(self, sitting: Sitting) -> None:
        """The window is gone."""
        self.lobby.rise(sitting, self._clock.now())
        if not self._is_closed:
            self.tell(CONTROL)

    async def close(self) -> None:
        """Show everybody out, finish what is being written, let the session go. Twice is fine."""
        if self._is_closed:
            return
        self._is_closed = True
        self.lobby.show_all_out()
        self._bots.cancel()
        with suppress(asyncio.CancelledError):
            await self._bots
        await self._loop.run_in_executor(self._hand, self._table.close)
        self._hand.shutdown(wait=False)

    # --- what doors do (the seat and role come from the pass, never from the message) -----------------------------

    def shown(self, seat: SeatId) -> Shown:
        """What a seat may know, as of its last news."""
        return self._eyes[seat].shown

    def hear(self, seat: SeatId, heard: Heard) -> Callable[[], None]:
        """Call `heard` in the loop after each piece of the seat's news."""
        heard_by = self._eyes[seat].heard
        heard_by.append(heard)
        return lambda: heard_by.remove(heard) if heard in heard_by else None

    async def ask(self, pass_: Pass, order: Order, command: str, at: SeatId | None = None) -> Ruling:
        """Put an order to the table in the pass's role. Stored when it is upheld. DoorClosed, TableHeld, ValueError.

        `at` is another seat that the same person holds (R-7.7).
        """
        if self._is_closed or not self.lobby.is_valid(pass_):
            raise DoorClosed(Farewell.GONE.words)
        chair, role = pass_.chair, self.lobby.role(pass_.chair)
        seat = at or chair.seat
        if seat not in self.seats_with(chair):
            return Refused(Reason.NOT_YOURS, f"{chair.seat} and {seat} are not held by one person", "R-4.1")
        if (refused := role_refusal(role, seat, order)) is not None:
            return refused
        if role.plays and self._is_a_bots(chair.seat):
            return Refused(Reason.NOT_YOURS, f"{chair.seat} is played by a bot now; control gives it back", "R-4.1")
        mark = f"{chair.person}." if chair.kind is Kind.SEAT else ""
        ruling = await self._do(partial(self._table.ask, seat, order, f"{mark}{command}"))
        if isinstance(ruling, Upheld):
            self._offers_wanted = True
            if role is Role.CONTROL:
                self._played = ()  # whatever control did, bots look again at what they owe
            self._bots_wanted.set()
            return ruling if role is Role.CONTROL else Upheld(())
        return ruling

    def seats_with(self, chair: Chair) -> tuple[SeatId, ...]:
        """The seats that the person in a chair holds, its own among them."""
        if chair.kind is not Kind.SEAT or chair.seat not in self._eyes:
            return (chair.seat,)
        return self.shown(chair.seat).view.own_seats or (chair.seat,)

    async def ask_for(self, pass_: Pass, seat: SeatId, order: Order, command: str) -> Ruling:
        """Put an order for a seat to the table with control's hand. DoorClosed, TableHeld, ValueError."""
        if self._is_closed or not self.lobby.is_valid(pass_):
            raise DoorClosed(Farewell.GONE.words)
        if self.lobby.role(pass_.chair) is not Role.CONTROL or order.seat != seat:
            return Refused(Reason.NOT_YOURS, "only control stands in for a seat", "R-9.1")
        ruling = await self._do(partial(self._table.ask, seat, order, f"stand-in.{command}"))
        if isinstance(ruling, Upheld):
            self._offers_wanted = True
            self._bots_wanted.set()
        return ruling

    def time_left(self) -> TimeLeft | None:
        """How long this step has; None before the clock has been started and when play is over."""
        reading = read_clock(self.history, self._clock.now(), self.game.rules.kit, self.game.scenario)
        if not reading.started or reading.step is Step.OVER:
            return None
        return TimeLeft(reading.left, reading.paused, reading.warned)

    def command(self) -> str:
        """A new command id."""
        return self._new_id()

    async def hold_seat(self, seat: SeatId, holder: Holder, command: str) -> None:
        """Give a seat to a person or a bot from now on, whatever the turn has come to. TableHeld."""
        await self._do(partial(self._table.seat_person, seat, holder, command))
        self._played = ()
        self._bots_wanted.set()

    async def note_absence(self) -> bool:
        """A session opened again whose clock ran: record a pause, so that the time away does not count. TableHeld."""
        stop = reopened(self.history, self._clock.now())
        if stop is None:
            return False
        act = MoveClock(PAUSE, stop.seconds, stop.why)
        await self._do(partial(self._table.ask, CONTROL, Order(CONTROL, act), self._new_id()))
        return True

    async def rest(self) -> None:
        """Return when the bots have done all that they owe now."""
        while self._bots_wanted.is_set() or not self._at_rest.is_set():
            self._at_rest.clear()
            self._bots_wanted.set()
            await self._at_rest.wait()

    async def release(self) -> None:
        """Try to go on after a safe hold. TableHeld when it still cannot be written."""
        await self._do(self._table.release)
        self._bots_wanted.set()

    async def draft(self, chair: Chair, key: str) -> str:
        """What a person has half written under a key."""
        return await self._do(partial(self._drafts.draft, f"{chair.id}/{key}")) or ""

    async def keep_draft(self, chair: Chair, key: str, text: str) -> None:
        """Keep what a person has half written; lost without harm."""
        if len(text) <= LONGEST_DRAFT and len(key) <= 40:
            await self._do(partial(self._drafts.keep_draft, f"{chair.id}/{key}", text))

    async def whole(self, read: Callable[[Table], T]) -> T:
        """Read the table itself, between two writes. For control and its reports alone."""
        return await self._do(partial(read, self._table))

    def tell(self, seat: SeatId) -> None:
        """Have a seat's doors look again: a role or the trouble has changed."""
        if seat in self._eyes:
            for heard in tuple(self._eyes[seat].heard):
                heard()

    # --- the one hand that writes ---------------------------------------------------------------------------------

    async def _do(self, job: Callable[[], T]) -> T:
        """Have the table's thread do something, after what it was asked before. A caller who leaves stops nothing."""
        return await asyncio.shield(self._loop.run_in_executor(self._hand, self._done, job))

    def _done(self, job: Callable[[], T]) -> T:
        """In the table's thread: the job, then new sights for whoever noticed something."""
        try:
            return job()
        finally:
            self._clock_on()
            noticed = {seat: self._seen(seat) for seat in self._noticed}
            self._noticed.clear()
            trouble = str(self._table.held or "")
            if noticed or trouble != self.trouble:
                self._loop.call_soon_threadsafe(self._publish, noticed, trouble)

    def _clock_on(self) -> None:
        """In the table's thread: the session's clock follows the journal."""
        facts, times = self._table.facts[self._clocked :], list[int]()
        if facts:
            with suppress(StoreFailed):
                times = list(self._table.times(self._clocked))
        history = self.history
        for at, fact in zip(times, facts, strict=False):
            history = history.after(at, fact)
        self.history, self._clocked = history, self._clocked + len(times)

    def _look(self, seat: SeatId) -> None:
        """In the table's thread: begin to follow what a seat notices."""
        shown = Shown(*self._seen(seat), 0)
        self._eyes[seat] = _Eyes(shown)
        self._table.subscribe(seat, lambda _: self._noticed.add(seat))

    def _seen(self, seat: SeatId) -> Sight:
        return self._table.game_for(seat), self._table.view(seat), self._table.facts_for(seat)

    def _publish(self, noticed: dict[SeatId, Sight], trouble: str) -> None:
        """In the loop: the new sights stand, and the doors are told, in the order of the seats."""
        changed, self.trouble = trouble != self.trouble, trouble
        for seat, sight in noticed.items():
            self._eyes[seat].shown = Shown(*sight, self._eyes[seat].shown.news + 1)
        for seat in self._eyes:
            if changed or seat in noticed:
                self.tell(seat)

    # --- bots -----------------------------------------------------------------------------------------------------

    def _is_a_bots(self, seat: SeatId) -> bool:
        holder = dict(self.shown(seat).view.holders).get(seat)
        return holder is not None and holder.level is not None

    async def _play_bots(self) -> None:
        """For as long as the table is open: bots do what they owe, one at a time, so that people get in between."""
        while True:
            if not self._bots_wanted.is_set():
                self._at_rest.set()
            await self._bots_wanted.wait()
            self._at_rest.clear()
            self._bots_wanted.clear()
            try:
                await self._sweep()
            except (TableHeld, StoreFailed):
                continue  # everybody has been told; `release` sets the bots going again

    async def _sweep(self) -> None:
        moment = await self._do(self._moment)
        if moment != self._played:
            while await self._every_bot():
                pass
            self._played = await self._do(self._moment)
        elif self._offers_wanted:
            self._offers_wanted = False
            await self._bot_job("", self._table.answer_offers)

    async def _every_bot(self) -> int:
        total = 0
        for seat in await self._do(self._table.bots):
            total += await self._bot_job(seat, partial(self._table.run_bot, seat))
        return total

    async def _bot_job(self, seat: str, job: Callable[[], int]) -> int:
        """What a bot gave; a bot that breaks has given nothing, and the log says which."""
        try:
            return await self._do(job)
        except (TableHeld, StoreFailed):
            raise
        except Exception as error:  # the edge of a bot: its mistake must not stop the table
            LOG.error("the bot of %s broke (%s); it gives no orders now", seat or "a seat", type(error).__name__)
            return 0

    def _moment(self) -> Moment:
        """In the table's thread: what has to change before bots owe something new."""
        state = self._table.state
        card = None if state.table is None else state.table.card
        return state.turn, state.step, state.phase, card, self._table.way_backs, self._table.bots()


class HostedClient(OneSeat):
    """A door to a hosted table: `TableClient` for one person on one seat, or for somebody who only looks on."""

    def __init__(self, hosted: HostedTable, pass_: Pass, at: SeatId | None = None) -> None:
        self._hosted, self._pass, self._at = hosted, pass_, at or pass_.chair.seat
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
        """Whose door this is; PUBLIC for those who look on."""
        return self._at

    @property
    def seats(self) -> tuple[SeatId, ...]:
        """Every seat of this person."""
        return self._hosted.seats_with(self._pass.chair)

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
        """In what role; the lead of a seat may change."""
        return self._hosted.lobby.role(self._pass.chair)

    @property
    def has_control(self) -> bool:
        """Always: a hosted table has somebody in control."""
        return True

    @property
    def trouble(self) -> str:
        """Why the table stands still, if it does."""
        return self._hosted.trouble

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
        """Have `heard` called after each piece of news."""
        stop = self._hosted.hear(self.seat, heard)
        self._subscriptions.append(stop)
        return stop

    async def ask(self, order: Order, command: str | None = None) -> Ruling:
        """Put an order to the table; stored when upheld (what came of it is in `facts`). DoorClosed, TableHeld."""
        return await self._hosted.ask(self._pass, order, command or self._hosted.command(), self._at)

    async def go_on(self) -> tuple[SeenFact, ...]:
        """Nothing: control moves the table."""
        return ()

    async def draft(self, key: str) -> str:
        """What this person has half written under a key."""
        self._demand_valid()
        return await self._hosted.draft(self._pass.chair, key)

    async def keep_draft(self, key: str, text: str) -> None:
        """Keep what this person has half written; lost without harm. StoreFailed."""
        self._demand_valid()
        await self._hosted.keep_draft(self._pass.chair, key, text)

    async def close(self) -> None:
        """Leave; the table goes on."""
        while self._subscriptions:
            self._subscriptions.pop()()

    def _demand_valid(self) -> None:
        if not self._hosted.lobby.is_valid(self._pass):
            raise DoorClosed(Farewell.GONE.words)


class StandIn(HostedClient):
    """Control's hand on a seat: it sees what the seat sees and gives its orders; the journal says that it did."""

    def __init__(self, hosted: HostedTable, pass_: Pass, seat: SeatId) -> None:
        super().__init__(hosted, pass_, seat)

    @property
    def seats(self) -> tuple[SeatId, ...]:
        """The one that is stood in for."""
        return (self._at,)

    @property
    def role(self) -> Role:
        """As its lead."""
        return Role.LEAD

    async def ask(self, order: Order, command: str | None = None) -> Ruling:
        """Put an order for the seat to the table. DoorClosed, TableHeld."""
        return await self._hosted.ask_for(self._pass, self._at, order, command or self._hosted.command())


class ControlDoor(HostedClient):
    """Control's door: moves the table, seats people, hands out links. Every call checks that its link still stands."""

    def may_go_on(self) -> bool:
        """Always, until play is over."""
        return self.view().over is None

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
        await self._hosted.hold_seat(seat, holder, command or self._hosted.command())

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

    def presence(self) -> tuple[Presence, ...]:
        """Who is here, to the minute."""
        self._demand_valid()
        return self._hosted.lobby.presence()

    def lead_of(self, seat: SeatId) -> int:
        """Which of its people leads a seat."""
        return self._hosted.lobby.lead_of(seat)

    def reissue(self, chair: Chair) -> Link:
        """A new link; the old one is dead at once. StoreFailed."""
        self._demand_valid()
        return self._hosted.lobby.reissue(chair)

    def revoke(self, chair: Chair) -> None:
        """No link leads to this chair until it is reissued. StoreFailed."""
        self._demand_valid()
        self._hosted.lobby.revoke(chair)

    def add_person(self, seat: SeatId) -> Link:
        """A link for one person more on a seat. ValueError, StoreFailed."""
        self._demand_valid()
        return self._hosted.lobby.add_person(seat)

    def move_lead(self, seat: SeatId, person: int) -> None:
        """Let another of its people lead a seat. ValueError, StoreFailed."""
        self._demand_valid()
        self._hosted.lobby.move_lead(seat, person)
        self._hosted.tell(seat)
