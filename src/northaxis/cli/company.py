"""The people at one screen in plain mode: whose seat has it now, what each is still to be told, the curtain between.

A line that somebody has read in one seat is not read to them again in another. The reveal is told once, to whoever has
the screen; `log` tells it again as a seat saw it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial

from northaxis.cli.story import Story
from northaxis.cli.voice import EndOfInput, Voice
from northaxis.domain.declassify import SeenFact
from northaxis.domain.facts import Step
from northaxis.domain.ids import PUBLIC, SeatId
from northaxis.services.seating import MARKS, Person, marks, people_of, person_words, seats_words
from northaxis.services.table import Table

TOLD_TO_ALL = frozenset({Step.ADJUDICATE, Step.NARRATE, Step.TURN_END, Step.OVER})
"""Steps whose news are told once, to the seat that has the screen."""


class _Listener:
    """A seat's story with what it has not told yet, and the lines that its person has read elsewhere."""

    def __init__(
        self, table: Table, seat: SeatId, voice: Voice, opens_sheets: bool, spread: Callable[[str], None]
    ) -> None:
        self.news: list[SeenFact] = []
        self.read = Counter[str]()
        self.is_live = voice.is_live
        self._voice, self._spread = voice, spread
        self.story = Story(table.game, seat, self, lambda: table.ledger(seat), opens_sheets)

    def say(self, *lines: str) -> None:
        """Print what has not been read in another seat."""
        fresh = [line for line in lines if not self._has_read(line)]
        if any(fresh):
            self._voice.say(*fresh)

    def ask(self, prompt: str) -> str | None:
        """As the voice has it."""
        return self._voice.ask(prompt)

    def hide(self) -> None:
        """As the voice has it."""
        self._voice.hide()

    def _has_read(self, line: str) -> bool:
        if line and self.read[line] > 0:
            self.read[line] -= 1
            return True
        if line:
            self._spread(line)
        return False


class Company:
    """The seats of the people at this screen; `seat` has it now (PUBLIC: all may look)."""

    def __init__(self, table: Table, seat: SeatId, voice: Voice, opens_sheets: bool = False) -> None:
        self.table, self.voice, self.game = table, voice, table.game
        held = table.people()
        self.seats = tuple(each for each in table.game.rules.seats if each in held) or (seat,)
        self.people = people_of(self.seats, table.state.holders)
        self.seat = seat
        doors = (*self.seats, PUBLIC) if self.is_round else tuple(dict.fromkeys((*self.seats, seat)))
        self._listeners = {
            each: _Listener(table, each, voice, opens_sheets, partial(self._spread, each)) for each in doors
        }
        for each in doors:
            table.subscribe(each, partial(self._hear, each))

    # --- who is here ----------------------------------------------------------------------------------------------

    @property
    def is_round(self) -> bool:
        """Whether several people pass the screen round."""
        return len(self.people) > 1

    @property
    def story(self) -> Story:
        """The story of the seat that has the screen."""
        return self._listeners[self.seat].story

    def person(self, seat: SeatId) -> Person | None:
        """Who holds a seat; nobody holds PUBLIC."""
        return next((person for person in self.people if seat in person.seats), None)

    @property
    def own(self) -> tuple[SeatId, ...]:
        """The seats of whoever has the screen."""
        person = self.person(self.seat)
        return person.seats if person is not None else ()

    def owing(self) -> tuple[SeatId, ...]:
        """The seats here that the table waits for."""
        waiting = self.table.owing()
        return tuple(seat for seat in self.seats if seat in waiting)

    def next_seat(self) -> SeatId:
        """Who should have the screen: the seat that has it while it owes something, then the person's others."""
        waiting = self.owing()
        if self.seat in waiting or not waiting:
            return self.seat
        return next((seat for seat in waiting if seat in self.own), waiting[0])

    # --- telling --------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """All that has happened so far is known."""
        for seat, listener in self._listeners.items():
            listener.story.skip(self.table.facts_for(seat), self.table.view(seat))

    def tell(self) -> None:
        """Tell the seat that has the screen what is new to it."""
        listener = self._listeners[self.seat]
        if listener.news:
            news, listener.news[:] = tuple(listener.news), []
            listener.story.tell(news, self.table.view(self.seat))

    def _hear(self, seat: SeatId, facts: tuple[SeenFact, ...]) -> None:
        listener = self._listeners[seat]
        if seat != self.seat and self.table.state.step in TOLD_TO_ALL:
            listener.story.skip((*listener.news, *facts), self.table.view(seat))
            listener.news.clear()
        else:
            listener.news.extend(facts)

    def _spread(self, seat: SeatId, line: str) -> None:
        """A line was printed for a seat: its person has read it, in PUBLIC's every person has."""
        reached = self.seats if seat == PUBLIC else self.own
        for other in reached:
            if other != seat and other in self._listeners:
                self._listeners[other].read[line] += 1

    # --- passing the screen ---------------------------------------------------------------------------------------

    def sit(self, seat: SeatId) -> None:
        """Give the screen to a seat; behind a curtain when it is another person's. Raises EndOfInput."""
        if seat == self.seat:
            return
        before, after = self.person(self.seat), self.person(seat)
        self.seat = seat
        if self.is_round and before != after:
            self._draw_curtain(after)
        elif after is not None:
            self.voice.say("", f"You are {seats_words(self.game, (seat,))} now.")
        self.tell()

    def _draw_curtain(self, person: Person | None) -> None:
        self.voice.hide()
        if person is None:
            self.voice.say("", "This is for everybody.")
            typed = self.voice.ask("press enter when all may look")
        else:
            self.voice.say("", f"Pass to {person_words(self.game, person)}.")
            typed = self.voice.ask(f"press enter when {person.name} has the screen")
        if typed is None:
            raise EndOfInput
        self.voice.hide()

    def strip(self) -> list[str]:
        """The person's seats and what each still owes, as one line; nothing for a single seat."""
        shown = self.own
        if len(shown) < 2:
            return []
        parts = [f"{seat} {MARKS[mark]}" for seat, mark in marks(shown, self.owing(), self.table.state.step).items()]
        return [f"Your seats: {', '.join(parts)}; 'seat {shown[-1]}' changes seats."]
