"""The port between whoever carries keys and bytes (the network) and whoever makes screens (the terminal app).

The two never import each other: the command line hands a `ScreenHost` to the network. All of it is used from the one
event loop; only what is `async` waits, everything else returns at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from northaxis.services.client import TableClient

WIDTHS: Final = (20, 300)
HEIGHTS: Final = (10, 100)
"""The least and the most columns and rows a viewer gets, whatever it asks for."""

Send = Callable[[bytes], None]
"""Takes screen bytes for one viewer. Never blocks and never calls back; what a slow viewer misses is repainted."""

TakeFile = Callable[[str, bytes], None]
"""Takes a file that the app hands to its viewer: a plain name without a folder, and what is in it."""


class TooManyScreens(Exception):
    """No further session is opened. The text is a sentence for people, without a full stop."""


class ScreenSession(Protocol):
    """An app that runs without a terminal of its own: keys in, screen bytes out.

    It starts when the first viewer comes, and from then on it runs until it is left or closed, seen or not. When the
    app ends, its viewer is sent a last plain notice that says why.
    """

    @property
    def is_running(self) -> bool:
        """Whether a viewer can still be attached. Once False it stays so: a new session must be opened."""
        ...

    @property
    def has_failed(self) -> bool:
        """Whether the app ended because of a bug in it, and not because it was left or closed."""
        ...

    def attach(self, send: Send, width: int, height: int) -> None:
        """Show it to a viewer, the newest wins; the whole screen is painted at once.

        A viewer who is replaced gets a notice as its last bytes. On a session that has ended the viewer gets the
        notice of the end. A `send` that raises is let go as if it had been detached.
        """
        ...

    def detach(self, send: Send | None = None) -> None:
        """Nobody looks; the app goes on, half-written things stay, no bytes are kept.

        With `send`, only if that viewer is the one who looks: a replaced viewer that hangs up disturbs nobody.
        """
        ...

    def repaint(self) -> None:
        """Paint everything again (after a viewer lost bytes), terminal modes included."""
        ...

    def type(self, text: str) -> None:
        """Keys, as a terminal would send them: text, escape sequences, mouse reports, bracketed paste.

        Any text is safe; what is no key is dropped. Sequences may be cut anywhere between two calls.
        """
        ...

    def resize(self, width: int, height: int) -> None:
        """Another size; clamped to `WIDTHS` and `HEIGHTS`."""
        ...

    def hand_files_to(self, take: TakeFile | None) -> None:
        """Where files go that the app delivers (a saved text, a picture); without one the app says that it cannot."""
        ...

    async def ended(self) -> None:
        """Return when the app is over and its last notice sent; at once if it is already."""
        ...

    async def close(self) -> None:
        """End the app; returns when it has ended and let its table go. May be called again."""
        ...


class ScreenHost(Protocol):
    """Opens a seat's screen on a door to the table."""

    async def open(self, door: TableClient) -> ScreenSession:
        """A session that shows this door and closes it at its end. Raises TooManyScreens; then the door stays open."""
        ...


def clamped(width: int, height: int) -> tuple[int, int]:
    """A size that a screen is really given."""
    return min(max(width, WIDTHS[0]), WIDTHS[1]), min(max(height, HEIGHTS[0]), HEIGHTS[1])
