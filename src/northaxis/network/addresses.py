"""Which web addresses a host serves: exactly those it prints. Nothing else is accepted as Host or Origin.

Who types `localhost` where loopback is listened on is sent on to the address that is served. It never becomes an
origin of ours: what else listens on this machine may have the same name in a browser.
"""

from __future__ import annotations

import errno
import ipaddress
import socket
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

LOOPBACK = "127.0.0.1"
PLAIN_HTTP = (
    "This table speaks plain HTTP: whoever can listen to this network can read and change what is sent, links included."
    " Host it with --tls, and nobody can."
)
ANY = ("0.0.0.0", "::")
PIN = "sha256-"
"""What stands before a certificate's fingerprint in a link."""

_SOMEWHERE = ("10.255.255.255", "172.31.255.255", "192.168.255.255", "192.0.2.1")
"""Addresses a route is looked up for; nothing is sent to them."""


class NoSuchAddress(ValueError):
    """What was asked to be bound is no address of this machine; the text says what to try."""


class CannotListen(Exception):
    """The address cannot be listened on; the text says why and what to try."""


@dataclass(frozen=True, slots=True)
class Served:
    """The addresses of a host: where it listens, and the names under which browsers may ask for it.

    With the `fingerprint` of a certificate (SHA-256, 64 hexadecimal digits) it speaks TLS and nothing else.
    """

    bind: str
    port: int
    names: tuple[str, ...]
    fingerprint: str = ""

    @property
    def scheme(self) -> str:
        """How its addresses begin."""
        return "https" if self.fingerprint else "http"

    @property
    def hosts(self) -> frozenset[str]:
        """The Host headers that are accepted."""
        ends = ("", f":{self.port}") if self._is_usual_port else (f":{self.port}",)
        return frozenset(f"{_in_url(name)}{end}" for name in self.names for end in ends)

    @property
    def origins(self) -> frozenset[str]:
        """The Origin headers that are accepted."""
        return frozenset(f"{self.scheme}://{host}" for host in self.hosts)

    @property
    def urls(self) -> tuple[str, ...]:
        """The addresses to print, the one most useful to others first."""
        return tuple(f"{self.scheme}://{self._with_port(name)}" for name in self.names)

    @property
    def pin(self) -> str:
        """What a link ends in, so that `northaxis join` takes this table's certificate and no other."""
        return f"#{PIN}{self.fingerprint}" if self.fingerprint else ""

    @property
    def warning(self) -> str:
        """What control has to know of the network that is served; nothing when only this machine can reach it."""
        return "" if self.bind == LOOPBACK or self.fingerprint else PLAIN_HTTP

    def accepts(self, host: str) -> bool:
        """Whether a Host header names this host."""
        return host.casefold() in self.hosts

    def instead_of(self, host: str) -> str | None:
        """For a Host header with a name of this machine that is not served itself: the one to ask for instead."""
        name, _, port = host.casefold().rpartition(":")
        is_loopback = self.bind in ANY or ipaddress.ip_address(self.bind).is_loopback
        known = ("localhost", "[::1]") if self.bind == "::" else ("localhost",)
        if self._is_usual_port and host.casefold() in known:
            name, port = host.casefold(), str(self.port)
        if not is_loopback or name not in known or port != str(self.port) or self.accepts(host):
            return None
        there = LOOPBACK if self.bind in ANY else self.names[0]
        return self._with_port(there)

    def _with_port(self, name: str) -> str:
        return _in_url(name) if self._is_usual_port else f"{_in_url(name)}:{self.port}"

    def accepts_origin(self, origin: str, host: str) -> bool:
        """Whether an Origin header is the page of this very host."""
        return self.accepts(host) and origin == f"{self.scheme}://{host.casefold()}"

    @property
    def _is_usual_port(self) -> bool:
        return self.port == (443 if self.fingerprint else 80)


def served(bind: str, port: int) -> Served:
    """What a host bound to this address serves. NoSuchAddress when it is none of this machine's."""
    if bind in ANY:
        found = own_addresses()
        return Served(bind, port, (*found, LOOPBACK))
    try:
        address = ipaddress.ip_address(bind.strip("[]"))
    except ValueError:
        if bind.casefold() != "localhost":
            raise NoSuchAddress(
                f"'{bind}' is no address; try 127.0.0.1 (this machine only) or 0.0.0.0 (everybody on the network)"
            ) from None
        return Served(LOOPBACK, port, (LOOPBACK,))
    return Served(str(address), port, (str(address),))


def listening(there: Served) -> socket.socket:
    """A socket that listens there; who comes waits until it is served. CannotListen when it is taken or not ours."""
    family = socket.AF_INET6 if ":" in there.bind else socket.AF_INET
    try:
        return socket.create_server(
            (there.bind, there.port), family=family, backlog=256, dualstack_ipv6=there.bind == "::"
        )
    except (OSError, OverflowError, ValueError) as error:
        raise CannotListen(f"cannot listen on {there.bind} port {there.port}: {_why(there, error)}") from None


def _why(there: Served, error: Exception) -> str:
    match getattr(error, "errno", None):
        case errno.EADDRINUSE:
            return "something else listens there; choose another with --port, or --port 0 for any that is free"
        case errno.EADDRNOTAVAIL:
            own = ", ".join((*own_addresses(), LOOPBACK))
            return f"that is no address of this machine, which has: {own}; --bind 0.0.0.0 serves all of them"
        case errno.EACCES | errno.EPERM:
            return "this system does not let you; choose a port above 1023 with --port"
        case _:
            return f"{getattr(error, 'strerror', None) or error}; try --bind 127.0.0.1 or another --port"


def own_addresses() -> tuple[str, ...]:
    """This machine's IPv4 addresses on its networks, loopback left out, the one of the usual route first."""
    found = [*_by_route(), *_by_interface(), *_by_name()]
    return tuple(dict.fromkeys(a for a in found if not ipaddress.ip_address(a).is_loopback))


def _by_route() -> Sequence[str]:
    """The addresses the machine would use to reach somebody; connecting a datagram socket sends nothing."""
    found = []
    for somewhere in reversed(_SOMEWHERE):
        with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect((somewhere, 9))
            found.append(str(probe.getsockname()[0]))
    return [address for address in found if address != "0.0.0.0"]


def _by_interface() -> Sequence[str]:
    """The address of each network interface, where the system tells."""
    try:
        import fcntl
    except ImportError:
        return ()
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            with suppress(OSError):
                answer = fcntl.ioctl(probe.fileno(), 0x8915, name.encode()[:15].ljust(256, b"\0"))
                found.append(socket.inet_ntoa(answer[20:24]))
    return found


def _by_name() -> Sequence[str]:
    with suppress(OSError):
        return [str(end[4][0]) for end in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return ()


def _in_url(name: str) -> str:
    return f"[{name}]" if ":" in name else name
