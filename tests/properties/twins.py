"""Two tables that differ in one secret, moved together, and what every other seat is shown of either.

A kind of secret is a function that plays a pair and stops it at moments; at each moment all that is shown to the seats
that must not know has to be equal. What the rules declassify, and when, is said by where each kind stops.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from random import Random

from tests.shipped import game
from tests.strategies import random_term

from northaxis.domain import control_orders as co, facts as f, orders as o
from northaxis.domain.adjudicate import adjudicate
from northaxis.domain.cards import Card, Option
from northaxis.domain.control_facts import Code, Method, NamedShift, WrittenOption
from northaxis.domain.course import Course
from northaxis.domain.declassify import Reader, SeenFact
from northaxis.domain.dice import ScriptedDice, SeededDice
from northaxis.domain.facts import Cause, CauseKind, Fact, Step, Term
from northaxis.domain.ids import CONTROL, PUBLIC, CardId, DialId, OptionId, QuantityId, SeatId
from northaxis.domain.legal import legal_orders, owing, refusal
from northaxis.domain.odds import odds
from northaxis.domain.orders import GO_ON, Order
from northaxis.domain.quantities import FOR_GOOD, Kind, band_of
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Upheld
from northaxis.domain.setup import set_table
from northaxis.domain.state import State
from northaxis.domain.views import SeatView, view
from northaxis.domain.written import game_for
from northaxis.services.beside import ADD, LEAD, RENEW, TAKE_BACK, link_act, standing_acts, undoing

Look = Callable[[State, Sequence[Fact], SeatId], object]
"""What a channel shows a seat of a table."""

SPECTATOR = PUBLIC
"""Somebody who holds no seat: reads the public facts."""


@dataclass(slots=True)
class Side:
    """One table of a pair: its state, its journal, and what each seat has been shown since the last moment."""

    dice: ScriptedDice
    course: Course
    facts: list[Fact]
    readers: dict[SeatId, Reader]
    shown: dict[SeatId, list[SeenFact]]

    @classmethod
    def opened(cls, made: Game, seed: str, draws: Mapping[str, int], dials: Mapping[DialId, str]) -> Side:
        dice = ScriptedDice({}, draws, SeededDice(seed))
        facts = list(set_table(made, seed, dice, {}, dials))
        seats = (*made.rules.seats, SPECTATOR)
        side = cls(dice, Course(made), [], {s: Reader(made, s) for s in seats}, {s: [] for s in seats})
        side.take(facts)
        return side

    @property
    def state(self) -> State:
        """Where the table stands."""
        return self.course.state

    def take(self, facts: Sequence[Fact]) -> None:
        """Facts happen; every seat is shown its part."""
        for fact in facts:
            move = self.course.take(fact)
            for seat, reader in self.readers.items():
                self.shown[seat] += reader.read(move)
        self.facts.extend(facts)

    def give(self, order: Order) -> None:
        """Give an order that stands."""
        ruling = adjudicate(self.state, order, self.dice)
        assert isinstance(ruling, Upheld), (o.to_text(order), ruling)
        self.take(ruling.facts)


@dataclass(slots=True)
class Twins:
    """A pair of tables. `knows` are the seats that may tell them apart."""

    left: Side
    right: Side
    chance: Random
    knows: frozenset[SeatId] = frozenset()
    avoided: frozenset[str] = frozenset()
    """Actions that nobody orders because they would bring the secret to light by the rules."""
    shunned: frozenset[SeatId] = frozenset()
    """Seats that nobody deals with: whether they can pay is a secret (see the known leak in tests/rulings, R-8.2)."""
    moment: str = ""

    @classmethod
    def begun(
        cls,
        made: Game,
        seed: int,
        draws: tuple[Mapping[str, int], Mapping[str, int]] = ({}, {}),
        dials: tuple[Mapping[DialId, str], Mapping[DialId, str]] = ({}, {}),
    ) -> Twins:
        """Two tables set with the same seed; draws and dials may differ."""
        left, right = (Side.opened(made, str(seed), d, t) for d, t in zip(draws, dials, strict=True))
        return cls(left, right, Random(f"twins {seed}"))

    @property
    def state(self) -> State:
        """The left table's state, from which the common orders are chosen."""
        return self.left.state

    @property
    def others(self) -> tuple[SeatId, ...]:
        """The seats that must not be able to tell the tables apart."""
        return tuple(seat for seat in self.state.game.rules.seats if seat not in self.knows)

    @property
    def is_over(self) -> bool:
        """Whether play is over on either table, and with it all secrecy."""
        return self.left.state.over is not None or self.right.state.over is not None

    def give(self, order: Order) -> bool:
        """Give both tables an order, if it stands at both."""
        if self.is_over or any(refusal(side.state, order) is not None for side in (self.left, self.right)):
            return False
        self.left.give(order)
        self.right.give(order)
        return True

    def mingle(self, most: int, *, seats: Sequence[SeatId] | None = None) -> None:
        """Let the seats that do not know write, choose, talk and seal as chance has it, within the step."""
        for _ in range(most):
            if self.is_over:
                return
            who = seats if seats is not None else self.others
            seat = self.chance.choice(who)
            legal = [order for order in legal_orders(self.state, seat) if not self._is_avoided(order)]
            if self.chance.random() < 0.15:
                self._talk(seat)
            elif legal:
                self.give(self.chance.choice(legal))

    def _is_avoided(self, order: Order) -> bool:
        act = order.act
        if isinstance(act, o.Place):
            return act.action in self.avoided
        if isinstance(act, o.SignDeal):
            deal = next(deal for deal in self.state.deals if deal.id == act.deal)
            return bool({deal.seat, deal.to} & self.shunned)
        return False

    def _talk(self, seat: SeatId) -> None:
        to = self.chance.choice([s for s in self.state.game.rules.seats if s != seat])
        if self.chance.random() < 0.5 or to in self.shunned or seat in self.shunned:
            self.give(Order(seat, o.Say((to,) if self.chance.random() < 0.5 else (), "Let us talk.")))
        elif self.state.step in (Step.NEGOTIATE, Step.ORDERS):
            self.give(Order(seat, o.OfferDeal(to, (random_term(self.state, self.chance, (seat, to)),))))

    def on_to(self, step: Step, turn: int = 1, mingling: int = 8) -> None:
        """Move on together to a step of a turn, the table mingling on the way."""
        while not self.is_over and (self.state.turn, self.state.step) != (turn, step):
            self.mingle(mingling)
            self.give(GO_ON)


