"""The end of a turn as a bot foresees it: the rules that need no dice, the snaps, and the chances of a break or an end.

Left out: late arrivals (a seat's view does not list them), the moot sham, rules that roll, flags and counters.
"""

from __future__ import annotations

from northaxis.bots.scratch import Change, Row, compile_effects
from northaxis.domain.dice import ways
from northaxis.domain.expressions import Number
from northaxis.domain.quantities import Kind
from northaxis.domain.ruleset import RuleSet
from northaxis.domain.turn_end_rules import CheckRow, Rule

LIKELY_BREAK = 22
"""Ways in 36 that a break is given when a breaking end already holds: the first above 60 %."""

NO_BREAK = 99
"""Above any total: a table without a breaking row."""


class TurnEnd:
    """The foreseeable part of the turn end, compiled."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules
        self._steps = tuple(self._step(rule) for rule in (*rules.rules, *rules.snaps) if rule.outcome.roll is None)
        self._finals = tuple(q.index for q in rules.quantities if q.ends_play)
        self._flags = tuple(q.index for q in rules.quantities if q.kind is Kind.FLAG)
        self._turn, self._turns = rules.turn, rules.turns
        self._check = rules.check.condition.holds
        self._check_modifiers = tuple((m.condition.holds, m.by) for m in rules.check.modifiers)
        self._threshold = break_threshold(rules.check.rows)
        self._breaking = tuple(end.condition.holds for end in rules.ends if end.breaks)
        self._tests = tuple((self._step(end), end) for end in rules.ends if end.outcome.roll is not None)
        self._ladder = tuple(self._step(rung) for rung in rules.ladder)

    def _step(self, rule: Rule) -> tuple[Number, Change]:
        return rule.condition.holds, compile_effects(rule.outcome.ok, self._rules.quantities)

    def after(self, row: Row) -> Row:
        """A copy of the row after the rules and snaps without dice, each reading what the one before left."""
        then = row.copy()
        for holds, change in self._steps:
            if holds(then):
                change(then)
        return then

    def ahead(self, row: Row, turn_ends: int) -> Row:
        """A copy of the row after some turn ends with nothing done in between, no further than the last turn.

        Flags run down between them; the turn number is put back, so that money keeps its price.
        """
        then = self.after(row)
        for _ in range(min(turn_ends, row[self._turns] - row[self._turn] + 1) - 1):
            then[self._turn] += 1
            for flag in self._flags:
                if then[flag] > 0:
                    then[flag] -= 1
            then = self.after(then)
        then[self._turn] = row[self._turn]
        return then

    def is_final(self, row: Row) -> bool:
        """Whether a raised flag ends play."""
        return any(row[index] for index in self._finals)

    def break_ways(self, row: Row) -> int:
        """In how many of 36 cases the regime breaks: the check's chance, or more when a breaking end holds."""
        found = 0
        if self._check(row):
            need = self._threshold
            for holds, by in self._check_modifiers:
                if holds(row):
                    need -= by
            found = ways(need)
        if found < LIKELY_BREAK and any(holds(row) for holds in self._breaking):
            found = LIKELY_BREAK
        return found

    def broken(self, row: Row) -> Row:
        """A copy of the row after a break: the first rung of the ladder that holds."""
        then = row.copy()
        for holds, change in self._ladder:
            if holds(then):
                change(then)
                break
        return then

    def tests(self, row: Row) -> list[tuple[int, Row]]:
        """The ends with a roll that hold: ways in 36 that each succeeds, and the row if it does."""
        found = []
        for (holds, change), end in self._tests:
            if holds(row) and end.outcome.roll is not None:
                need = end.outcome.roll.need - sum(m.by for m in end.outcome.roll.modifiers if m.condition.holds(row))
                then = row.copy()
                change(then)
                found.append((ways(need), then))
        return found


def break_threshold(rows: tuple[CheckRow, ...]) -> int:
    """The lowest total of the check whose row breaks: one above the row before the first that does."""
    below = 0
    for row in rows:
        if row.breaks:
            return below + 1
        below = row.upto
    return NO_BREAK
