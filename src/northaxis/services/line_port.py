"""The port between whoever carries lines of text (a terminal, the network) and whoever answers them (control in lines).

A session says lines, each with a number, and asks one question at a time, each with a number too. Whoever types answers
a question by its number, so that a line sent twice is taken once, and one that came too late is not taken for another.
All of it is used from the one event loop; only what is `async` waits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from northaxis.services.client import Heard, TableClient

LONGEST_LINE = 4_000
"""Characters of one typed line that are taken."""


@dataclass(frozen=True, slots=True)
class Said:
    """A line that was said. `hides`: whatever was said before shall be taken from sight first."""

    number: int
    text: str
    hides: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What is waited for: its number, and the prompt."""

    number: int
    prompt: str


class LineSession(Protocol):
    """Somebody who answers typed lines. It begins when it is made and runs until it is left or closed."""

    @property
    def is_running(self) -> bool:
        """Whether anything more can be said or asked. Once False it stays so."""
        ...

    @property
    def question(self) -> Question | None:
        """What it waits for now; None while it is busy, and in the end."""
        ...

    @property
    def last(self) -> int:
        """The number of the last line that was said."""
        ...

    def said(self, after: int) -> tuple[Said, ...]:
        """The lines behind a number, as far as they are kept."""
        ...

    def type(self, number: int, text: str) -> None:
        """Answer the question of this number. Twice is once; an answer to an earlier question is said to be late."""
        ...

    def subscribe(self, heard: Heard) -> Callable[[], None]:
        """Have `heard` called after something was said or asked; call the result to stop."""
        ...

    def leave(self) -> None:
        """Nobody will type anything any more."""
        ...

    async def close(self) -> None:
        """End it; returns when it has ended and let its table go. May be called again."""
        ...


class LineHost(Protocol):
    """Opens control in lines on a door to the table."""

    async def open(self, door: TableClient) -> LineSession:
        """A session at this door, which it closes at its end."""
        ...
