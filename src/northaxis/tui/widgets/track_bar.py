"""A track in one line: name, bar, value, the word for where it stands, and how it has moved since the last turn.

One look tells level, threshold and change; none of the three needs colour. A value that the seat may not know exactly
is drawn as the range it may be in, and said in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from textual.timer import Timer

from northaxis.tui.glyphs import CURSOR, EMPTY, FILLED, MAYBE, TICK
from northaxis.tui.ink import Line, columns, cropped, line, number, signed, span, spread
from northaxis.tui.motion import Slide, play
from northaxis.tui.widgets.line_widget import LineWidget


@dataclass(frozen=True, slots=True)
class TrackReading:
    """What one seat sees of a track. `value` is None when only `band` (and perhaps `between`) is known."""

    name: str
    value: int | None
    low: int = 0
    high: int = 10
    threshold: int | None = None
    threshold_word: str = ""
    delta: int | None = None
    band: str = ""
    between: tuple[int, int] | None = None
    style: str = "text"
    is_lit: bool = False
    """Lit while the log line that moved it is lit."""

    @property
    def is_crossed(self) -> bool:
        """Whether the threshold is reached."""
        return self.value is not None and self.threshold is not None and self.value >= self.threshold


def bar(reading: TrackReading, width: int = 10, at: float | None = None) -> Line:
    """Only the bar, `width` cells; `at` draws it elsewhere than at its value, for motion.

    A track that runs below nought fills from nought, to either side.
    """
    value = at if at is not None else reading.value
    tick = _cell(reading, width, reading.threshold - 1) if reading.threshold is not None else -1
    if value is None:
        first, last = _possible(reading, width)
        return tuple((MAYBE, "dim") if first <= index < last else (EMPTY, "faint") for index in range(width))
    nought = _cell(reading, width, 0) if reading.low < 0 < reading.high else 0
    first, last = sorted((nought, _cell(reading, width, value)))
    cells: list[tuple[str, str]] = []
    for index in range(width):
        if first <= index < last:
            cells.append((FILLED, "hot" if reading.is_crossed and index >= tick else reading.style))
        elif index == tick or (nought and index == nought):
            cells.append((TICK, "dim"))
        else:
            cells.append((EMPTY, "faint"))
    return tuple(cells)


def _cell(reading: TrackReading, width: int, value: float) -> int:
    return max(0, min(width, round((value - reading.low) * width / max(1, reading.high - reading.low))))


def _possible(reading: TrackReading, width: int) -> tuple[int, int]:
    low, high = reading.between or (reading.low, reading.high)
    first = _cell(reading, width, low if low <= reading.low else low - 1)
    return first, max(first + 1, _cell(reading, width, high))


def track_line(
    reading: TrackReading, width: int, name_width: int = 20, at: float | None = None, large: bool = False
) -> Line:
    """The whole line: name, bar, number or band, the word of a crossed threshold, change. From about 30 cells on.

    `large` is for a wall: a long bar, name and number that can be read from afar.
    """
    word_width = 11 if width >= 48 else 5
    room = width - 8 - word_width
    bar_width = max(4, min(20 if width >= 72 or large else 10, room - name_width))
    name_width = min(name_width, room - bar_width)
    start = [
        (line((reading.name, "bright bold" if large else "bright" if reading.is_lit else "text")), name_width),
        (line(" "), 1),
    ]
    start.append((bar(reading, bar_width, at), bar_width))
    if reading.value is None:
        low, high = reading.between or (reading.low, reading.high)
        between = f" {number(low)}–{number(high)}" if reading.between else ""
        between = between if len(reading.band) + len(between) <= 5 + word_width else ""
        said = cropped(line((f"  {reading.band}{between}", "text" if large else "dim")), 7 + word_width)
        return columns([*start, (said, 7 + word_width)])
    shown = reading.value if at is None else round(at)
    word = reading.threshold_word if reading.is_crossed else reading.band
    return columns([
        *start,
        (line((number(shown), "hot bold" if reading.is_crossed else "bright bold" if large else "bright")), -4),
        (line((f"  {word}" if word else "", "hot bold" if reading.is_crossed else "dim")), word_width),
        (change(reading.delta), -3),
    ])  # fmt: skip


def change(delta: int | None) -> Line:
    """A change since the last turn; nothing when unknown, a quiet dot when none."""
    return () if delta is None else line((signed(delta), "faint" if delta == 0 else "bright"))


class TrackBar(LineWidget):
    """A few tracks, one a line; a new reading slides from the old value to the new one; a cursor may point at one."""

    DEFAULT_CSS = "TrackBar { height: auto; }"

    def __init__(
        self, readings: Sequence[TrackReading] = (), name_width: int = 20, large: bool = False, **options: Any
    ) -> None:
        super().__init__(**options)
        self._large = large
        self._readings = tuple(readings)
        self._name_width = name_width
        self._moving: dict[str, float] = {}
        self._slides: dict[str, Timer] = {}
        self._cursor: int | None = None

    def show(self, readings: Sequence[TrackReading]) -> None:
        """Show new readings; a value that has changed slides there (under 400 ms, or at once with motion off)."""
        old = {reading.name: reading for reading in self._readings}
        self._readings = tuple(readings)
        for reading in self._readings:
            before = old.get(reading.name)
            if (
                before is not None
                and before.value is not None
                and reading.value is not None
                and before.value != reading.value
            ):
                self._slide(reading.name, self._moving.get(reading.name, before.value), reading.value)
        self.redraw()

    def point_at(self, index: int | None) -> None:
        """Put the cursor on a line, or take it away."""
        self._cursor = index
        self.redraw()

    def build(self, width: int, height: int) -> Sequence[Line]:
        """One line a track."""
        inset = 2
        rows: list[Line] = []
        for index, reading in enumerate(self._readings):
            chosen = index == self._cursor
            shown = replace(reading, is_lit=True) if chosen or reading.name in self._moving else reading
            row = track_line(shown, width - inset, self._name_width, self._moving.get(reading.name), self._large)
            rows.append((span(f"{CURSOR} " if chosen else "  ", "accent bold"), *row))
        return rows

    def _slide(self, name: str, start: float, end: float) -> None:
        if (running := self._slides.pop(name, None)) is not None:
            running.stop()

        def show(value: float) -> None:
            self._moving[name] = value
            self.redraw()

        def done() -> None:
            self._moving.pop(name, None)
            self._slides.pop(name, None)
            self.redraw()

        if self.is_attached and (timer := play(self, Slide(start, end), show, done)) is not None:
            self._slides[name] = timer


def legend(reading: TrackReading, width: int) -> Line:
    """The scale in words under a single bar: its ends and its threshold."""
    middle = (
        f"{reading.threshold_word.lower() or 'threshold'} at {reading.threshold}"
        if reading.threshold is not None
        else ""
    )
    return spread(line((f"{number(reading.low)} to {number(reading.high)}", "dim")), line((middle, "dim")), width)
