"""Orders of many games resolved phase by phase: the meaning of the second half of `domain.resolution`.

All orders of a phase read the boards as the phase opened; effects land in initiative order, slot by slot.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from northaxis.domain.actions import Action, Play
from northaxis.domain.dice import name_hash
from northaxis.domain.effects import Assign, Shift
from northaxis.domain.quantities import Kind
from northaxis.domain.rolls import Branch
from northaxis.simulation.board import Array, Board
from northaxis.simulation.compiler import Compiler, LiveChange, Rolling
from northaxis.simulation.formulas import Truth
from northaxis.simulation.games import Games, LateArrival
from northaxis.simulation.sheets import SeatSheet

NO_MARGIN = np.int8(-99)
LiveBranch = tuple[Truth, LiveChange]


@dataclass(frozen=True, slots=True)
class _LivePlay:
    """A play compiled for real boards; `wishes` are the switches its success sets, and to what."""

    place: int
    phase: str
    requires: Truth
    refund: LiveChange
    name: int
    roll: Rolling | None
    ok: LiveChange
    ok_at_once: LiveChange
    fail: LiveChange
    late: tuple[Truth, LiveChange, int] | None
    also: LiveBranch | None
    bonus: LiveBranch | None
    counts: LiveChange
    wishes: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class _Attempt:
    """A play in its phase: in which games it is tried, succeeds, loses a contest, (N,); `margin` int8."""

    play: _LivePlay
    tried: Array
    success: Array
    margin: Array
    lost: Array


class Resolving:
    """All seats' plays by phase."""

    def __init__(self, compiler: Compiler, sheets: tuple[SeatSheet, ...]) -> None:
        self._sheets = sheets
        self._phases = tuple(
            tuple(
                tuple(
                    _live(compiler, sheet, place, action, play)
                    for place, (action, play) in enumerate(sheet.plays)
                    if action.phase == phase.id
                )
                for sheet in sheets
            )
            for phase in compiler.rules.phases
        )

    def resolve(self, games: Games, initiative: list[int]) -> None:
        """Every phase of the turn."""
        ordered = [set(np.unique(orders).tolist()) for orders in games.orders]
        for by_seat in self._phases:
            if any(play.place in ordered[seat] for seat, plays in enumerate(by_seat) for play in plays):
                self._resolve(games, by_seat, ordered, initiative)

    def _resolve(
        self,
        games: Games,
        by_seat: tuple[tuple[_LivePlay, ...], ...],
        ordered: list[set[int]],
        initiative: list[int],
    ) -> None:
        standing = games.board.copy()
        attempts: dict[int, list[_Attempt]] = {}
        for seat, plays in enumerate(by_seat):
            given = [play for play in plays if play.place in ordered[seat]]
            if given:
                attempts[seat] = [_attempt(games, play, games.orders[seat], standing) for play in given]
        _settle_contests([attempt for one in attempts.values() for attempt in one])
        for seat in initiative:
            for slot in games.orders[seat]:
                for attempt in attempts.get(seat, ()):
                    here = attempt.tried & (slot == attempt.play.place)
                    if here.any():
                        _apply(games, attempt, here, standing)


def _attempt(games: Games, play: _LivePlay, orders: Array, standing: Board) -> _Attempt:
    placed = (orders == play.place).any(axis=0)
    able = np.broadcast_to(play.requires(standing), placed.shape)
    tried = placed & able
    games.happen(play.refund, placed & ~able)
    if play.roll is None:
        return _Attempt(play, tried, tried, np.zeros(games.count, np.int8), np.zeros(games.count, np.bool_))
    margin = (games.chance.total(play.name) - play.roll.need(standing)).astype(np.int8)
    return _Attempt(play, tried, tried & (margin >= 0), margin, np.zeros(games.count, np.bool_))


def _settle_contests(attempts: list[_Attempt]) -> None:
    """Of successes that set one switch both ways the higher margin stands; equal ones both fall (R-6.4)."""
    rivals: dict[int, list[tuple[_Attempt, int]]] = {}
    for attempt in attempts:
        for switch, to in attempt.play.wishes:
            rivals.setdefault(switch, []).append((attempt, to))
    for entries in rivals.values():
        if len({to for _, to in entries}) < 2:
            continue
        best = [_best(entries, to) for to in (0, 1)]
        contested = (best[0] > NO_MARGIN) & (best[1] > NO_MARGIN)
        for attempt, to in entries:
            attempt.lost = attempt.lost | (attempt.success & contested & (best[to] <= best[1 - to]))


def _best(entries: list[tuple[_Attempt, int]], to: int) -> Array:
    margins = [np.where(attempt.success, attempt.margin, NO_MARGIN) for attempt, wanted in entries if wanted == to]
    best: Array = np.max(margins, axis=0)
    return best


def _apply(games: Games, attempt: _Attempt, here: Array, standing: Board) -> None:
    play = attempt.play
    success = here & attempt.success & ~attempt.lost
    if play.late is None:
        games.happen(play.ok, success)
    else:
        holds, effects, turns = play.late
        waits = success & holds(standing)
        games.happen(play.ok, success & ~waits)
        games.happen(play.ok_at_once, waits)
        if waits.any():
            games.late.append(LateArrival(effects, games.turn + turns, waits))
    if play.roll is not None:
        games.happen(play.fail, here & ~success)
    if play.also is not None:
        games.happen(play.also[1], here & play.also[0](standing))
    if play.bonus is not None:
        games.happen(play.bonus[1], success & play.bonus[0](standing))
    games.happen(play.counts, here)


def _live(compiler: Compiler, sheet: SeatSheet, place: int, action: Action, play: Play) -> _LivePlay:
    outcome, late = play.outcome, play.late
    refund = max(0, action.cost - 1)
    delayed = late.effects if late is not None else ()
    kinds = compiler.quantities
    return _LivePlay(
        place=place,
        phase=action.phase,
        requires=compiler.truth(play.requires),
        refund=compiler.live((Shift(sheet.purse.index, refund),) if refund else ()),
        name=name_hash(play.roll_name),
        roll=compiler.roll(outcome.roll) if outcome.roll is not None else None,
        ok=compiler.live(outcome.ok),
        ok_at_once=compiler.live(tuple(effect for effect in outcome.ok if effect not in delayed)),
        fail=compiler.live(outcome.fail),
        late=(compiler.truth(late.condition), compiler.live(late.effects), late.turns) if late is not None else None,
        also=_branch(compiler, play.also),
        bonus=_branch(compiler, play.bonus),
        counts=compiler.live((Shift(action.counts, 1),) if action.counts is not None else ()),
        wishes=tuple(
            (effect.index, effect.to)
            for effect in outcome.ok
            if isinstance(effect, Assign) and kinds[effect.index].kind is Kind.SWITCH
        ),
    )


def _branch(compiler: Compiler, branch: Branch | None) -> LiveBranch | None:
    if branch is None:
        return None
    return compiler.truth(branch.condition), compiler.live(branch.effects)
