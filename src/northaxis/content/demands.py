"""Compiles who demands, what they ask, and how the answering seat can answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from northaxis.content.bench import Bench
from northaxis.content.forms import Shaped
from northaxis.content.strict_yaml import Spot
from northaxis.domain.demands import Answering, Backing, Demand, Demander, Response, ResponseKind
from northaxis.domain.ids import DemanderId, DemandId, SeatId
from northaxis.domain.quantities import Kind

if TYPE_CHECKING:
    from northaxis.content import schema
    from northaxis.content.schema import DemandsFile


def compile_answering(bench: Bench, shaped: Shaped[DemandsFile]) -> Answering:
    """The answering seat with its demanders and its four ways to answer."""
    form, spot = shaped.form, shaped.spot
    seat = bench.seat(form.answering.seat, spot / "answering" / "seat")
    demanders = tuple(_demander(bench, demander, here) for here, demander in shaped.each("demanders", form.demanders))
    responses = {
        kind: _response(bench, kind, getattr(form.responses, kind.value), spot / "responses" / kind.value)
        for kind in ResponseKind
    }
    flag, not_fooled = None, frozenset[SeatId]()
    if form.sham is not None:
        here = spot / "sham"
        flag = bench.quantity(f"flag.{form.sham.flag}", here / "flag", (Kind.FLAG,), "flag")
        not_fooled = frozenset(
            bench.seat(id, here / "cannot_fool" / place) for place, id in enumerate(form.sham.cannot_fool)
        )
    return Answering(seat, form.answering.most_complies, demanders, responses, flag, not_fooled)


def _response(bench: Bench, kind: ResponseKind, form: schema.ResponseForm, spot: Spot) -> Response:
    pull, rest = form.do.get("pull", 0), {key: value for key, value in form.do.items() if key != "pull"}
    if not isinstance(pull, int) or isinstance(pull, bool) or abs(pull) > 10:
        bench.report((spot / "do" / "pull").problem("wrong-effect", '"pull" must be a number from -10 to 10'))
        pull = 0
    effects = bench.effects(rest, spot / "do")
    return Response(kind, form.key, form.name, form.say, form.cost, pull, effects)


def _demander(bench: Bench, form: schema.DemanderForm, spot: Spot) -> Demander:
    seat = None if form.seat is None else bench.seat(form.seat, spot / "seat")
    if (seat is None) != form.drawn:
        message = "a demander either has a seat or its demand is drawn"
        hint = "add drawn: true" if seat is None else "remove drawn"
        bench.report(spot.problem("seat-or-drawn", message, hint))
    pull = bench.quantity(form.pull, spot / "pull", (Kind.TRACK,), "track")
    return Demander(
        id=DemanderId(form.id),
        seat=seat,
        name=form.name,
        short=form.short,
        pull=pull or 0,
        comply_cost=form.comply_cost,
        backing=_backing(bench, form.backing, spot / "backing"),
        demands=tuple(_demand(bench, demand, spot / "demands" / place) for place, demand in enumerate(form.demands)),
        cites=bench.cites(form.cites, spot / "cites"),
    )


def _backing(bench: Bench, form: schema.BackingForm | None, spot: Spot) -> Backing | None:
    if form is None:
        return None
    return Backing(
        form.cost, bench.effects(form.on, spot / "on"), bench.effects(form.refuse, spot / "refuse"), form.say
    )


def _demand(bench: Bench, form: schema.DemandForm, spot: Spot) -> Demand:
    sham_of = None
    if form.sham_of is not None:
        sham_of = bench.quantity(form.sham_of, spot / "sham_of", (Kind.SWITCH,), "switch")
    return Demand(
        id=DemandId(form.id),
        name=form.name,
        text=form.text,
        condition=bench.condition(form.condition, spot / "if"),
        comply=bench.effects(form.comply, spot / "comply"),
        refuse=bench.effects(form.refuse, spot / "refuse"),
        sham_of=sham_of,
        weight=form.weight,
        cites=bench.cites(form.cites, spot / "cites"),
    )
