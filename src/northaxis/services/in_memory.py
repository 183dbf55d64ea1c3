"""The ports without a world: the reference journal store that the file is tested against, a set clock, set seeds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from northaxis.domain.facts import Fact
from northaxis.journal.codec import encode
from northaxis.journal.envelope import Entry, Header, Tip, chained, is_command_id
from northaxis.journal.upgrade import VERSION
from northaxis.services.ports import Receipt, SeedFailed, StoreFailed


class InMemoryJournal:
    """A journal that lasts as long as the object. Also keeps drafts."""

    def __init__(self, header: Header) -> None:
        self._header = header
        self._entries: list[Entry] = []
        self._receipts: dict[str, Receipt] = {}
        self._drafts: dict[str, str] = {}
        self._open = True

    @property
    def header(self) -> Header:
        """What the session was opened with."""
        return self._header

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """The entries behind place `after`, as they are now."""
        self._demand_open()
        return iter(self._entries[after:])

    def receipt(self, command: str) -> Receipt | None:
        """What a command became when it was sent before, else None."""
        self._demand_open()
        return self._receipts.get(command)

    def append(self, command: str, facts: Sequence[Fact], at: int) -> Receipt:
        """Keep a command's facts, once."""
        if not is_command_id(command):
            raise ValueError(f"{command!r} cannot be a command id")
        texts = [encode(fact) for fact in facts]
        self._demand_open()
        if command not in self._receipts:
            tip = self._tip()
            made = chained(tip, command, at, VERSION, texts)
            self._entries += made
            head = made[-1].hash if made else tip.hash
            self._receipts[command] = Receipt(command, tip.seq + 1, len(made), at, head)
        return self._receipts[command]

    def draft(self, key: str) -> str | None:
        """The text kept under a key, if any."""
        self._demand_open()
        return self._drafts.get(key)

    def keep_draft(self, key: str, text: str) -> None:
        """Keep a text under a key; an empty text forgets it."""
        self._demand_open()
        self._drafts.pop(key, None)
        if text:
            self._drafts[key] = text

    def close(self) -> None:
        """Refuse everything from now on."""
        self._open = False

    def _tip(self) -> Tip:
        if not self._entries:
            return self._header.tip
        last = self._entries[-1]
        return Tip(last.seq, last.hash, last.seal)

    def _demand_open(self) -> None:
        if not self._open:
            raise StoreFailed("the session is closed")


@dataclass(slots=True)
class SetClock:
    """A clock that stands until it is moved."""

    at: int = 0

    def now(self) -> int:
        """Milliseconds since 1970 UTC."""
        return self.at

    def move(self, milliseconds: int) -> None:
        """Let time pass."""
        self.at += milliseconds


@dataclass(slots=True)
class SetSeeds:
    """Seeds from a list, in order."""

    seeds: Iterable[str] = ("1",)
    _left: Iterator[str] | None = field(default=None, repr=False)

    def seed(self) -> str:
        """The next one; SeedFailed when the list is used up."""
        if self._left is None:
            self._left = iter(self.seeds)
        found = next(self._left, None)
        if found is None:
            raise SeedFailed("no seed is left in the list")
        return found
