"""A seat whose bot takes over at mid-turn: its open screen waits, tells no secret, and has the seat again by itself."""

from __future__ import annotations

import pytest
from tests.network.hosting import to_orders
from tests.network.test_wire import until
from tests.tui.test_reading_on import KINDS, SIZES, at_the_table
from tests.tui.test_room import app_for
from tests.tui.test_t2_table import press, text_of
from textual.pilot import Pilot

from northaxis.domain.control_orders import Reseat
from northaxis.domain.ids import CONTROL, ActionId, SeatId
from northaxis.domain.orders import Order, Place
from northaxis.domain.rulings import Upheld
from northaxis.services.roles import Role
from northaxis.tui.screens.standby import HEAD, StandbyScreen
from northaxis.tui.screens.table import TableScreen

MIN = SeatId("MIN")


async def screen_is(pilot: Pilot[None], kind: type) -> None:
    for _ in range(200):
        await pilot.pause(0.01)
        if isinstance(pilot.app.screen, kind):
            await pilot.pause(0.05)
            return
    raise AssertionError(f"never seen: {kind}, but {pilot.app.screen}")


@pytest.mark.asyncio
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("above", ["", "w"], ids=["at the table", "on another screen"])
async def test_the_waiting_page_comes_and_the_seat_after_it(kind: str, size: tuple[int, int], above: str) -> None:
    async with at_the_table(kind) as (there, mine):
        await to_orders(there.control, mine)
        name = await there.control.whole(lambda table: table.state.holders[MIN].name)
        app = app_for(mine)
        async with app.run_test(size=size) as pilot:
            await press(pilot, "1", *above)
            await mine.ask(Order(mine.seat, Place(ActionId("MIN-PAY"))))
            assert isinstance(await there.control.ask(Order(CONTROL, Reseat(MIN, "bot", "staff", ""))), Upheld)
            await until(lambda: mine.role is Role.STANDBY)
            await screen_is(pilot, StandbyScreen)
            for _ in range(20):
                await pilot.pause(0.01)
                assert isinstance(app.screen, StandbyScreen), "nothing takes the waiting page away"
            assert HEAD in text_of(app)
            assert "Pay and reshuffle" not in text_of(app)
            await pilot.press("space", "enter", "s", "1")
            assert isinstance(app.screen, StandbyScreen)
            assert isinstance(await there.control.ask(Order(CONTROL, Reseat(MIN, name, None, ""))), Upheld)
            await until(lambda: mine.role.plays)
            await screen_is(pilot, TableScreen)
            assert "MIN" in text_of(app)
            assert mine.view().seat == MIN
