"""Home and what leads from it, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from syrupy.assertion import SnapshotAssertion
from tests.tui.t1_desk import ROWS, FakeDesk
from tests.tui.t1_stage import LARGE, SMALL, StandIn, home, screen_text, settled, stage
from textual.pilot import Pilot

from northaxis.tui.app import NorthaxisApp
from northaxis.tui.control.prompts import Sentence
from northaxis.tui.desk import HostWish, LazyDesk, SessionRow
from northaxis.tui.screens.brief import BriefScreen
from northaxis.tui.screens.debrief import DebriefScreen
from northaxis.tui.screens.help import HelpScreen
from northaxis.tui.screens.home import HomeScreen
from northaxis.tui.screens.sessions import SessionsScreen
from northaxis.tui.screens.settings import SettingsScreen
from northaxis.tui.settings import Settings
from northaxis.tui.widgets.dialogue import Choice
from northaxis.tui.widgets.menu_list import MenuList


@pytest.fixture(autouse=True)
def _stage(monkeypatch: pytest.MonkeyPatch) -> None:
    stage(monkeypatch)


def desk_of(app: NorthaxisApp) -> FakeDesk:
    assert isinstance(app.desk, FakeDesk)
    return app.desk


async def test_one_key_starts_the_teaching_game_and_its_brief_lies_on_top() -> None:
    app = home(rows=())
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, BriefScreen)
        await pilot.press("enter")
        assert isinstance(app.screen, StandIn)
        assert desk_of(app).started == [("switched-off", "MIN", "staff")]


async def test_leaving_the_table_leads_home_and_lets_the_table_go(monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[bool] = []

    async def close(client: object) -> None:
        closed.append(True)

    monkeypatch.setattr("tests.tui.fake_client.DirectClient.close", close)
    app = home(rows=())
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await pilot.press("t")
        await settled(pilot)
        await pilot.press("escape", "escape")
        await settled(pilot)
        assert isinstance(app.screen, HomeScreen)
        assert closed == [True]


async def test_an_unfinished_game_comes_first_and_goes_on_with_one_key() -> None:
    app = home()
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, StandIn)
        assert desk_of(app).resumed == ["a"]


async def test_a_cursor_that_was_moved_stays_where_it_is_when_sessions_come_in() -> None:
    app = home()
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("down")
        await settled(pilot)
        pointed = app.screen.query_one(MenuList).pointed
        assert pointed is not None
        assert pointed.id == "scenarios"


async def test_without_a_game_to_go_on_with_the_key_says_what_to_do() -> None:
    app = home(rows=())
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await pilot.press("c")
        assert "The teaching game is a good first one." in screen_text(app)


async def test_a_library_that_cannot_be_read_is_a_sentence_and_no_crash() -> None:
    app = NorthaxisApp(FakeDesk((), "no rules and decks are installed"), settings=Settings())
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await pilot.press("t")
        await settled(pilot)
        assert isinstance(app.screen, HomeScreen)
        assert "no rules and decks are installed" in screen_text(app)


async def test_every_row_of_home_leads_somewhere_and_esc_leads_back() -> None:
    app = home()
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        for key, screen in (("s", SessionsScreen), ("f2", SettingsScreen), ("question_mark", HelpScreen)):
            await pilot.press(key)
            await settled(pilot)
            assert isinstance(app.screen, screen)
            await pilot.press("escape")
            await settled(pilot)
            assert isinstance(app.screen, HomeScreen)
        await pilot.press("end", "enter")
        await pilot.pause()
        assert app._exit


async def test_sessions_say_what_to_do_when_there_are_none() -> None:
    app = home(rows=())
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await pilot.press("s")
        await settled(pilot)
        assert "the teaching game there is a good first one" in screen_text(app)


async def test_a_finished_session_opens_its_debrief_and_a_broken_one_says_why() -> None:
    app = home()
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await pilot.press("s")
        await settled(pilot)
        assert "made by a newer northaxis" in screen_text(app)
        await pilot.press("down", "enter")
        await settled(pilot)
        assert isinstance(app.screen, DebriefScreen)
        assert app.client is not None
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, SessionsScreen)
        assert app.client is None


async def test_a_session_in_use_is_told_and_the_list_stays() -> None:
    app = home((ROWS[0].__class__("broken", "Switched Off", "Minsk", 1, 4, 1),))
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await pilot.press("s")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert "the session is in use by another northaxis" in screen_text(app)


async def test_settings_change_at_once() -> None:
    app = home()
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await pilot.press("f2", "enter")
        assert app.theme == "northaxis-day"
        await pilot.press("down", "down", "enter", "escape")
        await settled(pilot)
        assert app.settings.ascii
        text = screen_text(app)
        assert "N O R T H A X I S" in text
        assert text.isascii()


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_home_looks_as_it_did(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    app = home()
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        assert screen_text(app) == snapshot


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("key", ["s", "f2"])
async def test_the_small_screens_look_as_they_did(key: str, size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    app = home()
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press(key)
        await settled(pilot)
        assert screen_text(app) == snapshot


async def test_without_colour_home_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = []
    for colourless in ("", "1"):
        monkeypatch.setenv("NO_COLOR", colourless)
        app = home()
        async with app.run_test(size=SMALL) as pilot:
            await settled(pilot)
            texts.append(screen_text(app))
            colours = (
                {
                    segment.style.color.triplet
                    for strip in app.screen._compositor.render_strips()
                    for segment in strip.apply_filter(app._filters[-1], app.background_colors[0])
                    if app._filters and segment.style is not None and segment.style.color is not None
                }
                if colourless
                else set()
            )
            assert all(len(set(triplet)) == 1 for triplet in colours if triplet is not None)
    assert texts[0] == texts[1]
    assert "▸ Continue" in texts[1]


async def test_rows_with_ids_are_shown_by_name() -> None:
    app = home((SessionRow("a", "three-directions+V2", "KYI", 2, 8, 1),))
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        assert "Three Directions +V2, as Kyiv." in screen_text(app)
        await pilot.press("s")
        await settled(pilot)
        assert "Three Directions +V2, as Kyiv" in screen_text(app)


def test_a_lazy_desk_is_loaded_once_and_only_when_asked() -> None:
    made: list[FakeDesk] = []

    def load() -> FakeDesk:
        made.append(FakeDesk(ROWS))
        return made[-1]

    desk = LazyDesk(load)
    assert not made
    assert desk.sessions() == ROWS
    assert desk.offers()
    assert len(made) == 1


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """Wait for a question to come up: its worker is not done before it is answered."""
    for _ in range(200):
        await pilot.pause(0.02)
        if holds():
            return
    raise AssertionError("it never came")


@pytest.mark.parametrize(("key", "tls"), [("n", False), ("t", True)])
async def test_three_questions_lead_from_home_to_a_table_to_be_hosted(key: str, tls: bool) -> None:
    app = home(rows=())
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await pilot.press("h")
        await until(pilot, lambda: isinstance(app.screen, Choice))
        assert "which scenario?" in screen_text(app)
        await pilot.press("1")
        await until(pilot, lambda: "How many people" in screen_text(app))
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: "Who can reach it?" in screen_text(app))
        await pilot.press(key)
        await until(pilot, lambda: app.wish is not None)
    assert app.wish == HostWish("red-line-north", 3, "0.0.0.0", tls)


async def test_esc_on_the_way_to_hosting_leads_back_home() -> None:
    app = home(rows=())
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await pilot.press("h")
        await until(pilot, lambda: isinstance(app.screen, Choice))
        await pilot.press("1")
        await until(pilot, lambda: "How many people" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        assert isinstance(app.screen, HomeScreen)
        assert app.wish is None


async def test_a_link_leads_from_home_to_its_seat_and_a_bad_one_gets_a_sentence() -> None:
    app = home(rows=())
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await pilot.press("l")
        await until(pilot, lambda: isinstance(app.screen, Sentence))
        await pilot.press(*"nonsense", "enter")
        await settled(pilot)
        assert "'nonsense' is no link" in screen_text(app)
        await pilot.press("l")
        await until(pilot, lambda: isinstance(app.screen, Sentence))
        await pilot.press(*"http://x", "enter")
        await settled(pilot)
        assert isinstance(app.screen, StandIn)
        assert desk_of(app).joined == ["nonsense", "http://x"]
