"""What is wrong with a text, where, and what was probably meant; and the three ways to print it.

A diagnostic is a value: a wrong file never raises. Positions count from 1, in characters. Everything that is printed
here is cleaned first, since the texts come from strangers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypedDict

from northaxis.content.cleaning import clean, width

Severity = Literal["error", "warning"]
Text = str | bytes
"""What a file holds: text, or its bytes when nobody has decoded them yet."""

MOST_A_FILE = 200
EXCERPT = 100
"""Most characters of a source line that are shown around a caret."""


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One finding at one place. `code` is stable; `end_column` is just past the last character meant, or 0."""

    file: str
    line: int
    column: int
    severity: Severity
    code: str
    message: str
    hint: str = ""
    end_column: int = 0

    @property
    def is_error(self) -> bool:
        """Whether it keeps the file from being used."""
        return self.severity == "error"


class DiagnosticJson(TypedDict):
    """A finding as `check --format json` prints it."""

    file: str
    line: int
    column: int
    end_column: int
    severity: str
    code: str
    message: str
    hint: str


class ReportJson(TypedDict):
    """What `check --format json` prints."""

    diagnostics: list[DiagnosticJson]
    errors: int
    warnings: int


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Every finding once, by file and position; of a flood in one file the first 200, errors kept before warnings."""
    found = sorted(set(diagnostics))
    per_file = Counter(each.file for each in found)
    for file, many in per_file.items():
        if many > MOST_A_FILE:
            found = _cut(found, file)
    return found


def _cut(found: list[Diagnostic], file: str) -> list[Diagnostic]:
    mine = sorted((each for each in found if each.file == file), key=lambda each: not each.is_error)
    kept = set(mine[: MOST_A_FILE - 1])
    last = max(kept)
    message = f"there are {len(mine) - len(kept)} more problems in this file"
    kept.add(replace(last, severity=mine[0].severity, code="too-many-problems", message=message, hint="", end_column=0))
    return sorted([*(each for each in found if each.file != file), *kept])


def count(diagnostics: Iterable[Diagnostic], severity: Severity) -> int:
    """How many findings of one severity there are."""
    return sum(found.severity == severity for found in diagnostics)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint with the closest known word, or nothing when none is close."""
    from difflib import get_close_matches

    names = [name for name in known if name]
    close = get_close_matches(word[:60], names, n=1, cutoff=0.6)
    if not close:
        folded = {name.casefold(): name for name in names}
        close = [folded[word.casefold()]] if word.casefold() in folded else []
    return f'did you mean "{close[0]}"?' if close else ""


def listed(words: Iterable[str], most: int = 8) -> str:
    """The words with commas, cut after a few."""
    all_words = list(words)
    return ", ".join(all_words[:most]) + (", …" if len(all_words) > most else "")


# --- printing -----------------------------------------------------------------------------------------------------


def to_text(diagnostics: Iterable[Diagnostic], sources: Mapping[str, Text]) -> str:
    """For people: position, code, message, the source line with a caret, and the hint. Ends with a newline."""
    lines_of: dict[str, list[str]] = {}
    out = list[str]()
    for found in diagnostics:
        if found.file not in lines_of:
            lines_of[found.file] = split_lines(sources.get(found.file, ""))
        out.append(f"{clean(found.file)}:{found.line}:{found.column}  {found.severity}  {found.code}")
        out.append(f"  {clean(found.message)}")
        out.extend(_excerpt(found, lines_of[found.file]))
        if found.hint:
            out.append(f"  {clean(found.hint)}")
        out.append("")
    return "\n".join(out) + ("\n" if out else "")


def to_json(diagnostics: Iterable[Diagnostic]) -> ReportJson:
    """For programs: the object that `check --format json` prints."""
    found = list(diagnostics)
    return {
        "diagnostics": [
            {
                "file": clean(each.file),
                "line": each.line,
                "column": each.column,
                "end_column": each.end_column,
                "severity": each.severity,
                "code": each.code,
                "message": clean(each.message),
                "hint": clean(each.hint),
            }
            for each in found
        ],
        "errors": count(found, "error"),
        "warnings": count(found, "warning"),
    }


def to_github(diagnostics: Iterable[Diagnostic]) -> str:
    """For GitHub: one workflow command a finding."""
    return "".join(
        f"::{found.severity} file={_property(found.file)},line={found.line},col={found.column},"
        f"title={_property(found.code)}::{_data(found.message + (' - ' + found.hint if found.hint else ''))}\n"
        for found in diagnostics
    )


def split_lines(text: Text) -> list[str]:
    """The lines of a file as positions count them."""
    decoded = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return decoded.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _excerpt(found: Diagnostic, lines: list[str]) -> list[str]:
    if not 1 <= found.line <= len(lines) or not lines[found.line - 1].strip():
        return []
    raw, start = lines[found.line - 1], max(0, found.column - 1)
    cut = max(0, start - EXCERPT // 2) if len(raw) > EXCERPT else 0
    shown = clean(raw[cut : cut + EXCERPT])
    before = clean(raw[cut:start])
    length = max(1, min(found.end_column - found.column, len(raw) - start)) if found.end_column else 1
    marked = clean(raw[start : min(start + length, cut + EXCERPT)])
    number = f"{found.line:>5} | "
    return [number + shown, " " * 5 + " | " + " " * width(before) + "^" * max(1, width(marked))]


def _data(text: str) -> str:
    return clean(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
