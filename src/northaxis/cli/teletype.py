"""A terminal, or a pipe, at a session of lines: prints what is said, reads one line for each question."""

from __future__ import annotations

import asyncio
import threading

from northaxis.cli.voice import Stream
from northaxis.services.line_port import LineSession


class Teletype:
    """One voice at one session. `run` returns when the session is over or there is nothing more to read."""

    def __init__(self, session: LineSession, voice: Stream, after: int = 0) -> None:
        self._session, self._voice, self._told = session, voice, after
        self._shown = 0
        self._is_reading = False
        self._wanted = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    async def run(self, ended: asyncio.Future[int] | None = None) -> None:
        """Until the session is over. `ended`: the program is asked to end."""
        stop = self._session.subscribe(self._wanted.set)
        if ended is not None:
            ended.add_done_callback(lambda _: self._wanted.set())
        self._wanted.set()
        try:
            while self._session.is_running and not (ended is not None and ended.done()):
                await self._wanted.wait()
                self._wanted.clear()
                self._tell()
            self._tell()
        finally:
            stop()

    def _tell(self) -> None:
        """What is new; then what is waited for, if that is another question or lines have come between."""
        lines = self._session.said(self._told)
        for line in lines:
            self._told = line.number
            if line.hides:
                self._voice.hide()
            else:
                self._voice.say(line.text)
        question = self._session.question if self._session.is_running else None
        if question is None or (self._is_reading and question.number == self._shown and not lines):
            return
        self._shown = question.number
        self._voice.prompt(question.prompt)
        if not self._is_reading:
            self._is_reading = True
            threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        typed = self._voice.read()
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._typed, typed)

    def _typed(self, typed: str | None) -> None:
        self._is_reading = False
        if typed is None:
            self._session.leave()
        else:
            self._session.type(self._shown, typed)
        self._wanted.set()
