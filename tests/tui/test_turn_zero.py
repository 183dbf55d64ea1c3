"""The confidence card before and after play, the guesses of the dials, and both in the debrief, by keys."""

from __future__ import annotations

from typing import cast

import pytest
from tests.shipped import game
from tests.tui.fake_client import DirectClient
from tests.tui.t1_desk import played
from tests.tui.t1_stage import LARGE, SMALL, screen_text
from tests.tui.test_t2_play import app_for, settled
from textual.pilot import Pilot

from northaxis.domain.facts import Step
from northaxis.domain.ids import SeatId
from northaxis.domain.orders import Guess, Order, TurnDial, from_text
from northaxis.domain.ruleset import Game
from northaxis.tui.debriefing import Debriefing
from northaxis.tui.ink import Line, plain
from northaxis.tui.screens.debrief import DebriefScreen
from northaxis.tui.table.turn_zero import CardDialogue
from northaxis.tui.widgets.dialogue import Choice

KYI = SeatId("KYI")


def client_of(made: Game | None = None) -> DirectClient:
    return DirectClient(made or game("S2"), "KYI", "7")


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=str)
async def test_the_card_is_filled_in_with_digits_before_turn_1_opens(size: tuple[int, int]) -> None:
    client = client_of()
    app = app_for(client)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        assert isinstance(app.screen, CardDialogue)
        for statement in client.game.rules.turn_zero.statements:
            assert statement.text in screen_text(app)
        await press(pilot, *"42331", "enter")
        assert "1 statement has no mark yet" in screen_text(app)
        await press(pilot, "5", "enter")
        assert client.view().marks == (4, 2, 3, 3, 1, 5)
        assert client.view().turn == 1


async def test_the_card_is_skipped_with_one_key_and_not_asked_for_again() -> None:
    client = client_of()
    app = app_for(client)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "space", "escape")
        assert client.view().turn == 1
        assert client.view().marks == ()


async def test_a_scenario_without_agendas_asks_for_no_card() -> None:
    client = DirectClient(game("S1"), "MIN", "7")
    app = app_for(client)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "v")
        assert "no confidence card" in screen_text(app)
        await press(pilot, "space")
        assert client.view().turn == 1


async def test_a_dial_is_guessed_in_a_dialogue_and_the_guess_is_kept() -> None:
    client = client_of()
    app = app_for(client)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "u")
        assert isinstance(app.screen, Choice)
        assert "Who fears whom" in screen_text(app)
        await press(pilot, "down", "enter")
        assert client.view().guesses == (("deterrence", "mixed"),)
        assert "Written down for the dial 'Who fears whom': mixed." in screen_text(app)
        await press(pilot, "u")
        assert "your guess" in screen_text(app)


def rows_of(client: DirectClient) -> list[str]:
    return [plain(cast(Line, row)) for row in Debriefing.of(client).text(72)]


async def over() -> DirectClient:
    client = client_of()
    for text in ("CTL: turn oxygen low", "KYI: mark 4 2 3 3 1 5", "KYI: guess oxygen low", "KYI: guess rupture street"):
        await client.ask(from_text(text))
    assert isinstance(client.asked[0].act, TurnDial)
    return await played(client)


async def test_after_play_the_card_comes_again_with_the_old_marks_and_then_the_debrief() -> None:
    client = await over()
    app = app_for(client)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        assert isinstance(app.screen, CardDialogue)
        assert "was 4" in screen_text(app)
        await press(pilot, *"122215", "enter")
        assert client.view().marks_after == (1, 2, 2, 2, 1, 5)
        assert isinstance(app.screen, DebriefScreen)


async def test_the_debrief_tells_before_and_after_the_dials_and_who_guessed_right() -> None:
    client = await over()
    await client.ask(from_text("KYI: mark 1 2 2 2 1 5"))
    rows = rows_of(client)
    text = " ".join(" ".join(rows).split())
    assert "Kyiv can coerce Minsk. 4 to 1" in text
    assert "Not true in this game (the dial 'What Beijing weighs' stood at low)" in text
    assert "What Beijing weighs stood at low. Little" in text
    assert "Guessed right: KYI" in text
    assert "Where it would break: nobody had set it" in text


async def test_while_play_goes_on_the_debrief_keeps_the_dials_secret() -> None:
    client = client_of()
    for text in ("CTL: turn oxygen low", "KYI: mark 4 2 3 3 1 5"):
        await client.ask(from_text(text))
    await client.ask(Order(KYI, Guess(game("S2").rules.dials[0].id, "north")))
    assert client.state.step is Step.SETUP
    rows = rows_of(client)
    assert not any("THE DIALS" in row or "WHAT YOU THOUGHT" in row for row in rows)
