"""What a seat receives never depends on another seat's secret (invariant 3): pairs of games that differ only in one."""

from collections.abc import Mapping, Sequence

import pytest
from tests.properties.twins import HONEST, KINDS, Look, search

from northaxis.domain.facts import AgendaDealt, DemandMade, Fact, OptionPicked, OrderPlaced, OrderWithdrawn, Said
from northaxis.domain.ids import SeatId
from northaxis.domain.state import State


@pytest.mark.parametrize("kind", KINDS)
def test_no_other_seat_can_tell_two_tables_apart_by_a_secret(kind: str, pairs: int, first_seed: int) -> None:
    found = search(kind, range(first_seed, first_seed + pairs), HONEST)
    assert found.moments >= pairs // 2, f"{kind} was hardly ever played: {found.moments} moments"
    assert found.apart == []


# --- the positive control: leaks on purpose -----------------------------------------------------------------------


def all_purses(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """The view spreads the whole board."""
    return state.board


def orders_on_sheets(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """A progress line says how many orders are on the sheets."""
    return sum(len(sheet.orders) for sheet in state.sheets.values())


def who_wrote_first(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """A list of those who have sealed, in the order they did."""
    return tuple(state.sheets)


def shared_sequence(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """A sequence number that all seats share."""
    return len(facts)


def no_wait_list(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """Facts are shown when they happen, not when they are open."""
    return tuple(fact for fact in facts if isinstance(fact, OrderPlaced | OptionPicked | DemandMade))


def announced_revisions(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """A withdrawal is announced."""
    return sum(isinstance(fact, OrderWithdrawn) for fact in facts)


def dealt_agendas(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """The agendas of all are in the view."""
    return tuple(fact for fact in facts if isinstance(fact, AgendaDealt))


def set_dials(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """The dials are in the view."""
    return dict(state.dials)


def delivered_card(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """The card on the table is named to all."""
    return state.table.card if state.table else None


def size_of_talk(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """How many characters have been said in all."""
    return sum(len(fact.text) for fact in facts if isinstance(fact, Said))


def number_of_deals(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """How many deals are open."""
    return len(state.deals)


def exact_index(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """The pressure to the point."""
    return state.index


def true_switches(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """The strike platform as it really is."""
    return state.game.rules.measures["strike"].of(state.board)


def telling_error(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """An error text that says who can still pay what."""
    return tuple(state.value(f"ip.{other}") >= 4 for other in state.game.rules.seats)


def early_demands(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """Demands are in the view before they are published."""
    return state.demands


LEAKS: Mapping[Look, str] = {
    all_purses: "purses",
    orders_on_sheets: "other_orders",
    who_wrote_first: "order_of_sheets",
    shared_sequence: "revisions",
    no_wait_list: "choices",
    announced_revisions: "revisions",
    dealt_agendas: "agendas",
    set_dials: "dials",
    delivered_card: "private_cards",
    size_of_talk: "words",
    number_of_deals: "private_deals",
    exact_index: "hidden_tracks",
    true_switches: "shams",
    telling_error: "purses",
    early_demands: "demands",
}
"""Fifteen leaks, each with the kind of pair that must catch it."""


@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.__name__)
def test_a_leak_on_purpose_is_caught(leak: Look) -> None:
    looks = {leak.__name__: leak}
    assert any(search(LEAKS[leak], range(seed, seed + 1), looks).apart for seed in range(1, 9))
