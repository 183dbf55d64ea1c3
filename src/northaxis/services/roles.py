"""The roles in which people sit at a table, and what each may ask. The one place where authority is written down.

Several people may hold one seat together: one of them leads, the others are members, who see all that the seat sees.
"""

from __future__ import annotations

from enum import StrEnum

from northaxis.domain.control_orders import Estimate, Note, Predict, Reflect, Request
from northaxis.domain.ids import SeatId
from northaxis.domain.orders import Answer, Guess, Order, Place, Say, Withdraw
from northaxis.domain.rulings import Reason, Refused

MEMBERS_MAY = (Place, Withdraw, Answer, Say, Guess, Request, Note, Predict, Estimate, Reflect)
"""What anybody on a seat may ask: all that can be taken back or binds nobody. The rest is the lead's."""

_REFUSED_AS = "R-4.1"


class Role(StrEnum):
    """In what role somebody sits at a table."""

    LEAD = "lead"
    MEMBER = "member"
    OBSERVER = "observer"
    PROJECTOR = "projector"
    CONTROL = "control"
    STANDBY = "standby"
    """Somebody whose seat a bot plays now: sees what is public, and has the seat again when control gives it back."""

    @property
    def plays(self) -> bool:
        """Whether this role holds a capital's seat, alone or with others."""
        return self in (Role.LEAD, Role.MEMBER)


def role_refusal(role: Role, seat: SeatId, order: Order) -> Refused | None:
    """Why a person in this role on this seat may not even ask this, or None. The rules judge what is left."""
    if role is Role.STANDBY:
        return Refused(Reason.NOT_YOURS, "this seat is played by a bot now; control can give it back", _REFUSED_AS)
    if not (role.plays or role is Role.CONTROL):
        return Refused(Reason.NOT_YOURS, f"a link for the {role} shows the table and gives no orders", _REFUSED_AS)
    if order.seat != seat:
        return Refused(Reason.NOT_YOURS, f"{seat} cannot give an order for {order.seat}", _REFUSED_AS)
    if role is Role.MEMBER and not isinstance(order.act, MEMBERS_MAY):
        return Refused(
            Reason.NOT_YOURS, f"{seat} is held by several people, and this is for the one who leads it", _REFUSED_AS
        )
    return None
