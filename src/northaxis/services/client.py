"""The door a screen has to a table: one seat, its view, its facts, its asks. Local and remote tables look alike.

`view` and `facts` are what the seat held at its last news and cost nothing; `ask` and `go_on` may take time and return
only when the table has stored what came of them.
"""

from __future__ import annotations

from typing import Protocol

from northaxis.domain.declassify import SeenFact
from northaxis.domain.ids import SeatId
from northaxis.domain.orders import Order
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Ruling
from northaxis.domain.views import SeatView


class TableClient(Protocol):
    """One seat's door to a table."""

    @property
    def game(self) -> Game:
        """The rules, decks and scenario; the same for every seat."""
        ...

    @property
    def seat(self) -> SeatId:
        """Whose door this is."""
        ...

    def view(self) -> SeatView:
        """What the seat may see now."""
        ...

    def facts(self) -> tuple[SeenFact, ...]:
        """What the seat may read of the journal so far, in order."""
        ...

    def may_go_on(self) -> bool:
        """Whether the table waits for nobody but a word to move on (a solo table, this seat owing nothing)."""
        ...

    async def ask(self, order: Order) -> Ruling:
        """Put an order to the table. Upheld only when it is stored; raises StoreFailed in safe hold."""
        ...

    async def go_on(self) -> tuple[SeenFact, ...]:
        """Move the table on by one step (bots act first where they owe something); returns the new facts seen."""
        ...

    async def close(self) -> None:
        """Leave; the session stays on disk."""
        ...
