"""The table: judge, store, then tell; once for each command id; a failing store holds it safely."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from tests.shipped import game

from northaxis.domain.declassify import SeenFact
from northaxis.domain.facts import Fact, Reasoned, Rolled, Step
from northaxis.domain.ids import CONTROL, ActionId, DemanderId, SeatId
from northaxis.domain.orders import GO_ON, Answer, Order, Place, Say, Seal, Withdraw
from northaxis.domain.ruleset import Game, ResponseKind
from northaxis.domain.rulings import Reason, Refused, Upheld
from northaxis.journal.envelope import Header
from northaxis.journal.replay import state_hash
from northaxis.services.autoplay import autoplay, one_person
from northaxis.services.in_memory import InMemoryJournal, SetClock
from northaxis.services.ports import Receipt, StoreFailed
from northaxis.services.table import Table, TableHeld, open_table

MIN, MOS, KYI = SeatId("MIN"), SeatId("MOS"), SeatId("KYI")
PAY = Order(MIN, Place(ActionId("MIN-PAY")))


def new_store(name: str = "S1") -> InMemoryJournal:
    return InMemoryJournal(Header(name, (), 0, "test"))


def solo(store: InMemoryJournal, rules: Game, seed: str = "7", seat: SeatId = MIN) -> Table:
    return open_table(store, rules, SetClock(), seed=seed, holders=one_person(rules, seat))


def at_orders(store: InMemoryJournal | None = None) -> Table:
    """A solo table of Minsk that waits for its first sheet."""
    table = solo(store or new_store(), game("S1"))
    while True:
        table.advance_when_ready()
        if table.state.step is Step.ORDERS:
            return table
        answer_whatever_is_owed(table, MIN)


def answer_whatever_is_owed(table: Table, seat: SeatId) -> None:
    order = table.view(seat).legal[0]
    assert isinstance(table.ask(seat, order, f"owed.{len(table.facts)}"), Upheld)


def finish(table: Table, seat: SeatId) -> Table:
    """Play on to the end with the simplest legal orders."""
    while not table.is_over:
        table.advance_when_ready()
        if not table.is_over:
            if table.state.step is Step.ORDERS:
                table.ask(seat, Order(seat, Seal()), f"seal.{len(table.facts)}")
            else:
                answer_whatever_is_owed(table, seat)
    return table


def head(store: InMemoryJournal) -> str:
    return list(store.entries())[-1].hash


# --- once, and in order -------------------------------------------------------------------------------------------


def test_an_upheld_order_is_stored_when_ask_returns() -> None:
    store = new_store()
    table = at_orders(store)
    before = len(list(store.entries()))
    ruling = table.ask(MIN, PAY, "a")
    assert isinstance(ruling, Upheld)
    assert len(list(store.entries())) == before + len(ruling.facts)


def test_sending_a_command_twice_has_no_second_effect_and_the_same_ruling() -> None:
    table = at_orders()
    first = table.ask(MIN, PAY, "a")
    facts = table.facts
    assert table.ask(MIN, PAY, "a") == first
    assert table.facts == facts


def test_another_seat_with_the_same_command_id_is_another_command() -> None:
    table = at_orders()
    table.ask(MIN, PAY, "a")
    ruling = table.ask(MOS, Order(MOS, Say((), "hello")), "a")
    assert isinstance(ruling, Upheld)
    assert PAY.act not in [getattr(fact, "action", None) for fact in ruling.facts]


def test_a_refused_order_leaves_no_fact_behind() -> None:
    table = at_orders()
    facts = table.facts
    ruling = table.ask(MIN, Order(MIN, Place(ActionId("KYI-STR"))), "a")
    assert isinstance(ruling, Refused)
    assert table.facts == facts


def test_a_seat_gives_no_order_for_another() -> None:
    ruling = at_orders().ask(KYI, PAY, "a")
    assert isinstance(ruling, Refused)
    assert ruling.reason is Reason.NOT_YOURS


def test_only_control_moves_the_table_on() -> None:
    ruling = at_orders().ask(MIN, Order(MIN, GO_ON.act), "a")
    assert isinstance(ruling, Refused)


def test_a_malformed_command_id_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="command id"):
        at_orders().ask(MIN, PAY, "not an id\n")


# --- bots ---------------------------------------------------------------------------------------------------------


def test_a_bots_reason_is_stored_with_its_order() -> None:
    store = new_store()
    finish(solo(store, game("S1")), MIN)
    by_command: dict[str, list[str]] = {}
    for entry in store.entries():
        by_command.setdefault(entry.command, []).append(entry.text)
    of_bots = [texts for command, texts in by_command.items() if "/bot." in command]
    assert of_bots
    assert all('"fact":"reasoned"' in texts[-1] for texts in of_bots)


def test_bots_are_never_late_when_control_moves_the_table_on() -> None:
    table = at_orders()
    table.ask(CONTROL, GO_ON, "a")
    assert len([sheet for seat, sheet in table.state.sheets.items() if sheet.sealed and seat != MIN]) == 8


def test_bots_play_every_scenario_to_its_end() -> None:
    for name in ("S1", "S2", "S3+V2"):
        assert autoplay(game(name), "4").is_over


# --- who is told --------------------------------------------------------------------------------------------------


def test_a_seat_is_told_after_the_fact_is_stored() -> None:
    store = new_store()
    table = at_orders(store)
    stored_then: list[int] = []
    table.subscribe(MIN, lambda facts: stored_then.append(len(list(store.entries()))))
    table.ask(MIN, PAY, "a")
    assert stored_then == [len(list(store.entries()))]


def test_nobody_is_told_of_anothers_changes_of_mind() -> None:
    table = at_orders()
    told: list[tuple[SeenFact, ...]] = []
    table.subscribe(KYI, told.append)
    table.ask(MIN, PAY, "a")
    table.ask(MIN, Order(MIN, Withdraw(ActionId("MIN-PAY"))), "b")
    table.ask(MIN, Order(MIN, Answer(DemanderId("MOS"), ResponseKind.REFUSE)), "c")
    assert told == []
    table.ask(MIN, Order(MIN, Seal()), "d")
    assert told == [()]


def test_what_a_seat_is_told_bit_by_bit_is_what_it_may_read() -> None:
    table = solo(new_store(), game("S2"), seat=KYI)
    told: list[SeenFact] = list(table.facts_for(KYI))
    table.subscribe(KYI, told.extend)
    for _ in range(6):
        table.advance_when_ready()
        answer_whatever_is_owed(table, KYI)
    assert tuple(told) == table.facts_for(KYI)
    assert not any(isinstance(fact, Reasoned) and fact.about == "orders" for fact in told)


def test_a_listener_can_leave() -> None:
    table = at_orders()
    told: list[tuple[SeenFact, ...]] = []
    leave = table.subscribe(MIN, told.append)
    leave()
    leave()
    table.ask(MIN, PAY, "a")
    assert told == []


# --- a failing store ----------------------------------------------------------------------------------------------


class FailingStore(InMemoryJournal):
    """Fails when told to, before the write or after it (the answer is lost)."""

    fails_before = fails_after = False

    def append(self, command: str, facts: Sequence[Fact], at: int) -> Receipt:
        if self.fails_before:
            raise StoreFailed("the disk is full")
        receipt = super().append(command, facts, at)
        if self.fails_after:
            raise StoreFailed("the disk went away")
        return receipt


def test_nothing_is_acknowledged_that_is_not_stored() -> None:
    store = FailingStore(Header("S1", (), 0, "test"))
    table = at_orders(store)
    facts, seen = table.facts, table.view(MIN)
    store.fails_before = True
    with pytest.raises(TableHeld, match="the disk is full"):
        table.ask(MIN, PAY, "a")
    assert table.facts == facts
    assert table.view(MIN) == seen
    assert table.held is not None
    store.fails_before = False
    with pytest.raises(TableHeld):
        table.ask(MIN, PAY, "a")
    table.release()
    assert isinstance(table.ask(MIN, PAY, "a"), Upheld)


def test_a_write_whose_answer_was_lost_counts_once() -> None:
    store = FailingStore(Header("S1", (), 0, "test"))
    table = at_orders(store)
    store.fails_after = True
    with pytest.raises(TableHeld):
        table.ask(MIN, PAY, "a")
    store.fails_after = False
    table.release()
    facts = table.facts
    assert isinstance(table.ask(MIN, PAY, "a"), Upheld)
    assert table.facts == facts
    assert [order.action for order in table.state.sheet(MIN).orders] == ["MIN-PAY"]


# --- resuming -----------------------------------------------------------------------------------------------------


def test_a_game_resumed_at_any_place_ends_as_if_it_had_not_been_interrupted() -> None:
    whole = new_store()
    finish(solo(whole, game("S1")), MIN)
    broken = new_store()
    solo(broken, game("S1"))
    while not (table := open_table(broken, game("S1"), SetClock(), seed="not used")).is_over:
        if next(table.steps(), None) is not None:
            continue
        if table.state.step is Step.ORDERS:
            table.ask(MIN, Order(MIN, Seal()), f"seal.{len(table.facts)}")
        else:
            answer_whatever_is_owed(table, MIN)
    assert head(broken) == head(whole)
    assert state_hash(table.state) == state_hash(open_table(whole, game("S1"), SetClock()).state)


def test_a_half_written_sheet_is_there_after_a_restart() -> None:
    store = new_store()
    table = at_orders(store)
    table.ask(MIN, PAY, "a")
    again = open_table(store, game("S1"), SetClock())
    assert again.view(MIN) == table.view(MIN)
    assert again.facts_for(MIN) == table.facts_for(MIN)


# --- physical dice ------------------------------------------------------------------------------------------------


def typed(room: Callable[[int, str], tuple[int, int]]) -> Table:
    """A solo table of Minsk whose dice are typed in, played to its end."""
    rules = game("S1")
    table = open_table(new_store(), rules, SetClock(), seed="7", holders=one_person(rules, MIN), ask_dice=room)
    return finish(table, MIN)


def test_typed_dice_are_asked_for_by_name_and_recorded() -> None:
    asked: list[tuple[int, str]] = []

    def room(turn: int, name: str) -> tuple[int, int]:
        asked.append((turn, name))
        return (6, 6)

    rolled = [fact for fact in typed(room).facts if isinstance(fact, Rolled)]
    assert [fact.name for fact in rolled] == [name for _, name in asked]
    assert len(set(asked)) == len(asked)
    assert all(fact.dice == (6, 6) for fact in rolled)


def test_dice_that_are_none_are_not_taken() -> None:
    with pytest.raises(ValueError, match="not two dice"):
        typed(lambda turn, name: (0, 9))
