"""Text from anybody is harmless: cleaned where it is taken in, guarded where it is shown."""

import unicodedata
from collections.abc import Iterator
from inspect import getclosurevars
from io import StringIO

import pytest
from hypothesis import example, given, strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.content import Content
from textual.strip import Strip
from textual.widgets import DataTable, Input, Log, Static

from northaxis.tui.inert import guarded, inert, install_guard, is_forbidden
from northaxis.tui.ink import fit, width_of
from northaxis.tui.widgets.line_widget import Lines

FORBIDDEN = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp", "Cf"}
NASTY = "\x1b]52;c;aGVsbG8=\x07 \x1b[?1049l\x9b31m \x00\x7f\u202e\u2028\ud800\ue000\u200b end"


def all_characters() -> Iterator[str]:
    return (chr(point) for point in range(0x110000))


def test_no_code_point_leaves_anything_that_could_act() -> None:
    left = {
        character
        for character in inert("".join(all_characters()))
        if unicodedata.category(character) in FORBIDDEN and character not in "\u200c\u200d"
    }
    assert left == set()


def test_the_guard_lets_no_forbidden_code_point_through() -> None:
    assert not any(is_forbidden(character) for character in guarded("".join(all_characters())))


def test_letters_signs_and_our_own_glyphs_stay() -> None:
    for text in ("Suwałki · Гродна · Мінск", "◆ ▸ █░ ⠿ ⚅ −2", "日本", "क्\u200dष", "a [red]b[/]"):
        assert inert(text) == text


def test_breaks_become_spaces_unless_asked_for() -> None:
    assert inert("one\ntwo\tthree\r\nfour\u2029five") == "one two three four five"
    assert inert("one\r\ntwo\u2028three", keep_newlines=True) == "one\ntwo\nthree"


def test_at_most_four_marks_stand_on_one_base() -> None:
    assert inert("x" + "\u0332" * 40 + "y") == "x" + "\u0332" * 4 + "y"


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert inert(inert(text)) == inert(text)
    assert inert(inert(text, True), True) == inert(text, True)
    assert unicodedata.is_normalized("NFC", inert(text))


def test_the_guard_keeps_the_width_that_textual_counted() -> None:
    strip = Strip([Segment("a\ue000b\x1b[31m")])
    assert Strip([Segment(guarded("a\ue000b\x1b[31m"))]).cell_length == strip.cell_length


def test_links_are_taken_off() -> None:
    install_guard()
    console = Console(file=StringIO(), force_terminal=True, color_system="truecolor")
    assert "\x1b]8" not in Strip([Segment("here", Style(link="http://example.org"))]).render(console)


def test_installing_twice_wraps_once() -> None:
    install_guard()
    first = Strip.render
    install_guard()
    assert Strip.render is first


class Sinks(App[None]):
    def compose(self) -> ComposeResult:
        framed = Static(Content("framed"), id="framed")
        framed.styles.border = ("round", "white")
        framed.border_title = Content(NASTY)
        framed.border_subtitle = Content(NASTY)
        yield framed
        yield Static(NASTY, markup=False)
        yield Static(Content(NASTY))
        yield Input(NASTY, placeholder=NASTY)
        yield DataTable[str]()
        yield Log()
        yield Lines(lambda width: [((NASTY, "text"),)])

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_column(Content(NASTY).plain)
        table.add_row(NASTY)
        self.query_one(Log).write_line(NASTY)
        self.notify(NASTY, title=NASTY, markup=False)


async def written_by(app: App[None]) -> str:
    async with app.run_test(size=(100, 60)) as pilot:
        await pilot.pause()
        return "".join(strip.render(app.console) for strip in app.screen._compositor.render_strips())


def escapes_left(text: str) -> set[str]:
    """Forbidden characters that are not part of Textual's own colour codes."""
    import re

    return {character for character in re.sub(r"\x1b\[[0-9;]*m", "", text) if is_forbidden(character)}


async def test_no_sink_of_textual_writes_a_control_character() -> None:
    install_guard()
    written = await written_by(Sinks())
    assert "end" in written
    assert escapes_left(written) == set()


async def test_without_the_guard_the_same_sinks_would_write_them(monkeypatch: pytest.MonkeyPatch) -> None:
    install_guard()
    unguarded = getclosurevars(Strip.render).nonlocals["original"]
    monkeypatch.setattr(Strip, "render", unguarded)
    assert {"\x1b", "\u202e"} <= escapes_left(await written_by(Sinks()))


@given(st.text(st.sampled_from("ab 日🏴👩🇺🇦❤\u200d\ufe0f\u0301"), min_size=1, max_size=30), st.integers(1, 20))
@example("a\u200d" * 3 + "\ufe0f日", 2)
def test_any_text_is_cut_to_any_width(text: str, width: int) -> None:
    assert width_of(fit(((inert(text), "text"), (text, "text")), width)) == width
