"""A person who holds several seats plays them all through any one of their links, and nobody else's."""

from __future__ import annotations

import json

import pytest
from tests.network.ears import Ear
from tests.network.hosting import Hosting, hosting, seat, to_end, to_orders
from tests.network.test_wire import holds_the_same, until

from northaxis.domain.control_orders import Reseat
from northaxis.domain.ids import CONTROL, SeatId
from northaxis.domain.orders import Order, Place, Say, Seal
from northaxis.domain.rulings import Refused, Upheld
from northaxis.domain.state import Holder
from northaxis.network.remote import RemoteClient
from northaxis.services.client import TableClient
from northaxis.services.hosted import HostedTable
from northaxis.tui.app import NorthaxisApp
from northaxis.tui.screens.table import TableScreen
from northaxis.tui.settings import Settings
from northaxis.tui.table import seats

WAR, VIL, KYI = SeatId("WAR"), SeatId("VIL"), SeatId("KYI")
HELD = {WAR: Holder("Ana", None), VIL: Holder("Ana", None), KYI: Holder("Ben", None)}


async def test_one_link_leads_to_every_seat_of_its_person() -> None:
    async with hosting("S3", people=(), held=HELD) as room:
        ana = room.door(seat("WAR"))
        assert set(ana.seats) == {WAR, VIL}
        other = ana.sit(VIL)
        assert other.seat == VIL
        assert other.view().seat == VIL
        assert isinstance(await other.ask(Order(VIL, Say((), "from the other desk"))), Upheld)


async def test_no_link_leads_to_a_seat_of_somebody_else() -> None:
    async with hosting("S3", people=(), held=HELD) as room:
        ana = room.door(seat("WAR"))
        with pytest.raises(KeyError):
            ana.sit(KYI)
        assert isinstance(await ana.ask(Order(KYI, Say((), "not mine"))), Refused)


# --- over the wire ------------------------------------------------------------------------------------------------

ONE_WAS_MOVED = Order(CONTROL, Reseat(VIL, "Ben", None, "Ana asked for it"))


def both_hold_the_same(there: Hosting, ana: RemoteClient) -> bool:
    return all(holds_the_same(ana.sit(each), there) for each in ana.seats)


async def test_one_link_over_the_wire_plays_every_seat_of_its_person_to_the_end() -> None:
    async with hosting("S3", people=(), held=HELD) as there:
        ana, ben = await there.remote(seat("VIL")), await there.remote(seat("KYI"))
        assert (ana.seat, set(ana.seats), ben.seats) == (VIL, {WAR, VIL}, (KYI,))
        doors = [ana.sit(WAR), ana.sit(VIL), ben]
        await to_orders(there.control, *doors)
        for door in doors:
            place = next(order for order in door.view().legal if isinstance(order.act, Place))
            assert isinstance(await door.ask(place), Upheld)
            assert door.view().sheet.orders[0].action == place.act.action  # type: ignore[union-attr]  # it is a Place
        assert ana.owing() == ana.seats
        assert isinstance(await ana.ask(Order(WAR, Seal())), Upheld)
        assert ana.owing() == (VIL,)
        assert isinstance(await ana.ask(Order(KYI, Say((), "not mine"))), Refused)
        await to_end(there.control, *doors)
        await until(lambda: both_hold_the_same(there, ana) and ana.view().over is not None)
        await ana.close()
        await ben.close()


async def test_a_link_carries_news_of_its_persons_seats_and_of_no_other() -> None:
    async with hosting("S3", people=(), held=HELD) as there:
        ana, ben = await Ear(there, seat("WAR")).open(), await Ear(there, seat("KYI")).open()
        door = there.door(seat("VIL"))
        await to_orders(there.control, door, there.door(seat("WAR")), there.door(seat("KYI")))
        assert '"upheld":true' in await ana.ask("c1", "VIL: note about=lemon text=MARKER-OF-ANA")
        assert '"upheld":true' in await ben.ask("c1", "KYI: note about=lemon text=MARKER-OF-BEN")
        for ear in (ana, ben):
            await ear.echo()
        named = [{json.loads(frame).get("seat") for frame in ear.frames} - {None} for ear in (ana, ben)]
        assert named == [{"WAR", "VIL"}, {"KYI"}]
        assert "MARKER-OF-ANA" in "".join(ana.frames)
        assert "MARKER-OF-BEN" not in "".join(ana.frames)
        assert "MARKER-OF-ANA" not in "".join(ben.frames)
        await ana.close()
        await ben.close()


