"""What one cause moved, as it is drawn: one way for a track, and what an order waits for in a sentence."""

from __future__ import annotations

from tests.shipped import game
from tests.tui.fake_client import DirectClient

from northaxis.domain.ids import ActionId
from northaxis.tui.ink import plain
from northaxis.tui.table.model import TableModel
from northaxis.tui.table.orders import odds_panel
from northaxis.tui.table.telling import move_rows


def test_a_track_that_one_cause_moves_twice_is_drawn_once() -> None:
    rows = move_rows(("Home 5 to 7", "Moscow 1 to 2", "Home 7 to 6"), 60)
    assert [plain(row).split() for row in rows] == [["Home", "5→6", "Moscow", "1→2"]]


def test_moves_that_do_not_join_stay_two() -> None:
    rows = move_rows(("Home 5 to 7", "Home 6 to 5"), 60)
    assert "5→7" in plain(rows[0])
    assert "6→5" in plain(rows[0])


def test_a_band_that_one_cause_leaves_and_enters_again_has_not_moved() -> None:
    there, back = "Home: caution now high (was middling)", "Home: caution now middling (was high)"
    cohesion = "Cohesion now middling (was high)"
    rows = move_rows((there, cohesion, back), 78)
    assert [plain(row).strip() for row in rows] == [cohesion]
    rows = move_rows((there, "Home: caution now low (was high)"), 78)
    assert [plain(row).strip() for row in rows] == ["Home: caution now low (was middling)"]


def test_an_order_that_waits_for_a_flag_says_what_the_flag_means() -> None:
    model = TableModel(DirectClient(game("S2"), "MIN", "4"))
    panel = odds_panel(model, game("S2").rules.actions[ActionId("MIN-BRG")], 80, 12)
    text = " ".join(" ".join(plain(row).split()) for row in panel)
    assert "it needs 'Assurances'" in text
    assert "'Assurances': Moscow has promised that its soldiers would go beside Belarusian ones." in text
