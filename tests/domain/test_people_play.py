"""Whole games with shared and merged seats: they end, replay, reconcile, list what is legal, and keep their secrets."""

from collections.abc import Iterator, Sequence
from functools import cache
from random import Random

import pytest
from tests.bots.games import play_out
from tests.properties import twins as tw
from tests.properties.test_legal_is_upheld import disagreement
from tests.properties.test_the_ledger_reconciles import faults
from tests.properties.twins import HONEST, Twins, differences
from tests.shipped import game
from tests.strategies import Walk, seats_of, wild_orders

from northaxis.bots.choose import choose
from northaxis.domain import orders as o
from northaxis.domain.adjudicate import adjudicate
from northaxis.domain.co_seats import with_co_seats
from northaxis.domain.declassify import OTHER_SHEET, Reader, as_read
from northaxis.domain.dice import SeededDice
from northaxis.domain.facts import Cause, CauseKind, Changed, DealOffered, Fact, OrderPlaced, Scored, SeatHeld, Step
from northaxis.domain.holding import seated, shared_in
from northaxis.domain.ids import CONTROL, LevelId, SeatId
from northaxis.domain.ledger import Ledger, by_seat
from northaxis.domain.legal import legal_orders, owing
from northaxis.domain.orders import GO_ON, Order, from_text, to_text
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Upheld
from northaxis.domain.scoring import player_results
from northaxis.domain.setup import set_table
from northaxis.domain.state import Holder, State, evolve, fold
from northaxis.domain.turn_zero import beliefs_of, confidence
from northaxis.domain.views import view
from northaxis.journal.codec import decode, encode
from northaxis.journal.replay import state_hash

HEADS = (SeatId("MIN"), SeatId("MOS"), SeatId("KYI"))
CO_SEATS = (SeatId("MSC"), SeatId("MGS"), SeatId("KGS"))
SCENARIOS = ("S3", "S2", "S3+V2", "S2+V1", "S1")
HELD = {"WAR": "Ada", "VIL": "Ada", "BRU": "Ada", "MIN": "Bo", "MSC": "Bo", "KYI": "Cy", "BEI": "Cy"}
MERGED = {SeatId(seat): Holder(name, None) for seat, name in HELD.items()}


@cache
def houses(name: str) -> Game:
    """A shipped game with all three shared seats."""
    return with_co_seats(game(name), HEADS)


def begun(name: str, seed: int) -> Walk:
    """A table with three shared seats, where some people hold several."""
    made, dice = houses(name), SeededDice(str(seed))
    facts = list(set_table(made, str(seed), dice, MERGED))
    walk = Walk(made, str(seed), Random(f"people {name} {seed}"), dice, fold(made, facts), facts)
    walk.quiet = frozenset(walk.chance.sample([s for s in made.rules.seats if s != "MIN"], walk.chance.choice((0, 5))))
    return walk


def walks(count: int) -> Iterator[Walk]:
    for seed in range(count):
        yield begun(SCENARIOS[seed % len(SCENARIOS)], seed)


def test_random_games_end_replay_and_reconcile() -> None:
    gifts = co_orders = 0
    for walk in walks(15):
        walk.to_end()
        assert [fact.seat for fact in walk.facts if isinstance(fact, Scored)] == list(walk.game.scenario.scored)
        assert faults(walk.game, walk.facts) == [], walk.where()
        assert fold(walk.game, walk.facts) == walk.state
        again = fold(walk.game, [decode(encode(fact)) for fact in walk.facts])
        assert state_hash(again) == state_hash(walk.state)
        ledger = Ledger.of(walk.game, walk.facts)
        assert ledger.total == walk.state.index
        assert sum(points for _, points in by_seat(ledger.root())) == ledger.total - ledger.base
        gifts += sum(isinstance(order.act, o.Give) for order in walk.orders)
        co_orders += sum(isinstance(fact, OrderPlaced) and fact.seat in CO_SEATS for fact in walk.facts)
        assert {seat for result in player_results(walk.state) for seat in result.seats} == set(
            walk.game.scenario.scored
        )
    assert gifts > 10
    assert co_orders > 50


