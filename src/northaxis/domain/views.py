"""What one seat may see of a table now, built field by field from nothing. Screens, bots and the wire get only this."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from northaxis.domain.arguments import (
    ArgumentOdds,
    argument_odds,
    arguments_now,
    concession,
    may_know,
    may_reason,
    strongest_objector,
)
from northaxis.domain.budget import tokens_left
from northaxis.domain.control_facts import ArgumentSettled, NamedShift
from northaxis.domain.demands import Demand
from northaxis.domain.facts import GameOver, Scored, Step
from northaxis.domain.holding import held_with, orders_allowed
from northaxis.domain.ids import (
    CONTROL,
    ActionId,
    AgendaId,
    ArgumentId,
    CardId,
    DemanderId,
    DialId,
    OptionId,
    QuantityId,
    SeatId,
)
from northaxis.domain.legal import legal_orders, owing, purse
from northaxis.domain.legal_arguments import argue_refusal
from northaxis.domain.orders import Order
from northaxis.domain.perception import Perception, hidden, perceive
from northaxis.domain.publishing import possible_demands
from northaxis.domain.quantities import Hidden, Kind, band_of
from northaxis.domain.room import Argued, Argument, Handling, Project
from northaxis.domain.ruleset import Game
from northaxis.domain.scoring import Standing, standing
from northaxis.domain.state import Deal, Holder, MadeDemand, Sheet, State


@dataclass(frozen=True, slots=True)
class TrackView:
    """A track as a seat sees it: its value, or the band word and limits when it may not know the value."""

    id: QuantityId
    value: int | None
    veil: Hidden | None


@dataclass(frozen=True, slots=True)
class SwitchView:
    """A switch: what is declared, and for those who know, whether it really runs."""

    id: QuantityId
    declared_on: bool
    really_on: bool | None


@dataclass(frozen=True, slots=True)
class IndexView:
    """The pressure index: its number for those who may know it, its band for all, and where the next band begins."""

    value: int | None
    band: str
    next_at: int | None


@dataclass(frozen=True, slots=True)
class CardView:
    """The card on the table. `card` is None when it was delivered to somebody else."""

    card: CardId | None
    picked: OptionId | None
    waiting_for: int


@dataclass(frozen=True, slots=True)
class ArgumentView:
    """An argument of this turn as a seat may see it. `estimates` are the others' only when it is settled."""

    id: ArgumentId
    seat: SeatId
    claim: str
    reasons: tuple[Argued, ...]
    action: ActionId | None
    target: QuantityId | None
    shifts: tuple[NamedShift, ...] | None
    odds: ArgumentOdds
    concession: NamedShift | None
    objector: SeatId | None
    may_reason: bool
    own_estimate: int | None
    estimates: tuple[tuple[SeatId, int], ...]
    settled: ArgumentSettled | None
    why: str
    secret: bool = False
    """Whispered to control: only its seat and control are shown it before play is over (R-9.13)."""
    is_big: bool = False
    """Its effect is over the budget and needs it to hold in two turns (R-9.14)."""
    project: ArgumentId | None = None
    """The project that it takes up again."""
    asked: bool = False
    """Control asks the room for estimates (R-9.15)."""
    answered: int = 0
    """How many seats have answered; counted from the moment that control asks."""


@dataclass(frozen=True, slots=True)
class SeatView:
    """Everything a seat may know of a table at one moment."""

    seat: SeatId
    turn: int
    turns: int
    day: int
    date: str
    step: Step
    phase: str | None
    perception: Perception
    index: IndexView
    tracks: tuple[TrackView, ...]
    switches: tuple[SwitchView, ...]
    ip: int
    allowed_orders: int
    card: CardView | None
    demands: tuple[MadeDemand, ...]
    could_demand: tuple[Demand, ...]
    sheet: Sheet
    spent: tuple[str, ...]
    stalled: frozenset[DemanderId]
    legal: tuple[Order, ...]
    owes: bool
    waiting_for: int
    deals: tuple[Deal, ...]
    agenda: AgendaId | None
    standing: Standing | None
    holders: tuple[tuple[SeatId, Holder], ...]
    over: GameOver | None
    scores: tuple[Scored, ...]
    own_seats: tuple[SeatId, ...] = ()
    """Every seat of the person who holds this one, itself included; empty for control."""
    dials: tuple[tuple[DialId, str], ...] = ()
    """How the dials stand: for control, and for all once play is over."""
    guesses: tuple[tuple[DialId, str], ...] = ()
    marks: tuple[int, ...] = ()
    """The seat's own confidence card, as last filled in before play."""
    marks_after: tuple[int, ...] = ()
    arguments: tuple[ArgumentView, ...] = ()
    """This turn's: a seat's own, and all of them once the sheets are open."""
    projects: tuple[Project, ...] = ()
    """Big projects that have held once and stand for a second time; in secret a seat's own alone."""
    may_argue: bool = False
    handlings: tuple[Handling, ...] = ()
    """Orders of this turn's opened sheets that are not simply left to their dice, with control's reasons."""
    tokens_left: int = 0
    """Override tokens that control has left; public (R-9.3)."""


