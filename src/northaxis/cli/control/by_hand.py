"""A seat's own lines with control's hand on them, or with its own people's at control's device.

A seat has here the very commands that `join --plain` gives it; control's news wait meanwhile.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

from northaxis.cli.control.words import STOP_WORDS, Not, seat_from
from northaxis.cli.joined_game import JoinedGame
from northaxis.cli.voice import Stream
from northaxis.domain.control_orders import Note
from northaxis.domain.ids import CONTROL, SeatId
from northaxis.domain.orders import Order
from northaxis.domain.rulings import Refused, Ruling
from northaxis.services import wording as w
from northaxis.services.client import TableClient
from northaxis.services.hosted import HostedClient
from northaxis.services.hosted_client import StandIn

if TYPE_CHECKING:
    from northaxis.cli.control.desk import ControlDesk

BACK = frozenset({"back", "control"}) | STOP_WORDS


class _Hand:
    """The line to a seat on this machine: asked from a thread, answered in the table's loop."""

    is_closed = False
    waits_for: tuple[str, ...] = ()

    def __init__(self, client: StandIn) -> None:
        self.client: TableClient = client
        self._loop = asyncio.get_running_loop()

    def ask(self, door: TableClient, order: Order) -> Ruling:
        """Put an order to the table and wait for its ruling."""
        assert isinstance(door, HostedClient)
        return asyncio.run_coroutine_threadsafe(door.ask(order), self._loop).result()

    def late_answers(self) -> list[tuple[str, Ruling | Exception]]:
        """Every order is answered at once."""
        return []


class _Lines:
    """A seat's voice: the desk's lines, said from a thread."""

    is_live = False

    def __init__(self, desk: ControlDesk) -> None:
        self._desk, self._loop = desk, asyncio.get_running_loop()

    def say(self, *lines: str) -> None:
        """Say lines; empty ones between parts are for eyes."""
        said = [line.strip() for line in lines if line.strip()]
        self._loop.call_soon_threadsafe(self._desk.say, *said)

    def ask(self, prompt: str, time: str = "") -> str | None:
        """Who is alone on a seat's lines is asked nothing in between."""
        return ""

    def hide(self) -> None:
        """Nothing is hidden in between."""


class SeatByHand(JoinedGame):
    """A seat at the hosted table, one typed line at a time."""

    def __init__(self, desk: ControlDesk, client: StandIn) -> None:
        lines = _Lines(desk)
        super().__init__(_Hand(client), cast(Stream, lines), lines, lambda: None)
        self.company.begin()

    def show(self) -> None:
        """Where the seat stands, and what it can choose."""
        self._show()

    def obey(self, typed: str) -> bool:
        """Do what was typed and tell what is new; False when it was a word of leaving."""
        at = self._moment()
        goes_on = self._obey(typed)
        self._tell()
        if goes_on and self._moment() != at:
            self._show()
        return goes_on

    @property
    def owes(self) -> bool:
        """Whether the table waits for the seat."""
        return self._seen().owes

    def prompt(self) -> str:
        """The seat, and what is asked of it."""
        return f"{self.seat} {self._prompt()}"


async def stand_in(desk: ControlDesk, rest: str) -> None:
    """Act for a seat: with words behind it a single command, else its lines until `back`."""
    name, _, typed = rest.partition(" ")
    seat = seat_from(desk.game, name)
    game = await _opened(desk, seat, "control stands in")
    if typed.strip():
        await asyncio.to_thread(game.obey, typed.strip())
        await asyncio.sleep(0)
        return
    desk.say(f"You stand in for {w.seat_name(desk.game, seat)}, with its own commands; 'back' ends it.")
    desk.is_elsewhere = True
    try:
        await _lines(desk, game, until_done=False)
    finally:
        desk.is_elsewhere = False
    desk.say(f"You are back in control; {w.seat_name(desk.game, seat)} stands as you left it.")
    await desk.table.look()


async def pass_round(desk: ControlDesk, rest: str) -> None:
    """Each seat that owes something in turn at this device, control's lines out of sight until control has it again."""
    waited = [one for one in desk.table.console.seats if one.owes and not one.is_bot]
    if not waited:
        raise Not("Nobody owes anything now.")
    desk.is_elsewhere = True
    try:
        for one in waited:
            desk.slate.hide()
            desk.say(f"Pass to {one.holder}, {one.seat} {one.name}.")
            typed = await desk.slate.ask(f"enter when {one.holder} has it, back gives it to control")
            desk.slate.hide()
            if typed.casefold() in BACK:
                break
            await _lines(desk, await _opened(desk, one.seat, "wrote on control's device"), until_done=True)
        desk.slate.hide()
        desk.say("Pass to control.")
        await desk.slate.ask("enter when control has it again")
        desk.slate.hide()
    finally:
        desk.is_elsewhere = False
    desk.say("The device is back with you.")
    await desk.table.look()


async def _opened(desk: ControlDesk, seat: SeatId, what: str) -> SeatByHand:
    """The seat's lines; that control has them is written down first."""
    ruling = await desk.door.ask(Order(CONTROL, Note(f"stand-in {seat}", what)))
    if isinstance(ruling, Refused):
        raise Not(f"Nobody can stand in for {w.seat_name(desk.game, seat)} now.")
    return SeatByHand(desk, desk.door.stand_in(seat))


async def _lines(desk: ControlDesk, game: SeatByHand, until_done: bool) -> None:
    """A seat's prompts and commands, until `back`, or until the table waits for it no longer."""
    await asyncio.to_thread(game.show)
    while not (until_done and not game.owes):
        typed = await desk.slate.ask(game.prompt)
        if typed.casefold() in BACK or (typed and not await asyncio.to_thread(game.obey, typed)):
            return
        await asyncio.sleep(0)
    desk.say("Done.")
