"""Random legal play always ends: no crash, no dead end, no endless chain. And one seat's orders touch no other dice."""

from tests.strategies import NAMES, Walk, whole_games

from northaxis.domain.adjudicate import adjudicate
from northaxis.domain.dice import SeededDice
from northaxis.domain.facts import CardDrawn, Fact, GameOver, OrderPlaced, Rolled, Scored, Step, TurnBegan
from northaxis.domain.ids import SeatId
from northaxis.domain.legal import legal_orders
from northaxis.domain.orders import GO_ON, Advance, PickOption
from northaxis.domain.rulings import Upheld

MOST_ADVANCES = 24
"""How often control moves the table on in one turn at most: cards, steps and six phases."""
MOST_FACTS = 400
"""Facts of one order at most: a turn's end is the longest."""


def test_random_legal_play_ends_with_scores(games: int, first_seed: int) -> None:
    for walk in whole_games(games, first_seed + 5000):
        over = [fact for fact in walk.facts if isinstance(fact, GameOver)]
        scored = [fact.seat for fact in walk.facts if isinstance(fact, Scored)]
        assert len(over) == 1, walk.where()
        assert scored == list(walk.game.scenario.scored), walk.where()
        assert walk.state.turn <= walk.game.scenario.turns
        advances = sum(isinstance(order.act, Advance) for order in walk.orders)
        assert advances <= MOST_ADVANCES * walk.state.turn, walk.where()
        longest = max(after - before for before, after in zip(walk.batches, walk.batches[1:], strict=False))
        assert longest <= MOST_FACTS, walk.where()


def test_control_can_always_move_on_from_anywhere() -> None:
    for n, name in enumerate(NAMES):
        walk = Walk.begun(name, n)
        for _ in range(70):
            if walk.state.over is not None:
                break
            assert GO_ON in legal_orders(walk.state, GO_ON.seat), walk.where()
            assert isinstance(adjudicate(walk.state, GO_ON, walk.dice), Upheld)
            walk.step()


def test_a_card_comes_up_once_a_game(games: int, first_seed: int) -> None:
    for walk in whole_games(games, first_seed + 6000):
        drawn = [fact.card for fact in walk.facts if isinstance(fact, CardDrawn)]
        assert len(drawn) == len(set(drawn)), walk.where()
        turns = sum(isinstance(fact, TurnBegan) for fact in walk.facts)
        scheduled = turns * len(walk.game.scenario.decks) * walk.game.scenario.cards_per_deck
        chained = sum(isinstance(fact, CardDrawn) and fact.how == "chained" for fact in walk.facts)
        assert len(drawn) <= scheduled + chained


def rolls(facts: list[Fact]) -> dict[tuple[int, str], tuple[int, int]]:
    """Every roll by turn and name."""
    found, turn = {}, 0
    for fact in facts:
        turn = fact.turn if isinstance(fact, TurnBegan) else turn
        if isinstance(fact, Rolled):
            found[turn, fact.name] = fact.dice
    return found


def without(walk: Walk, seat: SeatId, name: str, seed: int) -> Walk:
    """The same game as far as it goes, with every order on one seat's sheets left out."""
    again = Walk.begun(name, seed)
    for order in walk.orders:
        if again.state.over is not None:
            break
        is_gone = order.seat == seat and not isinstance(order.act, PickOption)
        if not is_gone and isinstance(ruling := adjudicate(again.state, order, again.dice), Upheld) and ruling.facts:
            again.give(order)
    return again


def test_leaving_one_seats_orders_out_changes_no_other_dice(games: int, first_seed: int) -> None:
    common = 0
    for n in range(games):
        name, seed = NAMES[n % len(NAMES)], first_seed + 7000 + n
        walk = Walk.begun(name, seed).to_end()
        busy = [fact.seat for fact in walk.facts if isinstance(fact, OrderPlaced)]
        for seat in sorted(set(busy))[:3]:
            first, second = rolls(walk.facts), rolls(without(walk, seat, name, seed).facts)
            for key in first.keys() & second.keys():
                assert first[key] == second[key], f"{walk.where()}: {key} without {seat}"
                common += 1
    assert common > games


def test_every_roll_is_the_function_of_seed_turn_and_name_that_it_should_be(games: int, first_seed: int) -> None:
    for walk in whole_games(games // 3 + 1, first_seed):
        dice = SeededDice(walk.seed)
        for (turn, name), thrown in rolls(walk.facts).items():
            assert thrown == dice.pair(turn, name), f"{walk.where()}: {name}"


def test_a_die_that_leans_on_the_order_of_rolls_is_seen() -> None:
    """The positive control: dice from a running generator change when one seat's orders go."""

    class Running(SeededDice):
        count = 0

        def pair(self, turn: int, name: str) -> tuple[int, int]:
            self.count += 1
            return SeededDice.pair(self, turn, str(self.count))

    differing = 0
    for seed in range(6):
        walks = []
        for drop in (False, True):
            walk = Walk.begun("S3", seed)
            walk.dice = Running(str(seed))
            walk.until(Step.ORDERS)
            if not drop:
                walk.give(next(o for o in legal_orders(walk.state, SeatId("KYI")) if "KYI-AIR" in str(o)))
            walk.give(next(o for o in legal_orders(walk.state, SeatId("WAR")) if "WAR-HUB" in str(o)))
            while walk.state.step is not Step.TURN_END and walk.state.over is None:
                walk.give(GO_ON)
            walks.append(rolls(walk.facts))
        differing += walks[0][1, "WAR-HUB"] != walks[1][1, "WAR-HUB"]
    assert differing
