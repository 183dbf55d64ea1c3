"""Whatever a stranger sends, the answer is plain and ours, and nothing of it stands in any log."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest
from aiohttp import web
from tests.cli.test_host import host
from tests.network.asking import ask
from tests.network.hosting import hosting, seat

from northaxis.network import answers
from northaxis.network.server import TableServer

SECRET = "s3cr3tt0k3n0fs0me0ne"

FORM = "Content-Type: application/x-www-form-urlencoded"


def head(first: str, *lines: str) -> bytes:
    return "\r\n".join([first, "Host: {host}", *lines, "", ""]).encode("latin-1")


def post(body: bytes, *lines: str) -> bytes:
    length = f"Content-Length: {len(body)}"
    return head("POST /join HTTP/1.1", "Origin: http://{host}", length, *lines) + body


def chunked(body: bytes, *lines: str) -> bytes:
    return head("POST /join HTTP/1.1", "Origin: http://{host}", FORM, "Transfer-Encoding: chunked", *lines) + body


REQUESTS: dict[str, tuple[bytes, set[int]]] = {
    "a greeting of TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"a" * 200, {400}),
    "no request": (f"hello {SECRET}\r\n\r\n".encode(), {400}),
    "a version there is not": (head(f"GET /s/{SECRET} HTTP/9.9"), {400}),
    "no version": (head(f"GET /s/{SECRET}"), {400, 404}),
    "no address": (head("OPTIONS * HTTP/1.1"), {404}),
    "a method there is not": (head(f"G\x01T /s/{SECRET} HTTP/1.1"), {400}),
    "a method that is not served": (head(f"DELETE /s/{SECRET} HTTP/1.1"), {404}),
    "an address too long": (head(f"GET /s/{SECRET}{'a' * 9000} HTTP/1.1"), {400}),
    "an address of no shape": (head(f"GET http://[::1/{SECRET} HTTP/1.1"), {400, 404}),
    "a header without a colon": (head(f"GET /s/{SECRET} HTTP/1.1", f"Bad {SECRET}"), {400}),
    "a header with a zero": (head("GET / HTTP/1.1", f"X: {SECRET}\x00"), {400}),
    "a header too long": (head("GET / HTTP/1.1", f"X: {SECRET * 1000}"), {400}),
    "too many headers": (head("GET / HTTP/1.1", *(f"X-{n}: {SECRET}" for n in range(300))), {400}),
    "two lengths": (head("POST /join HTTP/1.1", "Content-Length: 5", "Content-Length: 6"), {400}),
    "a length that is no number": (head("POST /join HTTP/1.1", f"Content-Length: {SECRET}"), {400}),
    "a length and chunks": (head("POST /join HTTP/1.1", "Content-Length: 5", "Transfer-Encoding: chunked"), {400}),
    "a chunk of no length": (chunked(f"ZZ {SECRET}\r\n\r\n".encode()), {400}),
    "a chunk of a wrong length": (chunked(f"3\r\n{SECRET}\r\n0\r\n\r\n".encode()), {400}),
    "what is said to be packed": (post(SECRET.encode(), FORM, "Content-Encoding: deflate"), {400}),
    "what is said to be packed well": (post(SECRET.encode(), FORM, "Content-Encoding: gzip"), {400}),
    "a form too large": (post(b"code=" + SECRET.encode() * 500, FORM), {413}),
    "a form in parts without a border": (post(SECRET.encode(), "Content-Type: multipart/form-data"), {415}),
    "a form in parts": (post(b"--b\r\n\r\n", "Content-Type: multipart/form-data; boundary=b"), {415}),
    "letters there are not": (post(b"code=a", f"{FORM}; charset=nope"), {403}),
    "letters that are none": (post(b"code=\xff", FORM), {403}),
    "signs that are none": (post(b"code=%ff%zz&code&&==", FORM), {403}),
    "an empty form": (post(b"", FORM), {403}),
    "an expectation": (head("GET / HTTP/1.1", f"Expect: {SECRET}"), {200}),
    "an expectation of nothing": (head(f"GET /{SECRET} HTTP/1.1", f"Expect: {SECRET}"), {404}),
    "half a window": (head(f"GET /s/{SECRET}/screen HTTP/1.1", "Connection: Upgrade", "Upgrade: websocket"), {403}),
}


async def answered(port: int, raw: bytes) -> bytes:
    """All that comes back for some bytes, until the server ends the connection or has been silent."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(raw.replace(b"{host}", f"127.0.0.1:{port}".encode()))
        found = b""
        while True:
            try:
                piece = await asyncio.wait_for(reader.read(65536), 30 if not found else 0.3)
            except (TimeoutError, ConnectionError):
                return found
            if not piece:
                return found
            found += piece
    finally:
        writer.close()


@pytest.mark.parametrize("name", REQUESTS)
async def test_what_is_no_request_gets_a_plain_answer_of_ours(name: str, caplog: pytest.LogCaptureFixture) -> None:
    raw, statuses = REQUESTS[name]
    with caplog.at_level(logging.INFO):
        async with hosting() as there:
            found = await answered(there.port, raw)
    first, _, rest = found.partition(b"\r\n")
    assert int(first.split()[1]) in statuses, found
    assert b"Content-Security-Policy" in rest
    assert SECRET.encode() not in found
    assert b"aiohttp" not in found
    assert not [record for record in caplog.records if record.name.startswith(("aiohttp", "northaxis", "asyncio"))]


def test_a_host_says_nothing_of_what_strangers_send(tmp_path: Path) -> None:
    with host(tmp_path, "S1", "--session", tmp_path / "game.nax") as there:
        port = int(there.said["url"].rpartition(":")[2])
        code = there.said["codes"]["seat.MIN.1"]

        async def all_of_them() -> None:
            for raw, _ in REQUESTS.values():
                await answered(port, raw)
            own = [("Host", f"127.0.0.1:{port}"), ("Origin", f"http://127.0.0.1:{port}")]
            for _ in range(60):  # wrong codes were sent: their source waits a little
                status, _ = await ask(port, "POST", "/join", own, f"code={code}".encode())
                if status != 429:
                    break
                await asyncio.sleep(1)
            assert status == 303

        asyncio.run(all_of_them())
        there.process.terminate()
        _, stderr = there.process.communicate(timeout=60)
    assert stderr == ""


async def test_a_mistake_of_ours_is_told_by_its_place_and_without_its_words(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(self: TableServer, request: web.Request) -> web.Response:
        raise LookupError(SECRET)

    monkeypatch.setattr(TableServer, "_seat_page", broken)
    async with hosting() as there:
        found = await answered(there.port, head(f"GET {there.path(seat('MIN'))} HTTP/1.1"))
    assert found.startswith(b"HTTP/1.1 500 ")
    assert answers.OUR_MISTAKE.encode() in found
    assert "LookupError in test_malformed" in caplog.text
    assert SECRET not in found.decode() + caplog.text
