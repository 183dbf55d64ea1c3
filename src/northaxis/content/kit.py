"""Compiles facilitating.yaml: what the person who runs a session reads aloud, watches, times and asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from northaxis.content.bench import Bench
from northaxis.content.forms import Shaped
from northaxis.content.strict_yaml import Spot
from northaxis.domain import kit as k
from northaxis.domain.ids import ActionId, ScenarioId, SeatId
from northaxis.domain.quantities import Kind
from northaxis.domain.ruleset import RuleSet

if TYPE_CHECKING:
    from northaxis.content import schema
    from northaxis.content.schema import FacilitatingFile

STEPS = (k.BEFORE, *k.TURN, k.DEBRIEF)
"""Steps that a checklist can belong to."""


def compile_kit(bench: Bench, shaped: Shaped[FacilitatingFile] | None, rules: RuleSet) -> k.Kit:
    """The kit of a file; an empty one without it. Scenarios are not known yet: `kit_checks` looks at their names."""
    if shaped is None:
        return k.Kit()
    form = shaped.form
    return k.Kit(
        opening=tuple(
            k.Speech(
                speech.id,
                speech.who,
                speech.say,
                tuple(ScenarioId(name) for name in speech.scenarios),
                speech.reads_scene,
                bench.cites(speech.cites, spot / "cites"),
            )
            for spot, speech in shaped.each("opening", form.opening)
        ),
        objectives=tuple(
            _objective(bench, objective, spot, rules) for spot, objective in shaped.each("objectives", form.objectives)
        ),
        plans={plan.scenario: plan for plan in _plans(bench, shaped)},
        roles={role.seat: role for role in _roles(bench, shaped, rules)},
        hot_wash=tuple(
            k.Item(
                item.id,
                item.name,
                item.how,
                tuple((ScenarioId(s), n) for s, n in item.minutes.items()),
                item.writes or "",
            )
            for item in form.hot_wash
        ),
        seat_questions=tuple(
            k.SeatQuestion(
                question.id,
                _holder(bench, question.seat, spot / "seat", rules),
                question.ask,
                bench.cites(question.cites, spot / "cites"),
            )
            for spot, question in shaped.each("seat_questions", form.seat_questions)
        ),
        prompts=tuple(_prompt(bench, prompt, spot, rules) for spot, prompt in shaped.each("prompts", form.prompts)),
        charts=tuple(_chart(bench, chart, spot, rules) for spot, chart in shaped.each("charts", form.charts)),
        commitments=tuple(k.Commitment(each.id, each.ask) for each in form.commitments),
        checklists=tuple(
            _checklist(bench, checklist, spot) for spot, checklist in shaped.each("checklists", form.checklists)
        ),
    )


def _prompt(bench: Bench, form: schema.PromptForm, spot: Spot, rules: RuleSet) -> k.Prompt:
    if form.never and form.condition is None:
        hint = "write what must not hold after `if`"
        bench.report((spot / "never").problem("missing-field", 'there is no "if" here', hint, key=True))
    if form.turns and form.condition is None and not form.rose:
        hint = "it counts the turns of `if` and `rose`"
        bench.report((spot / "turns").problem("missing-field", 'there is no "if" or "rose" here', hint, key=True))
    comings = set(_comings(rules))
    for place, name in enumerate(form.came):
        if name not in comings:
            bench.unknown(spot / "came" / place, "rule", name, comings)
    rose = (bench.quantity(name, spot / "rose" / n, (Kind.TRACK,), "track") for n, name in enumerate(form.rose))
    return k.Prompt(
        form.id,
        bench.condition(form.condition, spot / "if"),
        form.ask,
        bench.cites(form.cites, spot / "cites"),
        form.turns,
        form.never,
        tuple(place for place in rose if place is not None),
        tuple(form.came),
        None if form.happened is None else k.Happening(form.happened),
    )


TRACKS = {k.ChartKind.PATH: 2, k.ChartKind.CLIMB: 1}
"""How many tracks a chart of a kind has, where it is a fixed number."""


def _chart(bench: Bench, form: schema.ChartForm, spot: Spot, rules: RuleSet) -> k.Chart:
    kind = k.ChartKind(form.kind)
    wanted = TRACKS.get(kind)
    if wanted is not None and len(form.tracks) != wanted:
        words = f"a {kind} has {wanted} track{'' if wanted == 1 else 's'}, not {len(form.tracks)}"
        bench.report((spot / "tracks").problem("out-of-range", words))
    if form.watch is not None and form.watch not in rules.actions:
        bench.unknown(spot / "watch", "action", form.watch, rules.actions)
    tracks = (bench.quantity(name, spot / "tracks" / n, (Kind.TRACK,), "track") for n, name in enumerate(form.tracks))
    return k.Chart(
        form.id,
        form.name,
        kind,
        tuple(place for place in tracks if place is not None),
        form.note,
        None if form.watch is None else ActionId(form.watch),
        bench.cites(form.cites, spot / "cites"),
    )


def _objective(bench: Bench, form: schema.ObjectiveForm, spot: Spot, rules: RuleSet) -> k.Objective:
    known = set(_names(rules))
    for place, name in enumerate(form.bites):
        if name not in known:
            bench.unknown(spot / "bites" / place, "rule", name, known)
    cites = bench.cites(form.cites, spot / "cites")
    return k.Objective(form.id, form.text, tuple(form.evidence), tuple(form.bites), cites)


def _names(rules: RuleSet) -> Iterator[str]:
    """Every id that an objective may point at."""
    yield from rules.by_name
    yield from rules.measures
    yield from rules.actions
    yield from (str(dial.id) for dial in rules.dials)
    yield from (kind for kind in rules.answering.responses)
    yield from (demand.id for demander in rules.answering.demanders for demand in demander.demands)
    yield from _comings(rules)


def _comings(rules: RuleSet) -> Iterator[str]:
    """Every id of what can come about at a turn's end."""
    yield from (rule.id for group in (rules.rules, rules.snaps, rules.ends, rules.ladder) for rule in group)
    yield from (rule.id for rule in rules.flag_rules)
    yield from (row.id for row in rules.check.rows)


