"""The end of a turn in many games, in the one fixed order of `domain.turn_end`: late arrivals, moot sham, rules, snaps,
regime check, ends, counters, flags. Promises are judged by `promises`; the scores are `scoring`'s.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from northaxis.domain.dice import name_hash
from northaxis.domain.effects import ClearFlag, Effects, Shift
from northaxis.domain.quantities import Kind
from northaxis.domain.turn_end_rules import Rule
from northaxis.simulation.board import Array
from northaxis.simulation.compiler import Compiler, LiveChange, Rolling
from northaxis.simulation.formulas import Truth
from northaxis.simulation.games import Games

GOES_ON = -1
"""In place of an ending: the game is not over."""


@dataclass(frozen=True, slots=True)
class _LiveRule:
    """A rule, snap, end or rung compiled; `roll` None makes `ok` certain."""

    rule: Rule
    holds: Truth
    name: int
    roll: Rolling | None
    ok: LiveChange
    fail: LiveChange


class TurnEnds:
    """The turn end, compiled. `endings` names what can end a game; a game's ending is a place in it."""

    def __init__(self, compiler: Compiler) -> None:
        rules = compiler.rules
        self._rules = tuple(_live(compiler, rule) for rule in rules.rules)
        self._snaps = tuple(_live(compiler, rule) for rule in rules.snaps)
        self._ends = tuple(_live(compiler, rule) for rule in rules.ends)
        self._ladder = tuple(_live(compiler, rule) for rule in rules.ladder)
        self.snaps = tuple(snap.id for snap in rules.snaps)
        self._finals = tuple(q.index for q in rules.quantities if q.ends_play)
        losses = [end.id for end in rules.ends if end.common_loss]
        self.endings = (*(rules.quantities[place].id for place in self._finals), *losses, "last turn")
        self._flags = tuple(q.index for q in rules.quantities if q.kind is Kind.FLAG)
        self._check, check = compiler.truth(rules.check.condition), rules.check
        self._check_name = name_hash("CHECK")
        self._check_modifiers = compiler.modifiers(check.modifiers)
        self._check_rows = tuple((row.upto, row.breaks, compiler.live(row.effects)) for row in check.rows)
        self._counters = tuple(
            (compiler.truth(counter.each_turn_end), compiler.live((Shift(counter.index, 1),)))
            for counter in rules.counters
            if counter.each_turn_end is not None
        )
        self._flag_rules = tuple(
            (r.flag, compiler.truth(r.condition), compiler.live(r.effects)) for r in rules.flag_rules
        )
        flag = rules.answering.sham_flag
        moot: Effects = (ClearFlag(flag),) if flag is not None else ()
        self._moot = compiler.live(moot)
        sham_of = {d.sham_of for demander in rules.answering.demanders for d in demander.demands}
        self._fakeable = tuple(sorted(switch for switch in sham_of if switch is not None))

    def run(self, games: Games) -> tuple[Array, Array, Array]:
        """The whole turn end but promises and scores. Gives each game's ending (N,) (`GOES_ON` while it lasts, the
        last turn not counted), whether it is a common loss (N,), and which snaps came (snaps, N)."""
        self._arrive_late(games)
        self._clear_moot_sham(games)
        for rule in self._rules:
            _happen(games, rule, rule.holds(games.board))
        snapped = np.zeros((len(self._snaps), games.count), np.bool_)
        for row, snap in zip(snapped, self._snaps, strict=True):
            row[:] = snap.holds(games.board)
            _happen(games, snap, row)
        self._make_check(games)
        ending, lost = self._come_to_ends(games)
        for holds, change in self._counters:
            games.happen(change, holds(games.board))
        self._tick_flags(games)
        return ending, lost, snapped

    def _arrive_late(self, games: Games) -> None:
        for late in games.late:
            if late.due <= games.turn:
                games.happen(late.change, late.waiting)
        games.late = [late for late in games.late if late.due > games.turn]

    def _clear_moot_sham(self, games: Games) -> None:
        for switch in self._fakeable:
            moot = (games.sham == switch) & (games.board[switch] == 0)
            if moot.any():
                games.happen(self._moot, moot, exposes=False)

    def _ended(self, games: Games) -> Array:
        """The place of the first raised flag that ends play, (N,), `GOES_ON` for none."""
        ending = np.full(games.count, GOES_ON, np.int8)
        for place in reversed(range(len(self._finals))):
            ending[games.board[self._finals[place]] != 0] = place
        return ending

    def _make_check(self, games: Games) -> None:
        held = self._check(games.board) & (self._ended(games) == GOES_ON)
        if not held.any():
            return
        total = games.chance.total(self._check_name)
        for holds, by in self._check_modifiers:
            total = total + holds(games.board).view(np.int8) * np.int8(by)
        breaks = np.zeros(games.count, np.bool_)
        open_to = held
        for upto, is_break, change in self._check_rows:
            here = open_to & (total <= upto)
            games.happen(change, here)
            open_to = open_to & ~here
            if is_break:
                breaks |= here
        self._break(games, breaks)

    def _break(self, games: Games, where: Array) -> None:
        """Go down the break ladder: the first rung that holds happens (R-7.3)."""
        open_to = where
        for rung in self._ladder:
            if not open_to.any():
                return
            here = open_to & rung.holds(games.board)
            open_to = open_to & ~here
            _happen(games, rung, here)

    def _come_to_ends(self, games: Games) -> tuple[Array, Array]:
        ending = self._ended(games)
        lost = np.zeros(games.count, np.bool_)
        losses = len(self._finals)
        for end in self._ends:
            here = (ending == GOES_ON) & end.holds(games.board)
            if end.rule.common_loss:
                ending = np.where(here, np.int8(losses), ending)
                lost |= here
                losses += 1
            elif here.any():
                if end.rule.breaks:
                    self._break(games, here)
                else:
                    _happen(games, end, here)
                ending = np.where(lost, ending, self._ended(games))
        return ending, lost

    def _tick_flags(self, games: Games) -> None:
        gone: dict[int, Array] = {}
        for flag in self._flags:
            running = games.board[flag] > 0
            if running.any():
                games.board[flag] = games.board[flag] - running.view(np.int8)
                gone[flag] = running & (games.board[flag] == 0)
        for flag, holds, change in self._flag_rules:
            if flag in gone:
                games.happen(change, gone[flag] & holds(games.board))


def _happen(games: Games, rule: _LiveRule, mask: Array) -> None:
    """A rule's outcome where the mask holds, on the live boards."""
    if not mask.any():
        return
    if rule.roll is None:
        games.happen(rule.ok, mask)
        return
    success = games.chance.total(rule.name) >= rule.roll.need(games.board)
    games.happen(rule.ok, mask & success)
    games.happen(rule.fail, mask & ~success)


def _live(compiler: Compiler, rule: Rule) -> _LiveRule:
    outcome = rule.outcome
    roll = compiler.roll(outcome.roll) if outcome.roll is not None else None
    return _LiveRule(
        rule,
        compiler.truth(rule.condition),
        name_hash(rule.id),
        roll,
        compiler.live(outcome.ok),
        compiler.live(outcome.fail),
    )
