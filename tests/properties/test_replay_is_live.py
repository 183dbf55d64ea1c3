"""Replaying a journal gives the state the table had, after every fact and from any prefix."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from tests.strategies import Walk, walks, whole_games

from northaxis.domain.facts import Changed, FlagsTicked, Step, TurnBegan
from northaxis.domain.quantities import Kind
from northaxis.domain.state import blank, evolve, fold


@given(walks())
@settings(max_examples=40, deadline=None)
def test_folding_the_journal_gives_the_live_state(walk: Walk) -> None:
    assert fold(walk.game, walk.facts) == walk.state, walk.where()


def test_every_prefix_of_a_journal_folds_and_leads_to_the_same_end(games: int, first_seed: int) -> None:
    for walk in whole_games(games, first_seed):
        state = blank(walk.game)
        for fact in walk.facts:
            state = evolve(state, fact)
        assert state == walk.state, walk.where()
        for cut in walk.batches[:: max(1, len(walk.batches) // 5)]:
            first = fold(walk.game, walk.facts[:cut])
            for fact in walk.facts[cut:]:
                first = evolve(first, fact)
            assert first == walk.state, f"{walk.where()}, cut at {cut}"


@pytest.mark.parametrize("seed", range(1, 4))
def test_the_same_orders_give_the_same_journal(seed: int) -> None:
    live = Walk.begun("S3", seed).to_end()
    again = Walk.begun("S3", seed)
    for order in live.orders:
        again.give(order)
    assert again.facts == live.facts


def test_every_quantity_stays_in_its_range_at_every_fact(games: int, first_seed: int) -> None:
    for walk in whole_games(games, first_seed + 1000):
        quantities = walk.game.rules.quantities
        state = blank(walk.game)
        for fact in walk.facts:
            state = evolve(state, fact)
            if isinstance(fact, Changed | FlagsTicked | TurnBegan):
                for quantity in quantities:
                    value, low = state.board[quantity.index], -1 if quantity.kind is Kind.FLAG else quantity.low
                    assert low <= value <= quantity.high, f"{walk.where()}: {quantity.id} {value} after {fact}"


def test_an_altered_journal_does_not_fold_to_the_same_state() -> None:
    """The positive control: the last change of a purse is altered, and the end is another one."""
    walk = Walk.begun("S2", 3).until(Step.ORDERS)
    place, line = [(n, f) for n, f in enumerate(walk.facts) if isinstance(f, Changed) and f.quantity == "ip.WAS"][-1]
    altered = [*walk.facts[:place], replace(line, after=line.after - 1), *walk.facts[place + 1 :]]
    assert fold(walk.game, altered) != walk.state
