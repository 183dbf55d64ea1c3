"""A game's rules as bots use them: plays, answers and card options compiled to changes of a scratch board.

Made once a game and shared by all its bots; holds nothing that happens at a table.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from northaxis.bots.scratch import Change, Row, compile_effects, shifting
from northaxis.bots.turn_end import TurnEnd
from northaxis.domain.actions import Action, Play
from northaxis.domain.demands import Demand, Demander, ResponseKind
from northaxis.domain.dice import ways
from northaxis.domain.effects import Assign, Effects, Shift
from northaxis.domain.expressions import Number
from northaxis.domain.ids import ActionId, CardId, DemandId, OptionId, QuantityId, SeatId
from northaxis.domain.quantities import Quantity
from northaxis.domain.rolls import Branch, Roll
from northaxis.domain.ruleset import Game, RuleSet

SURE = 36
"""All the ways two dice can fall."""


class Chance:
    """A roll's chance in 36ths on a board, modifiers read from that board; certain without a roll."""

    __slots__ = ("_modifiers", "_need")

    def __init__(self, roll: Roll | None) -> None:
        self._need = roll.need if roll is not None else 2
        self._modifiers = tuple((m.condition.holds, m.by) for m in roll.modifiers) if roll is not None else ()

    def ways(self, row: Row) -> int:
        """In how many of 36 throws it succeeds."""
        need = self._need
        for holds, by in self._modifiers:
            if holds(row):
                need -= by
        return ways(need)


class Trial:
    """A play as a bot tries it: success and failure as whole rows. Late effects count as if they came at once."""

    __slots__ = ("_also", "_bonus", "_counts", "_fail", "_ok", "_pay", "action", "chance", "play")

    def __init__(self, rules: RuleSet, action: Action, play: Play) -> None:
        self.action, self.play, self.chance = action, play, Chance(play.outcome.roll)
        self._pay = shifting(rules.quantities[rules.seats[action.seat].ip], -action.cost)
        self._ok = compile_effects(play.outcome.ok, rules.quantities)
        self._fail = compile_effects(play.outcome.fail, rules.quantities)
        self._also = _branch(play.also, rules.quantities)
        self._bonus = _branch(play.bonus, rules.quantities)
        counts: Effects = () if action.counts is None else (Shift(action.counts, 1),)
        self._counts = compile_effects(counts, rules.quantities)

    def pay(self, row: Row) -> Row:
        """A copy of the row with the cost taken from its seat."""
        paid = row.copy()
        self._pay(paid)
        return paid

    def succeed(self, standing: Row, row: Row) -> Row:
        """`row` after a success; branches are asked of `standing`, the row as it stood before."""
        after = row.copy()
        self._ok(after)
        self._end(standing, after)
        if self._bonus is not None and self._bonus[0](standing):
            self._bonus[1](after)
        self._counts(after)
        return after

    def miss(self, standing: Row, row: Row) -> Row:
        """`row` after a failure."""
        after = row.copy()
        self._fail(after)
        self._end(standing, after)
        self._counts(after)
        return after

    def _end(self, standing: Row, after: Row) -> None:
        if self._also is not None and self._also[0](standing):
            self._also[1](after)

    def likelier(self, row: Row) -> Row:
        """`row` after the likelier outcome, at no cost; at even chances after success."""
        return self.succeed(row, row) if 2 * self.chance.ways(row) >= SURE else self.miss(row, row)


def _branch(branch: Branch | None, quantities: tuple[Quantity, ...]) -> tuple[Number, Change] | None:
    return None if branch is None else (branch.condition.holds, compile_effects(branch.effects, quantities))


