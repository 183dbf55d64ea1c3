"""Carries out what control asks: injects, corrections, the way back (R-9)."""

from __future__ import annotations

from northaxis.domain.control_orders import ControlAct
from northaxis.domain.scribe import Scribe


def carry_out_control(scribe: Scribe, act: ControlAct) -> None:
    """Write down what an act of control does."""
