"""The door a screen has to a table: one seat, its view, its facts, its asks. Local and remote tables look alike.

`view` and `facts` are what the seat held at its last news and cost nothing; `ask` and `go_on` may take time and return
only when the table has stored what came of them.

One screen can have the doors of several seats: of a person who holds them all, or of people who pass the screen round.
Then `seats` names them, `sit` opens another, and `owing` says which still have something to do. A client of one seat
inherits them from `OneSeat`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from northaxis.domain.declassify import SeenFact
from northaxis.domain.ids import SeatId
from northaxis.domain.orders import Order
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Ruling
from northaxis.domain.views import SeatView
from northaxis.services.roles import Role

Heard = Callable[[], None]
"""Called when `view()`, `facts()` or `trouble` have become others. Must return at once; a screen posts a message."""


class DoorClosed(Exception):
    """This door no longer leads to the table: its link was taken back, or the table closed."""


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """The time of this step: `seconds` are below 0 when it is over; `warned` when people should be told."""

    seconds: int
    paused: bool
    warned: bool


class TableClient(Protocol):
    """One seat's door to a table."""

    @property
    def game(self) -> Game:
        """The rules, decks and scenario; the same for every seat."""
        ...

    @property
    def seat(self) -> SeatId:
        """Whose door this is; PUBLIC for one that all may look through."""
        ...

    @property
    def seats(self) -> tuple[SeatId, ...]:
        """The seats that can be sat in from this screen, in seat order. Who holds them stands in the view."""
        ...

    def sit(self, seat: SeatId) -> TableClient:
        """The same table from another of `seats`, or from PUBLIC when people share the screen.

        All doors are open until one of them is closed. KeyError for any other seat.
        """
        ...

    def owing(self) -> tuple[SeatId, ...]:
        """Those of `seats` that the table waits for, in seat order."""
        ...

    @property
    def role(self) -> Role:
        """In what role this person sits here. What a role may ask is decided at the table, never by a screen."""
        ...

    @property
    def trouble(self) -> str:
        """Why nothing can be asked just now, in a sentence (safe hold, line down); empty when all is well."""
        ...

    @property
    def has_control(self) -> bool:
        """Whether somebody in control moves this table on, and answers what seats ask."""
        ...

    def view(self) -> SeatView:
        """What the seat may see now."""
        ...

    def facts(self) -> tuple[SeenFact, ...]:
        """What the seat may read of the journal so far, in order."""
        ...

    def time_left(self) -> TimeLeft | None:
        """How long this step has, where the table has a clock that runs."""
        ...

    def may_go_on(self) -> bool:
        """Whether the table waits for nobody but a word to move on (a solo table, none of `seats` owing anything)."""
        ...

    def subscribe(self, heard: Heard) -> Callable[[], None]:
        """Have `heard` called, in the event loop that runs now, after each piece of news; call the result to stop."""
        ...

    async def ask(self, order: Order) -> Ruling:
        """Put an order to the table. Upheld only when it is stored; TableHeld in safe hold, DoorClosed."""
        ...

    async def go_on(self) -> tuple[SeenFact, ...]:
        """Move the table on by one step (bots act first where they owe something); returns the new facts seen."""
        ...

    async def close(self) -> None:
        """Leave; the session stays on disk."""
        ...


class OneSeat(TableClient, Protocol):
    """A client of one seat; inherit from it, and `seats`, `sit` and `owing` are there."""

    @property
    def seats(self) -> tuple[SeatId, ...]:
        """The one."""
        return (self.seat,)

    def sit(self, seat: SeatId) -> TableClient:
        """There is no other seat to go to."""
        if seat != self.seat:
            raise KeyError(seat)
        return self

    @property
    def has_control(self) -> bool:
        """Nobody, where people play for themselves."""
        return False

    def time_left(self) -> TimeLeft | None:
        """No clock."""
        return None

    def owing(self) -> tuple[SeatId, ...]:
        """The seat, when it owes something."""
        return (self.seat,) if self.view().owes else ()
