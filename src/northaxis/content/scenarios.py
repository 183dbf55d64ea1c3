"""Compiles scenarios and the variants that can be laid over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from northaxis.content.bench import Bench
from northaxis.content.diagnostics import Diagnostic, Text, in_order
from northaxis.content.forms import FileKind, kind_of, shape
from northaxis.content.rules import check_date
from northaxis.content.strict_yaml import Source, Spot, read
from northaxis.domain.ids import DeckId, LevelId, ScenarioId, SeatId
from northaxis.domain.quantities import FOR_GOOD, Kind
from northaxis.domain.ruleset import RuleSet
from northaxis.domain.scenarios import Scenario, Variant

if TYPE_CHECKING:
    from northaxis.content import schema


@dataclass(slots=True)
class Scenarios:
    """Compiled scenarios and variants with their places."""

    scenarios: list[tuple[Spot, Scenario]] = field(default_factory=list)
    variants: list[tuple[Spot, Variant]] = field(default_factory=list)


def compile_scenarios(
    files: Mapping[str, Text], rules: RuleSet
) -> tuple[tuple[Scenario, ...], tuple[Variant, ...], list[Diagnostic]]:
    """The scenarios and variants among the files (others are passed over), and every diagnostic in order.

    Both are empty when there is an error. Scenarios come in the order of their short ids.
    """
    found, problems = compile_scenario_sources([read(name, text) for name, text in files.items()], rules)
    if any(problem.is_error for problem in problems):
        return (), (), in_order(problems)
    scenarios = tuple(sorted((scenario for _, scenario in found.scenarios), key=lambda scenario: scenario.short))
    return scenarios, tuple(variant for _, variant in found.variants), in_order(problems)


def compile_scenario_sources(sources: Sequence[Source], rules: RuleSet) -> tuple[Scenarios, list[Diagnostic]]:
    """The same for files that have been read; gives what can be made even when there are errors."""
    from northaxis.content import schema

    ours = [source for source in sources if kind_of(source) in (FileKind.SCENARIO, FileKind.VARIANTS)]
    problems = [problem for source in ours for problem in source.problems]
    bench = Bench.of(rules)
    bench.problems = problems
    found = Scenarios()
    for source in ours:
        if kind_of(source) is FileKind.SCENARIO:
            shaped = shape(source, schema.ScenarioFile, problems)
            if shaped is not None:
                spot = shaped.spot / "scenario"
                found.scenarios.append((spot, _scenario(bench, shaped.form.scenario, spot, rules)))
        else:
            variants = shape(source, schema.VariantsFile, problems)
            if variants is not None:
                for spot, form in variants.each("variants", variants.form.variants):
                    found.variants.append((spot, _variant(bench, form, spot, rules)))
    _check_ids(bench, found, whole=not any(problem.is_error for problem in problems))
    return found, problems


def _check_ids(bench: Bench, found: Scenarios, whole: bool) -> None:
    """Ids and short ids are used once; overlays name scenarios, where all of them are known."""
    taken = set[str]()
    names = [
        (spot / part, name) for spot, each in found.scenarios for part, name in (("id", each.id), ("short", each.short))
    ]
    names += [(spot / "id", each.id) for spot, each in found.variants]
    for spot, name in names:
        if name.casefold() in taken:
            bench.report(spot.problem("duplicate-id", f'the id "{name}" is used twice'))
        taken.add(name.casefold())
    known = [scenario.id for _, scenario in found.scenarios]
    if known and whole:
        for spot, variant in found.variants:
            for place, overlay in enumerate(variant.overlays):
                if overlay not in known:
                    bench.unknown(spot / "overlays" / place, "scenario", overlay, known)


def _scenario(bench: Bench, form: schema.ScenarioForm, spot: Spot, rules: RuleSet) -> Scenario:
    if form.players.least > form.players.most:
        bench.report((spot / "players" / "least").problem("out-of-range", '"least" is more than "most"'))
    if form.bots not in rules.bots.levels:
        bench.unknown(spot / "bots", "level", form.bots, rules.bots.levels)
    first = form.first_day
    if first is not None:
        check_date(first.date, spot / "first_day" / "date", bench.problems)
    return Scenario(
        id=ScenarioId(form.id),
        short=form.short,
        name=form.name,
        about=form.about,
        minutes=form.minutes,
        turns=form.turns,
        turn_days=form.turn_days,
        orders=form.orders,
        least_people=form.players.least,
        most_people=form.players.most,
        people=tuple(bench.seat(seat, spot / "people" / place) for place, seat in enumerate(form.people)),
        scored=_scored(bench, form.scored, spot / "scored", rules),
        decks=tuple(DeckId(deck) for deck in form.decks),
        cards_per_deck=form.cards_per_deck,
        agendas=form.agendas,
        bots=LevelId(form.bots),
        bars=_bars(bench, form.bars, spot / "bars", rules),
        timers=tuple(form.timers.items()),
        scene=form.scene,
        learning=tuple(form.learning),
        first_date=first.date if first else rules.first_date,
        first_day=first.day if first else rules.first_day,
        cites=bench.cites(form.cites, spot / "cites"),
        override_tokens=form.override_tokens,
    )


def _scored(bench: Bench, value: Any, spot: Spot, rules: RuleSet) -> tuple[SeatId, ...]:
    if value == "all":
        return rules.initiative
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(bench.seat(item, spot / place) for place, item in enumerate(value))
    bench.report(spot.problem("wrong-value", '"scored" must be all or a list of seats'))
    return ()


def _bars(bench: Bench, bars: Mapping[str, int], spot: Spot, rules: RuleSet) -> tuple[tuple[SeatId, int], ...]:
    """The score that wins, by seat: the default for all, where there is one, then the seats' own."""
    found = dict.fromkeys(rules.initiative, bars["default"]) if "default" in bars else {}
    for name, bar in bars.items():
        if name != "default":
            found[bench.seat(name, spot / name, key=True)] = bar
    return tuple(found.items())


