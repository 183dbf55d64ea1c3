"""The declassification table: which facts a seat may read, when, with what taken out. Anything not listed is secret.

Rebuilt from nothing for each seat: facts are copied out one by one, never the journal with parts deleted. What one seat
writes, chooses or seals reaches another only at the moment this table names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from northaxis.domain import facts as f
from northaxis.domain.arguments import may_know, own_argument
from northaxis.domain.conditions_of import condition_of
from northaxis.domain.course import Course, Move
from northaxis.domain.demands import ResponseKind
from northaxis.domain.facts import Cause, CauseKind, Fact
from northaxis.domain.ids import CONTROL, ActionId, ArgumentId, CardId, DeckId, QuantityId, SeatId
from northaxis.domain.perception import hidden, is_fooled
from northaxis.domain.quantities import Kind
from northaxis.domain.rolls import Modifier
from northaxis.domain.room import Argument
from northaxis.domain.ruleset import Game
from northaxis.domain.state import Deal, State
from northaxis.domain.undo import standing_facts

SOMEBODY = CardId("?")
"""Stands for a card that was delivered to another seat."""

OTHER_SHEET = "the other sheet"
"""Stands, in a cost, for what the other half of a shared seat paid for while its sheet is closed (R-10.4)."""

PRIVATE_DEAL = "in private"
"""Stands, in a cause, for a deal between others that is not public (R-8.7)."""

IN_SECRET = "in secret"
"""Stands, in a cause, for an argument that somebody whispered to control (R-9.13): what moved is seen, not by whom."""

NOT_SHOWN = -1
"""In place of the index, for a seat that may not know it exactly."""


@dataclass(frozen=True, slots=True)
class BandShifted:
    """What an outsider notices of a track it may not see exactly: its word changed."""

    quantity: QuantityId
    before: str
    after: str


SeenFact = Fact | BandShifted


def facts_for(game: Game, facts: Iterable[Fact], seat: SeatId) -> tuple[SeenFact, ...]:
    """The journal as one seat may read it. Control reads all; everybody does once play is over."""
    journal = tuple(facts)
    if seat == CONTROL:
        return journal
    if any(isinstance(fact, f.GameOver) for fact in standing_facts(journal)):
        return _opened_journal(journal, seat)
    return tuple(as_read(game, journal, seat))


def as_read(game: Game, facts: Iterable[Fact], seat: SeatId) -> Iterator[SeenFact]:
    """What a seat that follows the game live is shown, fact by fact."""
    course, reader = Course(game), Reader(game, seat)
    for fact in facts:
        yield from reader.read(course.take(fact))


def _opened_journal(journal: tuple[Fact, ...], seat: SeatId) -> tuple[Fact, ...]:
    """All of it but others' notes and what was done about links, what was undone too; step backs count what is left."""
    shown, counts = list[Fact](), [0]
    for fact in journal:
        if isinstance(fact, f.SteppedBack):
            shown.append(replace(fact, to=counts[fact.to]))
        elif not _is_never_open(fact, seat):
            shown.append(fact)
        counts.append(len(shown))
    return tuple(shown)


def _is_never_open(fact: Fact, seat: SeatId) -> bool:
    match fact:
        case f.Noted(seat=owner):
            return owner != seat
        case f.Intervened():
            return fact.is_controls_alone
        case _:
            return False


Waiting = tuple[tuple[str, Fact], ...]
"""Facts that will be shown later, each with what it waits for."""


