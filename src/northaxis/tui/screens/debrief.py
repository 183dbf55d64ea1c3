"""The hot wash: who reached the bar, what moved pressure and by whose hand, promises, luck, what to talk about."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from northaxis.domain.ruleset import Game
from northaxis.services.client import TableClient
from northaxis.services.debrief import debrief_lines
from northaxis.services.wording import plain
from northaxis.tui.actions import bindings_for, hints_for
from northaxis.tui.debriefing import Debriefing
from northaxis.tui.ink import BLANK, Line
from northaxis.tui.screens.base import BACK, Page, title
from northaxis.tui.widgets.key_hints import Hint
from northaxis.tui.widgets.line_widget import Lines
from northaxis.tui.widgets.pager import Pager
from northaxis.tui.widgets.step_chart import StepChart

WIDE = 104
"""Columns from which the charts stand beside the text."""


class DebriefScreen(Page):
    """The debrief of a table, over or not."""

    SCOPES = ("debrief", "pager")

    DEFAULT_CSS = """
    DebriefScreen .left, DebriefScreen.-narrow .left { width: 1fr; height: 1fr; }
    DebriefScreen .right { width: 50; }
    DebriefScreen StepChart { height: 11; }
    DebriefScreen .head { height: 2; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings_for("debrief")

    def __init__(self, client: TableClient) -> None:
        super().__init__()
        self._client = client
        self._told = Debriefing.of(client)

    def game(self) -> Game:
        """The client's."""
        return self._client.game

    def heading(self) -> tuple[Line, Line]:
        """Which game."""
        view = self._client.view()
        state = "over" if view.over is not None else f"so far, turn {view.turn} of {view.turns}"
        return title("Debrief", f"{plain(self._client.game.scenario.name)}, {state}"), BLANK

    def hints(self) -> Sequence[Hint]:
        """Reading first."""
        return [("↑↓", "read"), *hints_for("debrief", keymap=self.northaxis.settings.keymap), BACK]

    def body(self) -> ComposeResult:
        """Text, and the charts beside it where there is room."""
        told = self._told
        with Horizontal(classes="columns"):
            with Vertical(classes="left"):
                yield Pager(spaced=False)
            with Vertical(classes="right"):
                yield Lines(lambda width: told.chart_head(), classes="head")
                yield StepChart(told.history, told.bands, told.turns)
                yield Lines(lambda width: [BLANK, *told.by_seat(width - 1)])

    def on_mount(self) -> None:
        """Keys scroll."""
        self.query_one(Pager).focus()
        self._lay_out()

    def on_resize(self) -> None:
        """Charts move with the room."""
        self._lay_out()

    def _lay_out(self) -> None:
        wide = self.size.width >= WIDE
        self.query_one(".right").display = wide
        width = min(72, self.size.width - (58 if wide else 8))
        charts = () if wide else self._told.charts(width, self.northaxis.ascii_signs)
        self.query_one(Pager).show(self._told.text(width, charts, self.northaxis.ascii_signs))

    def action_why(self) -> None:
        """Take it apart."""
        from northaxis.tui.screens.why import WhyScreen

        self.app.push_screen(WhyScreen(self._client))

    def action_save(self) -> None:
        """A text file: in the downloads folder, or through the browser."""
        text = "\n".join(debrief_lines(self._client.game, self._client.facts(), self._client.seat)) + "\n"
        name = f"northaxis-debrief-{self._client.game.scenario.id}.txt"
        if self.app.deliver_text(io.StringIO(text), save_filename=name) is None:
            self.tell("The text could not be saved here.", "hot")
        else:
            self.tell(f"Saved as {name} in your downloads folder.")
