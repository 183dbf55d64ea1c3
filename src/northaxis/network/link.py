"""A link to a seat as `northaxis join` reads it: where the socket is, and which certificate has to be served there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp

from northaxis.network.addresses import PIN

NO_LINK = "that is no link to a seat; one looks like http://192.168.1.20:8120/s/..."
NO_PIN = (
    "this link begins with https:// and lacks the fingerprint of the table's certificate; "
    f"paste the whole link, with what stands behind '#': https://192.168.1.20:8120/s/...#{PIN}..."
)
BAD_PIN = (
    f"the fingerprint behind '#' is cut or changed: it is '{PIN}' and 64 of the signs 0 to 9 and a to f; "
    "paste the whole link, as control gave it"
)
NOT_SECURE = "this link has the fingerprint of a certificate, so it begins with https://; paste it as control gave it"


class CannotConnect(Exception):
    """No table answers there, or not with this link. The text is a sentence for people."""


@dataclass(frozen=True, slots=True)
class SeatAddress:
    """The socket's address of a seat, and the SHA-256 of the one certificate that is taken there; none without TLS."""

    socket: str
    pin: bytes | None = None

    @property
    def certificate(self) -> aiohttp.Fingerprint | bool:
        """What the connection is told to check: nothing is sent to a table with another certificate."""
        return aiohttp.Fingerprint(self.pin) if self.pin is not None else True


def address_of(link: str) -> SeatAddress:
    """Where the seat of a link is. CannotConnect when it is no link, or begins with https:// and pins nothing."""
    text = link.strip()
    place, hash_sign, fragment = text.partition("#")
    scheme, colon, rest = place.partition("://")
    host, _, path = rest.partition("/")
    parts = [part for part in path.partition("?")[0].split("/") if part]
    is_link = colon and scheme in ("http", "https") and len(parts) == 2 and parts[0] == "s" and is_host(host)
    if not is_link or any(sign.isspace() or not sign.isprintable() for sign in text):
        raise CannotConnect(NO_LINK)
    ending = f"://{host}/s/{parts[1]}/seat"
    if scheme == "http":
        if fragment.startswith(PIN):
            raise CannotConnect(NOT_SECURE)
        return SeatAddress(f"ws{ending}")
    if not hash_sign:
        raise CannotConnect(NO_PIN)
    found = re.fullmatch(rf"{PIN}([0-9a-fA-F]{{64}})", fragment)
    if found is None:
        raise CannotConnect(BAD_PIN)
    return SeatAddress(f"wss{ending}", bytes.fromhex(found[1]))


def is_host(text: str) -> bool:
    """Whether this is a machine's name or address, with a port or without."""
    try:
        found = urlsplit(f"//{text}")
        return bool(found.hostname) and found.username is None and (found.port is None or found.port > 0)
    except ValueError:
        return False