@dataclass(slots=True)
class Reader:
    """Reads a journal move by move for one seat; remembers what is not yet to be shown. Readers share a course."""

    game: Game
    seat: SeatId
    _game_now: Game = field(init=False)
    """With the cards that were written at the table."""
    _waiting: Waiting = ()
    _shown: int = 0
    _marks: list[tuple[int, Waiting]] = field(default_factory=list)
    """After each standing fact: how many facts the seat had been shown, and what waited."""

    def __post_init__(self) -> None:
        self._game_now = self.game

    def read(self, move: Move) -> tuple[SeenFact, ...]:
        """What the seat is shown because this fact happened: none, one or several facts."""
        self._game_now = move.after.game
        if isinstance(move.fact, f.SteppedBack):
            return (self._stepped_back(move.fact, move),)
        seen = tuple(self._show(move.fact, move.before, move.after))
        self._shown += len(seen)
        self._marks.append((self._shown, self._waiting))
        return seen

    def _stepped_back(self, fact: f.SteppedBack, move: Move) -> SeenFact:
        """The way back as the seat knows it, in facts that it was shown; what waited then waits again."""
        shown, self._waiting = self._marks[move.cut - 1] if move.cut else (0, ())
        self._shown += 1
        del self._marks[move.cut :]
        if move.announced:
            self._marks.append((self._shown - 1, self._waiting))
        self._marks.append((self._shown, self._waiting))
        return replace(fact, to=shown)

    def _show(self, fact: Fact, before: State, after: State) -> Iterator[SeenFact]:
        match fact:
            case f.Changed():
                yield from self._changed(fact, before, after)
            case f.Opened():
                yield replace(fact, seed="")
            case f.AgendaDealt(seat=owner) | f.OrderPlaced(seat=owner) | f.OrderWithdrawn(seat=owner):
                if owner == self.seat:
                    yield fact
            case f.AnswerGiven(seat=owner) | f.SheetSealed(seat=owner):
                if owner == self.seat:
                    yield fact
            case f.DialTurned():
                yield from self._own_or_wait(fact, None, "end")
            case f.Marked() | f.Guessed() | f.Predicted() | f.Salted():
                if after.over is not None:
                    yield fact
                else:
                    yield from self._own_or_wait(fact, fact.seat, "end")
            case f.Requested(seat=owner) | f.Noted(seat=owner):
                if owner == self.seat:
                    yield fact
            case f.RequestSettled(request=id):
                request = after.room.request(id)
                if request is not None and request.seat == self.seat:
                    yield fact
            case f.GameOver():
                yield fact
                yield from self._release("end")
            case f.CardDrawn():
                yield fact if self._may_read(fact.card) else _somebodys(fact)
            case f.OptionPicked():
                yield from self._own_or_wait(fact, fact.seat, "card")
            case f.CardClosed():
                if self._may_read(fact.card):
                    yield fact
                    yield from self._release("card")
                else:
                    self._waiting = tuple(entry for entry in self._waiting if entry[0] != "card")
            case f.DemandMade():
                asker = self.game.rules.demander(fact.demander).seat
                yield from self._own_or_wait(fact, asker, "demand")
            case f.DemandsPublished():
                yield from self._release("demand")
                yield fact
            case f.ArgumentOpened(seat=owner, secret=secret):
                if secret:
                    yield from self._own_or_wait(fact, owner, "end")
                elif owner == self.seat or after.opened:
                    yield fact
            case f.ArgumentSettled(argument=id):
                yield from self._settled(fact, before.room.argument(id), before)
            case (
                f.ReasonAdded(argument=id)
                | f.ReasonRated(argument=id)
                | f.EffectNamed(argument=id)
                | f.EstimatesAsked(argument=id)
                | f.ProjectBegun(argument=id)
                | f.ProjectEnded(argument=id)
            ):
                yield from self._of_argument(fact, id, after)
            case f.Estimated(seat=owner):
                if owner == self.seat:
                    yield fact
            case f.SheetsOpened():
                yield fact
                yield from self._opened_sheets(after)
                yield from self._release("orders")
            case f.Reasoned():
                yield from self._reason(fact, after)
            case f.Rolled():
                if fact.cause.kind is CauseKind.ARGUMENT:
                    yield from self._of_argument(fact, ArgumentId(fact.cause.id), after)
                elif not fact.secret and self._may_read_cause(fact.cause) and self._may_know_of(fact):
                    yield self._roll_as_seen(fact)
            case f.Answered():
                yield self._answer_as_seen(fact)
            case f.ShamStarted(switch=switch):
                if is_fooled(after, self.seat):
                    shown = Cause(CauseKind.RESPONSE, "", self.game.rules.answering.seat)
                    yield f.Changed(switch, -1, 1, 0, NOT_SHOWN, NOT_SHOWN, shown)
                else:
                    yield fact
            case f.ShamEnded():
                if fact.exposed or not is_fooled(before, self.seat):
                    yield fact
            case f.FlagsTicked(flags=flags):
                yield f.FlagsTicked(tuple(name for name in flags if self._sees(name)))
            case f.Said():
                if not fact.to or self.seat == fact.seat or self.seat in fact.to:
                    yield fact
            case f.DealOffered():
                if fact.public or self.seat in (fact.seat, fact.to):
                    yield fact
            case f.DealAnswered(deal=id) | f.TermJudged(deal=id):
                deal = next(deal for deal in after.deals if deal.id == id)
                if deal.public or self.seat in (deal.seat, deal.to):
                    yield fact
            case f.Intervened():
                yield from self._intervened(fact, before)
            case f.CardWritten(to=to):
                if to in (None, self.seat):
                    yield fact
            case (
                f.SeatHeld()
                | f.TurnBegan()
                | f.StepBegan()
                | f.PhaseBegan()
                | f.OrderVoided()
                | f.OrderResolved()
                | f.LateQueued()
                | f.LateArrived()
                | f.CheckMade()
                | f.RuleCame()
                | f.Scored()
                | f.NeedShifted()
                | f.MethodChosen()
                | f.OrderDecided()
                | f.OrderRuledOut()
                | f.OrderOverruled()
                | f.Reflected()
                | f.SheetsLocked()
                | f.ClockMoved()
                | f.Intervened(open=True)
            ):
                yield fact
            case _:
                return

    def _intervened(self, fact: f.Intervened, before: State) -> Iterator[Fact]:
        """Control's act as the seat may read it: of a number that it may not know, neither the old nor the new."""
        index = self.game.rules.by_name.get(fact.about) if fact.what == "track" else None
        if fact.what in ("settle", "end-project"):
            yield from self._of_argument(fact, ArgumentId(fact.about), before)
        elif not fact.open:
            if fact.audience == self.seat:
                yield fact
        elif index is None:
            yield fact
        else:
            quantity = self.game.rules.quantities[index]
            is_faked = quantity.id == before.sham and is_fooled(before, self.seat)
            if quantity.is_seen_by(self.seat) and not is_faked:
                yield fact
            else:
                is_public = quantity.kind in (Kind.TRACK, Kind.SWITCH)
                yield replace(fact, about=fact.about if is_public else "", was="", now="")

    def _of_argument(self, fact: Fact, id: ArgumentId, state: State) -> Iterator[Fact]:
        """What becomes of an argument: told to all, or, where it is in secret, to its seat and to others at the end."""
        argument = state.room.argument(id)
        if argument is None or not argument.secret:
            yield fact
        else:
            yield from self._own_or_wait(fact, argument.seat, "end")

    def _reason(self, fact: f.Reasoned, state: State) -> Iterator[Fact]:
        """Reasons wait for the reveal of what they are about; those about a deal go to its parties at once."""
        if fact.about in ("card", "demand", "orders"):
            yield from self._own_or_wait(fact, None, fact.about)
        elif fact.about.startswith("deal") and state.deals:
            named = fact.about.partition(" ")[2]
            deal = next((deal for deal in state.deals if deal.id == named), state.deals[-1])
            if deal.public or self.seat in (deal.seat, deal.to):
                yield fact

    def _sees(self, name: QuantityId) -> bool:
        return self.game.rules.quantity(name).is_seen_by(self.seat)

    def _may_read(self, card: CardId) -> bool:
        return self._game_now.cards[card].private_to in (None, self.seat)

    def _may_read_deal(self, deal: Deal) -> bool:
        return deal.public or self.seat in (deal.seat, deal.to)

    def _may_read_cause(self, cause: Cause) -> bool:
        is_price = cause.kind is CauseKind.COST and cause.id in self._game_now.cards
        return not (is_price or cause.kind is CauseKind.CARD) or self._may_read(CardId(cause.id))

    def _own_or_wait(self, fact: Fact, owner: SeatId | None, until: str) -> Iterator[Fact]:
        if owner == self.seat:
            yield fact
        else:
            self._waiting = (*self._waiting, (until, fact))

    def _release(self, until: str) -> Iterator[Fact]:
        """What waited, in seat order: who was first to write does not show."""
        ready = [fact for waiting_for, fact in self._waiting if waiting_for == until]
        yield from sorted(ready, key=self._place_of_author)
        self._waiting = tuple(entry for entry in self._waiting if entry[0] != until)

    def _place_of_author(self, fact: Fact) -> int:
        seats = self.game.rules.initiative
        match fact:
            case f.DemandMade(demander=demander):
                order = [asker.id for asker in self.game.rules.answering.demanders]
                return order.index(demander)
            case f.OptionPicked(seat=seat) | f.Reasoned(seat=seat):
                return len(seats) + seats.index(seat)
            case _:
                return 0

    def _opened_sheets(self, state: State) -> Iterator[Fact]:
        """The other seats' sheets as they were sealed: final orders only, no trace of revisions."""
        for seat in self.game.rules.initiative:
            if seat != self.seat:
                for order in state.sheet(seat).orders:
                    yield f.OrderPlaced(seat, order.action, order.target)
                written = own_argument(state, seat)
                if written is not None and not written.secret:
                    reasons = tuple(reason.text for reason in written.reasons)
                    yield f.ArgumentOpened(written.id, seat, written.claim, reasons, project=written.project)

    def _settled(self, fact: f.ArgumentSettled, argument: Argument | None, state: State) -> Iterator[Fact]:
        """The others' estimates come with the end of an argument, in seat order; before it they would be an anchor."""
        if argument is not None and argument.secret:
            yield from self._own_or_wait(fact, argument.seat, "end")
            return
        if argument is None or not (state.opened or argument.seat == self.seat):
            return
        for seat in self.game.rules.initiative:
            if seat != self.seat and seat in argument.estimates:
                yield f.Estimated(argument.id, seat, argument.estimates[seat])
        yield fact

    def _changed(self, fact: f.Changed, before: State, after: State) -> Iterator[SeenFact]:
        quantity = self.game.rules.quantity(fact.quantity)
        if not quantity.is_seen_by(self.seat):
            if quantity.kind is Kind.TRACK and before.turn > 0:
                was, now = hidden(before, quantity).word, hidden(after, quantity).word
                if was != now:
                    yield BandShifted(quantity.id, was, now)
            return
        if fact.quantity == before.sham and is_fooled(before, self.seat):
            return
        shown = fact if self._knows_index() else replace(fact, index_before=NOT_SHOWN, index_after=NOT_SHOWN)
        yield replace(shown, cause=self._cause_as_seen(fact.cause, after))

    def _is_on_the_other_sheet(self, cause: Cause, state: State) -> bool:
        """Whether this is a price that the other half of the house paid for something still closed."""
        if cause.kind is not CauseKind.COST or cause.seat in (None, self.seat) or cause.id in self._game_now.cards:
            return False
        return not state.opened or self._is_about_a_secret(cause, state)

    def _is_in_secret(self, cause: Cause, state: State) -> bool:
        """Whether an argument of somebody else, in secret, has held."""
        return cause.kind is CauseKind.ARGUMENT and self._is_about_a_secret(cause, state)

    def _is_about_a_secret(self, cause: Cause, state: State) -> bool:
        argument = state.room.argument(ArgumentId(cause.id))
        return argument is not None and not may_know(state, argument, self.seat)

    def _knows_index(self) -> bool:
        quantities = self.game.rules.quantities
        return all(quantities[index].is_seen_by(self.seat) for index in self.game.rules.index.reads)

    def _cause_as_seen(self, cause: Cause, state: State) -> Cause:
        if not self._may_read_cause(cause):
            return Cause(CauseKind.CARD, SOMEBODY)
        if self._is_on_the_other_sheet(cause, state):
            return Cause(CauseKind.COST, OTHER_SHEET, cause.seat)
        if self._is_in_secret(cause, state):
            return Cause(CauseKind.ARGUMENT, IN_SECRET)
        if cause.kind is CauseKind.DEAL and any(d.id == cause.id and not self._may_read_deal(d) for d in state.deals):
            return Cause(CauseKind.DEAL, PRIVATE_DEAL, cause.seat if cause.detail == "broken" else None)
        if cause.kind is CauseKind.RESPONSE and cause.detail == ResponseKind.SHAM and is_fooled(state, self.seat):
            comply = self.game.rules.answering.responses[ResponseKind.COMPLY]
            return replace(cause, id=f"{cause.id.rsplit('.', 1)[0]}.{comply.key}", detail=str(ResponseKind.COMPLY))
        return cause

    def _answer_as_seen(self, fact: f.Answered) -> f.Answered:
        fools = self.game.rules.answering.not_fooled
        if fact.response is ResponseKind.SHAM and self.seat not in fools:
            return replace(fact, response=ResponseKind.COMPLY)
        return fact

    def _roll_as_seen(self, fact: f.Rolled) -> f.Rolled:
        """Only modifiers the seat can know are counted into the need it is shown."""
        mods = self._modifiers(fact)
        known = tuple(place for place in fact.held if place < len(mods) and self._knows(mods[place]))
        unknown = sum(mods[place].by for place in fact.held if place < len(mods) and place not in known)
        return replace(fact, held=known, need=fact.need + unknown)

    def _may_know_of(self, fact: f.Rolled) -> bool:
        """A rule's failed roll would tell that its condition holds; it is shown to those who may know the condition."""
        condition = condition_of(self.game.rules, fact.cause)
        if fact.success or condition is None:
            return True
        return all(self.game.rules.quantities[index].is_seen_by(self.seat) for index in condition.reads)

    def _knows(self, modifier: Modifier) -> bool:
        quantities = self.game.rules.quantities
        return all(quantities[index].is_seen_by(self.seat) for index in modifier.condition.reads)

    def _modifiers(self, fact: f.Rolled) -> tuple[Modifier, ...]:
        return modifiers_of(self._game_now, fact)


def _somebodys(fact: f.CardDrawn) -> f.CardDrawn:
    """A card for another seat. By control's hand it comes from anywhere, so its deck would tell of it."""
    return f.CardDrawn(SOMEBODY, DeckId(SOMEBODY) if fact.is_inject else fact.deck, "private")


def modifiers_of(game: Game, fact: f.Rolled) -> tuple[Modifier, ...]:
    """The modifier list a roll was made with, found again from its cause."""
    rules, cause = game.rules, fact.cause
    match cause.kind:
        case CauseKind.ACTION:
            action = rules.actions.get(ActionId(cause.id))
            roll = action.plays[0].outcome.roll if action else None
        case CauseKind.CARD:
            card = game.cards[CardId(cause.id)]
            roll = card.auto.roll if card.auto else None
        case CauseKind.CHECK:
            return rules.check.modifiers
        case _:
            every = (*rules.rules, *rules.snaps, *rules.ends, *rules.ladder)
            rule = next((rule for rule in every if rule.id == cause.id), None)
            roll = rule.outcome.roll if rule else None
    return roll.modifiers if roll else ()
