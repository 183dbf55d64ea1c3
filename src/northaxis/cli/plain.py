"""Plain mode: the complete game as numbered lines, for screen readers, slow links, pipes and logs.

Reads commands, puts orders to the table, prints what the seat is shown. No rule lives here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from string import ascii_lowercase
from uuid import uuid4

from northaxis.cli import sheets, speaking
from northaxis.cli.company import Company
from northaxis.cli.confidence import after_play, before_play
from northaxis.cli.looking_back import LookingBack
from northaxis.cli.several import change_seat, give
from northaxis.cli.sheets import Numbered
from northaxis.cli.story import Story
from northaxis.cli.talking import Talking
from northaxis.cli.voice import LEAVING, EndOfInput, Voice
from northaxis.domain.facts import Step
from northaxis.domain.ids import PUBLIC, SeatId
from northaxis.domain.orders import (
    Act,
    Answer,
    Guess,
    MakeDemand,
    Mark,
    Order,
    OrderTextError,
    Seal,
    Withdraw,
    from_text,
)
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Refused
from northaxis.domain.views import SeatView
from northaxis.services import beliefs, briefing, wording
from northaxis.services.choices import odds_lines, refusal_words
from northaxis.services.debrief import debrief_lines
from northaxis.services.room import Own, places_used
from northaxis.services.seating import person_words
from northaxis.services.table import Table

NOTATION = re.compile("(about|text|direction|claim|argument|percent|question|project)=")
"""How an order in the notation of the rules goes on behind a word that is a command as well."""


class PlainGame:
    """The people at one screen, at a table with bots. `place` is where the game is kept, as a person would type it.

    `seat` is where they begin: a person's seat, or PUBLIC when several pass the screen round.
    """

    OPENS_SHEETS = False
    """Whether all orders are told as the sheets are opened: where people speak to them before the dice."""

    def __init__(self, table: Table, seat: SeatId, voice: Voice, place: str) -> None:
        self.table, self.voice, self.place = table, voice, place
        self.company = Company(table, seat, voice, self.OPENS_SHEETS)
        self._numbered: list[Numbered] = []
        self.looking_back = LookingBack(
            lambda: self.game,
            lambda: table.facts_for(self.seat),
            self._seen,
            lambda: table.ledger(self.seat),
            voice,
        )
        self.talking = Talking(lambda: self.game, self._seen, voice, self._ask)
        self._warned = False
        self._stays = False

    @property
    def seat(self) -> SeatId:
        """The seat that has the screen."""
        return self.company.seat

    @property
    def story(self) -> Story:
        """What that seat is told."""
        return self.company.story

    # --- the game -------------------------------------------------------------------------------------------------

    @property
    def game(self) -> Game:
        """The rules, decks and scenario, with the cards that control wrote for this seat."""
        return self.table.game_for(self.seat)

    def run(self, is_new: bool) -> int:
        """Play until the end, or until there is nothing more to read; gives the exit code."""
        self._open(is_new)
        try:
            if not before_play(self, is_new):
                return self._leave()
            while not self.table.is_over:
                self._go_on()
                if not self.table.is_over and not self._turn_to_the_person():
                    return self._leave()
            after_play(self)
        except EndOfInput:
            return self._leave()
        own = self.company.own or self.company.seats
        self.voice.say("", *debrief_lines(self.game, self.table.facts_for(self.seat), own[0], own[1:]))
        self.voice.say("", f"The game is kept in {self.place}; 'northaxis replay {self.place}' tells it again.")
        return 0

    def _open(self, is_new: bool) -> None:
        self.company.begin()
        if is_new:
            self.voice.say(*briefing.scene_lines(self.game), "")
            if self.company.is_round:
                round_table = (person_words(self.game, person) for person in self.company.people)
                self.voice.say(f"At this screen: {'; '.join(round_table)}. Bots hold the other seats.")
            else:
                self.brief()
        else:
            self.voice.say(f"{wording.plain(self.game.scenario.name)} goes on.")
            self.looking_back.log("")

    def brief(self) -> None:
        """Who one is, seat by seat, and how to get help."""
        for seat in self.company.own:
            self.voice.say(*briefing.seat_lines(self.game, seat), "")
            self.voice.say(*briefing.goal_lines(self.game, self.table.view(seat)), "")
        if len(self.company.own) > 1:
            self.voice.say(*sheets.SEVERAL, "")
        self.voice.say("Type 'help' at any prompt.")

    def _go_on(self) -> None:
        """Let bots and the table move until it is a person's turn; tell everything on the way."""
        has_talk = bool(dict(self.game.scenario.timers).get(str(Step.NEGOTIATE), 0))
        talks = has_talk and self.table.state.step is Step.NEGOTIATE
        if self.company.is_round and not self.company.owing() and not talks:
            self.company.sit(PUBLIC)
        for _ in self.table.steps(talk=has_talk):
            self._tell()
            if self.voice.is_live and self.table.state.step in (Step.ADJUDICATE, Step.NARRATE):
                self.voice.ask("enter for the next")
        self._tell()

    def _tell(self) -> None:
        self.company.tell()

    def _turn_to_the_person(self) -> bool:
        """Show what is to be done and read commands until the table can go on; False at the end of input."""
        if not self._stays:
            self.company.sit(self.company.next_seat())
        self._stays = False
        self._show()
        owed_at = self._moment()
        while not self.table.is_over and self._moment() == owed_at:
            typed = self.voice.ask(self._prompt())
            if typed is None:
                return False
            if typed and not self._obey(typed):
                return False
            self._tell()
        return True

    def _moment(self) -> tuple[int, Step, SeatId, bool, object]:
        seen = self._seen()
        return seen.turn, seen.step, seen.seat, seen.owes, seen.card.card if seen.card else None

    def _leave(self) -> int:
        self.voice.say(f"Saved. Go on with: northaxis play --session {self.place}")
        return 0

    # --- showing --------------------------------------------------------------------------------------------------

    def _seen(self) -> SeatView:
        return self.table.view(self.seat)

    def _prompt(self) -> str:
        step = sheets.asked_step(self._seen())
        return {Step.INJECT: "card", Step.DEMANDS: "demand", Step.NEGOTIATE: "talk"}.get(step, "order")

    def _show(self) -> None:
        """Where one stands and what can be chosen."""
        seen = self._seen()
        self.voice.say("", sheets.standing_line(self.game, seen, self.table.ledger(self.seat).history()))
        self.voice.say(*self.company.strip())
        if self.seat == PUBLIC:
            self._numbered = []
            self.voice.say(*sheets.talk_lines(self.game, seen), sheets.FOR_ALL)
            return
        step = sheets.asked_step(seen)
        if not seen.owes and step is not Step.NEGOTIATE:
            self._numbered = []
            self.voice.say(*sheets.talk_lines(self.game, seen), sheets.DONE_HERE)
            return
        match step:
            case Step.INJECT:
                self._numbered, lines = sheets.card_choices(self.game, seen)
            case Step.DEMANDS:
                self._numbered, lines = sheets.demand_choices(self.game, seen)
            case Step.NEGOTIATE:
                self._numbered, lines = [], sheets.talk_lines(self.game, seen)
            case _:
                lines = [sheets.to_do(seen, self._answers()), *self._demands(seen)]
                self._numbered, orders = sheets.order_choices(self.table, seen)
                lines += orders
                lines += sheets.talk_lines(self.game, seen)
        self.voice.say(*lines, self._help_with(step))

    def _help_with(self, step: Step) -> str:
        return sheets.steps_help(step, self._answers())

    def _demands(self, seen: SeatView) -> list[str]:
        return sheets.asked_lines(self.table, seen) if self.seat == self.game.rules.answering.seat else []

    def _refresh(self) -> None:
        """Number the choices anew after the sheet changed, and say what is on it."""
        seen = self._seen()
        if sheets.asked_step(seen) is Step.ORDERS:
            self._numbered, _ = sheets.order_choices(self.table, seen)
            self.voice.say(sheets.sheet_line(self.game, seen))

    # --- commands -------------------------------------------------------------------------------------------------

    def _obey(self, typed: str) -> bool:
        """Do what was typed; False when the person leaves."""
        word, _, rest = typed.partition(" ")
        rest = rest.strip()
        if word.casefold() in LEAVING:
            return False
        command = self._commands().get(word.casefold())
        if command is not None and not NOTATION.match(rest):
            command(rest)
        elif (act := self._choice(typed)) is not None:
            self._ask(act)
        else:
            self._notation(typed)
        return True

    def _commands(self) -> dict[str, Callable[[str], None]]:
        return {
            "help": lambda _: self.voice.say(*self._help()),
            "?": lambda _: self.voice.say(*self._help()),
            "note": self._note,
            "notes": lambda _: self._own_lines(lambda: tuple(speaking.note_lines(self.game, self._own()))),
            "status": lambda _: self._status(),
            "goals": lambda _: self._own_lines(lambda: briefing.goal_lines(self.game, self._seen())),
            "brief": lambda _: self._own_lines(lambda: briefing.seat_lines(self.game, self.seat)),
            "scene": lambda _: self.voice.say(*briefing.scene_lines(self.game)),
            "orders": lambda _: self._show(),
            "card": lambda _: self._show(),
            "demands": lambda _: self._list_demands(),
            "talk": lambda _: self.talking.talk(),
            "log": self.looking_back.log,
            "why": self.looking_back.why,
            "passage": self.looking_back.passage,
            "odds": self._odds,
            "undo": lambda _: self._undo(),
            "seal": lambda _: self._seal(),
            "on": lambda _: self._on(),
            "go": lambda _: self._on(),
            "say": self.talking.say,
            "guess": self._guess,
            "seat": lambda rest: change_seat(self, rest),
            "seats": lambda _: self.voice.say(*(self.company.strip() or ["You hold one seat."])),
            "give": lambda rest: give(self, rest),
            "offer": self.talking.offer,
            "sign": lambda rest: self.talking.deal(rest, True),
            "decline": lambda rest: self.talking.deal(rest, False),
        }

    def _choice(self, typed: str) -> Act | None:
        """What a number, a number and `backed`, or `MOS c` stands for."""
        words = typed.casefold().split()
        key = words[0].rstrip(".")
        found = next((each for each in self._numbered if each.key == key), None)
        if found is not None:
            if isinstance(found.act, MakeDemand) and words[1:] and words[1].startswith("back"):
                return MakeDemand(found.act.demand, backed=True)
            return found.act if len(words) == 1 else None
        demander = next(
            (d for d in self.game.rules.answering.demanders if key in (d.id.casefold(), d.name.casefold())), None
        )
        if demander is not None and len(words) == 2 and (kind := sheets.response_of(self.game, words[1])) is not None:
            return Answer(demander.id, kind)
        return None

    def _notation(self, typed: str) -> None:
        text = typed if typed.upper().startswith(f"{self.seat}:") else f"{self.seat}: {typed}"
        try:
            order = from_text(text)
        except OrderTextError:
            if typed.split()[0].rstrip(".")[:1].isdigit():
                keys = ", ".join(each.key for each in self._numbered if not each.is_closed)
                none = "nothing is chosen by number now"
                if self.table.state.step is Step.ORDERS:
                    none = "no more orders can be placed; 'undo' takes the last one back"
                self.voice.say(f"There is no choice '{typed}'; {f'there are: {keys}' if keys else none}.")
            else:
                takes = self._help_with(sheets.asked_step(self._seen()))
                self.voice.say(f"'{typed}' was not understood. {takes}")
            return
        self._ask(order.act)

    def _ask(self, act: Act) -> bool:
        """Put an order to the table and say what it said."""
        if self.seat == PUBLIC:
            self.voice.say(sheets.NOBODY)
            return False
        ruling = self.table.ask(self.seat, Order(self.seat, act), uuid4().hex)
        if isinstance(ruling, Refused):
            self.voice.say(f"No: {refusal_words(self.game, ruling)} ({ruling.rule}).")
            return False
        self._warned = False
        self.table.answer_offers()
        self._tell()
        if not isinstance(act, Seal | Mark | Guess | speaking.Beside):
            self._refresh()
        return True

    # --- beside orders --------------------------------------------------------------------------------------------

    def _help(self) -> tuple[str, ...]:
        return (*sheets.HELP[:-1], *speaking.ANYWHERE, sheets.HELP[-1])

    def _own(self) -> Own:
        """What the seat has asked, noted and expected."""
        return Own.of(self.table.facts_for(self.seat), self.seat, self.table.state.turn)

    def _note(self, rest: str) -> None:
        self._speak(lambda: speaking.note_from(self.game, rest, self._numbered), "Noted; nobody else sees it.")

    def _speak(self, act: Callable[[], speaking.Spoken], done: str) -> None:
        """Do what was typed beside orders, or say how it should look."""
        try:
            if self._ask(act()):
                self.voice.say(done)
        except speaking.Unclear as problem:
            self.voice.say(str(problem))

    def _seal(self) -> None:
        seen = self._seen()
        asking = self.game.rules.demander
        missing = [wording.plain(asking(one).name) for one in sheets.unanswered(seen)] if self._answers() else []
        idle = not places_used(seen) and any(n.panel is not None for n in self._numbered)
        if seen.step is Step.ORDERS and (missing or idle) and not self._warned:
            self._warned = True
            if missing:
                self.voice.say(f"Not answered: {', '.join(missing)}. A missing answer is a refusal.")
            if idle:
                self.voice.say("There is no order on your sheet.")
            self.voice.say("Type 'seal' again if you mean it.")
            return
        self._ask(Seal())

    def _answers(self) -> bool:
        return self.seat == self.game.rules.answering.seat

    def _undo(self) -> None:
        orders = self._seen().sheet.orders
        if not orders:
            self.voice.say("There is no order on your sheet to take back.")
            return
        self._ask(Withdraw(orders[-1].action, orders[-1].target))

    def _on(self) -> None:
        if self.table.state.step is not Step.NEGOTIATE:
            if (following := self.company.next_seat()) != self.seat:
                self.company.sit(following)
                return
            self.voice.say("The table waits for you; 'seal' closes your sheet." if self._seen().owes else "It goes on.")
            return
        self.table.go_on()
        self._tell()

    def _status(self) -> None:
        seen = self._seen()
        history = self.table.ledger(self.seat).history()
        self.voice.say(sheets.standing_line(self.game, seen, history), *sheets.status_lines(self.game, seen))
        if seen.step is Step.ORDERS:
            self.voice.say(sheets.sheet_line(self.game, seen))

    # --- several seats --------------------------------------------------------------------------------------------

    def _own_lines(self, lines: Callable[[], tuple[str, ...]]) -> None:
        """What only a seat has."""
        self.voice.say(*((sheets.NOBODY,) if self.seat == PUBLIC else lines()))

    def _list_demands(self) -> None:
        seen = self._seen()
        lines = self._demands(seen)
        for made in () if lines else seen.demands:
            if made.demand is not None:
                demand = self.game.rules.demand(made.demand)
                asker = wording.plain(self.game.rules.demander(made.demander).name)
                backed = " (backed)" if made.backed else ""
                lines.append(f"{asker}{backed}: {wording.plain(demand.name)}. {wording.plain(demand.text)}")
        self.voice.say(*(lines or ["There are no demands on the table."]))

    # --- looking back ---------------------------------------------------------------------------------------------

    def _odds(self, rest: str) -> None:
        wanted = rest.casefold().rstrip(".")
        fitting = [each for each in self._numbered if wanted in (each.key, each.key.rstrip(ascii_lowercase))]
        found = fitting[0] if fitting else None
        if found is None and self.table.state.step is Step.ORDERS and not any(each.panel for each in self._numbered):
            self.voice.say("No more orders can be placed, so there are no odds; 'undo' takes the last one back.")
            return
        if found is None or found.panel is None:
            keys = ", ".join(each.key for each in self._numbered if each.panel) or "none now"
            self.voice.say(f"Odds are shown for an order by its number, like 'odds 1'; there are: {keys}.")
            return
        self.voice.say(*odds_lines(self.game, self._seen().perception, found.panel))

    def _guess(self, rest: str) -> None:
        guess = beliefs.guess_from_text(self.game, rest)
        if guess is None:
            self.voice.say(*beliefs.guess_lines(self.game, self._seen()))
        elif self._ask(guess):
            self.voice.say(beliefs.guessed_words(self.game, guess))
