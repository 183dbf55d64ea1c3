"""Keys faster than a seat's screen can follow, letters that cost something by mistake, lists that say they go on."""

from __future__ import annotations

from random import Random

import pytest
from tests.shipped import game
from tests.tui.fake_client import DirectClient
from tests.tui.rushing import rush, stacked
from tests.tui.test_t2_table import SEALED, TO_ORDERS, app_for, client_of, press, text_of

from northaxis.domain.demands import ResponseKind
from northaxis.tui.ink import line, plain, shortened, width_of
from northaxis.tui.table.asking import SealChoice
from northaxis.tui.table.demands import DemandsPane
from northaxis.tui.table.desk import window
from northaxis.tui.table.model import Mode
from northaxis.tui.table.telling import told_lines
from northaxis.tui.widgets.dialogue import Choice
from northaxis.tui.widgets.menu_list import MenuRow, menu_row_lines

KEYS = (
    *"abcdfghijkmnoprstuvwxy1234567 ",
    *("escape", "enter", "space", "tab", "up", "down", "backspace", "escape", "space", "enter"),
)
LONG = "Minsk will order Fly to Beijing and Pay the security chiefs and keep the relays off to turn three, and more"


@pytest.mark.parametrize("seed", range(2))
async def test_no_keys_however_fast_break_a_seats_screen_or_open_two_questions(seed: int) -> None:
    chance = Random(seed)
    app = app_for(DirectClient(game("S1"), "MIN", str(seed)))
    asked = 0
    async with app.run_test(size=(120, 36)) as pilot:
        for _ in range(6):
            most = await rush(app, chance.choices(KEYS, k=50), chance)
            asked += most
            assert most <= 1
            for _ in range(5):
                await pilot.pause(0.005)
            assert stacked(app) <= 1
        assert app._exception is None
        assert asked, "no key opened anything: this would hold of a screen that does nothing"


async def test_an_answer_that_costs_is_asked_back_and_leads_to_the_seal_that_was_meant() -> None:
    app = app_for(client_of())
    async with app.run_test(size=(120, 36)) as pilot:
        table = await press(pilot, *TO_ORDERS)
        assert table.model.mode is Mode.ORDERS
        await press(pilot, "d", "s")
        assert isinstance(app.screen, Choice)
        assert "1 IP" in text_of(app)
        await press(pilot, "enter")
        assert not isinstance(app.screen, Choice)
        assert not table.model.view.sheet.answers, "the cursor stands on going back"
        await press(pilot, "s", "s")
        assert isinstance(app.screen, SealChoice)
        await press(pilot, "escape", "s", "y")
        assert ResponseKind.STALL in dict(table.model.view.sheet.answers).values()


async def test_letters_that_answer_say_beside_their_pane_where_they_work() -> None:
    app = app_for(client_of())
    async with app.run_test(size=(120, 36)) as pilot:
        table = await press(pilot, *TO_ORDERS)
        assert table.model.mode is Mode.ORDERS
        await press(pilot, "1", "c")
        assert "c answers a demand, in the demands pane: d goes there." in text_of(app)
        assert not table.model.view.sheet.answers
        await press(pilot, "d", "r")
        assert table.query_one(DemandsPane).model.view.sheet.answers


async def test_a_cause_that_is_longer_than_the_page_says_that_it_goes_on() -> None:
    app = app_for(client_of())
    async with app.run_test(size=(120, 36)) as pilot:
        table = await press(pilot, *SEALED)
        assert table.model.mode is Mode.REVEAL
        whole = [plain(row) for row in told_lines(table.model, 58, 100)]
        assert [plain(row) for row in told_lines(table.model, 58, 3)][-len(whole) :] == whole[-len(whole) :]
        rows, _ = window([line(row) for row in whole], 3, 0)
        assert "PgDn" in plain(rows[-1]), "the page cuts, and says so"


def test_a_rows_detail_is_shown_in_full_or_ends_in_a_mark() -> None:
    row = MenuRow("a", "offer to Kyiv", "open", LONG)
    full = [plain(each) for each in menu_row_lines(row, 40, False, False, most=8)]
    assert " ".join(" ".join(full[1:]).split()) == LONG
    cut = [plain(each) for each in menu_row_lines(row, 40, False, False)]
    assert len(cut) == 3
    assert cut[-1].endswith(" …")


@pytest.mark.parametrize("width", [24, 40, 60, 80])
def test_a_line_that_is_too_long_loses_its_middle_and_keeps_what_to_do(width: int) -> None:
    said = line((f"  Control granted Home: caution +1: {LONG}. It is in the log. u undoes it.", "text"))
    fits = shortened(said, width)
    assert width_of(fits) <= width
    assert plain(fits).endswith(" … u undoes it.") is (width > 24)
    assert plain(fits).startswith("  Control")
    assert shortened(said, 400) == said
