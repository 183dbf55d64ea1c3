"""How demands are answered, and how others expect them to be, in many games: `bots.answers` and `bots.demands`.

All combinations of answers are one board with an axis a demander in front: (K, K, K, N) for three.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from northaxis.bots.answers import SHAM_FEAR
from northaxis.bots.demands import RESERVE
from northaxis.bots.rulebook import answer_effects
from northaxis.domain.demands import Demander
from northaxis.domain.effects import Assign
from northaxis.simulation.board import Array, Board
from northaxis.simulation.changes import Change
from northaxis.simulation.compiler import Compiler, hashed
from northaxis.simulation.demanding import Asking, Demanding
from northaxis.simulation.games import NONE, Games
from northaxis.simulation.hypotheses import Hypotheses, program
from northaxis.simulation.minds import NO_AGENDA, Mind
from northaxis.simulation.plain_bots import legal_answers

WORST = np.int32(-(2**31) + 1)
NoiseOf = Callable[[Games, Array], Array]


@dataclass(frozen=True)
class Table:
    """The demands of some games: what was made, whether it is backed, and who was stalled last, (D, N) each."""

    demands: Array
    backed: Array
    stalled: Array

    @classmethod
    def of(cls, games: Games) -> Table:
        """The demands of games in play."""
        return cls(games.demands, games.backed, games.stalled)


@dataclass(frozen=True)
class Open:
    """The answers to a demander that are open in some game, (K,), where each is, (K, N), and their costs, (K,).

    NONE stands for no answer.
    """

    kinds: Array
    where: Array
    costs: Array

    @classmethod
    def of(cls, may: Array, silent: Array, costs: Array) -> Open:
        """From the answers that may be given, (all, N), and where none is due, (N,)."""
        kinds = np.nonzero(may.any(axis=1))[0]
        if not silent.any():
            return cls(kinds, may[kinds], costs[kinds])
        where = np.concatenate([may[kinds], silent[None, :]])
        return cls(np.append(kinds, NONE), where, np.append(costs[kinds], 0))


class Answering:
    """Every demander's demands with their answers as hypotheses, and the answering seat's mind."""

    def __init__(self, compiler: Compiler, demanding: Demanding, mind: Mind) -> None:
        rules = compiler.rules
        self._demanding, self._mind, self.askers = demanding, mind, demanding.askers
        self._quantities = compiler.quantities
        self._purse = compiler.quantities[mind.rules.ip]
        self._sham_flag = rules.answering.sham_flag
        self.kinds = demanding.kinds
        self._honour = np.int32(mind.rules.doctrine.honour)
        self._eased = tuple(self._hypotheses(compiler, a.demander, True) for a in self.askers)
        self._valued = tuple(self._hypotheses(compiler, a.demander, False) for a in self.askers)
        self._names = tuple(
            hashed([f"NZ{rules.answering.seat}{a.demander.id}{kind.value}" for kind in self.kinds])[:, None]
            for a in self.askers
        )
        self._demand_names = tuple(
            hashed([f"NZ{a.demander.seat}{demand.id}" for demand in a.demander.demands])[:, None] for a in self.askers
        )
        self._backings = tuple(_backing(compiler, a.demander) for a in self.askers)

    def _hypotheses(self, compiler: Compiler, demander: Demander, relief: bool) -> Hypotheses:
        """All answers to all demands of a demander, unbacked and backed; the place is `_choice`'s."""
        return Hypotheses(
            [
                program(answer_effects(compiler.rules, demander, demand, kind, backed, relief))
                for demand in demander.demands
                for kind in self.kinds
                for backed in (False, True)
            ],
            compiler.quantities,
        )

    def _choice(self, demand: Array, kind: Array, backed: Array) -> Array:
        """The place of an answer among the hypotheses; beyond the last where there is no demand or no answer."""
        place = (demand.astype(np.intp) * len(self.kinds) + kind) * 2 + backed
        return np.where((demand == NONE) | (kind == NONE), -1, place)

    def demand_names(self, asker: Asking) -> Array:
        """The names of the noise on each demand, (demands, 1)."""
        return self._demand_names[asker.place]

    def _pay(self, board: Board, cost: Array) -> Board:
        paid = board.copy()
        left = paid[self._purse.index] - cost.astype(np.int8)
        paid[self._purse.index] = np.minimum(np.maximum(left, self._purse.low), self._purse.high)
        return paid

    # --- the answering seat's own choice ---------------------------------------------------------------------------

    def best(
        self, games: Games, seen: Board, agenda: Array, lookahead: int, noise: NoiseOf, promised: Array | None
    ) -> Array:
        """The best combination of answers for each game, (D, N), NONE where none is due or none stands; answers that
        are written already stay.

        `promised` (D, N) are answers the seat has given its word on, NONE for none.
        """
        open_kinds = [self._open(games, asker) for asker in self.askers]
        worth = self._combined(Table.of(games), seen, open_kinds, agenda, lookahead)
        for asker, one in zip(self.askers, open_kinds, strict=True):
            place, kinds = asker.place, one.kinds
            given = np.asarray(kinds != NONE)
            luck = np.zeros((len(kinds), games.count), np.int32)
            luck[given] = noise(games, self._names[place][kinds[given]])
            if promised is not None:
                word = promised[place]
                luck -= self._honour * ((word != NONE) & given[:, None] & (word != kinds[:, None]))
            worth = worth + self._along(luck, place)
        worth = np.where(self._stands(seen, open_kinds), worth, WORST)
        flat = worth.reshape(-1, games.count)
        best = flat.argmax(axis=0)
        stands = np.take_along_axis(flat, best[None, :], axis=0)[0] > WORST
        chosen = np.unravel_index(best, worth.shape[:-1])
        rows = [one.kinds[place] for one, place in zip(open_kinds, chosen, strict=True)]
        return np.where(stands, np.stack(rows), NONE).astype(np.int8)

    def _along(self, rows: Array, place: int) -> Array:
        """Rows (K, N) put on the axis of a demander."""
        shape = [1] * len(self.askers) + [rows.shape[-1]]
        shape[place] = rows.shape[0]
        return rows.reshape(shape)

    def _open(self, games: Games, asker: Asking) -> Open:
        """What is open on the seat's own sheet: no answer where none is due, and an answer once written for nothing."""
        written = np.unique(games.answers[asker.place])
        may = legal_answers(games, self._demanding, asker, games.board[self._purse.index])
        if (written != NONE).any():
            kept = np.arange(len(self.kinds))[:, None] == games.answers[asker.place]
            return Open.of(kept, np.asarray(~kept.any(axis=0)), np.zeros_like(asker.costs))
        return Open.of(may, np.asarray(~may.any(axis=0)), asker.costs)

    def _cost(self, open_kinds: list[Open]) -> Array:
        """What each combination costs, (K, ..., 1)."""
        cost: Array = np.zeros(1, np.int16)
        for asker, one in zip(self.askers, open_kinds, strict=True):
            cost = cost + self._along(one.costs[:, None], asker.place)
        return cost

    def _count(self, open_kinds: list[Open], kind: int) -> Array:
        """How many answers of each combination are of a kind, (K, ..., 1)."""
        total: Array = np.zeros(1, np.int32)
        for asker, one in zip(self.askers, open_kinds, strict=True):
            total = total + self._along((one.kinds == kind)[:, None], asker.place)
        return total

    def _combined(self, table: Table, seen: Board, open_kinds: list[Open], agenda: Array, lookahead: int) -> Array:
        """What every combination is worth, fear of exposure counted, (K, ..., N)."""
        board = self._pay(seen, self._cost(open_kinds))
        for asker, one in zip(self.askers, open_kinds, strict=True):
            place = asker.place
            choice = self._choice(table.demands[place], one.kinds[:, None], table.backed[place])
            board = self._valued[place].pick(board, self._along(choice, place))
        worth = self._mind.worth(board, agenda, lookahead)
        return worth - np.int32(SHAM_FEAR) * self._count(open_kinds, self._demanding.sham)

    def _stands(self, seen: Board, open_kinds: list[Open]) -> Array:
        """Which combinations stand together, (K, ..., N)."""
        complies, shams = (self._count(open_kinds, kind) for kind in (self._demanding.comply, self._demanding.sham))
        stands: Array = (complies <= self._demanding.most_complies) & (shams <= 1)
        for asker, one in zip(self.askers, open_kinds, strict=True):
            stands = stands & self._along(one.where, asker.place)
        return stands & (self._cost(open_kinds) <= seen[self._purse.index])

    def after_answers(self, games: Games, seen: Board) -> Board:
        """The boards after the answers that are written, already paid for, as the seat expects them."""
        board = seen
        for asker in self.askers:
            place = asker.place
            choice = self._choice(games.demands[place], games.answers[place], games.backed[place])
            board = self._eased[place].pick(board, choice)
        return board

    def tying(
        self,
        table: Table,
        seen: Board,
        purse: Array,
        agenda: Array,
        lookahead: int,
        asker: Asking,
        kind: int,
    ) -> tuple[Array, Array]:
        """What tying one answer does to the worth of the best combination, (N,), and where it can be given."""
        open_kinds = [self._thinkable(table, seen, purse, one) for one in self.askers]
        if not all(one.kinds.size for one in open_kinds):
            return np.zeros(1, np.int32), np.asarray(False)
        worth = self._combined(table, seen, open_kinds, agenda, lookahead)
        stands = self._stands(seen, open_kinds)
        raw = worth + np.int32(SHAM_FEAR) * self._count(open_kinds, self._demanding.sham)
        tied: Array = stands & self._along((open_kinds[asker.place].kinds == kind)[:, None], asker.place)
        shape = (-1, purse.shape[0])
        full = np.broadcast_shapes(worth.shape, tied.shape)
        raw, worth, stands, tied = (np.broadcast_to(one, full).reshape(shape) for one in (raw, worth, stands, tied))
        chosen = [np.where(may, worth, WORST).argmax(axis=0)[None, :] for may in (stands, tied)]
        free, bound = (np.take_along_axis(raw, one, axis=0)[0] for one in chosen)
        return bound - free, np.asarray(tied.any(axis=0))

    def _thinkable(self, table: Table, seen: Board, purse: Array, asker: Asking) -> Open:
        """What is open before sheets can be written; no answer is open only where no demand was made."""
        made, kinds = table.demands[asker.place], np.arange(len(self.kinds))
        may = (asker.costs[:, None] <= purse) & (made != NONE)
        if self._demanding.stall in kinds:
            may[self._demanding.stall] &= ~table.stalled[asker.place]
        if self._demanding.sham in kinds:
            may[self._demanding.sham] &= (asker.sham_of[made] != NONE) & ~self._sham_is_seen(seen)
        return Open.of(may, np.asarray(made == NONE), asker.costs)

    def _sham_is_seen(self, seen: Board) -> Array:
        up: Array = np.asarray(False) if self._sham_flag is None else seen[self._sham_flag] != 0
        return up

    # --- an onlooker's question -------------------------------------------------------------------------------------

    def outcomes(self, table: Table, asker: Asking, seen: Board, lookahead: int) -> Board:
        """The boards after the likely answer to each of a demander's demands alone, unbacked, (demands, N) rows."""
        demands = np.arange(len(asker.conditions), dtype=np.int8)[:, None]
        return self._after_likely(table, asker, demands, np.zeros(1, np.bool_), seen, lookahead)

    def expected(self, table: Table, seen: Board, lookahead: int, asker: Asking) -> Board:
        """The boards after the likely answer to a demander's demand alone."""
        place = asker.place
        return self._after_likely(table, asker, table.demands[place], table.backed[place], seen, lookahead)

    def promised(self, table: Table, seen: Board, asker: Asking, kind: int) -> Board:
        """The boards after one answer to a demander's demand alone, paid for."""
        place = asker.place
        choice = self._choice(table.demands[place], np.asarray(kind), table.backed[place])
        return self._eased[place].pick(self._pay(seen, asker.costs[kind : kind + 1]), choice)

    def _after_likely(
        self, table: Table, asker: Asking, demand: Array, backed: Array, seen: Board, lookahead: int
    ) -> Board:
        """The boards after the best answer to demands (..., N) as an onlooker works it out; as they are without one."""
        kinds = np.arange(len(self.kinds))[:, None]
        cost = asker.costs[:, None]
        choice = self._choice(demand[..., None, :], kinds, backed)
        worth = self._mind.worth(self._valued[asker.place].pick(self._pay(seen, cost), choice), NO_AGENDA, lookahead)
        worth = worth - np.int32(SHAM_FEAR) * (kinds == self._demanding.sham)
        fakeable = (asker.sham_of[demand] != NONE)[..., None, :] & ~self._sham_is_seen(seen)
        possible = (
            (cost <= seen[self._purse.index])
            & ((kinds != self._demanding.stall) | ~table.stalled[asker.place])
            & ((kinds != self._demanding.sham) | fakeable)
            & ((kinds != self._demanding.comply) | (self._demanding.most_complies > 0))
        )
        best = np.where(possible.any(axis=-2), np.where(possible, worth, WORST).argmax(axis=-2), NONE)
        paid = self._pay(seen, np.where(best == NONE, 0, asker.costs[best]))
        return self._eased[asker.place].pick(paid, self._choice(demand, best, backed))

    def is_worth_backing(self, asker: Asking, demand: Array, purse: Array, seen: Board, mind: Mind) -> Array:
        """Whether to back the demands (N,), NONE for none: money stays in hand, and the backing has a use."""
        backing = asker.demander.backing
        if backing is None:
            return np.zeros(demand.shape, np.bool_)
        spare: Array = (demand != NONE) & (purse >= backing.cost + RESERVE) & (backing.cost <= purse)
        if backing.on:
            fakeable: Array = asker.sham_of[demand] != NONE
            return spare & fakeable & self._wakes_a_rule(asker, seen, mind)
        pull = asker.demander.pull
        track = self._quantities[pull]
        return spare & np.asarray(2 * seen[pull].astype(np.int16) >= track.low + track.high)

    def _wakes_a_rule(self, asker: Asking, seen: Board, mind: Mind) -> Array:
        then = seen.copy()
        self._backings[asker.place](then, np.asarray(True))
        woken: Array = np.asarray(False)
        for holds, _ in mind.triggers:
            woken = woken | (holds(then) & ~holds(seen))
        return woken


def _backing(compiler: Compiler, demander: Demander) -> Change:
    on = demander.backing.on if demander.backing is not None else ()
    resets = tuple(Assign(c.index, 0) for c in compiler.rules.counters if c.reset_when_backed_by == demander.id)
    return compiler.change(on + resets)
