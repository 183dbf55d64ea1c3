"""Sockets that show no link cost nothing and end by themselves; guessing codes is hopeless and locks nobody out."""

from __future__ import annotations

import asyncio
import random

import pytest
from tests.network.asking import UPGRADE, ask
from tests.network.hosting import hosting, seat

from northaxis.network import gate as gate_module
from northaxis.network.gate import Caps, Pace
from northaxis.services.guesses import FREE, Guesses
from northaxis.services.lobby import CODE_LETTERS

QUICK = Caps(seconds_to_show_a_link=0.3, strangers_per_source=30)


async def opened(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", port)


async def test_a_socket_that_says_nothing_gets_no_server_of_its_own_and_is_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = []
    true_make = gate_module.Gate.__init__

    def counting(self: gate_module.Gate, crowd: object, make: object) -> None:
        def counted() -> object:
            made.append(1)
            return make()  # type: ignore[operator]  # the server's own factory

        true_make(self, crowd, counted)  # type: ignore[arg-type]  # as it was given

    monkeypatch.setattr(gate_module.Gate, "__init__", counting)
    async with hosting(caps=QUICK) as there:
        sockets = [await opened(there.port) for _ in range(20)]
        async with asyncio.timeout(30):
            ends = await asyncio.gather(*(ended(reader) for reader, _ in sockets))
        assert all(ends)
        assert made == []
        assert not there.screens.opened
        for _, writer in sockets:
            writer.close()
        status, _ = await ask(there.port, "GET", "/", [("Host", f"127.0.0.1:{there.port}")])
        assert (status, made) == (200, [1])  # the control: one that asks gets one


async def ended(reader: asyncio.StreamReader) -> bool:
    try:
        return await reader.read() == b""
    except ConnectionError:
        return True


async def test_a_socket_that_dribbles_its_request_is_ended_too() -> None:
    async with hosting(caps=QUICK) as there:
        reader, writer = await opened(there.port)
        writer.write(b"GET / HTTP/1.1\r\nHost: ")
        async with asyncio.timeout(30):
            assert await ended(reader)
        writer.close()


async def test_more_strangers_than_a_source_may_have_are_shut_out_and_a_seat_is_not() -> None:
    async with hosting(caps=Caps(strangers_per_source=10, seconds_to_show_a_link=30)) as there:
        minsk = await there.remote(seat("MIN"))
        sockets = [await opened(there.port) for _ in range(14)]
        async with asyncio.timeout(30):
            assert all(await asyncio.gather(*(ended(reader) for reader, _ in sockets[10:])))
        assert minsk.trouble == ""
        for _, writer in sockets:
            writer.close()
        await minsk.close()


async def test_a_valid_link_outlives_the_time_of_strangers() -> None:
    async with hosting(caps=QUICK) as there:
        minsk = await there.remote(seat("MIN"))
        await asyncio.sleep(0.6)
        assert minsk.trouble == ""
        assert there.lobby.is_here(seat("MIN"))
        await minsk.close()


async def test_a_socket_with_a_wrong_token_opens_no_screen() -> None:
    async with hosting() as there:
        own = [("Host", f"127.0.0.1:{there.port}"), ("Origin", f"http://127.0.0.1:{there.port}")]
        for _ in range(25):
            status, _ = await ask(there.port, "GET", f"/s/{'0' * 28}/screen", [*own, *UPGRADE])
            assert status == 404
        assert not there.screens.opened


async def test_wrong_codes_make_their_source_wait_and_the_right_one_is_not_looked_at_meanwhile() -> None:
    async with hosting() as there:
        own = [("Host", f"127.0.0.1:{there.port}"), ("Origin", f"http://127.0.0.1:{there.port}")]
        answers = [(await ask(there.port, "POST", "/join", own, b"code=00000000"))[0] for _ in range(FREE + 2)]
        assert answers == [403] * (FREE + 1) + [429]
        right = f"code={there.lobby.link(seat('MIN')).code}".encode()
        assert (await ask(there.port, "POST", "/join", own, right))[0] == 429
        there.clock.move(10_000)
        assert (await ask(there.port, "POST", "/join", own, right))[0] == 303


def looked_at(guesses: Guesses | None, attempts: int, sources: int, hours: int) -> int:
    """How many of a guesser's codes are looked at, when it tries evenly over the time from all its sources."""
    found, span = 0, hours * 3_600_000
    for attempt in range(attempts):
        now, source = attempt * span // attempts, f"10.0.0.{attempt % sources}"
        if guesses is None:
            found += 1
        elif guesses.wait(source, now) == 0:
            found += 1
            guesses.wrong(source, now)
    return found


@pytest.mark.parametrize("attempts", [10_000, 1_000_000])
def test_guessing_for_three_hours_from_fifty_sources_finds_a_link_less_than_once_in_a_million(attempts: int) -> None:
    links, codes = 60, 32**CODE_LETTERS
    tried = looked_at(Guesses(), attempts, 50, 3)
    assert tried * links / codes < 1e-6
    # the control: without the back-off it would be more
    assert looked_at(None, 1_000_000, 50, 3) * links / codes > 1e-6


def test_a_guesser_who_chooses_its_moments_does_not_get_further() -> None:
    """Every source asks the very moment it may, all together."""
    guesses, now, tried = Guesses(), 0, 0
    while now < 3 * 3_600_000:
        waits = []
        for number in range(50):
            source = f"10.0.0.{number}"
            if guesses.wait(source, now) == 0:
                guesses.wrong(source, now)
                tried += 1
            waits.append(guesses.wait(source, now))
        now += max(1, min(waits))
    assert tried * 60 / 32**CODE_LETTERS < 1e-6


def test_no_guesser_keeps_somebody_out_who_is_seated() -> None:
    guesses, chance = Guesses(), random.Random(7)
    for now in range(0, 3_600_000, 500):
        source = f"10.0.0.{chance.randrange(2, 50)}"
        if guesses.wait(source, now) == 0:
            guesses.wrong(source, now)
        assert guesses.wait("10.0.0.1", now, is_seated=True) == 0


def test_a_person_who_mistypes_waits_seconds_not_minutes() -> None:
    guesses = Guesses()
    for _ in range(FREE):
        guesses.wrong("a", 0)
    assert guesses.wait("a", 0) == 0
    guesses.wrong("a", 0)
    assert 0 < guesses.wait("a", 0) <= 2_000
    assert guesses.wait("a", 300_000) == 0


def test_a_pace_lets_a_burst_through_and_then_so_many_a_second() -> None:
    pace = Pace(10, 5)
    assert [pace.takes(0.0) for _ in range(6)] == [True] * 5 + [False]
    assert pace.takes(0.11)
    assert not pace.takes(0.12)
