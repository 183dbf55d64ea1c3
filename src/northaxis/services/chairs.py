"""Chairs in words: a seat, its lead, its second person, the observers."""

from __future__ import annotations

from northaxis.services.hosted import ControlDoor
from northaxis.services.lobby import Chair, Kind


def chair_name(door: ControlDoor, chair: Chair) -> str:
    """`MIN`, `MIN, person 2`, `MIN, the lead` or `Observers`."""
    if chair.kind is not Kind.SEAT:
        return {Kind.OBSERVER: "Observers", Kind.PROJECTOR: "Projector", Kind.CONTROL: "Control"}[chair.kind]
    if door.lead_of(chair.seat) == chair.person:
        return f"{chair.seat}, the lead" if chair.person > 1 else f"{chair.seat}"
    return f"{chair.seat}, person {chair.person}"


def spaced(code: str) -> str:
    """A code in groups of four, as it is read aloud."""
    return " ".join(code[n : n + 4] for n in range(0, len(code), 4)).upper()
