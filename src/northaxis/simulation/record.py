"""What is kept of games played: final boards, the index turn by turn, endings, scores, and counts for a balance report.

A `Trace` keeps every choice as well and writes any one game down as orders, to hold it against the domain's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from northaxis.domain.doctrine import OfferPlan
from northaxis.domain.facts import Term
from northaxis.domain.ids import SeatId
from northaxis.domain.orders import Answer, MakeDemand, OfferDeal, Order, PickOption, Place, to_text
from northaxis.simulation.board import Array
from northaxis.simulation.games import NONE, Games

if TYPE_CHECKING:
    from northaxis.simulation.kernel import Kernel

NOT_PLAYED = np.iinfo(np.int16).min
"""In place of the index after a turn that a game did not reach."""

HOME = SeatId("-")
"""In place of the seat of a demander whose demand is drawn."""


_PER_GAME = (
    "index", "finals", "ending", "common_loss", "turns", "scores", "won", "agenda", "met", "card_games",
)  # fmt: skip
_SUMS = ("swing", "snaps", "answers")


@dataclass(slots=True)
class Record:
    """N games played. Shapes: T turns, Q quantities, S scored seats."""

    endings: tuple[str, ...]
    first_turn: int
    index: Array
    """The index after each turn, (T, N), from `first_turn` on; `NOT_PLAYED` after a game's end."""
    finals: Array
    """The board at the end, (Q, N) int16."""
    ending: Array
    """How it ended, a place in `endings`, (N,)."""
    common_loss: Array
    turns: Array
    """The turn it ended with, (N,)."""
    scores: Array
    won: Array
    agenda: Array
    """The agenda dealt to each scored seat, (S, N); `met` whether it was met."""
    met: Array
    swing: Array
    """The sum of the changes of the index while each card lay open, (C,)."""
    options: list[Array]
    """For each seat, how often each option was chosen."""
    plays: list[Array]
    """For each seat, how often each play was ordered."""
    sheets: int
    """How many sheets each seat has written: games times turns."""
    snaps: Array
    """How often each snap came."""
    answers: Array
    """How often each response was given to each demander, (D, kinds)."""
    card_games: Array
    """Whether each card came up, (C, N)."""
    _scored: tuple[int, ...] = field(default=(), repr=False)
    _numbers: Array = field(default_factory=lambda: np.zeros(0, np.int64), repr=False)

    @classmethod
    def blank(cls, kernel: Kernel, games: Games, first_turn: int) -> Record:
        """Nothing played yet."""
        n, rules, cards = games.count, kernel.game.rules, kernel.cards
        seats, order = len(kernel.scoring.seats), list(rules.seats)
        turns = max(1, int(games.board[rules.turns][0]) - first_turn + 1)
        return cls(
            endings=kernel.turn_ends.endings,
            first_turn=first_turn,
            index=np.full((turns, n), NOT_PLAYED, np.int16),
            finals=np.zeros((len(rules.quantities), n), np.int16),
            ending=np.zeros(n, np.int8),
            common_loss=np.zeros(n, np.bool_),
            turns=np.zeros(n, np.int16),
            scores=np.zeros((seats, n), np.int16),
            won=np.zeros((seats, n), np.bool_),
            agenda=np.full((seats, n), NONE, np.int8),
            met=np.zeros((seats, n), np.bool_),
            swing=np.zeros(len(cards.cards), np.int64),
            options=[np.zeros(len(seat.options), np.int64) for seat in cards.seats],
            plays=[np.zeros(len(sheet.plays), np.int64) for sheet in kernel.sheets],
            sheets=0,
            snaps=np.zeros(len(kernel.turn_ends.snaps), np.int64),
            answers=np.zeros((len(kernel.demanding.askers), len(kernel.demanding.kinds)), np.int64),
            card_games=np.zeros((len(cards.cards), n), np.bool_),
            _scored=tuple(order.index(seat) for seat in kernel.scoring.seats),
            _numbers=games.numbers,
        )

    @classmethod
    def joined(cls, parts: Sequence[Record]) -> Record:
        """Several batches of the same kind of games as one, in the order given."""
        first = parts[0]
        whole: dict[str, Any] = {
            name: np.concatenate([getattr(part, name) for part in parts], axis=-1) for name in _PER_GAME
        }
        sums: dict[str, Any] = {name: np.sum([getattr(part, name) for part in parts], axis=0) for name in _SUMS}
        by_seat: dict[str, Any] = {
            name: [np.sum(rows, axis=0) for rows in zip(*(getattr(part, name) for part in parts), strict=True)]
            for name in ("options", "plays")
        }
        sheets = sum(part.sheets for part in parts)
        return cls(endings=first.endings, first_turn=first.first_turn, sheets=sheets, **whole, **sums, **by_seat)

    def note_card(self, games: Games, found: Array, picks: Array, moved: Array) -> None:
        """A card came up in each game (NONE where none did), seats chose, the index moved."""
        here = found != NONE
        self.swing += np.bincount(found[here], moved[here], minlength=len(self.swing)).astype(np.int64)
        self.card_games[found[here], games.numbers[here]] = True
        for row, tally in zip(picks, self.options, strict=True):
            tally += np.bincount(row[row != NONE], minlength=len(tally))

    def note_orders(self, games: Games) -> None:
        """The sheets were opened."""
        self.sheets += games.count
        for orders, tally in zip(games.orders, self.plays, strict=True):
            tally += np.bincount(orders[orders != NONE], minlength=len(tally))
        for row, tally in zip(games.answers, self.answers, strict=True):
            tally += np.bincount(row[row != NONE], minlength=len(tally))

    def note_turn(self, games: Games, index: Array, snapped: Array) -> None:
        """A turn is over."""
        self.index[games.turn - self.first_turn, games.numbers] = index
        self.snaps += snapped.sum(axis=1)

    def note_over(
        self, games: Games, over: Array, ending: Array, lost: Array, scored: tuple[Array, Array, Array]
    ) -> None:
        """Some games are over; `scored` are scores, wins and agendas met of all games in play, (S, N) each."""
        numbers = games.numbers[over]
        scores, won, met = scored
        self.ending[numbers], self.common_loss[numbers] = ending[over], lost[over]
        self.turns[numbers] = games.turn
        self.scores[:, numbers], self.won[:, numbers] = scores[:, over], won[:, over]
        self.met[:, numbers] = met[:, over]
        self.agenda[:, numbers] = games.agendas[list(self._scored)][:, over]
        for quantity, row in zip(self.finals, games.board, strict=True):
            quantity[numbers] = row[0] if row.shape == (1,) else row[over]


