"""Every text of an order is cleaned here before the table judges it, so that no fact holds what a terminal would obey.

The one door for words of people: the table calls it for each order, whatever front end or line the order came by.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import TypeVar
from unicodedata import normalize

from northaxis.content.cleaning import clean
from northaxis.domain.orders import Order

LONGEST = 20_000
"""Characters that are looked at; the rules refuse far shorter texts."""

T = TypeVar("T")


def clean_words(text: str) -> str:
    """The text in NFC, on one line, without control characters; as long as it was, so that the rules see its length."""
    return text if text.isascii() and text.isprintable() else clean(normalize("NFC", text[:LONGEST]), LONGEST)


def clean_order(order: Order) -> Order:
    """The same order with every text in it cleaned, names and ids included; itself when there is nothing to do."""
    return _clean(order)


def _clean(value: T) -> T:
    found: object = value
    if isinstance(value, str) and not isinstance(value, Enum):
        found = clean_words(value)
    elif isinstance(value, tuple):
        found = tuple(map(_clean, value))
    elif is_dataclass(value) and not isinstance(value, type):
        now = {field.name: getattr(value, field.name) for field in fields(value)}
        changed = {name: new for name, old in now.items() if (new := _clean(old)) != old}
        found = replace(value, **changed) if changed else value
    return found  # type: ignore[return-value]  # each branch gives what it was given
