"""Where an app's screen bytes go: to its newest viewer, gathered into frames; to nobody, and then nothing is kept.

What leaves here moves the cursor, colours cells and writes text, and can do nothing else to a terminal: no title, no
clipboard, no link, no question that the terminal would answer as if somebody had typed.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Sequence
from typing import Final

from northaxis.services.screen_port import Send
from northaxis.tui.inert import inert

FRAME: Final = 1 / 30
"""Seconds between two frames of one app."""

MODES: Final = b"\x1b[?1049h\x1b[?1000h\x1b[?1002h\x1b[?1006h\x1b[?2004h\x1b[?25l\x1b[0m\x1b[2J"
"""A whole screen of its own, mouse (buttons, drags, wheel), bracketed paste, no cursor, empty."""

_NO_MODES: Final = b"\x1b[?1000l\x1b[?1002l\x1b[?1006l\x1b[?2004l\x1b[?1049l\x1b[0m\x1b[2J\x1b[H"

_COMMAND = re.compile(r"\x1b[\]PX^_][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|\Z)")
_ODD_ESCAPE = re.compile(r"\x1b(?!\[[\d;]*[HmJK])(?:\[[\x20-\x3f]*[\x40-\x7e]?)?")
_CONTROL = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]")

_log = logging.getLogger(__name__)


def harmless(text: str) -> str:
    """The text with only what a screen is painted with: cursor places, colours, erasing, line ends."""
    if _ODD_ESCAPE.search(text) is not None:
        text = _ODD_ESCAPE.sub("", _COMMAND.sub("", text))
    return _CONTROL.sub("", text)


def notice(lines: Sequence[str]) -> bytes:
    """A last page in plain text, with the terminal as it was before."""
    return _NO_MODES + "\r\n".join(["", *(f"  {inert(text)}" for text in lines), ""]).encode("utf-8", "replace")


class Outlet:
    """The way out of one app."""

    def __init__(self) -> None:
        self._send: Send | None = None
        self._waiting: list[str] = []
        self._next: asyncio.Handle | None = None
        self._last = 0.0

    @property
    def is_watched(self) -> bool:
        """Whether anybody looks."""
        return self._send is not None

    def show_to(self, send: Send, parting: Sequence[str]) -> None:
        """A new viewer, with an empty screen in the right modes; the old one is told the parting words."""
        if self._send is not None and self._send != send:
            self.end(parting)
        self._send = send
        self.begin()

    def begin(self) -> None:
        """Empty the viewer's screen, for everything to be painted anew."""
        self._drop()
        self._deliver(MODES)

    def leave(self, send: Send | None) -> None:
        """Nobody looks any more; with `send`, only if that was the one who looked."""
        if send is None or send == self._send:
            self._send = None
            self._drop()

    def end(self, lines: Sequence[str]) -> None:
        """Send the viewer a last page and let it go."""
        self._drop()
        self._deliver(notice(lines))
        self._send = None

    def write(self, text: str) -> None:
        """A piece of a frame; it leaves with everything else of the next thirtieth of a second."""
        if self._send is None or not text:
            return
        self._waiting.append(text)
        if self._next is None:
            loop = asyncio.get_running_loop()
            wait = self._last + FRAME - loop.time()
            self._next = loop.call_later(wait, self._deliver_frame) if wait > 0 else loop.call_soon(self._deliver_frame)

    def _deliver_frame(self) -> None:
        text = harmless("".join(self._waiting))
        self._drop()
        self._last = asyncio.get_running_loop().time()
        if text:
            self._deliver(text.encode("utf-8", "replace"))

    def _deliver(self, data: bytes) -> None:
        if self._send is not None:
            try:
                self._send(data)
            except Exception:  # the edge to a viewer: one that cannot be sent to is gone
                _log.warning("a viewer could not be sent to and was let go")
                self.leave(None)

    def _drop(self) -> None:
        self._waiting.clear()
        if self._next is not None:
            self._next.cancel()
            self._next = None
