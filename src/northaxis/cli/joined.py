"""Seats at a hosted table in plain lines: as alone, but control moves the table, and news come in between.

The line to the table lives in a thread of its own; here one thing happens after another, as people read and type.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

from northaxis.cli import sheets, speaking
from northaxis.cli.company import Company
from northaxis.cli.control_help import control_help
from northaxis.cli.ear import Besides, Ear
from northaxis.cli.joined_table import JoinedTable, Line, NotAnswered
from northaxis.cli.plain import LEAVING, PlainGame
from northaxis.cli.story import Story
from northaxis.cli.voice import EndOfInput, Stream
from northaxis.domain.control_facts import Noted, Predicted
from northaxis.domain.declassify import SeenFact
from northaxis.domain.facts import Answered, OrderPlaced, OrderWithdrawn, SheetSealed, Step
from northaxis.domain.orders import Act, OrderTextError, from_text
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Refused, Upheld
from northaxis.services import briefing, room, wording
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

A_BOT_PLAYS = (
    "A bot plays this seat now, and nothing of the seat is shown here. Control can give it back to you; then you go on "
    "here by itself. 'quit' leaves."
)
STOOD_DOWN = -1
"""What a seat played in lines comes to when a bot took it over, or gave it back: no exit code."""

WRITTEN = (OrderPlaced, OrderWithdrawn, Answered, SheetSealed, Noted, Predicted)
"""What seats do on their own before the sheets are opened."""

HELP = frozenset({"help", "?"})
LOOKS_ON = {
    Role.OBSERVER: "You look on: you see what everybody may see. 'quit' leaves; the rest comes by itself.",
    Role.PROJECTOR: "You see what the wall shows. 'quit' leaves; the rest comes by itself.",
    Role.CONTROL: "You are in control of this table and see everything. 'go on' opens the next step, 'help' lists what "
    "else you can do, 'quit' leaves.",
}
"""What somebody is told who holds no seat."""


class StoodDown(Exception):
    """Control gave the seat to a bot."""


class JoinedGame(PlainGame):
    """One person on their seats of a hosted table."""

    OPENS_SHEETS = True

    def __init__(self, line: Line, voice: Stream, ear: Ear | None = None) -> None:
        self._joined = JoinedTable(line)
        table = cast(Table, self._joined)  # it has all of a table that plain mode asks for
        super().__init__(table, line.client.seat, voice, "")
        self._line, self._ear = line, ear or Ear(line, voice)
        self._besides, self._asked = Besides(line, voice), frozenset[str]()

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
        while not self._line.client.is_closed:
            typed = self._ear.ask("hot wash")
            if typed is None or (typed and not self._obey(typed)):
                return 0
            self._tell()
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
        self._besides.tell()
        self.voice.say(*_late_lines(self.game, self._line))
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
            if self._line.client.is_closed:
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
        self.voice.say(*_lost_lines(self._line))
        self.voice.say("You have left the screen; your seat is kept. Join again with the same link.")
        return 0


def _late_lines(game: Game, line: Line) -> list[str]:
    """What came of orders that had to wait for their answers."""
    found = []
    for text, answer in line.late_answers():
        if isinstance(answer, Upheld):
            found.append(f"The table has it now: {text}")
        else:
            why = refusal_words(game, answer) if isinstance(answer, Refused) else answer
            found.append(f"No to what waited ({text}): {why}.")
    return found


def _lost_lines(line: Line) -> list[str]:
    """What somebody who leaves has asked for without an answer."""
    waits = line.waits_for
    if not waits:
        return []
    return [
        f"No answer came to: {'; '.join(waits)}.",
        "It may not have reached the table: what you do not find in the log when you are back was not done.",
    ]


def stand_by(line: Line, voice: Stream, ear: Ear) -> int:
    """Wait while a bot plays the seat; gives the exit code, or STOOD_DOWN when the seat is this person's again."""
    voice.say("", A_BOT_PLAYS)
    besides = Besides(line, voice)
    while not line.client.is_closed:
        besides.tell()
        if line.client.role is not Role.STANDBY:
            voice.say("You have your seat back.")
            return STOOD_DOWN
        typed = ear.ask("a bot plays")
        if typed is None or typed.casefold() in LEAVING:
            return 0
        if typed:
            voice.say(A_BOT_PLAYS)
    return 0


