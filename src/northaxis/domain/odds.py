"""What a seat sees before it commits: need, chance, each modifier and its passage, effects, how far
others could move it, and what it cannot know shown as unknown. Asked of a perception, so nothing leaks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from northaxis.domain.actions import Action, ActionKind, Play
from northaxis.domain.dice import percent, ways
from northaxis.domain.effects import Effects, apply_quietly, outcome
from northaxis.domain.expressions import possible_truths
from northaxis.domain.ids import ActionId, SeatId
from northaxis.domain.perception import Perception
from northaxis.domain.rolls import Modifier
from northaxis.domain.ruleset import Game, RuleSet

SAY_ALOUD = (
    (36, "certain"),
    (33, "almost certain"),
    (30, "very likely"),
    (26, "likely"),
    (21, "better than even"),
    (15, "a bit under even"),
    (6, "unlikely"),
    (3, "very unlikely"),
    (1, "remote"),
    (0, "no chance"),
)


def in_words(need: int) -> str:
    """The chance to reach a need, as one says it aloud."""
    return next(words for least, words in SAY_ALOUD if ways(need) >= least)


@dataclass(frozen=True, slots=True)
class ModifierOdds:
    """A modifier and whether it holds; None when this seat cannot know."""

    modifier: Modifier
    holds: bool | None
    movers: tuple[tuple[SeatId, ActionId], ...]
    """Plays of other seats in earlier phases that could flip it."""


@dataclass(frozen=True, slots=True)
class EffectLine:
    """One quantity that an outcome moves: from `before` to `after` as the seat sees it; None where it cannot see."""

    quantity: int
    before: int | None
    after: int | None
    by: int


@dataclass(frozen=True, slots=True)
class Odds:
    """The odds panel of one play. Chances are whole percent; `need` counts only what is known to hold."""

    action: Action
    play: Play
    base: int | None
    need: int | None
    chance: int
    words: str
    worst: int
    best: int
    modifiers: tuple[ModifierOdds, ...]
    success: tuple[EffectLine, ...]
    failure: tuple[EffectLine, ...]
    index_success: int | None
    index_failure: int | None
    shift: int = 0
    """What control has added to the need (R-9.4); `need` counts it."""


def odds(game: Game, seen: Perception, play: Play, shift: int = 0) -> Odds:
    """The odds of a play as a seat sees them. `worst` and `best` are the chances if others act or unknowns turn out."""
    rules = game.rules
    action = rules.actions[play.action]
    roll = play.outcome.roll
    success = effect_lines(rules, seen, _all_effects(play, True, seen))
    failure = effect_lines(rules, seen, play.outcome.fail) if roll else ()
    index_ok, index_fail = _index_after(rules, seen, success), _index_after(rules, seen, failure) if roll else None
    if roll is None:
        return Odds(action, play, None, None, 100, "certain", 100, 100, (), success, (), index_ok, None)
    entries = tuple(_modifier(game, seen, action, modifier) for modifier in roll.modifiers)
    need = roll.need - sum(e.modifier.by for e in entries if e.holds) + shift
    easier = sum(_swing(e, upward=True) for e in entries)
    harder = sum(_swing(e, upward=False) for e in entries)
    worst, best = percent(need - harder), percent(need - easier)
    return Odds(
        action, play, roll.need, need, percent(need), in_words(need), worst, best, entries, success, failure,
        index_ok, index_fail, shift,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shifted:
    """What a shift of the need would make of a roll."""

    by: int
    need: int
    chance: int
    words: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the engine proposes for a semi-rigid order before control disposes: its odds and what each shift makes."""

    odds: Odds
    shifts: tuple[Shifted, ...]


def proposal(game: Game, seen: Perception, play: Play, shift: int = 0) -> Proposal | None:
    """The proposal for an order of an opened sheet, shifts of -2 to 2 beside it; None where control shifts nothing."""
    panel = odds(game, seen, play, shift)
    if panel.need is None or panel.action.kind is not ActionKind.SEMI:
        return None
    unshifted = panel.need - shift
    made = tuple(
        Shifted(by, unshifted + by, percent(unshifted + by), in_words(unshifted + by)) for by in (-2, -1, 0, 1, 2)
    )
    return Proposal(panel, made)


def _swing(entry: ModifierOdds, upward: bool) -> int:
    """How far one modifier could still move the total: up (towards success) or down."""
    movable = entry.holds is None or bool(entry.movers)
    if not movable:
        return 0
    gain = entry.modifier.by if not entry.holds else -entry.modifier.by
    if entry.holds is None:
        gain = entry.modifier.by
    return max(gain, 0) if upward else min(gain, 0)


def _modifier(game: Game, seen: Perception, action: Action, modifier: Modifier) -> ModifierOdds:
    truths = possible_truths(modifier.condition, seen.row, seen.spans)
    holds = next(iter(truths)) if len(truths) == 1 else None
    movers = () if holds is None else tuple(_movers(game, seen, action, modifier, holds))
    return ModifierOdds(modifier, holds, movers)


def _movers(
    game: Game, seen: Perception, action: Action, modifier: Modifier, holds: bool
) -> Iterable[tuple[SeatId, ActionId]]:
    """Other seats' plays in earlier phases whose success would flip the modifier."""
    rules = game.rules
    order = [phase.id for phase in rules.phases]
    earlier = set(order[: order.index(action.phase)])
    for other, plays in rules.moved_by_success:
        if other.seat == seen.seat or other.phase not in earlier:
            continue
        for play, moved in plays:
            if modifier.condition.reads.isdisjoint(moved):
                continue
            if possible_truths(play.requires, seen.row, seen.spans) == {False}:
                continue
            scratch = list(seen.row)
            apply_quietly(play.outcome.ok, scratch, rules.quantities)
            if bool(modifier.condition.holds(scratch)) != holds:
                yield other.seat, other.id
                break


def _all_effects(play: Play, success: bool, seen: Perception) -> Effects:
    effects = play.outcome.ok if success else play.outcome.fail
    if play.also is not None and play.also.condition.holds(seen.row):
        effects += play.also.effects
    if success and play.bonus is not None and play.bonus.condition.holds(seen.row):
        effects += play.bonus.effects
    return effects


def effect_lines(rules: RuleSet, seen: Perception, effects: Effects) -> tuple[EffectLine, ...]:
    """What effects would do, as a seat sees the board; unknown starts stay unknown."""
    scratch, lines = list(seen.row), []
    for effect in effects:
        landed = outcome(effect, scratch, rules.quantities)
        if landed is None:
            continue
        index, asked, after = landed
        known = index not in seen.spans
        lines.append(EffectLine(index, scratch[index] if known else None, after if known else None, asked))
        scratch[index] = after
    return tuple(lines)


def _index_after(rules: RuleSet, seen: Perception, lines: tuple[EffectLine, ...]) -> int | None:
    """How far the index would move, for a seat that may know it."""
    if not seen.knows(rules.index.reads):
        return None
    scratch = list(seen.row)
    for line in lines:
        if line.after is not None:
            scratch[line.quantity] = line.after
    return rules.index.of(scratch) - rules.index.of(seen.row)
