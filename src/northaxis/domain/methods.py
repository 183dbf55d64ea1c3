"""Carries out rulings by other methods than dice: shifted needs, arguments, free decisions (R-9.4 to R-9.8).

To overrule an outcome is to make up for it: what the order itself moved is moved back on the board as it stands now,
then the other outcome comes about. The dice stay as they fell. Not taken back is what happens on any result (`also`,
the counter of attempts, the price), and what others have made of the first outcome since: later orders whose odds or
requirements it changed, a switch moved again, a sham that came out, the rival of a contest, points lost at the end of
a track. A contest that was lost can be overruled like a failure.
"""

from __future__ import annotations

from typing import assert_never

from northaxis.domain import control_facts as c, control_orders as co, facts as f
from northaxis.domain.arguments import (
    BASE,
    CONCEDED,
    COST,
    MOST_AT_TABLE,
    NEVER,
    SURE,
    argument_odds,
    concession,
    has_control,
    median,
    open_arguments,
    open_to_all,
    shifts_to_effects,
    strongest_objector,
)
from northaxis.domain.control_facts import Code, Method
from northaxis.domain.control_orders import MethodAct
from northaxis.domain.effects import Shift
from northaxis.domain.facts import Cause, CauseKind
from northaxis.domain.ids import CONTROL, ActionId, ArgumentId, QuantityId, SeatId
from northaxis.domain.legal_methods import outcome_to_replace, still_bound
from northaxis.domain.outcomes import Came
from northaxis.domain.quantities import Kind
from northaxis.domain.resolution import come_about
from northaxis.domain.room import Argument, about_order
from northaxis.domain.scribe import Scribe

OBJECTOR = "objector"
"""The detail of a cause under which an argument gives its strongest objector a point."""
PROJECT = "project"
"""The detail of a cause under which a project that has held twice has its effect."""
ARGUMENT_PRICE = "argument"
"""The detail of a cost that was paid for an argument, or given back."""


def carry_out_method(scribe: Scribe, seat: SeatId, act: MethodAct) -> None:
    """Write down what an act about a ruling or an argument does."""
    match act:
        case co.ShiftNeed():
            _shift_need(scribe, act)
        case co.ChooseMethod(action=action, target=target, method=method, why=why):
            was = scribe.state.room.handling(action, target).method
            _step_in(scribe, "method", about_order(action, target), was, method, None, why)
            decide_by(scribe, action, target, method)
        case co.Decide(action=action, target=target, success=success, method=method, why=why):
            was = scribe.state.room.handling(action, target).method
            _step_in(scribe, "decide", about_order(action, target), was, _result(success), None, why)
            _let_go(scribe, action, target)
            scribe.record(c.OrderDecided(_seat(scribe, action), action, target, success, method))
        case co.Overrule():
            _overrule(scribe, act)
        case co.RuleOut():
            _rule_out(scribe, act)
        case co.Argue(claim=claim, reasons=reasons, secret=secret):
            _argue(scribe, seat, claim, reasons, secret, None)
        case co.Pursue(project=id, reasons=reasons):
            project = scribe.state.room.project(id)
            assert project is not None
            _argue(scribe, seat, project.claim, reasons, project.secret, id)
        case co.AddReason(argument=id, supports=supports, text=text):
            _add_reason(scribe, seat, id, supports, text)
        case co.RateReason(argument=id, place=place, strength=strength):
            scribe.record(c.ReasonRated(id, place, strength))
        case co.NameEffect(argument=id, shifts=shifts, project=is_big):
            scribe.record(c.EffectNamed(id, shifts, is_big))
        case co.AskEstimates(argument=id):
            scribe.record(c.EstimatesAsked(id))
        case co.Estimate(argument=id, percent=percent):
            scribe.record(c.Estimated(id, seat, percent))
        case co.SettleArgument():
            _settle(scribe, seat, act)
        case co.EndProject(project=id, why=why):
            project = scribe.state.room.project(id)
            assert project is not None
            _step_in(scribe, "end-project", id, "", "", None, why, open=not project.secret)
            scribe.record(c.ProjectEnded(id, id, success=False))
        case _:
            assert_never(act)


def _argue(
    scribe: Scribe, seat: SeatId, claim: str, reasons: tuple[str, ...], secret: bool, project: ArgumentId | None
) -> None:
    id = ArgumentId(f"T{scribe.state.turn}-{seat}")
    scribe.record(c.ArgumentOpened(id, seat, claim, reasons, secret=secret, project=project))
    scribe.pay(seat, COST, _price(id, seat))


