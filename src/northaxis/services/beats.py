"""Beats: one cause each with everything it did, and how a beat and a turn's bill read as lines of text.

A beat holds who, what, need, dice, result, effects, the index and the reason given. Plain mode and transcripts print
the lines; screens draw the beats. `narrator` makes them from facts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from northaxis.domain import facts as f
from northaxis.domain.declassify import BandShifted
from northaxis.domain.facts import Result, Rolled
from northaxis.domain.ids import PassageId, SeatId
from northaxis.domain.ledger import Ledger, by_seat
from northaxis.domain.ruleset import Game
from northaxis.domain.views import SeatView, knows_index
from northaxis.services import wording as w

OUTCOMES = {
    Result.OK: "it works",
    Result.FAIL: "it fails",
    Result.VOID: "nothing comes of it",
    Result.LOST: "a rival order undoes it",
}

Change = f.Changed | BandShifted

UNDONE = "(undone)"
"""Before the line of what control went back behind."""


class Weight(IntEnum):
    """How much a beat matters to a reader."""

    QUIET = 0
    """Bookkeeping: starts, income, prices, one's own notes."""
    USUAL = 1
    GREAT = 2
    """What people will talk about afterwards."""


@dataclass(frozen=True, slots=True)
class Beat:
    """One cause and what it did. `index` is before and after, None where nothing moved or the reader may not know."""

    kind: str
    weight: Weight
    headline: str
    seat: SeatId | None = None
    phase: str = ""
    text: str = ""
    roll: Rolled | None = None
    modifiers: tuple[str, ...] = ()
    result: str = ""
    moves: tuple[str, ...] = ()
    index: tuple[int, int] | None = None
    reason: str = ""
    cites: tuple[PassageId, ...] = ()
    changes: tuple[Change, ...] = ()
    """The facts behind `moves`."""
    undone: bool = False
    """Whether control went back behind it: it is struck out."""


def lines_of(game: Game, beat: Beat) -> tuple[str, ...]:
    """A beat as lines of text, the first flush left and the rest indented."""
    head = f"{UNDONE} {beat.headline}" if beat.undone else beat.headline
    thrown = ", ".join(part for part in (w.dice_words(beat.roll) if beat.roll else "", beat.result) if part)
    effects = effects_text(game, beat)
    if beat.kind == "rule":
        told = f"{head}, {thrown}" if thrown else head
        return (f"{told}{w.cites_text(beat.cites)}: {effects}" if effects else f"{told}{w.cites_text(beat.cites)}.",)
    rest = [beat.text] if beat.text else []
    if thrown and beat.kind == "card":
        rest.append(with_stop(w.capital(thrown)))
    elif thrown:
        head = f"{head}: {thrown}"
    rest += [effects] if effects else []
    reason = beat.reason.replace(" -> ", " to ")
    rest += [reason if reason.startswith("for ") else f"because {reason}"] if reason else []
    return (f"{with_stop(head)}{w.cites_text(beat.cites)}", *(f"  {line}" for line in rest))


def effects_text(game: Game, beat: Beat) -> str:
    """What a beat did, and the index when it moved: `Kyiv 4 to 2; Damage 0 to 1; pressure 14 to 12`."""
    moved = []
    if beat.index is not None and beat.index[0] != beat.index[1]:
        moved = [f"{w.index_name(game)} {beat.index[0]} to {beat.index[1]}"]
    return "; ".join((*in_one(beat.moves, beat.kind == "answer"), *moved))


MOVE = re.compile(r"(.+) (-?\d+) to (-?\d+)")


def in_one(moves: Sequence[str], is_answer: bool) -> list[str]:
    """The moves with `Home 7 to 9` and `Home 9 to 8` as one: `Home 7 to 8 (+2 and -1)`, of an answer with what did it.

    To every demand belongs the price of the answer itself, and what the demand says besides.
    """
    legs: dict[str, list[tuple[int, int]]] = {}
    told: list[str] = []
    for words in moves:
        found = MOVE.fullmatch(words)
        if found is None:
            told.append(words)
            continue
        name, before, after = found[1], int(found[2]), int(found[3])
        if name in legs and legs[name][-1][1] == before:
            legs[name].append((before, after))
        elif name in legs:
            told.append(words)
        else:
            legs[name] = [(before, after)]
            told.append(name)
    return [_whole(words, legs[words], is_answer) if words in legs else words for words in told]


def _whole(name: str, legs: Sequence[tuple[int, int]], is_answer: bool) -> str:
    said = f"{name} {legs[0][0]} to {legs[-1][1]}"
    if len(legs) == 1:
        return said
    parts = [w.signed(after - before) for before, after in legs]
    if is_answer:
        rest = " and ".join(parts[1:])
        return f"{said} ({parts[0]} for the answer itself, {rest} by what was asked)"
    return f"{said} ({' and '.join(parts)})"


def with_stop(text: str) -> str:
    """The text with a full stop, where it does not end a sentence by itself."""
    return text if text.endswith((".", "!", "?", ":", '."', '"')) else f"{text}."


def turn_summary(game: Game, ledger: Ledger, turn: int, seen: SeatView, band_before: str) -> str:
    """The bill of a turn: `TURN 2: pressure 17 to 19, cracking; Moscow +3, Kyiv -1, the rules +1`; else the band."""
    name, now = w.index_name(game), w.plain(seen.index.band).lower()
    if not knows_index(game, seen.seat):
        was = w.plain(band_before).lower()
        return f"TURN {turn}: {name} {f'{was} to {now}' if was not in ('', now) else f'still {now}'}"
    history = ledger.history()
    before, after = history[turn - 1], history[turn]
    bill = [
        f"{w.seat_name(game, seat)} {w.signed(points)}"
        for seat, points in by_seat(ledger.of_turn(turn).root(within=ledger))
        if points
    ]
    by = f"; {', '.join(bill)}" if bill else ""
    return f"TURN {turn}: {name} {before} to {after}, {w.band_word(game, after).lower()}{by}"
