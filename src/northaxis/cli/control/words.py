"""What is typed to control in lines, read: the reason behind `because`, seats, kinds of reason, shifts, yes and no.

What cannot be read raises `Not`, whose text says what was expected and shows how it looks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from northaxis.domain.control_facts import Code, NamedShift
from northaxis.domain.ids import SeatId
from northaxis.domain.quantities import Kind
from northaxis.domain.ruleset import Game
from northaxis.services.drift import NotOnTheBoard, called, named


class Not(Exception):
    """What was typed cannot be done so; the text is a sentence that says what can."""


class Stopped(Exception):
    """A question was left without an answer: nothing was done."""


class Instead(Exception):
    """A command was typed where yes or no was asked for: the question is left, and the command done."""

    def __init__(self, typed: str) -> None:
        super().__init__(typed)
        self.typed = typed


class Typed(NamedTuple):
    """What followed a command: the words, and the reason behind `because`."""

    text: str
    why: str


_BECAUSE = re.compile(r"(?:^|\s)because(?:\s|$)", re.IGNORECASE)
_SHIFT = re.compile(r"\s*([^+\-−,;]+?)\s*([+\-−])\s*(\d{1,3})\s*(?:[,;]|\s|$)")

CODES = {
    "error": Code.ERROR, "slip": Code.ERROR,
    "learning": Code.LEARNING, "lesson": Code.LEARNING,
    "realism": Code.REALISM,
    "gap": Code.RULES_GAP, "rules": Code.RULES_GAP,
    "safety": Code.SAFETY, "welfare": Code.SAFETY,
}  # fmt: skip
"""Kinds of reason, as they may be typed."""
KINDS = "error (a slip, free), learning, realism, gap (in the rules) or safety; all but error cost a token"
STOP_WORDS = frozenset({"stop", "cancel"})
"""What leaves a question without an answer."""
YES, NO = frozenset({"yes", "y", "works", "holds"}), frozenset({"no", "n", "fails"})


def cut(rest: str) -> Typed:
    """The words and the reason of what was typed behind a command."""
    found = _BECAUSE.search(rest)
    if found is None:
        return Typed(rest.strip(), "")
    return Typed(rest[: found.start()].strip(), rest[found.end() :].strip())


def reason_from(text: str) -> str:
    """A reason, with `because` before it or not. Not."""
    found = cut(text)
    if not (found.why or found.text):
        raise Not("It needs a few words: the log and the report keep them.")
    return found.why or found.text


def seat_from(game: Game, text: str) -> SeatId:
    """A seat by its id or name, or the beginning of its name. Not."""
    wanted = text.strip().casefold()
    seats = game.rules.seats.values()
    for seat in seats:
        if wanted in (seat.id.casefold(), seat.name.casefold()):
            return seat.id
    near = [seat.id for seat in seats if wanted and seat.name.casefold().startswith(wanted)]
    if len(near) == 1:
        return near[0]
    there = ", ".join(f"{seat.id} {seat.name}" for seat in seats)
    raise Not(f"There is no seat '{text.strip()}'; there are: {there}." if wanted else f"Which seat? {there}.")


def code_from(text: str) -> Code:
    """A kind of reason. Not."""
    code = CODES.get(text.strip().casefold())
    if code is None:
        raise Not(f"'{text.strip()}' is no kind of reason; there are: {KINDS}.")
    return code


def split_code(text: str) -> tuple[str, Code | None]:
    """Words that may end with a kind of reason, and that kind."""
    head, _, last = text.rpartition(" ")
    code = CODES.get(last.casefold())
    return (head.strip(), code) if code is not None else (text, None)


def yes_or_no(text: str) -> bool | None:
    """Whether it was yes or no; None when neither."""
    word = text.strip().casefold()
    return True if word in YES else False if word in NO else None


def shifts_from(game: Game, text: str, most: int = 0, each: int = 2) -> tuple[NamedShift, ...]:
    """`escalation+1, early warning -1`: tracks by id or name, each with a sign and points. Not.

    With `most`, no more points than that in all, and no more than `each` on one track.
    """
    found, at = list[NamedShift](), 0
    while at < len(text.rstrip()):
        match = _SHIFT.match(text, at)
        if match is None:
            raise Not(f"'{text[at:].strip()}' is not read: a track, a sign and points, like 'escalation+1, warning-1'.")
        try:
            track = named(game, match[1].strip().casefold())
        except NotOnTheBoard as problem:
            raise Not(f"{problem} {tracks_words(game)}") from None
        if track.kind is not Kind.TRACK:
            raise Not(f"{track.name} is no track. {tracks_words(game)}")
        found.append(NamedShift(track.id, int(match[3]) * (1 if match[2] == "+" else -1)))
        at = match.end()
    if most and (sum(abs(shift.by) for shift in found) > most or any(abs(shift.by) > each for shift in found)):
        raise Not(f"That is too much: {most} points in all, {each} on one track.")
    return tuple(found)


def full(text: str) -> str:
    """A text as a sentence ends."""
    return text if text.endswith((".", "!", "?", '."', "…")) else f"{text}."


def tracks_words(game: Game) -> str:
    """The tracks by the names that lie on the table."""
    return f"Tracks: {', '.join(called(one) for one in game.rules.quantities if one.kind is Kind.TRACK)}."


def first_of(text: str, ids: Sequence[str]) -> tuple[str | None, str]:
    """An id at the beginning of some words, and the rest of them."""
    head, _, rest = text.strip().partition(" ")
    known = {id.casefold(): id for id in ids}
    found = known.get(head.rstrip(":.,").casefold())
    return (found, rest.strip()) if found is not None else (None, text.strip())
