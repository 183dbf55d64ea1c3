"""The table: a running game with authority. Orders go in, rulings come out; what is upheld is stored, then told.

Owns the order of these steps and nothing of the rules. Used from one thread; reads never fail because a write did.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from northaxis.bots.choose import Choice, choose
from northaxis.domain.adjudicate import adjudicate
from northaxis.domain.arguments import answered, open_to_all
from northaxis.domain.course import Course, Move
from northaxis.domain.declassify import SeenFact, facts_for
from northaxis.domain.dice import Dice, DiceNeeded, SeededDice
from northaxis.domain.facts import (
    Fact,
    Opened,
    Reasoned,
    SeatHeld,
    Step,
    SteppedBack,
)
from northaxis.domain.ids import CONTROL, DialId, LevelId, SeatId
from northaxis.domain.ledger import Ledger
from northaxis.domain.legal import owing, refusal
from northaxis.domain.orders import GO_ON, Advance, DeclineDeal, Order, SignDeal, StepBack
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Reason, Refused, Ruling, Upheld
from northaxis.domain.setup import set_table
from northaxis.domain.state import Holder, State
from northaxis.domain.views import SeatView, view
from northaxis.domain.written import game_for
from northaxis.journal.envelope import BadEntry, is_command_id
from northaxis.journal.replay import as_seated, facts_of, moments
from northaxis.services.clean_orders import clean_order, clean_words
from northaxis.services.commitments import Salts, committed
from northaxis.services.ports import Clock, JournalStore, StoreFailed
from northaxis.services.shown import Listener, Shown
from northaxis.services.table_dice import AskDice, TableDice

MOST_BOT_ORDERS = 40
"""Orders one bot may give before the table loses patience: more is a bug in the bot."""

BOTS_ACT = frozenset({Step.INJECT, Step.DEMANDS, Step.NEGOTIATE, Step.ORDERS})
"""Steps in which a bot may have something to say."""


class TableHeld(Exception):
    """The session cannot be written: the table stands still, everything acknowledged is kept, reading goes on."""


class DiceMissing(TableHeld):
    """Real dice are typed in here and nobody can be asked for them: nothing was done, and nothing is lost."""

    def __init__(self) -> None:
        super().__init__(
            "real dice are typed in at this table and no console is open that asks for them, so nothing was done; "
            "open the console, or let the app roll there"
        )


class NotAGame(Exception):
    """A stored journal does not fit its own rules; the text names the first entry that does not."""


class Table:
    """A game on a store. Make one with `open_table`."""

    def __init__(
        self,
        course: Course,
        store: JournalStore,
        clock: Clock,
        facts: Sequence[Fact],
        ends: Sequence[int],
        ask_dice: AskDice | None,
        dice: Dice | None = None,
        salts: Salts | None = None,
    ) -> None:
        self.held: TableHeld | None = None
        self._store, self._clock = store, clock
        self._facts, self._ends = list(facts), list(ends)
        self._course, self._printed = course, course.game
        self._shown = Shown(course.game)
        self._games: dict[SeatId, tuple[Game, Game]] = {}
        seed = next(fact.seed for fact in facts if isinstance(fact, Opened))
        self._dice, self._salts = TableDice(seed, facts, dice, ask_dice), salts

    # --- asking ---------------------------------------------------------------------------------------------------

    def ask(self, seat: SeatId, order: Order, command: str) -> Ruling:
        """Judge a seat's order, once for each of its command ids. An upheld order is stored when this returns.

        Raises TableHeld when the session cannot be written, ValueError for a malformed command id.
        """
        command = f"{seat}/{command}"
        if (known := self._known(command)) is not None:
            return known
        self._demand_writable()
        order = clean_order(order)
        if order.seat != seat:
            return Refused(Reason.NOT_YOURS, f"{seat} cannot give an order for {order.seat}", "R-4.1")
        if isinstance(order.act, StepBack):
            order = self._to_a_whole_command(order, order.act)
        if (refused := self.refusal(order)) is not None:
            return refused
        if isinstance(order.act, Advance):
            self.run_bots()  # a bot is never late
        ruling = self._adjudicated(order)
        if isinstance(ruling, Upheld):
            ruling = Upheld(committed(self.state, ruling.facts, self._salts))
            self._keep(command, ruling.facts)
            if self._is_argued():
                self.run_bots()  # they side for or against as soon as an effect is named
        return ruling

    def seat_person(self, seat: SeatId, holder: Holder, command: str) -> None:
        """Give a seat to a person or a bot from now on. Raises as `ask` does."""
        command = f"{CONTROL}/{command}"
        if self._known(command) is None:
            self._demand_writable()
            self._keep(command, (SeatHeld(seat, clean_words(holder.name), holder.level),))

    def keep_beside(self, facts: tuple[Fact, ...], command: str) -> None:
        """Write down what control did beside play. Raises as `ask` does."""
        command = f"{CONTROL}/{command}"
        if self._known(command) is None:
            self._demand_writable()
            self._keep(command, facts)

    def release(self) -> None:
        """Try to go on after a hold, taking up what the store has. Raises TableHeld if it still fails."""
        try:
            self._catch_up()
        except StoreFailed as error:
            self.held = TableHeld(str(error))
            raise self.held from error
        self.held = None

    def close(self) -> None:
        """Let the store go."""
        self._store.close()

    # --- reading --------------------------------------------------------------------------------------------------

    @property
    def game(self) -> Game:
        """The rules, decks and scenario as they stand: with the cards that control wrote."""
        return self.state.game

    def game_for(self, seat: SeatId) -> Game:
        """The game as a seat may know it: without the cards that control wrote or narrowed for others."""
        if self.game is self._printed:
            return self._printed
        known = self._games.get(seat)
        if known is None or known[0] is not self.game:
            known = self._games[seat] = (self.game, game_for(self.game, seat))
        return known[1]

    @property
    def state(self) -> State:
        """Where the table stands."""
        return self._course.state

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The whole journal. For control and for reports after play; players get `facts_for`."""
        return tuple(self._facts)

    def facts_after(self, place: int) -> tuple[Fact, ...]:
        """What the journal holds behind a place. For control."""
        return tuple(self._facts[place:])

    def ask_dice_of(self, ask_dice: AskDice) -> None:
        """Whom to ask for physical dice, when they are typed in (`types_dice`)."""
        self._dice.ask = ask_dice

    @property
    def types_dice(self) -> bool:
        """Whether physical dice are typed in; the journal says so, so that a session opened again goes on with them."""
        return self._dice.are_typed

    @property
    def store(self) -> JournalStore:
        """Where the journal is kept. Only the table writes facts to it."""
        return self._store

    def times(self, after: int = 0) -> tuple[int, ...]:
        """When each fact behind place `after` was stored (milliseconds since 1970 UTC). StoreFailed."""
        return tuple(entry.at for entry in self._store.entries(after))

    @property
    def way_backs(self) -> int:
        """How often control has stepped back."""
        return sum(1 for fact in self._facts if isinstance(fact, SteppedBack))

    @property
    def is_over(self) -> bool:
        """Whether play has ended."""
        return self.state.over is not None

    def view(self, seat: SeatId) -> SeatView:
        """The table as a seat may see it now."""
        return view(self.state, seat)

    def refusal(self, order: Order) -> Refused | None:
        """Why an order would not stand now, or None; asking changes nothing. It knows no more than the seat does."""
        if (refused := refusal(self.state, order)) is not None or not isinstance(order.act, StepBack):
            return refused
        return self._no_way_back(order.act.to)

    def facts_for(self, seat: SeatId) -> tuple[SeenFact, ...]:
        """The journal as a seat may read it; the whole of it for control, and for everybody after the end."""
        if seat == CONTROL or self.is_over:
            return facts_for(self._printed, self._facts, seat)
        return self._shown.to(seat, self._facts)

    def ledger(self, seat: SeatId) -> Ledger:
        """The account of every change a seat may read."""
        return Ledger.of(self._printed, self.facts_for(seat))

    def subscribe(self, seat: SeatId, listener: Listener) -> Callable[[], None]:
        """Be told of what a seat may notice from now on, after it is stored; call the result to stop."""
        return self._shown.subscribe(seat, listener, self._facts)

    def people(self) -> tuple[SeatId, ...]:
        """The seats held by people."""
        held = self.state.holders
        return tuple(seat for seat in held if held[seat].level is None and seat in self.game.rules.seats)

    def owing(self) -> tuple[SeatId, ...]:
        """The seats that the table waits for."""
        return owing(self.state)

    # --- bots and the solo rule -----------------------------------------------------------------------------------

    def run_bots(self) -> int:
        """Let every bot do what it owes; gives the number of orders. Raises TableHeld."""
        total = 0
        while given := sum(self.run_bot(seat) for seat in self.bots()):
            total += given  # an offer may be made to a bot that has had its say
        return total

    def _is_argued(self) -> bool:
        """Whether an argument lies open on the table, for bots as well."""
        return self.state.step is Step.ADJUDICATE and bool(open_to_all(self.state))

    def bots(self) -> tuple[SeatId, ...]:
        """The seats held by bots, in the order of play."""
        return tuple(seat for seat in self.game.rules.initiative if self._level(seat) is not None)

    def run_bot(self, seat: SeatId) -> int:
        """Let one bot do what it owes; gives the number of its orders. Raises TableHeld."""
        if self.state.step not in BOTS_ACT and self.state.table is None and not self._is_argued():
            return 0
        for count in range(MOST_BOT_ORDERS):
            choice = self._choice(seat)
            if choice is None or not self._give(seat, choice):
                return count
        raise AssertionError(f"the bot of {seat} does not come to an end")

    def go_on(self) -> Ruling:
        """Move the table on one advance, as control does by itself when nobody is in control. Raises TableHeld."""
        return self.ask(CONTROL, GO_ON, f"go-on.{len(self._facts)}")

    def steps(self, talk: bool = False) -> Iterator[tuple[Fact, ...]]:
        """Solo play: bots move and the table goes on until a person owes something; yields what each advance brought.

        With `talk` it also rests in the step for negotiation, from which `go_on` leads to the orders. On the sheets
        bots wait for the people, so that an offer can still change their minds.
        """
        while not self.is_over and not self._rests(talk):
            before = len(self._facts)
            self.run_bots()
            self.go_on()
            if talk and self.state.step is Step.NEGOTIATE:
                self.run_bots()
            yield tuple(self._facts[before:])

    def _rests(self, talk: bool) -> bool:
        return self._people_owe() or (talk and self.state.step is Step.NEGOTIATE)

    def advance_when_ready(self, talk: bool = False) -> int:
        """All of `steps` at once; gives the number of facts that came."""
        return sum(len(facts) for facts in self.steps(talk))

    # --- inside ---------------------------------------------------------------------------------------------------

    def _known(self, command: str) -> Upheld | None:
        """What a command became when it was sent before."""
        if not is_command_id(command):
            raise ValueError(f"{command!r} cannot be a command id")
        try:
            receipt = self._store.receipt(command)
        except StoreFailed as error:
            self._hold(error)
        if receipt is None or receipt.last > len(self._facts):
            return None
        return Upheld(tuple(self._facts[receipt.first - 1 : receipt.last]))

    def _adjudicated(self, order: Order) -> Ruling:
        """The engine's ruling; asks for physical dice as often as it needs them."""
        while True:
            try:
                return adjudicate(self.state, order, self._dice.of_rulings())
            except DiceNeeded as needed:
                if not self._dice.ask_for(needed):
                    raise DiceMissing from None

    def _to_a_whole_command(self, order: Order, back: StepBack) -> Order:
        """The same order to the end of the command that its fact belongs to: the table never stood in the middle."""
        at = bisect_left(self._ends, back.to)
        return Order(order.seat, replace(back, to=self._ends[at])) if at < len(self._ends) and back.to > 0 else order

    def _no_way_back(self, to: int) -> Refused | None:
        if to < self._ends[0] or to > len(self._facts):
            detail = f"facts {self._ends[0]} to {len(self._facts)} can be gone back to, not {to}"
            return Refused(Reason.UNKNOWN, detail, "R-9.10")
        if not self._course.stands(to):
            return Refused(Reason.UNKNOWN, f"fact {to} was undone; go back to one that stands", "R-9.10")
        if to == len(self._facts):
            return Refused(Reason.ALREADY_DONE, f"the table stands at fact {to}", "R-9.10")
        return None

    def _keep(self, command: str, facts: tuple[Fact, ...]) -> None:
        """Store, then take in, then tell. Nothing is acknowledged that is not stored."""
        try:
            self._store.append(command, facts, self._clock.now())
        except StoreFailed as error:
            self._hold(error)
        self._take_in(facts)

    def _take_in(self, facts: tuple[Fact, ...]) -> None:
        counted, moves = self._counted(), list[Move]()
        for fact in facts:
            moves.append(self._course.take(fact))
            self._facts.append(fact)
        news = self._shown.read(moves)
        self._ends.append(len(self._facts))
        self._dice.go_on(self._facts, facts)
        self._shown.tell(news, everybody=self._counted() != counted)

    def _counted(self) -> object:
        """What every seat may count of the others without being told a fact: who is waited for, who has answered."""
        return len(owing(self.state)), answered(self.state)

    def _catch_up(self) -> None:
        """Take in what the store holds beyond what we know: a write whose answer was lost."""
        missed = tuple(self._store.entries(after=len(self._facts)))
        for _, entries in groupby(missed, key=lambda entry: entry.command):
            self._take_in(tuple(facts_of(entries)))

    def _hold(self, error: StoreFailed) -> None:
        self.held = TableHeld(str(error))
        raise self.held from error

    def _demand_writable(self) -> None:
        if self.held is not None:
            raise TableHeld(str(self.held))

    def _level(self, seat: SeatId) -> LevelId | None:
        holder = self.state.holders.get(seat)
        return None if holder is None or holder.level is None else LevelId(holder.level)

    def _people_owe(self) -> bool:
        return any(self._level(seat) is None for seat in owing(self.state))

    def answer_offers(self) -> int:
        """Let bots answer the offers made to them, and nothing else; gives the number of answers."""
        count = 0
        for deal in self.state.deals:
            if deal.signed is None and self._level(deal.to) is not None:
                choice = self._choice(deal.to)
                if choice is not None and isinstance(choice.order.act, SignDeal | DeclineDeal):
                    count += self._give(deal.to, choice)
        return count

    def _choice(self, seat: SeatId) -> Choice | None:
        level = self._level(seat)
        if level is None or self.is_over:
            return None
        return choose(self.game_for(seat), self.view(seat), level, self._dice.of_bots)

    def _give(self, seat: SeatId, choice: Choice) -> bool:
        """Store a bot's order with its reason; False when it was refused, which leaves no fact."""
        self._demand_writable()
        ruling = self._adjudicated(choice.order)
        if isinstance(ruling, Refused):
            return False
        reason = (Reasoned(seat, choice.about, choice.reason),) if choice.reason else ()
        self._keep(f"{seat}/bot.{len(self._facts)}", committed(self.state, (*ruling.facts, *reason), self._salts))
        return True


