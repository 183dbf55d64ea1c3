"""Seats at a hosted table in plain lines: as alone, but control moves the table, and there is more to say.

The line to the table lives in a thread of its own; here one thing happens after another, as people read and type.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, cast

from northaxis.cli import sheets, speaking
from northaxis.cli.company import Company
from northaxis.cli.joined_table import Door, JoinedTable, NotAnswered
from northaxis.cli.plain import PlainGame
from northaxis.cli.voice import EndOfInput, Stream
from northaxis.domain.facts import Step
from northaxis.domain.orders import Act
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Refused, Ruling, Upheld
from northaxis.services import room, wording
from northaxis.services.choices import refusal_words
from northaxis.services.debrief import debrief_lines
from northaxis.services.roles import Role
from northaxis.services.seating import seats_words
from northaxis.services.table import Table

MEMBER = (
    "Others hold this seat with you. You may write orders, talk, ask control, note and predict; the lead of the seat "
    "seals, chooses on cards, makes demands and deals, and argues."
)
"""What somebody is told whose seat another person leads."""

STOOD_DOWN = -1
"""What a seat played in lines comes to when a bot took it over, or gave it back: no exit code."""


class Asker(Protocol):
    """Where a seat's typed lines come from."""

    def ask(self, prompt: str, time: str = "") -> str | None:
        """What is typed; an empty text when there is something to tell first, None when nothing will be any more."""
        ...


class SeatLine(Door, Protocol):
    """The way to the table for somebody in a seat."""

    @property
    def is_closed(self) -> bool:
        """Whether it is shut for good."""
        ...

    @property
    def waits_for(self) -> tuple[str, ...]:
        """The orders without an answer, in words."""
        ...

    def late_answers(self) -> list[tuple[str, Ruling | Exception]]:
        """What came of orders that were not answered at once, each told once."""
        ...


class StoodDown(Exception):
    """Control gave the seat to a bot."""