def answer_effects(
    rules: RuleSet, demander: Demander, demand: Demand, kind: ResponseKind, backed: bool, relief: bool
) -> Effects:
    """What an answer does, its cost apart. Without `relief` a sham eases no pull: how its author values it."""
    response = rules.answering.responses[kind]
    effects: Effects = ()
    if response.pull and (relief or kind is not ResponseKind.SHAM):
        effects = (Shift(demander.pull, response.pull),)
    effects += response.effects
    if kind is ResponseKind.COMPLY:
        counters = (c for c in rules.counters if c.on_comply_with == demander.id)
        effects += demand.comply + tuple(Shift(counter.index, 1) for counter in counters)
    elif kind is ResponseKind.REFUSE:
        effects += demand.refuse
        if backed and demander.backing is not None:
            effects += demander.backing.refuse
    return effects


class Rulebook:
    """The compiled rules of one game."""

    def __init__(self, game: Game) -> None:
        self.game, self.rules = game, game.rules
        self.turn_end = TurnEnd(game.rules)
        self.trials: Mapping[tuple[ActionId, QuantityId | None], Trial] = {
            (play.action, play.target): Trial(game.rules, action, play)
            for action in game.rules.actions.values()
            for play in action.plays
        }
        self.demanders: Mapping[DemandId, Demander] = {
            demand.id: demander for demander in game.rules.answering.demanders for demand in demander.demands
        }
        self.demands: Mapping[DemandId, Demand] = {
            demand.id: demand for demander in game.rules.answering.demanders for demand in demander.demands
        }
        self._answers: dict[tuple[DemandId, ResponseKind, bool, bool], Change] = {}
        self._options: dict[tuple[CardId, SeatId, OptionId], Change] = {}
        self._backings: dict[DemandId, Change] = {}

    def paying(self, seat: SeatId, points: int) -> Change:
        """Taking influence points from a seat."""
        return shifting(self.rules.quantities[self.rules.seats[seat].ip], -points)

    def answer_cost(self, demand: DemandId, kind: ResponseKind) -> int:
        """What an answer costs in IP (R-5.8)."""
        own = self.rules.answering.responses[kind].cost
        return own + (self.demanders[demand].comply_cost if kind is ResponseKind.COMPLY else 0)

    def answer(self, demand: DemandId, kind: ResponseKind, backed: bool, relief: bool = True) -> Change:
        """What an answer does, its cost apart. Without `relief` a sham eases no pull: how its author values it."""
        key = (demand, kind, backed, relief)
        found = self._answers.get(key)
        if found is None:
            asker = self.demanders[demand]
            effects = answer_effects(self.rules, asker, self.demands[demand], kind, backed, relief)
            found = self._answers[key] = compile_effects(effects, self.rules.quantities)
        return found

    def backing(self, demand: DemandId) -> Change:
        """What backing a demand does when it is published, its cost apart."""
        found = self._backings.get(demand)
        if found is None:
            demander = self.demanders[demand]
            on = demander.backing.on if demander.backing is not None else ()
            resets = tuple(Assign(c.index, 0) for c in self.rules.counters if c.reset_when_backed_by == demander.id)
            found = self._backings[demand] = compile_effects(on + resets, self.rules.quantities)
        return found

    def option(self, card: CardId, seat: SeatId, option: OptionId) -> Change:
        """What choosing an option on a card costs and does."""
        key = (card, seat, option)
        found = self._options.get(key)
        if found is None:
            chosen = next(o for o in self.game.cards[card].options(seat) if o.id == option)
            cost: Effects = (Shift(self.rules.seats[seat].ip, -chosen.cost),)
            found = self._options[key] = compile_effects(cost + chosen.effects, self.rules.quantities)
        return found


class _SameGame:
    """A game as a key: the very same object, which the key keeps alive."""

    __slots__ = ("game",)

    def __init__(self, game: Game) -> None:
        self.game = game

    def __hash__(self) -> int:
        return id(self.game)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SameGame) and other.game is self.game


@lru_cache(maxsize=32)
def _made(key: _SameGame) -> Rulebook:
    return Rulebook(key.game)


def rulebook_of(game: Game) -> Rulebook:
    """The compiled rules of a game, made once."""
    return _made(_SameGame(game))