@dataclass(slots=True)
class Trace:
    """Every choice of some games, turn by turn. For tests and for finding out; not for large batches."""

    kernel: Kernel
    _cards: list[tuple[int, Array, Array, Array]] = field(default_factory=list)
    _words: list[tuple[int, Array, str, OfferPlan, tuple[Term, ...]]] = field(default_factory=list)
    _turns: list[tuple[int, Array, Array, Array, Array, list[Array]]] = field(default_factory=list)

    def note_card(self, games: Games, found: Array, picks: Array) -> None:
        """A card and the choices on it."""
        self._cards.append((games.turn, games.numbers, found, picks))

    def note_word(self, games: Games, word: str, plan: OfferPlan, terms: tuple[Term, ...], where: Array) -> None:
        """A word in the talks: `offer`, `sign` or `decline`."""
        self._words.append((games.turn, games.numbers[where], word, plan, terms))

    def note_orders(self, games: Games) -> None:
        """A turn's demands, answers and orders."""
        orders = [one.copy() for one in games.orders]
        demands, backed, answers = games.demands.copy(), games.backed.copy(), games.answers.copy()
        self._turns.append((games.turn, games.numbers, demands, backed, answers, orders))

    def lines(self, number: int) -> tuple[tuple[int, str], ...]:
        """One game's cards and choices as (turn, text): cards with their picks, demands, answers and orders by seat."""
        found = sorted((*self._card_lines(number), *self._word_lines(number), *self._order_lines(number)))
        return tuple((turn, line) for turn, _, line in found)

    def _card_lines(self, number: int) -> Iterator[tuple[int, int, str]]:
        kernel, step = self.kernel, 0
        for turn, numbers, found, picks in self._cards:
            for column in np.nonzero((numbers == number) & (found != NONE))[0]:
                card = kernel.cards.cards[found[column]]
                yield turn, step, f"card {card.id}"
                for seat, options in enumerate(kernel.cards.seats):
                    if picks[seat, column] != NONE:
                        option = options.options[picks[seat, column]][1]
                        step += 1
                        yield turn, step, to_text(Order(options.seat, PickOption(card.id, option.id)))
                step += 1

    def _word_lines(self, number: int) -> Iterator[tuple[int, int, str]]:
        for step, (turn, numbers, word, plan, terms) in enumerate(self._words, 50_000):
            if number in numbers:
                offer = to_text(Order(SeatId(""), OfferDeal(plan.to, terms))).removeprefix(": ")
                yield turn, step, f"{word} {offer}"

    def _order_lines(self, number: int) -> Iterator[tuple[int, int, str]]:
        kernel, step = self.kernel, 100_000
        for turn, numbers, demands, backed, answers, orders in self._turns:
            for column in np.nonzero(numbers == number)[0]:
                for asker in kernel.demanding.askers:
                    made = demands[asker.place, column]
                    if made != NONE:
                        demand = MakeDemand(asker.demander.demands[made].id, bool(backed[asker.place, column]))
                        step += 1
                        yield turn, step, to_text(Order(asker.demander.seat or HOME, demand))
                for asker in kernel.demanding.askers:
                    given = answers[asker.place, column]
                    if given != NONE:
                        step += 1
                        answer = Answer(asker.demander.id, kernel.demanding.kinds[given])
                        yield turn, step, to_text(Order(kernel.game.rules.answering.seat, answer))
                for sheet, placed in zip(kernel.sheets, orders, strict=True):
                    for play in placed[:, column]:
                        if play != NONE:
                            step += 1
                            action, bound = sheet.plays[play]
                            yield turn, step, to_text(Order(sheet.seat, Place(action.id, bound.target)))
