"""A strict reader of a small, safe part of YAML: text to plain values with the position of every key and value.

Reads parser events and builds the values itself. Only true/false, plain decimal integers and null are not text.
Anchors, aliases, tags, merge keys, duplicate keys, further documents and deep nesting are refused; every problem that
can be named is named at once. A wrong file never raises: it is a `Source` with problems.
"""

from __future__ import annotations

import gc
import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from northaxis.content.cleaning import bad_in_source, describe, first_bad
from northaxis.content.diagnostics import Diagnostic, Severity, Text, split_lines

MOST_BYTES: Final = 2 * 1024 * 1024
MOST_EVENTS: Final = 200_000
MOST_DEPTH: Final = 24
MOST_DIGITS: Final = 9
LONGEST_KEY: Final = 100
LONGEST_TEXT: Final = 10_000
MOST_PROBLEMS: Final = 100

Value = str | int | bool | None | list["Value"] | dict[str, "Value"]
Span = tuple[int, int, int, int, str]
"""First line and column, last line and column (from 0, end exclusive), and the quoting style."""
Path = tuple[str | int, ...]

_INTEGER: Final = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_NOTHING: Final = frozenset({"", "null", "~"})
_HINTS: Final = (
    ("mapping values are not allowed", 'put the text in quotes if it holds ": "'),
    ("character '\\t'", "indent with spaces, not tabs"),
    ("tab", "indent with spaces, not tabs"),
    ("cannot start any token", "put the text in quotes"),
    ("expected ',' or ']'", "put the text in quotes if it begins with a bracket"),
    ("expected ',' or '}'", "put the text in quotes if it begins with a brace"),
    ("expected ':'", "write a colon and a space after the field name"),
    ("unexpected end of stream", "a quote or a bracket is not closed"),
    ("expected key", "check the indentation of this line"),
    ("block end", "check the indentation of this line"),
    ("alphabetic or numeric", 'put the text in quotes if it begins with "*" or "&"'),
)


@dataclass(slots=True)
class Source:
    """A file that has been read: its values, where they stand, and what is wrong. `data` is None when unreadable."""

    name: str
    text: str = ""
    data: Value = None
    problems: list[Diagnostic] = field(default_factory=list)
    is_readable: bool = False
    _keys: dict[int, dict[str, Span]] = field(default_factory=dict, repr=False)
    _values: dict[int, dict[str | int, Span]] = field(default_factory=dict, repr=False)
    _root: Span = (0, 0, 0, 1, "")
    _lines: list[str] = field(default_factory=list, repr=False)

    @property
    def lines(self) -> list[str]:
        """The lines of the text, split when first asked for."""
        if not self._lines:
            self._lines = split_lines(self.text)
        return self._lines

    def get(self, path: Path) -> Value:
        """The value at a path; None where there is none."""
        value = self.data
        for part in path:
            if isinstance(value, dict) and isinstance(part, str):
                value = value.get(part)
            elif isinstance(value, list) and isinstance(part, int) and 0 <= part < len(value):
                value = value[part]
            else:
                return None
        return value

    def span(self, path: Path, key: bool = False) -> Span:
        """Where the value (or the key) at a path stands; of a path that leads nowhere, its nearest parent's place."""
        value, span = self.data, self._root
        for depth, part in enumerate(path):
            container, known = id(value), None
            if key and depth == len(path) - 1 and isinstance(part, str) and isinstance(value, dict):
                known = self._keys.get(container, {}).get(part)
            elif isinstance(value, (dict, list)):
                known = self._values.get(container, {}).get(part)
            if known is None:
                break
            span, value = known, self.get(path[: depth + 1])
        return span

    def text_start(self, path: Path) -> tuple[int, int] | None:
        """Line and column (from 1) of a text's first character; None when its spelling in the file differs."""
        value, (line, column, _, _, style) = self.get(path), self.span(path)
        start = column + (1 if style in ("'", '"') else 0)
        if isinstance(value, str) and line < len(self.lines) and self.lines[line].startswith(value, start):
            return line + 1, start + 1
        return None


