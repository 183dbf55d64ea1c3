"""Event cards for many games: shuffles, draws, what a card does by itself and what the seats chose on it.

The meaning of `domain.injects`. All cards of all decks have one place, the decks one after another; a seat's options
on all cards have one place as well.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from northaxis.domain.cards import Card, Option
from northaxis.domain.dice import name_hash
from northaxis.domain.ids import SeatId
from northaxis.simulation.board import Array
from northaxis.simulation.chance import Chance
from northaxis.simulation.compiler import Compiler, LiveChange, Rolling, hashed
from northaxis.simulation.games import NONE, Games

LAST_PLACE = np.iinfo(np.int16).max


@dataclass(frozen=True, slots=True)
class _Auto:
    """What a card does by itself."""

    place: int
    name: int
    roll: Rolling | None
    ok: LiveChange
    fail: LiveChange


@dataclass(frozen=True)
class SeatOptions:
    """What the cards ask of one seat: `first` and `count` by card place, `cost` by option place (0 for NONE)."""

    seat: SeatId
    ip: int
    options: tuple[tuple[Card, Option], ...]
    first: Array
    count: Array
    asks: Array
    """Whether a card lets this seat choose: not when it was delivered to somebody else."""
    cost: Array
    changes: tuple[LiveChange, ...]

    @property
    def most(self) -> int:
        """The most options one card gives this seat."""
        return int(self.count.max(initial=0))


class EventCards:
    """The cards of a game, compiled."""

    def __init__(self, compiler: Compiler) -> None:
        game, self._rules = compiler.game, compiler.rules
        self.cards = tuple(card for deck in game.decks for card in deck.cards)
        self.places = {card.id: place for place, card in enumerate(self.cards)}
        self._decks: list[slice] = []
        for deck in game.decks:
            first = self._decks[-1].stop if self._decks else 0
            self._decks.append(slice(first, first + len(deck.cards)))
        self._a_turn = game.scenario.cards_per_deck
        self._conditions = tuple(compiler.truth(card.condition) for card in self.cards)
        self._autos = {
            place: _Auto(
                place,
                name_hash(card.id),
                compiler.roll(card.auto.roll) if card.auto.roll is not None else None,
                compiler.live(card.auto.ok),
                compiler.live(card.auto.fail),
            )
            for place, card in enumerate(self.cards)
            if card.auto is not None
        }
        chains = [(place, card.chain) for place, card in enumerate(self.cards) if card.chain is not None]
        self.chains = tuple((place, self.places[chain.card], chain.turns) for place, chain in chains)
        self._purses = tuple(compiler.quantities[seat.ip] for seat in game.rules.seats.values())
        self.seats = tuple(_options_of(compiler, seat, self.cards) for seat in game.rules.seats)

    def shuffled(self, chance: Chance) -> Array:
        """Each card's place in its deck, (C, N) int16; the dice must be at turn 0."""
        rank = np.empty((len(self.cards), len(chance.seeds)), np.int16)
        for deck in self._decks:
            cards = sorted(range(deck.start, deck.stop), key=lambda place: self.cards[place].id)
            tickets = np.stack([self._best_ticket(self.cards[place], chance) for place in cards], axis=1)
            order = np.argsort(-tickets.astype(np.int64), axis=1, kind="stable")
            standing = np.empty_like(order)
            np.put_along_axis(standing, order, np.arange(len(cards))[None, :], axis=1)
            rank[cards] = standing.T
        return rank

    @staticmethod
    def _best_ticket(card: Card, chance: Chance) -> Array:
        names = [f"SH{card.id}" + (f"#{n}" if n > 1 else "") for n in range(1, card.weight + 1)]
        best: Array = chance.draw(hashed(names)[:, None]).max(axis=0)
        return best

    def draw(self, games: Games, drawn: Array, done: Array) -> Array:
        """The next card of each game, (N,) int16, NONE where the turn's cards are done.

        `drawn` (decks, N) counts what each deck has given this turn; it and `done` (N,) are brought up to date.
        """
        found = np.full(games.count, NONE, np.int16)
        looking = ~done
        for place, deck in enumerate(self._decks):
            asks = looking & (drawn[place] < self._a_turn)
            if not asks.any():
                continue
            top, exists = self._top(games, deck)
            hit = asks & exists
            found = np.where(hit, top, found)
            drawn[place] += asks
            looking &= ~hit
        if looking.any() and (games.chain_due == games.turn).any():
            found = self._chained(games, looking, found)
        done |= found == NONE
        hits = np.nonzero(found != NONE)[0]
        games.left[found[hits], hits] = False
        for chain, (_, target, _) in enumerate(self.chains):
            games.chain_due[chain][found == target] = NONE
        return found

    def _top(self, games: Games, deck: slice) -> tuple[Array, Array]:
        """The first card of a deck whose condition holds, and whether there is one, (N,) both."""
        place = np.where(games.left[deck], games.rank[deck], LAST_PLACE)
        for row, holds in zip(place, self._conditions[deck], strict=True):
            row[~np.broadcast_to(holds(games.board), row.shape)] = LAST_PLACE
        best = place.argmin(axis=0)
        return (best + deck.start).astype(np.int16), place.min(axis=0) < LAST_PLACE

    def _chained(self, games: Games, looking: Array, found: Array) -> Array:
        order = np.where(games.chain_due == games.turn, games.chain_order, np.iinfo(np.int32).max)
        for chain, (_, target, _) in enumerate(self.chains):
            possible = games.left[target] & self._conditions[target](games.board)
            order[chain][~possible] = np.iinfo(np.int32).max
        best = order.argmin(axis=0)
        targets = np.array([target for _, target, _ in self.chains], np.int16)
        hit = looking & (order.min(axis=0) < np.iinfo(np.int32).max)
        return np.where(hit, targets[best], found)

    def happen(self, games: Games, found: Array) -> None:
        """What the cards do by themselves."""
        for place in np.unique(found).tolist():
            auto = self._autos.get(place)
            if auto is None:
                continue
            here = found == place
            if auto.roll is None:
                games.happen(auto.ok, here)
            else:
                success = games.chance.total(auto.name) >= auto.roll.need(games.board)
                games.happen(auto.ok, here & success)
                games.happen(auto.fail, here & ~success)

    def fill_silence(self, games: Games, found: Array, picks: Array) -> None:
        """Where a seat was asked and did not answer, put the last option it can pay for into `picks` (S, N)."""
        for row, seat in zip(picks, self.seats, strict=True):
            silent = (row == NONE) & (seat.count[found] > 0)
            if silent.any():
                for j in range(seat.most):
                    place = seat.first[found] + j
                    offered = silent & (j < seat.count[found])
                    payable = offered & (seat.cost[np.where(offered, place, NONE)] <= games.board[seat.ip])
                    row[payable] = place[payable]

    def close(self, games: Games, found: Array, picks: Array, initiative: list[int]) -> None:
        """All choices happen in initiative order (seat places), then chained cards are announced. `picks` is (S, N)."""
        for place in initiative:
            seat, chosen = self.seats[place], picks[place]
            options = [option for option in np.unique(chosen).tolist() if option != NONE]
            if not options:
                continue
            low, high = self._purses[place].low, self._purses[place].high
            games.board[seat.ip] = np.minimum(np.maximum(games.board[seat.ip] - seat.cost[chosen], low), high)
            for option in options:
                games.happen(seat.changes[option], chosen == option)
        for chain, (source, _, turns) in enumerate(self.chains):
            here = found == source
            if here.any():
                games.chain_due[chain][here] = games.turn + turns
                games.chain_order[chain][here] = games.announced
        games.announced += 1


def _options_of(compiler: Compiler, seat: SeatId, cards: tuple[Card, ...]) -> SeatOptions:
    options: list[tuple[Card, Option]] = []
    first, count = np.zeros(len(cards) + 1, np.int16), np.zeros(len(cards) + 1, np.int8)
    for place, card in enumerate(cards):
        first[place], count[place] = len(options), len(card.options(seat))
        options += [(card, option) for option in card.options(seat)]
    asks = np.append([bool(card.options(seat)) and card.private_to in (None, seat) for card in cards], False)
    cost = np.array([*(option.cost for _, option in options), 0], np.int8)
    changes = tuple(compiler.live(option.effects) for _, option in options)
    return SeatOptions(seat, compiler.purse(seat), tuple(options), first, count, asks, cost, changes)
