"""Charts as inline SVG from a report's plain data. Shapes and words only: no script, no link, no image, no font.

Colours come from the page's style sheet by class. Every sign is also a word in the table beside the chart.
"""

from __future__ import annotations

from dataclasses import replace
from textwrap import wrap
from typing import assert_never

from markupsafe import Markup

from northaxis.content.cleaning import clean
from northaxis.services.after_action.model import Chart, Lanes, Lines, Plane, Strip, Waterfall

WIDTH = 720
LEFT, RIGHT, TOP = 44, 16, 14
PATTERNS = Markup(
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" class="hatch-back"/><line x1="0" y1="0" x2="0" y2="6" class="hatch-line"/>'
    "</pattern></defs>"
)
SHAPES = ("circle", "square", "diamond", "triangle")
LABEL = 50
"""Characters on one line beside a bar."""
CONTINUED = "\N{HORIZONTAL ELLIPSIS}"


def patterns() -> Markup:
    """What charts share, once a page."""
    return Markup('<svg width="0" height="0" aria-hidden="true" class="defs">') + PATTERNS + Markup("</svg>")


def draw(chart: Chart) -> Markup:
    """A chart as an SVG element with its name; what it says in full is in its table."""
    match chart:
        case Strip():
            height, body = _strip(chart)
        case Waterfall():
            height, body = _waterfall(chart)
        case Lines():
            height, body = _lines(chart)
        case Plane():
            height, body = _plane(chart)
        case Lanes():
            height, body = _lanes(chart)
        case _:
            assert_never(chart)
    head = Markup('<svg role="img" viewBox="0 0 {} {}" aria-label="{}" class="chart">').format(
        WIDTH, height, clean(chart.caption)
    )
    return head + Markup("").join(body) + Markup("</svg>")


def draw_direct(chart: Waterfall) -> Markup:
    """The same waterfall by its direct steps."""
    return draw(replace(chart, caption=f"{chart.caption}, directly", steps=chart.direct))


def _text(x: float, y: float, words: object, classes: str = "", anchor: str = "start") -> Markup:
    return Markup('<text x="{}" y="{}" class="{}" text-anchor="{}">{}</text>').format(
        _n(x), _n(y), classes, anchor, clean(str(words))
    )


def _rect(x: float, y: float, width: float, height: float, classes: str) -> Markup:
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" class="{}"/>').format(
        _n(x), _n(y), _n(max(0.0, width)), _n(max(0.0, height)), classes
    )


def _line(x1: float, y1: float, x2: float, y2: float, classes: str) -> Markup:
    return Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" class="{}"/>').format(_n(x1), _n(y1), _n(x2), _n(y2), classes)


def _path(points: list[tuple[float, float]], classes: str) -> Markup:
    spots = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
    return Markup('<polyline points="{}" class="{}"/>').format(spots, classes)


