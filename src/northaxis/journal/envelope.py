"""What surrounds a fact in the journal: its place, its command and time, and two chained hashes.

`hash` chains meaning: the rules and decks, the scenario, then each place and fact text. Two tables that went through
the same facts have the same `hash` on any machine at any time; the last one is a journal's `head`. `seal` chains the
circumstances on top of it (when, which command, which version of the app), so that no byte of an entry is unguarded.
The preceding entry's hash is not stored twice: it is the line before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from northaxis.journal.codec import canonical, parse

CHAIN = 1
"""Version of the hash rule below. It is hashed itself, so that two rules never give one head."""

_COMMAND = re.compile(r"[A-Za-z0-9._:@/+-]{1,128}", re.ASCII)
_NAME = re.compile(r"[^\x00-\x1f\\:/]+(/[^\x00-\x1f\\:/]+)*")


class BadEntry(Exception):
    """Entry `seq` cannot be trusted; entries before it can. 0 is the header."""

    def __init__(self, seq: int, reason: str) -> None:
        super().__init__(f"entry {seq}: {reason}" if seq else reason)
        self.seq, self.reason = seq, reason


@dataclass(frozen=True, slots=True)
class StoredText:
    """A rules or decks file in full, as it was when the table was opened.

    `name` is a logical name (`decks/bd.yaml`), never a path of this machine: it is hashed into the head.
    """

    kind: str
    name: str
    text: str

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or ".." in self.name.split("/"):
            raise ValueError(f"{self.name!r} is not a plain relative name")

    @property
    def hash(self) -> str:
        """SHA-256 of the text, in hex."""
        return sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Header:
    """What a journal was opened with. `created` is milliseconds since 1970 UTC; `origin` says what it branched from."""

    scenario: str
    contents: tuple[StoredText, ...]
    created: int
    app: str
    origin: str = ""

    @property
    def genesis(self) -> str:
        """The hash before the first entry: of the chain rule, the scenario and the contents; not of time or app."""
        contents = [[text.kind, text.name, text.hash] for text in self.contents]
        return _digest(canonical({"chain": CHAIN, "scenario": self.scenario, "contents": contents}))

    @property
    def seal(self) -> str:
        """The seal before the first entry: of the genesis and of time, app and origin."""
        return _digest(canonical([self.genesis, self.created, self.app, self.origin]))

    @property
    def tip(self) -> Tip:
        """Where an empty journal stands."""
        return Tip(0, self.genesis, self.seal)


class Entry(NamedTuple):
    """A fact in its envelope. A named tuple and not a dataclass: a replay makes one for each row it reads."""

    seq: int
    """From 1, without gaps."""
    at: int
    """When its command was accepted, milliseconds since 1970 UTC."""
    version: int
    """Version of the fact's text (`upgrade.VERSION` when it was written)."""
    command: str
    text: str
    hash: str
    seal: str


class Tip(NamedTuple):
    """Where a journal ends: the next entry is chained to this."""

    seq: int
    hash: str
    seal: str


def is_command_id(text: str) -> bool:
    """Whether a client's command id can be kept: 1 to 128 of letters, digits and `._:@/+-`."""
    return _COMMAND.fullmatch(text) is not None


def chained(tip: Tip, command: str, at: int, version: int, texts: Sequence[str]) -> tuple[Entry, ...]:
    """The entries that a command's fact texts become after `tip`."""
    made = []
    for text in texts:
        seq = tip.seq + 1
        hash = link(tip.hash, seq, version, text)
        tip = Tip(seq, hash, stamp(tip.seal, hash, at, command))
        made.append(Entry(seq, at, version, command, text, tip.hash, tip.seal))
    return tuple(made)


def resealed(header: Header, entries: Iterable[Entry]) -> Iterator[Entry]:
    """The same entries under another header (a branch): the hashes follow the header's genesis, the seals its seal."""
    tip = header.tip
    for entry in entries:
        made = chained(tip, entry.command, entry.at, entry.version, (entry.text,))[0]
        tip = Tip(made.seq, made.hash, made.seal)
        yield made


def checked(header: Header, entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries one by one while each follows from the one before; raises BadEntry at the first that does not."""
    seq, hash, seal = header.tip
    for entry in entries:
        seq += 1
        if entry.seq != seq:
            raise BadEntry(seq, f"missing: the next one here is entry {entry.seq}")
        hash = link(hash, seq, entry.version, entry.text)
        if entry.hash != hash:
            raise BadEntry(seq, "its hash does not follow from its fact and the entries before it")
        seal = stamp(seal, hash, entry.at, entry.command)
        if entry.seal != seal:
            raise BadEntry(seq, "its seal does not follow from its time and command")
        yield entry


def link(previous: str, seq: int, version: int, text: str) -> str:
    """The hash of an entry: SHA-256 of the previous hash, place, text version and fact text, a line each."""
    return sha256(f"{previous}\n{seq}\n{version}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()


def stamp(previous: str, hash: str, at: int, command: str) -> str:
    """The seal of an entry: SHA-256 of the previous seal, the entry's hash, its time and its command, a line each."""
    return sha256(f"{previous}\n{hash}\n{at}\n{command}".encode("utf-8", "surrogatepass")).hexdigest()


def jsonl(header: Header, entries: Iterable[Entry]) -> Iterator[str]:
    """One JSON object a line for each entry (no line ends), with `previous` so that a line checks on its own."""
    previous = header.genesis
    for entry in entries:
        plain = entry._asdict()
        plain["fact"] = parse(plain.pop("text"))
        yield canonical({**plain, "previous": previous})
        previous = entry.hash


def _digest(text: str) -> str:
    return sha256(text.encode("ascii")).hexdigest()
