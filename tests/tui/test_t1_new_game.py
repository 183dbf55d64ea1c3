"""New game: scenario, seat, opponents, world."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion
from tests.tui.t1_desk import FakeDesk
from tests.tui.t1_stage import LARGE, SMALL, home, press, screen_text, settled, stage

from northaxis.tui.screens.brief import BriefScreen
from northaxis.tui.screens.scenario import ScenarioScreen, SeatScreen


@pytest.fixture(autouse=True)
def _stage(monkeypatch: pytest.MonkeyPatch) -> None:
    stage(monkeypatch)


async def test_scenario_seat_and_enter_start_a_game() -> None:
    app = home()
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "n", "down enter", "down enter")
        assert isinstance(app.screen, BriefScreen)
        assert isinstance(app.desk, FakeDesk)
        assert app.desk.started == [("red-line-north", "KYI", "staff")]


async def test_opponents_and_world_are_chosen_on_two_keys() -> None:
    app = home()
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "n", "down enter", "o", "down enter v", "down down enter")
        text = screen_text(app)
        assert "Principal" in text
        assert "After the Guns" in text
        await press(pilot, "enter")
        assert isinstance(app.desk, FakeDesk)
        assert app.desk.started == [("red-line-north+V2", "MIN", "principal")]


async def test_a_scenario_in_one_world_says_so() -> None:
    app = home()
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "n", "enter")
        await pilot.press("v")
        assert isinstance(app.screen, SeatScreen)
        assert "one world only" in screen_text(app)


async def test_the_text_follows_the_cursor_and_esc_goes_back_step_by_step() -> None:
    app = home()
    async with app.run_test(size=LARGE) as pilot:
        await settled(pilot)
        await press(pilot, "n", "end")
        assert "Belarus has three creditors" in screen_text(app)
        await press(pilot, "enter")
        await pilot.press("escape")
        assert isinstance(app.screen, ScenarioScreen)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_two_steps_look_as_they_did(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    app = home()
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, "n")
        assert screen_text(app) == snapshot(name="scenario")
        await press(pilot, "down enter")
        assert screen_text(app) == snapshot(name="seat")
