"""A table for many people: one table, asked by many doors in one event loop, written to by one thread, one at a time.

Decides who may ask what (`roles`), lets bots play as soon as they owe something, and tells every door what its seat may
know. Each seat's view and facts are made once for all its doors, after each piece of news, never in the loop itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

from northaxis.domain.control_facts import LINK, NO_REASON, Intervened
from northaxis.domain.control_orders import MoveClock, Reseat
from northaxis.domain.declassify import SeenFact
from northaxis.domain.facts import Step
from northaxis.domain.ids import CONTROL, PUBLIC, SeatId
from northaxis.domain.orders import Order
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Reason, Refused, Ruling, Upheld
from northaxis.domain.state import Holder
from northaxis.domain.views import SeatView
from northaxis.services.beside import ADD, LEAD, Beside, standing_acts, undoing
from northaxis.services.bot_players import BotPlayers
from northaxis.services.clean_orders import clean_words
from northaxis.services.client import DoorClosed, Heard, TimeLeft
from northaxis.services.clock_history import PAUSE, History
from northaxis.services.clock_watch import reopened
from northaxis.services.control_door import ControlDoor
from northaxis.services.hands import marked
from northaxis.services.hosted_client import HostedClient, Shown
from northaxis.services.lobby import Chair, Farewell, Kind, Lobby, Pass, Sitting, chair_from
from northaxis.services.other_console import came_between
from northaxis.services.ports import Clock, DraftStore, StoreFailed
from northaxis.services.roles import Role, role_refusal
from northaxis.services.session_clock import read_clock
from northaxis.services.table import Table
from northaxis.services.whose import Whose

__all__ = ["ControlDoor", "HostedClient", "HostedTable", "Shown"]

LONGEST_DRAFT = 20_000
"""Characters of half-written things kept for one person."""

T = TypeVar("T")
Sight = tuple[Game, SeatView, tuple[SeenFact, ...]]


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
        self.acting: Pass | None = None
        """Whose order the table's thread is judging."""
        self._table, self._drafts, self._clock, self._new_id = table, drafts, clock, new_id
        self._eyes: dict[SeatId, _Eyes] = {}
        self._noticed: set[SeatId] = set()
        self._hand = ThreadPoolExecutor(1, "northaxis-table")
        self._loop = asyncio.get_running_loop()
        self._is_closed = False
        self.history, self._clocked = History(), 0
        self._whose = self._known = Whose()
        self._read = 0
        self._bots = BotPlayers(table, self._do)

    @classmethod
    async def open(
        cls, table: Table, lobby: Lobby, drafts: DraftStore, clock: Clock, new_id: Callable[[], str]
    ) -> HostedTable:
        """A hosted table with every seat's sight ready; bots begin to play."""
        hosted = cls(table, lobby, drafts, clock, new_id)
        await hosted._do(hosted._clock_on)
        for seat in dict.fromkeys((*lobby.seats, PUBLIC, CONTROL)):
            await hosted._do(partial(hosted._look, seat))
        hosted._settle(hosted._known)
        hosted._bots.wake()
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
        await self._bots.close()
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

    async def ask(
        self, pass_: Pass, order: Order, command: str, at: SeatId | None = None, seen: int | None = None
    ) -> Ruling:
        """Put an order to the table in the pass's role. Stored when it is upheld. DoorClosed, TableHeld, ValueError.

        `at` is another seat that the same person holds (R-7.7); `seen` how many facts control had before it when it
        began: what another console did since then is not gone over unseen.
        """
        if self._is_closed or not self.lobby.is_valid(pass_):
            raise DoorClosed(Farewell.GONE.words)
        chair = pass_.chair
        seat = at or chair.seat
        role, holder = self.role(chair, seat), self._holders.get(seat)
        if role is not Role.STANDBY and seat not in self.seats_with(chair):
            return Refused(Reason.NOT_YOURS, f"{chair.seat} and {seat} are not held by one person", "R-4.1")
        if (refused := role_refusal(role, seat, order)) is not None:
            return refused
        is_marked = chair.kind in (Kind.SEAT, Kind.CONTROL)
        stored = marked(chair.person, command) if is_marked else command

        def put() -> Ruling:
            if self._table.state.holders.get(seat) != holder:
                return Refused(Reason.NOT_YOURS, f"control has just given {seat} to somebody else", "R-4.1")
            if role is Role.CONTROL and seen is not None:
                changed = came_between(self._table.game, order.act, self._table.facts_after(seen))
                if changed:
                    return Refused(Reason.NOT_NOW, changed, "R-9.1")
            return self._ask(pass_, seat, order, stored)

        ruling = await self._do(put)
        if isinstance(ruling, Upheld):
            self._bots.wake(offers=True, anew=role is Role.CONTROL)  # whatever control did, bots look again
            return ruling if role is Role.CONTROL else Upheld(())
        return ruling

    @property
    def all_seats(self) -> tuple[SeatId, ...]:
        """Every seat that there is news of, control's and the public's too."""
        return tuple(self._eyes)

    def seats_with(self, chair: Chair) -> tuple[SeatId, ...]:
        """What the link of a chair shows: for a seat's first person every seat that they hold, for a person added to a
        seat that one; PUBLIC while bots play all of it.
        """
        if chair.kind is not Kind.SEAT or chair.seat not in self._eyes:
            return (chair.seat,)
        holders = self._holders
        holder = holders.get(chair.seat)
        if holder is None or (chair.person > 1 and holder.level is None):
            return (chair.seat,)
        if chair.person > 1:
            return (PUBLIC,)
        return self._whose.seats_of(chair.seat, holders, self.lobby.seats) or (PUBLIC,)

    def role(self, chair: Chair, seat: SeatId | None = None) -> Role:
        """The role that a chair gives now on one of its person's seats: the lobby's, or to stand by for a bot."""
        if chair.kind is not Kind.SEAT:
            return self.lobby.role(chair)
        at = seat if seat in self.lobby.seats else chair.seat
        return Role.STANDBY if self.stands_by(chair) else self.lobby.role(Chair(Kind.SEAT, at, chair.person))

    def stands_by(self, chair: Chair) -> bool:
        """Whether bots play all that the person in this chair had, so that the link shows nothing of it."""
        return chair.kind is Kind.SEAT and self.seats_with(chair) == (PUBLIC,)

    @property
    def _holders(self) -> Mapping[SeatId, Holder]:
        return dict(self.shown(PUBLIC).view.holders)

    async def ask_for(self, pass_: Pass, seat: SeatId, order: Order, command: str) -> Ruling:
        """Put an order for a seat to the table with control's hand. DoorClosed, TableHeld, ValueError."""
        if self._is_closed or not self.lobby.is_valid(pass_):
            raise DoorClosed(Farewell.GONE.words)
        if self.lobby.role(pass_.chair) is not Role.CONTROL or order.seat != seat:
            return Refused(Reason.NOT_YOURS, "only control stands in for a seat", "R-9.1")
        stored = f"stand-in.{marked(pass_.chair.person, command)}"
        ruling = await self._do(partial(self._ask, pass_, seat, order, stored))
        if isinstance(ruling, Upheld):
            self._bots.wake(offers=True)
        return ruling

    def _ask(self, pass_: Pass, seat: SeatId, order: Order, stored: str) -> Ruling:
        """In the table's thread: put an order to it, and know of whom it is."""
        self.acting = pass_
        try:
            return self._table.ask(seat, order, stored)
        finally:
            self.acting = None

    def time_left(self) -> TimeLeft | None:
        """How long this step has; None before the clock has been started and when play is over."""
        reading = read_clock(self.history, self._clock.now(), self.game.rules.kit, self.game.scenario)
        if not reading.started or reading.step is Step.OVER:
            return None
        is_short = self.game.rules.kit.timing(self.game.scenario, reading.step).is_short(reading.left)
        return TimeLeft(reading.left, reading.paused, is_short)

    def command(self) -> str:
        """A new command id."""
        return self._new_id()

    async def hold_seat(self, seat: SeatId, holder: Holder, command: str, hand: int = 1) -> None:
        """Give a seat to a person or a bot from now on, whatever the turn has come to. TableHeld."""
        act = Reseat(seat, holder.name, holder.level)
        await self._do(partial(self._table.ask, CONTROL, Order(CONTROL, act), marked(hand, command)))
        self._bots.wake(anew=True)

    async def log(self, act: Intervened, hand: int = 1) -> None:
        """Write down an act of control beside play, before it is done; `hand` is who in control. TableHeld."""
        said = replace(act, why=clean_words(act.why).strip() or NO_REASON)
        await self._do(partial(self._table.keep_beside, (said,), marked(hand, self._new_id())))

    async def undo(self, act: Beside, why: str, hand: int = 1) -> None:
        """Undo an act beside play. ValueError when it cannot be undone (any more); TableHeld, StoreFailed."""
        reason, command = clean_words(why).strip() or NO_REASON, marked(hand, self._new_id())

        def write() -> None:
            facts = self._table.facts
            last = next((one for one in reversed(standing_acts(facts)) if one.key == act.key), None)
            if last != act or act.cannot:
                raise ValueError(act.cannot or "that has been undone, or changed, since")
            self._table.keep_beside(undoing(facts, act, reason), command)

        await self._do(write)
        if act.fact.what == LINK:
            chair = chair_from(act.fact.about)
            if act.fact.now == LEAD:
                self.move_lead(chair.seat, int(act.fact.was))
            elif act.fact.now == ADD:
                self.lobby.revoke(chair)
        self._bots.wake(anew=True)

    def move_lead(self, seat: SeatId, person: int) -> None:
        """Let another of its people lead a seat, and tell its doors. ValueError, StoreFailed."""
        self.lobby.move_lead(seat, person)
        self.tell(seat)

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
        await self._bots.rest()

    async def release(self) -> None:
        """Try to go on after a safe hold. TableHeld when it still cannot be written."""
        await self._do(self._table.release)
        self._bots.wake()

    async def draft(self, pass_: Pass, key: str) -> str:
        """What a person has half written under a key."""
        return await self._do(partial(self._drafts.draft, f"{_desk(pass_)}/{key}")) or ""

    async def keep_draft(self, pass_: Pass, key: str, text: str) -> None:
        """Keep what a person has half written; lost without harm."""
        if len(text) <= LONGEST_DRAFT and len(key) <= 40:
            await self._do(partial(self._drafts.keep_draft, f"{_desk(pass_)}/{key}", text))

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
            self._people_on()
            noticed = {seat: self._seen(seat) for seat in self._noticed}
            self._noticed.clear()
            trouble = str(self._table.held or "")
            if noticed or trouble != self.trouble:
                self._loop.call_soon_threadsafe(self._publish, noticed, trouble, self._known)

    def _people_on(self) -> None:
        """In the table's thread: who was given which seat follows the journal."""
        facts = self._table.facts_after(self._read)
        self._read += len(facts)
        self._known = self._known.after(facts)

    def _clock_on(self) -> None:
        """In the table's thread: the session's clock follows the journal."""
        facts, times = self._table.facts_after(self._clocked), list[int]()
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

    def _publish(self, noticed: dict[SeatId, Sight], trouble: str, whose: Whose) -> None:
        """In the loop: the new sights stand, and the doors are told, in the order of the seats."""
        changed, self.trouble = trouble != self.trouble, trouble
        for seat, sight in noticed.items():
            self._eyes[seat].shown = Shown(*sight, self._eyes[seat].shown.news + 1)
        self._settle(whose)
        for seat in self._eyes:
            if changed or seat in noticed:
                self.tell(seat)

    def _settle(self, whose: Whose) -> None:
        """In the loop: links follow who was given what; before anybody is told of it."""
        if whose is not self._whose:
            self._whose = whose
            self.lobby.settle(whose.marks())


def _desk(pass_: Pass) -> str:
    """Where the half-written things of a person are kept: apart from those of whoever had the seat before."""
    return f"{pass_.chair.id}@{pass_.whose}" if pass_.whose else pass_.chair.id
