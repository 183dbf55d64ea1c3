"""Control in lines: one session at control's door. Hears commands, puts acts to the table, tells what is new.

What a command does stands with its noun (`clock`, `cards`, `links` and so on); what is true is asked of the same
services that the console asks. No rule lives here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic, time
from typing import TypeVar

from northaxis.cli.control.commands import command_for, unknown
from northaxis.cli.control.slate import Slate
from northaxis.cli.control.telling import Telling
from northaxis.cli.control.words import STOP_WORDS, Instead, Not, Stopped, code_from, full, reason_from, yes_or_no
from northaxis.cli.guard import place_of
from northaxis.cli.looking_back import LookingBack
from northaxis.cli.typed_dice import NOT_DICE, dice_from_text
from northaxis.cli.voice import EndOfInput
from northaxis.domain.control_facts import Code
from northaxis.domain.dice import Pair
from northaxis.domain.ids import CONTROL
from northaxis.domain.orders import Act, OrderTextError, from_text
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Refused
from northaxis.domain.state import State
from northaxis.services import wording as w
from northaxis.services.client import DoorClosed, Heard
from northaxis.services.console import roll_words
from northaxis.services.control_table import ControlTable
from northaxis.services.hosted import ControlDoor
from northaxis.services.like_rulings import departures
from northaxis.services.line_port import Question, Said
from northaxis.services.outlook import Outlook, card_odds
from northaxis.services.ports import StoreFailed
from northaxis.services.table import TableHeld
from northaxis.services.venue import DiceNotTyped, Venue

T = TypeVar("T")

TICK = 1.0
"""Seconds between looks at the clock."""

NOTHING = "Nothing was done."
TROUBLE = (DoorClosed, StoreFailed, TableHeld)
WHY = "Why? The log and the report keep it; enter alone leaves it undone."
KIND = "What kind of reason: error (a slip, free), learning, realism, gap (in the rules) or safety?"


class ControlDesk:
    """Control in lines as a `LineSession`. It runs from the moment that it is made, in the loop that runs then."""

    def __init__(
        self,
        door: ControlDoor,
        venue: Venue,
        *,
        closes_table: bool = False,
        now: Callable[[], int] | None = None,
        steady: Callable[[], int] | None = None,
        outlook: Outlook = card_odds,
    ) -> None:
        """`closes_table`: whether `close` closes the table for everybody, as at the host's own terminal."""
        self.door, self.venue, self.outlook = door, venue, outlook
        self.closes_table, self.has_closed = closes_table, False
        self.slate = Slate()
        self.table = ControlTable(
            door, now or (lambda: int(time() * 1000)), steady or (lambda: int(monotonic() * 1000)), " 'undo' undoes it."
        )
        self.telling = Telling(self)
        self.orders = list[str]()
        """The keys of the orders as they were last numbered."""
        self.looking_back: LookingBack | None = None
        self.counted: object = None
        """Where the odds of the cards were counted."""
        self.is_elsewhere = False
        """Whether a seat's lines are shown, and control's news wait."""
        self._acts = 0
        self._news = asyncio.Event()
        self._task = asyncio.get_running_loop().create_task(self._run())

    # --- as a session -----------------------------------------------------------------------------------------------

    @property
    def is_running(self) -> bool:
        """Until it is left."""
        return not self.slate.is_over

    @property
    def question(self) -> Question | None:
        """What it waits for."""
        return self.slate.question

    @property
    def last(self) -> int:
        """The number of the last line."""
        return self.slate.last

    def said(self, after: int) -> tuple[Said, ...]:
        """The lines behind a number."""
        return self.slate.said(after)

    def type(self, number: int, text: str) -> None:
        """Answer a question."""
        self.slate.type(number, text)

    def subscribe(self, heard: Heard) -> Callable[[], None]:
        """Told of each line."""
        return self.slate.subscribe(heard)

    def leave(self) -> None:
        """Nobody types any more."""
        self.slate.leave()

    async def close(self) -> None:
        """End it and leave the door."""
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    # --- life -------------------------------------------------------------------------------------------------------

    async def _run(self) -> None:
        work = list[asyncio.Task[None]]()
        try:
            await self.table.load()
            self.telling.begin()
            await self.venue.ask_dice_of(self.door, self.roll, lambda: self.is_running and not self.slate.has_left)
            stop = self.door.subscribe(self._news.set)
            work = [asyncio.create_task(each) for each in (self._follow(), self._tick())]
            try:
                self.telling.greet()
                await self._hear()
            finally:
                stop()
        except (EndOfInput, asyncio.CancelledError):
            pass
        except TROUBLE as problem:
            self.say(f"! {w.capital(str(problem))}")
        finally:
            for each in work:
                each.cancel()
            await asyncio.gather(*work, return_exceptions=True)
            self.slate.end()
            await self.door.close()

    async def _hear(self) -> None:
        """Commands until control leaves."""
        while not self.has_closed:
            typed = await self.slate.ask(self.telling.prompt)
            if typed:
                try:
                    await self.obey(typed)
                except EndOfInput:
                    raise
                except Exception as mistake:  # the edge of the session: the table must not lose its control by a bug
                    self.say(f"That broke on a mistake here ({place_of(mistake)}). See in 'log' whether it was done.")

    async def obey(self, typed: str) -> None:
        """Do what was typed and say what came of it."""
        try:
            found = command_for(typed)
            if found is not None:
                await found[0].run(self, found[1])
            else:
                await self._notation(typed)
        except Not as problem:
            self.say(str(problem))
        except Stopped:
            self.say(NOTHING)
        except Instead as other:
            self.say(NOTHING)
            await self.obey(other.typed)
            return
        except (DoorClosed, StoreFailed, TableHeld, ValueError, KeyError) as problem:
            self.say(full(f"No: {problem}"))
            with suppress(*TROUBLE):
                await self.table.look()
        await self.telling.news()

    async def _notation(self, typed: str) -> None:
        """An order as the rules write it, like `track quantity=warning value=3 code=ERROR why="read wrong"`."""
        text = typed if typed.upper().startswith(f"{CONTROL}:") else f"{CONTROL}: {typed}"
        try:
            act = from_text(text).act
        except OrderTextError as error:
            raise Not(unknown(typed) or f"No: {error}.") from None
        await self.put(act)

    async def _follow(self) -> None:
        """Tell what happens at the table, unless control is being answered or sits elsewhere."""
        while True:
            await self._news.wait()
            self._news.clear()
            if not self._acts:
                with suppress(*TROUBLE):
                    await self.table.look()
                    await self.telling.news()

    async def _tick(self) -> None:
        """A second has passed: a machine clock that jumped, a warning that is due."""
        while True:
            await asyncio.sleep(TICK)
            with suppress(*TROUBLE):
                await self.telling.tick()

    # --- what commands use --------------------------------------------------------------------------------------------

    @property
    def state(self) -> State:
        """The table's state."""
        return self.table.held.state

    @property
    def game(self) -> Game:
        """The rules, decks and scenario."""
        return self.state.game

    def say(self, *lines: str) -> None:
        """Say lines."""
        self.slate.say(*lines)

    async def put(self, act: Act, done: str = "", then: str = "") -> bool:
        """Put an act to the table and say what came of it and `then`, or `done`; True when it stands. Stopped.

        A ruling that departs from how like cases were ruled is said to first, and asks.
        """
        held = self.table.held
        if warnings := departures(held.state, held.facts, act):
            said = " ".join(full(w.capital(warning)) for warning in warnings)
            await self.sure(f"This departs from earlier rulings. {said}", "rule so all the same")
        with self.acting():
            ruling = await self.table.ask(act)
        stands = not isinstance(ruling, Refused)
        self.say(
            *[
                text
                for text in (
                    done or f"{self.table.said.removesuffix(then)}{then}" if stands else f"{self.table.said}.",
                )
                if text
            ]
        )
        await self.telling.news(own=True, said=stands)
        return stands

    @contextmanager
    def acting(self) -> Iterator[None]:
        """While an act is on its way its news wait: they are told behind its confirmation."""
        self._acts += 1
        try:
            yield
        finally:
            self._acts -= 1

    async def told(self, text: str) -> None:
        """An act beside play was done: say it."""
        await self.table.look()
        self.say(text)
        await self.telling.news(own=True, said=True)

    async def question_of(
        self, prompt: str, read: Callable[[str], T], said: str = "", *, enter_stops: bool = True
    ) -> T:
        """Ask until the answer can be read. Stopped by `stop`, and by an empty answer if `enter_stops`."""
        if said:
            self.say(said)
        while True:
            typed = await self.slate.ask(prompt)
            if typed.casefold() in STOP_WORDS or (enter_stops and not typed):
                raise Stopped
            try:
                return read(typed)
            except Not as problem:
                if command_for(typed) is not None:
                    raise Instead(typed) from None
                self.say(f"{problem} 'stop' leaves the question.")

    async def why(self, given: str) -> str:
        """The reason, asked for where none was given. Stopped."""
        return given or await self.question_of("why", reason_from, WHY)

    async def code(self, given: Code | None) -> Code:
        """The kind of reason, asked for where none was given. Stopped."""
        return given if given is not None else await self.question_of("kind of reason", code_from, KIND)

    async def sure(self, said: str, does: str) -> None:
        """Whether it is really meant; Stopped when it is not."""

        def read(typed: str) -> bool:
            answer = yes_or_no(typed)
            if answer is None:
                raise Not(f"Type yes to {does}, or no.")
            return answer

        if not await self.question_of("yes or no", read, f"{said} Type yes to {does}; enter alone goes back."):
            raise Stopped

    # --- dice from the room -------------------------------------------------------------------------------------------

    async def roll(self, turn: int, name: str) -> Pair:
        """Ask the room for two dice. DiceNotTyped when the question is left, or nobody can be asked."""
        if not self.is_running:
            raise DiceNotTyped
        chance = roll_words(self.state, name)
        self.say(
            f"Roll two dice: {w.roll_name_words(self.game, name)}.{f' {chance}' if chance else ''}",
            "Type both, like 3 5; 'stop' leaves it undone.",
        )
        try:
            while True:
                typed = await self.slate.ask("dice")
                if typed.casefold() in STOP_WORDS:
                    raise DiceNotTyped
                if (pair := dice_from_text(typed)) is not None:
                    return pair
                self.say(NOT_DICE.format(typed))
        except EndOfInput:
            raise DiceNotTyped from None
