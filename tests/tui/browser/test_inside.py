"""What the browser seats take from the inside of Textual: that it is there, and that it does what we build on."""

import contextlib
import sys
import time
from typing import Any

import pytest
import textual.app
from textual import events
from textual.app import App
from textual.widgets import Static

from northaxis.tui.browser import inside
from northaxis.tui.browser.inside import ESCAPE_DELAY, MOST_PASTED, KeyParser, make_at_home


def typed(*pieces: str) -> list[Any]:
    parser = KeyParser()
    return [message for piece in pieces for message in parser.feed(piece)]


def keys(*pieces: str) -> list[str]:
    return [message.key for message in typed(*pieces) if isinstance(message, events.Key)]


def test_every_private_name_is_there() -> None:
    app = App[None]()
    for name in ("_capture_stdout", "_capture_stderr", "_filters", "_exception"):
        assert hasattr(app, name), name
    assert callable(textual.app.redirect_stdout)  # type: ignore[attr-defined]
    assert callable(textual.app.redirect_stderr)  # type: ignore[attr-defined]
    for name in ("_variables", "_parse_cache"):
        assert hasattr(app.stylesheet, name), name
    assert hasattr(inside._Parser(), "mouse_pixels")


def test_keys_come_as_a_terminal_sends_them() -> None:
    assert keys("a", "\r", "\x1b[A", "\x1bOP", "\t", "\x10") == ["a", "enter", "up", "f1", "tab", "ctrl+p"]


def test_a_sequence_may_be_cut_anywhere() -> None:
    assert keys("\x1b", "[", "A") == ["up"]


def test_polish_and_ukrainian_letters_arrive_whole() -> None:
    text = "Żółć, їжак і ґедзь"
    assert "".join(message.character or "" for message in typed(text)) == text


def test_half_characters_are_dropped() -> None:
    assert keys("a\ud83db") == ["a", "b"]


def test_a_paste_is_one_message() -> None:
    found = typed("\x1b[200~zażółć\nїжак", "\x1b[201~")
    assert [message.text for message in found if isinstance(message, events.Paste)] == ["zażółć\nїжак"]


@pytest.mark.parametrize("end", [("\x1b[201~a",), ("y\x1b[20", "1~", "a"), ("\x1b[201~\x1b[200~p\x1b[201~", "a")])
def test_a_paste_that_is_too_long_is_dropped_and_keys_work_again(end: tuple[str, ...]) -> None:
    parser = KeyParser()
    assert not list(parser.feed("\x1b[200~"))
    for _ in range(15):
        assert not list(parser.feed("x" * (MOST_PASTED // 10)))
    found = [message for piece in end for message in parser.feed(piece)]
    assert [message.key for message in found if isinstance(message, events.Key)] == ["a"]


def test_another_hand_does_not_inherit_an_open_paste() -> None:
    parser = KeyParser()
    list(parser.feed("\x1b[200~half a paste"))
    parser.begin_anew()
    assert [message.key for message in parser.feed("a") if isinstance(message, events.Key)] == ["a"]


def test_a_long_paste_with_an_end_is_kept() -> None:
    (paste,) = [
        message for message in typed("\x1b[200~", "y" * 50_000, "\x1b[201~") if isinstance(message, events.Paste)
    ]
    assert paste.text == "y" * 50_000


def test_the_mouse_arrives_in_cells() -> None:
    down, up, wheel = typed("\x1b[<0;11;6M", "\x1b[<0;11;6m", "\x1b[<65;3;4M")
    assert (type(down), down.x, down.y, type(up), type(wheel)) == (
        events.MouseDown, 10, 5, events.MouseUp, events.MouseScrollDown,
    )  # fmt: skip


def test_a_reported_size_is_not_believed() -> None:
    found = typed("\x1b[48;99999;99999;0;0t", "\x1b[<0;11;6M")
    assert [type(message) for message in found] == [events.MouseDown]
    assert found[0].x == 10


@pytest.mark.parametrize("odd", ["\x1b[99999999999u", "\x1b[?2026;1$y", "\x1b[1;1R", "\x1b]52;c;AAAA\x07", "\x00"])
def test_nothing_that_is_fed_breaks_the_parser(odd: str) -> None:
    parser = KeyParser()
    list(parser.feed(odd))
    time.sleep(ESCAPE_DELAY * 1.1)
    list(parser.tick())
    assert [message.key for message in parser.feed("z") if isinstance(message, events.Key)][-1:] == ["z"]


def test_a_closed_parser_is_silent() -> None:
    parser = KeyParser()
    list(parser.feed("\x1b["))
    parser.close()
    parser.close()
    assert not list(parser.feed("a"))
    assert not list(parser.tick())


class Sheet(App[None]):
    CSS = "Static { color: $primary; width: 7; }"

    def compose(self):  # type: ignore[no-untyped-def]
        yield Static("x")


async def test_apps_in_the_same_colours_share_what_they_parse() -> None:
    first, second, other = Sheet(), Sheet(), Sheet()
    for app in (first, second, other):
        make_at_home(app)
    other.theme = "textual-light"
    found = []
    for app in (first, second, other):
        async with app.run_test():
            widget = app.query_one(Static)
            rule = next(rule for rule in app.stylesheet.rules if "width: 7" in rule.css)
            found.append((rule, widget.styles.color))
            assert widget.size.width == 7
    assert found[0][0] is found[1][0]
    assert found[0][0] is not found[2][0]
    assert found[0][1] == found[1][1] != found[2][1]


async def test_only_an_app_at_home_leaves_the_streams_alone() -> None:
    hosted, usual = App[None](), App[None]()
    make_at_home(hosted)
    with contextlib.redirect_stdout(sys.stdout):
        before = sys.stdout
        async with hosted.run_test():
            assert sys.stdout is before
        async with usual.run_test():
            assert sys.stdout is not before  # the harness can see a capture
        assert sys.stdout is before


def test_colours_do_not_come_from_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.delenv("COLORTERM", raising=False)
    usual, hosted = App[None](), App[None]()
    assert usual.no_color
    assert len(usual._filters) == 2
    make_at_home(hosted)
    assert hosted.console.color_system == "truecolor"
    assert not hosted.no_color
    assert len(hosted._filters) == 1
