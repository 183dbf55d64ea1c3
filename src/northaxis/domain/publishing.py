"""The demands step: who may demand what, the drawn demand, what backing does when all are published (R-5.5 on)."""

from __future__ import annotations

from northaxis.domain import facts as f
from northaxis.domain.demands import Demand, Demander
from northaxis.domain.effects import Assign
from northaxis.domain.facts import Cause, CauseKind, Step
from northaxis.domain.ids import DemandId
from northaxis.domain.perception import perceive
from northaxis.domain.scribe import Scribe
from northaxis.domain.state import State


def possible_demands(state: State, demander: Demander) -> tuple[Demand, ...]:
    """What a demander could ask this turn: legal as its seat sees the board, and not last turn's."""
    row = perceive(state, demander.seat).row if demander.seat is not None else state.board
    last = state.last_demands.get(demander.id)
    return tuple(d for d in demander.demands if d.id != last and d.condition.holds(row))


def open_demands(scribe: Scribe) -> None:
    """Begin the demands step; a demander with nothing to ask is done at once."""
    scribe.record(f.StepBegan(Step.DEMANDS))
    for demander in scribe.state.game.rules.answering.demanders:
        if demander.seat is not None and not possible_demands(scribe.state, demander):
            scribe.record(f.DemandMade(demander.id, None, backed=False))


def publish_demands(scribe: Scribe) -> None:
    """Draw the demands that are drawn, count the silent as asking nothing, and put all on the table."""
    for demander in scribe.state.game.rules.answering.demanders:
        if scribe.state.made(demander.id) is None:
            demand = _drawn(scribe, demander) if demander.seat is None else None
            scribe.record(f.DemandMade(demander.id, demand, backed=False))
    scribe.record(f.DemandsPublished())
    for made in scribe.state.demands:
        demander = scribe.state.game.rules.demander(made.demander)
        if made.backed and made.demand is not None and demander.backing is not None:
            cites = scribe.state.game.rules.demand(made.demand).cites
            cause = Cause(CauseKind.DEMAND, made.demand, demander.seat, "backed", cites)
            scribe.change(demander.backing.on, cause)
            for counter in scribe.state.game.rules.counters:
                if counter.reset_when_backed_by == demander.id:
                    scribe.change((Assign(counter.index, 0),), cause)


def _drawn(scribe: Scribe, demander: Demander) -> DemandId | None:
    """One of the possible demands by weight; the roll is named HD when one demander is drawn, else HD and its id."""
    possible = possible_demands(scribe.state, demander)
    if not possible:
        return None
    drawn = [d for d in scribe.state.game.rules.answering.demanders if d.seat is None]
    name = "HD" if len(drawn) == 1 else f"HD{demander.id}"
    total = sum(demand.weight for demand in possible)
    place = (scribe.dice.draw(scribe.state.turn, name) * total) >> 32
    for demand in possible:
        if place < demand.weight:
            return demand.id
        place -= demand.weight
    return possible[-1].id
