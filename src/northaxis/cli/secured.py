"""`--tls` of `northaxis host`: the certificate kept beside the session or a new one, and what people are told of it."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

from northaxis.cli.guard import Problem
from northaxis.network.addresses import Served
from northaxis.storage.certificate_file import certificate_path, keep_certificate, kept_certificate
from northaxis.storage.system import SystemClock

if TYPE_CHECKING:
    from northaxis.network.certificates import Certificate

FIRST = 16
"""Digits of a fingerprint that people compare: too many for a stranger to make a certificate that begins alike."""


@dataclass(frozen=True, slots=True)
class Secured:
    """Where a table is served, how TLS is spoken there, if it is, and whether links of before end in another pin."""

    addresses: Served
    tls: ssl.SSLContext | None = None
    has_changed: bool = False


def demand_certificate(session: Path) -> Certificate | None:
    """What is kept beside a session, None when there is nothing. Problem where it cannot be used, StoreFailed."""
    from northaxis.network.certificates import NoCertificate, read_certificate

    text = kept_certificate(session)
    try:
        return read_certificate(text) if text is not None else None
    except NoCertificate as problem:
        path = certificate_path(session)
        why = f"{path} is no certificate with its key: {problem}; move it away, and the host makes another"
        raise Problem(why) from None


def secured(session: Path, addresses: Served) -> Secured:
    """Serve these addresses over TLS with the certificate of a session that is open here. Problem, StoreFailed."""
    from northaxis.network.certificates import new_certificate, now_utc, read_certificate, speaking_tls

    found, now = demand_certificate(session), now_utc(SystemClock().now())
    has_changed = False
    if found is None or not found.serves(addresses.names, now):
        has_changed = found is not None
        fresh = new_certificate(addresses.names, now)
        keep_certificate(session, fresh)
        found = read_certificate(fresh)
    try:
        return Secured(
            replace(addresses, fingerprint=found.fingerprint), speaking_tls(certificate_path(session)), has_changed
        )
    except OSError as problem:
        raise Problem(f"TLS cannot be spoken with {certificate_path(session)}: {problem}; move it away") from None


def first_signs(fingerprint: str) -> str:
    """The part of a fingerprint that people compare, in pairs as most browsers show it: `3A 5F 9B 21 C0 7D E4 11`."""
    start = fingerprint[:FIRST].upper()
    return " ".join(start[n : n + 2] for n in range(0, len(start), 2))


def trust(fingerprint: str) -> Sequence[str]:
    """What people do with a browser's warning, in plain words, the shortest first; nothing without TLS."""
    if not fingerprint:
        return ()
    return (
        "Browsers warn of the table's own certificate. People go on if its SHA-256 fingerprint begins with "
        f"{first_signs(fingerprint)}.",
        "To see it: Not secure (or the lock) beside the address, then the certificate. Firefox: Advanced, View "
        "Certificate. To go on: Advanced, then Proceed (Chrome, Edge) or Accept the Risk (Firefox). If it begins "
        "otherwise, somebody is in between: do not go on.",
        "Safari, and every browser on an iPhone or iPad, may keep no line to such a table: take another device there, "
        "or northaxis join, which checks the fingerprint by itself.",
    )


def trust_lines(fingerprint: str) -> Sequence[str]:
    """The same, as lines for a terminal of eighty columns."""
    return [row for text in trust(fingerprint) for row in wrap(text, 78)]
