"""Beats while they are written: drafts on a page, found again by what they are about when more of it is told."""

from __future__ import annotations

from dataclasses import dataclass, field

from northaxis.domain.facts import Cause, CauseKind, Rolled
from northaxis.domain.ids import PassageId, SeatId
from northaxis.services.beats import Beat, Change, Weight


@dataclass(slots=True)
class Draft:
    """A beat being written."""

    kind: str
    weight: Weight
    headline: str
    seat: SeatId | None = None
    phase: str = ""
    text: str = ""
    roll: Rolled | None = None
    modifiers: tuple[str, ...] = ()
    result: str = ""
    moves: list[str] = field(default_factory=list)
    index: tuple[int, int] | None = None
    reason: str = ""
    cites: tuple[PassageId, ...] = ()
    changes: list[Change] = field(default_factory=list)
    undone: bool = False
    subject: str = ""
    """What a reason given for it begins with."""

    def done(self) -> Beat:
        """As it stands now."""
        return Beat(
            self.kind, self.weight, self.headline, self.seat, self.phase, self.text, self.roll, self.modifiers,
            self.result, tuple(self.moves), self.index, self.reason, self.cites, tuple(self.changes), self.undone,
        )  # fmt: skip


class Page:
    """The drafts of one batch of facts, in the order in which they are told."""

    def __init__(self) -> None:
        self._drafts: list[Draft] = []
        self._by_key: dict[str, Draft] = {}
        self.last: Draft | None = None
        """What was begun or changed last: where effects without a cause of their own belong."""

    def add(self, draft: Draft) -> Draft:
        """A new draft behind the others."""
        self._drafts.append(draft)
        self.last = draft
        return draft

    def keep(self, key: str, draft: Draft) -> Draft:
        """From now on the key stands for this draft."""
        self._by_key[key] = draft
        return draft

    def at(self, key: str) -> Draft | None:
        """The draft that a key stands for."""
        return self._by_key.get(key)

    def latest(self, kind: str, seat: SeatId) -> Draft | None:
        """The last draft of a kind about a seat."""
        return next((d for d in reversed(self._drafts) if d.kind == kind and d.seat == seat), None)

    def tell_last(self, draft: Draft) -> None:
        """Move a draft behind all others."""
        self._drafts = [*(other for other in self._drafts if other is not draft), draft]

    def beats(self) -> tuple[Beat, ...]:
        """Every draft as it stands now."""
        return tuple(draft.done() for draft in self._drafts)


def key_of(cause: Cause) -> str:
    """What the draft of a cause is found by."""
    match cause.kind:
        case CauseKind.ACTION:
            return f"action {cause.id} {cause.seat}"
        case CauseKind.RESPONSE:
            return f"response {cause.id.rpartition('.')[0]}"
        case CauseKind.DEMAND:
            return f"demand {cause.id}"
        case CauseKind.CARD:
            return f"card {cause.id}" if cause.seat is None else f"choice {cause.id} {cause.seat}"
        case CauseKind.CHECK:
            return "check"
        case CauseKind.RULE | CauseKind.SNAP | CauseKind.END:
            return f"rule {cause.id}"
        case CauseKind.DEAL:
            return f"deal {cause.id}"
        case CauseKind.SETUP | CauseKind.INCOME:
            return str(cause.kind)
        case _:
            return f"{cause.kind} {cause.id} {cause.seat} {cause.detail}"