def test_what_is_listed_is_upheld_and_nothing_else() -> None:
    for walk in walks(10):
        chance = Random(walk.seed)
        while walk.state.over is None and len(walk.orders) < 250:
            walk.step()
            if chance.random() < 0.05:
                for seat in seats_of(walk.state):
                    for order in legal_orders(walk.state, seat):
                        assert not (wrong := disagreement(walk.state, order, walk)), f"{walk.where()}: {wrong}"
                        assert from_text(to_text(order)) == order
                seats = walk.game.rules.seats
                gifts = [Order(a, o.Give(b, n)) for a in seats for b in seats for n in (0, 1, 3, 9)]
                for order in (*wild_orders(walk.state, chance, 10), *chance.sample(gifts, 30)):
                    assert not (wrong := disagreement(walk.state, order, walk)), f"{walk.where()}: {wrong}"


@pytest.mark.parametrize("level", ["staff", "random", "cadet"])
@pytest.mark.parametrize("name", ["S3", "S2+V1"])
def test_bots_play_shared_seats_to_the_end(name: str, level: str) -> None:
    facts, state = play_out(houses(name), f"{name} {level}", LevelId(level))
    assert state.over is not None
    placed = {fact.seat for fact in facts if isinstance(fact, OrderPlaced)}
    assert placed & set(CO_SEATS)
    assert faults(state.game, facts) == []
    turn: dict[SeatId, int] = {}
    for fact in facts:
        if isinstance(fact, OrderPlaced) and fact.seat in (*HEADS, *CO_SEATS):
            turn[fact.seat] = turn.get(fact.seat, 0) + 1
    assert max(turn.values()) <= state.turn


def test_every_offer_that_a_bot_makes_at_a_shared_table_stands() -> None:
    offers = list[DealOffered]()
    for seed in range(4):
        made, dice = houses("S3"), SeededDice(f"talk {seed}")
        state = fold(made, set_table(made, f"talk {seed}", dice, {}))
        while state.over is None:
            state, found = _bots_turn(state, dice)
            offers += found
    assert any(offer.seat in CO_SEATS or offer.to in CO_SEATS for offer in offers)


def _bots_turn(state: State, dice: SeededDice) -> tuple[State, list[DealOffered]]:
    """Every bot says and writes what it will, then the table goes on."""
    offers = list[DealOffered]()
    for seat in state.game.rules.initiative:
        while (choice := choose(state.game, view(state, seat), LevelId("staff"), dice)) is not None:
            state, facts = _given(state, choice.order, dice)
            offers += [fact for fact in facts if isinstance(fact, DealOffered)]
    return _given(state, GO_ON, dice)[0], offers


def _given(state: State, order: Order, dice: SeededDice) -> tuple[State, tuple[Fact, ...]]:
    ruling = adjudicate(state, order, dice)
    assert isinstance(ruling, Upheld), f"{to_text(order)}: {ruling}"
    for fact in ruling.facts:
        state = evolve(state, fact)
    return state, ruling.facts


def test_sharing_twice_changes_nothing_and_strangers_are_named() -> None:
    made = houses("S3")
    assert with_co_seats(made, HEADS) == made
    assert with_co_seats(game("S3"), []) is game("S3")
    with pytest.raises(KeyError, match="'BEI' cannot be shared"):
        with_co_seats(game("S3"), [SeatId("BEI")])


def test_an_unshared_table_plays_as_before() -> None:
    """Sharing Kyiv changes no draw of anybody else: same decks, same agendas, same purses at the start."""
    one, two = (set_table(made, "x", SeededDice("x"), {}) for made in (game("S3"), with_co_seats(game("S3"), HEADS)))
    extra = [fact for fact in two if fact not in one]
    assert [fact for fact in one if fact not in two] == []
    assert {getattr(fact, "seat", None) for fact in extra} == set(CO_SEATS)


def test_a_table_is_seated_for_every_number_of_people() -> None:
    for people in range(1, 13):
        names = [f"P{n}" for n in range(people)]
        made, holders = seated(game("S3"), names)
        assert list(dict.fromkeys(holder.name for holder in holders.values())) == names
        assert set(holders) <= set(made.rules.seats)
        facts = set_table(made, "s", SeededDice("s"), holders)
        assert shared_in(game("S3").rules, facts) == shared_in(made.rules, facts)
        assert with_co_seats(game("S3"), shared_in(game("S3").rules, facts)) == made
        held = {fact.seat for fact in facts if isinstance(fact, SeatHeld) and fact.level is None}
        assert held == set(holders)
    assert len(seated(game("S3"), [str(n) for n in range(12)])[0].rules.seats) == 12
    with pytest.raises(LookupError, match="no table of 13"):
        seated(game("S3"), [str(n) for n in range(13)])
    with pytest.raises(ValueError, match="same name"):
        seated(game("S3"), ["Ada", "Ada"])


