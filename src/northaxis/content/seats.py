"""Compiles one seat: its goals, agendas, actions (one play for each target) and bot doctrine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from northaxis.content.bench import Bench
from northaxis.content.diagnostics import did_you_mean
from northaxis.content.forms import Shaped
from northaxis.content.strict_yaml import Spot
from northaxis.domain.actions import Action, ActionKind, Play
from northaxis.domain.control_facts import Method
from northaxis.domain.demands import ResponseKind
from northaxis.domain.doctrine import Doctrine, OfferPlan, Promise, Trigger
from northaxis.domain.expressions import Condition, Measure, Read
from northaxis.domain.ids import ActionId, AgendaId, DemanderId, PassageId, SeatId
from northaxis.domain.quantities import Kind, Quantity
from northaxis.domain.rolls import Branch, Late, Modifier, Outcome
from northaxis.domain.seats import Agenda, Goal, Seat

if TYPE_CHECKING:
    from northaxis.content import schema
    from northaxis.content.schema import SeatFile


def compile_seat(bench: Bench, shaped: Shaped[SeatFile], phases: Sequence[str]) -> Seat:
    """The seat of a file; `phases` are the phases of resolution there are."""
    form, file = shaped.form.seat, shaped.form
    spot = shaped.spot / "seat"
    goals = tuple(
        Goal(
            goal.points,
            goal.label,
            bench.condition(goal.condition, here / "if"),
            bench.cites(goal.cites, here / "cites"),
        )
        for here, goal in shaped.each("goals", file.goals)
    )
    actions = tuple(
        _action(bench, action, here, form.id, phases) for here, action in shaped.each("actions", file.actions)
    )
    return Seat(
        id=SeatId(form.id),
        name=form.name,
        mark=form.mark,
        hue=form.hue,
        side=form.side,
        plays=form.plays,
        brief=form.brief,
        resources=form.resources,
        advice=tuple(form.advice),
        income=form.income,
        start=form.start,
        orders=form.orders,
        ip=bench.by_name[f"ip.{form.id}"].index,
        goals=goals,
        agendas=tuple(_agenda(bench, agenda, here, form.id) for here, agenda in shaped.each("agendas", file.agendas)),
        actions=actions,
        doctrine=_doctrine(bench, file.doctrine, shaped.spot / "doctrine", [action.id for action in actions]),
        cites=bench.cites(form.cites, spot / "cites"),
    )


def _own(bench: Bench, id: str, seat: str, spot: Spot) -> None:
    """Actions and agendas begin with their seat's letters."""
    if not id.startswith(seat + "-"):
        message = f'"{id}" must begin with its seat'
        bench.report((spot / "id").problem("foreign-id", message, f'write "{seat}-{id.partition("-")[2]}"'))


def _agenda(bench: Bench, form: schema.AgendaForm, spot: Spot, seat: str) -> Agenda:
    _own(bench, form.id, seat, spot)
    bench.cites(form.cites, spot / "cites")
    condition = bench.condition(form.condition, spot / "if")
    return Agenda(AgendaId(form.id), form.points, form.name, form.text, condition)


# --- actions ------------------------------------------------------------------------------------------------------


def _action(bench: Bench, form: schema.ActionForm, spot: Spot, seat: str, phases: Sequence[str]) -> Action:
    _own(bench, form.id, seat, spot)
    if form.phase not in phases:
        bench.unknown(spot / "phase", "phase", form.phase, phases)
    _check_kind(bench, form, spot)
    cites = bench.cites(form.cites, spot / "cites")
    counts = None
    if form.counts is not None:
        counts = bench.quantity(f"count.{form.counts}", spot / "counts", (Kind.COUNT,), "counter")
    return Action(
        id=ActionId(form.id),
        seat=SeatId(seat),
        name=form.name,
        text=form.text,
        phase=form.phase,
        cost=form.cost,
        kind=ActionKind(form.kind),
        plays=_plays(bench, form, spot),
        counts=counts,
        rare=form.rare,
        cites=cites,
        method=Method(form.method),
    )


def _check_kind(bench: Bench, form: schema.ActionForm, spot: Spot) -> None:
    """An `auto` action has `do`; a `rigid` or `semi` one has a roll."""
    if form.kind == "auto" and form.roll is not None:
        hint = "write kind: rigid or semi"
        bench.report((spot / "roll").problem("kind-and-roll", "an auto action has no roll", hint, key=True))
    if form.kind != "auto" and form.do is not None:
        hint = "write kind: auto, or roll, ok and fail"
        bench.report((spot / "do").problem("kind-and-roll", f"a {form.kind} action has a roll", hint, key=True))


def _plays(bench: Bench, form: schema.ActionForm, spot: Spot) -> tuple[Play, ...]:
    if form.targets is None:
        return (_play(bench, form, spot, None),)
    plays = list[Play]()
    for place, name in enumerate(form.targets):
        index = bench.quantity(name, spot / "targets" / place, (Kind.SWITCH,), "switch")
        if name in form.targets[:place]:
            bench.report((spot / "targets" / place).problem("duplicate-id", f'"{name}" is listed twice'))
        elif index is not None:
            plays.append(_play(bench, form, spot, bench.quantities[index]))
    return tuple(plays)


