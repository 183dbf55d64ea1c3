"""One app and whoever looks at it: the `ScreenSession` of the port."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextvars import Context
from typing import Any, Final, cast

from textual.app import App
from textual.driver import Driver

from northaxis.services.client import DoorClosed
from northaxis.services.screen_port import Send, TakeFile, clamped
from northaxis.tui.browser.driver import SeatDriver
from northaxis.tui.browser.inside import make_at_home, problem_of
from northaxis.tui.browser.outlet import Outlet, notice
from northaxis.tui.crash import frames

GRACE: Final = 5.0
"""Seconds an app may take to end before it is made to."""

REPLACED: Final = ("This seat is now shown in another window.", "You can close this one.")
LEFT: Final = ("You have left.", "Reload the page to come back.")
CLOSED: Final = ("The host has closed this screen.", "Everything that was acknowledged is kept.")
FAILED: Final = (
    "This screen has stopped because of a bug in it ({}).",
    "The table goes on, and everything that was acknowledged is kept.",
    "Reload the page to come back.",
)

_log = logging.getLogger(__name__)


class AppSession:
    """An app in this loop. It is reached only by messages, in a context of its own, never by its widgets."""

    def __init__(
        self, app: App[Any], when_over: Callable[[AppSession], None], restore_tasks: Callable[[], None]
    ) -> None:
        make_at_home(app)
        self._restore_tasks = restore_tasks
        self._app: App[Any] | None = app
        self._driver: SeatDriver | None = None
        self._outlet = Outlet()
        self._take_file: TakeFile | None = None
        self._size = clamped(0, 0)
        self._seen = asyncio.Event()
        self._last_words: Sequence[str] = ()
        self._closing = False
        self._failed = False
        app.driver_class = cast("type[Driver]", self._made_driver)
        self._task = asyncio.get_running_loop().create_task(self._run(app), name="screen session", context=Context())
        self._task.add_done_callback(lambda _: when_over(self))

    @property
    def is_running(self) -> bool:
        """Whether a viewer can still be attached."""
        return not self._last_words and not self._task.done()

    @property
    def has_failed(self) -> bool:
        """Whether a bug ended it."""
        return self._failed

    # --- viewers --------------------------------------------------------------------------------------------------

    def attach(self, send: Send, width: int, height: int) -> None:
        """Show it to a viewer, the newest wins; the whole screen is painted at once."""
        if not self.is_running:
            send(notice(self._last_words or CLOSED))
            return
        self._outlet.show_to(send, REPLACED)
        if self._driver is not None:
            self._driver.new_viewer()
        self.resize(width, height)
        self._paint()
        self._seen.set()

    def detach(self, send: Send | None = None) -> None:
        """Nobody looks; the app goes on. With `send`, only if that viewer is the one who looks."""
        self._outlet.leave(send)

    def repaint(self) -> None:
        """Paint everything again, terminal modes included."""
        if self._outlet.is_watched:
            self._outlet.begin()
            self._paint()

    def hand_files_to(self, take: TakeFile | None) -> None:
        """Where files go that the app delivers."""
        self._take_file = take

    def _paint(self) -> None:
        if self._driver is not None and self._app is not None:
            Context().run(self._app.call_later, self._app.refresh)

    # --- keys -----------------------------------------------------------------------------------------------------

    def type(self, text: str) -> None:
        """Keys, as a terminal would send them."""
        if self._driver is not None and self.is_running:
            Context().run(self._driver.type, text)

    def resize(self, width: int, height: int) -> None:
        """Another size, clamped."""
        self._size = clamped(width, height)
        if self._driver is not None and self.is_running:
            Context().run(self._driver.resize, self._size)

    # --- the end --------------------------------------------------------------------------------------------------

    async def ended(self) -> None:
        """Return when the app is over."""
        await asyncio.wait({self._task})

    async def close(self) -> None:
        """End the app; one that does not end by itself within `GRACE` is cancelled."""
        self._closing = True
        if self._app is not None:
            Context().run(self._app.exit)
        self._seen.set()
        await asyncio.wait({self._task}, timeout=GRACE)
        if not self._task.done():
            self._task.cancel()
            await asyncio.wait({self._task}, timeout=GRACE)

    def _made_driver(self, app: App[Any], **options: Any) -> SeatDriver:
        self._driver = SeatDriver(app, outlet=self._outlet, take_file=lambda: self._take_file, **options)
        return self._driver

    async def _run(self, app: App[Any]) -> None:
        problem: BaseException | None = None
        try:
            await self._seen.wait()
            # Textual makes the loop start every task at once (Python 3.12+): not the business of one of its apps
            asyncio.get_running_loop().call_soon(self._restore_tasks)
            await app.run_async(size=self._size)
        except Exception as error:  # the edge of a seat: no other seat may feel it
            problem = error
        finally:
            self._over(problem or problem_of(app))

    def _over(self, problem: BaseException | None) -> None:
        self._failed = problem is not None and not isinstance(problem, DoorClosed)
        if isinstance(problem, DoorClosed):
            self._last_words = (str(problem),)
        elif problem is not None:
            _log.error("a seat's screen has stopped:\n%s", frames(problem))
            self._last_words = (FAILED[0].format(type(problem).__name__), *FAILED[1:])
        else:
            self._last_words = CLOSED if self._closing else LEFT
        self._outlet.end(self._last_words)
        if self._driver is not None:
            self._driver.close()
        self._app = self._driver = self._take_file = None
