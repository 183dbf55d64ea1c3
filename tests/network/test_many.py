"""Forty seats, one that has stalled and five that are slow; the others get everything, in order, in time."""

from __future__ import annotations

import asyncio
import json
import socket as sockets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from tests.network.ears import HELLO
from tests.network.hosting import MIN, Hosting, hosting, seat
from tests.network.test_wire import holds_the_same, until

from northaxis.domain.ids import SeatId
from northaxis.domain.orders import Order, Say
from northaxis.domain.rulings import Upheld
from northaxis.network.gate import Caps
from northaxis.network.remote import RemoteClient

ROUNDS = 60
SEATS = ("MIN", "KYI", "MOS", "BEI", "WAS")


class SlowSeat:
    """A seat on a bare socket with a small buffer that reads so many bytes a second; none when it has stalled."""

    def __init__(self, there: Hosting, person: int, bytes_a_second: int) -> None:
        self.there, self.person, self.pace = there, person, bytes_a_second
        self.got, self.was_dropped = 0, False

    async def run(self) -> None:
        made = sockets.socket()
        made.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
        made.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(made, ("127.0.0.1", self.there.port))
        path = self.there.path(seat("MIN", self.person), "/seat")
        head = (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.there.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        hello = HELLO.encode()
        await loop.sock_sendall(made, head.encode() + bytes([0x81, 0x80 | len(hello), 0, 0, 0, 0]) + hello)
        try:
            while True:
                if not self.pace:
                    await asyncio.sleep(0.2)
                    continue
                data = await loop.sock_recv(made, max(64, self.pace // 10))
                if not data:
                    self.was_dropped = True
                    return
                self.got += len(data)
                await asyncio.sleep(0.1)
        except ConnectionError:
            self.was_dropped = True
        finally:
            made.close()


@asynccontextmanager
async def slow_seats(there: Hosting, paces: list[int], first: int) -> AsyncIterator[list[SlowSeat]]:
    slow = [SlowSeat(there, first + place, pace) for place, pace in enumerate(paces)]
    tasks = [asyncio.create_task(each.run()) for each in slow]
    try:
        await until(lambda: all(there.lobby.is_here(seat("MIN", each.person)) for each in slow))
        yield slow
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.slow
async def test_forty_seats_get_everything_in_order_though_one_has_stalled_and_five_are_slow() -> None:
    caps = Caps(seconds_to_take_news=2.0, seconds_to_take_rules=6.0)
    async with hosting("S2", SEATS, caps) as there:
        for name in SEATS:
            while there.lobby.people_on(SeatId(name)) < 8:
                await there.control.add_person(SeatId(name))
        healthy: list[RemoteClient] = []
        for name in SEATS:
            for person in range(1, 9 if name != "MIN" else 3):
                healthy.append(await there.remote(seat(name, person)))
        assert len(healthy) + 6 == 40
        async with slow_seats(there, [0, 1024, 1024, *[100_000] * 3], first=3):
            heard, asked = await rounds(healthy)
            for client in healthy:
                await until(lambda client=client: holds_the_same(client, there))  # type: ignore[misc]  # bound at once
                said = [fact.text for fact in client.facts() if hasattr(fact, "text") and "round" in str(fact)]
                assert said == [f"round {number} {'x' * 400}" for number in range(ROUNDS)]
                assert client.trouble == ""
            print(json.dumps({"receipt_p99_ms": percentile(heard, 99), "ack_p99_ms": percentile(asked, 99)}))
            # whoever takes nothing, or next to nothing, is dropped, and its seat is free to come back
            await until(lambda: not any(there.lobby.is_here(seat("MIN", person)) for person in (3, 4, 5)), 20)
        back = await there.remote(seat("MIN", 3))
        assert holds_the_same(back, there)
        for client in (*healthy, back):
            await client.close()


async def rounds(healthy: list[RemoteClient]) -> tuple[list[float], list[float]]:
    """One seat talks, round by round; how long until each healthy seat heard it, and until it was acknowledged."""
    heard: list[float] = []
    asked: list[float] = []
    for number in range(ROUNDS):
        order = Order(MIN, Say((), f"round {number} {'x' * 400}"))
        clock = Stopwatch(healthy)
        assert isinstance(await healthy[0].ask(order), Upheld)
        asked.append(time.perf_counter() - clock.began)
        await until(clock.have_all_heard, 20)
        heard += clock.stop()
    return heard, asked


class Stopwatch:
    """How long until each client has a fact more than when it started."""

    def __init__(self, clients: list[RemoteClient]) -> None:
        self.began = time.perf_counter()
        self._arrivals: dict[int, float] = {}
        self._count = len(clients)
        self._stops = [client.subscribe(self._hearing(place, client)) for place, client in enumerate(clients)]

    def _hearing(self, place: int, client: RemoteClient) -> Callable[[], None]:
        known = len(client.facts())

        def hear() -> None:
            if place not in self._arrivals and len(client.facts()) > known:
                self._arrivals[place] = time.perf_counter() - self.began

        return hear

    def have_all_heard(self) -> bool:
        return len(self._arrivals) == self._count

    def stop(self) -> list[float]:
        for stop in self._stops:
            stop()
        return list(self._arrivals.values())


def percentile(values: list[float], share: int) -> int:
    return round(sorted(values)[min(len(values) - 1, len(values) * share // 100)] * 1000)
