"""The part of a report about each seat alone: what it wanted, what it did and what came of it, its word, its beliefs.

A sheet for handing out is made from what its own seat may know, so that it can be given to whoever sat there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from northaxis.domain import control_facts as c, facts as f
from northaxis.domain.dice import percent
from northaxis.domain.facts import CauseKind
from northaxis.domain.ids import ActionId, QuantityId, SeatId
from northaxis.domain.ledger import by_seat
from northaxis.domain.state import State
from northaxis.services import wording as w
from northaxis.services.after_action.account import Account
from northaxis.services.after_action.gathered import arguments, deals, handled_words, handlings
from northaxis.services.after_action.model import Block, Cell, Group, Item, Items, Quote, Section, Table, Text, row
from northaxis.services.after_action.seats import holder_words, seated
from northaxis.services.beats import OUTCOMES
from northaxis.services.beliefs import LookBack, borne_out_words
from northaxis.services.briefing import condition_words
from northaxis.services.debrief import calibrations, luck

Deed = tuple[Cell, ...]


def sheets_section(account: Account) -> Section:
    """A sheet for every seat: who held it, what it wanted, what it did in each turn and what came of it."""
    state, deeds = seated(account), _deeds(account)
    groups = [
        Group(f"{seat} {w.seat_name(account.game, seat)}", tuple(_sheet(account, state, seat, deeds.get(seat, []))))
        for seat in account.game.rules.seats
    ]
    return Section("sheets", "Each seat's sheet", (), tuple(groups))


def own_sheet(account: Account) -> Section:
    """The sheet of the account's own reader, to be handed out."""
    seat, deeds = account.reader, _deeds(account)
    blocks = tuple(_sheet(account, seated(account), seat, deeds.get(seat, [])))
    return Section(f"sheet-{seat}", f"{seat} {w.seat_name(account.game, seat)}", blocks)


def _sheet(account: Account, state: State, seat: SeatId, deeds: list[Deed]) -> Iterable[Block]:
    game = account.game
    rules = game.rules.seats[seat]
    lines = [f"Held by {holder_words(state, seat)}. {w.plain(rules.plays)}"]
    if account.knows_index:
        shares = dict(by_seat(account.ledger.since(1).root(within=account.ledger)))
        lines.append(f"Moved {w.index_name(game)} by {w.signed(shares.get(seat, 0))}, all that followed counted in.")
    rolled = next((each for each in luck(account.facts) if each.seat == seat), None)
    if rolled is not None:
        lines.append(f"Dice: {rolled.words}.")
    yield Text(" ".join(lines))
    yield from _goals(account, seat)
    if deeds:
        head = ("turn", "what it did", "what came of it")
        yield Table(f"What {w.seat_name(game, seat)} did", head, tuple(deeds))
    else:
        yield Text("It did nothing that this reader may know.")
    yield from _promises(account, seat)
    yield from _beliefs(account, seat)
    yield from _said(account, seat)


def _goals(account: Account, seat: SeatId) -> Iterable[Block]:
    rules, game = account.game.rules.seats[seat], account.game
    score = next((x for x in account.facts if isinstance(x, f.Scored) and x.seat == seat), None)
    if score is None:
        dealt = next((x for x in account.facts if isinstance(x, f.AgendaDealt) and x.seat == seat), None)
        agenda = next((a for a in rules.agendas if dealt is not None and a.id == dealt.agenda), None)
        if agenda is not None:
            yield Text(f"Hidden agenda: {w.plain(agenda.name)}. {w.plain(agenda.text)}")
        return
    rows = []
    for place, goal in enumerate(rules.goals):
        held = Cell("yes", "strong") if place in score.goals else Cell("no", "mute")
        needs = condition_words(game, goal.condition.text)
        rows.append(row(w.plain(goal.label), needs, goal.points, held))
    dealt_agenda = next((a for a in rules.agendas if a.id == score.agenda), None)
    if dealt_agenda is not None:
        held = Cell("yes", "strong") if score.agenda_met else Cell("no", "mute")
        text = f"Hidden agenda: {w.plain(dealt_agenda.name)}"
        rows.append(row(text, w.plain(dealt_agenda.text), dealt_agenda.points, held))
    caption = f"What {w.seat_name(game, seat)} wanted: {score.score} of a bar of {score.bar}"
    yield Table(caption, ("goal", "what it needs", "points", "reached"), tuple(rows))


def _promises(account: Account, seat: SeatId) -> Iterable[Block]:
    """What it had promised in signed deals, and what it was promised."""
    own = [term for deal in deals(account) if deal.became == "signed" for term in deal.terms if term.seat == seat]
    if own:
        yield Text("Its word:")
        yield Items(tuple(Item(f"{term.verdict or 'open'}: {term.words}") for term in own))


def _beliefs(account: Account, seat: SeatId) -> Iterable[Block]:
    """Its confidence card before and after, its guesses of the dials, and how well it knew."""
    found = LookBack.of(account.game, account.facts)
    rows = list[Deed]()
    for each in found.statements if found is not None else ():
        mine = next((belief for belief in each.beliefs if belief.seat == seat), None)
        if mine is not None:
            before, after = ("" if mark is None else str(mark) for mark in (mine.before, mine.after))
            rows.append(row(w.plain(each.statement.text), before, after, borne_out_words(account.game, each)))
    if rows:
        yield Table("What it believed (1 not at all, 5 fully)", ("statement", "before", "after", ""), tuple(rows))
    lines = []
    for dial in found.dials if found is not None else ():
        guess = dict(dial.guesses).get(seat)
        if guess is not None and dial.setting is not None:
            stood = "right" if guess == dial.setting else f"it stood at {w.plain(dial.setting)}"
            lines.append(f"Guessed {w.plain(dial.dial.name)} at {w.plain(guess)}: {stood}.")
    lines += [f"Expected: {each.words}." for each in calibrations(account.game, account.facts) if each.seat == seat]
    if lines:
        yield Items(tuple(Item(line) for line in lines))