def open_table(
    store: JournalStore,
    game: Game,
    clock: Clock,
    *,
    seed: str = "",
    holders: Mapping[SeatId, Holder] | None = None,
    dials: Mapping[DialId, str] | None = None,
    ask_dice: AskDice | None = None,
    dice: Dice | None = None,
    salts: Salts | None = None,
) -> Table:
    """A table on a store: a new game when it is empty (`seed` and `holders` count), else the game where it stood.

    Seats that are shared in what is stored are shared in the table's game. `ask_dice` has physical dice typed in;
    `dice` are for tests. Otherwise dice come from the seed. With `salts` the table commits itself to every sealed
    sheet. Raises StoreFailed, and NotAGame when what is stored does not fit its rules.
    """
    try:
        game = as_seated(game, store.entries())
        course, facts, ends, command = Course(game), list[Fact](), list[int](), ""
        for moment in moments(game, store.header, store.entries(), course):
            if facts and moment.entry.command != command:
                ends.append(len(facts))
            facts.append(moment.fact)
            command = moment.entry.command
    except BadEntry as bad:
        raise NotAGame(str(bad)) from None
    if not facts:
        named = {seat: Holder(clean_words(holder.name), holder.level) for seat, holder in (holders or {}).items()}
        facts = list(set_table(game, seed, dice or SeededDice(seed), named, dials))
        store.append(f"{CONTROL}/set-table", facts, clock.now())
        for fact in facts:
            course.take(fact)
    return Table(course, store, clock, facts, [*ends, len(facts)], ask_dice, dice, salts)
