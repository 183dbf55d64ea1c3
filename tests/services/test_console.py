"""Control's view in words, and the places it can step back to: pure, over journals that were really played."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from tests.network.hosting import KYI, MIN, hosted_table, seat, to_orders

from northaxis.domain.control_orders import MoveClock, Note, Request, SettleRequest, Stack, StepBack
from northaxis.domain.facts import Step
from northaxis.domain.ids import CONTROL, ActionId
from northaxis.domain.orders import GO_ON, Order, Place, Seal
from northaxis.domain.views_control import control_view
from northaxis.journal.envelope import Entry
from northaxis.services.console import Console, Timed, coming, console_of, order_key, orders_ahead
from northaxis.services.hosted import ControlDoor, HostedClient, HostedTable
from northaxis.services.in_memory import SetClock
from northaxis.services.lobby import HOUSE, Lobby
from northaxis.services.table import Table
from northaxis.services.way_back import last_act, places

MINUTE = 60_000


class Room:
    """A hosted table, control's door, two players' doors, and its clock."""

    def __init__(self, hosted: HostedTable, lobby: Lobby, clock: SetClock) -> None:
        self.hosted, self.lobby, self.clock = hosted, lobby, clock
        control = hosted.door(HOUSE)
        assert isinstance(control, ControlDoor)
        self.control = control

    def door(self, name: str) -> HostedClient:
        found = self.lobby.find(self.lobby.link(seat(name)).token)
        assert found is not None
        return self.hosted.door(found)

    async def table(self) -> Table:
        await self.hosted.rest()
        return await self.hosted.whole(lambda table: table)

    async def console(self) -> Console:
        table = await self.table()
        timed: list[Timed] = list(zip(table.times(), table.facts, strict=True))
        return console_of(table.state, timed, self.lobby.presence(), self.clock.now(), "")

    async def commands(self) -> list[str]:
        entries: list[Entry] = list((await self.table()).store.entries())
        return [entry.command for entry in entries]


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    async with hosted_table("S2", ("MIN", "KYI")) as (hosted, lobby, _, clock):
        yield Room(hosted, lobby, clock)


async def test_seats_owe_what_the_view_of_control_says(room: Room) -> None:
    await to_orders(room.control, room.door("MIN"), room.door("KYI"))
    console, table = await room.console(), await room.table()
    owed = {line.seat: line.owes for line in console.seats if line.owes}
    assert owed == {MIN: "its sheet", KYI: "its sheet"}
    assert console.owed == len(control_view(table.state).owes) == 2
    await room.door("MIN").ask(Order(MIN, Seal()))
    lines = {line.seat: line for line in (await room.console()).seats}
    assert (lines[MIN].status, lines[MIN].owes) == ("sealed", "")
    assert lines[KYI].status == "blank sheet"


async def test_a_seat_is_quiet_since_its_last_word_or_since_the_step_began(room: Room) -> None:
    await to_orders(room.control, room.door("MIN"), room.door("KYI"))
    room.clock.move(5 * MINUTE)
    await room.door("KYI").ask(Order(KYI, Request("how long?")))
    room.clock.move(2 * MINUTE)
    lines = {line.seat: line for line in (await room.console()).seats}
    assert (lines[MIN].quiet, lines[KYI].quiet) == (7, 2)
    assert not any(line.quiet for line in lines.values() if line.is_bot)
    await room.door("MIN").ask(Order(MIN, Seal()))
    assert {line.seat: line.quiet for line in (await room.console()).seats}[MIN] == 0


async def test_the_oldest_request_comes_first_and_goes_when_it_is_answered(room: Room) -> None:
    await room.control.ask(GO_ON)
    await room.door("KYI").ask(Order(KYI, Request("first")))
    room.clock.move(3 * MINUTE)
    await room.door("MIN").ask(Order(MIN, Request("second")))
    needs = (await room.console()).needs
    assert [(need.detail, need.minutes) for need in needs] == [("first", 3), ("second", 0)]
    request = (await room.table()).state.room.requests[0].id
    await room.control.ask(Order(CONTROL, SettleRequest(request, "answered", "soon")))
    assert [need.detail for need in (await room.console()).needs] == ["second"]


async def test_the_queue_begins_with_what_each_deck_would_give_and_names_what_is_held(room: Room) -> None:
    await room.control.ask(GO_ON)
    table = await room.table()
    nexts = [queue.next_up for queue in control_view(table.state).queues if queue.next_up is not None]
    found = coming(table.state)
    assert [one.card for one in found if one.is_next] == nexts == [one.card for one in found[: len(nexts)]]
    assert len({one.card for one in found}) == len(found)
    await room.control.ask(Order(CONTROL, Stack(nexts[0], "aside", "too early")))
    held = [one.card for one in coming((await room.table()).state) if one.is_aside]
    assert held == [nexts[0]]
    assert not any(one.is_next and one.card == nexts[0] for one in coming((await room.table()).state))


async def test_only_orders_that_are_still_to_come_can_be_ruled_on(room: Room) -> None:
    await to_orders(room.control, room.door("MIN"), room.door("KYI"))
    assert not list(orders_ahead((await room.table()).state))
    await room.door("MIN").ask(Order(MIN, Place(ActionId("MIN-PAY"))))
    for name in (MIN, KYI):
        await room.door(name).ask(Order(name, Seal()))
    await room.control.ask(GO_ON)
    ahead = [order_key(order) for _, order in orders_ahead((await room.table()).state)]
    assert "MIN-PAY" in ahead
    while (await room.table()).state.step is Step.ADJUDICATE:
        await room.control.ask(GO_ON)
    assert not list(orders_ahead((await room.table()).state))


async def test_places_are_whole_commands_that_stand(room: Room) -> None:
    await to_orders(room.control, room.door("MIN"), room.door("KYI"))
    table = await room.table()
    found = places(table.game, table.facts, await room.commands())
    assert found[-1].to == len(table.facts)
    assert [place.first for place in found] == [1, *(place.to + 1 for place in found[:-1])]
    assert all(place.words for place in found)
    back = found[-4].to
    await room.control.ask(Order(CONTROL, StepBack(back, "a slip")))
    table = await room.table()
    after = places(table.game, table.facts, await room.commands())
    count = len(found) - 3
    assert after[:count] == found[:count]
    assert "a slip" in after[count].words, "and then whatever bots do again"
    assert not {place.to for place in after} & {place.to for place in found[-3:]}


async def test_the_last_act_is_controls_own_and_neither_clock_nor_note(room: Room) -> None:
    table = await room.table()
    assert last_act(places(table.game, table.facts, await room.commands())) is None
    await room.control.ask(GO_ON)
    moved = len((await room.table()).facts)
    await room.control.ask(Order(CONTROL, MoveClock("pause")))
    await room.control.ask(Order(CONTROL, Note("free", "they are slow")))
    await room.door("KYI").ask(Order(KYI, Request("hello?")))
    table = await room.table()
    found = last_act(places(table.game, table.facts, await room.commands()))
    assert found is not None
    assert found.to < moved
    assert found.words.startswith("Control moved on")
    assert found.others >= 1
    await room.control.ask(Order(CONTROL, StepBack(found.to, "too early")))
    table = await room.table()
    assert table.state.step is Step.SETUP
    assert last_act(places(table.game, table.facts, await room.commands())) is None
