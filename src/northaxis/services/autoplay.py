"""Whole games by bots alone, and who sits where in solo play."""

from __future__ import annotations

from collections.abc import Mapping

from northaxis.domain.ids import LevelId, SeatId
from northaxis.domain.ruleset import Game
from northaxis.domain.state import Holder
from northaxis.journal.envelope import Header
from northaxis.services.in_memory import InMemoryJournal, SetClock
from northaxis.services.library import full_name
from northaxis.services.table import Table, open_table


def bots_in_every_seat(game: Game, level: LevelId | None = None) -> dict[SeatId, Holder]:
    """Holders for a game without people; the scenario's level unless one is given."""
    return {seat: Holder("bot", level or game.scenario.bots) for seat in game.rules.seats}


def one_person(game: Game, seat: SeatId, name: str = "you", level: LevelId | None = None) -> dict[SeatId, Holder]:
    """Holders for solo play: a person in one seat, bots in all others."""
    return {**bots_in_every_seat(game, level), seat: Holder(name, None)}


def people_and_bots(game: Game, people: Mapping[SeatId, Holder], level: LevelId | None = None) -> dict[SeatId, Holder]:
    """Holders for these people, each in one or several seats, and bots in all others."""
    return {**bots_in_every_seat(game, level), **people}


def autoplay(game: Game, seed: str, level: LevelId | None = None) -> Table:
    """A whole game by bots, in memory; the table as it stands at the end."""
    header = Header(full_name(game.scenario, game.variants), (), 0, "autoplay")
    holders = bots_in_every_seat(game, level)
    table = open_table(InMemoryJournal(header), game, SetClock(), seed=seed, holders=holders)
    table.advance_when_ready()
    return table
