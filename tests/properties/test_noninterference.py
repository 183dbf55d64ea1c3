"""What a seat receives never depends on another seat's secret: pairs of games that differ only in one."""

from collections.abc import Mapping, Sequence

import pytest
from tests.properties.twins import HONEST, KINDS, Look, search

from northaxis.domain.facts import (
    AgendaDealt,
    CardDrawn,
    CauseKind,
    Changed,
    DemandMade,
    Fact,
    Intervened,
    Noted,
    OptionPicked,
    OrderPlaced,
    OrderWithdrawn,
    Said,
    SteppedBack,
)
from northaxis.domain.ids import SeatId
from northaxis.domain.legal import legal_orders
from northaxis.domain.state import State
from northaxis.domain.undo import struck


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


def injected_card(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """What control brought in is named to all."""
    return tuple(fact.card for fact in facts if isinstance(fact, CardDrawn))


def cards_left(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """The decks can be looked through, which tells what has left them."""
    return {deck: frozenset(cards) for deck, cards in state.decks.items()}


def order_of_decks(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """The next card of each deck is in the view."""
    return {deck: cards[0] for deck, cards in state.decks.items() if cards}


def kept_cards(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """How many cards control keeps for later."""
    return len(state.room.aside)


def whole_game(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """Everybody is handed the table's game, with cards written for one."""
    return tuple(card.text for card in state.game.cards.values())


def readers_of_cards(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """A card that was narrowed to one seat says so when it is looked up."""
    return {id: card.private_to for id, card in state.game.cards.items()}


def choices_offered(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """How many choices somebody has."""
    return sum(len(legal_orders(state, other)) for other in state.game.rules.seats)


def every_intervention(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """All that control did is open, what is its alone too."""
    return tuple((fact.what, fact.about) for fact in facts if isinstance(fact, Intervened))


def reasons_of_control(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """Control's reasons are read out, whomever they were for."""
    return tuple(fact.why for fact in facts if isinstance(fact, Intervened))


def was_and_now(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """Control's log says from what to what a number was put, to those as well who may not know it."""
    return tuple((fact.was, fact.now) for fact in facts if isinstance(fact, Intervened))


def count_of_notes(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """How many notes there are."""
    return sum(isinstance(fact, Noted) for fact in facts)


def words_of_notes(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """Notes can be searched."""
    return tuple("seen" in fact.text for fact in facts if isinstance(fact, Noted))


def waiting_requests(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """How many requests control has before it."""
    return sum(request.status == "open" for request in state.room.requests)


def asked_of_control(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """What others asked control, and what it said."""
    return tuple((request.text, request.answer) for request in state.room.requests)


def mean_prediction(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """What the room expects, added up."""
    return sum(each.confidence for each in state.room.predictions)


def raw_step_back(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """A step back counts facts that the seat was never shown."""
    return tuple(fact.to for fact in facts if isinstance(fact, SteppedBack))


def count_of_undone(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """How much was struck out in all."""
    return len(struck(facts))


def early_salts(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """The salts are shown with the digest."""
    return dict(state.room.salts)


def whispered_claims(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """The arguments of the turn are shown once the sheets are open, those in secret too."""
    return tuple(one.claim for one in state.room.arguments) if state.opened else ()


def number_of_whispers(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """Somebody whispers to control, says a line; nobody says who."""
    return sum(one.secret for one in state.room.arguments)


def words_on_whispers(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """That control settles something by its word is read out, without what."""
    return sum(isinstance(fact, Intervened) and fact.what == "settle" for fact in facts)


def secret_projects(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """A project in secret stands on the board without its seat."""
    return len(state.room.projects)


def whose_argument_held(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """What an argument moves names its seat, in secret or not."""
    return tuple(
        fact.cause.seat for fact in facts if isinstance(fact, Changed) and fact.cause.kind is CauseKind.ARGUMENT
    )


def links_done(state: State, facts: Sequence[Fact], seat: SeatId) -> object:
    """What control did about links is shown like its other acts."""
    return tuple(fact for fact in facts if isinstance(fact, Intervened) and fact.what == "link")


LEAKS: Mapping[Look, str] = {
    links_done: "links",
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
    injected_card: "injects_to_one",
    cards_left: "injects_to_one",
    readers_of_cards: "injects_to_one",
    reasons_of_control: "injects_to_one",
    whole_game: "written_cards",
    choices_offered: "written_cards",
    count_of_notes: "notes",
    words_of_notes: "notes",
    waiting_requests: "requests",
    asked_of_control: "requests",
    mean_prediction: "predictions",
    order_of_decks: "stacked_decks",
    kept_cards: "stacked_decks",
    every_intervention: "stacked_decks",
    was_and_now: "corrections",
    raw_step_back: "steps_back",
    count_of_undone: "steps_back",
    early_salts: "salts",
    whispered_claims: "whispers",
    number_of_whispers: "whispers",
    words_on_whispers: "whispers",
    secret_projects: "whispers",
    whose_argument_held: "whispered_successes",
}
"""Thirty-nine leaks, each with the kind of pair that must catch it."""


@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.__name__)
def test_a_leak_on_purpose_is_caught(leak: Look) -> None:
    looks = {leak.__name__: leak}
    assert any(search(LEAKS[leak], range(seed, seed + 1), looks).apart for seed in range(1, 9))
