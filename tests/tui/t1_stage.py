"""What the tests of the terminal app share: the screen as text, a stand-in table, a frozen clock."""

from __future__ import annotations

import time
from collections.abc import Sequence
from types import ModuleType
from typing import Any

import pytest
from tests.tui.t1_desk import ROWS, FakeDesk
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from northaxis.services.client import TableClient
from northaxis.tui.app import NorthaxisApp
from northaxis.tui.desk import SessionRow
from northaxis.tui.settings import Settings

NOW = 1_784_050_000.0
SMALL, LARGE = (80, 24), (120, 36)


class StandIn(Screen[None]):
    """In place of the table screen, which has tests of its own."""

    BINDINGS = [("escape", "app.pop_screen")]  # noqa: RUF012

    def __init__(self, client: TableClient) -> None:
        super().__init__()
        self.client = client


def stage(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for the table, and a clock that stands still in UTC."""
    module = ModuleType("northaxis.tui.screens.table")
    module.TableScreen = StandIn  # type: ignore[attr-defined]
    monkeypatch.setitem(__import__("sys").modules, "northaxis.tui.screens.table", module)
    monkeypatch.setattr("northaxis.tui.screens.home.time", lambda: NOW)
    monkeypatch.setattr("northaxis.tui.screens.sessions.time", lambda: NOW)
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


def home(rows: Sequence[SessionRow] = ROWS, settings: Settings | None = None) -> NorthaxisApp:
    """The app at home, nothing moving."""
    return NorthaxisApp(FakeDesk(rows), settings=settings or Settings(motion=False))


def screen_text(app: App[Any]) -> str:
    """The whole screen as text."""
    rows = ["".join(text for text, _, _ in strip) for strip in app.screen._compositor.render_strips()]
    return "\n".join(row.rstrip() for row in rows)


async def settled(pilot: Pilot[None]) -> None:
    """Until workers and what they post are done."""
    for _ in range(3):
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def press(pilot: Pilot[None], *steps: str) -> None:
    """Press the keys of each step (blanks between them) and wait after it until nothing is under way."""
    for keys in steps:
        await pilot.press(*keys.split())
        await settled(pilot)