def _n(value: float) -> str:
    """A coordinate with at most one decimal, the same on every machine."""
    tenths = round(value * 10)
    return str(tenths // 10) if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"


def _cut(words: str, longest: int) -> str:
    return words if len(words) <= longest else words[: longest - 1].rstrip() + CONTINUED


def _minus(value: int) -> str:
    return (f"{value:+d}" if value else "0").replace("-", "\N{MINUS SIGN}")


# --- the strip ----------------------------------------------------------------------------------------------------


def _strip(chart: Strip) -> tuple[int, list[Markup]]:
    left, right = LEFT, 108
    top = max(*chart.values, *(zone.low for zone in chart.zones if zone.low <= max(chart.values) + 3), 10) + 3
    height, base = 296, 236
    scale = (base - TOP) / top

    def y(value: float) -> float:
        return base - value * scale

    step = (WIDTH - left - right - 36) / max(1, len(chart.values) - 1)
    xs = [left + 18 + place * step for place in range(len(chart.values))]
    found = []
    for place, zone in enumerate(zone for zone in chart.zones if zone.low < top):
        high = min(zone.high + 1, top)
        found.append(_rect(left, y(high), WIDTH - left - right, y(zone.low) - y(high), f"zone zone{place % 5}"))
        found.append(_text(WIDTH - right + 6, (y(zone.low) + y(high)) / 2 + 4, f"{zone.name} {zone.low}+", "small"))
    for value in range(0, top + 1, 5):
        found += [
            _line(left - 4, y(value), left, y(value), "axis"),
            _text(left - 8, y(value) + 4, value, "small", "end"),
        ]
    found.append(_line(left, base, WIDTH - right, base, "axis"))
    found.append(_path([(x, y(value)) for x, value in zip(xs, chart.values, strict=True)], "line line0"))
    for x, value, label in zip(xs, chart.values, chart.labels, strict=True):
        found += [_dot(x, y(value), "circle", "dot line0"), _text(x, y(value) - 9, value, "value", "middle")]
        found.append(_text(x, base + 17, _short(label), "small", "middle"))
    by_place: dict[int, list[str]] = {}
    for mark in chart.marks:
        by_place.setdefault(mark.place, []).append(mark.sign)
    for place, signs in by_place.items():
        if place < len(xs):
            found.append(_text(xs[place], base + 35, " ".join(signs), "mark", "middle"))
    if chart.marks:
        found.append(_text(left - 8, base + 35, "marks", "small", "end"))
        found.append(
            _text(left, base + 52, "S: a snap.  C: a check.  E: an end.  What each was, the table says.", "small")
        )
    return height, found


def _short(label: str) -> str:
    return label.removeprefix("turn ")


def _dot(x: float, y: float, shape: str, classes: str) -> Markup:
    if shape == "circle":
        return Markup('<circle cx="{}" cy="{}" r="4" class="{}"/>').format(_n(x), _n(y), classes)
    corners = {
        "square": [(-4, -4), (4, -4), (4, 4), (-4, 4)],
        "diamond": [(0, -5), (5, 0), (0, 5), (-5, 0)],
        "triangle": [(0, -5), (5, 4), (-5, 4)],
    }[shape]
    spots = " ".join(f"{_n(x + dx)},{_n(y + dy)}" for dx, dy in corners)
    return Markup('<polygon points="{}" class="{}"/>').format(spots, classes)


# --- the waterfall ------------------------------------------------------------------------------------------------


def _waterfall(chart: Waterfall) -> tuple[int, list[Markup]]:
    rows = [(chart.start[0], 0, chart.start[1], "total")]
    at = chart.start[1]
    for name, change in chart.steps:
        rows.append((name, at, at + change, "up" if change > 0 else "down"))
        at += change
    rows.append((chart.end[0], 0, chart.end[1], "total"))
    left, bar = 330, 15
    low = min(0, *(min(a, b) for _, a, b, _ in rows))
    high = max(1, *(max(a, b) for _, a, b, _ in rows))
    scale = (WIDTH - left - 56) / (high - low)

    def x(value: float) -> float:
        return left + (value - low) * scale

    found, y = list[Markup](), TOP
    for place, (name, start, end, kind) in enumerate(rows):
        words = wrap(clean(name), LABEL, max_lines=2, placeholder=CONTINUED)
        pitch, classes = 8 + max(14, 13 * len(words)), "strong" if kind == "total" else ""
        found += [_text(left - 10, y + 12 + 13 * n, line, classes, "end") for n, line in enumerate(words)]
        a, b = min(start, end), max(start, end)
        found.append(_rect(x(a), y, max(1.5, (b - a) * scale), bar, f"bar {kind}"))
        told = str(end) if kind == "total" else _minus(end - start)
        found.append(_text(x(b) + 5, y + 12, told, "value"))
        if place + 1 < len(rows):
            found.append(_line(x(end), y + bar, x(end), y + pitch, "join"))
        y += pitch
    return y + 6, [_line(x(0), TOP - 4, x(0), y, "axis"), *found]


# --- lines --------------------------------------------------------------------------------------------------------


def _lines(chart: Lines) -> tuple[int, list[Markup]]:
    left, right, base = LEFT, 150, 190
    noted = [series for series in chart.series if any(series.notes)]
    height = base + 26 + 17 * len(noted) + (20 if chart.marks else 0)
    scale = (base - TOP) / max(1, chart.high - chart.low)

    def y(value: float) -> float:
        return base - (value - chart.low) * scale

    step = (WIDTH - left - right) / max(1, len(chart.labels) - 1)
    xs = [left + place * step for place in range(len(chart.labels))]
    found = []
    for mark in chart.marks:
        found.append(_rect(xs[mark.place] - 9, TOP, 18, base - TOP, "flagged"))
        found.append(_text(xs[mark.place], TOP - 2, mark.sign, "mark", "middle"))
    for value in range(chart.low, chart.high + 1, 2):
        found += [
            _line(left, y(value), WIDTH - right, y(value), "grid"),
            _text(left - 8, y(value) + 4, value, "small", "end"),
        ]
    found += [_text(x, base + 17, _short(label), "small", "middle") for x, label in zip(xs, chart.labels, strict=True)]
    ends: list[float] = []
    for number, series in enumerate(chart.series):
        nudge = (number - (len(chart.series) - 1) / 2) * 2.4
        spots = [(x, y(value) + nudge) for x, value in zip(xs, series.values, strict=True)]
        found.append(_path(spots, f"line line{number % 4}"))
        found += [_dot(x, spot, SHAPES[number % 4], f"dot line{number % 4}") for x, spot in spots]
        end = spots[-1][1] + 4
        while any(abs(end - other) < 14 for other in ends):
            end += 14 if end < base - 20 else -14
        ends.append(end)
        found.append(_text(WIDTH - right + 12, end, f"{series.name} {series.values[-1]}", f"name name{number % 4}"))
        if series in noted:
            row = base + 36 + 17 * number
            found.append(_dot(left - 30, row - 4, SHAPES[number % 4], f"dot line{number % 4}"))
            found += [_text(x, row, note, "small", "middle") for x, note in zip(xs, series.notes, strict=False) if note]
            found.append(_text(WIDTH - right + 12, row, f"answers to {series.name}", "small"))
    if chart.marks:
        mark = chart.marks[0]
        found.append(_text(left, height - 6, f"{mark.sign}, shaded: {mark.words}.", "small"))
    return height, found


# --- the plane ----------------------------------------------------------------------------------------------------


def _plane(chart: Plane) -> tuple[int, list[Markup]]:
    left, top, size, base = 150, TOP + 6, 360, TOP + 6 + 300
    wide, tall = size / max(1, chart.across.high - chart.across.low), 300 / max(1, chart.up.high - chart.up.low)
    found = list[Markup]()
    for value in range(chart.across.low, chart.across.high + 1, 2):
        x = left + (value - chart.across.low) * wide
        found += [_line(x, top, x, base, "grid"), _text(x, base + 17, value, "small", "middle")]
    for value in range(chart.up.low, chart.up.high + 1, 2):
        y = base - (value - chart.up.low) * tall
        found += [_line(left, y, left + size, y, "grid"), _text(left - 8, y + 4, value, "small", "end")]
    found += [_line(left, base, left + size, base, "axis"), _line(left, top, left, base, "axis")]
    found.append(_text(left + size / 2, base + 36, f"{chart.across.name} \N{RIGHTWARDS ARROW}", "", "middle"))
    found.append(_text(left - 30, top + 8, f"{chart.up.name} \N{UPWARDS ARROW}", "", "end"))
    spots = [(left + (x - chart.across.low) * wide, base - (y - chart.up.low) * tall) for x, y in chart.spots]
    found.append(_path(spots, "line line0"))
    told: dict[tuple[float, float], list[str]] = {}
    for spot, label in zip(spots, chart.labels, strict=True):
        told.setdefault(spot, []).append(_short(label))
    for (x, y), names in told.items():
        found.append(_dot(x, y, "circle", "dot line0"))
        found.append(_text(x + 8, y - 7, ", ".join(names), "value halo"))
    return base + 46, found


# --- lanes --------------------------------------------------------------------------------------------------------


def _lanes(chart: Lanes) -> tuple[int, list[Markup]]:
    left, pitch = 150, 28
    step = (WIDTH - left - RIGHT) / max(1, len(chart.labels))
    height = TOP + 18 + pitch * len(chart.lanes) + 30
    found = [
        _text(left + (place + 0.5) * step, TOP + 8, _short(label), "small", "middle")
        for place, label in enumerate(chart.labels)
    ]
    for number, lane in enumerate(chart.lanes):
        y = TOP + 18 + number * pitch
        found.append(_text(left - 10, y + 15, _cut(lane.name, 22), "", "end"))
        for place, (state, who) in enumerate(zip(lane.states, lane.movers, strict=True)):
            x = left + place * step
            found.append(_rect(x + 1, y, step - 2, pitch - 7, f"lane {state}"))
            word = {"on": "ON", "off": "off", "sham": "off?"}[state]
            told = f"{word} {who.rpartition(' ')[2]}" if who else word
            found.append(_text(x + step / 2, y + 15, _cut(told, int(step / 6.2)), f"small on-{state}", "middle"))
    y = height - 10
    legend = "ON: runs.  off: really off.  off?, hatched: declared off, still runs.  Behind it: who moved it that turn."
    found.append(_text(left, y, legend, "small"))
    return height, found
