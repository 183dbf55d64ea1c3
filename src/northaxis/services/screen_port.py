"""Terminal screens for viewers elsewhere: one live app a link, shown in whatever window looks.

The app goes on while nobody looks, so that a reload finds the half-written order where it was.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from northaxis.services.client import TableClient

Send = Callable[[bytes], None]
"""Takes terminal output for the viewer. Must return at once and never raise."""


class ScreenSession(Protocol):
    """One running app. All calls come from the event loop that opened it."""

    @property
    def is_running(self) -> bool:
        """Whether the app still runs; when it does not, open another."""
        ...

    def attach(self, send: Send, width: int, height: int) -> None:
        """Show it to a viewer from now on (instead of any other), whole, at this size."""
        ...

    def detach(self) -> None:
        """Nobody looks any more; the app goes on, and writes nothing."""
        ...

    def repaint(self) -> None:
        """Send the whole screen again: the viewer has missed some of it."""
        ...

    def type(self, text: str) -> None:
        """Keys, as a terminal sends them."""
        ...

    def resize(self, width: int, height: int) -> None:
        """The viewer's window has another size."""
        ...

    async def close(self) -> None:
        """End the app. Twice is fine."""
        ...


class ScreenHost(Protocol):
    """Opens apps on doors."""

    async def open(self, door: TableClient) -> ScreenSession:
        """A running app on this door; the app closes the door when it ends."""
        ...
