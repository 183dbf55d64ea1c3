"""Adjudication: answers first, then orders phase by phase, all orders of a phase on one standing board (R-6).

Odds and requirements are read from the board as the phase opens, so no order's success can depend on another order of
the same moment, and no paradox can arise.
"""

from __future__ import annotations

from dataclasses import dataclass

from northaxis.domain import facts as f
from northaxis.domain.actions import Action, Play
from northaxis.domain.demands import ResponseKind
from northaxis.domain.effects import Assign, Effects, Shift
from northaxis.domain.facts import Cause, CauseKind, Result
from northaxis.domain.ids import SeatId
from northaxis.domain.quantities import Kind, Values
from northaxis.domain.scribe import Scribe, Throw, with_detail
from northaxis.domain.state import MadeDemand, PlacedOrder


def resolve_answers(scribe: Scribe) -> None:
    """The answers to the demands, in the demanders' order; a missing answer is a refusal (R-5.9)."""
    answering = scribe.state.game.rules.answering
    sheet = scribe.state.sheet(answering.seat)
    for made in sorted(scribe.state.demands, key=lambda m: [d.id for d in answering.demanders].index(m.demander)):
        if made.demand is not None:
            _answer(scribe, made, sheet.answer(made.demander) or ResponseKind.REFUSE)


def _answer(scribe: Scribe, made: MadeDemand, kind: ResponseKind) -> None:
    rules = scribe.state.game.rules
    answering, demander = rules.answering, rules.demander(made.demander)
    assert made.demand is not None
    demand, response = rules.demand(made.demand), answering.responses[kind]
    cause = Cause(CauseKind.RESPONSE, f"{demand.id}.{response.key}", answering.seat, kind.value, demand.cites)
    scribe.record(f.Answered(answering.seat, demander.id, demand.id, kind, made.backed))
    if kind is ResponseKind.SHAM and demand.sham_of is not None:
        scribe.record(f.ShamStarted(rules.quantities[demand.sham_of].id))
    if response.pull:
        scribe.change((Shift(demander.pull, response.pull),), cause)
    scribe.change(response.effects, cause)
    if kind is ResponseKind.COMPLY:
        scribe.change(demand.comply, cause)
        for counter in rules.counters:
            if counter.on_comply_with == demander.id:
                scribe.change((Shift(counter.index, 1),), cause)
    elif kind is ResponseKind.REFUSE:
        scribe.change(demand.refuse, cause)
        if made.backed and demander.backing is not None:
            scribe.change(demander.backing.refuse, with_detail(cause, "backed"))


@dataclass(slots=True)
class _Attempt:
    """An order in its phase: what it would do and how its roll came out."""

    seat: SeatId
    order: PlacedOrder
    action: Action
    play: Play
    cause: Cause
    throw: Throw
    lost: bool = False

    @property
    def effects(self) -> Effects:
        if self.lost and self.play.outcome.roll is None:
            return ()
        return self.play.outcome.ok if self.succeeds else self.play.outcome.fail

    @property
    def succeeds(self) -> bool:
        return self.throw.success and not self.lost


def resolve_phase(scribe: Scribe) -> None:
    """Resolve every order of the current phase (R-6.2 to R-6.6)."""
    phase = scribe.state.current_phase()
    assert phase is not None
    standing = scribe.state.board
    attempts = [
        a for a in (_attempt(scribe, seat, order, standing) for seat, order in _orders_of(scribe, phase.id)) if a
    ]
    _settle_contests(scribe, attempts)
    for attempt in attempts:
        _apply(scribe, attempt, standing)


def _orders_of(scribe: Scribe, phase: str) -> list[tuple[SeatId, PlacedOrder]]:
    actions = scribe.state.game.rules.actions
    return [
        (seat, order)
        for seat in scribe.state.initiative()
        for order in scribe.state.sheet(seat).orders
        if actions[order.action].phase == phase
    ]


def _attempt(scribe: Scribe, seat: SeatId, order: PlacedOrder, standing: Values) -> _Attempt | None:
    action, play = scribe.state.game.rules.actions[order.action], scribe.state.play_of(order)
    cause = Cause(CauseKind.ACTION, action.id, seat, order.target or "", action.cites)
    if not play.requires.holds(standing):
        refund = max(0, action.cost - 1)
        scribe.record(f.OrderVoided(seat, action.id, order.target, refund))
        scribe.pay(seat, -refund, Cause(CauseKind.COST, action.id, seat, "void"))
        return None
    roll, handling = play.outcome.roll, scribe.state.room.handling(action.id, order.target)
    if handling.success is not None:  # decided without dice, so by no margin
        throw = Throw(handling.success, 0)
    elif roll is not None:
        throw = scribe.throw(play.roll_name, roll, standing, cause, shift=handling.shift)
    else:
        throw = Throw(True, 0)
    return _Attempt(seat, order, action, play, cause, throw)


def _settle_contests(scribe: Scribe, attempts: list[_Attempt]) -> None:
    """Two successes that set one switch to different states: the higher margin stands, equal ones both fall (R-6.4)."""
    quantities = scribe.state.game.rules.quantities
    wishes: dict[int, list[tuple[_Attempt, int]]] = {}
    for attempt in attempts:
        if attempt.throw.success:
            for effect in attempt.play.outcome.ok:
                if isinstance(effect, Assign) and quantities[effect.index].kind is Kind.SWITCH:
                    wishes.setdefault(effect.index, []).append((attempt, effect.to))
    for rivals in wishes.values():
        best = {to: max(a.throw.margin for a, wanted in rivals if wanted == to) for to in {to for _, to in rivals}}
        if len(best) > 1:
            for attempt, to in rivals:
                other = max(margin for state, margin in best.items() if state != to)
                attempt.lost = attempt.lost or best[to] <= other


def _apply(scribe: Scribe, attempt: _Attempt, standing: Values) -> None:
    play, seat, order = attempt.play, attempt.seat, attempt.order
    result = Result.LOST if attempt.lost else Result.OK if attempt.succeeds else Result.FAIL
    scribe.record(f.OrderResolved(seat, order.action, order.target, result))
    cause = attempt.cause
    if attempt.succeeds:
        come_about(scribe, seat, play, standing, cause)
    else:
        scribe.change(attempt.effects, cause)
    if play.also is not None and play.also.condition.holds(standing):
        scribe.change(play.also.effects, with_detail(cause, "also"))
    if attempt.succeeds and play.bonus is not None and play.bonus.condition.holds(standing):
        scribe.change(play.bonus.effects, with_detail(cause, "bonus"))
    if attempt.action.counts is not None:
        scribe.change((Shift(attempt.action.counts, 1),), cause)


def come_about(scribe: Scribe, seat: SeatId, play: Play, standing: Values, cause: Cause) -> None:
    """The effects of a success, its bonus apart; what comes late is put down for later (R-6.7)."""
    effects = play.outcome.ok
    if play.late is not None and play.late.condition.holds(standing):
        delayed = list(play.late.effects)
        effects = tuple(effect for effect in effects if effect not in delayed)
        scribe.record(f.LateQueued(seat, play.action, play.target, scribe.state.turn + play.late.turns))
    scribe.change(effects, cause)
