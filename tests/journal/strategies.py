"""Hypothesis strategies for every kind of fact, built from the dataclasses: a new kind needs nothing here."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import Enum
from types import NoneType
from typing import Any, NewType, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from northaxis.domain.facts import Fact
from northaxis.journal.codec import LARGEST

KINDS: tuple[type, ...] = get_args(Fact)

TEXTS = st.text(max_size=12)
NUMBERS = st.one_of(st.integers(-20, 20), st.integers(-LARGEST, LARGEST))


def of_type(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a field's type."""
    if isinstance(hint, NewType):
        return of_type(hint.__supertype__)
    if hint is str:
        return TEXTS
    if hint is int:
        return NUMBERS
    if hint is bool:
        return st.booleans()
    if hint is NoneType:
        return st.none()
    arguments = get_args(hint)
    if get_origin(hint) is tuple and arguments[1:] == (Ellipsis,):
        return st.lists(of_type(arguments[0]), max_size=3).map(tuple)
    if get_origin(hint) is tuple:
        return st.tuples(*map(of_type, arguments))
    if arguments:
        return st.one_of(*map(of_type, arguments))
    if issubclass(hint, Enum):
        return st.sampled_from(hint)
    assert isinstance(hint, type)
    assert is_dataclass(hint)
    return of_class(hint)


def of_class(made: type) -> st.SearchStrategy[Any]:
    """Values of a dataclass."""
    hints = get_type_hints(made)
    return st.builds(made, **{field.name: of_type(hints[field.name]) for field in fields(made)})


FACTS: st.SearchStrategy[Fact] = st.one_of(*map(of_class, KINDS))
