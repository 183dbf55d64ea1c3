"""Who sits where and what they owe: the readiness of the room, who is here, bots and persons, standing in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from northaxis.cli.control.by_hand import pass_round, stand_in
from northaxis.cli.control.commands import Command, Topic
from northaxis.cli.control.talk import request_words
from northaxis.cli.control.telling import hold_words, time_words
from northaxis.cli.control.words import Not, cut, full, seat_from
from northaxis.domain.control_facts import NO_REASON
from northaxis.domain.control_orders import Reseat
from northaxis.services import wording as w
from northaxis.services.chairs import chair_name
from northaxis.services.console import QUIET, SeatLine
from northaxis.services.moving_on import waited_for
from northaxis.services.session_clock import clock_words
from northaxis.services.whose import Whose

if TYPE_CHECKING:
    from northaxis.cli.control.desk import ControlDesk

UNDOES = " 'undo' undoes it."


async def ready(desk: ControlDesk, rest: str) -> None:
    """Who owes something, who is quiet, and the oldest request."""
    desk.table.tally()
    console = desk.table.console
    owing = [one for one in console.seats if one.owes]
    for one in owing:
        quiet = f", quiet for {one.quiet} min" if one.quiet >= QUIET else ""
        here = "" if one.is_bot or one.here else ", nobody is here"
        desk.say(f"{w.seat_name(desk.game, one.seat)} owes {one.owes}: {one.status or 'nothing so far'}{quiet}{here}.")
    quiet_ones = [one for one in console.seats if one.quiet >= QUIET and one.here and not one.owes]
    for one in quiet_ones:
        desk.say(f"{w.seat_name(desk.game, one.seat)} owes nothing and has been quiet for {one.quiet} min.")
    if not owing:
        desk.say("Nobody owes anything: 'go on' moves the table on." if desk.state.over is None else "Play is over.")
    waiting = [need for need in console.needs if need.kind == "request"]
    more = f" {len(waiting)} wait in all." if len(waiting) > 1 else ""
    desk.say(f"Oldest request: {request_words(desk, waiting[0].id)}{more}" if waiting else "No request waits.")


async def status(desk: ControlDesk, rest: str) -> None:
    """Where the table stands, and everything that waits for control."""
    desk.table.tally()
    state, console, reading = desk.state, desk.table.console, desk.table.reading()
    if console.held:
        desk.say(hold_words(console.held))
    turn = f"Turn {state.turn} of {state.turns}" if state.turn else f"Before turn 1 of {state.turns}"
    time = time_words(reading)
    desk.say(f"{turn}, {w.SAY[state.step]}{f', {time}' if time else ''}.")
    desk.say(*(f"{w.capital(text.rstrip('.'))}." for text in console.now))
    waited = w.joined(w.seat_name(desk.game, seat) for seat in waited_for(console))
    desk.say(f"Waits for {waited}." if waited else "Nobody is waited for.")
    desk.say(*clock_words(reading))
    tokens = f"{console.tokens} override token{'' if console.tokens == 1 else 's'} left"
    desk.say(f"{w.capital(tokens)}, and {console.free} points of free effects in this turn.")
    await waits(desk, "")


async def waits(desk: ControlDesk, rest: str) -> None:
    """What waits for control: requests, arguments, rulings."""
    needs = desk.table.console.needs
    for need in needs:
        since = f" ({need.minutes} min)" if need.minutes else ""
        desk.say(full(f"{w.capital(need.kind)} {need.id}{since}: {need.title}: {need.detail}"))
    if not needs:
        desk.say("Nothing waits for you.")
        return
    first = {need.kind for need in needs}
    ways = (("request", "'requests'"), ("argument", "'arguments'"), ("ruling", "'rule'"))
    desk.say(f"{w.joined(way for kind, way in ways if kind in first)} {'say' if len(first) > 1 else 'says'} more.")


async def seats(desk: ControlDesk, rest: str) -> None:
    """Every seat, or one: who holds it, whether they are here, what it owes."""
    desk.table.tally()
    wanted = seat_from(desk.game, rest) if rest else None
    shown = [one for one in desk.table.console.seats if wanted in (None, one.seat)]
    desk.say(*(_line(one) for one in shown))
    if wanted is not None:
        other = (
            f"'person {wanted} Ann' gives it to a person" if shown[0].is_bot else f"'bot {wanted}' gives it to a bot"
        )
        desk.say(
            f"'as {wanted}' stands in for it, {other}, 'link {wanted}' tells its link, 'say {wanted} ...' talks to it."
        )


def _line(one: SeatLine) -> str:
    who = one.holder
    if one.is_bot:
        who += ", its link open" if one.here else ""
    else:
        who += ", away" if not one.here else ", here" if one.here == 1 else f", {one.here} here"
    quiet = f"quiet for {one.quiet} min" if one.quiet >= QUIET else ""
    parts = ", ".join(part for part in (f"owes {one.owes}" if one.owes else "", one.status, quiet) if part)
    return f"{one.seat} {one.name}: {who}{f'; {parts}' if parts else ''}."


async def who(desk: ControlDesk, rest: str) -> None:
    """Who is here and who is away: seats that people hold, the wall, those who look on."""
    bots = {one.seat for one in desk.table.console.seats if one.is_bot}
    found = [one for one in desk.door.presence() if one.chair.seat not in bots]
    here = [chair_name(desk.door, one.chair) for one in found if one.is_here]
    away = [chair_name(desk.door, one.chair) for one in found if not one.is_here]
    desk.say(f"Here: {w.joined(here) or 'nobody'}.", f"Away: {w.joined(away) or 'nobody'}.")
    if bots:
        desk.say(f"Bots hold {w.joined(sorted(bots))}.")


async def bot(desk: ControlDesk, rest: str) -> None:
    """Give a seat to a bot, which goes on from the sheet as it is."""
    text, why = cut(rest)
    name, _, level = text.partition(" ")
    seat = seat_from(desk.game, name)
    levels = desk.game.rules.bots.levels
    usual = "staff" if "staff" in levels else next(iter(levels))
    wanted = level.strip().casefold() or usual
    if wanted not in levels:
        raise Not(f"There is no level '{level.strip()}'; there are: {', '.join(levels)}.")
    said = f"{w.seat_name(desk.game, seat)} is played by a bot, level {wanted}: {why or NO_REASON}."
    await desk.put(Reseat(seat, "bot", wanted, why), f"{said} Its link shows nothing of the seat now.{UNDOES}")


async def person(desk: ControlDesk, rest: str) -> None:
    """Give a seat to a person by a name; its link works again at once."""
    text, why = cut(rest)
    first, _, name = text.partition(" ")
    seat = seat_from(desk.game, first)
    before = Whose().after(desk.table.held.facts).last.get(seat, "")
    if not name.strip() and before:
        again = f"{before} had it last: enter gives it back by the same link. Another name is another person."
        name = await desk.question_of("their name", lambda typed: typed or before, again, enter_stops=False)
    name = name.strip() or await desk.question_of("their name", str)
    said = f"{name} holds {w.seat_name(desk.game, seat)}: {why or NO_REASON}. 'link {seat}' tells the link.{UNDOES}"
    await desk.put(Reseat(seat, name, None, why), said)


TOPIC = Topic(
    "seats",
    "who sits where and what they owe",
    (
        Command(
            "ready", "ready", "who owes something, who is quiet, the oldest request", ready, ("seats-pane",), shows=True
        ),
        Command(
            "status",
            "status",
            "where the table stands, the time, what waits for you",
            status,
            ("needs-pane",),
            shows=True,
        ),
        Command(
            "waits", "waits", "what waits for you: requests, arguments, rulings", waits, ("needs-pane",), shows=True
        ),
        Command(
            "seats",
            "seats",
            "every seat; 'seats MIN' one of them",
            seats,
            ("seats-pane", "seat"),
            ("seat",),
            shows=True,
        ),
        Command("who", "who", "who is here and who is away", who, ("seats-pane",), ("presence",), shows=True),
        Command("bot", "bot MIN staff because she has left", "give a seat to a bot", bot, ("seat",)),
        Command("person", "person MIN Ann because she is back", "give a seat to a person", person, ("seat",)),
        Command(
            "as",
            "as MIN",
            "stand in for a seat with its own commands; 'as MIN seal' for a single one",
            stand_in,
            ("seat", "table"),
            ("stand in",),
        ),
        Command(
            "pass", "pass", "pass this device round: each seat that owes something in turn", pass_round, ("table",)
        ),
    ),
)
