"""What the console says: plain words and no codes, one row that keeps its key, every question empty when it is new."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.network.hosting import seat
from tests.tui.control.desk import SMALL, Desk, desk

from northaxis.domain.control_orders import Argue, Estimate
from northaxis.domain.facts import Step
from northaxis.domain.ids import ArgumentId, SeatId
from northaxis.domain.orders import Order
from northaxis.services.moving_on import went_on
from northaxis.tui.ink import line, plain, shortened

KYI = SeatId("KYI")
U = " u undoes it."


async def argued(at: Desk) -> None:
    """An argument of Kyiv on the open sheets."""
    await at.to(Step.ORDERS)
    await at.door("KYI").ask(Order(KYI, Argue("the bridge falls", ("it is old",))))
    await at.to(Step.ADJUDICATE)


async def test_what_comes_next_is_named_and_never_a_letter(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.ORDERS)
        await at.answer()
        await at.press("space")
        names = [phase.name for phase in at.state.game.rules.phases]
        assert at.said.startswith(f"On: the reveal, next {names[at.state.phase]}.")
        while at.step is Step.ADJUDICATE:
            assert not any(f"phase {phase.id}" in went_on(at.state) for phase in at.state.game.rules.phases)
            await at.hosting.control.go_on()
            await at.settle()


@pytest.mark.parametrize("size", [(120, 36), SMALL])
async def test_a_step_of_the_reveal_is_not_told_with_the_letter_of_its_phase(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with desk(tmp_path, size=size) as at:
        await at.to(Step.TURN_END)
        letters = {phase.id for phase in at.state.game.rules.phases}
        await at.press("4")
        rows = [row.split("▏")[-1].split() for row in at.text.split("\n")]
        assert not [row for row in rows if row and row[0] in letters - {"A"}]


async def test_an_argument_is_named_by_its_seat(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await argued(at)
        await at.press("a", "n")
        await at.type("strain")
        await at.type("1")
        await at.press("enter")
        await at.press("q", "escape")
        assert at.said.startswith("Control asks every seat for an estimate: how likely is Kyiv's argument, in percent?")
        assert "?." not in at.said
        for name, percent in (("MIN", 70), ("MOS", 80)):
            await at.door(name).ask(Order(SeatId(name), Estimate(ArgumentId("T1-KYI"), percent)))
        await at.press("a")
        assert "Estimates in percent: " in at.text
        await at.press("e", "y", "2")
        assert at.said.startswith("Control settled Kyiv's argument by the room's estimates")
        assert at.said.endswith("u undoes it.")
        assert "T1-KYI" not in at.said


async def test_the_next_choice_of_a_written_card_begins_empty(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.NEGOTIATE)
        await at.press("w")
        await at.type("A letter")
        await at.type("Mothers write")
        await at.press("a", "enter")
        for words in ("Read it out", "Say nothing"):
            await at.type("kyi")
            await at.type(words)
            await at.press("enter")
        assert "That is all" in at.text
        assert "2 choices" in at.text
        await at.press("home", "enter")
        await at.type("the families were forgotten")
        assert at.state.table is not None
        card = at.state.game.cards[at.state.table.card]
        assert [option.text for option in card.options(KYI)] == ["Read it out", "Say nothing"]


async def test_shifts_are_named_and_counted_in_words(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await argued(at)
        await at.press("a", "n")
        await at.type("kyiv")
        assert "Kyiv: restraint stands at" in at.text
        await at.type("2")
        assert "1 point is left." in at.text
        assert "pull_kyiv" not in at.text
        await at.type("strain")
        await at.type("1")
        assert "No points are left." in at.text


async def test_an_order_that_control_has_decided_says_so_in_words(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.ORDERS)
        door = at.hosting.door(seat("MIN"))
        await door.ask(next(order for order in door.view().legal if "MIN-PAY" in repr(order)))
        await at.answer()
        await at.press("space", "o")
        await at.type("pay")
        await at.press("f", "y")
        await at.type("the money came")
        assert ", it works: the money came" in at.said
        await at.press("o")
        assert "by control's word" in at.text
        assert "by free" not in at.text


def test_a_long_line_keeps_the_key_that_undoes_it() -> None:
    said = f"Control decided {'a long order ' * 20}. It is in the log.{U}"
    short = plain(shortened(line(said), 100))
    assert short.endswith(f" …{U}")
    assert len(short) <= 100
    assert plain(shortened(line(f"Short.{U}"), 100)) == f"Short.{U}"


def test_what_is_shortened_loses_the_log_first_and_then_whole_words() -> None:
    said = f"Control brought in card B31: the reason is rather long and goes on. It is in the log.{U}"
    assert plain(shortened(line(said), len(said) - 5)) == said.replace(" It is in the log.", "")
    for width in range(40, 70):
        kept = plain(shortened(line(said), width)).removesuffix(f" …{U}")
        assert kept in said
        assert said[len(kept)] in " .,:;", kept
