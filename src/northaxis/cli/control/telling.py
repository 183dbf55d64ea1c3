"""What control in lines is told unasked: the story as it goes on, who comes and goes, who has finished, the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from northaxis.cli.story import Story
from northaxis.domain.control_facts import ControlFact, MethodFact, Noted, Predicted, Requested, RoomFact
from northaxis.domain.control_orders import MoveClock
from northaxis.domain.declassify import SeenFact
from northaxis.domain.facts import Answered, OrderPlaced, OrderWithdrawn, SheetSealed, Step
from northaxis.domain.ids import CONTROL, SeatId
from northaxis.domain.ledger import Ledger
from northaxis.services import wording as w
from northaxis.services.clock_history import PAUSE
from northaxis.services.control_words import words_of
from northaxis.services.session_clock import Reading, clock_words, minutes_words

if TYPE_CHECKING:
    from northaxis.cli.control.desk import ControlDesk

WRITTEN = (OrderPlaced, OrderWithdrawn, Answered, SheetSealed, Noted, Predicted)
"""What seats do on their own before the sheets are opened: not worth a word each."""

GREETING = "You are in control of this table and see everything."
HOW = "Type words. 'ready' says who is waited for, 'go on' opens the next step, 'undo' takes your last act back."
HELP = "'help' lists the rest, 'quit' leaves."
SWEEP = 5
"""Ticks between looks at who is here."""


class Telling:
    """What has been told, and what there is to tell. Speaks through the desk's lines."""

    def __init__(self, desk: ControlDesk) -> None:
        self._desk = desk
        self._told = 0
        self._dropped = frozenset[str]()
        self._here: dict[SeatId, int] = {}
        self._owed: tuple[object, frozenset[SeatId]] = ((), frozenset())
        self._clock: tuple[object, bool, bool] = ((), False, False)
        self._was_short, self._held, self._ticks = False, "", 0

    def begin(self) -> None:
        """All that has happened so far is known."""
        desk = self._desk
        self._story = Story(desk.game, CONTROL, _Heard(self, desk), self._ledger)
        facts = desk.door.facts()
        self._story.skip(facts, desk.door.view())
        self._told = len(facts)
        self._here, self._owed = self._present(), self._owing()
        self._clock = self._clock_now(desk.table.reading())
        self._held = desk.table.console.held
        self._was_short = bool(_short(desk.table.reading()))

    def greet(self) -> None:
        """Where the table stands, and how to begin."""
        desk = self._desk
        desk.say(f"northaxis, {w.plain(desk.game.scenario.name)}.", GREETING, HOW, HELP)
        if desk.state.step is Step.SETUP:
            desk.say("Before turn 1: 'script' says what to read aloud, 'links' how people come in, 'dials' the dials.")
            desk.say("'start' starts the clock, 'go on' the first turn.")
        if desk.table.types_dice:
            desk.say("Real dice are typed in here.")

    def prompt(self) -> str:
        """Where the table stands, in few words."""
        desk = self._desk
        state, reading = desk.state, desk.table.reading()
        parts = [f"turn {state.turn}" if state.turn else "before play", STEPS[state.step]]
        owed = desk.table.console.owed
        parts += [f"waits for {owed}"] if owed else []
        parts += [time_words(reading)] if reading.started and state.step is not Step.OVER else []
        if desk.table.console.held:
            parts.append("safe hold")
        return ", ".join(part for part in parts if part)

    # --- news -------------------------------------------------------------------------------------------------------

    async def news(self, own: bool = False, said: bool = False) -> None:
        """Tell what is new; what seats only write is not, unless an `own` act came of it. `said`: what the act was
        called has been said already."""
        desk = self._desk
        if desk.is_elsewhere:
            return
        facts = desk.door.facts()
        fresh = facts[self._told :]
        if not own and all(isinstance(fact, WRITTEN) for fact in fresh) and self._owing()[1]:
            fresh = ()
        else:
            self._told = len(facts)
        if fresh:
            acts = [fact for fact in fresh if isinstance(fact, ControlFact | MethodFact | RoomFact)] if said else []
            self._dropped = frozenset(words_of(desk.game, act).headline for act in acts)
            self._story.game = desk.game
            self._story.tell(fresh, desk.door.view())
            self._dropped = frozenset()
            self._asked(fresh)
        self._people()
        self._finished()
        self._hold()
        desk.slate.refresh()

    def _asked(self, fresh: tuple[SeenFact, ...]) -> None:
        for fact in fresh:
            if isinstance(fact, Requested):
                self._desk.say(f"'answer {fact.request} ...' answers, 'decline {fact.request} ...' turns it down.")

    def is_dropped(self, line: str) -> bool:
        """Whether a line has just been said as what an act came to."""
        return line in self._dropped or line.removesuffix(".") in self._dropped

    def _ledger(self) -> Ledger:
        return Ledger.of(self._desk.game, self._desk.door.facts())

    # --- people -----------------------------------------------------------------------------------------------------

    def _present(self) -> dict[SeatId, int]:
        return {one.seat: one.here for one in self._desk.table.console.seats if not one.is_bot}

    def _owing(self) -> tuple[object, frozenset[SeatId]]:
        state, seats = self._desk.state, self._desk.table.console.seats
        moment = state.turn, state.step, state.table.card if state.table is not None else ""
        return moment, frozenset(one.seat for one in seats if one.owes and not one.is_bot)

    def _people(self) -> None:
        """Who has come and who has gone."""
        before, self._here = self._here, self._present()
        for seat, here in self._here.items():
            was = before.get(seat, here)
            name = w.seat_name(self._desk.game, seat)
            if here and not was:
                self._desk.say(f"{name} is here.")
            elif was and not here:
                self._desk.say(f"{name} has gone.")

    def _finished(self) -> None:
        """Who has finished in this step, and whether the table waits for anybody still."""
        before, self._owed = self._owed, self._owing()
        done = before[1] - self._owed[1]
        if before[0] != self._owed[0] or not done:
            return
        names = w.joined(w.seat_name(self._desk.game, seat) for seat in self._desk.game.rules.seats if seat in done)
        left = len(self._owed[1])
        then = f"the table waits for {left}" if left else "nobody else is waited for; 'go on' moves the table on"
        self._desk.say(f"{names} {'has' if len(done) == 1 else 'have'} finished; {then}.")

    def _hold(self) -> None:
        held, self._held = self._held, self._desk.table.console.held
        if self._held and not held:
            self._desk.say(hold_words(self._held))
        elif held and not self._held:
            self._desk.say("The session is written again.")

    # --- the clock --------------------------------------------------------------------------------------------------

    async def tick(self) -> None:
        """A second has passed."""
        desk, table = self._desk, self._desk.table
        self._ticks += 1
        stop = table.watch.look(table.now(), table.steady())
        if stop is not None and table.history.running:
            await desk.put(
                MoveClock(PAUSE, stop.seconds, stop.why), f"The clock stands: {stop.why}. 'resume' lets it run."
            )
        if self._ticks % SWEEP == 0:
            table.tally()
        if desk.is_elsewhere:
            return
        if self._ticks % SWEEP == 0:
            await self.news()
        self._warn(table.reading())

    def _warn(self, reading: Reading) -> None:
        """Once for each step: that it runs out, that it has run out; and that the debrief is cut."""
        mark, warned, over = self._clock
        self._clock = now = self._clock_now(reading)
        if now[0] == mark and not reading.paused and reading.step is not Step.OVER:
            if now[2] and not over:
                self._desk.say("The time of this step is over. 'extend' gives more, 'go on' moves the table on.")
            elif now[1] and not warned:
                self._desk.say(f"{minutes_words(reading.left)} left in this step. 'warn' tells everybody.")
        short = _short(reading)
        if short and not self._was_short:
            self._desk.say(*short)
        self._was_short = bool(short)

    def _clock_now(self, reading: Reading) -> tuple[object, bool, bool]:
        return (reading.turn, reading.step), reading.warned, reading.overdue


