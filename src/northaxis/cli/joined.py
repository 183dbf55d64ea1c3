"""`join --plain`: a seat at a hosted table in lines, the table as onlookers see it, or control of it."""

from __future__ import annotations

import asyncio

from northaxis.cli import speaking
from northaxis.cli.ear import Besides, Ear
from northaxis.cli.joined_game import STOOD_DOWN, JoinedGame, closed_lines, late_lines, lost_lines
from northaxis.cli.joined_table import JoinedTable, Line
from northaxis.cli.story import Story
from northaxis.cli.teletype import Teletype
from northaxis.cli.voice import LEAVING, Stream
from northaxis.domain.declassify import SeenFact
from northaxis.network.remote_lines import RemoteLines
from northaxis.services import briefing, room, wording
from northaxis.services.roles import Role

A_BOT_PLAYS = (
    "A bot plays this seat now, and nothing of the seat is shown here. Control can give it back to you; then you go on "
    "here by itself. 'quit' leaves."
)

HELP = frozenset({"help", "?"})
LOOKS_ON = {
    Role.OBSERVER: "You look on: you see what everybody may see. 'quit' leaves; the rest comes by itself.",
    Role.PROJECTOR: "You see what the wall shows. 'quit' leaves; the rest comes by itself.",
}
"""What somebody is told who holds no seat."""


def stand_by(line: Line, voice: Stream, ear: Ear) -> int:
    """Wait while a bot plays the seat; gives the exit code, or STOOD_DOWN when the seat is this person's again."""
    voice.say("", A_BOT_PLAYS)
    while not line.client.is_closed:
        if line.client.role is not Role.STANDBY:
            voice.say("You have your seat back.")
            return STOOD_DOWN
        typed = ear.ask("a bot plays")
        if typed is None or typed.casefold() in LEAVING:
            return 0
        if typed:
            voice.say(A_BOT_PLAYS)
    voice.say(*closed_lines(line))
    return 0


def attend(line: Line, voice: Stream) -> int:
    """A person at a seat in lines, also while a bot plays it; gives the exit code."""
    ear, is_new = Ear(line, voice), line.client.view().turn == 0
    code = STOOD_DOWN
    while code == STOOD_DOWN:
        rests = line.client.role is Role.STANDBY
        code = stand_by(line, voice, ear) if rests else _game(line, voice, ear).run(is_new)
        is_new = False
    return code


def _game(line: Line, voice: Stream, ear: Ear) -> JoinedGame:
    return JoinedGame(line, voice, ear, Besides(line, voice).tell)


def watch(line: Line, voice: Stream) -> int:
    """The table as onlookers see it."""
    client = line.client
    table, ear = JoinedTable(line), Ear(line, voice)
    story = Story(client.game, client.seat, voice, lambda: table.ledger(client.seat), opens_sheets=True)
    news: list[SeenFact] = []
    besides = Besides(line, voice)
    table.subscribe(client.seat, news.extend)
    voice.say(*briefing.scene_lines(client.game), "")
    story.skip(client.facts(), client.view())
    voice.say(LOOKS_ON[client.role])
    while client.view().over is None and not client.is_closed:
        besides.tell()
        typed = ear.ask(_stand(line), speaking.time_words(client.time_left()))
        if typed is None or typed.casefold() in LEAVING:
            voice.say(*lost_lines(line))
            return 0
        if typed.casefold() in HELP:
            voice.say(LOOKS_ON[client.role])
        elif typed:
            voice.say(f"No: there is no seat here to give orders for. {LOOKS_ON[client.role]}")
        table.pump()
        voice.say(*late_lines(client.game, line))
        if news:
            told, news[:] = tuple(news), []
            story.tell(told, client.view())
    if client.trouble:
        voice.say(f"! {wording.capital(client.trouble)}.")
    return 0


def _stand(line: Line) -> str:
    """The prompt of somebody without a seat: where the table stands, what it waits for, how long is left."""
    client = line.client
    view = client.view()
    waits = room.waiting_words(client.game, view, has_control=True).rstrip(".")
    parts = (f"turn {view.turn} of {view.turns}", wording.SAY[view.step], waits)
    return f"[{', '.join(part[:1].lower() + part[1:] for part in parts if part)}] {client.role}"


async def control(link: str, voice: Stream) -> int:
    """Control in lines: the host answers, this terminal prints and reads; gives the exit code. CannotConnect."""
    lines = await RemoteLines.connect(link)
    try:
        await Teletype(lines, voice).run()
    finally:
        await lines.close()
    return 0


def play_plain(link: str) -> int:
    """Sit down at the table of a link, in lines; gives the exit code. CannotConnect."""
    line, voice = Line(link), Stream()
    try:
        role = line.client.role
        if role.plays or role is Role.STANDBY:
            return attend(line, voice)
        if role is not Role.CONTROL:
            return watch(line, voice)
    finally:
        line.close()
    return asyncio.run(control(link, voice))