def lay_open(scribe: Scribe) -> None:
    """As the sheets are opened: arguments beyond the third lapse, orders get the method that the rules name."""
    seats = scribe.state.game.rules.initiative
    written = sorted(open_to_all(scribe.state), key=lambda one: seats.index(one.seat))
    for argument in written[MOST_AT_TABLE:]:
        _drop(scribe, argument)
    if not has_control(scribe.state):
        return
    for seat in seats:
        for order in scribe.state.sheet(seat).orders:
            method = scribe.state.game.rules.actions[order.action].method
            if method is not Method.DICE:
                decide_by(scribe, order.action, order.target, method)


def let_lapse(scribe: Scribe) -> None:
    """What nobody has settled when the orders are done lapses; its price comes back (R-9.6)."""
    for argument in open_arguments(scribe.state):
        _drop(scribe, argument)


def decide_by(scribe: Scribe, action: ActionId, target: QuantityId | None, method: Method) -> None:
    """From now on an order is decided so; to argue it out is to open an argument that it hangs on."""
    seat, rules = _seat(scribe, action), scribe.state.game.rules
    _let_go(scribe, action, target)
    scribe.record(c.MethodChosen(seat, action, target, method))
    if method is Method.ARGUMENT:
        known = sum(1 for one in scribe.state.room.arguments if one.turn == scribe.state.turn and one.action == action)
        id = ArgumentId(f"T{scribe.state.turn}-{action}" + (f"-{known + 1}" if known else ""))
        aimed = f" ({rules.quantity(target).name})" if target else ""
        claim = f"{rules.seats[seat].name}: {rules.actions[action].name}{aimed}"
        scribe.record(c.ArgumentOpened(id, seat, claim, (), action, target))


def _step_in(
    scribe: Scribe,
    what: str,
    about: str,
    was: str,
    now: str,
    code: Code | None,
    why: str,
    token: bool = False,
    open: bool = True,
) -> None:
    scribe.record(c.Intervened(what, about, str(was), str(now), code, why, token, open))


def _seat(scribe: Scribe, action: ActionId) -> SeatId:
    return scribe.state.game.rules.actions[action].seat


def _result(success: bool) -> str:
    return "it works" if success else "it fails"


def _price(id: ArgumentId, seat: SeatId) -> Cause:
    return Cause(CauseKind.COST, id, seat, ARGUMENT_PRICE)


# --- orders -------------------------------------------------------------------------------------------------------


def _shift_need(scribe: Scribe, act: co.ShiftNeed) -> None:
    play = scribe.state.game.rules.play(act.action, act.target)
    assert play is not None
    assert play.outcome.roll is not None
    base, about = play.outcome.roll.need, about_order(act.action, act.target)
    _step_in(scribe, "shift", about, f"need {base}", f"need {base + act.by}", act.code, act.why, token=True)
    scribe.record(c.NeedShifted(_seat(scribe, act.action), act.action, act.target, act.by))


def _let_go(scribe: Scribe, action: ActionId, target: QuantityId | None) -> None:
    """The argument that an order hung on is dropped."""
    bound = still_bound(scribe.state, action, target)
    if bound is not None:
        scribe.record(c.ArgumentSettled(bound.id, Method.DROPPED, success=False))


def _rule_out(scribe: Scribe, act: co.RuleOut) -> None:
    seat, cost = _seat(scribe, act.action), scribe.state.game.rules.actions[act.action].cost
    _step_in(scribe, "rule-out", about_order(act.action, act.target), "ordered", "out of role", None, act.why)
    _let_go(scribe, act.action, act.target)
    scribe.record(c.OrderRuledOut(seat, act.action, act.target, cost))
    scribe.pay(seat, -cost, Cause(CauseKind.COST, act.action, seat, "ruled out"))


def _overrule(scribe: Scribe, act: co.Overrule) -> None:
    came = outcome_to_replace(scribe.state, act.action, act.target)
    play, action = scribe.state.game.rules.play(act.action, act.target), scribe.state.game.rules.actions[act.action]
    assert came is not None
    assert play is not None
    cause = Cause(CauseKind.RULING, act.code.value, came.seat, act.action, action.cites)
    about, token = about_order(act.action, act.target), act.code is Code.LEARNING
    _step_in(scribe, "overrule", about, _result(not act.success), _result(act.success), act.code, act.why, token)
    _take_back(scribe, came, cause)
    scribe.record(c.OrderOverruled(came.seat, act.action, act.target, act.success))
    if not act.success:
        scribe.change(play.outcome.fail, cause)
        return
    come_about(scribe, came.seat, play, came.standing, cause)
    if play.bonus is not None and play.bonus.condition.holds(came.standing):
        scribe.change(play.bonus.effects, cause)


def _take_back(scribe: Scribe, came: Came, cause: Cause) -> None:
    """Move back what an outcome moved, last first: tracks and points by as much, the rest if nobody moved it since."""
    rules = scribe.state.game.rules
    for moved in reversed(came.moved):
        quantity = rules.quantity(moved.quantity)
        if moved.after == moved.before or quantity.index == rules.answering.sham_flag:
            continue
        if quantity.kind in (Kind.SWITCH, Kind.FLAG):
            if scribe.state.board[quantity.index] == moved.after:
                scribe.place(quantity.index, moved.before, cause)
        else:
            scribe.change((Shift(quantity.index, moved.before - moved.after),), cause)


