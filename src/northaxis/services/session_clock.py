"""The clock of a session: how long the step has left, and whether the debrief still fits. It is derived, so it outlives
a crash.

`History` folds journal entries, each with its time; `read_clock` says what it means at a moment. Nothing is kept beside
the journal, and nothing here moves the table: a clock that has run out is only shown as run out.

Deadlines are never early. Time counts only while it runs forward; a machine clock that jumps is noticed by `Watch`,
which compares it with one that cannot be set, and says what control should record: a pause whose `seconds` do not
count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from northaxis.domain.control_facts import ClockMoved, SteppedBack
from northaxis.domain.facts import Fact, GameOver, Step, StepBegan, TurnBegan
from northaxis.domain.kit import Budget, Kit, Timing
from northaxis.domain.scenarios import Scenario

SECOND = 1_000
JUMP = 2_000
"""Milliseconds by which the machine's clock may stray from a steady one between two readings before it is a jump."""

SILENCE = 30 * 60 * SECOND
"""Milliseconds without an entry behind which nobody can be sitting there: past that the clock stands by itself."""

START, PAUSE, RESUME, EXTEND, SKIP, WARN = "start", "pause", "resume", "extend", "skip", "warn"
UNDO = "undo"
MOVES = (START, PAUSE, RESUME, EXTEND, SKIP)
"""What control does to the clock that can be undone."""


@dataclass(frozen=True, slots=True)
class History:
    """What the entries so far say of the clock. Times are milliseconds; `at` is when the last entry was accepted."""

    at: int = 0
    place: int = 0
    step: Step = Step.SETUP
    turn: int = 0
    started: bool = False
    running: bool = False
    why: str = ""
    """Why it stands, in control's words."""
    used: int = 0
    """Milliseconds of the session so far, pauses included."""
    in_step: int = 0
    """Milliseconds for which the clock of this step has run."""
    given: tuple[tuple[int, int], ...] = ()
    """Seconds given to this step, each with the milliseconds that it had run by then."""
    cut_at: int | None = None
    """Where control has ended the time of this step, in milliseconds that it has run."""
    marks: tuple[tuple[int, Step, int], ...] = field(default=((0, Step.SETUP, 0),), repr=False)
    """Where each step began: place in the journal, step, turn. A step back is looked up here."""

    moved: tuple[History, ...] = field(default=(), repr=False)
    """The history as it was before each move of control's that stands, without what came before that."""

    @property
    def mark(self) -> tuple[object, ...]:
        """What is another when a step began or control touched the clock, and stays while time only passes."""
        return self.step, self.turn, self.started, self.running, self.given, self.cut_at, len(self.marks)

    def after(self, at: int, fact: Fact) -> History:
        """The history with one more entry."""
        lost = fact.seconds * SECOND if isinstance(fact, ClockMoved) and fact.kind == PAUSE else 0
        now = replace(self._passed(at, lost), place=self.place + 1)
        match fact:
            case StepBegan(step=step):
                return now._begun(step, now.turn)
            case TurnBegan(turn=turn):
                return now._first_started()._begun(now.step, turn)
            case GameOver():
                return now._begun(Step.OVER, now.turn)
            case SteppedBack(to=to):
                return now._back_to(to)
            case ClockMoved():
                return now._moved(fact)
            case _:
                return now

    def _passed(self, at: int, lost: int = 0) -> History:
        """Time goes on to `at`, without `lost`; not backwards, and not while nobody can have been there."""
        gap = at - self.at - lost if self.at else 0
        counts = 0 if gap > SILENCE or (gap < 0 and lost <= 0) else gap
        return replace(
            self,
            at=at,
            used=max(0, self.used + (counts if self.started else 0)),
            in_step=max(0, self.in_step + (counts if self.running else 0)),
        )

    def _first_started(self) -> History:
        return self if self.started else replace(self, started=True, running=True)

    def _begun(self, step: Step, turn: int) -> History:
        if (step, turn) == (self.step, self.turn):
            return self
        marks = (*self.marks, (self.place, step, turn))
        return replace(self, step=step, turn=turn, marks=marks, in_step=0, given=(), cut_at=None)

    def _back_to(self, to: int) -> History:
        """The step that stood at a fact, with its whole time again."""
        marks = tuple(mark for mark in self.marks if mark[0] <= to) or self.marks[:1]
        _, step, turn = marks[-1]
        return replace(self, step=step, turn=turn, marks=marks, in_step=0, given=(), cut_at=None)

    def _moved(self, fact: ClockMoved) -> History:
        if fact.kind == UNDO:
            return self._unmoved()
        before = replace(self, moved=(), marks=())
        now = self._set(fact)
        return replace(now, moved=(*self.moved, before)) if fact.kind in MOVES else now

    def _unmoved(self) -> History:
        """The clock as it was before control's last move; in a later step that has its own time, what lasts of it."""
        if not self.moved:
            return self
        was = self.moved[-1]
        ran = was.running != self.running or not was.started
        started = was.started or self.turn > 0
        now = replace(self, started=started, running=was.running, why=was.why, moved=self.moved[:-1])
        if not was.started:
            now = replace(now, used=was.used)
        if (was.step, was.turn) != (self.step, self.turn):
            return now
        in_step = was.in_step if ran else self.in_step
        return replace(now, given=was.given, cut_at=was.cut_at, in_step=in_step)

    def _set(self, fact: ClockMoved) -> History:
        match fact.kind:
            case "start":
                return replace(self, started=True, running=True, why="")
            case "pause":
                return replace(self, running=False, why=fact.why)
            case "resume":
                return replace(self, running=self.started, why="")
            case "extend" if self.cut_at is not None:
                return replace(self, cut_at=self.cut_at + fact.seconds * SECOND)
            case "extend":
                return replace(self, given=(*self.given, (self.in_step, fact.seconds)))
            case "skip":
                return replace(self, cut_at=self.in_step)
            case _:
                return self


