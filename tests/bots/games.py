"""The shipped games for bot tests, compiled once, and whole games played by bots alone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from northaxis.bots.choose import choose
from northaxis.content import compile_deck, compile_ruleset, compile_scenarios
from northaxis.domain.adjudicate import adjudicate
from northaxis.domain.cards import Deck
from northaxis.domain.dice import Dice, SeededDice
from northaxis.domain.facts import Fact
from northaxis.domain.ids import LevelId, SeatId
from northaxis.domain.legal import owing
from northaxis.domain.orders import GO_ON, Order
from northaxis.domain.ruleset import Game, RuleSet
from northaxis.domain.rulings import Upheld
from northaxis.domain.scenarios import Scenario, Variant
from northaxis.domain.setup import set_table
from northaxis.domain.state import State, evolve, fold
from northaxis.domain.views import view

TOP = Path(__file__).parents[2]
MOST_STEPS = 5_000
"""Orders in one game; more means that it does not end."""


@cache
def _shelf() -> tuple[RuleSet, tuple[Scenario, ...], tuple[Variant, ...], tuple[Deck, ...]]:
    front = TOP / "rules" / "northern-front"
    rules, problems = compile_ruleset(_texts(sorted(p for p in front.rglob("*.yaml") if p.parent.name != "scenarios")))
    assert rules is not None, problems
    scenarios, variants, problems = compile_scenarios(_texts(sorted((front / "scenarios").glob("*.yaml"))), rules)
    assert scenarios, problems
    decks = []
    for folder in sorted((TOP / "decks").iterdir()):
        if folder.is_dir():
            deck, problems = compile_deck(_texts(sorted(folder.glob("*.yaml"))), rules)
            assert deck is not None, problems
            decks.append(deck)
    return rules, scenarios, variants, tuple(decks)


def _texts(paths: list[Path]) -> dict[str, str]:
    return {str(path.relative_to(TOP)): path.read_text(encoding="utf-8") for path in paths}


@cache
def game(name: str) -> Game:
    """A shipped game by its scenario's short id, variants after plus signs."""
    rules, scenarios, variants, decks = _shelf()
    short, *over = name.split("+")
    scenario = next(s for s in scenarios if s.short == short)
    return Game.of(rules, decks, scenario, tuple(v for v in variants if v.id in over))


Levels = LevelId | Mapping[SeatId, LevelId]


def level_in(levels: Levels, seat: SeatId) -> LevelId:
    return levels if isinstance(levels, str) else levels[seat]


def opened(game: Game, seed: str) -> tuple[list[Fact], State, Dice]:
    """A table just set, nobody in particular in its seats."""
    dice = SeededDice(seed)
    facts = list(set_table(game, seed, dice, {}))
    return facts, fold(game, facts), dice


def bots_move(state: State, dice: Dice, levels: Levels) -> Order:
    """The next order of the table: of the first seat that is waited for and has something to say, else to go on."""
    for seat in owing(state):
        choice = choose(state.game, view(state, seat), level_in(levels, seat), dice)
        if choice is not None:
            return choice.order
    return GO_ON


def play_out(game: Game, seed: str, levels: Levels) -> tuple[list[Fact], State]:
    """A whole game by bots; the facts in order and the state at the end."""
    facts, state, dice = opened(game, seed)
    for _ in range(MOST_STEPS):
        if state.over is not None:
            return facts, state
        ruling = adjudicate(state, bots_move(state, dice, levels), dice)
        assert isinstance(ruling, Upheld), ruling
        for fact in ruling.facts:
            state = evolve(state, fact)
        facts += ruling.facts
    raise AssertionError(f"seed {seed} does not end")
