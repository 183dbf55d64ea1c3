"""Puts a report together. The same record, reader and bound give the same report, whenever and wherever it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from northaxis.domain import facts as f
from northaxis.domain.facts import Fact
from northaxis.domain.ids import CONTROL, SeatId
from northaxis.domain.ruleset import Game
from northaxis.services import wording as w
from northaxis.services.after_action.account import PUBLIC, Account, Source
from northaxis.services.after_action.calibrating import beliefs_section
from northaxis.services.after_action.courses import courses_section
from northaxis.services.after_action.facilitation import (
    arguments_section,
    hot_wash_section,
    requests_section,
    rulings_section,
)
from northaxis.services.after_action.model import Item, Items, Report, Section, Table, Text, row
from northaxis.services.after_action.pressure import (
    influence_section,
    ladder_section,
    pressure_section,
    pulls_section,
    switches_section,
)
from northaxis.services.after_action.review import decisions_section, objectives_section, prompts_section
from northaxis.services.after_action.seats import luck_section, scores_section
from northaxis.services.after_action.sheets import own_sheet, sheets_section
from northaxis.services.after_action.timeline import timeline_section
from northaxis.services.after_action.word import word_section
from northaxis.services.decisions import MOST_EFFORT, key_decisions
from northaxis.services.why import claims


def after_action(
    game: Game, facts: Sequence[Fact], source: Source, reader: SeatId = CONTROL, most_effort: int = MOST_EFFORT
) -> Report:
    """The report of a journal for control, a seat, or `PUBLIC`. `most_effort` bounds the search for key decisions."""
    account = Account.of(game, facts, source, reader)
    search = key_decisions(game, facts, most_effort) if account.knows_all else None
    sections = (
        _summary(account),
        decisions_section(account, search),
        prompts_section(account),
        pressure_section(account),
        pulls_section(account),
        switches_section(account),
        courses_section(account),
        influence_section(account),
        ladder_section(account),
        timeline_section(account),
        rulings_section(account),
        arguments_section(account),
        requests_section(account),
        scores_section(account),
        sheets_section(account),
        word_section(account),
        luck_section(account),
        beliefs_section(account),
        hot_wash_section(account),
        objectives_section(account),
        _sources(account),
    )
    return Report(
        title=f"After-action report: {w.plain(game.scenario.name)}",
        subtitle=_subtitle(account),
        facts=tuple(_facts(account)),
        sections=tuple(section for section in sections if not section.is_empty),
        closing=_closing(account),
        notices=tuple(_notices(account)),
    )


def hand_outs(game: Game, facts: Sequence[Fact], source: Source, seats: Sequence[SeatId]) -> Report:
    """A sheet for each of these seats, made from what that seat may know: to be printed and handed out."""
    accounts = [Account.of(game, facts, source, seat) for seat in seats]
    first = accounts[0]
    sections = []
    for account in accounts:
        sheet = own_sheet(account)
        where = f"{w.plain(game.scenario.name)}, {_span(source.created, source.ended)}. {w.capital(_length(account))}."
        sections.append(replace(sheet, blocks=(Text(where), *sheet.blocks)))
    notices = ["Every sheet holds what its own seat may know, and can be given to whoever sat there."]
    if first.over is None:
        notices.append("Play is not over: these are sheets so far.")
    return Report(
        title=f"Seat sheets: {w.plain(game.scenario.name)}",
        subtitle=_subtitle(first),
        facts=(("Played", _span(source.created, source.ended)), ("Length", _length(first))),
        sections=tuple(sections),
        closing="Printed, every sheet begins on a page of its own.",
        notices=tuple(notices),
        is_hand_out=True,
    )


def _subtitle(account: Account) -> str:
    variants = [w.plain(variant.name) for variant in account.game.variants]
    names = [w.plain(account.game.rules.name), *variants]
    return ", ".join(names)


def _facts(account: Account) -> list[tuple[str, str]]:
    game, source = account.game, account.source
    rows = [("Played", _span(source.created, source.ended)), ("Length", _length(account))]
    people, bots = dict[SeatId, str](), 0
    for fact in account.facts:
        if isinstance(fact, f.SeatHeld):
            people.pop(fact.seat, None)
            if fact.level is None:
                people[fact.seat] = w.plain(fact.holder)
    bots = len(game.rules.seats) - len(people)
    seated = ", ".join(f"{name} ({seat})" for seat, name in people.items())
    held = f"{seated}; bots in {bots} seats" if seated and bots else seated or "bots in every seat"
    rows.append(("People", held))
    if account.knows_index:
        history = account.ledger.history()
        name = w.capital(w.index_name(game))
        rows.append((name, f"{history[0]} at the start, {history[-1]} at the end ({w.band_word(game, history[-1])})"))
    rows.append(("Report for", _reader_words(account)))
    if account.knows_all:
        seed = next((fact.seed for fact in account.facts if isinstance(fact, f.Opened)), "")
        rows.append(("Seed", w.plain(seed)))
    if source.origin:
        rows.append(("Branched from", w.plain(source.origin)))
    if account.knows_all:
        rows.append(("Record", f"head {w.plain(source.head)}, written by northaxis {w.plain(source.app)}"))
    return rows


def _reader_words(account: Account) -> str:
    if account.knows_all:
        return "control: the whole record"
    if account.reader == PUBLIC:
        return "everybody: what was said and done in the open"
    return (
        f"{account.reader} {w.seat_name(account.game, account.reader)}: what that seat knew, and what opens at the end"
    )


def _span(created: int, ended: int) -> str:
    first, last = _moment(created), _moment(ended)
    if first[:10] == last[:10]:
        return f"{first} to {last[11:]} UTC"
    return f"{first} to {last} UTC"


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%d %H:%M")


def _length(account: Account) -> str:
    scheduled = account.game.scenario.turns
    if account.over is None:
        return f"turn {account.turn} of {scheduled}, not over yet"
    return f"{w.turns_words(account.turn)} of {scheduled}; {w.over_words(account.game, account.over.reason)}"


def _notices(account: Account) -> list[str]:
    found = []
    if account.over is None:
        found.append(
            "Play is not over: this is a report so far. Agendas, dials and guesses of others stay closed until the end."
        )
    if account.knows_all and account.over is None:
        found[-1] = (
            "Play is not over: this is a report so far, with everything that is still secret. For control's eyes."
        )
    if not account.knows_all:
        found.append("Private talk and deals of others are not in it.")
    if account.undone:
        found.append(f"{len(account.undone)} facts were taken back by control; they are struck out under Control.")
    return found


def _summary(account: Account) -> Section:
    game = account.game
    lines = [w.plain(game.scenario.scene)]
    if account.over is not None:
        lost = " Everybody has lost." if account.over.common_loss else ""
        lines.append(f"How it ended: {w.over_words(game, account.over.reason).rstrip('.')}.{lost}")
    winners = [fact.seat for fact in account.facts if isinstance(fact, f.Scored) and fact.won]
    if any(isinstance(fact, f.Scored) for fact in account.facts):
        names = w.joined(f"{w.seat_name(game, seat)}" for seat in winners)
        lines.append(f"At or above the bar: {names}.")
    return Section("summary", "In short", tuple(Text(line) for line in lines))


def _sources(account: Account) -> Section:
    """What the passages say that this report leans on most: those of the index's largest causes."""
    used: dict[str, None] = {}
    for share in account.ledger.since(1).direct():
        used.update(dict.fromkeys(share.cause.cites))
    order = [id for id in account.game.rules.passages if id in used]
    rows = [row(id, claims(account.game, (id,))[0].words.partition(": ")[2]) for id in order]
    documents = tuple(
        Item(f"{d.id}: {', '.join(w.plain(part) for part in (d.title, d.publisher, d.date) if part)}")
        for d in account.game.rules.documents
    )
    if not rows:
        return Section("sources", "Sources")
    note = "Each passage's claim in this project's own words; the documents say it in theirs."
    table = Table(f"Passages behind what moved {w.index_name(account.game)}", ("passage", "claim"), tuple(rows), note)
    return Section("sources", "Sources", (Items(documents), table))


def _closing(account: Account) -> str:
    if not account.knows_all:
        return "Times are those of the session's record."
    return (
        "Times are those of the session's record. Whoever has the session file can hold this report against it: "
        "'northaxis verify FILE' prints the head of the record, which must be the one above."
    )
