"""Browser windows: one screen a seat that goes on while nobody looks, sane sizes, slow windows repainted."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from tests.network.hosting import Hosting, PaperScreen, hosting, seat
from tests.network.test_wire import until

from northaxis.network.gate import Caps
from northaxis.network.viewer import MOST_BEHIND, asked_size
from northaxis.services.lobby import OBSERVER_CHAIR, Chair


@asynccontextmanager
async def window(there: Hosting, chair: Chair, query: str = "width=100&height=30") -> AsyncIterator[Window]:
    url = f"{there.url(chair).replace('http', 'ws')}/screen?{query}"
    origin = {"Origin": there.base}
    async with aiohttp.ClientSession() as session, session.ws_connect(url, headers=origin, max_msg_size=0) as socket:
        yield Window(socket)


class Window:
    """A browser's side."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def type(self, keys: str) -> None:
        await self.socket.send_str(json.dumps(["stdin", keys]))

    async def sees(self, words: bytes) -> None:
        """Read until these bytes have come."""
        seen = b""
        async with asyncio.timeout(60):
            while words not in seen:
                frame = await self.socket.receive()
                assert frame.type is aiohttp.WSMsgType.BINARY, frame
                seen += frame.data

    async def closed_with(self) -> int | None:
        async with asyncio.timeout(60):
            async for _ in self.socket:
                pass
        return self.socket.close_code


async def only_screen(there: Hosting) -> PaperScreen:
    await until(lambda: len(there.screens.opened) > 0)
    assert len(there.screens.opened) == 1
    return there.screens.opened[0]


async def test_keys_and_sizes_go_in_and_the_screen_comes_out() -> None:
    async with hosting() as there, window(there, seat("MIN")) as minsk:
        screen = await only_screen(there)
        await minsk.sees(b"whole:")
        await minsk.type("zażółć")
        await minsk.sees("keys:zażółć".encode())
        await minsk.socket.send_str('["resize",{"width":90,"height":25}]')
        await until(lambda: screen.size == (90, 25))
        assert screen.sizes[0] == (100, 30)


async def test_a_reload_finds_the_half_typed_order() -> None:
    async with hosting() as there:
        async with window(there, seat("MIN")) as minsk:
            await minsk.type("half a sent")
            await minsk.sees(b"half a sent")
        await until(lambda: not there.lobby.is_here(seat("MIN")))
        async with window(there, seat("MIN")) as again:
            await again.sees(b"whole:half a sent")
        assert (await only_screen(there)).is_running


async def test_the_newest_window_gets_the_same_screen_and_the_older_one_is_told_why() -> None:
    async with hosting() as there, window(there, seat("MIN")) as first:
        await first.type("mine")
        await first.sees(b"mine")
        async with window(there, seat("MIN")) as second:
            await second.sees(b"whole:mine")
            assert await first.closed_with() == 4001
            await second.type("more")
            await second.sees(b"more")
        await only_screen(there)


async def test_a_reissued_link_closes_its_window_and_its_screen() -> None:
    async with hosting() as there, window(there, seat("MIN")) as minsk:
        screen = await only_screen(there)
        await there.control.reissue(seat("MIN"))
        assert await minsk.closed_with() == 4003
        await until(lambda: not screen.is_running)


async def test_an_app_that_has_ended_makes_room_for_another() -> None:
    async with hosting() as there, window(there, seat("MIN")) as minsk:
        (await only_screen(there)).is_running = False
        assert await minsk.closed_with() == 1012
        async with window(there, seat("MIN")) as again:
            await again.sees(b"whole:")
        assert len(there.screens.opened) == 2


async def test_onlookers_have_a_screen_each_and_it_ends_with_the_window() -> None:
    async with hosting(caps=Caps(onlookers=2)) as there:
        async with window(there, OBSERVER_CHAIR) as one, window(there, OBSERVER_CHAIR) as two:
            await one.sees(b"whole:")
            await two.sees(b"whole:")
            assert len(there.screens.opened) == 2
            with pytest.raises(aiohttp.WSServerHandshakeError, match="503"):
                async with window(there, OBSERVER_CHAIR):
                    pass
        await until(lambda: not any(screen.is_running for screen in there.screens.opened))


async def test_a_window_that_falls_behind_misses_some_and_is_painted_whole_when_it_has_caught_up() -> None:
    async with hosting() as there, window(there, seat("MIN")) as minsk:
        screen = await only_screen(there)
        await minsk.sees(b"whole:")
        painted = screen.repaints
        for _ in range(400):
            screen.paint(b"x" * 10_000)
        got = 0
        async with asyncio.timeout(20):
            while True:
                data = (await minsk.socket.receive()).data
                got += len(data)
                if b"whole:" in data:
                    break
        assert screen.repaints == painted + 1
        assert got < 400 * 10_000 / 4
        assert MOST_BEHIND < 400 * 10_000


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ((80, 24), (80, 24)),
        ((1, 1), (20, 10)),
        ((10**9, 10**9), (300, 100)),
        ((-5, 0), (20, 10)),
        ((None, "80"), (120, 36)),
        ((True, 2.5), (120, 36)),
    ],
)
def test_a_size_is_made_fit_to_be_drawn(asked: tuple[object, object], given: tuple[int, int]) -> None:
    assert asked_size(*asked) == given


async def test_sizes_and_frames_that_are_nonsense_do_no_harm() -> None:
    async with hosting() as there, window(there, seat("MIN"), "width=999999999999&height=abc") as minsk:
        screen = await only_screen(there)
        assert screen.size == (120, 36)
        for frame in (
            "",
            "[]",
            "{}",
            '["stdin"]',
            '["stdin",5]',
            '["resize",{}]',
            '["resize",{"width":[],"height":{}}]',
        ):
            await minsk.socket.send_str(frame)
        await minsk.socket.send_str("[" * 10_000)
        await minsk.type("ok")
        await minsk.sees(b"keys:ok")
        await minsk.socket.send_str('["stdin","' + "x" * 20_000 + '"]')
        assert await minsk.closed_with() in (1009, 1006)
        assert screen.is_running
