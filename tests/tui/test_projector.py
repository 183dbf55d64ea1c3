"""The wall: what the whole room works on, in large type; it fits whatever the window and shows nothing secret."""

from __future__ import annotations

import pytest
from tests.network.hosting import hosted_table, seat, to_orders
from tests.tui.test_room import control_of, door
from tests.tui.test_t2_table import text_of
from textual.pilot import Pilot

from northaxis.domain.control_orders import MoveClock
from northaxis.domain.facts import Step
from northaxis.domain.ids import CONTROL
from northaxis.domain.orders import GO_ON, Order
from northaxis.services.client import TimeLeft
from northaxis.services.hosted import ControlDoor, HostedClient
from northaxis.services.lobby import PROJECTOR_CHAIR
from northaxis.tui.control.app import ProjectorApp
from northaxis.tui.ink import plain
from northaxis.tui.screens.projector import LOUD, ProjectorScreen
from northaxis.tui.settings import Settings
from northaxis.tui.table.telling import beat_lines
from northaxis.tui.widgets.large_type import large

SIZES = [(60, 18), (80, 24), (104, 31), (142, 36)]


def in_large(text: str, shown: str) -> bool:
    """Whether the words stand there in large type."""
    return all(row[0][0].rstrip() in shown for row in large(text))


async def seen(pilot: Pilot[None], words: str) -> str:
    """The wall as soon as it says something."""
    for _ in range(200):
        await pilot.pause(0.02)
        text = text_of(pilot.app)  # type: ignore[arg-type]
        if words in text:
            return text
    raise AssertionError(f"{words!r} never came:\n{text}")


async def to_step(control: ControlDoor, step: Step) -> None:
    while control.view().step is not step:
        await control.ask(GO_ON)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_card_on_the_table_can_be_read_on_every_wall(size: tuple[int, int]) -> None:
    async with hosted_table("S2", ("VIL",), seed="try") as (hosted, lobby, _, _clock):
        control = control_of(hosted, lobby)
        app = ProjectorApp(door(hosted, lobby, PROJECTOR_CHAIR), Settings(motion=False))
        async with app.run_test(size=size) as pilot:
            await to_step(control, Step.INJECT)
            text = await seen(pilot, "No longer an option")
            assert "fuel in the depots" in " ".join(text.split())
            assert "VIL chooses" in text
            assert "waiting for 1 seat" in text
            assert in_large("CARD", text)
            assert "w why" not in text, "nobody stands at the wall to press a key"


async def test_the_wall_shows_the_demands_while_they_are_worked_on_and_not_what_is_over() -> None:
    async with hosted_table("S2", ("MIN",), seed="try") as (hosted, lobby, _, _clock):
        control = control_of(hosted, lobby)
        app = ProjectorApp(door(hosted, lobby, PROJECTOR_CHAIR), Settings(motion=False))
        async with app.run_test(size=(104, 31)) as pilot:
            await to_orders(control, door(hosted, lobby, seat("MIN")))
            text = await seen(pilot, "Directors want their markets")
            assert in_large("ORDERS", text)
            assert "Chose" not in text


