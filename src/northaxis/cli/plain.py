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
from northaxis.cli.guard import Problem
from northaxis.cli.seating import seats_of
from northaxis.cli.sheets import Numbered
from northaxis.cli.story import Story
from northaxis.cli.voice import EndOfInput, Voice
from northaxis.domain.declassify import SeenFact
from northaxis.domain.facts import Step, TurnBegan
from northaxis.domain.ids import PUBLIC, DealId, SeatId
from northaxis.domain.orders import (
    Act,
    Answer,
    DeclineDeal,
    Give,
    Guess,
    MakeDemand,
    Mark,
    OfferDeal,
    Order,
    OrderTextError,
    Say,
    Seal,
    SignDeal,
    Withdraw,
    from_text,
)
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Refused
from northaxis.domain.undo import struck_out
from northaxis.domain.views import SeatView
from northaxis.services import beliefs, briefing, wording
from northaxis.services.beats import Weight, lines_of
from northaxis.services.choices import odds_lines, refusal_words
from northaxis.services.debrief import debrief_lines
from northaxis.services.narrator import Narrator
from northaxis.services.room import Own, places_used
from northaxis.services.seating import Person, person_words
from northaxis.services.table import Table
from northaxis.services.why import Because, to_lines, why_index, why_quantity
from northaxis.services.why_methods import why_decided

LEAVING = ("quit", "q", "exit")
EXAMPLE = "4 2 3 3 1 5 "
MOST_TRIES = 3
"""Times a card is asked for before it stays blank: a script that knows nothing of it shall not be eaten up."""

NOTATION = re.compile("(about|text|direction|claim|argument|percent|question|project)=")
"""How an order in the notation of the rules goes on behind a word that is a command as well."""