def history_of(entries: Iterable[tuple[int, Fact]]) -> History:
    """The history of a journal: each fact with the time at which it was accepted."""
    found = History()
    for at, fact in entries:
        found = found.after(at, fact)
    return found


# --- reading ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cut:
    """Something that would save time: in words, how many seconds, and whether the debrief is whole again with it."""

    words: str
    saves: int
    enough: bool


@dataclass(frozen=True, slots=True)
class Session:
    """The minutes of a session, in seconds. `debrief` is what is left of the reserve if all that is planned is played.

    Below nought, even the planned play does not fit any more.
    """

    total: int
    used: int
    projected: int
    reserve: int
    debrief: int
    cuts: tuple[Cut, ...] = ()

    @property
    def short(self) -> int:
        """How much of the debrief's reserve is gone."""
        return self.reserve - self.debrief


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
    moment = history._passed(history.at if stands else now)
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
        session=_session(moment, running, kit, scenario),
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


# --- the session's minutes ----------------------------------------------------------------------------------------


def _session(moment: History, running: _Running, kit: Kit, scenario: Scenario) -> Session:
    budget, used = kit.budget(scenario), moment.used // SECOND
    play = _to_play(moment, running.left, kit, scenario, budget)
    if moment.step is Step.OVER:
        rest = max(0, running.left)
        return Session(budget.total, used, used + rest, budget.debrief, min(budget.debrief, rest))
    debrief = min(budget.debrief, budget.total - used - play)
    short = budget.debrief - debrief
    cuts = tuple(_cuts(moment, running, kit, scenario, budget, short)) if short > 0 and moment.started else ()
    return Session(budget.total, used, used + play + budget.debrief, budget.debrief, debrief, cuts)


def _to_play(moment: History, left: int, kit: Kit, scenario: Scenario, budget: Budget) -> int:
    """Seconds of play and pauses before the debrief, if everything takes its planned time from here."""
    after = _after(moment, kit, scenario)
    turns = max(0, budget.turns - moment.turn)
    pauses = sum(seconds for turn, seconds in budget.breaks if turn >= max(1, moment.turn))
    return max(0, left) + sum(timing.seconds for timing in after) + turns * budget.turn + pauses


