"""The end of a turn, in one fixed order: late arrivals, moot sham, rules, snaps, regime check, ends, counters, flags,
promises, and the scores if play is over (R-3)."""

from __future__ import annotations

from northaxis.domain import facts as f
from northaxis.domain.deals import judge_deals
from northaxis.domain.effects import ClearFlag, Shift
from northaxis.domain.facts import Cause, CauseKind
from northaxis.domain.quantities import Kind
from northaxis.domain.scoring import score_seats
from northaxis.domain.scribe import MOOT, Scribe
from northaxis.domain.state import State, flags_running
from northaxis.domain.turn_end_rules import Rule


def end_turn(scribe: Scribe) -> None:
    """Everything between the last order and the next turn."""
    _arrive_late(scribe)
    _clear_moot_sham(scribe)
    for rule in scribe.state.game.rules.rules:
        if rule.condition.holds(scribe.state.board):
            scribe.happen(rule.id, rule.outcome, Cause(CauseKind.RULE, rule.id, None, "", rule.cites))
    for snap in scribe.state.game.rules.snaps:
        if snap.condition.holds(scribe.state.board):
            scribe.record(f.RuleCame(CauseKind.SNAP, snap.id))
            scribe.happen(snap.id, snap.outcome, Cause(CauseKind.SNAP, snap.id, None, "", snap.cites))
    ended = ending_flag(scribe.state)
    if ended is None:
        _check(scribe)
    reason, common_loss = _ends(scribe)
    _count(scribe)
    _tick_flags(scribe)
    judge_deals(scribe)
    if reason is None and scribe.state.turn >= scribe.state.turns:
        reason = "last turn"
    if reason is not None:
        judge_deals(scribe, last=True)
        scores = score_seats(scribe.state, common_loss)
        scribe.record(f.GameOver(reason, common_loss))
        for score in scores:
            scribe.record(score)


def ending_flag(state: State) -> str | None:
    """The name of a raised flag that ends play, if there is one."""
    return next((q.id for q in state.game.rules.quantities if q.ends_play and state.board[q.index]), None)


def _arrive_late(scribe: Scribe) -> None:
    for late in scribe.state.late:
        if late.due <= scribe.state.turn:
            rules = scribe.state.game.rules
            play = rules.play(late.action, late.target)
            assert play is not None
            assert play.late is not None
            scribe.record(f.LateArrived(late.seat, late.action, late.target))
            cause = Cause(CauseKind.ACTION, late.action, late.seat, "late", rules.actions[late.action].cites)
            scribe.change(play.late.effects, cause)


def _clear_moot_sham(scribe: Scribe) -> None:
    state, flag = scribe.state, scribe.state.game.rules.answering.sham_flag
    if state.sham is not None and flag is not None and state.value(state.sham) == 0:
        scribe.change((ClearFlag(flag),), Cause(CauseKind.RULE, MOOT))


def _check(scribe: Scribe) -> None:
    check = scribe.state.game.rules.check
    if not check.condition.holds(scribe.state.board):
        return
    cause = Cause(CauseKind.CHECK, "CHECK", None, "", check.cites)
    held = tuple(place for place, mod in enumerate(check.modifiers) if mod.condition.holds(scribe.state.board))
    dice = scribe.dice.pair(scribe.state.turn, "CHECK")
    total = sum(dice) + sum(check.modifiers[place].by for place in held)
    row = next(row for row in check.rows if total <= row.upto)
    scribe.record(f.Rolled("CHECK", dice, 0, held, 0, not row.breaks, cause))
    scribe.record(f.CheckMade(total, row.id))
    scribe.change(row.effects, Cause(CauseKind.CHECK, row.id, None, "", check.cites))
    if row.breaks:
        break_regime(scribe)


def break_regime(scribe: Scribe) -> None:
    """Go down the break ladder: the first rung that holds happens (R-7.3)."""
    for rung in scribe.state.game.rules.ladder:
        if rung.condition.holds(scribe.state.board):
            scribe.record(f.RuleCame(CauseKind.END, rung.id))
            scribe.happen(rung.id, rung.outcome, Cause(CauseKind.END, rung.id, None, "", rung.cites))
            return


def _ends(scribe: Scribe) -> tuple[str | None, bool]:
    """Ask each end in order; play is over at the first that is final. Returns its name and whether all lose."""
    for end in scribe.state.game.rules.ends:
        if ending_flag(scribe.state) is not None:
            break
        if end.condition.holds(scribe.state.board) and _come_to_end(scribe, end):
            return end.id, True
    reason = ending_flag(scribe.state)
    return reason, False


def _come_to_end(scribe: Scribe, end: Rule) -> bool:
    """Make an end happen; True when it is the common loss."""
    scribe.record(f.RuleCame(CauseKind.END, end.id))
    if end.common_loss:
        return True
    if end.breaks:
        break_regime(scribe)
    else:
        scribe.happen(end.id, end.outcome, Cause(CauseKind.END, end.id, None, "", end.cites))
    return False


def _count(scribe: Scribe) -> None:
    for counter in scribe.state.game.rules.counters:
        if counter.each_turn_end is not None and counter.each_turn_end.holds(scribe.state.board):
            name = scribe.state.game.rules.quantities[counter.index].id
            scribe.change((Shift(counter.index, 1),), Cause(CauseKind.RULE, name))


def _tick_flags(scribe: Scribe) -> None:
    rules, running = scribe.state.game.rules, flags_running(scribe.state)
    scribe.record(f.FlagsTicked(running))
    gone = {name for name in running if scribe.state.value(name) == 0}
    for rule in rules.flag_rules:
        flag = rules.quantities[rule.flag]
        assert flag.kind is Kind.FLAG
        if flag.id in gone and rule.condition.holds(scribe.state.board):
            scribe.record(f.RuleCame(CauseKind.RULE, rule.id))
            scribe.change(rule.effects, Cause(CauseKind.RULE, rule.id, None, "", rule.cites))
