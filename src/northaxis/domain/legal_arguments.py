"""When an argument may be opened, spoken to, weighed and settled (R-9.6, R-9.13 to R-9.15)."""

from __future__ import annotations

from northaxis.domain import control_orders as co
from northaxis.domain.arguments import (
    BIG,
    COST,
    MOST_CONS,
    MOST_REASONS,
    argument_odds,
    cons_of,
    has_control,
    may_know,
    may_reason,
    open_arguments,
    over_budget,
    own_argument,
    places_used,
)
from northaxis.domain.control_facts import Method
from northaxis.domain.facts import Step
from northaxis.domain.holding import orders_allowed
from northaxis.domain.ids import CONTROL, ArgumentId, SeatId
from northaxis.domain.room import Argument
from northaxis.domain.rulings import Reason, Refused
from northaxis.domain.state import State

MOST_WORDS = 600
"""Characters in one text."""
OF_ARGUMENTS = (Method.DICE, Method.ESTIMATE, Method.FREE, Method.CONSENSUS, Method.DROPPED)
"""How an argument may be settled."""
OF_SECRETS = (Method.DICE, Method.FREE, Method.DROPPED)
"""How one in secret may be settled: the room knows nothing of it."""
BY_WORD = (Method.FREE, Method.CONSENSUS)
"""Methods in which control or the room simply says what comes of it."""

ArgumentAct = (
    co.Argue
    | co.Pursue
    | co.AddReason
    | co.RateReason
    | co.NameEffect
    | co.AskEstimates
    | co.Estimate
    | co.SettleArgument
    | co.EndProject
)


def argument_refusal(state: State, seat: SeatId, act: ArgumentAct) -> Refused | None:
    """Why an act about an argument does not stand, or None."""
    match act:
        case co.Argue(claim=claim, reasons=reasons):
            return argue_refusal(state, seat) or _said(reasons, claim)
        case co.Pursue():
            return _pursue(state, seat, act)
        case co.AddReason():
            return _reason(state, seat, act)
        case co.Estimate():
            return _estimate(state, seat, act)
        case co.SettleArgument():
            return _settle(state, seat, act)
    if seat != CONTROL:
        return Refused(Reason.NOT_YOURS, "only control rules on orders and arguments", "R-9.1")
    match act:
        case co.RateReason():
            return _rate(state, act)
        case co.NameEffect():
            return _effect(state, act)
        case co.AskEstimates():
            return _ask(state, act.argument)
        case co.EndProject():
            return _end_project(state, act)


# --- on the sheet -------------------------------------------------------------------------------------------------


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


def _pursue(state: State, seat: SeatId, act: co.Pursue) -> Refused | None:
    if (refused := argue_refusal(state, seat)) is not None:
        return refused
    project = state.room.project(act.project)
    if project is None or project.seat != seat:
        return Refused(Reason.UNKNOWN, f"{seat} has no project '{act.project}' that stands", "R-9.14")
    return _said(act.reasons)


def _said(reasons: tuple[str, ...], *claim: str) -> Refused | None:
    if not 1 <= len(reasons) <= MOST_REASONS:
        return Refused(Reason.BAD_TERMS, f"a claim has one to {MOST_REASONS} reasons, not {len(reasons)}", "R-9.6")
    for text in (*claim, *reasons):
        if (wrong := _words(text)) is not None:
            return wrong
    return None


def _words(text: str) -> Refused | None:
    if not text.strip():
        return Refused(Reason.BAD_TERMS, "there are no words in it", "R-9.6")
    if len(text) > MOST_WORDS:
        return Refused(Reason.BAD_TERMS, f"it holds {MOST_WORDS} characters; this has {len(text)}", "R-9.6")
    return None


# --- on the table -------------------------------------------------------------------------------------------------


def _open(state: State, id: ArgumentId, seat: SeatId = CONTROL) -> Argument | Refused:
    """An argument of this turn that lies open to a seat; nothing is told of one on a closed sheet, or in secret."""
    found = state.room.argument(id) if state.opened else None
    if found is None or found.turn != state.turn or not may_know(state, found, seat):
        return Refused(Reason.UNKNOWN, f"no argument '{id}' is on the table", "R-9.6")
    if found.settled is not None:
        return Refused(Reason.ALREADY_DONE, f"argument {id} is settled", "R-9.6")
    return found