def attend(line: Line, voice: Stream) -> int:
    """A person at a seat in lines, also while a bot plays it; gives the exit code."""
    ear, is_new = Ear(line, voice), line.client.view().turn == 0
    code = STOOD_DOWN
    while code == STOOD_DOWN:
        rests = line.client.role is Role.STANDBY
        code = stand_by(line, voice, ear) if rests else JoinedGame(line, voice, ear).run(is_new)
        is_new = False
    return code


def watch(line: Line, voice: Stream) -> int:
    """The table as onlookers see it; control may type its orders in words, like 'go on'."""
    client, rules_it = line.client, line.client.role is Role.CONTROL
    table, ear = JoinedTable(line), Ear(line, voice)
    story = Story(client.game, client.seat, voice, lambda: table.ledger(client.seat), opens_sheets=not rules_it)
    news: list[SeenFact] = []
    besides = Besides(line, voice)
    table.subscribe(client.seat, news.extend)
    voice.say(*briefing.scene_lines(client.game), "")
    story.skip(client.facts(), client.view())
    voice.say(LOOKS_ON[client.role])
    while client.view().over is None and not client.is_closed:
        heard = len(client.facts())
        besides.tell()
        left = speaking.time_words(client.time_left())
        typed = ear.ask(_stand(line, rules_it), left, partial(_is_only_writing, line, heard))
        if typed is None or typed.casefold() in LEAVING:
            voice.say(*_lost_lines(line))
            return 0
        if typed.casefold() in HELP:
            voice.say(*(control_help() if rules_it else (LOOKS_ON[client.role],)))
        elif typed and not rules_it:
            voice.say(f"No: there is no seat here to give orders for. {LOOKS_ON[client.role]}")
        elif typed:
            _order(table, typed, voice)
        table.pump()
        voice.say(*_late_lines(client.game, line))
        if news:
            told, news[:] = tuple(news), []
            story.tell(told, client.view())
    if client.trouble:
        voice.say(f"! {wording.capital(client.trouble)}.")
    return 0


def _is_only_writing(line: Line, heard: int) -> bool:
    """Whether since then seats have only written on their sheets while others still do: no word for each."""
    client = line.client
    only = all(isinstance(fact, WRITTEN) for fact in client.facts()[heard:])
    return only and heard < len(client.facts()) and client.view().waiting_for > 0 and not client.is_closed


def _stand(line: Line, rules_it: bool) -> str:
    """The prompt of somebody without a seat: where the table stands, what it waits for, how long is left."""
    client = line.client
    view = client.view()
    waits = room.waiting_words(client.game, view, has_control=not rules_it).rstrip(".")
    at = f"fact {len(client.facts())}" if rules_it else ""
    parts = (f"turn {view.turn} of {view.turns}", wording.SAY[view.step], waits, at)
    return f"[{', '.join(part[:1].lower() + part[1:] for part in parts if part)}] {client.role}"


def _order(table: JoinedTable, typed: str, voice: Stream) -> None:
    try:
        order = from_text(f"{table.seat}: {typed}")
    except OrderTextError as error:
        voice.say(f"No: {error}.")
        return
    try:
        ruling = table.ask(table.seat, order, "")
    except NotAnswered as waits:
        voice.say(str(waits))
        return
    if isinstance(ruling, Refused):
        voice.say(f"No: {refusal_words(table.game, ruling)} ({ruling.rule}).")


def play_plain(link: str) -> int:
    """Sit down at the seat of a link, in lines; gives the exit code. CannotConnect."""
    line, voice = Line(link), Stream()
    try:
        if line.client.role.plays or line.client.role is Role.STANDBY:
            return attend(line, voice)
        return watch(line, voice)
    finally:
        line.close()
