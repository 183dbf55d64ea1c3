"""What control sees beyond the table is what is there: the queue comes up as it says, sheets are whole."""

from __future__ import annotations

from tests.rulings.sitting import at_demands, at_orders, sit

from northaxis.domain.facts import CardDrawn, Step
from northaxis.domain.ids import CardId, SeatId
from northaxis.domain.state import State
from northaxis.domain.views_control import ControlView, control_view
from northaxis.domain.written import game_for


def test_the_card_said_to_be_next_is_the_card_that_comes_up() -> None:
    sitting = sit()
    for turn in (1, 2, 3):
        queues = {queue.deck: queue for queue in control_view(sitting.state).queues}
        sitting.go_on()
        [drawn] = [fact for fact in sitting.found(CardDrawn) if fact.how == "drawn"]
        assert drawn.card == queues[drawn.deck].next_up
        assert next(each.card for each in queues[drawn.deck].cards if each.could_come) == drawn.card
        sitting.to(Step.TURN_END, turn)


def test_control_sees_who_owes_what_and_every_sheet() -> None:
    sitting = at_demands()
    assert {(debt.seat, debt.what) for debt in seen(sitting.state).owes} == {("MOS", "demand"), ("KYI", "demand")}
    sitting = at_orders().do("KYI: place KYI-AIR", "MIN: seal")
    found = seen(sitting.state)
    assert {debt.what for debt in found.owes} == {"sheet"}
    assert SeatId("MIN") not in {debt.seat for debt in found.owes}
    sheets = {each.seat: each.sheet for each in found.sheets}
    assert [order.action for order in sheets[SeatId("KYI")].orders] == ["KYI-AIR"]
    assert sheets[SeatId("MIN")].sealed
    sitting.do('CTL: inject card=F02 why="now"')
    assert {debt.what for debt in seen(sitting.state).owes} == {"card"}


def test_control_sees_requests_oldest_first_tokens_and_budget() -> None:
    sitting = at_orders().do("KYI: request text=One", "MIN: request text=Two", "KYI: request text=Three")
    sitting.do("CTL: settle-request request=KYI-1 status=answered text=Yes")
    found = seen(sitting.state)
    assert [request.text for request in found.requests] == ["Two", "Three"]
    assert (found.tokens, found.tokens_left, found.points_left) == (5, 5, 4)
    sitting.do('CTL: track quantity=unity value=1 code=REALISM why="so"', 'CTL: grant shifts=strain+2 why="so"')
    found = seen(sitting.state)
    assert (found.tokens_left, found.points_left) == (4, 2)


def test_the_game_of_a_seat_holds_no_card_written_or_narrowed_for_another() -> None:
    sitting = at_orders().do("CTL: write title=A text=B why=c to=KYI").go_on()
    sitting.do('CTL: inject card=F02 to=MIN why="so"').go_on()
    whole = sitting.state.game
    assert CardId("W1") in game_for(whole, SeatId("KYI")).cards
    assert CardId("W1") not in game_for(whole, SeatId("MIN")).cards
    assert game_for(whole, SeatId("KYI")).cards[CardId("F02")] == sitting.game.cards[CardId("F02")]
    assert game_for(whole, SeatId("MIN")).cards[CardId("F02")].private_to == "MIN"
    assert game_for(sitting.game, SeatId("MIN")) is sitting.game


def seen(state: State) -> ControlView:
    return control_view(state)
