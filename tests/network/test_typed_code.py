"""A person at a terminal sits down with what is on their paper: the table's address and a code of eight signs."""

from __future__ import annotations

import pytest
from tests.network.hosting import Hosting, certificate, hosting, seat

from northaxis.domain.ids import SeatId
from northaxis.network.link import BAD_PIN, NOT_SECURE, CannotConnect
from northaxis.network.remote import RemoteClient
from northaxis.network.typed_code import (
    NOT_LET_IN,
    OTHER_CERTIFICATE,
    SPEAKS_NO_TLS,
    SPEAKS_TLS,
    TableAddress,
    WrongCode,
    fingerprint_at,
    is_code,
    link_by_code,
    table_address,
)
from northaxis.services.guesses import FREE
from northaxis.services.lobby import shown_code


def code(there: Hosting) -> str:
    return shown_code(there.lobby.link(seat("MIN")).code)


def address(text: str) -> TableAddress:
    found = table_address(text)
    assert found is not None
    return found


@pytest.mark.parametrize("typed", [str.upper, str.lower, lambda code: f" {code[:4]} {code[5:]} "])
@pytest.mark.parametrize("start", ["", "http://", "HTTP://"])
async def test_an_address_and_a_code_as_people_type_them_lead_to_the_seat(typed: object, start: str) -> None:
    assert callable(typed)
    async with hosting() as there:
        link = await link_by_code(address(f"{start}127.0.0.1:{there.port}/"), typed(code(there)))
        client = await RemoteClient.connect(link)
        assert client.seat == SeatId("MIN")
        await client.close()


async def test_a_wrong_code_one_that_was_taken_back_and_a_closed_table_are_told_alike() -> None:
    async with hosting() as there:
        place, good = address(f"localhost:{there.port}"), code(there)
        there.lobby.reissue(seat("MIN"))
        said = [await refused(place, wrong) for wrong in (good, "0000 0000", "", "ä" * 8)]
    assert {*said, await refused(place, good)} == {NOT_LET_IN}


async def refused(place: TableAddress, typed: str) -> str:
    with pytest.raises(WrongCode) as problem:
        await link_by_code(place, typed)
    return str(problem.value)


async def test_a_terminal_waits_after_wrong_codes_as_a_browser_does() -> None:
    async with hosting() as there:
        place = address(f"127.0.0.1:{there.port}")
        for _ in range(FREE + 1):
            await refused(place, "00000000")
        assert "wait 2 seconds, then try again" in await refused(place, code(there))
        there.clock.move(10_000)
        assert (await link_by_code(place, code(there))).endswith(there.lobby.link(seat("MIN")).token)


async def test_over_tls_a_code_goes_to_the_compared_certificate_and_to_no_other() -> None:
    async with hosting(certificate=certificate()) as there:
        bare = address(f"https://127.0.0.1:{there.port}")
        found = await fingerprint_at(bare)
        assert found == there.server.served.fingerprint
        link = await link_by_code(bare.pinned(found), code(there))
        assert link.endswith(there.server.served.pin)
        assert await link_by_code(address(f"{bare.url}#sha256-{found}"), code(there)) == link
        with pytest.raises(CannotConnect, match=OTHER_CERTIFICATE):
            await link_by_code(bare.pinned("0" * 64), code(there))
        with pytest.raises(CannotConnect, match=SPEAKS_TLS):
            await link_by_code(address(f"127.0.0.1:{there.port}"), code(there))
    async with hosting() as there:
        with pytest.raises(CannotConnect, match=SPEAKS_NO_TLS):
            await fingerprint_at(address(f"https://127.0.0.1:{there.port}"))


def test_what_is_an_address_and_what_is_a_code() -> None:
    assert address("192.168.1.20:8120") == TableAddress(False, "192.168.1.20:8120")
    assert address("localhost:8120").host == "127.0.0.1:8120"
    assert address("[::1]:8120").url == "http://[::1]:8120"
    for other in ("nonsense", "http://10.0.0.1/s/abc", "ftp://10.0.0.1", "W292-8P7Y", "w2928p7y", "", "http://"):
        assert table_address(other) is None
    assert is_code("W292 8P7Y")
    assert not is_code("192.168.1.20:8120")
    for text, why in (("10.0.0.1#sha256-ab", NOT_SECURE), ("https://10.0.0.1#sha256-ab", BAD_PIN)):
        with pytest.raises(CannotConnect, match=why.partition(";")[0]):
            table_address(text)
