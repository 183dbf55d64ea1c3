"""The table is committed to its sheets before it opens them: whole games fit, one altered order does not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from hashlib import sha256
from random import Random

import pytest
from tests.shipped import game

from northaxis.domain.declassify import facts_for
from northaxis.domain.demands import ResponseKind
from northaxis.domain.facts import AnswerGiven, Fact, OrderPlaced, Salted, SheetsLocked, SheetsOpened, Step
from northaxis.domain.ids import CONTROL, ActionId, LevelId, SeatId
from northaxis.domain.orders import Order, Place, Seal, StepBack
from northaxis.domain.rulings import Upheld
from northaxis.domain.state import PlacedOrder, Sheet, fold
from northaxis.journal.codec import encode
from northaxis.journal.envelope import Header, chained
from northaxis.journal.replay import replay
from northaxis.services.autoplay import bots_in_every_seat, one_person
from northaxis.services.commitments import Checker, Misfit, commitment, digest_of, sheet_text
from northaxis.services.in_memory import InMemoryJournal, SetClock
from northaxis.services.table import Table, open_table

HEADER = Header("S1", (), 0, "test")
GAMES = 50
MIN, KYI = SeatId("MIN"), SeatId("KYI")


def salts(seed: int) -> Callable[[], str]:
    chance = Random(seed)
    return lambda: chance.randbytes(32).hex()


@cache
def played(seed: int) -> Table:
    """A whole game of S1 by bots that do anything, committed."""
    made = game("S1")
    table = open_table(
        InMemoryJournal(HEADER), made, SetClock(), seed=str(seed),
        holders=bots_in_every_seat(made, LevelId("random")), salts=salts(seed),
    )  # fmt: skip
    table.advance_when_ready()
    return table


def misfits(facts: Sequence[Fact]) -> list[Misfit]:
    """What a check finds in a journal whose hashes were all made anew."""
    entries = chained(HEADER.tip, "CTL/all", 0, 1, [encode(fact) for fact in facts])
    checker = Checker()
    assert replay(game("S1"), HEADER, entries, watch=checker.read).is_valid
    return checker.misfits


def test_fifty_games_fit_what_they_were_committed_to() -> None:
    for seed in range(GAMES):
        facts = played(seed).facts
        turns = sum(1 for fact in facts if isinstance(fact, SheetsOpened))
        locked = [place for place, fact in enumerate(facts) if isinstance(fact, SheetsLocked)]
        opened = [place for place, fact in enumerate(facts) if isinstance(fact, SheetsOpened)]
        assert len(locked) == turns > 0
        assert all(one < other for one, other in zip(locked, opened, strict=True))
        assert misfits(facts) == []


def altered(facts: Sequence[Fact], chance: Random) -> tuple[list[Fact], int]:
    """One order or answer of one sheet is another; the turn in which it is."""
    places = [n for n, fact in enumerate(facts) if isinstance(fact, OrderPlaced | AnswerGiven)]
    place = chance.choice(places)
    made = list(facts)
    match made[place]:
        case OrderPlaced(seat=seat, action=action) as placed:
            actions = [a.id for a in game("S1").rules.seats[seat].actions if a.id != action and not a.plays[0].target]
            made[place] = replace(placed, action=chance.choice(actions), target=None)
        case AnswerGiven(response=response) as given:
            made[place] = replace(given, response=chance.choice([k for k in ResponseKind if k is not response]))
        case _:
            raise AssertionError
    return made, fold(game("S1"), facts[:place]).turn


def test_fifty_games_with_one_altered_order_are_found_and_the_turn_is_named() -> None:
    for seed in range(GAMES):
        facts, turn = altered(played(seed).facts, Random(seed))
        found = misfits(facts)
        assert found, seed
        assert {misfit.turn for misfit in found} == {turn}
        assert f"turn {turn}: the digest does not fit" in found[0].to_text()


def test_the_digest_is_over_the_commitments_in_seat_order() -> None:
    sheet, salt = Sheet((PlacedOrder(ActionId("A"), None),)), "ab" * 32
    assert sheet_text(sheet) == '{"answers":[],"orders":[["A",null]]}'
    one = sha256(bytes.fromhex(salt) + sheet_text(sheet).encode()).digest()
    assert commitment(salt, sheet) == one
    assert digest_of([(salt, sheet), (salt, Sheet())]) == sha256(one + commitment(salt, Sheet())).hexdigest()
    with pytest.raises(ValueError, match="hexadecimal"):
        commitment("no salt", sheet)


def at_orders(seed: int = 7) -> Table:
    made = game("S1")
    table = open_table(
        InMemoryJournal(HEADER), made, SetClock(), seed=str(seed), holders=one_person(made, MIN), salts=salts(seed)
    )
    while True:
        table.advance_when_ready()
        if table.state.step is Step.ORDERS:
            return table
        table.ask(MIN, table.view(MIN).legal[0], f"owed.{len(table.facts)}")


def test_a_salt_is_its_seats_own_and_the_digest_everybodys_before_the_sheets_open() -> None:
    table = at_orders()
    table.run_bots()
    assert isinstance(table.ask(MIN, Order(MIN, Seal()), "seal"), Upheld)
    last = table.facts[-1]
    assert isinstance(last, SheetsLocked)
    for seat in table.game.rules.seats:
        seen = table.facts_for(seat)
        assert last in seen
        assert {fact.seat for fact in seen if isinstance(fact, Salted)} == {seat}
    seen = facts_for(table.game, table.facts, MIN)
    assert seen == table.facts_for(MIN)


def test_sheets_that_are_late_are_locked_as_they_stand() -> None:
    table = at_orders()
    table.go_on()
    kinds = [type(fact) for fact in table.facts]
    assert kinds.index(SheetsLocked) < kinds.index(SheetsOpened)
    assert {fact.seat for fact in table.facts if isinstance(fact, Salted)} == set(table.game.rules.seats)
    assert misfits(table.facts) == []


def test_after_a_step_back_the_sheets_are_committed_again() -> None:
    table = at_orders()
    to = len(table.facts)
    table.go_on()
    assert isinstance(table.ask(CONTROL, Order(CONTROL, StepBack(to, "again")), "back"), Upheld)
    assert isinstance(table.ask(MIN, Order(MIN, Place(ActionId("MIN-PAY"))), "place"), Upheld)
    table.go_on()
    digests = [fact.digest for fact in table.facts if isinstance(fact, SheetsLocked)]
    assert len(digests) == len(set(digests)) == 2
    assert misfits(table.facts) == []


def test_a_table_without_salts_commits_itself_to_nothing() -> None:
    made = game("S1")
    table = open_table(InMemoryJournal(HEADER), made, SetClock(), seed="1", holders=bots_in_every_seat(made))
    table.advance_when_ready()
    assert not [fact for fact in table.facts if isinstance(fact, Salted | SheetsLocked)]
