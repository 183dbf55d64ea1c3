"""Every combination of scheme, Host, Origin, path and role is decided as the table here says, and rebinding fails."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import product

import pytest
import pytest_asyncio
from tests.network.asking import UPGRADE, Headers, ask as ask_at, taking_any
from tests.network.hosting import Hosting, certificate, hosting, seat

from northaxis.network import answers
from northaxis.network.addresses import Served, own_addresses, served
from northaxis.network.remote import RemoteClient
from northaxis.services.lobby import CONTROL_CHAIR, OBSERVER_CHAIR, PROJECTOR_CHAIR

HOSTS = (
    "own",
    "none",
    "twice",
    "no port",
    "other port",
    "localhost",
    "LOCALHOST",
    "localhost at another port",
    "localhost without a port",
    "localhost with a dot",
    "under localhost",
    "loopback of six",
    "evil",
    "own in capitals and a dot",
)
ORIGINS = (
    "none",
    "own",
    "localhost",
    "null",
    "evil",
    "own over the other scheme",
    "other port",
    "twice",
    "own with a path",
)
DOORS = {
    "seat": seat("MIN"),
    "observer": OBSERVER_CHAIR,
    "projector": PROJECTOR_CHAIR,
    "control": CONTROL_CHAIR,
}
PATHS = ("first page", "join", "page", "screen", "wire", "file", "qr")


SCHEMES = ("http", "https")


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=SCHEMES)
async def there(request: pytest.FixtureRequest) -> AsyncIterator[Hosting]:
    async with hosting(certificate=certificate() if request.param == "https" else None) as found:
        yield found


async def ask(
    there: Hosting, method: str, path: str, headers: Headers, body: bytes = b"", at: str = "127.0.0.1"
) -> tuple[int, str]:
    tls = taking_any() if there.base.startswith("https") else None
    return await ask_at(there.port, method, path, headers, body, at, tls)


def host_headers(kind: str, port: int) -> list[tuple[str, str]]:
    own = f"127.0.0.1:{port}"
    return {
        "own": [("Host", own)],
        "none": [],
        "twice": [("Host", own), ("Host", own)],
        "no port": [("Host", "127.0.0.1")],
        "other port": [("Host", f"127.0.0.1:{port + 1}")],
        "localhost": [("Host", f"localhost:{port}")],
        "LOCALHOST": [("Host", f"LocalHost:{port}")],
        "localhost at another port": [("Host", f"localhost:{port + 1}")],
        "localhost without a port": [("Host", "localhost")],
        "localhost with a dot": [("Host", f"localhost.:{port}")],
        "under localhost": [("Host", f"evil.localhost:{port}")],
        "loopback of six": [("Host", f"[::1]:{port}")],
        "evil": [("Host", f"evil.example:{port}")],
        "own in capitals and a dot": [("Host", f"127.0.0.1.:{port}")],
    }[kind]


def origin_headers(kind: str, there: Hosting) -> list[tuple[str, str]]:
    own, port = there.base, there.port
    scheme, other = SCHEMES[::-1] if own.startswith("https") else SCHEMES
    return {
        "none": [],
        "own": [("Origin", own)],
        "localhost": [("Origin", f"{scheme}://localhost:{port}")],
        "null": [("Origin", "null")],
        "evil": [("Origin", f"{scheme}://evil.example:{port}")],
        "own over the other scheme": [("Origin", own.replace(scheme, other))],
        "other port": [("Origin", f"{scheme}://127.0.0.1:{port + 1}")],
        "twice": [("Origin", own), ("Origin", own)],
        "own with a path": [("Origin", f"{own}/")],
    }[kind]


def wanted(host: str, origin: str, path: str, role: str) -> int:
    """The table: what a request is answered with."""
    if host in ("localhost", "LOCALHOST") and origin == "none" and path in ("first page", "page", "wire"):
        return 307  # on to the address that is served: no page of ours is ever one of localhost's
    if host != "own" or origin not in ("none", "own"):
        return 403
    match path:
        case "join" | "screen" if origin == "none":
            return 403  # a page of ours always says where it is from
        case "join":
            return 403  # the code is wrong
        case "screen" | "wire":
            return 101
        case "qr" if role != "control":
            return 404
        case _:
            return 200


async def decided(there: Hosting, host: str, origin: str, path: str, role: str) -> int:
    chair = DOORS[role]
    target = {
        "first page": "/",
        "join": "/join",
        "page": there.path(chair),
        "screen": there.path(chair, "/screen?width=80&height=24"),
        "wire": there.path(chair, "/seat"),
        "file": there.path(chair, "/seat.js"),
        "qr": there.path(chair, "/qr.svg?chair=seat.MIN.1"),
    }[path]
    headers = [*host_headers(host, there.port), *origin_headers(origin, there)]
    if path in ("screen", "wire"):
        headers += UPGRADE
    method, body = ("POST", b"code=0000-0000") if path == "join" else ("GET", b"")
    there.clock.move(400_000)  # wrong codes of this test shall not make it wait
    status, _ = await ask(there, method, target, headers, body)
    return status


@pytest.mark.asyncio(loop_scope="module")
async def test_every_combination_of_host_origin_path_and_role_is_decided_as_the_table_says(there: Hosting) -> None:
    wrong, tried = [], 0
    for host, origin, path, role in product(HOSTS, ORIGINS, PATHS, DOORS):
        status = await decided(there, host, origin, path, role)
        tried += 1
        # a request without exactly one Host is no HTTP/1.1 request: the parser may refuse it before we do
        fine = (400, 403) if host in ("none", "twice") or origin == "twice" else (wanted(host, origin, path, role),)
        if status not in fine:
            wrong.append((host, origin, path, role, status, fine))
    assert tried >= 400
    assert not wrong, wrong[:20]


@pytest.mark.asyncio(loop_scope="module")
async def test_without_the_host_check_the_matrix_fails(there: Hosting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Served, "accepts", lambda self, host: True)
    assert await decided(there, "evil", "none", "page", "seat") == 200
    assert await decided(there, "evil", "evil", "screen", "seat") == 101


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
async def test_no_other_method_is_answered(there: Hosting, method: str) -> None:
    status, _ = await ask(there, method, there.path(seat("MIN")), host_headers("own", there.port))
    assert status in (404, 400)


@pytest.mark.asyncio(loop_scope="module")
async def test_a_wrong_token_a_wrong_file_and_a_wrong_path_are_answered_alike(there: Hosting) -> None:
    own = host_headers("own", there.port)
    paths = [f"/s/{'0' * 28}", "/s/x", "/s/", "/a", "/../etc/passwd", there.path(seat("MIN"), "/server.py")]
    answers = [await ask(there, "GET", path, own) for path in paths]
    assert {status for status, _ in answers} == {404}
    assert len({text.partition("\r\n\r\n")[2] for _, text in answers}) == 1


@pytest.mark.asyncio(loop_scope="module")
async def test_every_page_forbids_what_it_does_not_need(there: Hosting) -> None:
    for path in ("/", there.path(seat("MIN")), there.path(seat("MIN"), "/terminal.js"), "/nothing"):
        _, text = await ask(there, "GET", path, host_headers("own", there.port))
        head = text.partition("\r\n\r\n")[0].lower()
        assert "content-security-policy: default-src 'none'; script-src 'self';" in head
        assert "x-content-type-options: nosniff" in head
        assert "cache-control: no-store" in head
        assert f"referrer-policy: {'no-referrer' if path.startswith('/s/') else 'same-origin'}" in head
        assert "set-cookie" not in head


@pytest.mark.asyncio(loop_scope="module")
async def test_no_page_asks_anybody_else_for_anything(there: Hosting) -> None:
    for path in (
        "/",
        there.path(seat("MIN")),
        there.path(seat("MIN"), "/seat.css"),
        there.path(seat("MIN"), "/seat.js"),
    ):
        _, text = await ask(there, "GET", path, host_headers("own", there.port))
        body = text.partition("\r\n\r\n")[2]
        assert body
        assert "//" not in body.replace("://${location.host}", "").replace("// ", "")


@pytest.mark.asyncio(loop_scope="module")
async def test_a_typed_code_leads_to_its_link(there: Hosting) -> None:
    code = there.lobby.link(seat("MIN")).code
    headers = [*host_headers("own", there.port), *origin_headers("own", there)]
    there.clock.move(400_000)
    for typed in (code, code.upper(), f"{code[:4]}-{code[4:]}", f" {code.replace('0', 'O').replace('1', 'I')} "):
        status, text = await ask(there, "POST", "/join", headers, f"code={typed.replace(' ', '+')}".encode())
        assert (status, there.token(seat("MIN")) in text) == (303, True)


@pytest.mark.asyncio(loop_scope="module")
async def test_who_types_localhost_is_sent_on_to_the_address_that_is_served(there: Hosting) -> None:
    own = there.base
    for path in ("/", there.path(seat("MIN"))):
        status, text = await ask(there, "GET", f"{path}?next=//evil.example", host_headers("localhost", there.port))
        head = text.partition("\r\n\r\n")[0]
        assert (status, f"Location: {own}{path}\r\n" in f"{head}\r\n") == (307, True)
        assert f"referrer-policy: {'no-referrer' if path.startswith('/s/') else 'same-origin'}" in head.lower()
    _, text = await ask(there, "GET", "http://evil.example/", host_headers("localhost", there.port))
    assert f"Location: {own}/\r\n" in text
    for path in ("//evil.example", "/..//evil.example", "/s/a/b"):
        status, _ = await ask(there, "GET", path, host_headers("localhost", there.port))
        assert status in (400, 403, 404)


@pytest.mark.asyncio(loop_scope="module")
async def test_a_link_with_localhost_in_it_is_joined_from_a_terminal(there: Hosting) -> None:
    far = await RemoteClient.connect(there.url(seat("MIN")).replace("127.0.0.1", "localhost"))
    assert far.seat == "MIN"
    await far.close()


@pytest.mark.parametrize(
    ("bind", "localhost", "six"),
    [
        ("127.0.0.1", "127.0.0.1:8120", None),
        ("localhost", "127.0.0.1:8120", None),
        ("127.0.0.5", "127.0.0.5:8120", None),
        ("::1", "[::1]:8120", "served"),
        ("0.0.0.0", "127.0.0.1:8120", None),
        ("::", "127.0.0.1:8120", "127.0.0.1:8120"),
        ("192.0.2.7", None, None),
    ],
)
def test_localhost_leads_in_only_where_loopback_is_listened_on(
    bind: str, localhost: str | None, six: str | None
) -> None:
    there = served(bind, 8120)
    assert there.instead_of("localhost:8120") == localhost
    assert there.instead_of("[::1]:8120") == (None if six == "served" else six)
    assert there.accepts("[::1]:8120") == (six == "served")
    assert not there.accepts("localhost:8120")
    assert there.instead_of("evil.example:8120") is None


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("scheme", SCHEMES)
async def test_localhost_leads_nowhere_for_who_comes_from_the_network(scheme: str) -> None:
    others = own_addresses()
    if not others:
        pytest.skip("this machine is on no network")
    async with hosting(bind="0.0.0.0", certificate=certificate() if scheme == "https" else None) as there:
        for target, status in ((others[0], 403), ("127.0.0.1", 307)):
            found, _ = await ask(there, "GET", "/", host_headers("localhost", there.port), at=target)
            assert found == status


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_host_bound_to_every_address_serves_exactly_the_ones_it_prints(scheme: str) -> None:
    everywhere = replace(served("0.0.0.0", 8120), fingerprint="a" * 64 if scheme == "https" else "")
    assert everywhere.names == (*own_addresses(), "127.0.0.1")
    assert everywhere.origins == set(everywhere.urls)
    assert {url.removeprefix(f"{scheme}://") for url in everywhere.urls} == everywhere.hosts
    assert not everywhere.accepts("0.0.0.0:8120")
    assert answers.NOT_HERE


@pytest.mark.parametrize(
    ("port", "fingerprint", "url"), [(80, "", "http://127.0.0.1"), (443, "ab", "https://127.0.0.1")]
)
def test_the_usual_port_of_a_scheme_is_not_written_and_accepted_either_way(
    port: int, fingerprint: str, url: str
) -> None:
    usual = replace(served("127.0.0.1", port), fingerprint=fingerprint)
    assert usual.urls[0] == url
    assert all(usual.accepts(host) for host in ("127.0.0.1", f"127.0.0.1:{port}"))
    assert usual.instead_of("localhost") == "127.0.0.1"
    other = replace(served("127.0.0.1", 80 if fingerprint else 443), fingerprint=fingerprint)
    assert not other.accepts("127.0.0.1")
