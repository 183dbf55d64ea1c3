"""The server of a hosted table: join page, seat pages, screens and the wire, in one process and one event loop.

Every request is checked for Host and Origin first and answered alike when it is none of ours. Tokens and contents are
never logged; no request leaves for anywhere.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import socket
import ssl
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from urllib.parse import parse_qs
from uuid import uuid4

from aiohttp import web

from northaxis.domain.ids import SeatId
from northaxis.domain.ruleset import Game
from northaxis.journal.envelope import Header
from northaxis.network import pages
from northaxis.network.addresses import Served, listening
from northaxis.network.answers import NO_ROOM, NOT_HERE, expect_nothing, handlers, page, plain, refusal, safe_headers
from northaxis.network.arrivals import Arrivals
from northaxis.network.feed import Feed
from northaxis.network.follower import Follower
from northaxis.network.gate import Caps, Crowd, Gate, gate_of
from northaxis.network.lines import Scribe
from northaxis.network.viewer import Viewer, asked_size
from northaxis.network.wire import LARGEST_ASK, ViewForm
from northaxis.services.client import DoorClosed
from northaxis.services.guesses import Guesses
from northaxis.services.hosted import HostedClient, HostedTable
from northaxis.services.line_port import LineHost, LineSession
from northaxis.services.lobby import Farewell, Kind, Lobby, Pass, Sitting
from northaxis.services.ports import Clock
from northaxis.services.screen_port import ScreenHost, ScreenSession, TooManyScreens

LOG = logging.getLogger(__name__)

CODES = {Farewell.AWAY: 4000, Farewell.NEWER: 4001, Farewell.GONE: 4003, Farewell.CLOSED: 4004}
"""With what a socket is closed; the seat's page and the remote client know them."""

WALL = (104, 31)
"""Columns and rows that a projector shows whatever its pixels: the letters grow with its window."""

MOST_UNTAKEN = 16 * 1024
"""Bytes written to a socket before it is waited for."""

FORM = "application/x-www-form-urlencoded"
"""As what the first page sends a code."""

Answers = Callable[[web.Request], Awaitable[web.StreamResponse]]


