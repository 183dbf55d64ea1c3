"""One seat's news, encoded once for all who follow it: whole for who comes, what changed for who is here.

A slow follower misses nothing and queues nothing: it is sent the difference to what it holds when it can take it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from northaxis.domain.ids import SeatId
from northaxis.journal.codec import canonical
from northaxis.network.wire import Held, ViewForm, chain, equality, fact_text, joined, object_of
from northaxis.services.hosted import Shown

NOTHING = b""


@dataclass(slots=True)
class Feed:
    """What a seat's followers are sent. `update` takes in news; `message` says it to somebody who holds something."""

    form: ViewForm
    seat: SeatId
    _shown: Shown | None = None
    _view: dict[str, str] = field(default_factory=dict)
    _facts: list[str] = field(default_factory=list)
    _hashes: list[bytes] = field(default_factory=lambda: [NOTHING])
    _hash: str = ""

    def update(self, shown: Shown) -> None:
        """Take in what the seat may know now. The facts mostly grow; where they were rewritten, all are taken anew."""
        if self._shown is shown:
            return
        before = self._shown.facts if self._shown is not None else ()
        kept = len(before)
        if shown.facts[:kept] != before:
            kept = 0
            self._facts, self._hashes = [], [NOTHING]
        for fact in shown.facts[kept:]:
            text = fact_text(fact)
            self._facts.append(text)
            self._hashes.append(chain(self._hashes[-1], (text,)))
        last = self._shown.view if self._shown is not None else None
        self._view, self._shown = self.form.texts(shown.view, last, self._view if last is not None else None), shown
        self._hash = equality(self._view, self._hashes[-1])

    def news(self, held: Held | None) -> tuple[str, Held] | None:
        """What to send to somebody who holds this (from the type on), and what they hold then; None without news."""
        now = Held(self._view, len(self._facts), self._hashes[-1])
        if held is None or held.facts > now.facts or self._hashes[held.facts] != held.chained:
            view, facts = object_of(self._view), joined(self._facts)
            body = f'"type":"whole","seat":{canonical(self.seat)},"view":{view},"facts":{facts}'
            return f'{body},"hash":{canonical(self._hash)}', now
        fresh = self._facts[held.facts :]
        changed = {name: text for name, text in self._view.items() if held.view.get(name) != text}
        if not fresh and not changed:
            return None
        body = f'"type":"delta","seat":{canonical(self.seat)},"view":{object_of(changed)},"facts":{joined(fresh)}'
        return f'{body},"hash":{canonical(self._hash)}', now
