"""What the console's keys ask and do: the table's steps, its clock, the way back, seats, requests, notes, links."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from northaxis.domain.control_orders import EndPlay, MoveClock, Note, Reseat, SettleRequest, StepBack
from northaxis.domain.facts import Step
from northaxis.domain.ids import CONTROL, DialId, RequestId, SeatId
from northaxis.domain.orders import Advance, Order, Say, TurnDial
from northaxis.domain.ruleset import Dial
from northaxis.domain.state import State
from northaxis.services.client import DoorClosed
from northaxis.services.clock_history import EXTEND, PAUSE, RESUME, SKIP, START, WARN
from northaxis.services.clock_watch import Stop
from northaxis.services.hands import hands
from northaxis.services.kept_words import kept_notes
from northaxis.services.moving_on import unfinished_words, waited_for, went_on
from northaxis.services.ports import StoreFailed
from northaxis.services.session_clock import Reading, minutes_words, more_time
from northaxis.services.table import TableHeld
from northaxis.services.way_back import Place, Undo
from northaxis.services.whose import Whose
from northaxis.services.wording import seat_name
from northaxis.tui.control import arguing, rulings
from northaxis.tui.control.arguing import arguments as arguments
from northaxis.tui.control.cards import inject as inject, queue as queue, write_card as write_card
from northaxis.tui.control.earlier import rulings_so_far as rulings_so_far
from northaxis.tui.control.links import links as links, seat_links
from northaxis.tui.control.outlook import branch as branch, odds as odds, script as script
from northaxis.tui.control.prompts import Search
from northaxis.tui.control.rulings import grant as grant, rule as rule, track as track
from northaxis.tui.control.table_mode import table_mode as table_mode
from northaxis.tui.control.talking import (
    WHY,
    ask,
    given,
    is_closed,
    pick,
    possible,
    quick_why,
    read,
    sentence,
    why,
    yes,
)
from northaxis.tui.widgets.menu_list import MenuRow
from northaxis.tui.words import plural

if TYPE_CHECKING:
    from northaxis.tui.control.screen import ConsoleScreen

MINUTE = 60
NOTES_SHOWN = 4
"""Of the notes written so far, the latest ones that stand over a new one."""
CLOCK_REASONS = {
    START: ("play begins",),
    PAUSE: ("a break", "a question to settle", "something does not work"),
    RESUME: ("we go on",),
    EXTEND: ("talks go well", "somebody is not ready", "time was lost"),
    SKIP: ("everybody is ready", "we are late"),
    WARN: ("the time runs out",),
}
TO_BOT = ("this person has left", "this person has stopped", "a pause for this person")
STANDING_IN = ("nobody sits here now", "this person asks for a hand", "it is played at the table")
TO_PERSON = ("this person is back", "somebody came late")


async def go_on(screen: ConsoleScreen) -> None:
    """Move the table one step; asks first when people still owe something."""
    state = screen.model.held.state
    if state.over is not None:
        screen.tell("Play is over. s shows the hot wash; b steps back.", "accent")
        return
    if is_closed(screen, Advance()):
        return
    waited = waited_for(screen.model.console)
    if waited and not await yes(screen, "Go on without them?", unfinished_words(state, waited), "Go on"):
        return
    if await screen.ask(Advance()):
        screen.tell(f"On: {went_on(screen.model.held.state)}. u takes it back.")


# --- the clock ----------------------------------------------------------------------------------------------------


async def pause(screen: ConsoleScreen) -> None:
    """The clock stands, or runs on."""
    reading = screen.model.reading()
    kind = START if not reading.started else RESUME if reading.paused else PAUSE
    title, said = {
        START: ("Start the clock", "The clock runs"),
        RESUME: ("Let the clock run on", "The clock runs on"),
        PAUSE: ("Stop the clock", "The clock stands"),
    }[kind]
    then = "p lets it run on; u undoes it." if kind == PAUSE else "p stops it; u undoes it."
    await _move_clock(screen, title, MoveClock(kind), said, then)


async def _move_clock(screen: ConsoleScreen, title: str, act: MoveClock, said: str, then: str = "") -> None:
    """Touch the clock with one of the usual reasons; enter gives none."""
    reason = await quick_why(screen, title, CLOCK_REASONS[act.kind])
    if reason is not None and await screen.ask(replace(act, why=reason)):
        screen.tell(f"{said}: {given(reason)}. {then}".rstrip())


async def extend(screen: ConsoleScreen) -> None:
    """One minute from now on, also for a step that has had its time."""
    if not _is_timed(screen, screen.model.reading()):
        return
    reason = await quick_why(screen, "One minute more", CLOCK_REASONS[EXTEND])
    reading = screen.model.reading()  # it ran on while the reason was given
    if reason is None or not await screen.ask(MoveClock(EXTEND, more_time(reading, MINUTE), reason)):
        return
    left = "one minute from now" if reading.overdue else f"{minutes_words(reading.left + MINUTE)} left"
    screen.tell(f"One minute more for this step, {left}: {given(reason)}. u undoes it.")


async def skip(screen: ConsoleScreen) -> None:
    """The time of this step is over; the table stays where it is."""
    reading = screen.model.reading()
    if not _is_timed(screen, reading):
        return
    if reading.overdue or not reading.left:
        screen.tell("The time of this step is over already. space moves the table on.")
        return
    then = "space moves the table on; u undoes it."
    await _move_clock(screen, "End the time of this step", MoveClock(SKIP), "The time of this step is over", then)


async def warn(screen: ConsoleScreen) -> None:
    """Everybody is told that the time runs out."""
    reading = screen.model.reading()
    if _is_timed(screen, reading):
        act, said = MoveClock(WARN, max(0, reading.left)), "Everybody has been told that the time runs out"
        await _move_clock(screen, "Tell everybody that the time runs out", act, said)


def _is_timed(screen: ConsoleScreen, reading: Reading) -> bool:
    if not reading.started:
        screen.tell("The clock has not been started; p starts it.", "accent")
    elif not reading.timed:
        screen.tell("This step has no time of its own; nothing runs out.", "accent")
    return reading.started and reading.timed


async def stop_clock(screen: ConsoleScreen, stop: Stop) -> None:
    """The machine's clock jumped: the time lost does not count, and control is told."""
    if await screen.ask(MoveClock(PAUSE, stop.seconds, stop.why)):
        screen.tell(f"The clock stands: {stop.why}. p lets it run on.", "accent")


