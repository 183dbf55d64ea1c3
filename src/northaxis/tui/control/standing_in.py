"""A seat's own screen with control's hand on it, or with its own people's at control's device."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from northaxis.services.client import TableClient
from northaxis.tui.screens.table import TableScreen
from northaxis.tui.widgets.key_hints import Hint


class StandInScreen(TableScreen):
    """The table of a seat that control stands in for; `left` is done when control has left it."""

    def __init__(self, client: TableClient, left: asyncio.Future[None]) -> None:
        super().__init__(client, coach=False)
        self._left = left

    def on_unmount(self) -> None:
        """Whoever waits for the end of it goes on."""
        self._is_left()

    def hints(self) -> Sequence[Hint]:
        """The keys, with the way back first; whoever sits here need not ask control."""
        back = ("Esc", "back to control" if self.focus_name == "now" else "back")
        return [back, *(hint for hint in super().hints() if hint[0] not in ("Esc", "q"))]

    def action_back(self) -> None:
        """Out of a pane; from the desk, back to the console without a question: nothing is lost."""
        if self._pane != "now" or self.focus_name != "now":
            self.action_now()
        else:
            self._leave()

    def _leave(self) -> None:
        self.app.pop_screen()

    def _is_left(self) -> None:
        if not self._left.done():
            self._left.set_result(None)


class RoundScreen(StandInScreen):
    """The table of a seat while the device goes round: done as soon as the seat owes nothing, or with Esc.

    It says that it is done and stays until a curtain takes its place: nothing lies below it that shows.
    """

    def _pass_on(self) -> bool:
        """Pass the device on when the seat has given all it owes."""
        if self.model.view.owes:
            return False
        self._is_left()
        return True

    def _leave(self) -> None:
        self._is_left()
