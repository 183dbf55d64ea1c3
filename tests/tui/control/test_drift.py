"""Table and app have drifted: every name is one that lies on the table, every wrong entry gets a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.control.desk import SMALL, desk

from northaxis.domain.facts import Step
from northaxis.domain.ids import QuantityId
from northaxis.domain.quantities import Kind
from northaxis.services.drift import board_words, called, example, readings, wrong
from northaxis.services.library import Library

GAME = Library().game("S2").game
START = tuple(one.start for one in GAME.rules.quantities)
ON_THE_TABLE = [one for one in GAME.rules.quantities if one.kind in (Kind.TRACK, Kind.SWITCH, Kind.IP)]


def test_the_board_is_read_in_the_names_that_lie_on_the_table() -> None:
    words = " ".join(board_words(GAME, START))
    assert "Moscow 5" in words
    assert "Relays off" in words
    assert "MIN " in words
    assert not [one.id for one in ON_THE_TABLE if one.id in words.split()]


@pytest.mark.parametrize("id", [one.id for one in ON_THE_TABLE])
def test_every_name_that_is_shown_can_be_typed(id: QuantityId) -> None:
    quantity = GAME.rules.quantity(id)
    assert readings(GAME, f"{called(quantity)} {quantity.low}") == [(quantity, quantity.low)]


def test_the_example_that_the_question_shows_can_be_typed() -> None:
    assert all(START[one.index] != value for one, value in readings(GAME, example(GAME, START)))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("gap 4", "There is no 'gap' on the board."),
        ("Warning", "'Warning' is not read: a name and a value, as 'Moscow 5'."),
        ("Warning --2", "Warning is 0 to 4, not '--2'."),
        ("Warning ²", "Warning is 0 to 4, not '²'."),
        ("Warning 99999999999999999999", "Warning is 0 to 4, not '99999999999999999999'."),
        ("Warning 9", "Warning is 0 to 4, not '9'."),
        ("Relays maybe", "Relays is on or off, not 'maybe'."),
        ("Warning 2, Warning 3", "Warning is there twice, as 2 and as 3."),
        ("s 3", "'s' could be "),
        (", ,", "A name and a value, as the table has it."),
    ],
)
def test_a_wrong_entry_gets_a_sentence(typed: str, said: str) -> None:
    assert wrong(GAME, typed).startswith(said)


async def test_giving_up_half_way_changes_nothing_and_says_so(tmp_path: Path) -> None:
    async with desk(tmp_path, size=SMALL) as at:
        await at.to(Step.NEGOTIATE)
        board = at.state.board
        await at.press("z", "r")
        await at.type("Warning 0, MIN 0")
        assert "Points of Minsk: the table has 0" in at.text
        await at.press("escape")
        assert "Nothing has been put right" in at.said
        await at.press("z", "r", "enter", "t", "escape")
        assert "Nothing has been put right" in at.said
        assert at.state.board == board
        assert "track" not in at.acts


async def test_each_value_that_was_put_right_is_undone_by_itself(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.NEGOTIATE)
        board = at.state.board
        await at.press("z", "r")
        await at.type("Warning 0, Relays on")
        await at.press("t")
        assert "the table has 0, the app" in at.text, "what is put right stands above the reason"
        await at.type("counters slipped")
        assert "2 put right" in at.said
        for _ in range(2):
            await at.press("u")
            await at.type("read wrongly")
        assert at.state.board == board
