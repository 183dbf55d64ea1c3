"""Which characters a text may hold, and how a text is made safe to show. Knows nothing of YAML or of decks.

Refused are control characters, lone surrogates, private and unassigned code points, line separators and invisible
format characters (the two joiners stay), and more than four combining marks or joiners in a row.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

JOINERS = "\u200c\u200d"
MOST_MARKS = 4
REFUSED = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp", "Cf"})
_LAYOUT = dict.fromkeys(map(ord, "\t\n\r"))


@cache
def _bad_in_source() -> re.Pattern[str]:
    return re.compile(
        "[^\\t\\n\\r\\x20-\\x7e\\xa0-\\u2027\\u202a-\\ud7ff\\ue000-\\ufefe\\uff00-\\ufffd\\U00010000-\\U0010ffff]"
    )


def bad_in_source(text: str) -> re.Pattern[str] | None:
    """Finds the raw characters that a file may not hold anywhere, as they end lines in some programs or drive
    terminals; None when the text has none.
    """
    if text.translate(_LAYOUT).isprintable():
        return None
    pattern = _bad_in_source()
    return pattern if pattern.search(text) else None


def first_bad(text: str) -> tuple[int, str] | None:
    """Place and plain description of the first character that a text must not hold; None for a clean text."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return None
    marks = 0
    for place, char in enumerate(text):
        category = unicodedata.category(char)
        if category in REFUSED and char not in JOINERS and char != "\n":
            return place, f"the character {describe(char)}"
        marks = marks + 1 if category in ("Mn", "Me") or char in JOINERS else 0
        if marks > MOST_MARKS:
            return place, f"more than {MOST_MARKS} combining marks in a row"
    return None


def describe(char: str) -> str:
    """The code point as `U+202E RIGHT-TO-LEFT OVERRIDE`, never the character itself."""
    name = unicodedata.name(char, "")
    return f"U+{ord(char):04X}{' ' + name if name else ''}"


def clean(text: str, longest: int = 400) -> str:
    """The text on one line with every refused character replaced by `\N{REPLACEMENT CHARACTER}`, cut to a length."""
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    if cut.isascii() and cut.isprintable():
        return cut
    kept, marks = list[str](), 0
    for char in cut:
        category = unicodedata.category(char)
        marks = marks + 1 if category in ("Mn", "Me") or char in JOINERS else 0
        if char in "\t\n\r":
            kept.append(" ")
        elif category in REFUSED and char not in JOINERS:
            kept.append("\N{REPLACEMENT CHARACTER}")
        elif marks <= MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def width(text: str) -> int:
    """Terminal cells that a clean text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )
