"""A forecast plays a table on as the domain would, with the dice and decks of the seeds it is given."""

from dataclasses import replace

import pytest
from tests.shipped import game
from tests.simulation.against import DomainGame, play_in_domain

from northaxis.bots.choose import choose
from northaxis.domain.adjudicate import play
from northaxis.domain.dice import SeededDice
from northaxis.domain.facts import Step
from northaxis.domain.ids import LevelId, SeatId
from northaxis.domain.injects import shuffled
from northaxis.domain.legal import owing
from northaxis.domain.orders import GO_ON, from_text
from northaxis.domain.setup import set_table
from northaxis.domain.state import State, fold
from northaxis.domain.views import view
from northaxis.simulation.forecast import forecast, kernel_of
from northaxis.simulation.record import Record
from northaxis.simulation.resuming import CannotResume, resume, sealed_seats

STAFF = LevelId("staff")


def table_at(scenario: str, turn: int, step: Step, seed: str = "table") -> State:
    """A table played by staff bots until a step of a turn."""
    of, dice = game(scenario), SeededDice(seed)
    state = fold(of, set_table(of, seed, dice, {}))
    while (state.turn, state.step) != (turn, step):
        said = False
        for seat in of.rules.initiative if state.step is Step.NEGOTIATE else owing(state):
            while (choice := choose(of, view(state, seat), STAFF, dice)) is not None:
                state, said = play(state, choice.order, dice).state, True
        if not said:
            state = play(state, GO_ON, dice).state
    return state


def same_future(record: Record, number: int, played: DomainGame) -> None:
    assert record.finals[:, number].tolist() == list(played.state.board)
    assert played.state.over is not None
    assert record.endings[record.ending[number]] == played.state.over.reason
    assert record.scores[:, number].tolist() == [score.score for score in played.state.scores]


@pytest.mark.parametrize(("turn", "step"), [(0, Step.SETUP), (2, Step.TURN_END), (3, Step.ORDERS), (5, Step.ORDERS)])
def test_a_table_played_on_has_the_domains_future(turn: int, step: Step) -> None:
    state = table_at("S3", turn, step)
    seeds = ["future/0", "future/1", "future/2"]
    kernel = kernel_of(state.game)
    record = kernel.go_on(resume(kernel, state, seeds, shuffle=False), STAFF, None, sealed_seats(state))
    for number, seed in enumerate(seeds):
        same_future(record, number, play_in_domain(state.game, seed, STAFF, state))


def test_sheets_that_are_half_written_are_finished_and_sealed_ones_stay() -> None:
    state = table_at("S3", 2, Step.ORDERS)
    for text in ("MIN: answer HOME refuse", "BEI: seal", "WAR: seal"):
        done = play(state, from_text(text), SeededDice("hand"))
        assert done.refused is None, (text, done.refused)
        state = done.state
    kernel = kernel_of(state.game)
    assert sealed_seats(state) == frozenset({SeatId("BEI"), SeatId("WAR")})
    record = kernel.go_on(resume(kernel, state, ["hand/0"], shuffle=False), STAFF, None, sealed_seats(state))
    same_future(record, 0, play_in_domain(state.game, "hand/0", STAFF, state))


def test_the_cards_to_come_are_shuffled_by_the_forecasts_seed() -> None:
    state = table_at("S3", 3, Step.TURN_END)
    dice = SeededDice("deck/0")
    decks = {
        deck.id: tuple(card for card in shuffled(deck, dice) if card in state.decks[deck.id])
        for deck in state.game.decks
    }
    kernel = kernel_of(state.game)
    record = kernel.go_on(resume(kernel, state, ["deck/0"]), STAFF, None, sealed_seats(state))
    same_future(record, 0, play_in_domain(state.game, "deck/0", STAFF, replace(state, decks=decks)))


def test_a_forecast_gives_the_index_turn_by_turn_and_shares_that_add_up() -> None:
    state = table_at("S3", 4, Step.TURN_END)
    found = forecast(state, 40, "what if")
    assert found.spreads[0].turn == 5
    assert found.spreads[0].games == 40
    assert all(s.p5 <= s.p25 <= s.p50 <= s.p75 <= s.p95 for s in found.spreads)
    assert sum(found.endings.values()) == pytest.approx(1, abs=0.001)
    assert found == forecast(state, 40, "what if")


def test_a_forecast_starts_between_turns_or_in_the_orders_step_only() -> None:
    with pytest.raises(CannotResume, match="not in 'demands'"):
        forecast(table_at("S3", 1, Step.DEMANDS), 5, "x")
    with pytest.raises(CannotResume, match="the game is over"):
        forecast(table_at("S1", 4, Step.OVER), 5, "x")
