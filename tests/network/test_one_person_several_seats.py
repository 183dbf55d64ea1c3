"""A person who holds several seats plays them all through any one of their links, and nobody else's."""

from __future__ import annotations

import pytest
from tests.network.hosting import hosting, seat

from northaxis.domain.ids import SeatId
from northaxis.domain.orders import Order, Say
from northaxis.domain.rulings import Refused, Upheld
from northaxis.domain.state import Holder

WAR, VIL, KYI = SeatId("WAR"), SeatId("VIL"), SeatId("KYI")
HELD = {WAR: Holder("Ana", None), VIL: Holder("Ana", None), KYI: Holder("Ben", None)}


async def test_one_link_leads_to_every_seat_of_its_person() -> None:
    async with hosting("S3", people=(), held=HELD) as room:
        ana = room.door(seat("WAR"))
        assert set(ana.seats) == {WAR, VIL}
        other = ana.sit(VIL)
        assert other.seat == VIL
        assert other.view().seat == VIL
        assert isinstance(await other.ask(Order(VIL, Say((), "from the other desk"))), Upheld)


async def test_no_link_leads_to_a_seat_of_somebody_else() -> None:
    async with hosting("S3", people=(), held=HELD) as room:
        ana = room.door(seat("WAR"))
        with pytest.raises(KeyError):
            ana.sit(KYI)
        assert isinstance(await ana.ask(Order(KYI, Say((), "not mine"))), Refused)
