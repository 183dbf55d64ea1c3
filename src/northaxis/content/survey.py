"""Walks over a whole game: every effect, condition and citation in it, and what they touch. Judges nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from northaxis.content.conditions import span_of
from northaxis.content.decks import CompiledDeck
from northaxis.content.diagnostics import Diagnostic
from northaxis.content.forms import FileKind, kind_of
from northaxis.content.scenarios import Scenarios
from northaxis.content.strict_yaml import Source, Spot
from northaxis.domain.effects import Assign, ClearFlag, Effects, RaiseFlag, Shift, SwitchFirst
from northaxis.domain.expressions import And, Compare, Condition, Expr, Not, Or, reads, to_text
from northaxis.domain.quantities import Kind, Quantity
from northaxis.domain.rolls import Outcome
from northaxis.domain.ruleset import RuleSet
from northaxis.domain.turn_end_rules import Rule


@dataclass(slots=True)
class Table:
    """Everything that is checked together: a rule set, decks and scenarios, and where their parts stand."""

    rules: RuleSet
    sources: Sequence[Source] = ()
    decks: Sequence[CompiledDeck] = ()
    scenarios: Scenarios = field(default_factory=Scenarios)

    def file(self, kind: FileKind) -> Spot | None:
        """The rule set's file of a kind, when it is among the files checked."""
        return next((Spot(source) for source in self.sources if kind_of(source) is kind), None)

    def seats(self) -> Iterator[Spot]:
        """The seat files checked."""
        yield from (Spot(source) for source in self.sources if kind_of(source) is FileKind.SEAT)


def decided_conditions(places: Iterable[tuple[Spot, Condition]], rules: RuleSet) -> Iterator[Diagnostic]:
    """A warning for every condition, or comparison in one, that does not depend on the board."""
    ranges = ranges_of(rules)
    for spot, condition in places:
        for part in parts_of(condition.expr):
            low, high = span_of(part, ranges)
            decided = "always true" if low > 0 or high < 0 else "never true" if low == high == 0 else ""
            if decided and (reads(part) or decided == "never true"):
                message = f'"{to_text(part)}" is {decided}'
                yield spot.problem(decided.replace(" ", "-"), message, "look at the ranges", severity="warning")
                break


def ranges_of(rules: RuleSet) -> Mapping[int, tuple[int, int]]:
    """Lowest and highest value of every place on the board; turns count from 1."""
    return {q.index: (1 if q.kind is Kind.CLOCK else q.low, q.high) for q in rules.quantities}


def parts_of(expr: Expr) -> Iterator[Expr]:
    """A condition and the conditions joined in it by and, or, not."""
    match expr:
        case And(terms=terms) | Or(terms=terms):
            for term in terms:
                yield from parts_of(term)
            yield expr
        case Not(term=term):
            yield from parts_of(term)
        case Compare():
            yield expr
        case _:
            return


def card_effects(compiled: CompiledDeck) -> Iterator[tuple[Spot, Effects, Mapping[str, object]]]:
    """Every effects map of a deck's cards: its place, its effects, and its values as written."""
    for card, spot in zip(compiled.deck.cards, compiled.spots, strict=True):
        if card.auto is not None:
            yield from _written(spot / "auto" / "do", card.auto.ok if card.auto.roll is None else ())
            yield from _written(spot / "auto" / "ok", card.auto.ok if card.auto.roll is not None else ())
            yield from _written(spot / "auto" / "fail", card.auto.fail)
        for seat, options in card.choices:
            for place, option in enumerate(options):
                yield from _written(spot / "choose" / seat / place / "do", option.effects)


def _written(spot: Spot, effects: Effects) -> Iterator[tuple[Spot, Effects, Mapping[str, object]]]:
    if effects:
        value = spot.value
        yield spot, effects, value if isinstance(value, dict) else {}


def points_of(effects: Effects, quantities: Sequence[Quantity]) -> int:
    """How many steps effects move tracks, and how many switches they turn; flags and influence do not count."""
    points = 0
    for effect in effects:
        match effect:
            case Shift(index=index, by=by):
                points += abs(by) if quantities[index].kind is Kind.TRACK else 0
            case Assign() | SwitchFirst():
                points += 1
            case RaiseFlag() | ClearFlag():
                pass
    return points


_SENTENCE_END = re.compile(r"[.!?…][\"'”’)]*(?=\s+[\"'“‘(]*[A-Z0-9]|\s*$)")


def sentences_in(text: str) -> int:
    """How many sentences a text has, by their ends."""
    return max(1, len(_SENTENCE_END.findall(text)))


