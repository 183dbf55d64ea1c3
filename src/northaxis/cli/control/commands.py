"""The commands of control in lines: their words, an example each, what they do, and which keys of the console they are.

Each noun's module has a tuple of them; here they are joined, found again in what was typed, and listed as help.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from northaxis.domain.control_notation import VERBS

if TYPE_CHECKING:
    from northaxis.cli.control.desk import ControlDesk

NOTATION = re.compile(r"[a-z_]+=")
"""How an order in the notation of the rules goes on behind a word that is a command as well."""

NOUNS = (
    "turns",
    "clock",
    "seats",
    "links",
    "talk",
    "cards",
    "rulings",
    "tracks",
    "arguments",
    "board",
    "looking",
    "leaving",
)
"""The modules that have commands, in the order of the help."""


ONLY_SEEN = {
    "other-pane": "moves the cursor between the parts of a screen; lines have one place to type",
    "palette": "finds an action by its name; 'help' does that in lines",
    "settings": "colours, motion, signs and keys of a screen",
    "screenshot": "a picture of a screen; lines can be copied",
    "interrupt": "copies what is selected on a screen; Ctrl+C ends lines as it ends any program",
}
"""Keys of the console without a command, each with the reason."""


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be typed. `keys` are the actions of the console that it is the counterpart of.

    `shows`: it only tells something, so there is nothing to confirm or to undo.
    """

    words: str
    example: str
    does: str
    run: Callable[[ControlDesk, str], Awaitable[None]]
    keys: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    """Other words for it."""
    shows: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """The commands about one noun."""

    name: str
    about: str
    commands: tuple[Command, ...]


@cache
def topics() -> tuple[Topic, ...]:
    """Every topic, in the order of the help."""
    return tuple(import_module(f"northaxis.cli.control.{noun}").TOPIC for noun in NOUNS)


@cache
def _by_words() -> dict[tuple[str, ...], Command]:
    return {
        tuple(words.split()): command
        for topic in topics()
        for command in topic.commands
        for words in (command.words, *command.also)
    }


def command_for(typed: str) -> tuple[Command, str] | None:
    """The command that a line begins with, the longest that fits, and the rest; None for an order in notation."""
    parts = typed.split(maxsplit=4)
    for length in range(min(3, len(parts)), 0, -1):
        words = tuple(part.casefold() for part in parts[:length])
        found = _by_words().get(words)
        if found is not None:
            rest = typed.split(maxsplit=length)[length] if len(typed.split(maxsplit=length)) > length else ""
            return None if NOTATION.match(rest) and words[0] in VERBS else (found, rest.strip())
    return None


def unknown(typed: str) -> str:
    """What is said to a line that is nothing; empty when it began like an order of the rules, whose error says more."""
    first, _, rest = typed.casefold().partition(" ")
    if first in VERBS and NOTATION.match(rest):
        return ""
    known = [" ".join(words) for words in _by_words()]
    near = get_close_matches(" ".join(typed.casefold().split()[:2]), known, 2) or get_close_matches(first, known, 2)
    like = f" Like it there is {' and '.join(repr(each) for each in near)}." if near else ""
    return f"'{typed[:60]}' was not understood.{like} 'help' lists what you can type."


# --- help ---------------------------------------------------------------------------------------------------------


def help_lines(wanted: str) -> Iterator[str]:
    """The topics; the commands of one; or all of them."""
    word = wanted.strip().casefold()
    if word == "all":
        for topic in topics():
            yield from _topic_lines(topic)
        return
    found = next((topic for topic in topics() if topic.name == word), None)
    if found is not None:
        yield from _topic_lines(found)
        return
    command = _by_words().get(tuple(word.split())) if word else None
    if command is not None:
        yield _line(command)
        return
    if word and word not in ("me", "?"):
        yield f"There is no help on '{wanted}'."
    for topic in topics():
        yield f"help {topic.name}: {topic.about}: {', '.join(command.words for command in topic.commands)}."
    yield "'help all' lists every command with an example. 'because' begins your reason, 'stop' leaves a question."
    yield "Each act is confirmed in a line; 'undo' takes the last one back."


def _topic_lines(topic: Topic) -> Iterator[str]:
    yield f"{topic.name.capitalize()}: {topic.about}."
    yield from (_line(command) for command in topic.commands)


def _line(command: Command) -> str:
    also = f" Also {', '.join(repr(each) for each in command.also)}." if command.also else ""
    return f"'{command.example}': {command.does}.{also}"
