"""A seat's own screen with control's hand on it."""

from __future__ import annotations

import asyncio

from northaxis.services.client import TableClient
from northaxis.tui.screens.table import TableScreen


class StandInScreen(TableScreen):
    """The table of a seat that control stands in for; `left` is done when control has left it."""

    def __init__(self, client: TableClient, left: asyncio.Future[None]) -> None:
        super().__init__(client, coach=False)
        self._left = left

    def on_unmount(self) -> None:
        """Back to the console."""
        if not self._left.done():
            self._left.set_result(None)
