"""How the things of a game are said in words: seats, quantities, causes, promises, dates, dice. Names are the rules'.

Everything returned is one line, cleaned of what could drive a terminal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from northaxis.content.cleaning import clean
from northaxis.domain.adjudicate import OWN_SEATS
from northaxis.domain.control_facts import Code
from northaxis.domain.declassify import IN_SECRET, OTHER_SHEET, SOMEBODY
from northaxis.domain.demands import ResponseKind
from northaxis.domain.facts import Cause, CauseKind, Rolled, Step, Term
from northaxis.domain.ids import CONTROL, PUBLIC, ActionId, CardId, DemanderId, DemandId, PassageId, QuantityId, SeatId
from northaxis.domain.ledger import INHERITED
from northaxis.domain.methods import ARGUMENT_PRICE, OBJECTOR, PROJECT
from northaxis.domain.quantities import FOR_GOOD, Kind, Quantity
from northaxis.domain.ruleset import Game
from northaxis.domain.scribe import MOOT
from northaxis.domain.state import FREE
from northaxis.domain.turn_end_rules import FlagRule, Rule

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONGEST = 2_000
"""Characters of one text from a deck or a person."""

CODE = re.compile(r"(?<!\w)'[^']*'|\w[\w.]*(?:-\w+)*")
"""What could be the code of something in the rules, or what stands in quotes: a person's own text."""


SAY = {
    Step.SETUP: "the table is being set",
    Step.INJECT: "the cards",
    Step.DEMANDS: "the demands",
    Step.NEGOTIATE: "talk and deals",
    Step.ORDERS: "sealed orders",
    Step.ADJUDICATE: "the reveal",
    Step.NARRATE: "what it comes to",
    Step.TURN_END: "the turn ends",
    Step.OVER: "play is over",
}
"""The steps of a turn in words."""

CODES = {
    Code.ERROR: "a slip",
    Code.REALISM: "realism",
    Code.RULES_GAP: "a gap in the rules",
    Code.LEARNING: "a lesson",
    Code.SAFETY: "welfare",
}
"""The kinds of reason that control gives, in words."""
_CODE_WORDS = {code.value: words for code, words in CODES.items()}


def step_words(where: str) -> str:
    """`turn 2, inject` as people say it: turn 2, the cards."""
    head, comma, step = where.rpartition(", ")
    return f"{plain(head)}{comma}{SAY[Step(step)] if step in {one.value for one in Step} else plain(step)}"


def plain(text: str) -> str:
    """A text from rules, a deck or a person on one line, without anything that could act on a terminal."""
    return " ".join(clean(text, LONGEST).split())


def inside(title: str) -> str:
    """A title as it is named inside a sentence: without the mark it ends in."""
    return plain(title).rstrip(" .,;:")


def ended(text: str) -> str:
    """A sentence with its full stop; a question has its own mark, and so has what was cut."""
    return text if text.endswith(("?", "!", "…")) else f"{text.rstrip('.')}."


def capital(text: str) -> str:
    """The text with its first letter in capitals."""
    return text[:1].upper() + text[1:]


def turn_date(game: Game, turn: int) -> str:
    """When a turn opens: `22 Jul 2026, day 1610`."""
    days = game.scenario.turn_days * max(0, turn - 1)
    opens = date.fromisoformat(game.first_date) + timedelta(days=days)
    return f"{date_words(opens.isoformat())}, day {game.first_day + days}"


def date_words(iso: str) -> str:
    """`2026-07-22` as `22 Jul 2026`, whatever the machine's language."""
    day = date.fromisoformat(iso)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def signed(points: int) -> str:
    """A difference with its sign; nought is `0`."""
    return f"{points:+d}" if points else "0"


def cites_text(cites: Iterable[PassageId]) -> str:
    """` (EF-03, EF-29)`, or nothing."""
    found = ", ".join(cites)
    return f" ({found})" if found else ""


def joined(words: Iterable[str], last: str = "and") -> str:
    """`a, b and c`."""
    every = list(words)
    return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} {last} {every[-1]}" if every else "nobody"


def seat_name(game: Game, seat: SeatId | None) -> str:
    """The seat's name; control and the rules themselves have one too."""
    if seat is None:
        return "the rules"
    if seat == CONTROL:
        return "control"
    if seat == PUBLIC:
        return "everybody"
    found = game.rules.seats.get(seat)
    return plain(found.name) if found else str(seat)


