"""The table's steps and the way back: go on, undo, step back to a fact by its number, end play, out of a safe hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from northaxis.cli.control.commands import Command, Topic
from northaxis.cli.control.telling import hold_words
from northaxis.cli.control.words import Not, cut
from northaxis.domain.control_orders import EndPlay, Note, StepBack
from northaxis.domain.ids import CONTROL
from northaxis.domain.orders import GO_ON, Advance, Order
from northaxis.domain.rulings import Refused
from northaxis.services.choices import refusal_words
from northaxis.services.moving_on import unfinished_words, waited_for, went_on
from northaxis.services.way_back import Place, Undo

if TYPE_CHECKING:
    from northaxis.cli.control.desk import ControlDesk

assert isinstance(GO_ON.act, Advance)

SLIP = "a slip of the hand"
"""The reason of an `undo` that is typed alone."""
LISTED = 10
OTHER_DICE = ("with other dice", "other dice", "fresh")


async def go_on(desk: ControlDesk, rest: str) -> None:
    """Move the table one step; asks first when people still owe something."""
    if desk.state.over is not None:
        raise Not("Play is over. 'script' tells the hot wash; 'back' steps back.")
    if waited := waited_for(desk.table.console):
        await desk.sure(unfinished_words(desk.state, waited), "go on without them")
    with desk.acting():
        ruling = await desk.table.ask(Advance())
    if isinstance(ruling, Refused):
        raise Not(f"Not so: {refusal_words(desk.game, ruling)} ({ruling.rule}).")
    await desk.telling.news(own=True)
    desk.say(f"On: {went_on(desk.state)}. 'undo' takes it back.")


async def undo(desk: ControlDesk, rest: str) -> None:
    """Back to before control's last act that can be undone; one word is enough."""
    found = desk.table.last_act()
    reason = cut(rest).why or cut(rest).text or SLIP
    if found.act is None:
        desk.say(*found.after)
        raise Not(
            "So there is nothing to undo; 'places' lists what you can step back to."
            if found.after
            else "There is no act of yours that stands; 'places' lists what you can step back to."
        )
    if found.after:
        later = f"{' '.join(found.after)} The last act that can be undone: {found.words}."
        await desk.sure(later, "undo that")
    if not isinstance(found.act, Undo):
        with desk.acting():
            await desk.table.undo(found.act, reason)
        await desk.told(f"Undone: {found.words}. Reason: {reason}. It stays in the log, struck out.")
        return
    others = _by_people_since(desk, found.act.to)
    if others:
        goes = "goes 1 thing" if others == 1 else f"go {others} things"
        await desk.sure(f"This undoes: {found.words}. With it {goes} that people did since.", "undo it")
    done = f"Undone: {found.words}. Reason: {reason}. It stays in the log, struck out."
    await desk.put(StepBack(found.act.to, reason), done)


def _by_people_since(desk: ControlDesk, to: int) -> int:
    """How much people have done since a fact; what bots did, they do again."""
    people = {str(one.seat) for one in desk.table.console.seats if not one.is_bot}
    return sum(1 for place in desk.table.places() if place.first > to and place.by in people)


async def places(desk: ControlDesk, rest: str) -> None:
    """What can be stepped back to: the latest, as many as asked for, or those with a word in them."""
    found = _behind(desk)
    word = rest.strip()
    if word.isdecimal():
        shown = found[: int(word[:4])]
    elif word and word.casefold() != "all":
        shown = [one for one in found if word.casefold() in _line(one).casefold()]
        if not shown:
            raise Not(f"Nothing that stands has '{word}' in it.")
    else:
        shown = found if word else found[:LISTED]
    desk.say(*(_line(one) for one in shown))
    left = len(found) - len(shown)
    more = f" 'places all' lists all {len(found)}." if left else ""
    desk.say(f"'back {shown[0].to} because ...' lets this stand and strikes out what came after.{more}")


def _behind(desk: ControlDesk) -> list[Place]:
    found = list(desk.table.places()[-2::-1])
    if not found:
        raise Not("Nothing has happened yet.")
    return found


def _line(one: Place) -> str:
    by = "" if one.by == CONTROL else f" by {one.by}"
    return f"{one.to}: {one.when}{by}: {one.words}"


async def back(desk: ControlDesk, rest: str) -> None:
    """Stand again after a fact, by its number."""
    text, why = cut(rest)
    fresh = any(word in text.casefold() for word in OTHER_DICE)
    number = text.partition(" ")[0]
    found = _behind(desk)
    if not number.isdecimal():
        raise Not(f"To which number? Like 'back {found[0].to} because ...'; 'places' lists them.")
    place = next((one for one in found if one.to == int(number[:9])), None)
    if place is None:
        near = min(found, key=lambda one: abs(one.to - int(number[:9])))
        raise Not(f"You cannot step back to {number}: the table never stood there. Near it is {_line(near)}.")
    after = sum(1 for one in desk.table.places() if one.first > place.to)
    reason = await desk.why(why)
    dice = (
        "Dice from here on are others"
        if fresh
        else "The same orders would roll the same dice; 'other dice' after the number gives others"
    )
    things = "1 act and all that came of it:" if after == 1 else f"{after} acts and all that came of them:"
    await desk.sure(f"What stands last: {_line(place)}. {things} struck out. {dice}.", "step back")
    await desk.put(StepBack(place.to, reason, fresh), f"Stepped back to {place.to}: {reason}. {things} struck out.")


async def end(desk: ControlDesk, rest: str) -> None:
    """End play here and score it."""
    reason = await desk.why(cut(rest).why or cut(rest).text)
    await desk.sure("Play ends and is scored as it stands. You can still step back.", "end play")
    await desk.put(EndPlay(reason))


async def try_again(desk: ControlDesk, rest: str) -> None:
    """Out of a safe hold: a note that the table goes on is the first thing written."""
    if not desk.table.console.held:
        raise Not("Nothing is held: everything is being written.")
    from northaxis.cli.control.desk import TROUBLE

    try:
        await desk.door.release()
        await desk.door.ask(Order(CONTROL, Note("hold", "the table goes on after a safe hold")))
    except TROUBLE:
        await desk.table.look()
        raise Not(f"Still held. {hold_words(desk.table.console.held)}") from None
    await desk.table.look()


TOPIC = Topic(
    "turns",
    "steps of the table and the way back",
    (
        Command(
            "go on",
            "go on",
            "move the table one step on; asks first where somebody still owes something",
            go_on,
            ("go-on",),
            ("on", "next step"),
        ),
        Command("undo", "undo", "undo your last act; 'undo because ...' gives your reason", undo, ("undo",)),
        Command(
            "places",
            "places 20",
            "what you can step back to, by number; 'places bridge' finds one",
            places,
            ("step-back",),
            shows=True,
        ),
        Command(
            "back",
            "back 120 because the card came too early",
            "stand again after that fact; 'back 120 other dice because ...' for other dice",
            back,
            ("step-back",),
            ("step back",),
        ),
        Command("end play", "end play because time is up", "end play here and score it", end, ("end",), ("end",)),
        Command("try again", "try again", "after a safe hold, try to write again", try_again, ("release",)),
    ),
)
