"""The clock in words: told when asked for, started, stopped, given more, ended, warned of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from northaxis.cli.control.commands import Command, Topic
from northaxis.cli.control.words import Not, cut
from northaxis.domain.control_facts import NO_REASON
from northaxis.domain.control_orders import MoveClock
from northaxis.services.clock_history import EXTEND, PAUSE, RESUME, SKIP, START, WARN
from northaxis.services.session_clock import Reading, clock_words, minutes_words, more_time

if TYPE_CHECKING:
    from northaxis.cli.control.desk import ControlDesk

MINUTE = 60
MOST_SECONDS = 3_600
UNDOES = " 'undo' undoes it."


async def tell(desk: ControlDesk, rest: str) -> None:
    """The clock as sentences."""
    desk.say(*clock_words(desk.table.reading()))


async def start(desk: ControlDesk, rest: str) -> None:
    """Let it run, for the first time or again."""
    reading = desk.table.reading()
    if not reading.started:
        await _move(desk, MoveClock(START), "The clock runs", rest)
    elif reading.paused:
        await _move(desk, MoveClock(RESUME), "The clock runs on", rest)
    else:
        raise Not("The clock runs already; 'pause' stops it.")


async def pause(desk: ControlDesk, rest: str) -> None:
    """Stop it."""
    reading = desk.table.reading()
    if not reading.started or reading.paused:
        raise Not(f"The clock {'stands already' if reading.started else 'has not been started'}; 'start' lets it run.")
    await _move(desk, MoveClock(PAUSE), "The clock stands", rest)


async def extend(desk: ControlDesk, rest: str) -> None:
    """More time for this step: a minute, or as many seconds as asked for."""
    reading = _timed(desk)
    head, _, tail = rest.partition(" ")
    seconds = MINUTE
    if head.isdecimal():
        seconds, rest = int(head[:5]), tail
        for unit, worth in (("minute", MINUTE), ("second", 1)):
            if rest.casefold().startswith(unit):
                seconds, rest = seconds * worth, rest.partition(" ")[2]
    if not 1 <= seconds <= MOST_SECONDS:
        raise Not("By how long? One second to an hour, like 'extend 90' or 'extend 2 minutes'.")
    left = seconds if reading.overdue else reading.left + seconds
    said = f"{minutes_words(seconds)} more for this step, {minutes_words(left)} left"
    await _move(desk, MoveClock(EXTEND, more_time(reading, seconds)), said, rest)


async def skip(desk: ControlDesk, rest: str) -> None:
    """The time of this step is over; the table stays where it is."""
    reading = _timed(desk)
    if reading.overdue or not reading.left:
        raise Not("The time of this step is over already; 'go on' moves the table on.")
    await _move(desk, MoveClock(SKIP), "The time of this step is over; 'go on' moves the table on", rest)


async def warn(desk: ControlDesk, rest: str) -> None:
    """Everybody is told that the time runs out."""
    reading = _timed(desk)
    said = "Everybody has been told that the time runs out"
    await _move(desk, MoveClock(WARN, max(0, reading.left)), said, rest, then="")


async def _move(desk: ControlDesk, act: MoveClock, said: str, rest: str, then: str = UNDOES) -> None:
    reason = cut(rest).why or cut(rest).text
    await desk.put(replace(act, why=reason), f"{said}: {reason.rstrip('.') or NO_REASON}.{then}")


def _timed(desk: ControlDesk) -> Reading:
    reading = desk.table.reading()
    if not reading.started:
        raise Not("The clock has not been started; 'start' starts it.")
    if not reading.timed:
        raise Not("This step has no time of its own; nothing runs out.")
    return reading


TOPIC = Topic(
    "clock",
    "the time of this step and of the session",
    (
        Command(
            "clock",
            "clock",
            "how long this step has, whether the debrief still fits, what to cut",
            tell,
            ("pause",),
            shows=True,
        ),
        Command("pause", "pause because a break", "stop the clock; the reason may be left out", pause, ("pause",)),
        Command("start", "start", "start the clock, or let it run on", start, ("pause",), ("resume",)),
        Command("extend", "extend 60", "give this step more time, in seconds; alone a minute", extend, ("extend",)),
        Command("skip", "skip", "end the time of this step; the table stays where it is", skip, ("skip",)),
        Command("warn", "warn", "tell everybody that the time of this step runs out", warn, ("warn",)),
    ),
)
