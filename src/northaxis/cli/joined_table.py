"""A hosted table as plain mode asks for one: the line to it in its own thread, and what its seats see as a state."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future, wait
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, cast

from northaxis.domain.declassify import SeenFact
from northaxis.domain.facts import Step, StepBegan
from northaxis.domain.ids import SeatId
from northaxis.domain.ledger import Ledger
from northaxis.domain.orders import Order, Place, to_text
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Reason, Refused, Ruling, Upheld
from northaxis.domain.state import Holder
from northaxis.domain.views import SeatView
from northaxis.network.remote import RemoteClient
from northaxis.services.client import DoorClosed, TableClient
from northaxis.services.room import places_used
from northaxis.services.shown import Listener
from northaxis.services.table import TableHeld
from northaxis.storage.compiled import CompiledFolder

T = TypeVar("T")


GLANCE = 0.1
"""Seconds between looks at whether the line still stands while an answer is waited for."""

PATIENCE = 10.0
"""Seconds in which a table answers; with dice that are typed in it may take longer."""

CUT = "The line to the table is down. This is kept and sent as soon as the line is back; then you hear what came of it."
SLOW = "The table has not answered yet. You hear what came of it when it does."


class Door(Protocol):
    """The way to a hosted table: a client of one seat, and orders that are answered while one waits."""

    @property
    def client(self) -> TableClient:
        """The seat of the link, as of its last news."""
        ...

    def ask(self, door: TableClient, order: Order) -> Ruling:
        """Put an order to the table at a door of the client's. NotAnswered, TableHeld, DoorClosed."""
        ...


class NotAnswered(Exception):
    """There is no ruling yet; it comes with `late_answers`. The text says why."""


class Line:
    """The connection, in its own thread. Everything here may be called from the thread that reads and prints."""

    def __init__(self, link: str) -> None:
        self._late: dict[Future[Ruling], str] = {}
        self._heard: list[Callable[[], None]] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="northaxis-line", daemon=True)
        self._thread.start()
        try:
            self.client = self.call(RemoteClient.connect(link, CompiledFolder()))
        except BaseException:
            self._stop()
            raise

    def call(self, work: Coroutine[Any, Any, T]) -> T:
        """Have the line do something and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def ask(self, door: TableClient, order: Order) -> Ruling:
        """Put an order to the table. NotAnswered when that takes long or the line is down; TableHeld, DoorClosed."""
        asked = asyncio.run_coroutine_threadsafe(door.ask(order), self._loop)
        for _ in range(int(PATIENCE / GLANCE)):
            done, _ = wait((asked,), GLANCE)
            if done:
                return asked.result()
            if self.client.is_cut:
                break
        self._late[asked] = to_text(order)
        asked.add_done_callback(lambda _: self._tell())
        raise NotAnswered(CUT if self.client.is_cut else SLOW)

    @property
    def is_closed(self) -> bool:
        """Whether the link is shut for good."""
        return self.client.is_closed

    @property
    def waits_for(self) -> tuple[str, ...]:
        """The orders without an answer, in words."""
        return tuple(text for asked, text in self._late.items() if not asked.done())

    def late_answers(self) -> list[tuple[str, Ruling | Exception]]:
        """What came of orders that were not answered at once, each told once."""
        come = [(asked, text) for asked, text in self._late.items() if asked.done()]
        for asked, _ in come:
            del self._late[asked]
        return [(text, cast(Exception, asked.exception()) or asked.result()) for asked, text in come]

    def _tell(self) -> None:
        for heard in tuple(self._heard):
            heard()

    def listen(self, heard: Callable[[], None]) -> None:
        """Have `heard` called (in the line's thread) after each piece of news."""

        async def subscribe() -> None:
            self._heard.append(heard)
            self.client.subscribe(heard)

        self.call(subscribe())

    def close(self) -> None:
        """Leave the table, whether the line lets itself be closed or not."""
        with suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(self.client.close(), self._loop).result(PATIENCE)
        self._stop()

    def _stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)


@dataclass(frozen=True, slots=True)
class SeenState:
    """As much of a table's state as any of its seats sees, under the names that a state has."""

    game: Game
    seen: SeatView

    @property
    def turn(self) -> int:
        """The turn."""
        return self.seen.turn

    @property
    def step(self) -> Step:
        """The step."""
        return self.seen.step

    @property
    def holders(self) -> dict[SeatId, Holder]:
        """Who holds what."""
        return dict(self.seen.holders)


