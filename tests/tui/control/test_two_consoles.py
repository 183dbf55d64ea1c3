"""A console on whose table somebody else in control acts while a dialogue is open."""

from __future__ import annotations

from pathlib import Path

from tests.tui.control.desk import Desk, desk

from northaxis.domain.control_facts import Code
from northaxis.domain.control_orders import SetTrack
from northaxis.domain.facts import Step
from northaxis.domain.ids import CONTROL, QuantityId
from northaxis.domain.orders import GO_ON, Order
from northaxis.domain.rulings import Upheld

WARNING = QuantityId("warning")


def value(at: Desk) -> int:
    state = at.state
    return int(state.board[state.game.rules.by_name["warning"]])


async def test_a_ruling_begun_before_another_console_acted_is_not_made_and_says_what_changed(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.NEGOTIATE)
        other = at.hosting.control
        await at.press("t")
        await at.choose("warning")
        await at.type("4")
        await at.press("e")
        assert isinstance(await other.ask(Order(CONTROL, SetTrack(WARNING, 1, Code.ERROR, "the other one"))), Upheld)
        await at.type("what I read")
        await at.press("y")  # that it goes against what the other ruled is asked first
        assert value(at) == 1
        assert "since you looked, another console" in at.said
        assert "warning" in at.said
        await at.press("t")
        await at.choose("warning")
        await at.type("4")
        await at.press("e")
        await at.type("what I read")
        await at.press("y")
        assert value(at) == 4


async def test_a_question_that_was_open_while_another_console_went_on_does_not_move_the_table_again(
    tmp_path: Path,
) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.ORDERS)
        await at.press("space")
        assert "Go on without them?" in at.text
        assert isinstance(await at.hosting.control.ask(GO_ON), Upheld)
        step = (await at.hosting.control.whole(lambda table: table.state)).step
        assert step is not Step.ORDERS
        await at.press("y")
        assert at.step is step
        assert "another console" in at.said
