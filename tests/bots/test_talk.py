"""Deals between bots: offered by doctrine, signed when they are worth it, weighing on what is ordered afterwards."""

from dataclasses import replace

import pytest
from tests.shipped import game

from northaxis.bots.choose import choose
from northaxis.bots.mind import mind_of
from northaxis.bots.talk import deal_worth, would_order
from northaxis.bots.word import word_of
from northaxis.domain.adjudicate import play
from northaxis.domain.demands import ResponseKind
from northaxis.domain.dice import SeededDice
from northaxis.domain.facts import DealAnswered, DealOffered, Step, Term, TermJudged, TurnBegan
from northaxis.domain.ids import ActionId, DealId, DemanderId, LevelId, SeatId
from northaxis.domain.legal import owing
from northaxis.domain.orders import GO_ON, DeclineDeal, OfferDeal, Order, Place, SignDeal
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Upheld
from northaxis.domain.setup import set_table
from northaxis.domain.state import State, fold
from northaxis.domain.views import view
from northaxis.services.autoplay import autoplay

STAFF = LevelId("staff")
DICE = SeededDice("talk")
MIN, KYI, WAS, MOS = SeatId("MIN"), SeatId("KYI"), SeatId("WAS"), SeatId("MOS")


def _until(at: Step, turn: int = 1) -> State:
    """A bot game of three-directions brought to a step of a turn."""
    here: Game = game("S3")
    state = fold(here, set_table(here, "talk", DICE, {}))
    while not (state.step is at and state.turn == turn):
        for seat in owing(state):
            while (choice := choose(here, view(state, seat), STAFF, DICE)) is not None:
                state = _asked(state, choice.order)
        state = _asked(state, GO_ON)
    return state


def _asked(state: State, order: Order) -> State:
    played = play(state, order, DICE)
    assert isinstance(played.ruling, Upheld), played.ruling
    return played.state


def _with(state: State, **values: int) -> State:
    board = list(state.board)
    for name, value in values.items():
        board[state.game.rules.by_name[name.replace("__", ".")]] = value
    return replace(state, board=tuple(board))


def test_a_bot_offers_what_its_doctrine_says_while_the_condition_holds() -> None:
    tense = _with(_until(Step.NEGOTIATE), escalation=6, flag__red_line=2, pull_kyiv=7)
    choice = choose(tense.game, view(tense, WAS), STAFF, DICE)
    assert choice is not None
    assert isinstance(choice.order.act, OfferDeal)
    assert [term.kind for term in choice.order.act.terms] == ["transfer", "no_order"]
    assert choice.about == "deal"
    calm = _with(tense, escalation=2, unity=8)
    assert choose(calm.game, view(calm, WAS), STAFF, DICE) is None


def test_a_bot_offers_once_a_turn() -> None:
    tense = _with(_until(Step.NEGOTIATE), escalation=6, flag__red_line=2, pull_kyiv=7)
    choice = choose(tense.game, view(tense, WAS), STAFF, DICE)
    assert choice is not None
    after = _asked(tense, choice.order)
    assert choose(after.game, view(after, WAS), STAFF, DICE) is None


def test_a_gift_is_signed_and_a_robbery_declined() -> None:
    state = _until(Step.NEGOTIATE)
    for terms, wanted in (
        ((Term("transfer", MOS, to=MIN, ip=1),), SignDeal),
        ((Term("transfer", MIN, to=MOS, ip=1),), DeclineDeal),
    ):
        offered = _asked(state, Order(MOS, OfferDeal(MIN, terms)))
        choice = choose(offered.game, view(offered, MIN), STAFF, DICE)
        assert choice is not None
        assert isinstance(choice.order.act, wanted)


@pytest.mark.parametrize("mine", [True, False])
def test_holding_back_costs_the_holder_and_is_worth_something_to_the_other(mine: bool) -> None:
    state = _with(_until(Step.NEGOTIATE), flag__red_line=2, pull_kyiv=8, ip__KYI=6)
    seat = KYI if mine else MIN
    seen = view(state, seat)
    term = Term("no_order", KYI, actions=(ActionId("KYI-STR"), ActionId("KYI-REF")), through=1)
    worth = deal_worth(mind_of(state.game, seat, None), seen, (term,), list(seen.perception.row), 0)
    assert worth <= 0 if mine else worth >= 0


