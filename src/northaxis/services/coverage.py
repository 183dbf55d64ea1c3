"""Which passage of the sources is at work where, and what cites nothing: coverage both ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from northaxis.domain.cards import Deck
from northaxis.domain.ids import PassageId
from northaxis.domain.quantities import Kind
from northaxis.domain.ruleset import RuleSet
from northaxis.domain.scenarios import Scenario, Variant

CARRIERS = ("card", "action", "demand", "rule", "track", "measure", "dial", "brief", "scenario", "variant", "source")
"""What can carry a passage, the most active first; `source` is the sources file alone."""

PLAYED = frozenset({"card", "action", "demand", "rule"})
"""Carriers that make a claim bite in play."""


@dataclass(frozen=True, slots=True)
class Covered:
    """One passage: what kind of statement it is, and everything that cites it as `card:F01`, `action:MIN-SUS` ..."""

    id: PassageId
    kind: str
    claim: str
    carriers: tuple[str, ...]

    @property
    def best(self) -> str:
        """The most active kind of carrier; empty when nothing cites the passage."""
        kinds = {carrier.partition(":")[0] for carrier in self.carriers}
        return next((kind for kind in CARRIERS if kind in kinds), "")


@dataclass(frozen=True, slots=True)
class Coverage:
    """The report: every passage, and the cards, actions and couplings that cite none."""

    passages: tuple[Covered, ...]
    uncited: tuple[str, ...]

    @property
    def covered(self) -> int:
        """How many passages something cites."""
        return sum(1 for passage in self.passages if passage.carriers)

    @property
    def total(self) -> int:
        """How many passages there are."""
        return len(self.passages)

    def without_card(self) -> tuple[Covered, ...]:
        """Claims that no card, action, demand or rule embodies."""
        return tuple(p for p in self.passages if p.kind == "claim" and p.best not in PLAYED)

    def as_json(self) -> dict[str, object]:
        """The command's JSON contract."""
        return {
            "passages": {passage.id: list(passage.carriers) for passage in self.passages},
            "kinds": {passage.id: passage.kind for passage in self.passages},
            "covered": self.covered,
            "total": self.total,
            "uncited": list(self.uncited),
        }


def cover(
    rules: RuleSet, decks: Iterable[Deck], scenarios: Iterable[Scenario] = (), variants: Iterable[Variant] = ()
) -> Coverage:
    """Collect every citation of a rule set, its decks and scenarios."""
    carriers: dict[PassageId, list[str]] = {id: [] for id in rules.passages}
    uncited = []
    for name, cites in (*_of_decks(decks), *_of_rules(rules), *_of_scenarios(scenarios, variants)):
        if not cites:
            uncited.append(name)
        for id in cites:
            if name not in carriers.setdefault(id, []):
                carriers[id].append(name)
    order = {kind: place for place, kind in enumerate(CARRIERS)}
    found = tuple(
        Covered(p.id, p.kind, p.claim, tuple(sorted(carriers[p.id], key=lambda c: (order[c.partition(":")[0]], c))))
        for p in rules.passages.values()
    )
    return Coverage(found, tuple(uncited))


Named = tuple[str, tuple[PassageId, ...]]


def _of_decks(decks: Iterable[Deck]) -> Iterator[Named]:
    for deck in decks:
        for card in deck.cards:
            roll = card.auto.roll if card.auto is not None else None
            mods = [id for modifier in roll.modifiers for id in modifier.cites] if roll is not None else []
            yield f"card:{card.id}", (*card.cites, *mods)


def _of_rules(rules: RuleSet) -> Iterator[Named]:
    for action in rules.actions.values():
        roll = action.plays[0].outcome.roll
        mods = [id for modifier in roll.modifiers for id in modifier.cites] if roll is not None else []
        yield f"action:{action.id}", (*action.cites, *mods)
    for demander in rules.answering.demanders:
        for demand in demander.demands:
            yield f"demand:{demand.id}", demand.cites
    for rule in (*rules.rules, *rules.snaps, *rules.ends, *rules.ladder):
        yield f"rule:{rule.id}", rule.cites
    for flag_rule in rules.flag_rules:
        yield f"rule:{flag_rule.id}", flag_rule.cites
    yield "rule:CHECK", rules.check.cites
    for quantity in rules.quantities:
        if quantity.kind in (Kind.TRACK, Kind.SWITCH):
            yield f"track:{quantity.id}", quantity.cites
    for measure in rules.measures.values():
        if measure.cites:
            yield f"measure:{measure.id}", tuple(PassageId(id) for id in measure.cites)
    for dial in rules.dials:
        yield f"dial:{dial.id}", dial.cites
    for seat in rules.seats.values():
        yield f"brief:{seat.id}", seat.cites


def _of_scenarios(scenarios: Iterable[Scenario], variants: Iterable[Variant]) -> Iterator[Named]:
    for scenario in scenarios:
        yield f"scenario:{scenario.short}", scenario.cites
    for variant in variants:
        yield f"variant:{variant.id}", variant.cites
