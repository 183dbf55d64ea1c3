"""The ends of a hosted table's lines, which keep every byte: a socket of the wire, a browser window, all pages."""

from __future__ import annotations

import asyncio
import re
from contextlib import AsyncExitStack, suppress

import aiohttp
from tests.network.asking import UPGRADE, ask
from tests.network.hosting import Hosting
from tests.tui.browser.glass import Glass

from northaxis.network.wire import VERSION
from northaxis.services.lobby import OBSERVER_CHAIR, Chair

WIDTH, HEIGHT = 120, 36
HELLO = f'{{"type":"hello","version":{VERSION},"rules":""}}'
PATHS = ("", "/qr.svg?chair=seat.MIN.1", "/page.css", "/seat.js", "/seat", "/screen", "/nothing")


class Ear:
    """A chair's socket in the wire protocol; keeps every frame as it came."""

    def __init__(self, there: Hosting, chair: Chair) -> None:
        self._there, self._chair = there, chair
        self.frames: list[str] = []
        self._stack = AsyncExitStack()
        self._task: asyncio.Task[None] | None = None
        self._echo = asyncio.Event()

    async def open(self) -> Ear:
        session = await self._stack.enter_async_context(aiohttp.ClientSession())
        url = f"{self._there.url(self._chair).replace('http', 'ws', 1)}/seat"
        self._socket = await self._stack.enter_async_context(session.ws_connect(url, max_msg_size=0, autoping=False))
        self._task = asyncio.create_task(self._listen())
        await self._socket.send_str(HELLO)
        await self._heard('"type":"whole"', 1)
        return self

    async def ask(self, command: str, order: str) -> str:
        """Put an order; the frame with its ruling."""
        await self.send(f'{{"type":"ask","command":"{command}","order":"{order}"}}')
        return await self._heard(f'"command":"{command}"', 1)

    async def resync(self) -> None:
        """Ask for the whole again and get it."""
        before = sum('"type":"whole"' in frame[:40] for frame in self.frames)
        await self.send('{"type":"resync"}')
        await self._heard('"type":"whole"', before + 1)

    async def _heard(self, what: str, times: int) -> str:
        async with asyncio.timeout(30):
            while True:
                found = [frame for frame in self.frames if what in frame[:80]]
                if len(found) >= times:
                    return found[-1]
                await asyncio.sleep(0.001)

    async def echo(self) -> None:
        """Until the server has answered, behind all that it had sent before; at once when the line is closed."""
        self._echo.clear()
        with suppress(ConnectionError, aiohttp.ClientError):
            await self._socket.ping()
            await self._echo.wait()

    async def send(self, text: str) -> None:
        with suppress(ConnectionError, aiohttp.ClientError):
            await self._socket.send_str(text)

    async def close(self) -> None:
        await self._stack.aclose()
        if self._task is not None:
            await self._task

    async def _listen(self) -> None:
        async for frame in self._socket:
            match frame.type:
                case aiohttp.WSMsgType.TEXT:
                    self.frames.append(frame.data)
                case aiohttp.WSMsgType.PING:
                    await self._socket.pong(frame.data)
                case _:
                    self._echo.set()
        self.frames.append(f"closed {self._socket.close_code}")
        self._echo.set()


class Pane:
    """A chair's browser window: the bytes of its screen on a terminal of glass."""

    def __init__(self, there: Hosting, chair: Chair) -> None:
        self._there, self._chair, self.glass = there, chair, Glass(WIDTH, HEIGHT)
        self._stack = AsyncExitStack()
        self._task: asyncio.Task[None] | None = None

    async def open(self) -> Pane:
        session = await self._stack.enter_async_context(aiohttp.ClientSession(headers={"Origin": self._there.base}))
        url = f"{self._there.url(self._chair)}/screen?width={WIDTH}&height={HEIGHT}"
        self.socket = await self._stack.enter_async_context(session.ws_connect(url))
        self._task = asyncio.create_task(self._listen())
        return self

    async def close(self) -> None:
        await self._stack.aclose()
        if self._task is not None:
            await self._task

    async def _listen(self) -> None:
        async for frame in self.socket:
            if isinstance(frame.data, bytes):
                self.glass.send(frame.data)


async def get(there: Hosting, path: str, method: str = "GET", body: bytes = b"", origin: bool = False) -> str:
    """All of an HTTP answer but its date and our port."""
    headers = [("Host", f"127.0.0.1:{there.port}")] + ([("Origin", there.base)] if origin else [])
    _, text = await ask(there.port, method, path, headers, body)
    return plain(there, text)


def plain(there: Hosting, text: str) -> str:
    return re.sub(r"\r\nDate: [^\r]*", "", text).replace(f":{there.port}", ":PORT")


async def pages(there: Hosting, chair: Chair) -> list[str]:
    """What somebody gets who asks for everything there is to ask for."""
    paths = ("/", "/favicon.ico", f"/s/{'0' * 28}", f"/s/{'0' * 28}/seat", *(there.path(chair, end) for end in PATHS))
    found = [await get(there, path) for path in paths]
    found += [await get(there, "/", method) for method in ("HEAD", "POST", "PUT")]
    found.append(await get(there, "/join", "POST", b"code=WRONG-CODE", origin=True))
    _, text = await ask(
        there.port, "GET", there.path(OBSERVER_CHAIR, "/seat"), [("Host", f"127.0.0.1:{there.port}"), *UPGRADE]
    )
    return [*found, plain(there, text)]
