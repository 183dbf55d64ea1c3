"""Positions and whole games made by playing legal orders, so that every one of them can come about at a table.

`Walk` plays by a seeded chance of its own (never the table's dice); the Hypothesis strategies wrap it and shrink to
shorter games.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from hypothesis import strategies as st
from tests.shipped import game

from northaxis.domain import orders as o
from northaxis.domain.adjudicate import play
from northaxis.domain.demands import ResponseKind
from northaxis.domain.dice import Dice, SeededDice
from northaxis.domain.facts import Fact, Step, Term
from northaxis.domain.ids import CONTROL, DialId, SeatId
from northaxis.domain.legal import legal_orders, owing, refusal
from northaxis.domain.orders import GO_ON, Order
from northaxis.domain.quantities import Kind
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Upheld
from northaxis.domain.setup import set_table
from northaxis.domain.state import State, fold

NAMES = ("S1", "S2", "S3", "S2+V1", "S2+V2", "S2+V3", "S3+V1", "S3+V2", "S3+V3", "S3+V2+V3")
"""The shipped scenarios, alone and with variants laid over."""

MOST_ORDERS = 4_000
"""Orders in one game of chance; more means that it does not end."""


@dataclass(slots=True)
class Walk:
    """A game played by chance. The same game, seed and dials give the same walk, whatever machine plays it."""

    game: Game
    seed: str
    chance: Random
    dice: Dice
    state: State
    facts: list[Fact]
    orders: list[Order] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    """How many facts there were before each order."""
    quiet: frozenset[SeatId] = frozenset()
    """Seats that seal at once, so that some games last."""

    @classmethod
    def begun(cls, name: str, seed: int, dials: dict[DialId, str] | None = None) -> Walk:
        """The table of a scenario just set."""
        dice = SeededDice(str(seed))
        facts = list(set_table(game(name), str(seed), dice, {}, dials))
        begun = cls(game(name), str(seed), Random(f"{name} {seed}"), dice, fold(game(name), facts), facts)
        others = [seat for seat in begun.game.rules.seats if seat != begun.game.rules.answering.seat]
        begun.quiet = frozenset(begun.chance.sample(others, begun.chance.choice((0, 4, len(others)))))
        return begun

    def give(self, order: Order) -> tuple[Fact, ...]:
        """Give an order that must stand; its facts."""
        played = play(self.state, order, self.dice)
        assert isinstance(played.ruling, Upheld), f"{o.to_text(order)} was refused: {played.refused}"
        self.batches.append(len(self.facts))
        self.orders.append(order)
        self.facts.extend(played.ruling.facts)
        self.state = played.state
        return played.ruling.facts

    def next_order(self) -> Order:
        """What chance would have somebody ask next."""
        state, chance = self.state, self.chance
        waiting = owing(state)
        if state.step in (Step.NEGOTIATE, Step.ORDERS) and chance.random() < 0.06:
            talk = words_or_offer(state, chance)
            if refusal(state, talk) is None:
                return talk
        if not waiting or chance.random() < 0.01:
            signable = [d.to for d in state.deals if d.signed is None]
            if signable and chance.random() < 0.7:
                waiting = (chance.choice(signable),)
            else:
                return GO_ON
        seat = chance.choice(waiting)
        return _one_of(legal_orders(state, seat), state, seat in self.quiet, chance)

    def step(self) -> tuple[Fact, ...]:
        """Give the next order by chance; its facts."""
        return self.give(self.next_order())

    def to_end(self) -> Walk:
        """Play on until play is over."""
        while self.state.over is None:
            assert len(self.orders) < MOST_ORDERS, f"{self.where()} does not end"
            self.step()
        return self

    def until(self, step: Step, turn: int = 1) -> Walk:
        """Play on until a step of a turn opens, or play is over before it."""
        while self.state.over is None and (self.state.turn, self.state.step) != (turn, step):
            self.step()
        return self

    def where(self) -> str:
        """The walk's name and place, for messages."""
        state = self.state
        return f"{state.game.scenario.short} seed {self.seed} turn {state.turn} {state.step}, order {len(self.orders)}"