@pytest.mark.parametrize("size", [(80, 24), (104, 31)], ids=str)
async def test_the_latest_cause_of_a_reveal_stands_whole_on_the_wall(size: tuple[int, int]) -> None:
    async with hosted_table("S2", ("MIN",), seed="try") as (hosted, lobby, _, _clock):
        control = control_of(hosted, lobby)
        app = ProjectorApp(door(hosted, lobby, PROJECTOR_CHAIR), Settings(motion=False))
        async with app.run_test(size=size) as pilot:
            await to_step(control, Step.TURN_END)
            await seen(pilot, "turn 1 of 5")
            wall = app.screen
            assert isinstance(wall, ProjectorScreen)
            await pilot.pause(0.2)
            latest = beat_lines(wall.model.game, wall.model.page[-1].beat, size[0] - 8)
            text = await seen(pilot, plain(latest[0]).strip())
            assert all(plain(row).strip() in text for row in latest)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_while_sheets_are_written_the_wall_says_how_many_are_sealed_and_shows_every_demand(
    size: tuple[int, int],
) -> None:
    async with hosted_table("S2", ("MIN",), seed="try") as (hosted, lobby, _, _clock):
        control = control_of(hosted, lobby)
        app = ProjectorApp(door(hosted, lobby, PROJECTOR_CHAIR), Settings(motion=False))
        async with app.run_test(size=size) as pilot:
            await to_orders(control, door(hosted, lobby, seat("MIN")))
            text = await seen(pilot, "sheets are sealed")
            assert "Directors want their markets" in text
            assert "Switch the relays" in text or "Host the exercise" in text
            if size == (142, 36):
                assert in_large("8 OF 9", await seen(pilot, large("8 OF 9")[0][0][0].strip()))
                assert "Write your orders and seal the sheet" in text


async def test_in_the_second_turn_the_wall_recalls_the_first_and_every_line_keeps_its_outcome() -> None:
    async with hosted_table("S2", ("MIN",), seed="try") as (hosted, lobby, _, _clock):
        control, own = control_of(hosted, lobby), door(hosted, lobby, seat("MIN"))
        app = ProjectorApp(door(hosted, lobby, PROJECTOR_CHAIR), Settings(motion=False))
        async with app.run_test(size=(120, 36)) as pilot:
            await to_orders(control, own)
            while control.view().turn == 1:
                await control.ask(GO_ON)
            await to_orders(control, own)
            text = await seen(pilot, "TURN 1 CAME TO THIS   the last 6 of")
            assert "ASKED OF MINSK" in text
            assert text.count(": it works") + text.count(": it fails") >= 3


async def test_the_wall_says_in_large_type_that_the_time_runs_out_and_that_it_is_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    left = [TimeLeft(300, paused=False, warned=False)]
    monkeypatch.setattr(HostedClient, "time_left", lambda self: left[0])
    async with hosted_table("S2", ("MIN",), seed="try") as (hosted, lobby, _, _clock):
        control = control_of(hosted, lobby)
        app = ProjectorApp(door(hosted, lobby, PROJECTOR_CHAIR), Settings(motion=False))
        async with app.run_test(size=(104, 31)) as pilot:
            await to_orders(control, door(hosted, lobby, seat("MIN")))
            assert in_large("ORDERS", await seen(pilot, "sheets are sealed"))
            wall = app.screen
            assert isinstance(wall, ProjectorScreen)
            for seconds, sign, words in ((40, "TIME RUNS OUT", "runs out: 0:40 left."), (-1, "TIME IS UP", "is over.")):
                left[0] = TimeLeft(seconds, paused=False, warned=True)
                wall._tick()
                assert in_large(sign, await seen(pilot, words))
            for _ in range(LOUD):
                wall._tick()
            await pilot.pause(0.1)
            assert in_large("ORDERS", await seen(pilot, "The time for the orders is over."))


async def test_the_wall_tells_controls_warning_and_fills_itself_while_demands_are_made() -> None:
    async with hosted_table("S2", ("MOS",), seed="try") as (hosted, lobby, _, _clock):
        control = control_of(hosted, lobby)
        app = ProjectorApp(door(hosted, lobby, PROJECTOR_CHAIR), Settings(motion=False))
        async with app.run_test(size=(104, 31)) as pilot:
            await to_step(control, Step.DEMANDS)
            await seen(pilot, "each ask one thing of")
            await control.ask(Order(CONTROL, MoveClock("warn", 65)))
            text = await seen(pilot, "Control said that the time runs out, 1:05 left.")
            rows = text.splitlines()
            assert all(row.strip(" ▏│") for row in rows[-8:-4]), "the lower third is not empty"
            assert all(len(row.rstrip()) <= 102 for row in rows[10:24]), "nothing stands at the edge of the glass"
