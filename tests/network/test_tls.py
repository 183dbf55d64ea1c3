"""A table over TLS: its one certificate is taken and no other, and whoever does not shake hands costs nothing."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from tests.network.asking import UPGRADE, ask, taking_any
from tests.network.ears import HELLO
from tests.network.hosting import KYI, MIN, Hosting, certificate, hosting, seat, secured, to_orders
from tests.network.test_strangers import ended
from tests.network.test_wire import until

from northaxis.domain.ids import ActionId
from northaxis.domain.orders import Order, Place, Say
from northaxis.domain.rulings import Upheld
from northaxis.network.addresses import served
from northaxis.network.answers import IN_THE_CLEAR
from northaxis.network.connection import NO_TLS, OTHER_CERTIFICATE
from northaxis.network.gate import Caps, Crowd
from northaxis.network.link import BAD_PIN, NO_PIN, NOT_SECURE, SeatAddress, address_of
from northaxis.network.remote import CannotConnect, RemoteClient
from northaxis.services.lobby import CONTROL_CHAIR

PAY = Order(MIN, Place(ActionId("MIN-PAY")))
OURS = "northaxis", "asyncio", "aiohttp"


def test_a_link_that_pins_a_certificate_says_which() -> None:
    pin = "0123456789abcdef" * 4
    assert address_of(f"https://10.0.0.1:8120/s/abc#sha256-{pin}") == SeatAddress(
        "wss://10.0.0.1:8120/s/abc/seat", bytes.fromhex(pin)
    )
    assert address_of("http://10.0.0.1:8120/s/abc") == SeatAddress("ws://10.0.0.1:8120/s/abc/seat")


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ("https://10.0.0.1/s/abc", NO_PIN),
        ("https://10.0.0.1/s/abc#", BAD_PIN),
        (f"https://10.0.0.1/s/abc#sha256-{'a' * 63}", BAD_PIN),
        (f"https://10.0.0.1/s/abc#sha256-{'a' * 65}", BAD_PIN),
        (f"https://10.0.0.1/s/abc#sha256-{'g' * 64}", BAD_PIN),
        (f"https://10.0.0.1/s/abc#md5-{'a' * 64}", BAD_PIN),
        (f"http://10.0.0.1/s/abc#sha256-{'a' * 64}", NOT_SECURE),
    ],
)
async def test_a_link_without_a_whole_fingerprint_is_refused_with_what_to_paste(link: str, sentence: str) -> None:
    with pytest.raises(CannotConnect) as problem:
        await RemoteClient.connect(link)
    assert str(problem.value) == sentence
    assert "paste" in sentence


async def test_a_seat_over_tls_plays_and_comes_back_when_its_line_drops() -> None:
    async with hosting(certificate=certificate()) as there:
        assert there.url(seat("MIN")).startswith(f"https://127.0.0.1:{there.port}/s/")
        minsk = await there.remote(seat("MIN"))
        await to_orders(there.control, minsk)
        assert await minsk.ask(PAY) == Upheld(())
        await minsk.line.drop()
        await until(lambda: minsk.line.is_cut)
        assert await minsk.ask(Order(MIN, Say((), "still here"))) == Upheld(())
        assert minsk.trouble == ""
        await minsk.close()


@pytest.mark.parametrize(("names", "days_ago"), [(("10.9.8.7",), 0), (("127.0.0.1",), 4_000), (("127.0.0.1",), -4_000)])
async def test_the_certificate_of_the_link_is_taken_whatever_its_names_and_dates(
    names: tuple[str, ...], days_ago: int
) -> None:
    async with hosting(certificate=certificate(names, days_ago)) as there:
        minsk = await there.remote(seat("MIN"))
        assert minsk.seat == MIN
        await minsk.close()


class Between:
    """Somebody on the line with a certificate of their own, who passes everything on and keeps what comes by."""

    def __init__(self, port: int, tls: ssl.SSLContext) -> None:
        self._to, self._tls, self.read = port, tls, b""
        self.greeted = 0

    @asynccontextmanager
    async def open(self, port: int = 0) -> AsyncIterator[int]:
        server = await asyncio.start_server(self._pass_on, "127.0.0.1", port, ssl=self._tls)
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            server.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.greeted += 1
        there = await asyncio.open_connection("127.0.0.1", self._to, ssl=taking_any())
        await asyncio.gather(self._copy(reader, there[1], True), self._copy(there[0], writer, False))

    async def _copy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, keep: bool) -> None:
        try:
            while data := await reader.read(65536):
                self.read += data if keep else b""
                # the port in Host is not the table's: whoever is really in between has its address
                writer.write(data.replace(f":{self.port}".encode(), f":{self._to}".encode()))
        except (OSError, ssl.SSLError):
            pass
        finally:
            writer.close()

    port = 0


async def test_somebody_in_between_is_found_out_before_anything_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    async with hosting(certificate=certificate()) as there:
        _, tls = secured(served("127.0.0.1", 0), certificate())
        between = Between(there.port, tls)
        async with between.open() as port:
            between.port = port
            link = there.url(seat("MIN")).replace(f":{there.port}", f":{port}")
            with pytest.raises(CannotConnect) as problem:
                await RemoteClient.connect(link)
            assert str(problem.value) == OTHER_CERTIFICATE
            assert between.read == b""
            # the control: who does not look at the fingerprint sits down, and is read
            monkeypatch.setattr(SeatAddress, "certificate", property(lambda self: False))
            minsk = await RemoteClient.connect(link)
            assert minsk.seat == MIN
            assert there.token(seat("MIN")).encode() in between.read
            await minsk.close()


async def test_a_line_that_comes_back_takes_no_other_certificate_either() -> None:
    own = certificate()
    async with hosting(certificate=own) as there:
        minsk, port = await there.remote(seat("MIN")), there.port
        addresses, tls = secured(served("127.0.0.1", port), own)
        _, others = secured(addresses, certificate())
        await there.server.stop()
        between = Between(port, others)
        async with between.open(port):
            await until(lambda: OTHER_CERTIFICATE in minsk.trouble)
            assert between.read == b""
        there.server.served = addresses
        await there.server.start(tls=tls)
        await until(lambda: minsk.trouble == "", 20)
        assert await minsk.ask(Order(MIN, Say((), "back"))) == Upheld(())
        await minsk.close()


async def test_a_link_of_the_wrong_kind_is_said_in_a_sentence() -> None:
    async with hosting(certificate=certificate()) as there:
        in_the_clear = there.url(seat("MIN")).replace("https", "http").partition("#")[0]
        with pytest.raises(CannotConnect, match="begins with https"):
            await RemoteClient.connect(in_the_clear)
    async with hosting() as there:
        pinned = f"{there.url(seat('MIN')).replace('http', 'https')}#sha256-{'a' * 64}"
        with pytest.raises(CannotConnect) as problem:
            await RemoteClient.connect(pinned)
        assert str(problem.value) == NO_TLS


# --- who does not shake hands -------------------------------------------------------------------------------------


def greeting() -> bytes:
    """The first message of a real handshake."""
    out = ssl.MemoryBIO()
    talk = taking_any().wrap_bio(ssl.MemoryBIO(), out)
    with pytest.raises(ssl.SSLWantReadError):
        talk.do_handshake()
    return out.read()


async def sent(port: int, raw: bytes, finish: bool = False) -> bytes:
    """All that comes back for some bytes until the other side ends it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(raw)
        if finish:
            writer.write_eof()
        async with asyncio.timeout(10):
            return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()


