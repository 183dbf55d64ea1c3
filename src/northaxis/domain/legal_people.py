"""When an order about the people at the table stands: points among own seats, confidence cards, dials (R-10)."""

from __future__ import annotations

from northaxis.domain import orders as o
from northaxis.domain.facts import Step
from northaxis.domain.holding import held_with
from northaxis.domain.ids import CONTROL, DialId, SeatId
from northaxis.domain.rulings import Reason, Refused
from northaxis.domain.state import State

LEAST_MARK, MOST_MARK = 1, 5
"""A mark on the confidence card: not at all, to fully."""

BEFORE_THE_SEAL = frozenset({Step.INJECT, Step.DEMANDS, Step.NEGOTIATE, Step.ORDERS})


def gift_refusal(state: State, seat: SeatId, act: o.Give) -> Refused | None:
    """Why points cannot be moved to another seat, or None (R-10.2)."""
    rules = state.game.rules
    if seat not in rules.seats:
        return Refused(Reason.NOT_YOURS, "control has no points to give", "R-10.2")
    if act.to == seat or act.to not in held_with(state, seat):
        return Refused(Reason.NOT_YOURS, f"'{act.to}' is no other seat of yours; others get points by deal", "R-10.2")
    if act.to in rules.house(seat):
        return Refused(Reason.BAD_TERMS, f"{seat} and {act.to} spend from one purse", "R-10.4")
    if state.step not in BEFORE_THE_SEAL or state.sheet(seat).sealed:
        return Refused(Reason.NOT_NOW, "points move between own seats in a turn until the giver has sealed", "R-10.2")
    purse, other = rules.quantities[rules.seats[seat].ip], rules.quantities[rules.seats[act.to].ip]
    money, room = state.board[purse.index], other.high - state.board[other.index]
    if act.ip < 1:
        return Refused(Reason.BAD_TERMS, "a gift is 1 IP or more", "R-10.2")
    if act.ip > money:
        return Refused(Reason.CANNOT_PAY, f"it takes {act.ip} IP and there are {money}", "R-10.2")
    if act.ip > room:
        return Refused(Reason.BAD_TERMS, f"{act.to} has room for {room} IP more", "R-4.6")
    return None


def mark_refusal(state: State, seat: SeatId, act: o.Mark) -> Refused | None:
    """Why a confidence card cannot be filled in like this now, or None (R-10.6)."""
    rules, statements = state.game.rules, len(state.game.rules.turn_zero.statements)
    if seat not in rules.seats:
        return Refused(Reason.NOT_YOURS, "control fills in no confidence card", "R-10.6")
    if not statements:
        return Refused(Reason.UNKNOWN, "these rules have no confidence card", "R-10.6")
    if state.over is None and state.step is not Step.SETUP:
        return Refused(Reason.NOT_NOW, "the card is filled in before turn 1 and when play is over", "R-10.6")
    if len(act.marks) != statements:
        return Refused(Reason.BAD_TERMS, f"the card takes {statements} marks; there are {len(act.marks)}", "R-10.6")
    if not all(LEAST_MARK <= mark <= MOST_MARK for mark in act.marks):
        return Refused(Reason.BAD_TERMS, f"a mark is {LEAST_MARK} to {MOST_MARK}", "R-10.6")
    return None


def guess_refusal(state: State, seat: SeatId, act: o.Guess) -> Refused | None:
    """Why a dial cannot be guessed like this, or None (R-10.7)."""
    if seat not in state.game.rules.seats:
        return Refused(Reason.NOT_YOURS, "control knows the dials", "R-10.7")
    return _unknown_setting(state, act.dial, act.setting, "R-10.7")


def dial_refusal(state: State, seat: SeatId, act: o.TurnDial) -> Refused | None:
    """Why a dial cannot be set like this now, or None (R-9.2)."""
    if seat != CONTROL:
        return Refused(Reason.NOT_YOURS, "only control turns the dials", "R-9.2")
    if state.step is not Step.SETUP:
        return Refused(Reason.NOT_NOW, "the dials stand from turn 1 on", "R-9.2")
    if (unknown := _unknown_setting(state, act.dial, act.setting, "R-9.2")) is not None:
        return unknown
    if state.dials.get(act.dial) == act.setting:
        return Refused(Reason.ALREADY_DONE, f"'{act.dial}' stands at '{act.setting}'", "R-9.2")
    return None


def _unknown_setting(state: State, id: DialId, setting: str, rule: str) -> Refused | None:
    dials = state.game.rules.dials
    dial = next((dial for dial in dials if dial.id == id), None)
    if dial is None:
        known = ", ".join(dial.id for dial in dials) or "none"
        return Refused(Reason.UNKNOWN, f"there is no dial '{id}' (dials: {known})", rule)
    if all(each.id != setting for each in dial.settings):
        known = ", ".join(each.id for each in dial.settings)
        return Refused(Reason.UNKNOWN, f"the dial '{id}' has no setting '{setting}' (settings: {known})", rule)
    return None
