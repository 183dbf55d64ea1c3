"""Keys that come faster than the console's questions: one question at a time, and the table stays where it is."""

from __future__ import annotations

import asyncio
from pathlib import Path
from random import Random

import pytest
from tests.tui.control.desk import LARGE, Desk, desk
from tests.tui.rushing import rush, stacked
from textual.app import App

from northaxis.domain import facts as f
from northaxis.domain.facts import Step
from northaxis.tui.app import NorthaxisApp
from northaxis.tui.control.screen import ConsoleScreen

REST = 0.3


def moves(at: Desk) -> int:
    """How often the table has been moved on."""
    held = zip(at.facts, at.model.held.commands, strict=True)
    return len({command for fact, command in held if isinstance(fact, f.StepBegan | f.PhaseBegan)})


async def test_words_typed_in_one_go_open_one_question_and_move_nothing(tmp_path: Path) -> None:
    async with desk(tmp_path, rest=REST) as at:
        before = len(at.facts)
        assert await rush(at.app, "time is up ") <= 1
        await at.settle()
        assert stacked(at.app) == 1
        assert len(at.facts) == before


async def test_a_question_is_left_once_however_often_esc_is_pressed(tmp_path: Path) -> None:
    async with desk(tmp_path, rest=REST) as at:
        await at.press("t")
        assert stacked(at.app) == 1
        await rush(at.app, ["escape"] * 6)
        await at.settle()
        assert at.is_on_console
        assert len(at.app.screen_stack) == 2


async def test_what_is_typed_while_a_question_opens_goes_to_it(tmp_path: Path) -> None:
    async with desk(tmp_path, rest=REST) as at:
        await at.press("m", "a")
        assert stacked(at.app) == 1
        await rush(at.app, "all here")
        await at.settle()
        await at.press("enter")
        assert any(isinstance(fact, f.Said) and fact.text == "all here" for fact in at.facts)


async def test_space_moves_the_table_once_when_it_is_held_down(tmp_path: Path) -> None:
    async with desk(tmp_path, rest=REST) as at:
        await asyncio.sleep(REST)
        await rush(at.app, ["space"] * 20)
        await at.settle()
        assert moves(at) == 1
        assert (at.step, at.state.turn) == (Step.INJECT, 1)
        assert at.said.startswith("On: card")


async def test_space_in_the_middle_of_typing_does_not_move_the_table_and_says_so(tmp_path: Path) -> None:
    async with desk(tmp_path, rest=REST) as at:
        await at.press("t")
        await rush(at.app, ["escape"])
        await at.settle()
        await rush(at.app, ["j", "space"])
        await at.settle()
        assert moves(at) == 0
        assert at.said == "That space came with other keys and moved nothing. Press it by itself to go on."
        await asyncio.sleep(REST)
        await at.press("space")
        assert moves(at) == 1


async def test_without_what_holds_keys_back_questions_do_lie_on_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What these tests look for is there to be found."""
    monkeypatch.setattr(ConsoleScreen, "start", lambda self, act: self.run_worker(act(self)))
    monkeypatch.setattr(NorthaxisApp, "push_screen", App.push_screen)
    monkeypatch.setattr(NorthaxisApp, "on_key", lambda self, event: None)
    async with desk(tmp_path, rest=REST) as at:
        await rush(at.app, "time is up ")
        await at.settle()
        assert stacked(at.app) > 1


KEYS = (
    *"abcdefghijklmnopqrstuvwxyzFR0123456789!> ",
    *("escape", "enter", "space", "tab", "up", "down", "backspace", "escape", "space", "enter"),
)


@pytest.mark.parametrize("seed", range(4))
async def test_no_keys_however_fast_break_the_console_or_open_two_questions(tmp_path: Path, seed: int) -> None:
    chance = Random(seed)
    async with desk(tmp_path, rest=REST) as at:
        if seed % 2:
            await at.to(Step.ADJUDICATE)
        begun, asked = moves(at), 0
        for _ in range(8):
            most = await rush(at.app, chance.choices(KEYS, k=50), chance)
            asked += most
            assert most <= 1
            await at.settle()
            assert stacked(at.app) <= 1
        assert asked, "no key opened anything: this would hold of a console that does nothing"
        assert moves(at) - begun <= 8, "a space from rest can come first in each rush, and no other one moves"
        assert at.app.is_running
        assert at.app._exception is None
        assert at.app.size == LARGE
