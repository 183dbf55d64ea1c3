"""From entries back to a state, and the proof on the way: the first bad entry is named, all before it stays usable.

Nothing is rolled or decided again; only `evolve` runs. What an entry cannot do (hash, text, fit) ends the replay there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from hashlib import sha256
from typing import NamedTuple

from northaxis.domain.co_seats import with_co_seats
from northaxis.domain.course import Course
from northaxis.domain.facts import Fact, Opened, SeatHeld
from northaxis.domain.holding import shared_in
from northaxis.domain.ruleset import Game
from northaxis.domain.state import State, blank
from northaxis.journal.codec import FactUnreadable, canonical
from northaxis.journal.envelope import BadEntry, Entry, Header, checked
from northaxis.journal.upgrade import VERSION, read

_NO_FIT = (LookupError, AssertionError, ValueError, TypeError, AttributeError, ArithmeticError)
"""What `evolve` raises for a fact that no game of these rules could have come to."""


Watch = Callable[[int, Fact, State], None]
"""Looks on while a journal is replayed: a fact's place, the fact, and the state before it."""


class Moment(NamedTuple):
    """An entry, its fact, and the state after it."""

    entry: Entry
    fact: Fact
    state: State


@dataclass(frozen=True, slots=True)
class Replay:
    """Where a journal leads: the state after `facts` good entries, the hash of the last, and the first bad one."""

    state: State
    facts: int
    head: str
    bad: BadEntry | None

    @property
    def is_valid(self) -> bool:
        """Whether every entry held."""
        return self.bad is None

    def to_text(self) -> str:
        """One line for people: `valid up to entry 41; entry 42: ...`."""
        if self.bad is None:
            return f"valid, {self.facts} entries"
        return f"valid up to entry {self.facts}; {self.bad}" if self.facts else str(self.bad)


def moments(game: Game, header: Header, entries: Iterable[Entry], course: Course | None = None) -> Iterator[Moment]:
    """Every entry with its fact and the state after it; raises BadEntry at the first that does not hold.

    A blank `course` is carried along, for who wants to go on from there.
    """
    course = course or Course(game)
    for entry in checked(header, entries):
        try:
            fact = read(entry.text, entry.version)
            state = course.take(fact).after
        except FactUnreadable as error:
            raise BadEntry(entry.seq, str(error)) from None
        except _NO_FIT as error:
            raise BadEntry(entry.seq, f"its fact does not fit the game before it ({type(error).__name__})") from None
        yield Moment(entry, fact, state)


def replay(
    game: Game, header: Header, entries: Iterable[Entry], upto: int | None = None, watch: Watch | None = None
) -> Replay:
    """Fold entries into a state, checking each, as far as they hold or to entry `upto` (0: the blank table).

    `watch` is told of every fact that holds, with its place (from 1) and the state before it.
    """
    state, facts, head = blank(game), 0, header.genesis
    if upto == 0:
        return Replay(state, facts, head, None)
    try:
        for moment in moments(game, header, entries):
            if watch is not None:
                watch(moment.entry.seq, moment.fact, state)
            state, facts, head = moment.state, moment.entry.seq, moment.entry.hash
            if facts == upto:
                break
    except BadEntry as bad:
        return Replay(state, facts, head, bad)
    return Replay(state, facts, head, None)


def as_seated(game: Game, entries: Iterable[Entry]) -> Game:
    """The game with the seats shared that are shared in this journal; needed before its entries can be folded.

    Who holds what stands at the very beginning, and only that is read. What cannot be read is left to the replay.
    """
    held: list[Fact] = []
    with suppress(FactUnreadable, BadEntry):
        for fact in facts_of(entries):
            if not isinstance(fact, Opened | SeatHeld):
                break
            held.append(fact)
    return with_co_seats(game, shared_in(game.rules, held))


def facts_of(entries: Iterable[Entry]) -> Iterator[Fact]:
    """The facts of entries that have been checked already."""
    return (read(entry.text, entry.version) for entry in entries)


def first_bad(header: Header, entries: Iterable[Entry]) -> BadEntry | None:
    """The first entry whose place, hashes or text version do not hold; no game needed."""
    try:
        for entry in checked(header, entries):
            if entry.version > VERSION:
                return BadEntry(entry.seq, f"written by a newer northaxis (text version {entry.version})")
    except BadEntry as bad:
        return bad
    return None


def state_hash(state: State) -> str:
    """SHA-256 of the canonical JSON of every field of a state but `game`: equal for equal states, on any machine."""
    plain = {field.name: _plain(getattr(state, field.name)) for field in fields(state) if field.name != "game"}
    return sha256(canonical(plain).encode("ascii")).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(canonical(_plain(item)) for item in value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"a state cannot hold {type(value).__name__}: it has no canonical form")
