"""Effects in few words: what would move from where to where, as a seat sees the board."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from northaxis.domain.demands import ResponseKind
from northaxis.domain.odds import EffectLine, effect_lines
from northaxis.domain.perception import Perception
from northaxis.domain.quantities import FOR_GOOD, Kind
from northaxis.domain.ruleset import Game, RuleSet
from northaxis.domain.state import MadeDemand
from northaxis.services.choices import answer_effects
from northaxis.services.wording import turns_words
from northaxis.tui.ink import Line, Span, line, number, signed, span, width_of


def effect_spans(rules: RuleSet, effect: EffectLine) -> tuple[Span, ...]:
    """One effect: `Oxygen 3→5`, `Home +1` where the start is unknown, `Relays on`, `Red line (2 turns)`."""
    quantity = rules.quantities[effect.quantity]
    known = effect.before is not None and effect.after is not None
    match quantity.kind:
        case Kind.TRACK:
            if not known:
                return (span(f"{quantity.short} "), span(signed(effect.by), "bright"))
            assert effect.before is not None
            assert effect.after is not None
            if effect.before == effect.after:
                return (span(f"{quantity.short} stays {number(effect.after)}", "dim"),)
            moved = f"{number(effect.before)}→{number(effect.after)}"
            return (span(f"{quantity.short} "), span(moved, "bright"))
        case Kind.SWITCH:
            return (span(f"{quantity.short} "), span("on" if effect.after else "off", "bright"))
        case Kind.FLAG:
            if effect.before == effect.after == 0:
                return ()
            if effect.after == 0:
                return (span(f"no longer: {quantity.name}"),)
            left = "" if effect.after in (FOR_GOOD, None) else f" ({turns_words(effect.after or 0)})"
            return (span(f"{quantity.name}{left}"),)
        case Kind.IP:
            return (span(f"{quantity.owner or quantity.short} "), span(f"{signed(effect.by)} IP", "bright"))
        case _:
            return ()


def effects_rows(rules: RuleSet, effects: Sequence[EffectLine], width: int, index: int | None = None) -> list[Line]:
    """All effects in as few rows as fit, the change of the index last; `nothing changes` when there are none."""
    parts = [line(*spans) for effect in _joined(rules, effects) if (spans := effect_spans(rules, effect))]
    if index is not None and (index or parts):
        parts.append(line((f"{rules.index.name.lower()} ", "dim"), (signed(index) if index else "±0", "bright")))
    return rows_of(parts, width) or [line(("nothing changes", "dim"))]


def rows_of(parts: Iterable[Line], width: int, gap: str = "   ") -> list[Line]:
    """Short pieces set one after the other, wrapped between pieces."""
    rows: list[Line] = []
    row: Line = ()
    for part in parts:
        if row and width_of(row) + len(gap) + width_of(part) > width:
            rows.append(row)
            row = ()
        row = (*row, span(gap), *part) if row else part
    return [*rows, row] if row else rows


def _joined(rules: RuleSet, effects: Sequence[EffectLine]) -> list[EffectLine]:
    """Two moves of one quantity as one."""
    found: dict[int, EffectLine] = {}
    for effect in effects:
        before = found.get(effect.quantity)
        if before is not None and rules.quantities[effect.quantity].kind in (Kind.TRACK, Kind.IP):
            effect = EffectLine(effect.quantity, before.before, effect.after, before.by + effect.by)
        found[effect.quantity] = effect
    return list(found.values())


def answer_lines(game: Game, seen: Perception, made: MadeDemand, kind: ResponseKind) -> tuple[EffectLine, ...]:
    """What an answer to a demand would do, as a seat sees the board."""
    return effect_lines(game.rules, seen, answer_effects(game, made, kind))


def index_change(game: Game, seen: Perception, effects: Sequence[EffectLine]) -> int | None:
    """How far the index would move with these effects alone, for a seat that may know it."""
    rules = game.rules
    if not seen.knows(rules.index.reads):
        return None
    row = list(seen.row)
    for effect in effects:
        if effect.after is not None:
            row[effect.quantity] = effect.after
    return rules.index.of(row) - rules.index.of(seen.row)
