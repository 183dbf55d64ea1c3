"""Old fact texts read today. Stored text is never rewritten: it is lifted, version by version, each time it is read.

When a fact's fields change after a release: raise `VERSION` by one and put under the old number a function from the
old JSON object (kind under `fact`) to the new one. It sees every kind and returns those it does not know unchanged.
A function once released stays for ever; `tests/journal/shapes_1.txt` notices a change that has none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from northaxis.domain.facts import Fact
from northaxis.journal.codec import FactUnreadable, Plain, decode, from_plain, parse

VERSION = 1
"""Version of the fact texts this program writes."""

Lift = Callable[[Plain], Plain]

LIFTS: Mapping[int, Lift] = MappingProxyType({})
"""Version -> what turns a text of it into one of the next. Empty until a second version is released."""


def read(text: str, version: int, current: int = VERSION, lifts: Mapping[int, Lift] = LIFTS) -> Fact:
    """The fact of a text of any version ever released; FactUnreadable for a version this program does not know."""
    if version == current:
        return decode(text)
    if version > current:
        raise FactUnreadable("version", f"written by a newer northaxis (text version {version}, this reads {current})")
    data = parse(text)
    for step in range(version, current):
        if step not in lifts:
            raise FactUnreadable("version", f"there never was a text version {step}")
        data = lifts[step](data)
    return from_plain(data)
