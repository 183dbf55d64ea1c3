"""The bill: where a number came from, one signed bar a cause, from what it was to what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from northaxis.tui.ink import Line, columns, line, number, signed, width_of


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause and how far it moved the number; `note` is what it cites."""

    label: str
    delta: int
    note: str = ""
    style: str = "text"


def waterfall(
    start: int, causes: Sequence[Cause], width: int, start_label: str = "at the start", end_label: str = "now"
) -> list[Line]:
    """A line for the start, one for every cause, one for the end; each bar begins where the last one ended.

    A rise is a full bar with `+`, a fall a shaded one with a minus sign: shape and sign tell, colour only helps.
    """
    values = [start]
    for cause in causes:
        values.append(values[-1] + cause.delta)
    note_width = min(16, max([cell_len(cause.note) for cause in causes] or [0])) if width >= 44 else -2
    label_width = min(
        max([cell_len(cause.label) for cause in causes] + [cell_len(start_label)]) + 1, max(12, width * 2 // 5)
    )
    bar_width = max(6, width - label_width - 5 - 2 - (note_width + 2))
    low, high = min(0, *values) if min(values) < 6 else min(values) - 4, max(values)

    def x_of(value: int) -> int:
        return round((value - low) * bar_width / max(1, high - low))

    def row(label: Line, amount: Line, bar: Line, note: str = "") -> Line:
        return columns(
            [
                (label, label_width),
                (amount, -4),
                (line("  "), 2),
                (bar, bar_width),
                (line((f"  {note}" if note_width > 0 else "", "dim")), note_width + 2),
            ]
        )

    rows = [row(line((start_label, "dim")), line((number(start), "bright")), _level(x_of(start)))]
    for before, after, cause in zip(values, values[1:], causes, strict=False):
        first, last = sorted((x_of(before), x_of(after)))
        size = max(1, last - first) if cause.delta else -2
        first = min(first, bar_width - size)
        bar = line(
            " " * first, ("█" * size if cause.delta > 0 else "▒" * size, "accent" if cause.delta > 0 else "good")
        )
        rows.append(row(line((cause.label, cause.style)), line((signed(cause.delta), "bright")), bar, cause.note))
    rows.append(
        row(line((end_label, "bright bold")), line((number(values[-1]), "bright bold")), _level(x_of(values[-1])))
    )
    return rows


def _level(size: int) -> Line:
    return line(("─" * max(0, size - 1), "faint"), ("◆" if size else "", "bright"))


def bill(causes: Sequence[Cause], width: int) -> Line:
    """The causes in one line, left out from the end where there is no room: `+3 Moscow   −1 Kyiv`."""
    cells: Line = ()
    for cause in causes:
        more = line((f"{cause.label} ", "dim"), (f"{signed(cause.delta)}   ", "bright"))
        if width_of(cells) + width_of(more) > width:
            break
        cells = (*cells, *more)
    return cells
