"""From read values to schema models: pydantic's errors become diagnostics at the right place.

A file with a few broken items is read without them, so that one slip does not hide the others. Which file is of which
kind is decided here by its top-level keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_args, get_origin

from northaxis.content.diagnostics import MOST_A_FILE, Diagnostic, did_you_mean, listed
from northaxis.content.strict_yaml import Path, Source, Spot, Value, collection_off

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    from northaxis.content.schema import File

    F = TypeVar("F", bound=File)
else:
    F = TypeVar("F")

M = TypeVar("M")

FEW = 60
"""Fields that are looked through for a misspelt one."""


class FileKind(StrEnum):
    """What a file holds; the value says it to people."""

    RULESET = "rule set"
    SOURCES = "sources"
    TRACKS = "tracks"
    FLAGS = "flags"
    TURN_END = "turn end"
    DEMANDS = "demands"
    SEAT = "seat"
    RULINGS = "rulings"
    PEOPLE = "people"
    TURN_ZERO = "turn zero"
    FACILITATING = "facilitating"
    SCENARIO = "scenario"
    VARIANTS = "variants"
    DECK = "deck"


_BY_KEY: Mapping[str, FileKind] = {
    "deck": FileKind.DECK,
    "cards": FileKind.DECK,
    "ruleset": FileKind.RULESET,
    "initiative": FileKind.RULESET,
    "scenario": FileKind.SCENARIO,
    "variants": FileKind.VARIANTS,
    "seat": FileKind.SEAT,
    "agendas": FileKind.SEAT,
    "doctrine": FileKind.SEAT,
    "demanders": FileKind.DEMANDS,
    "responses": FileKind.DEMANDS,
    "passages": FileKind.SOURCES,
    "documents": FileKind.SOURCES,
    "tracks": FileKind.TRACKS,
    "switches": FileKind.TRACKS,
    "flags": FileKind.FLAGS,
    "counters": FileKind.FLAGS,
    "rulings": FileKind.RULINGS,
    "seatings": FileKind.PEOPLE,
    "co_seats": FileKind.PEOPLE,
    "together": FileKind.PEOPLE,
    "statements": FileKind.TURN_ZERO,
    "questions": FileKind.TURN_ZERO,
    "opening": FileKind.FACILITATING,
    "objectives": FileKind.FACILITATING,
    "plans": FileKind.FACILITATING,
    "roles": FileKind.FACILITATING,
    "hot_wash": FileKind.FACILITATING,
    "seat_questions": FileKind.FACILITATING,
    "prompts": FileKind.FACILITATING,
    "charts": FileKind.FACILITATING,
    "commitments": FileKind.FACILITATING,
    "checklists": FileKind.FACILITATING,
    "ladder": FileKind.TURN_END,
    "snaps": FileKind.TURN_END,
    "ends": FileKind.TURN_END,
    "rules": FileKind.TURN_END,
}

EXPECTED = "deck, cards, ruleset, seat, scenario, variants, tracks, flags, demanders, rules, passages, rulings"


def kind_of(source: Source) -> FileKind | None:
    """What a file is, by its top-level keys; None when none of them tells."""
    data = source.data
    if isinstance(data, dict):
        return next((kind for key, kind in _BY_KEY.items() if key in data), None)
    return None


def unknown_kind(source: Source) -> Diagnostic:
    """The diagnostic for a file that is none of ours."""
    keys = list(source.data) if isinstance(source.data, dict) else []
    hint = next((hint for key in keys if (hint := did_you_mean(key, _BY_KEY))), "")
    message = f"this is no file of northaxis; one of these fields is expected: {EXPECTED}"
    return Spot(source).problem("unknown-kind", message, hint)


@dataclass(slots=True)
class Shaped(Generic[F]):
    """A file in its model, with the places of what was left out because it was broken."""

    form: F
    source: Source
    dropped: dict[str, frozenset[int]] = field(default_factory=dict)

    @property
    def spot(self) -> Spot:
        """The whole file."""
        return Spot(self.source)

    def each(self, name: str, items: list[M]) -> Iterator[tuple[Spot, M]]:
        """The items of a top-level list with their true places in the file."""
        gone = self.dropped.get(name, frozenset())
        base = self.spot / name
        if not gone:
            yield from ((base / place, item) for place, item in enumerate(items))
            return
        kept = (place for place in range(len(items) + len(gone)) if place not in gone)
        yield from ((base / place, item) for place, item in zip(kept, items, strict=True))


def shape(source: Source, model: type[F], problems: list[Diagnostic]) -> Shaped[F] | None:
    """The file as its model, without its broken list items; None when nothing can be made of it."""
    from pydantic import ValidationError

    if not isinstance(source.data, dict):
        problems.append(Spot(source).problem("wrong-type", "a file holds fields, as format: 1"))
        return None
    try:
        with collection_off():
            return Shaped(model.model_validate(source.data), source)
    except ValidationError as wrong:
        errors = wrong.errors(include_url=False, include_input=False)
        problems.extend(_unique(source, model, errors))
    return _without_broken(source, source.data, model, errors)


def _without_broken(
    source: Source, data: dict[str, Value], model: type[F], errors: list[ErrorDetails]
) -> Shaped[F] | None:
    from pydantic import ValidationError

    dropped: dict[str, set[int]] = {}
    for error in errors:
        match error["loc"]:
            case (str(name), int(place), *_) if isinstance(data.get(name), list):
                dropped.setdefault(name, set()).add(place)
            case _:
                return None
    rest: dict[str, object] = dict(data)
    for name, gone in dropped.items():
        items = data[name]
        assert isinstance(items, list)
        rest[name] = [item for place, item in enumerate(items) if place not in gone]
    try:
        form = model.model_validate(rest)
    except ValidationError:
        return None
    return Shaped(form, source, {name: frozenset(gone) for name, gone in dropped.items()})


def _unique(source: Source, model: type[Any], errors: list[ErrorDetails]) -> Iterator[Diagnostic]:
    """One diagnostic for each broken thing; of a flood only the first, since each costs a search for what was meant."""
    seen = set[tuple[int, int, str]]()
    for error in errors[:MOST_A_FILE]:
        found = _diagnostic(source, model, error)
        key = (found.line, found.column, found.message)
        if key not in seen:
            seen.add(key)
            yield found


# --- one error ----------------------------------------------------------------------------------------------------


def _diagnostic(source: Source, model: type[BaseModel], error: ErrorDetails) -> Diagnostic:
    is_key = bool(error["loc"]) and error["loc"][-1] == "[key]"
    path: Path = error["loc"][:-1] if is_key else error["loc"]
    kind, limits = error["type"], error.get("ctx", {})
    spot = Spot(source, path)
    name = _name(path)
    if kind == "missing":
        parent = Spot(source, path[:-1])
        given = parent.value
        known = fields_at(model, path[:-1])
        extra = [key for key in islice(given, FEW) if key not in known] if isinstance(given, dict) else []
        return parent.problem("missing-field", f'the field "{name}" is missing', _misspelt(name, extra))
    if kind == "extra_forbidden":
        known = fields_at(model, path[:-1])
        taken = Spot(source, path[:-1]).value
        free = [each for each in known if not (isinstance(taken, dict) and each in taken)]
        hint = did_you_mean(name, free) or (f"fields here: {listed(free or known, 12)}" if known else "")
        return spot.problem("unknown-field", f'there is no field "{name}" here', hint, key=True)
    code, message, hint = _words(kind, name, spot.value, limits, is_key)
    return spot.problem(code, message, hint, key=is_key)


def _misspelt(name: str, extra: list[str]) -> str:
    meant = did_you_mean(name, extra)
    return meant.replace("did you mean", "is it meant by") if meant else ""


def _name(path: Path) -> str:
    return next((part for part in reversed(path) if isinstance(part, str)), "file")


_TYPES: Mapping[str, tuple[str, str]] = {
    "string_type": ("text", "put it in quotes"),
    "int_type": ("a whole number", "write digits only, without quotes"),
    "bool_type": ("true or false", "write true or false without quotes"),
    "list_type": ("a list", "begin each item with a dash, or write [a, b]"),
    "dict_type": ("fields", "write field: value, or {} for nothing"),
    "model_type": ("fields", "write field: value on lines of their own"),
    "model_attributes_type": ("fields", "write field: value on lines of their own"),
}

_PATTERNS: Mapping[str, str] = {
    r"^[A-Z]{3}$": "three capital letters, as MIN",
    r"^([A-Z]{3}|control)$": "a seat in three capital letters, or control",
    r"^[A-Z]{3}-[A-Z0-9]+$": "the seat, a dash and capital letters, as MIN-SUS",
    r"^[A-Z][A-Z0-9]*$": "capital letters and digits, as F01",
    r"^[A-Z][A-Za-z0-9]*$": "a capital letter, then letters and digits, as R01",
    r"^[A-Z]{2,4}-[0-9]{2,3}$": "a passage, as EF-01",
    r"^R-[0-9]+\.[0-9]+[a-z]?$": "a rule number, as R-1.1",
    r"^[a-z][a-z0-9_]*$": "small letters, digits and underscores, as pull_moscow",
    r"^[a-z][a-z0-9_-]*$": "small letters, digits and dashes, as red-line-north",
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "a date, as 2026-07-01",
    r"^[A-Z]$": "one capital letter",
    r"^T[0-9]{1,2}$": "a T and a number, as T1",
    r"^[a-z]$": "one small letter",
    r"^[^\n]*$": "one line",
}


def _words(kind: str, name: str, value: Value, limits: Mapping[str, Any], is_key: bool) -> tuple[str, str, str]:
    """Code, message and hint for pydantic's error of a kind."""
    what = f'the field name "{name}"' if is_key else f'"{name}"'
    if kind in _TYPES:
        expected, hint = _TYPES[kind]
        return "wrong-type", f"{what} must be {expected}, not {_kind_of(value)}", hint
    if kind == "string_pattern_mismatch":
        expected = _PATTERNS.get(str(limits.get("pattern")), "spelt otherwise")
        return "wrong-spelling", f"{what} must be {expected}{_shown(value)}", ""
    if kind == "literal_error":
        expected = str(limits.get("expected", "")).replace("'", '"')
        hint = (
            did_you_mean(value, expected.replace('"', "").replace(" or ", ", ").split(", "))
            if (isinstance(value, str))
            else ""
        )
        return "wrong-value", f"{what} must be {expected}{_shown(value)}", hint
    bounds = {
        "greater_than_equal": ("ge", "at least"),
        "less_than_equal": ("le", "at most"),
    }
    if kind in bounds:
        key, words = bounds[kind]
        return "out-of-range", f"{what} must be {words} {limits.get(key)}{_shown(value)}", ""
    if kind in ("string_too_short", "too_short"):
        least = limits.get("min_length", 1)
        return "too-short", f"{what} must not be empty" if least == 1 else f"{what} needs at least {least}", ""
    if kind in ("string_too_long", "too_long"):
        unit = "characters" if kind == "string_too_long" else "items"
        return "too-long", f"{what} has at most {limits.get('max_length')} {unit}", ""
    return "wrong-value", f"{what} cannot be used: {kind.replace('_', ' ')}", ""


