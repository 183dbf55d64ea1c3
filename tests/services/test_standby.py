"""A seat that a bot plays: its link shows what is public, and the seat again when control gives it back."""

from __future__ import annotations

import pytest
from tests.network.hosting import KYI, MIN, hosted_table, hosting, seat, to_orders
from tests.services.test_hosted import control, door

from northaxis.domain.facts import AgendaDealt, OrderPlaced
from northaxis.domain.ids import PUBLIC
from northaxis.domain.orders import Order, Say
from northaxis.domain.rulings import Refused, Upheld
from northaxis.domain.state import Holder
from northaxis.services.lobby import OBSERVER_CHAIR, Chair, Kind
from northaxis.services.roles import Role

BOT, BACK = Holder("bot", "staff"), Holder("people of MIN", None)


async def test_a_bots_seat_shows_its_people_no_more_than_an_onlooker_sees() -> None:
    async with hosted_table("S2", ("MIN", "KYI")) as (hosted, lobby, _, _):
        minsk, onlooker = door(hosted, lobby, seat("MIN")), door(hosted, lobby, OBSERVER_CHAIR)
        ctl = control(hosted, lobby)
        await to_orders(ctl, minsk, door(hosted, lobby, seat("KYI")))
        await minsk.keep_draft("talk", "a secret offer")
        assert minsk.view() != onlooker.view()
        assert any(isinstance(fact, AgendaDealt) for fact in minsk.facts())
        heard: list[str] = []
        minsk.subscribe(lambda: heard.append("news"))
        await ctl.hold_seat(MIN, BOT)
        await hosted.rest()
        assert heard
        assert (minsk.role, minsk.seat, minsk.seats) == (Role.STANDBY, PUBLIC, (PUBLIC,))
        assert minsk.view() == onlooker.view()
        assert minsk.facts() == onlooker.facts()
        assert minsk.game.cards == onlooker.game.cards
        assert minsk.owing() == ()
        assert await minsk.draft("talk") == ""
        assert not any(isinstance(fact, OrderPlaced | AgendaDealt) for fact in minsk.facts())
        refused = await minsk.ask(Order(MIN, Say((), "hello")))
        assert isinstance(refused, Refused)
        assert "played by a bot now" in refused.detail
        with pytest.raises(KeyError):
            minsk.sit(MIN)


async def test_the_same_link_has_the_seat_again_as_soon_as_control_gives_it_back() -> None:
    async with hosted_table("S2", ("MIN", "KYI")) as (hosted, lobby, _, _):
        minsk, ctl = door(hosted, lobby, seat("MIN")), control(hosted, lobby)
        await to_orders(ctl, minsk, door(hosted, lobby, seat("KYI")))
        await minsk.keep_draft("talk", "a secret offer")
        agenda = [fact for fact in minsk.facts() if isinstance(fact, AgendaDealt)]
        link = lobby.link(seat("MIN"))
        await ctl.hold_seat(MIN, BOT)
        await ctl.hold_seat(MIN, BACK)
        assert lobby.link(seat("MIN")) == link
        assert (minsk.role, minsk.seat) == (Role.LEAD, MIN)
        assert [fact for fact in minsk.facts() if isinstance(fact, AgendaDealt)] == agenda != []
        assert await minsk.draft("talk") == "a secret offer"
        assert await minsk.ask(Order(MIN, Say((), "back again"))) == Upheld(())


async def test_presence_goes_on_and_control_still_stands_in_for_a_bot() -> None:
    async with hosted_table("S2", ("MIN",)) as (hosted, lobby, _, _):
        ctl = control(hosted, lobby)
        found = lobby.find(lobby.link(seat("MIN")).token)
        assert found is not None
        hosted.sit(found, lambda farewell: None)
        await ctl.hold_seat(MIN, BOT)
        assert any(one.is_here and one.chair == Chair(Kind.SEAT, MIN) for one in ctl.presence())
        hand = ctl.stand_in(MIN)
        assert (hand.seat, hand.view().seat) == (MIN, MIN)


async def test_a_second_seat_given_to_a_bot_leads_its_door_back_to_the_first() -> None:
    both = {MIN: BACK, KYI: BACK}
    async with hosted_table("S2", (), held=both) as (hosted, lobby, _, _):
        minsk = door(hosted, lobby, seat("MIN"))
        assert list(minsk.seats) == [MIN, KYI]
        kyiv = minsk.sit(KYI)
        await control(hosted, lobby).hold_seat(KYI, BOT)
        assert (kyiv.seat, kyiv.view().seat) == (MIN, MIN)
        assert list(minsk.seats) == [MIN]


async def test_over_the_wire_a_bots_seat_holds_what_an_onlooker_holds_and_comes_back_whole() -> None:
    async with hosting("S2", ("MIN", "KYI")) as there:
        await to_orders(there.control, there.door(seat("MIN")), there.door(seat("KYI")))
        minsk, onlooker = await there.remote(seat("MIN")), await there.remote(OBSERVER_CHAIR)
        whole = minsk.facts()
        await there.control.hold_seat(MIN, BOT)
        await _until(lambda: minsk.view().seat == PUBLIC)
        await _until(lambda: minsk.facts() == onlooker.facts())
        assert (minsk.role, minsk.seat) == (Role.STANDBY, PUBLIC)
        assert minsk.view() == onlooker.view()
        late = await there.remote(seat("MIN"))
        assert (late.role, late.seat, late.facts()) == (Role.STANDBY, PUBLIC, onlooker.facts())
        await there.control.hold_seat(MIN, BACK)
        await _until(lambda: late.view().seat == MIN)
        assert (late.role, late.seat) == (Role.LEAD, MIN)
        assert late.facts()[: len(whole)] == whole
        assert await late.ask(Order(MIN, Say((), "back again"))) == Upheld(())
        for client in (minsk, onlooker, late):
            await client.close()


async def _until(so: object) -> None:
    import asyncio

    assert callable(so)
    for _ in range(500):
        if so():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came to be")
