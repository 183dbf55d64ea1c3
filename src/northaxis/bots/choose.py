"""The one door to the bots: a view goes in, one order and its reason come out.

A bot sees its seat's view and the rules, nothing else; the same view, level and dice always give the same choice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from northaxis.bots import reasons
from northaxis.bots.answers import Asked, asked_of, next_answer
from northaxis.bots.arguing import next_argument
from northaxis.bots.cards import best_option
from northaxis.bots.demands import best_demand
from northaxis.bots.mind import Mind, level_of, mind_of
from northaxis.bots.placements import best_placement
from northaxis.bots.plain import passive_order, random_order
from northaxis.bots.tables import noise
from northaxis.bots.talk import next_word
from northaxis.bots.word import word_of
from northaxis.domain.demands import ResponseKind
from northaxis.domain.dice import Dice
from northaxis.domain.doctrine import Level
from northaxis.domain.facts import Step
from northaxis.domain.ids import LevelId
from northaxis.domain.orders import Answer, MakeDemand, Order, PickOption, Seal
from northaxis.domain.ruleset import Game
from northaxis.domain.views import SeatView

About = str
"""What a choice is about: `card`, `demand`, `orders`, `deal` (one's own offer) or `deal ID` (an answer to one)."""

RANDOM: Final = LevelId("random")
"""A level in every game: anything legal."""

PASSIVE: Final = LevelId("passive")
"""A level in every game: as little as possible."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One order, why it is given in one sentence, and what it is about."""

    order: Order
    reason: str
    about: About


def choose(game: Game, view: SeatView, level: LevelId, dice: Dice) -> Choice | None:
    """What the seat asks next, while the table waits for it; the orders step ends with the seal.

    None when nothing is owed, or when the seat stays silent (nothing can be paid for; a passive seat's demand): then
    the table may go on without it. KeyError for an unknown level.
    """
    if view.step in (Step.NEGOTIATE, Step.ORDERS) and level not in (RANDOM, PASSIVE):
        known, mind = level_of(game, level), mind_of(game, view.seat, view.agenda)
        word = next_word(mind, view, list(view.perception.row), known)
        if word is not None:
            return Choice(word.order, word.reason, word.about)
    if view.arguments and view.step is Step.ADJUDICATE and not view.owes and level not in (RANDOM, PASSIVE):
        known, mind = level_of(game, level), mind_of(game, view.seat, view.agenda)
        said = next_argument(mind, view, list(view.perception.row), known.lookahead)
        return None if said is None else Choice(said.order, said.reason, said.about)
    about = "card" if view.card is not None else _ABOUT.get(view.step)
    if not view.owes or about is None:
        return None
    if level in (RANDOM, PASSIVE):
        order = random_order(view, dice) if level == RANDOM else passive_order(view)
        return None if order is None else Choice(order, reasons.HABIT, about)
    known, mind = level_of(game, level), mind_of(game, view.seat, view.agenda)
    found = _ask(mind, view, known, dice)
    return None if found is None else Choice(*found, about)


_ABOUT: Final[dict[Step, About]] = {Step.DEMANDS: "demand", Step.ORDERS: "orders"}


def _ask(mind: Mind, view: SeatView, level: Level, dice: Dice) -> tuple[Order, str] | None:
    row = list(view.perception.row)
    if view.card is not None:
        order = best_option(mind, view, row, level, dice)
        if order is not None and isinstance(order.act, PickOption):
            return order, reasons.of_option(mind, view, order.act)
        return None
    if view.step is Step.DEMANDS:
        order = best_demand(mind, view, row, level, dice)
        if order is not None and isinstance(order.act, MakeDemand):
            return order, reasons.of_demand(mind, view, order.act, level.lookahead)
        return None
    promised = word_of(view)

    def luck(asked: Asked, kind: ResponseKind) -> int:
        return noise(level.answer_sigma, dice.draw(view.turn, f"NZ{view.seat}{asked.demander}{kind.value}"))

    order = next_answer(mind, asked_of(mind.book.game, view), row, level.lookahead, promised, luck)
    if order is not None and isinstance(order.act, Answer):
        return order, reasons.of_answer(mind, view, order.act)
    placement = best_placement(mind, view, row, level, dice) if len(view.sheet.orders) < level.orders else None
    if placement is not None and placement.gain >= mind.book.rules.bots.pass_below + level.hesitation:
        return placement.order, reasons.of_placement(mind, view, placement)
    return Order(view.seat, Seal()), reasons.of_seal(view)
