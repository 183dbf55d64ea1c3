"""When an order or a claim may be decided another way than by its dice (R-9.4 to R-9.8)."""

from __future__ import annotations

from northaxis.domain import control_orders as co
from northaxis.domain.actions import ActionKind
from northaxis.domain.arguments import bound_argument
from northaxis.domain.budget import tokens_left
from northaxis.domain.control_facts import Code, Method
from northaxis.domain.control_orders import MethodAct
from northaxis.domain.facts import Result, Step
from northaxis.domain.ids import CONTROL, ActionId, QuantityId, SeatId
from northaxis.domain.legal_arguments import BY_WORD, argument_refusal, listed, no_reason
from northaxis.domain.outcomes import Came
from northaxis.domain.room import Argument, about_order
from northaxis.domain.rulings import Reason, Refused
from northaxis.domain.state import State

SHIFTS = (-2, -1, 1, 2)
OF_ORDERS = (Method.DICE, Method.ARGUMENT, Method.FREE, Method.CONSENSUS)
"""How an order may be decided."""


def method_refusal(state: State, seat: SeatId, act: MethodAct) -> Refused | None:
    """Why an act about a ruling or an argument does not stand, or None."""
    match act:
        case (
            co.Argue()
            | co.Pursue()
            | co.AddReason()
            | co.RateReason()
            | co.NameEffect()
            | co.AskEstimates()
            | co.Estimate()
            | co.SettleArgument()
            | co.EndProject()
        ):
            return argument_refusal(state, seat, act)
    if seat != CONTROL:
        return Refused(Reason.NOT_YOURS, "only control rules on orders and arguments", "R-9.1")
    match act:
        case co.ShiftNeed():
            return _waits(state, act.action, act.target) or _shift(state, act) or no_reason(act.why)
        case co.ChooseMethod():
            return _waits(state, act.action, act.target) or _method(state, act) or no_reason(act.why)
        case co.Decide():
            return _waits(state, act.action, act.target) or _decide(state, act) or no_reason(act.why)
        case co.RuleOut():
            return _waits(state, act.action, act.target) or no_reason(act.why)
        case co.Overrule():
            return _overrule(state, act) or no_reason(act.why)


def undecided(state: State) -> tuple[str, ...]:
    """The orders of the phase about to be resolved that wait for a word of control, an argument or the room."""
    phase = state.current_phase()
    if state.step is not Step.ADJUDICATE or phase is None:
        return ()
    return tuple(
        f"{about_order(one.action, one.target)} ({one.method})"
        for one in state.room.handlings
        if one.method is not Method.DICE and one.success is None
        if state.game.rules.actions[one.action].phase == phase.id and _is_on_a_sheet(state, one.action, one.target)
    )


def advance_refusal(state: State) -> Refused | None:
    """Why the table cannot move on: an order of this phase is to be decided without dice and is not yet."""
    waiting = undecided(state) if state.room.handlings else ()
    if not waiting:
        return None
    detail = f"{', '.join(waiting)} is not decided; decide it, settle its argument, or set it back to dice"
    return Refused(Reason.NOT_NOW, detail, "R-9.4")


# --- orders -------------------------------------------------------------------------------------------------------


def _is_on_a_sheet(state: State, action: ActionId, target: QuantityId | None) -> bool:
    found = state.game.rules.actions.get(action)
    if found is None:
        return False
    return any((placed.action, placed.target) == (action, target) for placed in state.sheet(found.seat).orders)


def _waits(state: State, action: ActionId, target: QuantityId | None) -> Refused | None:
    """An order is ruled on while its sheet is open and its phase has not been resolved."""
    if state.step is not Step.ADJUDICATE:
        return Refused(Reason.NOT_NOW, "control rules on an order once the sheets are open, before its dice", "R-9.4")
    about = about_order(action, target)
    if not _is_on_a_sheet(state, action, target):
        return Refused(Reason.UNKNOWN, f"no sheet of this turn holds '{about}'", "R-9.4")
    phase = state.game.rules.actions[action].phase
    if [one.id for one in state.game.rules.phases].index(phase) < state.phase:
        return Refused(Reason.NOT_NOW, f"{about} is resolved; an outcome can only be overruled", "R-9.5")
    return None


