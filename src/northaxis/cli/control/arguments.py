"""Arguments in words: read out, reasons rated, objected to, an effect named, estimates asked for, settled; projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from northaxis.cli.control.commands import Command, Topic
from northaxis.cli.control.words import Not, Typed, cut, first_of, shifts_from, yes_or_no
from northaxis.domain.arguments import BIG, MOST_ON_ONE, MOST_POINTS
from northaxis.domain.control_facts import Method
from northaxis.domain.control_orders import AddReason, AskEstimates, EndProject, NameEffect, RateReason, SettleArgument
from northaxis.domain.ids import ArgumentId
from northaxis.domain.room import Argument
from northaxis.services import wording as w
from northaxis.services.like_rulings import like_act
from northaxis.services.room import argument_lines, project_lines, shift_words

if TYPE_CHECKING:
    from northaxis.cli.control.desk import ControlDesk

UNDOES = " 'undo' undoes it."
STRENGTHS = {"strong": 2, "valid": 1, "weak": 0, "2": 2, "1": 1, "0": 0}
SAID = {2: "strong", 1: "valid", 0: "weak"}
METHODS = {
    "dice": Method.DICE,
    "estimates": Method.ESTIMATE,
    "estimate": Method.ESTIMATE,
    "agreement": Method.CONSENSUS,
    "consensus": Method.CONSENSUS,
    "word": Method.FREE,
    "free": Method.FREE,
    "drop": Method.DROPPED,
    "dropped": Method.DROPPED,
}
NONE = "No argument is open. A seat puts one on its sheet; 'argue 1 because ...' makes one of an order."


async def arguments(desk: ControlDesk, rest: str) -> None:
    """The open arguments in full, or one of them; then the projects that stand."""
    found = _open(desk)
    if rest:
        found = [_argument(desk, rest)[0]]
    projects = [] if rest else project_lines(desk.game, desk.door.view())
    if not found and not projects:
        raise Not(NONE)
    for one in found:
        desk.say(*_told(desk, one))
    desk.say(*(line.strip() for line in projects))
    if projects:
        desk.say("'end project T1-KYI because ...' ends one.")


def _told(desk: ControlDesk, one: Argument) -> list[str]:
    view = desk.door.view()
    seen = next((each for each in view.arguments if each.id == one.id), None)
    lines = (
        [line.strip() for line in argument_lines(desk.game, view, seen)] if seen is not None else [w.plain(one.claim)]
    )
    secret = " In secret: only this seat and you know of it." if one.secret else ""
    said = [f"{one.id}. {lines[0]}{secret}", *lines[1:]]
    if one.asked or one.estimates:
        said.append(_estimates(desk, one))
    said += [
        f"Reason {place} is not rated: 'rate {one.id} {place} strong', valid or weak."
        for place, reason in enumerate(one.reasons, 1)
        if reason.strength is None
    ]
    if one.shifts is None and one.action is None and one.project is None:
        said.append(
            f"It has no effect yet: 'effect {one.id} warning+1', or 'project {one.id} warning+2' to hold twice."
        )
    before = like_act(desk.state, desk.table.held.facts, SettleArgument(one.id, Method.FREE))
    said += [f"Ruled before: {text}" for text in before]
    return [*said, f"'settle {one.id} dice' rolls; also estimates, agreement yes, word no, drop."]


def _estimates(desk: ControlDesk, one: Argument) -> str:
    """Who has estimated what, and whom the room waits for; no seat is told."""
    seats = desk.game.rules.seats
    given = ", ".join(f"{seat} {one.estimates[seat]} percent" for seat in seats if seat in one.estimates)
    waited = ", ".join(seat for seat in seats if seat not in one.estimates)
    return f"Estimates: {given or 'none yet'}. Not yet: {waited or 'nobody'}."


def _open(desk: ControlDesk) -> list[Argument]:
    return [one for one in desk.state.room.arguments if one.settled is None]


def _argument(desk: ControlDesk, text: str) -> tuple[Argument, str]:
    """An open argument by its id, or the only one; and the rest of the words. Not."""
    found = _open(desk)
    if not found:
        raise Not(NONE)
    id, rest = first_of(text, [str(one.id) for one in found])
    if id is None and len(found) > 1:
        raise Not(f"Several are open: {', '.join(one.id for one in found)}; name one of them first.")
    return next((one for one in found if one.id == id), found[0]), rest


async def rate(desk: ControlDesk, rest: str) -> None:
    """How strong a reason is."""
    one, words = _argument(desk, cut(rest).text)
    place_text, _, strength_text = words.partition(" ")
    strength = STRENGTHS.get(strength_text.strip().casefold())
    place = int(place_text) if place_text.isdecimal() and len(place_text) < 4 else 0
    if not 1 <= place <= len(one.reasons) or strength is None:
        raise Not(f"Which reason, and how strong? 'rate {one.id} 1 strong', valid or weak; it has {len(one.reasons)}.")
    text = w.plain(one.reasons[place - 1].text)
    done = f"Reason {place} of {one.id} is {SAID[strength]}: {text.rstrip('.')}.{UNDOES}"
    await desk.put(RateReason(one.id, place - 1, strength), done)


async def object_to(desk: ControlDesk, rest: str) -> None:
    """A reason of control's own against an argument in secret, rated at once."""
    one, words = _argument(desk, cut(rest).text)
    said = "Say what speaks against it. The seat reads your reason and its rating."
    text = words or await desk.question_of("against it", str, said)
    if not await desk.put(AddReason(one.id, False, text), f"You object to {one.id}: {text.rstrip('.')}.{UNDOES}"):
        return

    def strength(typed: str) -> int:
        found = STRENGTHS.get(typed.casefold())
        if found is None:
            raise Not("Strong, valid or weak.")
        return found

    rated = await desk.question_of("how strong", strength, "How strong is your reason: strong, valid or weak?")
    now = desk.state.room.argument(one.id)
    if now is not None:
        await desk.put(RateReason(one.id, len(now.reasons) - 1, rated), f"Your reason is {SAID[rated]}.{UNDOES}")


