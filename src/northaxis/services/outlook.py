"""How it may go on from where control's table stands: a forecast in words, and how often each card comes up."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from northaxis.domain.facts import Step
from northaxis.domain.ids import CardId
from northaxis.domain.state import State
from northaxis.services.wording import over_words

GAMES = 1000
CARD_GAMES = 200
"""Games played to say how often a card comes up; one part in two hundred is not shown as nought."""
RESTS = (Step.SETUP, Step.NEGOTIATE, Step.ORDERS, Step.TURN_END)
"""Where a forecast can start."""
ONLY_THEN = "A forecast starts before play, in the talks, on the sheets or between two turns."

Outlook = Callable[[State], Mapping[CardId, float]]
"""How often each card comes up in games from a table on."""

Part = tuple[str, tuple[str, ...]]
"""A heading (or none) and the lines under it."""


def can_forecast(state: State) -> bool:
    """Whether games can be played on from here."""
    return state.over is None and state.step in RESTS


def forecast_parts(state: State) -> tuple[Part, ...]:
    """A thousand games from here, bots in every seat. Slow: not for the thread of a screen."""
    from northaxis.simulation.forecast import forecast

    found = forecast(state, GAMES, "console", shuffle=False)
    spreads = tuple(
        f"after turn {spread.turn}: most often {spread.p25} to {spread.p75}, in the middle {spread.p50}"
        for spread in found.spreads
    )
    endings = sorted(found.endings.items(), key=lambda item: -item[1])
    return (
        ("", (f"{GAMES} games from here, bots in every seat, other dice each time, the decks as they lie.",)),
        ("Pressure", spreads),
        ("Endings", tuple(f"{share:>4.0%}  {over_words(state.game, name)}" for name, share in endings)),
        ("Who meets its bar", (", ".join(f"{seat} {share:.0%}" for seat, share in found.wins.items()),)),
    )


def card_odds(state: State) -> Mapping[CardId, float]:
    """How often each card comes up if the table goes on, the decks as they lie. Slow as well."""
    from northaxis.simulation.forecast import forecast

    return forecast(state, CARD_GAMES, "console", shuffle=False).cards


def chance_of(odds: Mapping[CardId, float], card: CardId) -> str:
    """How often a card comes up, `38 %`; empty where that has not been counted."""
    if not odds:
        return ""
    share = odds.get(card, 0.0)
    return "<1 %" if 0 < share < 0.005 else ">99 %" if 0.995 <= share < 1 else f"{share:.0%}".replace("%", " %")
