"""Make `north.json`, the borders of the northern theatre, from Natural Earth (public domain).

Run by hand, never by the app: it reads the TopoJSON of the npm package `world-atlas` and writes the file beside it.
How to get the input and why the frame is as it is: `README.md` in this folder.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Line = list[Point]

WEST, SOUTH, EAST, NORTH = 13.0, 47.8, 40.0, 59.2
"""What is kept, in degrees: the theatre and a margin for wide and tall windows. Crimea (south of 46.3) is outside."""

TOLERANCE = 0.018
"""Greatest distance, in degrees of latitude, that simplifying may move a border: a third of a dot at 90x30 cells."""

LONGITUDE_SHRINK = 0.6
SMALLEST_ISLAND = 0.004

CODES = {
    "112": ("BY", "Belarus", 27.6, 53.35, 1),
    "804": ("UA", "Ukraine", 28.6, 50.55, 1),
    "616": ("PL", "Poland", 21.2, 52.65, 2),
    "440": ("LT", "Lithuania", 23.7, 55.45, 2),
    "428": ("LV", "Latvia", 26.0, 56.85, 3),
    "643": ("RU", "Russia", 33.4, 54.6, 2),
    "233": ("EE", "Estonia", 25.8, 58.6, 4),
    "752": ("SE", "Sweden", 15.4, 57.6, 4),
    "703": ("SK", "Slovakia", 19.6, 48.7, 4),
    "203": ("CZ", "Czechia", 15.4, 49.8, 4),
    "276": ("DE", "Germany", 13.3, 52.2, 4),
    "348": ("HU", "Hungary", 20.2, 47.9, 5),
    "642": ("RO", "Romania", 25.2, 47.9, 5),
    "498": ("MD", "Moldova", 28.3, 48.0, 5),
}

CITIES = [
    ("Minsk", 27.567, 53.9, 1, "capital", "right"),
    ("Kyiv", 30.523, 50.45, 1, "capital", "right"),
    ("Warsaw", 21.012, 52.23, 1, "capital", "left"),
    ("Vilnius", 25.28, 54.687, 1, "capital", "right"),
    ("Riga", 24.106, 56.949, 1, "capital", "right"),
    ("Kaliningrad", 20.51, 54.71, 2, "city", "right"),
    ("Homel", 31.014, 52.424, 3, "city", "right"),
    ("Brest", 23.685, 52.097, 3, "city", "right"),
    ("Hrodna", 23.83, 53.678, 3, "city", "right"),
    ("Chernihiv", 31.285, 51.494, 3, "city", "right"),
    ("Suwałki", 22.93, 54.112, 4, "city", "left"),
    ("Mazyr", 29.245, 52.049, 4, "city", "left"),
    ("Zhytomyr", 28.658, 50.255, 4, "city", "left"),
]


def decoded_arcs(topology: dict[str, Any]) -> list[Line]:
    """Undo TopoJSON's quantised deltas: every arc as longitudes and latitudes."""
    (scale_x, scale_y), (shift_x, shift_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[Line] = []
    for arc in topology["arcs"]:
        x = y = 0
        line: Line = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            line.append((x * scale_x + shift_x, y * scale_y + shift_y))
        arcs.append(line)
    return arcs


def simplified(line: Line, tolerance: float) -> Line:
    """Douglas-Peucker, without recursion; the ends stay, so arcs that met still meet."""
    if line[0] == line[-1] and len(line) > 3:
        middle = len(line) // 2
        return simplified(line[: middle + 1], tolerance)[:-1] + simplified(line[middle:], tolerance)
    keep = {0, len(line) - 1}
    todo = [(0, len(line) - 1)]
    while todo:
        first, last = todo.pop()
        worst, where = tolerance, -1
        for index in range(first + 1, last):
            distance = _distance(line[index], line[first], line[last])
            if distance > worst:
                worst, where = distance, index
        if where >= 0:
            keep.add(where)
            todo += [(first, where), (where, last)]
    return [line[index] for index in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    px, py = (point[0] - start[0]) * LONGITUDE_SHRINK, point[1] - start[1]
    dx, dy = (end[0] - start[0]) * LONGITUDE_SHRINK, end[1] - start[1]
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else max(0.0, min(1.0, (px * dx + py * dy) / length))
    return float(((px - along * dx) ** 2 + (py - along * dy) ** 2) ** 0.5)


def clipped_line(line: Line) -> Iterator[Line]:
    """The pieces of a line inside the frame (Liang-Barsky, segment by segment)."""
    piece: Line = []
    for start, end in pairwise(line):
        inside = _clipped_segment(start, end)
        if inside is None:
            if piece:
                yield piece
            piece = []
            continue
        if piece and piece[-1] == inside[0]:
            piece.append(inside[1])
        else:
            if piece:
                yield piece
            piece = list(inside)
    if piece:
        yield piece


def _clipped_segment(start: Point, end: Point) -> tuple[Point, Point] | None:
    dx, dy = end[0] - start[0], end[1] - start[1]
    enter, leave = 0.0, 1.0
    for step, room in ((-dx, start[0] - WEST), (dx, EAST - start[0]), (-dy, start[1] - SOUTH), (dy, NORTH - start[1])):
        if step == 0:
            if room < 0:
                return None
        elif step < 0:
            enter = max(enter, room / step)
        else:
            leave = min(leave, room / step)
    if enter > leave:
        return None
    return (
        start if enter == 0 else (start[0] + enter * dx, start[1] + enter * dy),
        end if leave == 1 else (start[0] + leave * dx, start[1] + leave * dy),
    )


def clipped_ring(ring: Line) -> Line:
    """A closed ring cut to the frame (Sutherland-Hodgman); empty when it lies outside."""
    for axis, bound, keeps_above in ((0, WEST, True), (0, EAST, False), (1, SOUTH, True), (1, NORTH, False)):
        ring = _cut(ring, axis, bound, keeps_above)
    return ring


def _cut(ring: Line, axis: int, bound: float, keeps_above: bool) -> Line:
    result: Line = []
    for index, point in enumerate(ring):
        before = ring[index - 1]
        if (before[axis] >= bound) == keeps_above:
            if (point[axis] >= bound) == keeps_above:
                result.append(point)
            else:
                result.append(_crossing(before, point, axis, bound))
        elif (point[axis] >= bound) == keeps_above:
            result += [_crossing(before, point, axis, bound), point]
    return result


def _crossing(start: Point, end: Point, axis: int, bound: float) -> Point:
    share = (bound - start[axis]) / (end[axis] - start[axis])
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def _area(ring: Line) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


def _packed(line: Sequence[Point]) -> list[int]:
    """Hundredths of a degree, alternating longitude and latitude, the first absolute and the rest as steps."""
    result: list[int] = []
    last = (0, 0)
    for point in line:
        now = (round(point[0] * 100), round(point[1] * 100))
        if result and now == last:
            continue
        result += [now[0] - last[0], now[1] - last[1]]
        last = now
    return result


def north(topology: dict[str, Any]) -> dict[str, Any]:
    """The whole data file as plain data."""
    arcs = [simplified(arc, TOLERANCE) for arc in decoded_arcs(topology)]
    owners: dict[int, list[str]] = defaultdict(list)
    countries: list[dict[str, Any]] = []
    for shape in topology["objects"]["countries"]["geometries"]:
        if shape.get("id") not in CODES:
            continue
        code, name, longitude, latitude, priority = CODES[shape["id"]]
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        rings: list[Line] = []
        for polygon in polygons:
            for ring in polygon:
                line: Line = []
                for index in ring:
                    line += (arcs[index] if index >= 0 else arcs[~index][::-1])[:-1]
                cut = clipped_ring(line)
                if len(cut) > 2 and _area(cut) > SMALLEST_ISLAND:
                    rings.append(cut)
                    for index in ring:
                        owners[index if index >= 0 else ~index].append(code)
        if rings:
            label = {"lon": longitude, "lat": latitude, "priority": priority}
            countries.append({"code": code, "name": name, "label": label, "rings": [_packed(ring) for ring in rings]})
    lines = [
        {"between": sorted(codes), "points": _packed(piece)}
        for index, codes in sorted(owners.items())
        for piece in clipped_line(arcs[index])
    ]
    cities = [
        {"name": name, "lon": lon, "lat": lat, "priority": priority, "kind": kind, "side": side}
        for name, lon, lat, priority, kind, side in CITIES
    ]
    arrows = [{"name": "Moscow", "lon": 37.62, "lat": 55.75}]
    return {
        "source": "Natural Earth 4.1 by way of world-atlas 2.0.2 (countries-10m), public domain",
        "bounds": [WEST, SOUTH, EAST, NORTH],
        "unit": "hundredths of a degree, alternating longitude and latitude, first point absolute, then steps",
        "countries": countries,
        "lines": lines,
        "cities": cities,
        "arrows": arrows,
    }


def as_text(data: dict[str, Any]) -> str:
    """JSON with one country ring or line per row, so that a changed border is a readable diff."""
    rows = []
    for key, value in data.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            body = ",\n".join("  " + json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in value)
            rows.append(f'"{key}": [\n{body}\n]')
        else:
            rows.append(f'"{key}": {json.dumps(value, ensure_ascii=False)}')
    return "{\n" + ",\n".join(rows) + "\n}\n"


def main(source: str, target: str) -> None:
    """Read the TopoJSON file `source` and write `target`."""
    Path(target).write_text(as_text(north(json.loads(Path(source).read_text("utf-8")))), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else str(Path(__file__).with_name("north.json")))
