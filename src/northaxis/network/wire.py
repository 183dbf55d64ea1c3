"""The wire protocol between a hosted table and a seat elsewhere: JSON text frames, one message each, version 2.

What a seat may know is encoded field by field by reflection over `SeatView` and the facts; equality of both ends is
proven by a hash over the same canonical texts. Knows nothing of sockets.

    seat:  hello (version, hash of the rules it has)        ask (command, order text)        resync
    table: welcome (rules, unless known)   standing (role, seats, trouble, clock)   ruling   held   error
           whole (seat, view, facts)   delta (seat, changed fields, new facts)

One socket carries all the seats that the person of its link holds; each seat's news are its own and name it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from hashlib import blake2b
from typing import Any, get_type_hints

from northaxis.domain.declassify import BandShifted, SeenFact
from northaxis.domain.demands import Demand
from northaxis.domain.facts import Fact
from northaxis.domain.orders import Order, from_text, to_text
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Reason, Refused, Ruling, Upheld
from northaxis.domain.views import SeatView
from northaxis.journal.codec import (
    FactUnreadable,
    Form,
    canonical,
    encode,
    form_of,
    from_plain,
    parse,
)

VERSION = 2
LARGEST_ASK = 16 * 1024
"""Bytes in a frame from a seat."""

LARGEST_NEWS = 64 * 1024 * 1024
"""Bytes in a frame from the table."""

LONGEST_COMMAND = 64

Message = dict[str, Any]


class NotUnderstood(ValueError):
    """A frame is not a message of this protocol; the text says what is wrong, without quoting more than a name."""


def read(text: str) -> Message:
    """The message in a frame: an object with a known shape of JSON and a `type`. NotUnderstood."""
    try:
        plain: Message = parse(text, LARGEST_NEWS)
    except FactUnreadable as error:
        raise NotUnderstood(error.what) from None
    if type(plain.get("type")) is not str:
        raise NotUnderstood("a message has a type")
    return plain


def text_in(message: Message, name: str, most: int = 200) -> str:
    """A text field of a message. NotUnderstood."""
    found = message.get(name, "")
    if type(found) is not str or len(found) > most:
        raise NotUnderstood(f"'{name}' is a text of at most {most} characters")
    return found


# --- orders and rulings -------------------------------------------------------------------------------------------


def ruling_message(command: str, ruling: Ruling) -> Message:
    """What came of an order. Upheld is the same few bytes whatever was asked: what it did is in the news."""
    match ruling:
        case Upheld():
            return {"type": "ruling", "command": command, "upheld": True}
        case Refused(reason=reason, detail=detail, rule=rule):
            refused = {"reason": str(reason), "detail": detail, "rule": rule}
            return {"type": "ruling", "command": command, "upheld": False, **refused}


def ruling_from(message: Message) -> Ruling:
    """The ruling in a message. NotUnderstood."""
    if message.get("upheld") is True:
        return Upheld(())
    try:
        reason = Reason(text_in(message, "reason"))
    except ValueError:
        raise NotUnderstood("an unknown reason; this northaxis is older than the table's") from None
    return Refused(reason, text_in(message, "detail", 2_000), text_in(message, "rule"))


# --- views and facts ----------------------------------------------------------------------------------------------

Texts = Mapping[str, str]
"""A view field by field: canonical JSON of each."""


class ViewForm:
    """How the views of one game are written and read: orders as text, demands by their ids, the rest by reflection."""

    def __init__(self, game: Game) -> None:
        demands = {d.id: d for demander in game.rules.answering.demanders for d in demander.demands}
        own: dict[Any, Any] = {
            Order: (from_text, to_text),
            Demand: (lambda id: demands[id], lambda demand: demand.id),
        }
        hints = get_type_hints(SeatView)
        self._forms: dict[str, Form] = {f.name: form_of(hints[f.name], own, f.name) for f in fields(SeatView)}

    def texts(self, view: SeatView, before: SeatView | None = None, known: Texts | None = None) -> dict[str, str]:
        """The view's fields as canonical texts; those that are as they were `before` are taken from `known`."""
        found = {}
        for name, form in self._forms.items():
            value = getattr(view, name)
            same = known is not None and before is not None and getattr(before, name) == value
            found[name] = known[name] if same and known is not None else canonical(form.write(value))
        return found

    def values(self, plain: Mapping[str, object]) -> dict[str, object]:
        """The values of plain fields, by their names. NotUnderstood."""
        if not plain.keys() <= self._forms.keys():
            raise NotUnderstood("a field of the view is not one that this northaxis knows")
        try:
            return {name: self._forms[name].read(value) for name, value in plain.items()}
        except FactUnreadable as error:
            raise NotUnderstood(str(error)) from None

    def view(self, values: Mapping[str, Any]) -> SeatView:
        """The view of all values. NotUnderstood."""
        if values.keys() != self._forms.keys():
            raise NotUnderstood("the view has not all the fields that this northaxis knows")
        return SeatView(**values)


@cache
def _shifted() -> Form:
    return form_of(BandShifted, {}, "band-shifted")


def fact_text(fact: SeenFact) -> str:
    """A fact as a seat may read it, in canonical text."""
    if isinstance(fact, BandShifted):
        plain = _shifted().write(fact)
        assert isinstance(plain, dict)
        return canonical({"fact": "band-shifted", **plain})
    return encode(fact)


def fact_from(plain: object) -> SeenFact:
    """The fact of a plain object. NotUnderstood."""
    if not isinstance(plain, dict):
        raise NotUnderstood("a fact is an object")
    try:
        if plain.get("fact") == "band-shifted":
            shifted: SeenFact = _shifted().read({name: value for name, value in plain.items() if name != "fact"})
            return shifted
        fact: Fact = from_plain(dict(plain))
        return fact
    except FactUnreadable as error:
        raise NotUnderstood(str(error)) from None


# --- equality -----------------------------------------------------------------------------------------------------


def chain(previous: bytes, texts: Iterable[str]) -> bytes:
    """The running hash of a seat's facts."""
    for text in texts:
        previous = blake2b(text.encode("ascii"), digest_size=16, key=previous).digest()
    return previous


def equality(view: Texts, facts: bytes) -> str:
    """One hash of all that a seat holds: two ends with the same one hold the same."""
    whole = blake2b(digest_size=16)
    for name in sorted(view):
        whole.update(f"{name}\n{view[name]}\n".encode("ascii"))
    whole.update(facts)
    return whole.hexdigest()


def joined(parts: Sequence[str]) -> str:
    """A JSON list of texts that are JSON already."""
    return f"[{','.join(parts)}]"


def object_of(parts: Mapping[str, str]) -> str:
    """A JSON object of texts that are JSON already."""
    return "{" + ",".join(f"{canonical(name)}:{text}" for name, text in parts.items()) + "}"


@dataclass(frozen=True, slots=True)
class Held:
    """What one end holds of the other's news: the fields of the view, how many facts, and their hash."""

    view: Texts
    facts: int
    chained: bytes
