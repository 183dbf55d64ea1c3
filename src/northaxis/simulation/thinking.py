"""A seat that plays with a mind, in many games: the meaning of `bots.cards`, `demands`, `answers` and `placements`.

A level is a noise and a lookahead. Every hypothesis is tried on the boards as the seat sees them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from northaxis.bots.tables import QUANTILES
from northaxis.domain.actions import Action, Play
from northaxis.domain.dice import name_hash
from northaxis.domain.doctrine import Level
from northaxis.domain.effects import Shift
from northaxis.simulation.answering import Answering, Table
from northaxis.simulation.board import Array, Board
from northaxis.simulation.compiler import Compiler, hashed
from northaxis.simulation.demanding import Asking
from northaxis.simulation.event_cards import EventCards
from northaxis.simulation.foresight import blend
from northaxis.simulation.games import NONE, Games
from northaxis.simulation.hypotheses import Hypotheses, Part, Program, program
from northaxis.simulation.minds import Mind
from northaxis.simulation.perceiving import Perceiving
from northaxis.simulation.plain_bots import payable
from northaxis.simulation.promises import Promises
from northaxis.simulation.sheets import SeatSheet

WORST = np.int32(-(2**31) + 1)
"""Below any worth: what cannot be chosen."""

TOP_TEN_BITS = np.uint64(54)


class Noise:
    """A level's noise: thousandths by the top ten bits of a draw."""

    def __init__(self, sigma: int) -> None:
        self._table = np.array([sigma * quantile // 1000 for quantile in QUANTILES], np.int32)

    def of(self, games: Games, names: Array, asked: Array | None = None) -> Array:
        """The noise for name hashes that broadcast with games, int32."""
        found: Array = self._table[(games.chance.bits(names, asked) >> TOP_TEN_BITS).astype(np.intp)]
        return found


class SeatMind:
    """What a seat's bot needs at any level: its values and its hypotheses, compiled once a game."""

    def __init__(self, compiler: Compiler, mind: Mind, sheet: SeatSheet, cards: EventCards, eyes: Perceiving) -> None:
        self.mind, self.sheet, self.eyes = mind, sheet, eyes
        self.options = cards.seats[sheet.place]
        rules, quantities, seat = compiler.rules, compiler.quantities, sheet.seat
        self.rolls = tuple(compiler.roll(play.outcome.roll) for _, play in sheet.plays)
        ok, miss = outcomes_of(compiler, sheet.plays)
        paid = [(Part(None, (Shift(sheet.purse.index, -action.cost),)),) for action, _ in sheet.plays]
        self.trials = Hypotheses(
            [cost + one for cost, one in zip([*paid, *paid], [*ok, *miss], strict=True)], quantities
        )
        self.outcomes = Hypotheses([*ok, *miss], quantities)
        self.picks = Hypotheses(
            [program((Shift(sheet.purse.index, -o.cost), *o.effects)) for _, o in self.options.options], quantities
        )
        self.pick_names = hashed([f"NZ{card.id}{seat}{o.id}" for card, o in self.options.options] or [""])
        self.place_names = np.array(
            [
                [name_hash(f"NZ{seat}{slot + 1}{play.roll_name}") for _, play in sheet.plays]
                for slot in range(sheet.slots)
            ],
            np.uint64,
        )
        self.honour = np.int32(mind.rules.doctrine.honour)
        bonus, self.pass_below = rules.bots.rule_bonus, rules.bots.pass_below
        self.bonuses = tuple(
            (holds, np.array([bonus if action.id in prefer else 0 for action, _ in sheet.plays], np.int32)[:, None])
            for holds, prefer in mind.triggers
        )

    def expected_outcome(self, board: Board, placed: Array) -> Board:
        """The boards after the likelier outcome of one placed play a game (NONE for none), (N,), already paid for."""
        chosen = np.unique(placed)
        choice = np.full(placed.shape, self.outcomes.count, np.intp)
        for play in chosen[chosen != NONE].tolist():
            likely = 2 * self.rolls[play].ways(board) >= 36
            choice = np.where(placed == play, np.where(likely, play, play + len(self.rolls)), choice)
        return self.outcomes.pick(board, choice)


def outcomes_of(compiler: Compiler, plays: Sequence[tuple[Action, Play]]) -> tuple[list[Program], list[Program]]:
    """Every play's success and failure, unpaid; late effects count as if they came at once."""
    ok: list[Program] = []
    miss: list[Program] = []
    for action, play in plays:
        also = (Part(compiler.truth(play.also.condition), play.also.effects),) if play.also is not None else ()
        bonus = (Part(compiler.truth(play.bonus.condition), play.bonus.effects),) if play.bonus is not None else ()
        counts = (Part(None, (Shift(action.counts, 1),)),) if action.counts is not None else ()
        ok.append((Part(None, play.outcome.ok), *also, *bonus, *counts))
        miss.append((Part(None, play.outcome.fail), *also, *counts))
    return ok, miss


class ThinkingSeat:
    """A seat played at a level."""

    def __init__(self, own: SeatMind, level: Level, answering: Answering, answers: bool, promises: Promises) -> None:
        self._own, self._noise, self._ahead = own, Noise(level.sigma), level.lookahead
        self._answer_noise, self._orders = Noise(level.answer_sigma), level.orders
        self._pass_below = own.pass_below + level.hesitation
        self.talks: Level | None = level
        self._answering, self._answers, self._promises = answering, answers, promises

    def _agenda(self, games: Games) -> Array:
        agenda: Array = games.agendas[self._own.sheet.place]
        return agenda

    def pick(self, games: Games, found: Array, asked: Array) -> Array:
        """The option worth most for each game at the places `asked` (n,)."""
        own = self._own
        place, legal = payable(own.options, games, found, asked)
        seen = own.eyes.look(games).columns(asked)
        after = own.picks.pick(seen, np.where(place == NONE, own.picks.count, place).astype(np.intp))
        worth = own.mind.worth(after, self._agenda(games)[asked], self._ahead)
        worth = worth + self._noise.of(games, own.pick_names[place], asked)
        best = np.where(legal, worth, WORST).argmax(axis=0)
        chosen = np.take_along_axis(place, best[None, :], axis=0)[0]
        return np.where(legal.any(axis=0), chosen, NONE).astype(np.int16)

    def demand(self, games: Games, asker: Asking) -> tuple[Array, Array]:
        """The demand whose likely answer suits the seat best, and whether to stand behind it."""
        own = self._own
        seen = own.eyes.look(games)
        possible = asker.possible(games, seen)
        outcome = self._answering.outcomes(Table.of(games), asker, seen, self._ahead)
        worth = own.mind.worth(outcome, self._agenda(games), self._ahead)
        worth = worth + self._noise.of(games, self._answering.demand_names(asker))
        best = np.where(possible, worth, WORST).argmax(axis=0)
        demand = np.where(possible.any(axis=0), best, NONE).astype(np.int8)
        purse = games.board[own.sheet.purse.index]
        return demand, self._answering.is_worth_backing(asker, demand, purse, seen, own.mind)

    def write(self, games: Games) -> None:
        """Answers, then plays one at a time until the sheet is full or nothing is worth its price."""
        sheet = self._own.sheet
        if self._answers:
            self._answer(games)
        going = np.ones(games.count, np.bool_)
        for slot in range(min(sheet.slots, self._orders)):
            if (games.orders[sheet.place][slot] != NONE).any():
                continue  # written before the bot took over
            choice, gain = self._best_placement(games, slot)
            going &= (choice != NONE) & (gain >= self._pass_below)
            if not going.any():
                return
            sheet.place_orders(games, slot, np.where(going, choice, NONE).astype(np.int16))

    def _answer(self, games: Games) -> None:
        own = self._own
        words = self._promises.words(games, own.sheet.place)
        promised = words.answers if words is not None else None
        given = self._answering.best(
            games, own.eyes.look(games), self._agenda(games), self._ahead, self._answer_noise.of, promised
        )
        for asker in self._answering.askers:
            kind, written = given[asker.place], games.answers[asker.place]
            fresh = (kind != NONE) & (written == NONE)
            own.sheet.pay(games, np.where(fresh, asker.costs[kind], 0).astype(np.int8))
        games.answers = given

    def _best_placement(self, games: Games, slot: int) -> tuple[Array, Array]:
        """The play that gains most (NONE where none is legal) and what it gains, (N,) both."""
        own, agenda, lookahead = self._own, self._agenda(games), self._ahead
        seen = own.eyes.look(games)
        legal = own.sheet.legal(games, seen)
        held = self._answering.after_answers(games, seen) if self._answers else seen
        for before in games.orders[own.sheet.place][:slot]:
            held = own.expected_outcome(held, before)
        gain = self._expected(held, agenda, lookahead) - own.mind.worth(held, agenda, lookahead)
        waiting: Array = np.asarray(True)
        for holds, bonus in own.bonuses:
            here = waiting & holds(held)
            gain = gain + here * bonus
            waiting = waiting & ~here
        gain = gain + self._noise.of(games, own.place_names[slot][:, None])
        words = self._promises.words(games, own.sheet.place)
        if words is not None:
            broken, kept = words.held[own.sheet.action[:-1]], words.owed[own.sheet.action[:-1]]
            gain = gain + own.honour * (kept.view(np.int8) - broken.view(np.int8))
        gain = np.where(legal, gain, WORST)
        best = gain.argmax(axis=0)
        most = np.take_along_axis(gain, best[None, :], axis=0)[0]
        return np.where(legal.any(axis=0), best, NONE).astype(np.int16), most

    def _expected(self, held: Board, agenda: Array, lookahead: int) -> Array:
        """What each play's board is worth over its chance, (plays, N)."""
        own, plays = self._own, len(self._own.rolls)
        ways = np.empty((plays, len(agenda)), np.int32)
        worth = np.broadcast_to(own.mind.worth(own.trials.fan(held), agenda, lookahead), (2 * plays, len(agenda)))
        for row, roll in zip(ways, own.rolls, strict=True):
            row[:] = roll.ways(held)
        return blend(ways, worth[:plays], worth[plays:])
