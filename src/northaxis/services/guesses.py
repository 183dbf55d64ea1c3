"""Slows down guessing of join codes: each source waits longer after each wrong code, and all together have a limit.

Nobody who is seated is touched by it: links are not codes. A source where somebody is seated is spared the common
limit, so that strangers cannot keep a player out who has lost the window. Time comes in as milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field

FREE = 3
"""Wrong codes of one source that cost no wait."""

LONGEST_WAIT = 300_000
FORGIVEN_AFTER = 60_000
"""One wrong code is forgotten in each minute."""

IN_ALL = 60
"""Wrong codes from everybody in one minute; more have to wait for the next."""

MOST_SOURCES = 2_000
"""Sources remembered; the one that has been quiet longest is forgotten first."""


@dataclass(slots=True)
class _Source:
    wrong: int = 0
    last: int = 0
    until: int = 0


@dataclass(slots=True)
class Guesses:
    """Who has guessed wrong how often."""

    _sources: dict[str, _Source] = field(default_factory=dict)
    _minute: int = 0
    _in_minute: int = 0

    def wait(self, source: str, now: int, is_seated: bool = False) -> int:
        """How many milliseconds a source has to wait before its next code is looked at; 0 for none."""
        known = self._sources.get(source)
        own = max(0, known.until - now) if known is not None else 0
        minute = now // FORGIVEN_AFTER
        full = not is_seated and minute == self._minute and self._in_minute >= IN_ALL
        return max(own, (minute + 1) * FORGIVEN_AFTER - now if full else 0)

    def wrong(self, source: str, now: int) -> None:
        """A source's code was none."""
        known = self._sources.pop(source, None) or _Source(last=now)
        forgiven = (now - known.last) // FORGIVEN_AFTER
        known.wrong = max(0, known.wrong - forgiven) + 1
        known.last += forgiven * FORGIVEN_AFTER if forgiven and known.wrong > 1 else now - known.last
        over = known.wrong - FREE
        known.until = now + (min(LONGEST_WAIT, 1000 << min(over, 20)) if over > 0 else 0)
        self._sources[source] = known  # last in order: the quietest is first
        if len(self._sources) > MOST_SOURCES:
            del self._sources[next(iter(self._sources))]
        minute = now // FORGIVEN_AFTER
        self._in_minute = self._in_minute + 1 if minute == self._minute else 1
        self._minute = minute
