"""A seat that reads the reveal while control goes on: it stays where it is, is told so, and loses nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from tests.network.hosting import Hosting, hosting, seat, to_orders
from tests.network.test_wire import until
from tests.tui.test_room import app_for, came
from tests.tui.test_t2_table import press, text_of

from northaxis.domain.control_orders import EndPlay, StepBack
from northaxis.domain.facts import Step
from northaxis.domain.ids import CONTROL, ActionId
from northaxis.domain.orders import Order, Place, Seal
from northaxis.domain.rulings import Upheld
from northaxis.services.client import TableClient
from northaxis.services.hosted import ControlDoor
from northaxis.tui.table.model import Mode, TableModel, Told

SIZES = [(80, 24), (120, 36)]
KINDS = ["a browser's door", "a door over the wire"]


@asynccontextmanager
async def at_the_table(kind: str, scenario: str = "S1") -> AsyncIterator[tuple[Hosting, TableClient]]:
    async with hosting(scenario, ("MIN",)) as there, asyncio.timeout(25):
        found = there.lobby.find(there.lobby.link(seat("MIN")).token)
        assert found is not None
        mine: TableClient = there.hosted.door(found) if kind == KINDS[0] else await there.remote(seat("MIN"))
        try:
            yield there, mine
        finally:
            await mine.close()


async def sheet_given(control: ControlDoor, mine: TableClient) -> None:
    """In the orders step of some turn: an order and the seal; then all that comes of the sheets."""
    for order in (Order(mine.seat, Place(ActionId("MIN-PAY"))), Order(mine.seat, Seal())):
        await mine.ask(order)
    while control.view().step in (Step.ORDERS, Step.ADJUDICATE):
        await control.go_on()


async def opened(control: ControlDoor, turn: int) -> None:
    """Control goes on to a turn, or to the end."""
    while control.view().turn < turn and control.view().over is None:
        await control.go_on()


def shown(told: list[Told]) -> list[str]:
    return [each.beat.headline for each in told]


async def caught_up(client: TableClient, there: Hosting) -> None:
    await until(lambda: client.view() == there.hosted.shown(client.seat).view)


@pytest.mark.asyncio
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_page_stays_when_control_opens_the_next_turn_and_every_cause_can_still_be_read(
    kind: str, size: tuple[int, int]
) -> None:
    async with at_the_table(kind) as (there, mine):
        await to_orders(there.control, mine)
        app = app_for(mine)
        async with app.run_test(size=size) as pilot:
            table = await press(pilot, "1")
            await sheet_given(there.control, mine)
            await came(pilot, table, "All sheets are open")
            model, steady = table.model, TableModel(mine)  # the other looks on and reads everything at once
            steady.tell_all()
            assert len(steady.page) > 1
            before, text = shown(model.page), text_of(app)
            while there.control.view().turn == 1:
                await there.control.go_on()
                await caught_up(mine, there)
                if mine.view().turn == 1:
                    steady.look()
                    steady.tell_all()
            said = await came(pilot, table, "Control has opened turn 2")
            assert "space reads on, s goes there" in said
            assert (shown(model.page), model.view.turn, model.mode) == (before, 1, Mode.REVEAL)
            assert [row for row in text.splitlines() if "sheets are open" in row] == [
                row for row in said.splitlines() if "sheets are open" in row
            ]
            for _ in range(len(model.waiting)):
                await press(pilot, "space")
                assert "Control has opened turn 2" in text_of(app)
            assert shown(model.page) == shown(steady.page)
            for _ in range(3):
                if model.ahead is not None:
                    await press(pilot, "space")
            assert (model.ahead, model.view.turn) == (None, 2)
            assert "Control has opened" not in text_of(app)
            assert model.view == mine.view()


@pytest.mark.asyncio
@pytest.mark.parametrize("kind", KINDS)
async def test_one_key_goes_to_the_turn_that_was_opened_and_the_log_keeps_what_was_not_read(kind: str) -> None:
    async with at_the_table(kind) as (there, mine):
        await to_orders(there.control, mine)
        app = app_for(mine)
        async with app.run_test(size=(120, 36)) as pilot:
            table = await press(pilot, "1")
            await sheet_given(there.control, mine)
            await came(pilot, table, "All sheets are open")
            unread = shown(list(table.model.waiting))
            assert unread
            await opened(there.control, 2)
            await came(pilot, table, "Control has opened turn 2")
            await press(pilot, "s")
            assert (table.model.view.turn, table.model.ahead) == (2, None)
            assert "Control has opened" not in text_of(app)
            assert set(unread) <= set(shown(table.model.log))
            assert table.model.mode in (Mode.CARD, Mode.NEWS)


@pytest.mark.asyncio
@pytest.mark.parametrize("kind", KINDS)
async def test_who_still_reads_when_play_ends_is_told_so_and_reads_on_to_the_end(kind: str) -> None:
    async with at_the_table(kind) as (there, mine):
        control = there.control
        await to_orders(control, mine)
        app = app_for(mine)
        async with app.run_test(size=(80, 24)) as pilot:
            table = await press(pilot, "1")
            await sheet_given(control, mine)
            await came(pilot, table, "All sheets are open")
            before, unread = shown(table.model.page), shown(list(table.model.waiting))
            assert isinstance(await control.ask(Order(CONTROL, EndPlay("the time is up"))), Upheld)
            said = await came(pilot, table, "Play is over")
            assert "space reads on, s goes there" in said
            assert shown(table.model.page) == before
            assert shown(list(table.model.waiting))[: len(unread)] == unread
            for _ in range(len(table.model.waiting) + 1):
                await press(pilot, "space")
            assert table.model.mode is Mode.OVER
            assert "Play is over:" not in text_of(app)


@pytest.mark.asyncio
async def test_a_step_back_is_never_waited_for() -> None:
    async with at_the_table(KINDS[0]) as (there, mine):
        control = there.control
        await to_orders(control, mine)
        model = TableModel(mine, has_reader=True)
        at = len(control.facts())
        await sheet_given(control, mine)
        model.look()
        model.next_beat()
        await opened(control, 2)
        model.look()
        assert model.ahead is not None
        assert isinstance(await control.ask(Order(CONTROL, StepBack(at, "too fast"))), Upheld)
        model.look()
        assert model.ahead is None
        assert (model.view.turn, model.view.step) == (1, Step.ORDERS)
        assert "Control went back" in " ".join(shown(model.page))


@pytest.mark.asyncio
async def test_what_came_between_two_looks_is_queued_up_to_the_next_turn() -> None:
    """Somebody looks at another screen meanwhile: the rest of the reveal comes in one piece with the next turn."""
    async with at_the_table(KINDS[0]) as (there, mine):
        await to_orders(there.control, mine)
        late, steady = TableModel(mine, has_reader=True), TableModel(mine)
        await sheet_given(there.control, mine)
        for model in (late, steady):
            model.look()
            model.next_beat()
        while mine.view().turn == 1:
            steady.look()
            steady.tell_all()
            await there.control.go_on()
        late.look()
        late.tell_all()
        assert late.ahead is not None
        assert shown(late.page)[: len(steady.page)] == shown(steady.page)
        late.follow()
        steady.look()
        assert shown(late.log) == shown(steady.log)
        assert (late.view, late.board.values) == (steady.view, steady.board.values)


@pytest.mark.asyncio
async def test_a_wall_that_nobody_pages_goes_on_with_the_table() -> None:
    async with at_the_table(KINDS[0]) as (there, mine):
        await to_orders(there.control, mine)
        model = TableModel(mine)
        await sheet_given(there.control, mine)
        model.look()
        model.next_beat()
        await opened(there.control, 2)
        model.look()
        assert (model.view.turn, model.ahead) == (2, None)
