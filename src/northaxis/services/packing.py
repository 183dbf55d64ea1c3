"""Compiled rules and decks as bytes, and back: so that a text that was compiled before is not compiled again.

The key names the texts and the program that compiled them, to the last changed source file. Packed bytes carry a digest
under that key: bytes of another key, or damaged ones, are as good as none. Only values of the domain are ever made from
them, never anything else that could be named in them.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

from northaxis import __version__
from northaxis.domain.cards import Deck
from northaxis.domain.ids import DeckId
from northaxis.domain.ruleset import RuleSet
from northaxis.domain.scenarios import Scenario, Variant
from northaxis.journal.envelope import StoredText
from northaxis.simulation.packing import condition_of, measure_of, pack

Compiled = tuple[RuleSet, tuple[Deck, ...], tuple[Scenario, ...], tuple[Variant, ...], dict[str, DeckId]]
"""Rules, decks, scenarios, variants, and which deck a text belongs to."""

DIGEST = 32
MADE_BY = ("domain", "content", "services/library.py", "services/packing.py", "simulation/packing.py")
"""The source that decides what is compiled from a text, below the package."""

DOMAIN = "northaxis.domain."


def key_of(texts: Iterable[StoredText]) -> str:
    """The name of what is compiled from some texts by this program; no other text or program has it."""
    found = blake2b(_program(), digest_size=DIGEST)
    for each in texts:
        for part in (each.kind, each.name, each.text):
            data = part.encode("utf-8", "surrogatepass")
            found.update(b"%d:" % len(data))
            found.update(data)
    return found.hexdigest()


def packed(compiled: Compiled, key: str) -> bytes:
    """As bytes that only `unpacked` with the same key reads."""
    data = pack(compiled)
    return _digest(data, key) + data


def unpacked(data: bytes | None, key: str) -> Compiled | None:
    """What was packed under this key; None for everything else."""
    if data is None or data[:DIGEST] != _digest(data[DIGEST:], key):
        return None
    try:
        found: Compiled = _Unpacker(BytesIO(data[DIGEST:])).load()
    except Exception:  # whatever pickle stumbles over: it is compiled anew
        return None
    return found


class _Unpacker(pickle.Unpickler):
    """Makes classes of the domain, and what `pack` makes of trees; nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        """What a name in packed bytes stands for."""
        own = {each.__name__: each for each in (condition_of, measure_of)}
        if module == pack.__module__ and name in own:
            return own[name]
        found = getattr(import_module(module), name) if module.startswith(DOMAIN) else None
        if not isinstance(found, type) or not found.__module__.startswith(DOMAIN):
            raise pickle.UnpicklingError(f"{module}.{name} is not of the domain")
        return found


def _digest(data: bytes, key: str) -> bytes:
    return blake2b(data, digest_size=DIGEST, key=bytes.fromhex(key)).digest()


@cache
def _program() -> bytes:
    """This program and this Python. A source file that was changed makes it another program."""
    package = Path(__file__).resolve().parents[1]
    marks = [sys.version, __version__]
    for part in MADE_BY:
        place = package / part
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            stat = file.stat()
            marks.append(f"{file.relative_to(package)} {stat.st_size} {stat.st_mtime_ns}")
    return "\n".join(marks).encode()