async def test_the_check_of_the_news_fails_where_a_link_leads_to_every_seat(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = (WAR, VIL, KYI)
    monkeypatch.setattr(HostedTable, "seats_with", lambda _, chair: whole if chair.seat in whole else (chair.seat,))
    with pytest.raises(AssertionError):
        await test_a_link_carries_news_of_its_persons_seats_and_of_no_other()


async def test_an_order_for_the_other_seat_given_while_the_line_is_down_arrives_once() -> None:
    async with hosting("S3", people=(), held=HELD) as there:
        ana = await there.remote(seat("WAR"))
        other = ana.sit(VIL)
        await ana.line.drop()
        await until(lambda: "line" in other.trouble)
        assert isinstance(await other.ask(Order(VIL, Say((), "still here"))), Upheld)
        await until(lambda: both_hold_the_same(there, ana) and not ana.trouble)
        assert sum("still here" in str(fact) for fact in other.facts()) == 1
        await ana.close()


async def test_the_newest_window_of_a_link_has_all_its_seats_and_the_console_sees_the_person_in_each() -> None:
    async with hosting("S3", people=(), held=HELD) as there:
        first = await there.remote(seat("WAR"))
        here = {one.chair.seat for one in there.control.presence() if one.is_here}
        assert here == {WAR, VIL}
        second = await there.remote(seat("WAR"))
        await until(lambda: "somewhere else" in first.sit(VIL).trouble)
        assert isinstance(await second.ask(Order(VIL, Say((), "from the newest"))), Upheld)
        assert there.lobby.count(seat("WAR")) == 1
        await second.close()
        await until(lambda: not any(one.is_here for one in there.control.presence()))


async def test_a_seat_that_is_given_to_somebody_else_is_gone_from_the_link_at_once() -> None:
    async with hosting("S3", people=(), held=HELD) as there:
        ana, inside = await there.remote(seat("WAR")), there.door(seat("WAR"))
        doors: list[TableClient] = [ana.sit(VIL), inside.sit(VIL)]
        assert isinstance(await there.control.ask(ONE_WAS_MOVED), Upheld)
        await until(lambda: ana.seats == (WAR,))
        await there.hosted.rest()
        assert inside.seats == (WAR,)
        for door in doors:
            assert (door.seat, door.view().seat, door.seats) == (WAR, WAR, (WAR,))
            assert isinstance(await door.ask(Order(VIL, Say((), "still mine?"))), Refused)
        with pytest.raises(KeyError):
            ana.sit(VIL)
        await there.control.ask(Order(CONTROL, Reseat(VIL, "Ana", None, "back again")))
        await until(lambda: ana.seats == (WAR, VIL) or ana.seats == (VIL, WAR))
        await until(lambda: both_hold_the_same(there, ana))
        await ana.close()


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_screen_of_one_link_goes_from_seat_to_seat(size: tuple[int, int]) -> None:
    async with hosting("S3", people=(), held=HELD) as there:
        ana = await there.remote(seat("WAR"))
        await to_orders(there.control, ana.sit(WAR), ana.sit(VIL), there.door(seat("KYI")))
        app = NorthaxisApp(client=ana, settings=Settings(motion=False))
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            screen = pilot.app.screen
            assert isinstance(screen, TableScreen)
            assert screen.query_one("#seats").display
            strip = "".join(text for text, _ in seats.strip(screen.model, size[0]))
            assert "WAR" in strip
            assert "VIL" in strip
            await pilot.press("y")
            await pilot.pause()
            assert isinstance(pilot.app.screen, TableScreen)
            assert pilot.app.screen.client.seat == VIL
            await there.control.ask(ONE_WAS_MOVED)
            await until(lambda: isinstance(app.screen, TableScreen) and app.screen.client.seat == WAR)
            await pilot.pause()
            assert not app.screen.query_one("#seats").display
        await ana.close()
