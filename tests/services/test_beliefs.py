"""Shared seats in a kept game; the confidence card and the dials in words; the other half's order in an account."""

from __future__ import annotations

import pytest
from tests.shipped import game

from northaxis.domain.co_seats import with_co_seats
from northaxis.domain.declassify import OTHER_SHEET
from northaxis.domain.facts import Cause, CauseKind, Step
from northaxis.domain.ids import CONTROL, DialId, SeatId
from northaxis.domain.orders import from_text
from northaxis.domain.rulings import Upheld
from northaxis.domain.state import Holder
from northaxis.journal.envelope import Header
from northaxis.journal.replay import as_seated, replay, state_hash
from northaxis.services import beliefs
from northaxis.services.autoplay import bots_in_every_seat, one_person
from northaxis.services.debrief import debrief_lines
from northaxis.services.in_memory import InMemoryJournal, SetClock
from northaxis.services.table import Table, open_table
from northaxis.services.wording import cause_words

MIN, MSC, MOS, KYI = SeatId("MIN"), SeatId("MSC"), SeatId("MOS"), SeatId("KYI")
MARKS = "4 2 3 3 1 5"


def journal() -> InMemoryJournal:
    return InMemoryJournal(Header("S2", (), 0, "test"))


def do(table: Table, text: str) -> None:
    order = from_text(text)
    assert isinstance(table.ask(order.seat, order, f"test.{len(table.facts)}"), Upheld), text


# --- shared seats -------------------------------------------------------------------------------------------------


def house_divided(store: InMemoryJournal) -> Table:
    shared = with_co_seats(game("S2"), [MIN, KYI])
    return open_table(store, shared, SetClock(), seed="7", holders=one_person(shared, MSC))


def test_a_kept_game_with_shared_seats_reopens_where_it_stood() -> None:
    store = journal()
    table = house_divided(store)
    table.advance_when_ready()
    again = open_table(store, game("S2"), SetClock())
    assert state_hash(again.state) == state_hash(table.state)
    assert MSC in again.game.rules.seats
    assert again.people() == (MSC,)
    do(again, "MSC: seal")


def test_a_kept_game_with_shared_seats_replays_from_the_plain_rules() -> None:
    store = journal()
    table = house_divided(store)
    table.advance_when_ready()
    found = replay(as_seated(game("S2"), store.entries()), store.header, store.entries())
    assert found.is_valid
    assert state_hash(found.state) == state_hash(table.state)


def test_without_shared_seats_in_the_journal_the_game_is_left_alone() -> None:
    store, plain = journal(), game("S2")
    open_table(store, plain, SetClock(), seed="7", holders=bots_in_every_seat(plain))
    assert as_seated(plain, store.entries()) is plain


def test_the_other_halfs_order_is_named_in_words() -> None:
    cause = Cause(CauseKind.COST, OTHER_SHEET, MIN)
    assert cause_words(game("S2"), cause) == "the price of the other half's order"


# --- marks and guesses --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["4 2 3 3 1 5", "423315", "4,2,3,3,1,5", " 4  2 3 3 1 5 "])
def test_marks_are_read_however_they_are_typed(text: str) -> None:
    assert beliefs.marks_from_text(game("S2"), text) == (4, 2, 3, 3, 1, 5)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("4 2 3", "takes 6 marks; there are 3"),
        ("4", "takes 6 marks; there is 1"),
        ("4 2 3 3 1 6", "from 1 to 5"),
        ("yes", "from 1 to 5"),
        ("４２３３１５", "from 1 to 5"),
        ("", "takes 6 marks; there are 0"),
    ],
)
def test_what_is_wrong_with_marks_is_said(text: str, says: str) -> None:
    assert says in str(beliefs.marks_from_text(game("S2"), text))


def test_a_dial_is_named_by_id_or_name_in_any_case() -> None:
    found = beliefs.guess_from_text(game("S2"), "what beijing weighs LOW")
    assert found is not None
    assert (found.dial, found.setting) == ("oxygen", "low")
    assert beliefs.guess_from_text(game("S2"), "oxygen") is None


def told() -> Table:
    """Two people fill in cards and guess; control closes the game at once."""
    rules = game("S2")
    holders = {**bots_in_every_seat(rules), KYI: Holder("Ada", None), MOS: Holder("Bo", None)}
    dials = {DialId("oxygen"): "low"}
    table = open_table(journal(), rules, SetClock(), seed="7", holders=holders, dials=dials)
    for text in (f"KYI: mark {MARKS}", f"MOS: mark {MARKS}", "KYI: guess oxygen low", "MOS: guess oxygen high"):
        do(table, text)
    return table


def to_the_end(table: Table) -> None:
    while not table.is_over:
        table.advance_when_ready()
        for seat in table.people():
            if table.view(seat).owes:
                last = table.view(seat).legal
                seal = next((order for order in last if str(order.act).startswith("Seal")), last[0])
                table.ask(seat, seal, f"test.{len(table.facts)}")


def test_the_debrief_compares_before_with_after_and_opens_the_dials() -> None:
    table = told()
    assert not any("dial" in line for line in debrief_lines(table.game, table.facts_for(KYI), KYI))
    to_the_end(table)
    do(table, "KYI: mark 1 2 3 3 1 5")
    lines = "\n".join(debrief_lines(table.game, table.facts_for(KYI), KYI))
    assert "Kyiv can coerce Minsk. MOS 4, KYI 4 to 1" in lines or "Kyiv can coerce Minsk. KYI 4 to 1, MOS 4" in lines
    assert "not true in this game (the dial 'What Beijing weighs' stood at low)" in lines
    assert "guessed right: KYI; wrong: MOS (high)" in lines
    assert lines == "\n".join(debrief_lines(table.game, table.facts_for(CONTROL), KYI))


def test_without_cards_and_dials_there_is_nothing_to_compare() -> None:
    rules = game("S2")
    table = open_table(journal(), rules, SetClock(), seed="7", holders=bots_in_every_seat(rules))
    table.advance_when_ready()
    assert table.state.step is Step.OVER
    assert beliefs.LookBack.of(table.game, table.facts) is None
