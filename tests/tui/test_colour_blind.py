"""Nobody needs to see colours: words can be read in every theme, and opposite states differ in sign or word as well."""

from __future__ import annotations

import math

import pytest
from tests.shipped import game
from textual.color import Color

from northaxis.tui.gallery import Gallery
from northaxis.tui.ink import Line, plain
from northaxis.tui.theme import COLOURS, CONTRAST, SEAT_HUES, contrast
from northaxis.tui.widgets.waterfall import Cause, waterfall

DEUTERANOPIA = ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969))
PROTANOPIA = ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052))
"""How red, green and blue are seen without the middle, and without the long cones (Machado and others, 2009)."""

APART = 20.0
"""A difference of two colours (CIE 1976) that can be told at a glance in small letters."""


def _linear(colour: str) -> tuple[float, float, float]:
    red, green, blue = (
        (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4) for v in Color.parse(colour).normalized
    )
    return red, green, blue


def _lab(light: tuple[float, float, float]) -> tuple[float, float, float]:
    red, green, blue = light
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    a, b, c = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * b - 16, 500 * (a - b), 200 * (b - c)


def difference(first: str, second: str, eye: tuple[tuple[float, ...], ...] | None = None) -> float:
    """How far apart two colours are for an eye; None: with all cones."""
    seen = []
    for light in (_linear(first), _linear(second)):
        if eye is not None:
            found = [min(1.0, max(0.0, sum(k * v for k, v in zip(row, light, strict=True)))) for row in eye]
            light = (found[0], found[1], found[2])
        seen.append(_lab(light))
    return math.dist(*seen)


def confused(first: str, second: str) -> bool:
    """Whether an eye without green or without red cones could take one for the other."""
    return any(difference(first, second, eye) < APART for eye in (DEUTERANOPIA, PROTANOPIA))


def test_the_eyes_are_simulated_as_measured() -> None:
    assert difference("#000000", "#ffffff") == pytest.approx(100, abs=0.1)
    assert confused("#b07000", "#7f8f00"), "a brown and an olive, the classic pair"
    assert not confused("#0040ff", "#ffd000"), "blue and yellow stay apart"


def test_what_needs_you_and_what_matters_stay_apart_from_the_rest_for_every_eye() -> None:
    for theme, colours in COLOURS.items():
        for first, second in (("accent", "dim"), ("hot", "dim")):
            assert difference(colours[first], colours[second]) >= APART, (theme, first, second)
            assert contrast(colours[first], colours["ground"]) >= 4.5, (theme, first)


def _falling_and_rising() -> tuple[str, str]:
    """The bars of a cause that lowered the index and of one that raised it."""
    rows: list[Line] = waterfall(14, [Cause("a", -3, "", "good"), Cause("b", 3, "", "hot")], 60)
    return plain(rows[1])[20:].strip(), plain(rows[2])[20:].strip()


def test_red_and_green_that_can_be_confused_never_stand_for_opposites_alone() -> None:
    alike = [theme for theme, colours in COLOURS.items() if confused(colours["hot"], colours["good"])]
    down, up = _falling_and_rising()
    assert alike, "were they apart in every theme, the signs would be an ornament"
    assert not set(down) & set(up) - {" "}, (down, up)


@pytest.mark.parametrize("name", ["S1", "S2", "S3"])
def test_seats_whose_hues_can_be_confused_have_their_own_shape_and_code(name: str) -> None:
    seats = list(game(name).rules.seats.values())
    assert len({seat.mark for seat in seats}) == len({seat.id for seat in seats}) == len(seats)
    pairs = [(a, b) for a in SEAT_HUES for b in SEAT_HUES if a < b]
    alike = [
        (a, b) for colours in COLOURS.values() for a, b in pairs if confused(colours[f"seat-{a}"], colours[f"seat-{b}"])
    ]
    assert alike, "were no two hues alike to any eye, the shapes would be an ornament"


@pytest.mark.parametrize("theme", COLOURS)
async def test_every_word_that_is_drawn_can_be_read(theme: str) -> None:
    least, app = (7.0 if theme == CONTRAST else 4.5), Gallery()
    async with app.run_test(size=(120, 60)) as pilot:
        app.theme = theme
        await pilot.pause()
        drawn = {
            (style.color.triplet.hex, style.bgcolor.triplet.hex, text.strip())
            for strip in app.screen._compositor.render_strips()
            for text, style, _ in strip
            if style is not None and any(map(str.isalpha, text))
            if style.color is not None and style.bgcolor is not None
            if style.color.triplet is not None and style.bgcolor.triplet is not None
        }
    assert len(drawn) > 20
    assert [each for each in drawn if contrast(each[0], each[1]) < least] == []
