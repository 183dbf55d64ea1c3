"""Tracks in words: told, put at a value, moved a little for free; and the premise dials before turn 1."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from northaxis.cli.control.commands import Command, Topic
from northaxis.cli.control.words import Not, cut, shifts_from, split_code
from northaxis.domain.control_orders import Grant, SetTrack
from northaxis.domain.facts import Step
from northaxis.domain.ids import DialId
from northaxis.domain.orders import TurnDial
from northaxis.domain.quantities import Quantity
from northaxis.services import wording as w
from northaxis.services.drift import NotOnTheBoard, board_words, name_of, named, value_of
from northaxis.services.like_rulings import like_act
from northaxis.services.room import shift_words

if TYPE_CHECKING:
    from northaxis.cli.control.desk import ControlDesk

UNDOES = " 'undo' undoes it."
ON = {"on": 1, "off": 0}


async def tracks(desk: ControlDesk, rest: str) -> None:
    """The board as it stands, or one of it with what it means."""
    state = desk.state
    if rest:
        one = _named(desk, rest)
        meaning = f" {w.plain(one.meaning)}" if one.meaning else ""
        now = value_of(one, state.board[one.index])
        desk.say(f"{name_of(desk.game, one)} stands at {now}, from {one.low} to {one.high}.{meaning}")
        return
    desk.say(*(f"{line}." for line in board_words(desk.game, state.board)))
    desk.say("'tracks warning' says what one means.")


def _named(desk: ControlDesk, text: str) -> Quantity:
    try:
        return named(desk.game, text.strip().casefold())
    except NotOnTheBoard as problem:
        raise Not(f"{problem} 'tracks' lists what there is.") from None


async def put(desk: ControlDesk, rest: str) -> None:
    """A track, a switch or a purse at a value."""
    typed = cut(rest)
    words, code = split_code(typed.text)
    name, _, number = words.rpartition(" ")
    value = ON.get(number.casefold(), number)
    if not name or re.fullmatch(r"-?[0-9]{1,4}", str(value)) is None:
        raise Not("Which track, at what? Like 'set warning 3 error because it was read wrong'; 'tracks' lists them.")
    one = _named(desk, name.removesuffix(" to").removesuffix(" at"))
    if not one.low <= int(value) <= one.high:
        raise Not(
            f"{name_of(desk.game, one)} goes from {one.low} to {one.high}; it stands at {desk.state.board[one.index]}."
        )
    kind = await desk.code(code)
    act = SetTrack(one.id, int(value), kind, "")
    desk.say(*(f"Ruled before: {text}" for text in like_act(desk.state, desk.table.held.facts, act)))
    reason = await desk.why(typed.why)
    was, now = (value_of(one, each) for each in (desk.state.board[one.index], int(value)))
    moved = f"{name_of(desk.game, one)} is put from {was} to {now}"
    done = f"{moved}: {reason.rstrip('.')} ({w.CODES.get(kind, kind)}).{UNDOES}"
    await desk.put(replace(act, why=reason), done)


async def grant(desk: ControlDesk, rest: str) -> None:
    """A small free effect within this turn's budget."""
    left = desk.table.console.free
    if not left:
        raise Not("This turn's budget of free effects is used up.")
    typed = cut(rest)
    shifts = shifts_from(desk.game, typed.text, left)
    if not shifts:
        raise Not(f"Which track moves? Like 'grant warning-1 because nobody counts it'; {left} points are left.")
    act = Grant(shifts, "")
    desk.say(*(f"Ruled before: {text}" for text in like_act(desk.state, desk.table.held.facts, act)))
    reason = await desk.why(typed.why)
    await desk.put(
        replace(act, why=reason), f"Granted: {shift_words(desk.game, shifts)}: {reason.rstrip('.')}.{UNDOES}"
    )


async def dials(desk: ControlDesk, rest: str) -> None:
    """The premise dials and how they stand; no seat is told before the end."""
    found = desk.game.rules.dials
    if not found:
        raise Not("These rules have no dials.")
    for dial in found:
        unset = next((one.id for one in dial.settings if one.flag is None), dial.settings[0].id)
        ways = ", ".join(f"{one.id} ({w.plain(one.say)})" for one in dial.settings)
        desk.say(
            f"{dial.id}: {w.plain(dial.asks)} It stands at {desk.state.dials.get(dial.id, unset)}; there are: {ways}."
        )
    if desk.state.step is Step.SETUP:
        desk.say(f"'dial {found[0].id} {found[0].settings[0].id}' sets one; no seat is told before the end.")
    else:
        desk.say("They stand from turn 1 on; no seat is told before the end.")


async def dial(desk: ControlDesk, rest: str) -> None:
    """Set a dial, before turn 1."""
    name, _, setting = cut(rest).text.casefold().partition(" ")
    found = next((one for one in desk.game.rules.dials if name in (one.id.casefold(), one.name.casefold())), None)
    if found is None:
        there = ", ".join(one.id for one in desk.game.rules.dials)
        raise Not(f"There is no dial '{name}'; there are: {there}." if there else "These rules have no dials.")
    wanted = next((one.id for one in found.settings if one.id.casefold() == setting.strip()), None)
    if wanted is None:
        ways = ", ".join(one.id for one in found.settings)
        raise Not(f"'{setting.strip()}' is no setting of {found.id}; there are: {ways}.")
    done = f"{found.name}: {wanted}. The table learns of it when play is over.{UNDOES}"
    await desk.put(TurnDial(DialId(found.id), wanted), done)


TOPIC = Topic(
    "tracks",
    "the board: tracks, switches, points, dials",
    (
        Command("tracks", "tracks", "the board; 'tracks warning' what one means", tracks, ("track",), shows=True),
        Command(
            "set",
            "set warning 3 error because it was read wrong",
            "put a track, a switch or points at a value; only error is free",
            put,
            ("track",),
            ("set track",),
        ),
        Command(
            "grant",
            "grant warning-1 because nobody counts it",
            "a small free effect within this turn's budget",
            grant,
            ("grant",),
            ("free effect",),
        ),
        Command("dials", "dials", "the dials and how they stand", dials, ("dials",), shows=True),
        Command("dial", "dial oxygen low", "set a dial, before turn 1", dial, ("dials",)),
    ),
)
