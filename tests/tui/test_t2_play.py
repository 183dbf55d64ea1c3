"""Whole games at the table, played with keys alone, at every size and from seats with very different work."""

import os

import pytest
from tests.shipped import game
from tests.tui.fake_client import DirectClient
from textual.color import Color
from textual.pilot import Pilot

from northaxis.domain.ruleset import Game
from northaxis.tui.app import NorthaxisApp
from northaxis.tui.screens.table import TableScreen
from northaxis.tui.settings import Settings
from northaxis.tui.table.model import Mode
from northaxis.tui.table.turn_zero import CardDialogue
from northaxis.tui.widgets.line_widget import Lines

MOST_KEYS = 1500


def app_for(client: DirectClient) -> NorthaxisApp:
    return NorthaxisApp(client=client, settings=Settings(motion=False))


async def settled(pilot: Pilot[None]) -> TableScreen:
    table = next(screen for screen in pilot.app.screen_stack if isinstance(screen, TableScreen))
    for _ in range(200):
        await pilot.pause(0.002)
        if not table.is_busy and not any(worker.is_running for worker in pilot.app.workers):
            break
    await pilot.pause(0.002)
    return table


async def one_move(pilot: Pilot[None], table: TableScreen) -> None:
    """What a person would press next."""
    model = table.model
    if isinstance(pilot.app.screen, CardDialogue):
        await pilot.press("escape")
        return
    if pilot.app.screen is not table:
        await pilot.press("enter")
        return
    match model.mode:
        case Mode.CARD if model.view.owes:
            await pilot.press("enter")
        case Mode.DEMAND:
            await pilot.press("1", "enter")
        case Mode.ORDERS:
            open_demands = [m for m in model.view.demands if m.demand and model.view.sheet.answer(m.demander) is None]
            if open_demands and model.view.seat == model.game.rules.answering.seat:
                await pilot.press("2", "enter", "r")  # to refuse costs nothing, so nothing is asked back
            elif not model.view.sheet.orders and table.focus_name == "now":
                await pilot.press("1", *["down"] * (model.view.turn % 3 + 1), "enter")
                if not model.view.sheet.orders:
                    await pilot.press("s")
                    await pilot.pause()
                    await pilot.press("s")
            else:
                await pilot.press("1", "s")
                await pilot.pause()
                await pilot.press("s")
        case _:
            await pilot.press("space")


async def play_to_the_end(pilot: Pilot[None], skip: bool = False) -> TableScreen:
    table = await settled(pilot)
    for _ in range(MOST_KEYS):
        if table.model.mode is Mode.OVER:
            return table
        if skip and table.model.mode is Mode.REVEAL and pilot.app.screen is table:
            await pilot.press("s")
        else:
            await one_move(pilot, table)
        await settled(pilot)
    raise AssertionError(f"the game does not come to an end: {table.model.mode}")


@pytest.mark.parametrize(("size", "skip"), [((80, 24), True), ((120, 36), False)], ids=str)
async def test_a_whole_game_as_minsk_by_keys_ends_in_the_debrief(size: tuple[int, int], skip: bool) -> None:
    client = DirectClient(game("S1"), "MIN", "7")
    app = app_for(client)
    async with app.run_test(size=size) as pilot:
        table = await play_to_the_end(pilot, skip)
        assert client.view().over is not None
        assert "points, and 9 win" in table.query_one(".page", Lines).plain_text()
        await pilot.press("enter")
        await pilot.pause()
        assert type(app.screen).__name__ == "DebriefScreen"


@pytest.mark.parametrize(("scenario", "seat"), [("S2", "KYI"), ("S3+V2", "BEI")])
async def test_other_seats_can_be_played_by_keys(scenario: str, seat: str) -> None:
    client = DirectClient(game(scenario), seat, "3")
    app = app_for(client)
    async with app.run_test(size=(120, 36)) as pilot:
        await play_to_the_end(pilot, skip=True)
        assert client.view().over is not None


async def test_without_colour_every_meaning_is_still_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "NO_COLOR", "1")
    client = DirectClient(game("S1"), "MIN", "1")
    app = app_for(client)
    async with app.run_test(size=(120, 36)) as pilot:
        for key in ("space", "space", "c", "x", "s", "y", "s", "s", "space", "space"):
            await pilot.press(key)
            await settled(pilot)
        strips = app.screen._compositor.render_strips()
        filtered = [strip.apply_filter(app._filters[0], Color.parse("#000000")) for strip in strips]
        colours = {style.color.triplet for strip in filtered for _, style, _ in strip if style and style.color}
        assert app._filters
        assert all(triplet is None or len(set(triplet)) == 1 for triplet in colours)
        rows = "\n".join(strip.text for strip in strips)
        for sign in ("◆ MIN", "◇ sham", "STRAINED", "▸"):
            assert sign in rows


def test_the_games_of_the_tests_are_the_shipped_ones() -> None:
    found: Game = game("S1")
    assert found.scenario.most_people == 1