def _said(account: Account, seat: SeatId) -> Iterable[Block]:
    """What it wrote down for itself, and what it said after play."""
    own = [(each.word, each.note) for each in account.notes if each.note.seat == seat]
    if own:
        told = (f"Its own note on {w.plain(note.about)}: {w.plain(note.text)}{word.then}" for word, note in own)
        yield Items(tuple(map(Item, told)))
    asks = account.game.rules.kit.questions()
    for word in account.words:
        if isinstance(fact := word.fact, c.Reflected) and fact.seat == seat:
            yield Quote(w.plain(fact.text), w.plain(asks.get(fact.question, fact.question)) + word.then)


# --- deeds --------------------------------------------------------------------------------------------------------


def _deeds(account: Account) -> Mapping[SeatId, list[Deed]]:
    """What every seat chose, demanded, answered, promised, argued and ordered, turn by turn."""
    found, turn = _Deeds(account), 0
    for fact in account.facts:
        if isinstance(fact, f.TurnBegan):
            turn = fact.turn
        found.read(turn, fact)
    return found.rows


class _Deeds:
    """The rows of all sheets, as the facts are read."""

    def __init__(self, account: Account) -> None:
        self.account, self.game = account, account.game
        self.rows: dict[SeatId, list[Deed]] = {}
        self._rolls: dict[tuple[str, SeatId | None], f.Rolled] = {}
        self._answered = (0, 0)
        self._handled = handlings(account)
        self._arguments = {each.argument: each for each in arguments(account)}
        self._deals = {each.deal: each for each in deals(account)}

    def add(self, turn: int, seat: SeatId, words: str, result: str = "") -> None:
        """A row on a seat's sheet."""
        self.rows.setdefault(seat, []).append(row(str(turn), words, result))

    def _answer(self, turn: int, seat: SeatId, words: str) -> None:
        """The answers of a turn in one row."""
        rows = self.rows.setdefault(seat, [])
        if self._answered == (turn, len(rows)):
            before = rows.pop()[1].text
            words = f"{before}; {words}"
        rows.append(row(str(turn), w.capital(words), ""))
        self._answered = (turn, len(rows))

    def read(self, turn: int, fact: object) -> None:
        """The next fact."""
        game = self.game
        match fact:
            case f.OptionPicked(card=card, seat=seat, option=option) if card in game.cards:
                text = next((each.text for each in game.cards[card].options(seat) if each.id == option), option)
                self.add(turn, seat, f"Card {card}, {w.plain(game.cards[card].title)}: {w.plain(text)}")
            case f.DemandMade(demander=demander, demand=demand, backed=backed) if demand is not None:
                asker = game.rules.demander(demander).seat
                if asker is not None:
                    name = w.plain(game.rules.demand(demand).name)
                    self.add(turn, asker, f'Demanded "{name}"', result="backed" if backed else "")
            case f.Answered(seat=seat, demand=demand, response=response):
                words = w.answered_words(game, seat, demand, response).removeprefix(f"{w.seat_name(game, seat)} ")
                self._answer(turn, seat, words)
            case f.DealOffered(deal=deal, seat=seat, to=to):
                offer = self._deals[w.plain(deal)]
                terms = "; ".join(term.words for term in offer.terms)
                self.add(turn, seat, f"Offered {w.seat_name(game, to)} a deal: {terms}", result=offer.became)
            case f.DealAnswered(deal=deal, seat=seat, signed=True) if w.plain(deal) in self._deals:
                offer = self._deals[w.plain(deal)]
                terms = "; ".join(term.words for term in offer.terms)
                self.add(turn, seat, f"Signed with {w.seat_name(game, SeatId(offer.seat))}: {terms}")
            case f.ArgumentOpened(argument=id, seat=seat, action=None):
                argued = self._arguments[w.plain(id)]
                came = {True: "it holds", False: "it does not hold", None: "it came to nothing"}[argued.success]
                self.add(turn, seat, f'Argued "{argued.claim}"', result=came)
            case f.Rolled(cause=cause) if cause.kind is CauseKind.ACTION:
                self._rolls[cause.id, cause.seat] = fact
            case f.OrderResolved(seat=seat, action=action, target=target, result=result):
                self._resolved(turn, seat, action, target, OUTCOMES[result])
            case f.OrderVoided(seat=seat, action=action, target=target):
                self.add(turn, seat, f"Ordered {w.action_words(game, action, target)}", result="no longer possible")
            case f.OrderRuledOut(seat=seat, action=action, target=target):
                self._resolved(turn, seat, action, target, "")
            case _:
                pass

    def _resolved(self, turn: int, seat: SeatId, action: ActionId, target: QuantityId | None, result: str) -> None:
        roll = self._rolls.pop((action, seat), None)
        dice = f"{roll.dice[0]}+{roll.dice[1]} against {roll.need} ({percent(roll.need)} %)" if roll else ""
        handling = self._handled.get((turn, action, target))
        told = list(handled_words(handling)) if handling is not None else []
        came = ": ".join(part for part in (dice, result) if part)
        words = "; ".join(part for part in (came, *told) if part)
        self.add(turn, seat, f"Ordered {w.action_words(self.game, action, target)}", words)