def _one_of(legal: Sequence[Order], state: State, is_quiet: bool, chance: Random) -> Order:
    """One of the legal orders, leaning so that games last: demands answered before the seal, quiet seats idle."""
    done = {demander for demander, _ in state.sheet(state.game.rules.answering.seat).answers}
    kind = [a for a in legal if isinstance(a.act, o.Answer) and a.act.demander not in done and _is_kind(a.act.response)]
    if kind and chance.random() < 0.8:
        return chance.choice(kind)
    seals = [order for order in legal if isinstance(order.act, o.Seal)]
    if seals and (is_quiet or chance.random() < 0.3):
        return seals[0]
    return chance.choice(legal) if legal else GO_ON


def _is_kind(response: ResponseKind) -> bool:
    return response in (ResponseKind.COMPLY, ResponseKind.STALL, ResponseKind.SHAM)


def seats_of(state: State) -> tuple[SeatId, ...]:
    """Every seat at the table, control last."""
    return (*state.game.rules.seats, CONTROL)


def words_or_offer(state: State, chance: Random) -> Order:
    """A message or an offer by chance; it need not stand."""
    seat, to = chance.sample(list(state.game.rules.seats), 2)
    if chance.random() < 0.3:
        return Order(seat, o.Say((to,) if chance.random() < 0.7 else (), chance.choice(("We should talk.", "No."))))
    terms = tuple(random_term(state, chance, (seat, to)) for _ in range(chance.randint(1, 2)))
    return Order(seat, o.OfferDeal(to, terms, chance.random() < 0.3))


def random_term(state: State, chance: Random, parties: tuple[SeatId, SeatId]) -> Term:
    """A promise by chance between two seats; it need not stand."""
    rules, (seat, to) = state.game.rules, chance.sample(parties, 2)
    through = chance.randint(state.turn, state.turns)
    action = chance.choice(rules.seats[seat].actions).id
    switch = chance.choice([q.id for q in rules.quantities if q.kind is Kind.SWITCH])
    demander = chance.choice(rules.answering.demanders).id
    return chance.choice(
        (
            Term("transfer", seat, to=to, ip=chance.randint(1, 2)),
            Term("response", seat, demander=demander, response=chance.choice(tuple(ResponseKind))),
            Term(chance.choice(("no_order", "order")), seat, actions=(action,), through=through),
            Term("switch", seat, switch=switch, state=chance.randint(0, 1), through=through),
            Term("text", seat, text="we shall remember this"),
        )
    )


def wild_orders(state: State, chance: Random, count: int) -> Iterator[Order]:
    """Orders that mostly should not stand: right words in wrong places, and names that do not exist."""
    rules = state.game.rules
    seats = (*seats_of(state), SeatId("XXX"))
    actions, cards = (*rules.actions, "NO-SUCH"), (*state.game.cards, "F99")
    quantities = [None, *(q.id for q in rules.quantities if q.kind in (Kind.SWITCH, Kind.TRACK))]
    demands = [d.id for demander in rules.answering.demanders for d in demander.demands] + ["MD99"]
    deals = [deal.id for deal in state.deals] + [f"T{state.turn}-KYI-MIN-1"]
    for _ in range(count):
        seat = chance.choice(seats)
        text = chance.choice(
            (
                "seal",
                "go on",
                f"place {chance.choice(actions)}" + (f" @{q}" if (q := chance.choice(quantities)) else ""),
                f"withdraw {chance.choice(actions)}",
                f"pick {chance.choice(cards)} {chance.choice('abcz')}",
                f"demand {chance.choice(demands)}" + chance.choice(("", " backed")),
                f"answer {chance.choice(('MOS', 'KYI', 'HOME', 'BEI'))} {chance.choice(tuple(ResponseKind))}",
                f"sign {chance.choice(deals)}",
                f"decline {chance.choice(deals)}",
            )
        )
        yield o.from_text(f"{seat}: {text}")


def walk(name: str, seed: int, steps: int) -> Walk:
    """A walk of at most so many orders."""
    made = Walk.begun(name, seed)
    for _ in range(steps):
        if made.state.over is not None:
            break
        made.step()
    return made


names: st.SearchStrategy[str] = st.sampled_from(NAMES)
seeds: st.SearchStrategy[int] = st.integers(0, 2**32)


def walks(longest: int = 160) -> st.SearchStrategy[Walk]:
    """Walks from the set table to anywhere in the first turns; they shrink to fewer orders."""
    return st.builds(walk, names, seeds, st.integers(0, longest))


def whole_games(count: int, first_seed: int, over: Sequence[str] = NAMES) -> Iterator[Walk]:
    """Games played by chance to their end, scenario after scenario."""
    for n in range(count):
        yield Walk.begun(over[n % len(over)], first_seed + n).to_end()