class _Heard:
    """The story's voice: the desk's lines, without what has just been said."""

    is_live = False

    def __init__(self, telling: Telling, desk: ControlDesk) -> None:
        self._telling, self._desk = telling, desk

    def say(self, *lines: str) -> None:
        """Say lines; empty ones between parts are for eyes."""
        self._desk.say(*(line.strip() for line in lines if line.strip() and not self._telling.is_dropped(line)))

    def ask(self, prompt: str) -> str | None:
        """Nothing is asked by a story."""
        return None

    def hide(self) -> None:
        """Nothing is hidden by a story."""


STEPS = {
    Step.SETUP: "",
    Step.INJECT: "cards",
    Step.DEMANDS: "demands",
    Step.NEGOTIATE: "talks",
    Step.ORDERS: "orders",
    Step.ADJUDICATE: "reveal",
    Step.NARRATE: "narration",
    Step.TURN_END: "the turn ends",
    Step.OVER: "play is over",
}
"""The steps in a prompt."""


def time_words(reading: Reading) -> str:
    """`1:12 left`, `0:30 over`, and whether the clock stands."""
    if not reading.timed:
        return "clock stands" if reading.paused else ""
    said = f"{minutes_words(abs(reading.left))} {'over' if reading.overdue else 'left'}"
    return f"{said}, clock stands" if reading.paused else said


def hold_words(held: str) -> str:
    """A safe hold as a sentence."""
    return f"Safe hold: nothing can be written ({held.rstrip('.')}). What was acknowledged is kept. 'try again' tries."


def _short(reading: Reading) -> tuple[str, ...]:
    """That the debrief is cut, and what to cut instead; nothing when it is whole."""
    is_short = reading.started and reading.session.short > 0 and reading.step is not Step.OVER
    return tuple(text for text in clock_words(reading) if "debrief" in text or "keep" in text) if is_short else ()