# --- back, and the end --------------------------------------------------------------------------------------------


async def step_back(screen: ConsoleScreen) -> None:
    """To any fact, across turns; what comes after is struck out."""
    found = screen.model.places()[-2::-1]
    if not found:
        screen.tell("Nothing has happened yet.", "accent")
        return
    rows = [_place_row(one) for one in found]
    said = "Choose the last thing that shall stand. What came after stays in the log, struck out, with your reason."
    chosen = await ask(screen, lambda: Search("Step back to where?", (said, "Type words to find it."), rows, "choose"))
    if chosen is None:
        return
    after = sum(1 for place in screen.model.places() if place.first > int(chosen))
    came = f"{plural(after, 'act')} and all that came of {'it' if after == 1 else 'them'} will be struck out."
    reason = await why(screen, "Step back", came)
    if reason is None:
        return
    same = MenuRow("same", "The same dice", "", "The same orders would come out the same.", "s")
    other = MenuRow("fresh", "Other dice", "", "For when somebody has seen what the dice would say.", "o")
    dice = await pick(screen, "Which dice from here on?", (), (same, other))
    if dice is not None:
        await screen.ask(StepBack(int(chosen), reason, dice == "fresh"))


def _place_row(one: Place) -> tuple[MenuRow, str]:
    code = "" if one.by == CONTROL else one.by
    return MenuRow(str(one.to), one.words, one.when, code=code), f"{one.by} {one.words} {one.when}"


async def undo(screen: ConsoleScreen) -> None:
    """Back to before control's last act that can be undone: on play by a step back, beside it by its opposite."""
    found = screen.model.last_act()
    if found.act is None:
        if not found.after:
            screen.tell("There is no act of yours that stands. b lists every fact.", "accent")
            return
        await read(screen, "This cannot be undone", (*found.after, "b lists every fact of play, to step back to one."))
        return
    others = ""
    if isinstance(found.act, Undo) and found.act.others:
        count = found.act.others
        others = f" With it {'goes' if count == 1 else 'go'} {plural(count, 'thing')} that others did since."
    earlier = "The last act that can be undone" if found.after else "Your last act"
    reason = await why(screen, "Undo", *found.after, f"{earlier}: {found.words}.{others}")
    if reason is None:
        return
    if isinstance(found.act, Undo):
        await screen.ask(StepBack(found.act.to, reason))
        return
    try:
        await screen.model.undo(found.act, reason)
    except (ValueError, DoorClosed, StoreFailed, TableHeld) as problem:
        await screen.told(str(problem))
        return
    screen.typed.clear()
    await screen.told(screen.model.said)


async def end_play(screen: ConsoleScreen) -> None:
    """End play here."""
    if is_closed(screen, EndPlay(WHY)):
        return
    said = "Play ends and is scored as it stands. You can still step back."
    if await yes(screen, "End play here?", said, "End play") and (reason := await why(screen, "End play")) is not None:
        await screen.ask(EndPlay(reason))


