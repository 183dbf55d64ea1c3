"""Checks any mix of files: finds out what each is, puts those that belong together together, and checks them.

This is what `northaxis check` asks. It takes texts by name and gives diagnostics; folders matter only as parts of
the names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from posixpath import dirname
from typing import TYPE_CHECKING

from northaxis.content.diagnostics import Diagnostic, Text, in_order
from northaxis.content.forms import FileKind, kind_of, shape, unknown_kind
from northaxis.content.strict_yaml import Source, Spot, collection_off, read
from northaxis.domain.ruleset import RuleSet

if TYPE_CHECKING:
    from northaxis.content.decks import CompiledDeck

SCENARIO_KINDS = (FileKind.SCENARIO, FileKind.VARIANTS)


def check_texts(files: Mapping[str, Text], rules_files: Mapping[str, Text] | None = None) -> list[Diagnostic]:
    """Everything that is wrong with the files, in order.

    `rules_files` are the texts of a rule set to check decks and scenarios against when `files` hold none; they are
    not themselves reported on, except that an unusable one is.
    """
    with collection_off():
        return in_order(_check(files, rules_files))


def _check(files: Mapping[str, Text], rules_files: Mapping[str, Text] | None) -> list[Diagnostic]:
    groups = _Groups()
    for name, text in files.items():
        groups.add(read(_slashes(name), text))
    problems = list(groups.problems)
    if not groups.rules:
        rules = _given_rules(rules_files, problems) if groups.decks or groups.scenarios else None
        _check_lone_parts(groups.parts, problems)
        _check_with(rules, (), groups, problems)
        return problems
    for folder, sources in groups.rules.items():
        _check_rule_set(folder, [*sources, *groups.parts_under(folder)], groups, problems)
    _check_lone_parts([part for part in groups.parts if groups.home_of(part) is None], problems)
    return problems


@dataclass(slots=True)
class _Groups:
    """The files by what they are: rule sets and decks by folder, and the rest."""

    rules: dict[str, list[Source]] = field(default_factory=dict)
    parts: list[Source] = field(default_factory=list)
    scenarios: list[Source] = field(default_factory=list)
    decks: dict[str, list[Source]] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)

    def add(self, source: Source) -> None:
        """Put a file where it belongs."""
        kind = kind_of(source)
        if not source.is_readable and kind is None:
            kind = _guess(source.name)
        if kind is None:
            self.problems.extend(source.problems or [unknown_kind(source)])
        elif kind is FileKind.DECK:
            data = source.data
            alone = isinstance(data, dict) and "deck" in data and "cards" in data
            self.decks.setdefault(source.name if alone else dirname(source.name) + "/", []).append(source)
        elif kind in SCENARIO_KINDS:
            self.scenarios.append(source)
        elif kind is FileKind.RULESET:
            self.rules.setdefault(dirname(source.name), []).append(source)
        else:
            self.parts.append(source)

    def home_of(self, source: Source) -> str | None:
        """The folder of the rule set a file belongs to: the nearest above it."""
        above = [folder for folder in self.rules if not folder or source.name.startswith(folder + "/")]
        return max(above, key=len, default=None)

    def parts_under(self, folder: str) -> list[Source]:
        """The parts of the rule set in a folder."""
        return [part for part in self.parts if self.home_of(part) == folder]


def _slashes(name: str) -> str:
    return name.replace("\\", "/")


def _guess(name: str) -> FileKind | None:
    """What an unreadable file probably is, by its name, so that it is not reported as missing as well."""
    stem, folder = name.rpartition("/")[2].rpartition(".")[0], dirname(name).rpartition("/")[2]
    if folder == "seats":
        return FileKind.SEAT
    names = {
        "ruleset": FileKind.RULESET,
        "sources": FileKind.SOURCES,
        "tracks": FileKind.TRACKS,
        "flags": FileKind.FLAGS,
        "turn-end": FileKind.TURN_END,
        "demands": FileKind.DEMANDS,
        "rulings": FileKind.RULINGS,
        "people": FileKind.PEOPLE,
        "turn-zero": FileKind.TURN_ZERO,
        "facilitating": FileKind.FACILITATING,
        "variants": FileKind.VARIANTS,
        "deck": FileKind.DECK,
    }
    return names.get(stem, FileKind.SCENARIO if folder == "scenarios" else None)


def _check_rule_set(folder: str, sources: Sequence[Source], groups: _Groups, problems: list[Diagnostic]) -> None:
    """A rule set with the scenarios and decks that go with it."""
    from northaxis.content.rules import compile_sources

    rules, found = compile_sources(sources)
    problems.extend(found)
    if len(groups.rules) == 1:
        _check_with(rules, sources, groups, problems, was_given=True)
        return
    mine = _Groups(scenarios=[each for each in groups.scenarios if groups.home_of(each) == folder])
    if rules is not None:
        for name, deck in groups.decks.items():
            if any(_ruleset_of(source) == rules.id for source in deck):
                mine.decks[name] = deck
    _check_with(rules, sources, mine, problems, was_given=True)


def _ruleset_of(source: Source) -> object:
    return source.get(("deck", "ruleset"))


def _check_with(
    rules: RuleSet | None,
    sources: Sequence[Source],
    groups: _Groups,
    problems: list[Diagnostic],
    was_given: bool = False,
) -> None:
    """Decks and scenarios against a rule set; without one, their shape only."""
    if rules is None:
        _check_shapes(groups, problems)
        if not was_given:
            problems.extend(_no_rules(groups))
        return
    from northaxis.content.checks import check_decks, check_game, check_kit
    from northaxis.content.decks import compile_deck_sources
    from northaxis.content.scenarios import compile_scenario_sources
    from northaxis.content.survey import Table

    decks: list[CompiledDeck] = []
    for deck_sources in groups.decks.values():
        compiled, found = compile_deck_sources(deck_sources, rules)
        problems.extend(found)
        if compiled is not None:
            decks.append(compiled)
    problems.extend(check_decks(decks, rules))
    scenarios, found = compile_scenario_sources(groups.scenarios, rules)
    problems.extend(found)
    table = Table(rules, sources if decks else (), decks, scenarios)
    problems.extend(check_game(table))
    problems.extend(check_kit(Table(rules, sources, decks, scenarios)))
    problems.extend(_repeated_decks(decks))


def _repeated_decks(decks: Sequence[CompiledDeck]) -> list[Diagnostic]:
    seen, found = set[str](), list[Diagnostic]()
    for compiled in decks:
        if compiled.deck.id in seen:
            found.append(
                (compiled.header / "id").problem("duplicate-id", f'two decks have the id "{compiled.deck.id}"')
            )
        seen.add(compiled.deck.id)
    return found


def _given_rules(files: Mapping[str, Text] | None, problems: list[Diagnostic]) -> RuleSet | None:
    """The rule set to check against; its errors are reported only if it cannot be used."""
    if files is None:
        return None
    from northaxis.content.rules import compile_ruleset

    rules, found = compile_ruleset(files)
    if rules is None:
        problems.extend(problem for problem in found if problem.is_error)
    return rules


def _no_rules(groups: _Groups) -> list[Diagnostic]:
    found = list[Diagnostic]()
    for sources in groups.decks.values():
        for source in sources:
            name = _ruleset_of(source)
            if name is not None:
                message = "no usable rule set was given, so names and effects were not checked"
                spot = Spot(source, ("deck", "ruleset"))
                found.append(
                    spot.problem("no-rule-set", message, "check the rule set's folder as well", severity="warning")
                )
    return found


def _check_shapes(groups: _Groups, problems: list[Diagnostic]) -> None:
    from northaxis.content import schema
    from northaxis.content.decks import shape_deck

    for sources in groups.decks.values():
        problems.extend(problem for source in sources for problem in source.problems)
        shape_deck(sources, problems)
    for source in groups.scenarios:
        problems.extend(source.problems)
        if source.is_readable:
            is_scenario = kind_of(source) is FileKind.SCENARIO
            if is_scenario:
                shape(source, schema.ScenarioFile, problems)
            else:
                shape(source, schema.VariantsFile, problems)


def _check_lone_parts(parts: Sequence[Source], problems: list[Diagnostic]) -> None:
    """Parts of a rule set without their head: their shape, and a remark that this is all that was checked."""
    if not parts:
        return
    from northaxis.content import schema

    models: Mapping[FileKind, type[schema.File]] = {
        FileKind.SOURCES: schema.SourcesFile,
        FileKind.TRACKS: schema.TracksFile,
        FileKind.FLAGS: schema.FlagsFile,
        FileKind.TURN_END: schema.TurnEndFile,
        FileKind.DEMANDS: schema.DemandsFile,
        FileKind.SEAT: schema.SeatFile,
        FileKind.RULINGS: schema.RulingsFile,
        FileKind.PEOPLE: schema.PeopleFile,
        FileKind.TURN_ZERO: schema.TurnZeroFile,
        FileKind.FACILITATING: schema.FacilitatingFile,
    }
    for source in parts:
        problems.extend(source.problems)
        kind = kind_of(source)
        if source.is_readable and kind is not None:
            shape(source, models[kind], problems)
            message = f"this {kind} file is part of a rule set; alone, only its shape was checked"
            problems.append(
                Spot(source).problem("part-of-rule-set", message, "check the rule set's folder", severity="warning")
            )
