"""The land: reads the border data once, projects it into a window of cells, and draws the still part of the map.

Pure and cached by size, so that forty seats in one process share one drawing. It owns no city labels and no markers.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import atan2, cos, degrees, hypot, radians
from typing import Any, Final

from northaxis.tui.widgets.braille import BrailleCanvas, spans_inside

Point = tuple[float, float]

CORE: Final = (20.0, 49.9, 32.6, 57.5)
"""West, south, east, north: what every window shows, whatever its shape."""

SHRINK: Final = 0.596
"""Length of a degree of longitude over one of latitude in the middle of the frame (53.4 N)."""

WIDEST_STRETCH: Final = 1.22
"""How far the picture may be pulled sideways before more land is shown instead."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country as drawn: closed rings of points, and where its name would stand."""

    code: str
    name: str
    label: Point
    priority: int
    rings: tuple[tuple[Point, ...], ...]


@dataclass(frozen=True, slots=True)
class Border:
    """A line between two countries, or the coast or edge of one."""

    between: tuple[str, ...]
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class City:
    """A place with a name; the side its name prefers to stand on."""

    name: str
    lon: float
    lat: float
    priority: int
    is_capital: bool
    side: str


@dataclass(frozen=True, slots=True)
class Geography:
    """Everything the data file holds. `arrows` point to places outside the window."""

    countries: tuple[Country, ...]
    borders: tuple[Border, ...]
    cities: tuple[City, ...]
    arrows: tuple[tuple[str, float, float], ...]


@lru_cache(maxsize=1)
def the_north() -> Geography:
    """The northern theatre from the package's data file."""
    return geography_from_text(files("northaxis.tui.data").joinpath("north.json").read_text("utf-8"))


def geography_from_text(text: str) -> Geography:
    """Read the format that `data/make_north.py` writes."""
    data: dict[str, Any] = json.loads(text)
    return Geography(
        countries=tuple(
            Country(
                item["code"],
                item["name"],
                (item["label"]["lon"], item["label"]["lat"]),
                item["label"]["priority"],
                tuple(_unpacked(ring) for ring in item["rings"]),
            )
            for item in data["countries"]
        ),
        borders=tuple(Border(tuple(item["between"]), _unpacked(item["points"])) for item in data["lines"]),
        cities=tuple(
            City(item["name"], item["lon"], item["lat"], item["priority"], item["kind"] == "capital", item["side"])
            for item in data["cities"]
        ),
        arrows=tuple((item["name"], item["lon"], item["lat"]) for item in data["arrows"]),
    )


def _unpacked(packed: list[int]) -> tuple[Point, ...]:
    x = y = 0
    points: list[Point] = []
    for index in range(0, len(packed), 2):
        x, y = x + packed[index], y + packed[index + 1]
        points.append((x / 100, y / 100))
    return tuple(points)


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of the world a grid of cells shows; equirectangular, true to shape within `WIDEST_STRETCH`."""

    columns: int
    rows: int
    west: float
    north: float
    dots_a_degree_east: float
    dots_a_degree_south: float

    @classmethod
    def of_size(cls, columns: int, rows: int, core: tuple[float, float, float, float] = CORE) -> Window:
        """The window that shows the whole core and as much around it as the shape of the grid asks for."""
        west, south, east, north = core
        across, down = max(1, columns * 2), max(1, rows * 4)
        narrow, short = across / ((east - west) * SHRINK), down / (north - south)
        scale = min(narrow, short)
        stretch = min(WIDEST_STRETCH, max(1.0, narrow / short))
        per_lon, per_lat = scale * SHRINK * stretch, scale
        middle_lon, middle_lat = (west + east) / 2, (south + north) / 2
        return cls(columns, rows, middle_lon - across / per_lon / 2, middle_lat + down / per_lat / 2, per_lon, per_lat)

    def dot(self, lon: float, lat: float) -> Point:
        """Where a place lies, in dots from the top left."""
        return (lon - self.west) * self.dots_a_degree_east, (self.north - lat) * self.dots_a_degree_south

    def cell(self, lon: float, lat: float) -> tuple[int, int]:
        """Column and row of a place; may lie outside the grid."""
        x, y = self.dot(lon, lat)
        return int(x // 2), int(y // 4)

    def shows(self, lon: float, lat: float) -> bool:
        """Whether a place lies inside the window."""
        column, row = self.cell(lon, lat)
        return 0 <= column < self.columns and 0 <= row < self.rows


@dataclass(frozen=True, slots=True)
class Base:
    """The still picture: a character for every cell (a space where no border runs), the country under it ('' for sea),
    and the countries whose border runs through it."""

    window: Window
    glyphs: tuple[str, ...]
    owners: tuple[tuple[str, ...], ...]
    edges: tuple[tuple[frozenset[str], ...], ...]


@lru_cache(maxsize=24)
def base_map(columns: int, rows: int, ascii_only: bool = False) -> Base:
    """The northern theatre drawn into a grid of cells."""
    land, window = the_north(), Window.of_size(columns, rows)
    canvas = BrailleCanvas(columns, rows)
    bits = {country.code: 1 << index for index, country in enumerate(land.countries)}
    for border in land.borders:
        canvas.pen = sum(bits[code] for code in border.between)
        dots = [window.dot(*point) for point in border.points]
        canvas.path([(int(x), int(y)) for x, y in dots])
    owners = [[""] * columns for _ in range(rows)]
    for country in land.countries:
        rings = [[(x / 2, y / 4) for x, y in (window.dot(*point) for point in ring)] for ring in country.rings]
        for row, spans in enumerate(spans_inside(rings, rows)):
            for first, last in spans:
                for column in range(max(0, round(first)), min(columns, round(last))):
                    owners[row][column] = country.code
    sets: dict[int, frozenset[str]] = {}
    for pen in {pen for row in canvas.pens for pen in row}:
        sets[pen] = frozenset(code for code, bit in bits.items() if pen & bit)
    edges = tuple(tuple(sets[pen] for pen in row) for row in canvas.pens)
    return Base(window, tuple(canvas.to_lines(ascii_only)), tuple(map(tuple, owners)), edges)


_WINDS: Final = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


def kilometres(start: Point, end: Point) -> int:
    """Distance between two places (longitude, latitude), good to a few per cent within the theatre."""
    return round(
        hypot((end[0] - start[0]) * 111.3 * cos(radians((start[1] + end[1]) / 2)), (end[1] - start[1]) * 111.3)
    )


def bearing(start: Point, end: Point) -> str:
    """The direction from one place to another, in words."""
    angle = degrees(atan2((end[0] - start[0]) * cos(radians((start[1] + end[1]) / 2)), end[1] - start[1]))
    return _WINDS[round(angle / 45) % 8]


def whereabouts(lon: float, lat: float) -> str:
    """A place in words: `at Minsk`, or `60 km north-west of Kyiv`."""
    nearest = min(the_north().cities, key=lambda city: kilometres((city.lon, city.lat), (lon, lat)))
    distance = kilometres((nearest.lon, nearest.lat), (lon, lat))
    if distance < 15:
        return f"at {nearest.name}"
    return f"{round(distance, -1)} km {bearing((nearest.lon, nearest.lat), (lon, lat))} of {nearest.name}"
