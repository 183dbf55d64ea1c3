"""What the console asks of the host it runs in: addresses, QR codes, another session, dice typed in."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from northaxis import __version__
from northaxis.cli.secured import trust
from northaxis.domain.dice import Pair
from northaxis.journal.envelope import Header
from northaxis.network.server import TableServer
from northaxis.services.hosted import ControlDoor, HostedTable
from northaxis.services.lobby import Link
from northaxis.services.ports import StoreFailed
from northaxis.services.table import Table
from northaxis.services.venue import AskRoom, DiceNotTyped
from northaxis.storage.session_file import create_file

GLANCE = 0.2
"""Seconds between looks at whether whoever is asked for dice is still there."""

PATIENCE = 5.0
"""Seconds in which a line that is cut may come back before somebody else is asked."""


@dataclass(frozen=True, slots=True)
class _Asker:
    """Control at one door, who can be asked for dice."""

    door: ControlDoor
    ask: AskRoom
    can: Callable[[], bool]


class HostVenue:
    """The host's side of the console."""

    def __init__(self, hosted: HostedTable, server: TableServer, path: Path, patience: float = PATIENCE) -> None:
        self._hosted, self._server, self._path, self._patience = hosted, server, path, patience
        self._askers = list[_Asker]()

    def address(self, link: Link) -> str:
        """The web address of a link."""
        return self._server.url(link.token)

    @property
    def entrances(self) -> Sequence[str]:
        """The short addresses at which a code is typed in, the likeliest first."""
        return self._server.served.urls

    @property
    def kept_in(self) -> str:
        """Where the session is kept."""
        return str(self._path)

    def qr(self, text: str) -> Sequence[str]:
        """A QR code as rows of half blocks."""
        from northaxis.network import qr

        return qr.lines(text)

    @property
    def warning(self) -> str:
        """That a table in a room speaks plain HTTP; nothing when only this machine can reach it."""
        return self._server.served.warning

    @property
    def trust(self) -> Sequence[str]:
        """What people do with their browser's warning, the shortest first; nothing without TLS."""
        return trust(self._server.served.fingerprint)

    async def branch(self, at: int) -> str:
        """Begin another session after fact `at`, beside this one. StoreFailed."""
        return await self._hosted.whole(lambda table: self._branch(table, at))

    def _branch(self, table: Table, at: int) -> str:
        target = _free(self._path.with_name(f"{self._path.stem}-branch-{at}{self._path.suffix}"))
        old = table.store.header
        header: Header = replace(
            old, created=int(time.time() * 1000), app=__version__, origin=f"{self._path.name} at entry {at}"
        )
        create_file(target, header, tuple(islice(table.store.entries(), at)))
        return str(target)

    async def ask_dice_of(self, door: ControlDoor, ask: AskRoom, can: Callable[[], bool]) -> None:
        """Somebody who can be asked for real dice while they are typed in: who did the act first, then the last."""
        loop = asyncio.get_running_loop()
        self._askers = [each for each in self._askers if each.can()] + [_Asker(door, ask, can)]

        def asked(turn: int, name: str) -> Pair:
            order = sorted(self._askers, key=lambda each: each.door.is_acting)[::-1]
            return asyncio.run_coroutine_threadsafe(self._dice(order, turn, name), loop).result()

        await self._hosted.whole(lambda table: table.ask_dice_of(asked))

    async def _dice(self, order: Sequence[_Asker], turn: int, name: str) -> Pair:
        """The dice of the first who gives them. DiceNotTyped when somebody will not, or nobody is there any more."""
        for asker in order:
            if not (asker.can() and asker.door.is_attended):
                continue
            asking = asyncio.ensure_future(asker.ask(turn, name))
            try:
                if await self._stays(asker, asking):
                    return asking.result()
            finally:
                asking.cancel()
        raise DiceNotTyped

    async def _stays(self, asker: _Asker, asking: asyncio.Future[Pair]) -> bool:
        """Whether somebody who was asked has answered; False when they left, or their line has been gone too long."""
        away = 0.0
        while not asking.done():
            await asyncio.wait({asking}, timeout=GLANCE)
            away = 0.0 if asker.door.is_attended else away + GLANCE
            if not asking.done() and (away > self._patience or not asker.can()):
                return False
        if asking.cancelled():
            return False
        if asking.exception() is None:
            return True
        return asker.can() and asker.door.is_attended


def _free(path: Path) -> Path:
    """The path, or the next like it that does not exist. StoreFailed when a hundred do."""
    for number in range(1, 100):
        found = path if number == 1 else path.with_stem(f"{path.stem}-{number}")
        if not found.exists():
            return found
    raise StoreFailed(f"there are a hundred branches like {path.name} already")
