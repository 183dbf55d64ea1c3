"""What each seat may put on its sheet, in many games: requirements, prices, what was used last turn.

The meaning of `domain.legal` for orders. A seat's plays (actions with their targets) have one place each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from northaxis.domain.actions import Action, Play
from northaxis.domain.ids import ActionId, SeatId
from northaxis.domain.quantities import Quantity
from northaxis.simulation.board import Array, Board
from northaxis.simulation.compiler import Compiler
from northaxis.simulation.formulas import Truth
from northaxis.simulation.games import NONE, Games


@dataclass(frozen=True)
class SeatSheet:
    """One seat's plays: `action` and `cost` by play place, with one more entry for NONE."""

    place: int
    seat: SeatId
    purse: Quantity
    slots: int
    actions: tuple[Action, ...]
    plays: tuple[tuple[Action, Play], ...]
    action: Array
    cost: Array
    requires: tuple[Truth, ...]

    def legal(self, games: Games, seen: Board) -> Array:
        """Which plays could be placed now, (plays, N); the limit of the sheet is the caller's to keep."""
        found = np.empty((len(self.plays), games.count), np.bool_)
        for row, holds in zip(found, self.requires, strict=True):
            row[:] = holds(seen)
        found &= self.cost[:-1, None] <= games.board[self.purse.index]
        barred = games.used[self.place].copy()
        for placed in games.orders[self.place]:
            there = np.nonzero(placed != NONE)[0]
            barred[self.action[placed[there]], there] = True
        found &= ~barred[self.action[:-1]]
        return found

    def place_orders(self, games: Games, slot: int, choice: Array) -> None:
        """Write a play a game into a slot, (N,), NONE for no order, and pay for it."""
        games.orders[self.place][slot] = choice
        self.pay(games, self.cost[choice])

    def pay(self, games: Games, cost: Array) -> None:
        """Take influence points from the seat, (N,)."""
        left = games.board[self.purse.index] - cost
        games.board[self.purse.index] = np.minimum(np.maximum(left, self.purse.low), self.purse.high)

    def open(self, games: Games) -> None:
        """The sheets are opened: their actions count as used."""
        used = np.zeros((len(self.actions), games.count), np.bool_)
        for placed in games.orders[self.place]:
            there = np.nonzero(placed != NONE)[0]
            used[self.action[placed[there]], there] = True
        games.used[self.place] = used


def sheets_of(compiler: Compiler) -> tuple[SeatSheet, ...]:
    """Every seat's sheet, in seat order."""
    rules, most = compiler.rules, compiler.game.scenario.orders
    found = []
    for place, seat in enumerate(rules.seats.values()):
        plays = tuple((action, play) for action in seat.actions for play in action.plays)
        actions: Mapping[ActionId, int] = {action.id: number for number, action in enumerate(seat.actions)}
        found.append(
            SeatSheet(
                place=place,
                seat=seat.id,
                purse=compiler.quantities[seat.ip],
                slots=min(most, seat.orders),
                actions=seat.actions,
                plays=plays,
                action=np.array([*(actions[action.id] for action, _ in plays), 0], np.int16),
                cost=np.array([*(action.cost for action, _ in plays), 0], np.int8),
                requires=tuple(compiler.truth(play.requires) for _, play in plays),
            )
        )
    return tuple(found)
