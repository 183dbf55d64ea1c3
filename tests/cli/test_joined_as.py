"""What `join` gives whom: a seat that a bot plays, control in plain lines, the wall for the projector's link."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from tests.cli.test_joined import Typist
from tests.network.hosting import MIN, hosting, seat, to_orders

from northaxis.cli import join as joining
from northaxis.cli.guard import BAD_INPUT, Problem
from northaxis.cli.joined import A_BOT_PLAYS, attend
from northaxis.cli.joined_table import Line
from northaxis.domain.state import Holder
from northaxis.services.lobby import CONTROL_CHAIR, PROJECTOR_CHAIR


@pytest.mark.asyncio
async def test_a_seat_in_plain_lines_stands_by_for_a_bot_and_goes_on_when_it_is_given_back() -> None:
    async with hosting("S2", ("MIN", "KYI")) as there:
        await to_orders(there.control, there.door(seat("MIN")), there.door(seat("KYI")))
        voice = Typist()
        line = await asyncio.to_thread(Line, there.url(seat("MIN")))
        playing = asyncio.create_task(asyncio.to_thread(attend, line, voice))  # type: ignore[arg-type]
        try:
            await voice.hears("Minsk")
            after = len(voice.lines)
            await there.control.hold_seat(MIN, Holder("bot", "staff"))
            await voice.hears(A_BOT_PLAYS[:40], after)
            bots = len(voice.lines)
            await voice.typed("sheet", A_BOT_PLAYS[:40])
            assert not any("IP" in said for said in voice.lines[bots:]), "a word of the seat's purse"
            await there.control.hold_seat(MIN, Holder("people of MIN", None))
            await voice.hears("You have your seat back.", bots)
            await voice.hears("you are Minsk", bots)
        finally:
            voice.type(None)
            assert await asyncio.wait_for(playing, 60) == 0
            await asyncio.to_thread(line.close)


@pytest.mark.asyncio
async def test_join_on_screens_says_where_controls_console_is_and_shows_the_projector_the_wall(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from northaxis.tui.app import NorthaxisApp
    from northaxis.tui.control.app import ProjectorApp

    shown: list[Any] = []

    async def run(app: NorthaxisApp) -> None:
        shown.append(type(app))

    monkeypatch.setattr("northaxis.tui.app.demand_terminal", lambda: None)
    monkeypatch.setattr(NorthaxisApp, "run_async", run)
    monkeypatch.setattr(NorthaxisApp, "leave_on_signals", lambda app: None)
    async with hosting("S2", ("MIN",)) as there:
        with pytest.raises(Problem, match="control's console is on the host's own terminal") as found:
            await asyncio.to_thread(joining._on_screen, there.url(CONTROL_CHAIR))
        assert found.value.code == BAD_INPUT
        await asyncio.to_thread(joining._on_screen, there.url(PROJECTOR_CHAIR))
        await asyncio.to_thread(joining._on_screen, there.url(seat("MIN")))
        assert shown == [ProjectorApp, NorthaxisApp]
