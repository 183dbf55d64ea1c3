"""The kernel: one game's rules compiled, and many games of it played turn by turn with bots in all seats.

Plays the same game as the domain, bit for bit: the same seed text gives the same dice, cards, choices and boards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from northaxis.domain.ids import LevelId, SeatId
from northaxis.domain.ruleset import Game
from northaxis.domain.state import start_board
from northaxis.simulation.board import Array, board_of
from northaxis.simulation.chance import Chance
from northaxis.simulation.compiler import Compiler, hashed
from northaxis.simulation.demanding import Demanding
from northaxis.simulation.event_cards import EventCards
from northaxis.simulation.games import NONE, Games
from northaxis.simulation.plain_bots import any_of
from northaxis.simulation.record import Record, Trace
from northaxis.simulation.resolving import Resolving
from northaxis.simulation.scoring import Scoring
from northaxis.simulation.seats import Seating, SeatPlayer
from northaxis.simulation.sheets import sheets_of
from northaxis.simulation.turn_ends import GOES_ON, TurnEnds

Levels = LevelId | str | Mapping[SeatId, LevelId]
"""A bot level for every seat, or one for each; seats left out play at the scenario's level."""


class Kernel:
    """A game compiled for many plays. Made once; holds nothing of any play."""

    def __init__(self, game: Game) -> None:
        self.game = game
        self.compiler = compiler = Compiler(game)
        self.cards = EventCards(compiler)
        self.demanding = Demanding(compiler)
        self.sheets = sheets_of(compiler)
        self.resolving = Resolving(compiler, self.sheets)
        self.turn_ends = TurnEnds(compiler)
        self.scoring = Scoring(compiler)
        self.seating = Seating(compiler, self.cards, self.demanding, self.sheets)
        self.index = compiler.number(game.rules.index.expr)
        self._seats = tuple(game.rules.seats)
        self._income = tuple((compiler.quantities[seat.ip], np.int8(seat.income)) for seat in game.rules.seats.values())

    def play(self, seeds: Sequence[str], levels: Levels | None = None, trace: Trace | None = None) -> Record:
        """Play a game for every seed text to its end."""
        return self.go_on(self.start(seeds), levels, trace)

    def go_on(
        self,
        games: Games,
        levels: Levels | None = None,
        trace: Trace | None = None,
        sealed: frozenset[SeatId] | None = None,
    ) -> Record:
        """Play games to their end that stand between two turns; or in the orders step, if `sealed` names the seats
        whose sheets are closed (the others may be half written)."""
        players = self.players(levels)
        record = Record.blank(self, games, games.turn + (sealed is None))
        if sealed is not None:
            closed = [place for place, seat in enumerate(self._seats) if seat in sealed]
            self._finish_turn(games, players, record, trace, closed)
        while games.count:
            self._begin_turn(games)
            self._play_cards(games, players, record, trace)
            self._make_demands(games, players)
            games.blank_sheets([sheet.slots for sheet in self.sheets])
            if self.game.scenario.has_talks:
                levels_of_talk = [player.talks for player in players]
                self.seating.talking.talk(games, levels_of_talk, trace.note_word if trace is not None else None)
            self._finish_turn(games, players, record, trace)
        return record

    def players(self, levels: Levels | None) -> tuple[SeatPlayer, ...]:
        """A player for every seat, in seat order; KeyError for an unknown level or seat."""
        default = self.game.scenario.bots
        if levels is None or isinstance(levels, str):
            wanted = dict.fromkeys(self._seats, LevelId(levels or default))
        else:
            strangers = [seat for seat in levels if seat not in self._seats]
            if strangers:
                raise KeyError(f"there is no seat '{strangers[0]}' (seats: {', '.join(self._seats)})")
            wanted = {seat: levels.get(seat, default) for seat in self._seats}
        return tuple(self.seating.player(place, wanted[seat]) for place, seat in enumerate(self._seats))

    def start(self, seeds: Sequence[str]) -> Games:
        """Tables set for turn 1: `domain.setup` for every seed text."""
        rules, chance, games = self.game.rules, Chance(seeds), len(seeds)
        chance.begin(0)
        demanders = (len(rules.answering.demanders), games)
        agendas = np.full((len(self._seats), games), NONE, np.int8)
        if self.game.scenario.agendas:
            self._deal_agendas(chance, agendas)
        return Games(
            board=board_of(start_board(self.game), rules.quantities, games),
            chance=chance,
            numbers=np.arange(games),
            agendas=agendas,
            rank=self.cards.shuffled(chance),
            left=np.ones((len(self.cards.cards), games), np.bool_),
            chain_due=np.full((len(self.cards.chains), games), NONE, np.int16),
            chain_order=np.zeros((len(self.cards.chains), games), np.int32),
            sham_flag=rules.answering.sham_flag,
            sham=np.full(games, NONE, np.int16),
            sham_turn=np.zeros(games, np.int16),
            exposed=np.zeros(games, np.int16),
            last_demands=np.full(demanders, NONE, np.int8),
            stalled=np.zeros(demanders, np.bool_),
            used=[np.zeros((len(sheet.actions), games), np.bool_) for sheet in self.sheets],
            turn=0,
        )

    def _deal_agendas(self, chance: Chance, agendas: Array) -> None:
        """Each seat draws one of its agendas; the second half of a shared seat draws from the rest (R-10.5)."""
        seats = list(self.game.rules.seats.values())
        for place, seat in enumerate(seats):
            left = np.ones((len(seat.agendas), agendas.shape[1]), np.bool_)
            for other in range(place):
                if seats[other].ip == seat.ip:
                    for number, agenda in enumerate(seat.agendas):
                        dealt = [one.id for one in seats[other].agendas]
                        if agenda.id in dealt:
                            left[number] &= agendas[other] != dealt.index(agenda.id)
            if len(left):
                agendas[place] = any_of(chance, hashed([f"AG{seat.id}"]), left)

    def initiative(self, turn: int) -> list[int]:
        """The seats' places in a turn's order."""
        order = [self._seats.index(seat) for seat in self.game.rules.initiative]
        shift = (turn - 1) % len(order)
        return order[shift:] + order[:shift]

    def _begin_turn(self, games: Games) -> None:
        games.turn += 1
        games.chance.begin(games.turn)
        turn = games.board[self.game.rules.turn]
        games.board[self.game.rules.turn] = np.full_like(turn, games.turn)
        for purse, income in self._income:
            games.board[purse.index] = np.minimum(games.board[purse.index] + income, purse.high)

    def _play_cards(self, games: Games, players: Sequence[SeatPlayer], record: Record, trace: Trace | None) -> None:
        drawn = np.zeros((len(self.game.decks), games.count), np.int8)
        done = np.zeros(games.count, np.bool_)
        games.blank_sheets([0] * len(self.sheets))
        while True:
            found = self.cards.draw(games, drawn, done)
            if done.all():
                return
            before = self.index.of(games.board)
            self.cards.happen(games, found)
            picks = np.full((len(self._seats), games.count), NONE, np.int16)
            for seat in self.initiative(1):
                asked = np.nonzero(self.cards.seats[seat].asks[found])[0]
                if asked.size:
                    picks[seat, asked] = players[seat].pick(games, found, asked)
            self.cards.fill_silence(games, found, picks)
            self.cards.close(games, found, picks, self.initiative(games.turn))
            record.note_card(games, found, picks, self.index.of(games.board).astype(np.int16) - before)
            if trace is not None:
                trace.note_card(games, found, picks)

    def _make_demands(self, games: Games, players: Sequence[SeatPlayer]) -> None:
        self.demanding.begin(games)
        for asker in self.demanding.askers:
            if asker.seat is None:
                continue
            demand, backed = players[asker.seat].demand(games, asker)
            games.demands[asker.place], games.backed[asker.place] = demand, backed
            if asker.backing_cost is not None and backed.any():
                self.sheets[asker.seat].pay(games, backed.view(np.int8) * np.int8(asker.backing_cost))
        self.demanding.publish(games)

    def _finish_turn(
        self,
        games: Games,
        players: Sequence[SeatPlayer],
        record: Record,
        trace: Trace | None,
        closed: Sequence[int] = (),
    ) -> None:
        """From the orders step to the turn's end; games that are over are recorded and taken out."""
        for seat in self.initiative(1):
            if seat not in closed:
                players[seat].write(games)
        self.seating.talking.lapse(games)
        for sheet in self.sheets:
            sheet.open(games)
        if trace is not None:
            trace.note_orders(games)
        record.note_orders(games)
        self.demanding.resolve(games)
        self.resolving.resolve(games, self.initiative(games.turn))
        ending, lost, snapped = self.turn_ends.run(games)
        promises = self.seating.promises
        promises.judge(games)
        if games.turn >= int(games.board[self.game.rules.turns][0]):
            ending = np.where(ending == GOES_ON, len(self.turn_ends.endings) - 1, ending).astype(np.int8)
        record.note_turn(games, self.index.of(games.board), snapped)
        over = ending != GOES_ON
        if over.any():
            promises.judge_shows(games, over)
            record.note_over(games, over, ending, lost, self.scoring.score(games, lost))
            games.keep(~over)
