"""The balance tests at the size of the gate, with slack for chance; and proof that a game out of balance fails them.

`python -m tests.balance.monte_carlo` runs them at full size.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.balance import monte_carlo
from tests.balance.monte_carlo import GATE, TESTS, Size
from tests.shipped import game

from northaxis.domain.ruleset import Game


@pytest.mark.slow
@pytest.mark.xdist_group("balance")
@pytest.mark.parametrize("name", TESTS)
def test_the_shipped_game_is_in_balance(name: str) -> None:
    assert not list(TESTS[name](GATE))


def with_bars_of_2(of: Game) -> Game:
    """The game with every seat's bar at two points, so that hardly anybody can miss it."""
    bars = tuple((seat, 2) for seat in of.rules.seats)
    return replace(of, scenario=replace(of.scenario, bars=bars))


def test_a_game_whose_bars_are_all_2_is_not_fair(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monte_carlo, "game", lambda name: with_bars_of_2(game(name)))
    monkeypatch.setattr(monte_carlo, "batch", monte_carlo.batch.__wrapped__)
    found = list(TESTS["MC1"](Size(40, 20, GATE.slack)))
    assert len(found) > 6, found
