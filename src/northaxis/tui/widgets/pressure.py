"""The hero of the table: the pressure number drawn large, its band, its history, and how far the next band is.

Who may know only the band sees that in large type, with its place among the bands. The only large thing on a screen.
Band names and limits are data; nothing here knows what they mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from northaxis.tui.ink import BLANK, Line, columns, fit, line, number, signed, width_of
from northaxis.tui.widgets.large_type import large
from northaxis.tui.widgets.line_widget import LineWidget
from northaxis.tui.widgets.spark import spark

_DIGITS = {
    "0": ("█▀█", "█ █", "▀▀▀"), "1": ("▀█ ", " █ ", "▀▀▀"), "2": ("▀▀█", "█▀▀", "▀▀▀"), "3": ("▀▀█", " ▀█", "▀▀▀"),
    "4": ("█ █", "▀▀█", "  ▀"), "5": ("█▀▀", "▀▀█", "▀▀▀"), "6": ("█▀▀", "█▀█", "▀▀▀"), "7": ("▀▀█", "  █", "  ▀"),
    "8": ("█▀█", "█▀█", "▀▀▀"), "9": ("█▀█", "▀▀█", "▀▀▀"), "−": ("   ", "▀▀▀", "   "),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of a scale with a name, both ends included; `is_hot` if to stand in it is a threshold crossed."""

    name: str
    low: int
    high: int
    is_hot: bool = False


@dataclass(frozen=True, slots=True)
class PressureReading:
    """What one seat sees of the derived index; `value` is None when only the band is known to it."""

    value: int | None
    band: str
    bands: Sequence[Band]
    history: Sequence[int] = ()
    delta: int | None = None
    before: str = ""
    """The band as the turn began, where only the band is known."""

    @property
    def current(self) -> Band | None:
        """The band it stands in."""
        return next((band for band in self.bands if band.name == self.band), None)

    @property
    def upcoming(self) -> Band | None:
        """The band above."""
        names = [band.name for band in self.bands]
        place = names.index(self.band) + 1 if self.band in names else len(names)
        return self.bands[place] if place < len(self.bands) else None


def big_number(value: int) -> list[str]:
    """A number three rows high."""
    digits = [_DIGITS[digit] for digit in number(value)]
    return [" ".join(digit[row] for digit in digits) for row in range(3)]


def hero(value: int, beside: Sequence[Line], ascii_only: bool = False, role: str = "bright bold") -> list[Line]:
    """A number drawn large with three lines beside it: what the eye lands on."""
    rows = big_number(value)
    if ascii_only:
        rows = [text.center(len(rows[0])) for text in ("", number(value), "")]
    return [(*line("  ", (text, role), "   "), *fact) for text, fact in zip(rows, beside, strict=True)]


def pressure_lines(reading: PressureReading, width: int, ascii_only: bool = False) -> list[Line]:
    """Five lines: three with the large number or band and what it means, a blank, the scale of bands; from 34 cells."""
    role = "hot bold" if (band := reading.current) is not None and band.is_hot else "bright bold"
    if reading.value is None:
        return [*_band_hero(reading, width, role, ascii_only), BLANK, *band_scale(reading, width)]
    drawn = width_of(line(big_number(reading.value)[0])) + 5
    beside = [_band_line(reading, role), _history_line(reading, width - drawn), _distance_line(reading)]
    rows = hero(reading.value, beside, ascii_only, role)
    return [*(fit(row, width) for row in rows), BLANK, *band_scale(reading, width)]


def _band_hero(reading: PressureReading, width: int, role: str, ascii_only: bool) -> list[Line]:
    """Three lines for who may not know the number: the band large, its place in the ladder, the band above."""
    rows = large(reading.band, role)
    if ascii_only or width_of(rows[0]) + 4 > width:
        rows = [BLANK, line((" ".join(reading.band.upper()), role)), BLANK]
    names = [band.name for band in reading.bands]
    place = f"band {names.index(reading.band) + 1} of {len(names)}" if reading.band in names else ""
    above = reading.upcoming
    following = f"next: {above.name.lower()}" if above is not None else "the last band"
    was = reading.before if reading.before not in ("", reading.band) else ""
    last = line((f"was {was.lower()}", "bright")) if was else line(("exact figure hidden", "dim"))
    beside = [line((place, "bright")), line((following, "dim")), last]
    left = max(map(width_of, rows)) + 5
    if left + max(map(width_of, beside)) > width:
        beside = [BLANK] * 3
    pairs = zip(rows, beside, strict=True)
    return [columns([((*line("  "), *row), left), (fact, max(1, width - left))]) for row, fact in pairs]