class JoinedTable:
    """What plain mode asks of a table, asked over the line. Control moves it: `steps` and `go_on` do nothing."""

    def __init__(self, line: Door) -> None:
        self._line, self.seat = line, line.client.seat
        self._doors: dict[SeatId, TableClient] = {self.seat: line.client}
        self._listeners: list[tuple[SeatId, Listener]] = []
        self._told = {seat: len(self.facts_for(seat)) for seat in self.people()}
        self._ended = {seat for seat in self.people() if self.view(seat).over is not None}

    @property
    def game(self) -> Game:
        """The rules, decks and scenario, with the cards that control wrote for the seat of the link."""
        return self._line.client.game

    def game_for(self, seat: SeatId) -> Game:
        """The same, with the cards that control wrote for this seat."""
        return self._door(seat).game

    @property
    def state(self) -> SeenState:
        """The state as the seat of the link sees it."""
        return SeenState(self.game, self._line.client.view())

    @property
    def is_over(self) -> bool:
        """Whether play has ended."""
        return self._line.client.view().over is not None

    def view(self, seat: SeatId) -> SeatView:
        """What the seat may see."""
        return self._door(seat).view()

    def facts_for(self, seat: SeatId) -> tuple[SeenFact, ...]:
        """What the seat may read."""
        return self._door(seat).facts()

    def ledger(self, seat: SeatId) -> Ledger:
        """The account of every change the seat may read."""
        return Ledger.of(self.game_for(seat), self.facts_for(seat))

    def people(self) -> tuple[SeatId, ...]:
        """The seats of the person at this screen."""
        return self._line.client.seats

    def owing(self) -> tuple[SeatId, ...]:
        """Those of them that the table waits for."""
        return self._line.client.owing()

    def subscribe(self, seat: SeatId, listener: Listener) -> Callable[[], None]:
        """Told at each `pump`."""
        self._listeners.append((seat, listener))
        return lambda: self._listeners.remove((seat, listener))

    def forget_listeners(self) -> None:
        """Nobody is told any more."""
        self._listeners.clear()

    def pump(self) -> None:
        """Tell what has come. As play ends the whole journal opens; of that the last step is new."""
        for seat in self.people():
            facts = self.facts_for(seat)
            first, self._told[seat] = self._told.get(seat, len(facts)), len(facts)
            if self.view(seat).over is not None and seat not in self._ended:
                self._ended.add(seat)
                first = max((n for n, fact in enumerate(facts) if isinstance(fact, StepBegan)), default=0)
            fresh = facts[first:]
            for listener in [each for whose, each in self._listeners if whose == seat] if fresh else ():
                listener(fresh)

    def _door(self, seat: SeatId) -> TableClient:
        if seat not in self._doors:
            self._doors[seat] = self._line.client.sit(seat) if seat in self.people() else self._line.client
        return self._doors[seat]

    def ask(self, seat: SeatId, order: Order, command: str) -> Ruling:
        """Put an order to the table; a table that stands still, or a link that is gone, is a refusal. NotAnswered."""
        try:
            return self._line.ask(self._door(seat), order)
        except (TableHeld, DoorClosed) as problem:
            return Refused(Reason.NOT_NOW, str(problem), "R-4.1")
        finally:
            self.pump()

    def refusal(self, order: Order) -> Refused | None:
        """Why an order would not stand, as far as the seat's own view says."""
        seen, act = self.view(order.seat), order.act
        if order in seen.legal:
            return None
        if not isinstance(act, Place):
            return Refused(Reason.REQUIREMENT, "not possible now", "R-5.8")
        action, play = self.game.rules.actions[act.action], self.game.rules.play(act.action, act.target)
        if any(placed.action == act.action for placed in seen.sheet.orders):
            return Refused(Reason.ALREADY_DONE, f"{act.action} is on the sheet", "R-4.4")
        if act.action in seen.spent:
            return Refused(Reason.SPENT, f"{act.action} was used last turn and is back next turn", "R-4.3")
        if places_used(seen) >= seen.allowed_orders:
            return Refused(Reason.SHEET_FULL, f"the sheet holds {seen.allowed_orders} this turn", "R-4.4")
        if action.cost > seen.ip:
            return Refused(Reason.CANNOT_PAY, f"it costs {action.cost} IP, and {seen.ip} are left", "R-4.2")
        needs = play.requires.text if play is not None else "another target"
        return Refused(Reason.REQUIREMENT, f"{act.action} needs {needs}", "R-4.5")

    def steps(self, talk: bool = False) -> Iterator[tuple[object, ...]]:
        """Nothing: control moves the table."""
        return iter(())

    def go_on(self) -> Ruling:
        """Nothing: control moves the table."""
        return Upheld(())

    def answer_offers(self) -> int:
        """Nothing: the table's bots answer by themselves."""
        return 0