async def release(screen: ConsoleScreen) -> None:
    """Try to write again: a note that the table goes on is the first thing written."""
    if not screen.model.console.held:
        screen.tell("Nothing is held: everything is being written.")
        return
    try:
        await screen.model.door.release()
        await screen.model.door.ask(Order(CONTROL, Note("hold", "the table goes on after a safe hold")))
    except (DoorClosed, StoreFailed, TableHeld) as problem:
        await screen.look()
        screen.tell(f"Still held: {problem}", "hot")
    else:
        await screen.look()
        screen.tell("The session is written again. Nothing that was acknowledged is lost.")


# --- seats --------------------------------------------------------------------------------------------------------


async def seat(screen: ConsoleScreen, seat: SeatId) -> None:
    """What can be done about a seat."""
    state = screen.model.held.state
    one = next(each for each in screen.model.console.seats if each.seat == seat)
    rows = [MenuRow("stand-in", "Stand in for it", "", "Its own screen, with your hand; the log says so.", "s")]
    if one.is_bot:
        rows.append(MenuRow("person", "Give it to a person", "", "Back to who had it, or to somebody else.", "p"))
    else:
        rows.append(
            MenuRow("bot", "Give it to a bot", "", "The sheet stays as it is; the bot goes on from there.", "b")
        )
    rows.append(
        MenuRow("links", "Links, codes, several people", "", "Show, renew, take back, add, choose a lead.", "l")
    )
    say = MenuRow("say", "Say something to it", "", "A message only this seat reads.", "m")
    rows.append(possible(screen, say, Say((seat,), WHY)))
    said = f"{one.holder}. {one.status or 'Nothing is asked of it now.'}"
    chosen = await pick(screen, f"{seat} {seat_name(state.game, seat)}", (said,), rows)
    match chosen:
        case "stand-in":
            await stand_in(screen, seat)
        case "bot":
            await to_bot(screen, seat)
        case "person":
            name = await _who_takes(screen, seat)
            if name is not None and (reason := await quick_why(screen, f"{seat} to {name}", TO_PERSON)) is not None:
                await screen.ask(Reseat(seat, name, None, reason))
        case "links":
            await seat_links(screen, seat)
        case "say":
            await _say_to(screen, (seat,))
        case _:
            pass


async def _who_takes(screen: ConsoleScreen, seat: SeatId) -> str | None:
    """The name of a person; that of whoever had the seat stands there, and gives it back."""
    before = Whose().after(screen.model.held.facts).last.get(seat, "")
    said = ["A name, as the table knows it. Somebody who holds another seat has both by either link."]
    if before:
        said.append(f"{before} has it again by the same link. Another name is another person, with another link: l.")
    return await sentence(screen, "Who takes it?", said, "name", before)


async def to_bot(screen: ConsoleScreen, seat: SeatId) -> None:
    """A bot goes on for a seat."""
    state = screen.model.held.state
    levels, usual = state.game.rules.bots.levels, usual_level(state)
    rows = [
        MenuRow(id, level.name, "as this table plays" if id == usual else "", code=str(n))
        for n, (id, level) in enumerate(levels.items(), 1)
    ]
    level = await pick(screen, "How well shall it play?", (), rows, start=usual)
    if level is None:
        return
    said = f"The link of {seat} shows nothing of the seat while a bot has it."
    if (reason := await quick_why(screen, f"{seat} to a bot", TO_BOT, said)) is not None:
        await screen.ask(Reseat(seat, "bot", level, reason))


def usual_level(state: State) -> str:
    """How well the bots of this table play: as most of them do, or as the scenario has it where there is none."""
    levels = Counter(holder.level for holder in state.holders.values() if holder.level is not None)
    return levels.most_common(1)[0][0] if levels else state.game.scenario.bots


async def stand_in(screen: ConsoleScreen, seat: SeatId) -> None:
    """Control acts for a seat on its own screen, after a reason; it comes back to the console with Esc."""
    reason = await quick_why(screen, f"Stand in for {seat}", STANDING_IN)
    if reason is not None and await screen.ask(Note(f"stand-in {seat}", f"control stands in: {given(reason)}")):
        await stand_in_until_done(screen, seat)


async def stand_in_until_done(screen: ConsoleScreen, seat: SeatId) -> None:
    """The seat's own screen, with control's hand, until it is left."""
    from northaxis.tui.control.standing_in import StandInScreen

    left = asyncio.get_running_loop().create_future()
    screen.app.push_screen(StandInScreen(screen.model.door.stand_in(seat), left))
    await left


# --- words --------------------------------------------------------------------------------------------------------


