"""The parts of a report about control and the room: every intervention, undone moves, arguments, requests, hot wash."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median_low

from northaxis.domain import control_facts as c, facts as f
from northaxis.domain.declassify import SeenFact
from northaxis.domain.facts import CauseKind
from northaxis.domain.ids import SeatId
from northaxis.domain.ruleset import Game
from northaxis.domain.undo import BACK, Words
from northaxis.services import wording as w
from northaxis.services.after_action.account import Account
from northaxis.services.after_action.gathered import Argument, arguments
from northaxis.services.after_action.model import Block, Cell, Group, Item, Items, Quote, Section, Table, Text, row
from northaxis.services.after_action.record import Intervention
from northaxis.services.after_action.timeline import LEFT_OUT, item_of, talk_words
from northaxis.services.beats import Weight
from northaxis.services.beside import VERBS, undone_acts
from northaxis.services.control_words import words_of
from northaxis.services.kept_words import Word
from northaxis.services.narrator import Narrator

CODES = {
    c.Code.REALISM: "the world would not do that",
    c.Code.RULES_GAP: "the rules are silent",
    c.Code.LEARNING: "for the lesson",
    c.Code.SAFETY: "for people's welfare",
    c.Code.ERROR: "a slip put right",
}
"""Why control steps in, in words."""

FOLLOWS = (
    f.Changed, f.CardDrawn, f.CardChained, f.GameOver, c.CardSetAside, c.CardBack, c.CardWritten, c.NeedShifted,
    c.MethodChosen, c.OrderDecided, c.OrderRuledOut, c.OrderOverruled, c.ArgumentOpened, c.ArgumentSettled,
    c.ProjectBegun, c.ProjectEnded,
)  # fmt: skip
"""What can follow from an intervention in the same command."""


def interventions(account: Account) -> tuple[Intervention, ...]:
    """Every intervention of control in order with its reason and what it changed, also those that were taken back."""
    found, turn = list[Intervention](), 0
    taken_back = account.undone | undone_acts(account.every)
    for place, fact in enumerate(account.every):
        if isinstance(fact, f.TurnBegan):
            turn = fact.turn
        if not isinstance(fact, c.Intervened):
            continue
        words = w.capital(words_of(account.game, replace(fact, why="", code=None, token=False)).headline)
        found.append(
            Intervention(
                len(found) + 1,
                turn,
                w.plain(fact.what),
                w.plain(fact.about),
                w.plain(fact.was),
                w.plain(fact.now),
                None if fact.code is None else fact.code.value,
                w.plain(fact.why),
                fact.token,
                fact.open,
                place in taken_back,
                words.removeprefix("Control "),
                account.hands.get(place, 1),
                tuple(_did(account.game, account.every[place + 1 :])) or _change(fact),
            )
        )
    return tuple(found)


def rulings_section(account: Account) -> Section:
    """Every intervention in a table, what was taken back, and the cards written at the table."""
    rows, made = list[tuple[Cell, ...]](), interventions(account)
    for each in made:
        did = "; ".join((*each.changed, *(("taken back later",) if each.undone else ())))
        why = f"{each.code}, {CODES[c.Code(each.code)]}: {each.why}" if each.code else each.why
        how = ("one token" if each.token else "no token") + ("" if each.open else ", not told to the table")
        what = f"control {each.by} {each.words}" if each.by > 1 else each.words
        rows.append(row(each.number, str(each.turn or "before"), what, why, did, how))
    blocks = list[Block]()
    if rows:
        head = ("no.", "turn", "what", "why", "what it changed", "cost")
        spent = sum(1 for each in made if each.token and not each.undone)
        note = f"Override tokens spent: {spent}."
        if account.knows_all:
            note += " Nothing was changed at this table but by play and by what stands here."
        blocks.append(Table("Every intervention of control, in order", head, tuple(rows), note))
    elif account.knows_all:
        blocks.append(Text("Control did not step in: every change in this report is play."))
    groups = [*_undone(account), *_written(account)]
    return Section("control", "Control: rulings and interventions", tuple(blocks), tuple(groups))


def _change(fact: c.Intervened) -> tuple[str, ...]:
    """What an act changed of which no other fact tells."""
    shown = fact.was and fact.now and fact.what not in (*VERBS, c.UNDO, BACK)
    return (f"{w.plain(fact.was)} to {w.plain(fact.now)}",) if shown else ()


def _did(game: Game, following: Sequence[SeenFact]) -> Iterable[str]:
    for fact in following:
        if isinstance(fact, c.SteppedBack):
            yield "the table stood again as it had stood then; see the moves taken back"
        if not isinstance(fact, FOLLOWS):
            return
        if isinstance(fact, f.Changed):
            if fact.cause.kind not in (CauseKind.RULING, CauseKind.INJECT, CauseKind.CARD, CauseKind.ARGUMENT):
                return
            moved = w.move_words(game, fact.quantity, fact.before, fact.after, fact.asked)
            if moved:
                yield moved
        elif isinstance(fact, c.OrderDecided | c.OrderOverruled):
            yield f"{w.action_words(game, fact.action, fact.target)} {'works' if fact.success else 'fails'}"
        elif isinstance(fact, c.NeedShifted):
            yield f"{w.action_words(game, fact.action, fact.target)} needs {w.signed(fact.by)}"
        elif isinstance(fact, c.OrderRuledOut):
            yield f"{w.action_words(game, fact.action, fact.target)} leaves the sheet, {fact.refund} IP come back"
        elif isinstance(fact, f.CardDrawn):
            yield f"card {w.plain(fact.card)} comes up"


def _undone(account: Account) -> Iterable[Group]:
    """What control took back, struck out, with the reason."""
    for place, fact in enumerate(account.every):
        if not isinstance(fact, c.SteppedBack):
            continue
        gone = [account.every[p] for p in range(fact.to, place) if p in account.undone]
        narrator = Narrator(account.game, account.reader)
        acts = [fact for fact in gone if not isinstance(fact, Words)]
        beats = [beat for turn in _by_turn(acts) for beat in narrator.tell(turn)]
        shown = [b for b in beats if b.weight >= Weight.USUAL and b.kind not in LEFT_OUT]
        told: tuple[Block, ...] = (
            (Items(tuple(item_of(account.game, beat, struck=True) for beat in shown)),) if shown else ()
        )
        dice = " From there on the dice were other dice." if fact.fresh else ""
        lead = (
            f"Control stepped back and took {len(gone)} facts back. Reason given: {w.plain(fact.why) or 'none'}.{dice}"
        )
        yield Group("Moves taken back", (Text(lead), *told, *_words_kept(account.game, gone)))


def _words_kept(game: Game, gone: Sequence[SeenFact]) -> Iterable[Block]:
    """What people said and wrote in a stretch that was taken back: nobody unsays it."""
    lines = [words_of(game, fact).headline for fact in gone if isinstance(fact, c.Noted | c.Predicted | c.Reflected)]
    spoken = talk_words([fact for fact in gone if isinstance(fact, f.Said)])
    if lines or spoken:
        yield Text("Said and written then, and not undone:")
        yield Items(tuple(Item(line) for line in (*lines, *((spoken,) if spoken else ()))))


def _by_turn(facts: Sequence[SeenFact]) -> Iterable[tuple[SeenFact, ...]]:
    """The facts turn by turn, as a story is told."""
    batch = list[SeenFact]()
    for fact in facts:
        if isinstance(fact, f.TurnBegan) and batch:
            yield tuple(batch)
            batch = []
        batch.append(fact)
    yield tuple(batch)


def _written(account: Account) -> Iterable[Group]:
    """Cards that control wrote at the table."""
    cards = [fact for fact in account.facts if isinstance(fact, c.CardWritten)]
    if cards:
        yield Group(
            "Cards written at the table",
            tuple(
                Quote(
                    f"{w.plain(card.title)}. {w.plain(card.text)}", f"card {w.plain(card.card)}, for {card.to or 'all'}"
                )
                for card in cards
            ),
        )


# --- arguments ----------------------------------------------------------------------------------------------------


def arguments_section(account: Account) -> Section:
    """Every matrix argument: claim, reasons with their ratings, estimates, how it was settled."""
    game, groups = account.game, list[Group]()
    for each in arguments(account):
        rows = [
            row(said.seat, "for" if said.supports else "against", said.text, _STRENGTHS[said.strength])
            for said in each.reasons
        ]
        blocks: list[Block] = [Quote(each.claim, w.seat_name(game, SeatId(each.seat)))]
        if rows:
            blocks.append(Table("Reasons", ("seat", "side", "reason", "rated"), tuple(rows)))
        if each.effect:
            moved = "; ".join(f"{w.quantity_name(game, shift.track)} {w.signed(shift.by)}" for shift in each.effect)
            blocks.append(Text(f"{_at_stake(each)}: {moved}."))
        if each.estimates:
            told = ", ".join(f"{guess.seat} {guess.percent} %" for guess in each.estimates)
            middle = median_low(guess.percent for guess in each.estimates)
            blocks.append(Text(f"Estimates: {told}; the middle one is {middle} %."))
        blocks.append(Text(_settled_words(account, each)))
        stages = (c.ProjectBegun, c.ProjectEnded)
        mine = [x for x in account.facts if isinstance(x, stages) and w.plain(x.argument) == each.argument]
        blocks += [Text(w.ended(words_of(game, fact).headline)) for fact in mine]
        how = ", in secret" if each.secret else ""
        again = f", for project {each.project}" if each.project is not None else ""
        groups.append(Group(f"{each.argument}, by {w.seat_name(game, SeatId(each.seat))}{how}{again}", tuple(blocks)))
    return Section("arguments", "Arguments", (), tuple(groups))


def _at_stake(each: Argument) -> str:
    if each.project is not None:
        return f"It has held once, as {each.project}; if it holds again"
    return "Once it has held in two turns" if each.big else "If it holds"


_STRENGTHS = {0: "weak", 1: "valid", 2: "strong", None: "not rated"}


def _settled_words(account: Account, each: Argument) -> str:
    came = "it holds" if each.success else "it does not hold"
    match each.method:
        case None:
            return "It was never settled."
        case "dropped":
            return "It was dropped and its price came back."
        case "dice" | "argument":
            rolls = (x for x in account.facts if isinstance(x, f.Rolled) and w.plain(x.name) == f"ARG{each.argument}")
            rolled = next(rolls, None)
            dice = f", {w.dice_words(rolled)}" if rolled else f", need {each.need}"
            return f"Settled by dice{dice}: {came}."
        case "estimate":
            thrown = f", thrown {each.thrown} of 100" if each.thrown else ""
            return f"Settled by the room's estimate of {each.percent} %{thrown}: {came}."
        case _:
            return f"Settled by {'control' if each.method == 'free' else 'consensus'}: {came}."


# --- requests and the hot wash ------------------------------------------------------------------------------------


def requests_section(account: Account) -> Section:
    """What seats asked of control and what they were told."""
    asked = [fact for fact in account.facts if isinstance(fact, c.Requested)]
    answers = {fact.request: fact for fact in account.facts if isinstance(fact, c.RequestSettled)}
    rows = []
    for request in asked:
        answer = answers.get(request.request)
        rows.append(
            row(
                request.seat,
                w.plain(request.text),
                answer.status if answer else "open",
                w.plain(answer.text) if answer else "",
            )
        )
    blocks: tuple[Block, ...] = (
        (Table("Requests to control", ("seat", "request", "became", "answer"), tuple(rows)),) if rows else ()
    )
    return Section("requests", "Requests", blocks)


def hot_wash_section(account: Account) -> Section:
    """What people said right after play, question by question, and what they mean to do."""
    said: dict[str, list[tuple[Word, c.Reflected]]] = {}
    for word in account.words:
        if isinstance(word.fact, c.Reflected):
            said.setdefault(word.fact.question, []).append((word, word.fact))
    asks = {id: w.plain(ask) for id, ask in account.game.rules.kit.questions().items()}
    groups = [
        Group(
            asks.get(question, w.capital(w.plain(question))),
            tuple(
                Quote(w.plain(each.text), w.seat_name(account.game, each.seat) + word.then) for word, each in answers
            ),
        )
        for question, answers in said.items()
    ]
    seats = account.game.rules.seats
    written = [each for each in account.notes if each.note.seat not in seats]
    notes = [each for each in written if not _is_objective(account.game, each.note.about)]
    if notes:
        told = tuple(Item(w.capital(each.line)) for each in notes)
        groups.append(Group("Notes of control", (Items(told),)))
    return Section("hot-wash", "Hot wash", (), tuple(groups))


def _is_objective(game: Game, about: str) -> bool:
    return any(objective.id == about for objective in game.rules.kit.objectives)
