"""Real dice with two people in control: who did the act is asked; the table never waits for somebody who is gone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from tests.cli.control.desk import AtDesk, at_desk, no_odds
from tests.network.hosting import MIN

from northaxis.cli.control.desk import ControlDesk
from northaxis.cli.venue import HostVenue
from northaxis.domain.control_orders import Argue
from northaxis.domain.facts import Step
from northaxis.domain.orders import Order
from northaxis.services.hosted import ControlDoor
from northaxis.services.lobby import CONTROL_CHAIR, Sitting


@asynccontextmanager
async def by_link(at: AtDesk) -> AsyncIterator[tuple[AtDesk, Sitting]]:
    """A second desk, by control's link, with its window open."""
    there, venue = at.hosting, at.desk.venue
    assert isinstance(venue, HostVenue)
    found, door = there.lobby.find(there.token(CONTROL_CHAIR)), there.door(CONTROL_CHAIR)
    assert found is not None
    assert isinstance(door, ControlDoor)
    sitting = there.hosted.sit(found, lambda _: None)
    second = AtDesk(there, ControlDesk(door, venue, now=there.clock.now, steady=lambda: 0, outlook=no_odds), [0])
    await second.rest()
    try:
        yield second, sitting
    finally:
        there.hosted.rise(sitting)
        await second.desk.close()


async def ready(at: AtDesk) -> None:
    """An argument that the dice are to settle, and dice that are typed in."""
    await at.to(Step.ORDERS)
    await at.door("MIN").ask(Order(MIN, Argue("the bridge stays shut", ("it is mined",))))
    await at.answer()
    await at.type("dice typed", "go on", "rate 1 strong", "effect warning-1")


async def until(is_so: Callable[[], bool]) -> None:
    for _ in range(1_000):
        if is_so():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came to be so")


def asked(at: AtDesk) -> bool:
    return at.prompt == "dice"


async def test_the_console_that_did_the_act_is_asked_whoever_came_last(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as at:
        await ready(at)
        async with by_link(at) as (second, _):
            await at.type("settle dice")
            assert asked(at)
            assert not asked(second)
            assert "it holds" in await at.type("6 6")


async def test_a_line_that_stays_away_hands_the_question_to_whoever_is_there(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as at:
        await ready(at)
        at.desk.venue._patience = 0.1  # type: ignore[attr-defined]  # nobody waits five seconds for a test
        async with by_link(at) as (second, sitting):
            await second.type("settle dice")
            assert asked(second)
            at.hosting.hosted.rise(sitting)
            await until(lambda: asked(at))
            await at.type("6 6")
            assert any("Minsk's argument" in line and "holds" in line for line in at.lines)


async def test_one_who_leaves_hands_the_question_on_and_stop_leaves_it_undone(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as at:
        await ready(at)
        async with by_link(at) as (second, _):
            await second.type("settle dice")
            second.desk.leave()
            await until(lambda: asked(at))
            await at.type("stop")
            assert not asked(at)
            assert "it holds" in await at.type("settle dice", "6 6")


async def test_with_nobody_there_any_more_the_act_is_not_done_and_the_table_is_free(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as at:
        await ready(at)
        at.desk.venue._patience = 0.1  # type: ignore[attr-defined]  # nobody waits five seconds for a test
        async with by_link(at) as (second, sitting):
            await at.desk.close()
            await second.type("settle dice")
            assert asked(second)
            at.hosting.hosted.rise(sitting)
            await until(lambda: any("the dice were not typed in, so nothing was done" in one for one in second.lines))
            async with asyncio.timeout(5):
                assert await at.hosting.hosted.whole(lambda table: table.types_dice)
