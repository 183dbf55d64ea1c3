"""The two bots that want nothing, for many games: anything legal, and as little as possible (`bots.plain`)."""

from __future__ import annotations

import numpy as np

from northaxis.domain.dice import name_hash
from northaxis.domain.ids import DemanderId
from northaxis.domain.orders import Answer, MakeDemand, Order, PickOption, Place, to_text
from northaxis.simulation.board import Array
from northaxis.simulation.chance import Chance
from northaxis.simulation.compiler import hashed
from northaxis.simulation.demanding import Asking, Demanding
from northaxis.simulation.event_cards import SeatOptions
from northaxis.simulation.games import NONE, Games
from northaxis.simulation.perceiving import Perceiving
from northaxis.simulation.sheets import SeatSheet


def any_of(chance: Chance, names: Array, legal: Array, games: Array | None = None) -> Array:
    """One legal row of (R, N) a game, by the dice, NONE where none is: `names` (R, N or 1) are the hashes of the draw
    for a game whose first legal row is R."""
    count = legal.sum(axis=0)
    first = legal.argmax(axis=0)
    name = np.broadcast_to(names, legal.shape)[first, np.arange(legal.shape[1])]
    wanted = (chance.draw(name, games) * count.astype(np.uint64)) >> np.uint64(32)
    place = (legal.cumsum(axis=0) == wanted.astype(np.int64) + 1).argmax(axis=0)
    return np.where(count > 0, place, NONE).astype(np.int16)


class RandomSeat:
    """A seat that does anything legal, each alike."""

    def __init__(self, sheet: SeatSheet, options: SeatOptions, demanding: Demanding, answers: bool) -> None:
        self._sheet, self._options, self._answers = sheet, options, answers
        self._demanding = demanding
        seat = sheet.seat
        self._pick_names = hashed(
            [f"RN{seat}0{to_text(Order(seat, PickOption(card.id, option.id)))}" for card, option in options.options]
        )
        slots = sheet.slots + len(demanding.askers) + 1
        self._place_names = np.array(
            [
                [
                    name_hash(f"RN{seat}{slot}{to_text(Order(seat, Place(action.id, play.target)))}")
                    for action, play in sheet.plays
                ]
                for slot in range(slots)
            ],
            np.uint64,
        )

    def pick(self, games: Games, found: Array, asked: Array) -> Array:
        """An option place for each of the games at the places `asked` (n,), NONE where nothing can be paid for."""
        place, legal = payable(self._options, games, found, asked)
        names = self._pick_names[np.minimum(place, len(self._pick_names) - 1)]
        row = any_of(games.chance, names, legal, asked)
        chosen = np.take_along_axis(place, np.maximum(row, 0)[None, :].astype(np.int64), axis=0)[0]
        return np.where(row == NONE, NONE, chosen).astype(np.int16)

    def demand(self, games: Games, asker: Asking, possible: Array) -> tuple[Array, Array]:
        """A demand place for each game (NONE where none is possible) and whether it is backed, (N,) both."""
        seat, legal = self._sheet.seat, np.repeat(possible, 2, axis=0)
        names = [
            f"RN{seat}0{to_text(Order(seat, MakeDemand(demand.id, backed)))}"
            for demand in asker.demander.demands
            for backed in (False, True)
        ]
        if asker.backing_cost is None:
            legal[1::2] = False
        else:
            legal[1::2] &= asker.backing_cost <= games.board[self._sheet.purse.index]
        row = any_of(games.chance, hashed(names)[:, None], legal)
        return np.where(row == NONE, NONE, row // 2).astype(np.int8), (row != NONE) & (row % 2 == 1)

    def write(self, games: Games, eyes: Perceiving) -> None:
        """Answers first, then plays until the sheet is full."""
        written = np.zeros(games.count, np.int64)
        if self._answers:
            written += (games.answers != NONE).sum(axis=0)
            for asker in self._demanding.askers:
                if (games.answers[asker.place] == NONE).all():
                    self._answer(games, asker, written + self._placed(games))
                    written += games.answers[asker.place] != NONE
        for slot in range(self._placed(games), self._sheet.slots):
            legal = self._sheet.legal(games, eyes.look(games))
            names = self._place_names[written + slot].T
            choice = any_of(games.chance, names, legal)
            self._sheet.place_orders(games, slot, choice)
            if not (choice != NONE).any():
                break

    def _placed(self, games: Games) -> int:
        """How many orders were on the sheet before, the same in all games."""
        return int((games.orders[self._sheet.place] != NONE).any(axis=1).sum())

    def _answer(self, games: Games, asker: Asking, written: Array) -> None:
        legal = legal_answers(games, self._demanding, asker, games.board[self._sheet.purse.index])
        seat, kinds = self._sheet.seat, self._demanding.kinds
        names = np.array(
            [
                [
                    name_hash(f"RN{seat}{slot}{to_text(Order(seat, Answer(DemanderId(asker.demander.id), kind)))}")
                    for slot in range(len(self._demanding.askers) + self._sheet.slots)
                ]
                for kind in kinds
            ],
            np.uint64,
        )
        choice = any_of(games.chance, names[:, written], legal)
        games.answers[asker.place] = choice
        self._sheet.pay(games, np.where(choice == NONE, 0, asker.costs[choice]))


def payable(options: SeatOptions, games: Games, found: Array, asked: Array) -> tuple[Array, Array]:
    """The option places a card offers in the games at `asked`, and which can be paid for, (J, n) both."""
    cards = found[asked]
    row = np.arange(options.most)[:, None]
    offered = row < options.count[cards]
    place = np.where(offered, options.first[cards] + row, NONE)
    return place, offered & (options.cost[place] <= games.board[options.ip][asked])


def legal_answers(games: Games, demanding: Demanding, asker: Asking, purse: Array) -> Array:
    """Which answers to a demander stand beside those already written, (responses, N)."""
    made = games.demands[asker.place]
    others = np.delete(games.answers, asker.place, axis=0)
    legal: Array = (asker.costs[:, None] <= purse) & (made != NONE)
    complies = (others == demanding.comply).sum(axis=0)
    for kind in range(len(demanding.kinds)):
        if kind == demanding.comply:
            legal[kind] &= complies < demanding.most_complies
        elif kind == demanding.stall:
            legal[kind] &= ~games.stalled[asker.place]
        elif kind == demanding.sham:
            shammed = (others == demanding.sham).any(axis=0)
            legal[kind] &= (asker.sham_of[made] != NONE) & (games.sham == NONE) & ~shammed
    return legal
