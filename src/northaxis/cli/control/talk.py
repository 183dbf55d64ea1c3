"""Words: to a seat or to all, answers to what seats ask, notes that only control reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from northaxis.cli.control.commands import Command, Topic
from northaxis.cli.control.words import Not, first_of, full, seat_from
from northaxis.domain.control_orders import Note, SettleRequest
from northaxis.domain.ids import CONTROL, RequestId, SeatId
from northaxis.domain.orders import Say
from northaxis.services import wording as w
from northaxis.services.kept_words import kept_notes

if TYPE_CHECKING:
    from northaxis.cli.control.desk import ControlDesk

UNDOES = " 'undo' undoes it."


async def say(desk: ControlDesk, rest: str) -> None:
    """Words to everybody, to one seat, or to several."""
    whom, _, words = rest.partition(" ")
    if not whom:
        raise Not("To whom? 'say all two minutes left', 'say MIN you have a moment', 'say MIN,KYI come outside'.")
    to = () if whom.casefold() in ("all", "everybody") else tuple(seat_from(desk.game, one) for one in whom.split(","))
    text = words.strip() or await desk.question_of("your words", str)
    names = w.joined(w.seat_name(desk.game, seat) for seat in to) if to else "everybody"
    await desk.put(Say(to, text), f"Said to {names}.{UNDOES}")


async def requests(desk: ControlDesk, rest: str) -> None:
    """What seats have asked and nobody has answered, the oldest first."""
    waiting = [need for need in desk.table.console.needs if need.kind == "request"]
    if not waiting:
        raise Not("No request waits for you.")
    desk.say(*(request_words(desk, need.id) for need in waiting))
    desk.say(f"'answer {waiting[0].id} ...' answers, 'decline {waiting[0].id} ...' turns it down.")


def request_words(desk: ControlDesk, id: str) -> str:
    """`MIN-1, 4 min: Minsk asks: who holds the bridge?`"""
    need = next(need for need in desk.table.console.needs if (need.kind, need.id) == ("request", id))
    found = desk.state.room.request(RequestId(id))
    who = w.seat_name(desk.game, found.seat) if found is not None else need.title
    return full(f"{id}, {need.minutes} min: {who} asks: {need.detail}")


async def answer(desk: ControlDesk, rest: str) -> None:
    """Answer a request."""
    await _settle(desk, rest, "answered")


async def decline(desk: ControlDesk, rest: str) -> None:
    """Turn a request down."""
    await _settle(desk, rest, "declined")


async def _settle(desk: ControlDesk, rest: str, status: str) -> None:
    waiting = [need.id for need in desk.table.console.needs if need.kind == "request"]
    if not waiting:
        raise Not("No request waits for you.")
    id, words = first_of(rest, waiting)
    if id is None and (named := re.match(r"[A-Za-z]{3}-[0-9]+\b", rest)) is not None:
        raise Not(f"No request {named.group().upper()} waits for you; {w.joined(waiting)} does.")
    if id is None and len(waiting) > 1:
        raise Not(f"Which request? There are {w.joined(waiting)}; 'answer {waiting[0]} not yet'.")
    id = id or waiting[0]
    desk.say(*(() if words else (request_words(desk, id),)))
    seat = id.partition("-")[0]
    text = words or await desk.question_of("your words", str)
    told = "has your answer" if status == "answered" else "knows that you turned it down"
    done = f"{w.seat_name(desk.game, SeatId(seat))} {told}: {text.rstrip('.')}.{UNDOES}"
    await desk.put(SettleRequest(RequestId(id), status, text), done)


async def note(desk: ControlDesk, rest: str) -> None:
    """A note, to a learning objective or a free one."""
    aims = [aim.id for aim in desk.game.rules.kit.objectives_of(desk.game.scenario)]
    about, words = first_of(rest, ["free", *aims])
    text = words or await desk.question_of("note", str, "Only control and the full report have it.")
    to = f" to {about}" if about not in (None, "free") else ""
    await desk.put(
        Note(about or "free", text), full(f"Noted{to}: {text}") + " A note stays; write another to correct it."
    )


async def notes(desk: ControlDesk, rest: str) -> None:
    """What control has noted so far."""
    written = kept_notes(desk.table.held.facts, CONTROL)
    desk.say(*([full(each.line) for each in written] or ["You have noted nothing so far."]))


async def objectives(desk: ControlDesk, rest: str) -> None:
    """The learning objectives that a note can be tied to."""
    aims = desk.game.rules.kit.objectives_of(desk.game.scenario)
    if not aims:
        raise Not("This scenario names no learning objectives; 'note ...' writes a free note.")
    for aim in aims:
        seen = f" Seen by: {full(w.plain(aim.evidence[0]))}" if aim.evidence else ""
        desk.say(full(f"{aim.id}: {w.plain(aim.text)}") + seen)
    desk.say(f"'note {aims[0].id} ...' writes a note to the first.")


TOPIC = Topic(
    "talk",
    "words, requests and notes",
    (
        Command(
            "say",
            "say all two minutes left",
            "words to everybody; 'say MIN ...' to a seat, 'say MIN,KYI ...' to several",
            say,
            ("say", "seat"),
        ),
        Command(
            "requests",
            "requests",
            "what seats have asked and you have not answered",
            requests,
            ("request",),
            shows=True,
        ),
        Command("answer", "answer MIN-1 not before the talks", "answer a request", answer, ("request",)),
        Command("decline", "decline MIN-1 that is for Minsk to find out", "turn a request down", decline, ("request",)),
        Command(
            "note",
            "note Minsk hesitates",
            "a note that only you read; 'note LO1 ...' to a learning objective",
            note,
            ("note",),
        ),
        Command("notes", "notes", "the notes that you have written", notes, ("note",), shows=True),
        Command(
            "objectives",
            "objectives",
            "the learning objectives that notes can be tied to",
            objectives,
            ("note",),
            ("aims",),
            shows=True,
        ),
    ),
)