def _after(moment: History, kit: Kit, scenario: Scenario) -> tuple[Timing, ...]:
    """The steps of this turn that are still to come."""
    timings = tuple(kit.turn_timings(scenario))
    place = next((n for n, timing in enumerate(timings) if timing.step == moment.step), None)
    return () if place is None else timings[place + 1 :]


def _cuts(
    moment: History, running: _Running, kit: Kit, scenario: Scenario, budget: Budget, short: int
) -> Iterator[Cut]:
    """What could go, the mildest first: parts of this turn, then whole turns, then the same parts in every turn."""
    plan, timers = kit.plan(scenario), dict(scenario.timers)
    ahead = {*running.ahead, *(part.name for timing in _after(moment, kit, scenario) for part in timing.parts)}
    can_go = [(name, timers.get(name, 0)) for name in plan.may_skip if timers.get(name, 0)]
    for name, seconds in can_go:
        if name in ahead:
            yield Cut(f"skip {WORDS.get(name, name)} this turn", seconds, seconds >= short)
    for last in range(budget.turns - 1, max(plan.least_turns, moment.turn, 1) - 1, -1):
        saves = (budget.turns - last) * budget.turn
        saves += sum(seconds for turn, seconds in budget.breaks if turn >= last)
        yield Cut(f"end after turn {last}", saves, saves >= short)
        if saves >= short:
            break
    later = max(0, budget.turns - moment.turn)
    for name, seconds in can_go if later else ():
        saves = seconds * (later + (name in ahead))
        yield Cut(f"skip {WORDS.get(name, name)} in every turn from now on", saves, saves >= short)


WORDS = {
    "inject": "the cards",
    "demands": "the demands",
    "deliberate": "the teams' time alone",
    "negotiate": "negotiation",
    "orders": "the orders",
    "adjudicate": "the reveal",
    "narrate": "the narration",
    "turn_end": "the bill",
}
"""Timers inside a sentence."""


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


# --- a machine clock that jumps -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stop:
    """What control has to record as a pause: seconds that do not count (below nought after a jump back), and why."""

    seconds: int
    why: str

    @property
    def fact(self) -> ClockMoved:
        """The pause."""
        return ClockMoved(PAUSE, self.seconds, self.why)


class Watch:
    """Compares the machine's clock with a steady one; both in milliseconds.

    Look at every tick and before every entry. The steady clock has to go forward at the right speed while the machine
    is awake, and may stand while it sleeps, as `time.monotonic` does.
    """

    def __init__(self, wall: int, steady: int) -> None:
        self._wall, self._steady = wall, steady

    def look(self, wall: int, steady: int) -> Stop | None:
        """What to record if the machine slept or its clock was set since the last reading, else None."""
        strayed = (wall - self._wall) - (steady - self._steady)
        self._wall, self._steady = wall, steady
        if abs(strayed) <= JUMP:
            return None
        way = "forward" if strayed > 0 else "back"
        return Stop(_up(strayed), f"the clock of this machine jumped {way} by {span_words(abs(strayed) // SECOND)}")


def reopened(history: History, now: int) -> Stop | None:
    """What to record when a session is opened again while its clock ran: the time away does not count."""
    if not history.running:
        return None
    away = now - history.at
    return Stop(_up(away), f"the session was closed for {span_words(max(0, away) // SECOND)}")


def _up(milliseconds: int) -> int:
    """Whole seconds, never fewer: what does not count must not fall short."""
    return -(-milliseconds // SECOND)


def span_words(seconds: int) -> str:
    """A stretch of time in its largest units: `40 s`, `3 min`, `2 h 5 min`."""
    if seconds < 60:
        return f"{seconds} s"
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours} h {minutes} min" if hours and minutes else f"{hours} h" if hours else f"{minutes} min"