def _token(state: State) -> Refused | None:
    if tokens_left(state) == 0:
        return Refused(Reason.CANNOT_PAY, "no override token is left", "R-9.3")
    return None


def _shift(state: State, act: co.ShiftNeed) -> Refused | None:
    about, handling = about_order(act.action, act.target), state.room.handling(act.action, act.target)
    if state.game.rules.actions[act.action].kind is not ActionKind.SEMI:
        return Refused(Reason.REQUIREMENT, f"{about} is not semi-rigid; its need stands", "R-9.4")
    if act.by not in SHIFTS:
        return Refused(Reason.BAD_TERMS, f"a need is shifted by -2, -1, 1 or 2, not {act.by}", "R-9.4")
    if handling.method is not Method.DICE:
        return Refused(Reason.REQUIREMENT, f"{about} is decided by {handling.method}, not by dice", "R-9.4")
    if handling.shift:
        return Refused(Reason.ALREADY_DONE, f"the need of {about} is shifted by {handling.shift:+d}", "R-9.4")
    return _token(state)


def _method(state: State, act: co.ChooseMethod) -> Refused | None:
    about, handling = about_order(act.action, act.target), state.room.handling(act.action, act.target)
    if act.method not in OF_ORDERS:
        return Refused(Reason.BAD_TERMS, f"an order is decided by {listed(OF_ORDERS)}, not by {act.method}", "R-9.4")
    if handling.method is act.method:
        return Refused(Reason.ALREADY_DONE, f"{about} is decided by {act.method}", "R-9.4")
    return _argued_out(state, act.action, act.target)


def _decide(state: State, act: co.Decide) -> Refused | None:
    if act.method not in BY_WORD:
        return Refused(Reason.BAD_TERMS, f"control decides {listed(BY_WORD)}, not by {act.method}", "R-9.4")
    handling = state.room.handling(act.action, act.target)
    if (handling.method, handling.success) == (act.method, act.success):
        return Refused(Reason.ALREADY_DONE, f"{about_order(act.action, act.target)} is so decided", "R-9.4")
    return _argued_out(state, act.action, act.target)


def _argued_out(state: State, action: ActionId, target: QuantityId | None) -> Refused | None:
    """What an argument has decided stays so before the phase: to replace it is to overrule it."""
    handling = state.room.handling(action, target)
    if handling.method is Method.ARGUMENT and handling.success is not None:
        return Refused(Reason.ALREADY_DONE, f"{about_order(action, target)} is settled by its argument", "R-9.6")
    return None


def outcome_to_replace(state: State, action: ActionId, target: QuantityId | None) -> Came | None:
    """What an order of this turn came to, while it can still be replaced."""
    if state.step not in (Step.ADJUDICATE, Step.NARRATE):
        return None
    return next((one for one in state.came if (one.action, one.target) == (action, target)), None)


def _overrule(state: State, act: co.Overrule) -> Refused | None:
    came, about = outcome_to_replace(state, act.action, act.target), about_order(act.action, act.target)
    if came is None:
        detail = f"{about} has no outcome of this turn to replace; after the turn's end one can only step back"
        return Refused(Reason.NOT_NOW, detail, "R-9.5")
    if act.code not in (Code.ERROR, Code.LEARNING):
        return Refused(Reason.BAD_TERMS, f"an outcome is replaced as ERROR or LEARNING, not as {act.code}", "R-9.5")
    if act.success is (came.result is Result.OK):
        return Refused(Reason.ALREADY_DONE, f"{about} came out so", "R-9.5")
    return _token(state) if act.code is Code.LEARNING else None


def still_bound(state: State, action: ActionId, target: QuantityId | None) -> Argument | None:
    """The open argument that an order hangs on."""
    found = bound_argument(state, action, target)
    return found if found is not None and found.settled is None else None
