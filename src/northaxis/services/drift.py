"""A physical table beside the app: what is read aloud from its board, and cards by the code in their corner."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from northaxis.domain.quantities import Kind, Quantity, Values
from northaxis.domain.ruleset import Game
from northaxis.services.wording import plain, seat_name, short_name

HEADINGS = {Kind.TRACK: "Tracks", Kind.SWITCH: "Switches", Kind.IP: "Points, by the seat's code"}
"""What lies on a table to be read aloud, and how the app heads it."""
SWITCH = {"off": 0, "on": 1}

Reading = tuple[Quantity, int]
"""One quantity and what the table has it at."""


class NotOnTheBoard(ValueError):
    """What was typed is no value of the board; the text says why."""


def board_words(game: Game, row: Values) -> Iterator[str]:
    """Everything that lies on a table, as it is read aloud: `Tracks: Moscow 5, Kyiv 4 …`."""
    for kind, heading in HEADINGS.items():
        found = [one for one in on_the_table(game) if one.kind is kind]
        if found:
            yield f"{heading}: {', '.join(f'{called(one)} {value_of(one, row[one.index])}' for one in found)}"


def example(game: Game, row: Values) -> str:
    """Two values that the board could have drifted to."""
    tracks = [one for one in on_the_table(game) if one.kind is Kind.TRACK]
    moved = [(one, row[one.index] + (1 if row[one.index] < one.high else -1)) for one in tracks[:2]]
    return ", ".join(f"{called(one)} {value}" for one, value in moved)


def called(quantity: Quantity) -> str:
    """What a quantity is called on the table: its short name, for points the code of their seat."""
    return quantity.owner if quantity.kind is Kind.IP and quantity.owner is not None else short_name(quantity)


def wrong(game: Game, text: str) -> str:
    """What is wrong with what was read aloud; empty when nothing is."""
    try:
        readings(game, text)
    except NotOnTheBoard as problem:
        return str(problem)
    return ""


def readings(game: Game, text: str) -> list[Reading]:
    """Names (or how they begin) and values. NotOnTheBoard with a sentence."""
    found: dict[Quantity, int] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        quantity, value = _reading(game, part)
        if found.get(quantity, value) != value:
            raise NotOnTheBoard(f"{called(quantity)} is there twice, as {found[quantity]} and as {value}.")
        found[quantity] = value
    if not found:
        raise NotOnTheBoard("A name and a value, as the table has it.")
    return list(found.items())


def _reading(game: Game, part: str) -> Reading:
    name, _, given = part.rpartition(" ")
    if not name.strip():
        raise NotOnTheBoard(f"'{plain(part)}' is not read: a name and a value, as '{_name_and_value(game)}'.")
    quantity = named(game, name.strip().casefold())
    value = SWITCH.get(given.casefold()) if quantity.kind is Kind.SWITCH else None
    if value is None and re.fullmatch(r"[-−]?[0-9]{1,4}", given):
        value = int(given.replace("−", "-"))
    if value is None or not quantity.low <= value <= quantity.high:
        wanted = "on or off" if quantity.kind is Kind.SWITCH else f"{quantity.low} to {quantity.high}"
        raise NotOnTheBoard(f"{called(quantity)} is {wanted}, not '{plain(given)}'.")
    return quantity, value


def named(game: Game, name: str) -> Quantity:
    """A quantity by a name that it has, or how one begins. NotOnTheBoard."""
    shown = on_the_table(game)
    exact = [one for one in shown if name in _names(one)]
    near = exact or [one for one in shown if any(known.startswith(name) for known in _names(one))]
    if len(near) == 1:
        return near[0]
    if near:
        raise NotOnTheBoard(f"'{plain(name)}' could be {', '.join(called(one) for one in near[:4])}.")
    raise NotOnTheBoard(f"There is no '{plain(name)}' on the board.")


def _names(quantity: Quantity) -> tuple[str, ...]:
    return tuple(name.casefold() for name in (called(quantity), quantity.short, quantity.name, quantity.id))


def on_the_table(game: Game) -> list[Quantity]:
    """What lies on a table."""
    return [quantity for quantity in game.rules.quantities if quantity.kind in HEADINGS]


def name_of(game: Game, quantity: Quantity) -> str:
    """Its whole name."""
    if quantity.kind is Kind.IP and quantity.owner is not None:
        return f"Points of {seat_name(game, quantity.owner)}"
    return plain(quantity.name)


def value_of(quantity: Quantity, value: int) -> str:
    """A value as it is read aloud."""
    return "on" if quantity.kind is Kind.SWITCH and value else "off" if quantity.kind is Kind.SWITCH else str(value)


def _name_and_value(game: Game) -> str:
    one = on_the_table(game)[0]
    return f"{called(one)} {one.start}"


def code_from_text(text: str, cards: Collection[str]) -> str:
    """A card's code as it is printed, also when it was typed as short as it is said: `f3` for F03."""
    code = text.strip().upper()
    return next((one for one in (code, f"{code[:1]}{code[1:].zfill(2)}") if one in cards), code)


def unknown_card(code: str, cards: Collection[str], left: Collection[str]) -> str:
    """What is wrong with a card's code: it is none, or its card cannot come any more; empty when it can."""
    if code in left:
        return ""
    if code in cards:
        return f"{code} has been played, or taken out of this game."
    near = [id for id in left if id.startswith(code[:1])] or list(left)
    return f"There is no card '{code}'. Codes look like {', '.join(sorted(near)[:3])}."
