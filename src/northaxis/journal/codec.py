"""One fact as one line of canonical JSON, and back: keys sorted, ASCII, whole numbers only, the kind under `fact`.

A small reflection codec over the dataclass fields, built once on first use, rather than pydantic: `play --plain` must
not pay pydantic's import, strictness (no coercion at all) is easier to see, and a replay reads about twice as fast.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, NewType, NoReturn, Union, get_args, get_origin, get_type_hints

from northaxis.domain.facts import Fact

Plain = dict[str, object]
"""A fact's JSON object before it is a fact: what upgrades work on."""

LONGEST = 1 << 20
"""Most characters a fact's text may have."""
LARGEST = (1 << 63) - 1
"""Whole numbers beyond this (either sign) are refused: SQLite and numpy hold 64 bits."""

Read = Callable[[object], Any]
Write = Callable[[Any], object]


class FactUnreadable(ValueError):
    """A text is not a fact, or a value cannot be written as one: `where` in it and `what` is wrong."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")
        self.where, self.what = where, what


class _Wrong(Exception):
    """A value does not fit its field; the path grows while it travels outwards, so that good input pays nothing."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what
        self.path: list[str] = []


def encode(fact: Fact) -> str:
    """The fact's canonical text. Equal facts give equal texts; raises FactUnreadable for a value of a wrong type."""
    coder = _coders().get(kind_of(type(fact)))
    if coder is None or type(fact) is not coder.made:
        raise FactUnreadable(type(fact).__name__, "is not a kind of fact")
    try:
        plain = coder.write(fact)
    except _Wrong as wrong:
        raise _named(coder.kind, wrong) from None
    assert isinstance(plain, dict)
    plain["fact"] = coder.kind
    return canonical(plain)


def decode(text: str) -> Fact:
    """The fact a text stands for. Strict: raises FactUnreadable that says where and what, never anything else."""
    return from_plain(parse(text))


def parse(text: str, longest: int = LONGEST) -> Plain:
    """The JSON object in a text: no duplicate keys, no fractions, nothing before or after it."""
    if len(text) > longest:
        raise FactUnreadable("fact", f"{len(text)} characters, at most {longest} are read")
    try:
        data, end = _DECODER.raw_decode(text)
    except RecursionError:
        raise FactUnreadable("fact", "nested too deeply") from None
    except ValueError as error:
        raise FactUnreadable("fact", f"not JSON as the journal writes it: {error}") from None
    if end != len(text):
        raise FactUnreadable("fact", f"something follows the object at character {end + 1}")
    if type(data) is not dict:
        raise FactUnreadable("fact", f"expected an object, found {_shown(data)}")
    return data


def from_plain(data: Plain) -> Fact:
    """The fact of a parsed object. Takes the object over: the kind is removed from it."""
    kind = data.pop("fact", None)
    coder = _coders().get(kind) if type(kind) is str else None
    if coder is None:
        raise FactUnreadable("fact", f"expected a kind of fact, found {_shown(kind)}")
    try:
        fact: Fact = coder.read(data)
    except _Wrong as wrong:
        raise _named(coder.kind, wrong) from None
    return fact


def kinds() -> tuple[str, ...]:
    """Every kind of fact there is, in the order of the union."""
    return tuple(_coders())


def kind_of(made: type) -> str:
    """The tag of a fact class: its name in kebab-case."""
    return _tag(made.__name__)


_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=True, separators=(",", ":"), allow_nan=False)


def canonical(value: object) -> str:
    """JSON with sorted keys, ASCII, no blanks: one text for one value."""
    return _ENCODER.encode(value)


# --- reading JSON strictly ----------------------------------------------------------------------------------------


def _object(pairs: list[tuple[str, object]]) -> Plain:
    made = dict(pairs)
    if len(made) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the key {next(n for n in names if names.count(n) > 1)!r} stands twice in one object")
    return made


def _no_fraction(text: str) -> NoReturn:
    raise ValueError(f"{text[:40]} is not a whole number")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_float=_no_fraction, parse_constant=_no_fraction)


