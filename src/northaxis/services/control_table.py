"""What control knows of a table, for whatever shows it: the whole table through control's door, and the clock.

A screen or lines of text say it; nothing is shown here. The console's acts go through `ask` and `undo`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from northaxis.domain.control_facts import (
    LINK,
    UNDO,
    ArgumentSettled,
    EffectNamed,
    EstimatesAsked,
    ProjectBegun,
    ProjectEnded,
)
from northaxis.domain.facts import Fact, Intervened
from northaxis.domain.ids import CardId
from northaxis.domain.legal import refusal
from northaxis.domain.orders import Act, Order
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Refused, Ruling
from northaxis.domain.state import State
from northaxis.domain.undo import BACK
from northaxis.services import wording as w
from northaxis.services.beside import Beside, standing_acts, types_dice
from northaxis.services.choices import refusal_words
from northaxis.services.clock_history import History, history_of
from northaxis.services.clock_watch import Watch
from northaxis.services.console import Console, console_of
from northaxis.services.control_words import words_of
from northaxis.services.hosted import ControlDoor
from northaxis.services.session_clock import Reading, read_clock
from northaxis.services.table import Table
from northaxis.services.way_back import LastAct, Place, last_to_undo, places


@dataclass(frozen=True)
class Held:
    """The table as control last read it."""

    state: State
    facts: tuple[Fact, ...]
    times: tuple[int, ...]
    commands: tuple[str, ...]
    """For each fact the command that brought it, as `MIN/…`."""

    @cached_property
    def types_dice(self) -> bool:
        """Whether real dice are typed in."""
        return types_dice(self.facts)

    @cached_property
    def timed(self) -> tuple[tuple[int, Fact], ...]:
        """Facts with their times."""
        return tuple(zip(self.times, self.facts, strict=True))


def read_table(table: Table, old: Held | None = None) -> Held:
    """The table as it stands; of what was read before only the rest is read. StoreFailed."""
    known = len(old.facts) if old is not None else 0
    fresh = [(entry.at, entry.command) for entry in table.store.entries(known)]
    times, commands = tuple(at for at, _ in fresh), tuple(command for _, command in fresh)
    if old is not None:
        times, commands = old.times + times, old.commands + commands
    return Held(table.state, table.facts[: len(times)], times, commands)


@dataclass
class ControlTable:
    """Control's side of a hosted table. `load` before anything is read. `undo_words` end a line that tells an act."""

    door: ControlDoor
    now: Callable[[], int]
    steady: Callable[[], int]
    undo_words: str = ""
    held: Held = field(init=False)
    console: Console = field(init=False)
    history: History = field(init=False, default_factory=History)
    watch: Watch = field(init=False)
    _looking: asyncio.Lock = field(init=False, default_factory=asyncio.Lock)
    odds: Mapping[CardId, float] = field(init=False, default_factory=dict)
    """How often each card comes up from here, where that has been counted."""
    said: str = ""
    """What the last act came to, in one line."""

    async def load(self) -> None:
        """Read the table for the first time."""
        self.watch = Watch(self.now(), self.steady())
        self.held = await self.door.whole(read_table)
        self.history = history_of(self.held.timed)
        self.tally()

    async def look(self) -> None:
        """Take in what is new at the table."""
        async with self._looking:
            await self._look()

    async def _look(self) -> None:
        old = self.held
        self.held = await self.door.whole(lambda table: read_table(table, old))
        for at, fact in self.held.timed[len(old.facts) :]:
            self.history = self.history.after(at, fact)
        self.noticed()
        self.tally()

    def noticed(self) -> None:
        """Something new has been read; for whoever shows more than this."""

    def tally(self) -> None:
        """Count again who is here and who is quiet."""
        self.console = console_of(self.held.state, self.held.timed, self.door.presence(), self.now(), self.door.trouble)

    def reading(self) -> Reading:
        """The clock now."""
        game = self.held.state.game
        return read_clock(self.history, self.now(), game.rules.kit, game.scenario)

    async def ask(self, act: Act, seen: int | None = None) -> Ruling:
        """Put an act to the table; `said` then tells what came of it, in one line.

        `seen`: how many facts there were when the act was begun, usually now; what another console has done since is
        not gone over unseen.
        """
        before = len(self.held.facts)
        ruling = await self.door.ask(Order(self.door.seat, act), seen=before if seen is None else seen)
        await self.look()
        if isinstance(ruling, Refused):
            self.said = f"Not so: {refusal_words(self.held.state.game, ruling)} ({ruling.rule})"
        else:
            self.said = said_of(self.held.state.game, self.held.facts[before:], self.undo_words)
        return ruling

    def refusal(self, act: Act) -> str:
        """Why the table would not take an act as it stands, in words; empty where it would."""
        refused = refusal(self.held.state, Order(self.door.seat, act))
        return "" if refused is None else refusal_words(self.held.state.game, refused)

    def places(self) -> tuple[Place, ...]:
        """The commands that stand, the first one first."""
        return places(self.held.state.game, self.held.facts, self.held.commands)

    def last_act(self) -> LastAct:
        """What would be undone next."""
        return last_to_undo(self.held.state.game, self.places(), standing_acts(self.held.facts))

    async def undo(self, act: Beside, why: str) -> None:
        """Undo an act beside play; `said` then tells it. ValueError, DoorClosed, StoreFailed, TableHeld."""
        before = len(self.held.facts)
        await self.door.undo(act, why)
        await self.look()
        self.said = said_of(self.held.state.game, self.held.facts[before:], self.undo_words)

    @property
    def types_dice(self) -> bool:
        """Whether real dice are typed in."""
        return self.held.types_dice

    @property
    def odds_mark(self) -> object:
        """Something that is another when the odds of the cards have to be counted anew."""
        state = self.held.state
        return state.turn, state.step, tuple(map(tuple, state.decks.values())), state.chained, state.room.aside


OF_ARGUMENTS = (EffectNamed, EstimatesAsked, ArgumentSettled, ProjectBegun, ProjectEnded)
"""What is told of an argument where control did not step in by its word."""


def said_of(game: Game, facts: tuple[Fact, ...], undo_words: str) -> str:
    """An act of control as one line, from what it wrote down; `undo_words` follow where it can be undone."""
    done = next((fact for fact in facts if isinstance(fact, Intervened)), None)
    if done is None:
        told = [fact for fact in facts if isinstance(fact, OF_ARGUMENTS)]
        return f"{w.ended(words_of(game, told[-1]).headline)}{undo_words}" if told else ""
    stays = done.what in (BACK, UNDO) or done.what == LINK or (done.what, done.about) == ("clock", "warn")
    settled = next((fact for fact in facts if isinstance(fact, ArgumentSettled)), None)
    came = f" {w.ended(words_of(game, settled).headline)}" if settled is not None else ""
    return f"{w.ended(words_of(game, done).headline)}{came} It is in the log.{'' if stays else undo_words}"
