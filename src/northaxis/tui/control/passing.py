"""One device passed round: each seat that owes something behind a curtain, the console gone until control has it again.

Screens take each other's place and never lie on the console: there is no key that leads from a seat to it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from northaxis.domain.control_orders import Note
from northaxis.domain.ids import CONTROL
from northaxis.domain.orders import Order
from northaxis.services.client import DoorClosed
from northaxis.services.console import SeatLine
from northaxis.services.ports import StoreFailed
from northaxis.services.table import TableHeld
from northaxis.tui.control.standing_in import RoundScreen
from northaxis.tui.screens.curtain import CurtainScreen

if TYPE_CHECKING:
    from northaxis.tui.control.app import ConsoleApp


class RoundCurtain(CurtainScreen):
    """The curtain between two seats of a round. Esc gives the device back to control, behind a curtain as well."""

    def __init__(self, name: str, seats: str, lifted: asyncio.Future[bool | None], game: str) -> None:
        super().__init__(name, seats, lambda: self._answer(True), game)
        self._lifted = lifted

    def action_back(self) -> None:
        """End the round."""
        self._answer(False)

    def on_unmount(self) -> None:
        """The app is left: there is nothing to go on with."""
        self._answer(None)

    def _answer(self, goes_on: bool | None) -> None:
        if not self._lifted.done():
            self._lifted.set_result(goes_on)


class LastCurtain(RoundCurtain):
    """The curtain before the console: only enter lifts it."""

    def action_back(self) -> None:
        """Stay: behind it is what only control may see."""


async def pass_round(app: ConsoleApp, waited: Sequence[SeatLine]) -> None:
    """Each of these seats in turn at this device; in the end the console again."""
    for one in waited:
        goes_on = await _curtain(app, RoundCurtain, one.holder, f"{one.seat} {one.name}")
        if goes_on is None:
            return
        if not goes_on:
            break
        try:
            await app.model.door.ask(Order(CONTROL, Note(f"stand-in {one.seat}", "wrote on control's device")))
            client = app.model.door.stand_in(one.seat)
        except (DoorClosed, StoreFailed, TableHeld) as problem:
            app.say(str(problem), warning=True)
            break
        left: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        app.switch_screen(RoundScreen(client, left))
        await left
        if not app.is_running:
            return
    if await _curtain(app, LastCurtain, "control", "the console"):
        await app.show_console("The device is back with you.")


async def _curtain(app: ConsoleApp, kind: type[RoundCurtain], name: str, seats: str) -> bool | None:
    """Whether to go on; None when the app was left."""
    lifted: asyncio.Future[bool | None] = asyncio.get_running_loop().create_future()
    app.clear_notifications()
    app.switch_screen(kind(name, seats, lifted, app.model.held.state.game.scenario.name))
    return await lifted
