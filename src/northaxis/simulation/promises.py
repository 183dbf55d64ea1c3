"""Promises of signed deals in many games: which still bind a seat, and what becomes of them at a turn's end.

The meaning of `domain.deals` and of `bots.word`. Deals stand in the order in which they were offered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from northaxis.domain.deals import WORD_LASTS
from northaxis.domain.effects import RaiseFlag
from northaxis.domain.facts import Term
from northaxis.domain.ids import SeatId
from northaxis.simulation.board import Array
from northaxis.simulation.compiler import Compiler, LiveChange
from northaxis.simulation.demanding import Demanding
from northaxis.simulation.games import NONE, Games, Promise
from northaxis.simulation.sheets import SeatSheet


@dataclass(frozen=True)
class Words:
    """What one seat has promised for this turn: answers (D, N), NONE for none; actions held and owed (A, N)."""

    answers: Array
    held: Array
    owed: Array


class Promises:
    """Makes, reads and judges promises."""

    def __init__(self, compiler: Compiler, demanding: Demanding, sheets: tuple[SeatSheet, ...]) -> None:
        self._compiler, self._demanding, self._sheets = compiler, demanding, sheets
        self._seats = {sheet.seat: sheet.place for sheet in sheets}
        self._flags = tuple(self._word_flag(sheet.seat) for sheet in sheets)
        self.answerer = self._seats[compiler.rules.answering.seat]

    def _word_flag(self, seat: SeatId) -> LiveChange:
        flag = self._compiler.rules.by_name.get(f"flag.word_{self._compiler.rules.head_of(seat).lower()}")
        return self._compiler.live((RaiseFlag(flag, WORD_LASTS),) if flag is not None else ())

    def given(self, terms: Iterable[Term], turn: int, running: Array) -> list[Promise]:
        """The checkable promises of a deal that is signed where the mask holds, (N,)."""
        found = []
        for term in terms:
            if term.kind in ("response", "no_order", "order", "switch"):
                found.append(self._promise(term, turn, running.copy()))
        return found

    def kept(self, terms: Iterable[Term], turn: int, where: Array) -> list[Promise]:
        """Promises already judged kept where the mask holds, (N,), as far as they may come out as a show yet."""
        found = self.given(terms, turn, np.zeros_like(where))
        for promise in found:
            promise.in_show = where.copy()
        return [promise for promise in found if self._can_be_in_show(promise)]

    def _promise(self, term: Term, turn: int, running: Array) -> Promise:
        sheet = self._sheets[self._seats[term.seat]]
        actions = np.array([action.id in term.actions for action in sheet.actions], np.bool_)
        demanders = [asker.demander.id for asker in self._demanding.askers]
        return Promise(
            kind=term.kind,
            seat=sheet.place,
            turn=turn,
            through=term.through,
            demander=demanders.index(term.demander) if term.demander is not None else NONE,
            response=self._demanding.kinds.index(term.response) if term.response is not None else NONE,
            actions=actions,
            switch=self._compiler.rules.by_name[term.switch] if term.switch is not None else NONE,
            to=term.state if term.state is not None else NONE,
            running=running,
            in_show=np.zeros_like(running),
        )

    def words(self, games: Games, seat: int) -> Words | None:
        """What a seat has promised and not yet been judged on; None when that is nothing in any game."""
        mine = [promise for promise in games.promises if promise.seat == seat and promise.running.any()]
        if not mine:
            return None
        sheet = self._sheets[seat]
        answers = np.full(games.last_demands.shape, NONE, np.int8)
        held, owed = (np.zeros((len(sheet.actions), games.count), np.bool_) for _ in range(2))
        for promise in mine:
            if promise.kind == "response" and promise.turn == games.turn:
                answers[promise.demander][promise.running] = promise.response
            elif promise.kind in ("no_order", "order") and games.turn <= promise.through:
                into = held if promise.kind == "no_order" else owed
                into |= promise.actions[:, None] & promise.running
        return Words(answers, held, owed)

    def judge(self, games: Games) -> None:
        """Judge every running promise at the turn's end; a broken one raises the breaker's `word` flag.

        What the end of play itself would settle breaks nothing, so it is not judged here.
        """
        self.judge_shows(games, np.asarray(True))
        for promise in games.promises:
            if not promise.running.any():
                continue
            broken, settled = self._verdict(games, promise)
            games.happen(self._flags[promise.seat], promise.running & broken)
            if self._can_be_in_show(promise):
                promise.in_show = promise.in_show | (promise.running & settled & ~broken)
            promise.running = promise.running & ~settled
        games.promises = [one for one in games.promises if one.running.any() or one.in_show.any()]

    def judge_shows(self, games: Games, where: Array) -> None:
        """What was only kept in show, to comply in the turn of a sham that has come out since, is broken after all."""
        for promise in games.promises:
            out = where & promise.in_show & (games.exposed == promise.turn)
            if out.any():
                games.happen(self._flags[promise.seat], out)
                promise.in_show = promise.in_show & ~out

    def _can_be_in_show(self, promise: Promise) -> bool:
        if promise.kind != "response" or promise.response != self._demanding.comply or promise.demander == NONE:
            return False
        return bool((self._demanding.askers[promise.demander].sham_of != NONE).any())

    def _verdict(self, games: Games, promise: Promise) -> tuple[Array, Array]:
        """Where a promise is broken and where it is settled either way, (N,) both, asked of all games alike."""
        all_games, over = np.ones(games.count, np.bool_), games.turn >= promise.through
        if promise.kind == "response":
            if promise.turn != games.turn or promise.demander == NONE:
                return ~all_games, all_games
            made, given = games.demands[promise.demander], games.answers[promise.demander]
            answer = np.where(given == NONE, self._demanding.refuse, given)
            unseen = (answer == self._demanding.sham) & (games.exposed != games.turn)
            answer = np.where(unseen, self._demanding.comply, answer)
            return (made != NONE) & (answer != promise.response), all_games
        if promise.kind == "switch":
            declared = np.where(games.sham == promise.switch, 0, games.board[promise.switch])
            switched: Array = declared != promise.to
            return switched, switched | over
        hit = self._ordered(games, promise)
        return (hit, hit | over) if promise.kind == "no_order" else (~hit & over, hit | over)

    def _ordered(self, games: Games, promise: Promise) -> Array:
        """Whether the seat's sheet of this turn has one of the actions, (N,)."""
        return np.asarray((games.used[promise.seat] & promise.actions[:, None]).any(axis=0))
