"""Two games that differ in one thing: how the tests of this folder show that a system of the sources changes play.

Nothing here decides anything. Boards are put by `tests.rulings.sitting`, and the engine plays them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from tests.rulings.sitting import Sitting, at_orders, sit, top
from tests.shipped import game

from northaxis.domain.dice import Pair
from northaxis.domain.facts import CardDrawn, Changed, Rolled, Step
from northaxis.domain.ids import DeckId
from northaxis.domain.ruleset import Game

CALM = {"pull_moscow": 5, "pull_kyiv": 5, "pull_home": 5, "cohesion": 6, "oxygen": 3, "integration": 6, "escalation": 3}
"""A board on which no snap comes, no check is made and play does not end."""

PLATFORM = ("sw_relay", "sw_shahed", "sw_iskander", "sw_kh101", "sw_radar")
"""The five switches that `strike` counts."""

Values = Mapping[str, int]


def live(*switches: str) -> dict[str, int]:
    """A platform on which only these systems are active."""
    return {switch: int(switch in switches) for switch in PLATFORM}


def after_orders(
    *orders: str, demands: Iterable[str] = (), dice: Mapping[str, Pair] | None = None, board: Values | None = None
) -> Sitting:
    """Turn 1 when every answer and order has taken effect and the turn has not ended; no cards were drawn."""
    sitting = at_orders(demands=demands, dice=dice).put({**CALM, **(board or {})})
    return sitting.do(*orders).to(Step.NARRATE)


def after_turn(
    *orders: str, demands: Iterable[str] = (), dice: Mapping[str, Pair] | None = None, board: Values | None = None
) -> Sitting:
    """The same, and the turn has ended."""
    return after_orders(*orders, demands=demands, dice=dice, board=board).go_on()


def after_card(card: str, *picks: str, dice: Mapping[str, Pair] | None = None, board: Values | None = None) -> Sitting:
    """Turn 1 when this card has come up by itself and the seats it asks have chosen: `MIN a`."""
    sitting = _drawn(card, dice, board)
    assert [fact.card for fact in sitting.found(CardDrawn)] == [card]
    for pick in picks:
        seat, option = pick.split()
        sitting.do(f"{seat}: pick {card} {option}")
    return sitting.go_on() if picks else sitting


def is_passed_over(card: str, board: Values) -> bool:
    """Whether a card on top of its deck stays there on this board."""
    return [fact.card for fact in _drawn(card, None, board).found(CardDrawn)] != [card]


def _drawn(card: str, dice: Mapping[str, Pair] | None, board: Values | None) -> Sitting:
    deck = next(deck.id for deck in game("S3").decks if any(each.id == card for each in deck.cards))
    return sit("S3", dice, top(card), rules=_only(deck), start={**CALM, **(board or {})}).go_on()


def _only(deck: DeckId) -> Callable[[Game], Game]:
    return lambda made: Game.of(made.rules, made.decks, replace(made.scenario, decks=(deck,)), made.variants)


def need(sitting: Sitting, roll: str) -> int:
    """What the dice had to show, all modifiers counted, when this roll was last made."""
    return [fact.need for fact in sitting.facts if isinstance(fact, Rolled) and fact.name == roll][-1]


def moved(sitting: Sitting, cause: str) -> dict[str, int]:
    """How far each quantity was moved by one card, action, answer, rule, snap or end, over the whole game."""
    total: dict[str, int] = {}
    for fact in sitting.facts:
        if isinstance(fact, Changed) and fact.cause.id == cause and fact.cause.kind != "cost" and fact.applied:
            total[fact.quantity] = total.get(fact.quantity, 0) + fact.applied
    return total


def tracks(moves: Mapping[str, int]) -> dict[str, int]:
    """The moves without flags and counters."""
    return {name: by for name, by in moves.items() if not name.startswith(("flag.", "count."))}


def difference(one: Sitting, other: Sitting, *names: str) -> dict[str, int]:
    """How much higher each of these stands in the first game than in the second."""
    return {name: one[name] - other[name] for name in names}
