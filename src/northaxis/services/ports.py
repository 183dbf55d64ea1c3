"""What the use cases need from the world, as small protocols, and the one exception each may raise.

The table talks only to these. Adapters live in `storage` (files, clock, seeds) and in `in_memory` (tests, demos).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from northaxis.domain.facts import Fact
from northaxis.journal.envelope import Entry, Header


class StoreFailed(Exception):
    """The journal could not be read or written. Nothing was acknowledged; what is stored is unharmed.

    The text is a sentence for people. After it from `append`, hold the table: sending the same command again is safe.
    """


class SeedFailed(Exception):
    """The machine gives no unpredictable numbers."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The proof that a command is durable: which entries it became (`count` from `first`) and the head after it."""

    command: str
    first: int
    count: int
    at: int
    head: str

    @property
    def last(self) -> int:
        """The place of its last entry; one less than `first` when it had none."""
        return self.first + self.count - 1


class JournalStore(Protocol):
    """The journal of one session. One writer; calls may come from any thread, one after another."""

    @property
    def header(self) -> Header:
        """What the session was opened with."""
        ...

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """The entries behind place `after`, in order; StoreFailed when they cannot be read."""
        ...

    def receipt(self, command: str) -> Receipt | None:
        """What a command became when it was sent before, else None. Ask this before adjudicating a resent order."""
        ...

    def append(self, command: str, facts: Sequence[Fact], at: int) -> Receipt:
        """Make a command's facts durable, all or none, and only then return.

        A command id that is known already has no second effect: the first receipt comes back, whatever the facts.
        Raises StoreFailed when it is not durable, ValueError for an id that `is_command_id` refuses or a broken fact.
        """
        ...

    def close(self) -> None:
        """Finish with the store; closing twice is fine."""
        ...


class DraftStore(Protocol):
    """Half-written things of a screen, by key. Kept beside the journal, no part of it, lost without harm."""

    def draft(self, key: str) -> str | None:
        """The text kept under a key, if any."""
        ...

    def keep_draft(self, key: str, text: str) -> None:
        """Keep a text under a key, in place of the one before; an empty text forgets it."""
        ...


class CompiledStore(Protocol):
    """What was compiled, by key, as bytes that mean nothing here. A cache: lost without harm. Never raises."""

    def compiled(self, key: str) -> bytes | None:
        """What is kept under a key, if anything."""
        ...

    def keep_compiled(self, key: str, content: bytes) -> None:
        """Keep something under a key."""
        ...


class Clock(Protocol):
    """What time it is."""

    def now(self) -> int:
        """Milliseconds since 1970 UTC."""
        ...


class SeedSource(Protocol):
    """Where a session's seed comes from when nobody gave one."""

    def seed(self) -> str:
        """A seed nobody can guess, as short text that a person can copy; SeedFailed when there is none."""
        ...
