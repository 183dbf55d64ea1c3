"""Lines out and lines in: how plain mode speaks. Wraps to a width and cleans what it prints."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from shutil import get_terminal_size
from textwrap import wrap
from typing import Protocol, TextIO

from northaxis.content.cleaning import clean

LEAVING = ("quit", "q", "exit")
"""Words that leave wherever something is asked."""

WIDTH = 100
"""Longest line, in characters; a narrower terminal gets shorter ones."""

NARROWEST = 40
"""Below that lines are left to the terminal to break."""

ITEM = re.compile(r"(\d+[a-z]?|-)\.? +|[A-Z]  +|[+-]\d+  +|(yes|no) +\d+ +")
"""How an item of a list begins; what follows on the next line stands under its text."""

CLEARED = "\x1b[H\x1b[2J\x1b[3J"
"""What clears a terminal: the cursor home, the screen, the lines scrolled away."""

NO_CLEARING = ("dumb", "")
"""Terminals that would print that as it stands."""

FAR = 60
"""Empty lines that move everything out of sight there."""


class EndOfInput(Exception):
    """Nobody will type anything any more."""


class Voice(Protocol):
    """Somewhere to print lines and to read them from."""

    @property
    def is_live(self) -> bool:
        """Whether a person sits at the other end and can be made to wait."""
        ...

    def say(self, *lines: str) -> None:
        """Print lines, each wrapped; the indent of a line is kept for what follows of it."""
        ...

    def ask(self, prompt: str) -> str | None:
        """The next line typed, stripped; None at the end of input."""
        ...

    def hide(self) -> None:
        """Take from sight what was said so far, where somebody could look at it."""
        ...


def wrapped(line: str, width: int = WIDTH) -> Iterator[str]:
    """A line cut to lines of at most `width`, those after the first under its text."""
    text = clean(line.strip(), 4_000)
    if not text:
        yield ""
        return
    indent = line[: len(line) - len(line.lstrip())]
    further = indent + " " * len(found[0]) if (found := ITEM.match(text)) else indent
    yield from wrap(text, width, initial_indent=indent, subsequent_indent=further, break_on_hyphens=False)


class Stream:
    """A voice on two text streams; echoes what it reads when nobody sees it typed, so that a log reads like a talk."""

    def __init__(self, source: TextIO | None = None, out: TextIO | None = None) -> None:
        self._source = source or sys.stdin
        self._out = out or sys.stdout
        self.is_live = self._source.isatty() and self._out.isatty()
        self.is_asking = False
        """Whether a prompt stands at the end of what was said, and nothing has been typed behind it."""

    def say(self, *lines: str) -> None:
        """Print lines; a prompt that waits for an answer is left behind."""
        self._leave_prompt(bool(lines))
        width = min(WIDTH, get_terminal_size((WIDTH, 24)).columns) if self.is_live else WIDTH
        for line in lines:
            for piece in wrapped(line, max(NARROWEST, width)):
                self._out.write(f"{piece}\n")
        self._out.flush()

    def hide(self) -> None:
        """Clear the terminal and what can be scrolled back to; a pipe or a log keeps everything."""
        if self.is_live:
            self._out.write(CLEARED if os.environ.get("TERM", "dumb") not in NO_CLEARING else "\n" * FAR)
            self._out.flush()

    def prompt(self, prompt: str) -> None:
        """Say that something can be typed, without waiting for it."""
        self._leave_prompt(True)
        self._out.write(f"{prompt}> ")
        self._out.flush()
        self.is_asking = True

    def _leave_prompt(self, goes_on: bool) -> None:
        if self.is_asking and goes_on:
            self.is_asking = False
            self._out.write("\n")

    def ask(self, prompt: str) -> str | None:
        """Ask for a line and read it; None at the end."""
        self.prompt(prompt)
        return self.read()

    def read(self) -> str | None:
        """Wait for a line; None at the end."""
        try:
            line = self._source.readline(10_000)
        except (UnicodeDecodeError, ValueError):
            line = "?"
        self.is_asking = False
        if not line:
            self._out.write("\n")
            self._out.flush()
            return None
        typed = clean(line.strip(), 2_000)
        if not self._source.isatty():
            self._out.write(f"{typed}\n")
        return typed
