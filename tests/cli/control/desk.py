"""Control in plain lines over a real hosted table, typed line by line, for the tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.network.hosting import Hosting, hosting, seat

from northaxis.cli.control.desk import ControlDesk
from northaxis.cli.venue import HostVenue
from northaxis.domain.facts import Fact, Step
from northaxis.domain.ids import CardId, SeatId
from northaxis.domain.orders import Order, Seal
from northaxis.domain.state import State
from northaxis.journal.envelope import Header
from northaxis.services.hosted import ControlDoor, HostedClient
from northaxis.services.in_memory import InMemoryJournal
from northaxis.services.library import Library
from northaxis.services.lobby import HOUSE

PEOPLE = ("MIN", "KYI")


def no_odds(state: State) -> Mapping[CardId, float]:
    """Nothing is counted: it takes a second, and is tested elsewhere."""
    return {}


@dataclass(slots=True)
class AtDesk:
    """A desk, and what is behind it."""

    hosting: Hosting
    desk: ControlDesk
    steady: list[int]

    @property
    def state(self) -> State:
        return self.desk.state

    @property
    def facts(self) -> tuple[Fact, ...]:
        return self.desk.table.held.facts

    @property
    def prompt(self) -> str:
        question = self.desk.question
        return question.prompt if question is not None else ""

    @property
    def lines(self) -> list[str]:
        """Everything that has been said."""
        return [line.text for line in self.desk.said(0)]

    def door(self, name: str) -> HostedClient:
        return self.hosting.door(seat(name))

    async def rest(self) -> None:
        """Until the desk waits for something to be typed, and the bots have done what they owe."""
        for _ in range(2_000):
            await asyncio.sleep(0.002)
            if self.desk.question is not None or not self.desk.is_running:
                await self.hosting.hosted.rest()
                await asyncio.sleep(0.002)
                if self.desk.question is not None or not self.desk.is_running:
                    return
        raise AssertionError(f"the desk never came to rest: {self.lines[-5:]}")

    async def type(self, *typed: str) -> str:
        """Type lines, each at the question that is asked then; what was said from the first on."""
        before = self.desk.last
        for text in typed:
            await self.rest()
            question = self.desk.question
            assert question is not None, self.lines[-5:]
            self.desk.type(question.number, text)
        await self.rest()
        return "\n".join(line.text for line in self.desk.said(before))

    async def wait(self, minutes: float) -> str:
        """Time passes, for the machine's clock and the steady one; what is said of it."""
        before = self.desk.last
        self.hosting.clock.move(int(minutes * 60_000))
        self.steady[0] += int(minutes * 60_000)
        await self.desk.telling.tick()
        await self.rest()
        return "\n".join(line.text for line in self.desk.said(before))

    async def to(self, step: Step, turn: int = 1) -> None:
        """On to a step, every person answering as simply as may be."""
        while (self.state.step, self.state.turn) != (step, turn):
            assert self.state.over is None
            await self.answer()
            await self.hosting.control.go_on()
            await self.rest()
            await self.desk.table.look()

    async def answer(self) -> None:
        """Whoever owes something gives the simplest."""
        for name in PEOPLE:
            door = self.door(name)
            if door.view().owes:
                act = Order(SeatId(name), Seal()) if door.view().step is Step.ORDERS else door.view().legal[0]
                await door.ask(act)


@asynccontextmanager
async def at_desk(
    path: Path,
    scenario: str = "S2",
    people: tuple[str, ...] = PEOPLE,
    closes_table: bool = False,
    store: type[InMemoryJournal] = InMemoryJournal,
) -> AsyncIterator[AtDesk]:
    """Control in lines at the host of a table on loopback."""
    prepared = Library().game(scenario)
    journal = store(Header(prepared.name, prepared.contents, 0, "test"))
    async with hosting(scenario, people, store=journal) as found:
        venue = HostVenue(found.hosted, found.server, path / "try.nax")
        door, steady = found.hosted.door(HOUSE), [0]
        assert isinstance(door, ControlDoor)
        desk = ControlDesk(
            door, venue, closes_table=closes_table, now=found.clock.now, steady=lambda: steady[0], outlook=no_odds
        )
        made = AtDesk(found, desk, steady)
        try:
            await made.rest()
            yield made
        finally:
            await desk.close()
