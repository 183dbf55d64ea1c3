"""The state of many games on the same turn: what `domain.state.State` is for one, an array an entry, games last.

Games that are over are taken out at the turn's end, so every column here is a game in play.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from northaxis.simulation.board import Array, Board
from northaxis.simulation.chance import Chance
from northaxis.simulation.compiler import LiveChange

NONE = -1
"""In place of a card, demand, answer, play, option or switch."""


@dataclass(slots=True)
class LateArrival:
    """Effects on their way: `waiting` (N,) says in which games."""

    change: LiveChange
    due: int
    waiting: Array


@dataclass(slots=True)
class Promise:
    """A checkable promise of a signed deal, by places; NONE for what its kind does not have."""

    kind: str
    seat: int
    turn: int
    through: int
    demander: int
    response: int
    actions: Array
    """Which of the seat's actions it is about, (A,)."""
    switch: int
    to: int
    running: Array
    """In which games it was made and is not judged yet, (N,)."""
    in_show: Array
    """In which games it was judged kept but may come out as a sham yet, (N,)."""


@dataclass(slots=True)
class Games:
    """N games. Shapes: D demanders, S seats, C cards of all decks, K cards that chain; `board` is rows of (N,)."""

    board: Board
    chance: Chance
    numbers: Array
    """Which game each column is, (N,)."""
    agendas: Array
    """Place of each seat's agenda, (S, N); NONE without one."""
    rank: Array
    """Where each card stands in its deck's order, (C, N); only the order counts."""
    left: Array
    """Whether each card is still in its deck, (C, N)."""
    chain_due: Array
    """The turn in which what each chaining card brings up is due, (K, N); NONE when nothing is."""
    chain_order: Array
    """In which order those were announced, (K, N)."""
    sham_flag: int | None
    sham: Array
    """Place of the switch that is only declared off, (N,); NONE without a live sham."""
    sham_turn: Array
    """The turn in which the last sham began, (N,); `exposed` that of the last one that came out, 0 for none."""
    exposed: Array
    last_demands: Array
    """Last turn's demands, (D, N)."""
    stalled: Array
    """Whether each demander was stalled last turn, (D, N)."""
    used: list[Array]
    """For each seat, which of its actions were used last turn, (A, N)."""
    turn: int
    late: list[LateArrival] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    held: list[tuple[int, Array]] = field(default_factory=list)
    """Influence points that open offers hold back: seat places and points, (N,)."""
    demands: Array = field(default_factory=lambda: np.zeros((0, 0), np.int8))
    """This turn's demands, (D, N); `backed` and `answers` (places of responses) alike."""
    backed: Array = field(default_factory=lambda: np.zeros((0, 0), np.bool_))
    answers: Array = field(default_factory=lambda: np.zeros((0, 0), np.int8))
    orders: list[Array] = field(default_factory=list)
    """For each seat the plays on its sheet, (slots, N)."""
    announced: int = 0
    """How many chained cards have been announced, to keep their order."""

    @property
    def count(self) -> int:
        """N."""
        return len(self.numbers)

    def happen(self, live: LiveChange, mask: Array, exposes: bool = True) -> None:
        """Effects in order where the mask holds; taking the sham flag down ends a live sham, which so comes out."""
        for change, clears_sham in live.steps:
            if clears_sham and self.sham_flag is not None:
                was_up = self.board[self.sham_flag] != 0
                ended = mask & was_up & (self.sham != NONE)
                self.sham = np.where(ended, np.int16(NONE), self.sham)
                if exposes:
                    self.exposed = np.where(ended, self.sham_turn, self.exposed)
            change(self.board, mask)

    def blank_sheets(self, slots: Sequence[int]) -> None:
        """Empty sheets for every seat, and no answers."""
        self.orders = [np.full((n, self.count), NONE, np.int16) for n in slots]
        self.answers = np.full(self.last_demands.shape, NONE, np.int8)

    def keep(self, wanted: Array) -> None:
        """Go on with some of the games; `wanted` is a mask (N,)."""
        self.board = self.board.columns(wanted)
        self.chance.keep(wanted)
        self.numbers, self.sham = self.numbers[wanted], self.sham[wanted]
        self.sham_turn, self.exposed = self.sham_turn[wanted], self.exposed[wanted]
        self.agendas, self.rank, self.left = self.agendas[:, wanted], self.rank[:, wanted], self.left[:, wanted]
        self.chain_due, self.chain_order = self.chain_due[:, wanted], self.chain_order[:, wanted]
        self.last_demands, self.stalled = self.last_demands[:, wanted], self.stalled[:, wanted]
        self.demands, self.backed = self.demands[:, wanted], self.backed[:, wanted]
        self.answers = self.answers[:, wanted]
        self.used = [one[:, wanted] for one in self.used]
        self.orders = [one[:, wanted] for one in self.orders]
        for late in self.late:
            late.waiting = late.waiting[wanted]
        for promise in self.promises:
            promise.running, promise.in_show = promise.running[wanted], promise.in_show[wanted]
