"""What a journal says of the session's clock: its entries, each with its time, folded into one value.

Time counts only while it runs forward, and not while nobody can have been there. What the clock shows at a moment is
in `session_clock`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from northaxis.domain.control_facts import ClockMoved, SteppedBack
from northaxis.domain.facts import Fact, GameOver, Step, StepBegan, TurnBegan

SECOND = 1_000
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
    backs: int = 0
    """How often control stepped back: the step that stands again has its whole time, also where it is the same one."""

    moved: tuple[History, ...] = field(default=(), repr=False)
    """The history as it was before each move of control's that stands, without what came before that."""

    @property
    def mark(self) -> tuple[object, ...]:
        """What is another when a step began or control touched the clock, and stays while time only passes."""
        return self.step, self.turn, self.started, self.running, self.given, self.cut_at, len(self.marks), self.backs

    def after(self, at: int, fact: Fact) -> History:
        """The history with one more entry."""
        lost = fact.seconds * SECOND if isinstance(fact, ClockMoved) and fact.kind == PAUSE else 0
        now = replace(self.passed(at, lost), place=self.place + 1)
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

    def passed(self, at: int, lost: int = 0) -> History:
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
        backs = self.backs + 1
        return replace(self, step=step, turn=turn, marks=marks, backs=backs, in_step=0, given=(), cut_at=None)

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
