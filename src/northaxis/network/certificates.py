"""The certificate of a table that speaks TLS: made here, signed by itself, known by its fingerprint.

Nobody vouches for it: a terminal is told by its link which one to take, a person compares what a browser shows.
"""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAYS = 397
"""For how long a new one is good; browsers take none that lasts longer."""

BEFORE = timedelta(days=2)
"""It is good from a little before it was made: laptops in a room disagree about the time."""

CALLED = "northaxis table"


class NoCertificate(ValueError):
    """This text is no certificate with its key."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What is known of one: its fingerprint (SHA-256, hexadecimal), for which addresses, and until when it is good."""

    fingerprint: str
    names: tuple[str, ...]
    ends: datetime

    def serves(self, names: Sequence[str], now: datetime) -> bool:
        """Whether it may stay: it is good, and made for an address that is served to others (or there is none).

        One address more or less does not make another certificate: that would shut out every terminal that was told
        to take this one.
        """
        away = [name for name in names if not _is_own(name)] or names
        return now < self.ends and not set(away).isdisjoint(self.names)


def new_certificate(names: Sequence[str], now: datetime) -> bytes:
    """The text (PEM) of a new key and a certificate for exactly these addresses. The key in it is a secret."""
    key = ec.generate_private_key(ec.SECP256R1())
    itself = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, CALLED)])
    made = (
        x509.CertificateBuilder()
        .subject_name(itself)
        .issuer_name(itself)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BEFORE)
        .not_valid_after(now - BEFORE + timedelta(days=DAYS))
        .add_extension(x509.SubjectAlternativeName([_general(name) for name in dict.fromkeys(names)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return secret + made.public_bytes(Encoding.PEM)


def read_certificate(text: bytes) -> Certificate:
    """What such a text says. NoCertificate when it is none, or when key and certificate do not belong together."""
    try:
        key, found = load_pem_private_key(text, None), x509.load_pem_x509_certificate(text)
        if key.public_key() != found.public_key():
            raise NoCertificate("its key belongs to another certificate")
        said = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        names = [str(name.value) for name in said]
        return Certificate(found.fingerprint(SHA256()).hex(), tuple(names), found.not_valid_after_utc)
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.ExtensionNotFound) as error:
        raise NoCertificate(str(error) if isinstance(error, NoCertificate) else "it cannot be read") from None


def speaking_tls(path: Path) -> ssl.SSLContext:
    """How a server speaks that has its key and certificate in this file. OSError when it cannot be read."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_COMPRESSION | ssl.OP_NO_RENEGOTIATION
    context.set_alpn_protocols(["http/1.1"])
    context.load_cert_chain(path, password=lambda: b"")  # nobody is asked for a password
    return context


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name.partition("%")[0]))
    except ValueError:
        return x509.DNSName(name)


def _is_own(name: str) -> bool:
    """Whether only this machine itself knows it by that name."""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return True


def now_utc(milliseconds: int) -> datetime:
    """A clock's time as a certificate has it."""
    return datetime.fromtimestamp(milliseconds // 1000, UTC)
