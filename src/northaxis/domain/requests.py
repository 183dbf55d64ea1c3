"""Carries out what is asked about the table rather than in the game: requests, notes, predictions, the hot wash."""

from __future__ import annotations

from typing import assert_never

from northaxis.domain import control_facts as c, control_orders as co
from northaxis.domain.ids import RequestId, SeatId
from northaxis.domain.scribe import Scribe


def carry_out_in_room(scribe: Scribe, seat: SeatId, act: co.RoomAct) -> None:
    """Write it down."""
    match act:
        case co.Request(text=text):
            mine = sum(1 for one in scribe.state.room.requests if one.seat == seat)
            scribe.record(c.Requested(RequestId(f"{seat}-{mine + 1}"), seat, text))
        case co.SettleRequest(request=request, status=status, text=text):
            scribe.record(c.RequestSettled(request, status, text))
        case co.Note(about=about, text=text):
            scribe.record(c.Noted(seat, about, text))
        case co.Predict(direction=direction, confidence=confidence):
            scribe.record(c.Predicted(seat, scribe.state.turn, direction, confidence))
        case co.Reflect(question=question, text=text):
            scribe.record(c.Reflected(seat, question, text))
        case _:
            assert_never(act)
