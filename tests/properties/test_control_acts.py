"""Control's acts anywhere in a game: upheld or refused with a ruling that exists, folded, told, and on the ledger."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from tests.strategies import Walk, walks

from northaxis.domain import control_orders as co
from northaxis.domain.adjudicate import adjudicate, play
from northaxis.domain.budget import tokens_left
from northaxis.domain.control_facts import Code, Intervened, NamedShift, WrittenOption
from northaxis.domain.declassify import facts_for
from northaxis.domain.ids import CONTROL, CardId, OptionId, QuantityId, SeatId
from northaxis.domain.ledger import Ledger
from northaxis.domain.legal import refusal
from northaxis.domain.orders import GO_ON, Order, from_text, to_text
from northaxis.domain.rulings import Refused
from northaxis.domain.state import State, fold
from northaxis.domain.views import view
from northaxis.journal.codec import decode, encode


def any_act(state: State, chance: Random) -> co.ControlAct:
    """An act of control by chance; it need not stand."""
    cards = (*state.game.cards, CardId("F99"))
    names = [q.id for q in state.game.rules.quantities] + [QuantityId("nothing")]
    plain = [name for name in names if "ip." not in name]  # the notation of a shift has no purses: none may move one
    seats = [*state.game.rules.seats, SeatId("XXX")]
    why = chance.choice(("because", "because", "because", " "))
    to = chance.choice([None, None, chance.choice(seats)])

    def shifts() -> tuple[NamedShift, ...]:
        return tuple(NamedShift(chance.choice(plain), chance.randint(-2, 2)) for _ in range(chance.randint(0, 2)))

    option = WrittenOption(chance.choice(seats), OptionId("a"), "Well", chance.randint(0, 10), shifts())
    return chance.choice(
        (
            co.Inject(chance.choice(cards), why, to),
            co.WriteCard("Fog", "Fog on the river.", why, to, shifts(), (option,) * chance.randint(0, 1)),
            co.Stack(chance.choice(cards), chance.choice(("next", "bottom", "out", "aside", "up")), why),
            co.SetTrack(chance.choice(names), chance.randint(-2, 9), chance.choice(tuple(Code)), why),
            co.Grant(shifts(), why),
            co.MoveClock(chance.choice(("pause", "extend", "stop")), chance.choice((0, 60)), why),
            co.Reseat(chance.choice(seats), "Ada", chance.choice((None, "staff", "genius")), why),
        )
    )


@given(walks())
@settings(max_examples=30, deadline=None)
def test_control_may_do_what_is_not_refused_and_the_game_goes_on(walk: Walk) -> None:
    chance = Random(walk.seed)
    for _ in range(25):
        if walk.state.over is not None:
            break
        order = Order(CONTROL, any_act(walk.state, chance))
        refused, ruling = refusal(walk.state, order), adjudicate(walk.state, order, walk.dice)
        assert (refused is None) is not isinstance(ruling, Refused), f"{walk.where()}: {to_text(order)}"
        if isinstance(ruling, Refused):
            assert ruling.rule in walk.game.rules.rulings
            assert ruling.detail == ruling.detail.strip().rstrip(".") != ""
            continue
        assert from_text(to_text(order)) == order
        facts = walk.give(order)
        assert isinstance(facts[0], Intervened), to_text(order)
        assert [decode(encode(fact)) for fact in facts] == list(facts)
        assert tokens_left(walk.state) >= 0
        if chance.random() < 0.5:
            walk.give(GO_ON)
    assert fold(walk.game, walk.facts) == walk.state, walk.where()
    assert Ledger.of(walk.game, walk.facts).total == walk.state.index, walk.where()
    for seat in walk.game.rules.seats:
        facts_for(walk.game, walk.facts, seat)
        view(walk.state, seat)


@given(walks(60))
@settings(max_examples=10, deadline=None)
def test_nobody_else_may_act_as_control(walk: Walk) -> None:
    chance = Random(walk.seed)
    for _ in range(20):
        seat = chance.choice(tuple(walk.game.rules.seats))
        played = play(walk.state, Order(seat, any_act(walk.state, chance)), walk.dice)
        assert played.refused is not None