# --- arguments ----------------------------------------------------------------------------------------------------


def _add_reason(scribe: Scribe, seat: SeatId, id: ArgumentId, supports: bool, text: str) -> None:
    """A bot's reason counts as valid until control rates it otherwise."""
    found = scribe.state.room.argument(id)
    assert found is not None
    scribe.record(c.ReasonAdded(id, seat, supports, text))
    holder = scribe.state.holders.get(seat)
    if holder is not None and holder.level is not None:
        scribe.record(c.ReasonRated(id, len(found.reasons), 1))


def _drop(scribe: Scribe, argument: Argument) -> None:
    """An argument comes to nothing: a seat's price comes back, an order goes back to its dice."""
    scribe.record(c.ArgumentSettled(argument.id, Method.DROPPED, success=False))
    if argument.action is None:
        scribe.pay(argument.seat, -COST, _price(argument.id, argument.seat))
    else:
        scribe.record(c.MethodChosen(argument.seat, argument.action, argument.target, Method.DICE))


def _settle(scribe: Scribe, seat: SeatId, act: co.SettleArgument) -> None:
    argument = scribe.state.room.argument(act.argument)
    assert argument is not None
    by_word = act.method in (Method.FREE, Method.CONSENSUS, Method.DROPPED)
    if seat == CONTROL and (by_word or (act.method is Method.ESTIMATE and act.why.strip())):
        now = "dropped" if act.success is None or act.method is Method.DROPPED else _result(act.success)
        said = f"{act.method}: {now}" if by_word else str(act.method)
        _step_in(scribe, "settle", argument.id, "open", said, None, act.why, open=not argument.secret)
    match act.method:
        case Method.DROPPED:
            _drop(scribe, argument)
        case Method.DICE:
            _throw(scribe, argument)
        case Method.ESTIMATE:
            _estimate(scribe, argument)
        case _:
            settled = c.ArgumentSettled(argument.id, act.method, bool(act.success))
            _come_true(scribe, argument, settled)


def _throw(scribe: Scribe, argument: Argument) -> None:
    need, name = argument_odds(argument).need, roll_name(argument.id)
    dice = scribe.dice.pair(scribe.state.turn, name)
    margin = sum(dice) - need
    cause = _cause(argument)
    scribe.record(f.Rolled(name, dice, BASE, (), need, margin >= 0, cause))
    _come_true(scribe, argument, c.ArgumentSettled(argument.id, Method.DICE, margin >= 0, need))
    gained, objector = concession(argument), strongest_objector(argument)
    if margin <= -CONCEDED and gained is not None and objector is not None:
        effects = shifts_to_effects(scribe.state.game.rules, (gained,))
        scribe.change(effects, Cause(CauseKind.ARGUMENT, argument.id, objector, OBJECTOR))
    if margin <= -CONCEDED and argument.project is not None:
        scribe.record(c.ProjectEnded(argument.project, argument.id, success=False))


def _estimate(scribe: Scribe, argument: Argument) -> None:
    """The room's median settles it when it is clear; else one throws 1 to 100 under it."""
    middle, thrown = median(argument.estimates.values()), 0
    if NEVER < middle < SURE:
        thrown = ((scribe.dice.draw(scribe.state.turn, roll_name(argument.id)) * 100) >> 32) + 1
    success = middle >= SURE or 0 < thrown <= middle
    _come_true(scribe, argument, c.ArgumentSettled(argument.id, Method.ESTIMATE, success, 0, middle, thrown))


def _come_true(scribe: Scribe, argument: Argument, settled: c.ArgumentSettled) -> None:
    """An argument is over: its effect happens, or the order that hangs on it is decided.

    The effect of a big project happens when it holds for the second time.
    """
    scribe.record(settled)
    if argument.action is not None:
        decided = c.OrderDecided(argument.seat, argument.action, argument.target, settled.success, Method.ARGUMENT)
        scribe.record(decided)
    elif settled.success and argument.is_big and argument.project is None:
        scribe.record(c.ProjectBegun(argument.id))
    elif settled.success and argument.shifts is not None:
        if argument.project is not None:
            scribe.record(c.ProjectEnded(argument.project, argument.id, success=True))
        scribe.change(shifts_to_effects(scribe.state.game.rules, argument.shifts), _cause(argument))


def _cause(argument: Argument) -> Cause:
    return Cause(CauseKind.ARGUMENT, argument.id, argument.seat, PROJECT if argument.project is not None else "")


def roll_name(id: ArgumentId) -> str:
    """The name of an argument's dice."""
    return f"ARG{id}"
