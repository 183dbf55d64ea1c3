"""What the console knows: the table as control reads it, and its log. No Textual here."""

from __future__ import annotations

from dataclasses import dataclass, field

from northaxis.services.control_table import ControlTable
from northaxis.services.hands import hands
from northaxis.tui.table.model import TableModel


@dataclass
class ConsoleModel(ControlTable):
    """The console's side of a hosted table. `load` before anything is read."""

    undo_words: str = " u undoes it."
    log: TableModel = field(init=False)

    async def load(self) -> None:
        """Read the table for the first time."""
        await super().load()
        self.log = TableModel(self.door, hands=hands(self.held.commands))

    def noticed(self) -> None:
        """The log takes it in."""
        self.log.hands.update(hands(self.held.commands))
        self.log.look()
        self.log.tell_all()
        self.log.turn_page()
