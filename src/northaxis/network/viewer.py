"""One browser window that looks at a screen: terminal bytes out, keys and sizes in.

When the window is slow, nothing is queued for it: what it misses is dropped, and once it has caught up it gets the
whole screen anew.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress

from aiohttp import WSMsgType, web

from northaxis.network.gate import Caps, Pace
from northaxis.services.screen_port import ScreenSession

MOST_BEHIND = 256 * 1024
"""Bytes kept for a window; more makes it miss some."""

SMALLEST, LARGEST = (20, 10), (300, 100)
DEFAULT = (120, 36)

LOOK_AGAIN = 1.0
"""Seconds between looks whether the app still runs."""


def clamped(width: object, height: object) -> tuple[int, int]:
    """A terminal's size, made fit to be drawn; what is no number becomes the default."""
    sizes = []
    for given, least, most, default in zip((width, height), SMALLEST, LARGEST, DEFAULT, strict=True):
        number = given if type(given) is int else default
        sizes.append(max(least, min(most, number)))
    return sizes[0], sizes[1]


class Stage:
    """A running screen and the window that looks at it: the newest one, at most."""

    def __init__(self, session: ScreenSession) -> None:
        self.session = session
        self._viewer: Viewer | None = None

    def enter(self, viewer: Viewer, size: tuple[int, int]) -> None:
        """From now on this window looks."""
        self._viewer = viewer
        self.session.attach(viewer.take, *size)

    def leave(self, viewer: Viewer) -> None:
        """This window looks no more; another that has come since stays."""
        if self._viewer is viewer:
            self._viewer = None
            self.session.detach()

    def has(self, viewer: Viewer) -> bool:
        """Whether this window is the one that looks, at a screen that runs."""
        return self._viewer is viewer and self.session.is_running


class Viewer:
    """A socket that looks at a screen. `run` returns when the window is gone or was shown out."""

    def __init__(self, socket: web.WebSocketResponse, stage: Stage, caps: Caps) -> None:
        self._socket, self._stage, self._caps = socket, stage, caps
        self._pending = bytearray()
        self._is_behind = False
        self._wanted = asyncio.Event()

    async def run(self, size: tuple[int, int]) -> None:
        """Show the screen and pass keys on until the end."""
        if self._socket.closed:
            return
        writer = asyncio.create_task(self._write())
        self._stage.enter(self, size)
        try:
            await self._listen()
        finally:
            self._stage.leave(self)
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
                if not self._stage.has(self):
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
                await self._end(1013)
                return
            if self._is_behind:
                self._is_behind = False
                self._stage.session.repaint()

    async def _end(self, code: int) -> None:
        self._stage.leave(self)
        with suppress(ConnectionError, asyncio.TimeoutError):
            await self._socket.close(code=code)

    async def _listen(self) -> None:
        pace, clock = Pace(self._caps.frames_a_second, self._caps.frames_at_once), asyncio.get_running_loop()
        async for frame in self._socket:
            if frame.type is not WSMsgType.TEXT or not pace.takes(clock.time()):
                await self._socket.close(code=1008)
                return
            if self._stage.has(self):
                self._obey(frame.data)

    def _obey(self, text: str) -> None:
        """One frame of terminal.js: `["stdin", keys]`, `["resize", {width, height}]`; others say nothing to us."""
        try:
            plain = json.loads(text)
        except (ValueError, RecursionError):
            return
        match plain:
            case ["stdin", str(keys)]:
                self._stage.session.type(keys)
            case ["resize", {"width": width, "height": height}]:
                self._stage.session.resize(*clamped(width, height))
            case _:
                return
