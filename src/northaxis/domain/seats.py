"""Who may act: a seat with its money, its hand of actions, and what it is scored on.

Plain data of the rule set. Who holds a seat is in `state`, what it scored in `scoring`.
"""

from __future__ import annotations

from dataclasses import dataclass

from northaxis.domain.actions import Action
from northaxis.domain.doctrine import Doctrine
from northaxis.domain.expressions import Condition
from northaxis.domain.ids import AgendaId, SeatId
from northaxis.domain.sources import Cites


@dataclass(frozen=True, slots=True)
class Goal:
    """A public scoring check, asked at the end of play."""

    points: int
    label: str
    condition: Condition
    cites: Cites = ()


@dataclass(frozen=True, slots=True)
class Agenda:
    """A hidden scoring check, dealt to a seat."""

    id: AgendaId
    points: int
    name: str
    text: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class Seat:
    """Who may act. Income and start are in IP a turn and IP."""

    id: SeatId
    name: str
    mark: str
    hue: str
    side: str
    plays: str
    brief: str
    resources: str
    advice: tuple[str, ...]
    income: int
    start: int
    orders: int
    ip: int
    goals: tuple[Goal, ...]
    agendas: tuple[Agenda, ...]
    actions: tuple[Action, ...]
    doctrine: Doctrine
    cites: Cites
