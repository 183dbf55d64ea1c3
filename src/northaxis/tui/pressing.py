"""Keys belong to the screen they were pressed on, and questions come one at a time.

Keys travel through queues, and a question takes a moment to open: without this, what is typed fast would reach whatever
lies on top by then. A key whose screen has gone or has been covered does nothing; keys wait while a question opens.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from textual import events
from textual.app import App
from textual.screen import Screen

if TYPE_CHECKING:
    from asyncio import Future

    from textual.await_complete import AwaitComplete
    from textual.widget import AwaitMount

NEVER = float("-inf")
BETWEEN = 0.02
"""Seconds between two keys that had to wait."""


def is_opening(screen: Screen[Any]) -> bool:
    """Whether a screen cannot take keys yet: a question says so itself, a page has to have its parts."""
    return bool(getattr(screen, "is_opening", not screen.is_mounted))


@dataclass(frozen=True, slots=True)
class Pressed:
    """Where a key was pressed, and how many seconds after the key before it."""

    on: Screen[Any]
    after: float


class Pressing(App[None]):
    """An app in which no key reaches another screen than the one it was pressed on."""

    def __init__(self) -> None:
        super().__init__()
        self._pressed: WeakKeyDictionary[events.Key, Pressed] = WeakKeyDictionary()
        self._last_key = NEVER
        self._early: list[events.Key] = []
        self.rested = float("inf")
        """Seconds without a key before the one that is being dealt with."""

    async def on_event(self, event: events.Event) -> None:
        """Mark a key with its screen, or keep it until the screen on top is open."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            if not self.screen_stack:
                return  # it is just beginning, or over
            if event not in self._pressed:
                self._pressed[event] = Pressed(self.screen, event.time - self._last_key)
                self._last_key = event.time
            if self._early or is_opening(self.screen):
                if not self._early:
                    self.set_timer(BETWEEN, self._release)
                self._early.append(event)
                return
            self._pressed[event] = Pressed(self.screen, self._pressed[event].after)
        await super().on_event(event)

    def on_key(self, event: events.Key) -> None:
        """What no widget has taken: a key for the screen, if it still is the one on top."""
        pressed = self._pressed.get(event)
        if pressed is None:
            return
        if pressed.on is not self.screen:
            event.stop()
            event.prevent_default()
        else:
            self.rested = pressed.after

    async def _release(self) -> None:
        """One after the other: what each sets off has its time before the next."""
        if not self.screen_stack:
            self._early.clear()  # it is over
        elif self._early and not is_opening(self.screen):
            event = self._early[0]
            self._pressed[event] = Pressed(self.screen, self._pressed[event].after)
            await super().on_event(event)
            del self._early[0]
        if self._early:
            self.set_timer(BETWEEN, self._release)

    def push_screen(  # type: ignore[override]  # the overloads of the original cannot be met by one signature
        self,
        screen: Screen[Any] | str,
        callback: Callable[[Any], Any] | None = None,
        wait_for_dismiss: bool = False,
        *,
        mode: str | None = None,
    ) -> AwaitMount | AwaitComplete | Future[Any]:
        """Push a screen; a question on a question counts as left at once, unless it is one that comes first."""
        from northaxis.tui.widgets.dialogue import Dialogue

        if isinstance(screen, Dialogue) and isinstance(self.screen, Dialogue) and not screen.COMES_FIRST:
            return _left(wait_for_dismiss)
        return super().push_screen(screen, callback, wait_for_dismiss, mode=mode)  # type: ignore[call-overload,no-any-return]


def _left(waits: bool) -> AwaitComplete | Future[Any]:
    """What pushing gives for a question that is not asked."""
    from asyncio import get_running_loop

    from textual.await_complete import AwaitComplete

    if not waits:
        return AwaitComplete()
    left: Future[Any] = get_running_loop().create_future()
    left.set_result(None)
    return left
