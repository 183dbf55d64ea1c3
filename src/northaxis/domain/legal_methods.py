"""When an order or a claim may be decided another way than by its dice (R-9.4 to R-9.8)."""

from __future__ import annotations

from northaxis.domain import control_orders as co
from northaxis.domain.arguments import (
    COST,
    MOST_REASONS,
    argument_odds,
    bound_argument,
    has_control,
    may_reason,
    over_budget,
    own_argument,
    places_used,
)
from northaxis.domain.budget import tokens_left
from northaxis.domain.control_facts import Code, Method
from northaxis.domain.control_orders import MethodAct
from northaxis.domain.facts import Result, Step
from northaxis.domain.holding import orders_allowed
from northaxis.domain.ids import CONTROL, ActionId, ArgumentId, QuantityId, SeatId
from northaxis.domain.outcomes import Came
from northaxis.domain.room import Argument, about_order
from northaxis.domain.ruleset import ActionKind
from northaxis.domain.rulings import Reason, Refused
from northaxis.domain.state import State

MOST_WORDS = 600
"""Characters in one text."""
SHIFTS = (-2, -1, 1, 2)
OF_ORDERS = (Method.DICE, Method.ARGUMENT, Method.FREE, Method.CONSENSUS)
"""How an order may be decided."""
OF_ARGUMENTS = (Method.DICE, Method.ESTIMATE, Method.FREE, Method.CONSENSUS, Method.DROPPED)
"""How an argument may be settled."""
BY_WORD = (Method.FREE, Method.CONSENSUS)
"""Methods in which control or the room simply says what comes of it."""


def method_refusal(state: State, seat: SeatId, act: MethodAct) -> Refused | None:
    """Why an act about a ruling or an argument does not stand, or None."""
    match act:
        case co.Argue():
            return argue_refusal(state, seat) or _claim(act)
        case co.AddReason():
            return _reason(state, seat, act)
        case co.Estimate():
            return _estimate(state, seat, act)
        case co.SettleArgument():
            return _settle(state, seat, act)
    if seat != CONTROL:
        return Refused(Reason.NOT_YOURS, "only control rules on orders and arguments", "R-9.1")
    match act:
        case co.ShiftNeed():
            return _waits(state, act.action, act.target) or _shift(state, act) or _why(act.why)
        case co.ChooseMethod():
            return _waits(state, act.action, act.target) or _method(state, act) or _why(act.why)
        case co.Decide():
            return _waits(state, act.action, act.target) or _decide(state, act) or _why(act.why)
        case co.RuleOut():
            return _waits(state, act.action, act.target) or _why(act.why)
        case co.Overrule():
            return _overrule(state, act) or _why(act.why)
        case co.RateReason():
            return _rate(state, act)
        case co.NameEffect():
            return _effect(state, act)


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


def _why(text: str) -> Refused | None:
    if not text.strip():
        return Refused(Reason.BAD_TERMS, "control gives a reason: say why", "R-9.4")
    if len(text) > MOST_WORDS:
        return Refused(Reason.BAD_TERMS, f"a reason holds {MOST_WORDS} characters; this has {len(text)}", "R-9.4")
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
        return Refused(Reason.BAD_TERMS, f"an order is decided by {_or(OF_ORDERS)}, not by {act.method}", "R-9.4")
    if handling.method is act.method:
        return Refused(Reason.ALREADY_DONE, f"{about} is decided by {act.method}", "R-9.4")
    return _argued_out(state, act.action, act.target)


def _decide(state: State, act: co.Decide) -> Refused | None:
    if act.method not in BY_WORD:
        return Refused(Reason.BAD_TERMS, f"control decides {_or(BY_WORD)}, not by {act.method}", "R-9.4")
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


# --- arguments ----------------------------------------------------------------------------------------------------


def argue_refusal(state: State, seat: SeatId) -> Refused | None:
    """Why a seat cannot open an argument now, whatever it claims. Never depends on what other seats have written."""
    if seat not in state.game.rules.seats:
        return Refused(Reason.NOT_YOURS, "arguments are opened by seats", "R-9.6")
    if not has_control(state):
        return Refused(Reason.NOT_NOW, "control weighs arguments, and nobody is in control at this table", "R-9.6")
    if state.step is not Step.ORDERS:
        return Refused(Reason.NOT_NOW, "an argument is written in the orders step, in place of an order", "R-9.6")
    if state.sheet(seat).sealed:
        return Refused(Reason.SEALED, "the sheet is sealed; nothing on it changes before the reveal", "R-5.9")
    if own_argument(state, seat) is not None:
        return Refused(Reason.ALREADY_DONE, "one argument a seat and turn; take it back to write another", "R-9.6")
    allowed = orders_allowed(state, seat)
    if places_used(state, seat) >= allowed:
        return Refused(Reason.SHEET_FULL, f"the sheet holds {allowed} this turn; withdraw one first", "R-4.4")
    money = state.board[state.game.rules.seats[seat].ip]
    if money < COST:
        return Refused(Reason.CANNOT_PAY, f"it costs {COST} IP and there are {money}", "R-9.6")
    return None


def _claim(act: co.Argue) -> Refused | None:
    if not 1 <= len(act.reasons) <= MOST_REASONS:
        return Refused(Reason.BAD_TERMS, f"a claim has one to {MOST_REASONS} reasons, not {len(act.reasons)}", "R-9.6")
    for text in (act.claim, *act.reasons):
        if (wrong := _words(text)) is not None:
            return wrong
    return None


