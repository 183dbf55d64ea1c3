"""When a request, a note, a prediction or an answer in the hot wash stands."""

from __future__ import annotations

from northaxis.domain import control_orders as co
from northaxis.domain.facts import Step
from northaxis.domain.ids import CONTROL, SeatId
from northaxis.domain.room import ANSWERED, DECLINED, OPEN
from northaxis.domain.rulings import Reason, Refused
from northaxis.domain.state import State

MOST_WORDS = 600
"""Characters in one text."""
MOST_OPEN = 5
"""Requests of one seat that may wait at a time."""
DIRECTIONS = ("up", "same", "down")
LEAST_SURE, MOST_SURE = 50, 100
"""Percent: less sure than 50 would be the other answer."""
BEFORE_THE_REVEAL = frozenset({Step.INJECT, Step.DEMANDS, Step.NEGOTIATE, Step.ORDERS})


def room_refusal(state: State, seat: SeatId, act: co.RoomAct) -> Refused | None:
    """Why such an act does not stand, or None."""
    match act:
        case co.Request(text=text):
            return _request(state, seat, text)
        case co.SettleRequest():
            return _settle(state, seat, act)
        case co.Note(about=about, text=text):
            if not about.strip() or len(about) > MOST_WORDS:
                return Refused(Reason.BAD_TERMS, "a note says what it is about", "R-5.4")
            return _words(text)
        case co.Predict():
            return _predict(state, seat, act)
        case co.Reflect(text=text):
            if state.over is None:
                return Refused(Reason.NOT_NOW, "the hot wash begins when play is over", "R-7.1")
            return _words(text)


def _words(text: str) -> Refused | None:
    if not text.strip():
        return Refused(Reason.BAD_TERMS, "there are no words in it", "R-5.4")
    if len(text) > MOST_WORDS:
        return Refused(Reason.BAD_TERMS, f"it holds {MOST_WORDS} characters; this has {len(text)}", "R-5.4")
    return None


def _request(state: State, seat: SeatId, text: str) -> Refused | None:
    if seat == CONTROL:
        return Refused(Reason.NOT_YOURS, "requests go to control", "R-9.1")
    if sum(1 for one in state.room.requests if one.seat == seat and one.status == OPEN) >= MOST_OPEN:
        return Refused(Reason.SHEET_FULL, f"{MOST_OPEN} requests of {seat} wait for control", "R-9.1")
    return _words(text)


def _settle(state: State, seat: SeatId, act: co.SettleRequest) -> Refused | None:
    if seat != CONTROL:
        return Refused(Reason.NOT_YOURS, "only control answers requests", "R-9.1")
    found = state.room.request(act.request)
    if found is None:
        return Refused(Reason.UNKNOWN, f"there is no request '{act.request}'", "R-9.1")
    if act.status not in (ANSWERED, DECLINED):
        return Refused(Reason.BAD_TERMS, f"a request is {ANSWERED} or {DECLINED}, not '{act.status}'", "R-9.1")
    if found.status != OPEN:
        return Refused(Reason.ALREADY_DONE, f"request {act.request} is {found.status}", "R-9.1")
    return _words(act.text)


def _predict(state: State, seat: SeatId, act: co.Predict) -> Refused | None:
    if seat not in state.game.rules.seats:
        return Refused(Reason.NOT_YOURS, "control predicts nothing", "R-6.1")
    if state.step not in BEFORE_THE_REVEAL:
        return Refused(Reason.NOT_NOW, "a prediction is made before the sheets are opened", "R-6.1")
    if act.direction not in DIRECTIONS:
        return Refused(Reason.BAD_TERMS, f"pressure goes {', '.join(DIRECTIONS)}; not '{act.direction}'", "R-6.1")
    if not LEAST_SURE <= act.confidence <= MOST_SURE:
        return Refused(Reason.BAD_TERMS, f"one is {LEAST_SURE} to {MOST_SURE} percent sure", "R-6.1")
    return None
