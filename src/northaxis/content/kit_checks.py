"""What only shows when the facilitator's kit is seen with the scenarios; each docstring is its rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from northaxis.content.diagnostics import Diagnostic, did_you_mean, listed
from northaxis.content.forms import FileKind
from northaxis.content.strict_yaml import Spot
from northaxis.content.survey import Table, spread
from northaxis.domain import kit as k

LONGEST_SPEECH = 80
"""Words that are still comfortably read aloud in one breath of attention: about half a minute."""

TIMERS = (*k.TURN, k.DELIBERATE)


def kit_scenarios_exist(table: Table) -> Iterator[Diagnostic]:
    """Every scenario that the kit names exists, where scenarios are checked with it."""
    known = [scenario.id for _, scenario in table.scenarios.scenarios]
    file = table.file(FileKind.FACILITATING)
    if file is None or not known:
        return
    spots = [*spread(file, ("plans", "*", "scenario")), *spread(file, ("opening", "*", "scenarios", "*"))]
    for spot in spots:
        if spot.value not in known:
            yield _no_scenario(spot, str(spot.value), known)
    for item in spread(file, ("hot_wash", "*", "minutes")):
        for name in item.value if isinstance(item.value, dict) else ():
            if name not in known:
                yield _no_scenario(item / name, name, known, key=True)


def _no_scenario(spot: Spot, name: str, known: Sequence[str], *, key: bool = False) -> Diagnostic:
    hint = did_you_mean(name, known) or f"known: {listed(known)}"
    return spot.problem("unknown-scenario", f'there is no scenario "{name}"', hint, key=key)


def timers_exist(table: Table) -> Iterator[Diagnostic]:
    """A plan warns and skips by the names of timers: the steps of a turn, and `deliberate`."""
    file = table.file(FileKind.FACILITATING)
    for plan in spread(file, ("plans", "*")) if file else ():
        warned = (plan / "warn").value
        spots = [(plan / "warn" / name, name) for name in warned] if isinstance(warned, dict) else []
        spots += [(spot, str(spot.value)) for spot in spread(plan, ("may_skip", "*"))]
        for spot, name in spots:
            known = (*TIMERS, k.BEFORE, k.DEBRIEF) if "warn" in spot.path else TIMERS
            if name not in known:
                hint = did_you_mean(name, known) or f"known: {listed(known)}"
                yield spot.problem("unknown-timer", f'there is no timer "{name}"', hint, key="warn" in spot.path)


def sessions_fit_their_minutes(table: Table) -> Iterator[Diagnostic]:
    """Turn zero, all turns, the breaks and the debrief take no longer than the scenario says."""
    kit = table.rules.kit
    file = table.file(FileKind.FACILITATING)
    for spot in spread(file, ("plans", "*")) if file else ():
        found = next((s for _, s in table.scenarios.scenarios if s.id == (spot / "scenario").value), None)
        plan = kit.plans.get(found.id) if found is not None else None
        if found is None or plan is None:
            continue
        budget = kit.budget(found)
        if budget.planned > budget.total:
            over = -(-(budget.planned - budget.total) // 60)
            message = f"{found.id} is planned {over} minutes longer than its {found.minutes} minutes"
            hint = f"turns take {budget.turn * budget.turns // 60} minutes of them"
            yield (spot / "scenario").problem("does-not-fit", message, hint, severity="warning")
        if plan.least_turns > found.turns:
            message = f"{found.id} has {found.turns} turns"
            yield (spot / "least_turns").problem("out-of-range", message, severity="warning")
        for place, each in enumerate(plan.breaks):
            if each.after >= found.turns:
                message = f"no turn follows turn {each.after} in {found.id}"
                yield (spot / "breaks" / place / "after").problem("out-of-range", message, severity="warning")


def hot_wash_fits_its_minutes(table: Table) -> Iterator[Diagnostic]:
    """The points of the hot wash take as long as the debrief of each scenario."""
    kit, file = table.rules.kit, table.file(FileKind.FACILITATING)
    if file is None or not kit.hot_wash:
        return
    for _, scenario in table.scenarios.scenarios:
        minutes = sum(item.minutes_in(scenario.id) for item in kit.hot_wash)
        kept = kit.budget(scenario).debrief // 60
        if minutes and minutes != kept:
            message = f"the hot wash of {scenario.id} takes {minutes} minutes and {kept} are kept for it"
            yield (file / "hot_wash").problem("does-not-fit", message, severity="warning", key=True)


def learning_names_objectives(table: Table) -> Iterator[Diagnostic]:
    """A scenario's learning line begins with an objective of the kit, a colon and the objective's own words."""
    known = {objective.id: objective.text for objective in table.rules.kit.objectives}
    for spot, scenario in table.scenarios.scenarios if known else ():
        for place, line in enumerate(scenario.learning):
            name, _, words = line.partition(":")
            here = spot / "learning" / place
            if name not in known:
                hint = did_you_mean(name, known) or f"known: {listed(known)}"
                yield here.problem("unknown-objective", f'there is no objective "{name}"', hint, severity="warning")
            elif words.strip() != known[name]:
                message = f"{name} is put otherwise in the kit: {known[name]}"
                yield here.problem("put-otherwise", message, "use the same words", severity="warning")


def everybody_has_a_role(table: Table) -> Iterator[Diagnostic]:
    """Where the kit has roles, every seat and co-seat has one."""
    rules, file = table.rules, table.file(FileKind.FACILITATING)
    if file is None or not rules.kit.roles:
        return
    for seat in (*rules.seats, *(co_seat.id for co_seat in rules.people.co_seats.values())):
        if seat not in rules.kit.roles:
            yield (file / "roles").problem("no-role", f"{seat} has no role", severity="warning", key=True)


def speeches_can_be_read_aloud(table: Table) -> Iterator[Diagnostic]:
    """A paragraph of the opening has at most 80 words."""
    file = table.file(FileKind.FACILITATING)
    for spot in spread(file, ("opening", "*", "say")) if file else ():
        words = len(str(spot.value).split())
        if words > LONGEST_SPEECH:
            message = f"{words} words are long to listen to; {LONGEST_SPEECH} are enough"
            yield spot.problem("long-speech", message, "make two paragraphs of it", severity="warning")
