"""Bots in an argument: they never open one; they side with a claim, or against it, by what it is worth.

A bot gives one reason once the effect is named, and when control asks an estimate: the odds by the ratings so far,
leaning by what it hopes for. Its side shows; its words speak of public goals and public values only.
"""

from __future__ import annotations

from typing import Final

from northaxis.bots.mind import Mind
from northaxis.bots.public import public_row
from northaxis.bots.scratch import Row, compile_effects
from northaxis.bots.talk import Talk
from northaxis.domain.arguments import shifts_to_effects
from northaxis.domain.orders import AddReason, Estimate, Order
from northaxis.domain.views import ArgumentView, SeatView

LEAN_EACH: Final = 50
"""Thousandths of a point that make a bot's estimate lean by one percent."""
LEAN_MOST: Final = 20
SUREST: Final = 95
"""Percent: a bot is never surer than this, nor less sure than what is left of a hundred."""


def next_argument(mind: Mind, view: SeatView, row: Row, lookahead: int) -> Talk | None:
    """A reason for or against an open argument, else an estimate that control asks for; None when all is said."""
    for argument in view.arguments:
        if argument.settled is not None or argument.secret or (argument.shifts is None and argument.action is None):
            continue
        about = f"argument {argument.id}"
        gain = stake(mind, argument, row, lookahead)
        is_own = argument.seat == view.seat
        if argument.may_reason and gain and not (is_own and gain < 0):
            said = AddReason(argument.id, gain > 0, reason_for(mind, view, argument, gain > 0))
            return Talk(Order(view.seat, said), "", about)
        if argument.asked and argument.own_estimate is None:
            return Talk(Order(view.seat, Estimate(argument.id, estimate(argument.odds.chance, gain))), "", about)
    return None


def stake(mind: Mind, argument: ArgumentView, row: Row, lookahead: int) -> int:
    """What the claim's success is worth to the seat over its failure, in thousandths of a point."""
    holds, fails = _ends(mind, argument, row)
    return mind.worth(holds, lookahead) - mind.worth(fails, lookahead)


def _ends(mind: Mind, argument: ArgumentView, row: Row) -> tuple[Row, Row]:
    if argument.action is not None:
        trial = mind.book.trials[argument.action, argument.target]
        return trial.succeed(row, row), trial.miss(row, row)
    after = row.copy()
    effects = shifts_to_effects(mind.book.rules, argument.shifts or ())
    compile_effects(effects, mind.book.rules.quantities)(after)
    return after, row


def estimate(chance: int, gain: int) -> int:
    """A bot's estimate in percent: the odds so far, and up to 20 for what it hopes or fears."""
    hope = min(LEAN_MOST, abs(gain) // LEAN_EACH)
    return max(100 - SUREST, min(SUREST, chance + (hope if gain > 0 else -hope)))


def reason_for(mind: Mind, view: SeatView, argument: ArgumentView, supports: bool) -> str:
    """The public goal that the claim brings most nearer (or further off), else the seat's line."""
    holds, fails = _ends(mind, argument, public_row(mind.book.rules, view))
    best, label = 0, ""
    for goal, nearly in mind.goals:
        nearer = goal.points * (nearly(holds) - nearly(fails)) * (1 if supports else -1)
        if nearer > best:
            best, label = nearer, goal.label
    if label:
        return f"it would bring us nearer to '{label}'" if supports else f"it would take us further from '{label}'"
    line = mind.rules.doctrine.line.strip().rstrip(".")
    return f'it serves us: "{line}"' if supports else f'it does not serve us: "{line}"'