def action_words(game: Game, action: ActionId, target: str | None) -> str:
    """An action and what it is aimed at: `Quietly switch a system off (Drone relays)`."""
    known = game.rules.actions.get(action)
    name = plain(known.name) if known else str(action)
    return f"{name} ({quantity_name(game, target)})" if target else name


def quantity_name(game: Game, name: str) -> str:
    """A quantity's or a derived quantity's name; the id itself for a stranger."""
    measure = game.rules.measures.get(name)
    if measure is not None:
        return plain(measure.name)
    index = game.rules.by_name.get(name)
    return plain(game.rules.quantities[index].name) if index is not None else plain(name)


def argument_name(game: Game, id: str, of_turn: bool = False) -> str:
    """What an argument is called inside a sentence: `Kyiv's argument`, `the argument on Fly to Beijing`."""
    turn, _, about = id.partition("-")
    action = next((one for name, one in game.rules.actions.items() if f"{about}-".startswith(f"{name}-")), None)
    when = f" of turn {turn.removeprefix('T')}" if of_turn and turn[1:].isdecimal() else ""
    if about in game.rules.seats:
        return f"{seat_name(game, SeatId(about))}'s argument{when}"
    return f"the argument{when} on {plain(action.name)}" if action is not None else f"argument {plain(id)}"


def quoted(text: str) -> str:
    """A person's words in quotes; quotes inside become single ones."""
    return f'"{plain(text).replace(chr(34), chr(39))}"'


def index_name(game: Game) -> str:
    """What the index is called inside a sentence: `pressure`."""
    return plain(game.rules.index.name).lower()


def band_word(game: Game, value: int) -> str:
    """The name of the band an index value lies in."""
    return plain(next((band.name for band in game.rules.bands if value <= band.upto), game.rules.bands[-1].name))


def band_place(game: Game, band: str) -> str:
    """A band for who may not know the number: `strained, band 2 of 5 (next cracking); its figure is hidden`."""
    names = [plain(each.name).lower() for each in game.rules.bands]
    word = plain(band).lower()
    if word not in names:
        return word
    place = names.index(word)
    above = f" (next {names[place + 1]})" if names[place + 1 :] else ""
    return f"{word}, band {place + 1} of {len(names)}{above}; its figure is hidden"


def named(game: Game, text: str) -> str:
    """A text with names for the codes of orders, demands, seats, tracks and deals: `KYI-STR` as `'Strike a site'`."""
    return CODE.sub(lambda found: _named(game, found.group()), plain(text))


def _named(game: Game, code: str) -> str:
    rules = game.rules
    if code in rules.actions:
        return f"'{plain(rules.actions[ActionId(code)].name)}'"
    if code in rules.seats:
        return seat_name(game, SeatId(code))
    if code in rules.by_name and not code.isalpha():
        return quantity_name(game, code)
    if code.isupper() and any(code == demander.id for demander in rules.answering.demanders):
        return plain(rules.demander(DemanderId(code)).name)
    return deal_words(game, code)


def deal_words(game: Game, deal: str, teller: SeatId | None = None) -> str:
    """A deal by its parties: `T2-BEI-MIN-1` as `the deal of Beijing with Minsk`, told of Minsk `the deal with Beijing`.

    Anything else stays as it is.
    """
    turn, *parties, count = deal.split("-") if deal.count("-") == 3 else ("", "")
    if len(parties) != 2 or turn[:1] != "T" or not all(party in game.rules.seats for party in parties):
        return plain(deal)
    one, other = (seat_name(game, SeatId(party)) for party in parties)
    between = f"with {one if teller == parties[1] else other}" if teller in parties else f"of {one} with {other}"
    return f"the deal {between}" + (f", number {count}" if count != "1" else "")


def move_words(game: Game, name: QuantityId, before: int, after: int, asked: int) -> str:
    """What happened to a quantity: `Moscow 5 to 7`, `Drone sites off`, `Red line for 2 turns`, or nothing."""
    quantity = game.rules.quantity(name)
    if quantity.index == game.rules.answering.sham_flag:
        return ""
    short = short_name(quantity)
    match quantity.kind:
        case Kind.TRACK:
            if before == after:
                return f"{short} stays at {after}"
            return f"{short} {before} to {after}"
        case Kind.SWITCH:
            return f"{plain(quantity.name)} {'still ' if before == after else ''}{'on' if after else 'off'}"
        case Kind.FLAG:
            return _flag_words(quantity, before, after)
        case Kind.IP:
            if before == after:
                return ""
            return f"{seat_name(game, quantity.owner)} {signed(after - before)} IP"
        case _:
            return ""


