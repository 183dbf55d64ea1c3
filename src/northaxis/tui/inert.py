"""Makes text harmless to show, twice: `inert` where text is taken in, `install_guard` where Textual writes it out.

Neither is enough alone (safety rule 26): a new field forgets the first, an upgrade of Textual may move the second.
Control characters, surrogates, private and unassigned code points, and the invisible format characters never pass.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from textual.strip import Strip

MOST_MARKS = 4
"""Combining marks and joiners kept after one base character."""

_JOINERS = "\u200c\u200d"
_DROPPED = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp", "Cf"})
_BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


def inert(text: str, keep_newlines: bool = False) -> str:
    """The text in NFC without anything that could act on a terminal; breaks and tabs become spaces, or `\\n` if asked.

    Idempotent. Drops Cc, Cs, Co, Cn, Zl, Zp and Cf except the two joiners, and combining marks beyond four on one base.
    """
    return text if text.isascii() and text.isprintable() else _made_inert(text, keep_newlines)


@lru_cache(maxsize=4096)
def _made_inert(text: str, keep_newlines: bool) -> str:
    """Kept, because a screen asks for the same few thousand texts at every turn of its log."""
    text = _BREAKS.sub("\n" if keep_newlines else " ", text).replace("\t", " ")
    if not text.isprintable():
        text = "".join([character for character in text if character == "\n" or not is_forbidden(character)])
    return _with_few_marks(unicodedata.normalize("NFC", text))


def is_forbidden(character: str) -> bool:
    """Whether a character must never reach a terminal."""
    if character.isprintable():
        return False
    return character not in _JOINERS and unicodedata.category(character) in _DROPPED


def _with_few_marks(text: str) -> str:
    if text.isascii():
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if not character.isascii() and _stands_on_another(character) else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def _stands_on_another(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character)[0] == "M"


def guarded(text: str) -> str:
    """What the guard lets through of text on its way to the terminal: every forbidden character gives way to its width.

    A character that takes no cell is dropped; one that takes cells becomes that many replacement characters, so that
    the layout Textual has already made stays true.
    """
    if text.isprintable():
        return text
    return "".join([_stand_in(character) if is_forbidden(character) else character for character in text])


@lru_cache(maxsize=4096)
def _stand_in(character: str) -> str:
    from rich.cells import get_character_cell_size

    return "\N{REPLACEMENT CHARACTER}" * max(0, get_character_cell_size(character))


def install_guard() -> None:
    """Put the guard at the one place where Textual turns strips into terminal text; safe to call more than once.

    Links are taken off as well: no address from a person or a deck becomes something to click (safety rule 28).
    """
    from textual.strip import Strip

    if not getattr(Strip.render, "is_northaxis_guard", False):
        Strip.render = _guarded_render(Strip.render)  # type: ignore[assignment,method-assign]


def _guarded_render(original: Callable[[Strip, Console], str]) -> Callable[[Strip, Console], str]:
    def render(strip: Strip, console: Console) -> str:
        if strip._render_cache is None and any(
            not text.isprintable() or (style is not None and style.link) for text, style, _ in strip._segments
        ):
            strip._segments = [_guarded_segment(segment) for segment in strip._segments]
        return original(strip, console)

    render.is_northaxis_guard = True  # type: ignore[attr-defined]
    return render


def _guarded_segment(segment: Any) -> Any:
    from rich.segment import Segment

    style = segment.style
    return Segment(guarded(segment.text), style.update_link(None) if style is not None and style.link else style)
