"""What people said and wrote, each in its turn. A step back takes play back; nobody's words are unsaid by it.

Made from the facts its reader was shown, so it holds what that reader may read and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from northaxis.domain import facts as f
from northaxis.domain.declassify import SeenFact
from northaxis.domain.ids import SeatId
from northaxis.domain.undo import Words, struck
from northaxis.services import wording as w
from northaxis.services.hands import NO_HANDS

THEN_TAKEN_BACK = " (in a stretch of play that was taken back later)"
"""Stands behind what people said and wrote there."""


@dataclass(frozen=True, slots=True)
class Word:
    """Something that a person said, noted or expected, in its turn; `undone`: in a stretch that control took back."""

    turn: int
    fact: Words
    undone: bool
    hand: int = 1
    """Which of several people in control, where it was one of them."""

    @property
    def number(self) -> str:
        """What stands behind `control` where it was not the first person there."""
        return f" {self.hand}" if self.hand > 1 else ""

    @property
    def then(self) -> str:
        """What a line about it ends in."""
        return THEN_TAKEN_BACK if self.undone else ""


@dataclass(frozen=True, slots=True)
class KeptNote:
    """A note with the word that it is."""

    word: Word
    note: f.Noted

    @property
    def line(self) -> str:
        """`turn 2, free: Minsk hesitates`, with what has to be said of a stretch that was taken back."""
        when = f"turn {self.word.turn}" if self.word.turn else "before play"
        who = f"control{self.word.number}, " if self.word.number else ""
        return f"{who}{when}, {w.plain(self.note.about)}: {w.plain(self.note.text)}{self.word.then}"


def kept_words(facts: Sequence[SeenFact], hands: Mapping[int, int] = NO_HANDS) -> tuple[Word, ...]:
    """What people said and wrote, in order, also where play was taken back."""
    turns, found, undone = [0], list[Word](), struck(facts)
    for place, fact in enumerate(facts):
        match fact:
            case f.TurnBegan(turn=turn):
                turns.append(turn)
            case f.SteppedBack(to=to):
                turns.append(turns[to])
            case _:
                turns.append(turns[-1])
        if isinstance(fact, Words):
            found.append(Word(turns[-1], fact, place in undone, hands.get(place, 1)))
    return tuple(found)


def kept_notes(
    facts: Sequence[SeenFact], seat: SeatId | None = None, hands: Mapping[int, int] = NO_HANDS
) -> tuple[KeptNote, ...]:
    """The notes among them: one writer's, or everybody's that the reader may read."""
    found = ((word, word.fact) for word in kept_words(facts, hands))
    return tuple(
        KeptNote(word, fact) for word, fact in found if isinstance(fact, f.Noted) and seat in (None, fact.seat)
    )
