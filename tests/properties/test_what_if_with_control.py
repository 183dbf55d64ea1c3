"""Games in which control rules, brings in cards, writes, steps back and seats argue, by chance: each plays again as it
was, from its first order and from any other."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from tests.properties.test_control_acts import any_act
from tests.properties.test_methods_hold import HELD, wild_act
from tests.strategies import Walk

from northaxis.domain import control_facts as c, control_orders as co, facts as f
from northaxis.domain.adjudicate import adjudicate
from northaxis.domain.dice import SeededDice
from northaxis.domain.facts import Step
from northaxis.domain.ids import CONTROL
from northaxis.domain.legal import refusal
from northaxis.domain.orders import Order
from northaxis.domain.rulings import Upheld
from northaxis.domain.state import evolve, fold
from northaxis.domain.undo import fresh_dice
from northaxis.services import recorded_orders
from northaxis.services.what_if import Record

TRIES = {Step.ADJUDICATE: 12, Step.NARRATE: 12}


def controlled(name: str, seed: int, turns: int = 4) -> Walk:
    """Some turns by chance with acts of every kind in every step."""
    walk, chance = Walk.begun(name, seed), Random(f"controlled {seed}")
    walk.quiet = frozenset()
    walk.facts.append(HELD)
    walk.state = evolve(walk.state, HELD)
    backs = 0
    while walk.state.over is None and walk.state.turn <= turns:
        for _ in range(TRIES.get(walk.state.step, 1)):
            act = wild_act(walk.state, chance) if chance.random() < 0.8 else None
            order = act or Order(CONTROL, any_act(walk.state, chance))
            if isinstance(adjudicate(walk.state, order, walk.dice), Upheld):
                walk.give(order)
        if walk.state.turn >= 2 and backs < 2 and chance.random() < 0.01:
            backs += 1
            _step_back(walk, chance)
        order = walk.next_order()
        if refusal(walk.state, order) is None:
            walk.give(order)
    return walk


def _step_back(walk: Walk, chance: Random) -> None:
    """Back by some commands, as a table does it: the state is that of the facts that stand."""
    to = walk.batches[-chance.randint(2, 30)]
    fresh = chance.random() < 0.5
    walk.facts += [
        c.Intervened("back", "", "", "", None, "again"),
        c.SteppedBack(to, "again", fresh),
    ]
    walk.state = fold(walk.game, walk.facts)
    count = fresh_dice(walk.facts)
    walk.dice = SeededDice(f"{walk.seed}/fresh{count}" if count else walk.seed)


def recorded(walk: Walk) -> Record:
    return Record.of(walk.game, walk.facts)


@pytest.mark.parametrize("seed", range(1, 9))
@pytest.mark.parametrize("name", ["S2", "S3"])
def test_a_game_with_control_in_it_plays_again_as_it_was(name: str, seed: int) -> None:
    walk = controlled(name, seed)
    record = recorded(walk)
    assert record.is_exact, walk.where()
    again = record.replay(record.orders[0], [record.orders[0].order])
    assert again is not None
    assert (again.void, again.lapsed) == (0, ())
    assert again.state.board == record.end.board


@pytest.mark.parametrize("seed", range(1, 5))
def test_it_plays_again_from_any_of_its_choices(seed: int) -> None:
    walk = controlled("S2", seed, 3)
    record, chance = recorded(walk), Random(seed)
    for start in chance.sample([each for each in record.orders if each.turn <= record.horizon], 12):
        again = record.replay(start, [start.order])
        assert again is not None
        assert again.state.board == record.end.board, f"{walk.where()}: {start.order}"
        assert (again.void, again.lapsed) == (0, ())


KINDS = (
    co.Inject, co.WriteCard, co.Stack, co.SetTrack, co.Grant, co.Reseat, co.ShiftNeed, co.ChooseMethod, co.Decide,
    co.Overrule, co.RuleOut, co.Argue,
    co.AskEstimates, co.AddReason, co.RateReason, co.NameEffect, co.Estimate, co.SettleArgument, co.EndProject,
)  # fmt: skip


def test_acts_of_every_kind_are_among_those_played_again() -> None:
    found = {
        type(each.order.act)
        for name in ("S2", "S3")
        for seed in range(1, 9)
        for each in recorded(controlled(name, seed)).orders
    }
    assert set(KINDS) <= found


def test_an_act_that_is_left_out_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorded_orders, "_of_a_ruling", lambda word, following: None)
    walks = (controlled("S2", seed) for seed in range(1, 9))
    assert not all(recorded(walk).is_exact for walk in walks)


def test_without_the_seed_of_its_moment_a_draw_under_fresh_dice_would_be_another() -> None:
    walk = next(
        walk
        for walk in (controlled("S2", seed) for seed in range(1, 40))
        if fresh_dice(walk.facts) and any(isinstance(x, f.SheetsOpened) for x in walk.facts)
    )
    record = recorded(walk)
    assert record.is_exact
    dice = replace(record.dice, drawn={}, seeded={})
    assert dice.draw(1, "HD") != record.dice.draw(1, "HD")
