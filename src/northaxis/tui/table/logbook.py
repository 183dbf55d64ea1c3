"""The log: every beat in the narrator's words under turn headings, with a filter, the latest lit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.binding import BindingType

from northaxis.services.beats import Beat, Weight, lines_of
from northaxis.tui.actions import bindings_for
from northaxis.tui.ink import Line, line, span, wrapped
from northaxis.tui.table.model import TableModel, Told
from northaxis.tui.widgets.pager import Pager, Paragraph

FILTERS = ("what happened", "great things", "about you", "everything")


def keeps(model: TableModel, told: Told, chosen: str) -> bool:
    """Whether a beat passes a filter."""
    beat = told.beat
    match chosen:
        case "everything":
            return True
        case "great things":
            return beat.weight is Weight.GREAT
        case "about you":
            return beat.kind == "turn" or (beat.seat == model.view.seat and beat.weight >= Weight.USUAL)
        case _:
            return beat.weight >= Weight.USUAL


def log_paragraphs(model: TableModel, chosen: str, width: int) -> list[Paragraph]:
    """The log as lines."""
    rows: list[Paragraph] = []
    waiting = {id(told) for told in model.waiting}
    hide_from = next((place for place, told in enumerate(model.log) if id(told) in waiting), len(model.log))
    measure = max(20, min(86, width - 4))
    latest = model.page[-1].beat if model.page else None
    for told in model.log[:hide_from]:
        if keeps(model, told, chosen):
            rows += _beat_rows(model, told.beat, measure, told.beat is latest)
    return rows or [line(("  Nothing yet.", "dim"))]


def _beat_rows(model: TableModel, beat: Beat, measure: int, lit: bool) -> list[Line]:
    if beat.kind == "turn" and not beat.undone:
        return [line(), line(("  ", "text"), (beat.headline, "bright bold"), (" " + "─" * (measure - 10), "rule-line"))]
    rows: list[Line] = []
    ink = "dim strike" if beat.undone else "bright" if lit or beat.weight is Weight.GREAT else "text"
    for place, text in enumerate(lines_of(model.game, beat)):
        inset = "    " if place else "  "
        for row in wrapped(text.strip(), measure - len(inset)):
            role = "dim strike" if beat.undone else ink if not place else "dim"
            rows.append(line(span(inset), (row, role)))
            inset = "    "
    return rows


class LogPane(Pager):
    """The log as a widget: it follows, until somebody scrolls up."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_for("log")

    def __init__(self, model: TableModel, **options: Any) -> None:
        super().__init__((), spaced=False, follow=True, **options)
        self.model = model
        self.chosen = 0
        self._drawn: tuple[object, ...] = ()

    def update(self) -> None:
        """Show what is new."""
        page = self.model.page
        told = (len(self.model.log), len(self.model.waiting), self.model.steps_back)
        state = (*told, self.chosen, self.content_size.width, len(page))
        if state != self._drawn and self.is_attached and self.display:
            self._drawn = state
            self.show(log_paragraphs(self.model, FILTERS[self.chosen], self.content_size.width))

    def build(self, width: int, height: int) -> Sequence[Line]:
        """A heading, then the log."""
        inner = super().build(width, max(0, height - 1)) if height else super().build(width, 0)
        return [line((" LOG", "dim bold"), (f"   {FILTERS[self.chosen]}", "dim")), *inner]

    def action_filter(self) -> None:
        """The next filter."""
        self.chosen = (self.chosen + 1) % len(FILTERS)
        self.update()

    def on_show(self) -> None:
        """What was missed while hidden."""
        self._drawn = ()
        self.update()