def _variant(bench: Bench, form: schema.VariantForm, spot: Spot, rules: RuleSet) -> Variant:
    first = form.first_day
    if first is not None:
        check_date(first.date, spot / "first_day" / "date", bench.problems)
    return Variant(
        id=form.id,
        name=form.name,
        say=form.say,
        starts=tuple(
            start
            for name, value in form.start.items()
            if (start := _start(bench, name, value, spot / "start" / name)) is not None
        ),
        flags=tuple(
            flag
            for name, value in form.flags.items()
            if (flag := _flag(bench, name, value, spot / "flags" / name)) is not None
        ),
        bars=_bars(bench, form.bars, spot / "bars", rules),
        first_date=first.date if first else "",
        first_day=first.day if first else 0,
        overlays=tuple(ScenarioId(overlay) for overlay in form.overlays),
        cites=bench.cites(form.cites, spot / "cites"),
    )


def _start(bench: Bench, name: str, value: object, spot: Spot) -> tuple[int, int] | None:
    index = bench.quantity(name, spot, (Kind.TRACK, Kind.SWITCH), "track", key=True)
    if index is None:
        return None
    quantity = bench.quantities[index]
    if quantity.kind is Kind.SWITCH:
        if value == "on" or value == "off":
            return index, 1 if value == "on" else 0
        bench.report(spot.problem("wrong-value", f'the switch "{name}" starts on or off'))
    elif isinstance(value, int) and not isinstance(value, bool):
        if quantity.low <= value <= quantity.high:
            return index, value
        limits = f"{quantity.low} to {quantity.high}"
        bench.report(spot.problem("out-of-range", f'"{name}" goes from {limits}, so it cannot start at {value}'))
    else:
        bench.report(spot.problem("wrong-type", f'"{name}" starts at a whole number'))
    return None


def _flag(bench: Bench, name: str, value: object, spot: Spot) -> tuple[int, int] | None:
    index = bench.quantity(f"flag.{name}", spot, (Kind.FLAG,), "flag", key=True)
    if index is None:
        return None
    if value is True or value is False:
        return index, FOR_GOOD if value else 0
    if isinstance(value, int) and 1 <= value <= 99:
        return index, value
    bench.report(spot.problem("wrong-value", f'the flag "{name}" is true, false or a number of turn ends'))
    return None