def flags_raised(table: Table) -> frozenset[int]:
    """Every flag that an effect, a dial, a variant or the sham rule can raise."""
    found = {effect.index for effects in all_effects(table) for effect in effects if isinstance(effect, RaiseFlag)}
    found.update(s.flag for dial in table.rules.dials for s in dial.settings if s.flag is not None)
    found.update(index for _, variant in table.scenarios.variants for index, value in variant.flags if value)
    if table.rules.answering.sham_flag is not None:
        found.add(table.rules.answering.sham_flag)
    return frozenset(found)


def flags_read(table: Table) -> frozenset[int]:
    """Every place on the board that some condition reads, flags that run out into a rule, and the sham flag."""
    found = {index for condition in all_conditions(table) for index in condition.reads}
    found.update(index for measure in table.rules.measures.values() for index in measure.reads)
    found.update(rule.flag for rule in table.rules.flag_rules)
    if table.rules.answering.sham_flag is not None:
        found.add(table.rules.answering.sham_flag)
    return frozenset(found)


def all_rules(rules: RuleSet) -> tuple[Rule, ...]:
    """Couplings, snaps, ends and the rungs of the ladder."""
    return (*rules.rules, *rules.snaps, *rules.ends, *rules.ladder)


def _outcomes(table: Table) -> Iterator[Outcome]:
    rules = table.rules
    yield from (rule.outcome for rule in all_rules(rules))
    yield from (play.outcome for action in rules.actions.values() for play in action.plays)
    for compiled in table.decks:
        yield from (card.auto for card in compiled.deck.cards if card.auto is not None)


def all_effects(table: Table) -> Iterator[Effects]:
    """Every effects tuple of a game."""
    rules = table.rules
    for outcome in _outcomes(table):
        yield outcome.ok
        yield outcome.fail
    yield from (row.effects for row in rules.check.rows)
    yield from (rule.effects for rule in rules.flag_rules)
    yield from (response.effects for response in rules.answering.responses.values())
    for demander in rules.answering.demanders:
        if demander.backing is not None:
            yield demander.backing.on
            yield demander.backing.refuse
        for demand in demander.demands:
            yield demand.comply
            yield demand.refuse
    for action in rules.actions.values():
        for play in action.plays:
            yield from (part.effects for part in (play.late, play.also, play.bonus) if part is not None)
    for compiled in table.decks:
        yield from (o.effects for card in compiled.deck.cards for _, options in card.choices for o in options)


def all_conditions(table: Table) -> Iterator[Condition]:
    """Every condition of a game."""
    rules = table.rules
    for outcome in _outcomes(table):
        if outcome.roll is not None:
            yield from (modifier.condition for modifier in outcome.roll.modifiers)
    yield from (rule.condition for rule in all_rules(rules))
    yield from (rule.condition for rule in rules.flag_rules)
    yield rules.check.condition
    yield from (modifier.condition for modifier in rules.check.modifiers)
    yield from (demand.condition for demander in rules.answering.demanders for demand in demander.demands)
    yield from (counter.each_turn_end for counter in rules.counters if counter.each_turn_end is not None)
    for seat in rules.seats.values():
        yield from (goal.condition for goal in seat.goals)
        yield from (agenda.condition for agenda in seat.agendas)
        yield from (trigger.condition for trigger in seat.doctrine.triggers)
    for action in rules.actions.values():
        for play in action.plays:
            yield play.requires
            yield from (part.condition for part in (play.late, play.also, play.bonus) if part is not None)
    for compiled in table.decks:
        yield from (card.condition for card in compiled.deck.cards)


def cited_passages(table: Table) -> frozenset[str]:
    """Every passage that a rule, action, demand, check, dial, derived quantity or card cites."""
    rules = table.rules
    owners: list[Sequence[str]] = [rules.check.cites, *(m.cites for m in rules.measures.values())]
    owners += [rule.cites for rule in all_rules(rules)]
    owners += [rule.cites for rule in rules.flag_rules]
    owners += [dial.cites for dial in rules.dials]
    owners += [action.cites for action in rules.actions.values()]
    owners += [demander.cites for demander in rules.answering.demanders]
    owners += [demand.cites for demander in rules.answering.demanders for demand in demander.demands]
    owners += [m.cites for outcome in _outcomes(table) if outcome.roll for m in outcome.roll.modifiers]
    owners += [modifier.cites for modifier in rules.check.modifiers]
    owners += [card.cites for compiled in table.decks for card in compiled.deck.cards]
    return frozenset(cite for cites in owners for cite in cites)


def spread(spot: Spot, path: Sequence[str]) -> Iterator[Spot]:
    """The places a path leads to; `*` stands for every item of a list."""
    if not path:
        yield spot
        return
    if path[0] != "*":
        value = spot.value
        if isinstance(value, dict) and path[0] in value:
            yield from spread(spot / path[0], path[1:])
        return
    value = spot.value
    if isinstance(value, list):
        for place in range(len(value)):
            yield from spread(spot / place, path[1:])
