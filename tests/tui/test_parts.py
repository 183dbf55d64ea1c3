"""Charts and small parts: what they say, and how they look."""

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given, strategies as st
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion

from northaxis.tui.glyphs import STAND_INS, in_ascii
from northaxis.tui.ink import Line, cropped, fit, line, plain, signed, spread, width_of, wrapped
from northaxis.tui.motion import LONGEST, Slide, motion_wanted
from northaxis.tui.widgets.braille import BrailleCanvas
from northaxis.tui.widgets.key_hints import key_hints
from northaxis.tui.widgets.menu_list import MenuRow, menu_row_lines
from northaxis.tui.widgets.odds import dice_lines, dice_text, odds_line, odds_word
from northaxis.tui.widgets.pager import flowed
from northaxis.tui.widgets.pressure import Band, PressureReading, big_number, pressure_lines, pressure_short
from northaxis.tui.widgets.spark import spark
from northaxis.tui.widgets.step_chart import step_chart
from northaxis.tui.widgets.track_bar import TrackReading, bar, track_line
from northaxis.tui.widgets.waterfall import Cause, bill, waterfall

BANDS = (
    Band("CALM", 0, 9),
    Band("TENSE", 10, 17),
    Band("TORN", 18, 24, is_hot=True),
    Band("LOST", 25, 40, is_hot=True),
)
CAUSES = (Cause("A refusal", 3, "S-03"), Cause("A visit", -1, "S-18"), Cause("The dice", 1))
TRACKS = (
    TrackReading("Trust", 7, threshold=7, threshold_word="HOT", delta=1),
    TrackReading("Supply", 4, threshold=7, threshold_word="HOT", delta=-2),
    TrackReading("Mood", None, band="middling", between=(4, 6)),
    TrackReading("Balance", -2, low=-5, high=5, delta=0),
)


def drawn(lines: Sequence[Line]) -> str:
    return "\n".join(map(plain, lines))


def parts(width: int) -> dict[str, Sequence[Line]]:
    reading = PressureReading(17, "TENSE", BANDS, (14, 13, 15, 14, 17), 3)
    row = MenuRow("fly", "Fly abroad", "2 IP    58 %", "people see that you try, and some will not forget it", "A-FLY")
    shut = MenuRow("say", "Say it again", "", "", "A-SAY", disabled="used last turn")
    return {
        "pressure": pressure_lines(reading, width),
        "pressure in ascii": pressure_lines(reading, width, ascii_only=True),
        "pressure unknown": pressure_lines(PressureReading(None, "TORN", BANDS), width),
        "tracks": [track_line(track, width) for track in TRACKS],
        "steps": step_chart((14, 13, 15, 14, 17, 19), BANDS, width, 10, marks={5: "▲"}),
        "waterfall": waterfall(14, CAUSES, width),
        "bill": [bill(CAUSES, width)],
        "odds": [odds_line(7, 58, width), odds_line(11, 8, width)],
        "dice": [line(dice_text((2, 6))), *dice_lines((2, 6))],
        "menu": [
            *menu_row_lines(row, width, True, True, code_width=7),
            *menu_row_lines(shut, width, False, True, code_width=7),
        ],
        "keys": [key_hints([("enter", "choose"), ("o", "odds"), ("w", "why"), ("s", "seal"), ("l", "log")], width)],
        "text": flowed([("A heading", "bold"), "Text that is long enough to be wrapped. " * 4], min(72, width - 4)),
    }


@pytest.mark.parametrize("width", [40, 76])
@pytest.mark.parametrize("name", list(parts(76)))
def test_the_part_looks_as_it_did(name: str, width: int, snapshot: SnapshotAssertion) -> None:
    assert drawn(parts(width)[name]) == snapshot


@pytest.mark.parametrize("width", range(30, 121, 6))
def test_no_part_is_wider_than_its_room(width: int) -> None:
    wide = {name: [plain(row) for row in rows if width_of(row) > width] for name, rows in parts(width).items()}
    assert {name: rows for name, rows in wide.items() if rows} == {}


def test_a_crossed_threshold_is_said_and_not_only_coloured() -> None:
    assert "HOT" in plain(track_line(TRACKS[0], 60))
    assert "HOT" not in plain(track_line(TRACKS[1], 60))


def test_a_bar_fills_as_far_as_its_value() -> None:
    full = [sum(text == "━" for text, _ in bar(TrackReading("x", value))) for value in range(11)]
    assert full == list(range(11))


def test_an_unknown_value_is_drawn_as_where_it_may_be() -> None:
    assert plain(bar(TRACKS[2])) == "───╍╍╍────"