MOST_LINES = 9
"""Lines of an account that are shown at once."""


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
        self._account: Because | None = None
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
            if not self._each_before_play(is_new):
                return self._leave()
            while not self.table.is_over:
                self._go_on()
                if not self.table.is_over and not self._turn_to_the_person():
                    return self._leave()
            self._each_after_play()
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
                self._brief()
        else:
            self.voice.say(f"{wording.plain(self.game.scenario.name)} goes on.")
            self._log("")

    def _brief(self) -> None:
        """Who one is, seat by seat, and how to get help."""
        for seat in self.company.own:
            self.voice.say(*briefing.seat_lines(self.game, seat), "")
            self.voice.say(*briefing.goal_lines(self.game, self.table.view(seat)), "")
        if len(self.company.own) > 1:
            self.voice.say(*sheets.SEVERAL, "")
        self.voice.say("Type 'help' at any prompt.")

    def _each_before_play(self, is_new: bool) -> bool:
        """Give everybody the brief and the confidence card before turn 1; False when somebody leaves."""
        if self.table.state.step is not Step.SETUP:
            return True
        for person in self.company.people:
            given = any(self.table.view(seat).marks for seat in person.seats)
            asked = beliefs.offers_card(self.game) and not given
            if self.company.is_round and (asked or is_new):
                self.company.sit(person.seats[0])
                self._brief()
            if asked:
                self.voice.say("", "CONFIDENCE CARD, before play", *beliefs.card_lines(self.game))
                if not self._marks():
                    return False
            elif self.company.is_round and is_new:
                self.voice.ask("enter hides this")
        return True

    def _each_after_play(self) -> None:
        """Offer the card again when play is over, in a round to those who filled it in before; then all may look."""
        for person in self.company.people if beliefs.offers_card(self.game) else ():
            seat = self._marked_seat(person)
            seen = self.table.view(seat)
            if not seen.marks_after and (seen.marks or not self.company.is_round):
                self.company.sit(seat)
                self.voice.say("", "CONFIDENCE CARD, after play", *beliefs.card_lines(self.game, seen.marks))
                self._marks()
        if self.company.is_round:
            self.company.sit(PUBLIC)

    def _marked_seat(self, person: Person) -> SeatId:
        """The seat in whose name a person filled in the card."""
        return next((seat for seat in person.seats if self.table.view(seat).marks), person.seats[0])

    def _marks(self) -> bool:
        """Read the marks, or that there shall be none; False when the person leaves."""
        count = len(beliefs.statements(self.game))
        self.voice.say(f"Type {count} marks in a row, like '{(EXAMPLE * count)[: 2 * count - 1]}'; enter skips it.")
        for _ in range(MOST_TRIES):
            typed = self.voice.ask("marks")
            if typed is None or typed.casefold() in LEAVING:
                return False
            if typed.casefold() in ("", "skip"):
                return True
            marks = beliefs.marks_from_text(self.game, typed.removeprefix("mark "))
            if isinstance(marks, tuple):
                if self._ask(Mark(marks)):
                    self.voice.say("Your card is kept.")
                return True
            self.voice.say(f"{marks} Enter alone skips the card.")
        self.voice.say("The card stays blank.")
        return True

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
            "talk": lambda _: self._talk(),
            "log": self._log,
            "why": self._why,
            "passage": self._passage,
            "odds": self._odds,
            "undo": lambda _: self._undo(),
            "seal": lambda _: self._seal(),
            "on": lambda _: self._on(),
            "go": lambda _: self._on(),
            "say": self._say,
            "guess": self._guess,
            "seat": self._change_seat,
            "seats": lambda _: self.voice.say(*(self.company.strip() or ["You hold one seat."])),
            "give": self._give,
            "offer": self._offer,
            "sign": lambda rest: self._deal(rest, True),
            "decline": lambda rest: self._deal(rest, False),
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

    def _change_seat(self, rest: str) -> None:
        """Another of the person's seats, or of the others at this screen."""
        here = self.company.seats
        try:
            wanted = seats_of(self.game, rest) if rest else ()
        except Problem as problem:
            self.voice.say(f"No: {problem}.")
            return
        if len(wanted) != 1 or wanted[0] not in here:
            held = ", ".join(wording.seat_name(self.game, seat) + f" ({seat})" for seat in here)
            self.voice.say(f"Type 'seat' and one seat of this screen, like 'seat {here[-1]}'; there are: {held}.")
        elif wanted[0] == self.seat:
            self.voice.say(f"You are {wording.seat_name(self.game, self.seat)}.")
        else:
            self.company.sit(wanted[0])
            self._stays, self._warned = True, False

    def _give(self, rest: str) -> None:
        """Points to another seat of one's own, as `VIL 2`."""
        name, _, points = rest.partition(" ")
        others = [seat for seat in self.company.own if seat != self.seat]
        if not others:
            self.voice.say("You hold one seat; points go to other people's seats by a deal, like 'offer KYI: pay 1'.")
        elif not points.strip().isdecimal():
            self.voice.say(
                f"Say to which seat of yours and how many, like 'give {others[0]} 1'; {self._seen().ip} IP here."
            )
        elif self._ask(Give(SeatId(name.upper()), int(points))):
            self.voice.say(f"{points.strip()} IP go to {wording.seat_name(self.game, SeatId(name.upper()))}.")

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

    def _log(self, rest: str) -> None:
        """This turn and the one before, or all of it."""
        facts = self.table.facts_for(self.seat)
        undone = struck_out(facts)
        first = 0 if rest == "all" else max(1, self.table.state.turn - 1)
        narrator, turn = Narrator(self.game, self.seat), 0
        batch: list[SeenFact] = []
        for place, fact in enumerate((*facts, None)):
            if fact is None or isinstance(fact, TurnBegan):
                beats = narrator.tell(batch, {gone - place + len(batch) for gone in undone})
                if turn >= first:
                    kept = [b for b in beats if b.weight >= Weight.USUAL and (b.kind != "sheets" or b.seat is None)]
                    self.voice.say(*(line for beat in kept for line in lines_of(self.game, beat)))
                batch, turn = [], fact.turn if fact is not None else turn
            if fact is not None:
                batch.append(fact)

    def _why(self, rest: str) -> None:
        ledger = self.table.ledger(self.seat)
        if rest.isdigit():
            self._open_account(int(rest))
            return
        if rest in ("", "root") or rest.casefold() == wording.index_name(self.game):
            account = why_index(self.game, ledger, self.seat, root=rest == "root")
            if account is None:
                band = wording.plain(self._seen().index.band)
                name = wording.index_name(self.game)
                self.voice.say(
                    f"You know only the band of {name}, {band}; 'why' works for any track you see, like 'why unity'."
                )
                return
        elif rest == "decided":
            account = why_decided(self.game, self._seen())
            if account is None:
                self.voice.say("This turn nothing was decided otherwise than by its own dice.")
                return
        else:
            quantity = self._quantity(rest)
            if quantity is None:
                return
            account = why_quantity(self.game, ledger, quantity)
        self._account = account
        lines = account.under
        self.voice.say(account.words)
        for place, line in enumerate(lines[:MOST_LINES], 1):
            points = f"{wording.signed(line.points):>3}  " if line.points is not None else ""
            self.voice.say(f"  {place}. {points}{line.words}")
        left = lines[MOST_LINES:]
        if left:
            together = sum(line.points or 0 for line in left)
            self.voice.say(f"  and {len(left)} smaller lines, together {wording.signed(together)}")
        if any(line.under for line in lines):
            self.voice.say("'why 2' opens a line.")

    def _open_account(self, place: int) -> None:
        lines = self._account.under if self._account is not None else ()
        if not 1 <= place <= len(lines):
            self.voice.say("There is no such line; type 'why' first, then 'why 1'.")
            return
        self.voice.say(*to_lines(lines[place - 1], indent=""))

    def _quantity(self, text: str) -> str | None:
        """A quantity by id, name or short name, or the beginning of one; says so when there is none."""
        wanted = text.casefold()
        every = [q for q in self.game.rules.quantities if q.is_seen_by(self.seat)]
        for fits in (str.__eq__, str.startswith, str.__contains__):
            for quantity in every:
                names = (quantity.id, quantity.name, quantity.short, str(quantity.id).partition(".")[2])
                if any(fits(name.casefold(), wanted) for name in names if name):
                    return quantity.id
        tracks = ", ".join(sorted(q.id for q in every if "." not in q.id))
        self.voice.say(f"There is no track '{text}' that you can see; there are: {tracks}.")
        return None

    def _passage(self, rest: str) -> None:
        self.voice.say(*briefing.passage_lines(self.game, rest or "?"))

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

    # --- talk -----------------------------------------------------------------------------------------------------

    def _talk(self) -> None:
        lines = sheets.talk_lines(self.game, self._seen(), everything=True)
        self.voice.say(*(lines or ["No offers are open and nothing is signed."]))

    def _say(self, rest: str) -> None:
        to, _, text = rest.partition(" ")
        if not text.strip():
            self.voice.say("Say it to somebody: 'say KYI keep them dark', or 'say all ...'.")
            return
        seats = () if to.casefold() == "all" else tuple(SeatId(seat.upper()) for seat in to.split(","))
        self._ask(Say(seats, text.strip()))

    def _offer(self, rest: str) -> None:
        try:
            act = from_text(f"{self.seat}: offer {rest}").act
        except OrderTextError as error:
            self.voice.say(f"No: {error}.")
            return
        assert isinstance(act, OfferDeal)
        if self._ask(act):
            deal = next((d for d in reversed(self._seen().deals) if d.seat == self.seat and d.to == act.to), None)
            if deal is not None and deal.signed is None:
                self.voice.say("The offer stands until the seal.")

    def _deal(self, rest: str, sign: bool) -> None:
        offers = sheets.open_offers(self._seen())
        id = DealId(rest)
        if rest.isdigit() and 1 <= int(rest) <= len(offers):
            id = offers[int(rest) - 1].id
        self._ask(SignDeal(id) if sign else DeclineDeal(id))
