"""What moving the table on means, in words: where it has come to, and what happens to those who have not finished."""

from __future__ import annotations

from northaxis.domain.facts import Step
from northaxis.domain.ids import SeatId
from northaxis.domain.state import State
from northaxis.services.console import Console
from northaxis.services.wording import SAY, joined, plain, seat_name


def went_on(state: State) -> str:
    """Where the table has come to."""
    if state.over is not None:
        return "play is over"
    if state.table is not None:
        return f"card {state.table.card}, {plain(state.game.cards[state.table.card].title)}"
    if state.step is Step.ADJUDICATE and state.phase < len(state.game.rules.phases):
        return f"{SAY[state.step]}, next {plain(state.game.rules.phases[state.phase].name)}"
    return SAY[state.step]


def waited_for(console: Console) -> tuple[SeatId, ...]:
    """The people's seats that owe something."""
    return tuple(line.seat for line in console.seats if line.owes and not line.is_bot)


def unfinished_words(state: State, waited: tuple[SeatId, ...]) -> str:
    """Who has not finished, and what that comes to if the table moves on."""
    names = joined(seat_name(state.game, seat) for seat in waited)
    return f"{names} {'has' if len(waited) == 1 else 'have'} not finished. {default_words(state)}"


def default_words(state: State) -> str:
    """What silence comes to in this step."""
    if state.table is not None:
        return "Silence takes the last option that can be paid for."
    if state.step is Step.DEMANDS:
        return "Who has chosen no demand makes none."
    return "A sheet that is not sealed counts as it stands; unanswered demands are refused."
