"""The hero of the table: the pressure number drawn large, its band, its history, and how far the next band is.

The only large thing on a screen. Band names and limits are data; nothing here knows what they mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from northaxis.tui.ink import BLANK, Line, columns, line, number, signed, width_of
from northaxis.tui.widgets.line_widget import LineWidget
from northaxis.tui.widgets.spark import spark

_DIGITS = {
    "0": ("█▀█", "█ █", "▀▀▀"), "1": ("▀█ ", " █ ", "▀▀▀"), "2": ("▀▀█", "█▀▀", "▀▀▀"), "3": ("▀▀█", " ▀█", "▀▀▀"),
    "4": ("█ █", "▀▀█", "  ▀"), "5": ("█▀▀", "▀▀█", "▀▀▀"), "6": ("█▀▀", "█▀█", "▀▀▀"), "7": ("▀▀█", "  █", "  ▀"),
    "8": ("█▀█", "█▀█", "▀▀▀"), "9": ("█▀█", "▀▀█", "▀▀▀"), "−": ("   ", "▀▀▀", "   "), "?": ("▀▀█", " ▀▀", " ▀ "),
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
    title: str = "PRESSURE"

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


def big_number(value: int | None) -> list[str]:
    """A number three rows high; a question mark when it is not known."""
    digits = [_DIGITS[digit] for digit in ("?" if value is None else number(value))]
    return [" ".join(digit[row] for digit in digits) for row in range(3)]


def hero(value: int, beside: Sequence[Line], ascii_only: bool = False, role: str = "bright bold") -> list[Line]:
    """A number drawn large with three lines beside it: what the eye lands on."""
    rows = big_number(value)
    if ascii_only:
        rows = [text.center(len(rows[0])) for text in ("", number(value), "")]
    return [(*line("  ", (text, role), "   "), *fact) for text, fact in zip(rows, beside, strict=True)]


def pressure_lines(reading: PressureReading, width: int, ascii_only: bool = False) -> list[Line]:
    """Five lines: three with the large number and what it means, a blank, the scale of bands; from 34 cells on."""
    role = "hot bold" if (band := reading.current) is not None and band.is_hot else "bright bold"
    hero = big_number(reading.value)
    if ascii_only:
        plain_number = " ".join("?" if reading.value is None else number(reading.value))
        hero = [text.center(len(hero[0])) for text in ("", plain_number, "")]
    hero_width = width_of(line(hero[0])) + 3
    facts = [_band_line(reading, role), _history_line(reading, width - hero_width - 2), _distance_line(reading)]
    rows = [
        columns([(line("  ", (text, role)), hero_width + 2), (fact, max(1, width - hero_width - 2))])
        for text, fact in zip(hero, facts, strict=True)
    ]
    return [*rows, BLANK, *band_scale(reading, width)]


def pressure_short(reading: PressureReading) -> Line:
    """One line, for the top of a narrow screen: number, band, change."""
    role = "hot bold" if (band := reading.current) is not None and band.is_hot else "bright bold"
    value = "" if reading.value is None else f"{number(reading.value)} "
    moved = "" if not reading.delta else f" {signed(reading.delta)}"
    return line((f"{value}{reading.band}", role), (moved, "bright"))


def _band_line(reading: PressureReading, role: str) -> Line:
    if reading.value is None:
        return line((reading.band, role), ("   exact figure not known to you", "dim"))
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
