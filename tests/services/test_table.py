"""The table: judge, store, then tell; once for each command id; a failing store holds it safely."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from tests.shipped import game

from northaxis.domain.control_facts import NamedShift, WrittenOption
from northaxis.domain.declassify import SeenFact
from northaxis.domain.demands import ResponseKind
from northaxis.domain.facts import Fact, Intervened, Reasoned, Rolled, SeatHeld, Step, SteppedBack
from northaxis.domain.ids import CONTROL, ActionId, DemanderId, OptionId, QuantityId, SeatId
from northaxis.domain.orders import (
    GO_ON,
    Answer,
    Inject,
    Order,
    PickOption,
    Place,
    Say,
    Seal,
    StepBack,
    Withdraw,
    WriteCard,
)
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Reason, Refused, Ruling, Upheld
from northaxis.domain.undo import standing_facts
from northaxis.journal.envelope import Header
from northaxis.journal.replay import state_hash
from northaxis.services.autoplay import autoplay, one_person
from northaxis.services.beats import Weight
from northaxis.services.in_memory import InMemoryJournal, SetClock
from northaxis.services.narrator import Narrator
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


# --- the way back -------------------------------------------------------------------------------------------------


def back(table: Table, to: int, *, fresh: bool = False, command: str = "back") -> Ruling:
    return table.ask(CONTROL, Order(CONTROL, StepBack(to, "once more", fresh)), command)


def test_after_a_step_back_every_seat_stands_where_it_stood_and_is_told_so() -> None:
    table = at_orders()
    to, views = len(table.facts), {seat: table.view(seat) for seat in table.game.rules.seats}
    before = {seat: table.facts_for(seat) for seat in table.game.rules.seats}
    told: dict[SeatId, list[SeenFact]] = {seat: list(table.facts_for(seat)) for seat in (KYI, MIN)}
    for seat, heard in told.items():
        table.subscribe(seat, heard.extend)
    table.ask(MIN, PAY, "pay")
    table.go_on()
    assert isinstance(back(table, to), Upheld)
    for seat, view in views.items():
        assert table.view(seat) == view
        seen = table.facts_for(seat)
        assert seen[: len(before[seat])] == before[seat]
        standing = [f for f in standing_facts(seen) if not isinstance(f, Intervened | SteppedBack | SeatHeld)]
        assert standing == [f for f in before[seat] if not isinstance(f, SeatHeld)]
    for seat, heard in told.items():
        assert tuple(heard) == table.facts_for(seat)
    assert table.ledger(MIN).total == table.state.index


def test_a_table_opened_again_after_a_step_back_is_the_same_table() -> None:
    store = new_store()
    table = at_orders(store)
    to = len(table.facts)
    table.go_on()
    back(table, to, fresh=True)
    table.ask(MIN, PAY, "again")
    again = open_table(store, game("S1"), SetClock())
    assert again.state == table.state
    assert state_hash(again.state) == state_hash(table.state)
    for seat in (MIN, KYI, CONTROL):
        assert again.facts_for(seat) == table.facts_for(seat)
        assert again.view(seat) == table.view(seat)
    assert finish(again, MIN).facts == finish(table, MIN).facts


def test_a_step_back_goes_to_the_end_of_a_command_and_never_behind_the_setting_of_the_table() -> None:
    table = at_orders()
    to, then = len(table.facts), table.state
    table.ask(MIN, PAY, "pay")
    paid = table.state
    assert len(table.facts) == to + 2
    table.ask(MIN, Order(MIN, Seal()), "seal")
    assert isinstance(back(table, to + 1), Upheld)
    assert table.state == paid
    assert isinstance(back(table, to, command="back.2"), Upheld)
    assert table.state == then
    for nowhere in (0, len(table.facts) + 1, to + 1, len(table.facts)):
        refused = back(table, nowhere, command=f"nowhere.{nowhere}")
        assert isinstance(refused, Refused), nowhere
        assert refused.rule in ("R-9.10", "R-9.4")


def test_the_same_dice_fall_again_unless_control_asks_for_others() -> None:
    table = at_orders()
    to = len(table.facts)
    throws = []
    for number in range(3):
        table.go_on()
        while table.state.step is not Step.INJECT and not table.is_over:
            table.go_on()
        throws.append([fact.dice for fact in table.facts[to:] if isinstance(fact, Rolled)])
        assert isinstance(back(table, to, fresh=number == 1, command=f"back.{number}"), Upheld)
        to, at = len(table.facts), to
        assert at < to
    assert throws[0] == throws[1]
    assert throws[0]
    assert throws[2] != throws[1]


def test_dice_that_were_typed_are_asked_for_again_after_fresh_dice() -> None:
    asked: list[str] = []

    def ask(turn: int, name: str) -> tuple[int, int]:
        asked.append(name)
        return 3, 4

    table = open_table(new_store(), game("S1"), SetClock(), seed="7", ask_dice=ask)
    for _ in range(3):
        table.go_on()
    to = len(table.facts)
    for _ in range(6):
        table.go_on()
    assert asked
    for fresh in (False, True):
        assert isinstance(back(table, to, fresh=fresh, command=f"back.{fresh}"), Upheld)
        to, count = len(table.facts), len(asked)
        for _ in range(6):
            table.go_on()
        assert (len(asked) - count > 0) is fresh


# --- control's cards ----------------------------------------------------------------------------------------------


def test_bots_answer_a_card_that_control_brings_in_whatever_the_step() -> None:
    table = at_orders()
    table.ask(MIN, Order(MIN, Seal()), "seal")
    table.go_on()
    assert table.state.step is Step.ADJUDICATE
    card = next(card for card in table.game.cards.values() if len(card.choices) > 1 and card.private_to is None)
    assert isinstance(table.ask(CONTROL, Order(CONTROL, Inject(card.id, "now")), "inject"), Upheld)
    table.run_bots()
    assert table.state.table is not None
    people = {MIN} & {seat for seat, _ in card.choices}
    assert {seat for seat, _ in table.state.table.picks} == {seat for seat, _ in card.choices} - people
    table.go_on()
    assert finish(table, MIN).is_over


def test_a_written_card_is_there_again_when_the_table_is_opened_again() -> None:
    store = new_store()
    table = at_orders(store)
    options = (WrittenOption(MIN, OptionId("a"), "Send them", 0, (NamedShift(QuantityId("unity"), 1),)),)
    act = WriteCard("A bridge", "It fell.", "to see", MIN, (NamedShift(QuantityId("strain"), 1),), options)
    assert isinstance(table.ask(CONTROL, Order(CONTROL, act), "write"), Upheld)
    again = open_table(store, game("S1"), SetClock())
    for each in (table, again):
        card = each.state.table
        assert card is not None
        assert each.game.cards[card.card].title == "A bridge"
        assert card.card in each.game_for(MIN).cards
        assert card.card not in each.game_for(KYI).cards
        assert each.view(MIN).owes
        assert each.ledger(CONTROL).total == each.state.index
    told = " ".join(Narrator(game("S1"), MIN).lines(again.facts_for(MIN), Weight.QUIET))
    assert "A bridge" in told
    assert "A bridge" not in " ".join(Narrator(game("S1"), KYI).lines(again.facts_for(KYI), Weight.QUIET))
    assert again.state.table is not None
    assert isinstance(again.ask(MIN, Order(MIN, PickOption(again.state.table.card, OptionId("a"))), "pick"), Upheld)
    again.go_on()
    assert finish(again, MIN).is_over
