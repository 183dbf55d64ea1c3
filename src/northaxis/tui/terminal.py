"""The terminal an app is shown in, and what becomes of the app when that terminal is gone without a word.

Usually a signal ends the program then. Where none comes, the end of input is always ready to be read, and what is
written waits for ever: then reading stops, what is painted is dropped, and the app ends like one that is left.
"""

from __future__ import annotations

import asyncio
import select
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import Empty
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from textual.app import App

if TYPE_CHECKING or sys.platform != "win32":
    from textual.drivers.linux_driver import LinuxDriver

SECONDS_BETWEEN_LOOKS = 0.5


def is_gone(fileno: int, milliseconds: int = 0) -> bool:
    """Whether nobody is at the other end of a terminal any more; waits that long for it."""
    if sys.platform == "win32":
        return False
    watch = select.poll()
    watch.register(fileno, 0)
    return any(event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, event in watch.poll(milliseconds))


if TYPE_CHECKING or sys.platform != "win32":

    class WatchedDriver(LinuxDriver):
        """Textual's driver, with an eye on whether its terminal is still there."""

        def __init__(self, app: App[Any], **options: Any) -> None:
            super().__init__(app, **options)
            self._is_gone = False
            self._ended, self._watcher = Event(), Thread()

        def start_application_mode(self) -> None:
            """Show the app, and begin to watch."""
            super().start_application_mode()  # type: ignore[no-untyped-call]  # it gives nothing and takes nothing
            self._ended = Event()
            leave = partial(asyncio.get_running_loop().call_soon_threadsafe, self._app.exit)
            self._watcher = Thread(target=self._watch, args=(self._ended, leave), name="terminal-watch", daemon=True)
            self._watcher.start()

        def stop_application_mode(self) -> None:
            """Leave the terminal as it was."""
            self._ended.set()
            if self._is_gone:
                self._watcher.join()
            super().stop_application_mode()

        def write(self, data: str) -> None:
            """Paint; nothing where nobody sees it."""
            if not self._is_gone:
                super().write(data)

        def _watch(self, ended: Event, leave: Callable[[], object]) -> None:
            """In a thread of its own: the app's may be the one that waits."""
            while not ended.is_set():
                if not is_gone(self.fileno, int(1000 * SECONDS_BETWEEN_LOOKS)):
                    continue
                self._is_gone = True
                self.exit_event.set()
                with suppress(RuntimeError):
                    leave()
                while not ended.wait(0.05):
                    self._drop_unpainted()
                self._drop_unpainted()

        def _drop_unpainted(self) -> None:
            """Let go whoever waits for a terminal to take what is painted."""
            if self._writer_thread is not None:
                with suppress(Empty):
                    while True:
                        self._writer_thread._queue.get_nowait()


def watch_terminal(app: App[Any]) -> None:
    """Have an app end when its terminal is gone; before it runs."""
    if sys.platform != "win32" and app.driver_class is LinuxDriver:
        app.driver_class = WatchedDriver
