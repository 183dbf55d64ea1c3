"""From a cause back to the condition it came about under."""

from __future__ import annotations

from northaxis.domain.expressions import Condition
from northaxis.domain.facts import Cause, CauseKind
from northaxis.domain.ruleset import RuleSet


def condition_of(rules: RuleSet, cause: Cause) -> Condition | None:
    """The condition under which a rule, snap, check row or end came about."""
    match cause.kind:
        case CauseKind.CHECK:
            return rules.check.condition
        case CauseKind.RULE | CauseKind.SNAP | CauseKind.END:
            conditions = {rule.id: rule.condition for rule in rules.flag_rules}
            for rule in (*rules.rules, *rules.snaps, *rules.ends, *rules.ladder):
                conditions[rule.id] = rule.condition
            return conditions.get(cause.id)
        case _:
            return None