def _kind_of(value: Value) -> str:
    match value:
        case None:
            return "empty"
        case bool():
            return f"the truth value {str(value).lower()}"
        case int():
            return f"the number {value}"
        case str():
            return f'the text "{value[:40]}"'
        case list():
            return "a list"
        case _:
            return "fields"


def _shown(value: Value) -> str:
    return f', not "{value[:40]}"' if isinstance(value, str) else f", not {value}" if isinstance(value, int) else ""


# --- the fields of a model ----------------------------------------------------------------------------------------


def fields_at(model: type[BaseModel], path: Path) -> list[str]:
    """The names of the fields that may stand at a path, as an author writes them."""
    here: Any = model
    for part in path:
        here = _step(here, part)
        if here is None:
            return []
    found = _model_in(here)
    return [info.alias or name for name, info in found.model_fields.items()] if found else []


def _step(annotation: Any, part: str | int) -> Any:
    for choice in _choices(annotation):
        origin, arguments = get_origin(choice), get_args(choice)
        if isinstance(part, int) and origin is list:
            return arguments[0]
        if isinstance(part, str) and origin is dict:
            return arguments[1]
        if isinstance(part, str) and (found := _model_in(choice)) is not None:
            for name, info in found.model_fields.items():
                if part == (info.alias or name):
                    return info.annotation
    return None


def _choices(annotation: Any) -> list[Any]:
    """The parts of `X | None` and `Annotated[X, ...]` that are types."""
    from types import UnionType
    from typing import Annotated, Union

    origin = get_origin(annotation)
    if origin is Annotated:
        return _choices(get_args(annotation)[0])
    if origin is Union or origin is UnionType:
        return [inner for argument in get_args(annotation) for inner in _choices(argument)]
    return [annotation]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    from pydantic import BaseModel

    for choice in _choices(annotation):
        if isinstance(choice, type) and get_origin(choice) is None and issubclass(choice, BaseModel):
            return choice
    return None
