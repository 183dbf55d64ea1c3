"""The answers given in a row of questions, so that Esc goes back by one of them.

An act is a walk through questions and does nothing before the last one. Left with Esc, a question gives way to the one
before it: the walk begins again, takes the answers given so far, and asks that one anew.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

Answer = TypeVar("Answer")


class OneBack(Exception):
    """A question was left, and there is one before it."""


class Trail:
    """One walk."""

    def __init__(self) -> None:
        self._given: list[Any] = []
        self._at = 0

    async def walk(self, walk: Callable[[], Awaitable[None]]) -> None:
        """Walk until the end, or until the first question is left."""
        while True:
            self._at = 0
            try:
                return await walk()
            except OneBack:
                self._given.pop()

    async def ask(self, question: Callable[[], Awaitable[Answer | None]]) -> Answer | None:
        """The answer; None when the first question of the walk was left."""
        if self._at < len(self._given):
            answer: Answer = self._given[self._at]
            self._at += 1
            return answer
        found = await question()
        if found is None:
            self.back()
            return None
        self._given.append(found)
        self._at += 1
        return found

    def back(self) -> None:
        """To the question before, if there is one."""
        if self._given:
            raise OneBack

    def close(self) -> None:
        """Something has been done: there is no way back to before it."""
        self._given.clear()
        self._at = 0