def test_beliefs_can_be_read_from_facts_alone() -> None:
    made, dice = game("S3"), SeededDice("b")
    facts = list(set_table(made, "b", dice, {}))
    state, found = _given(fold(made, facts), from_text("KYI: mark 1 2 3 4 5 5"), dice)
    state, more = _given(state, from_text("CTL: turn oxygen low"), dice)
    assert confidence(beliefs_of(made, [*facts, *found, *more])) == confidence(state)


# --- neither half can read the other's sheet before it is open --------------------------------------------------------


def _orders_step(seed: int) -> Twins:
    pair = Twins.begun(houses(SCENARIOS[seed % 4]), seed)
    pair.on_to(Step.ORDERS, 1 + seed % 2)
    return pair


def _owner(pair: Twins) -> SeatId:
    owner = pair.chance.choice((*HEADS, *CO_SEATS))
    pair.knows = pair.shunned = frozenset({owner})
    return owner


def other_half_orders(seed: int) -> Iterator[Twins]:
    """One half writes another order of the same price."""
    pair = _orders_step(seed)
    if pair.is_over:
        return
    owner = _owner(pair)
    places = [order for order in legal_orders(pair.state, owner) if isinstance(order.act, o.Place)]
    costs: dict[int, list[Order]] = {}
    for order in places:
        assert isinstance(order.act, o.Place)
        costs.setdefault(pair.state.game.rules.actions[order.act.action].cost, []).append(order)
    alike = [orders for orders in costs.values() if len(orders) > 1]
    if not alike:
        return
    one, two = pair.chance.sample(pair.chance.choice(alike), 2)
    pair.left.give(one)
    pair.right.give(two)
    yield _at(pair, f"{owner} has written")
    pair.mingle(20)
    yield _at(pair, "the others have written")
    pair.give(Order(owner, o.Seal()))
    yield _at(pair, f"{owner} has sealed")


def other_half_agenda(seed: int) -> Iterator[Twins]:
    """A co-seat was dealt another agenda."""
    owner = CO_SEATS[seed % 3]
    pair = Twins.begun(houses("S3"), seed, ({f"AG{owner}": 0}, {f"AG{owner}": (1 << 32) - 1}))
    pair.knows = frozenset({owner})
    yield _at(pair, "the agendas are dealt")
    pair.on_to(Step.ORDERS)
    pair.mingle(15, seats=tuple(pair.state.game.rules.seats))
    pair.on_to(Step.TURN_END)
    if not pair.is_over:
        yield _at(pair, "play goes on")


def head_demand(seed: int) -> Iterator[Twins]:
    """A head makes another demand, at the same price."""
    pair = Twins.begun(houses("S3"), seed)
    pair.on_to(Step.DEMANDS)
    waiting = owing(pair.state)
    if pair.is_over or not waiting:
        return
    owner = pair.chance.choice(waiting)
    pair.knows = pair.shunned = frozenset({owner})
    backed = bool(seed % 2)
    legal = [x for x in legal_orders(pair.state, owner) if isinstance(x.act, o.MakeDemand) and x.act.backed is backed]
    if len(legal) < 2:
        return
    one, two = pair.chance.sample(legal, 2)
    pair.left.give(one)
    pair.right.give(two)
    yield _at(pair, f"{owner} has demanded")


def head_whispers(seed: int) -> Iterator[Twins]:
    """A head argues in secret, this or that: its other half sees a point go, before and after the sheets are open."""
    pair = _orders_step(seed)
    head = HEADS[seed % 3]
    if pair.is_over or not pair.state.value(f"ip.{head}"):
        return
    pair.knows = pair.shunned = frozenset({head})
    for side, claim in ((pair.left, "A clerk talks"), (pair.right, "The dam gives way")):
        side.take([SeatHeld(CONTROL, "Ada", None)])
        side.give(from_text(f'{head}: argue claim="{claim}" reasons="{claim}, they say" secret=yes'))
    yield _at(pair, f"{head} has whispered")
    pair.on_to(Step.ADJUDICATE, pair.state.turn)
    yield _at(pair, "the sheets are open")
    pair.on_to(Step.NARRATE, pair.state.turn)
    yield _at(pair, "it has lapsed, and the point is back")


