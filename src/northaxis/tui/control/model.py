"""What the console knows: the whole table through control's door, and the clock. No Textual here."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from northaxis.domain.facts import Fact, Intervened
from northaxis.domain.orders import Act, Order
from northaxis.domain.rulings import Refused, Ruling
from northaxis.domain.state import State
from northaxis.services.choices import refusal_words
from northaxis.services.console import Console, console_of
from northaxis.services.hosted import ControlDoor
from northaxis.services.session_clock import History, Reading, Watch, history_of, read_clock
from northaxis.tui.table.model import TableModel


@dataclass(frozen=True, slots=True)
class Held:
    """The table as control last read it."""

    state: State
    facts: tuple[Fact, ...]
    times: tuple[int, ...]

    @property
    def timed(self) -> tuple[tuple[int, Fact], ...]:
        """Facts with their times."""
        return tuple(zip(self.times, self.facts, strict=True))


@dataclass(slots=True)
class ConsoleModel:
    """The console's side of a hosted table. `load` before anything is read."""

    door: ControlDoor
    now: Callable[[], int]
    steady: Callable[[], int]
    log: TableModel = field(init=False)
    held: Held = field(init=False)
    console: Console = field(init=False)
    history: History = field(init=False, default_factory=History)
    watch: Watch = field(init=False)
    _looking: asyncio.Lock = field(init=False, default_factory=asyncio.Lock)
    said: str = ""
    """What the last act came to, in one line."""

    async def load(self) -> None:
        """Read the table for the first time."""
        self.log = TableModel(self.door)
        self.watch = Watch(self.now(), self.steady())
        self.held = await self.door.whole(lambda table: Held(table.state, table.facts, table.times()))
        self.history = history_of(self.held.timed)
        self.tally()

    async def look(self) -> None:
        """Take in what is new at the table."""
        async with self._looking:
            await self._look()

    async def _look(self) -> None:
        old = self.held
        known = len(old.facts)
        self.held = await self.door.whole(lambda table: Held(table.state, table.facts, old.times + table.times(known)))
        for at, fact in self.held.timed[known:]:
            self.history = self.history.after(at, fact)
        self.log.look()
        self.log.tell_all()
        self.log.turn_page()
        self.tally()

    def tally(self) -> None:
        """Count again who is here and who is quiet."""
        tokens = self.door.view().tokens_left
        presence = () if self.door.trouble else self.door.presence()
        self.console = console_of(self.held.state, self.held.timed, presence, self.now(), tokens, self.door.trouble)

    def reading(self) -> Reading:
        """The clock now."""
        game = self.held.state.game
        return read_clock(self.history, self.now(), game.rules.kit, game.scenario)

    async def ask(self, act: Act) -> Ruling:
        """Put an act to the table; `said` then tells what came of it, in one line."""
        before = len(self.held.facts)
        ruling = await self.door.ask(Order(self.door.seat, act))
        await self.look()
        if isinstance(ruling, Refused):
            self.said = f"Not so: {refusal_words(self.held.state.game, ruling)} ({ruling.rule})"
        else:
            self.said = said_of(self.held.facts[before:])
        return ruling


def said_of(facts: tuple[Fact, ...]) -> str:
    """An act of control as one line, from what it wrote down."""
    done = next((fact for fact in facts if isinstance(fact, Intervened)), None)
    if done is None:
        return ""
    change = f": {done.was} → {done.now}" if done.was and done.now else f": {done.now or done.was}"
    price = ", one token" if done.token else ""
    return f"{done.what} {done.about}{change if done.now or done.was else ''}{price}. Kept in the log; b steps back."
