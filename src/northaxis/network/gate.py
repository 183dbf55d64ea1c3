"""What stands before the server: counts connections, makes nothing for those that say nothing, ends those with no link.

A connection has a few seconds to show a valid link; until then it has cost a counter and a timer. Public asyncio only.
"""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web

MOST_UNSENT = 32 * 1024
"""Bytes that the system keeps for one connection that does not take them; more would hide that it has stalled."""

MOST_BEHIND_TLS = 1
"""Bytes that the TLS of one connection may hold back. It holds none until the line below has its fill, so that those
are the first of which it is known that they are not taken."""


@dataclass(frozen=True, slots=True)
class Caps:
    """How much of everything there may be at once."""

    connections: int = 600
    per_source: int = 120
    strangers: int = 150
    """Connections that have not shown a valid link (yet)."""
    strangers_per_source: int = 40
    seconds_to_show_a_link: float = 5.0
    sockets: int = 260
    """Open seats, screens and onlookers together."""
    sockets_per_source: int = 90
    onlookers: int = 60
    """Windows of observers and projectors together: each is a screen of its own."""
    screen_frame: int = 16 * 1024
    frames_a_second: float = 60.0
    frames_at_once: int = 400
    seconds_to_take_news: float = 20.0
    seconds_to_take_rules: float = 120.0
    seconds_to_come_back: float = 60.0
    """For control in lines, before its session ends."""


@dataclass(slots=True)
class Crowd:
    """Who is connected: all and strangers, in all and by source."""

    caps: Caps
    all: Counter[str] = field(default_factory=Counter)
    strangers: Counter[str] = field(default_factory=Counter)

    def has_room(self, source: str) -> bool:
        """Whether one more connection may come from there."""
        caps = self.caps
        return (
            self.all.total() < caps.connections
            and self.all[source] < caps.per_source
            and self.strangers.total() < caps.strangers
            and self.strangers[source] < caps.strangers_per_source
        )

    def note(self, counter: Counter[str], source: str, by: int) -> None:
        """One more or one less."""
        counter[source] += by
        if counter[source] <= 0:
            del counter[source]


class Visit:
    """One connection as the crowd counts it: a stranger with a few seconds, until it has shown a valid link."""

    def __init__(self, crowd: Crowd, source: str, too_late: Callable[[], object]) -> None:
        """Counted from now on; `too_late` ends the connection when it has shown no link in time."""
        self.source, self.too_late = source, too_late
        self._crowd, self._is_stranger, self.is_over = crowd, True, False
        crowd.note(crowd.all, source, 1)
        crowd.note(crowd.strangers, source, 1)
        seconds = crowd.caps.seconds_to_show_a_link
        self._timer: asyncio.TimerHandle | None = asyncio.get_running_loop().call_later(seconds, self._end)

    def let_in(self) -> None:
        """It has shown a valid link."""
        if self._is_stranger:
            self._is_stranger = False
            self._crowd.note(self._crowd.strangers, self.source, -1)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def leave(self) -> None:
        """It has gone. Twice is fine."""
        self.let_in()
        if not self.is_over:
            self.is_over = True
            self._crowd.note(self._crowd.all, self.source, -1)

    def _end(self) -> None:
        self._timer = None
        self.too_late()


class Gate(asyncio.Protocol):
    """One connection. The server's own protocol is made when the first byte comes, and is given everything."""

    def __init__(self, crowd: Crowd, make: Callable[[], web.RequestHandler], visit: Visit | None = None) -> None:
        """Counted as it comes, unless it is a `visit` already: one that has come through a handshake."""
        self._crowd, self._make, self._visit = crowd, make, visit
        self._inner: web.RequestHandler | None = None
        self._transport: asyncio.Transport | None = None
        self._is_full = False
        self.source = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Count it, or shut it out."""
        assert isinstance(transport, asyncio.Transport)
        peer = transport.get_extra_info("peername")
        self.source, self._transport = str(peer[0]) if peer else "", transport
        if self._visit is None and self._crowd.has_room(self.source):
            self._visit = Visit(self._crowd, self.source, self.cut)
        if self._visit is None or self._visit.is_over:
            transport.abort()
            return
        self._visit.too_late = self.cut
        if (own := transport.get_extra_info("socket")) is not None:
            own.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, MOST_UNSENT)
        if transport.get_extra_info("ssl_object") is not None:
            transport.set_write_buffer_limits(MOST_BEHIND_TLS)

    def let_in(self) -> None:
        """It has shown a valid link."""
        if self._visit is not None:
            self._visit.let_in()

    def cut(self) -> None:
        """End it without waiting for anybody: it takes nothing any more."""
        if self._transport is not None:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """On to the server."""
        if self._inner is None:
            if self._visit is None or self._visit.is_over or self._transport is None:
                return
            self._inner = self._make()
            self._inner.connection_made(self._transport)
            if self._is_full:
                self._inner.pause_writing()
        self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        """On to the server."""
        if self._inner is not None:
            self._inner.eof_received()
        return None

    def pause_writing(self) -> None:
        """On to the server, also to one that is made later: a handshake may leave something behind."""
        self._is_full = True
        if self._inner is not None:
            self._inner.pause_writing()

    def resume_writing(self) -> None:
        """On to the server."""
        self._is_full = False
        if self._inner is not None:
            self._inner.resume_writing()

    def connection_lost(self, exc: BaseException | None) -> None:
        """Count it out."""
        if self._visit is not None:
            self._visit.leave()
        if self._inner is not None:
            self._inner.connection_lost(exc)
        self._transport = None


def gate_of(request: web.BaseRequest) -> Gate | None:
    """The gate a request came through."""
    found = request.transport.get_protocol() if request.transport is not None else None
    return found if isinstance(found, Gate) else None


@dataclass(slots=True)
class Pace:
    """How fast one socket may send: a bucket of frames that fills by the second."""

    a_second: float
    at_once: int
    _left: float = -1.0
    _at: float = 0.0

    def takes(self, now: float) -> bool:
        """Whether one more frame is in order now."""
        if self._left < 0:
            self._left, self._at = float(self.at_once), now
        self._left = min(float(self.at_once), self._left + (now - self._at) * self.a_second)
        self._at = now
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True
