"""What the game stands on: the documents it is drawn from, their passages, and the numbered rules of procedure.

Cards, actions, rules and scenarios cite passages by their ids; refusals quote rules of procedure by theirs.
"""

from __future__ import annotations

from dataclasses import dataclass

from northaxis.domain.ids import PassageId

Cites = tuple[PassageId, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One of the sources the game is drawn from."""

    id: str
    title: str
    publisher: str = ""
    date: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A numbered paragraph of a document and its claim in one sentence of the project's own."""

    id: PassageId
    claim: str
    kind: str = "claim"


@dataclass(frozen=True, slots=True)
class Ruling:
    """A numbered rule of procedure, quoted in refusals."""

    id: str
    title: str
    text: str
