"""What control does beside play, with its keys: logged with its reason, told in a line, undone with u if it can be."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.network.hosting import seat
from tests.tui.control.desk import Desk, desk

from northaxis.domain import control_facts as c
from northaxis.domain.facts import Step
from northaxis.domain.ids import CONTROL, SeatId
from northaxis.services.after_action.account import Account, Source
from northaxis.services.after_action.facilitation import rulings_section
from northaxis.services.after_action.model import Table
from northaxis.services.library import Library
from northaxis.services.table import DiceMissing, open_table
from northaxis.tui.widgets.dialogue import Reader

MIN = SeatId("MIN")


def log(at: Desk) -> list[tuple[str, bool]]:
    return [(told.beat.headline, told.beat.undone) for told in at.model.log.log if told.beat.kind == "control"]


def interventions(at: Desk) -> list[str]:
    account = Account.of(at.state.game, at.facts, Source(0, 0, "", ""), CONTROL)
    (table,) = (block for block in rulings_section(account).blocks if isinstance(block, Table))
    return [" | ".join(cell.text for cell in row) for row in table.rows]


async def test_enter_touches_the_clock_without_a_reason_and_the_line_and_the_log_say_so(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("p", "enter")
        assert at.said == "The clock runs: no reason given. p stops it; u undoes it."
        assert log(at) == [("Control started the clock: no reason given", False)]
        await at.press("p", "1")
        assert at.said == "The clock stands: a break. p lets it run on; u undoes it."
        await at.press("p", "w")
        await at.type("all are back")
        assert log(at)[-1] == ("Control let the clock run on: all are back", False)
        await at.press("p", "escape")
        assert at.model.history.running


async def test_u_sets_the_clock_back_to_what_it_was_and_strikes_the_act_out(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("p", "enter")
        await at.to(Step.ORDERS)
        await at.wait(1)
        before = at.model.reading()
        await at.press("p", "1", "u")
        assert "stopped the clock" in at.text
        await at.type("the wrong key")
        assert at.model.reading() == before
        assert log(at)[-2:] == [
            ("Control stopped the clock: a break", True),
            ("Control undid that it stopped the clock: the wrong key", False),
        ]
        await at.press("x", "enter")
        assert at.model.reading().left == before.left + 60
        await at.press("u")
        await at.type("no")
        assert at.model.reading() == before
        await at.press("greater_than_sign", "enter", "u")
        await at.type("no")
        assert at.model.reading() == before


async def test_u_gives_a_seat_back_to_whoever_had_it_and_takes_nothing_else_back(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.NEGOTIATE)
        was = at.state.holders[MIN]
        await at.press("g", "b", "1", "1")
        assert "this person has left" in at.said
        step = at.step
        await at.press("u")
        await at.type("she came back")
        assert at.state.holders[MIN] == was
        assert at.step is step
        assert "she came back" in at.said
        assert any("taken back later" in row and "to bot" in row for row in interventions(at))
        await at.press("u")
        assert "Minsk" not in at.text.split("Undo")[-1].split("Why?")[0] or "to bot" not in at.text


async def test_what_is_done_about_links_is_logged_and_reported_without_any_link(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        old = at.hosting.lobby.link(seat("KYI"))
        await at.press("l")
        await at.choose(seat("KYI").id)
        await at.press("n", "y", "1", "escape")
        new = at.hosting.lobby.link(seat("KYI"))
        assert log(at)[-1][0] == (
            "Control renewed the link of Kyiv; the old one is dead: somebody else may have seen it"
        )
        assert any("renewed the link of Kyiv" in row and "somebody else" in row for row in interventions(at))
        kept = repr(at.facts)
        for link in (old, new):
            assert link.token not in kept
            assert link.code not in kept
        assert not any(isinstance(fact, c.Intervened) for fact in at.door("KYI").facts())


async def test_u_says_what_to_do_instead_where_a_link_is_dead_and_goes_to_the_act_before(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("l")
        await at.choose(seat("KYI").id)
        await at.press("x", "y", "enter", "u")
        assert isinstance(at.app.screen, Reader)
        assert "stays dead" in at.text
        await at.press("escape", "p", "enter", "l")
        await at.choose(seat("VIL").id)
        await at.press("x", "y", "enter", "u")
        assert "stays dead" in at.text
        assert "started the clock" in at.text
        await at.type("too early")
        assert not at.model.history.started


async def test_u_moves_the_lead_back_and_takes_an_added_link_back(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("g", "l")
        await at.choose("add")
        await at.press("1", "escape", "g", "l")
        await at.choose(seat("MIN", 2).id)
        await at.press("l", "enter")
        assert at.hosting.lobby.lead_of(MIN) == 2
        await at.press("u")
        await at.type("the first one after all")
        assert at.hosting.lobby.lead_of(MIN) == 1
        await at.press("u")
        await at.type("nobody came")
        assert seat("MIN", 2) not in at.hosting.lobby.chairs()
        assert [undone for _, undone in log(at)] == [True, True, False, False]


async def test_real_dice_outlive_a_restart_and_stand_on_the_top_line(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        assert "real dice" not in at.text.splitlines()[0]
        await at.press("z", "d", "1")
        assert "real dice" in at.text.splitlines()[0]
        assert "the room wants to roll" in at.said
        await at.press("u")
        await at.type("the dice were lost")
        assert not at.model.types_dice
        assert "real dice" not in at.text.splitlines()[0]
        await at.press("z", "d", "enter")
        await at.to(Step.ORDERS)
        door = at.door("MIN")
        await door.ask(next(order for order in door.view().legal if "MIN-PAY" in repr(order)))
        await at.answer()
        again = open_table(at.hosting.store, Library().game("S2").game, at.hosting.clock)
        assert again.types_dice
        again.go_on()
        with pytest.raises(DiceMissing, match="real dice are typed in"):
            again.advance_when_ready()
