"""The clock of a session: how long the step has left, and whether the debrief still fits. It is derived, so it outlives
a crash.

`read_clock` says what the history of the journal's entries means at a moment. Nothing is kept beside the journal, and
nothing here moves the table: a clock that has run out is only shown as run out. Deadlines are never early.
"""

from __future__ import annotations

from dataclasses import dataclass

from northaxis.domain.facts import Step
from northaxis.domain.kit import Kit, Timing
from northaxis.domain.scenarios import Scenario
from northaxis.services.clock_history import SECOND, SILENCE, History
from northaxis.services.session_minutes import Session, session_at


@dataclass(frozen=True, slots=True)
class Reading:
    """The clock at a moment. `left` is seconds, below nought when the step is overdue; `part` is its running timer.

    A step without planned time is not `timed`: it is never overdue, and `left` counts down from nothing.
    """

    step: Step
    turn: int
    part: str
    left: int
    part_left: int
    timed: bool
    warned: bool
    paused: bool
    started: bool
    why: str
    session: Session

    @property
    def overdue(self) -> bool:
        """Whether the step has had all its time."""
        return self.timed and self.left < 0


def read_clock(history: History, now: int, kit: Kit, scenario: Scenario) -> Reading:
    """What the clock shows at `now`: the step, its time, and what of the session is left for the debrief."""
    stands = history.running and now - history.at > SILENCE
    moment = history.passed(history.at if stands else now)
    timing = kit.timing(scenario, history.step)
    running = _running(moment, timing)
    return Reading(
        step=history.step,
        turn=history.turn,
        part=running.name,
        left=running.left,
        part_left=running.part_left,
        timed=timing.seconds > 0,
        warned=moment.started and timing.seconds > 0 and running.part_left <= running.warn,
        paused=history.started and (stands or not history.running),
        started=history.started,
        why="nothing has happened for half an hour" if stands else history.why,
        session=session_at(moment, running.left, running.ahead, kit, scenario),
    )


def more_time(reading: Reading, seconds: int) -> int:
    """The seconds to extend by so that there are so many from now on, also when the step is overdue."""
    return seconds + max(0, -reading.left)


@dataclass(frozen=True, slots=True)
class _Running:
    """The timer that runs in a step, and those of the step behind it."""

    name: str
    warn: int
    part_left: int
    left: int
    ahead: tuple[str, ...]


def _running(moment: History, timing: Timing) -> _Running:
    """Which timer of a step runs. Time that was given belongs to the timer that ran then. Seconds round up."""
    parts = tuple(part for part in timing.parts if part.seconds) or timing.parts
    given, ends, end = list(moment.given), list[int](), 0
    for part in parts:
        end += part.seconds * SECOND
        while given and (given[0][0] < end or part is parts[-1]):
            end += given.pop(0)[1] * SECOND
        ends.append(end)
    place = next((n for n, end in enumerate(ends) if moment.in_step < end), len(parts) - 1)
    part_left, left = (-((moment.in_step - end) // SECOND) for end in (ends[place], ends[-1]))
    if moment.cut_at is not None:
        place, part_left = len(parts) - 1, -((moment.in_step - moment.cut_at) // SECOND)
        left = part_left
    return _Running(parts[place].name, parts[place].warn, part_left, left, tuple(p.name for p in parts[place + 1 :]))


def clock_words(reading: Reading) -> tuple[str, ...]:
    """The clock as sentences: the step, the pause, the debrief, and what to cut when it does not fit."""
    said = list[str]()
    if not reading.started:
        said.append("The clock has not been started.")
    elif reading.paused:
        said.append(f"The clock stands{f': {reading.why}' if reading.why else ''}.")
    if reading.started and reading.timed:
        side = "over" if reading.overdue else "left"
        said.append(f"{minutes_words(abs(reading.left))} {side}.")
    session = reading.session
    if reading.step is Step.OVER:
        return tuple(said)
    if session.short <= 0:
        return (*said, f"{minutes_words(session.reserve)} are kept for the debrief.")
    kept = max(0, session.debrief)
    said.append(f"{minutes_words(kept)} of {minutes_words(session.reserve)} are left for the debrief.")
    enough = next((cut for cut in session.cuts if cut.enough), None)
    if enough is not None:
        said.append(f"To keep it whole: {enough.words} (saves {minutes_words(enough.saves)}).")
    elif session.cuts:
        most = max(session.cuts, key=lambda cut: cut.saves)
        said.append(f"Nothing keeps it whole; most is saved if you {most.words} ({minutes_words(most.saves)}).")
    return tuple(said)


def minutes_words(seconds: int) -> str:
    """`4:05`, as a clock shows it."""
    return f"{seconds // 60}:{seconds % 60:02d}"
