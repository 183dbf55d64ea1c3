"""The facilitator's kit: what is read aloud, timed, watched for and asked when people play a scenario in a room.

Plain data with look-ups. How it is laid out on a screen or a sheet is the services' business, and so is the clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from northaxis.domain.expressions import Condition
from northaxis.domain.ids import ActionId, ScenarioId, SeatId
from northaxis.domain.scenarios import Scenario
from northaxis.domain.sources import Cites

BEFORE, DEBRIEF, DELIBERATE, NEGOTIATE, ORDERS = "setup", "over", "deliberate", "negotiate", "orders"
"""Names of steps, and of the one timer that is no step of its own."""

LATEST_WARNING = 60
"""Seconds before the end of a long step at which people are warned when the plan does not say."""

TURN = ("inject", "demands", NEGOTIATE, ORDERS, "adjudicate", "narrate", "turn_end")
"""The steps of a turn in their order."""


@dataclass(frozen=True, slots=True)
class Speech:
    """A paragraph of the opening, read aloud by `who`; `reads_scene` when the scenario's scene follows it."""

    id: str
    who: str
    say: str
    scenarios: tuple[ScenarioId, ...] = ()
    reads_scene: bool = False
    cites: Cites = ()


@dataclass(frozen=True, slots=True)
class Objective:
    """What a trainee can do after play, what shows it at the table, and the ids of the rules where it bites."""

    id: str
    text: str
    evidence: tuple[str, ...]
    bites: tuple[str, ...]
    cites: Cites


@dataclass(frozen=True, slots=True)
class Break:
    """A planned pause behind a turn."""

    after: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The minutes of a scenario that are not turns, the warnings of its steps, and what may be cut when it is late.

    `warn` is seconds before the end by timer; `may_skip` are timers, the first to go first.
    """

    scenario: ScenarioId
    before: int
    debrief: int
    breaks: tuple[Break, ...] = ()
    warn: tuple[tuple[str, int], ...] = ()
    may_skip: tuple[str, ...] = ()
    least_turns: int = 1


@dataclass(frozen=True, slots=True)
class Part:
    """A timer of a step: its seconds, and how many before its end people are warned."""

    name: str
    seconds: int
    warn: int


@dataclass(frozen=True, slots=True)
class Timing:
    """How long a step takes, by its parts in order."""

    step: str
    parts: tuple[Part, ...]

    @property
    def seconds(self) -> int:
        """All parts together."""
        return sum(part.seconds for part in self.parts)

    @property
    def warn(self) -> int:
        """The seconds before the end of the step at which people are warned."""
        return next((part.warn for part in reversed(self.parts) if part.seconds), 0)

    def is_short(self, left: int) -> bool:
        """Whether people should be told, with so many seconds of the step left; never in a step without a time."""
        return self.seconds > 0 and left <= self.warn


@dataclass(frozen=True, slots=True)
class Budget:
    """A whole session in seconds: what it may take, turn zero, one turn, the pauses, and what the debrief keeps."""

    total: int
    before: int
    turn: int
    turns: int
    breaks: tuple[tuple[int, int], ...]
    debrief: int

    @property
    def planned(self) -> int:
        """What everything together takes when it takes its time."""
        return self.before + self.turn * self.turns + sum(seconds for _, seconds in self.breaks) + self.debrief


@dataclass(frozen=True, slots=True)
class Talk:
    """Somebody to talk to, and about what."""

    to: SeatId
    about: str


@dataclass(frozen=True, slots=True)
class Role:
    """What a person in a seat needs beside its brief, goals and actions: a first step, a voice, whom to talk to."""

    seat: SeatId
    first: str
    voice: str
    talks: tuple[Talk, ...]
    cites: Cites


@dataclass(frozen=True, slots=True)
class Item:
    """A point of the hot wash: how it is done, its minutes by scenario, and what everybody answers in writing."""

    id: str
    name: str
    how: str
    minutes: tuple[tuple[ScenarioId, int], ...]
    writes: str = ""

    def minutes_in(self, scenario: ScenarioId) -> int:
        """Its minutes in a scenario; 0 where it is left out."""
        return dict(self.minutes).get(scenario, 0)


@dataclass(frozen=True, slots=True)
class SeatQuestion:
    """Something to ask one seat in the hot wash."""

    id: str
    seat: SeatId
    ask: str
    cites: Cites


class Happening(StrEnum):
    """What a prompt can wait for besides conditions and rules."""

    SHAM_EXPOSED = "sham_exposed"
    DEAL_BROKEN = "deal_broken"
    ORDER_VOID = "order_void"


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something to ask everybody if it holds when play is over, or if the course of the game called it up.

    With `turns` the condition must have held at so many turn ends in a row, with `never` at none. `rose` are places on
    the board that each went up in `turns` turns running; `came` are rules, snaps, ends or rungs, one of which came.
    Everything named has to be so.
    """

    id: str
    condition: Condition
    ask: str
    cites: Cites
    turns: int = 0
    never: bool = False
    rose: tuple[int, ...] = ()
    came: tuple[str, ...] = ()
    happened: Happening | None = None

    @property
    def is_of_the_course(self) -> bool:
        """Whether the board at the end does not tell if it is asked: that takes the whole record."""
        return bool(self.turns or self.never or self.rose or self.came or self.happened)