def _play(bench: Bench, form: schema.ActionForm, spot: Spot, target: Quantity | None) -> Play:
    cites = tuple(PassageId(cite) for cite in form.cites)
    late, also, bonus = form.late, form.also, form.bonus
    return Play(
        action=ActionId(form.id),
        target=None if target is None else target.id,
        target_index=None if target is None else target.index,
        requires=bench.bound(form.condition, spot / "if", target),
        outcome=_on_ones_word(bench, form, bench.outcome(form, spot, cites, target)),
        late=None
        if late is None
        else Late(
            bench.bound(late.condition, spot / "late" / "if", target),
            bench.effects(late.effects, spot / "late" / "effects", target),
            late.turns,
        ),
        also=_branch(bench, also, spot / "also", target),
        bonus=_branch(bench, bonus, spot / "bonus", target),
    )


def _on_ones_word(bench: Bench, form: schema.ActionForm, outcome: Outcome) -> Outcome:
    """Half-rigid rolls rest on trust: one harder while the seat's broken word is remembered (R-8.6)."""
    word = bench.by_name.get(f"flag.word_{form.id[:3].lower()}")
    if form.kind != "semi" or outcome.roll is None or word is None:
        return outcome
    held_against = Condition.of(Read(word.index, word.id, is_flag=True))
    modifiers = (*outcome.roll.modifiers, Modifier(held_against, -1, "a promise was broken"))
    return replace(outcome, roll=replace(outcome.roll, modifiers=modifiers))


def _branch(bench: Bench, form: schema.BranchForm | None, spot: Spot, target: Quantity | None) -> Branch | None:
    if form is None:
        return None
    return Branch(bench.bound(form.condition, spot / "if", target), bench.effects(form.do, spot / "do", target))


# --- doctrine -----------------------------------------------------------------------------------------------------


def _doctrine(bench: Bench, form: schema.DoctrineForm, spot: Spot, actions: Sequence[str]) -> Doctrine:
    cares = list[tuple[Measure, int]]()
    for name, weight in form.cares.items():
        measure = bench.measure(name, spot / "cares" / name, key=True)
        if measure is not None:
            cares.append((measure, weight))
    triggers = list[Trigger]()
    for place, rule in enumerate(form.rules):
        here = spot / "rules" / place
        for number, action in enumerate(rule.prefer):
            if action not in actions:
                bench.unknown(here / "prefer" / number, "action", action, actions)
        condition = bench.condition(rule.condition, here / "if")
        triggers.append(
            Trigger(
                condition, tuple(ActionId(action) for action in rule.prefer), split_names(bench, rule.say, here / "say")
            )
        )
    offers = tuple(_offer(bench, offer, spot / "offers" / place) for place, offer in enumerate(form.offers))
    return Doctrine(form.line, tuple(cares), tuple(triggers), form.honour, offers)


def _offer(bench: Bench, form: schema.OfferForm, spot: Spot) -> OfferPlan:
    """A plan of a deal; that seats, demanders and actions exist is asked when the whole rule set is known."""
    promises = list[Promise]()
    for place, text in enumerate(form.terms):
        promise = promise_from_text(text)
        if promise is None:
            hint = "try 'KYI pay MIN 1', 'MIN answer KYI comply', 'KYI hold KYI-STR until +1'"
            bench.report((spot / "terms" / place).problem("bad-promise", f'"{text}" is not a promise', hint))
        else:
            promises.append(promise)
    return OfferPlan(SeatId(form.to), bench.condition(form.condition, spot / "if"), tuple(promises), form.say)


def promise_from_text(text: str) -> Promise | None:
    """A promise in the notation of deals, with turns counted from the deal (`until +1`); None when it is not one."""
    match text.split():
        case [seat, "pay", to, ip] if ip.isdecimal():
            return Promise("transfer", SeatId(seat), to=SeatId(to), ip=int(ip))
        case [seat, "answer", demander, kind] if kind in set(ResponseKind):
            return Promise("response", SeatId(seat), demander=DemanderId(demander), response=ResponseKind(kind))
        case [seat, ("hold" | "order") as verb, actions, "until", turns] if turns[:1] == "+" and turns[1:].isdecimal():
            named = tuple(ActionId(action) for action in actions.split(","))
            return Promise("no_order" if verb == "hold" else "order", SeatId(seat), actions=named, turns=int(turns[1:]))
        case _:
            return None


def split_names(bench: Bench, text: str, spot: Spot) -> tuple[str, ...]:
    """Alternating text and names of quantities: `at {cohesion}!` is ("at ", "cohesion", "!"). Nothing is formatted."""
    parts, rest, place = list[str](), text, 0
    while "{" in rest or "}" in rest:
        before, brace, after = rest.partition("{")
        name, closing, rest_after = after.partition("}")
        start = place + len(before)
        if not brace or not closing or "}" in before or "{" in name:
            hint = "write {name} with the name of a quantity"
            at = place + min(found for found in (rest.find("{"), rest.find("}")) if found >= 0)
            bench.report(spot.inside("bad-placeholder", "a brace has no partner", hint, at, at + 1))
            return (text,)
        if name not in bench.names:
            end = start + len(name) + 2
            hint = did_you_mean(name, bench.names)
            if name not in bench.declared:
                bench.report(spot.inside("unknown-name", f'there is no quantity "{name}"', hint, start, end))
        parts.extend((before, name))
        place, rest = start + len(name) + 2, rest_after
    return (*parts, rest)