async def effect(desk: ControlDesk, rest: str) -> None:
    """What an argument does if it holds."""
    await _name(desk, rest, is_big=False)


async def project(desk: ControlDesk, rest: str) -> None:
    """What an argument does once it has held in two turns."""
    await _name(desk, rest, is_big=True)


async def _name(desk: ControlDesk, rest: str, is_big: bool) -> None:
    one, words = _argument(desk, cut(rest).text)
    times = BIG if is_big else 1
    shifts = shifts_from(desk.game, words, times * MOST_POINTS, times * MOST_ON_ONE)
    if not shifts:
        raise Not(f"What does it move? Like '{'project' if is_big else 'effect'} {one.id} warning+1, escalation-1'.")
    twice = "holds in two turns" if is_big else "holds"
    done = f"If {one.id} {twice}: {shift_words(desk.game, shifts)}.{UNDOES}"
    await desk.put(NameEffect(one.id, shifts, is_big), done)


async def ask_estimates(desk: ControlDesk, rest: str) -> None:
    """Ask every seat how likely an argument is."""
    one, _ = _argument(desk, cut(rest).text)
    await desk.put(AskEstimates(one.id), f"Every seat is asked how likely {one.id} is, in percent.{UNDOES}")


async def settle(desk: ControlDesk, rest: str) -> None:
    """Close an argument: by dice, estimates, agreement, control's word, or not at all."""
    typed = cut(rest)
    one, words = _argument(desk, typed.text)
    how, _, answer = words.removeprefix("by ").removeprefix("my ").partition(" ")
    method = METHODS.get(how.casefold())
    if method is None:
        ways = "dice, estimates, agreement yes, agreement no, word yes, word no, drop"
        raise Not(f"How? 'settle {one.id} dice'; there are: {ways}.")
    success, reason = None, typed.why
    if method in (Method.FREE, Method.CONSENSUS):
        success = yes_or_no(answer)
        if success is None:
            success = await desk.question_of("yes or no", _answer, f"Does it hold? {w.plain(one.claim)}")
    if method in (Method.FREE, Method.CONSENSUS, Method.DROPPED):
        reason = await desk.why(typed.why)
    await desk.put(SettleArgument(one.id, method, reason, success), then=UNDOES)


def _answer(typed: str) -> bool:
    answer = yes_or_no(typed)
    if answer is None:
        raise Not("Yes or no.")
    return answer


async def end_project(desk: ControlDesk, rest: str) -> None:
    """A project stands no longer."""
    typed: Typed = cut(rest)
    found = {one.id.casefold(): one for one in desk.state.room.projects}
    if not found:
        raise Not("No project stands.")
    one = found.get(typed.text.casefold()) or (
        next(iter(found.values())) if len(found) == 1 and not typed.text else None
    )
    if one is None:
        raise Not(f"Which project? There are: {', '.join(each.id for each in found.values())}.")
    desk.say(f"{w.plain(one.claim)}: it would have moved {shift_words(desk.game, one.shifts)}.")
    reason = await desk.why(typed.why)
    done = f"Project {one.id} is ended: {reason.rstrip('.')}.{UNDOES}"
    await desk.put(EndProject(ArgumentId(one.id), reason), done)


TOPIC = Topic(
    "arguments",
    "arguments, estimates and projects",
    (
        Command(
            "arguments",
            "arguments",
            "the open arguments in full, and the projects that stand",
            arguments,
            ("argument",),
            ("argument",),
            shows=True,
        ),
        Command("rate", "rate T1-MIN 1 strong", "how strong a reason is: strong, valid or weak", rate, ("argument",)),
        Command(
            "object",
            "object T1-MIN nobody would sell it",
            "a reason of yours against a whispered argument",
            object_to,
            ("argument",),
        ),
        Command("effect", "effect T1-MIN warning+1", "what it does if it holds", effect, ("argument",)),
        Command(
            "project",
            "project T1-MIN warning+2",
            "make it a big project, which has to hold in two turns",
            project,
            ("argument",),
        ),
        Command(
            "ask estimates", "ask estimates T1-MIN", "ask every seat how likely it is", ask_estimates, ("argument",)
        ),
        Command(
            "settle",
            "settle T1-MIN dice",
            "close it: dice, estimates, agreement yes, word no, drop",
            settle,
            ("argument",),
        ),
        Command(
            "end project",
            "end project T1-KYI because of events",
            "a project stands no longer",
            end_project,
            ("argument",),
        ),
    ),
)
