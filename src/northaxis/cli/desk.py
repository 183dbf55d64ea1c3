"""What the home screen asks of this machine: games on offer, games on disk, tables to sit down at."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from northaxis.cli.guard import Problem
from northaxis.services.files import LibraryProblem
from northaxis.services.library import Library
from northaxis.services.ports import SeedFailed, StoreFailed
from northaxis.services.table import NotAGame
from northaxis.storage.compiled import CompiledFolder
from northaxis.tui.desk import DeskProblem, Offer, SessionRow

if TYPE_CHECKING:
    from northaxis.services.client import TableClient
    from northaxis.services.table import Table

TROUBLE = (Problem, LibraryProblem, StoreFailed, SeedFailed, NotAGame)


class LocalDesk:
    """A `Desk` over the shipped library and the user's folder of sessions."""

    @cached_property
    def _library(self) -> Library:
        return Library(compiled=CompiledFolder())

    def offers(self) -> Sequence[Offer]:
        """Every scenario that can be played."""
        try:
            library = self._library
            return [Offer(each, library.variants(each), library.shelf.rules) for each in library.scenarios]
        except TROUBLE as trouble:
            raise DeskProblem(str(trouble)) from None

    def start(
        self,
        scenario: str,
        seat: str,
        level: str,
        seed: str = "",
        dials: Sequence[str] = (),
        shares: Sequence[str] = (),
    ) -> TableClient:
        """A new table in a new session file."""
        from northaxis.cli.seating import set_down
        from northaxis.cli.tables import default_path, dials_of, draw_seed, new_table

        try:
            prepared, holders = set_down(self._library.game(scenario), seat, None, level or None, shares)
            seed = seed or draw_seed()
            turned = dials_of(prepared.game, dials, seed)
            return _client(new_table(prepared, default_path(prepared), seed, holders, dials=turned))
        except TROUBLE as trouble:
            raise DeskProblem(str(trouble)) from None

    def sessions(self) -> Sequence[SessionRow]:
        """The games on disk, the last played first."""
        from northaxis.cli.sessions import summary
        from northaxis.storage.folder import default_folder, list_sessions

        try:
            rows = []
            for listed in list_sessions(default_folder()):
                found = summary(listed)
                problem = listed.problem or ("" if found.seat else "nobody holds a seat in it")
                rows.append(
                    SessionRow(
                        str(listed.path), listed.scenario, "+".join(found.seats), found.turn, found.turns,
                        listed.changed, found.is_over, problem,
                    )
                )  # fmt: skip
            return rows
        except TROUBLE as trouble:
            raise DeskProblem(str(trouble)) from None

    def resume(self, key: str) -> TableClient:
        """The table of a session where it stood."""
        from northaxis.cli.tables import table_on_disk

        try:
            return _client(table_on_disk(Path(key)))
        except TROUBLE as trouble:
            raise DeskProblem(str(trouble)) from None

    async def join(self, link: str) -> TableClient:
        """A seat at a table that somebody hosts."""
        from northaxis.network.remote import CannotConnect, RemoteClient

        try:
            return await RemoteClient.connect(link, CompiledFolder())
        except CannotConnect as problem:
            raise DeskProblem(str(problem)) from None


def _client(table: Table) -> TableClient:
    from northaxis.cli.tables import first_door
    from northaxis.services.solo import SoloClient

    if not table.people():
        table.close()
        raise DeskProblem("nobody holds a seat in this game; it can only be replayed")
    return SoloClient(table, first_door(table), lambda: uuid4().hex)