class JoinedGame(PlainGame):
    """One person on their seats of a hosted table."""

    OPENS_SHEETS = True

    def __init__(self, line: SeatLine, voice: Stream, ear: Asker, besides: Callable[[], None]) -> None:
        """`besides` says what everybody is told besides play (`Besides.tell`)."""
        self._joined = JoinedTable(line)
        table = cast(Table, self._joined)  # it has all of a table that plain mode asks for
        super().__init__(table, line.client.seat, voice, "")
        self._line, self._ear = line, ear
        self._besides, self._asked = besides, frozenset[str]()

    def run(self, is_new: bool) -> int:
        """Play until the end, or until there is nothing more to read; gives the exit code, or STOOD_DOWN."""
        try:
            return self._run(is_new)
        except StoodDown:
            return STOOD_DOWN

    def _run(self, is_new: bool) -> int:
        self._open(is_new)
        if self._line.client.role is Role.MEMBER:
            self.voice.say(MEMBER)
        try:
            while not self.table.is_over:
                self._tell()
                if not self._turn_to_the_person():
                    return self._leave()
        except EndOfInput:
            return self._leave()
        self._tell()
        own = self.company.own or (self.seat,)
        self.voice.say("", *debrief_lines(self.game, self.table.facts_for(self.seat), own[0], own[1:]))
        return self._hot_wash()

    def _hot_wash(self) -> int:
        """Take written answers until somebody leaves or the table closes."""
        if not speaking.asked_after_play(self.game, self._seen()):
            return 0
        self.voice.say("", "IN WRITING: 'reflect 1 ...' answers; 'quit' leaves.", *self._questions())
        while not self._line.is_closed:
            typed = self._ear.ask("hot wash")
            if typed is None or (typed and not self._obey(typed)):
                return 0
            self._tell()
        self.voice.say(*closed_lines(self._line))
        return 0

    def _questions(self) -> list[str]:
        given = dict(room.reflections(self.table.facts_for(self.seat), self.seat))
        return speaking.question_lines(self.game, self._seen(), given)

    def _tell(self) -> None:
        if self._line.client.role is Role.STANDBY:
            raise StoodDown
        self._joined.pump()
        if self._line.client.seats != self.company.seats:
            self._change_hands()
        super()._tell()
        self._besides()
        self.voice.say(*late_lines(self.game, self._line))
        asked = frozenset(one.id for one in room.owed_estimates(self.game, self._seen()))
        if asked - self._asked:
            self.voice.say(speaking.asked_line(self.game, self._seen()))
        self._asked = asked

    def _change_hands(self) -> None:
        """Control has given this person a seat more, or one to somebody else."""
        self._joined.forget_listeners()
        seats, client = self._line.client.seats, self._line.client
        self.company = Company(
            self.table, self.seat if self.seat in seats else client.seat, self.voice, self.OPENS_SHEETS
        )
        self.company.begin()
        self.voice.say("", f"Control has changed who holds what. You are {seats_words(self.game, seats)} now.")

    def _ask(self, act: Act) -> bool:
        try:
            return super()._ask(act)
        except NotAnswered as waits:
            self.voice.say(str(waits))
            return False

    def _turn_to_the_person(self) -> bool:
        if not self._stays:
            self.company.sit(self.company.next_seat())
        self._stays = False
        self._show()
        at = self._moment()
        while not self.table.is_over and self._moment() == at:
            typed = self._ear.ask(self._prompt(), speaking.time_words(self._line.client.time_left()))
            if typed is None:
                return False
            if self._line.client.role is Role.STANDBY:
                raise StoodDown
            if typed and not self._obey(typed):
                return False
            self._tell()
            if self._line.is_closed:
                return False
        return True

    def _show(self) -> None:
        seen = self._seen()
        if seen.owes or seen.step is Step.NEGOTIATE:
            super()._show()
            return
        self.voice.say("", sheets.standing_line(self.game, seen, self.table.ledger(self.seat).history()))
        self.voice.say(*self.company.strip())
        waits = room.waiting_words(self.game, seen, has_control=True)
        self.voice.say(f"Nothing is asked of you now. {waits} You can talk and look: 'help' says how.")
        if room.open_arguments(seen):
            self.voice.say(
                *speaking.argument_lines(self.game, seen), "'reason for ...', 'reason against ...', 'estimate 40'."
            )
        elif seen.sheet.sealed and (line := speaking.prediction_line(self.game, seen, self._own())):
            self.voice.say(line)

    def _prompt(self) -> str:
        seen = self._seen()
        prompt = super()._prompt() if seen.owes or seen.step is Step.NEGOTIATE else "waiting"
        asked = "; ".join(room.answered_words(self.game, one) for one in room.asked_of(seen))
        offers = sum(1 for deal in sheets.open_offers(seen) if deal.to == self.seat)
        offered = f"{offers} offer{'s' if offers > 1 else ''} to you: 'talk'" if offers else ""
        return ", ".join(part for part in (prompt, offered, asked) if part)

    def _help_with(self, step: Step) -> str:
        return sheets.steps_help(step, self._answers(), has_control=True)

    def _on(self) -> None:
        if (following := self.company.next_seat()) != self.seat:
            self.company.sit(following)
        else:
            self.voice.say("Control moves the table on; you need not.")

    # --- beside orders --------------------------------------------------------------------------------------------

    def _help(self) -> tuple[str, ...]:
        return (*sheets.HELP[:-1], *speaking.HELP, sheets.HELP[-1])

    def _commands(self) -> dict[str, Callable[[str], None]]:
        kept = "Control has it; 'requests' shows the answer."
        return {
            **super()._commands(),
            "request": lambda rest: self._speak(lambda: speaking.request_from(rest), kept),
            "requests": lambda _: self.voice.say(*speaking.request_lines(self._own())),
            "predict": self._predict,
            "argue": self._argue,
            "whisper": lambda rest: self._speak(
                lambda: speaking.whisper_from(rest), "It is on your sheet for control alone; 'argue back' takes it off."
            ),
            "pursue": lambda rest: self._speak(
                lambda: speaking.pursue_from(self._seen(), rest), "It is on your sheet; 'argue back' takes it off."
            ),
            "arguments": lambda _: self.voice.say(*speaking.argument_lines(self.game, self._seen())),
            "reason": lambda rest: self._speak(
                lambda: speaking.reason_from(self._seen(), rest), "It is on the table; control rates it."
            ),
            "estimate": lambda rest: self._speak(
                lambda: speaking.estimate_from(self._seen(), rest), "Kept; others see it when the argument is settled."
            ),
            "questions": lambda _: self.voice.say(*self._questions()),
            "reflect": lambda rest: self._speak(
                lambda: speaking.reflect_from(self.game, self._seen(), rest), "Kept; write it again to change it."
            ),
            "commitment": lambda _: self.voice.say(*speaking.commitment_lines(self._own())),
            "clock": lambda _: self.voice.say(self._clock()),
        }

    def _clock(self) -> str:
        left = speaking.time_words(self._line.client.time_left())
        return f"{wording.capital(left)}." if left else "No clock runs now."

    def _predict(self, rest: str) -> None:
        self._speak(
            lambda: speaking.predict_from(self.game, rest), "Kept for the debrief; nobody else sees it till then."
        )

    def _argue(self, rest: str) -> None:
        back = rest.strip().casefold() == "back"
        done = "It is off your sheet." if back else "It is on your sheet; 'argue back' takes it off until you seal."
        self._speak(lambda: speaking.argue_from(self._seen(), rest), done)

    def _leave(self) -> int:
        self.voice.say(*lost_lines(self._line))
        if self._line.is_closed:
            self.voice.say(*closed_lines(self._line))
            return 0
        self.voice.say("You have left the screen; your seat is kept. Join again with the same link.")
        return 0


def late_lines(game: Game, line: SeatLine) -> list[str]:
    """What came of orders that had to wait for their answers."""
    found = []
    for text, answer in line.late_answers():
        if isinstance(answer, Upheld):
            found.append(f"The table has it now: {text}")
        else:
            why = refusal_words(game, answer) if isinstance(answer, Refused) else answer
            found.append(f"No to what waited ({text}): {why}.")
    return found


def closed_lines(line: SeatLine) -> list[str]:
    """Why a link is shut for good."""
    return [f"! {wording.capital(line.client.trouble)}."] if line.client.trouble else []


def lost_lines(line: SeatLine) -> list[str]:
    """What somebody who leaves has asked for without an answer."""
    waits = line.waits_for
    if not waits:
        return []
    return [
        f"No answer came to: {'; '.join(waits)}.",
        "It may not have reached the table: what you do not find in the log when you are back was not done.",
    ]
