"""Arguments on the console: rated, objected to in secret, given an effect or a big project, estimated, settled."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from northaxis.domain.arguments import BIG, MOST_ON_ONE, MOST_POINTS, argument_odds, may_reason
from northaxis.domain.control_facts import NO_REASON, Method, NamedShift
from northaxis.domain.control_orders import AddReason, AskEstimates, EndProject, NameEffect, RateReason, SettleArgument
from northaxis.domain.ids import CONTROL, ArgumentId
from northaxis.domain.legal_arguments import BY_WORD, OF_SECRETS
from northaxis.domain.room import Argument, Project
from northaxis.domain.ruleset import Game
from northaxis.services import wording as w
from northaxis.tui.control.earlier import like_lines, ruled
from northaxis.tui.control.talking import WHY, pick, possible, quick_why, sentence, shifts, why, yes
from northaxis.tui.ink import signed
from northaxis.tui.widgets.menu_list import MenuRow
from northaxis.tui.widgets.pager import Paragraph
from northaxis.tui.words import plural

if TYPE_CHECKING:
    from northaxis.tui.control.screen import ConsoleScreen

PROJECT = "project "
"""Before the id in the row of a project."""
SETTLED = ("everybody has answered", "time is short")
"""The usual reasons for settling by the estimates that are in."""
STRENGTHS = (
    MenuRow("2", "Strong", "counts 2", "It would convince somebody who disagrees.", "s"),
    MenuRow("1", "Valid", "counts 1", "It is true and bears on the claim.", "v"),
    MenuRow("0", "Weak", "counts nothing", "Beside the point, or already counted.", "w"),
)
HOW = (
    MenuRow(Method.DICE.value, "By dice", "", "Against the need as rated.", "d"),
    MenuRow(Method.ESTIMATE.value, "By the room's estimates", "", "65 is yes, 35 is no, dice between.", "e"),
    MenuRow(Method.CONSENSUS.value, "By agreement", "", "The room agrees on what happens.", "c"),
    MenuRow(Method.FREE.value, "By my ruling", "", "You decide and say why.", "f"),
    MenuRow(Method.DROPPED.value, "Drop it", "", "Nothing happens; the point comes back.", "x"),
)  # fmt: skip


async def arguments(screen: ConsoleScreen) -> None:
    """The open arguments, and the projects that stand."""
    room = screen.model.held.state.room
    found = [one for one in room.arguments if one.settled is None]
    if not found and not room.projects:
        screen.tell("No argument is open. A seat puts one on its sheet; o makes one of an order.")
        return
    rows = [
        possible(
            screen,
            MenuRow(one.id, one.claim, "in secret" if one.secret else "", _count(one), one.seat),
            SettleArgument(one.id, Method.DROPPED, WHY),
        )
        for one in found
    ]
    if room.projects:
        rows.append(MenuRow("", "END A PROJECT"))
        rows += [
            possible(screen, _project(place, one), EndProject(one.id, WHY))
            for place, one in enumerate(room.projects, 1)
        ]
    chosen = (
        rows[0].id
        if len(rows) == 1 and not rows[0].disabled
        else await pick(screen, "Arguments and projects", (), rows, keys=bool(room.projects))
    )
    if chosen is None:
        return
    if chosen.startswith(PROJECT):
        await _end_project(screen, ArgumentId(chosen.removeprefix(PROJECT)))
    else:
        await argument(screen, chosen)


def _project(place: int, one: Project) -> MenuRow:
    hidden = ", in secret" if one.secret else ""
    key = str(place) if place < 10 else ""
    return MenuRow(f"{PROJECT}{one.id}", f"{one.id}: {one.claim}", f"held in turn {one.turn}{hidden}", one.seat, key)


async def _end_project(screen: ConsoleScreen, id: ArgumentId) -> None:
    """A project stands no longer: what was to come of it, and why it does not."""
    project = screen.model.held.state.room.project(id)
    if project is None:
        return
    game = screen.model.held.state.game
    given = await why(
        screen, f"End project {id}", project.claim, f"It would have moved: {_moved(game, project.shifts)}."
    )
    if given is not None:
        await screen.ask(EndProject(id, given))


def _moved(game: Game, moved: Iterable[NamedShift]) -> str:
    return ", ".join(f"{w.quantity_name(game, each.quantity)} {signed(each.by)}" for each in moved)


def _count(one: Argument) -> str:
    return plural(len(one.reasons), "reason")


async def argument(screen: ConsoleScreen, id: str) -> None:
    """Rate, object, name, ask, settle: again and again until it is settled or left."""
    while (found := screen.model.held.state.room.argument(ArgumentId(id))) is not None and found.settled is None:
        before = len(screen.model.held.facts)
        await screen.walk(partial(_speak_to, found=found))
        if len(screen.model.held.facts) == before:
            screen.trail.back()
            return


async def _speak_to(screen: ConsoleScreen, found: Argument) -> None:
    """One thing about an argument."""
    chosen = await pick(screen, f"{found.seat}: {found.claim}", _about(screen, found), _rows(screen, found))
    if chosen is None:
        return
    if chosen.isdecimal():
        await _rate(screen, found, int(chosen))
    elif chosen == "object":
        await _object(screen, found)
    elif chosen in ("effect", "project"):
        await _name(screen, found, chosen == "project")
    elif chosen == "ask":
        await screen.ask(AskEstimates(found.id))
    else:
        await _settle(screen, found, Method(chosen))


async def _rate(screen: ConsoleScreen, found: Argument, place: int) -> None:
    rows = [possible(screen, row, RateReason(found.id, place, int(row.id))) for row in STRENGTHS]
    strength = await pick(screen, "How strong is this reason?", (f"“{found.reasons[place].text}”",), rows)
    if strength is not None:
        await screen.ask(RateReason(found.id, place, int(strength)))


async def _object(screen: ConsoleScreen, found: Argument) -> None:
    """A reason of control's own, rated at once."""
    said = "Nobody else knows of it: say what speaks against it. The seat reads your reason and its rating."
    text = await sentence(screen, "A reason against it", (said,))
    if text is not None and await screen.ask(AddReason(found.id, supports=False, text=text)):
        now = screen.model.held.state.room.argument(found.id)
        if now is not None:
            await _rate(screen, now, len(now.reasons) - 1)


