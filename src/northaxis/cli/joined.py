"""Seats at a hosted table in plain lines: as alone, but control moves the table, and news come in between.

The line to the table lives in a thread of its own; here one thing happens after another, as people read and type.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from functools import partial
from typing import cast

from northaxis.cli import sheets, speaking
from northaxis.cli.company import Company
from northaxis.cli.joined_table import JoinedTable, Line
from northaxis.cli.plain import LEAVING, PlainGame
from northaxis.cli.story import Story
from northaxis.cli.voice import EndOfInput, Stream
from northaxis.domain.control_facts import Noted, Predicted
from northaxis.domain.declassify import SeenFact
from northaxis.domain.facts import Answered, OrderPlaced, OrderWithdrawn, SheetSealed, Step
from northaxis.domain.orders import OrderTextError, from_text
from northaxis.domain.rulings import Refused
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

WRITTEN = (OrderPlaced, OrderWithdrawn, Answered, SheetSealed, Noted, Predicted)
"""What seats do on their own before the sheets are opened."""

WATCHES = "What happens is told here as it happens; 'quit' leaves."
"""What there is to know for somebody without a seat."""

CONTROLS = (
    "You are control, in lines. 'go on' opens the next step of the turn; 'help' shows what else you can order. "
    f"{WATCHES}"
)

CONTROL_HELP = (
    "'go on' opens the next step: a card, the demands, the sheets, the next turn. The prompt says how many "
    "the table still waits for; going on does without them.",
    "Other orders are a verb and its fields; text in quotes, and every ruling says why:",
    "- 'clock kind=pause', 'clock kind=resume', 'clock kind=extend seconds=60', 'clock kind=skip'",
    "- 'settle-request request=MIN-1 status=answered text=\"yes, page two\"'; a request is told here as it comes",
    "- 'inject card=F53 why=\"the room asked for it\"', 'end why=\"time is up\"'",
    "- 'track quantity=suwalki value=4 code=ERROR why=\"set up wrongly\"'",
    "- 'overrule action=KYI-STR target=sw_shahed success=yes code=ERROR why=\"the dice were read wrong\"'",
    "- 'reseat seat=VIL holder=bot level=staff', 'back to=1 why=\"a wrong card\"'",
    "What an order lacks is said when it is tried. The console (the same link without --plain, or in a "
    "browser) offers all of them with their choices.",
    "'quit' leaves; the table goes on.",
)
"""Control by lines: enough to run a table, and how the rest is written."""

NEWS = ""
"""What a prompt gives back when the table has moved instead of somebody typing."""


class Ear:
    """Waits for whichever comes first: something typed, or news of the table."""

    def __init__(self, line: Line, voice: Stream) -> None:
        self._line, self._voice = line, voice
        self._comes: queue.SimpleQueue[tuple[str, str | None]] = queue.SimpleQueue()
        self._is_reading = False
        self._moment = line.client.moment()
        line.listen(lambda: self._comes.put(("news", None)))

    def ask(self, prompt: str, is_quiet: Callable[[], bool] = lambda: False) -> str | None:
        """What is typed (None: nothing will be any more), or NEWS when there is something to tell first.

        News that are not worth a word (`is_quiet`) interrupt nobody who reads or types.
        """
        if self._has_news() and not is_quiet():
            return NEWS
        if not self._is_reading:
            self._is_reading = True
            threading.Thread(target=self._read, args=(prompt,), daemon=True).start()
        else:
            self._voice.prompt(prompt)
        while True:
            kind, typed = self._comes.get()
            if kind == "typed":
                self._is_reading = False
                return typed
            if self._has_news() and not is_quiet():
                self._voice.say("")
                return NEWS

    def _read(self, prompt: str) -> None:
        self._comes.put(("typed", self._voice.ask(prompt)))

    def _has_news(self) -> bool:
        before, self._moment = self._moment, self._line.client.moment()
        return before != self._moment


class JoinedGame(PlainGame):
    """One person on their seats of a hosted table."""

    def __init__(self, line: Line, voice: Stream) -> None:
        self._joined = JoinedTable(line)
        table = cast(Table, self._joined)  # it has all of a table that plain mode asks for
        super().__init__(table, line.client.seat, voice, "")
        self._line, self._ear = line, Ear(line, voice)
        self._trouble, self._asked = "", frozenset[str]()

    def run(self, is_new: bool) -> int:
        """Play until the end, or until there is nothing more to read; gives the exit code."""
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
        self._joined.pump()
        if self._line.client.seats != self.company.seats:
            self._change_hands()
        super()._tell()
        trouble = self._line.client.trouble
        if trouble != self._trouble:
            self._trouble = trouble
            self.voice.say(f"! {wording.capital(trouble)}." if trouble else "The table goes on.")
        asked = frozenset(one.id for one in room.owed_estimates(self.game, self._seen()))
        if asked - self._asked:
            self.voice.say(speaking.asked_line(self.game, self._seen()))
        self._asked = asked

    def _change_hands(self) -> None:
        """Control has given this person a seat more, or one to somebody else."""
        self._joined.forget_listeners()
        seats, client = self._line.client.seats, self._line.client
        self.company = Company(self.table, self.seat if self.seat in seats else client.seat, self.voice)
        self.company.begin()
        self.voice.say("", f"Control has changed who holds what. You are {seats_words(self.game, seats)} now.")

    def _turn_to_the_person(self) -> bool:
        if not self._stays:
            self.company.sit(self.company.next_seat())
        self._stays = False
        self._show()
        at = self._moment()
        while not self.table.is_over and self._moment() == at:
            typed = self._ear.ask(self._prompt())
            if typed is None:
                return False
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
        left = speaking.time_words(self._line.client.time_left())
        return ", ".join(part for part in (prompt, offered, asked, left) if part)

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
        self.voice.say("You have left the screen; your seat is kept. Join again with the same link.")
        return 0


def watch(line: Line, voice: Stream) -> int:
    """The table as onlookers see it; control may type its orders in words, like 'go on'."""
    client, rules_it = line.client, line.client.role is Role.CONTROL
    table, ear = JoinedTable(line), Ear(line, voice)
    story = Story(client.game, client.seat, voice, lambda: table.ledger(client.seat))
    news: list[SeenFact] = []
    table.subscribe(client.seat, news.extend)
    voice.say(*briefing.scene_lines(client.game), "")
    story.skip(client.facts(), client.view())
    voice.say(CONTROLS if rules_it else f"You see the table as the {client.role} does. {WATCHES}")
    while client.view().over is None and not client.is_closed:
        heard = len(client.facts())
        typed = ear.ask(_stand(line, rules_it), partial(_is_only_writing, line, heard))
        if typed is None or typed.casefold() in LEAVING:
            return 0
        if typed.casefold() in ("help", "?"):
            voice.say(*(CONTROL_HELP if rules_it else (WATCHES,)))
        elif typed and not rules_it:
            voice.say(f"No: you only look on here. {WATCHES}")
        elif typed:
            _order(table, typed, voice)
        table.pump()
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
    return only and client.view().waiting_for > 0 and not client.is_closed and not client.trouble


def _stand(line: Line, rules_it: bool) -> str:
    """The prompt of somebody without a seat: where the table stands, what it waits for, how long is left."""
    client = line.client
    view = client.view()
    waits = room.waiting_words(client.game, view, has_control=not rules_it).rstrip(".")
    left = speaking.time_words(client.time_left())
    parts = (f"turn {view.turn} of {view.turns}", wording.SAY[view.step], waits, left)
    return f"[{', '.join(part[:1].lower() + part[1:] for part in parts if part)}] {client.role}"


def _order(table: JoinedTable, typed: str, voice: Stream) -> None:
    try:
        order = from_text(f"{table.seat}: {typed}")
    except OrderTextError as error:
        voice.say(f"No: {error}.")
        return
    ruling = table.ask(table.seat, order, "")
    if isinstance(ruling, Refused):
        voice.say(f"No: {refusal_words(table.game, ruling)} ({ruling.rule}).")


def play_plain(link: str) -> int:
    """Sit down at the seat of a link, in lines; gives the exit code. CannotConnect."""
    line, voice = Line(link), Stream()
    try:
        if not line.client.role.plays:
            return watch(line, voice)
        return JoinedGame(line, voice).run(line.client.view().turn == 0)
    finally:
        line.close()
