"""What control needs of the host it runs in, on screens and in lines: addresses, QR codes, another session from here,
who rolls the dice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from northaxis.domain.dice import Pair
from northaxis.services.control_door import ControlDoor
from northaxis.services.lobby import Link
from northaxis.services.table import TableHeld

AskRoom = Callable[[int, str], Awaitable[Pair]]
"""Asks the room for two dice: turn and the roll's name in."""


class DiceNotTyped(TableHeld):
    """The room was asked for dice and gave none: what they were rolled for has not been done, and nothing is lost."""

    def __init__(self) -> None:
        super().__init__("the dice were not typed in, so nothing was done; do it again, or let the app roll")


class Venue(Protocol):
    """The host's side of the console."""

    def address(self, link: Link) -> str:
        """The web address of a link."""
        ...

    @property
    def entrances(self) -> Sequence[str]:
        """The short addresses at which a code is typed in, the likeliest first."""
        ...

    @property
    def kept_in(self) -> str:
        """Where the session is kept."""
        ...

    def qr(self, text: str) -> Sequence[str]:
        """A QR code as rows of half blocks, to be shown in a light ink on a dark ground."""
        ...

    @property
    def warning(self) -> str:
        """What control has to know of the network that the table is served to; empty on this machine alone."""
        ...

    @property
    def trust(self) -> Sequence[str]:
        """What people do with their browser's warning, the shortest first; nothing without TLS."""
        ...

    async def branch(self, at: int) -> str:
        """Begin another session after fact `at`; gives where it is kept. StoreFailed."""
        ...

    async def ask_dice_of(self, door: ControlDoor, ask: AskRoom, can: Callable[[], bool]) -> None:
        """Somebody who can be asked for real dice while they are typed in, for as long as they `can`.

        Who did the act is asked first, then the last who came. One who leaves, or whose line is gone, is asked no more.
        """
        ...
