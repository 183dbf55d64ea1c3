"""What a table screen knows: the seat's view, the beats of the log, and how much of the reveal has been told.

No Textual here. The screen asks `mode` what the seat should do now, and calls `ask` and `go_on`.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import takewhile

from northaxis.domain.control_facts import UNDO, Intervened
from northaxis.domain.declassify import BandShifted, SeenFact
from northaxis.domain.facts import Changed, OrderPlaced, ShamStarted, Step, StepBegan, SteppedBack, TurnBegan
from northaxis.domain.ids import QuantityId
from northaxis.domain.orders import Order
from northaxis.domain.rulings import Refused, Ruling
from northaxis.domain.undo import announces, standing_facts, struck_out
from northaxis.domain.views import SeatView
from northaxis.services import wording
from northaxis.services.beats import Beat, Weight
from northaxis.services.beside import undone_acts
from northaxis.services.client import TableClient
from northaxis.services.narrator import Narrator
from northaxis.services.roles import Role
from northaxis.services.room import Own
from northaxis.tui.table.readings import Board, history, turn_starts


class Mode(Enum):
    """What the screen is for at this moment."""

    SETUP = auto()
    CARD = auto()
    NEWS = auto()
    """What came of a card, to be read."""
    DEMAND = auto()
    TALK = auto()
    ORDERS = auto()
    WAIT = auto()
    REVEAL = auto()
    BILL = auto()
    OVER = auto()


REVEALING = frozenset({Step.ADJUDICATE, Step.NARRATE})
QUIET_KINDS = frozenset(
    {
        "turn",
        "step",
        "phase",
        "setup",
        "note",
        "placed",
        "money",
        "demand",
        "talk",
        "deal",
        "score",
        "request",
        "table",
        "rating",
    }
)
"""Kinds of beats that another pane shows, or nobody needs to be stopped for."""


@dataclass(frozen=True, slots=True)
class Told:
    """A beat and the facts that made it."""

    beat: Beat
    facts: tuple[SeenFact, ...]
    turn: int


class TableModel:
    """The table as one screen follows it."""

    def __init__(self, client: TableClient, has_reader: bool = False, hands: Mapping[int, int] | None = None) -> None:
        """With a reader it stays at a reveal that somebody reads when control opens the next turn; see `ahead`."""
        self.client = client
        self._has_reader = has_reader
        self.ahead: SeatView | None = None
        """The table as it stands, while this screen stays at the reveal of an earlier turn."""
        self.game = client.game
        self.view = client.view()
        self.board = Board()
        self.log: list[Told] = []
        self.hands: dict[int, int] = dict(hands or {})
        """Who of several in control did what, where that may be known: see `Narrator`."""
        self.page: list[Told] = []
        self.waiting: deque[Told] = deque()
        self.refused: Refused | None = None
        self.index_history: tuple[int, ...] = ()
        self._narrator = Narrator(self.game, client.seat, self.hands)
        self._taken, self._turn, self._steps = 0, 0, 0
        self._has_ended = False
        self._back = 0
        self._own: tuple[tuple[int, int], Own] | None = None
        self.steps_back = 0
        """How often control went back while this screen looked on."""
        self._catch_up()

    # --- what is so -----------------------------------------------------------------------------------------------

    @property
    def mode(self) -> Mode:
        """What the seat should do now."""
        step = self.view.step
        if self._is_dealt_a_card and self.view.owes:
            return Mode.CARD
        if self.waiting or self.page or step in REVEALING:
            return Mode.REVEAL if self.is_reveal else Mode.NEWS
        if self._is_dealt_a_card and step is not Step.TURN_END:
            return Mode.CARD
        match step:
            case Step.OVER:
                return Mode.OVER
            case Step.TURN_END:
                return Mode.BILL
            case Step.SETUP:
                return Mode.SETUP
            case Step.INJECT:
                return Mode.CARD
            case Step.DEMANDS:
                return Mode.DEMAND if self.view.owes else Mode.WAIT
            case Step.NEGOTIATE:
                return Mode.TALK
            case Step.ORDERS:
                return Mode.ORDERS if self.view.owes else Mode.WAIT
            case _:
                return Mode.REVEAL

    @property
    def _is_dealt_a_card(self) -> bool:
        """Whether control has brought in a card for this seat to read, in a step that has none; it comes first."""
        card = self.view.card
        return card is not None and card.card is not None and self.view.step is not Step.INJECT and not self.waiting

    @property
    def is_reveal(self) -> bool:
        """Whether the sheets of this turn are open."""
        return self.view.step in REVEALING or self.view.step in (Step.TURN_END, Step.OVER)

    @property
    def is_told(self) -> bool:
        """Whether everything that has happened has been shown."""
        return not self.waiting

    @property
    def has_control(self) -> bool:
        """Whether somebody in control moves this table and answers requests, and this seat cannot."""
        return self.client.has_control and self.client.role is not Role.CONTROL

    @property
    def is_member(self) -> bool:
        """Whether another person leads the seat."""
        return self.client.role is Role.MEMBER

    @property
    def reads_on(self) -> bool:
        """Whether there is a page to turn, a cause to tell or a turn to follow to, whoever moves the table."""
        return self.has_more or self.ahead is not None

    @property
    def has_more(self) -> bool:
        """Whether there is a page to turn or a cause to tell."""
        return bool(self.waiting) or (bool(self.page) and self.view.step not in REVEALING)

    @property
    def elsewhere(self) -> SeatView | None:
        """Where the table is, if that is beyond what is read here: in the next turn, or at its end."""
        has_ended = self._has_reader and self.has_control and self.view.over is not None
        return self.view if has_ended and (self.waiting or self.page) else self.ahead

    @property
    def own(self) -> Own:
        """What the seat has asked, noted and expected; made once after each piece of news."""
        at = (len(self.client.facts()), self.view.turn)
        if self._own is None or self._own[0] != at:
            self._own = (at, Own.of(self.client.facts(), self.view.seat, self.view.turn))
        return self._own[1]

    @property
    def knows_index(self) -> bool:
        """Whether this seat sees the index as a number."""
        return self.view.index.value is not None

    # --- what is done ---------------------------------------------------------------------------------------------

    async def ask(self, order: Order) -> Ruling:
        """Put an order to the table; a refusal is kept to be shown in place."""
        ruling = await self.client.ask(order)
        self.refused = ruling if isinstance(ruling, Refused) else None
        self.look()
        return ruling

    async def go_on(self) -> None:
        """Move the table on by one step and queue what it brought."""
        self.refused = None
        await self.client.go_on()
        self.look()

    def look(self) -> bool:
        """Take in what is new at the table; True when there was anything."""
        if self.client.view().seat != self.view.seat:
            return False  # a bot plays the seat now, or somebody else: whoever opened this screen puts another here
        before = (self.view, self._taken, self.ahead)
        if self._stays():
            return before != (self.view, self._taken, self.ahead)
        self.ahead = None
        self.view, self.game = self.client.view(), self.client.game
        fresh = self._fresh()
        if any(isinstance(fact, SteppedBack) for fact in fresh):
            self._go_back()
        elif fresh:
            self._take(fresh)
            if any(isinstance(fact, Intervened) and fact.what == UNDO for fact in fresh):
                self._strike_out()
        if not self.waiting:
            self._settle()
        return before != (self.view, self._taken, self.ahead)

    def follow(self) -> None:
        """Leave the reveal that was read for where the table is; what was not read stands in the log."""
        self.waiting.clear()
        self.turn_page()
        self.ahead = None
        self.look()

    def next_beat(self) -> bool:
        """Tell one cause more; False when all is told."""
        if not self.waiting:
            return False
        told = self.waiting.popleft()
        self.page.append(told)
        self.board.take(told.facts)
        if not self.waiting:
            self._settle()
        return True

    def tell_all(self) -> None:
        """Tell everything that is waiting at once."""
        while self.next_beat():
            pass

    def turn_page_if_read(self) -> None:
        """Put away what was read of a card before the next thing comes; a reveal stays on one page."""
        if not self.is_reveal:
            self.turn_page()

    def turn_page(self) -> None:
        """Put away what has been read."""
        self.page.clear()
        self.board.lit = frozenset()

    # --- inside ---------------------------------------------------------------------------------------------------

    def _stays(self) -> bool:
        """Stay at a reveal that is read, or was missed, though control has opened the next turn; whether that is so.

        What this turn still brought is queued. A step back is never waited for.
        """
        now, is_read = self.client.view(), self.is_reveal and bool(self.waiting or self.page or self.ahead)
        if not (self._has_reader and self.has_control) or now.turn == self.view.turn:
            return False
        unread = self.client.facts()[self._taken :] if now.over is None else ()
        rest = tuple(takewhile(lambda fact: not isinstance(fact, TurnBegan), unread))
        is_missed = not self.is_reveal and any(isinstance(f, StepBegan) and f.step in REVEALING for f in rest)
        if not (is_read or is_missed) or any(isinstance(fact, SteppedBack) for fact in unread):
            return False
        self.ahead = now
        if is_missed:  # the sheets were opened and the next turn too before anybody looked here
            self.turn_page()
            self.view = replace(self.view, step=Step.NARRATE, owes=False)
        if rest and len(rest) < len(unread):
            self._taken += len(rest)
            self._steps += _steps_in(rest)
            self._take(rest)
        return True

    def _fresh(self) -> tuple[SeenFact, ...]:
        """The facts not taken in yet. As play ends the whole journal opens; then the steps not taken in are new."""
        facts = self.client.facts()
        if self.view.over is None:
            fresh = tuple(facts[self._taken :])
        elif self._has_ended:
            fresh = ()
        else:
            begins = [n for n, fact in enumerate(facts) if isinstance(fact, StepBegan)]
            fresh = tuple(facts[(begins[self._steps :] or begins[-1:] or [0])[0] :])
        self._has_ended = self.view.over is not None
        self._taken, self._steps = len(facts), _steps_in(facts)
        return fresh

    def _settle(self) -> None:
        if self.ahead is not None:
            return  # the view may be older than what was told last
        lit = self.board.lit
        self.board.settle(self.view)
        self.board.lit = lit

    def _catch_up(self) -> None:
        """Everything before the screen opened is history: in the log, not on the page."""
        facts = self.client.facts()
        self._taken, self._steps = len(facts), _steps_in(facts)
        self._has_ended = self.view.over is not None
        self._narrate(facts, struck_out(facts) | undone_acts(facts))
        self._stand(facts)

    def _go_back(self) -> None:
        """Control went back: the log is told anew with what is undone struck out, and only that is on the page."""
        self.steps_back += 1
        self.log.clear()
        self.waiting.clear()
        self.page.clear()
        self._narrator, self._turn = Narrator(self.game, self.client.seat, self.hands), 0
        facts = self.client.facts()
        self._narrate(facts, struck_out(facts) | undone_acts(facts))
        self._stand(facts)
        there = {id(told) for told in self.page}
        self.page += [told for told in self.log[self._back :] if _is_shown(told.beat) and id(told) not in there]

    def _strike_out(self) -> None:
        """Control undid an act beside play: the log is told anew with that act struck out; the page stays."""
        self.log.clear()
        self._narrator, self._turn = Narrator(self.game, self.client.seat, self.hands), 0
        facts = self.client.facts()
        self._narrate(facts, struck_out(facts) | undone_acts(facts))

    def _stand(self, facts: Sequence[SeenFact]) -> None:
        """The board as it is now; in a reveal, what of it has been told."""
        self.board.settle(self.view)
        starts, index = turn_starts(standing_facts(facts))
        self.board.turn()
        self.board.at_turn_start.update({name: value for name, value in starts.items() if name in self.board.values})
        if index is not None:
            self.board.index_at_start = index
        self.index_history = history(self.game, self.view, facts)
        if self.view.step in REVEALING:
            opens = [n for n, told in enumerate(self.log) if told.beat.kind == "sheets" and told.turn == self._turn]
            shown = [told for told in self.log[min(opens, default=len(self.log)) :] if _is_shown(told.beat)]
            self.page = _merged_sheets([told for told in shown if not told.beat.undone])

    def _take(self, fresh: tuple[SeenFact, ...]) -> None:
        for part in _turns(fresh):
            if part and isinstance(part[0], TurnBegan):
                self.waiting.clear()
                self.page.clear()
                band = self.board.band
                self.board.settle(self.view)
                self.board.turn()
                self.board.band_at_start = band
                starts, index = turn_starts(part)
                self.board.at_turn_start.update({n: v for n, v in starts.items() if n in self.board.values})
                self.board.index_at_start = index if index is not None else self.board.index
                self.board.lit = frozenset()
            shown = [told for told in self._narrate(part) if _is_shown(told.beat) and not self._is_written(told.beat)]
            self.waiting.extend(_merged_sheets([self._with_its_choice(told) for told in shown]))
        self.index_history = history(self.game, self.view, self.client.facts())

    def _with_its_choice(self, told: Told) -> Told:
        """What came of a choice on a card takes the place of the choice, where that is still to be read."""
        beat = told.beat
        for place in (self.waiting, self.page):
            for other in tuple(place):
                made = other.beat
                if beat.kind == made.kind == "choice" and made.seat == beat.seat and beat.moves and not made.moves:
                    place.remove(other)
                    return replace(told, beat=replace(beat, headline=made.headline, reason=made.reason or beat.reason))
        return told

    def _is_written(self, beat: Beat) -> bool:
        """Whether this is the seat's own argument on a sheet that is still closed."""
        return beat.kind == "argument" and self.view.step is Step.ORDERS

    def _narrate(self, facts: Iterable[SeenFact], undone: Container[int] = ()) -> list[Told]:
        found = list[Told]()
        whole, place = tuple(facts), 0
        for part in _turns(whole):
            if isinstance(part[0], TurnBegan):
                self._turn = part[0].turn
            elif announces(part[0]):
                self._back = len(found)
                self._turn = _last_turn(standing_facts(whole[: place + 2]), self._turn)
            beats = self._narrator.tell(part, {n for n in range(len(part)) if place + n in undone})
            place += len(part)
            orders = tuple(fact for fact in part if isinstance(fact, OrderPlaced))
            for beat, mine in zip(beats, self._shares(beats, part), strict=True):
                found.append(Told(beat, orders if beat.kind == "sheets" else mine, self._turn))
        self.log += found
        return found

    def _shares(self, beats: Sequence[Beat], facts: Sequence[SeenFact]) -> list[tuple[SeenFact, ...]]:
        """Which changes belong to which beat: matched by the words the narrator made of them."""
        left = [Counter(beat.moves) for beat in beats]
        shares: list[list[SeenFact]] = [[] for _ in beats]
        last = 0
        for fact in facts:
            words = self._words(fact)
            if isinstance(fact, ShamStarted) and beats:
                shares[last].append(fact)
            for place, counter in enumerate(left):
                if words and counter[words] > 0:
                    counter[words] -= 1
                    shares[place].append(fact)
                    last = place
                    break
        return [tuple(share) for share in shares]

    def _words(self, fact: SeenFact) -> str:
        if isinstance(fact, Changed):
            return wording.move_words(self.game, fact.quantity, fact.before, fact.after, fact.asked)
        if isinstance(fact, BandShifted):
            name = wording.quantity_name(self.game, QuantityId(fact.quantity))
            return f"{name} now {wording.plain(fact.after)} (was {wording.plain(fact.before)})"
        return ""


def _is_shown(beat: Beat) -> bool:
    return beat.weight >= Weight.USUAL and beat.kind not in QUIET_KINDS and beat.kind != "card"


def _merged_sheets(shown: Sequence[Told]) -> list[Told]:
    """The opened sheets as one page: the first beat stands for all of them."""
    kept: list[Told] = []
    for told in shown:
        if told.beat.kind != "sheets" or not kept or kept[-1].beat.kind != "sheets":
            kept.append(told)
    return kept


def _last_turn(facts: Iterable[SeenFact], default: int) -> int:
    return max((fact.turn for fact in facts if isinstance(fact, TurnBegan)), default=default)


def _steps_in(facts: Iterable[SeenFact]) -> int:
    """How many steps have begun; everybody is told of each."""
    return sum(1 for fact in facts if isinstance(fact, StepBegan))


def _turns(facts: Iterable[SeenFact]) -> list[list[SeenFact]]:
    """The facts, cut before every turn and every step back."""
    parts: list[list[SeenFact]] = [[]]
    for fact in facts:
        if (isinstance(fact, TurnBegan) or announces(fact)) and parts[-1]:
            parts.append([])
        parts[-1].append(fact)
    return [part for part in parts if part]