# --- what a seat is shown -----------------------------------------------------------------------------------------


_SEEN: dict[tuple[int, SeatId], tuple[State, SeatView]] = {}


def its_view(state: State, facts: Sequence[Fact], seat: SeatId) -> SeatView:
    """Every field of the view; made once for all that is asked of a table at a moment."""
    kept = _SEEN.get((id(state), seat))
    if kept is None:
        kept = _SEEN[id(state), seat] = (state, view(state, seat))
    return kept[1]


def its_odds(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """The odds panel of some plays; it is asked of the perception, which the view has too."""
    seen, rules = its_view(state, facts, seat).perception, state.game.rules
    return tuple(odds(state.game, seen, action.plays[-1]) for action in rules.seats[seat].actions[state.turn :: 4])


def its_refusals(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """What the seat is told when it asks for this and that, above all for what others have."""
    seen = its_view(state, facts, seat).perception
    return tuple((text, refusal(state, Order(seat, _act(text)), seen)) for text in probes(state.game, state.turn))


@cache
def _act(text: str) -> o.Act:
    return o.from_text(f"MIN: {text}").act


def probes(made: Game, turn: int) -> list[str]:
    """Questions that could draw a secret out: about cards and offers of others, orders of one's own and of others."""
    seats, chance = list(made.rules.seats), Random(turn)
    deals = [f"T{turn}-{one}-{two}-1" for one in seats for two in seats if one != two]
    placed, asked_about = chance.sample([*made.rules.actions], 12), chance.sample(deals, 24)
    switches = [q.id for q in made.rules.quantities if q.kind is Kind.SWITCH]
    return [
        *(f"pick {card.id} a" for card in made.cards.values() if card.private_to is not None),
        *(f"{verb} {deal}" for deal in asked_about for verb in ("sign", "decline")),
        *(f"place {action}" for action in placed),
        *(f"place {action} @{switch}" for action in ("KYI-STR", "MOS-SYS", "MIN-SUS") for switch in switches),
        *(f"withdraw {action}" for action in placed),
        *("demand MD7", "demand KD8 backed", "answer MOS comply", "answer KYI sham", "seal", "go on", "say all Well?"),
    ]


def its_game(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """The cards that it can look up."""
    return game_for(state.game, seat).cards


HONEST: Mapping[str, Look] = {"view": its_view, "odds": its_odds, "refusals": its_refusals, "game": its_game}


def differences(twins: Twins, looks: Mapping[str, Look], *, streams: bool = True) -> Iterator[str]:
    """Every channel on which a seat that must not know could tell the tables apart, since the last moment."""
    left, right = twins.left, twins.right
    where = f"turn {left.state.turn} {left.state.step}, {twins.moment}"
    for seat in (*twins.others, SPECTATOR):
        if streams and left.shown[seat] != right.shown[seat]:
            a, b = left.shown[seat], right.shown[seat]
            apart = next((pair for pair in zip(a, b, strict=False) if pair[0] != pair[1]), (len(a), len(b)))
            yield f"{where}: the facts shown to {seat}: {apart[0]} / {apart[1]}"
        if seat != SPECTATOR:
            for name, look in looks.items():
                if look(left.state, left.facts, seat) != look(right.state, right.facts, seat):
                    yield f"{where}: the {name} of {seat}"
    _SEEN.clear()
    for side in (left, right):
        for shown in side.shown.values():
            shown.clear()


# --- the kinds of secret ------------------------------------------------------------------------------------------

SecretKind = Callable[[int], Iterator[Twins]]
"""Plays the pair of a seed and yields it at each moment at which it must look alike."""

TABLES = ("S3", "S2", "S3+V2", "S2+V1", "S3+V3")


def _made(seed: int) -> Game:
    return game(TABLES[seed % len(TABLES)])


def _at(twins: Twins, moment: str) -> Twins:
    twins.moment = moment
    return twins


def _to_orders(seed: int) -> Twins:
    """A pair that is still one table, at the orders step of turn 1 or 2."""
    twins = Twins.begun(_made(seed), seed)
    twins.on_to(Step.ORDERS, 1 + seed % 2)
    return twins


def _keep_secret(twins: Twins, seat: SeatId) -> None:
    twins.knows = twins.shunned = frozenset({seat})


def _write(side: Side, seat: SeatId, chance: Random, most: int) -> None:
    """A seat writes something on its sheet at one table."""
    for _ in range(most):
        legal = [order for order in legal_orders(side.state, seat) if isinstance(order.act, o.Place | o.Answer)]
        if legal:
            side.give(chance.choice(legal))


def other_orders(seed: int) -> Iterator[Twins]:
    """Payload: a seat's sealed sheet says something else. Open when the sheets are."""
    twins = _to_orders(seed)
    if twins.is_over:
        return
    owner = twins.chance.choice(tuple(twins.state.game.rules.seats))
    _keep_secret(twins, owner)
    _write(twins.left, owner, twins.chance, twins.chance.randint(0, 5))
    _write(twins.right, owner, twins.chance, twins.chance.randint(0, 5))
    yield _at(twins, f"{owner} has written")
    twins.mingle(20)
    yield _at(twins, "the others have written")
    for side in (twins.left, twins.right):
        if not side.state.sheet(owner).sealed:
            side.give(Order(owner, o.Seal()))
    twins.mingle(20)
    yield _at(twins, f"{owner} has sealed")


def revisions(seed: int) -> Iterator[Twins]:
    """Count: at one table a seat writes, withdraws and rewrites before it ends with the same sheet. Never open."""
    twins = _to_orders(seed)
    if twins.is_over:
        return
    owner = twins.chance.choice(tuple(twins.state.game.rules.seats))
    _keep_secret(twins, owner)
    for _ in range(twins.chance.randint(1, 4)):
        legal = [order for order in legal_orders(twins.right.state, owner) if isinstance(order.act, o.Place)]
        if legal:
            placed = twins.chance.choice(legal).act
            assert isinstance(placed, o.Place)
            twins.right.give(Order(owner, placed))
            twins.right.give(Order(owner, o.Withdraw(placed.action, placed.target)))
    yield _at(twins, f"{owner} has changed its mind")
    twins.mingle(12)
    twins.mingle(6, seats=(owner,))
    yield _at(twins, f"{owner} has written the same")
    twins.on_to(Step.DEMANDS, twins.state.turn + 1)
    yield _at(twins, "a turn later")


def order_of_sheets(seed: int) -> Iterator[Twins]:
    """Schedule: the seats write and seal the same sheets in another order. Never open, once all have sealed."""
    twins = _to_orders(seed)
    if twins.is_over:
        return
    sheets = {seat: _sheet(twins, seat) for seat in twins.state.game.rules.seats}
    seats = list(sheets)
    for side in (twins.left, twins.right):
        twins.chance.shuffle(seats)
        for seat in seats:
            for order in sheets[seat]:
                if refusal(side.state, order) is None:
                    side.give(order)
    yield _at(twins, "all sheets are sealed")
    twins.on_to(Step.DEMANDS, twins.state.turn + 1)
    yield _at(twins, "a turn later")


def _sheet(twins: Twins, seat: SeatId) -> list[Order]:
    placing = [order for order in legal_orders(twins.state, seat) if isinstance(order.act, o.Place | o.Answer)]
    return [*twins.chance.sample(placing, min(4, len(placing))), Order(seat, o.Seal())]


def order_of_demands(seed: int) -> Iterator[Twins]:
    """Schedule: Moscow demands before Kyiv, or after. Never open, once both have."""
    twins = Twins.begun(_made(seed), seed)
    twins.on_to(Step.DEMANDS, 1 + seed % 2)
    if twins.is_over or len(waiting := owing(twins.state)) < 2:
        return
    chosen = [twins.chance.choice(legal_orders(twins.state, seat)) for seat in waiting]
    for side, orders in ((twins.left, chosen), (twins.right, chosen[::-1])):
        for order in orders:
            side.give(order)
    yield _at(twins, "both have demanded")
    twins.on_to(Step.DEMANDS, twins.state.turn + 1)
    yield _at(twins, "a turn later")


def order_of_choices(seed: int) -> Iterator[Twins]:
    """Schedule: the seats on a card choose in another order. Never open, once all have."""
    twins = Twins.begun(_made(seed), seed, ({"SHF51": (1 << 32) - 1},) * 2)
    twins.give(GO_ON)
    chosen = [twins.chance.choice(legal_orders(twins.state, seat)) for seat in owing(twins.state)]
    for side, orders in ((twins.left, chosen), (twins.right, chosen[::-1])):
        for order in orders:
            side.give(order)
    yield _at(twins, "all have chosen")
    twins.on_to(Step.DEMANDS, 2)
    yield _at(twins, "a turn later")


def choices(seed: int) -> Iterator[Twins]:
    """Payload: a seat picks another option. Open when the card closes."""
    twins = Twins.begun(_made(seed), seed)
    for _ in range(12):
        if twins.is_over:
            return
        owners = owing(twins.state) if twins.state.step is Step.INJECT else ()
        if owners and len(legal_orders(twins.state, owners[0])) > 1:
            owner = owners[0]
            _keep_secret(twins, owner)
            one, two = twins.chance.sample(list(legal_orders(twins.state, owner)), 2)
            twins.left.give(one)
            twins.right.give(two)
            yield _at(twins, f"{owner} has chosen")
            twins.mingle(10)
            yield _at(twins, "the others have chosen")
            return
        twins.mingle(8)
        twins.give(GO_ON)


def demands(seed: int) -> Iterator[Twins]:
    """Payload: a demander demands another thing, backed or not. Open when control publishes the demands."""
    twins = Twins.begun(_made(seed), seed)
    twins.on_to(Step.DEMANDS, 1 + seed % 2)
    waiting = owing(twins.state)
    if twins.is_over or not waiting:
        return
    owner = twins.chance.choice(waiting)
    _keep_secret(twins, owner)
    one, two = twins.chance.sample(list(legal_orders(twins.state, owner)), 2)
    twins.left.give(one)
    twins.right.give(two)
    yield _at(twins, f"{owner} has demanded")
    twins.mingle(10)
    yield _at(twins, "the others have, too")


def agendas(seed: int) -> Iterator[Twins]:
    """Payload: another hidden agenda was dealt to a seat. Open when play is over."""
    made = _made(seed)
    owner = Random(seed).choice(tuple(made.rules.seats))
    twins = Twins.begun(made, seed, ({f"AG{owner}": 0}, {f"AG{owner}": (1 << 32) - 1}))
    twins.knows = frozenset({owner})
    yield _at(twins, "the agendas are dealt")
    for turn in (1, 2, 3):
        for step in (Step.ORDERS, Step.TURN_END):
            twins.on_to(step, turn)
            if step is Step.ORDERS:
                twins.mingle(15, seats=tuple(made.rules.seats))
            if twins.is_over:
                return
            yield _at(twins, "play goes on")


def dials(seed: int) -> Iterator[Twins]:
    """Control's dials stand elsewhere. Felt in the rolls that read them, and nowhere before."""
    made = _made(seed)
    chance = Random(seed)
    set_to = tuple({d.id: chance.choice(d.settings).id for d in made.rules.dials} for _ in range(2))
    twins = Twins.begun(made, seed, dials=(set_to[0], set_to[1]))
    flags = {setting.flag for dial in made.rules.dials for setting in dial.settings}
    rolls = {action.id: action.plays[0].outcome.roll for action in made.rules.actions.values()}
    twins.avoided = frozenset(
        id for id, roll in rolls.items() if roll and any(m.condition.reads & flags for m in roll.modifiers)
    )
    yield _at(twins, "the dials are set")
    for turn in (1, 2):
        twins.on_to(Step.ORDERS, turn)
        twins.mingle(25)
        if twins.is_over:
            return
        yield _at(twins, "play goes on")


PRIVATE = (("F05", "F42"), ("F40", "F45"), ("F36", "F48"), ("F05", "F40"), ("F10", "F36"))
"""Cards that are delivered to one seat each, by twos."""


def private_cards(seed: int) -> Iterator[Twins]:
    """Payload: another card, or another seat's card, was delivered. What the choice does is seen, the card is not."""
    pair = PRIVATE[seed % len(PRIVATE)]
    made = _with_harmless(_made(seed), pair)
    draws = tuple({f"SH{card}": (1 << 32) - 1, f"SH{other}": (1 << 32) - 2} for card, other in (pair, pair[::-1]))
    twins = Twins.begun(made, seed, (draws[0], draws[1]))
    owners = {made.cards[CardId(card)].private_to for card in pair}
    twins.knows = twins.shunned = frozenset(seat for seat in owners if seat is not None)
    twins.give(GO_ON)
    yield _at(twins, "a card is delivered")
    twins.mingle(10)
    for side in (twins.left, twins.right):
        for seat in owing(side.state):
            side.give(twins.chance.choice(legal_orders(side.state, seat)))
    yield _at(twins, "its reader has chosen")
    twins.on_to(Step.ORDERS)
    twins.mingle(15)
    yield _at(twins, "play goes on")


def _with_harmless(made: Game, cards: Sequence[str]) -> Game:
    """The game with choices on these cards that cost nothing and do nothing."""

    def harmless(card: Card) -> Card:
        options = tuple((seat, tuple(Option(x.id, x.text, 0, ()) for x in found)) for seat, found in card.choices)
        return replace(card, choices=options, chain=None)

    decks = tuple(replace(d, cards=tuple(harmless(c) if c.id in cards else c for c in d.cards)) for d in made.decks)
    return Game.of(made.rules, decks, made.scenario, made.variants)


def words(seed: int) -> Iterator[Twins]:
    """Payload: one seat says something to another, something else, or nothing. Never open."""
    twins = _to_orders(seed)
    if twins.is_over:
        return
    one, two = twins.chance.sample(list(twins.state.game.rules.seats), 2)
    twins.knows = frozenset({one, two})
    twins.left.give(Order(one, o.Say((two,), "Yes.")))
    for _ in range(seed % 3):
        twins.right.give(Order(one, o.Say((two,), "It is a long story, and nobody else should hear it.")))
    yield _at(twins, f"{one} has spoken to {two}")
    twins.mingle(15)
    twins.on_to(Step.DEMANDS, twins.state.turn + 1)
    yield _at(twins, "a turn later")


def private_deals(seed: int) -> Iterator[Twins]:
    """Payload and count: two seats make a private deal, at one table only. Open only by what its parties do."""
    twins = _to_orders(seed)
    if twins.is_over:
        return
    one, two = twins.chance.sample(list(twins.state.game.rules.seats), 2)
    twins.knows = twins.shunned = frozenset({one, two})
    if any({deal.seat, deal.to} & twins.knows and deal.signed is None for deal in twins.state.deals):
        return
    terms = (Term("text", one, text="as agreed"), Term("transfer", one, to=two, ip=1))
    offer = Order(one, o.OfferDeal(two, terms[: 1 + seed % 2]))
    if refusal(twins.right.state, offer) is not None:
        return
    twins.right.give(offer)
    yield _at(twins, f"{one} has made {two} an offer")
    answer = (o.SignDeal, o.DeclineDeal)[seed % 2](twins.right.state.deals[-1].id)
    if refusal(twins.right.state, Order(two, answer)) is None:
        twins.right.give(Order(two, answer))
    yield _at(twins, f"{two} has answered")
    twins.mingle(15)
    twins.on_to(Step.TURN_END, twins.state.turn)
    if not twins.is_over:
        yield _at(twins, "the turn is over")


def purses(seed: int) -> Iterator[Twins]:
    """A seat has more points in hand at one table. Open only by what it buys."""
    twins = _to_orders(seed)
    if twins.is_over:
        return
    owner = twins.chance.choice(tuple(twins.state.game.rules.seats))
    _keep_secret(twins, owner)
    _put(twins.left, f"ip.{owner}", twins.chance.randint(0, 3))
    _put(twins.right, f"ip.{owner}", twins.chance.randint(4, 8))
    yield _at(twins, f"{owner} has been paid")
    twins.mingle(15)
    twins.on_to(Step.TURN_END, twins.state.turn)
    if not twins.is_over:
        yield _at(twins, "the turn is over")


def _put(side: Side, name: str, value: int) -> None:
    rules, board = side.state.game.rules, side.state.board
    index = rules.by_name[name]
    row = [*board[:index], value, *board[index + 1 :]]
    before, after, cause = side.state.index, rules.index.of(row), Cause(CauseKind.SETUP, "test")
    side.take([f.Changed(rules.quantities[index].id, value - board[index], board[index], value, before, after, cause)])


def hidden_tracks(seed: int) -> Iterator[Twins]:
    """A track that outsiders see as a band stands elsewhere in its band. Felt when orders are resolved."""
    twins = _to_orders(seed)
    if twins.is_over:
        return
    rules = twins.state.game.rules
    track = ("cohesion", "pull_home")[seed % 2]
    twins.knows = rules.quantity(track).seen
    for side, value in ((twins.left, 4), (twins.right, 6)):
        _put(side, "oxygen", 0)
        _put(side, "pull_moscow", 2)
        _put(side, "pull_kyiv", 3)
        _put(side, {"cohesion": "pull_home", "pull_home": "cohesion"}[track], 4)
        _put(side, track, value)
    yield _at(twins, f"{track} is 4 or 6")
    twins.mingle(20)
    yield _at(twins, "the others have written")


def shams(seed: int) -> Iterator[Twins]:
    """A switch that is shown as paused runs, or does not. Felt when orders are resolved; for the facts see R-5.12."""
    twins = _to_orders(seed)
    rules = twins.state.game.rules
    running = [q.id for q in rules.quantities if q.kind is Kind.SWITCH and twins.state.board[q.index]]
    if twins.is_over or twins.state.sham is not None or not running:
        return
    switch: QuantityId = twins.chance.choice(running)
    twins.knows = rules.answering.not_fooled
    twins.left.take([f.ShamStarted(switch)])
    _put(twins.left, "flag.sham", FOR_GOOD)
    _put(twins.right, switch, 0)
    yield _at(twins, f"{switch} is paused, or said to be")
    twins.mingle(20)
    yield _at(twins, "the others have written")


# --- control's secrets ----------------------------------------------------------------------------------------------


def _control(side: Side, act: co.ControlAct | co.RoomAct) -> None:
    side.give(Order(CONTROL, act))


def injects_to_one(seed: int) -> Iterator[Twins]:
    """Payload: control brings in another card for one seat, for another reason. What the choice does is seen."""
    pair = PRIVATE[seed % len(PRIVATE)]
    twins = Twins.begun(_with_harmless(_made(seed), pair), seed)
    twins.on_to((Step.DEMANDS, Step.NEGOTIATE, Step.ORDERS)[seed % 3], 1 + seed % 2)
    if twins.is_over or twins.state.table is not None:
        return
    owner = twins.chance.choice(tuple(twins.state.game.rules.seats))
    _keep_secret(twins, owner)
    for side, card in zip((twins.left, twins.right), pair, strict=True):
        _control(side, co.Inject(CardId(card), f"to see what {card} does", owner))
    yield _at(twins, f"{owner} has been handed a card")
    twins.mingle(10)
    twins.give(GO_ON)
    yield _at(twins, "it has been put away")
    twins.mingle(10)
    yield _at(twins, "play goes on")


def written_cards(seed: int) -> Iterator[Twins]:
    """Payload and size: control writes one seat a card, or quite another, with one choice or three."""
    twins = _to_orders(seed)
    if twins.is_over:
        return
    owner = twins.chance.choice(tuple(twins.state.game.rules.seats))
    _keep_secret(twins, owner)
    for side, words, count in ((twins.left, "A bridge", 1), (twins.right, "A long night on the river", 3)):
        options = tuple(WrittenOption(owner, OptionId("abc"[n]), f"{words} {n}", 0, ()) for n in range(count))
        _control(side, co.WriteCard(words, f"{words}, says the watch.", f"{words}, to see", owner, (), options))
    yield _at(twins, f"{owner} has been written a card")
    twins.mingle(10)
    for side in (twins.left, twins.right):
        for seat in owing(side.state):
            picks = [order for order in legal_orders(side.state, seat) if isinstance(order.act, o.PickOption)]
            side.give(picks[-1])
    yield _at(twins, f"{owner} has chosen")
    twins.give(GO_ON)
    twins.mingle(10)
    yield _at(twins, "play goes on")


def notes(seed: int) -> Iterator[Twins]:
    """Payload and count: a seat, or control, notes something at one table. Never open."""
    twins = _to_orders(seed)
    if twins.is_over:
        return
    owner = twins.chance.choice((*twins.state.game.rules.seats, CONTROL))
    _keep_secret(twins, owner)
    for number in range(1 + seed % 3):
        twins.right.give(Order(owner, co.Note("LO1", f"They have not seen it yet, {number}")))
    yield _at(twins, f"{owner} has noted something")
    twins.mingle(12)
    twins.on_to(Step.DEMANDS, twins.state.turn + 1)
    yield _at(twins, "a turn later")


def links(seed: int) -> Iterator[Twins]:
    """Payload and count: control does something about a seat's link at one table, and undoes it. Never open."""
    twins = _to_orders(seed)
    if twins.is_over:
        return
    whose = twins.chance.choice(tuple(twins.state.game.rules.seats))
    for number in range(1, 2 + seed % 3):
        what = twins.chance.choice((RENEW, TAKE_BACK, ADD, LEAD))
        act = link_act(f"seat.{whose}.{number}", what, f"{whose} has left, {number}", "1" if what == LEAD else "")
        twins.right.take((act,))
        if twins.chance.random() < 0.5 and not (last := standing_acts(twins.right.facts)[-1]).cannot:
            twins.right.take(undoing(twins.right.facts, last, "after all not"))
    yield _at(twins, f"a link of {whose} is another")
    twins.mingle(12)
    twins.on_to(Step.DEMANDS, twins.state.turn + 1)
    yield _at(twins, "a turn later")


def requests(seed: int) -> Iterator[Twins]:
    """Payload and count: a seat asks control something at one table and is answered, or not. Never open to others."""
    twins = _to_orders(seed)
    if twins.is_over:
        return
    owner = twins.chance.choice(tuple(twins.state.game.rules.seats))
    _keep_secret(twins, owner)
    for number in range(1 + seed % 4):
        twins.right.give(Order(owner, co.Request(f"Who holds bridge {number}?")))
    yield _at(twins, f"{owner} has asked")
    for request in twins.right.state.room.requests[: seed % 3]:
        _control(twins.right, co.SettleRequest(request.id, "answered" if seed % 2 else "declined", "Nobody."))
    twins.mingle(12)
    yield _at(twins, f"{owner} has been answered")


def predictions(seed: int) -> Iterator[Twins]:
    """Payload: a seat expects something else of the turn, or writes nothing down. Open when play is over."""
    twins = _to_orders(seed)
    if twins.is_over:
        return
    owner = twins.chance.choice(tuple(twins.state.game.rules.seats))
    _keep_secret(twins, owner)
    twins.left.give(Order(owner, co.Predict("up", 90)))
    if seed % 2:
        twins.right.give(Order(owner, co.Predict("down", 55)))
    yield _at(twins, f"{owner} has written it down")
    twins.on_to(Step.DEMANDS, twins.state.turn + 1)
    if not twins.is_over:
        yield _at(twins, "a turn later")


def stacked_decks(seed: int) -> Iterator[Twins]:
    """Control looks for a card, puts it elsewhere or keeps it, at one table. Felt when the deck is drawn from."""
    twins = _to_orders(seed)
    if twins.is_over:
        return
    deck = twins.chance.choice([cards for cards in twins.state.decks.values() if len(cards) > 3])
    for card in twins.chance.sample(deck[1:-1], 1 + seed % 2):
        _control(twins.right, co.Stack(card, ("next", "bottom", "out", "aside")[seed % 4], "to have it ready"))
    yield _at(twins, "the deck is stacked")
    twins.mingle(15)
    twins.on_to(Step.TURN_END, twins.state.turn)
    if not twins.is_over:
        yield _at(twins, "the turn is over")


def corrections(seed: int) -> Iterator[Twins]:
    """Control puts a number that others may not know to one value or another. What it is, its owners alone read."""
    twins = _to_orders(seed)
    if twins.is_over:
        return
    rules = twins.state.game.rules
    owner = twins.chance.choice(tuple(rules.seats))
    name, one, two = (("cohesion", 5, 6), (f"ip.{owner}", 2, 7))[seed % 2]
    index = rules.by_name[name]
    twins.knows = twins.shunned = frozenset(seat for seat in rules.seats if rules.quantities[index].is_seen_by(seat))
    for side, value in ((twins.left, one), (twins.right, two)):
        _put(side, name, 4 if name == "cohesion" else 1)
        _put(side, "oxygen", 0)
        _put(side, "pull_moscow", 2)
        _control(side, co.SetTrack(rules.quantities[index].id, value, Code.ERROR, "put right"))
    bands = {band_of(rules.bands, side.state.index).name for side in (twins.left, twins.right)}
    if len(bands) > 1:
        return  # the band of pressure is public
    yield _at(twins, f"{name} is {one} or {two}")
    twins.mingle(15)
    yield _at(twins, "the others have written")


def steps_back(seed: int) -> Iterator[Twins]:
    """Count: more was written at one table before control goes back behind all of it. Never open."""
    twins = _to_orders(seed)
    if twins.is_over:
        return
    to = len(twins.left.facts)
    assert to == len(twins.right.facts)
    owner = twins.chance.choice(tuple(twins.state.game.rules.seats))
    _keep_secret(twins, owner)
    for number in range(1 + seed % 3):
        twins.right.give(Order(owner, o.Say((CONTROL,), f"Wait, {number}")))
    between = [len(side.facts) for side in (twins.left, twins.right)]
    twins.mingle(8)
    _write(twins.left, owner, twins.chance, twins.chance.randint(0, 3))
    places = [to, to] if seed % 2 else between
    for side, place in zip((twins.left, twins.right), places, strict=True):
        _control(side, co.StepBack(place, "again, please"))
    yield _at(twins, "control has gone back")
    twins.mingle(12)
    yield _at(twins, "the others have written again")
    places = [len(side.facts) for side in (twins.left, twins.right)]
    twins.mingle(6)
    for side, place in zip((twins.left, twins.right), places, strict=True):
        _control(side, co.StepBack(place, "and again"))
    yield _at(twins, "control has gone back once more")


def salts(seed: int) -> Iterator[Twins]:
    """Payload: a sheet is committed under another salt. Open when play is over."""
    twins = _to_orders(seed)
    if twins.is_over:
        return
    owner = twins.chance.choice(tuple(twins.state.game.rules.seats))
    _keep_secret(twins, owner)
    for side, digit in ((twins.left, "a"), (twins.right, "b")):
        if not side.state.sheet(owner).sealed:
            side.give(Order(owner, o.Seal()))
        side.take([f.Salted(owner, digit * 64)])
    yield _at(twins, f"{owner} is committed")
    twins.mingle(10)
    yield _at(twins, "the others have written")


# --- arguments in secret --------------------------------------------------------------------------------------------


def _with_control(seed: int) -> Twins:
    """A pair at the orders step with somebody in control, nobody having sealed."""
    twins = Twins.begun(_made(seed), seed)
    for side in (twins.left, twins.right):
        side.take([f.SeatHeld(CONTROL, "Ada", None)])
    twins.on_to(Step.NEGOTIATE if twins.state.game.scenario.has_talks else Step.ORDERS, 1 + seed % 2)
    if not twins.is_over and twins.state.step is not Step.ORDERS:
        twins.give(GO_ON)
    return twins


def _weigh(side: Side, owner: SeatId, shifts: tuple[NamedShift, ...], big: bool) -> co.SettleArgument:
    """Control objects, rates and names; what would settle it by its word."""
    argument = next(one for one in side.state.room.arguments if one.seat == owner and one.turn == side.state.turn)
    _control_says(side, co.AddReason(argument.id, False, "nobody there would"))
    for place in range(len(argument.reasons) + 1):
        _control_says(side, co.RateReason(argument.id, place, place % 3))
    _control_says(side, co.NameEffect(argument.id, shifts, big))
    return co.SettleArgument(argument.id, Method.FREE, "so it is", success=True)


def _control_says(side: Side, act: co.MethodAct) -> None:
    side.give(Order(CONTROL, act))


def whispers(seed: int) -> Iterator[Twins]:
    """Existence and payload: a seat argues in secret at one table, or otherwise at the other; it fails, is dropped,
    lapses, or becomes a project. Open when play is over.
    """
    twins = _with_control(seed)
    if twins.is_over:
        return
    owner = twins.chance.choice([s for s in twins.state.game.rules.seats if twins.state.value(f"ip.{s}")])
    _keep_secret(twins, owner)
    twins.left.give(Order(owner, co.Argue("A clerk sells us the rota", ("He has debts",), secret=True)))
    if seed % 3:
        twins.right.give(Order(owner, co.Argue("The dam gives way", ("It is old", "It rained"), secret=True)))
    yield _at(twins, f"{owner} has whispered")
    twins.mingle(10)
    twins.on_to(Step.ADJUDICATE, twins.state.turn, mingling=3)
    yield _at(twins, "the sheets are open")
    is_big = seed % 4 == 3
    by = 4 if is_big else 1
    settle = _weigh(twins.left, owner, (NamedShift(QuantityId("warning"), by),), is_big)
    yield _at(twins, "it is weighed")
    match seed % 4:
        case 0:
            _control_says(twins.left, replace(settle, success=False))
        case 1:
            _control_says(twins.left, replace(settle, method=Method.DROPPED))
        case 3:
            _control_says(twins.left, settle)
        case _:
            pass
    yield _at(twins, "it is settled")
    twins.on_to(Step.DEMANDS, twins.state.turn + 1)
    if not twins.is_over:
        yield _at(twins, "a turn later")


def whispered_successes(seed: int) -> Iterator[Twins]:
    """Author and words: one seat's argument in secret holds, or another's, with the same effect: that is seen alike."""
    twins = _with_control(seed)
    if twins.is_over:
        return
    seats = [s for s in twins.state.game.rules.seats if twins.state.value(f"ip.{s}")]
    one, two = twins.chance.sample(seats, 2)
    twins.knows = twins.shunned = frozenset({one, two})
    track = twins.chance.choice([q.id for q in twins.state.game.rules.quantities if q.kind is Kind.TRACK])
    shifts = (NamedShift(track, (1, -1, 2)[seed % 3]),)
    twins.left.give(Order(one, co.Argue("A clerk sells us the rota", ("He has debts",), secret=True)))
    twins.right.give(Order(two, co.Argue("The dam gives way", ("It is old", "It rained"), secret=True)))
    twins.mingle(8)
    twins.on_to(Step.ADJUDICATE, twins.state.turn, mingling=3)
    for side, owner in ((twins.left, one), (twins.right, two)):
        _control_says(side, _weigh(side, owner, shifts, big=False))
    yield _at(twins, f"{one} or {two} has moved {track}")
    twins.on_to(Step.DEMANDS, twins.state.turn + 1)
    if not twins.is_over:
        yield _at(twins, "a turn later")


KINDS: Mapping[str, SecretKind] = {
    kind.__name__: kind
    for kind in (
        other_orders, revisions, order_of_sheets, order_of_demands, order_of_choices, choices, demands, agendas, dials,
        private_cards, words, private_deals, purses, hidden_tracks, shams,
        injects_to_one, written_cards, notes, requests, predictions, stacked_decks, corrections, steps_back, salts,
        links, whispers, whispered_successes,
    )
}  # fmt: skip

WITHOUT_STREAMS = {"shams"}
"""Kinds of which only the present is compared: that a sham reads as a compliance has tests of its own (R-5.12)."""


@dataclass(slots=True)
class Found:
    """What was found in some pairs of one kind."""

    moments: int = 0
    apart: list[str] = field(default_factory=list)


def search(kind: str, seeds: range, looks: Mapping[str, Look]) -> Found:
    """Play pairs of a kind and collect every difference that a seat which must not know is shown."""
    found = Found()
    for seed in seeds:
        for twins in KINDS[kind](seed):
            found.moments += 1
            streams = kind not in WITHOUT_STREAMS
            found.apart += [f"{kind} {seed}: {what}" for what in differences(twins, looks, streams=streams)]
    return found