def test_a_seat_of_honour_gives_the_order_it_promised_and_a_faithless_one_follows_its_gain() -> None:
    state = _until(Step.NEGOTIATE, turn=2)
    terms = (Term("order", WAS, actions=(ActionId("WAS-WRN"),), through=2),)
    offered = _asked(state, Order(KYI, OfferDeal(WAS, (Term("transfer", KYI, to=WAS, ip=1), *terms))))
    signed = _asked(offered, Order(WAS, SignDeal(offered.deals[-1].id)))
    writing = replace(_asked(signed, GO_ON), spent={})
    assert word_of(view(writing, WAS)).owed == {ActionId("WAS-WRN")}
    assert ActionId("WAS-WRN") in _placed(_with_honour(writing, 9999))
    assert ActionId("WAS-WRN") not in _placed(_with_honour(writing, 0))


def _with_honour(state: State, honour: int) -> State:
    rules = state.game.rules
    seat = replace(rules.seats[WAS], doctrine=replace(rules.seats[WAS].doctrine, honour=honour))
    return replace(state, game=replace(state.game, rules=replace(rules, seats={**rules.seats, WAS: seat})))


def _placed(state: State) -> set[ActionId]:
    placed = set()
    while (choice := choose(state.game, view(state, WAS), LevelId("principal"), DICE)) is not None:
        if isinstance(choice.order.act, Place):
            placed.add(choice.order.act.action)
        state = _asked(state, choice.order)
    return placed


def test_a_deal_about_a_demand_that_was_not_made_is_worth_nothing_to_the_other() -> None:
    state = replace(_until(Step.NEGOTIATE), demands=())
    seen = view(state, KYI)
    term = Term("response", MIN, demander=DemanderId("KYI"), response=ResponseKind.COMPLY)
    assert deal_worth(mind_of(state.game, KYI, None), seen, (term,), list(seen.perception.row), 0) == 0


CONCRETE = (Term("order", SeatId("WAR"), actions=(ActionId("WAR-SHL"),), through=1),)


def test_a_bot_does_not_sign_for_an_order_that_its_sheet_of_this_turn_would_not_have() -> None:
    state = _with(_until(Step.NEGOTIATE), ip__VIL=3, ip__WAR=6)
    seen = view(state, SeatId("WAR"))
    mind, row = mind_of(state.game, SeatId("WAR"), seen.agenda), list(seen.perception.row)
    level = state.game.rules.bots.levels[STAFF]
    hasty = replace(level, hesitation=-9_999)
    assert would_order(mind, seen, CONCRETE, row, hasty)
    assert not would_order(mind, seen, CONCRETE, row, replace(level, hesitation=9_999))
    later = (replace(CONCRETE[0], through=3),)
    assert would_order(mind, seen, later, row, replace(level, hesitation=9_999))  # it may still come to it
    of_others = (replace(CONCRETE[0], seat=SeatId("VIL"), actions=(ActionId("VIL-COR"),)),)
    assert would_order(mind, seen, of_others, row, replace(level, hesitation=9_999))
    poor = view(_with(state, ip__WAR=0), SeatId("WAR"))
    assert not would_order(mind, poor, CONCRETE, list(poor.perception.row), hasty)
    assert not would_order(mind, replace(seen, spent=(*seen.spent, ActionId("WAR-SHL"))), CONCRETE, row, hasty)


def test_few_deals_between_bots_are_broken_in_the_turn_they_were_made_in() -> None:
    signed, broken = 0, 0
    for seed in range(8):
        turn, made = 0, dict[DealId, int]()
        for fact in autoplay(game("S2"), f"word{seed}").facts:
            match fact:
                case TurnBegan(turn=now):
                    turn = now
                case DealOffered(deal=deal):
                    made[deal] = turn
                case DealAnswered(signed=True):
                    signed += 1
                case TermJudged(deal=deal, verdict="broken"):
                    broken += made[deal] == turn
    assert signed > 20
    assert broken < signed // 4  # it was more than half of them
