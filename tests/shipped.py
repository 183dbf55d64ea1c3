"""The shipped games, compiled once a test process."""

from functools import cache

from northaxis.domain.ruleset import Game
from northaxis.services.library import Library


@cache
def game(name: str) -> Game:
    """A shipped scenario by id or short id, variants after a plus sign."""
    return Library().game(name).game
