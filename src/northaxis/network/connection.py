"""The line from this machine to a hosted table: one socket for all the seats that the person of a link holds.

Comes back by itself when it drops, sends unanswered orders again with their ids (which is harmless), and proves seat by
seat, by hash, that it holds what the table holds. `remote` makes doors of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from uuid import uuid4

import aiohttp

from northaxis.domain.co_seats import with_co_seats
from northaxis.domain.ids import SeatId
from northaxis.domain.orders import Order, to_text
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Ruling
from northaxis.journal.codec import canonical
from northaxis.journal.envelope import StoredText
from northaxis.network.link import CannotConnect, SeatAddress, address_of
from northaxis.network.sight import Sight, taken_in
from northaxis.network.wire import (
    LARGEST_NEWS,
    VERSION,
    Message,
    NotUnderstood,
    ViewForm,
    read,
    ruling_from,
    text_in,
)
from northaxis.services.announced import LINE_DOWN
from northaxis.services.client import DoorClosed, Heard
from northaxis.services.files import LibraryProblem
from northaxis.services.library import game_from
from northaxis.services.lobby import Farewell
from northaxis.services.ports import CompiledStore
from northaxis.services.roles import Role
from northaxis.services.table import TableHeld

FAREWELLS = {4001: Farewell.NEWER, 4003: Farewell.GONE, 4004: Farewell.CLOSED}
"""With what a socket is closed for good; after anything else the line comes back by itself."""
NO_TABLE = "no table answers at this address; is it running, on this network?"
NO_TLS = "what answers there speaks no TLS; use the link exactly as it was given, or ask control for the one of now"
OTHER_CERTIFICATE = (
    "the certificate there is not the one of your link: somebody may be between you and the table; "
    "nothing was sent. Ask control whether the table has another link now"
)
LONGEST_PAUSE = 8.0
SECONDS_TO_CONNECT = 10.0


class _Gap(Exception):
    """Something is missing between the table and us: the line is begun anew."""


@dataclass(slots=True)
class _Asked:
    """An order that waits for its ruling."""

    text: str
    ruling: asyncio.Future[Ruling]


class Connection:
    """What the table has told over one link, and the way to ask it. Used from one event loop."""

    def __init__(self, address: SeatAddress, compiled: CompiledStore | None = None) -> None:
        self._address, self._compiled = address, compiled
        self.game: Game | None = None
        """The rules as the session keeps them, without the cards that control wrote."""
        self.left: tuple[int, bool, float] | None = None
        """The seconds of this step, whether they are stopped, and when that was said."""
        self.sights: Mapping[SeatId, Sight] = {}
        """By seat; replaced with each piece of news, so that another thread may read it."""
        self.seat, self.role = SeatId(""), Role.OBSERVER
        """The seat of the link's own chair (PUBLIC while a bot plays it), and in what role."""
        self.roles: Mapping[SeatId, Role] = {}
        """In what role on each seat of this person: one may lead one of them, and be led on another."""
        self.over: DoorClosed | None = None
        self._seats: tuple[SeatId, ...] = ()
        self._form: ViewForm | None = None
        self._rules = ""
        self._table_trouble, self._line_trouble = "", ""
        self._heard: list[Heard] = []
        self._asked: dict[str, _Asked] = {}
        self._number, self._fresh = 0, set[SeatId]()
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._ready = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, link: str, compiled: CompiledStore | None = None) -> Connection:
        """Connected, and told all that the seats of a link hold. CannotConnect when there is no such table or link."""
        line = cls(address_of(link), compiled)
        line._task = asyncio.create_task(line._stay())
        ready = asyncio.create_task(line._ready.wait())
        try:
            await asyncio.wait({ready, line._task}, timeout=SECONDS_TO_CONNECT, return_when=asyncio.FIRST_COMPLETED)
        finally:
            ready.cancel()
        if not line._ready.is_set() or line.over is not None:
            why = str(line.over or "") or line._line_trouble or "the table does not answer"
            await line.close()
            raise CannotConnect(why)
        return line

    @property
    def seats(self) -> tuple[SeatId, ...]:
        """The seats of this person that all is known of."""
        return tuple(seat for seat in self._seats if seat in self.sights)

    @property
    def trouble(self) -> str:
        """What the table or the line suffers from."""
        return str(self.over or "") or self._line_trouble or self._table_trouble

    @property
    def is_cut(self) -> bool:
        """Whether there is no line just now."""
        return self._socket is None

    def subscribe(self, heard: Heard) -> None:
        """Have `heard` called after each piece of news, good or bad."""
        self._heard.append(heard)

    def unsubscribe(self, heard: Heard) -> None:
        """No longer. Twice is fine."""
        if heard in self._heard:
            self._heard.remove(heard)

    async def ask(self, order: Order) -> Ruling:
        """Put an order to the table and wait for its ruling, over as many lines as it takes. TableHeld, DoorClosed."""
        if self.over is not None:
            raise DoorClosed(str(self.over))
        command = uuid4().hex
        asked = _Asked(to_text(order), asyncio.get_running_loop().create_future())
        self._asked[command] = asked
        try:
            await self._send_order(command, asked)
            return await asked.ruling
        finally:
            self._asked.pop(command, None)

    async def drop(self) -> None:
        """Lose the line, as a network does; it comes back by itself."""
        if self._socket is not None:
            await self._socket.close()

    async def close(self) -> None:
        """Leave; the seats stay at the table."""
        self.over = self.over or DoorClosed("this seat has been left")
        if self._task is not None and self._task is not asyncio.current_task():
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        self._give_up()

    # --- the line -------------------------------------------------------------------------------------------------

    async def _stay(self) -> None:
        """Connected for as long as the seats are wanted."""
        pause = 0.2
        jar = aiohttp.DummyCookieJar()
        async with aiohttp.ClientSession(cookie_jar=jar, trust_env=False, auto_decompress=False) as session:
            while self.over is None:
                down = LINE_DOWN
                try:
                    limits = aiohttp.ClientWSTimeout(ws_close=2.0)
                    async with asyncio.timeout(SECONDS_TO_CONNECT):
                        socket = await session.ws_connect(
                            self._address.socket,
                            ssl=self._address.certificate,
                            max_msg_size=LARGEST_NEWS,
                            heartbeat=20,
                            compress=0,
                            timeout=limits,
                        )
                    async with socket:
                        await self._follow(socket)
                    if self._number > 1:
                        pause = 0.2
                    self._end_on(FAREWELLS.get(socket.close_code or 0))
                except aiohttp.WSServerHandshakeError as error:
                    self._refused(error.status)
                except aiohttp.ServerFingerprintMismatch:
                    down = self._not_met(OTHER_CERTIFICATE)
                except aiohttp.ClientSSLError:
                    down = self._not_met(NO_TLS)
                except (aiohttp.ClientError, OSError, TimeoutError, _Gap):
                    self._not_met(NO_TABLE)
                self._socket = None
                if self.over is None:
                    self._say_line(down)
                    await asyncio.sleep(pause)
                    pause = min(LONGEST_PAUSE, pause * 2)
        self._give_up()

    async def _follow(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._number, self._fresh = 0, set()
        await socket.send_str(canonical({"type": "hello", "version": VERSION, "rules": self._rules}))
        async for frame in socket:
            if frame.type is not aiohttp.WSMsgType.TEXT:
                return
            try:
                message = await asyncio.to_thread(read, frame.data) if len(frame.data) > 100_000 else read(frame.data)
                await self._take(message, socket)
            except NotUnderstood as error:
                self.over = DoorClosed(f"this northaxis does not understand the table: {error}")
                return

    async def _take(self, message: Message, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._number += 1
        if message.get("n") != self._number:
            raise _Gap
        match message["type"]:
            case "welcome":
                await self._welcome(message)
            case "whole" | "delta":
                if not self._news(message):
                    await socket.send_str(canonical({"type": "resync"}))
                    return
                await self._came_in(socket)
                self._tell()
            case "standing":
                self._stand(message)
            case "ruling":
                self._settle(text_in(message, "command"), ruling_from(message))
            case "held":
                self._settle(text_in(message, "command"), TableHeld(text_in(message, "text", 2_000)))
            case "error":
                raise NotUnderstood(text_in(message, "text", 500))
            case _:
                return  # a later version may say more

    async def _welcome(self, message: Message) -> None:
        if message.get("version") != VERSION:
            raise NotUnderstood("it speaks another version of the protocol")
        self.seat = SeatId(text_in(message, "seat"))
        if message.get("contents") is not None:
            self.game = await asyncio.to_thread(_game_of, message, self._compiled)
            self._form = ViewForm(self.game)
        self._rules = text_in(message, "rules")

    def _stand(self, message: Message) -> None:
        seats, own = message.get("seats"), SeatId(text_in(message, "seat"))
        if not isinstance(seats, list) or not all(type(seat) is str for seat in seats) or own not in seats:
            raise NotUnderstood("a person without seats")
        roles = message.get("roles", {})
        try:
            self.role = Role(text_in(message, "role"))
            self.roles = {SeatId(seat): Role(role) for seat, role in roles.items()}
        except (ValueError, AttributeError):
            raise NotUnderstood("an unknown role") from None
        self.seat, self._seats = own, tuple(SeatId(seat) for seat in seats)
        self._see(self.sights)
        self._table_trouble = text_in(message, "trouble", 2_000)
        self.left = None
        left = message.get("left")
        if type(left) is int:
            self.left = (left, message.get("paused") is True, monotonic())
        if self._ready.is_set() and own in self.sights:
            self._tell()

    def _see(self, sights: Mapping[SeatId, Sight]) -> None:
        """What is seen of this person's seats; until their own has come in, what was seen before stands."""
        is_known = self.seat in sights
        self.sights = {seat: sight for seat, sight in sights.items() if seat in self._seats or not is_known}

    def _news(self, message: Message) -> bool:
        """Take in what changed for a seat; False when it does not come out equal to what the table holds."""
        seat = SeatId(text_in(message, "seat"))
        if self._form is None or seat not in self._seats:
            raise NotUnderstood("news before the rules, or of a seat of somebody else")
        sight = taken_in(self._form, self.sights.get(seat), message)
        if sight is None:
            return False
        self._see({**self.sights, seat: sight})
        if message["type"] == "whole":
            self._fresh.add(seat)
        return True

    async def _came_in(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """When the line stands and all is known of every seat: what was not answered is asked again."""
        if self._socket is not None or not self._fresh.issuperset(self._seats):
            return
        self._socket = socket
        self._say_line("")
        for command, asked in list(self._asked.items()):
            await self._send_order(command, asked)
        self._ready.set()

    def _settle(self, command: str, answer: Ruling | TableHeld) -> None:
        asked = self._asked.get(command)
        if asked is None or asked.ruling.done():
            return
        if isinstance(answer, TableHeld):
            asked.ruling.set_exception(answer)
        else:
            asked.ruling.set_result(answer)

    async def _send_order(self, command: str, asked: _Asked) -> None:
        """Send it if there is a line; if not, or if the line breaks now, it is sent when there is one again."""
        if self._socket is not None:
            with suppress(ConnectionError, aiohttp.ClientError):
                await self._socket.send_str(canonical({"type": "ask", "command": command, "order": asked.text}))

    # --- endings --------------------------------------------------------------------------------------------------

    def _not_met(self, why: str) -> str:
        """There was no table. Before the first news that is the end; later it is tried again, and this is said."""
        if not self._ready.is_set():
            self.over = DoorClosed(why)
        return f"{why}; trying again"

    def _refused(self, status: int) -> None:
        """The table answered, but not with a seat. Before the first news that is the end; later it may be starting."""
        if not self._ready.is_set() or status == 404:
            words = {
                404: "no seat of a table belongs to this link; ask control for a new one",
                403: "the table does not accept this address; use the link exactly as it was given",
                426: "this table speaks TLS; use the link exactly as it was given: it begins with https://",
                503: "too many are connected to this table; try again in a minute",
            }
            self.over = DoorClosed(words.get(status, "what answers there is no northaxis table"))

    def _end_on(self, why: Farewell | None) -> None:
        if why is not None:
            self.over = DoorClosed(why.words.rstrip("."))

    def _say_line(self, trouble: str) -> None:
        if trouble != self._line_trouble:
            self._line_trouble = trouble
            self._tell()

    def _give_up(self) -> None:
        for asked in self._asked.values():
            if not asked.ruling.done():
                asked.ruling.set_exception(DoorClosed(str(self.over)))
        self._tell()

    def _tell(self) -> None:
        for heard in tuple(self._heard):
            heard()


def _game_of(message: Message, compiled: CompiledStore | None) -> Game:
    contents = message["contents"]
    try:
        texts = [StoredText(each["kind"], each["name"], each["text"]) for each in contents]
        game = game_from(texts, text_in(message, "scenario"), compiled)
        return with_co_seats(game, [SeatId(seat) for seat in message.get("shared", [])])
    except (LibraryProblem, ValueError, TypeError, KeyError) as error:
        raise NotUnderstood(f"its rules cannot be used here ({error})") from None
