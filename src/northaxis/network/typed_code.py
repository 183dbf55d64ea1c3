"""From a table's address and a typed code to the link of a seat, the way the first page goes: by `POST /join`.

What keeps guessing slow stands at the table (`guesses`). The link is given back and neither shown nor kept.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from dataclasses import dataclass, replace
from hashlib import sha256

import aiohttp

from northaxis.network.addresses import LOOPBACK, PIN
from northaxis.network.link import BAD_PIN, NOT_SECURE, CannotConnect, is_host
from northaxis.services.lobby import CODE_LETTERS, tidied_code

NOT_LET_IN = (
    "no table lets this code in at that address: a sign of the code is wrong, it is no longer good, "
    "or the table is closed; look at your paper, then ask control"
)
SPEAKS_TLS = "this table speaks TLS; type its address with https:// before it"
SPEAKS_NO_TLS = "what answers there speaks no TLS; type the address as control shows it"
OTHER_CERTIFICATE = (
    "the certificate there is not the one of this fingerprint: somebody may be between you and the table; "
    "nothing was sent. Compare with control"
)
NO_TABLE_THERE = "what answers there is no northaxis table"
SECONDS = 10.0


class WrongCode(CannotConnect):
    """Nobody is let in with this code, or not yet."""


@dataclass(frozen=True, slots=True)
class TableAddress:
    """The address of a table without a seat: `host` with its port, and the certificate that is taken there."""

    is_secure: bool
    host: str
    pin: str = ""

    @property
    def url(self) -> str:
        """The address as a browser has it."""
        return f"{'https' if self.is_secure else 'http'}://{self.host}"

    @property
    def certificate(self) -> aiohttp.Fingerprint | bool:
        """What a connection is told to check."""
        return aiohttp.Fingerprint(bytes.fromhex(self.pin)) if self.pin else True

    def pinned(self, fingerprint: str) -> TableAddress:
        """The same with this certificate and no other."""
        return replace(self, pin=fingerprint)

    def link(self, token: str) -> str:
        """The link to a seat of this table."""
        return f"{self.url}/s/{token}" + (f"#{PIN}{self.pin}" if self.pin else "")


def is_code(text: str) -> bool:
    """Whether this can be a code that somebody was given, and no address."""
    return not set(text) & set(".:/") and re.fullmatch(rf"[0-9a-z]{{{CODE_LETTERS}}}", tidied_code(text)) is not None


def table_address(text: str) -> TableAddress | None:
    """The table of an address as people type it, with http:// or without; None when it is none. CannotConnect."""
    place, _, fragment = text.strip().partition("#")
    scheme, colon, rest = place.partition("://")
    if not colon:
        if not set(place) & set(".:[") and place.casefold() != "localhost":
            return None  # a word
        scheme, rest = "http", place
    host = rest.removesuffix("/").casefold()
    if scheme.casefold() not in ("http", "https") or "/" in host or not is_host(host) or is_code(host):
        return None
    name, mark, port = host.partition(":")
    host = f"{LOOPBACK}{mark}{port}" if name == "localhost" else host
    if not fragment:
        return TableAddress(scheme.casefold() == "https", host)
    if scheme.casefold() == "http":
        raise CannotConnect(NOT_SECURE)
    found = re.fullmatch(rf"{PIN}([0-9a-fA-F]{{64}})", fragment)
    if found is None:
        raise CannotConnect(BAD_PIN)
    return TableAddress(True, host, found[1].lower())


async def fingerprint_at(there: TableAddress) -> str:
    """Which certificate answers there (SHA-256, hexadecimal). Nothing but the handshake is sent. CannotConnect."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    name, port = _name_and_port(there.host)
    try:
        async with asyncio.timeout(SECONDS):
            _, writer = await asyncio.open_connection(name, port, ssl=context)
    except ssl.SSLError:
        raise CannotConnect(SPEAKS_NO_TLS) from None
    except (OSError, TimeoutError):
        raise WrongCode(NOT_LET_IN) from None
    try:
        found = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    finally:
        writer.transport.abort()
    return sha256(found).hexdigest()


async def link_by_code(there: TableAddress, code: str) -> str:
    """The link that a code leads to. WrongCode when it leads nowhere (yet), CannotConnect."""
    jar, limit = aiohttp.DummyCookieJar(), aiohttp.ClientTimeout(total=SECONDS)
    try:
        async with (
            aiohttp.ClientSession(cookie_jar=jar, trust_env=False, timeout=limit) as session,
            session.post(
                f"{there.url}/join",
                data={"code": tidied_code(code)},
                headers={"Origin": there.url},
                allow_redirects=False,
                ssl=there.certificate,
            ) as answer,
        ):
            return there.link(_token(answer))
    except aiohttp.ServerFingerprintMismatch:
        raise CannotConnect(OTHER_CERTIFICATE) from None
    except aiohttp.ClientSSLError:
        raise CannotConnect(SPEAKS_NO_TLS) from None
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError):
        raise WrongCode(NOT_LET_IN) from None


def _token(answer: aiohttp.ClientResponse) -> str:
    match answer.status:
        case 303:
            found = re.fullmatch(r"s/([0-9a-z]+)", answer.headers.get("Location", ""))
            if found is None:
                raise CannotConnect(NO_TABLE_THERE)
            return found[1]
        case 403:
            raise WrongCode(NOT_LET_IN)
        case 426:
            raise CannotConnect(SPEAKS_TLS)
        case 429:
            wait = answer.headers.get("Retry-After", "")
            seconds = f"{wait} second{'s' if wait != '1' else ''}" if wait.isdecimal() else "a minute"
            raise WrongCode(f"too many wrong codes came from here; wait {seconds}, then try again")
        case _:
            raise CannotConnect(NO_TABLE_THERE)


def _name_and_port(host: str) -> tuple[str, int]:
    name, colon, port = host.rpartition(":")
    if not colon or host.endswith("]"):
        name, port = host, "443"
    return name.strip("[]"), int(port)
