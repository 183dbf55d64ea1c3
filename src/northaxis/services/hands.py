"""Several people in control at one table: which of them an entry of the journal came from, by the command it bears."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from northaxis.domain.ids import CONTROL

NO_HANDS: Mapping[int, int] = MappingProxyType({})
_OF_CONTROL = re.compile(rf"{CONTROL}/(\d)\.|[A-Z]+/stand-in\.(\d)\.")


def marked(person: int, command: str) -> str:
    """A command of control that says whose it was."""
    return f"{person}.{command}"


def hand_of(command: str) -> int:
    """Which person in control gave a stored command; 0 where it was not control, or before they were told apart."""
    found = _OF_CONTROL.match(command)
    return int(found[1] or found[2]) if found is not None else 0


def hands(commands: Iterable[str]) -> Mapping[int, int]:
    """The places (from 0) of what others in control did than the first, each with the person's number."""
    return {place: hand for place, command in enumerate(commands) if (hand := hand_of(command)) > 1}


def named(headline: str, hand: int) -> str:
    """A line about control, with the number of the person: `Control 2 shifted ...`; the first has none."""
    is_about = headline == "Control" or headline.startswith("Control ")
    return f"Control {hand}{headline.removeprefix('Control')}" if hand > 1 and is_about else headline
