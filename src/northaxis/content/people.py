"""Compiles people.yaml and turn-zero.yaml: who holds what, who can share a seat, and what is asked before turn 1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from northaxis.content.bench import Bench
from northaxis.content.forms import Shaped
from northaxis.content.strict_yaml import Spot
from northaxis.domain.ids import DialId, SeatId
from northaxis.domain.people import Bloc, CoSeat, People, Question, Seating, Statement, TurnZero
from northaxis.domain.ruleset import Dial, Phase
from northaxis.domain.seats import Seat

if TYPE_CHECKING:
    from northaxis.content import schema
    from northaxis.content.schema import PeopleFile, TurnZeroFile


def compile_people(
    bench: Bench, shaped: Shaped[PeopleFile] | None, seats: Mapping[SeatId, Seat], phases: Sequence[Phase]
) -> People:
    """The people of a file; none without one."""
    if shaped is None:
        return People()
    form = shaped.form
    co_seats: dict[SeatId, CoSeat] = {}
    for spot, each in shaped.each("co_seats", form.co_seats):
        co_seat = _co_seat(bench, each, spot, seats, phases)
        if each.head in co_seats:
            bench.report((spot / "head").problem("duplicate-id", f'"{each.head}" has a co-seat already'))
        elif co_seat is not None:
            co_seats[co_seat.head] = co_seat
    blocs = tuple(
        Bloc(bloc.name, tuple(bench.seat(seat, spot / "seats" / n) for n, seat in enumerate(bloc.seats)))
        for spot, bloc in shaped.each("together", form.together)
    )
    seatings = list[Seating]()
    for spot, row in shaped.each("seatings", form.seatings):
        if any(row.people == other.people for other in seatings):
            bench.report((spot / "people").problem("duplicate-id", f"{row.people} people are seated already"))
        seatings.append(_seating(bench, row, spot, co_seats))
    return People(co_seats, blocs, tuple(seatings))


def _co_seat(
    bench: Bench, form: schema.CoSeatForm, spot: Spot, seats: Mapping[SeatId, Seat], phases: Sequence[Phase]
) -> CoSeat | None:
    """A co-seat; both it and its head must be left with something to order."""
    head, known = bench.seat(form.head, spot / "head"), [phase.id for phase in phases]
    for place, phase in enumerate(form.phases):
        if phase not in known:
            bench.unknown(spot / "phases" / place, "phase", phase, known)
    cites = bench.cites(form.cites, spot / "cites")
    if head not in seats:
        return None
    taken = [action.phase in form.phases for action in seats[head].actions]
    if all(taken) or not any(taken):
        who = head if all(taken) else form.id
        bench.report((spot / "phases").problem("no-actions", f'"{who}" would have nothing to order', key=True))
    return CoSeat(
        id=SeatId(form.id),
        head=head,
        name=form.name,
        mark=form.mark,
        plays=form.plays,
        brief=form.brief,
        resources=form.resources or seats[head].resources,
        advice=tuple(form.advice) or seats[head].advice,
        phases=tuple(form.phases),
        cites=cites,
    )


def _seating(bench: Bench, form: schema.SeatingForm, spot: Spot, co_seats: Mapping[SeatId, CoSeat]) -> Seating:
    """A seating: as many players as people, no seat twice, a co-seat only where its head is shared."""
    if len(form.players) != form.people:
        message = f"there are {form.people} people and {len(form.players)} players"
        bench.report((spot / "players").problem("wrong-count", message, key=True))
    share = tuple(SeatId(head) for head in form.share)
    for place, head in enumerate(share):
        if head not in co_seats:
            bench.unknown(spot / "share" / place, "co-seat", head, co_seats)
    known = [*bench.seats, *(co_seats[head].id for head in share if head in co_seats)]
    taken = set[str]()
    for place, seats in enumerate(form.players):
        here = spot / "players" / place
        if not seats:
            bench.report(here.problem("too-short", "a player holds at least one seat"))
        for number, seat in enumerate(seats):
            if seat not in known:
                bench.unknown(here / number, "seat", seat, known)
            if seat in taken:
                bench.report((here / number).problem("duplicate-id", f'"{seat}" is held twice'))
            taken.add(seat)
    return Seating(form.people, tuple(tuple(SeatId(seat) for seat in seats) for seats in form.players), share)


def compile_turn_zero(bench: Bench, shaped: Shaped[TurnZeroFile] | None, dials: Sequence[Dial]) -> TurnZero:
    """The confidence card and the opening questions of a file; none without one."""
    if shaped is None:
        return TurnZero()
    statements = tuple(
        _statement(bench, statement, spot, dials)
        for spot, statement in shaped.each("statements", shaped.form.statements)
    )
    questions = tuple(
        Question(question.id, question.ask, bench.cites(question.cites, spot / "cites"))
        for spot, question in shaped.each("questions", shaped.form.questions)
    )
    return TurnZero(statements, questions)


def _statement(bench: Bench, form: schema.StatementForm, spot: Spot, dials: Sequence[Dial]) -> Statement:
    dial = next((dial for dial in dials if dial.id == form.dial), None)
    if form.dial is not None and dial is None:
        bench.unknown(spot / "dial", "dial", form.dial, [dial.id for dial in dials])
    if form.borne_out_by is not None:
        settings = [setting.id for setting in dial.settings] if dial is not None else []
        if dial is None and form.dial is None:
            hint = "name the dial that this is a setting of"
            bench.report((spot / "borne_out_by").problem("missing-field", 'there is no "dial" here', hint, key=True))
        elif dial is not None and form.borne_out_by not in settings:
            bench.unknown(spot / "borne_out_by", "setting", form.borne_out_by, settings)
    return Statement(
        id=form.id,
        text=form.text,
        tensions=tuple(form.tensions),
        dial=None if form.dial is None else DialId(form.dial),
        borne_out_by=form.borne_out_by,
        cites=bench.cites(form.cites, spot / "cites"),
    )
