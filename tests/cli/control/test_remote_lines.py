"""Control in plain lines over a real line: `join --plain` with control's link, cuts and wrong links included."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from tests.cli.control.desk import no_odds
from tests.cli.test_joined import Typist
from tests.network.hosting import MIN, Hosting, hosting, seat

from northaxis.cli.control.desk import ControlDesk
from northaxis.cli.joined import control
from northaxis.cli.venue import HostVenue
from northaxis.network.gate import Caps
from northaxis.network.link import CannotConnect
from northaxis.network.remote_lines import RemoteLines
from northaxis.network.server import TableServer
from northaxis.services.client import TableClient
from northaxis.services.hosted import ControlDoor
from northaxis.services.lobby import CONTROL_CHAIR, OBSERVER_CHAIR, Farewell


class Desks:
    """Opens control in lines, and remembers each."""

    def __init__(self) -> None:
        self.opened: list[ControlDesk] = []
        self.venue: HostVenue | None = None

    async def open(self, door: TableClient) -> ControlDesk:
        assert isinstance(door, ControlDoor)
        assert self.venue is not None
        self.opened.append(ControlDesk(door, self.venue, outlook=no_odds))
        return self.opened[-1]


@asynccontextmanager
async def served(path: Path, caps: Caps | None = None) -> AsyncIterator[tuple[Hosting, Desks]]:
    desks = Desks()
    async with hosting("S2", ("MIN",), lines=desks, caps=caps) as there:
        desks.venue = HostVenue(there.hosted, there.server, path / "try.nax")
        yield there, desks


@asynccontextmanager
async def in_control(there: Hosting) -> AsyncIterator[Typist]:
    voice = Typist()
    running = asyncio.create_task(control(there.url(CONTROL_CHAIR), voice))  # type: ignore[arg-type]  # all that is used
    try:
        yield voice
    finally:
        voice.type(None)
        assert await asyncio.wait_for(running, 30) == 0


async def test_control_runs_a_table_over_a_line_and_undoes_with_one_word(tmp_path: Path) -> None:
    async with served(tmp_path) as (there, _), in_control(there) as voice:
        await voice.hears("You are in control of this table")
        await voice.typed("set warning 1 error", "Why?")
        await voice.typed("it was misread", "Early warning is put from 3 to 1: it was misread (a slip).")
        await voice.typed("undo", "Undone: Control put Early warning at 1")
        await voice.typed("go on", "On: card ")
        await voice.typed("renew MIN because it was seen", "Renew the link of MIN?")
        await voice.typed("yes", "MIN has a new link: it was seen.")
        await voice.hears(there.url(seat("MIN")))
        assert "before play" in voice.prompts
        assert "yes or no" in voice.prompts


async def test_a_line_that_is_cut_loses_nothing_of_what_is_asked_and_said(tmp_path: Path) -> None:
    async with served(tmp_path) as (there, desks):
        lines = await RemoteLines.connect(there.url(CONTROL_CHAIR))
        heard, at = list[str](), 0

        async def until(words: str) -> None:
            nonlocal at
            for _ in range(2_000):
                said = lines.said(at)
                at = said[-1].number if said else at
                heard.extend(one.text for one in said)
                if any(words in text for text in heard):
                    return
                await asyncio.sleep(0.01)
            raise AssertionError(f"{words!r} not in {heard}")

        async def type(text: str) -> None:
            for _ in range(2_000):
                if lines.question is not None:
                    lines.type(lines.question.number, text)
                    return
                await asyncio.sleep(0.01)
            raise AssertionError("nothing was asked")

        await until("'help' lists the rest")
        await type("hold F19")
        await until("Why?")
        where = there.server.served
        for socket in list(there.server._sockets):
            await socket.close()
        await until("The line to the table is down")
        await type("it is early")
        await until("Card F19 The hurried flight to Beijing is held")
        await until("The line to the table is back.")
        assert len(desks.opened) == 1
        assert sum("is held" in text for text in heard) == 1
        assert there.server.served == where
        await lines.close()


async def test_a_host_that_was_started_again_says_what_it_did_not_take_and_answers_what_is_typed_then(
    tmp_path: Path,
) -> None:
    async with served(tmp_path) as (there, desks), in_control(there) as voice:
        await voice.typed("clock", "clock")
        await voice.typed("seats", "MIN")
        await voice.typed("help", "help all")
        await there.server.stop()
        await voice.hears("The line to the table is down")
        voice.type("status")
        again = TableServer(there.hosted, there.store.header, None, there.clock, there.server.served, lines=desks)
        await again.start()
        try:
            await voice.hears("The line to the table is back.")
            await voice.hears("so 'status' was not taken; type it again.")
            assert len(desks.opened) == 2
            await voice.typed("set warning 1 error", "Why?")
            await voice.typed("it was misread", "Early warning is put from 3 to 1")
        finally:
            await again.stop()


async def test_a_second_control_is_told_that_the_table_has_been_closed(tmp_path: Path) -> None:
    async with served(tmp_path) as (there, _), in_control(there) as voice:
        await voice.hears("'help' lists the rest")
        there.lobby.show_all_out(Farewell.CLOSED)
        await voice.hears("! Control has closed the table.")
        assert not any("is down" in line for line in voice.lines)


async def test_only_controls_link_leads_to_control_and_a_dead_one_to_nothing(tmp_path: Path) -> None:
    async with served(tmp_path) as (there, desks):
        for chair in (seat("MIN"), OBSERVER_CHAIR):
            with pytest.raises(CannotConnect, match="no control of a table belongs to this link"):
                await RemoteLines.connect(there.url(chair))
        assert desks.opened == []
        lines = await RemoteLines.connect(there.url(CONTROL_CHAIR))
        there.lobby.reissue(CONTROL_CHAIR)
        for _ in range(500):
            if not lines.is_running:
                break
            await asyncio.sleep(0.01)
        assert not lines.is_running
        assert not desks.opened[0].is_running
        await lines.close()


async def test_lines_that_nobody_comes_back_to_are_ended(tmp_path: Path) -> None:
    async with served(tmp_path, Caps(seconds_to_come_back=0.05)) as (there, desks):
        lines = await RemoteLines.connect(there.url(CONTROL_CHAIR))
        await lines.close()
        for _ in range(500):
            if not desks.opened[0].is_running:
                break
            await asyncio.sleep(0.01)
        assert not desks.opened[0].is_running


@pytest.mark.parametrize("frame", ["{}", "[]", '{"type":"typed","question":-1}', '{"type":"ask"}', "nonsense"])
async def test_what_is_no_message_ends_the_socket_and_not_the_session(tmp_path: Path, frame: str) -> None:
    async with served(tmp_path) as (there, desks), aiohttp.ClientSession() as session:
        async with session.ws_connect(f"{there.base}{there.path(CONTROL_CHAIR, '/lines')}") as socket:
            await socket.send_str('{"type":"from"}')
            await socket.receive()
            await socket.send_str(frame)
            while not socket.closed:
                await socket.receive()
        assert socket.close_code == 1002
        assert desks.opened[0].is_running


async def test_a_host_without_lines_says_so(tmp_path: Path) -> None:
    async with hosting("S2", ("MIN",)) as there:
        with pytest.raises(CannotConnect, match="or its host takes no lines"):
            await RemoteLines.connect(there.url(CONTROL_CHAIR))
        assert isinstance(there.server, TableServer)
        assert MIN in there.lobby.seats


async def test_the_newest_terminal_has_control_and_the_session_goes_on_there(tmp_path: Path) -> None:
    async with served(tmp_path, Caps(seconds_to_come_back=0.05)) as (there, desks):
        first = await RemoteLines.connect(there.url(CONTROL_CHAIR))
        second = await RemoteLines.connect(there.url(CONTROL_CHAIR))
        for _ in range(500):
            if not first.is_running:
                break
            await asyncio.sleep(0.01)
        assert not first.is_running
        await asyncio.sleep(0.3)
        assert len(desks.opened) == 1
        assert desks.opened[0].is_running
        assert second.is_running
        await first.close()
        await second.close()
