"""Victory: each seat's true goals and its hidden agenda against its bar (R-7.4). Several seats may win, or none."""

from __future__ import annotations

from dataclasses import dataclass

from northaxis.domain.facts import Scored
from northaxis.domain.ids import AgendaId, SeatId
from northaxis.domain.quantities import Values
from northaxis.domain.ruleset import Game
from northaxis.domain.state import State


@dataclass(frozen=True, slots=True)
class Standing:
    """How a seat stands if play ended on this board."""

    seat: SeatId
    goals: tuple[int, ...]
    agenda: AgendaId | None
    agenda_met: bool
    score: int
    bar: int


def standing(game: Game, seat: SeatId, agenda: AgendaId | None, row: Values) -> Standing:
    """Score a seat on a board: its goals that hold, plus its agenda."""
    rules = game.rules.seats[seat]
    met = tuple(place for place, goal in enumerate(rules.goals) if goal.condition.holds(row))
    dealt = next((a for a in rules.agendas if a.id == agenda), None)
    agenda_met = dealt is not None and bool(dealt.condition.holds(row))
    score = sum(rules.goals[place].points for place in met) + (dealt.points if dealt is not None and agenda_met else 0)
    return Standing(seat, met, agenda, agenda_met, score, game.bar(seat))


def score_seats(state: State, common_loss: bool) -> tuple[Scored, ...]:
    """The scores of every scored seat; after a common loss nobody wins, whatever the score."""
    found = []
    for seat in state.game.scenario.scored:
        at = standing(state.game, seat, state.agendas.get(seat), state.board)
        won = at.score >= at.bar and not common_loss
        found.append(Scored(seat, at.goals, at.agenda, at.agenda_met, at.score, at.bar, won))
    return tuple(found)
