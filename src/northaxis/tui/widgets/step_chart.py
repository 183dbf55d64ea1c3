"""A history as a line of steps, with the limits of its bands behind it: how it came to where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from northaxis.tui.ink import Line, fit, line, number
from northaxis.tui.widgets.braille import BrailleCanvas
from northaxis.tui.widgets.line_widget import LineWidget
from northaxis.tui.widgets.pressure import Band


def step_chart(
    history: Sequence[int],
    bands: Sequence[Band],
    width: int,
    height: int,
    turns: Sequence[str] = (),
    marks: Mapping[int, str] | None = None,
    ascii_only: bool = False,
) -> list[Line]:
    """The chart in `height` lines, the last one naming the turns; numbers left, band names right.

    `turns` names the values (default 0, 1, 2 …); `marks` puts a sign over the value of that index.
    """
    if not history or height < 4 or width < 24:
        return []
    rows, name_width, margin = height - 1, max([len(band.name) for band in bands] or [0]) + 1, 4
    across = width - margin - name_width
    low, high = _reach(history, bands)
    canvas, grid = BrailleCanvas(across, rows), BrailleCanvas(across, rows)

    def y_of(value: float) -> int:
        return round((high - value) * (rows * 4 - 1) / max(1, high - low))

    limits = [band for band in bands if low < band.low <= high]
    for band in limits:
        grid.line((0, y_of(band.low)), (across * 2 - 1, y_of(band.low)), gap=2)
    step = across * 2 / len(history)
    for index, value in enumerate(history):
        left, right = round(index * step), round((index + 1) * step) - 1
        canvas.line((left, y_of(value)), (right, y_of(value)))
        if index:
            canvas.line((left, y_of(history[index - 1])), (left, y_of(value)))
    labels = {y_of(band.low) // 4: number(band.low) for band in limits}
    labels[y_of(history[-1]) // 4] = number(history[-1])
    names = _names(bands, low, high, rows, y_of)
    result = [_row(y, canvas, grid, labels, names, history[-1], margin, ascii_only) for y in range(rows)]
    for index, sign in (marks or {}).items():
        x, y = margin + round((index + 0.5) * step / 2), max(0, y_of(history[index]) // 4 - 1)
        result[y] = _with_sign(result[y], x, sign)
    return [*(fit(row, width) for row in result), fit(_turn_line(len(history), turns, step, margin), width)]


def _reach(history: Sequence[int], bands: Sequence[Band]) -> tuple[int, int]:
    low, high = min(history), max(history)
    above = [band.low for band in bands if band.low > high]
    below = [band.low for band in bands if band.low < low]
    return (max(below) - 1 if below else low - 1), (min(above) + 1 if above else high + 1)


def _names(bands: Sequence[Band], low: int, high: int, rows: int, y_of: Any) -> dict[int, Band]:
    names: dict[int, Band] = {}
    for band in bands:
        top, bottom = min(band.high, high), max(band.low, low)
        if top >= bottom:
            names[min(rows - 1, max(0, y_of((top + bottom) / 2) // 4))] = band
    return names


def _row(
    y: int,
    canvas: BrailleCanvas,
    grid: BrailleCanvas,
    labels: Mapping[int, str],
    names: Mapping[int, Band],
    now: int,
    margin: int,
    ascii_only: bool,
) -> Line:
    label = labels.get(y, "")
    cells = [(label.rjust(margin - 1) + " ", "bright" if label == number(now) else "dim")]
    for x in range(canvas.columns):
        if canvas.cells[y][x]:
            cells.append((canvas.glyph(x, y, ascii_only), "bright"))
        else:
            cells.append((grid.glyph(x, y, ascii_only), "faint"))
    band = names.get(y)
    if band is not None:
        cells.append((f" {band.name.lower()}", "bright" if band.low <= now <= band.high else "dim"))
    return tuple(cells)


def _with_sign(row: Line, column: int, sign: str) -> Line:
    at = 0
    result: list[tuple[str, str]] = []
    for text, role in row:
        if at <= column < at + len(text):
            cut = column - at
            result += [(text[:cut], role), (sign[:1], "bright bold"), (text[cut + 1 :], role)]
        else:
            result.append((text, role))
        at += len(text)
    return tuple(part for part in result if part[0])


def _turn_line(count: int, turns: Sequence[str], step: float, margin: int) -> Line:
    text = ""
    for index in range(count):
        name = turns[index] if index < len(turns) else str(index)
        start = margin + round((index + 0.5) * step / 2) - len(name) // 2
        if start > len(text) or not text:
            text = text.ljust(start) + name
    return line((text, "dim"))


class StepChart(LineWidget):
    """The chart as a widget, as large as the room it is given."""

    DEFAULT_CSS = "StepChart { height: 1fr; min-height: 5; }"

    def __init__(
        self, history: Sequence[int] = (), bands: Sequence[Band] = (), turns: Sequence[str] = (), **options: Any
    ) -> None:
        super().__init__(**options)
        self._history, self._bands, self._turns = tuple(history), tuple(bands), tuple(turns)
        self._marks: Mapping[int, str] = {}

    def show(
        self,
        history: Sequence[int],
        bands: Sequence[Band],
        turns: Sequence[str] = (),
        marks: Mapping[int, str] | None = None,
    ) -> None:
        """Show another history."""
        self._history, self._bands, self._turns, self._marks = tuple(history), tuple(bands), tuple(turns), marks or {}
        self.redraw()

    def build(self, width: int, height: int) -> Sequence[Line]:
        """The chart."""
        return step_chart(self._history, self._bands, width, height or 8, self._turns, self._marks, self.ascii_only)