def _reason(state: State, seat: SeatId, act: co.AddReason) -> Refused | None:
    found = _open(state, act.argument, seat)
    if isinstance(found, Refused):
        return found
    if seat == CONTROL and found.secret:
        return _objection(state, found, act)
    if seat not in state.game.rules.seats:
        return Refused(Reason.NOT_YOURS, "reasons are given by seats; control weighs them", "R-9.6")
    if seat == found.seat and found.action is None:
        return Refused(Reason.NOT_YOURS, "it is the seat's own claim; others speak to it", "R-9.6")
    if not may_reason(state, found, seat):
        return Refused(Reason.ALREADY_DONE, f"{seat} has given its reason", "R-9.6")
    return _words(act.text)


def _objection(state: State, found: Argument, act: co.AddReason) -> Refused | None:
    """To an argument in secret control speaks for everybody else, against it."""
    if act.supports:
        return Refused(Reason.BAD_TERMS, "control gives reasons against an argument in secret alone", "R-9.13")
    if not may_reason(state, found, CONTROL):
        return Refused(Reason.ALREADY_DONE, f"control has given {MOST_CONS} reasons against it", "R-9.13")
    return _words(act.text)


def _ask(state: State, id: ArgumentId) -> Refused | None:
    found = _open(state, id)
    if isinstance(found, Refused):
        return found
    if found.secret:
        return Refused(Reason.REQUIREMENT, "the room knows nothing of an argument in secret", "R-9.13")
    if found.asked:
        return Refused(Reason.ALREADY_DONE, "the room has been asked", "R-9.15")
    return None


def _estimate(state: State, seat: SeatId, act: co.Estimate) -> Refused | None:
    found = _open(state, act.argument, seat)
    if isinstance(found, Refused):
        return found
    if found.secret:
        return Refused(Reason.REQUIREMENT, "an argument in secret is not estimated", "R-9.13")
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
    if found.project is not None:
        return Refused(Reason.REQUIREMENT, "the effect of a project stands as it was named", "R-9.14")
    wrong = over_budget(state.game.rules, act.shifts)
    if act.project and not wrong:
        return Refused(Reason.BAD_TERMS, "the effect is within the budget; it needs to hold but once", "R-9.14")
    if act.project and (too_big := over_budget(state.game.rules, act.shifts, BIG)):
        return Refused(Reason.BAD_TERMS, f"of a big project, {too_big}", "R-9.14")
    if wrong and not act.project:
        return Refused(Reason.BAD_TERMS, f"{wrong} (a big project may be {BIG} times as much)", "R-9.6")
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
        return Refused(Reason.BAD_TERMS, f"an argument is settled by {listed(OF_ARGUMENTS)}", "R-9.6")
    if found.secret and act.method not in OF_SECRETS:
        return Refused(Reason.BAD_TERMS, f"an argument in secret is settled by {listed(OF_SECRETS)}", "R-9.13")
    if act.method is Method.DROPPED:
        return no_reason(act.why)
    if act.method in BY_WORD:
        if act.success is None:
            return Refused(Reason.BAD_TERMS, "say whether the claim holds: success=yes or success=no", "R-9.6")
        return no_reason(act.why) or (_effect_missing(found) if act.success else None)
    if act.method is Method.ESTIMATE and not found.asked:
        return Refused(Reason.REQUIREMENT, "the room has not been asked for its estimates", "R-9.15")
    if act.method is Method.ESTIMATE and not found.estimates:
        return Refused(Reason.REQUIREMENT, "nobody has written an estimate yet", "R-9.6")
    if act.method is Method.DICE and found.secret and not cons_of(found):
        return Refused(Reason.REQUIREMENT, "nobody else can object: give a reason against it first", "R-9.13")
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


def _end_project(state: State, act: co.EndProject) -> Refused | None:
    """Not while sheets are closed: what control says of it then would tell whether one of them takes it up again."""
    project = state.room.project(act.project)
    if project is None:
        return Refused(Reason.UNKNOWN, f"no project '{act.project}' stands", "R-9.14")
    if state.step is Step.ORDERS:
        return Refused(Reason.NOT_NOW, "seats write their sheets; end it before they begin or on open sheets", "R-9.14")
    again = next((one for one in open_arguments(state) if one.project == project.id), None)
    if again is not None:
        return Refused(Reason.NOT_NOW, f"argument {again.id} takes it up again; settle or drop that first", "R-9.14")
    return no_reason(act.why)


def no_reason(text: str) -> Refused | None:
    """What is wrong with the reason that control gives."""
    if not text.strip():
        return Refused(Reason.BAD_TERMS, "control gives a reason: say why", "R-9.4")
    if len(text) > MOST_WORDS:
        return Refused(Reason.BAD_TERMS, f"a reason holds {MOST_WORDS} characters; this has {len(text)}", "R-9.4")
    return None


def listed(methods: tuple[Method, ...]) -> str:
    """`dice, free or dropped`."""
    return f"{', '.join(methods[:-1])} or {methods[-1]}"
