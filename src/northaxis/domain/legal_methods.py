"""When an order or a claim may be decided another way than by its dice (R-9.4 to R-9.8)."""

from __future__ import annotations

from northaxis.domain.control_orders import MethodAct
from northaxis.domain.ids import SeatId
from northaxis.domain.rulings import Reason, Refused
from northaxis.domain.state import State


def method_refusal(state: State, seat: SeatId, act: MethodAct) -> Refused | None:
    """Why an act about a ruling or an argument does not stand, or None."""
    return Refused(Reason.NOT_NOW, "this table decides by dice alone", "R-9.4")
