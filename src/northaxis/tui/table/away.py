"""What a person who looks at another screen is told of the table: one line there, with the key that leads back."""

from __future__ import annotations

from dataclasses import dataclass

from northaxis.domain.views import SeatView
from northaxis.tui.table.model import Mode, TableModel


@dataclass(frozen=True, slots=True)
class Left:
    """How the table was before the news: what the seat had to do, whether it owed, and where the table was gone to."""

    mode: Mode
    owed: bool
    elsewhere: SeatView | None

    @staticmethod
    def of(model: TableModel) -> Left:
        """As it is now."""
        return Left(model.mode, model.view.owes, model.elsewhere)


def away_words(model: TableModel, left: Left) -> str:
    """What the news are to somebody who does not see the table; empty where they can wait."""
    there = model.elsewhere
    if there is not None and there is not left.elsewhere and model.reads_on:
        happened = "Play is over" if there.over is not None else f"Control has opened turn {there.turn}"
        return f"{happened}. The reveal is kept for you: Esc shows it."
    if model.mode is Mode.REVEAL and left.mode is not Mode.REVEAL:
        return "The sheets are open: Esc shows the reveal."
    if model.view.owes and not left.owed:
        return "The table waits for you: Esc goes there."
    return ""