class TableServer:
    """Serves a hosted table. `start` it, `stop` it; `served` says under which addresses."""

    def __init__(
        self,
        hosted: HostedTable,
        header: Header,
        screens: ScreenHost | None,
        clock: Clock,
        served: Served,
        caps: Caps | None = None,
        lines: LineHost | None = None,
    ) -> None:
        """`screens` and `lines`: what shows itself in browsers, and control in plain lines; without them 404."""
        self.served = served
        self._lines, self._desks, self._named = lines, dict[Pass, LineSession](), dict[Pass, str]()
        self._left, self._at_desk = dict[Pass, asyncio.TimerHandle](), Counter[Pass]()
        self._hosted, self._header, self._screens, self._clock = hosted, header, screens, clock
        self._caps = caps or Caps()
        self._crowd = Crowd(self._caps)
        self._guesses = Guesses()
        self._form = ViewForm(hosted.game)
        self._feeds: dict[SeatId, Feed] = {}
        self._stages: dict[Pass, ScreenSession] = {}
        self._opening: dict[Pass, asyncio.Lock] = {}
        self._sockets: dict[web.WebSocketResponse, str] = {}
        self._closing: set[asyncio.Task[None]] = set()
        self._runner: web.AppRunner | None = None
        self._listener: asyncio.Server | Arrivals | None = None

    @property
    def game(self) -> Game:
        """The rules, decks and scenario."""
        return self._hosted.game

    @property
    def lobby(self) -> Lobby:
        """Who may come in."""
        return self._hosted.lobby

    # --- life -----------------------------------------------------------------------------------------------------

    async def start(self, door: socket.socket | None = None, tls: ssl.SSLContext | None = None) -> None:
        """Serve whoever comes to a socket that listens (`listening`). CannotListen without one, when there is none.

        With `tls`, which the fingerprint in `served` goes with, nothing is said in the clear.
        """
        assert (tls is not None) == bool(self.served.fingerprint)
        door = door or listening(self.served)
        self.served = replace(self.served, port=door.getsockname()[1])
        app = web.Application(middlewares=[self._guard], client_max_size=4096)
        add_get = partial(app.router.add_get, expect_handler=expect_nothing)
        add_get("/", self._first_page)
        app.router.add_post("/join", self._join, expect_handler=expect_nothing)
        add_get("/s/{token}", self._seat_page)
        add_get("/s/{token}/screen", self._screen)
        add_get("/s/{token}/seat", self._seat)
        add_get("/s/{token}/lines", self._control_lines)
        add_get("/s/{token}/qr.svg", self._qr)
        add_get("/s/{token}/{file}", self._file)
        app.router.add_route("*", "/{anything:.*}", self._nothing, expect_handler=expect_nothing)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
        await self._runner.setup()
        assert self._runner.server is not None
        loop = asyncio.get_running_loop()
        make = handlers(self._runner.server, loop, keepalive=15)
        if tls is not None:
            self._listener = Arrivals(door, self._crowd, make, tls)
        else:
            self._listener = await loop.create_server(lambda: Gate(self._crowd, make), sock=door, backlog=256)

    async def stop(self) -> None:
        """Show everybody out and stop listening. The table itself stays open. Twice is fine."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        self.lobby.show_all_out()
        for stage in list(self._stages.values()):
            await stage.close()
        self._stages.clear()
        for pass_ in list(self._desks):
            await self._end_desk(pass_)
        if self._closing:
            await asyncio.wait(self._closing, timeout=2)
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def url(self, token: str) -> str:
        """The address of a link, as it is given to people: under TLS with what pins the certificate."""
        return f"{self.served.urls[0]}/s/{token}{self.served.pin}"

    # --- every request --------------------------------------------------------------------------------------------

    @web.middleware
    async def _guard(self, request: web.Request, handler: Answers) -> web.StreamResponse:
        """Host and Origin, then the handler; one answer for all that is not here."""
        try:
            response = self._sent_on(request)
            if response is None:
                self._check_addresses(request)
                response = await handler(request)
        except web.HTTPException as problem:
            response = refusal(problem)
        except web.RequestPayloadError:
            response = refusal(web.HTTPBadRequest())
        except DoorClosed:
            response = plain(404, NOT_HERE)
        if not response.prepared:
            response.headers.update(self._headers(request))
        return response

    def _check_addresses(self, request: web.Request) -> None:
        hosts, origins = request.headers.getall("Host", []), request.headers.getall("Origin", [])
        host = hosts[0] if len(hosts) == 1 else ""
        if not self.served.accepts(host) or len(origins) > 1:
            raise web.HTTPForbidden(text="This is not the address of this table.\n")
        if origins and not self.served.accepts_origin(origins[0], host):
            raise web.HTTPForbidden(text="This is not the address of this table.\n")
        is_page = request.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin")
        if request.method == "POST" and not (origins and is_page):
            raise web.HTTPForbidden(text="This is not the address of this table.\n")

    def _sent_on(self, request: web.Request) -> web.StreamResponse | None:
        """The way to the address that is served, for somebody at this machine who typed its name for itself."""
        hosts, route = request.headers.getall("Host", []), request.match_info.handler
        there = self.served.instead_of(hosts[0]) if len(hosts) == 1 else None
        is_asked = route in (self._first_page, self._seat_page, self._seat) and "Origin" not in request.headers
        if there is None or not is_asked or not _is_at_home(request):
            return None
        return web.Response(
            status=307, headers={"Location": f"{self.served.scheme}://{there}{request.rel_url.raw_path}"}
        )

    def _headers(self, request: web.Request) -> Mapping[str, str]:
        host = request.headers.get("Host", "")
        sockets = "wss" if self.served.fingerprint else "ws"
        return safe_headers(host if self.served.accepts(host) else "", request.path.startswith("/s/"), sockets)

    def _pass(self, request: web.Request) -> Pass:
        """The pass of the link in the address; the connection is no stranger's any more."""
        found = self.lobby.find(request.match_info["token"])
        if found is None:
            raise web.HTTPNotFound
        if (gate := gate_of(request)) is not None:
            gate.let_in()
        return found

    # --- pages ----------------------------------------------------------------------------------------------------

    async def _first_page(self, request: web.Request) -> web.Response:
        return page(self._join_page())

    async def _join(self, request: web.Request) -> web.Response:
        """A typed code leads to its link. Wrong codes make their source wait; see `guesses`."""
        source, now = _source(request), self._clock.now()
        is_seated = source in self._sockets.values()
        if (wait := self._guesses.wait(source, now, is_seated)) > 0:
            seconds = -(-wait // 1000)
            words = f"{seconds} second{'s' if seconds > 1 else ''}"
            answer = page(self._join_page(f"Too many wrong codes. Wait {words}, then try again."), 429)
            answer.headers["Retry-After"] = str(seconds)
            return answer
        found = self.lobby.find_code(await _typed_code(request))
        if found is None:
            self._guesses.wrong(source, now)
            return page(self._join_page("That is not a code of this table. A code has eight signs."), 403)
        token = self.lobby.link(found.chair).token
        return web.Response(status=303, headers={"Location": f"s/{token}"})

    def _join_page(self, notice: str = "") -> str:
        return pages.join_page(notice, is_over_tls=bool(self.served.fingerprint))

    async def _seat_page(self, request: web.Request) -> web.Response:
        chair = self._pass(request).chair
        cells = WALL if chair.kind is Kind.PROJECTOR else None
        return page(pages.seat_page(request.match_info["token"], cells))

    async def _file(self, request: web.Request) -> web.Response:
        self._pass(request)
        try:
            found = pages.asset(request.match_info["file"])
        except KeyError:
            raise web.HTTPNotFound from None
        return web.Response(body=found.content, content_type=found.kind)

    async def _nothing(self, request: web.Request) -> web.Response:
        """Every other address."""
        raise web.HTTPNotFound

    async def _qr(self, request: web.Request) -> web.Response:
        """The QR code of a link, for control: whose, the query says (`chair` by its id)."""
        if self._pass(request).chair.kind is not Kind.CONTROL:
            raise web.HTTPNotFound
        wanted = request.query.get("chair", "")
        chair = next((chair for chair in self.lobby.chairs() if chair.id == wanted), None)
        if chair is None:
            raise web.HTTPNotFound
        from northaxis.network.qr import svg

        return web.Response(text=svg(self.url(self.lobby.link(chair).token)), content_type="image/svg+xml")

    # --- sockets --------------------------------------------------------------------------------------------------

    async def _screen(self, request: web.Request) -> web.StreamResponse:
        """A browser window: the screen of its seat, as terminal bytes."""
        if not request.headers.get("Origin"):
            raise web.HTTPForbidden(text="This is not the address of this table.\n")
        if self._screens is None:
            raise web.HTTPNotFound
        pass_ = self._pass(request)
        self._demand_room(request, pass_)
        size = asked_size(_number(request.query.get("width")), _number(request.query.get("height")))
        socket = await self._opened(request, self._caps.screen_frame)
        async with _Counted(self._sockets, socket, _source(request)):
            sitting = self._sit(pass_, socket)
            try:
                stage = await self._stage(pass_)
                await Viewer(socket, _cutter(request), stage, self._caps).run(size)
                if pass_.chair.is_shared:
                    await stage.close()
            except (TooManyScreens, DoorClosed):
                await socket.close(code=1013)
            finally:
                self._hosted.rise(sitting)
        return socket

    async def _seat(self, request: web.Request) -> web.StreamResponse:
        """A seat elsewhere: the wire protocol. Programs send no Origin; a browser's has to be ours."""
        pass_ = self._pass(request)
        self._demand_room(request, pass_)
        socket = await self._opened(request, LARGEST_ASK)
        door = self._hosted.door(pass_)
        async with _Counted(self._sockets, socket, _source(request)):
            sitting = self._sit(pass_, socket)
            try:
                await Follower(socket, _cutter(request), door, self._header, self._feed, self._caps).run()
            finally:
                await door.close()
                self._hosted.rise(sitting)
        return socket

    async def _control_lines(self, request: web.Request) -> web.StreamResponse:
        """Control in plain lines. Programs send no Origin; a browser's has to be ours."""
        pass_ = self._pass(request)
        if self._lines is None or pass_.chair.kind is not Kind.CONTROL:
            raise web.HTTPNotFound
        self._demand_room(request, pass_)
        socket = await self._opened(request, LARGEST_ASK)
        async with _Counted(self._sockets, socket, _source(request)):
            sitting = self._sit(pass_, socket)
            self._at_desk[pass_] += 1
            if (left := self._left.pop(pass_, None)) is not None:
                left.cancel()
            try:
                desk = self._desks.get(pass_)
                if desk is None or not desk.is_running:
                    desk = self._desks[pass_] = await self._lines.open(self._hosted.door(pass_))
                    self._named[pass_] = uuid4().hex
                await Scribe(socket, _cutter(request), desk, self._named[pass_], self._caps).run()
            except DoorClosed:
                await socket.close(code=1013)
            finally:
                self._at_desk[pass_] -= 1
                self._hosted.rise(sitting)
        self._leave_desk(pass_)
        return socket

    def _leave_desk(self, pass_: Pass) -> None:
        """End lines that nobody comes back to: what they still ask would keep the table waiting."""
        if pass_ in self._desks and not self._at_desk[pass_]:
            loop = asyncio.get_running_loop()
            wait = self._caps.seconds_to_come_back
            self._left[pass_] = loop.call_later(wait, lambda: self._later(self._end_desk(pass_)))

    async def _end_desk(self, pass_: Pass) -> None:
        if (left := self._left.pop(pass_, None)) is not None:
            left.cancel()
        if (desk := self._desks.pop(pass_, None)) is not None:
            await desk.close()

    def _demand_room(self, request: web.Request, pass_: Pass) -> None:
        sources = Counter(self._sockets.values())
        onlookers = sum(self.lobby.count(chair) for chair in self.lobby.chairs() if chair.is_shared)
        is_full = pass_.chair.is_shared and onlookers >= self._caps.onlookers
        caps = self._caps
        if len(self._sockets) >= caps.sockets or sources[_source(request)] >= caps.sockets_per_source or is_full:
            raise web.HTTPServiceUnavailable(text=NO_ROOM)

    async def _opened(self, request: web.Request, largest: int) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(
            heartbeat=20, compress=False, max_msg_size=largest, timeout=2, writer_limit=MOST_UNTAKEN
        )
        if not socket.can_prepare(request):
            raise web.HTTPNotFound
        await socket.prepare(request)
        return socket

    def _sit(self, pass_: Pass, socket: web.WebSocketResponse) -> Sitting:
        def leave(why: Farewell) -> None:
            self._later(_close(socket, why))  # before the session ends, which would close it without a word
            if why is not Farewell.NEWER:
                self._end_stage(pass_)
                self._later(self._end_desk(pass_))

        LOG.info("a window opened at %s", pass_.chair.id)
        return self._hosted.sit(pass_, leave)

    def _feed(self, door: HostedClient) -> Feed:
        """The seat's news, encoded once for all its followers."""
        feed = self._feeds.setdefault(door.seat, Feed(self._form, door.seat))
        feed.update(door.shown)
        return feed

    async def _stage(self, pass_: Pass) -> ScreenSession:
        """The running screen of a link; onlookers get one of their own each."""
        assert self._screens is not None
        if pass_.chair.is_shared:
            return await self._screens.open(self._hosted.door(pass_))
        async with self._opening.setdefault(pass_, asyncio.Lock()):
            stage = self._stages.get(pass_)
            if stage is None or not stage.is_running:
                if stage is not None:
                    await stage.close()
                stage = self._stages[pass_] = await self._screens.open(self._hosted.door(pass_))
            return stage

    def _end_stage(self, pass_: Pass) -> None:
        stage = self._stages.pop(pass_, None)
        self._opening.pop(pass_, None)
        if stage is not None:
            self._later(stage.close())

    def _later(self, work: Awaitable[None]) -> None:
        async def run() -> None:
            await work

        task = asyncio.get_running_loop().create_task(run())
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)


