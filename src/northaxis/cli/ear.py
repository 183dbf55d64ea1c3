"""Waiting at a hosted table in plain lines: for what is typed, for news, for a clock that runs out.

Nobody's typing is interrupted for nothing: a new prompt is written only behind something that was said, or where it
says something else than the one that stands.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

from northaxis.cli.joined_table import Line
from northaxis.cli.voice import Stream
from northaxis.services.announced import TimeTold, back_words, phase_of, trouble_words

NEWS = ""
"""What a prompt gives back when the table has moved instead of somebody typing."""

GLANCE = 1.0
"""Seconds between looks at the clock."""


class Ear:
    """Waits for whichever comes first: something typed, or news of the table."""

    def __init__(self, line: Line, voice: Stream) -> None:
        self._line, self._voice = line, voice
        self._comes: queue.SimpleQueue[tuple[str, str | None]] = queue.SimpleQueue()
        self._is_reading = False
        self._prompt = ""
        self._moment = self._now()
        line.listen(lambda: self._comes.put(("news", None)))

    def ask(self, prompt: str, time: str = "", is_quiet: Callable[[], bool] = lambda: False) -> str | None:
        """What is typed (None: nothing will be any more), or NEWS when there may be something to tell first.

        `time` stands in the prompt, and alone is no reason for another. News that are not worth a look (`is_quiet`)
        give nothing back.
        """
        if self._has_news() and not is_quiet():
            return NEWS
        if not self._is_reading or not self._voice.is_asking or prompt != self._prompt:
            self._prompt = prompt
            self._voice.prompt(f"{prompt}, {time}" if time else prompt)
        if not self._is_reading:
            self._is_reading = True
            threading.Thread(target=self._read, daemon=True).start()
        while True:
            try:
                kind, typed = self._comes.get(timeout=GLANCE)
            except queue.Empty:
                kind, typed = "news", None
            if kind == "typed":
                self._is_reading = False
                return typed
            if self._has_news() and not is_quiet():
                return NEWS

    def _read(self) -> None:
        self._comes.put(("typed", self._voice.read()))

    def _has_news(self) -> bool:
        before, self._moment = self._moment, self._now()
        return before != self._moment

    def _now(self) -> tuple[object, ...]:
        client = self._line.client
        return client.moment(), self._line.waits_for, phase_of(client.time_left())


class Besides:
    """Says what everybody is told besides play: that the line is lost and back, that the time runs out."""

    def __init__(self, line: Line, voice: Stream) -> None:
        self._line, self._voice = line, voice
        self._trouble, self._time = "", TimeTold(line.client)

    def tell(self) -> None:
        """What is new of it; nothing once this door is shut."""
        client = self._line.client
        before, self._trouble = self._trouble, client.trouble
        if before != self._trouble and not client.is_closed:
            self._voice.say(f"! {trouble_words(self._trouble)}" if self._trouble else back_words(before))
        if said := self._time.look():
            self._voice.say(said)
