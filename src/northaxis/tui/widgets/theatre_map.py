"""The map of the theatre: borders in Braille, quiet land, city names that never collide, and what the game lays over.

The still picture is made once a size and shared (`geography.base_map`); a new set of markers costs only the lines that
change. The map knows places, not the game: markers, tints and notes are plain data from the screen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len

from northaxis.tui.glyphs import CAPITAL, CITY, in_ascii
from northaxis.tui.inert import inert
from northaxis.tui.ink import Line, Span
from northaxis.tui.widgets.geography import Base, base_map, bearing, the_north, whereabouts
from northaxis.tui.widgets.labels import Sheet
from northaxis.tui.widgets.line_widget import LineWidget


@dataclass(frozen=True, slots=True)
class Marker:
    """Something on the map: a sign at a place, with a name if there is room. A higher priority is placed earlier."""

    lon: float
    lat: float
    glyph: str
    label: str = ""
    style: str = "accent bold"
    priority: int = 0


@dataclass(frozen=True, slots=True)
class MapLook:
    """What is drawn under the markers: the country in focus, tints by country code (ground variables), which names."""

    focus: str = ""
    tints: Mapping[str, str] | None = None
    cities: bool = True
    country_names: bool = True
    ascii_only: bool = False


def map_lines(columns: int, rows: int, markers: Sequence[Marker] = (), look: MapLook = MapLook()) -> list[Line]:
    """The whole map as lines, for any size; 38x12 to 90x30 is what it is made for."""
    if columns < 8 or rows < 4:
        return []
    base = base_map(columns, rows, look.ascii_only)
    sheet = _sheet_of(base)
    _place_markers(sheet, base, markers)
    if look.cities:
        _place_cities(sheet, base)
        _place_arrows(sheet, base)
    if look.country_names:
        _place_countries(sheet, base, look.focus)
    return _composed(base, sheet, look)


def map_as_text(markers: Sequence[Marker] = ()) -> list[str]:
    """The map in words, for ears and for plain mode: what lies where, most important first."""
    if not markers:
        return ["Nothing is marked on the map."]
    ordered = sorted(markers, key=lambda marker: -marker.priority)
    return [f"{inert(marker.label) or 'a mark'}: {whereabouts(marker.lon, marker.lat)}" for marker in ordered]


class TheatreMap(LineWidget):
    """The map as a widget; `show` takes new markers and repaints only the rows that they touch."""

    DEFAULT_CSS = "TheatreMap { height: 1fr; background: $sea; }"

    def __init__(self, markers: Sequence[Marker] = (), look: MapLook = MapLook(), **options: Any) -> None:
        super().__init__(**options)
        self._markers = tuple(markers)
        self._look = look

    def show(self, markers: Sequence[Marker], look: MapLook | None = None) -> None:
        """Show other markers, and another look if given."""
        self._markers = tuple(markers)
        self._look = look or self._look
        self.redraw()

    def as_text(self) -> list[str]:
        """The map in words."""
        return map_as_text(self._markers)

    def build(self, width: int, height: int) -> Sequence[Line]:
        """The lines for a size."""
        look = self._look
        if self.ascii_only and not look.ascii_only:
            look = MapLook(look.focus, look.tints, look.cities, look.country_names, ascii_only=True)
        return map_lines(width, height or max(12, width // 3), self._markers, look)


def _sheet_of(base: Base) -> Sheet:
    glyphs = base.glyphs
    return Sheet(base.window.columns, base.window.rows, lambda column, row: int(glyphs[row][column] != " "))


def _place_markers(sheet: Sheet, base: Base, markers: Sequence[Marker]) -> None:
    placed = []
    for marker in sorted(markers, key=lambda marker: -marker.priority):
        if base.window.shows(marker.lon, marker.lat):
            column, row = base.window.cell(marker.lon, marker.lat)
            if (spot := sheet.put_sign(column, row, inert(marker.glyph)[:1] or CITY, marker.style)) is not None:
                placed.append((marker, spot))
    _reserve_capitals(sheet, base)
    for marker, (column, row) in placed:
        if marker.label:
            sheet.put_name(column, row, inert(marker.label), marker.style, shortest=8)


def _reserve_capitals(sheet: Sheet, base: Base) -> None:
    for city in the_north().cities:
        if city.is_capital and base.window.shows(city.lon, city.lat):
            column, row = base.window.cell(city.lon, city.lat)
            if sheet.is_free(column, row, 1):
                sheet.put(column, row, CAPITAL, "bright")


def _place_cities(sheet: Sheet, base: Base) -> None:
    small = base.window.columns < 50
    for city in sorted(the_north().cities, key=lambda city: city.priority):
        if not base.window.shows(city.lon, city.lat) or (small and city.priority > 3):
            continue
        column, row = base.window.cell(city.lon, city.lat)
        if city.is_capital:
            sheet.put_name(column, row, city.name, "bright", city.side)
        elif sheet.is_clear(column, row) and sheet.put_name(column, row, city.name, "text", city.side):
            sheet.put(column, row, CITY, "text")


def _place_arrows(sheet: Sheet, base: Base) -> None:
    window = base.window
    for name, lon, lat in the_north().arrows:
        if window.shows(lon, lat):
            continue
        column, row = window.cell(lon, lat)
        text = f"{name} →" if column >= window.columns else f"← {name}"
        across = window.columns - cell_len(text) if column >= window.columns else 0
        for down in (0, -1, 1, -2, 2):
            if sheet.is_free(across, row + down, cell_len(text)):
                sheet.put(across, row + down, text, "dim", margin=1)
                break


def _place_countries(sheet: Sheet, base: Base, focus: str) -> None:
    window = base.window
    room: dict[str, int] = {}
    for owners in base.owners:
        for code in owners:
            room[code] = room.get(code, 0) + 1
    for country in sorted(the_north().countries, key=lambda country: country.priority):
        cells = room.get(country.code, 0)
        if cells < window.columns * window.rows // 60 or not window.shows(*country.label):
            continue
        column, row = window.cell(*country.label)
        role = "dim bold" if country.code == focus else "dim"

        def abroad(x: int, y: int, code: str = country.code) -> int:
            return int(base.owners[y][x] != code)

        spaced = " ".join(country.name.upper())
        if window.columns >= 70 and cells > len(spaced) * 4 and sheet.put_middle(column, row, spaced, role, abroad):
            continue
        sheet.put_middle(column, row, country.name.upper(), role, abroad)


def _composed(base: Base, sheet: Sheet, look: MapLook) -> list[Line]:
    tints = (
        {"": "sea", look.focus: "land-own", **(look.tints or {})} if look.focus else {"": "sea", **(look.tints or {})}
    )
    rows: list[list[Span]] = []
    for glyphs, owners, edges in zip(base.glyphs, base.owners, base.edges, strict=True):
        row: list[Span] = []
        for glyph, owner, edge in zip(glyphs, owners, edges, strict=True):
            ink = "dim" if look.focus and look.focus in edge else "border-land"
            row.append((glyph, f"{ink} @{tints.get(owner, 'land')}"))
        rows.append(row)
    for column, row_index, text, _ in sheet.texts:
        for beside in (column - 1, column + cell_len(text)):  # no border touches a sign or a name
            if 0 <= beside < len(rows[row_index]):
                rows[row_index][beside] = (" ", rows[row_index][beside][1])
    for column, row_index, text, role in sheet.texts:
        shown = in_ascii(text) if look.ascii_only else text
        for character in shown:
            if cell_len(character) != 1:
                continue
            _, under = rows[row_index][column]
            rows[row_index][column] = (character, f"{role} {under.split()[-1]}")
            column += 1
    return [_joined(row) for row in rows]


def _joined(row: Sequence[Span]) -> Line:
    """Neighbours of one role in one span."""
    spans: list[Span] = []
    for text, role in row:
        if spans and spans[-1][1] == role:
            spans[-1] = (spans[-1][0] + text, role)
        else:
            spans.append((text, role))
    return tuple(spans)


__all__ = ["MapLook", "Marker", "TheatreMap", "bearing", "map_as_text", "map_lines"]
