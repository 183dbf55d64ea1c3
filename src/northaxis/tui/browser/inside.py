"""All that the browser seats take from the inside of Textual and Rich. A test holds every name of it.

The driver's base class is public; the parser of terminal keys, the capture of the streams and the filters are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final

import textual.app
from rich.console import Console
from textual import constants, events
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.filter import ANSIToTruecolor
from textual.message import Message

ESCAPE_DELAY: Final = constants.ESCAPE_DELAY
"""Seconds after which a lone Escape is a key and no longer the beginning of something."""

MOST_PASTED: Final = 100_000
"""Characters of one paste; a longer one is dropped, so that nobody fills the memory with a paste that never ends."""

_PASTE_BEGINS, _PASTE_ENDS = "\x1b[200~", "\x1b[201~"
_WANTED = (events.Key, events.Paste, events.MouseEvent)


class _Parser(XTermParser):
    def parse_mouse_code(self, code: str) -> Message | None:
        self.mouse_pixels = False  # a report of pixels would have the viewer choose what a cell is
        return super().parse_mouse_code(code)


class KeyParser:
    """From what a terminal sends to messages for an app: keys, pastes, mouse. It never raises, whatever is fed.

    Sizes and modes that the other side reports are dropped: the size comes in by `resize` alone, where it is clamped.
    """

    def __init__(self) -> None:
        self._parser = _Parser()
        self._tail = ""
        self._pasted: int | None = None
        self._closed = False

    def feed(self, text: str) -> Iterator[Message]:
        """The messages that the text completes."""
        if self._closed or not text:
            return  # an empty text means the end to Textual's parser
        if not text.isascii():
            text = text.encode("utf-8", "ignore").decode("utf-8")  # half characters are no characters
        self._count_paste(text)
        yield from self._parsed(lambda: self._parser.feed(text))

    def tick(self) -> Iterator[Message]:
        """A lone Escape, if that was all and `ESCAPE_DELAY` has passed since."""
        if not self._closed:
            yield from self._parsed(self._parser.tick)

    def close(self) -> None:
        """The end. Without it a cache inside the parser would keep the app of every ended session alive."""
        if not self._closed:
            self._closed = True
            _finish(self._parser)

    def _parsed(self, more: Callable[[], Any]) -> Iterator[Message]:
        try:
            for message in more():
                if isinstance(message, _WANTED):
                    yield message
        except Exception:  # a sequence that Textual's parser cannot take ends its generator: begin anew
            self._begin_anew()

    def _begin_anew(self) -> None:
        _finish(self._parser)
        self._parser, self._tail, self._pasted = _Parser(), "", None

    def _count_paste(self, text: str) -> None:
        seen = self._tail + text
        begins, ends = seen.rfind(_PASTE_BEGINS), seen.rfind(_PASTE_ENDS)
        if begins > ends:
            self._pasted = len(seen) - begins
        elif ends >= 0:
            self._pasted = None
        elif self._pasted is not None:
            self._pasted += len(text)
        self._tail = seen[-len(_PASTE_BEGINS) + 1 :]
        if self._pasted is not None and self._pasted > MOST_PASTED:
            self._begin_anew()


def _finish(parser: XTermParser) -> None:
    try:
        for _ in parser.feed(""):
            pass
    except Exception:  # its generator is already over
        return


class _Nothing:
    """Takes what is written to it and keeps nothing."""

    def write(self, text: str) -> None:
        pass

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return False


_NOTHING: Final = _Nothing()


def make_at_home(app: App[Any]) -> None:
    """Take from an app what it has of this process: the streams it would capture, the colours of our environment.

    Textual redirects `sys.stdout` and `sys.stderr` while an app runs and puts back what it found; with apps that end
    out of order the streams would end up with an app that is gone. A hosted app leaves them alone. Its errors are not
    printed here either: they could hold what only one seat may know.
    """
    for name in ("redirect_stdout", "redirect_stderr"):
        original = getattr(textual.app, name)
        if not getattr(original, "spares_hosted_apps", False):
            setattr(textual.app, name, _sparing(original))
    nothing: Any = _NOTHING
    app._capture_stdout = app._capture_stderr = nothing
    app.error_console = Console(file=nothing, _environ={})
    app.console = Console(
        color_system="truecolor", force_terminal=True, no_color=False, file=nothing, highlight=False, emoji=False,
        legacy_windows=False, safe_box=False, soft_wrap=False, _environ={},
    )  # fmt: skip
    app.no_color = False
    app._filters = [each for each in app._filters if isinstance(each, ANSIToTruecolor)]


def _sparing(original: Callable[[Any], AbstractContextManager[Any]]) -> Callable[[Any], AbstractContextManager[Any]]:
    def redirect(target: Any) -> AbstractContextManager[Any]:
        return nullcontext(target) if target is _NOTHING else original(target)

    redirect.spares_hosted_apps = True  # type: ignore[attr-defined]  # a mark that it is there already
    return redirect


def problem_of(app: App[Any]) -> BaseException | None:
    """The bug that ended an app, if one did."""
    return app._exception
