"""Keys faster than any screen can follow, for tests of what the app does with them."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Iterable
from random import Random
from time import monotonic

from textual import events
from textual.app import App
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key

from northaxis.tui.widgets.dialogue import Dialogue


def key_event(key: str) -> events.Key:
    """A key as a terminal sends it."""
    if len(key) == 1 and not key.isalnum():
        key = _character_to_key(key)
    try:
        character: str | None = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(key, key)))
    except KeyError:
        character = key if len(key) == 1 else None
    return events.Key(key, character)


async def rush(app: App[None], keys: Iterable[str], chance: Random | None = None) -> int:
    """Send keys a thousandth of a second apart, whatever they set off; gives the most dialogues that lay on each other.

    With `chance` the program runs a little between some of them, so that keys fall into every moment.
    """
    most = 0
    driver = app._driver
    assert driver is not None
    begun = monotonic()
    for place, key in enumerate(keys):
        event = key_event(key)
        event.time = begun + place / 1000
        driver.send_message(event)
        for _ in range(chance.choice((0, 0, 1, 3, 9, 27)) if chance is not None else 0):
            await asyncio.sleep(0)
            most = max(most, stacked(app))
    return max(most, stacked(app))


def stacked(app: App[None]) -> int:
    """How many dialogues lie on each other."""
    return sum(1 for screen in app.screen_stack if isinstance(screen, Dialogue))
