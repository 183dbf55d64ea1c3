"""A part with padding and a border repaints the row that changed, and no other is left as it was."""

from __future__ import annotations

import pytest
from tests.tui.t1_stage import screen_text
from textual.app import App, ComposeResult

from northaxis.tui.ink import Line, line
from northaxis.tui.theme import install_themes, variable_defaults
from northaxis.tui.widgets.line_widget import Lines


class Padded(App[None]):
    CSS = "Lines { height: auto; padding: 1 2; border-top: solid white; }"

    def __init__(self) -> None:
        super().__init__()
        install_themes(self)
        self.words = ["one", "two", "three", "four"]

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variable_defaults()

    def compose(self) -> ComposeResult:
        yield Lines(self.lines)

    def lines(self, width: int) -> list[Line]:
        return [line(word) for word in self.words]


@pytest.mark.parametrize("row", range(4))
async def test_the_row_that_changed_is_painted(row: int) -> None:
    app = Padded()
    async with app.run_test(size=(30, 12)) as pilot:
        await pilot.pause()
        app.words[row] = "other"
        app.query_one(Lines).redraw()
        await pilot.pause()
        assert [text.strip() for text in screen_text(app).split("\n")[2:6]] == app.words
