"""Control is told in plain words, on the console itself, when a table is served without TLS, and with it what to do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.network.hosting import certificate, hosting, seat
from tests.tui.control.desk import desk, text_of

from northaxis.cli.hosting import NOT_PROMISED
from northaxis.cli.secured import first_signs
from northaxis.cli.venue import HostVenue
from northaxis.network import qr
from northaxis.network.addresses import PLAIN_HTTP
from northaxis.tui.control.app import ConsoleApp
from northaxis.tui.settings import Settings


@pytest.mark.parametrize("bind", ["127.0.0.1", "0.0.0.0", "192.168.7.20"])
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_console_warns_of_plain_http_beyond_this_machine(
    bind: str, size: tuple[int, int], tmp_path: Path
) -> None:
    async with hosting("S2", ("MIN",)) as there:
        there.server.served = replace(there.server.served, bind=bind)
        venue = HostVenue(there.hosted, there.server, tmp_path / "x.nax")
        app = ConsoleApp(there.control, venue, Settings(motion=False))
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            first = " ".join(text_of(app).split())
            await pilot.press("l")
            await pilot.pause()
            links = " ".join(text_of(app).split())
        is_open = bind != "127.0.0.1"
        assert (venue.warning == PLAIN_HTTP) is is_open
        assert ("Plain HTTP" in first) is is_open
        assert ("plain HTTP" in links) is is_open
        assert there.lobby.link(seat("MIN")).token not in first


def test_the_same_words_stand_in_the_terminal_of_the_host() -> None:
    assert "plain HTTP" in NOT_PROMISED[0]
    assert "links included" in PLAIN_HTTP
    assert "--tls" in PLAIN_HTTP


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_over_tls_the_console_says_what_people_compare_and_shows_the_whole_link(
    size: tuple[int, int], tmp_path: Path
) -> None:
    async with desk(tmp_path, size=size, certificate=certificate()) as at:
        there = at.hosting
        there.server.served = replace(there.server.served, bind="0.0.0.0")
        signs, link = first_signs(there.server.served.fingerprint), there.url(seat("MIN"))
        assert at.venue.warning == ""
        await at.pilot.press("l")
        await at.settle()
        said = " ".join(text_of(at.app).split())
        assert signs in said
        assert "plain HTTP" not in said
        await at.pilot.press("enter", "s", "end")
        await at.settle()
        await at.pilot.press("end")
        await at.settle()
        said = text_of(at.app)
        assert signs in " ".join(said.split())
        assert "Proceed" in said
        page, pin = link[: link.index("#")], link[link.index("#") :]
        assert all(part in said for part in (page, pin[:36], pin[36:]))
        assert qr.lines(link) == qr.lines(page) != qr.lines(f"{page}x")