def pressure_short(reading: PressureReading) -> Line:
    """One line, for the top of a narrow screen: number, band, change."""
    role = "hot bold" if (band := reading.current) is not None and band.is_hot else "bright bold"
    value = "" if reading.value is None else f"{number(reading.value)} "
    moved = "" if not reading.delta else f" {signed(reading.delta)}"
    return line((f"{value}{reading.band}", role), (moved, "bright"))


def _band_line(reading: PressureReading, role: str) -> Line:
    if not reading.delta:
        return line((reading.band, role), ("   unchanged" if reading.delta == 0 else "", "dim"))
    return line((reading.band, role), (f"   {signed(reading.delta)}", "bright"), (" since last turn", "dim"))


def _history_line(reading: PressureReading, width: int) -> Line:
    if not reading.history:
        return BLANK
    low, high = min(reading.history) - 2, max(reading.history)
    kept = list(reading.history)[-max(3, min(12, width // 4)) :]
    numbers = " ".join(number(value) for value in kept[:-1])
    return line((f"{spark(kept, low, high)}  ", "text"), (numbers, "dim"), (f" {number(kept[-1])}", "bright"))


def _distance_line(reading: PressureReading) -> Line:
    above = reading.upcoming
    if above is None or reading.value is None:
        return BLANK
    away = above.low - reading.value
    return line(
        (str(away), "accent bold" if away <= 2 else "bright"), (f" below {above.name.lower()} at {above.low}", "dim")
    )


def band_scale(reading: PressureReading, width: int) -> list[Line]:
    """Two lines: the whole scale with its band limits and where the value stands, and the names of the bands."""
    bands = reading.bands
    if not bands or width < 12:
        return []
    inner, low, high = width - 4, bands[0].low, bands[-1].high
    starts = [round((band.low - low) * inner / max(1, high - low + 1)) for band in bands] + [inner]
    here = (
        None
        if reading.value is None
        else min(inner - 1, round((max(low, min(high, reading.value)) - low) * inner / max(1, high - low + 1)))
    )
    cells: list[tuple[str, str]] = [("  ", "text")]
    for x in range(inner):
        place = max(index for index, start in enumerate(starts[:-1]) if start <= x)
        inside = bands[place].name == reading.band
        ink = ("hot" if bands[place].is_hot else "bright") if inside else "faint"
        if x == here:
            cells.append(("◆", "hot bold" if bands[place].is_hot else "bright bold"))
        elif x == starts[place] and place:
            cells.append(("┃" if inside else "│", ink if inside else "dim"))
        else:
            cells.append(("━" if inside else "─", ink))
    return [tuple(cells), _band_names(reading, starts)]


def _band_names(reading: PressureReading, starts: Sequence[int]) -> Line:
    """Full names only: the current one first, then the others where there is room."""
    width = starts[-1] + 2
    placed: dict[int, tuple[str, str]] = {}
    here = next((index for index, band in enumerate(reading.bands) if band.name == reading.band), 0)
    order = sorted(range(len(reading.bands)), key=lambda index: (abs(index - here), here - index))
    for index in order:
        band, name = reading.bands[index], reading.bands[index].name.lower()
        wanted = starts[index] + (3 if index else 2)
        for start in (wanted, wanted + 1, wanted + 2, wanted - 1):
            start = min(start, width - len(name))
            if any(start <= at + len(text) and start + len(name) >= at for at, (text, _) in placed.items()):
                continue
            ink = ("hot" if band.is_hot else "bright") if band.name == reading.band else "dim"
            placed[start] = (name, ink)
            break
    cells: Line = ()
    for start, (name, ink) in sorted(placed.items()):
        cells = (*cells, (" " * (start - width_of(cells)), "text"), (name, ink))
    return cells


class PressureStrip(LineWidget):
    """The hero as a widget."""

    DEFAULT_CSS = "PressureStrip { height: 6; }"

    def __init__(self, reading: PressureReading | None = None, **options: Any) -> None:
        super().__init__(**options)
        self._reading = reading

    def show(self, reading: PressureReading) -> None:
        """Show another reading."""
        self._reading = reading
        self.redraw()

    def build(self, width: int, height: int) -> Sequence[Line]:
        """Six lines, or one where there is no room."""
        if self._reading is None:
            return []
        if height == 1:
            return [pressure_short(self._reading)]
        return pressure_lines(self._reading, width, self.ascii_only)
