"""What a seat takes the boards of many games to be: the meaning of `domain.perception`, a row at a time."""

from __future__ import annotations

import numpy as np

from northaxis.domain.ids import SeatId
from northaxis.domain.perception import hidden
from northaxis.domain.quantities import Kind
from northaxis.domain.state import State
from northaxis.simulation.board import Array, Board, row_type
from northaxis.simulation.compiler import Compiler, veil_table
from northaxis.simulation.formulas import table_over
from northaxis.simulation.games import Games


class Perceiving:
    """One seat's eyes: which rows it guesses, and the switches a sham could show it off."""

    def __init__(self, compiler: Compiler, seat: SeatId) -> None:
        rules = compiler.rules
        self._constants: list[tuple[int, Array]] = []
        self._veils: list[tuple[int, Array]] = []
        blank = State(game=compiler.game, board=tuple(q.clamp(0) for q in rules.quantities))
        for quantity in rules.quantities:
            if quantity.is_seen_by(seat):
                continue
            kind = row_type(quantity)
            if quantity.kind is Kind.TRACK:
                middles = veil_table(compiler.game, quantity.index)
                table = table_over(lambda v, m=middles, q=quantity: m[v - q.low], quantity.low, quantity.high, kind)  # type: ignore[misc]
                self._veils.append((quantity.index, table))
            else:
                middle = 0 if quantity.kind is Kind.FLAG else hidden(blank, quantity).middle
                self._constants.append((quantity.index, np.full(1, middle, kind)))
        answering = rules.answering
        fooled = seat not in answering.not_fooled
        switches = {d.sham_of for demander in answering.demanders for d in demander.demands if d.sham_of is not None}
        self._switches = tuple(sorted(switches)) if fooled else ()

    def look(self, games: Games) -> Board:
        """The boards as the seat may take them to be; rows of shape (1,) where it knows nothing."""
        seen = games.board.copy()
        for place, constant in self._constants:
            seen[place] = constant
        for place, table in self._veils:
            seen[place] = table.take(seen[place], mode="wrap")
        for switch in self._switches:
            shown = games.sham == switch
            if shown.any():
                seen[switch] = np.where(shown, seen[switch].dtype.type(0), seen[switch])
        return seen
