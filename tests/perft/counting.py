"""How many sequences of orders one seat can give, one after the other, from a fixed position: the rules' tree, counted.

A position is a scenario's first orders step with seed 7, every seat having taken the first thing it could until then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.shipped import game

from northaxis.domain.adjudicate import play
from northaxis.domain.dice import SeededDice
from northaxis.domain.facts import Step
from northaxis.domain.ids import SeatId
from northaxis.domain.legal import legal_orders, owing
from northaxis.domain.orders import GO_ON, to_text
from northaxis.domain.setup import set_table
from northaxis.domain.state import State, fold

FOLDER = Path(__file__).parent
SEED = "7"
SCENARIOS = ("S1", "S2", "S3", "S3+V1", "S3+V2", "S3+V3")
DICE = SeededDice(SEED)


@dataclass(frozen=True, slots=True)
class Count:
    """So many sequences of so many orders of a seat."""

    seat: SeatId
    depth: int
    sequences: int

    def to_text(self) -> str:
        """`MIN 2 484`."""
        return f"{self.seat} {self.depth} {self.sequences}"

    @classmethod
    def from_text(cls, line: str) -> Count:
        """Read `MIN 2 484`."""
        seat, depth, sequences = line.split()
        return cls(SeatId(seat), int(depth), int(sequences))


def position(name: str) -> State:
    """The first orders step of a scenario."""
    made = game(name)
    state = fold(made, set_table(made, SEED, DICE, {}))
    while state.step is not Step.ORDERS:
        waiting = owing(state)
        order = legal_orders(state, waiting[0])[0] if waiting else GO_ON
        state = play(state, order, DICE).state
    return state


def sequences(state: State, seat: SeatId, depth: int) -> int:
    """How many sequences of `depth` legal orders the seat has here."""
    legal = legal_orders(state, seat)
    if depth == 1:
        return len(legal)
    return sum(sequences(play(state, order, DICE).state, seat, depth - 1) for order in legal)


def counts(name: str) -> Iterator[Count]:
    """Depth 1 and 2 for every seat, and 3 for the seat that answers demands."""
    state = position(name)
    for seat in state.game.rules.seats:
        for depth in (1, 2, 3) if seat == state.game.rules.answering.seat else (1, 2):
            yield Count(seat, depth, sequences(state, seat, depth))


def under_each_first_order(name: str, seat: SeatId, depth: int) -> list[str]:
    """The count under each first order, to find where a difference comes from."""
    state = position(name)
    if depth == 1:
        return [to_text(order) for order in legal_orders(state, seat)]
    return [
        f"{to_text(order)}: {sequences(play(state, order, DICE).state, seat, depth - 1)}"
        for order in legal_orders(state, seat)
    ]


def file_of(name: str) -> Path:
    """Where a scenario's counts are kept."""
    return FOLDER / f"{name.lower()}.txt"


def kept(name: str) -> list[Count]:
    """The counts of a scenario's file."""
    lines = file_of(name).read_text(encoding="utf-8").splitlines()
    return [Count.from_text(line) for line in lines if line and not line.startswith("#")]


def as_file(name: str) -> str:
    """A scenario's file as it would be written now."""
    made = game(name)
    head = f"# {name} {made.scenario.name}: sequences of legal orders by seat and depth, first orders step, seed {SEED}"
    return "\n".join([head, *(count.to_text() for count in counts(name))]) + "\n"
