"""Pages of plain words: a few kinds of line that a screen, plain mode, a file or a printer can each lay out in its way.

Knows nothing of the game. Texts are cleaned when they are set, and Markdown is escaped when it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from textwrap import wrap

from northaxis.content.cleaning import width
from northaxis.services.wording import plain

WIDTH, HEIGHT = 90, 62
"""Columns and lines that one A4 page holds in a fixed type that can still be read."""


class Set(StrEnum):
    """What sort of line it is."""

    TITLE = "title"
    HEADING = "heading"
    TEXT = "text"
    SPEECH = "speech"
    ITEM = "item"
    TASK = "task"
    ROW = "row"
    BLANK = "blank"
    """Room to write on."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its kind, its text, and what stands before it (who speaks, minutes, points)."""

    kind: Set
    text: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page to show, save or print: a file's name without its ending, who may see it in words, and its lines."""

    name: str
    lines: tuple[Line, ...]


def title(text: str) -> Line:
    """The title of a page."""
    return Line(Set.TITLE, plain(text))


def heading(text: str) -> Line:
    """A heading."""
    return Line(Set.HEADING, plain(text))


def text(words: str) -> Line:
    """A paragraph."""
    return Line(Set.TEXT, plain(words))


def speech(who: str, words: str) -> Line:
    """A paragraph that somebody reads aloud."""
    return Line(Set.SPEECH, plain(words), plain(who))


def item(words: str, lead: str = "") -> Line:
    """An item of a list, behind what stands before it."""
    return Line(Set.ITEM, plain(words), plain(lead))


def task(words: str, lead: str = "") -> Line:
    """Something to tick."""
    return Line(Set.TASK, plain(words), plain(lead))


def row(lead: str, words: str) -> Line:
    """A row of two columns."""
    return Line(Set.ROW, plain(words), plain(lead))


def room(lines: int = 1) -> tuple[Line, ...]:
    """Empty lines to write on."""
    return (Line(Set.BLANK),) * lines


# --- plain text ---------------------------------------------------------------------------------------------------


def as_text(page: Page, columns: int = WIDTH) -> Iterator[str]:
    """The page as lines of at most so many columns."""
    for place, line in enumerate(page.lines):
        before = page.lines[place - 1] if place else None
        if before is not None and _opens(line, before):
            yield ""
        yield from _lines(line, columns, _gutter(page.lines, place))


def _opens(line: Line, before: Line) -> bool:
    """Whether an empty line goes before this one."""
    return line.kind in (Set.HEADING, Set.SPEECH) or (line.kind is Set.TEXT and before.kind in (Set.SPEECH, Set.ROW))


def _gutter(lines: tuple[Line, ...], place: int) -> int:
    """The width of the left column among the neighbours of the same kind."""
    kind, found = lines[place].kind, [lines[place]]
    for step in (-1, 1):
        at = place + step
        while 0 <= at < len(lines) and lines[at].kind is kind:
            found.append(lines[at])
            at += step
    return max(width(line.lead) for line in found)


def _lines(line: Line, columns: int, gutter: int) -> Iterator[str]:
    match line.kind:
        case Set.TITLE:
            yield from _hung("== ", line.text.upper(), columns)
        case Set.HEADING:
            yield from _hung("", line.text.upper(), columns)
        case Set.TEXT:
            yield from _hung("", line.text, columns)
        case Set.SPEECH:
            yield f"{line.lead}:"
            yield from _hung("    ", line.text, columns)
        case Set.ITEM:
            yield from _hung(f"- {_padded(line.lead, gutter)}", line.text, columns)
        case Set.TASK:
            yield from _hung(f"[ ] {_padded(line.lead, gutter)}", line.text, columns)
        case Set.ROW:
            yield from _hung(_padded(line.lead, gutter), line.text, columns)
        case Set.BLANK:
            yield "_" * columns


def _padded(lead: str, gutter: int) -> str:
    return f"{lead}{' ' * (gutter - width(lead))}  " if gutter else ""


def _hung(head: str, words: str, columns: int) -> Iterator[str]:
    """Words behind a head, the further lines under them."""
    under = " " * len(head)
    found = wrap(words, columns, initial_indent=head, subsequent_indent=under, break_on_hyphens=False)
    yield from found or [head.rstrip()]


# --- Markdown -----------------------------------------------------------------------------------------------------

_ACTIVE = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_AT_START = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")


def as_markdown(page: Page) -> str:
    """The page as Markdown; nothing in its texts is markup."""
    written, last = list[str](), Set.TITLE
    for line in page.lines:
        if written and (line.kind is not last or line.kind in (Set.TEXT, Set.SPEECH, Set.BLANK)):
            written.append("")
        if line.kind is Set.ROW and last is not Set.ROW:
            written += ["| | |", "| --- | --- |"]
        written.append(_marked(line))
        last = line.kind
    return "\n".join(written) + "\n"


def _marked(line: Line) -> str:
    words, lead = escaped(line.text), escaped(line.lead)
    match line.kind:
        case Set.TITLE:
            return f"# {words}"
        case Set.HEADING:
            return f"## {words}"
        case Set.TEXT:
            return words
        case Set.SPEECH:
            return f"> **{lead}:** {words}"
        case Set.ITEM:
            return f"- **{lead}** {words}" if lead else f"- {words}"
        case Set.TASK:
            return f"- [ ] **{lead}** {words}" if lead else f"- [ ] {words}"
        case Set.ROW:
            return f"| {lead} | {words} |"
        case Set.BLANK:
            return escaped("_" * 60)


def escaped(words: str) -> str:
    """Words that Markdown takes for nothing but words."""
    return _AT_START.sub(r"\1\\\2", _ACTIVE.sub(r"\\\1", words))


def written(page: Page, markdown: bool) -> str:
    """The page as the text of a file."""
    return as_markdown(page) if markdown else "\n".join(as_text(page)) + "\n"


def all_text(pages: Iterable[Page], markdown: bool) -> str:
    """Several pages one after the other."""
    return "\n\n".join(written(page, markdown) for page in pages)
