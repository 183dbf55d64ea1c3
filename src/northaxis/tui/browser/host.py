"""The `ScreenHost` of the port: as many sessions as one process is to carry, all in its one loop."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from contextvars import Context
from functools import partial
from typing import Any, Final

from textual.app import App

from northaxis.services.client import TableClient
from northaxis.services.screen_port import TooManyScreens
from northaxis.tui.browser.session import AppSession

MOST: Final = 100
"""Sessions at once, unless the host is told otherwise."""


COLLECT_AFTER: Final = 25_000
"""New objects between two looks for garbage: a screen makes thousands of lasting ones, and each look walks them all."""


def seat_app(door: TableClient) -> App[Any]:
    """The app of one seat with the usual settings, none of which is read from or written to this machine."""
    from northaxis.tui.app import NorthaxisApp
    from northaxis.tui.settings import Settings

    return NorthaxisApp(client=door, settings=Settings())


class BrowserHost:
    """Opens sessions, counts them, closes what is left."""

    def __init__(self, make_seat: Callable[[TableClient], App[Any]] = seat_app, most: int = MOST) -> None:
        self._make_seat, self._most = make_seat, most
        self._sessions: set[AppSession] = set()
        self._closed = False
        self._restore_tasks: Callable[[], None] | None = None

    @property
    def sessions(self) -> int:
        """How many sessions there are now."""
        return len(self._sessions)

    async def open(self, door: TableClient) -> AppSession:
        """A session that shows this door to a seat. Raises TooManyScreens."""
        return await self.open_app(lambda: self._make_seat(door))

    async def open_app(self, make_app: Callable[[], App[Any]]) -> AppSession:
        """A session of any app (the control console, the projector). Raises TooManyScreens."""
        if self._closed:
            raise TooManyScreens("the host is closing; no screen is opened any more")
        if len(self._sessions) >= self._most:
            raise TooManyScreens(f"all {self._most} screens of this host are in use; close one first")
        if self._restore_tasks is None:
            loop = asyncio.get_running_loop()
            self._restore_tasks = partial(loop.set_task_factory, loop.get_task_factory())
        if not self._sessions:
            _collect_seldom()
        session = AppSession(Context().run(make_app), self._sessions.discard, self._restore_tasks)
        self._sessions.add(session)
        return session

    async def close(self) -> None:
        """End every session; none is opened from now on."""
        self._closed = True
        await asyncio.gather(*(session.close() for session in tuple(self._sessions)))


def _collect_seldom() -> None:
    """Spare the collector what stands already, and let it come less often. For the rest of this process."""
    _, second, third = gc.get_threshold()
    if gc.get_threshold()[0] < COLLECT_AFTER:
        gc.collect()
        gc.freeze()
        gc.set_threshold(COLLECT_AFTER, second, third)
