"""Links and codes in words: told, renewed, taken back, one person more on a seat, who leads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from northaxis.cli.control.commands import Command, Topic
from northaxis.cli.control.words import Not, cut, seat_from
from northaxis.domain.control_facts import NO_REASON
from northaxis.domain.ids import SeatId
from northaxis.services import wording as w
from northaxis.services.chairs import chair_name, spaced
from northaxis.services.lobby import CONTROL_CHAIR, OBSERVER_CHAIR, PROJECTOR_CHAIR, Chair, Kind, Link

if TYPE_CHECKING:
    from northaxis.cli.control.desk import ControlDesk

HIDDEN = "Links are secrets of their seats: whoever has one has the seat."
OWN = (
    "You came by this very link: you are shown out too, and only the host's own terminal tells the new one. Without "
    "control there, it has to be hosted again."
)
OTHERS = {
    **dict.fromkeys(("observer", "observers"), OBSERVER_CHAIR),
    **dict.fromkeys(("projector", "wall"), PROJECTOR_CHAIR),
    "control": CONTROL_CHAIR,
}


async def links(desk: ControlDesk, rest: str) -> None:
    """Every way in, with its code."""
    first, *others = desk.venue.entrances
    also = f" (also {', '.join(others)})" if others else ""
    desk.say(*((desk.venue.warning,) if desk.venue.warning else desk.venue.trust))
    desk.say(f"{HIDDEN} A code is typed in at {first}{also}.", f"The session is kept in {desk.venue.kept_in}.")
    bots = {one.seat for one in desk.table.console.seats if one.is_bot}
    for link in desk.door.links():
        if link.chair.seat not in bots or rest.casefold() == "all":
            desk.say(f"{chair_name(desk.door, link.chair)}: code {spaced(link.code)}, {_here(desk, link.chair)}.")
    for chair in desk.door.without_link():
        desk.say(f"{chair_name(desk.door, chair)}: no link; 'renew {_typed(chair)}' makes one.")
    if bots and rest.casefold() != "all":
        desk.say(f"Bots hold {w.joined(sorted(bots))}; 'links all' tells theirs too.")
    desk.say("'link MIN' tells one in full.")


def _here(desk: ControlDesk, chair: Chair) -> str:
    if any(one.is_here for one in desk.door.presence() if one.chair == chair):
        return "here"
    holder = desk.state.holders.get(chair.seat) if chair.kind is Kind.SEAT else None
    return "a bot holds the seat" if holder is not None and holder.level else "nobody is here"


async def link(desk: ControlDesk, rest: str) -> None:
    """One link: its address and code; with `qr` behind it the picture too."""
    text, picture, _ = rest.casefold().partition(" qr")
    chair = _chair(desk, text)
    found = next((one for one in desk.door.links() if one.chair == chair), None)
    if found is None:
        raise Not(f"{chair_name(desk.door, chair)} has no link now; 'renew {_typed(chair)}' makes one.")
    _tell(desk, found)
    if picture:
        desk.say(*desk.venue.qr(desk.venue.address(found)))


def _tell(desk: ControlDesk, found: Link) -> None:
    name = chair_name(desk.door, found.chair)
    desk.say(f"Code of {name}: {spaced(found.code)}", f"Link of {name}: {desk.venue.address(found)}")


async def renew(desk: ControlDesk, rest: str) -> None:
    """A new link; the old one is dead at once."""
    chair, why = _asked(desk, rest)
    if chair not in desk.door.without_link():
        own = chair == desk.door.chair and desk.door.came_by_link
        dead = OWN if own else "The old link is dead at once, and who came by it is shown out."
        await desk.sure(f"Renew the link of {chair_name(desk.door, chair)}? {dead}", "renew it")
    with desk.acting():
        found = await desk.door.reissue(chair, why)
    await desk.told(
        f"{chair_name(desk.door, chair)} has a new link: {why or NO_REASON}. The old one is dead; "
        "that cannot be undone."
    )
    _tell(desk, found)


async def revoke(desk: ControlDesk, rest: str) -> None:
    """Take a link back: nobody comes in by it until it is renewed."""
    chair, why = _asked(desk, rest)
    if chair in desk.door.without_link():
        raise Not(f"{chair_name(desk.door, chair)} has no link; 'renew {_typed(chair)}' makes one.")
    own = chair == desk.door.chair and desk.door.came_by_link
    out = OWN if own else "Who came by it is shown out."
    await desk.sure(f"Take back the link of {chair_name(desk.door, chair)}? {out}", "take it back")
    with desk.acting():
        await desk.door.revoke(chair, why)
    gone = f"The link of {chair_name(desk.door, chair)} is dead: {why or NO_REASON}."
    await desk.told(f"{gone} That cannot be undone; 'renew {_typed(chair)}' makes a new one.")


async def add_person(desk: ControlDesk, rest: str) -> None:
    """One person more on a seat: a member, who sees and writes while the lead seals."""
    text, why = cut(rest)
    seat = seat_from(desk.game, text)
    with desk.acting():
        found = await desk.door.add_person(seat, why)
    name = chair_name(desk.door, found.chair)
    await desk.told(f"{name} has a link: {why or NO_REASON}. 'undo' takes it back.")
    _tell(desk, found)


async def lead(desk: ControlDesk, rest: str) -> None:
    """Let another of its people lead a seat."""
    chair, why = _asked(desk, rest)
    if chair.kind is not Kind.SEAT:
        raise Not("Only a seat has a lead, like 'lead MIN 2'.")
    if desk.door.lead_of(chair.seat) == chair.person:
        raise Not(f"Person {chair.person} leads {chair.seat} already; 'lead {chair.seat} 2' gives it to another.")
    if chair in desk.door.without_link():
        raise Not(f"{chair_name(desk.door, chair)} has no link; 'renew {_typed(chair)}' makes one first.")
    with desk.acting():
        await desk.door.move_lead(chair.seat, chair.person, why)
    await desk.told(f"Person {chair.person} leads {chair.seat} now: {why or NO_REASON}. 'undo' gives the lead back.")


def _asked(desk: ControlDesk, rest: str) -> tuple[Chair, str]:
    text, why = cut(rest)
    return _chair(desk, text), why


def _chair(desk: ControlDesk, text: str) -> Chair:
    """A chair as it is typed: a seat, a seat and which of its people, or one of the others. Not."""
    if text.strip().casefold() in OTHERS:
        return OTHERS[text.strip().casefold()]
    name, _, number = text.strip().rpartition(" ")
    person = int(number) if name and number.isdecimal() else 1
    seat = seat_from(desk.game, name if name and number.isdecimal() else text)
    chair = Chair(Kind.SEAT, SeatId(seat), person)
    known = {link.chair for link in desk.door.links()} | set(desk.door.without_link())
    if chair not in known:
        people = sum(1 for one in known if one.kind is Kind.SEAT and one.seat == seat)
        raise Not(f"{seat} has {people} {'person' if people == 1 else 'people'}; 'add person {seat}' adds one.")
    return chair


def _typed(chair: Chair) -> str:
    """A chair as it can be typed."""
    if chair.kind is not Kind.SEAT:
        return str(chair.kind)
    return f"{chair.seat} {chair.person}" if chair.person > 1 else str(chair.seat)


TOPIC = Topic(
    "links",
    "links and codes",
    (
        Command(
            "links", "links", "every link with its code, and where codes are typed in", links, ("links",), shows=True
        ),
        Command(
            "link",
            "link MIN",
            "one link in full; 'link MIN 2' of a second person, 'link projector'; 'link MIN qr' draws its QR code",
            link,
            ("links", "seat"),
            shows=True,
        ),
        Command(
            "renew",
            "renew MIN because somebody else may have seen it",
            "a new link; the old one is dead at once",
            renew,
            ("links",),
        ),
        Command(
            "revoke",
            "revoke MIN because it went to the wrong person",
            "take a link back",
            revoke,
            ("links",),
            ("take back",),
        ),
        Command(
            "add person",
            "add person MIN because a team plays this seat",
            "one person more on a seat",
            add_person,
            ("links", "seat"),
        ),
        Command(
            "lead",
            "lead MIN 2 because they take turns",
            "let another of its people lead a seat",
            lead,
            ("links", "seat"),
        ),
    ),
)
