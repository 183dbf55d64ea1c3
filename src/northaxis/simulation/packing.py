"""Games and tables as bytes for other processes of our own, and one fingerprint for what a game's rules say.

Compiled conditions cannot be sent; their trees can, and are compiled again on arrival. The bytes are pickles: unpack
only what this program packed.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from copyreg import dispatch_table
from dataclasses import fields, is_dataclass
from enum import Enum
from hashlib import blake2b
from io import BytesIO
from typing import Any

from northaxis.domain.expressions import Condition, Measure
from northaxis.domain.ruleset import Game


def condition_of(expr: Any) -> Condition:
    """A condition by its tree."""
    return Condition.of(expr)


def measure_of(id: str, name: str, expr: Any, cites: tuple[str, ...]) -> Measure:
    """A derived quantity by its tree."""
    return Measure.named(id, name, expr, cites)


class _Packer(pickle.Pickler):
    """Writes trees without the closures that are made of them."""

    dispatch_table = dispatch_table.copy()
    dispatch_table[Condition] = lambda made: (condition_of, (made.expr,))
    dispatch_table[Measure] = lambda made: (measure_of, (made.id, made.name, made.expr, made.cites))


def pack(value: object) -> bytes:
    """A game, a table or anything made of the domain's values, as bytes."""
    into = BytesIO()
    _Packer(into, pickle.HIGHEST_PROTOCOL).dump(value)
    return into.getvalue()


def unpack_game(packed: bytes) -> Game:
    """A game from bytes of `pack`."""
    game = pickle.loads(packed)
    assert isinstance(game, Game)
    return game


def fingerprint(game: Game) -> str:
    """32 hexadecimal digits that are the same for equal rules, decks, scenario and variants, on any machine."""
    digest = blake2b(digest_size=16)
    for part in _parts(game):
        digest.update(part.encode())
        digest.update(b"\0")
    return digest.hexdigest()


def _parts(value: object) -> Iterator[str]:
    if is_dataclass(value):
        yield type(value).__name__
        for field in fields(value):
            if field.compare:
                yield from _parts(getattr(value, field.name))
    elif isinstance(value, Enum):
        yield str(value.value)
    elif isinstance(value, Mapping):
        yield f"{len(value)} entries"
        for key, entry in value.items():
            yield from _parts(key)
            yield from _parts(entry)
    elif isinstance(value, frozenset):
        yield " ".join(sorted(repr(entry) for entry in value))
    elif isinstance(value, tuple):
        yield f"{len(value)} in a row"
        for entry in value:
            yield from _parts(entry)
    else:
        yield repr(value)
