"""Scores of many games: the meaning of `domain.scoring`."""

from __future__ import annotations

import numpy as np

from northaxis.simulation.board import Array
from northaxis.simulation.compiler import Compiler
from northaxis.simulation.formulas import Truth
from northaxis.simulation.games import Games


class Scoring:
    """Goals and agendas of the seats a scenario scores, compiled."""

    def __init__(self, compiler: Compiler) -> None:
        rules, game = compiler.rules, compiler.game
        self.seats = tuple(game.scenario.scored)
        order = list(rules.seats)
        self._places = tuple(order.index(seat) for seat in self.seats)
        self._bars = np.array([game.bar(seat) for seat in self.seats], np.int16)[:, None]
        self._goals: list[list[tuple[Truth, int]]] = []
        self._agendas: list[list[tuple[Truth, int]]] = []
        for seat in (rules.seats[id] for id in self.seats):
            self._goals.append([(compiler.truth(goal.condition), goal.points) for goal in seat.goals])
            self._agendas.append([(compiler.truth(agenda.condition), agenda.points) for agenda in seat.agendas])

    def score(self, games: Games, common_loss: Array) -> tuple[Array, Array, Array]:
        """Scores, wins, and whether the agenda was met, (scored seats, N) each; after a common loss nobody wins."""
        scores = np.zeros((len(self.seats), games.count), np.int16)
        met = np.zeros((len(self.seats), games.count), np.bool_)
        for row, (goals, agendas) in enumerate(zip(self._goals, self._agendas, strict=True)):
            for holds, points in goals:
                scores[row] += holds(games.board).view(np.int8) * np.int16(points)
            dealt = games.agendas[self._places[row]]
            for agenda, (holds, points) in enumerate(agendas):
                here = (dealt == agenda) & holds(games.board)
                scores[row] += here.view(np.int8) * np.int16(points)
                met[row] |= here
        return scores, (scores >= self._bars) & ~common_loss, met
