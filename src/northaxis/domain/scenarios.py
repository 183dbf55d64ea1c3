"""What a table starts with: a scenario, and the variants that may be laid over it.

Plain data; laying them out as the first facts of a table is in `setup`.
"""

from __future__ import annotations

from dataclasses import dataclass

from northaxis.domain.ids import DeckId, LevelId, ScenarioId, SeatId
from northaxis.domain.sources import Cites


@dataclass(frozen=True, slots=True)
class Variant:
    """Another world to start a scenario in: replaces track starts, raises flags, moves bars."""

    id: str
    name: str
    say: str
    starts: tuple[tuple[int, int], ...]
    flags: tuple[tuple[int, int], ...]
    bars: tuple[tuple[SeatId, int], ...]
    first_date: str
    first_day: int
    overlays: tuple[ScenarioId, ...]
    cites: Cites


@dataclass(frozen=True, slots=True)
class Scenario:
    """What a table starts with. Timers are seconds by step; bars are the scores that win."""

    id: ScenarioId
    short: str
    name: str
    about: str
    minutes: int
    turns: int
    turn_days: int
    orders: int
    least_people: int
    most_people: int
    people: tuple[SeatId, ...]
    scored: tuple[SeatId, ...]
    decks: tuple[DeckId, ...]
    cards_per_deck: int
    agendas: bool
    bots: LevelId
    bars: tuple[tuple[SeatId, int], ...]
    timers: tuple[tuple[str, int], ...]
    scene: str
    learning: tuple[str, ...]
    first_date: str
    first_day: int
    cites: Cites
    override_tokens: int = 0
    """How often control may override (R-9.3)."""

    @property
    def has_talks(self) -> bool:
        """Whether a turn has a step for talks and deals; a timer of nought means there is none."""
        return dict(self.timers).get("negotiate", 0) > 0