async def _name(screen: ConsoleScreen, found: Argument, is_big: bool) -> None:
    times = BIG if is_big else 1
    said = "What does it do once it has held in two turns?" if is_big else "What does it do if it holds?"
    moved = await shifts(
        screen,
        found.claim,
        said,
        times * MOST_POINTS,
        times * MOST_ON_ONE,
        lambda moved: NameEffect(found.id, moved, is_big),
    )
    if moved is not None:
        await screen.ask(NameEffect(found.id, moved, is_big))


def _about(screen: ConsoleScreen, found: Argument) -> tuple[Paragraph, ...]:
    state, odds = screen.model.held.state, argument_odds(found)
    lines: list[Paragraph] = []
    if found.secret:
        lines.append(("In secret: only this seat and you know of it. You speak against it.", "accent"))
    if found.project is not None:
        lines.append(f"Project {found.project} again: it has held once.")
    lines.append(f"As rated it needs {odds.need}: {odds.words} ({odds.chance} percent).")
    if found.shifts:
        twice = "It has to hold in two turns" if found.is_big and found.project is None else "If it holds"
        lines.append(f"{twice}: {_moved(state.game, found.shifts)}.")
    if found.asked or found.estimates:
        lines.append(_estimates(screen, found))
    lines += like_lines(screen, SettleArgument(found.id, Method.FREE))
    return tuple(lines)


def _estimates(screen: ConsoleScreen, found: Argument) -> str:
    """Who has estimated what, and whom the room waits for; no seat is told."""
    seats = screen.model.held.state.game.rules.seats
    given = ", ".join(f"{seat} {found.estimates[seat]}" for seat in seats if seat in found.estimates)
    waited = ", ".join(seat for seat in seats if seat not in found.estimates)
    asked = "The room is asked. " if found.asked else ""
    return f"{asked}Estimates in percent: {given or 'none yet'}. Not yet: {waited or 'nobody'}."


def _rows(screen: ConsoleScreen, found: Argument) -> list[MenuRow]:
    rows = []
    for place, reason in enumerate(found.reasons):
        rated = {2: "strong", 1: "valid", 0: "weak", None: "rate it"}[reason.strength]
        title = f"{'you' if reason.seat == CONTROL else reason.seat}, {'for' if reason.supports else 'against'}"
        style = "accent" if reason.strength is None else "text"
        key = str(place + 1) if place < 9 else ""
        rows.append(MenuRow(str(place), f"{title}: {reason.text}", rated, "", key, style=style))
    if may_reason(screen.model.held.state, found, CONTROL):
        rows.append(MenuRow("object", "Give a reason against it", code="o"))
    if found.action is None and found.project is None:
        named = "named" if found.shifts is not None else "not yet"
        rows.append(MenuRow("effect", "Name what it does", "" if found.is_big else named, code="n"))
        rows.append(MenuRow("project", "Make it a big project", "named" if found.is_big else "holds twice", code="b"))
    if not found.secret and not found.asked:
        rows.append(MenuRow("ask", "Ask the room for estimates", "all are told", code="q"))
    ways = [row for row in HOW if not found.secret or Method(row.id) in OF_SECRETS]
    settled = [possible(screen, row, *_outcomes(found, Method(row.id))) for row in ways]
    return [*rows, MenuRow("", "SETTLE IT"), *settled]


def _outcomes(found: Argument, method: Method) -> tuple[SettleArgument, ...]:
    """What settling it so can come to, where control says what it comes to."""
    results: tuple[bool | None, ...] = (True, False) if method in BY_WORD else (None,)
    return tuple(SettleArgument(found.id, method, WHY, result) for result in results)


async def _settle(screen: ConsoleScreen, found: Argument, method: Method) -> None:
    success: bool | None = None
    if method in BY_WORD:
        holds, fails = _outcomes(found, method)
        rows = (
            possible(screen, MenuRow("yes", "It happens", code="y"), holds),
            possible(screen, MenuRow("no", "It does not", code="n"), fails),
        )
        said = await pick(screen, found.claim, (), rows)
        if said is None:
            return
        success = said == "yes"
    reason: str | None = ""
    if method in BY_WORD or method is Method.DROPPED:
        reason = await why(screen, found.claim)
    elif method is Method.ESTIMATE:
        waited = [seat for seat in screen.model.held.state.game.rules.seats if seat not in found.estimates]
        late = f"Not in yet: {', '.join(waited)}. It is settled without them." if waited else "All have answered."
        if waited and not await yes(screen, "Settle it by the estimates that are in?", late, "Settle it"):
            return
        reason = await quick_why(screen, "Settle it by estimates", SETTLED, "" if waited else late)
        reason = None if reason is None else reason or NO_REASON
    if reason is None:
        return
    await ruled(screen, SettleArgument(found.id, method, reason, success))
