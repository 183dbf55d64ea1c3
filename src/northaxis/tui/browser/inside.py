"""All that the browser seats take from the inside of Textual and Rich. A test holds every name of it.

The driver's base class is public; the parser of terminal keys, the capture of the streams and the filters are not.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, ClassVar, Final

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
        self._closed = False
        self._begin()

    def feed(self, text: str) -> Iterator[Message]:
        """The messages that the text completes."""
        if not text.isascii():
            text = text.encode("utf-8", "ignore").decode("utf-8")  # half characters are no characters
        text = self._within_paste(text)
        if text and not self._closed:  # an empty text means the end to Textual's parser
            yield from self._parsed(lambda: self._parser.feed(text))

    def tick(self) -> Iterator[Message]:
        """A lone Escape, if that was all and `ESCAPE_DELAY` has passed since."""
        if not self._closed:
            yield from self._parsed(self._parser.tick)

    def begin_anew(self) -> None:
        """Forget what was begun: other hands are on the keys."""
        if not self._closed:
            _finish(self._parser)
            self._begin()

    def close(self) -> None:
        """The end. Without it a cache inside the parser would keep the app of every ended session alive."""
        if not self._closed:
            self._closed = True
            _finish(self._parser)

    def _begin(self) -> None:
        self._parser = _Parser()
        self._tail, self._pasted, self._drops = "", 0, False

    def _parsed(self, more: Callable[[], Any]) -> Iterator[Message]:
        try:
            for message in more():
                if isinstance(message, _WANTED):
                    yield message
        except Exception:  # a sequence that Textual's parser cannot take ends its generator
            self.begin_anew()

    def _within_paste(self, text: str) -> str:
        """The text, or of a paste that has become too long what comes after its end."""
        seen = self._tail + text
        begins, ends = seen.rfind(_PASTE_BEGINS), seen.rfind(_PASTE_ENDS)
        self._tail = seen[1 - len(_PASTE_BEGINS) :]
        if self._drops:
            if ends < 0:
                return ""
            self._drops = False
            text = seen[ends + len(_PASTE_ENDS) :]
        if begins > ends:
            self._pasted = len(seen) - begins
        elif ends >= 0:
            self._pasted = 0
        elif self._pasted:
            self._pasted += len(text)
        if self._pasted > MOST_PASTED:
            self.begin_anew()
            self._tail, self._drops = seen[1 - len(_PASTE_BEGINS) :], True
            return ""
        return text


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
    share_parsed_styles(app)


def _sparing(original: Callable[[Any], AbstractContextManager[Any]]) -> Callable[[Any], AbstractContextManager[Any]]:
    def redirect(target: Any) -> AbstractContextManager[Any]:
        return nullcontext(target) if target is _NOTHING else original(target)

    redirect.spares_hosted_apps = True  # type: ignore[attr-defined]  # a mark that it is there already
    return redirect


class SharedRules:
    """In place of a style sheet's own memory of what it has parsed: apps in the same colours parse a source once.

    Parsed rules are only read. Another theme has other variables and so a shelf of its own; old shelves go.
    """

    _shelves: ClassVar[OrderedDict[tuple[tuple[str, str], ...], dict[Any, Any]]] = OrderedDict()
    _MOST_SHELVES = 8

    def __init__(self, variables: Callable[[], Mapping[str, str]]) -> None:
        self._variables = variables
        self._shelf: dict[Any, Any] | None = None

    def __getitem__(self, key: Any) -> Any:
        return self._found()[key]

    def __setitem__(self, key: Any, rules: Any) -> None:
        self._found()[key] = rules

    def clear(self) -> None:
        """The variables have changed."""
        self._shelf = None

    def _found(self) -> dict[Any, Any]:
        if self._shelf is None:
            key = tuple(sorted(self._variables().items()))
            self._shelf = self._shelves.setdefault(key, {})
            self._shelves.move_to_end(key)
            if len(self._shelves) > self._MOST_SHELVES:
                self._shelves.popitem(last=False)
        return self._shelf


def share_parsed_styles(app: App[Any]) -> None:
    """Let an app parse its style sheets together with the other hosted apps."""
    sheet = app.stylesheet
    rules: Any = SharedRules(lambda: sheet._variables)
    sheet._parse_cache = rules


def problem_of(app: App[Any]) -> BaseException | None:
    """The bug that ended an app, if one did."""
    return app._exception
