"""Step backs anywhere: what stands is a game in which the undone part never was, for the table and for every seat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import pytest
from tests.shipped import game
from tests.strategies import Walk

from northaxis.domain import facts as f
from northaxis.domain.course import EVERY, Course
from northaxis.domain.declassify import SeenFact, as_read, facts_for
from northaxis.domain.facts import Fact
from northaxis.domain.ids import CONTROL, SeatId
from northaxis.domain.ledger import Ledger
from northaxis.domain.orders import Order, StepBack
from northaxis.domain.state import State, evolve, fold
from northaxis.domain.undo import announces, effective, standing_facts, struck
from northaxis.journal.codec import encode
from northaxis.journal.envelope import Header, chained
from northaxis.journal.replay import replay, state_hash

NAMES = ("S1", "S2", "S3")
HEADER = Header("S1", (), 0, "test")


def wandering(name: str, seed: int, most: int = 220) -> Walk:
    """A game of chance in which control goes back to where the table stood earlier, again and again."""
    walk = Walk.begun(name, seed)
    standing = list[int]()
    for _ in range(most):
        if standing and walk.chance.random() < 0.06:
            to = walk.chance.choice(standing)
            walk.give(Order(CONTROL, StepBack(to, "again", fresh=walk.chance.random() < 0.3)))
            walk.state = fold(walk.game, walk.facts)
            standing = [place for place in standing if place <= to]
        elif walk.state.over is None:
            standing.append(len(walk.facts))
            walk.step()
    return walk


Read = TypeVar("Read", bound=SeenFact)


def never_undone(facts: Sequence[Read]) -> tuple[Read, ...]:
    """What stands, without the words about the way back."""
    return tuple(x for x in standing_facts(facts) if not isinstance(x, f.SteppedBack) and not announces(x))


def plainly(walk: Walk, facts: Sequence[Fact]) -> State:
    """The facts in order and nothing more: the fold of a table that knows no way back."""
    state = fold(walk.game, [])
    for fact in facts:
        state = evolve(state, fact)
    return state


@pytest.fixture
def walks(games: int, first_seed: int) -> list[Walk]:
    return [wandering(NAMES[n % len(NAMES)], first_seed + n) for n in range(games)]


def test_the_state_is_that_of_a_game_without_the_undone_parts(walks: list[Walk]) -> None:
    undone = 0
    for walk in walks:
        course = Course.of(walk.game, walk.facts)
        assert course.state == walk.state == plainly(walk, never_undone(walk.facts)), walk.where()
        undone += len(struck(walk.facts))
    assert undone > EVERY * len(walks) // 4


def test_a_stored_journal_with_step_backs_replays_to_the_same_state(walks: list[Walk]) -> None:
    for walk in walks:
        entries = chained(HEADER.tip, "CTL/all", 0, 1, [encode(fact) for fact in walk.facts])
        found = replay(walk.game, HEADER, entries)
        assert found.is_valid, found.to_text()
        assert state_hash(found.state) == state_hash(walk.state), walk.where()


def test_every_prefix_leads_to_what_its_fold_leads_to(walks: list[Walk]) -> None:
    for walk in walks[:3]:
        course = Course(walk.game)
        for place, fact in enumerate(walk.facts, start=1):
            course.take(fact)
            if place % 97 == 0 or isinstance(fact, f.SteppedBack):
                assert course.state == fold(walk.game, walk.facts[:place]), (walk.where(), place)


def test_a_seat_is_left_with_what_it_would_have_been_shown_had_nothing_been_undone(walks: list[Walk]) -> None:
    for walk in walks:
        journal = never_undone(walk.facts)
        for seat in walk.game.rules.seats:
            shown, plain = (list(as_read(walk.game, facts, seat)) for facts in (walk.facts, journal))
            assert list(never_undone(shown)) == plain, (walk.where(), seat)


def test_after_the_end_everybody_reads_what_was_undone_too(walks: list[Walk]) -> None:
    for walk in walks:
        ended = Walk(walk.game, walk.seed, walk.chance, walk.dice, walk.state, list(walk.facts)).to_end()
        for seat in (SeatId("MIN"), SeatId("KYI")):
            seen = facts_for(ended.game, ended.facts, seat)
            assert len(seen) == len(ended.facts)
            assert struck(seen) == struck(ended.facts), ended.where()


def test_the_ledger_is_that_of_what_stands(walks: list[Walk]) -> None:
    for walk in walks:
        ledger = Ledger.of(walk.game, walk.facts)
        assert ledger.total == walk.state.index == ledger.history()[-1], walk.where()
        gone = struck(walk.facts)
        assert all(line.place not in gone and walk.facts[line.place] is line.fact for line in ledger.lines)


def test_a_step_back_to_where_the_journal_never_was_is_no_fact_of_any_game() -> None:
    for to in (0, -1, 10_000):
        with pytest.raises(ValueError, match="step back"):
            Course(game("S1")).take(f.SteppedBack(to, "nowhere"))


def test_a_fold_that_forgets_the_way_back_is_found() -> None:
    """The positive control: read as if nothing had been undone, the journal leads elsewhere, or nowhere."""
    walk = wandering("S2", 3)
    assert struck(walk.facts)
    kept = [fact for fact in walk.facts if not isinstance(fact, f.SteppedBack)]
    assert _leads(walk, kept) != walk.state
    assert [place for place, _ in effective(walk.facts)] != list(range(len(walk.facts)))


def _leads(walk: Walk, facts: Sequence[Fact]) -> State | None:
    """Where facts lead; None for no game, such as a choice on a card that is not on the table."""
    try:
        return plainly(walk, facts)
    except AssertionError:
        return None
