"""The pressure account: every point has a cause, a seat and a passage, and the sum always reconciles.

Two views of blame. Direct: a line's own cause. Root: what a rule, snap, check or end made is credited to the line
that last made its condition true, and so on back, until an action, answer, card or the set-up is reached. Both views
sum to the same total, because each line is counted once in either.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from northaxis.domain.conditions_of import condition_of
from northaxis.domain.declassify import SeenFact
from northaxis.domain.facts import CardWritten, Cause, CauseKind, Changed, TurnBegan
from northaxis.domain.ids import SeatId
from northaxis.domain.ruleset import Game
from northaxis.domain.state import blank
from northaxis.domain.undo import effective
from northaxis.domain.written import with_written

BORN_OF_OTHERS = frozenset({CauseKind.RULE, CauseKind.SNAP, CauseKind.CHECK, CauseKind.END})


@dataclass(frozen=True, slots=True)
class Line:
    """A ledger line: the fact, its place in the journal (from 0) and the turn it fell in (0 is set-up)."""

    place: int
    turn: int
    fact: Changed

    @property
    def cause(self) -> Cause:
        """The line's own cause."""
        return self.fact.cause


@dataclass(frozen=True, slots=True)
class Share:
    """Part of the index: its cause, what it adds up to, and the lines it is made of."""

    cause: Cause
    points: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Ledger:
    """The account of a session. Built from facts; for a seat's own account give the facts that seat may read."""

    game: Game
    lines: tuple[Line, ...]

    @classmethod
    def of(cls, game: Game, facts: Iterable[SeenFact]) -> Ledger:
        """Collect the ledger lines of a journal in order; what was undone is left out."""
        found, turn = [], 0
        for place, fact in effective(facts):
            if isinstance(fact, TurnBegan):
                turn = fact.turn
            elif isinstance(fact, CardWritten):
                game = with_written(game, fact)
            elif isinstance(fact, Changed):
                found.append(Line(place, turn, fact))
        return cls(game, tuple(found))

    @property
    def base(self) -> int:
        """The index of an empty board: what the formula gives before anything is set up."""
        return self.game.rules.index.of(blank(self.game).board)

    @property
    def start(self) -> int:
        """The index as turn 1 opened."""
        return self.base + sum(line.fact.index_delta for line in self.lines if line.turn == 0)

    @property
    def total(self) -> int:
        """The index now, as the account has it."""
        return self.base + sum(line.fact.index_delta for line in self.lines)

    def history(self) -> tuple[int, ...]:
        """The index at the start and after each turn so far."""
        values, last = [self.start], max((line.turn for line in self.lines), default=0)
        for turn in range(1, last + 1):
            values.append(values[-1] + sum(line.fact.index_delta for line in self.lines if line.turn == turn))
        return tuple(values)

    def since(self, turn: int) -> Ledger:
        """The lines of this turn and later."""
        return Ledger(self.game, tuple(line for line in self.lines if line.turn >= turn))

    def of_turn(self, turn: int) -> Ledger:
        """The lines of one turn."""
        return Ledger(self.game, tuple(line for line in self.lines if line.turn == turn))

    def about(self, quantity: str) -> tuple[Line, ...]:
        """Every line that moved one quantity."""
        return tuple(line for line in self.lines if line.fact.quantity == quantity)

    def moving(self) -> tuple[Line, ...]:
        """The lines that moved the index."""
        return tuple(line for line in self.lines if line.fact.index_delta)

    def direct(self) -> tuple[Share, ...]:
        """The index by the lines' own causes, largest first."""
        return self._shares((line, line.cause) for line in self.moving())

    def root(self, within: Ledger | None = None) -> tuple[Share, ...]:
        """The index by first causes, largest first; `within` is the whole account when this is only part of it."""
        whole = within or self
        return self._shares((line, whole.first_cause(line)) for line in self.moving())

    def first_cause(self, line: Line) -> Cause:
        """The action, answer, card or set-up that a line goes back to."""
        return self.chain(line)[-1]

    def chain(self, line: Line) -> tuple[Cause, ...]:
        """From a line's own cause back to its first one."""
        causes, here = [line.cause], line
        while here.cause.kind in BORN_OF_OTHERS:
            earlier = self.made_true_by(here)
            if earlier is None:
                causes.append(INHERITED)
                break
            causes.append(earlier.cause)
            here = earlier
        return tuple(causes)

    def made_true_by(self, line: Line) -> Line | None:
        """The line that last made this line's rule true; None when it was true from the start, or has no condition."""
        condition = condition_of(self.game.rules, line.cause)
        position = next((n for n, known in enumerate(self.lines) if known.place == line.place), None)
        if condition is None or position is None:
            return None
        first = position
        while first > 0 and self.lines[first - 1].cause == line.cause and self.lines[first - 1].turn == line.turn:
            first -= 1
        board = self._board_before(first)
        for earlier in reversed(self.lines[:first]):
            index = self.game.rules.by_name[earlier.fact.quantity]
            if index not in condition.reads or earlier.fact.before == earlier.fact.after:
                continue
            board[index] = earlier.fact.before
            if not condition.holds(board):
                return earlier if earlier.turn > 0 else None
        return None

    def _board_before(self, position: int) -> list[int]:
        rules = self.game.rules
        board = list(blank(self.game).board)
        for line in self.lines[:position]:
            board[rules.by_name[line.fact.quantity]] = line.fact.after
        if position < len(self.lines):
            board[rules.turn] = self.lines[position].turn
        return board

    def _shares(self, pairs: Iterable[tuple[Line, Cause]]) -> tuple[Share, ...]:
        grouped: dict[Cause, list[Line]] = {}
        for line, cause in pairs:
            grouped.setdefault(cause, []).append(line)
        shares = [Share(c, sum(line.fact.index_delta for line in lines), tuple(lines)) for c, lines in grouped.items()]
        return tuple(sorted(shares, key=lambda share: (-abs(share.points), share.lines[0].place)))


INHERITED = Cause(CauseKind.SETUP, "inherited")
"""The first cause of what was true when play began."""


def by_seat(shares: Sequence[Share]) -> tuple[tuple[SeatId | None, int], ...]:
    """Shares added up by the seat of their cause (None: the rules themselves), largest first."""
    sums: dict[SeatId | None, int] = {}
    for share in shares:
        sums[share.cause.seat] = sums.get(share.cause.seat, 0) + share.points
    return tuple(sorted(sums.items(), key=lambda entry: (-abs(entry[1]), str(entry[0]))))