def read(name: str, text: Text) -> Source:
    """Read a file. Promises an answer, whatever the text holds; look at `problems` and `is_readable`."""
    decoded, problems = _decode(name, text)
    source = Source(name, decoded or "", problems=problems)
    if decoded is None:
        return source
    decoded = _without_bad_characters(source, decoded)
    with collection_off():
        _Builder(source).build(_events(decoded))
    return source


@contextmanager
def collection_off() -> Iterator[None]:
    """Stop the garbage collector while many values are built that all stay."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _decode(name: str, text: Text) -> tuple[str | None, list[Diagnostic]]:
    def refuse(code: str, message: str, hint: str, line: int = 1) -> tuple[None, list[Diagnostic]]:
        return None, [Diagnostic(name, line, 1, "error", code, message, hint)]

    if len(text) > MOST_BYTES:
        return refuse(
            "file-too-big", f"the file is larger than {MOST_BYTES // 1024} KiB", "split it into several files"
        )
    if isinstance(text, bytes):
        if text[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return refuse("not-utf-8", "the file is in UTF-16", "save it as UTF-8")
        if text[:3] == b"\xef\xbb\xbf":
            return refuse("byte-order-mark", "the file begins with a byte order mark", "save it as UTF-8 without BOM")
        raw = text
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as wrong:
            line = raw.count(b"\n", 0, wrong.start) + 1
            return refuse("not-utf-8", f"byte {wrong.start + 1} of the file is not UTF-8", "save it as UTF-8", line)
    if text.startswith("\ufeff"):
        return refuse("byte-order-mark", "the file begins with a byte order mark", "save it as UTF-8 without BOM")
    return text, []


def _without_bad_characters(source: Source, text: str) -> str:
    """The text with raw control characters replaced, each reported."""
    bad = bad_in_source(text)
    if bad is None:
        return text
    for number, line in enumerate(split_lines(text), 1):
        for found in bad.finditer(line):
            if len(source.problems) >= MOST_PROBLEMS:
                break
            message = f"the file holds the character {describe(found.group())}"
            source.problems.append(
                Diagnostic(source.name, number, found.start() + 1, "error", "control-character", message, "remove it")
            )
    return bad.sub("\N{REPLACEMENT CHARACTER}", text)


def _events(text: str) -> Callable[[], Any]:
    """A function that gives the next parser event: libyaml's, or the pure parser's where libyaml is missing."""
    fast = getattr(yaml, "CSafeLoader", None)
    loader = fast(text) if fast is not None else yaml.SafeLoader(text)
    get_event: Callable[[], Any] = loader.get_event
    return get_event


_NEED_KEY: Final = object()
_BAD_KEY: Final = object()


class _Stop(Exception):
    """Nothing more can be read from this file."""


@dataclass(slots=True)
class _Frame:
    """An open mapping or list: what is in it so far and the key that waits for its value."""

    container: dict[str, Value] | list[Value]
    keys: dict[str, Span]
    values: dict[str | int, Span]
    start: tuple[int, int]
    key: object = _NEED_KEY


class _Builder:
    """Builds the values of one file from its events."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.stack: list[_Frame] = []
        self.documents = 0

    def build(self, get_event: Callable[[], Any]) -> None:
        """Read all events or stop at the first that makes the rest unreadable."""
        try:
            for _ in range(MOST_EVENTS):
                event = get_event()
                kind = type(event)
                if kind is ScalarEvent:
                    self.scalar(event)
                elif kind is StreamEndEvent or event is None:
                    return self.finish()
                else:
                    self.structure(event)
            self.problem("too-many-values", 0, 0, f"the file holds more than {MOST_EVENTS} values", "split it")
        except yaml.MarkedYAMLError as wrong:
            self.syntax(wrong)
        except (yaml.YAMLError, UnicodeError, RecursionError, ValueError) as wrong:
            self.problem("yaml-syntax", 0, 0, f"the file cannot be read as YAML: {type(wrong).__name__}")
        except _Stop:
            pass

    def finish(self) -> None:
        if not self.documents:
            self.problem("empty-file", 0, 0, "the file is empty")
        self.source.is_readable = self.documents == 1

    def problem(
        self,
        code: str,
        line: int,
        column: int,
        message: str,
        hint: str = "",
        end: int = 0,
        severity: Severity = "error",
    ) -> None:
        """Note a problem at a place that counts from 0; give up on the file after too many."""
        problems = self.source.problems
        if len(problems) >= MOST_PROBLEMS:
            raise _Stop
        end_column = end + 1 if end > column else 0
        problems.append(Diagnostic(self.source.name, line + 1, column + 1, severity, code, message, hint, end_column))

    def syntax(self, wrong: yaml.MarkedYAMLError) -> None:
        mark = wrong.problem_mark or wrong.context_mark
        words = str(wrong.problem or wrong.context or "the file cannot be read as YAML").strip().rstrip(".")
        context = str(wrong.context or "")
        hint = next((hint for sign, hint in _HINTS if sign in words), "")
        if "quoted scalar" in context:
            hint = "a quote is not closed" if "end of stream" in words else "check the quotes of this text"
        line, column = (mark.line, mark.column) if mark else (0, 0)
        with suppress(_Stop):
            self.problem("yaml-syntax", line, column, words[:1].lower() + words[1:], hint)

    # --- events

    def structure(self, event: Any) -> None:
        kind = type(event)
        if kind is MappingStartEvent or kind is SequenceStartEvent:
            self.open(event)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            self.close(event.end_mark.line, event.end_mark.column)
        elif kind is AliasEvent:
            mark = event.start_mark
            self.problem("alias", mark.line, mark.column, "aliases are not allowed", "write the value out again")
            self.place(None, (mark.line, mark.column, mark.line, mark.column + 1, ""), None)
        elif kind is DocumentStartEvent:
            self.begin_document(event)

    def begin_document(self, event: Any) -> None:
        mark = event.start_mark
        self.documents += 1
        if self.documents > 1:
            self.problem("second-document", mark.line, mark.column, "a file holds one document only", 'remove "---"')
            raise _Stop
        if event.version or event.tags:
            self.problem("directive", mark.line, mark.column, "directives are not allowed", "remove the % line")

    def open(self, event: Any) -> None:
        mark = event.start_mark
        self.refuse_marks(event, event.tag)
        if len(self.stack) >= MOST_DEPTH:
            self.problem("too-deep", mark.line, mark.column, f"the values are nested deeper than {MOST_DEPTH}")
            raise _Stop
        container: dict[str, Value] | list[Value] = {} if type(event) is MappingStartEvent else []
        keys, values = dict[str, Span](), dict[str | int, Span]()
        self.stack.append(_Frame(container, keys, values, (mark.line, mark.column)))

    def close(self, line: int, column: int) -> None:
        frame = self.stack.pop()
        self.source._keys[id(frame.container)] = frame.keys
        self.source._values[id(frame.container)] = frame.values
        self.place(frame.container, (*frame.start, line, column, ""), None)

    def scalar(self, event: Any) -> None:
        start, end = event.start_mark, event.end_mark
        line, column, text, style = start.line, start.column, event.value, event.style or ""
        if event.anchor or event.tag:
            self.refuse_marks(event, event.tag)
        value: Value = text
        if not style:
            if text in _NOTHING:
                value = None
            elif text == "true" or text == "false":
                value = text == "true"
            elif text[0] in "0123456789-+" and _INTEGER.fullmatch(text):
                value = self.integer(text, line, column)
        if isinstance(value, str):
            value = self.checked(value, line, column, style)
        self.place(value, (line, column, end.line, end.column, style), text)

    def integer(self, text: str, line: int, column: int) -> int:
        if len(text.lstrip("+-")) > MOST_DIGITS:
            hint = "put it in quotes if it is text"
            self.problem("number-too-long", line, column, f"a number has at most {MOST_DIGITS} digits", hint)
            return 0
        return int(text)

    def checked(self, text: str, line: int, column: int, style: str) -> str:
        """The text in canonical form, without the line end that a block leaves."""
        if len(text) > LONGEST_TEXT:
            self.problem("text-too-long", line, column, f"a text has at most {LONGEST_TEXT} characters")
            return ""
        bad = first_bad(text)
        if bad is not None:
            self.problem("control-character", line, column, f"the text holds {bad[1]}", "remove it")
            return ""
        if style in ("|", ">"):
            text = text.rstrip("\n")
        return text if text.isascii() else unicodedata.normalize("NFC", text)

    def refuse_marks(self, event: Any, tag: str | None) -> None:
        mark = event.start_mark
        if event.anchor:
            hint = 'put the text in quotes if it begins with "&"'
            self.problem("anchor", mark.line, mark.column, "anchors are not allowed", hint)
        if tag:
            hint = 'put the text in quotes if it begins with "!"'
            self.problem("tag", mark.line, mark.column, "tags are not allowed", hint)

    # --- placing a finished value

    def place(self, value: Value, span: Span, text: str | None) -> None:
        """Put a value where it belongs: the root, a list, or a mapping as key or value. `text` is a scalar's own."""
        if not self.stack:
            self.source.data, self.source._root = value, span
            return
        frame = self.stack[-1]
        container = frame.container
        if isinstance(container, list):
            frame.values[len(container)] = span
            container.append(value)
        elif frame.key is _NEED_KEY:
            frame.key = self.key(value, span, frame, text)
        else:
            if isinstance(frame.key, str):
                container[frame.key] = value
                frame.values[frame.key] = span
            frame.key = _NEED_KEY

    def key(self, value: Value, span: Span, frame: _Frame, text: str | None) -> object:
        """A usable key, or the mark of a bad one whose value is dropped."""
        line, column, _, end, style = span
        if text == "<<" and not style:
            self.problem("merge-key", line, column, "merge keys are not allowed", "write the fields out", end)
        elif not isinstance(value, str):
            hint = "put it in quotes" if text else "write a field name before the colon"
            self.problem("key-not-text", line, column, "a field name must be text", hint, end)
        elif len(value) > LONGEST_KEY:
            self.problem("text-too-long", line, column, f"a field name has at most {LONGEST_KEY} characters")
        elif value in frame.keys:
            first = frame.keys[value][0] + 1
            self.problem(
                "duplicate-key", line, column, f'"{value}" is given twice', f"it is given first in line {first}", end
            )
        else:
            frame.keys[value] = span
            return value
        return _BAD_KEY


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a source: what compilers carry along so that a problem can be pointed at later."""

    source: Source
    path: Path = ()

    def __truediv__(self, part: str | int) -> Spot:
        return Spot(self.source, (*self.path, part))

    @property
    def value(self) -> Value:
        """What stands there."""
        return self.source.get(self.path)

    def problem(
        self, code: str, message: str, hint: str = "", *, severity: Severity = "error", key: bool = False
    ) -> Diagnostic:
        """A diagnostic at this value, or at its key."""
        line, column, end_line, end, _ = self.source.span(self.path, key)
        end_column = end + 1 if end_line == line and end > column else 0
        return Diagnostic(self.source.name, line + 1, column + 1, severity, code, message, hint, end_column)

    def inside(self, code: str, message: str, hint: str, start: int, end: int) -> Diagnostic:
        """A diagnostic at some characters of the text that stands here."""
        begins = self.source.text_start(self.path)
        if begins is None:
            return self.problem(code, message, hint)
        line, column = begins
        return Diagnostic(
            self.source.name, line, column + start, "error", code, message, hint, column + max(end, start + 1)
        )
