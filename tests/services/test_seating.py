"""Several seats at one screen: the doors of a solo table, who is next, and who met the bar by person."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from itertools import pairwise

import pytest
from tests.shipped import game

from northaxis.domain import facts as f
from northaxis.domain.facts import SeatHeld, Step
from northaxis.domain.holding import seated
from northaxis.domain.ids import PUBLIC, SeatId
from northaxis.domain.orders import Give, MakeDemand, Order, PickOption, Place, Seal
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Refused, Upheld
from northaxis.domain.scoring import PlayerResult
from northaxis.domain.state import Holder
from northaxis.journal.envelope import Header
from northaxis.services.autoplay import autoplay, people_and_bots
from northaxis.services.debrief import best_of, debrief_lines, result_lines, result_words, results
from northaxis.services.in_memory import InMemoryJournal, SetClock
from northaxis.services.seating import Mark, Person, marks, next_seat, people_at, person_at, person_words
from northaxis.services.solo import SoloClient
from northaxis.services.table import Table, open_table

WAR, VIL, KYI, MIN = map(SeatId, ("WAR", "VIL", "KYI", "MIN"))
ANA = {WAR: Holder("Ana", None), VIL: Holder("Ana", None)}


def table_of(held: Mapping[SeatId, Holder], made: Game | None = None, store: InMemoryJournal | None = None) -> Table:
    rules = made or game("S2")
    kept = store or InMemoryJournal(Header("S2", (), 0, "test"))
    return open_table(kept, rules, SetClock(), seed="7", holders=people_and_bots(rules, held))


def door(table: Table, seat: SeatId) -> SoloClient:
    count = iter(range(10_000))
    return SoloClient(table, seat, lambda: f"c{next(count)}")


async def at_the_orders(client: SoloClient) -> SoloClient:
    """The client with the table waiting for sheets; on the way every own seat takes its last option."""
    while client.view().step is not Step.ORDERS:
        if client.may_go_on():
            await client.go_on()
        for seat in client.owing() if client.view().step is not Step.ORDERS else ():
            own = client.sit(seat)
            orders = [order for order in own.view().legal if isinstance(order.act, PickOption | MakeDemand)]
            await own.ask(orders[-1])
    return client


def test_a_door_names_the_seats_of_people_and_opens_each() -> None:
    client = door(table_of(ANA), WAR)
    assert client.seats == (WAR, VIL)
    assert client.sit(VIL).view().seat == VIL
    assert client.seat == WAR
    assert client.sit(PUBLIC).view().standing is None
    with pytest.raises(KeyError):
        client.sit(MIN)


def test_the_table_moves_on_only_when_none_of_the_seats_owes_anything() -> None:
    async def played() -> None:
        client = await at_the_orders(door(table_of(ANA), WAR))
        assert client.owing() == (WAR, VIL)
        assert isinstance(await client.ask(Order(WAR, Seal())), Upheld)
        assert client.owing() == (VIL,)
        assert not client.may_go_on()
        assert await client.go_on() == ()
        assert next_seat(client) == VIL
        other = client.sit(VIL)
        assert next_seat(other) is None
        assert isinstance(await other.ask(Order(VIL, Seal())), Upheld)
        assert client.may_go_on()
        assert await other.go_on() != ()

    asyncio.run(played())


def test_a_merged_seat_has_one_order_and_its_points_can_be_given() -> None:
    async def played() -> None:
        client = await at_the_orders(door(table_of(ANA), WAR))
        assert client.view().allowed_orders == 1
        here, there = client.view().ip, client.sit(VIL).view().ip
        assert isinstance(await client.ask(Order(WAR, Give(VIL, 1))), Upheld)
        assert (client.view().ip, client.sit(VIL).view().ip) == (here - 1, there + 1)
        places = [order for order in client.view().legal if isinstance(order.act, Place)]
        assert isinstance(await client.ask(places[0]), Upheld)
        assert not [order for order in client.view().legal if isinstance(order.act, Place)]

    asyncio.run(played())


def test_from_everybodys_seat_nothing_is_asked() -> None:
    table = table_of(ANA)
    ruling = asyncio.run(door(table, WAR).sit(PUBLIC).ask(Order(PUBLIC, Seal())))
    assert isinstance(ruling, Refused)
    assert "pass it to somebody" in ruling.detail


def test_a_resumed_table_has_the_same_people() -> None:
    store = InMemoryJournal(Header("S2", (), 0, "test"))
    table_of(ANA, store=store)
    again = door(table_of({}, store=store), VIL)
    assert again.seats == (WAR, VIL)
    assert person_at(again) == Person("Ana", (WAR, VIL))


def test_people_are_seated_by_the_rules_and_told_by_name() -> None:
    made, held = seated(game("S3"), ("Ana", "Ben", "Chris", "Dora"))
    client = door(table_of(held, made), PUBLIC)
    assert [person.name for person in people_at(client)] == ["Ana", "Chris", "Ben", "Dora"]
    west = next(person for person in people_at(client) if person.name == "Dora")
    assert person_words(made, west).startswith("Dora (the West: ")
    assert person_at(client) is None


def test_twelve_people_hold_twelve_seats_and_nobody_is_left_to_bots() -> None:
    made, held = seated(game("S3"), [f"P{place}" for place in range(12)])
    client = door(table_of(held, made), PUBLIC)
    assert len(people_at(client)) == len(client.seats) == len(made.rules.seats) == 12


def test_a_seat_is_marked_as_owing_as_done_or_as_idle() -> None:
    assert marks((WAR, VIL), (VIL,), Step.ORDERS) == {WAR: Mark.DONE, VIL: Mark.OWES}
    assert marks((WAR, VIL), (), Step.ADJUDICATE) == {WAR: Mark.IDLE, VIL: Mark.IDLE}


# --- who met the bar ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def over() -> Table:
    return autoplay(game("S2"), "7")


def facts_with(table: Table, **people: str) -> tuple[f.Fact, ...]:
    held = [SeatHeld(SeatId(seat), name) for name, seats in people.items() for seat in seats.split("_")]
    return (*table.facts, *held)


def test_results_are_told_by_person_on_the_mean_over_the_seats_held(over: Table) -> None:
    scored = {fact.seat: fact.score - fact.bar for fact in over.facts if isinstance(fact, f.Scored)}
    found = results(over.game, facts_with(over, Ana="WAR_VIL", Ben="KYI"))
    assert {result.name: result.margin for result in found} == {"Ana": scored[WAR] + scored[VIL], "Ben": scored[KYI]}
    assert all(result.won == (result.margin >= 0) for result in found)
    lines = result_lines(over.game, facts_with(over, Ana="WAR_VIL", Ben="KYI"))
    assert any("Ana (WAR, VIL): " in line and "on the mean" in line for line in lines)
    assert any("Ben (KYI): " in line and "on the mean" not in line for line in lines)


def test_one_person_in_one_seat_needs_no_results_by_person(over: Table) -> None:
    assert results(over.game, facts_with(over, you="KYI")) == ()
    assert not any("over all seats held" in line for line in debrief_lines(over.game, facts_with(over, you="KYI"), KYI))


def test_nothing_is_told_before_play_is_over() -> None:
    table = table_of(ANA)
    assert results(table.game, table.facts) == ()


def test_the_debrief_tells_the_goals_of_every_seat_of_a_person(over: Table) -> None:
    lines = debrief_lines(over.game, facts_with(over, Ana="WAR_VIL"), WAR, (VIL,))
    full = [line[:3] for line, after in pairwise(lines) if after.startswith(("  yes", "  no "))]
    assert {"WAR", "VIL"} == {word for word in full if word.isupper()}


@pytest.mark.parametrize(
    ("margin", "seats", "won", "words"),
    [
        (3, 2, True, "met the bar, 1.50 over on the mean"),
        (-1, 4, False, "did not meet the bar, 0.25 short on the mean"),
        (0, 1, True, "met the bar, exactly"),
        (2, 1, False, "reached the bar in vain, 2 over"),
    ],
)
def test_a_result_is_said_in_words(margin: int, seats: int, won: bool, words: str) -> None:
    assert result_words(PlayerResult("Ana", None, (WAR,) * seats, margin, won)) == words


def test_ties_share_and_a_tie_of_all_is_not_worth_a_word() -> None:
    ana, ben = PlayerResult("Ana", None, (WAR, VIL), 2, True), PlayerResult("Ben", None, (KYI,), 1, True)
    assert best_of((ana, ben)) == ""
    assert best_of((ana, PlayerResult("Ben", None, (KYI,), -1, False))) == "Furthest over the bar: Ana."