def short_name(quantity: Quantity) -> str:
    """The short name, unless it is an abbreviation: those are for narrow columns."""
    return plain(quantity.name if quantity.short.endswith(".") else quantity.short)


def _flag_words(quantity: Quantity, before: int, after: int) -> str:
    name = plain(quantity.name)
    if after == 0:
        return f"no longer: {name}" if before else ""
    if after == before:
        return f"still: {name}"
    return name if after == FOR_GOOD else f"{name} for {turns_words(after)}"


def turns_words(count: int) -> str:
    """`1 turn`, `2 turns`."""
    return f"{count} turn{'' if count == 1 else 's'}"


def dice_words(rolled: Rolled) -> str:
    """`need 7, rolled 2+6=8`."""
    one, two = rolled.dice
    return f"need {rolled.need}, rolled {one}+{two}={one + two}"


def roll_name_words(game: Game, name: str) -> str:
    """What a roll's name stands for, to ask for physical dice: `Fly to Beijing`."""
    for action in game.rules.actions.values():
        for play in action.plays:
            if play.roll_name == name:
                return f"{seat_name(game, action.seat)}, {action_words(game, action.id, play.target)}"
    if name.startswith("ARG"):
        return argument_name(game, name.removeprefix("ARG"))
    if name in game.cards:
        return f"card {name}, {plain(game.cards[CardId(name)].title)}"
    return rule_name(game, name) if name != "CHECK" else plain(game.rules.check.name)


def rule_name(game: Game, id: str) -> str:
    """The name of a coupling, snap, end, rung, check row or flag rule."""
    found = rule_texts(game, id)
    return found[0] if found else plain(id)


def rule_texts(game: Game, id: str) -> tuple[str, str] | None:
    """Name and one-sentence telling of a rule of the turn end, None when there is none of this id."""
    rules = game.rules
    every: tuple[Rule | FlagRule, ...] = (*rules.rules, *rules.snaps, *rules.ends, *rules.ladder, *rules.flag_rules)
    for rule in every:
        if rule.id == id:
            return plain(rule.name), plain(rule.say)
    for row in rules.check.rows:
        if row.id == id:
            return f"{plain(rules.check.name)}: {plain(row.name)}", plain(row.say)
    return None


def answer_words(game: Game, response: ResponseKind) -> str:
    """How an answer reads in a sentence about somebody: `complied with`, `stalled`, `refused`, `shammed to`."""
    match response:
        case ResponseKind.COMPLY:
            return "complied with"
        case ResponseKind.STALL:
            return "stalled"
        case ResponseKind.REFUSE:
            return "refused"
        case ResponseKind.SHAM:
            return "shammed to"


def answered_words(game: Game, seat: SeatId, demand: DemandId, response: ResponseKind) -> str:
    """`Minsk refused Moscow, "Switch the relays back on"`."""
    demander = next(d for d in game.rules.answering.demanders if any(each.id == demand for each in d.demands))
    asked = plain(game.rules.demand(demand).name)
    return f'{seat_name(game, seat)} {answer_words(game, response)} {plain(demander.name)}, "{asked}"'


def cause_words(game: Game, cause: Cause) -> str:
    """Why, in a few words: `Kyiv, Strike a launch site (Drone sites)`, `Northern strikes land`, `the start`."""
    match cause.kind:
        case CauseKind.SETUP:
            return "as it was before play" if cause == INHERITED else _setup_words(game, cause)
        case CauseKind.ACTION:
            target = cause.detail if cause.detail in game.rules.by_name else None
            late = ", arriving late" if cause.detail == "late" else ""
            return f"{seat_name(game, cause.seat)}, {action_words(game, ActionId(cause.id), target)}{late}"
        case CauseKind.RESPONSE:
            return _response_words(game, cause)
        case CauseKind.DEMAND:
            return f'{seat_name(game, cause.seat)} backed "{plain(game.rules.demand(DemandId(cause.id)).name)}"'
        case CauseKind.CARD:
            return _card_words(game, cause)
        case CauseKind.RULE | CauseKind.SNAP | CauseKind.CHECK | CauseKind.END:
            return "a sham that had become true" if cause.id == MOOT else rule_name(game, cause.id)
        case CauseKind.COST:
            return f"the price of {_priced(game, cause)}"
        case CauseKind.INCOME:
            return f"income of {seat_name(game, cause.seat)}"
        case CauseKind.DEAL if cause.id == OWN_SEATS:
            return f"points from {seat_name(game, cause.seat)} to {seat_name(game, SeatId(cause.detail))}"
        case CauseKind.DEAL:
            return deal_words(game, cause.id)
        case CauseKind.RULING:
            return _ruling_words(game, cause)
        case CauseKind.ARGUMENT if cause.id == IN_SECRET:
            return "an argument in secret"
        case CauseKind.ARGUMENT:
            how = {OBJECTOR: ", the strongest objection", PROJECT: ", a project that held twice"}.get(cause.detail, "")
            return f"{argument_name(game, cause.id, of_turn=True)}{how}"
        case _:
            return plain(f"{cause.kind} {cause.id} {cause.detail}")


