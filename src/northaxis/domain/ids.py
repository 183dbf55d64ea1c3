"""Names of things in a rule set, as types. A name never carries behaviour; it is looked up in the rules."""

from __future__ import annotations

from typing import NewType

SeatId = NewType("SeatId", str)
QuantityId = NewType("QuantityId", str)
ActionId = NewType("ActionId", str)
CardId = NewType("CardId", str)
DeckId = NewType("DeckId", str)
DemandId = NewType("DemandId", str)
DemanderId = NewType("DemanderId", str)
OptionId = NewType("OptionId", str)
AgendaId = NewType("AgendaId", str)
PassageId = NewType("PassageId", str)
DialId = NewType("DialId", str)
LevelId = NewType("LevelId", str)
ScenarioId = NewType("ScenarioId", str)
DealId = NewType("DealId", str)

CONTROL = SeatId("CTL")
"""The facilitator's seat (white cell). Its orders are rulings, injects and corrections."""

EVERYBODY = SeatId("*")
"""Nobody's seat: its view and facts are what all may see. For a screen that several people look at together."""
