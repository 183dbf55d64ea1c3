"""What control in lines has said and asks: numbered lines, one open question at a time. No game in here.

A question may come on top of another (dice are asked for while something is being typed); then the one below is asked
again, under a new number, when the one on top has been answered.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from northaxis.cli.voice import EndOfInput
from northaxis.services.client import Heard
from northaxis.services.line_port import Question, Said

KEPT = 2_000
"""Lines that somebody whose line was cut can still be told."""
LATE = "A question came in between, so '{}' was not taken. Answer what is asked now, or type it again."


@dataclass(eq=False, slots=True)
class _Asked:
    number: int
    prompt: Callable[[], str]
    typed: asyncio.Future[str]


class Slate:
    """Lines and questions of one session; used in one event loop."""

    def __init__(self) -> None:
        self.last = 0
        self.is_over = False
        self._lines = deque[Said](maxlen=KEPT)
        self._asked = list[_Asked]()
        self._number = 0
        self._has_left = False
        self._listeners = list[Heard]()

    # --- for whoever answers ----------------------------------------------------------------------------------------

    def say(self, *lines: str) -> None:
        """Say lines, one after the other."""
        for text in lines:
            self.last += 1
            self._lines.append(Said(self.last, text))
        self._wake()

    def hide(self) -> None:
        """Take from sight what was said so far."""
        self.last += 1
        self._lines.append(Said(self.last, "", True))
        self._wake()

    async def ask(self, prompt: str | Callable[[], str]) -> str:
        """What is typed. EndOfInput when nobody types anything any more."""
        if self._has_left:
            raise EndOfInput
        words = (lambda: prompt) if isinstance(prompt, str) else prompt
        asked = _Asked(self._next(), words, asyncio.get_running_loop().create_future())
        self._asked.append(asked)
        self._wake()
        try:
            return await asked.typed
        finally:
            self._asked.remove(asked)
            if self._asked:
                self._asked[-1].number = self._next()
                self._wake()

    def end(self) -> None:
        """Nothing more is said or asked."""
        self.is_over = True
        self.leave()
        self._wake()

    def refresh(self) -> None:
        """The prompt may have become another."""
        self._wake()

    # --- for whoever types ------------------------------------------------------------------------------------------

    @property
    def question(self) -> Question | None:
        """The question on top; None while it is worked on."""
        top = self._asked[-1] if self._asked else None
        return Question(top.number, top.prompt()) if top is not None and not top.typed.done() else None

    @property
    def has_left(self) -> bool:
        """Whether nobody types any more."""
        return self._has_left

    def said(self, after: int) -> tuple[Said, ...]:
        """The lines behind a number, as far as they are kept."""
        return tuple(one for one in self._lines if one.number > after)

    def type(self, number: int, text: str) -> None:
        """Answer a question."""
        top = self._asked[-1] if self._asked else None
        if top is not None and top.number == number and not top.typed.done():
            top.typed.set_result(text.strip())
        elif top is not None and number < top.number and text.strip():
            self.say(LATE.format(text.strip()[:60]))

    def subscribe(self, heard: Heard) -> Callable[[], None]:
        """Told after something was said or asked."""
        self._listeners.append(heard)
        return lambda: self._listeners.remove(heard) if heard in self._listeners else None

    def leave(self) -> None:
        """Nobody types any more."""
        self._has_left = True
        for asked in tuple(self._asked):
            if not asked.typed.done():
                asked.typed.set_exception(EndOfInput())

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _wake(self) -> None:
        for heard in tuple(self._listeners):
            heard()
