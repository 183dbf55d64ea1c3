"""A seat at a table elsewhere: `TableClient` over the wire protocol.

Comes back by itself when the line drops, sends unanswered orders again with their ids (which is harmless), and proves
by hash that it holds what the table holds. Its view and facts are those of the last news.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from uuid import uuid4

import aiohttp

from northaxis.domain.co_seats import with_co_seats
from northaxis.domain.declassify import SeenFact
from northaxis.domain.facts import CardDrawn, CardWritten
from northaxis.domain.ids import SeatId
from northaxis.domain.orders import GO_ON, Order, to_text
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Ruling
from northaxis.domain.views import SeatView
from northaxis.domain.written import narrowed, with_written
from northaxis.journal.codec import canonical
from northaxis.journal.envelope import StoredText
from northaxis.network.wire import (
    LARGEST_NEWS,
    VERSION,
    Message,
    NotUnderstood,
    ViewForm,
    chain,
    equality,
    fact_from,
    fact_text,
    read,
    ruling_from,
    text_in,
)
from northaxis.services.client import DoorClosed, Heard, OneSeat, TimeLeft
from northaxis.services.files import LibraryProblem
from northaxis.services.library import game_from
from northaxis.services.lobby import Farewell
from northaxis.services.ports import CompiledStore
from northaxis.services.roles import Role
from northaxis.services.table import TableHeld

FAREWELLS = {4001: Farewell.NEWER, 4003: Farewell.GONE}
LINE_DOWN = "the line to the table is down; trying again"
LONGEST_PAUSE = 8.0
SECONDS_TO_CONNECT = 10.0


class CannotConnect(Exception):
    """No table answers there, or not with this link. The text is a sentence for people."""


class _Gap(Exception):
    """Something is missing between the table and us, or differs: the whole is asked for again."""


@dataclass(slots=True)
class _Asked:
    """An order that waits for its ruling."""

    text: str
    ruling: asyncio.Future[Ruling]


@dataclass(slots=True)
class _Sight:
    """What the table has told."""

    values: dict[str, object] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    facts: tuple[SeenFact, ...] = ()
    chained: bytes = b""
    view: SeatView | None = None


class RemoteClient(OneSeat):
    """One seat's door over the wire. Make it with `connect`, close it in the end."""

    def __init__(self, address: str, compiled: CompiledStore | None = None) -> None:
        self._address, self._compiled = address, compiled
        self._game: Game | None = None
        self._cards: tuple[int, Game | None] = (-1, None)
        self._left: tuple[int, bool, float] | None = None
        self._form: ViewForm | None = None
        self._seat, self._role = SeatId(""), Role.OBSERVER
        self._rules = ""
        self._sight = _Sight()
        self._table_trouble, self._line_trouble = "", ""
        self._over: DoorClosed | None = None
        self._heard: list[Heard] = []
        self._asked: dict[str, _Asked] = {}
        self._number = 0
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._ready = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @classmethod
    async def connect(cls, link: str, compiled: CompiledStore | None = None) -> RemoteClient:
        """Sit down at the seat of a link. CannotConnect when there is no such table or link."""
        client = cls(address_of(link), compiled)
        client._task = asyncio.create_task(client._stay())
        ready = asyncio.create_task(client._ready.wait())
        try:
            await asyncio.wait({ready, client._task}, timeout=SECONDS_TO_CONNECT, return_when=asyncio.FIRST_COMPLETED)
        finally:
            ready.cancel()
        if not client._ready.is_set() or client._over is not None:
            why = str(client._over or "") or client._line_trouble or "the table does not answer"
            await client.close()
            raise CannotConnect(why)
        return client

    # --- the door -------------------------------------------------------------------------------------------------

    @property
    def game(self) -> Game:
        """The rules, decks and scenario, as the table's session keeps them."""
        assert self._game is not None
        return self._with_cards(self._game)

    def _with_cards(self, game: Game) -> Game:
        """The game with the cards that control brought in for this seat, found again in its facts."""
        facts = self._sight.facts
        if self._cards[0] != len(facts):
            for fact in facts:
                if isinstance(fact, CardWritten):
                    game = with_written(game, fact)
                elif isinstance(fact, CardDrawn) and fact.card in game.cards and fact.is_inject:
                    game = narrowed(game, fact.card, fact.to)
            self._cards = (len(facts), game)
        return self._cards[1] or game

    def time_left(self) -> TimeLeft | None:
        """As the table last said, counted on from then."""
        if self._left is None or self._sight.view is None:
            return None
        left, paused, at = self._left
        now = left if paused else left - int(monotonic() - at)
        game = self.game
        warn = game.rules.kit.timing(game.scenario, self._sight.view.step).warn
        return TimeLeft(now, paused, now <= warn)

    @property
    def seat(self) -> SeatId:
        """Whose door this is."""
        return self._seat

    @property
    def role(self) -> Role:
        """In what role, as the table last said."""
        return self._role

    @property
    def has_control(self) -> bool:
        """Always: a hosted table has somebody in control."""
        return True

    @property
    def trouble(self) -> str:
        """What the table or the line suffers from."""
        return str(self._over or "") or self._line_trouble or self._table_trouble

    @property
    def is_closed(self) -> bool:
        """Whether this door is shut for good; `trouble` says why."""
        return self._over is not None

    def view(self) -> SeatView:
        """What the seat could see at the last news."""
        assert self._sight.view is not None
        return self._sight.view

    def facts(self) -> tuple[SeenFact, ...]:
        """What the seat could read at the last news."""
        return self._sight.facts

    def may_go_on(self) -> bool:
        """For control, until play is over; nobody else moves the table."""
        return self._role is Role.CONTROL and self.view().over is None

    def subscribe(self, heard: Heard) -> Callable[[], None]:
        """Have `heard` called after each piece of news, good or bad."""
        self._heard.append(heard)
        return lambda: self._heard.remove(heard) if heard in self._heard else None

    async def ask(self, order: Order) -> Ruling:
        """Put an order to the table and wait for its ruling, over as many lines as it takes. TableHeld, DoorClosed."""
        if self._over is not None:
            raise DoorClosed(str(self._over))
        command = uuid4().hex
        asked = _Asked(to_text(order), asyncio.get_running_loop().create_future())
        self._asked[command] = asked
        try:
            await self._send_order(command, asked)
            return await asked.ruling
        finally:
            self._asked.pop(command, None)

    async def go_on(self) -> tuple[SeenFact, ...]:
        """Control moves the table; for others nothing."""
        before = len(self.facts())
        if self.may_go_on():
            await self.ask(GO_ON)
        return self.facts()[before:]

    async def close(self) -> None:
        """Leave; the seat stays at the table."""
        self._over = self._over or DoorClosed("this seat has been left")
        if self._task is not None and self._task is not asyncio.current_task():
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        self._give_up()

    # --- the line -------------------------------------------------------------------------------------------------

    async def _stay(self) -> None:
        """Connected for as long as the door is wanted."""
        pause = 0.2
        jar = aiohttp.DummyCookieJar()
        async with aiohttp.ClientSession(cookie_jar=jar, trust_env=False, auto_decompress=False) as session:
            while self._over is None:
                try:
                    limits = aiohttp.ClientWSTimeout(ws_close=2.0)
                    async with asyncio.timeout(SECONDS_TO_CONNECT):
                        socket = await session.ws_connect(
                            self._address, max_msg_size=LARGEST_NEWS, heartbeat=20, compress=0, timeout=limits
                        )
                    async with socket:
                        await self._follow(socket)
                    if self._number > 1:
                        pause = 0.2
                    self._end_on(FAREWELLS.get(socket.close_code or 0))
                except (aiohttp.WSServerHandshakeError, aiohttp.InvalidURL) as error:
                    self._refused(getattr(error, "status", 0))
                except (aiohttp.ClientError, OSError, TimeoutError, _Gap):
                    if not self._ready.is_set():
                        self._over = DoorClosed("no table answers at this address; is it running, on this network?")
                self._socket = None
                if self._over is None:
                    self._say_line(LINE_DOWN)
                    await asyncio.sleep(pause)
                    pause = min(LONGEST_PAUSE, pause * 2)
        self._give_up()

    async def _follow(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._number = 0
        await socket.send_str(canonical({"type": "hello", "version": VERSION, "rules": self._rules}))
        async for frame in socket:
            if frame.type is not aiohttp.WSMsgType.TEXT:
                return
            try:
                message = await asyncio.to_thread(read, frame.data) if len(frame.data) > 100_000 else read(frame.data)
                await self._take(message, socket)
            except NotUnderstood as error:
                self._over = DoorClosed(f"this northaxis does not understand the table: {error}")
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
                if message["type"] == "whole":
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
        self._seat = SeatId(text_in(message, "seat"))
        if message.get("contents") is not None:
            self._game = await asyncio.to_thread(_game_of, message, self._compiled)
            self._form = ViewForm(self._game)
        self._rules = text_in(message, "rules")

    async def _came_in(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """The line stands and all is known: what was not answered is asked again."""
        if self._socket is None:
            self._socket = socket
            self._say_line("")
            for command, asked in list(self._asked.items()):
                await self._send_order(command, asked)
        self._ready.set()

    def _news(self, message: Message) -> bool:
        """Take in what changed; False when it does not come out equal to what the table holds."""
        if self._form is None:
            raise NotUnderstood("news before the rules")
        fields, facts = message.get("view"), message.get("facts")
        if not isinstance(fields, dict) or not isinstance(facts, list):
            raise NotUnderstood("news without a view and facts")
        old = _Sight() if message["type"] == "whole" else self._sight
        fresh = tuple(fact_from(plain) for plain in facts)
        values = {**old.values, **self._form.values(fields)}
        view = self._form.view(values)
        texts = self._form.texts(view, old.view, old.texts)
        chained = chain(old.chained, map(fact_text, fresh))
        if equality(texts, chained) != message.get("hash"):
            if message["type"] == "whole":
                raise NotUnderstood("what it shows does not add up")
            return False
        self._sight = _Sight(values, texts, (*old.facts, *fresh), chained, view)
        return True

    def _stand(self, message: Message) -> None:
        try:
            self._role = Role(text_in(message, "role"))
        except ValueError:
            raise NotUnderstood("an unknown role") from None
        self._table_trouble = text_in(message, "trouble", 2_000)
        self._left = None
        left = message.get("left")
        if type(left) is int:
            self._left = (left, message.get("paused") is True, monotonic())
        if self._ready.is_set():
            self._tell()

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

    def _refused(self, status: int) -> None:
        """The table answered, but not with a seat. Before the first news that is the end; later it may be starting."""
        if not self._ready.is_set() or status == 404:
            words = {
                404: "no seat of a table belongs to this link; ask control for a new one",
                403: "the table does not accept this address; use the link exactly as it was given",
                503: "too many are connected to this table; try again in a minute",
            }
            self._over = DoorClosed(words.get(status, "what answers there is no northaxis table"))

    def _end_on(self, why: Farewell | None) -> None:
        if why is not None:
            self._over = DoorClosed(why.words.rstrip("."))

    def _say_line(self, trouble: str) -> None:
        if trouble != self._line_trouble:
            self._line_trouble = trouble
            self._tell()

    def _give_up(self) -> None:
        for asked in self._asked.values():
            if not asked.ruling.done():
                asked.ruling.set_exception(DoorClosed(str(self._over)))
        self._tell()

    def _tell(self) -> None:
        for heard in tuple(self._heard):
            heard()


def address_of(link: str) -> str:
    """The socket's address of a seat's link. CannotConnect when it is no link."""
    text = link.strip()
    scheme, colon, rest = text.partition("://")
    host, _, path = rest.partition("/")
    parts = [part for part in path.partition("?")[0].split("/") if part]
    if not colon or scheme not in ("http", "https") or not host or len(parts) != 2 or parts[0] != "s":
        raise CannotConnect("that is no link to a seat; one looks like http://192.168.1.20:8120/s/...")
    return f"{'wss' if scheme == 'https' else 'ws'}://{host}/s/{parts[1]}/seat"


def _game_of(message: Message, compiled: CompiledStore | None) -> Game:
    contents = message["contents"]
    try:
        texts = [StoredText(each["kind"], each["name"], each["text"]) for each in contents]
        game = game_from(texts, text_in(message, "scenario"), compiled)
        return with_co_seats(game, [SeatId(seat) for seat in message.get("shared", [])])
    except (LibraryProblem, ValueError, TypeError, KeyError) as error:
        raise NotUnderstood(f"its rules cannot be used here ({error})") from None
