"""Who comes to a socket that speaks TLS: counted before anything is made for them, and only greeted when they greet.

A connection that says nothing, or half of a greeting, costs a counter, a timer and a task that waits; what begins with
a request in the clear gets one sentence and no redirect. Nothing of it is logged: it may be the beginning of a link.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress

from aiohttp import web

from northaxis.network.answers import in_the_clear
from northaxis.network.gate import Crowd, Gate, Visit

HANDSHAKE = 0x16
"""The first byte of every greeting of TLS (RFC 8446 5.1)."""

HEAD = 5
"""Bytes before the greeting itself: its kind, a version, its length."""

LONGEST = 1 << 14
"""Bytes of the longest greeting that one record may hold."""

SECONDS_TO_PART = 2.0
"""How long a connection that is closed waits for the other side to say so too."""


class Arrivals:
    """Takes in connections and hands those that have shaken hands to a gate. Made in a running loop; `close` it."""

    def __init__(
        self, door: socket.socket, crowd: Crowd, make: Callable[[], web.RequestHandler], context: ssl.SSLContext
    ) -> None:
        self._door, self._crowd, self._make, self._context = door, crowd, make, context
        self._coming: set[asyncio.Task[None]] = set()
        door.setblocking(False)
        self._accepting = asyncio.get_running_loop().create_task(self._accept())

    def close(self) -> None:
        """Take in nobody any more; who is between the street and the gate is shut out."""
        self._accepting.cancel()
        for task in self._coming:
            task.cancel()
        self._door.close()

    async def _accept(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                came, peer = await loop.sock_accept(self._door)
            except OSError:
                await asyncio.sleep(0.1)  # it went before it was taken, or there are no files left for now
                continue
            source = str(peer[0])
            if not self._crowd.has_room(source):
                came.close()
                continue
            task = loop.create_task(self._take_in(came, source))
            self._coming.add(task)
            task.add_done_callback(self._coming.discard)

    async def _take_in(self, came: socket.socket, source: str) -> None:
        """From the first byte to the gate, or to the end."""
        task = asyncio.current_task()
        assert task is not None
        visit = Visit(self._crowd, source, task.cancel)
        try:
            if await _greets(came):
                await self._shake_hands(came, visit)
                return
            await _answer_in_the_clear(came)
        except (OSError, asyncio.CancelledError):
            pass
        came.close()
        visit.leave()

    async def _shake_hands(self, came: socket.socket, visit: Visit) -> None:
        """The library's handshake; from its end on the connection is the gate's. It ends what does not come to one."""
        seconds = self._crowd.caps.seconds_to_show_a_link
        try:
            await asyncio.get_running_loop().connect_accepted_socket(
                lambda: Gate(self._crowd, self._make, visit),
                came,
                ssl=self._context,
                ssl_handshake_timeout=seconds,
                ssl_shutdown_timeout=SECONDS_TO_PART,
            )
        except (OSError, asyncio.CancelledError):
            visit.leave()


async def _greets(came: socket.socket) -> bool:
    """Whether a whole greeting of TLS has come. Until then the system keeps its bytes, and nothing is made for it."""
    first = await _look(came, 1)
    if first[:1] != bytes([HANDSHAKE]):
        return False
    head = await _look(came, HEAD)
    length = int.from_bytes(head[3:HEAD], "big")
    if len(head) < HEAD or not 0 < length <= LONGEST:
        raise ConnectionError("no greeting")
    whole = await _look(came, HEAD + length)
    if len(whole) < HEAD + length:
        raise ConnectionError("half a greeting")
    came.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, 1)
    return True


async def _look(came: socket.socket, count: int) -> bytes:
    """The first bytes that have come, left where they are; waits for so many, or for the end of what is sent."""
    came.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, count)
    loop, ready = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(came, ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(came)
    with suppress(BlockingIOError):
        return came.recv(count, socket.MSG_PEEK)
    return b""


async def _answer_in_the_clear(came: socket.socket) -> None:
    """One sentence to who asks in the clear. What was asked is taken off the line, or the answer would not arrive."""
    loop = asyncio.get_running_loop()
    asked = await loop.sock_recv(came, 1 << 16)
    if not asked[:1].isalpha():
        return
    await loop.sock_sendall(came, in_the_clear())
    came.shutdown(socket.SHUT_WR)
    async with asyncio.timeout(SECONDS_TO_PART):
        while await loop.sock_recv(came, 1 << 16):
            pass
