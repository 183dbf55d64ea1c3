"""A seat over the wire: it holds what the table holds, comes back by itself, and asks each thing once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from tests.network.hosting import KYI, MIN, Hosting, hosting, seat, to_end, to_orders

from northaxis.domain.ids import PUBLIC, ActionId
from northaxis.domain.orders import Order, Place, Say, Seal
from northaxis.domain.rulings import Refused, Upheld
from northaxis.network.remote import CannotConnect, RemoteClient
from northaxis.services.client import DoorClosed
from northaxis.services.lobby import CONTROL_CHAIR, OBSERVER_CHAIR, PROJECTOR_CHAIR
from northaxis.services.roles import Role

PAY = Order(MIN, Place(ActionId("MIN-PAY")))


async def until(so: Callable[[], bool], seconds: float = 60.0) -> None:
    async with asyncio.timeout(seconds):
        while not so():  # noqa: ASYNC110 (what is waited for has no event)
            await asyncio.sleep(0.005)


def holds_the_same(remote: RemoteClient, there: Hosting) -> bool:
    shown = there.hosted.shown(remote.seat)
    return remote.view() == shown.view and remote.facts() == shown.facts


async def test_a_remote_seat_holds_what_its_door_shows_to_the_end_of_play() -> None:
    async with hosting("S2", ("MIN",)) as there:
        chairs = (seat("MIN"), seat("KYI"), OBSERVER_CHAIR, PROJECTOR_CHAIR, CONTROL_CHAIR)
        remotes = [await there.remote(chair) for chair in chairs]
        await to_end(there.control, remotes[0])
        for remote in remotes:
            await until(lambda remote=remote: holds_the_same(remote, there))  # type: ignore[misc]  # bound at once
            assert remote.view().over is not None
            await remote.close()


async def test_a_remote_seat_has_the_rules_of_the_session_and_its_own_role() -> None:
    async with hosting() as there:
        minsk, onlooker = await there.remote(seat("MIN")), await there.remote(OBSERVER_CHAIR)
        assert minsk.game == there.hosted.game
        assert (minsk.seat, minsk.role) == (MIN, Role.LEAD)
        assert (onlooker.seat, onlooker.role) == (PUBLIC, Role.OBSERVER)
        await minsk.close()
        await onlooker.close()


async def test_an_order_over_the_wire_is_stored_and_shown_when_its_ruling_comes() -> None:
    async with hosting() as there:
        minsk = await there.remote(seat("MIN"))
        await to_orders(there.control, minsk)
        ruling = await minsk.ask(PAY)
        assert ruling == Upheld(())
        assert minsk.view().sheet.orders[0].action == "MIN-PAY"
        assert isinstance(await minsk.ask(PAY), Refused)
        assert isinstance(await minsk.ask(Order(KYI, Seal())), Refused)
        await minsk.close()


async def test_an_order_given_while_the_line_is_down_arrives_once_when_it_is_back() -> None:
    async with hosting() as there:
        minsk = await there.remote(seat("MIN"))
        await to_orders(there.control, minsk)
        told: list[str] = []
        minsk.subscribe(lambda: told.append(minsk.trouble))
        await minsk.line.drop()  # the line, not the seat
        await until(lambda: minsk.trouble != "")
        asked = asyncio.create_task(minsk.ask(Order(MIN, Say((), "still here"))))
        assert await asked == Upheld(())
        said = [fact for fact in minsk.facts() if "still here" in str(fact)]
        assert len(said) == 1
        assert any("line" in words for words in told)
        assert minsk.trouble == ""
        await minsk.close()


async def test_a_seat_whose_link_is_reissued_is_told_and_its_old_link_is_dead() -> None:
    async with hosting() as there:
        old = there.url(seat("MIN"))
        minsk = await RemoteClient.connect(old)
        await there.control.reissue(seat("MIN"))
        await until(lambda: "has been taken back; ask control for another" in minsk.trouble)
        with pytest.raises(DoorClosed):
            await minsk.ask(PAY)
        with pytest.raises(CannotConnect, match="no seat"):
            await RemoteClient.connect(old)
        await (await there.remote(seat("MIN"))).close()


async def test_the_newest_window_has_the_seat() -> None:
    async with hosting() as there:
        first = await there.remote(seat("MIN"))
        second = await there.remote(seat("MIN"))
        await until(lambda: "somewhere else" in first.trouble)
        await to_orders(there.control, second)
        assert await second.ask(PAY) == Upheld(())
        assert there.lobby.count(seat("MIN")) == 1
        await second.close()


@pytest.mark.parametrize("link", ["", "http://127.0.0.1:1", "ftp://x/s/abc", "http://127.0.0.1:1/s/abc/d", "northaxis"])
async def test_what_is_no_link_is_said_in_a_sentence(link: str) -> None:
    with pytest.raises(CannotConnect, match="no link"):
        await RemoteClient.connect(link)


async def test_a_table_that_is_not_there_is_said_in_a_sentence(unused_tcp_port: int) -> None:
    client = asyncio.create_task(RemoteClient.connect(f"http://127.0.0.1:{unused_tcp_port}/s/{'0' * 28}"))
    with pytest.raises(CannotConnect):
        await client
