"""A console over a real hosted table, driven by keys, for the tests of control's screen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.network.hosting import Hosting, hosting, seat
from textual.pilot import Pilot

from northaxis.cli.venue import HostVenue
from northaxis.domain.facts import Fact, Intervened, Step
from northaxis.domain.ids import SeatId
from northaxis.domain.orders import Order, Seal
from northaxis.domain.state import State
from northaxis.journal.envelope import Header
from northaxis.services.hosted import HostedClient
from northaxis.services.in_memory import InMemoryJournal
from northaxis.services.library import Library
from northaxis.services.lobby import Sitting
from northaxis.services.outlook import Outlook
from northaxis.tui.app import NorthaxisApp
from northaxis.tui.control.app import ConsoleApp
from northaxis.tui.control.model import ConsoleModel
from northaxis.tui.control.screen import ConsoleScreen
from northaxis.tui.settings import Settings
from northaxis.tui.theme import NIGHT

LARGE, SMALL = (120, 36), (80, 24)
PEOPLE = ("MIN", "KYI", "MOS", "VIL")


@dataclass(slots=True)
class Desk:
    """The console, its keys, and the table behind it."""

    hosting: Hosting
    venue: HostVenue
    app: ConsoleApp
    pilot: Pilot[None]
    steady: list[int]

    @property
    def screen(self) -> ConsoleScreen:
        """The console, whatever lies on it."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, ConsoleScreen))

    @property
    def is_on_console(self) -> bool:
        """Whether nothing lies on the console."""
        return isinstance(self.app.screen, ConsoleScreen)

    @property
    def model(self) -> ConsoleModel:
        return self.app.model

    @property
    def state(self) -> State:
        return self.model.held.state

    @property
    def step(self) -> Step:
        return self.state.step

    @property
    def facts(self) -> tuple[Fact, ...]:
        return self.model.held.facts

    @property
    def acts(self) -> list[str]:
        """What control has done, by its verbs."""
        return [fact.what for fact in self.facts if isinstance(fact, Intervened)]

    @property
    def text(self) -> str:
        """The screen as characters."""
        return text_of(self.app)

    @property
    def said(self) -> str:
        """The line above the footer of the console."""
        return "".join(text for text, _ in self.screen._word).strip()

    async def press(self, *keys: str) -> None:
        """Keys, one after the other, each with time for what it sets off."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Words into the line that asks for them, and enter."""
        await self.pilot.press(*[NAMED.get(letter, letter) for letter in text])
        await self.press("enter")

    async def choose(self, id: str) -> None:
        """The row of this id in the dialogue on top."""
        from northaxis.tui.widgets.menu_list import MenuList

        menu = self.app.screen.query_one(MenuList)
        menu.point_at(id)
        pointed = menu.pointed
        assert pointed is not None
        assert pointed.id == id, [row.id for row in menu._rows]
        await self.press("enter")

    async def settle(self) -> None:
        """Until the table and the screens have come to rest."""
        for _ in range(2):
            await self.pilot.pause(0.005)
        await self.hosting.hosted.rest()
        for _ in range(4):
            await self.pilot.pause(0.005)

    async def wait(self, minutes: float) -> None:
        """Time passes, for the machine's clock and the steady one."""
        self.hosting.clock.move(int(minutes * 60_000))
        self.steady[0] += int(minutes * 60_000)
        await self.screen._tick()
        await self.settle()

    def door(self, name: str) -> HostedClient:
        return self.hosting.door(seat(name))

    def sit(self, name: str) -> Sitting:
        """Somebody opens a seat's link."""
        found = self.hosting.lobby.find(self.hosting.token(seat(name)))
        assert found is not None
        return self.hosting.hosted.sit(found, lambda farewell: None)

    async def to(self, step: Step, turn: int = 1) -> None:
        """On to a step, every person answering as simply as may be."""
        while (self.state.step, self.state.turn) != (step, turn):
            assert self.state.over is None
            await self.answer()
            await self.hosting.control.go_on()
            await self.settle()

    async def answer(self, people: tuple[str, ...] = PEOPLE) -> None:
        """Whoever owes something gives the simplest."""
        for name in people:
            door = self.door(name)
            if door.view().owes:
                act = Order(SeatId(name), Seal()) if door.view().step is Step.ORDERS else door.view().legal[0]
                await door.ask(act)


NAMED = {
    " ": "space", ",": "comma", ".": "full_stop", "-": "minus", "'": "apostrophe", ":": "colon", ";": "semicolon",
}  # fmt: skip


def text_of(app: NorthaxisApp) -> str:
    """The screen as characters, as a terminal would show it."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


@asynccontextmanager
async def desk(
    path: Path,
    scenario: str = "S2",
    people: tuple[str, ...] = PEOPLE,
    size: tuple[int, int] = LARGE,
    outlook: Outlook | None = None,
    store: type[InMemoryJournal] = InMemoryJournal,
    certificate: bytes | None = None,
    rest: float = 0.0,
) -> AsyncIterator[Desk]:
    """A console in its app over a table on loopback; nothing moves by itself."""
    prepared = Library().game(scenario)
    journal = store(Header(prepared.name, prepared.contents, 0, "test"))
    async with hosting(scenario, people, store=journal, certificate=certificate) as found:
        venue = HostVenue(found.hosted, found.server, path / "try.nax")
        steady = [0]
        app = ConsoleApp(
            found.control,
            venue,
            Settings(theme=NIGHT, motion=False),
            now=found.clock.now,
            steady=lambda: steady[0],
            outlook=outlook,
            rest=rest,
        )
        async with app.run_test(size=size) as pilot:
            made = Desk(found, venue, app, pilot, steady)
            await made.settle()
            yield made
