"""When an act of control stands: injects, corrections, the way back (R-9)."""

from __future__ import annotations

from northaxis.domain.control_orders import ControlAct
from northaxis.domain.ids import CONTROL, SeatId
from northaxis.domain.rulings import Reason, Refused
from northaxis.domain.state import State


def control_refusal(state: State, seat: SeatId, act: ControlAct) -> Refused | None:
    """Why an act of control does not stand, or None."""
    if seat != CONTROL:
        return Refused(Reason.NOT_YOURS, "only control does that", "R-9.1")
    return Refused(Reason.NOT_NOW, "control cannot do that at this table", "R-9.1")
