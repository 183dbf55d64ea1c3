"""The table before it is set: its frame, the still map and a word, painted before rules, YAML or bots are imported.

Under the table it is also the floor of an app that is one table: when it shows again, the person has left.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal

from northaxis.tui.ink import BLANK, Line, line, spread, wrapped
from northaxis.tui.screens.base import Page
from northaxis.tui.widgets.key_hints import KeyHints
from northaxis.tui.widgets.line_widget import Lines
from northaxis.tui.widgets.theatre_map import TheatreMap

if TYPE_CHECKING:
    from northaxis.services.client import TableClient

MEASURE = 72


@dataclass(frozen=True, slots=True)
class Opening:
    """A table that can be set: how, and what can be said of it before."""

    make: Callable[[], TableClient]
    """Slow; called in a thread once the first frame stands. What it raises ends the app and comes out of its run."""

    title: str
    scene: str = ""
    word: str = "setting the table …"


class OpeningScreen(Page):
    """The frame of a table that is being set."""

    DEFAULT_CSS = """
    OpeningScreen > #upper { height: 14; }
    OpeningScreen > #upper > TheatreMap { width: 1fr; height: 13; }
    OpeningScreen > #upper > #pressure { width: 1fr; padding: 0 1 0 0; border-left: vkey $rule-line; height: 1fr; }
    OpeningScreen > #lower { height: 1fr; border-top: solid $rule-line; }
    OpeningScreen > #lower > Lines { width: 1fr; height: 1fr; }
    OpeningScreen > #lower > #side { padding-right: 1; border-left: vkey $rule-line; }
    OpeningScreen.-narrow > #upper, OpeningScreen.-narrow > #lower > #side { display: none; }
    OpeningScreen.-narrow > #lower { border-top: none; }
    """
    AUTO_FOCUS = None

    def __init__(self, opening: Opening) -> None:
        super().__init__()
        self._opening = opening
        self._covered = False

    def body(self) -> ComposeResult:
        """As the table will lie."""
        with Horizontal(id="upper"):
            yield TheatreMap()
            yield Lines(lambda width: [line((" PRESSURE", "dim bold"))], id="pressure")
        with Horizontal(id="lower"):
            yield Lines(self._scene, id="scene")
            yield Lines(lambda width: [BLANK], id="side")

    def feet(self) -> ComposeResult:
        """No keys yet."""
        yield KeyHints()

    def on_mount(self) -> None:
        """First the frame, then the table."""
        self.call_after_refresh(self.run_worker, self._set_table(), name="set the table")

    def on_screen_suspend(self) -> None:
        """The table lies on it."""
        self._covered = True

    def on_screen_resume(self) -> None:
        """The table is gone."""
        if self._covered:
            self.app.exit()

    def heading(self) -> tuple[Line, Line]:
        """Which game, and that it is on its way."""
        return line(("northaxis  ", "dim"), (self._opening.title, "bright bold")), line((self._opening.word, "accent"))

    async def _set_table(self) -> None:
        try:
            client = await asyncio.to_thread(self._make)
        except Exception as problem:  # told by whoever started the app, when the terminal is a terminal again
            self.northaxis.leave_with(problem)
        else:
            self.northaxis.open_table(client)

    def _make(self) -> TableClient:
        gc.disable()  # what is made here stays: looking for garbage meanwhile costs a quarter of the time
        try:
            client = self._opening.make()
            import northaxis.tui.screens.table  # noqa: F401 (here, so that the frame does not stand still meanwhile)

            return client
        finally:
            gc.enable()
            gc.freeze()

    def _scene(self, width: int) -> list[Line]:
        rows = wrapped(self._opening.scene, min(MEASURE, width - 4)) if self._opening.scene else []
        head = spread(line((" THE SCENE", "dim bold")), line((f"{self._opening.word} ", "accent")), width)
        return [head, BLANK, *(line(("  ", "text"), (row, "text")) for row in rows)]


__all__ = ["Opening", "OpeningScreen"]
