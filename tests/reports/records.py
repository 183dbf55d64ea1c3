"""Records to report on: a game of bots with people's words put into it, benign or hostile, and acts of control."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from tests.shipped import game

from northaxis.domain import facts as f
from northaxis.domain.control_facts import (
    ArgumentOpened,
    ArgumentSettled,
    CardWritten,
    Code,
    EffectNamed,
    Estimated,
    Intervened,
    Method,
    NamedShift,
    Noted,
    Predicted,
    ReasonAdded,
    ReasonRated,
    Reflected,
    Requested,
    RequestSettled,
    SteppedBack,
)
from northaxis.domain.facts import Cause, CauseKind, Changed, Fact
from northaxis.domain.ids import CONTROL, ArgumentId, CardId, DealId, QuantityId, RequestId, SeatId
from northaxis.domain.ruleset import Game
from northaxis.services.after_action import Report, Source, after_action
from northaxis.services.autoplay import autoplay

KYI, MIN, MOS, WAS = SeatId("KYI"), SeatId("MIN"), SeatId("MOS"), SeatId("WAS")
SOURCE = Source(1_782_900_000_000, 1_782_907_000_000, "0.2.0", "ab" * 32)


@cache
def bots(name: str, seed: str) -> tuple[Game, tuple[Fact, ...]]:
    """A game of bots and its facts."""
    table = autoplay(game(name), seed)
    return table.game, table.facts


def peopled(texts: Sequence[str], name: str = "S1", seed: str = "peopled") -> tuple[Game, tuple[Fact, ...]]:
    """A game of bots in which people have said, written and argued `texts`, wherever a person's text goes."""
    shipped, facts = bots(name, seed)
    found: list[Fact] = []
    number = 0

    def text() -> str:
        nonlocal number
        number += 1
        return texts[number % len(texts)]

    for fact in facts:
        match fact:
            case f.SeatHeld(seat="KYI" | "MIN"):
                found.append(f.SeatHeld(fact.seat, text()))
            case f.Reasoned():
                found.append(replace(fact, text=text()))
            case f.GameOver():
                found += _words(text)
                found.append(fact)
            case _:
                found.append(fact)

    return shipped, (*found, Reflected(KYI, "P15", text()), Reflected(MIN, text(), text()))


def _words(text: Callable[[], str]) -> list[Fact]:
    argument, track = ArgumentId("A1"), QuantityId("unity")
    ruled = Cause(CauseKind.RULING, "REALISM", CONTROL, text())
    terms = (f.Term("text", KYI, text=text()),)
    return [
        f.Said(KYI, (), text()),
        f.DealOffered(DealId("T9-KYI-MIN-1"), KYI, MIN, False, terms),
        f.DealAnswered(DealId("T9-KYI-MIN-1"), MIN, True),
        f.TermJudged(DealId("T9-KYI-MIN-1"), 0, "broken"),
        Requested(RequestId("Q1"), KYI, text()),
        RequestSettled(RequestId("Q1"), "answered", text()),
        Noted(KYI, text(), text()),
        Noted(CONTROL, "LO1", text()),
        Predicted(KYI, 1, "up", 80),
        ArgumentOpened(argument, KYI, text(), (text(), text())),
        ReasonAdded(argument, MIN, False, text()),
        ReasonRated(argument, 0, 2),
        EffectNamed(argument, (NamedShift(track, 1),)),
        Estimated(argument, MIN, 40),
        ArgumentSettled(argument, Method.ESTIMATE, True, 0, 70),
        Intervened("track", text(), text(), text(), Code.REALISM, text(), token=True),
        Changed(track, 1, 5, 6, 20, 20, ruled),
        CardWritten(CardId("W1"), text(), text(), None, (), ()),
    ]


def report_of(shipped: Game, facts: Sequence[Fact], reader: SeatId = CONTROL, most_effort: int = 0) -> Report:
    """The report of a record, without the search for key decisions unless it is asked for."""
    return after_action(shipped, facts, SOURCE, reader, most_effort)


def taken_back(facts: Sequence[Fact], why: str) -> tuple[Fact, ...]:
    """The record with its first turn's beginning undone once and played as it was."""
    at = next(place for place, fact in enumerate(facts) if isinstance(fact, f.CardDrawn))
    again = facts[at - 2 : at + 1]
    return (
        *facts[: at + 1],
        Intervened("back", "", "", "", None, why),
        SteppedBack(at - 2, why),
        *again,
        *facts[at + 1 :],
    )
