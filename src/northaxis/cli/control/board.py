"""A real table beside the app: who rolls the dice, and the board read aloud against the app's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from northaxis.cli.control.commands import Command, Topic
from northaxis.cli.control.words import Not, cut
from northaxis.domain.control_facts import NO_REASON, Code
from northaxis.domain.control_orders import Note, SetTrack
from northaxis.services.drift import NotOnTheBoard, board_words, example, name_of, readings, value_of

if TYPE_CHECKING:
    from northaxis.cli.control.desk import ControlDesk

HERE = ("typed", "real", "room")
APP = ("app", "rolled")


async def dice(desk: ControlDesk, rest: str) -> None:
    """Real dice typed in from now on, or the app's; alone it says which."""
    typed = cut(rest)
    word = typed.text.casefold()
    now = desk.table.types_dice
    if not word:
        said = "Real dice are typed in here." if now else "The app rolls the dice."
        desk.say(f"{said} 'dice {'app' if now else 'typed'} because ...' changes it.")
        return
    if word not in (*HERE, *APP):
        raise Not("'dice typed' has real dice typed in from here on, 'dice app' lets the app roll.")
    wanted = word in HERE
    if wanted is now:
        raise Not("Real dice are typed in already." if now else "The app rolls already.")
    with desk.acting():
        await desk.door.type_dice(wanted, typed.why)
    said = "Real dice: you are asked for them when the rules roll" if wanted else "The app rolls the dice from here on"
    await desk.told(f"{said}: {typed.why.rstrip('.') or NO_REASON}. 'undo' undoes it.")


async def board(desk: ControlDesk, rest: str) -> None:
    """What the table's board says where it differs: the counters are moved, or the app is put right."""
    game, row = desk.game, desk.state.board
    typed = cut(rest)
    if not typed.text:
        desk.say(*(f"{line}." for line in board_words(game, row)))
        desk.say(f"Read it against the table. Type what differs, as the table has it: 'board {example(game, row)}'.")
        return
    try:
        given = readings(game, typed.text)
    except NotOnTheBoard as problem:
        raise Not(str(problem)) from None
    drift = [(one, value) for one, value in given if row[one.index] != value]
    if not drift:
        raise Not("Nothing differs: the table and the app say the same.")
    for one, value in drift:
        has = value_of(one, row[one.index])
        desk.say(f"{name_of(game, one)}: the table has {value_of(one, value)}, the app {has}.")

    def right(answer: str) -> bool:
        if answer.casefold() not in ("app", "table"):
            raise Not("Type app, or table.")
        return answer.casefold() == "app"

    moved = ", ".join(f"{name_of(game, one)} to {value_of(one, row[one.index])}" for one, _ in drift)
    if await desk.question_of("app or table", right, "Which of the two is right: app, or table?"):
        await desk.put(Note("table", f"the counters were moved: {moved}"), f"Move the counters: {moved}. It is noted.")
        return
    reason = await desk.why(typed.why)
    for one, value in drift:
        from_to = f"from {value_of(one, row[one.index])} to {value_of(one, value)}"
        done = f"{name_of(game, one)} is put right, {from_to}: {reason.rstrip('.')}. 'undo' undoes it."
        if not await desk.put(SetTrack(one.id, value, Code.ERROR, reason), done):
            return


TOPIC = Topic(
    "board",
    "a real table: dice and counters",
    (
        Command(
            "dice",
            "dice typed because the room wants to roll",
            "type in real dice, or 'dice app'; alone says which",
            dice,
            ("table",),
        ),
        Command(
            "board",
            "board escalation 4, warning 2",
            "what the real board says where it differs; alone reads the app's",
            board,
            ("table",),
        ),
    ),
)
