"""The way a table has come, as one reader was told of it: where it stood after each fact, and what a step back undoes.

Only what that reader was told is in it, so nothing that it says of a step back tells anybody more.
"""

from __future__ import annotations

from northaxis.domain import facts as f
from northaxis.domain.declassify import SOMEBODY, SeenFact
from northaxis.domain.facts import Step
from northaxis.domain.ids import CardId, SeatId
from northaxis.domain.ruleset import Game
from northaxis.services import wording as w
from northaxis.services.drafts import Draft

COUNTS = frozenset(
    {"card", "choice", "demand", "placed", "order", "answer", "deal", "argument", "rating", "check", "over"}
    | {"control", "table"}
)
"""Kinds of beats that people ask about when they hear that something counts no more."""

MOST = 4
"""Of them are named; the others are counted."""

LONGEST = 70


class Way:
    """Takes in a reader's facts with their numbers, from 1."""

    def __init__(self, game: Game, reader: SeatId) -> None:
        self._game, self._reader = game, reader
        self._stood: list[tuple[int, int, Step, CardId | None]] = [(0, 0, Step.SETUP, None)]
        self._begun: list[tuple[int, Draft]] = []

    def take(self, number: int, fact: SeenFact) -> None:
        """One more fact."""
        _, turn, step, card = self._stood[-1]
        match fact:
            case f.TurnBegan(turn=now):
                self._stood.append((number, now, step, None))
            case f.StepBegan(step=now):
                self._stood.append((number, turn, now, None))
            case f.CardDrawn(card=id) if id != SOMEBODY:
                self._stood.append((number, turn, step, id))
            case f.CardClosed() if card is not None:
                self._stood.append((number, turn, step, None))
            case _:
                pass

    def note(self, number: int, draft: Draft) -> None:
        """What was told of that fact."""
        if draft.kind in COUNTS:
            self._begun.append((number, draft))

    def forget(self, draft: Draft) -> None:
        """That was the word of the step back itself."""
        self._begun = [mark for mark in self._begun if mark[1] is not draft]

    def words(self, game: Game, to: int) -> str:
        """Where the table stands after so many facts: the turn, the step, the card that lies on it."""
        _, turn, step, id = next(mark for mark in reversed(self._stood) if mark[0] <= to)
        where = f"turn {turn}, {w.SAY[step]}" if turn else "the start, before turn 1"
        card = game.cards.get(id) if id is not None else None
        return f"The table stands again at {where}" + (f'; "{w.inside(card.title)}" lies on it' if card else "")

    def struck_words(self, to: int) -> str:
        """What was told behind so many facts and counts no more, in a line or two; empty when nothing was."""
        gone = [_short(draft.headline) for number, draft in self._begun if number > to]
        if not gone:
            return ""
        left = len(gone) - MOST
        named = "; ".join(gone[:MOST] if left > 1 else gone[: MOST + 1])
        return w.ended(f"This no longer counts: {named}{f'; and {left} things more' if left > 1 else ''}")

    def cut(self, to: int) -> None:
        """What came behind so many facts was undone."""
        self._stood = [mark for mark in self._stood if mark[0] <= to]
        self._begun = [mark for mark in self._begun if mark[0] <= to]


def _short(headline: str) -> str:
    text = headline.rstrip(".")
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rpartition(' ')[0].rstrip(' .,;:')}…"
