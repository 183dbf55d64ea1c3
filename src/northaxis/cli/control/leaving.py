"""Help, leaving control, and closing the table for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from northaxis.cli.control.commands import Command, Topic, help_lines
from northaxis.cli.control.words import Not
from northaxis.cli.voice import EndOfInput

if TYPE_CHECKING:
    from northaxis.cli.control.desk import ControlDesk

LEAVES_ALL = (
    "The table closes for everybody. Nothing is lost: hosted again with the same session file, it goes on with the "
    "same links."
)
LEAVES_ALONE = "You have left control. The table goes on without you; your link leads back to it."
NOT_HERE = "Only the host's own terminal closes the table. 'quit' leaves control, 'end play' ends play."
CLOSE = "close"


async def tell(desk: ControlDesk, rest: str) -> None:
    """The topics, the commands of one, or all."""
    desk.say(*help_lines(rest))


async def quit_control(desk: ControlDesk, rest: str) -> None:
    """Leave control; at the host's own terminal that closes the table, after a question."""
    if desk.closes_table:
        await close(desk, rest)
        return
    desk.say(LEAVES_ALONE)
    raise EndOfInput


async def close(desk: ControlDesk, rest: str) -> None:
    """Close the table for everybody; the word is typed once more."""
    if not desk.closes_table:
        raise Not(NOT_HERE)

    def means_it(typed: str) -> str:
        if typed.casefold() != CLOSE:
            raise Not(f"Only the word {CLOSE} closes the table; enter alone stays.")
        return typed

    await desk.question_of("close", means_it, f"{LEAVES_ALL} Type {CLOSE} to close it; enter alone stays.")
    desk.has_closed = True
    desk.say("The table is closed.")
    raise EndOfInput


TOPIC = Topic(
    "leaving",
    "help, and the way out",
    (
        Command("help", "help clock", "the topics, one topic, or 'help all'", tell, ("help",), ("?",), shows=True),
        Command(
            "quit", "quit", "leave control; the table goes on", quit_control, ("leave",), ("q", "exit"), shows=True
        ),
        Command("close", "close", "close the table for everybody, at the host's own terminal", close, ("back",)),
    ),
)
