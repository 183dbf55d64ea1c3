"""The driver of an app without a terminal: Textual's side of a session. It handles no signal and touches no stream."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Any, BinaryIO, Final, Literal, TextIO

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size
from textual.message import Message

from northaxis.services.screen_port import TakeFile
from northaxis.tui.browser.inside import ESCAPE_DELAY, KeyParser
from northaxis.tui.browser.outlet import Outlet

LARGEST_FILE: Final = 4_000_000
"""Bytes of a file that is handed to a viewer."""


class SeatDriver(Driver):
    """Keys from `type`, bytes to an outlet, files to whoever takes them."""

    def __init__(
        self,
        app: App[Any],
        *,
        outlet: Outlet,
        take_file: Callable[[], TakeFile | None],
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._outlet, self._take_file = outlet, take_file
        self._keys = KeyParser()
        self._tick: Any = None

    @property
    def is_headless(self) -> bool:
        """While nobody looks Textual need not turn the screen into terminal text."""
        return not self._outlet.is_watched

    @property
    def is_web(self) -> bool:
        """As Textual's own driver for browsers says."""
        return True

    # --- in -------------------------------------------------------------------------------------------------------

    def type(self, text: str) -> None:
        """Keys from the viewer."""
        for message in self._keys.feed(text):
            self.process_message(message)
        if self._tick is not None:
            self._tick.cancel()
        self._tick = self._loop.call_later(ESCAPE_DELAY * 1.1, self._look_for_escape)

    def new_viewer(self) -> None:
        """Keys come from another hand: what the one before had begun is forgotten."""
        self._keys.begin_anew()

    def resize(self, size: tuple[int, int]) -> None:
        """Another size, already clamped."""
        if size != self._size:
            self._size = size
            self.send_message(events.Resize(Size(*size), Size(*size)))

    def send_message(self, message: Message) -> None:
        """To the app, in order."""
        self._app.post_message(message)

    def _look_for_escape(self) -> None:
        self._tick = None
        for message in self._keys.tick():
            self.process_message(message)

    # --- out ------------------------------------------------------------------------------------------------------

    def write(self, data: str) -> None:
        """A piece of a frame."""
        self._outlet.write(data)

    def open_url(self, url: str, new_tab: bool = True) -> None:
        """Never: a link could be data (safety rule 28), and the browser here is the server's."""

    def deliver_binary(
        self,
        binary: BinaryIO | TextIO,
        *,
        delivery_key: str,
        save_path: Path,
        open_method: Literal["browser", "download"] = "download",
        encoding: str | None = None,
        mime_type: str | None = None,
        name: str | None = None,
    ) -> None:
        """Hand the file to the viewer; nothing is written on this machine."""
        take = self._take_file()
        with binary:
            found = binary.read(LARGEST_FILE + 1)
        data = found.encode(encoding or "utf-8", "replace") if isinstance(found, str) else found
        if take is None or len(data) > LARGEST_FILE:
            why = "it is too large" if take is not None else "this page takes no files"
            self._app.call_later(
                self._app.notify, f"The file could not be handed over: {why}.", severity="warning", markup=False
            )
            self.send_message(events.DeliveryFailed(key=delivery_key, exception=OSError(why), name=name))
            return
        take(PurePath(save_path).name, data)
        self.send_message(events.DeliveryComplete(key=delivery_key, path=None, name=name))

    # --- beginning and end ----------------------------------------------------------------------------------------

    def start_application_mode(self) -> None:
        """Nothing: the outlet puts each viewer's terminal into the right modes."""

    def stop_application_mode(self) -> None:
        """Nothing."""

    def disable_input(self) -> None:
        """No more keys, and the parser's memory of them goes."""
        if self._tick is not None:
            self._tick.cancel()
            self._tick = None
        self._keys.close()

    def close(self) -> None:
        """The end."""
        self.disable_input()
