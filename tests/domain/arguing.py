"""Tables with somebody in control, for tests of rulings and arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.rulings.sitting import Sitting, at_orders

from northaxis.domain.dice import Pair
from northaxis.domain.facts import Step
from northaxis.domain.ruleset import Game

PEOPLE = {"CTL": "Ada", "MIN": "Mira", "MOS": "Max", "KYI": "Kai", "BEI": "Bea", "WAR": "Wim", "BRU": "Bo"}
"""Who sits where; bots hold the other seats."""


def with_control(
    name: str = "S3",
    dice: Mapping[str, Pair] | None = None,
    draws: Mapping[str, int] | None = None,
    rules: Callable[[Game], Game] = lambda made: made,
) -> Sitting:
    """Turn 1 as sheets are written, Ada in control."""
    return at_orders(name, dice=dice, people=PEOPLE, rules=rules, draws=draws)


def opened(*orders: str, dice: Mapping[str, Pair] | None = None, draws: Mapping[str, int] | None = None) -> Sitting:
    """The sheets with these orders lie open, and nothing is resolved."""
    return with_control(dice=dice, draws=draws).do(*orders).to(Step.ADJUDICATE)


def argued(
    *acts: str, seat: str = "KYI", dice: Mapping[str, Pair] | None = None, draws: Mapping[str, int] | None = None
) -> Sitting:
    """A claim of a seat with two reasons lies open as argument T1-KYI; then these acts."""
    claim = (
        f'{seat}: argue claim="Villagers report every convoy" reasons="They want it over" reasons="They have phones"'
    )
    return opened(claim, dice=dice, draws=draws).do(*acts)


RATED = ("CTL: rate argument=T1-KYI place=0 strength=2", "CTL: rate argument=T1-KYI place=1 strength=1")
"""Both of its reasons, weighed: three for."""
EFFECT = "CTL: effect argument=T1-KYI shifts=warning+1 shifts=unity+1"
ASK = "CTL: ask-estimates argument=T1-KYI"
"""Control asks the room for estimates."""
