"""Control in lines at a table elsewhere: a `LineSession` over a socket that comes back by itself when it is cut."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

import aiohttp

from northaxis.journal.codec import canonical
from northaxis.network.connection import (
    FAREWELLS,
    LONGEST_PAUSE,
    NO_TABLE,
    NO_TLS,
    OTHER_CERTIFICATE,
    SECONDS_TO_CONNECT,
)
from northaxis.network.lines import LONGEST_NAME, number_in
from northaxis.network.link import CannotConnect, SeatAddress, address_of
from northaxis.network.wire import LARGEST_NEWS, Message, NotUnderstood, read, text_in
from northaxis.services.announced import LINE_BACK, LINE_DOWN
from northaxis.services.client import Heard
from northaxis.services.line_port import Question, Said
from northaxis.services.wording import capital

NOT_TAKEN = "The table was opened again meanwhile, so '{}' was not taken; type it again."

ENDS = {
    404: "no control of a table belongs to this link, or its host takes no lines; ask for a new one",
    403: "the table does not accept this address; use the link exactly as it was given",
    503: "too many are connected to this table; try again in a minute",
}


class RemoteLines:
    """Lines over the wire. Make it with `connect`, `close` it in the end."""

    def __init__(self, address: SeatAddress) -> None:
        self._socket_at = f"{address.socket.removesuffix('seat')}lines"
        self._certificate = address.certificate
        self._said = list[Said]()
        self._heard: int | None = None
        self._number = 0
        self._asked: Question | None = None
        self._answer: tuple[int, str] | None = None
        self._session: str | None = None
        self._is_fresh = False
        self._listeners = list[Heard]()
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._is_over, self._why = False, ""
        self._ready = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @classmethod
    async def connect(cls, link: str) -> RemoteLines:
        """Control's lines at the table of a link. CannotConnect when there is none, or the link is not control's."""
        made = cls(address_of(link))
        made._task = asyncio.create_task(made._stay())
        ready = asyncio.create_task(made._ready.wait())
        try:
            await asyncio.wait({ready, made._task}, timeout=SECONDS_TO_CONNECT, return_when=asyncio.FIRST_COMPLETED)
        finally:
            ready.cancel()
        if not made._ready.is_set():
            await made.close()
            raise CannotConnect(made._why or "the table does not answer")
        return made

    # --- as a session -----------------------------------------------------------------------------------------------

    @property
    def is_running(self) -> bool:
        """Until it is over there, or the link has died."""
        return not self._is_over

    @property
    def question(self) -> Question | None:
        """What is waited for; None while an answer is on its way."""
        return self._asked if self._answer is None else None

    @property
    def last(self) -> int:
        """The number of the last line, counted here: what the line itself has to say is among them."""
        return self._number

    def said(self, after: int) -> tuple[Said, ...]:
        """The lines behind a number. What was asked for is not kept."""
        found = tuple(one for one in self._said if one.number > after)
        self._said = list(found)
        return found

    def type(self, number: int, text: str) -> None:
        """Answer a question; it is sent again if the line breaks before the table has taken it.

        A host that was started again knows nothing of the question: then it is said that it was not taken.
        """
        if self._asked is not None and number == self._asked.number and self._answer is None:
            self._answer = number, text
            self._send({"type": "typed", "question": number, "text": text})

    def subscribe(self, heard: Heard) -> Callable[[], None]:
        """Told after each frame."""
        self._listeners.append(heard)
        return lambda: self._listeners.remove(heard) if heard in self._listeners else None

    def leave(self) -> None:
        """Nobody types any more; with the line down there is nobody to say that to."""
        if self._socket is None:
            self._is_over = True
            self._wake()
        self._send({"type": "leave"})

    async def close(self) -> None:
        """Leave. Twice is fine."""
        self._is_over = True
        if self._task is not None and self._task is not asyncio.current_task():
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    # --- the line -----------------------------------------------------------------------------------------------------

    async def _stay(self) -> None:
        pause = 0.2
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), trust_env=False) as session:
            while not self._is_over:
                try:
                    async with asyncio.timeout(SECONDS_TO_CONNECT):
                        socket = await session.ws_connect(
                            self._socket_at, ssl=self._certificate, max_msg_size=LARGEST_NEWS, heartbeat=20, compress=0,
                            timeout=aiohttp.ClientWSTimeout(ws_close=2.0),
                        )  # fmt: skip
                    async with socket:
                        if self._ready.is_set():
                            self._tell(LINE_BACK)
                        pause = 0.2
                        await self._follow(socket)
                    if (farewell := FAREWELLS.get(socket.close_code or 0)) is not None:
                        self._end(farewell.words.rstrip("."))
                except aiohttp.WSServerHandshakeError as error:
                    if not self._ready.is_set() or error.status == 404:
                        self._end(ENDS.get(error.status, "what answers there is no northaxis table"))
                except NotUnderstood as error:
                    self._end(f"this northaxis does not understand the table: {error}")
                except aiohttp.ServerFingerprintMismatch:
                    self._not_met(OTHER_CERTIFICATE)
                except aiohttp.ClientSSLError:
                    self._not_met(NO_TLS)
                except (aiohttp.ClientError, OSError, TimeoutError):
                    self._not_met(NO_TABLE)
                if self._socket is not None and not self._is_over:
                    self._tell(f"! {capital(LINE_DOWN)}.")
                self._socket = None
                if not self._is_over:
                    await asyncio.sleep(pause)
                    pause = min(LONGEST_PAUSE, pause * 2)

    async def _follow(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._is_fresh = True
        heard_in = {"session": self._session} if self._session else {}
        await socket.send_str(canonical({"type": "from", "heard": self._heard, **heard_in}))
        async for frame in socket:
            if frame.type is not aiohttp.WSMsgType.TEXT:
                return
            self._take(read(frame.data))

    def _take(self, message: Message) -> None:
        if message["type"] != "lines":
            return  # a later version may say more
        found = message.get("lines")
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise NotUnderstood("no lines")
        self._meet(text_in({"session": "", **message}, "session", LONGEST_NAME))
        for one in found:
            self._heard = number_in(one, "number")
            self._say(text_in(one, "text", 1 << 20), one.get("hides") is True)
        number = number_in(message, "question")
        self._asked = Question(number, text_in(message, "prompt", 2_000)) if number is not None else None
        if self._answer is not None and number is not None and number != self._answer[0]:
            self._answer = None
        if self._answer is not None and number is not None and self._is_fresh:
            self._send({"type": "typed", "question": number, "text": self._answer[1]})
        self._is_fresh = False
        if message.get("over") is True:
            self._is_over = True
        self._ready.set()
        self._wake()

    def _meet(self, session: str) -> None:
        """Whose lines these are. What was typed to a session that is gone answers nothing that another asks."""
        if session != self._session and self._answer is not None:
            typed, self._answer = self._answer[1].strip(), None
            if typed:
                self._say(NOT_TAKEN.format(typed[:60]))
        self._session = session

    def _say(self, text: str, hides: bool = False) -> None:
        self._number += 1
        self._said.append(Said(self._number, text, hides))

    def _tell(self, text: str) -> None:
        self._say(text)
        self._wake()

    def _end(self, why: str) -> None:
        self._is_over, self._why = True, why
        if self._ready.is_set():
            self._say(f"! {capital(why)}.")
        self._wake()

    def _not_met(self, why: str) -> None:
        """There was no table: before the first line that is the end, later it is tried again."""
        if not self._ready.is_set():
            self._end(why)

    def _wake(self) -> None:
        for heard in tuple(self._listeners):
            heard()

    def _send(self, message: Message) -> None:
        if self._socket is not None and not self._socket.closed:
            task = asyncio.ensure_future(self._sent(self._socket, canonical(message)))
            task.add_done_callback(lambda _: None)

    async def _sent(self, socket: aiohttp.ClientWebSocketResponse, text: str) -> None:
        with suppress(ConnectionError, aiohttp.ClientError):
            await socket.send_str(text)
