"""A real hosted table on a real server on loopback, for the tests of the network."""

from __future__ import annotations

import asyncio
import secrets
import ssl
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import uuid4

from tests.shipped import game

from northaxis.domain.dice import Dice
from northaxis.domain.facts import Step
from northaxis.domain.ids import CONTROL, SeatId
from northaxis.domain.orders import Order, Seal
from northaxis.domain.state import Holder
from northaxis.journal.envelope import Header
from northaxis.network.addresses import Served, served
from northaxis.network.certificates import new_certificate, now_utc, read_certificate, speaking_tls
from northaxis.network.gate import Caps
from northaxis.network.remote import RemoteClient
from northaxis.network.server import TableServer
from northaxis.services.autoplay import bots_in_every_seat
from northaxis.services.client import TableClient
from northaxis.services.hosted import ControlDoor, HostedClient, HostedTable
from northaxis.services.in_memory import InMemoryJournal, SetClock
from northaxis.services.library import Library
from northaxis.services.line_port import LineHost
from northaxis.services.lobby import CONTROL_CHAIR, Chair, Kind, Lobby
from northaxis.services.screen_port import ScreenHost, Send, TakeFile
from northaxis.services.table import open_table
from northaxis.storage.session_file import SessionFile

Store = InMemoryJournal | SessionFile

SALT = "5a" * 32
"""Of every sheet, where chance must play no part."""

MIN, KYI, MOS = SeatId("MIN"), SeatId("KYI"), SeatId("MOS")


class PaperScreen:
    """A screen without an app: it keeps what was typed and paints what it is told to."""

    def __init__(self, door: TableClient) -> None:
        self.door, self.is_running = door, True
        self.typed, self.size = "", (0, 0)
        self.sizes: list[tuple[int, int]] = []
        self.repaints = 0
        self._send: Send | None = None

    def attach(self, send: Send, width: int, height: int) -> None:
        self._send = send
        self.resize(width, height)
        self.repaint()

    @property
    def has_failed(self) -> bool:
        return False

    def hand_files_to(self, take: TakeFile | None) -> None:
        pass

    async def ended(self) -> None:
        pass

    def detach(self, send: Send | None = None) -> None:
        if send in (None, self._send):
            self._send = None

    def repaint(self) -> None:
        self.repaints += 1
        self.paint(f"whole:{self.typed}".encode())

    def paint(self, data: bytes) -> None:
        if self._send is not None:
            self._send(data)

    def type(self, text: str) -> None:
        self.typed += text
        self.paint(b"keys:" + text.encode())

    def resize(self, width: int, height: int) -> None:
        self.size = (width, height)
        self.sizes.append(self.size)

    async def close(self) -> None:
        self.is_running = False
        await self.door.close()


@dataclass(slots=True)
class PaperScreens:
    """Opens paper screens and remembers them."""

    opened: list[PaperScreen] = field(default_factory=list)

    async def open(self, door: TableClient) -> PaperScreen:
        self.opened.append(PaperScreen(door))
        return self.opened[-1]


@dataclass(slots=True)
class Hosting:
    """A table being hosted, and the ways to it."""

    hosted: HostedTable
    server: TableServer
    lobby: Lobby
    store: Store
    clock: SetClock
    screens: PaperScreens

    def token(self, chair: Chair) -> str:
        return self.lobby.link(chair).token

    def url(self, chair: Chair) -> str:
        return self.server.url(self.token(chair))

    def path(self, chair: Chair, end: str = "") -> str:
        return f"/s/{self.token(chair)}{end}"

    @property
    def port(self) -> int:
        return self.server.served.port

    @property
    def base(self) -> str:
        return self.server.served.urls[0]

    def door(self, chair: Chair) -> HostedClient:
        found = self.lobby.find(self.token(chair))
        assert found is not None
        return self.hosted.door(found)

    @property
    def control(self) -> ControlDoor:
        door = self.door(CONTROL_CHAIR)
        assert isinstance(door, ControlDoor)
        return door

    async def remote(self, chair: Chair) -> RemoteClient:
        return await RemoteClient.connect(self.url(chair))


