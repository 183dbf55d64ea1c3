"""Games in which control rules and seats argue by chance: what is judged stands, accounts add up, secrets stay."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random

import pytest
from tests.properties.test_the_ledger_reconciles import faults
from tests.properties.twins import HONEST, Look, Twins, differences
from tests.shipped import game
from tests.strategies import Walk

from northaxis.domain import control_orders as co, facts as f
from northaxis.domain.adjudicate import adjudicate
from northaxis.domain.control_facts import Code, Method, NamedShift
from northaxis.domain.facts import Fact, Step
from northaxis.domain.ids import CONTROL, ArgumentId, QuantityId, SeatId
from northaxis.domain.ledger import Ledger
from northaxis.domain.legal import legal_orders, refusal
from northaxis.domain.orders import GO_ON, Order, Seal, from_text, to_text
from northaxis.domain.quantities import Kind
from northaxis.domain.rulings import Refused, Upheld
from northaxis.domain.state import State, evolve, fold

TRIES = {Step.ORDERS: 3, Step.ADJUDICATE: 60, Step.NARRATE: 60}
"""Acts tried between two orders of play."""
HELD = f.SeatHeld(CONTROL, "Ada", None)
WHY = "because it is so"


def wild_act(state: State, chance: Random) -> Order:
    """An act about a ruling or an argument by chance; it need not stand."""
    rules, seats = state.game.rules, list(state.game.rules.seats)
    written = [placed for sheet in state.sheets.values() for placed in sheet.orders]
    if written and chance.random() < 0.9:
        placed = chance.choice(written)
        action, target = placed.action, placed.target
    else:
        action, target = chance.choice(list(rules.actions)), None
    ids = [one.id for one in state.room.arguments] or [ArgumentId("T1-KYI")]
    id, why = chance.choice(ids[-3:]), chance.choice((WHY, WHY, WHY, ""))
    tracks = [q.id for q in rules.quantities if q.kind in (Kind.TRACK, Kind.SWITCH)]
    shifts = tuple(
        NamedShift(chance.choice(tracks), chance.choice((-2, -1, 1, 2))) for _ in range(chance.randint(0, 2))
    )
    method, code, yes = chance.choice(list(Method)), chance.choice(list(Code)), chance.random() < 0.5
    act = chance.choice(
        (
            co.ShiftNeed(action, target, chance.randint(-3, 3), code, why),
            co.ChooseMethod(action, target, method, why),
            co.Decide(action, target, yes, method, why),
            co.Overrule(action, target, yes, code, why),
            co.Overrule(action, target, yes, Code.ERROR, WHY),
            co.RuleOut(action, target, why),
            co.Argue("It is so", tuple("abcd"[: chance.randint(0, 4)])),
            co.Argue("It is not so", ("because",), secret=True),
            co.Pursue(id, tuple("abcd"[: chance.randint(0, 4)])),
            co.AddReason(id, yes, why),
            co.RateReason(id, chance.randint(-1, 4), chance.randint(-1, 3)),
            co.NameEffect(id, shifts, yes),
            co.NameEffect(id, (NamedShift(chance.choice(tracks), chance.choice((-4, 3))),), project=True),
            co.AskEstimates(id),
            co.Estimate(id, chance.randint(-5, 105)),
            co.EndProject(chance.choice([one.id for one in state.room.projects] or [id]), why),
            co.SettleArgument(id, method, why, chance.choice((True, False, None))),
        )
    )
    of_seats = isinstance(act, co.Argue | co.Pursue | co.Estimate) or (isinstance(act, co.AddReason) and yes)
    usual = chance.choice(seats) if of_seats else CONTROL
    return Order(usual if chance.random() < 0.9 else chance.choice([*seats, CONTROL]), act)


def ruled(name: str, seed: int, turns: int = 2) -> tuple[Walk, int]:
    """Some turns by chance with acts in every step; how many of them stood."""
    walk, chance, stood = Walk.begun(name, seed), Random(f"ruled {seed}"), 0
    walk.quiet = frozenset()
    walk.facts.append(HELD)
    walk.state = evolve(walk.state, HELD)
    while walk.state.over is None and walk.state.turn <= turns:
        for _ in range(TRIES.get(walk.state.step, 1)):
            order = wild_act(walk.state, chance)
            refused, ruling = refusal(walk.state, order), adjudicate(walk.state, order, walk.dice)
            assert isinstance(ruling, Refused) is (refused is not None), to_text(order)
            if isinstance(ruling, Upheld):
                assert ruling.facts, to_text(order)
                assert from_text(to_text(order)) == order
                walk.give(order)
                stood += 1
            else:
                assert ruling.rule in walk.game.rules.rulings
        for order in legal_orders(walk.state, CONTROL):
            assert refusal(walk.state, order) is None
        order = walk.next_order()
        if refusal(walk.state, order) is None:
            walk.give(order)
    return walk, stood


@pytest.mark.parametrize("seed", range(1, 5))
@pytest.mark.parametrize("name", ["S2", "S3"])
def test_pressure_is_the_sum_of_its_ledger_whatever_control_rules(name: str, seed: int) -> None:
    walk, stood = ruled(name, seed)
    assert stood > 10, f"{walk.where()}: hardly an act stood ({stood})"
    assert faults(walk.game, walk.facts) == []
    whole = Ledger.of(walk.game, walk.facts)
    assert whole.total == walk.state.index == whole.base + sum(share.points for share in whole.root())
    assert fold(walk.game, walk.facts) == walk.state
    for quantity in walk.game.rules.quantities:
        low = -1 if quantity.kind is Kind.FLAG else quantity.low
        assert low <= walk.state.board[quantity.index] <= quantity.high


# --- secrets ------------------------------------------------------------------------------------------------------

CLAIM = co.Argue("Villagers report every convoy", ("They want it over",))


def _pair(seed: int, step: Step = Step.ORDERS) -> tuple[Twins, SeatId]:
    twins = Twins.begun(game(("S3", "S2")[seed % 2]), seed)
    for side in (twins.left, twins.right):
        side.take([HELD])
    twins.on_to(Step.ORDERS)
    owner = twins.chance.choice([s for s in twins.state.game.rules.seats if not twins.state.sheet(s).sealed])
    if step is Step.ORDERS:
        twins.knows = twins.shunned = frozenset({owner})
    return twins, owner


def _at(twins: Twins, moment: str) -> Twins:
    twins.moment = moment
    return twins


def arguments(seed: int) -> Iterator[Twins]:
    """Payload and count: a seat has written an argument, or not. Open when the sheets are."""
    twins, owner = _pair(seed)
    twins.left.give(Order(owner, CLAIM))
    yield _at(twins, "written")
    twins.mingle(12)
    for side in (twins.left, twins.right):
        side.give(Order(owner, Seal()))
    yield _at(twins, "sealed")


def claims(seed: int) -> Iterator[Twins]:
    """Payload: two claims of one seat."""
    twins, owner = _pair(seed)
    twins.left.give(Order(owner, CLAIM))
    twins.right.give(Order(owner, co.Argue("Nobody does", ("They are afraid", "They are gone"))))
    yield _at(twins, "written")
    twins.mingle(12)
    yield _at(twins, "others have written")


def taken_back(seed: int) -> Iterator[Twins]:
    """Revision: at one table the argument was taken back and written again. Never open."""
    twins, owner = _pair(seed)
    twins.left.give(Order(owner, CLAIM))
    id = twins.left.state.room.arguments[0].id
    twins.left.give(Order(owner, co.SettleArgument(id, Method.DROPPED)))
    yield _at(twins, "taken back")
    twins.give(Order(owner, CLAIM))
    twins.on_to(Step.ADJUDICATE, mingling=0)
    yield _at(twins, "the sheets are open")


def _open(seed: int) -> tuple[Twins, ArgumentId, list[SeatId]]:
    twins, owner = _pair(seed, Step.ADJUDICATE)
    twins.give(Order(owner, CLAIM))
    twins.on_to(Step.ADJUDICATE, mingling=0)
    id = twins.state.room.arguments[0].id
    twins.give(Order(CONTROL, co.NameEffect(id, (NamedShift(QuantityId("unity"), 1),))))
    return twins, id, [seat for seat in twins.state.game.rules.seats if seat != owner]


def estimates(seed: int) -> Iterator[Twins]:
    """Payload and count: what a seat estimates, and whether. Open when the argument is settled."""
    twins, id, others = _open(seed)
    twins.knows = frozenset(others[:2])
    twins.left.give(Order(others[0], co.Estimate(id, 20)))
    twins.left.give(Order(others[1], co.Estimate(id, 30)))
    twins.right.give(Order(others[0], co.Estimate(id, 80)))
    yield _at(twins, "estimated")
    twins.give(Order(others[2], co.AddReason(id, True, "We saw it")))
    yield _at(twins, "somebody has spoken")


def answers(seed: int) -> Iterator[Twins]:
    """Payload and author: asked by control, one seat answers or another, this or that. How many is open (R-9.15)."""
    twins, id, others = _open(seed)
    twins.knows = frozenset(others[:2])
    twins.give(Order(CONTROL, co.AskEstimates(id)))
    for side, seat, percent in ((twins.left, others[0], 20), (twins.right, others[1], 80)):
        side.give(Order(seat, co.Estimate(id, percent)))
    yield _at(twins, "one has answered")
    twins.left.give(Order(others[0], co.Estimate(id, 30)))
    twins.give(Order(others[2], co.Estimate(id, 50)))
    yield _at(twins, "two have answered, one twice")


def order_of_estimates(seed: int) -> Iterator[Twins]:
    """Schedule and revision: estimates come in another order, one after a change of mind. Never open."""
    twins, id, others = _open(seed)
    twins.knows = frozenset(others[:2])
    for side, seats in ((twins.left, others[:2]), (twins.right, others[1::-1])):
        if side is twins.left:
            side.give(Order(others[0], co.Estimate(id, 99)))
        for seat in seats:
            side.give(Order(seat, co.Estimate(id, 40)))
    twins.give(Order(CONTROL, co.AskEstimates(id)))
    assert twins.give(Order(CONTROL, co.SettleArgument(id, Method.ESTIMATE)))
    yield _at(twins, "settled")


def order_of_arguments(seed: int) -> Iterator[Twins]:
    """Schedule: four seats write arguments in another order. Never open."""
    twins, _ = _pair(seed, Step.ADJUDICATE)
    seats = [s for s in twins.state.game.rules.seats if not twins.state.sheet(s).sealed][:4]
    for side, order in ((twins.left, seats), (twins.right, seats[::-1])):
        for seat in order:
            side.give(Order(seat, CLAIM))
            side.give(Order(seat, Seal()))
    yield _at(twins, "all four have sealed")
    twins.give(GO_ON)
    yield _at(twins, "the sheets are open")


KINDS: Mapping[str, Callable[[int], Iterator[Twins]]] = {
    kind.__name__: kind for kind in (
        arguments, claims, taken_back, estimates, answers, order_of_estimates, order_of_arguments,
    )
}  # fmt: skip


def search(kind: str, seeds: range, looks: Mapping[str, Look]) -> list[str]:
    return [what for seed in seeds for twins in KINDS[kind](seed) for what in differences(twins, looks)]


@pytest.mark.parametrize("kind", KINDS)
def test_no_other_seat_can_tell_two_tables_apart_by_an_argument_or_estimate(kind: str, first_seed: int) -> None:
    assert search(kind, range(first_seed, first_seed + 3), HONEST) == []


def number_of_arguments(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """A line says how many argue: the table's limit of three asked too early."""
    return len(state.room.arguments)


