"""The apps of those who hold no seat: control with its console, the wall with the projector's view."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic, time

from textual.app import App

from northaxis.services.client import TableClient
from northaxis.services.hosted import ControlDoor
from northaxis.services.roles import Role
from northaxis.tui.app import NorthaxisApp
from northaxis.tui.control.model import ConsoleModel
from northaxis.tui.control.venue import Venue
from northaxis.tui.settings import Settings


class ConsoleApp(NorthaxisApp):
    """Control's console as an app."""

    def __init__(self, door: ControlDoor, venue: Venue, settings: Settings | None = None) -> None:
        super().__init__(settings=settings or Settings())
        self._door, self._venue = door, venue

    async def on_mount(self) -> None:
        """Read the table, then show it."""
        from northaxis.tui.control.screen import ConsoleScreen

        model = ConsoleModel(self._door, _milliseconds(time), _milliseconds(monotonic))
        await model.load()
        self.push_screen(ConsoleScreen(model, self._venue))


class ProjectorApp(NorthaxisApp):
    """The public view for the wall."""

    def __init__(self, door: TableClient, settings: Settings | None = None) -> None:
        super().__init__(settings=settings or Settings())
        self._door = door

    async def on_mount(self) -> None:
        """Show it."""
        from northaxis.tui.screens.projector import ProjectorScreen

        self.push_screen(ProjectorScreen(self._door))


def app_for(door: TableClient, venue: Venue) -> App[None]:
    """The app that belongs to a door: the console, the wall, or a seat's table."""
    if isinstance(door, ControlDoor):
        return ConsoleApp(door, venue)
    if door.role is Role.PROJECTOR:
        return ProjectorApp(door)
    return NorthaxisApp(client=door, settings=Settings())


def _milliseconds(clock: Callable[[], float]) -> Callable[[], int]:
    return lambda: int(clock() * 1000)