def view(state: State, seat: SeatId) -> SeatView:
    """The table as `seat` (or control) may see it now."""
    rules, seen = state.game.rules, perceive(state, seat)
    plays = seat in rules.seats
    waiting = owing(state)
    first = state.game.first_date
    opens = date.fromisoformat(first) + timedelta(days=state.game.scenario.turn_days * max(0, state.turn - 1))
    return SeatView(
        seat=seat,
        turn=state.turn,
        turns=state.turns,
        day=state.game.first_day + state.game.scenario.turn_days * max(0, state.turn - 1),
        date=opens.isoformat(),
        step=state.step,
        phase=phase.id if (phase := state.current_phase()) else None,
        perception=seen,
        index=_index(state, seen),
        tracks=_tracks(state, seat),
        switches=_switches(state, seat),
        ip=purse(state, seat) if plays else 0,
        allowed_orders=orders_allowed(state, seat),
        card=_card(state, seat),
        demands=_demands(state, seat),
        could_demand=_could_demand(state, seat),
        sheet=state.sheet(seat),
        spent=tuple(state.spent.get(seat, ())),
        stalled=state.last_stalls,
        legal=legal_orders(state, seat),
        owes=seat in waiting,
        waiting_for=_waiting_for(state, seat),
        deals=tuple(d for d in state.deals if d.public or seat in (d.seat, d.to, CONTROL)),
        agenda=state.agendas.get(seat),
        standing=standing(state.game, seat, state.agendas.get(seat), seen.row) if plays else None,
        holders=tuple(state.holders.items()),
        over=state.over,
        scores=state.scores if state.over else (),
        own_seats=held_with(state, seat) if plays else (),
        dials=tuple(state.dials.items()) if seat == CONTROL or state.over else (),
        guesses=tuple(state.beliefs.guesses.get(seat, {}).items()),
        marks=state.beliefs.before.get(seat, ()),
        marks_after=state.beliefs.after.get(seat, ()),
        arguments=_arguments(state, seat),
        projects=tuple(one for one in state.room.projects if may_know(state, one, seat)),
        may_argue=argue_refusal(state, seat) is None,
        handlings=state.room.handlings,
        tokens_left=tokens_left(state),
    )


def _arguments(state: State, seat: SeatId) -> tuple[ArgumentView, ...]:
    order = state.game.rules.initiative
    written = sorted(arguments_now(state), key=lambda one: order.index(one.seat) if one.action is None else len(order))
    return tuple(
        _argument(state, one, seat)
        for one in written
        if seat in (one.seat, CONTROL) or (state.opened and may_know(state, one, seat))
    )


def _argument(state: State, one: Argument, seat: SeatId) -> ArgumentView:
    shows_all = one.settled is not None or seat == CONTROL
    return ArgumentView(
        id=one.id,
        seat=one.seat,
        claim=one.claim,
        reasons=one.reasons,
        action=one.action,
        target=one.target,
        shifts=one.shifts,
        odds=argument_odds(one),
        concession=concession(one),
        objector=strongest_objector(one),
        may_reason=may_reason(state, one, seat),
        own_estimate=one.estimates.get(seat),
        estimates=tuple((s, one.estimates[s]) for s in state.game.rules.initiative if s in one.estimates)
        if shows_all
        else (),
        settled=one.settled,
        why=one.why,
        secret=one.secret,
        is_big=one.is_big,
        project=one.project,
        asked=one.asked,
        answered=len(one.estimates) if one.asked or shows_all else 0,
    )


def knows_index(game: Game, seat: SeatId) -> bool:
    """Whether a seat may know the index exactly: it sees every quantity the index is made of."""
    quantities = game.rules.quantities
    return seat == CONTROL or all(quantities[index].is_seen_by(seat) for index in game.rules.index.reads)


def _index(state: State, seen: Perception) -> IndexView:
    rules = state.game.rules
    band = band_of(rules.bands, state.index)
    above = [b for b in rules.bands if b.upto > band.upto]
    next_at = band.upto + 1 if above else None
    return IndexView(state.index if knows_index(state.game, seen.seat) else None, band.name, next_at)


def _tracks(state: State, seat: SeatId) -> tuple[TrackView, ...]:
    found = []
    for quantity in state.game.rules.quantities:
        if quantity.kind is Kind.TRACK:
            exact = seat == CONTROL or quantity.is_seen_by(seat)
            value = state.board[quantity.index] if exact else None
            found.append(TrackView(quantity.id, value, None if exact else hidden(state, quantity)))
    return tuple(found)


def _switches(state: State, seat: SeatId) -> tuple[SwitchView, ...]:
    knows = seat == CONTROL or seat in state.game.rules.answering.not_fooled
    found = []
    for quantity in state.game.rules.quantities:
        if quantity.kind is Kind.SWITCH:
            really = bool(state.board[quantity.index])
            declared = really and quantity.id != state.sham
            found.append(SwitchView(quantity.id, declared, really if knows else None))
    return tuple(found)


def _waiting_for(state: State, seat: SeatId) -> int:
    """How many the table waits for. Whether somebody's private card asks for anything is for its reader and control."""
    private = state.game.cards[state.table.card].private_to if state.table is not None else None
    return len(owing(state)) if private is None or seat in (private, CONTROL) else 0


def _card(state: State, seat: SeatId) -> CardView | None:
    if state.table is None:
        return None
    card = state.game.cards[state.table.card]
    mine = seat == CONTROL or card.private_to in (None, seat)
    return CardView(card.id if mine else None, state.table.pick(seat) if mine else None, _waiting_for(state, seat))


def _demands(state: State, seat: SeatId) -> tuple[MadeDemand, ...]:
    if state.published or seat == CONTROL:
        return state.demands
    own = {demander.id for demander in state.game.rules.answering.demanders if demander.seat == seat}
    return tuple(made for made in state.demands if made.demander in own)


def _could_demand(state: State, seat: SeatId) -> tuple[Demand, ...]:
    if state.step is not Step.DEMANDS:
        return ()
    mine = next((d for d in state.game.rules.answering.demanders if d.seat == seat), None)
    return possible_demands(state, mine) if mine is not None and state.made(mine.id) is None else ()
