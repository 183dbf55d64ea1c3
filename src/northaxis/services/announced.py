"""What everybody at a table is told beside play, in the same words on every face: the clock, the line, control's hand.

The clock is watched, since nothing happens at a table when a minute is left; all else is read from facts. A face asks
again and again, and each thing is said once.
"""

from __future__ import annotations

from collections.abc import Sequence

from northaxis.domain.control_facts import ArgumentOpened, ClockMoved, Intervened, ReasonAdded, ReasonRated
from northaxis.domain.declassify import SeenFact
from northaxis.domain.facts import Step, StepBegan
from northaxis.domain.ruleset import Game
from northaxis.domain.undo import standing_facts
from northaxis.services import wording as w
from northaxis.services.client import TableClient, TimeLeft
from northaxis.services.clock_history import EXTEND, RESUME, SKIP, START
from northaxis.services.control_words import NOTICED, rating_words, to_the_table, words_of
from northaxis.services.lobby import Farewell
from northaxis.services.session_clock import minutes_words

LINE_DOWN = "the line to the table is down; trying again"
LINE_BACK = "The line to the table is back."
GOES_ON = "The table goes on."
TIMES = {
    Step.SETUP: "before play",
    Step.INJECT: "for the card",
    Step.DEMANDS: "for the demands",
    Step.NEGOTIATE: "for the talks",
    Step.ORDERS: "for the orders",
    Step.ADJUDICATE: "for the reveal",
    Step.NARRATE: "for the reveal",
    Step.TURN_END: "for the bill",
}
"""What the time that runs is for."""


class TimeTold:
    """Says that the time of a step runs out, and that it is over, once each; anew when control has given more."""

    def __init__(self, client: TableClient) -> None:
        self._client = client
        self._at: tuple[int, Step] | None = None
        self._told = ""

    def look(self) -> str:
        """The sentence that is due now; mostly none."""
        left = self._client.time_left()
        is_news, view = self._is_news(left), self._client.view()
        if left is None or not (left.paused or left.seconds == 0):
            self._at, self._told = (view.turn, view.step), phase_of(left)
        if not is_news or left is None:
            return ""
        if left.seconds > 0:
            return f"The time {TIMES.get(view.step, '')} runs out: {minutes_words(left.seconds)} left."
        return "" if _was_ended(self._client.facts()) else f"The time {TIMES.get(view.step, '')} is over."

    def _is_news(self, left: TimeLeft | None) -> bool:
        view, phase = self._client.view(), phase_of(left)
        told = self._told if self._at == (view.turn, view.step) else ""
        is_later = phase not in ("", told) and told != "over"
        return left is not None and not left.paused and is_later


def phase_of(left: TimeLeft | None) -> str:
    """`short` when the time of a step runs out, `over` when it has; else nothing, and in the second between them."""
    if left is None or not left.warned or not left.seconds:
        return ""
    return "short" if left.seconds > 0 else "over"


def _was_ended(facts: Sequence[SeenFact]) -> bool:
    """Whether control has ended the time of this step, which was told as it did."""
    for fact in reversed(facts):
        if isinstance(fact, StepBegan):
            return False
        if isinstance(fact, ClockMoved) and fact.kind in (SKIP, EXTEND, START, RESUME):
            return fact.kind == SKIP
    return False


def notices(game: Game, facts: Sequence[SeenFact], since: int) -> tuple[str, ...]:
    """What control did beside play after the first `since` facts, as far as everybody here may read it, in sentences.

    Its hand on the clock, who plays which seat, how it rates a reason.
    """
    said = list[str]()
    for place in range(since, len(facts)):
        match fact := facts[place]:
            case Intervened() if fact.what in NOTICED:
                said.append(w.ended(words_of(game, to_the_table(fact)).headline))
            case ReasonRated():
                said.append(f"{rating_words(game, fact, reason_rated(facts[: place + 1], fact)).headline}.")
            case _:
                pass
    return tuple(said)


def reason_rated(facts: Sequence[SeenFact], fact: ReasonRated) -> str:
    """The reason that was rated, in its words; empty where it was not shown."""
    given = list[str]()
    for each in standing_facts(facts):
        if isinstance(each, ArgumentOpened) and each.argument == fact.argument:
            given += each.reasons
        elif isinstance(each, ReasonAdded) and each.argument == fact.argument:
            given.append(each.text)
    return given[fact.place] if fact.place < len(given) else ""


def trouble_words(trouble: str) -> str:
    """What is said when the line is lost, or the table stands still."""
    is_of_the_line = trouble in (LINE_DOWN, *(why.words.rstrip(".") for why in Farewell))
    return f"{w.capital(trouble)}." if is_of_the_line else f"The table stands still: {trouble.rstrip('.')}."


def back_words(trouble: str) -> str:
    """What is said when that is over."""
    return LINE_BACK if trouble == LINE_DOWN else GOES_ON