class ChartKind(StrEnum):
    """How a report draws tracks: side by side turn by turn, against each other, or entry by entry."""

    LINES = "lines"
    PATH = "path"
    CLIMB = "climb"


@dataclass(frozen=True, slots=True)
class Chart:
    """Tracks that a report draws together, by their places on the board. A path has two, across and up; a climb one.

    `watch` is an action: the chart marks the turns at whose end it could have been ordered.
    """

    id: str
    name: str
    kind: ChartKind
    tracks: tuple[int, ...]
    note: str
    watch: ActionId | None
    cites: Cites


@dataclass(frozen=True, slots=True)
class Commitment:
    """A sentence that everybody finishes in writing at the end."""

    id: str
    ask: str


@dataclass(frozen=True, slots=True)
class Task:
    """A line of a checklist; `at` is minutes before the start, where the list has a clock."""

    do: str
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Checklist:
    """What the facilitator does at some time: `kind` is before, setup, step, trouble, table or after."""

    id: str
    kind: str
    name: str
    tasks: tuple[Task, ...]
    step: str = ""


@dataclass(frozen=True, slots=True)
class Kit:
    """Everything for the person who runs the session; empty for rule sets that say nothing about it."""

    opening: tuple[Speech, ...] = ()
    objectives: tuple[Objective, ...] = ()
    plans: Mapping[ScenarioId, Plan] = field(default_factory=dict)
    roles: Mapping[SeatId, Role] = field(default_factory=dict)
    hot_wash: tuple[Item, ...] = ()
    seat_questions: tuple[SeatQuestion, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    charts: tuple[Chart, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    checklists: tuple[Checklist, ...] = ()

    def speeches(self, scenario: Scenario) -> tuple[Speech, ...]:
        """What is read aloud to open a scenario, in order."""
        return tuple(speech for speech in self.opening if not speech.scenarios or scenario.id in speech.scenarios)

    def objectives_of(self, scenario: Scenario) -> tuple[Objective, ...]:
        """The objectives that a scenario's learning lines name, in their order."""
        named = [line.partition(":")[0].strip() for line in scenario.learning]
        return tuple(objective for name in named for objective in self.objectives if objective.id == name)

    def agenda(self, scenario: Scenario) -> tuple[Item, ...]:
        """The points of the hot wash that have minutes in a scenario; all of them where none has."""
        timed = tuple(item for item in self.hot_wash if item.minutes_in(scenario.id))
        return timed or self.hot_wash

    def questions(self) -> Mapping[str, str]:
        """Everything that can be answered in writing after play, by its id: what `Reflected` names."""
        return {
            **{item.id: item.writes for item in self.hot_wash if item.writes},
            **{asked.id: asked.ask for group in (self.seat_questions, self.prompts) for asked in group},
            **{commitment.id: commitment.ask for commitment in self.commitments},
        }

    def checklists_of(self, kind: str, step: str = "") -> tuple[Checklist, ...]:
        """The checklists of a kind; those of one step, when a step is given."""
        return tuple(each for each in self.checklists if each.kind == kind and (not step or each.step == step))

    def plan(self, scenario: Scenario) -> Plan:
        """The plan of a scenario. Where there is none, two fifths of what the turns leave go before them."""
        found = self.plans.get(scenario.id)
        if found is not None:
            return found
        rest = max(0, scenario.minutes - scenario.turns * _turn(scenario) // 60)
        return Plan(scenario.id, rest * 2 // 5, rest - rest * 2 // 5, may_skip=(NEGOTIATE,))

    def timing(self, scenario: Scenario, step: str) -> Timing:
        """How long a step takes in a scenario, turn zero (`setup`) and the debrief (`over`) included.

        The teams' time alone belongs to the talks, or to the orders where a scenario has no talks.
        """
        plan = self.plan(scenario)
        timers = {**dict(scenario.timers), BEFORE: plan.before * 60, DEBRIEF: plan.debrief * 60}
        warn = dict(plan.warn)
        found = ((name, timers.get(name, 0)) for name in _timers(scenario, step))
        return Timing(step, tuple(Part(n, s, min(s, warn.get(n, min(LATEST_WARNING, s // 4)))) for n, s in found))

    def turn_timings(self, scenario: Scenario) -> Iterator[Timing]:
        """The steps of a turn that a scenario has, in order."""
        return (self.timing(scenario, step) for step in TURN if step != NEGOTIATE or scenario.has_talks)

    def budget(self, scenario: Scenario) -> Budget:
        """What a whole session of a scenario may take, and what of it is kept for the debrief."""
        plan = self.plan(scenario)
        return Budget(
            total=scenario.minutes * 60,
            before=plan.before * 60,
            turn=_turn(scenario),
            turns=scenario.turns,
            breaks=tuple((each.after, each.minutes * 60) for each in plan.breaks),
            debrief=plan.debrief * 60,
        )


def _timers(scenario: Scenario, step: str) -> tuple[str, ...]:
    """The timers that run in a step."""
    alone_in = NEGOTIATE if scenario.has_talks else ORDERS
    return (DELIBERATE, step) if step == alone_in else (step,)


def _turn(scenario: Scenario) -> int:
    """The seconds of one turn."""
    timers = dict(scenario.timers)
    return sum(timers.get(name, 0) for name in (*TURN, DELIBERATE))