async def message(screen: ConsoleScreen) -> None:
    """Words to a seat or to all."""
    state = screen.model.held.state
    rows = [MenuRow("all", "Everybody", code="a")]
    rows += [MenuRow(seat.id, seat.name, code=seat.id) for seat in state.game.rules.seats.values()]
    if is_closed(screen, Say((), WHY)):
        return
    chosen = await pick(screen, "To whom?", (), rows)
    if chosen is not None:
        await _say_to(screen, () if chosen == "all" else (SeatId(chosen),))


async def _say_to(screen: ConsoleScreen, to: tuple[SeatId, ...]) -> None:
    words = await sentence(screen, f"To {', '.join(to) or 'everybody'}")
    if words is not None and await screen.ask(Say(to, words)):
        screen.tell("Said.")


async def requests(screen: ConsoleScreen) -> None:
    """The oldest request first."""
    waiting = [need for need in screen.model.console.needs if need.kind == "request"]
    if not waiting:
        screen.tell("No request waits for you.")
        return
    rows = [MenuRow(need.id, need.detail, f"{need.minutes} min", need.title) for need in waiting]
    chosen = rows[0].id if len(rows) == 1 else await pick(screen, "Which request?", (), rows, keys=False)
    if chosen is not None:
        await answer_request(screen, chosen)


async def answer_request(screen: ConsoleScreen, id: str) -> None:
    """Answer one request."""
    found = screen.model.held.state.room.request(RequestId(id))
    if found is None:
        return
    rows = (MenuRow("answered", "Answer it", code="a"), MenuRow("declined", "Turn it down", code="d"))
    status = await pick(screen, f"{found.seat} asks", (f"“{found.text}”",), rows)
    if status is None:
        return
    words = await sentence(screen, f"To {found.seat}", (f"“{found.text}”",))
    if words is not None and await screen.ask(SettleRequest(found.id, status, words)):
        screen.tell(f"{found.seat} has your answer.")


async def note(screen: ConsoleScreen) -> None:
    """A note to a learning objective, or a free one."""
    kit, scenario = screen.model.held.state.game.rules.kit, screen.model.held.state.game.scenario
    rows = [MenuRow("free", "To none of them", code="f")]
    for place, aim in enumerate(kit.objectives_of(scenario), 1):
        rows.append(MenuRow(aim.id, aim.text, "", "; ".join(aim.evidence[:1]), str(place)))
    held = screen.model.held
    written = tuple(each.line for each in kept_notes(held.facts, CONTROL, hands(held.commands))[-NOTES_SHOWN:])
    about = await pick(screen, "A note to which learning objective?", written, rows)
    if about is None:
        return
    words = await sentence(screen, "Note", ("Only control and the full report have it.",))
    if words is not None and await screen.ask(Note(about, words)):
        screen.tell("Noted.")


async def dials(screen: ConsoleScreen) -> None:
    """The premise dials, before turn 1."""
    state = screen.model.held.state
    if state.step is not Step.SETUP:
        screen.tell("The dials stand from turn 1 on.", "accent")
        return
    found = {dial.id: dial for dial in state.game.rules.dials}
    if not found:
        screen.tell("These rules have no dials.", "accent")
        return
    rows = [
        MenuRow(dial.id, dial.name, f"now {_stands(state, dial)}", dial.asks, str(place))
        for place, dial in enumerate(found.values(), 1)
    ]
    said = "How the world secretly is: the documents disagree, you decide. No seat is told before the end."
    chosen = await pick(screen, "Which dial?", (said,), rows)
    if chosen is None:
        return
    dial = found[DialId(chosen)]
    rows = [
        possible(
            screen,
            MenuRow(one.id, one.id, "as it is now" if one.id == _stands(state, dial) else "", one.say, str(place)),
            TurnDial(dial.id, one.id),
        )
        for place, one in enumerate(dial.settings, 1)
    ]
    setting = await pick(screen, dial.name, (dial.asks,), rows)
    if setting is not None and await screen.ask(TurnDial(dial.id, setting)):
        screen.tell(f"{dial.name}: {setting}. The table learns of it when play is over.")


def _stands(state: State, dial: Dial) -> str:
    """The setting of a dial: as it was set, or the one that changes nothing."""
    unset = next((one.id for one in dial.settings if one.flag is None), dial.settings[0].id)
    return state.dials.get(dial.id, unset)


async def need(screen: ConsoleScreen, id: str) -> None:
    """Something that waits for control."""
    kind, _, rest = id.partition(":")
    match kind:
        case "request":
            await answer_request(screen, rest)
        case "argument":
            await arguing.argument(screen, rest)
        case _:
            await rulings.rule_on(screen, rest)
