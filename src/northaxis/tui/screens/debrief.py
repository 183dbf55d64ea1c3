"""The hot wash: who reached the bar, what moved pressure and by whose hand, promises, luck, what to talk about."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from northaxis.domain.control_orders import Reflect
from northaxis.domain.orders import Order
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Refused
from northaxis.services.choices import refusal_words
from northaxis.services.client import TableClient
from northaxis.services.debrief import debrief_lines
from northaxis.services.wording import plain
from northaxis.tui.actions import bindings_for, hints_for
from northaxis.tui.debriefing import Debriefing
from northaxis.tui.ink import BLANK, Line
from northaxis.tui.screens.base import BACK, Page, title
from northaxis.tui.table.asking import is_store_problem
from northaxis.tui.table.writing import Writing
from northaxis.tui.widgets.dialogue import Choice
from northaxis.tui.widgets.key_hints import Hint
from northaxis.tui.widgets.line_widget import Lines
from northaxis.tui.widgets.menu_list import MenuList, MenuRow
from northaxis.tui.widgets.pager import Pager
from northaxis.tui.widgets.step_chart import StepChart

SAID = "Everybody at the table may read the answers; what you write again replaces what you wrote."

WIDE = 104
"""Columns from which the charts stand beside the text."""


class _Questions(Choice):
    """The questions of the hot wash; the cursor begins at the first that is open."""

    def __init__(self, rows: Sequence[MenuRow], first: str) -> None:
        super().__init__("The hot wash, in writing", (SAID,), rows, keys=False)
        self._first = first

    def on_mount(self) -> None:
        """The cursor goes there."""
        self.query_one(MenuList).point_at(self._first)


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
        self._unsent: dict[str, str] = {}

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
        asks: list[Hint] = [("r", "answer")] if self._client.has_control and self._told.questions else []
        return [("↑↓", "read"), *asks, *hints_for("debrief", keymap=self.northaxis.settings.keymap), BACK]

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

    def action_reflect(self) -> None:
        """Answer the questions of the hot wash, one by one, and write commitments down."""
        asked, given = self._told.questions, self._told.answers
        if not asked:
            over = self._client.view().over is not None
            self.tell(
                "This seat is asked nothing in writing." if over else "Questions come when play is over.", "accent"
            )
            return
        rows = [
            MenuRow(id, words, "✓" if id in given else "", plain(given.get(id, "")), code=str(place))
            for place, (id, words) in enumerate(asked, 1)
        ]
        first = next((id for id, _ in asked if id not in given), asked[0][0])
        self.app.push_screen(_Questions(rows, first), self._chosen)

    def _chosen(self, id: str | None) -> None:
        words = dict(self._told.questions).get(id or "")
        if id is None or words is None:
            return
        now = self._told.answers.get(id, "")
        self.app.push_screen(Writing("Your answer", (words,), self._unsent, id, now), partial(self._written, id))

    def _written(self, id: str, text: str | None) -> None:
        async def keep() -> None:
            try:
                ruling = await self._client.ask(Order(self._client.seat, Reflect(id, text or "")))
            except Exception as problem:  # a store that cannot write: said, not hidden
                if not is_store_problem(problem):
                    raise
                self.tell(str(problem), "hot")
                return
            if isinstance(ruling, Refused):
                self.tell(f"Not now: {refusal_words(self.game(), ruling)} ({ruling.rule})", "accent")
                return
            self._told = Debriefing.of(self._client)
            self._lay_out()
            left = sum(1 for asked, _ in self._told.questions if asked not in self._told.answers)
            self.tell(f"Kept. {left} left." if left else "Kept. Everything is answered.")
            if left:
                self.action_reflect()

        if text is not None:
            self.run_worker(keep())

    def action_save(self) -> None:
        """A text file: in the downloads folder, or through the browser."""
        text = "\n".join(debrief_lines(self._client.game, self._client.facts(), self._client.seat)) + "\n"
        name = f"northaxis-debrief-{self._client.game.scenario.id}.txt"
        if self.app.deliver_text(io.StringIO(text), save_filename=name) is None:
            self.tell("The text could not be saved here.", "hot")
        else:
            self.tell(f"Saved as {name} in your downloads folder.")
