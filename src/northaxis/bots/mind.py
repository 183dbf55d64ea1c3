"""What a seat wants, in thousandths of a victory point: goals, agenda, doctrine, purse and dreads."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from northaxis.bots.rulebook import Rulebook, Trial, rulebook_of
from northaxis.bots.scratch import Row
from northaxis.bots.soft import WHOLE, compile_soft
from northaxis.domain.doctrine import Level, Trigger
from northaxis.domain.ids import ActionId, AgendaId, LevelId, SeatId
from northaxis.domain.ruleset import Game

SOFT_PART, EXACT_PART = 3, 7
"""How it weighs near misses against goals that hold when the turn end is the last."""

NOW_PART, AHEAD_PART, PARTS = 80, 20, 100
"""How a bot that looks ahead weighs the board as it is against the board after the turn end, in hundredths."""


class Mind:
    """One seat's values, compiled. `agenda` is None for an onlooker's idea of that seat."""

    def __init__(self, book: Rulebook, seat: SeatId, agenda: AgendaId | None) -> None:
        self.book, self.seat = book, seat
        rules, self.rules = book.rules, book.rules.seats[seat]
        self.goals = tuple((goal, compile_soft(goal.condition.expr)) for goal in self.rules.goals)
        agendas = tuple(a for a in self.rules.agendas if a.id == agenda)
        hidden = tuple((a.points, compile_soft(a.condition.expr)) for a in agendas)
        self._checks = tuple((goal.points, nearly) for goal, nearly in self.goals) + hidden
        self._exact = (
            *((goal.points, goal.condition.holds) for goal in self.rules.goals),
            *((dealt.points, dealt.condition.holds) for dealt in agendas),
        )
        self._cares = tuple((each, measure.of) for measure, each in self.rules.doctrine.cares)
        self._dreads = tuple((dread.each, dread.above, dread.measure.of) for dread in rules.bots.dreads)
        self._ip, self._ip_price = self.rules.ip, rules.bots.ip_price
        self._turn, self._turns = rules.turn, rules.turns

    def value(self, row: Row) -> int:
        """What a board is worth: exact sums of table values, nothing rounded here."""
        total = 0
        for points, nearly in self._checks:
            total += points * nearly(row)
        for each, measure in self._cares:
            total += each * measure(row)
        for each, above, measure in self._dreads:
            over = measure(row) - above
            if over > 0:
                total -= each * over
        if row[self._turn] < row[self._turns]:
            total += self._ip_price * row[self._ip]
        return total

    def worth(self, row: Row, lookahead: int) -> int:
        """The value; with lookahead weighed against the turn end, rounded down; in the last turn the end alone."""
        if lookahead == 0:
            return self.value(row)
        if row[self._turn] >= row[self._turns]:
            return self.prospect(row, self.last_value, 1)
        return (NOW_PART * self.value(row) + AHEAD_PART * self.prospect(row, self.value, lookahead)) // PARTS

    def last_value(self, row: Row) -> int:
        """What a board is worth when play ends on it: mostly the goals that hold, to the letter; rounded down."""
        exact = sum(points * WHOLE for points, holds in self._exact if holds(row))
        return (SOFT_PART * self.value(row) + EXACT_PART * exact) // (SOFT_PART + EXACT_PART)

    def prospect(self, row: Row, value: Callable[[Row], int], turn_ends: int) -> int:
        """The value after the turn end: ends with a roll blended in one by one, then a break, rounded down each.

        Every end with a roll counts by its own chance on that board; its failure counts as no change.
        """
        turn_end = self.book.turn_end
        after = turn_end.ahead(row, turn_ends)
        found = value(after)
        if turn_end.is_final(after):
            return found
        for chance, then in turn_end.tests(after):
            found = blend(chance, value(then), found)
        chance = turn_end.break_ways(after)
        return blend(chance, value(turn_end.broken(after)), found) if chance else found

    def expected(self, trial: Trial, row: Row, lookahead: int) -> int:
        """What a board is worth with a play paid for and resolved, over its chance, rounded down."""
        chance, paid = trial.chance.ways(row), trial.pay(row)
        success = self.worth(trial.succeed(row, paid), lookahead) if chance > 0 else 0
        failure = self.worth(trial.miss(row, paid), lookahead) if chance < 36 else 0
        return blend(chance, success, failure)

    def trigger(self, row: Row) -> Trigger | None:
        """The first doctrine rule that holds."""
        return next((t for t in self.rules.doctrine.triggers if t.condition.holds(row)), None)

    def bonus(self, trigger: Trigger | None, action: ActionId) -> int:
        """What a doctrine rule adds to an action it prefers."""
        return self.book.rules.bots.rule_bonus if trigger is not None and action in trigger.prefer else 0


def blend(chance: int, one: int, other: int) -> int:
    """`one` in `chance` of 36 cases and else `other`, rounded down."""
    return (chance * one + (36 - chance) * other) // 36


@lru_cache(maxsize=512)
def _made(book: Rulebook, seat: SeatId, agenda: AgendaId | None) -> Mind:
    return Mind(book, seat, agenda)


def mind_of(game: Game, seat: SeatId, agenda: AgendaId | None) -> Mind:
    """The compiled values of a seat with its dealt agenda, made once."""
    return _made(rulebook_of(game), seat, agenda)


def level_of(game: Game, id: LevelId) -> Level:
    """A level by its id; KeyError with the known ones for a stranger."""
    found = game.rules.bots.levels.get(id)
    if found is None:
        raise KeyError(f"there is no bot level '{id}' (levels: {', '.join(game.rules.bots.levels)})")
    return found
