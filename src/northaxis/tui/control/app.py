"""The apps of those who hold no seat: control with its console, the wall with the projector's view."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic, time

from textual.app import App
from textual.message import Message

from northaxis.domain.dice import Pair
from northaxis.services.client import TableClient
from northaxis.services.console import roll_words
from northaxis.services.hosted import ControlDoor
from northaxis.services.outlook import Outlook, card_odds
from northaxis.services.roles import Role
from northaxis.services.venue import DiceNotTyped, Venue
from northaxis.services.wording import roll_name_words
from northaxis.tui.app import NorthaxisApp
from northaxis.tui.control.model import ConsoleModel
from northaxis.tui.control.prompts import Sentence, two_dice
from northaxis.tui.settings import Settings
from northaxis.tui.widgets.dialogue import Choice
from northaxis.tui.widgets.menu_list import MenuRow

REST = 0.3
"""Seconds without a key after which a space is meant, and is no part of what somebody types."""


class ConsoleApp(NorthaxisApp):
    """Control's console as an app."""

    def __init__(
        self,
        door: ControlDoor,
        venue: Venue,
        settings: Settings | None = None,
        *,
        closes_table: bool = False,
        now: Callable[[], int] | None = None,
        steady: Callable[[], int] | None = None,
        outlook: Outlook | None = card_odds,
        rest: float = REST,
    ) -> None:
        super().__init__(settings=settings or Settings())
        self._rest = rest
        self._door, self._venue = door, venue
        self._rolls: set[asyncio.Future[Pair]] = set()
        self.outlook = outlook
        """How often each card comes up from here; None where that is not counted."""
        self._now, self._steady = now or _milliseconds(time), steady or _milliseconds(monotonic)
        self.closes_table = closes_table
        """Whether the table is closed for everybody when this console is left."""

    async def on_mount(self) -> None:
        """Read the table, then show it."""
        from northaxis.tui.control.screen import ConsoleScreen

        self.model = ConsoleModel(self._door, self._now, self._steady)
        await self.model.load()
        await self._venue.ask_dice_of(self._door, self.roll, lambda: self.is_running)
        self.push_screen(ConsoleScreen(self.model, self._venue))

    async def show_console(self, said: str = "") -> None:
        """The console in place of what is shown."""
        from northaxis.tui.control.screen import ConsoleScreen

        screen = ConsoleScreen(self.model, self._venue)
        await self.switch_screen(screen)
        await screen.look()
        screen.tell(said)

    @property
    def is_at_rest(self) -> bool:
        """Whether the key that is being dealt with came by itself."""
        return self.rested >= self._rest

    # --- dice from the room -------------------------------------------------------------------------------------------

    class Roll(Message):
        """The table asks for two dice."""

        def __init__(self, words: str, chance: str, given: asyncio.Future[Pair]) -> None:
            super().__init__()
            self.words, self.chance, self.given = words, chance, given

    async def roll(self, turn: int, name: str) -> Pair:
        """Ask the room for two dice. DiceNotTyped when the question is left, or nobody can be asked."""
        given: asyncio.Future[Pair] = asyncio.get_running_loop().create_future()
        self._rolls.add(given)
        state = self.model.held.state
        asked = self.Roll(roll_name_words(state.game, name), roll_words(state, name), given)
        if not self.is_running or not self.post_message(asked):
            given.set_exception(DiceNotTyped())
        try:
            return await given
        finally:
            self._rolls.discard(given)

    def on_console_app_roll(self, event: Roll) -> None:
        """Ask on top of whatever is shown."""
        event.stop()

        def answered(text: str | None) -> None:
            if event.given.done():
                return
            if text is None:
                event.given.set_exception(DiceNotTyped())
            else:
                first, second = (int(digit) for digit in text if digit.isdecimal())
                event.given.set_result((first, second))

        said = [text for text in (event.chance, "Roll two dice and type what they show.") if text]
        self.push_screen(DiceQuestion(event.words, said, placeholder="3 5", check=two_dice), answered)

    async def on_unmount(self) -> None:
        """Nobody is left to ask."""
        for given in tuple(self._rolls):
            if not given.done():
                given.set_exception(DiceNotTyped())

    # --- leaving ------------------------------------------------------------------------------------------------------

    def action_leave(self) -> None:
        """Quit, after a question: a slip of the finger must not close the table."""
        self.ask_to_leave()

    def interrupted(self) -> None:
        """Ctrl+C asks as Esc does."""
        self.ask_to_leave()

    def ask_to_leave(self) -> None:
        """Away from the console?"""
        if isinstance(self.screen, Closing | Leaving):
            self.say("Esc stays.")
        elif self.closes_table:
            self.push_screen(Closing(), lambda typed: self.exit() if typed is not None else None)
        else:
            self.push_screen(Leaving(), lambda answer: self.exit() if answer == "leave" else None)


LEAVES_ALL = (
    "The table closes for everybody. Nothing is lost: hosted again with the same session file, it goes on with the "
    "same links."
)
CLOSE = "close"
LEAVES_ALONE = "The table goes on without you; your link leads back to it."


class DiceQuestion(Sentence):
    """What the room has rolled: the table waits for it, so it may lie on another question."""

    COMES_FIRST = True


class Closing(Sentence):
    """Whether to close the table for everybody. A word is typed for it: every letter of the console is a key."""

    COMES_FIRST = True

    def __init__(self) -> None:
        said = (LEAVES_ALL, f"Type {CLOSE} and press enter to close it. Esc stays.")
        super().__init__("Close the table?", said, placeholder=CLOSE, check=_means_it, does="close")


def _means_it(text: str) -> str:
    return "" if text.strip().casefold() == CLOSE else f"Only the word {CLOSE} closes the table. Esc stays."


class Leaving(Choice):
    """Whether to leave the console alone; the cursor stands on staying, and no letter leaves."""

    COMES_FIRST = True

    def __init__(self) -> None:
        super().__init__("Leave the console?", (LEAVES_ALONE,), (MenuRow("stay", "Stay"), MenuRow("leave", "Leave")))


class ProjectorApp(NorthaxisApp):
    """The public view for the wall."""

    def __init__(self, door: TableClient, settings: Settings | None = None) -> None:
        super().__init__(settings=settings or Settings())
        self._door = door

    async def on_mount(self) -> None:
        """Show it."""
        from northaxis.tui.screens.projector import ProjectorScreen

        self.push_screen(ProjectorScreen(self._door))


def app_for(door: TableClient, venue: Venue) -> App[None]:
    """The app that belongs to a door: the console, the wall, or a seat's table."""
    if isinstance(door, ControlDoor):
        return ConsoleApp(door, venue)
    if door.role is Role.PROJECTOR:
        return ProjectorApp(door)
    return NorthaxisApp(client=door, settings=Settings())


def _milliseconds(clock: Callable[[], float]) -> Callable[[], int]:
    return lambda: int(clock() * 1000)
