"""Choosing orders one at a time: each legal play is tried on the board the bot expects, and the best one is placed."""

from __future__ import annotations

from dataclasses import dataclass

from northaxis.bots.answers import answered, asked_of
from northaxis.bots.mind import Mind
from northaxis.bots.rulebook import Trial
from northaxis.bots.scratch import Row
from northaxis.bots.tables import noise
from northaxis.bots.word import word_of
from northaxis.domain.demands import ResponseKind
from northaxis.domain.dice import Dice
from northaxis.domain.doctrine import Level
from northaxis.domain.orders import Order, Place
from northaxis.domain.views import SeatView


@dataclass(frozen=True, slots=True)
class Placement:
    """The play chosen and what it gains, in thousandths."""

    order: Order
    trial: Trial
    gain: int


def expected_row(mind: Mind, view: SeatView, row: Row, shown: bool = False) -> Row:
    """The row after what is on the sheet: written answers, then each order's likelier outcome, already paid for.

    With `shown`, a sham counts as what it pretends to be.
    """
    asked = tuple(one for one in asked_of(mind.book.game, view) if one.written)
    kinds = tuple(one.kinds[0] for one in asked)
    if shown:
        kinds = tuple(ResponseKind.COMPLY if kind is ResponseKind.SHAM else kind for kind in kinds)
    after = answered(mind, asked, kinds, row, relief=True)
    for placed in view.sheet.orders:
        after = mind.book.trials[placed.action, placed.target].likelier(after)
    return after


def best_placement(mind: Mind, view: SeatView, row: Row, level: Level, dice: Dice) -> Placement | None:
    """The legal play that gains most, doctrine, promises and noise counted; of equals the first, or None."""
    word, honour = word_of(view), mind.rules.doctrine.honour
    held, slot = expected_row(mind, view, row), len(view.sheet.orders) + 1
    now, trigger = mind.worth(held, level.lookahead), mind.trigger(held)
    best: Placement | None = None
    for order in view.legal:
        if isinstance(order.act, Place):
            trial = mind.book.trials[order.act.action, order.act.target]
            draw = dice.draw(view.turn, f"NZ{mind.seat}{slot}{trial.play.roll_name}")
            gain = mind.expected(trial, held, level.lookahead) - now
            gain += mind.bonus(trigger, trial.action.id) + noise(level.sigma, draw)
            if trial.action.id in word.held:
                gain -= honour
            if trial.action.id in word.owed:
                gain += honour
            if best is None or gain > best.gain:
                best = Placement(order, trial, gain)
    return best