def _words(text: str) -> Refused | None:
    if not text.strip():
        return Refused(Reason.BAD_TERMS, "there are no words in it", "R-9.6")
    if len(text) > MOST_WORDS:
        return Refused(Reason.BAD_TERMS, f"it holds {MOST_WORDS} characters; this has {len(text)}", "R-9.6")
    return None


def _open(state: State, id: ArgumentId) -> Argument | Refused:
    """An argument of this turn that lies open on the table; nothing is told of one on a closed sheet."""
    found = state.room.argument(id) if state.opened else None
    if found is None or found.turn != state.turn:
        return Refused(Reason.UNKNOWN, f"no argument '{id}' is on the table", "R-9.6")
    if found.settled is not None:
        return Refused(Reason.ALREADY_DONE, f"argument {id} is settled", "R-9.6")
    return found


def _reason(state: State, seat: SeatId, act: co.AddReason) -> Refused | None:
    found = _open(state, act.argument)
    if isinstance(found, Refused):
        return found
    if seat not in state.game.rules.seats:
        return Refused(Reason.NOT_YOURS, "reasons are given by seats; control weighs them", "R-9.6")
    if seat == found.seat and found.action is None:
        return Refused(Reason.NOT_YOURS, "it is the seat's own claim; others speak to it", "R-9.6")
    if not may_reason(state, found, seat):
        return Refused(Reason.ALREADY_DONE, f"{seat} has given its reason", "R-9.6")
    return _words(act.text)


def _estimate(state: State, seat: SeatId, act: co.Estimate) -> Refused | None:
    found = _open(state, act.argument)
    if isinstance(found, Refused):
        return found
    if seat not in state.game.rules.seats:
        return Refused(Reason.NOT_YOURS, "seats estimate; control settles", "R-9.6")
    if not 0 <= act.percent <= 100:
        return Refused(Reason.BAD_TERMS, f"an estimate is 0 to 100 percent, not {act.percent}", "R-9.6")
    if found.estimates.get(seat) == act.percent:
        return Refused(Reason.ALREADY_DONE, f"that is the estimate of {seat}", "R-9.6")
    return None


def _rate(state: State, act: co.RateReason) -> Refused | None:
    found = _open(state, act.argument)
    if isinstance(found, Refused):
        return found
    if not 0 <= act.place < len(found.reasons):
        return Refused(Reason.UNKNOWN, f"argument {found.id} has {len(found.reasons)} reasons, counted from 0", "R-9.6")
    if act.strength not in (0, 1, 2):
        return Refused(Reason.BAD_TERMS, f"a reason is 2 strong, 1 valid or 0 weak, not {act.strength}", "R-9.6")
    if found.reasons[act.place].strength == act.strength:
        return Refused(Reason.ALREADY_DONE, "it is so rated", "R-9.6")
    return None


def _effect(state: State, act: co.NameEffect) -> Refused | None:
    found = _open(state, act.argument)
    if isinstance(found, Refused):
        return found
    if found.action is not None:
        return Refused(Reason.REQUIREMENT, f"argument {found.id} decides an order, which has its own effects", "R-9.6")
    if wrong := over_budget(state.game.rules, act.shifts):
        return Refused(Reason.BAD_TERMS, wrong, "R-9.6")
    if found.shifts == act.shifts:
        return Refused(Reason.ALREADY_DONE, "that effect is named", "R-9.6")
    return None


def _settle(state: State, seat: SeatId, act: co.SettleArgument) -> Refused | None:
    if seat != CONTROL:
        return _take_back(state, seat, act)
    found = _open(state, act.argument)
    if isinstance(found, Refused):
        return found
    if act.method not in OF_ARGUMENTS:
        return Refused(Reason.BAD_TERMS, f"an argument is settled by {_or(OF_ARGUMENTS)}", "R-9.6")
    if act.method is Method.DROPPED:
        return _why(act.why)
    if act.method in BY_WORD:
        if act.success is None:
            return Refused(Reason.BAD_TERMS, "say whether the claim holds: success=yes or success=no", "R-9.6")
        return _why(act.why) or (_effect_missing(found) if act.success else None)
    if act.method is Method.ESTIMATE and not found.estimates:
        return Refused(Reason.REQUIREMENT, "nobody has written an estimate yet", "R-9.6")
    if act.method is Method.DICE and (unrated := argument_odds(found).unrated):
        return Refused(Reason.REQUIREMENT, f"{unrated} of its reasons are not rated; rate them first", "R-9.6")
    return _effect_missing(found)


def _effect_missing(found: Argument) -> Refused | None:
    if found.action is None and found.shifts is None:
        return Refused(Reason.REQUIREMENT, "name before the dice what the claim does if it holds", "R-9.6")
    return None


def _take_back(state: State, seat: SeatId, act: co.SettleArgument) -> Refused | None:
    """A seat takes its own argument off its sheet again, before it seals."""
    mine = own_argument(state, seat) if seat in state.game.rules.seats else None
    if act.method is not Method.DROPPED or mine is None or mine.id != act.argument:
        return Refused(Reason.NOT_YOURS, "control settles arguments; a seat takes its own back (dropped)", "R-9.6")
    if state.step is not Step.ORDERS:
        return Refused(Reason.NOT_NOW, "an argument is taken back before the sheets are opened", "R-9.6")
    if state.sheet(seat).sealed:
        return Refused(Reason.SEALED, "the sheet is sealed; nothing on it changes before the reveal", "R-5.9")
    return None


def _or(methods: tuple[Method, ...]) -> str:
    return f"{', '.join(methods[:-1])} or {methods[-1]}"


def still_bound(state: State, action: ActionId, target: QuantityId | None) -> Argument | None:
    """The open argument that an order hangs on."""
    found = bound_argument(state, action, target)
    return found if found is not None and found.settled is None else None