@pytest.mark.parametrize("value", range(41))
def test_the_distance_to_the_next_band_is_right(value: int) -> None:
    band = next(band for band in BANDS if band.low <= value <= band.high)
    text = drawn(pressure_lines(PressureReading(value, band.name, BANDS), 60))
    above = [other.low for other in BANDS if other.low > value]
    assert (f"{above[0] - value} below" in text) if above else ("below" not in text)


def test_the_short_pressure_says_number_band_and_change() -> None:
    assert plain(pressure_short(PressureReading(17, "TENSE", BANDS, delta=3))) == "17 TENSE +3"


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("width", [34, 40, 60, 100])
def test_a_hidden_figure_leaves_the_band_its_place_and_no_question_mark(width: int, ascii_only: bool) -> None:
    text = drawn(pressure_lines(PressureReading(None, "TENSE", BANDS, before="CALM"), width, ascii_only))
    assert "?" not in text
    assert "tense" in text
    if width >= 60:
        assert "band 2 of 4" in text
        assert "was calm" in text


@pytest.mark.parametrize("number", [0, 7, 19, 123, -4])
def test_a_big_number_is_a_rectangle(number: int) -> None:
    assert len({cell_len(row) for row in big_number(number)}) == 1


def test_a_waterfall_ends_where_the_causes_lead() -> None:
    rows = waterfall(14, CAUSES, 70)
    assert plain(rows[-1]).split()[:2] == ["now", "17"]


def test_a_spark_rises_with_its_values() -> None:
    assert spark(range(8), 0, 7) == "▁▂▃▄▅▆▇█"
    assert spark([-5, 50], 0, 10) == "▁█"


def test_every_chance_has_a_word_and_better_chances_never_sound_worse() -> None:
    words = [odds_word(percent) for percent in range(101)]
    assert [word for index, word in enumerate(words) if index == 0 or words[index - 1] != word] == list(
        dict.fromkeys(words)
    )
    assert odds_word(58) == "better than even"


def test_help_and_palette_stay_on_the_narrowest_key_line() -> None:
    text = plain(key_hints([("enter", "choose"), ("o", "odds")], 24))
    assert text.endswith("? help   ^p palette")
    assert "odds" not in text


def test_every_stand_in_is_one_ascii_character() -> None:
    assert all(
        len(chr(sign)) == 1 and len(chr(stand_in)) == 1 and stand_in < 128 for sign, stand_in in STAND_INS.items()
    )
    drawn_plainly = {name: in_ascii(drawn(rows)) for name, rows in parts(70).items() if name != "steps"}
    assert [name for name, text in drawn_plainly.items() if not text.isascii()] == []
    assert drawn(step_chart((14, 17), BANDS, 60, 8, ascii_only=True)).isascii()


@given(st.text(), st.integers(2, 40))
def test_wrapping_loses_no_letter(text: str, width: int) -> None:
    from northaxis.tui.inert import inert

    rows = wrapped(text, width)
    assert all(cell_len(row) <= width for row in rows)
    assert "".join("".join(rows).split()) == "".join(inert(text, keep_newlines=True).split())


@given(st.lists(st.text(max_size=12), max_size=4), st.integers(0, 30))
def test_fitting_gives_exactly_the_width(texts: list[str], width: int) -> None:
    assert width_of(fit(line(*texts), width)) == width
    assert width_of(cropped(line(*texts), width)) <= width
    assert width_of(spread(line(*texts), line("right"), width)) == width


def test_a_change_carries_its_sign() -> None:
    assert [signed(value) for value in (2, -2, 0)] == ["+2", "−2", "·"]


def test_every_dot_of_the_canvas_is_its_own() -> None:
    seen = set()
    for x, y in product(range(2), range(4)):
        canvas = BrailleCanvas(1, 1)
        canvas.set(x, y)
        seen.add(canvas.glyph(0, 0))
    assert len(seen) == 8


def test_a_filled_ring_is_full_and_a_ring_within_is_a_hole() -> None:
    canvas = BrailleCanvas(10, 5)
    canvas.fill([[(0, 0), (20, 0), (20, 20), (0, 20)], [(4, 4), (16, 4), (16, 16), (4, 16)]])
    assert canvas.glyph(0, 0) == "⣿"
    assert canvas.glyph(4, 2) == " "


@given(st.floats(-100, 100), st.floats(-100, 100), st.floats(0, 5))
def test_a_slide_starts_ends_and_stays_between(start: float, end: float, elapsed: float) -> None:
    slide = Slide(start, end)
    assert slide.at(0) == pytest.approx(start)
    assert slide.at(LONGEST) == end
    assert min(start, end) - 1e-6 <= slide.at(elapsed) <= max(start, end) + 1e-6


def test_motion_can_be_switched_off_by_setting_and_by_environment() -> None:
    assert motion_wanted({})
    assert not motion_wanted({"NORTHAXIS_MOTION": "off"})
    assert not motion_wanted({"NORTHAXIS_MOTION": "on"}, setting=False)
