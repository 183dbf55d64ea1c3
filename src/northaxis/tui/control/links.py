"""Links and codes: every way to the table, renewed or taken back, several people on one seat and who leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from northaxis.domain.ids import CONTROL, SeatId
from northaxis.services.client import DoorClosed
from northaxis.services.lobby import Chair, Kind, Link
from northaxis.services.ports import StoreFailed
from northaxis.services.table import TableHeld
from northaxis.tui.control.prompts import Sheet
from northaxis.tui.control.talking import ask, given, pick, quick_why, yes
from northaxis.tui.ink import BLANK, line
from northaxis.tui.widgets.menu_list import MenuRow
from northaxis.tui.widgets.pager import Paragraph

if TYPE_CHECKING:
    from northaxis.tui.control.screen import ConsoleScreen

NO_LINK = "Its link was taken back; enter makes a new one."
NOT_SCANNED = "The QR code leaves out what stands from '#' on: northaxis join needs it, a browser does not."
PIN_ROW = 36
"""Signs of a fingerprint in a row of a link that is shown."""
OWN = (
    "You came by this very link: you are shown out too, and only the screen of the host shows the new one. Without a "
    "console there, it has to be hosted again."
)
HIDDEN = "Links are secrets of their seats: keep this off the projector."

NEW = ("somebody else may have seen it", "another device", "it was lost")
GONE = ("this person has left", "it went to the wrong person")
MORE = ("a team plays this seat", "somebody came late")
HELPS = ("a helper", "an evaluator who takes notes", "somebody takes over")
MORE_CONTROL = "A console of their own; the log says which of you did what."
LEADS = ("they take turns", "the lead has left")


def _secrets(screen: ConsoleScreen) -> tuple[str, ...]:
    """What to know before a link is shown."""
    return (HIDDEN, screen.venue.warning) if screen.venue.warning else (HIDDEN, *screen.venue.trust[:1])


async def links(screen: ConsoleScreen) -> None:
    """Every link of the table."""
    door = screen.model.door
    rows = [_row(screen, link) for link in door.links()]
    rows += [MenuRow(chair.id, _name(screen, chair), "no link", NO_LINK) for chair in door.without_link()]
    rows.append(MenuRow("add", "One person more in control", "", MORE_CONTROL, "+"))
    chosen = await pick(screen, "Links", (*_entrance(screen), *_secrets(screen)), rows, keys=False)
    if chosen == "add":
        await _add(screen, CONTROL, HELPS)
        return
    found = next((link for link in door.links() if link.chair.id == chosen), None)
    if found is not None:
        await _link(screen, found)
        return
    lost = next((chair for chair in door.without_link() if chair.id == chosen), None)
    if lost is not None and await yes(screen, "A new link?", "It has none now: its link was taken back.", "Make one"):
        try:
            await _renew(screen, lost)
        except (ValueError, DoorClosed, StoreFailed, TableHeld) as problem:
            screen.tell(str(problem), "accent")


async def seat_links(screen: ConsoleScreen, seat: SeatId) -> None:
    """The links of one seat."""
    mine = [link for link in screen.model.door.links() if link.chair.seat == seat]
    rows = [_row(screen, link) for link in mine]
    rows.append(MenuRow("add", "One person more on this seat", "", "Members see and write; the lead seals.", "+"))
    if not mine:
        rows.insert(0, MenuRow("renew", "A new link", "", "It has none now.", "n"))
    chosen = await pick(screen, f"Links of {seat}", _secrets(screen), rows, keys=False)
    try:
        if chosen == "add":
            await _add(screen, seat, MORE)
        elif chosen == "renew":
            await _renew(screen, Chair(Kind.SEAT, seat))
        else:
            found = next((link for link in mine if link.chair.id == chosen), None)
            if found is not None:
                await _link(screen, found)
    except (ValueError, DoorClosed, StoreFailed, TableHeld) as problem:
        screen.tell(str(problem), "accent")


async def _add(screen: ConsoleScreen, seat: SeatId, usual: tuple[str, ...]) -> None:
    """A link for one person more on a seat, or in control."""
    where = "in control" if seat == CONTROL else f"on {seat}"
    if (reason := await quick_why(screen, f"One person more {where}", usual)) is None:
        return
    try:
        link = await screen.model.door.add_person(seat, reason)
    except (ValueError, DoorClosed, StoreFailed, TableHeld) as problem:
        screen.tell(str(problem), "accent")
        return
    await screen.told(f"{_name(screen, link.chair)} has a link: {given(reason)}. u takes it back.")
    await show_link(screen, link)


def _entrance(screen: ConsoleScreen) -> tuple[str, ...]:
    """Where a code is typed in, and where the session is kept."""
    first, *others = screen.venue.entrances
    also = f" (also {', '.join(others)})" if others else ""
    return f"A code is typed in at {first}{also}.", f"The session is kept in {screen.venue.kept_in}"


async def _renew(screen: ConsoleScreen, chair: Chair) -> None:
    if (reason := await quick_why(screen, "A new link", NEW)) is not None:
        link = await screen.model.door.reissue(chair, reason)
        await screen.told(f"{_name(screen, chair)} has a new link: {given(reason)}. The old one is dead.")
        await show_link(screen, link)


def _row(screen: ConsoleScreen, link: Link) -> MenuRow:
    chair = link.chair
    here = any(one.is_here for one in screen.model.door.presence() if one.chair == chair)
    holder = screen.model.held.state.holders.get(chair.seat) if chair.kind is Kind.SEAT else None
    empty = "a bot holds it; g gives it to a person" if holder is not None and holder.level else "nobody is here"
    return MenuRow(chair.id, _name(screen, chair), f"code {spaced(link.code)}", "here" if here else empty)


def _name(screen: ConsoleScreen, chair: Chair) -> str:
    if chair.kind is not Kind.SEAT:
        name = {Kind.OBSERVER: "Observers", Kind.PROJECTOR: "Projector", Kind.CONTROL: "Control"}[chair.kind]
        return f"{name} {chair.person}" if chair.person > 1 else name
    if screen.model.door.lead_of(chair.seat) == chair.person:
        return f"{chair.seat}, the lead" if chair.person > 1 else f"{chair.seat}"
    return f"{chair.seat}, person {chair.person}"


def spaced(code: str) -> str:
    """A code in groups of four, as it is read aloud."""
    return " ".join(code[n : n + 4] for n in range(0, len(code), 4)).upper()


async def _link(screen: ConsoleScreen, link: Link) -> None:
    """One link: show it, renew it, take it back, make its person the lead."""
    rows = [
        MenuRow("show", "Show it, with its QR code", code="s"),
        MenuRow("renew", "Renew it", "", "The old link is dead at once, and who came by it is shown out.", "n"),
        MenuRow("revoke", "Take it back", "", "Nobody comes in by it until you renew it.", "x"),
    ]
    is_seat = link.chair.kind is Kind.SEAT
    if is_seat and screen.model.door.lead_of(link.chair.seat) != link.chair.person:
        rows.append(MenuRow("lead", "Let this person lead the seat", "", "Seals, chooses, demands and signs.", "l"))
    chosen = await pick(screen, _name(screen, link.chair), _secrets(screen), rows)
    is_own = link.chair == screen.model.door.chair and screen.model.door.came_by_link
    dead = OWN if is_own else "The old one is dead at once."
    out = OWN if is_own else "Who came by it is shown out."
    try:
        match chosen:
            case "show":
                await show_link(screen, link)
            case "renew" if await yes(screen, "Renew this link?", dead, "Renew it"):
                await _renew(screen, link.chair)
            case "revoke" if await yes(screen, "Take this link back?", out, "Take it back"):
                if (reason := await quick_why(screen, "Take this link back", GONE)) is not None:
                    await screen.model.door.revoke(link.chair, reason)
                    await screen.told(f"The link is dead: {given(reason)}. l gives a new one.")
            case "lead":
                if (reason := await quick_why(screen, "Another lead", LEADS)) is not None:
                    await screen.model.door.move_lead(link.chair.seat, link.chair.person, reason)
                    who = f"Person {link.chair.person} leads {link.chair.seat} now"
                    await screen.told(f"{who}: {given(reason)}. u gives the lead back.")
            case _:
                pass
    except (ValueError, DoorClosed, StoreFailed, TableHeld) as problem:
        screen.tell(str(problem), "accent")


async def show_link(screen: ConsoleScreen, link: Link) -> None:
    """The address, the code and the QR code."""
    address = screen.venue.address(link)
    light = "bright" if screen.app.current_theme.dark else "on-bright"  # light blocks on a dark ground
    shown: list[Paragraph] = [
        *(line("  ", (row, light)) for row in screen.venue.qr(address)),
        line(("  code  ", "dim"), (spaced(link.code), "bright bold")),
    ]
    page, pins, pin = address.partition("#")
    rows = [page, *(f"{pins}{pin}"[n : n + PIN_ROW] for n in range(0, len(pins + pin), PIN_ROW))]
    shown += [line(("  link  " if row is page else "        ", "dim"), (row, "bright")) for row in rows]
    if screen.venue.trust:
        shown += [said for text in (NOT_SCANNED, *screen.venue.trust) for said in (BLANK, text)]
    await ask(screen, lambda: Sheet(_name(screen, link.chair), shown))
