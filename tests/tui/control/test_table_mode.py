"""A physical table beside the app: codes and dice typed in, the device passed round, drift put right."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from tests.tui.control.desk import Desk, desk

from northaxis.domain import control_facts as c, facts as f
from northaxis.domain.dice import percent
from northaxis.domain.facts import Step
from northaxis.domain.ids import ActionId
from northaxis.services.drift import code_from_text
from northaxis.tui.control.passing import LastCurtain, RoundCurtain
from northaxis.tui.control.prompts import Sentence
from northaxis.tui.control.screen import ConsoleScreen
from northaxis.tui.control.standing_in import RoundScreen


async def test_a_typed_code_is_the_next_card_that_the_app_draws(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("space")
        await at.to(Step.NEGOTIATE)
        deck, cards = next(iter(at.state.decks.items()))
        card = next(one for one in cards[3:] if at.state.game.cards[one].condition.holds(at.state.board))
        await at.press("z", "c")
        await at.type("Q99")
        assert "There is no card 'Q99'" in at.text
        await at.press(*["backspace"] * 3)
        await at.type(card.lower())
        await at.press("n")
        assert at.state.decks[deck][0] == card
        await at.to(Step.INJECT, 2)
        assert any(isinstance(fact, f.CardDrawn) and fact.card == card for fact in at.facts)


def test_a_code_may_be_typed_as_short_as_it_is_said() -> None:
    cards = {"F03", "B12", "W1"}
    assert [code_from_text(text, cards) for text in ("f3", " F03 ", "b12", "w1", "f4")] == [
        "F03",
        "F03",
        "B12",
        "W1",
        "F4",
    ]


async def test_a_card_that_was_played_is_not_drawn_again(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("space")
        assert at.state.table is not None
        played = str(at.state.table.card)
        await at.press("z", "c")
        await at.type(played)
        assert "has been played" in at.text


async def dice_on(at: Desk) -> None:
    """Sheets sealed with an order that rolls, dice typed in."""
    await at.to(Step.ORDERS)
    door = at.door("MIN")
    await door.ask(next(order for order in door.view().legal if "MIN-PAY" in repr(order)))
    await at.answer()
    await at.press("z", "d", "enter")
    assert at.model.types_dice
    assert "Real dice" in at.said


async def to_a_roll(at: Desk) -> None:
    for _ in range(12):
        if isinstance(at.app.screen, Sentence):
            return
        await at.pilot.press("space")
        for _ in range(30):
            await at.pilot.pause(0.01)
            if isinstance(at.app.screen, Sentence):
                return
    raise AssertionError("nothing was rolled")


async def test_typed_dice_are_the_roll_and_the_app_can_roll_again(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await dice_on(at)
        await to_a_roll(at)
        await at.pilot.press("7", "enter")
        assert "each 1 to 6" in at.text
        await at.pilot.press("backspace", "2", "space", "5", "enter")
        for _ in range(100):
            await at.pilot.pause(0.01)
            if any(isinstance(fact, f.Rolled) for fact in at.facts) or isinstance(at.app.screen, Sentence):
                break
        while isinstance(at.app.screen, Sentence):
            await at.pilot.press("2", "5", "enter")
            await at.pilot.pause(0.05)
        await at.settle()
        rolled = [fact for fact in at.facts if isinstance(fact, f.Rolled)]
        assert rolled
        assert set(rolled[-1].dice) == {2, 5}
        await at.press("z", "d", "enter")
        assert not at.model.types_dice
        assert "The app rolls" in at.said


async def test_the_chance_stands_beside_the_question_before_the_dice_are_typed(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await dice_on(at)
        name = at.state.game.rules.actions[ActionId("MIN-PAY")].name
        for _ in range(40):
            await to_a_roll(at)
            if name in at.text:
                break
            await at.pilot.press("2", "5", "enter")
            await at.pilot.pause(0.05)
        need, chance = re.findall(r"It needs (\d+): (\d+) percent", at.text)[0]
        assert percent(int(need)) == int(chance)
        await at.pilot.press("6", "6", "enter")
        while isinstance(at.app.screen, Sentence):
            await at.pilot.press("2", "5", "enter")
            await at.pilot.pause(0.05)
        await at.settle()
        rolled = next(fact for fact in at.facts if isinstance(fact, f.Rolled) and fact.dice == (6, 6))
        assert rolled.need == int(need), "what was said before is what counted"


async def test_dice_that_are_not_typed_leave_everything_as_it_was(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await dice_on(at)
        await to_a_roll(at)
        before = len(at.facts)
        await at.pilot.press("escape")
        await at.settle()
        assert "the dice were not typed in" in at.said
        assert len(at.facts) == before
        assert not at.model.console.held
        await at.press("z", "d", "enter")
        await at.press("space")
        assert len(at.facts) > before


async def test_a_console_that_is_left_while_dice_are_awaited_lets_the_table_go(tmp_path: Path) -> None:
    async with asyncio.timeout(60):
        async with desk(tmp_path) as at:
            await dice_on(at)
            await to_a_roll(at)
            at.app.exit()


async def test_the_device_goes_round_and_the_console_never_lies_under_a_seat(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.ORDERS)
        waited = [one.seat for one in at.model.console.seats if one.owes and not one.is_bot]
        assert len(waited) == 4
        await at.press("z", "p")
        for seat in waited:
            assert isinstance(at.app.screen, RoundCurtain)
            assert_no_console(at)
            shown = at.text
            assert seat in shown
            assert not any(other in shown for other in waited if other != seat)
            await at.pilot.pause(0.6)
            await at.press("enter")
            assert isinstance(at.app.screen, RoundScreen)
            assert at.app.screen.client.seat == seat
            assert_no_console(at)
            await at.press("1", "s", "s")
        assert isinstance(at.app.screen, LastCurtain)
        await at.press("escape")
        assert isinstance(at.app.screen, LastCurtain)
        await at.pilot.pause(0.6)
        await at.press("enter")
        assert isinstance(at.app.screen, ConsoleScreen)
        assert at.said == "The device is back with you."
        assert all(at.state.sheet(seat).sealed for seat in waited)
        await at.press("space")
        assert at.state.step is Step.ADJUDICATE


def assert_no_console(at: Desk) -> None:
    assert not any(isinstance(screen, ConsoleScreen) for screen in at.app.screen_stack)


async def test_esc_on_the_curtain_ends_the_round_behind_another_curtain(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.ORDERS)
        await at.press("z", "p", "escape")
        assert isinstance(at.app.screen, LastCurtain)
        assert_no_console(at)


async def test_what_the_table_has_is_put_into_the_app_with_a_reason(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.NEGOTIATE)
        rules, board = at.state.game.rules, at.state.board
        front, oxygen = rules.quantity("front"), rules.quantity("oxygen")
        other = board[front.index] + (1 if board[front.index] < front.high else -1)
        await at.press("z", "r")
        await at.type("nothing 4")
        assert "There is no 'nothing'" in at.text
        await at.press(*["backspace"] * 9)
        await at.type(f"fron {other}, oxygen {board[oxygen.index]}")
        assert "the table has" in at.text
        await at.press("t")
        await at.type("a counter had slipped")
        assert at.state.board[front.index] == other
        assert at.acts.count("track") == 1
        assert "1 put right" in at.said


async def test_counters_that_were_moved_by_hand_are_noted_and_the_app_stays(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.NEGOTIATE)
        front = at.state.game.rules.quantity("front")
        value = at.state.board[front.index]
        await at.press("z", "r")
        await at.type(f"front {value - 1}")
        await at.press("a")
        assert "Move the counters" in at.said
        assert at.state.board[front.index] == value
        assert any(isinstance(fact, c.Noted) and fact.about == "table" for fact in at.facts)
        await at.press("z", "r")
        await at.type(f"front {value}")
        assert "Nothing differs" in at.said
