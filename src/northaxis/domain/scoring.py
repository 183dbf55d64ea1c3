"""Victory: each seat's true goals and its hidden agenda against its bar (R-7.4). Several seats may win, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from northaxis.domain.facts import Scored
from northaxis.domain.holding import held_with
from northaxis.domain.ids import AgendaId, SeatId
from northaxis.domain.quantities import Values
from northaxis.domain.ruleset import Game
from northaxis.domain.state import Holder, State


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


@dataclass(frozen=True, slots=True)
class PlayerResult:
    """How a player did over all seats held: `margin` is the sum of score less bar over them. `level` is a bot's."""

    name: str
    level: str | None
    seats: tuple[SeatId, ...]
    margin: int
    won: bool

    @property
    def mean_hundredths(self) -> int:
        """The mean of score less bar over the seats, in hundredths, rounded down."""
        return self.margin * 100 // len(self.seats)


def player_results(state: State) -> tuple[PlayerResult, ...]:
    """Every player with scored seats, in seat order: who wins on the mean of score less bar over them (R-7.7).

    Each bot is a player of its own. Empty before play is over; after a common loss nobody wins (R-7.2).
    """
    margins = {scored.seat: scored.score - scored.bar for scored in state.scores}
    found, done = [], set[SeatId]()
    for seat in state.game.rules.seats:
        own = tuple(held for held in held_with(state, seat) if held in margins)
        if seat in margins and seat not in done:
            done.update(own)
            holder = state.holders.get(seat, Holder("", None))
            margin = sum(margins[held] for held in own)
            lost = state.over is None or state.over.common_loss
            found.append(PlayerResult(holder.name, holder.level, own, margin, margin >= 0 and not lost))
    return tuple(found)


def laureates(results: Sequence[PlayerResult]) -> tuple[PlayerResult, ...]:
    """The players with the largest mean margin, whoever won; ties share (R-7.6). For people alone, give theirs."""

    def is_at_least(one: PlayerResult, other: PlayerResult) -> bool:
        return one.margin * len(other.seats) >= other.margin * len(one.seats)

    return tuple(one for one in results if all(is_at_least(one, other) for other in results))
