"""Tells what happened, in the voice of a duty officer's note: facts as one seat may read them become beats and lines.

A narrator remembers what a later fact of the same cause belongs to: dice, reasons, offers, flags that run out. Nothing
of a particular scenario is named here.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import assert_never

from northaxis.domain import control_facts as c, facts as f
from northaxis.domain.adjudicate import OWN_SEATS
from northaxis.domain.control_facts import ControlFact, MethodFact, RoomFact
from northaxis.domain.declassify import NOT_SHOWN, SOMEBODY, BandShifted, SeenFact, modifiers_of
from northaxis.domain.facts import CardFact, Cause, CauseKind, CourseFact, DealFact, Result, Rolled, SheetFact, Step
from northaxis.domain.ids import CONTROL, CardId, QuantityId, SeatId
from northaxis.domain.quantities import Kind
from northaxis.domain.ruleset import Game
from northaxis.domain.scribe import MOOT
from northaxis.domain.state import FREE
from northaxis.domain.undo import BACK
from northaxis.domain.written import with_written
from northaxis.services import wording as w
from northaxis.services.beats import OUTCOMES, Beat, Weight, lines_of, with_stop
from northaxis.services.control_words import Words, rating_words, to_the_table, words_of
from northaxis.services.drafts import Draft, Page, key_of
from northaxis.services.hands import NO_HANDS, named
from northaxis.services.trodden import Way

LUCK = {True: "the roll comes up", False: "the roll falls short"}
"""The outcome of a roll nobody ordered: a card's or a rule's, good for some and bad for others."""


class Narrator:
    """Reads one seat's facts in order, batch by batch; remembers dice and reasons until their order is resolved."""

    def __init__(self, game: Game, reader: SeatId, hands: Mapping[int, int] = NO_HANDS) -> None:
        """With `hands` it says who of several in control did what: places (from 0) of facts and the person's number."""
        self.game, self.reader, self._hands = game, reader, hands
        self._page = Page()
        self._rolls: dict[str, Rolled] = {}
        self._reasons: dict[SeatId, list[str]] = {}
        self._flags: dict[QuantityId, int] = {}
        self._deals: set[str] = set()
        self._promises: dict[tuple[str, int], str] = {}
        self._phase = ""
        self._opening = False
        self._told = 0
        self._flag_log: list[tuple[int, dict[QuantityId, int]]] = []
        self._undone = False
        self._argued: list[tuple[int, str, str]] = []
        """The reasons given: how many facts had been told by then, the argument, the words."""
        self._way = Way(game, reader)

    def tell(self, facts: Iterable[SeenFact], undone: Container[int] = ()) -> tuple[Beat, ...]:
        """The beats of a batch of facts: usually what one order or one advance brought.

        `undone` are places in the batch (from 0) that a later step back struck out.
        """
        self._page = Page()
        for place, fact in enumerate(facts):
            self._told += 1
            self._undone = place in undone
            self._way.take(self._told, fact)
            self._read(fact)
        return self._page.beats()

    def lines(
        self, facts: Iterable[SeenFact], least: Weight = Weight.USUAL, undone: Container[int] = ()
    ) -> tuple[str, ...]:
        """The lines of a batch, without beats that matter less than `least`."""
        return tuple(
            line for beat in self.tell(facts, undone) if beat.weight >= least for line in lines_of(self.game, beat)
        )

    # --- one fact at a time ---------------------------------------------------------------------------------------

    def _read(self, fact: SeenFact) -> None:
        if isinstance(fact, CardFact):
            self._of_cards(fact)
        elif isinstance(fact, SheetFact):
            self._of_sheets(fact)
        elif isinstance(fact, DealFact):
            self._of_deals(fact)
        elif isinstance(fact, ControlFact | MethodFact | RoomFact):
            self._besides(fact)
        else:
            self._of_course(fact)

    def _of_course(self, fact: CourseFact | BandShifted) -> None:
        game = self.game
        match fact:
            case f.Changed():
                self._changed(fact)
            case BandShifted(quantity=quantity, before=before, after=after):
                words = f"{w.quantity_name(game, quantity)} now {w.plain(after)} (was {w.plain(before)})"
                draft = self._page.last or self._begin("news", Weight.USUAL, "Word gets round")
                draft.moves.append(words)
                draft.changes.append(fact)
            case f.Opened():
                names = " with ".join([w.plain(game.scenario.name), *(w.plain(v.name) for v in game.variants)])
                self._begin("setup", Weight.QUIET, f"The table opens on {names}")
            case f.SeatHeld(seat=seat, holder=holder, level=level):
                who = f"a bot ({w.plain(level)})" if level else w.plain(holder)
                self._begin("setup", Weight.QUIET, f"{w.seat_name(game, seat)} now played by {who}", seat)
            case f.DialTurned(dial=dial, setting=setting):
                words = f"Control has set the dial '{self._dial(dial)}' to {w.plain(setting)}"
                self._begin("setup", Weight.QUIET, words)
            case f.Guessed(seat=seat, dial=dial, setting=setting):
                words = f"{w.seat_name(game, seat)} guessed that the dial '{self._dial(dial)}' is at {w.plain(setting)}"
                self._begin("note", Weight.QUIET, words, seat)
            case f.Marked(seat=seat, when=when, marks=marks):
                card = f"the confidence card, {w.plain(when)} play: {' '.join(map(str, marks))}"
                self._begin("note", Weight.QUIET, f"{w.seat_name(game, seat)} filled in {card}", seat)
            case f.AgendaDealt():
                self._agenda(fact)
            case f.TurnBegan(turn=turn):
                self._reasons.clear()
                self._begin("turn", Weight.GREAT, f"TURN {turn} of {game.scenario.turns}, {w.turn_date(game, turn)}")
            case f.StepBegan(step=step):
                self._phase = ""
                kind = "turn-end" if step is Step.TURN_END else "step"
                self._begin(kind, Weight.QUIET, w.capital(w.SAY[step]))
            case f.PhaseBegan(phase=phase):
                name = next((w.plain(p.name) for p in game.rules.phases if p.id == phase), phase)
                self._phase = phase
                self._begin("phase", Weight.QUIET, f"Phase {phase}, {name}")
            case f.DemandMade():
                self._demand(fact)
            case f.DemandsPublished():
                self._begin("step", Weight.QUIET, "The demands are on the table")
            case f.Rolled():
                self._rolled(fact)
            case f.CheckMade(total=total, row=row):
                self._check(total, row)
            case f.RuleCame(kind=kind, id=id):
                self._rule(kind, id)
            case f.FlagsTicked(flags=flags):
                self._ticked(flags)
            case f.GameOver(reason=reason, common_loss=lost):
                tail = " Everybody has lost." if lost else ""
                self._begin("over", Weight.GREAT, f"PLAY IS OVER: {with_stop(w.over_words(game, reason))}{tail}")
            case f.Scored(seat=seat, score=score, bar=bar, won=won):
                words = f"{w.seat_name(game, seat)} reached {score} against a bar of {bar}"
                self._begin("score", Weight.USUAL, words, seat, "won" if won else "not won")
            case f.Reasoned(seat=seat, text=text):
                self._reasoned(fact, seat, text)
            case _:
                assert_never(fact)

    def _of_cards(self, fact: CardFact) -> None:
        match fact:
            case f.DeckStacked(deck=deck, cards=cards):
                self._begin("setup", Weight.QUIET, f"The deck '{self._deck(deck)}' is shuffled, {len(cards)} cards")
            case f.CardDrawn():
                self._card(fact)
            case f.OptionPicked(card=card, seat=seat, option=option):
                self._choice(f"{card}", seat, option)
            case f.CardClosed(card=card):
                self._begin("step", Weight.QUIET, f"All choices on card {card} are in")
            case f.CardChained(card=card, turn=turn):
                self._begin("step", Weight.QUIET, f"Card {card} follows in turn {turn}")
            case f.DeckEmpty(deck=deck):
                self._begin("step", Weight.QUIET, f"No card of '{self._deck(deck)}' can come up")
            case _:
                assert_never(fact)

    def _of_sheets(self, fact: SheetFact) -> None:
        game = self.game
        match fact:
            case f.OrderPlaced(seat=seat, action=action, target=target):
                self._placed(seat, w.action_words(game, action, target))
            case f.OrderWithdrawn(seat=seat, action=action, target=target):
                words = w.action_words(game, action, target)
                self._begin("note", Weight.QUIET, f"{w.seat_name(game, seat)} took {words} off the sheet", seat)
            case f.AnswerGiven(seat=seat, demander=demander, response=response):
                asked = w.plain(game.rules.demander(demander).name)
                self._begin("note", Weight.QUIET, f"{w.seat_name(game, seat)} wrote down for {asked}: {response}", seat)
            case f.SheetSealed(seat=seat):
                self._begin("note", Weight.QUIET, f"{w.seat_name(game, seat)} sealed the sheet", seat)
            case f.SheetsOpened():
                self._opening = True
                self._begin("sheets", Weight.USUAL, "The sheets are open")
            case f.OrderVoided(seat=seat, action=action, target=target, refund=refund):
                headline = f"{w.seat_name(game, seat)}, {w.action_words(game, action, target)}"
                result = "no longer possible, nothing comes of it" + (f"; {refund} IP come back" if refund else "")
                self._page.keep(f"action {action} {seat}", self._begin("order", Weight.USUAL, headline, seat, result))
            case f.OrderResolved():
                self._resolved(fact)
            case f.Answered(seat=seat, demand=demand, response=response, backed=backed):
                headline = w.answered_words(game, seat, demand, response) + (", which was backed" if backed else "")
                draft = self._begin("answer", Weight.USUAL, headline, seat)
                draft.cites = game.rules.demand(demand).cites[:1]
                self._page.keep(f"response {demand}", draft)
                self._page.keep("response ", draft)
            case f.ShamStarted(switch=switch):
                words = f"announced as paused and still running: {w.quantity_name(game, switch)}"
                (self._page.last or self._begin("sham", Weight.USUAL, "A sham")).moves.append(words)
            case f.ShamEnded(switch=switch, exposed=exposed):
                name = w.quantity_name(game, switch)
                words = f"The sham is out, {name} never stopped" if exposed else f"The sham is over, {name} really off"
                self._begin("sham", Weight.GREAT if exposed else Weight.QUIET, words)
            case f.LateQueued(due=due):
                words = f"part of it arrives at the end of turn {due}"
                (self._page.last or self._begin("order", Weight.USUAL, "A delay")).moves.append(words)
            case f.LateArrived(seat=seat, action=action, target=target):
                headline = f"{w.seat_name(game, seat)}, {w.action_words(game, action, target)}"
                draft = self._begin("order", Weight.USUAL, headline, seat, "the rest arrives")
                self._page.keep(f"action {action} {seat}", draft)
            case _:
                assert_never(fact)

    def _of_deals(self, fact: DealFact) -> None:
        game = self.game
        match fact:
            case f.Said(seat=seat, to=to, text=text):
                whom = w.joined(w.seat_name(game, each) for each in to) if to else "all"
                self._begin("talk", Weight.USUAL, f'{w.seat_name(game, seat)} to {whom}: "{w.plain(text)}"', seat)
            case f.DealOffered():
                self._offer(fact)
            case f.DealAnswered(deal=deal, seat=seat, signed=signed, withdrawn=withdrawn):
                done = "signed" if signed else "took back" if withdrawn else "declined"
                words = f"{w.seat_name(game, seat)} {done} {w.deal_words(game, deal, seat)}"
                draft = self._begin("deal", Weight.USUAL, words, seat)
                self._page.keep(f"deal {deal}", draft)
            case f.TermJudged(deal=deal, term=term, verdict=verdict):
                promise = self._promises.get((deal, term)) or f"a promise in {w.deal_words(game, deal)}"
                draft = self._begin("deal", Weight.USUAL, w.capital(promise), None, w.plain(verdict))
                self._page.keep(f"deal {deal}", draft)
            case _:
                assert_never(fact)

    def _besides(self, fact: ControlFact | MethodFact | RoomFact) -> None:
        """What happens besides play; changes that a ruling makes are told with it."""
        if isinstance(fact, c.CardWritten):
            self.game = with_written(self.game, fact)
        said = self._words(fact)
        headline = named(said.headline, self._hands.get(self._told - 1, 1))
        draft = self._begin(said.kind, Weight(said.weight), headline, said.seat)
        if isinstance(fact, c.Intervened) and fact.what in ("track", "grant"):
            self._page.keep(f"ruling {fact.code or FREE} None {fact.why}", draft)
        if isinstance(fact, c.SteppedBack) or (isinstance(fact, c.Intervened) and fact.what in (BACK, c.UNDO)):
            self._way.forget(draft)
        if isinstance(fact, c.SteppedBack):
            dice = ", with other dice from here on" if fact.fresh else ""
            draft.headline, draft.text = f"{self._way.words(self.game, fact.to)}{dice}", self._way.struck_words(fact.to)
            self._stepped_back(fact.to)

    def _words(self, fact: ControlFact | MethodFact | RoomFact) -> Words:
        """In words; a rating with the reason that is rated."""
        match fact:
            case c.Intervened() if self.reader != CONTROL:
                return words_of(self.game, to_the_table(fact))
            case c.ArgumentOpened(argument=id, reasons=reasons):
                self._argued = [given for given in self._argued if given[1] != id]  # written anew: the former is gone
                self._argued += [(self._told, id, text) for text in reasons]
            case c.ReasonAdded(argument=id, text=text):
                self._argued.append((self._told, id, text))
            case c.ReasonRated():
                given = [text for _, id, text in self._argued if id == fact.argument]
                return rating_words(self.game, fact, given[fact.place] if fact.place < len(given) else "")
            case _:
                pass
        return words_of(self.game, fact)

    def _stepped_back(self, to: int) -> None:
        self._way.cut(to)
        self._rolls, self._reasons, self._phase = {}, {}, ""
        self._argued = [entry for entry in self._argued if entry[0] <= to]
        self._flag_log = [entry for entry in self._flag_log if entry[0] <= to]
        self._flags = dict(self._flag_log[-1][1]) if self._flag_log else {}

    # --- beats ----------------------------------------------------------------------------------------------------

    def _begin(self, kind: str, weight: Weight, headline: str, seat: SeatId | None = None, result: str = "") -> Draft:
        if kind not in ("sheets", "note", "placed", "argument"):
            self._opening = False
        phase = self._phase if kind == "order" else ""
        draft = Draft(kind, weight, headline, seat, result=result, phase=phase, undone=self._undone)
        self._way.note(self._told, draft)
        return self._page.add(draft)

    def _agenda(self, fact: f.AgendaDealt) -> None:
        dealt = next((a for a in self.game.rules.seats[fact.seat].agendas if a.id == fact.agenda), None)
        words = f"{w.plain(dealt.name)}. {w.plain(dealt.text)}" if dealt else str(fact.agenda)
        name = w.seat_name(self.game, fact.seat)
        self._begin("setup", Weight.QUIET, f"Dealt to {name}, a hidden agenda: {words}", fact.seat)

    def _card(self, fact: f.CardDrawn) -> None:
        card = self.game.cards.get(fact.card)
        if card is None or fact.card == SOMEBODY:
            self._page.keep("card ?", self._begin("card", Weight.USUAL, "A private report was delivered to somebody"))
            return
        how = {"chained": ", following up", "drawn": ""}.get(fact.how, f", {w.plain(fact.how)}")
        how = ", brought in by control" if fact.is_inject else how
        reader = fact.to or card.private_to
        private = f", for {w.seat_name(self.game, reader)} only" if reader else ""
        draft = self._begin("card", Weight.GREAT, f"Card {card.id}{how}{private}: {w.plain(card.title)}")
        draft.text, draft.cites = w.plain(card.text), card.cites
        self._page.keep(f"card {card.id}", draft)

    def _choice(self, card: str, seat: SeatId, option: str) -> None:
        known = self.game.cards.get(CardId(card))
        words = f'{w.seat_name(self.game, seat)} chose "{self._chosen(card, seat, option) or option}"'
        key = f"choice {card} {seat}"
        if self._page.at(key) is None:
            draft = self._page.keep(key, self._begin("choice", Weight.USUAL, words, seat))
            draft.subject = w.plain(known.title) if known else ""

    def _chosen(self, card: str, seat: SeatId | None, option: str) -> str:
        """What a seat chose on a card, in the card's words; empty where that is not known."""
        known = self.game.cards.get(CardId(card)) if seat is not None else None
        found = [o for o in known.options(seat) if o.id == option] if known is not None and seat is not None else []
        return w.plain(found[0].text) if found else ""

    def _demand(self, fact: f.DemandMade) -> None:
        demander = self.game.rules.demander(fact.demander)
        name = w.plain(demander.name)
        if fact.demand is None:
            self._begin("demand", Weight.USUAL, f"{name} demanded nothing this turn", demander.seat)
            return
        demand = self.game.rules.demand(fact.demand)
        backed = ", and backed it" if fact.backed else ""
        draft = self._begin("demand", Weight.USUAL, f'{name} demanded: "{w.plain(demand.name)}"{backed}', demander.seat)
        draft.text, draft.cites, draft.subject = w.plain(demand.text), demand.cites[:1], w.plain(demand.name)
        if fact.backed and demander.backing is not None:
            draft.text += f" {w.plain(demander.backing.say)}"
        self._page.keep(f"demand {demand.id}", draft)

    def _placed(self, seat: SeatId, words: str) -> None:
        """One's own order is a note; after the opening the others' orders are one line each seat."""
        name = w.seat_name(self.game, seat)
        if not self._opening:
            self._begin("placed", Weight.QUIET, f"{name} put {words} on the sheet", seat)
            return
        key = f"sheet {seat}"
        if (draft := self._page.at(key)) is not None:
            draft.headline += f"; {words}"
        else:
            self._page.keep(key, self._begin("sheets", Weight.USUAL, f"{name} ordered {words}", seat))

    def _rolled(self, fact: Rolled) -> None:
        match fact.cause.kind:
            case CauseKind.ACTION:
                self._rolls[fact.name] = fact
                return
            case CauseKind.CARD:
                draft = self._page.at(f"card {fact.cause.id}") or self._begin(
                    "card", Weight.USUAL, w.cause_words(self.game, fact.cause)
                )
                self._page.keep(f"card {fact.cause.id}", draft)
            case CauseKind.ARGUMENT:
                words = w.capital(w.cause_words(self.game, fact.cause))
                draft = self._begin("argument", Weight.USUAL, words, fact.cause.seat)
            case CauseKind.CHECK:
                draft = self._page.keep(
                    "check", self._begin("check", Weight.GREAT, w.plain(self.game.rules.check.name))
                )
                draft.cites = fact.cause.cites[:1]
            case _:
                draft = self._page.at(f"rule {fact.cause.id}") or self._rule(fact.cause.kind, fact.cause.id)
        self._with_roll(draft, fact)
        if fact.cause.kind is not CauseKind.CHECK:
            draft.result = LUCK[fact.success]

    def _with_roll(self, draft: Draft, fact: Rolled) -> None:
        modifiers = modifiers_of(self.game, fact)
        held = (modifiers[place] for place in fact.held if place < len(modifiers))
        draft.roll = fact
        draft.modifiers = tuple(f"{w.signed(m.by)} {w.plain(m.why)}" for m in held)

    def _resolved(self, fact: f.OrderResolved) -> None:
        action = self.game.rules.actions[fact.action]
        play = self.game.rules.play(fact.action, fact.target)
        headline = f"{w.seat_name(self.game, fact.seat)}, {w.action_words(self.game, fact.action, fact.target)}"
        draft = self._begin("order", Weight.USUAL, headline, fact.seat)
        roll = self._rolls.pop(play.roll_name, None) if play else None
        if roll is not None:
            self._with_roll(draft, roll)
            draft.result = OUTCOMES[fact.result]
        elif fact.result is not Result.OK:
            draft.result = OUTCOMES[fact.result]
        draft.reason = self._reason_for(fact.seat, w.plain(action.name))
        draft.cites = action.cites[:1]
        self._page.keep(f"action {fact.action} {fact.seat}", draft)

    def _check(self, total: int, row: str) -> None:
        draft = self._page.at("check") or self._begin("check", Weight.GREAT, w.plain(self.game.rules.check.name))
        self._page.keep("check", draft)
        found = next(r for r in self.game.rules.check.rows if r.id == row)
        if draft.roll is not None:
            one, two = draft.roll.dice
            why = f" ({', '.join(draft.modifiers)})" if draft.modifiers else ""
            draft.headline += f": rolled {one}+{two}{why}, total {total}"
            draft.roll = None
        draft.result, draft.text = w.plain(found.name), w.plain(found.say)

    def _rule(self, kind: CauseKind, id: str) -> Draft:
        name, say = w.rule_texts(self.game, id) or (w.plain(id), "")
        great = kind in (CauseKind.SNAP, CauseKind.END, CauseKind.CHECK) or any(
            rule.id == id for rule in self.game.rules.flag_rules
        )
        draft = self._begin(str(kind) if great else "rule", Weight.GREAT if great else Weight.USUAL, name)
        draft.text = say
        return self._page.keep(f"rule {id}", draft)

    def _ticked(self, flags: Iterable[QuantityId]) -> None:
        draft = self._begin("step", Weight.QUIET, "Time passes")
        for name in flags:
            left = self._flags.get(name, 1) - 1
            self._flags[name] = left
            self._log_flags()
            if left == 0:
                draft.moves.append(f"runs out: {w.quantity_name(self.game, name)}")

    def _offer(self, fact: f.DealOffered) -> None:
        self._deals.add(fact.deal)
        how = "in public" if fact.public else "in private"
        who, whom = w.seat_name(self.game, fact.seat), w.seat_name(self.game, fact.to)
        draft = self._begin("deal", Weight.USUAL, f"{who} offered {whom} a deal, {how}", fact.seat)
        terms = [w.term_words(self.game, term) for term in fact.terms]
        self._promises.update({(fact.deal, place): words for place, words in enumerate(terms)})
        draft.text = "; ".join(terms)

    def _reasoned(self, fact: f.Reasoned, seat: SeatId, text: str) -> None:
        words = w.plain(text)
        wanted = {"card": "choice", "demand": "demand"}.get(fact.about)
        draft = self._page.latest(wanted, seat) if wanted is not None else None
        if draft is not None and not draft.reason:
            draft.reason = words.removeprefix(draft.subject).removeprefix(", backed").removeprefix(": ")
        elif wanted is None:
            self._reasons.setdefault(seat, []).append(words)
            self._begin("note", Weight.QUIET, f"{w.seat_name(self.game, seat)} gave as reason: {words}", seat)
        else:
            self._begin("note", Weight.QUIET, f"{w.seat_name(self.game, seat)} gave as reason: {words}", seat)

    def _reason_for(self, seat: SeatId, action: str) -> str:
        given = self._reasons.get(seat, [])
        return next((text.removeprefix(f"{action}: ") for text in given if text.startswith(f"{action}: ")), "")

    def _log_flags(self) -> None:
        self._flag_log.append((self._told, dict(self._flags)))

    # --- changes --------------------------------------------------------------------------------------------------

    def _changed(self, fact: f.Changed) -> None:
        quantity = self.game.rules.quantity(fact.quantity)
        if quantity.kind is Kind.FLAG:
            self._flags[fact.quantity] = fact.after
            self._log_flags()
        words = w.move_words(self.game, fact.quantity, fact.before, fact.after, fact.asked)
        if not words:
            return
        draft = self._draft_of(fact.cause)
        if draft.kind == "choice" and not draft.changes:  # choices are told in the order in which they take effect
            self._page.tell_last(draft)
        is_news = fact.before != fact.after or all(fact.quantity != told.quantity for told in draft.changes)
        if is_news and words not in draft.moves:
            draft.moves.append(words)
        draft.changes.append(fact)
        self._page.last = draft
        if fact.index_before != NOT_SHOWN:
            first = draft.index[0] if draft.index is not None else fact.index_before
            draft.index = (first, fact.index_after)

    def _draft_of(self, cause: Cause) -> Draft:
        key = key_of(cause)
        return self._page.at(key) or self._page.keep(key, self._new_draft(cause))

    def _new_draft(self, cause: Cause) -> Draft:
        match cause.kind:
            case CauseKind.RULE | CauseKind.SNAP | CauseKind.END if cause.id != MOOT:
                draft = self._rule(cause.kind, cause.id)
                draft.cites = cause.cites[:1]
                return draft
            case CauseKind.DEAL if cause.id == OWN_SEATS:
                return self._begin("money", Weight.USUAL, w.capital(w.cause_words(self.game, cause)), cause.seat)
            case CauseKind.DEAL if cause.id not in self._deals:
                return self._begin("deal", Weight.USUAL, "Word gets round of a promise")
            case CauseKind.DEAL:
                words = f"{w.capital(w.cause_words(self.game, cause))}, paid in advance"
                return self._begin("deal", Weight.USUAL, words)
            case CauseKind.CARD if chosen := self._chosen(cause.id, cause.seat, cause.detail):
                words = f'"{chosen}" ({w.seat_name(self.game, cause.seat)}) takes effect'
                draft = self._begin("choice", Weight.USUAL, words, cause.seat)
                draft.cites = cause.cites[:1]
                return draft
            case CauseKind.CARD if cause.id == SOMEBODY:
                return self._begin("card", Weight.USUAL, "What came of a private report")
            case CauseKind.SETUP | CauseKind.INCOME | CauseKind.COST:
                headline = {CauseKind.SETUP: "The start", CauseKind.INCOME: "Income"}.get(cause.kind)
                return self._begin("money", Weight.QUIET, headline or w.capital(w.cause_words(self.game, cause)))
            case _:
                draft = self._begin(
                    str(cause.kind), Weight.USUAL, w.capital(w.cause_words(self.game, cause)), cause.seat
                )
                draft.cites = cause.cites[:1]
                return draft

    def _dial(self, id: str) -> str:
        return next((w.plain(dial.name) for dial in self.game.rules.dials if dial.id == id), w.plain(id))

    def _deck(self, id: str) -> str:
        return next((w.plain(deck.name) for deck in self.game.decks if deck.id == id), w.plain(id))