def claims_in_the_view(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """Arguments are shown before the sheets are open."""
    return tuple(one.claim for one in state.room.arguments)


def announced_take_backs(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """That an argument was taken back is announced."""
    return sum(isinstance(fact, f.ArgumentSettled) for fact in facts)


def running_median(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """The estimates so far are in the view."""
    return tuple(sorted(p for one in state.room.arguments for p in one.estimates.values()))


def number_of_estimates(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """A counter says how many have estimated."""
    return sum(len(one.estimates) for one in state.room.arguments)


def who_has_answered(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """Beside how many have answered stands who."""
    return tuple(frozenset(one.estimates) for one in state.room.arguments if one.asked)


def who_estimated_first(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """Estimates are listed as they came."""
    return tuple(fact.seat for fact in facts if isinstance(fact, f.Estimated))


def changes_of_mind(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """Every estimate that was ever written is shown at the end."""
    return sum(isinstance(fact, f.Estimated) for fact in facts)


def who_argued_first(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """Arguments are listed as they came."""
    return tuple(one.seat for one in state.room.arguments)


LEAKS: Mapping[Look, str] = {
    number_of_arguments: "arguments",
    claims_in_the_view: "claims",
    announced_take_backs: "taken_back",
    running_median: "estimates",
    number_of_estimates: "estimates",
    who_has_answered: "answers",
    who_estimated_first: "order_of_estimates",
    changes_of_mind: "order_of_estimates",
    who_argued_first: "order_of_arguments",
}


@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.__name__)
def test_a_leak_on_purpose_is_caught(leak: Look) -> None:
    assert search(LEAKS[leak], range(1, 4), {leak.__name__: leak})
