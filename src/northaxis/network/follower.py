"""One person's socket in the wire protocol: news of every seat they hold out, orders in. The table decides; this only
carries.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from aiohttp import WSMsgType, web

from northaxis.domain.ids import SeatId
from northaxis.domain.orders import OrderTextError, from_text
from northaxis.domain.rulings import Reason, Refused, Ruling
from northaxis.journal.codec import canonical
from northaxis.journal.envelope import Header, is_command_id
from northaxis.network.feed import Feed
from northaxis.network.gate import Caps, Pace
from northaxis.network.wire import (
    LARGEST_ASK,
    LONGEST_COMMAND,
    VERSION,
    Held,
    Message,
    NotUnderstood,
    object_of,
    read,
    ruling_message,
    text_in,
)
from northaxis.services.client import DoorClosed
from northaxis.services.hosted import HostedClient
from northaxis.services.ports import StoreFailed
from northaxis.services.table import TableHeld

MOST_UNANSWERED = 64
"""Orders of one socket that wait for their rulings."""


def welcome(header: Header, door: HostedClient, known: str) -> dict[str, str]:
    """What a client is greeted with: the rules and decks as the session keeps them, unless it has them."""
    people = door.game.rules.people
    shared = [head for head, half in people.co_seats.items() if half.id in door.game.rules.seats]
    parts = {
        "type": canonical("welcome"),
        "version": canonical(VERSION),
        "seat": canonical(door.seat),
        "scenario": canonical(header.scenario),
        "rules": canonical(header.genesis),
        "shared": canonical(shared),
    }
    if known != header.genesis:
        contents = [{"kind": each.kind, "name": each.name, "text": each.text} for each in header.contents]
        parts["contents"] = canonical(contents)
    return parts


class Follower:
    """A person elsewhere. `run` returns when they are gone; who takes no news in time is dropped, and resyncs."""

    def __init__(
        self,
        socket: web.WebSocketResponse,
        cut: Callable[[], None],
        door: HostedClient,
        header: Header,
        feed: Callable[[HostedClient], Feed],
        caps: Caps,
    ) -> None:
        """`cut` ends the connection at once, when nothing can be said on it any more."""
        self._doors = {door.seat: door}
        self._socket, self._cut, self._door, self._header = socket, cut, door, header
        self._feed, self._caps = feed, caps
        self._held: dict[SeatId, Held] = {}
        self._said: tuple[object, ...] = ()
        self._replies: deque[Message] = deque()
        self._asking = 0
        self._number = 0
        self._wanted = asyncio.Event()
        self._asks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Greet, then news out and orders in until the end."""
        if not await self._greet():
            return
        self._door.subscribe(self._wanted.set)
        writer = asyncio.create_task(self._write())
        self._wanted.set()
        try:
            await self._listen()
        finally:
            writer.cancel()
            with suppress(asyncio.CancelledError):
                await writer
            for door in (self._door, *self._doors.values()):
                await door.close()

    async def _greet(self) -> bool:
        try:
            async with asyncio.timeout(self._caps.seconds_to_show_a_link):
                frame = await self._socket.receive()
            hello = read(frame.data) if frame.type is WSMsgType.TEXT else {}
            if hello.get("type") != "hello" or hello.get("version") != VERSION:
                raise NotUnderstood(f"this table speaks version {VERSION} of the protocol")
            async with asyncio.timeout(self._caps.seconds_to_take_rules):
                await self._send(object_of(welcome(self._header, self._door, text_in(hello, "rules"))))
        except NotUnderstood as error:
            await self._fail(str(error))
            return False
        except (TimeoutError, ConnectionError):
            self._cut()
            return False
        return True

    # --- out ------------------------------------------------------------------------------------------------------

    async def _write(self) -> None:
        """The news first, then the rulings that came of it."""
        try:
            while True:
                await self._wanted.wait()
                self._wanted.clear()
                replies = list(self._replies)  # news taken in after this moment may come with the next round
                if self._socket.closed:
                    return  # whoever closed it says why
                async with asyncio.timeout(self._caps.seconds_to_take_news):
                    await self._tell()
                    for reply in replies:
                        self._replies.popleft()
                        await self._send(canonical(reply))
        except (TimeoutError, ConnectionError):
            self._cut()
        except DoorClosed:
            return  # whoever closed it says so

    async def _tell(self) -> None:
        seats = await self._seats()
        role, trouble = str(self._door.role), self._door.trouble
        roles = {seat: str(self._doors[seat].role) for seat in seats}
        said = (role, roles, trouble, self._door.clock_mark(), seats, self._door.seat)
        if said != self._said:
            self._said = said
            left = self._door.time_left()
            clock = {} if left is None else {"left": left.seconds, "paused": left.paused}
            whose = {"seat": self._door.seat, "seats": list(seats)}
            standing = {"type": "standing", "role": role, "roles": roles, **whose, "trouble": trouble, **clock}
            await self._send(canonical(standing))
        for seat in seats:
            news = self._feed(self._doors[seat]).news(self._held.get(seat))
            if news is not None:
                body, self._held[seat] = news
                await self._send(f"{{{body}}}")

    async def _seats(self) -> tuple[SeatId, ...]:
        """The person's seats as of now; doors are opened to those that came and closed to those that went."""
        seats = self._door.seats
        for seat in self._doors.keys() - {*seats, self._door.seat}:
            self._held.pop(seat, None)
            if (door := self._doors.pop(seat)) is not self._door:  # that one hears when a bot gives its seat back
                await door.close()
        for seat in seats:
            if seat not in self._doors:
                self._doors[seat] = self._door.sit(seat)
                self._doors[seat].subscribe(self._wanted.set)
        return seats

    async def _send(self, text: str) -> None:
        """One frame, numbered for this recipient alone."""
        self._number += 1
        await self._socket.send_str(f'{{"n":{self._number},{text[1:]}')

    async def _fail(self, why: str) -> None:
        try:
            async with asyncio.timeout(self._caps.seconds_to_show_a_link):
                await self._send(canonical({"type": "error", "text": why}))
                await self._socket.close(code=1002)
        except (TimeoutError, ConnectionError):
            self._cut()

    # --- in -------------------------------------------------------------------------------------------------------

    async def _listen(self) -> None:
        pace, clock = Pace(self._caps.frames_a_second, self._caps.frames_at_once), asyncio.get_running_loop()
        async for frame in self._socket:
            if frame.type is not WSMsgType.TEXT or len(frame.data) > LARGEST_ASK or not pace.takes(clock.time()):
                await self._socket.close(code=1008)
                return
            try:
                self._obey(read(frame.data))
            except NotUnderstood as error:
                await self._fail(str(error))
                return

    def _obey(self, message: Message) -> None:
        match message["type"]:
            case "ask":
                command, text = text_in(message, "command", LONGEST_COMMAND), text_in(message, "order", LARGEST_ASK)
                if not is_command_id(command):
                    raise NotUnderstood("an order has a command id of letters, digits and ._:@/+-")
                if self._asking >= MOST_UNANSWERED:
                    raise NotUnderstood("too many orders at once")
                self._asking += 1
                task = asyncio.create_task(self._ask(command, text))
                self._asks.add(task)
                task.add_done_callback(self._asks.discard)
            case "resync":
                self._held.clear()
                self._wanted.set()
            case _:
                raise NotUnderstood("a seat says hello, ask or resync")

    async def _ask(self, command: str, text: str) -> None:
        try:
            self._replies.append(ruling_message(command, await self._ruling(command, text)))
        except (TableHeld, StoreFailed) as error:
            self._replies.append({"type": "held", "command": command, "text": str(error)})
        except DoorClosed:
            return
        finally:
            self._asking -= 1
        self._wanted.set()

    async def _ruling(self, command: str, text: str) -> Ruling:
        try:
            order = from_text(text)
        except OrderTextError as error:
            return Refused(Reason.UNKNOWN, str(error)[:300], "R-4.1")
        return await self._doors.get(order.seat, self._door).ask(order, command)
