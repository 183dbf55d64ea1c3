"""A seat on another screen while control opens the sheets: it is told at once, and one key shows the whole reveal."""

from __future__ import annotations

import pytest
from tests.network.hosting import to_orders
from tests.tui.test_reading_on import KINDS, SIZES, at_the_table, caught_up, opened, sheet_given, shown
from tests.tui.test_room import app_for, came
from tests.tui.test_t2_table import press, text_of

from northaxis.tui.table.model import Mode, TableModel

SCREENS = {"help": "question_mark", "why": "w", "passages": "e", "brief": "b"}


@pytest.mark.asyncio
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("screen", SCREENS)
async def test_a_reveal_is_told_of_on_another_screen_and_esc_shows_it(
    kind: str, size: tuple[int, int], screen: str
) -> None:
    async with at_the_table(kind) as (there, mine):
        await to_orders(there.control, mine)
        app = app_for(mine)
        async with app.run_test(size=size) as pilot:
            table = await press(pilot, "1", SCREENS[screen])
            assert app.screen is not table
            steady = TableModel(mine)
            await sheet_given(there.control, mine)
            await came(pilot, table, "The sheets are open: Esc shows the reveal.")
            await opened(there.control, 2)
            await caught_up(mine, there)
            await came(pilot, table, "The reveal is kept for you: Esc shows it.")
            await press(pilot, "escape")
            said = text_of(app)
            assert "All sheets are open" in said
            assert "Esc shows" not in said
            assert "Control has opened turn 2" in said
            for _ in range(len(table.model.waiting)):
                await press(pilot, "space")
            steady.look()
            told = [headline for headline in shown(table.model.page) if headline in shown(steady.log)]
            assert told == shown(table.model.page)
            assert any("Pay and reshuffle" in headline for headline in told)


@pytest.mark.asyncio
async def test_who_sees_the_table_is_not_told_to_come_there() -> None:
    async with at_the_table(KINDS[0]) as (there, mine):
        await to_orders(there.control, mine)
        app = app_for(mine)
        async with app.run_test(size=(120, 36)) as pilot:
            table = await press(pilot, "1", "l")
            await sheet_given(there.control, mine)
            assert "Esc shows" not in await came(pilot, table, "All sheets are open")


@pytest.mark.asyncio
async def test_a_seat_on_another_screen_is_told_when_the_table_waits_for_it() -> None:
    async with at_the_table(KINDS[0]) as (there, mine):
        app = app_for(mine)
        async with app.run_test(size=(120, 36)) as pilot:
            table = await press(pilot, "w")
            while not mine.view().owes:
                await there.control.go_on()
            await came(pilot, table, "The table waits for you: Esc goes there.")
            await press(pilot, "escape")
            assert "Esc goes there" not in text_of(app)


@pytest.mark.asyncio
@pytest.mark.parametrize("kind", KINDS)
async def test_a_whole_turn_that_came_in_one_piece_is_still_revealed(kind: str) -> None:
    """The line was gone, or the machine slept: the seat looks again when the next turn is open already."""
    async with at_the_table(kind) as (there, mine):
        await to_orders(there.control, mine)
        late, steady = TableModel(mine, has_reader=True), TableModel(mine)
        await sheet_given(there.control, mine)
        while mine.view().turn == 1:
            steady.look()
            steady.tell_all()
            await there.control.go_on()
            await caught_up(mine, there)
        late.look()
        assert (late.mode, late.view.turn) == (Mode.REVEAL, 1)
        late.tell_all()
        assert shown(late.page)[-len(steady.page) :] == shown(steady.page)
        late.follow()
        steady.look()
        assert late.view == steady.view
        assert (shown(late.log), late.board.values) == (shown(steady.log), steady.board.values)