class _Counted:
    """Counts a socket for as long as it is open."""

    def __init__(self, sockets: dict[web.WebSocketResponse, str], socket: web.WebSocketResponse, source: str) -> None:
        self._sockets, self._socket, self._source = sockets, socket, source

    async def __aenter__(self) -> None:
        self._sockets[self._socket] = self._source

    async def __aexit__(self, *_: object) -> None:
        self._sockets.pop(self._socket, None)


async def _close(socket: web.WebSocketResponse, why: Farewell) -> None:
    with suppress(ConnectionError, asyncio.TimeoutError, RuntimeError):
        await socket.close(code=CODES[why], message=why.words.encode()[:120])


def _cutter(request: web.Request) -> Callable[[], None]:
    gate = gate_of(request)
    return gate.cut if gate is not None else lambda: None


def _source(request: web.Request) -> str:
    gate = gate_of(request)
    return gate.source if gate is not None else request.remote or ""


def _is_at_home(request: web.Request) -> bool:
    """Whether a request came over loopback."""
    own = request.transport.get_extra_info("sockname") if request.transport is not None else None
    with suppress(ValueError, TypeError, IndexError):
        address = ipaddress.ip_address(own[0])  # type: ignore[index]  # None is a TypeError
        return (getattr(address, "ipv4_mapped", None) or address).is_loopback
    return False


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdecimal() and len(text) <= 5 else None


async def _typed_code(request: web.Request) -> str:
    """The code in the first page's form. Whatever its header says of letters, a code is written in ASCII."""
    if request.content_type != FORM:
        raise web.HTTPUnsupportedMediaType
    fields = parse_qs((await request.read()).decode("ascii", "replace"))
    return fields.get("code", [""])[0]