def _plans(bench: Bench, shaped: Shaped[FacilitatingFile]) -> Iterator[k.Plan]:
    seen = set[str]()
    for spot, form in shaped.each("plans", shaped.form.plans):
        _once(bench, form.scenario, spot / "scenario", seen, "has a plan already")
        yield k.Plan(
            ScenarioId(form.scenario),
            form.before,
            form.debrief,
            tuple(k.Break(each.after, each.minutes) for each in form.breaks),
            tuple(form.warn.items()),
            tuple(form.may_skip),
            form.least_turns,
        )


def _roles(bench: Bench, shaped: Shaped[FacilitatingFile], rules: RuleSet) -> Iterator[k.Role]:
    seen = set[str]()
    for spot, form in shaped.each("roles", shaped.form.roles):
        seat = _holder(bench, form.seat, spot / "seat", rules)
        _once(bench, form.seat, spot / "seat", seen, "has a role already")
        talks = list[k.Talk]()
        for place, talk in enumerate(form.talks):
            here = spot / "talks" / place / "to"
            to = _holder(bench, talk.to, here, rules)
            if to == seat:
                bench.report(here.problem("own-seat", f"{seat} does not talk to itself"))
            talks.append(k.Talk(to, talk.about))
        yield k.Role(seat, form.first, form.voice, tuple(talks), bench.cites(form.cites, spot / "cites"))


def _checklist(bench: Bench, form: schema.ChecklistForm, spot: Spot) -> k.Checklist:
    if form.kind == "step":
        if form.step is None:
            bench.report(spot.problem("missing-field", 'a list of the kind step needs the field "step"'))
        elif form.step not in STEPS:
            bench.unknown(spot / "step", "step", form.step, STEPS)
    elif form.step is not None:
        bench.report((spot / "step").problem("not-here", 'only a list of the kind step has a "step"', key=True))
    last: int | None = None
    for place, task in enumerate(form.tasks):
        if task.at is not None and last is not None and task.at > last:
            here = spot / "tasks" / place / "at"
            bench.report(here.problem("not-falling", f'"at" counts down to the start: at most {last} here'))
        last = task.at if task.at is not None else last
    tasks = tuple(k.Task(task.do, task.at) for task in form.tasks)
    return k.Checklist(form.id, form.kind, form.name, tasks, form.step or "")


def _holder(bench: Bench, name: str, spot: Spot, rules: RuleSet) -> SeatId:
    """A seat or a co-seat."""
    known: Iterable[str] = [*rules.seats, *(co_seat.id for co_seat in rules.people.co_seats.values())]
    if name not in known:
        bench.unknown(spot, "seat", name, known)
    return SeatId(name)


def _once(bench: Bench, name: str, spot: Spot, seen: set[str], words: str) -> None:
    if name in seen:
        bench.report(spot.problem("duplicate-id", f'"{name}" {words}'))
    seen.add(name)