def _ruling_words(game: Game, cause: Cause) -> str:
    """`control's ruling (a slip): typed wrong`; the detail is control's reason or the order that it is about."""
    about = action_words(game, ActionId(cause.detail), None) if cause.detail in game.rules.actions else cause.detail
    why = f": {plain(about)}" if about else ""
    return (
        f"a free effect of control{why}"
        if cause.id == FREE
        else f"control's ruling ({_CODE_WORDS.get(cause.id, plain(cause.id))}){why}"
    )


def _setup_words(game: Game, cause: Cause) -> str:
    if cause.detail == "dial":
        dial = next((dial for dial in game.rules.dials if dial.id == cause.id), None)
        return f"the dial '{plain(dial.name)}'" if dial else "a dial"
    variant = next((v for v in game.variants if v.id == cause.detail), None)
    return f"the start in {plain(variant.name)}" if variant else "the start"


def _response_words(game: Game, cause: Cause) -> str:
    demand = DemandId(cause.id.rpartition(".")[0])
    known = {d.id for demander in game.rules.answering.demanders for d in demander.demands}
    if demand not in known or cause.seat is None:
        return f"an answer of {seat_name(game, cause.seat)}"
    key = cause.id.rpartition(".")[2]
    kind = next((r.kind for r in game.rules.answering.responses.values() if r.key == key), ResponseKind.REFUSE)
    backed = ", which was backed" if cause.detail == "backed" else ""
    return answered_words(game, cause.seat, demand, kind) + backed


def _card_words(game: Game, cause: Cause) -> str:
    card = game.cards.get(CardId(cause.id))
    if card is None:
        return "a private report" if cause.id == SOMEBODY else plain(cause.id)
    if cause.seat is None:
        return f"card {card.id}, {plain(card.title)}"
    option = next((o for o in card.options(cause.seat) if o.id == cause.detail), None)
    chosen = f' chose "{plain(option.text)}"' if option else ""
    return f"card {card.id}, {plain(card.title)}: {seat_name(game, cause.seat)}{chosen}"


def _priced(game: Game, cause: Cause) -> str:
    if cause.id == OTHER_SHEET:
        return "the other half's order"
    if cause.detail == ARGUMENT_PRICE:
        return argument_name(game, cause.id)
    if cause.id in game.rules.actions:
        return action_words(game, ActionId(cause.id), None)
    if cause.id in game.cards:
        return f"a choice on card {cause.id}"
    return "an answer" if cause.detail in {str(kind) for kind in ResponseKind} else "backing a demand"


def term_words(game: Game, term: Term) -> str:
    """A promise in words: `Kyiv gives Minsk 1 IP`."""
    who = seat_name(game, term.seat)
    until = f" through turn {term.through}"
    actions = joined(action_words(game, action, None) for action in term.actions)
    match term.kind:
        case "transfer":
            return f"{who} gives {seat_name(game, term.to)} {term.ip} IP"
        case "response":
            demander = next((d for d in game.rules.answering.demanders if d.id == term.demander), None)
            whom = plain(demander.name) if demander else str(term.demander)
            return f"{who} will answer {whom}: {term.response}"
        case "no_order":
            return f"{who} will not order {actions}{until}"
        case "order":
            return f"{who} will order {actions}, at the latest in turn {term.through}"
        case "switch":
            name = quantity_name(game, term.switch or "")
            return f"{who} sees that {name} stay {'on' if term.state else 'off'}{until}"
        case _:
            return f'{who} promises "{plain(term.text)}"'


def over_words(game: Game, reason: str) -> str:
    """Why play ended."""
    if reason == "last turn":
        return "the last turn has been played"
    if reason == "control":
        return "control closed the game"
    found = rule_texts(game, reason)
    if found:
        return f"{found[0]}. {found[1]}"
    index = game.rules.by_name.get(reason)
    if index is None:
        return plain(reason)
    flag = game.rules.quantities[index]
    return f"{plain(flag.name)}. {plain(flag.meaning)}"
