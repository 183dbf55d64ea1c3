"""Carries out rulings by other methods than dice: shifted needs, arguments, free decisions (R-9.4 to R-9.8)."""

from __future__ import annotations

from northaxis.domain.control_orders import MethodAct
from northaxis.domain.ids import SeatId
from northaxis.domain.scribe import Scribe


def carry_out_method(scribe: Scribe, seat: SeatId, act: MethodAct) -> None:
    """Write down what an act about a ruling or an argument does."""
