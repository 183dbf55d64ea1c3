"""Writes facts down in order while the state follows: the working hand of `adjudicate`. Lives for one order."""

from __future__ import annotations

from dataclasses import dataclass, field

from northaxis.domain import facts as f
from northaxis.domain.dice import Dice
from northaxis.domain.effects import Effects, Shift, outcome
from northaxis.domain.facts import Cause, CauseKind, Fact
from northaxis.domain.ids import SeatId
from northaxis.domain.quantities import Values
from northaxis.domain.rolls import Outcome, Roll
from northaxis.domain.state import State, evolve


@dataclass(frozen=True, slots=True)
class Throw:
    """A roll that was made: its total with modifiers counted into the need, and by how much it made it."""

    success: bool
    margin: int


@dataclass(slots=True)
class Scribe:
    """Records facts onto a state. Not shared, not kept."""

    state: State
    dice: Dice
    facts: list[Fact] = field(default_factory=list)

    def record(self, fact: Fact) -> None:
        """Write a fact and move the state on."""
        self.state = evolve(self.state, fact)
        self.facts.append(fact)

    def change(self, effects: Effects, cause: Cause) -> None:
        """Apply effects in order; each is clamped as it lands and logged with what was asked and what was done."""
        rules = self.state.game.rules
        for effect in effects:
            landed = outcome(effect, self.state.board, rules.quantities)
            if landed is None:
                continue
            index, asked, after = landed
            if asked == 0 and after == self.state.board[index]:
                continue
            self._move(index, asked, after, cause)
            if index == rules.answering.sham_flag and after == 0 and self.state.sham is not None:
                self.record(f.ShamEnded(self.state.sham, exposed=cause.kind is not CauseKind.RULE or cause.id != MOOT))

    def _move(self, index: int, asked: int, after: int, cause: Cause) -> None:
        rules, board = self.state.game.rules, self.state.board
        row = list(board)
        row[index] = after
        before, then = rules.index.of(board), rules.index.of(row)
        self.record(f.Changed(rules.quantities[index].id, asked, board[index], after, before, then, cause))

    def place(self, index: int, value: int, cause: Cause) -> None:
        """Put a quantity at a value as the game is set up; logged even when it stays where it was."""
        self._move(index, value - self.state.board[index], value, cause)

    def pay(self, seat: SeatId, points: int, cause: Cause) -> None:
        """Take influence points from a seat (negative gives them)."""
        if points:
            self.change((Shift(self.state.game.rules.seats[seat].ip, -points),), cause)

    def throw(self, name: str, roll: Roll, row: Values, cause: Cause, secret: bool = False, shift: int = 0) -> Throw:
        """Roll 2d6 against a need, modifiers read from `row`, and write the roll down; control's shift is added."""
        held = tuple(place for place, mod in enumerate(roll.modifiers) if mod.condition.holds(row))
        need = roll.need - sum(roll.modifiers[place].by for place in held) + shift
        dice = self.dice.pair(self.state.turn, name)
        success = sum(dice) >= need
        self.record(f.Rolled(name, dice, roll.need, held, need, success, cause, secret))
        return Throw(success, sum(dice) - need)

    def happen(self, name: str, outcome_: Outcome, cause: Cause, secret: bool = False) -> bool:
        """Make an outcome happen on the live board: its roll if it has one, then its effects. True on success."""
        if outcome_.roll is None:
            self.change(outcome_.ok, cause)
            return True
        throw = self.throw(name, outcome_.roll, self.state.board, cause, secret)
        detail = f.Result.OK if throw.success else f.Result.FAIL
        self.change(outcome_.ok if throw.success else outcome_.fail, with_detail(cause, detail.value))
        return throw.success


MOOT = "moot sham"
"""The cause under which a sham ends because its switch is really off."""


def with_detail(cause: Cause, detail: str) -> Cause:
    """The same cause, said more closely."""
    return Cause(cause.kind, cause.id, cause.seat, detail, cause.cites)
