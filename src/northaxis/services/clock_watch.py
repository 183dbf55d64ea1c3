"""A machine clock that jumps: noticed against one that cannot be set, and taken back by a pause that does not count."""

from __future__ import annotations

from dataclasses import dataclass

from northaxis.domain.control_facts import ClockMoved
from northaxis.services.clock_history import PAUSE, SECOND, History

JUMP = 2_000
"""Milliseconds by which the machine's clock may stray from a steady one between two readings before it is a jump."""


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