@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "OPTIONS"])
async def test_a_request_in_the_clear_gets_a_sentence_and_no_way_on(
    method: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        async with hosting(certificate=certificate()) as there:
            token = there.token(seat("MIN"))
            asked = f"{method} /s/{token} HTTP/1.1\r\nHost: 127.0.0.1:{there.port}\r\n\r\n"
            found = await sent(there.port, asked.encode())
    assert found.startswith(b"HTTP/1.1 426 ")
    assert found.endswith(IN_THE_CLEAR.encode())
    assert b"location" not in found.lower()
    assert token.encode() not in found
    assert not heard(caplog)


HELLO_TLS = greeting()

RUBBISH = {
    "nothing": (b"", True),
    "zeros": (b"\x00" * 300, False),
    "a greeting of no length": (b"\x16\x03\x01\x00\x00", False),
    "a greeting of too much": (b"\x16\x03\x01\xff\xff" + b"a" * 9000, False),
    "letters in a greeting": (b"\x16\x03\x01\x00\x40" + b"a" * 64, False),
    "half a greeting and the end": (HELLO_TLS[:50], True),
    "one byte of a greeting and the end": (HELLO_TLS[:1], True),
    "a greeting and the end": (HELLO_TLS, True),
    "a greeting and rubbish": (HELLO_TLS + b"x" * 500, False),
    "a greeting with a bit turned": (HELLO_TLS[:5] + b"\xff" + HELLO_TLS[6:], False),
    "an old greeting": (b"\x80\x2e\x01\x03\x01" + b"\x00" * 41, False),
    "words": (b"\xe4\xf6\xfc hello\r\n", False),
}


@pytest.mark.parametrize("name", RUBBISH)
async def test_what_is_no_handshake_ends_without_a_word_in_any_log(name: str, caplog: pytest.LogCaptureFixture) -> None:
    raw, finish = RUBBISH[name]
    loop_says = list[dict[str, Any]]()
    asyncio.get_running_loop().set_exception_handler(lambda _, context: loop_says.append(context))
    with caplog.at_level(logging.INFO):
        async with hosting(certificate=certificate(), caps=Caps(seconds_to_show_a_link=2.0)) as there:
            found = await sent(there.port, raw, finish)
            assert not found.startswith(b"HTTP")
            minsk = await there.remote(seat("MIN"))  # the table is there as before
            await minsk.close()
            await until(lambda: not crowd_of(there).all)
    assert not heard(caplog)
    assert loop_says == []


async def test_a_failed_handshake_of_the_library_says_nothing_either(caplog: pytest.LogCaptureFixture) -> None:
    """A client that does not take the certificate, as every browser at first, and one that speaks only what is old."""
    old = taking_any()
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    with caplog.at_level(logging.INFO):
        async with hosting(certificate=certificate()) as there:
            for context in (ssl.create_default_context(), old):
                with pytest.raises((ssl.SSLError, ConnectionError)):
                    await asyncio.open_connection("127.0.0.1", there.port, ssl=context)
            await until(lambda: not crowd_of(there).all)
    assert not heard(caplog)


def count_handshakes(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """One entry for each handshake for which the server made something."""
    made = list[bool]()
    wrap = ssl.SSLContext.wrap_bio

    def counted(self: ssl.SSLContext, *args: Any, **kw: Any) -> ssl.SSLObject:
        made.extend([True] * bool(kw.get("server_side")))
        return wrap(self, *args, **kw)

    monkeypatch.setattr(ssl.SSLContext, "wrap_bio", counted)
    return made


HALVES = {"none": b"", "one": HELLO_TLS[:1], "head": HELLO_TLS[:4], "most": HELLO_TLS[:-1]}


@pytest.mark.parametrize("raw", HALVES.values(), ids=HALVES)
async def test_two_hundred_half_open_handshakes_make_nothing(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    made = count_handshakes(monkeypatch)
    caps = Caps(seconds_to_show_a_link=60, strangers=250, strangers_per_source=250, per_source=300)
    async with hosting(certificate=certificate(), caps=caps) as there:
        half = [await asyncio.open_connection("127.0.0.1", there.port) for _ in range(200)]
        for _, writer in half:
            writer.write(raw)
        await until(lambda: crowd_of(there).strangers.total() == 200, 30)
        before = time.process_time()
        await asyncio.sleep(1)
        assert time.process_time() - before < 0.3  # nobody runs in circles for what does not come
        status, _ = await ask(there.port, "GET", "/", [("Host", f"127.0.0.1:{there.port}")], tls=taking_any())
        assert status == 200
        assert len(made) == 1  # the control: for a whole handshake something is made
        for _, writer in half:
            writer.close()
        await until(lambda: not crowd_of(there).all, 30)


@pytest.mark.parametrize("raw", HALVES.values(), ids=HALVES)
async def test_a_half_open_handshake_ends_by_itself(raw: bytes) -> None:
    async with hosting(certificate=certificate(), caps=Caps(seconds_to_show_a_link=0.5)) as there:
        half = [await asyncio.open_connection("127.0.0.1", there.port) for _ in range(20)]
        for _, writer in half:
            writer.write(raw)
        async with asyncio.timeout(30):
            assert all(await asyncio.gather(*(ended(reader) for reader, _ in half)))
        await until(lambda: not crowd_of(there).all, 30)
        for _, writer in half:
            writer.close()


async def test_more_strangers_than_a_source_may_have_are_shut_out_before_they_greet() -> None:
    async with hosting(
        certificate=certificate(), caps=Caps(strangers_per_source=10, seconds_to_show_a_link=30)
    ) as there:
        minsk = await there.remote(seat("MIN"))
        half = [await asyncio.open_connection("127.0.0.1", there.port) for _ in range(14)]
        async with asyncio.timeout(5):
            assert all(await asyncio.gather(*(ended(reader) for reader, _ in half[10:])))
        assert minsk.trouble == ""
        for _, writer in half:
            writer.close()
        await minsk.close()


async def test_a_handshake_without_a_link_is_ended_and_one_with_a_link_is_not() -> None:
    async with hosting(certificate=certificate(), caps=Caps(seconds_to_show_a_link=2.0)) as there:
        minsk = await there.remote(seat("MIN"))
        reader, writer = await asyncio.open_connection("127.0.0.1", there.port, ssl=taking_any())
        async with asyncio.timeout(5):
            assert await ended(reader)
        writer.close()
        assert minsk.trouble == ""
        assert there.lobby.is_here(seat("MIN"))
        await minsk.close()


async def test_a_seat_that_takes_nothing_is_dropped_over_tls_too() -> None:
    caps = Caps(seconds_to_take_rules=4.0, seconds_to_take_news=4.0)
    async with hosting("S2", ("MIN", "KYI"), certificate=certificate(), caps=caps) as there:
        lines = [f"GET {there.path(seat('MIN'), '/seat')} HTTP/1.1", f"Host: 127.0.0.1:{there.port}"]
        lines += [f"{name}: {value}" for name, value in UPGRADE]
        hello = HELLO.encode()
        asked = "\r\n".join([*lines, "", ""]).encode() + bytes([0x81, 0x80 | len(hello), 0, 0, 0, 0]) + hello

        def sit() -> ssl.SSLSocket:
            made = socket.socket()
            made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            made.connect(("127.0.0.1", there.port))
            seated = taking_any().wrap_socket(made)
            seated.sendall(asked)
            return seated  # and nothing is ever read

        stalled, kyiv = await asyncio.to_thread(sit), await there.remote(seat("KYI"))
        await until(lambda: there.lobby.is_here(seat("MIN")))
        for number in range(60):
            assert await kyiv.ask(Order(KYI, Say((), f"{number} {'x' * 400}"))) == Upheld(())
        await until(lambda: not there.lobby.is_here(seat("MIN")), 20)
        stalled.close()
        minsk = await there.remote(seat("MIN"))
        assert (minsk.trouble, kyiv.trouble) == ("", "")
        await minsk.close()
        await kyiv.close()


async def test_no_answer_makes_a_browser_insist_on_tls_and_none_sets_a_cookie() -> None:
    async with hosting(certificate=certificate()) as there:
        own = [("Host", f"127.0.0.1:{there.port}")]
        for path in ("/", there.path(seat("MIN")), there.path(seat("MIN"), "/seat.js"), "/nothing"):
            _, text = await ask(there.port, "GET", path, own, tls=taking_any())
            head = text.partition("\r\n\r\n")[0].lower()
            assert "strict-transport-security" not in head
            assert "set-cookie" not in head
            assert f"connect-src 'self' wss://127.0.0.1:{there.port};" in head
            assert "ws://" not in head.replace("wss://", "")


async def test_the_first_page_says_what_to_compare_and_does_not_vouch_for_itself() -> None:
    async with hosting(certificate=certificate()) as there:
        _, text = await ask(there.port, "GET", "/", [("Host", f"127.0.0.1:{there.port}")], tls=taking_any())
        assert "SHA-256 fingerprint" in text
        assert there.server.served.fingerprint[:8] not in text.lower().replace(":", "").replace(" ", "")
    async with hosting() as there:
        _, text = await ask(there.port, "GET", "/", [("Host", f"127.0.0.1:{there.port}")])
        assert "fingerprint" not in text


async def test_controls_qr_code_is_of_a_link_without_its_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    import segno

    coded: list[str] = []
    make = segno.make_qr

    def kept(text: str, **kw: Any) -> segno.QRCode:
        coded.append(text)
        return make(text, **kw)

    monkeypatch.setattr(segno, "make_qr", kept)
    async with hosting(certificate=certificate()) as there:
        own = [("Host", f"127.0.0.1:{there.port}")]
        path = there.path(CONTROL_CHAIR, "/qr.svg?chair=seat.MIN.1")
        status, _ = await ask(there.port, "GET", path, own, tls=taking_any())
        assert status == 200
        assert coded == [there.url(seat("MIN")).partition("#")[0]]
        assert coded[0].startswith("https://")


def heard(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    """What was logged, but for the seats that were opened."""
    told = [record for record in caplog.records if record.name.startswith(OURS)]
    return [record for record in told if not record.getMessage().startswith("a window opened")]


def crowd_of(there: Hosting) -> Crowd:
    return there.server._crowd
