"""Where control can step back to: the journal as the commands that made it, each in a line, and control's last act.

The table never stood inside a command, so the places to go back to are their ends. Undone commands are no places.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from northaxis.domain import facts as f
from northaxis.domain.control_facts import UNDO
from northaxis.domain.facts import Fact
from northaxis.domain.ids import CONTROL
from northaxis.domain.ruleset import Game
from northaxis.domain.undo import BACK, struck
from northaxis.services.beats import Beat, Weight
from northaxis.services.beside import VERBS, Beside
from northaxis.services.control_words import words_of
from northaxis.services.hands import hands
from northaxis.services.narrator import Narrator
from northaxis.services.wording import SAY, capital

BESIDE_PLAY = (f.ClockMoved, f.SeatHeld, f.Noted)
"""Facts that a step back does not take away in effect: the clock, who sits where, notes."""
MOVES = (f.TurnBegan, f.StepBegan, f.PhaseBegan, f.CardDrawn, f.CardClosed)
"""Facts that the table writes when it is moved on."""
BESIDE_VERBS = VERBS | {UNDO}


@dataclass(frozen=True, slots=True)
class Place:
    """A command that stands: `first` and `to` are the places of its facts (from 1), `words` says what it was."""

    first: int
    to: int
    by: str
    words: str
    when: str
    is_act: bool
    """Whether control did it and a step back undoes it."""


def places(game: Game, facts: Sequence[Fact], commands: Sequence[str]) -> tuple[Place, ...]:
    """Every command that stands, the first one first; the last of them is where the table stands now."""
    return tuple(_places(game, facts, commands))


def _places(game: Game, facts: Sequence[Fact], commands: Sequence[str]) -> Iterator[Place]:
    undone, narrator = struck(facts), Narrator(game, CONTROL, hands(commands))
    turn, step, at = 0, "before play", 0
    for command, group in groupby(commands):
        size = sum(1 for _ in group)
        part = facts[at : at + size]
        beats = narrator.tell(part)
        first, at = at, at + size
        if first in undone:
            continue
        for fact in part:
            turn = fact.turn if isinstance(fact, f.TurnBegan) else turn
            step = SAY[fact.step] if isinstance(fact, f.StepBegan) else step
        by = command.partition("/")[0]
        when = f"turn {turn}, {step}" if turn else step
        words = _words(by, beats, any(isinstance(fact, MOVES) for fact in part))
        yield Place(first + 1, at, by, words, when, by == CONTROL and first > 0 and _is_act(part))


def _is_act(facts: Sequence[Fact]) -> bool:
    for fact in facts:
        if isinstance(fact, f.SteppedBack) or (isinstance(fact, f.Intervened) and fact.what == BACK):
            return False
        beside = isinstance(fact, f.Intervened) and fact.what in BESIDE_VERBS
        if not beside and not isinstance(fact, BESIDE_PLAY):
            return True
    return False


def _words(by: str, beats: Sequence[Beat], moves: bool) -> str:
    """The beat that says most of what a command was; that control moved on only where the table did move."""
    said = [beat for beat in beats if beat.weight >= Weight.USUAL] or list(beats)
    own = [beat for beat in beats if beat.kind in ("control", "table")] or [b for b in beats if _is_settled(b)]
    if by == CONTROL and own:
        return own[0].headline
    headline = next((beat.headline for beat in said), "bookkeeping")
    tells_itself = headline.casefold().startswith("control ") or any(beat.kind == "argument" for beat in beats[:1])
    if by != CONTROL or not moves or tells_itself:
        return capital(headline)
    return f"Control moved on: {headline}"


def _is_settled(beat: Beat) -> bool:
    return beat.kind == "argument" and beat.weight is Weight.GREAT and beat.roll is None


@dataclass(frozen=True, slots=True)
class Undo:
    """How to undo control's last act: the fact to step back to, what it was, and how many later commands go with it."""

    to: int
    words: str
    others: int


def last_act(found: Sequence[Place]) -> Undo | None:
    """Control's last act on play that stands and can be undone; None when there is none."""
    for index in range(len(found) - 1, 0, -1):
        if found[index].is_act:
            later = sum(1 for place in found[index + 1 :] if place.by != CONTROL)
            return Undo(found[index].first - 1, found[index].words, later)
    return None


@dataclass(frozen=True, slots=True)
class LastAct:
    """What `u` undoes: an act on play by a step back, or one beside play by its opposite.

    `words` say what it was; `after` says of later acts that cannot be undone what to do instead.
    """

    act: Undo | Beside | None
    words: str
    after: tuple[str, ...] = ()


def last_to_undo(game: Game, found: Sequence[Place], beside: Sequence[Beside]) -> LastAct:
    """Control's last act that can be undone, on play or beside it."""
    on_play, after = last_act(found), list[str]()
    for act in reversed(beside):
        if on_play is not None and act.place < on_play.to:
            break
        words = words_of(game, act.fact).headline
        if not act.cannot:
            return LastAct(act, words, tuple(after))
        after.append(f"{words}: {act.cannot}.")
    return LastAct(on_play, on_play.words if on_play is not None else "", tuple(after))
