"""Two people in control at one table: what another console has done since this one was looked at.

Whoever gives an act from a screen that is no longer true is told what has changed, and looks again before anything is
overwritten or done twice. Pure functions over facts.
"""

from __future__ import annotations

from collections.abc import Iterable

from northaxis.domain.control_facts import LINK, UNDO, ClockMoved, Intervened
from northaxis.domain.control_orders import MoveClock, Note, Reseat
from northaxis.domain.facts import CardClosed, CardDrawn, Fact, GameOver, PhaseBegan, Step, StepBegan, TurnBegan
from northaxis.domain.orders import Act, Say
from northaxis.domain.ruleset import Game
from northaxis.services import wording as w

HARMLESS = (Note, Say)
"""What control may say whatever another console does: nothing is overwritten by it."""

MOVED = (TurnBegan, StepBegan, PhaseBegan, CardDrawn, CardClosed, GameOver)
"""By what it is seen that the table was moved on."""

BESIDE = ("clock", "reseat", LINK, "dice")
"""Acts beside play: they disturb only an act of their own kind."""


def came_between(game: Game, act: Act, since: Iterable[Fact]) -> str:
    """What was done since, in a sentence, where an act would go over it unseen; nothing where it does not matter."""
    if isinstance(act, HARMLESS):
        return ""
    for fact in since:
        if _disturbs(act, fact) and (said := _words(game, fact)):
            return f"since you looked, another console {said}; look again, then do it if it is still right"
    return ""


def _disturbs(act: Act, fact: Fact) -> bool:
    match act:
        case MoveClock():
            return isinstance(fact, ClockMoved | StepBegan)
        case Reseat(seat=seat):
            return isinstance(fact, Intervened) and _kind(fact) == f"reseat {seat}"
        case _:
            return isinstance(fact, MOVED) or (isinstance(fact, Intervened) and _kind(fact).split(" ")[0] not in BESIDE)


def _kind(fact: Intervened) -> str:
    """What an act is about; an act that undoes one is about the same."""
    return fact.about if fact.what == UNDO else f"{fact.what} {fact.about}"


def _words(game: Game, fact: Fact) -> str:
    match fact:
        case TurnBegan(turn=turn):
            return f"began turn {turn}"
        case StepBegan(step=step):
            return f"moved the table on to {w.SAY[Step(step)]}"
        case PhaseBegan() | CardDrawn() | CardClosed():
            return "moved the table on"
        case GameOver():
            return "ended play"
        case ClockMoved():
            return "moved the clock"
        case Intervened(what=what, about=about, now=now):
            told = " ".join(w.plain(part) for part in (what, about, f"({now})" if now else "") if part)
            return f"gave: {told}"
        case _:
            return ""
