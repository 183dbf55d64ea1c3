"""Earlier rulings on the console: the list that is searched by typing, and the word when a ruling departs from them."""

from __future__ import annotations

from pathlib import Path

from tests.tui.control.desk import Desk, desk
from tests.tui.control.test_keys import key_of, to_the_reveal

from northaxis.domain.facts import Step
from northaxis.services.console import orders_ahead
from northaxis.services.precedents import tags_of
from northaxis.tui.control.prompts import Search
from northaxis.tui.control.screen import ConsoleScreen
from northaxis.tui.widgets.menu_list import MenuList


async def grant(at: Desk, by: str, why: str) -> None:
    await at.press("f")
    await at.choose("front")
    await at.type(by)
    await at.choose("done")
    await at.type(why)


async def test_every_ruling_is_in_a_list_that_typing_narrows(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("R")
        assert "ruled on nothing" in at.said
        await at.to(Step.NEGOTIATE)
        await grant(at, "1", "a rumour")
        await at.press("t")
        await at.choose("warning")
        await at.type("3")
        await at.press("e")
        await at.type("a counter was read wrong")
        await at.press("R")
        assert isinstance(at.app.screen, Search)
        assert "a rumour" in at.text
        assert "read wrong (ERROR)" in at.text
        assert "turn 1" in at.text
        await at.pilot.press(*"grant")
        await at.settle()
        assert [row.detail for row in at.app.screen.query_one(MenuList)._rows] == ["a rumour"]
        await at.pilot.press("space", *"zzz")
        await at.settle()
        assert "Nothing is like that" in at.text
        await at.pilot.press("down", "up")
        assert at.app.screen.query_one(MenuList).pointed is None
        await at.press("enter")
        assert isinstance(at.app.screen, Search)
        await at.press("escape")
        assert isinstance(at.app.screen, ConsoleScreen)


async def test_a_free_effect_that_departs_is_said_before_it_is_made(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.NEGOTIATE)
        await grant(at, "1", "a rumour")
        await grant(at, "-1", "another rumour")
        assert "This departs from earlier rulings" in at.text
        assert "this moves it down" in " ".join(at.text.replace("│", " ").split())
        await at.press("n")
        assert at.acts == ["grant"]


async def test_earlier_rulings_stand_beside_a_track_to_be_set_and_an_order_ruled_out(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        action = await to_the_reveal(at)
        for value in ("3", "4"):
            await at.press("t")
            await at.choose("warning")
            await at.type(value)
            await at.press("e")
            assert ("Ruled before" in at.text) is (value == "4")
            await at.type(f"the table has {value}")
        await at.press("o")
        await at.choose(key_of(at, action))
        await at.press("c", "y")
        await at.type("all agree")
        tags = tags_of(at.state.game, action)
        placed = [order.action for _, order in orders_ahead(at.state) if order.action != action]
        other = next(each for each in placed if tags_of(at.state.game, each) & tags)
        await at.press("o")
        await at.choose(key_of(at, other))
        assert "Ruled before" in at.text
        await at.press("escape")
        await at.press("o")
        await at.choose(key_of(at, action))
        assert "Ruled before" not in at.text  # what was chosen for this order is no precedent for it
        await at.press("o")
        await at.type("out of role")
        assert "This departs from earlier rulings" not in at.text
        assert at.acts[-1] == "rule-out"