def head_private_deal(seed: int) -> Iterator[Twins]:
    """A head makes a private deal about nothing that can be seen, with one seat or with another."""
    pair = _orders_step(seed)
    if pair.is_over:
        return
    head = HEADS[seed % 3]
    one, two = pair.chance.sample(("BEI", "WAS", "BRU"), 2)
    pair.knows = pair.shunned = frozenset({head, SeatId(one), SeatId(two)})
    for side, to in ((pair.left, one), (pair.right, two)):
        ruling = adjudicate(side.state, from_text(f"{head}: offer {to}: {head} pay {to} 1"), side.dice)
        if isinstance(ruling, Upheld):
            side.take(ruling.facts)
    yield _at(pair, f"{head} has made an offer")
    pair.mingle(10)
    yield _at(pair, "the others have talked")


def beliefs(seed: int) -> Iterator[Twins]:
    """A seat fills in its card and guesses the dials otherwise, or not at all."""
    pair = Twins.begun(houses("S3"), seed)
    owner = pair.chance.choice((*HEADS, *CO_SEATS))
    pair.knows = frozenset({owner})
    pair.left.give(from_text(f"{owner}: mark 1 2 3 4 5 1"))
    for side, guess in ((pair.left, "low"), (pair.right, "high")):
        side.give(from_text(f"{owner}: guess oxygen {guess}"))
    yield _at(pair, "the card is filled in")
    pair.on_to(Step.ORDERS)
    pair.right.give(from_text(f"{owner}: guess rupture street"))
    pair.mingle(20)
    yield _at(pair, "play goes on")


def _at(pair: Twins, moment: str) -> Twins:
    pair.moment = moment
    return pair


KINDS = (other_half_orders, other_half_agenda, head_demand, head_whispers, head_private_deal, beliefs)


def apart(kind: tw.SecretKind, seeds: Sequence[int]) -> tuple[int, list[str]]:
    moments, found = 0, list[str]()
    for seed in seeds:
        for pair in kind(seed):
            moments += 1
            found += [f"{seed}: {what}" for what in differences(pair, HONEST)]
    return moments, found


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_neither_half_can_tell_two_tables_apart_by_the_others_secret(kind: tw.SecretKind) -> None:
    moments, found = apart(kind, range(1, 9))
    assert moments >= 6
    assert found == []


def test_a_price_that_names_its_order_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The positive control: without the veil over the other half's prices the pairs come apart."""
    monkeypatch.setattr(Reader, "_is_on_the_other_sheet", lambda self, cause, state: False)
    assert apart(other_half_orders, range(1, 9))[1]


def test_the_price_of_a_whisper_is_not_named_to_the_other_half_when_the_sheets_are_open() -> None:
    """The pairs above have the same id on either side: that it stays hidden is asked of the facts themselves."""
    for pair in head_whispers(2):
        seen = [f for f in as_read(houses("S3+V2"), pair.left.facts, SeatId("KGS")) if isinstance(f, Changed)]
        assert not any(fact.cause.id.startswith("T") for fact in seen), pair.moment
    back = [fact for fact in seen if fact.cause == Cause(CauseKind.COST, OTHER_SHEET, SeatId("KYI"))]
    assert back[-1].applied == 1, pair.moment
    assert any(f.cause.id.endswith("-KYI") for f in pair.left.facts if isinstance(f, Changed))


def test_the_price_of_a_card_delivered_to_the_head_does_not_name_the_card() -> None:
    """A choice on a card that only Kyiv reads costs a point: its General Staff sees a point go, and no more."""
    made, kyiv = houses("S3"), SeatId("KYI")
    card = next(c for c in made.cards.values() if c.private_to == kyiv and any(x.cost for x in c.options(kyiv)))
    purse = made.rules.quantities[made.rules.seats[kyiv].ip].id
    paid = Changed(purse, -1, 3, 2, 0, 0, Cause(CauseKind.COST, card.id, kyiv, "a"))
    *_, seen = as_read(made, (*set_table(made, "f", SeededDice("f"), {}), paid), SeatId("KGS"))
    assert isinstance(seen, Changed)
    assert (seen.applied, seen.cause) == (-1, Cause(CauseKind.CARD, "?"))
