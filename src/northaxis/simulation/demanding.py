"""The demands of many games: what could be asked, what is drawn, what backing does, and what the answers do.

The meaning of `domain.publishing` and of the first half of `domain.resolution`. A demand has a place in its demander's
list, a response a place in the rule set's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from northaxis.domain.demands import Demander, ResponseKind
from northaxis.domain.dice import name_hash
from northaxis.domain.effects import Assign, Effects, Shift
from northaxis.simulation.board import Array, Board
from northaxis.simulation.compiler import Compiler, LiveChange
from northaxis.simulation.formulas import Truth
from northaxis.simulation.games import NONE, Games


@dataclass(frozen=True)
class Asking:
    """One demander, compiled. Arrays are by demand place."""

    demander: Demander
    place: int
    seat: int | None
    """Place of its seat; None when its demand is drawn."""
    conditions: tuple[Truth, ...]
    weights: Array
    sham_of: Array
    """The switch each demand could be faked off, NONE for none; one more entry for no demand."""
    costs: Array
    """What each response to it costs."""
    draw_name: int
    backing_cost: int | None
    on_backing: LiveChange
    resets: LiveChange
    pulls: tuple[LiveChange, ...]
    """By response: the pull it adds, and (`common`) the response's own effects."""
    common: tuple[LiveChange, ...]
    comply: tuple[LiveChange, ...]
    refuse: tuple[LiveChange, ...]
    refuse_backed: LiveChange

    def possible(self, games: Games, seen: Board) -> Array:
        """Which demands could be made on the boards as they are seen, (demands, N)."""
        found = np.empty((len(self.conditions), games.count), np.bool_)
        for row, holds in zip(found, self.conditions, strict=True):
            row[:] = holds(seen)
        last = games.last_demands[self.place]
        found[last[last != NONE], np.nonzero(last != NONE)[0]] = False
        return found


class Demanding:
    """All demanders of a game, in the rule set's order."""

    def __init__(self, compiler: Compiler) -> None:
        answering = compiler.rules.answering
        self.most_complies = answering.most_complies
        self.kinds = tuple(answering.responses)
        self.askers = tuple(
            _asking(compiler, demander, place, self.kinds) for place, demander in enumerate(answering.demanders)
        )
        self.comply = self._place(ResponseKind.COMPLY)
        self.stall = self._place(ResponseKind.STALL)
        self.refuse = self._place(ResponseKind.REFUSE)
        self.sham = self._place(ResponseKind.SHAM)

    def _place(self, kind: ResponseKind) -> int:
        return self.kinds.index(kind) if kind in self.kinds else len(self.kinds)

    def begin(self, games: Games) -> None:
        """No demand yet."""
        games.demands = np.full(games.last_demands.shape, NONE, np.int8)
        games.backed = np.zeros(games.last_demands.shape, np.bool_)

    def publish(self, games: Games) -> None:
        """Draw what is drawn, put all on the table, and let backing do its work."""
        for asker in self.askers:
            if asker.seat is None:
                games.demands[asker.place] = _drawn(asker, games)
        games.last_demands = games.demands
        for asker in self.askers:
            backed = games.backed[asker.place]
            if backed.any():
                games.happen(asker.on_backing, backed)
                games.happen(asker.resets, backed)

    def resolve(self, games: Games) -> None:
        """The answers, in the demanders' order; a missing answer is a refusal."""
        for asker in self.askers:
            made, given = games.demands[asker.place], games.answers[asker.place]
            asked = made != NONE
            kinds = np.where(asked, np.where(given == NONE, self.refuse, given), NONE)
            games.stalled[asker.place] = asked & (kinds == self.stall)
            for kind in np.unique(kinds[asked]).tolist():
                here = kinds == kind
                games.happen(asker.pulls[kind], here)
                if kind == self.sham:
                    switch = asker.sham_of[made]
                    begun = here & (switch != NONE)
                    games.sham = np.where(begun, switch, games.sham)
                    games.sham_turn = np.where(begun, np.int16(games.turn), games.sham_turn)
                games.happen(asker.common[kind], here)
            for kind, changes in ((self.comply, asker.comply), (self.refuse, asker.refuse)):
                answered = kinds == kind
                for demand in np.unique(made[answered]).tolist():
                    games.happen(changes[demand], answered & (made == demand))
            games.happen(asker.refuse_backed, (kinds == self.refuse) & games.backed[asker.place])


def _drawn(asker: Asking, games: Games) -> Array:
    """One of the possible demands by weight, NONE where none is possible, (N,)."""
    possible = asker.possible(games, games.board)
    weights = np.where(possible, asker.weights[:, None], 0)
    total = weights.sum(axis=0)
    draw = games.chance.draw(np.uint64(asker.draw_name))
    place = ((draw * total.astype(np.uint64)) >> np.uint64(32)).astype(np.int64)
    found = (place[None, :] < weights.cumsum(axis=0)).argmax(axis=0)
    last = len(weights) - 1 - possible[::-1].argmax(axis=0)
    return np.where(possible.any(axis=0), np.where(place < total, found, last), NONE).astype(np.int8)


def _asking(compiler: Compiler, demander: Demander, place: int, kinds: tuple[ResponseKind, ...]) -> Asking:
    rules, demands, backing = compiler.rules, demander.demands, demander.backing
    responses = rules.answering.responses
    drawn = [d for d in rules.answering.demanders if d.seat is None]
    on_comply: Effects = tuple(Shift(c.index, 1) for c in rules.counters if c.on_comply_with == demander.id)
    resets: Effects = tuple(Assign(c.index, 0) for c in rules.counters if c.reset_when_backed_by == demander.id)
    pulls = tuple((Shift(demander.pull, responses[kind].pull),) if responses[kind].pull else () for kind in kinds)
    extra = {ResponseKind.COMPLY: demander.comply_cost}
    return Asking(
        demander=demander,
        place=place,
        seat=list(rules.seats).index(demander.seat) if demander.seat is not None else None,
        conditions=tuple(compiler.truth(demand.condition) for demand in demands),
        weights=np.array([demand.weight for demand in demands], np.int64),
        sham_of=np.array([NONE if d.sham_of is None else d.sham_of for d in demands] + [NONE], np.int16),
        costs=np.array([responses[kind].cost + extra.get(kind, 0) for kind in kinds], np.int16),
        draw_name=name_hash("HD" if len(drawn) == 1 else f"HD{demander.id}"),
        backing_cost=backing.cost if backing is not None else None,
        on_backing=compiler.live(backing.on if backing is not None else ()),
        resets=compiler.live(resets if backing is not None else ()),
        pulls=tuple(compiler.live(effects) for effects in pulls),
        common=tuple(compiler.live(responses[kind].effects) for kind in kinds),
        comply=tuple(compiler.live(demand.comply + on_comply) for demand in demands),
        refuse=tuple(compiler.live(demand.refuse) for demand in demands),
        refuse_backed=compiler.live(backing.refuse if backing is not None else ()),
    )