# --- coders by reflection -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Coder:
    kind: str
    made: type
    read: Read
    write: Write


@cache
def _coders() -> dict[str, _Coder]:
    classes: tuple[type, ...] = get_args(Fact)
    return {kind_of(made): _Coder(kind_of(made), made, *_of_class(made, _SIMPLE)) for made in classes}


@cache
def _tag(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


Forms = Mapping[Any, tuple[Read, Write]]
"""Reader and writer for types that are not taken apart by reflection."""


def _of(hint: Any, own: Forms) -> tuple[Read, Write]:
    """Reader and writer for a field's type. TypeError for a type the journal has no form for (a bug, at first use)."""
    if isinstance(hint, NewType):
        return _of(hint.__supertype__, own)
    if hint in own:
        return own[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType) and NoneType in arguments and len(arguments) == 2:
        return _optional(next(a for a in arguments if a is not NoneType), own)
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return _row(arguments[0], own)
    if origin is tuple:
        return _fixed(arguments, own)
    if origin is frozenset:
        read, write = _row(arguments[0], own)
        return (lambda value: frozenset(read(value))), (lambda value: write(tuple(sorted(value))))
    if origin is dict:
        return _pairs(arguments, own)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _of_enum(hint)
    if isinstance(hint, type) and is_dataclass(hint):
        return _of_class(hint, own)
    raise TypeError(f"the journal has no form for {hint}")


@dataclass(frozen=True, slots=True)
class Form:
    """How values of one type are written as plain JSON and read back. Both raise FactUnreadable."""

    name: str
    _read: Read
    _write: Write

    def read(self, plain: object) -> Any:
        """The value that a plain one stands for."""
        try:
            return self._read(plain)
        except _Wrong as wrong:
            raise _named(self.name, wrong) from None

    def write(self, value: object) -> object:
        """The plain form of a value."""
        try:
            return self._write(value)
        except _Wrong as wrong:
            raise _named(self.name, wrong) from None


def form_of(hint: Any, own: Forms, name: str = "") -> Form:
    """The form of a type by reflection; `own` says how the types in it are kept that are not taken apart.

    The functions in `own` may raise ValueError or LookupError for what they cannot read.
    """
    guarded = {kind: (_guarded(read), _guarded(write)) for kind, (read, write) in own.items()}
    return Form(name or str(getattr(hint, "__name__", hint)), *_of(hint, {**_SIMPLE, **guarded}))


def _guarded(coder: Read | Write) -> Read:
    def run(value: Any) -> Any:
        try:
            return coder(value)
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise _Wrong(f"cannot be read: {error}") from None

    return run


def _text(value: object) -> str:
    if type(value) is not str:
        raise _Wrong(f"expected text, found {_shown(value)}")
    if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        raise _Wrong("expected text, found half a surrogate pair in it")
    return value


def _whole(value: object) -> int:
    if type(value) is not int:
        raise _Wrong(f"expected a whole number, found {_shown(value)}")
    if not -LARGEST <= value <= LARGEST:
        raise _Wrong("expected a whole number of at most 63 bits")
    return value


def _truth(value: object) -> bool:
    if value is not True and value is not False:
        raise _Wrong(f"expected true or false, found {_shown(value)}")
    return value


_SIMPLE: dict[Any, tuple[Read, Write]] = {str: (_text, _text), int: (_whole, _whole), bool: (_truth, _truth)}


def _optional(hint: Any, own: Forms) -> tuple[Read, Write]:
    read, write = _of(hint, own)
    return (lambda given: None if given is None else read(given)), (lambda own: None if own is None else write(own))


def _row(hint: Any, own: Forms) -> tuple[Read, Write]:
    read, write = _of(hint, own)
    return (lambda value: tuple(_each(read, _list(value, list)))), (lambda value: _each(write, _list(value, tuple)))


def _pairs(hints: tuple[Any, ...], own: Forms) -> tuple[Read, Write]:
    """A dict as a list of pairs, sorted: its keys need not be text."""
    read, write = _fixed(hints, own)

    def read_all(value: object) -> dict[Any, Any]:
        return dict(_each(read, _list(value, list)))  # type: ignore[arg-type]  # pairs, as `read` gives them

    return read_all, (lambda value: _each(write, tuple(sorted(value.items()))))


def _fixed(hints: tuple[Any, ...], own: Forms) -> tuple[Read, Write]:
    parts = tuple(_of(hint, own) for hint in hints)

    def run(side: int, value: list[object] | tuple[object, ...]) -> list[object]:
        if len(value) != len(parts):
            raise _Wrong(f"expected {len(parts)} items, found {len(value)}")
        return [_at(place, part[side], item) for place, (part, item) in enumerate(zip(parts, value, strict=True))]

    return (lambda value: tuple(run(0, _list(value, list)))), (lambda value: run(1, _list(value, tuple)))


def _list(value: object, wanted: type[list[object]] | type[tuple[object, ...]]) -> list[object] | tuple[object, ...]:
    if type(value) is not wanted:
        raise _Wrong(f"expected a list, found {_shown(value)}")
    assert isinstance(value, (list, tuple))
    return value


def _each(coder: Read | Write, values: list[object] | tuple[object, ...]) -> list[object]:
    try:
        return [coder(value) for value in values]
    except _Wrong:
        return [_at(place, coder, value) for place, value in enumerate(values)]


def _at(place: int, coder: Read | Write, value: object) -> object:
    try:
        return coder(value)
    except _Wrong as wrong:
        wrong.path.append(str(place))
        raise


def _of_enum(made: type[Enum]) -> tuple[Read, Write]:
    members = {member.value: member for member in made}

    def read(value: object) -> Enum:
        found = members.get(value) if type(value) is str else None
        if found is None:
            raise _Wrong(f"expected one of {', '.join(members)}, found {_shown(value)}")
        return found

    def write(value: object) -> object:
        if not isinstance(value, made):
            raise _Wrong(f"expected one of {', '.join(members)}, found {_shown(value)}")
        return value.value

    return read, write


def _of_class(made: type, own: Forms) -> tuple[Read, Write]:
    hints = get_type_hints(made)
    names = tuple(field.name for field in fields(made))
    parts = tuple((name, *_of(hints[name], own)) for name in names)
    readers = tuple((name, read) for name, read, _ in parts)
    writers = tuple((name, attrgetter(name), write) for name, _, write in parts)

    def read_all(data: object) -> object:
        if type(data) is not dict:
            raise _Wrong(f"expected an object, found {_shown(data)}")
        if data.keys() != wanted:
            raise _misfit(names, data)
        name = ""
        try:
            values = []
            for name, read in readers:
                values.append(read(data[name]))
        except _Wrong as wrong:
            wrong.path.append(name)
            raise
        return made(*values)

    def write_all(value: object) -> object:
        if type(value) is not made:
            raise _Wrong(f"expected a {made.__name__}, found {_shown(value)}")
        name = ""
        try:
            plain = {}
            for name, get, write in writers:
                plain[name] = write(get(value))
        except _Wrong as wrong:
            wrong.path.append(name)
            raise
        return plain

    wanted = frozenset(names)
    return read_all, write_all


def _misfit(names: tuple[str, ...], data: Plain) -> _Wrong:
    missing = [name for name in names if name not in data]
    unknown = sorted(name for name in data if name not in names)
    parts = [f"{name} is missing" for name in missing] + [f"{_shown(name)} is not known here" for name in unknown]
    return _Wrong(", ".join(parts[:5]))


def _named(kind: str, wrong: _Wrong) -> FactUnreadable:
    return FactUnreadable(".".join((kind, *reversed(wrong.path))), wrong.what)


def _shown(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value) if abs(value) <= LARGEST else "a very long number"
        case str():
            return ascii(value if len(value) <= 40 else value[:40] + "...")
        case list() | tuple():
            return "a list"
        case dict():
            return "an object"
        case _:
            return f"a {type(value).__name__}"
