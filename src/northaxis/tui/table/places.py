"""Where the things of a rule set lie on the map: read from a small data file, so that no place is named in the code.

What the file does not name is not drawn.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from northaxis.domain.ruleset import Game
from northaxis.domain.views import SeatView
from northaxis.tui.glyphs import OFF, ON
from northaxis.tui.table.readings import Board, switch_state
from northaxis.tui.widgets.theatre_map import MapLook, Marker

SHAM = "◇"
"""Declared off, known to run."""


@dataclass(frozen=True, slots=True)
class Places:
    """The places of one rule set: raw entries by id."""

    focus: str
    switches: Mapping[str, Mapping[str, Any]]
    tracks: Mapping[str, Mapping[str, Any]]
    seats: Mapping[str, tuple[float, float]]
    caption: tuple[str, ...]


NOWHERE = Places("", {}, {}, {}, ())


@lru_cache(maxsize=8)
def places_of(rules: str) -> Places:
    """The places of a rule set by its id; none for a stranger."""
    data = json.loads(files("northaxis.tui.data").joinpath("places.json").read_text("utf-8")).get(rules)
    if data is None:
        return NOWHERE
    seats = {seat: (at[0], at[1]) for seat, at in data["seats"].items()}
    return Places(data["focus"], data["switches"], data["tracks"], seats, tuple(data["caption"]))


def map_look(game: Game) -> MapLook:
    """The country in the middle of it."""
    return MapLook(places_of(game.rules.id).focus)


def markers(game: Game, view: SeatView, board: Board) -> tuple[Marker, ...]:
    """What stands on the map now, as the seat knows it and as the board is shown."""
    places, rules = places_of(game.rules.id), game.rules
    found = [
        Marker(*places.seats[seat.id], seat.mark, "", f"seat-{seat.hue} bold", 10)
        for seat in rules.seats.values()
        if seat.id in places.seats
    ]
    for switch in view.switches:
        entry = places.switches.get(switch.id)
        if entry is None:
            continue
        lon, lat = entry["at"]
        declared, sham = switch_state(switch, board)
        if sham:
            found.append(Marker(lon, lat, SHAM, f"{entry['name']} sham", "accent bold", 9))
        else:
            role = "bright bold" if declared else "dim"
            found.append(Marker(lon, lat, ON if declared else OFF, entry["name"], role, 7 if declared else 6))
    for track in view.tracks:
        entry, value = places.tracks.get(track.id), board.values.get(track.id)
        if entry is None or value is None or value < entry.get("least", -99):
            continue
        role = f"{entry['hue'] or 'bright'} bold"
        lon, lat = entry["at"]
        found.append(Marker(lon, lat, entry["sign"], f"{entry['name']} {value}", role, entry["priority"]))
    return tuple(found)


def caption(game: Game, values: Mapping[str, int | None]) -> tuple[tuple[str, int], ...]:
    """Short names and values of the tracks named under the map."""
    names = places_of(game.rules.id).caption
    found = []
    for name in names:
        value = values.get(name)
        if name in game.rules.by_name and value is not None:
            found.append((game.rules.quantity(name).short, value))
    return tuple(found)
