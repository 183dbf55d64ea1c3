"""Brief, why, passage, debrief and help, over real games."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from syrupy.assertion import SnapshotAssertion
from tests.domain.arguing import opened
from tests.shipped import game
from tests.tui.fake_client import DirectClient
from tests.tui.t1_desk import FakeDesk, played
from tests.tui.t1_stage import LARGE, SMALL, screen_text, settled, stage
from textual.screen import Screen

from northaxis.domain.ledger import Ledger
from northaxis.tui.app import NorthaxisApp
from northaxis.tui.screens.brief import BriefScreen
from northaxis.tui.screens.debrief import DebriefScreen
from northaxis.tui.screens.passage import PassageScreen, passage_text
from northaxis.tui.screens.why import WhyList, WhyScreen
from northaxis.tui.settings import Settings


@pytest.fixture(autouse=True)
def _stage(monkeypatch: pytest.MonkeyPatch) -> None:
    stage(monkeypatch)


class Reading(NorthaxisApp):
    """One screen over home."""

    def __init__(self, make: Callable[[], Screen[None]], settings: Settings | None = None) -> None:
        super().__init__(FakeDesk(), settings=settings or Settings(motion=False))
        self.make = make

    async def on_mount(self) -> None:
        self.push_screen(self.make())


async def a_game(name: str = "S1", seat: str = "MIN", steps: int = 400) -> DirectClient:
    return await played(DirectClient(game(name), seat, "7"), steps)


async def test_the_brief_shows_goals_points_and_the_bar() -> None:
    client = await a_game(steps=0)
    app = Reading(lambda: BriefScreen(client))
    async with app.run_test(size=LARGE) as pilot:
        await settled(pilot)
        text = screen_text(app)
        assert "You win with 9 of 16 points." in text
        assert "Still in office, still a state" in text
        assert "A set of relay masts" in text


async def test_why_adds_up_and_shows_the_same_number_both_ways() -> None:
    client = await a_game(steps=60)
    ledger = Ledger.of(client.game, client.facts())
    app = Reading(lambda: WhyScreen(client))
    async with app.run_test(size=LARGE) as pilot:
        await settled(pilot)
        assert f"= {ledger.start} at the start" in screen_text(app)
        tree = app.screen.query_one(WhyList)
        for _ in range(2):
            points = [node.points or 0 for node, depth, _ in tree._tree.values() if depth == 0]
            assert sum(points) == ledger.total
            await pilot.press("r")
        await pilot.press("down", "enter")
        assert any(depth == 1 for _, depth, _ in tree._tree.values())
        await pilot.press("enter")
        assert not any(depth == 1 for _, depth, _ in tree._tree.values())


async def test_from_why_a_key_reads_the_passage_and_enter_leads_to_a_part() -> None:
    client = await a_game(steps=60)
    app = Reading(lambda: WhyScreen(client))
    async with app.run_test(size=LARGE) as pilot:
        await settled(pilot)
        await pilot.press("down", "p")
        assert isinstance(app.screen, PassageScreen)
        await pilot.press("escape", "end", "enter")
        await settled(pilot)
        assert isinstance(app.screen, WhyScreen)
        assert app.screen._subject in client.game.rules.by_name


async def test_why_tells_how_control_decided_this_turns_orders() -> None:
    sitting = opened("MIN: place MIN-CHN").do('CTL: shift action=MIN-CHN by=2 code=REALISM why="the courier is known"')
    client = DirectClient(sitting.game, "MIN")
    client.show(sitting.facts)
    app = Reading(lambda: WhyScreen(client))
    async with app.run_test(size=LARGE) as pilot:
        await settled(pilot)
        assert "How this turn's orders and arguments were decided" in screen_text(app)
        assert "the courier is known" not in screen_text(app)
        await pilot.press("end", "enter")
        await settled(pilot)
        assert "the courier is known" in screen_text(app)


async def test_who_may_not_know_pressure_is_told_so_and_may_still_ask_for_its_parts() -> None:
    client = await a_game("S2", "KYI", 40)
    app = Reading(lambda: WhyScreen(client))
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        text = " ".join(screen_text(app).split())
        assert "the exact figure is another seat's to know" in text
        assert "at the start" not in text
        assert "Kyiv: restraint" in text


async def test_every_quantity_has_an_account() -> None:
    client = await a_game(steps=60)
    for quantity in client.game.rules.quantities:
        app = Reading(lambda name=str(quantity.id): WhyScreen(client, name))  # type: ignore[misc]
        async with app.run_test(size=SMALL) as pilot:
            await pilot.pause()
            assert app.screen.query_one(WhyList).pointed is not None


async def test_the_debrief_tells_score_decisions_luck_and_learning() -> None:
    client = await a_game("S2")
    app = Reading(lambda: DebriefScreen(client))
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        seen = screen_text(app)
        for _ in range(12):
            await pilot.press("pagedown")
            seen += screen_text(app)
        for word in ("short of your bar", "WHAT MOVED PRESSURE MOST", "BY WHOSE HAND", "THE OTHERS", "hidden agenda",
                     "LUCK", "TO TALK ABOUT"):  # fmt: skip
            assert word in seen, word


async def test_the_debrief_of_a_running_game_keeps_what_the_seat_may_not_know() -> None:
    client = await a_game("S2", "KYI", 40)
    app = Reading(lambda: DebriefScreen(client))
    async with app.run_test(size=LARGE) as pilot:
        await settled(pilot)
        text = screen_text(app)
        assert "if it ended now" in text
        assert "WHAT MOVED" not in text
        assert "another seat's to know until the end" in text


async def test_the_debrief_is_saved_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    client = await a_game()
    app = Reading(lambda: DebriefScreen(client))
    saved: list[str] = []

    def deliver(text: object, **options: object) -> str:
        saved.append(getattr(text, "getvalue")())  # noqa: B009
        return "key"

    monkeypatch.setattr(app, "deliver_text", deliver)
    async with app.run_test(size=LARGE) as pilot:
        await settled(pilot)
        await pilot.press("s")
        assert "HOT WASH" in saved[0]


async def test_help_says_the_keys_rules_and_words_of_the_screen_below() -> None:
    client = await a_game(steps=60)
    app = Reading(lambda: WhyScreen(client))
    async with app.run_test(size=LARGE) as pilot:
        await settled(pilot)
        await pilot.press("question_mark")
        assert "who first set that off" in screen_text(app)
        await pilot.press("2")
        assert "R-1.1" in screen_text(app)
        await pilot.press("3")
        assert "Loyalty Moscow thinks it is owed" in screen_text(app)
        await pilot.press("question_mark")
        assert isinstance(app.screen, WhyScreen)


def test_an_unknown_passage_is_told() -> None:
    text = passage_text(game("S1"), ("EF-03", "XX-99"))
    assert any("not in this rule set" in str(row) for row in text)
    assert not any(str(row) == "not stated" for row in text)


SCREENS: dict[str, Callable[[DirectClient], Screen[None]]] = {
    "brief": BriefScreen,
    "why": WhyScreen,
    "debrief": DebriefScreen,
}


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("name", SCREENS)
async def test_the_reading_screens_look_as_they_did(
    name: str, size: tuple[int, int], snapshot: SnapshotAssertion
) -> None:
    client = await a_game(steps=0 if name == "brief" else 400)
    app = Reading(lambda: SCREENS[name](client))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        assert screen_text(app) == snapshot


@pytest.mark.parametrize("name", SCREENS)
async def test_with_plain_signs_everything_is_ascii(name: str) -> None:
    client = await a_game(steps=60)
    app = Reading(lambda: SCREENS[name](client), Settings(motion=False, ascii=True))
    async with app.run_test(size=LARGE) as pilot:
        await settled(pilot)
        strange = {sign for sign in screen_text(app) if not sign.isascii()}
        assert not strange