def certificate(names: tuple[str, ...] = ("127.0.0.1",), days_ago: int = 0) -> bytes:
    """A key and a certificate for these addresses, made so many days ago."""
    return new_certificate(names, now_utc(int(time.time() - days_ago * 86_400) * 1000))


def secured(there: Served, text: bytes) -> tuple[Served, ssl.SSLContext]:
    """What is served there with a certificate, and how."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tls.pem"
        path.write_bytes(text)
        return replace(there, fingerprint=read_certificate(text).fingerprint), speaking_tls(path)


def seat(name: str, person: int = 1) -> Chair:
    return Chair(Kind.SEAT, SeatId(name), person)


@asynccontextmanager
async def hosted_table(
    scenario: str = "S1",
    people: tuple[str, ...] = ("MIN",),
    seed: str = "7",
    store: Store | None = None,
    held: Mapping[SeatId, Holder] | None = None,
    dice: Dice | None = None,
    secret: bytes | None = None,
) -> AsyncIterator[tuple[HostedTable, Lobby, Store, SetClock]]:
    """A hosted table without a network."""
    prepared, made = Library().game(scenario), game(scenario)
    store = store or InMemoryJournal(Header(prepared.name, prepared.contents, 0, "test"))
    clock = SetClock(1_000_000_000_000)
    salts = (lambda: SALT) if secret else (lambda: secrets.token_hex(32))
    sitting = {SeatId(name): Holder(f"people of {name}", None) for name in people}
    control = {CONTROL: Holder("control", None)}
    holders = {**bots_in_every_seat(made), **sitting, **control, **(held or {})}
    table = open_table(store, made, clock, seed=seed, holders=holders, dice=dice, salts=salts)
    lobby = Lobby(made.rules.seats, store, lambda: secret or secrets.token_bytes(32))
    hosted = await HostedTable.open(table, lobby, store, clock, lambda: uuid4().hex)
    try:
        yield hosted, lobby, store, clock
    finally:
        await hosted.close()


@asynccontextmanager
async def hosting(
    scenario: str = "S1",
    people: tuple[str, ...] = ("MIN",),
    caps: Caps | None = None,
    screens: Callable[[PaperScreens], ScreenHost | None] = lambda paper: paper,
    held: Mapping[SeatId, Holder] | None = None,
    seed: str = "7",
    dice: Dice | None = None,
    secret: bytes | None = None,
    store: Store | None = None,
    bind: str = "127.0.0.1",
    certificate: bytes | None = None,
    lines: LineHost | None = None,
) -> AsyncIterator[Hosting]:
    """A hosted table on a server on a free port of loopback. With a `secret` links and salts are known beforehand.

    With a `certificate` (`certificate()`) it speaks TLS.
    """
    async with hosted_table(scenario, people, seed, store, held, dice, secret) as (hosted, lobby, store, clock):
        paper = PaperScreens()
        there, tls = served(bind, 0), None
        if certificate is not None:
            there, tls = secured(there, certificate)
        server = TableServer(hosted, store.header, screens(paper), clock, there, caps, lines)
        await server.start(tls=tls)
        try:
            yield Hosting(hosted, server, lobby, store, clock, paper)
        finally:
            await server.stop()


async def to_orders(control: ControlDoor, *doors: TableClient) -> None:
    """Move the table on to the first orders step in which these doors owe a sheet, answering what is owed before."""
    there = {seat for door in doors for seat in door.seats}
    while not all(door.view().owes and door.view().step is Step.ORDERS for door in doors):
        for door in doors:
            if door.view().owes and door.view().step is not Step.ORDERS:
                await door.ask(door.view().legal[0])
        if there.isdisjoint(await control.owing_seats()):
            await control.go_on()
        else:
            await asyncio.sleep(0.005)  # a door over the wire hears of it a little later


async def to_end(control: ControlDoor, *doors: TableClient) -> None:
    """Play on to the end with the simplest legal orders."""
    while control.view().over is None:
        for door in doors:
            view = door.view()
            if view.owes:
                await door.ask(Order(door.seat, Seal()) if view.step is Step.ORDERS else view.legal[0])
        await control.go_on()
