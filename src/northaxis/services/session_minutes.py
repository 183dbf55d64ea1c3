"""The minutes of a session: whether the debrief still fits behind all that is planned, and what could go if not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from northaxis.domain.facts import Step
from northaxis.domain.kit import Budget, Kit, Timing
from northaxis.domain.scenarios import Scenario
from northaxis.services.clock_history import SECOND, History

WORDS = {
    "inject": "the cards",
    "demands": "the demands",
    "deliberate": "the teams' time alone",
    "negotiate": "negotiation",
    "orders": "the orders",
    "adjudicate": "the reveal",
    "narrate": "the narration",
    "turn_end": "the bill",
}
"""Timers inside a sentence."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Something that would save time: in words, how many seconds, and whether the debrief is whole again with it."""

    words: str
    saves: int
    enough: bool


@dataclass(frozen=True, slots=True)
class Session:
    """The minutes of a session, in seconds. `debrief` is what is left of the reserve if all that is planned is played.

    Below nought, even the planned play does not fit any more.
    """

    total: int
    used: int
    projected: int
    reserve: int
    debrief: int
    cuts: tuple[Cut, ...] = ()

    @property
    def short(self) -> int:
        """How much of the debrief's reserve is gone."""
        return self.reserve - self.debrief


def session_at(moment: History, left: int, ahead: tuple[str, ...], kit: Kit, scenario: Scenario) -> Session:
    """The minutes as they stand: `left` seconds in this step, in which the timers `ahead` are still to come."""
    budget, used = kit.budget(scenario), moment.used // SECOND
    play = _to_play(moment, left, kit, scenario, budget)
    if moment.step is Step.OVER:
        rest = max(0, left)
        return Session(budget.total, used, used + rest, budget.debrief, min(budget.debrief, rest))
    debrief = min(budget.debrief, budget.total - used - play)
    short = budget.debrief - debrief
    cuts = tuple(_cuts(moment, ahead, kit, scenario, budget, short)) if short > 0 and moment.started else ()
    return Session(budget.total, used, used + play + budget.debrief, budget.debrief, debrief, cuts)


def _to_play(moment: History, left: int, kit: Kit, scenario: Scenario, budget: Budget) -> int:
    """Seconds of play and pauses before the debrief, if everything takes its planned time from here."""
    after = _after(moment, kit, scenario)
    turns = max(0, budget.turns - moment.turn)
    pauses = sum(seconds for turn, seconds in budget.breaks if turn >= max(1, moment.turn))
    return max(0, left) + sum(timing.seconds for timing in after) + turns * budget.turn + pauses


def _after(moment: History, kit: Kit, scenario: Scenario) -> tuple[Timing, ...]:
    """The steps of this turn that are still to come."""
    timings = tuple(kit.turn_timings(scenario))
    place = next((n for n, timing in enumerate(timings) if timing.step == moment.step), None)
    return () if place is None else timings[place + 1 :]


def _cuts(
    moment: History, ahead: tuple[str, ...], kit: Kit, scenario: Scenario, budget: Budget, short: int
) -> Iterator[Cut]:
    """What could go, the mildest first: parts of this turn, then whole turns, then the same parts in every turn."""
    plan, timers = kit.plan(scenario), dict(scenario.timers)
    to_come = {*ahead, *(part.name for timing in _after(moment, kit, scenario) for part in timing.parts)}
    can_go = [(name, timers.get(name, 0)) for name in plan.may_skip if timers.get(name, 0)]
    for name, seconds in can_go:
        if name in to_come:
            yield Cut(f"skip {WORDS.get(name, name)} this turn", seconds, seconds >= short)
    for last in range(budget.turns - 1, max(plan.least_turns, moment.turn, 1) - 1, -1):
        saves = (budget.turns - last) * budget.turn
        saves += sum(seconds for turn, seconds in budget.breaks if turn >= last)
        yield Cut(f"end after turn {last}", saves, saves >= short)
        if saves >= short:
            break
    later = max(0, budget.turns - moment.turn)
    for name, seconds in can_go if later else ():
        saves = seconds * (later + (name in to_come))
        yield Cut(f"skip {WORDS.get(name, name)} in every turn from now on", saves, saves >= short)
