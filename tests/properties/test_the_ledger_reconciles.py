"""Pressure is the sum of its ledger: whole games, turns and prefixes, in the direct and the root view."""

from collections import Counter
from collections.abc import Sequence

from hypothesis import given, settings
from tests.strategies import Walk, walks, whole_games

from northaxis.domain.facts import Cause, CauseKind, Changed, Fact
from northaxis.domain.ledger import Ledger, by_seat
from northaxis.domain.ruleset import Game
from northaxis.domain.state import blank, evolve

BOOKKEEPING = {CauseKind.SETUP, CauseKind.INCOME, CauseKind.COST, CauseKind.DEAL}
"""Kinds of cause that are moves of points or the table being set: the rules of procedure answer for them."""

UNCITED = {"moot sham": "R-3.3", "count.strike_high": "R-3.7"}
"""Causes that are procedure and cite no passage, with the ruling each stands on."""


def pressure(tracks: dict[str, int]) -> int:
    """The formula of the rules, worked out again from the five tracks (R-2.1, R-2.2)."""
    pulls = [tracks["pull_moscow"], tracks["pull_kyiv"], tracks["pull_home"]]
    stretch = (0, 0, 2, 5)[sum(pull >= 7 for pull in pulls)]
    return max(0, sum(pulls) + 10 - tracks["cohesion"] - tracks["oxygen"] + stretch)


FIVE = ("pull_moscow", "pull_kyiv", "pull_home", "cohesion", "oxygen")


def faults(game: Game, facts: Sequence[Fact]) -> list[str]:
    """Every ledger line whose index is not what the five tracks make it, in order."""
    tracks = dict.fromkeys(FIVE, 0)
    found = []
    for place, fact in enumerate(facts):
        if isinstance(fact, Changed):
            if (before := pressure(tracks)) != fact.index_before:
                found.append(f"fact {place}: index before is {before}, the line says {fact.index_before}")
            if fact.quantity in tracks:
                if tracks[fact.quantity] != fact.before:
                    found.append(f"fact {place}: {fact.quantity} stood at {tracks[fact.quantity]}, not {fact.before}")
                tracks[fact.quantity] = fact.after
            if (after := pressure(tracks)) != fact.index_after:
                found.append(f"fact {place}: index after is {after}, the line says {fact.index_after}")
    return found


def test_every_line_of_whole_games_has_the_index_that_the_five_tracks_make(games: int, first_seed: int) -> None:
    for walk in whole_games(games, first_seed):
        assert faults(walk.game, walk.facts) == [], walk.where()


@given(walks(250))
@settings(max_examples=25, deadline=None)
def test_the_account_is_the_index_after_any_prefix(walk: Walk) -> None:
    state, delta = blank(walk.game), 0
    base = Ledger.of(walk.game, []).base
    for fact in walk.facts:
        state = evolve(state, fact)
        delta += fact.index_delta if isinstance(fact, Changed) else 0
        assert base + delta == state.index == pressure({name: state.value(name) for name in FIVE}), walk.where()
    for cut in walk.batches[::10]:
        prefix = Ledger.of(walk.game, walk.facts[:cut])
        assert prefix.total == base + sum(share.points for share in prefix.direct()), walk.where()
        assert prefix.total == base + sum(share.points for share in prefix.root()), walk.where()


def test_both_views_add_up_for_the_game_and_for_each_turn(games: int, first_seed: int) -> None:
    for walk in whole_games(games, first_seed):
        whole = Ledger.of(walk.game, walk.facts)
        history = whole.history()
        assert whole.total == walk.state.index == history[-1], walk.where()
        for turn in range(1, len(history)):
            part = whole.of_turn(turn)
            moved = history[turn] - history[turn - 1]
            for shares in (part.direct(), part.root(within=whole)):
                assert sum(share.points for share in shares) == moved, f"{walk.where()}, turn {turn}"
                assert sum(points for _, points in by_seat(shares)) == moved
                assert all(sum(line.fact.index_delta for line in share.lines) == share.points for share in shares)
        played = sum(share.points for share in whole.since(1).root(within=whole))
        assert whole.start + played == walk.state.index, walk.where()


def test_the_root_view_blames_no_rule(games: int, first_seed: int) -> None:
    for walk in whole_games(games // 2 + 1, first_seed):
        whole = Ledger.of(walk.game, walk.facts)
        kinds = {share.cause.kind for share in whole.root()}
        assert kinds.isdisjoint({CauseKind.RULE, CauseKind.SNAP, CauseKind.CHECK, CauseKind.END}), walk.where()


def uncited(game: Game, facts: Sequence[Fact]) -> Counter[str]:
    """Causes of ledger lines that name neither a passage nor a ruling, with how many lines each has."""
    found: Counter[str] = Counter()
    for fact in facts:
        if isinstance(fact, Changed) and not fact.cause.cites and fact.cause.kind not in BOOKKEEPING:
            is_procedure = UNCITED.get(fact.cause.id) in game.rules.rulings
            found[f"{fact.cause.kind} {fact.cause.id} on {fact.quantity}"] += not is_procedure
    return found


def test_every_line_names_its_cause_and_a_passage_or_ruling(games: int, first_seed: int) -> None:
    for walk in whole_games(games, first_seed):
        for fact in walk.facts:
            if isinstance(fact, Changed):
                assert fact.cause.id, f"{walk.where()}: {fact}"
                assert all(cite in walk.game.rules.passages for cite in fact.cause.cites)
                if fact.cause.kind is CauseKind.SETUP and fact.quantity in FIVE:
                    assert fact.cause.cites, f"{walk.where()}: {fact}"
        assert +uncited(walk.game, walk.facts) == Counter(), walk.where()


def test_a_line_that_lies_about_the_index_is_found() -> None:
    """The positive control: one line's index is one too high, and one cause cites nothing."""
    walk = Walk.begun("S1", 2).to_end()
    place, line = [(n, f) for n, f in enumerate(walk.facts) if isinstance(f, Changed) and f.quantity == "pull_home"][-1]
    liar = Changed(
        line.quantity, line.asked, line.before, line.after, line.index_before, line.index_after + 1,
        Cause(CauseKind.ACTION, "MIN-SUB"),
    )  # fmt: skip
    altered = [*walk.facts[:place], liar, *walk.facts[place + 1 :]]
    assert faults(walk.game, altered)
    assert +uncited(walk.game, altered)
    assert Ledger.of(walk.game, altered).total != walk.state.index
