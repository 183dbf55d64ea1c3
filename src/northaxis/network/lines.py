"""Control's lines over a socket: what was said goes out with its number, what was typed comes in with its question's.

A line that is cut loses nothing: whoever comes back says which number they heard last, and of which session, since a
host that was started again counts anew. Knows nothing of control.

    control: from (number heard last, its session; none: from here)      typed (question's number, text)
    table:   lines (the session, numbers and texts, the question, whether it is over)
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from aiohttp import WSMsgType, web

from northaxis.journal.codec import canonical
from northaxis.network.gate import Caps, Pace
from northaxis.network.wire import LARGEST_ASK, Message, NotUnderstood, read, text_in
from northaxis.services.line_port import LONGEST_LINE, LineSession, Said

MOST_LINES = 200
"""Lines in one frame."""

LONGEST_NAME = 64
"""Characters of the name of a session of lines."""


def number_in(message: Message, name: str) -> int | None:
    """A whole number from nought in a message; None when there is none. NotUnderstood."""
    found = message.get(name)
    if found is None:
        return None
    if type(found) is not int or not 0 <= found < 1 << 53:
        raise NotUnderstood(f"'{name}' is a whole number")
    return found


def lines_message(said: tuple[Said, ...], session: LineSession, name: str) -> Message:
    """What was said, and what is waited for now."""
    question = session.question
    asked = {"question": question.number, "prompt": question.prompt} if question is not None else {}
    lines = [{"number": one.number, "text": one.text, "hides": one.hides} for one in said]
    return {"type": "lines", "session": name, "lines": lines, "over": not session.is_running, **asked}


class Scribe:
    """One socket that follows a session of lines. `run` returns when it is gone or the session is over."""

    def __init__(
        self, socket: web.WebSocketResponse, cut: Callable[[], None], session: LineSession, name: str, caps: Caps
    ) -> None:
        """`cut` ends the connection at once, when nothing can be said on it any more. No two sessions share a name."""
        self._socket, self._cut, self._session, self._name, self._caps = socket, cut, session, name, caps
        self._heard = session.last
        self._wanted = asyncio.Event()

    async def run(self) -> None:
        """Lines out and answers in until the end."""
        stop = self._session.subscribe(self._wanted.set)
        writer = asyncio.create_task(self._write())
        try:
            await self._listen()
        finally:
            stop()
            writer.cancel()
            with suppress(asyncio.CancelledError):
                await writer

    async def _write(self) -> None:
        try:
            while True:
                await self._wanted.wait()
                self._wanted.clear()
                if self._socket.closed:
                    return  # whoever closed it says why
                async with asyncio.timeout(self._caps.seconds_to_take_news):
                    await self._tell()
                if not self._session.is_running:
                    await self._socket.close(code=1000)
                    return
        except (TimeoutError, ConnectionError):
            self._cut()

    async def _tell(self) -> None:
        while True:
            said = self._session.said(self._heard)
            now, later = said[:MOST_LINES], said[MOST_LINES:]
            self._heard = now[-1].number if now else self._heard
            await self._socket.send_str(canonical(lines_message(now, self._session, self._name)))
            if not later:
                return

    async def _listen(self) -> None:
        pace, clock = Pace(self._caps.frames_a_second, self._caps.frames_at_once), asyncio.get_running_loop()
        async for frame in self._socket:
            if frame.type is not WSMsgType.TEXT or len(frame.data) > LARGEST_ASK or not pace.takes(clock.time()):
                await self._socket.close(code=1008)
                return
            try:
                self._obey(read(frame.data))
            except NotUnderstood:
                await self._socket.close(code=1002)
                return

    def _obey(self, message: Message) -> None:
        match message["type"]:
            case "from":
                heard = number_in(message, "heard")
                is_of_here = text_in({"session": self._name, **message}, "session", LONGEST_NAME) == self._name
                self._heard = min(self._session.last, heard) if heard is not None and is_of_here else self._heard
                self._wanted.set()
            case "typed":
                number = number_in(message, "question")
                if number is not None:
                    self._session.type(number, text_in(message, "text", LONGEST_LINE))
            case "leave":
                self._session.leave()
            case _:
                raise NotUnderstood("control in lines says from, typed or leave")
