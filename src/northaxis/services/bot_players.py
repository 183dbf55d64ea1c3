"""The bots of a hosted table: they do what they owe as soon as they owe it, one at a time: people get in between.

They play from the table's own thread. A bot that breaks gives nothing; a table that cannot be written is left alone
until it is released.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Protocol, TypeVar

from northaxis.services.ports import StoreFailed
from northaxis.services.table import Table, TableHeld

LOG = logging.getLogger(__name__)

T = TypeVar("T")
Moment = tuple[object, ...]


class Hand(Protocol):
    """Has the table's thread do something."""

    def __call__(self, job: Callable[[], T]) -> Awaitable[T]:
        """What the job gave."""
        ...


class BotPlayers:
    """Every bot at one table. They sleep until they are woken."""

    def __init__(self, table: Table, do: Hand) -> None:
        self._table, self._do = table, do
        self._wanted, self._at_rest = asyncio.Event(), asyncio.Event()
        self._offers_wanted = False
        self._played: Moment = ()
        self._task = asyncio.get_running_loop().create_task(self._play())

    def wake(self, offers: bool = False, anew: bool = False) -> None:
        """Something has happened: they look at what they owe; with `offers` also at those, with `anew` whatever it is.

        Without `anew` they look again only when the moment is another.
        """
        self._offers_wanted = self._offers_wanted or offers
        if anew:
            self._played = ()
        self._wanted.set()

    async def rest(self) -> None:
        """Return when they have done all that they owe now."""
        while self._wanted.is_set() or not self._at_rest.is_set():
            self._at_rest.clear()
            self._wanted.set()
            await self._at_rest.wait()

    def cancel(self) -> None:
        """They play no more."""
        self._task.cancel()

    async def close(self) -> None:
        """They play no more, and what they were at is done."""
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    async def _play(self) -> None:
        while True:
            if not self._wanted.is_set():
                self._at_rest.set()
            await self._wanted.wait()
            self._at_rest.clear()
            self._wanted.clear()
            try:
                await self._sweep()
            except (TableHeld, StoreFailed):
                continue  # everybody has been told; `release` wakes the bots again

    async def _sweep(self) -> None:
        moment = await self._do(self._moment)
        if moment != self._played:
            while await self._every_bot():
                pass
            self._played = await self._do(self._moment)
        elif self._offers_wanted:
            self._offers_wanted = False
            await self._job("", self._table.answer_offers)

    async def _every_bot(self) -> int:
        total = 0
        for seat in await self._do(self._table.bots):
            total += await self._job(seat, partial(self._table.run_bot, seat))
        return total

    async def _job(self, seat: str, job: Callable[[], int]) -> int:
        """What a bot gave; a bot that breaks has given nothing, and the log says which."""
        try:
            return await self._do(job)
        except (TableHeld, StoreFailed):
            raise
        except Exception as error:  # the edge of a bot: its mistake must not stop the table
            LOG.error("the bot of %s broke (%s); it gives no orders now", seat or "a seat", type(error).__name__)
            return 0

    def _moment(self) -> Moment:
        """In the table's thread: what has to change before bots owe something new."""
        state = self._table.state
        card = None if state.table is None else state.table.card
        return state.turn, state.step, state.phase, card, self._table.way_backs, self._table.bots()
