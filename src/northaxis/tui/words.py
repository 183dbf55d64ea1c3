"""Small phrases that screens share: when something was, what a thing is called. English, one line each."""

from __future__ import annotations

from datetime import datetime, timedelta

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def when(then: int, now: int) -> str:
    """A moment seen from now (both milliseconds since 1970 UTC), by the clock on the wall here."""
    if not then:
        return "at some time"
    at, today = datetime.fromtimestamp(then / 1000), datetime.fromtimestamp(now / 1000)
    clock = f"{at:%H:%M}"
    if at.date() == today.date():
        return f"today at {clock}"
    if at.date() == (today - timedelta(days=1)).date():
        return f"yesterday at {clock}"
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year} at {clock}"


def plural(count: int, one: str, many: str = "") -> str:
    """`1 turn`, `4 turns`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def capital(text: str) -> str:
    """With a capital first letter."""
    return text[:1].upper() + text[1:]
