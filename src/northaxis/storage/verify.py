"""Does a session file hold, what does it come to, and where does it stop holding: `northaxis verify`, and branches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path

from northaxis.domain.ruleset import Game
from northaxis.journal.envelope import BadEntry, Header, checked, jsonl
from northaxis.journal.replay import as_seated, replay, state_hash
from northaxis.services.commitments import Checker
from northaxis.services.ports import StoreFailed
from northaxis.storage.errors import SessionDamaged
from northaxis.storage.reading import SessionReader
from northaxis.storage.session_file import create_file

Compile = Callable[[Header], Game]
"""Builds the game from the stored rules and decks; raises Unplayable when they no longer compile."""


class Unplayable(Exception):
    """The stored rules and decks do not make a game."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What `verify --json` prints. `facts`, `head` and `state` are of the part that holds.

    `first_bad` is the first entry that does not (0: the header, so that nothing holds; None: all entries do).
    `reason` is one line for people.
    """

    valid: bool
    facts: int
    head: str
    state: str
    first_bad: int | None
    reason: str

    def to_plain(self) -> dict[str, object]:
        """The JSON object, keys as promised."""
        return asdict(self)


def verify(path: Path | str, compile: Compile) -> Verification:
    """Check a session file from its bytes to its last state, without writing to it.

    Raises StoreFailed (NotASession, SessionTooNew, SessionInUse) for what cannot be looked at at all.
    """
    try:
        with SessionReader(path) as reader:
            return _verified(reader, compile)
    except SessionDamaged as damaged:
        return Verification(False, 0, "", "", damaged.bad.seq, damaged.bad.reason)


def _verified(reader: SessionReader, compile: Compile) -> Verification:
    try:
        game = compile(reader.header)
    except Unplayable as error:
        return Verification(False, 0, reader.header.genesis, "", 0, f"the stored rules no longer compile: {error}")
    checker = Checker()
    found = replay(as_seated(game, reader.entries()), reader.header, reader.entries(), watch=checker.read)
    bad = found.bad.seq if found.bad else None
    reason = found.to_text()
    if checker.misfits and not found.bad:
        misfit = checker.misfits[0]
        reason = f"all {found.facts} entries hold, but {'; '.join(each.to_text() for each in checker.misfits)}"
        return Verification(False, found.facts, found.head, state_hash(found.state), misfit.place, reason)
    if reader.damage and not found.bad:
        reason = f"all {found.facts} entries hold, but the file around them is damaged: {reader.damage}"
    if reader.cut:
        reason = f"{reason}; {reader.cut}"
    valid = found.is_valid and reader.damage is None and not reader.cut
    return Verification(valid, found.facts, found.head, state_hash(found.state), bad, reason)


def branch(source: Path | str, target: Path | str, upto: int, header_changes: tuple[int, str]) -> Header:
    """Make a new session of another's first `upto` entries, which must hold; gives its header.

    `header_changes` is when (milliseconds since 1970 UTC) and by which version of the app. The head at `upto` is the
    source's; only the seals are new. Also the way out of a damaged file: what holds goes on.
    """
    created, app = header_changes
    with SessionReader(source) as reader:
        origin = f"{reader.path.name} at entry {upto}"
        header = replace(reader.header, created=created, app=app, origin=origin)
        try:
            entries = tuple(islice(checked(reader.header, reader.entries()), upto))
        except BadEntry as bad:
            raise SessionDamaged(reader.path, bad) from None
    if len(entries) != upto:
        raise StoreFailed(f"{source} has {len(entries)} entries: it cannot branch from entry {upto}")
    create_file(Path(target), header, entries)
    return header


def export_jsonl(path: Path | str) -> Iterator[str]:
    """The entries of a session file as JSON lines, checked; SessionDamaged after the last one that holds."""
    with SessionReader(path) as reader:
        try:
            yield from jsonl(reader.header, checked(reader.header, reader.entries()))
        except BadEntry as bad:
            raise SessionDamaged(reader.path, bad) from None
