"""The part of a report about word given and kept: deals, promises, threats and the lines that were drawn."""

from __future__ import annotations

from collections.abc import Iterable

from northaxis.domain import facts as f
from northaxis.domain.ids import SeatId
from northaxis.services import wording as w
from northaxis.services.after_action.account import Account
from northaxis.services.after_action.gathered import deals, red_lines
from northaxis.services.after_action.model import Block, Cell, Section, Table, row

VERDICTS = ("kept", "broken", "moot", "")


def word_section(account: Account) -> Section:
    """Deals and what became of each promise, seat by seat, and what the threats came to."""
    game, blocks = account.game, list[Block]()
    offers = deals(account)
    if offers:
        rows = [
            row(
                deal.deal,
                "public" if deal.public else "private",
                "; ".join(f"{term.words}{f' ({term.verdict})' if term.verdict else ''}" for term in deal.terms),
                deal.became,
            )
            for deal in offers
        ]
        note = "In brackets: what a promise came to."
        blocks.append(Table("Deals offered", ("deal", "", "terms", "became"), tuple(rows), note))
    sums: dict[str, list[int]] = {}
    for deal in offers:
        for term in deal.terms if deal.became == "signed" else ():
            sums.setdefault(term.seat, [0, 0, 0, 0])[VERDICTS.index(term.verdict)] += 1
    if sums:
        rows = [row(f"{seat} {w.seat_name(game, SeatId(seat))}", *map(str, counts)) for seat, counts in sums.items()]
        blocks.append(Table("Promises of signed deals", ("seat", "kept", "broken", "moot", "still open"), tuple(rows)))
    blocks += _threats(account)
    blocks += _lines_drawn(account)
    return Section("word", "Word given and kept", tuple(blocks))


def _threats(account: Account) -> Iterable[Block]:
    """Demands that were backed and how they were answered."""
    game, turn, rows = account.game, 0, list[tuple[Cell, ...]]()
    for fact in account.facts:
        match fact:
            case f.TurnBegan():
                turn = fact.turn
            case f.Answered(demander=demander, demand=demand, response=response, backed=True):
                asker = w.plain(game.rules.demander(demander).name)
                answer = w.plain(game.rules.answering.responses[response].name)
                rows.append(row(f"turn {turn}", asker, f"{demand} {w.plain(game.rules.demand(demand).name)}", answer))
            case _:
                pass
    if rows:
        yield Table("Demands with a threat behind them", ("when", "from", "demand", "answer"), tuple(rows))


def _lines_drawn(account: Account) -> Iterable[Block]:
    rows = [
        row(f"turn {line.turn}", line.seat, f"{line.demand} {line.name}", line.became, "; ".join(line.deeds))
        for line in red_lines(account)
    ]
    if rows:
        note = (
            "Enforced: an order that needs the line was tried while it was in force. Bluffed: it ran out and the rules "
            "made its owner pay. Ran out: it ran out and nobody paid, as what it asked for had come."
        )
        yield Table("Lines that were drawn", ("when", "by", "over", "became", "by what"), tuple(rows), note)
