"""The text form of control's acts, of arguments and of what seats ask about the table. `orders` joins it with play.

One verb, then every field that is not at its default as `name=value`, quoted as in a shell:

CTL: overrule action=KYI-STR target=sw_shahed success=yes code=ERROR why="the dice were read wrong"
CTL: grant shifts=gap+1 shifts=warning-1 why="the bridge is open again"      MIN: request text="Who holds the bridge?"
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from northaxis.domain import control_orders as co
from northaxis.domain.control_facts import NamedShift, WrittenOption
from northaxis.domain.ids import OptionId, QuantityId, SeatId

Act = co.ControlAct | co.MethodAct | co.RoomAct

VERBS: Mapping[str, type[Act]] = {
    "back": co.StepBack,
    "inject": co.Inject,
    "write": co.WriteCard,
    "stack": co.Stack,
    "track": co.SetTrack,
    "grant": co.Grant,
    "end": co.EndPlay,
    "clock": co.MoveClock,
    "reseat": co.Reseat,
    "shift": co.ShiftNeed,
    "method": co.ChooseMethod,
    "decide": co.Decide,
    "overrule": co.Overrule,
    "rule-out": co.RuleOut,
    "argue": co.Argue,
    "pursue": co.Pursue,
    "reason": co.AddReason,
    "rate": co.RateReason,
    "effect": co.NameEffect,
    "ask-estimates": co.AskEstimates,
    "estimate": co.Estimate,
    "settle": co.SettleArgument,
    "end-project": co.EndProject,
    "request": co.Request,
    "settle-request": co.SettleRequest,
    "note": co.Note,
    "predict": co.Predict,
    "reflect": co.Reflect,
}
_NAMES = {made: verb for verb, made in VERBS.items()}
_SHIFT = re.compile(r"([a-z][a-z0-9_.]*)([+-][0-9]{1,3})")
_WHOLE = re.compile(r"[+-]?[0-9]{1,9}")


class Unreadable(ValueError):
    """The words are no such act; the text says what was expected."""


def verb_of(act: Act) -> str:
    """The first word of an act; also the name under which control's log keeps it."""
    return _NAMES[type(act)]


def control_act_text(act: Act) -> str:
    """The act's words after the seat and the colon."""
    words = [verb_of(act)]
    for field in fields(act):
        value = getattr(act, field.name)
        if not _is_default(field, value):
            parts = value if isinstance(value, tuple) else (value,)
            words += [f"{field.name}={shlex.quote(_value_text(part))}" for part in parts]
    return " ".join(words)


def shifts_from_text(text: str) -> tuple[NamedShift, ...]:
    """Shifts as control's log has them, `gap+1 warning-1`; raises Unreadable."""
    return tuple(_shift(word) for word in text.split())


def control_act_from(words: list[str], rest: str) -> Act | None:
    """The act these words stand for; None when the verb is none of these; raises Unreadable."""
    made = VERBS.get(words[0])
    if made is None:
        return None
    try:
        parts = shlex.split(rest)[1:]
    except ValueError:
        raise Unreadable(f"a quotation mark in '{rest}' is not closed") from None
    given: dict[str, list[str]] = {}
    for part in parts:
        name, sign, value = part.partition("=")
        if not sign:
            raise Unreadable(f"'{part}' is no name=value; {_form(made)}")
        given.setdefault(name, []).append(value)
    return _made(made, given)


def _made(made: type[Act], given: Mapping[str, list[str]]) -> Act:
    hints, values = dict(get_type_hints(made)), dict[str, Any]()
    for name, texts in given.items():
        if name not in hints:
            raise Unreadable(f"there is no '{name}' here; {_form(made)}")
        values[name] = _read(hints[name], name, texts)
    for field in fields(made):
        if field.name not in values and _default(field) is MISSING:
            if _is_optional(hints[field.name]):
                values[field.name] = None
            else:
                raise Unreadable(f"'{field.name}' is missing; {_form(made)}")
    return made(**values)


def _form(made: type[Act]) -> str:
    return f"it is written '{_NAMES[made]} {' '.join(f'{field.name}=...' for field in fields(made))}'"


def _default(field: Field[Any]) -> Any:
    return field.default


def _is_default(field: Field[Any], value: object) -> bool:
    return value is None if field.default is MISSING else bool(value == field.default)


def _is_optional(hint: Any) -> bool:
    return get_origin(hint) in (Union, UnionType) and NoneType in get_args(hint)


def _value_text(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value.value)
        case NamedShift(quantity=quantity, by=by):
            return f"{quantity}{by:+d}"
        case WrittenOption(seat=seat, option=option, text=text, cost=cost, shifts=shifts):
            moved = ",".join(_value_text(shift) for shift in shifts) or "-"
            return f"{seat} {option} {cost} {moved} {text}"
        case _:
            return str(value)


def _read(hint: Any, name: str, texts: list[str]) -> Any:
    if get_origin(hint) is tuple:
        return tuple(_one(get_args(hint)[0], name, text) for text in texts)
    if len(texts) > 1:
        raise Unreadable(f"'{name}' is given twice")
    if _is_optional(hint):
        hint = next(part for part in get_args(hint) if part is not NoneType)
    return _one(hint, name, texts[0])


def _one(hint: Any, name: str, text: str) -> Any:
    if hint is bool:
        if text not in ("yes", "no"):
            raise Unreadable(f"'{name}' is yes or no, not '{text}'")
        return text == "yes"
    if hint is int:
        if not _WHOLE.fullmatch(text):
            raise Unreadable(f"'{name}' is a whole number, not '{text}'")
        return int(text)
    if hint is NamedShift:
        return _shift(text)
    if hint is WrittenOption:
        return _option(text)
    if isinstance(hint, type) and issubclass(hint, Enum):
        try:
            return hint(text)
        except ValueError:
            known = ", ".join(str(one.value) for one in hint)
            raise Unreadable(f"'{name}' is one of {known}, not '{text}'") from None
    return text


def _shift(text: str) -> NamedShift:
    found = _SHIFT.fullmatch(text)
    if found is None:
        raise Unreadable(f"'{text}' moves nothing; a shift is written 'gap+1' or 'warning-2'")
    return NamedShift(QuantityId(found[1]), int(found[2]))


def _option(text: str) -> WrittenOption:
    parts = text.split(" ", 4)
    if len(parts) < 5 or not _WHOLE.fullmatch(parts[2]):
        raise Unreadable(f"'{text}' is no option; it is written 'KYI a 1 gap+1,warning-1 What Kyiv does'")
    seat, option, cost, moved, words = parts
    shifts = () if moved == "-" else tuple(_shift(one) for one in moved.split(","))
    return WrittenOption(SeatId(seat), OptionId(option), words, int(cost), shifts)
