"""One browser window that looks at a screen: terminal bytes out, keys and sizes in.

When the window is slow, nothing is queued for it: what it misses is dropped, and once it has caught up it gets the
whole screen anew.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress

from aiohttp import WSMsgType, web

from northaxis.network.gate import Caps, Pace
from northaxis.services.screen_port import ScreenSession, clamped

MOST_BEHIND = 256 * 1024
"""Bytes kept for a window; more makes it miss some."""

DEFAULT = (120, 36)

LOOK_AGAIN = 1.0
"""Seconds between looks whether the app still runs."""


def asked_size(width: object, height: object) -> tuple[int, int]:
    """The size a window asks for, within what a screen is given; what is no number becomes the default."""
    return clamped(*(n if type(n) is int else usual for n, usual in zip((width, height), DEFAULT, strict=True)))


class Viewer:
    """A socket that looks at a screen. `run` returns when the window is gone or was shown out.

    The newest window wins; what an older one still types until it has gone reaches the same seat.
    """

    def __init__(
        self, socket: web.WebSocketResponse, cut: Callable[[], None], session: ScreenSession, caps: Caps
    ) -> None:
        """`cut` ends the connection at once, when nothing can be said on it any more."""
        self._socket, self._cut, self._session, self._caps = socket, cut, session, caps
        self._pending = bytearray()
        self._is_behind = False
        self._wanted = asyncio.Event()

    async def run(self, size: tuple[int, int]) -> None:
        """Show the screen and pass keys on until the end."""
        if self._socket.closed:
            return
        writer = asyncio.create_task(self._write())
        self._session.attach(self.take, *size)
        try:
            await self._listen()
        finally:
            self._session.detach(self.take)
            writer.cancel()
            with suppress(asyncio.CancelledError):
                await writer

    def take(self, data: bytes) -> None:
        """Terminal output from the screen; never waits."""
        if self._is_behind:
            return
        if len(self._pending) + len(data) > MOST_BEHIND:
            self._is_behind = True
            self._pending.clear()
        else:
            self._pending += data
        self._wanted.set()

    async def _write(self) -> None:
        """Send what there is, as fast as the window takes it. A window that takes nothing is closed."""
        while True:
            try:
                async with asyncio.timeout(LOOK_AGAIN):
                    await self._wanted.wait()
            except TimeoutError:
                if not self._session.is_running:
                    await self._end(1012)  # the app has ended; the page asks for another
                    return
                continue
            self._wanted.clear()
            data = bytes(self._pending)
            self._pending.clear()
            try:
                async with asyncio.timeout(self._caps.seconds_to_take_news):
                    if data:
                        await self._socket.send_bytes(data)
            except (TimeoutError, ConnectionError):
                self._session.detach(self.take)
                self._cut()
                return
            if self._is_behind:
                self._is_behind = False
                self._session.repaint()

    async def _end(self, code: int) -> None:
        self._session.detach(self.take)
        with suppress(ConnectionError, asyncio.TimeoutError):
            await self._socket.close(code=code)

    async def _listen(self) -> None:
        pace, clock = Pace(self._caps.frames_a_second, self._caps.frames_at_once), asyncio.get_running_loop()
        async for frame in self._socket:
            if frame.type is not WSMsgType.TEXT or not pace.takes(clock.time()):
                await self._socket.close(code=1008)
                return
            self._obey(frame.data)

    def _obey(self, text: str) -> None:
        """One frame of terminal.js: `["stdin", keys]`, `["resize", {width, height}]`; others say nothing to us."""
        try:
            plain = json.loads(text)
        except (ValueError, RecursionError):
            return
        match plain:
            case ["stdin", str(keys)]:
                self._session.type(keys)
            case ["resize", {"width": width, "height": height}]:
                self._session.resize(*asked_size(width, height))
            case _:
                return
