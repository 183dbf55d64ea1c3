"""Beyond this moment: a forecast from here, another session from here, what to say and do in this step."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from northaxis.domain.facts import Step
from northaxis.domain.ids import CardId
from northaxis.services import paper
from northaxis.services.kit import hot_wash_page, opening_page, step_lines
from northaxis.services.ports import StoreFailed
from northaxis.services.wording import over_words
from northaxis.tui.control.talking import read, yes
from northaxis.tui.widgets.pager import Paragraph

if TYPE_CHECKING:
    from northaxis.domain.state import State
    from northaxis.tui.control.screen import ConsoleScreen

GAMES = 1000
CARD_GAMES = 200
"""Games played to say how often a card comes up; one part in two hundred is not shown as nought."""
RESTS = (Step.SETUP, Step.NEGOTIATE, Step.ORDERS, Step.TURN_END)
"""Where a forecast can start."""

Outlook = Callable[["State"], Mapping[CardId, float]]
"""How often each card comes up in games from a table on."""


async def odds(screen: ConsoleScreen) -> None:
    """A thousand games from where the table stands, bots in every seat."""
    state = screen.model.held.state
    if not can_forecast(state):
        screen.tell("A forecast starts before play, in the talks, on the sheets or between two turns.", "accent")
        return
    screen.tell(f"Playing {GAMES} games from here …")
    said = await asyncio.to_thread(_forecast, state)
    screen.tell("")
    if not screen.start(partial(read, title="How it may go on", paragraphs=said)):
        screen.tell("The games are counted; once this is done y counts and shows them again.")


def _forecast(state: State) -> list[Paragraph]:
    from northaxis.simulation.forecast import forecast

    found = forecast(state, GAMES, "console", shuffle=False)
    said: list[Paragraph] = [
        f"{GAMES} games from here, bots in every seat, other dice each time, the decks as they lie.",
        ("Pressure", "bright bold"),
    ]
    for spread in found.spreads:
        said.append(f"after turn {spread.turn}: most often {spread.p25} to {spread.p75}, in the middle {spread.p50}")
    said.append(("Endings", "bright bold"))
    for name, share in sorted(found.endings.items(), key=lambda item: -item[1]):
        said.append(f"{share:>4.0%}  {over_words(state.game, name)}")
    said.append(("Who meets its bar", "bright bold"))
    said.append(", ".join(f"{seat} {share:.0%}" for seat, share in found.wins.items()))
    return said


def can_forecast(state: State) -> bool:
    """Whether games can be played on from here."""
    return state.over is None and state.step in RESTS


def card_odds(state: State) -> Mapping[CardId, float]:
    """How often each card comes up if the table goes on, the decks as they lie. Slow: not for the screen's thread."""
    from northaxis.simulation.forecast import forecast

    return forecast(state, CARD_GAMES, "console", shuffle=False).cards


async def branch(screen: ConsoleScreen) -> None:
    """Another session from here."""
    said = "A new session file begins here; this one goes on as it is. Open it with 'northaxis host --session'."
    if not await yes(screen, "Branch from here?", said, "Branch"):
        return
    try:
        path = await screen.venue.branch(len(screen.model.held.facts))
    except StoreFailed as problem:
        screen.tell(str(problem), "hot")
    else:
        screen.tell(f"Begun: {path}")


async def script(screen: ConsoleScreen) -> None:
    """What to read aloud and do in this step."""
    state = screen.model.held.state
    found = list(step_lines(state.game, state.step.value))
    if state.step is Step.SETUP:
        found += opening_page(state.game).lines
    if state.step is Step.OVER:
        found += hot_wash_page(state.game, state.board).lines
    await read(screen, "What to say and do now", [_shown(one) for one in found] or ["Nothing in particular."])


def _shown(one: paper.Line) -> Paragraph:
    match one.kind:
        case paper.Set.TITLE | paper.Set.HEADING:
            return one.text, "bright bold"
        case paper.Set.SPEECH:
            return f"{one.lead}: “{one.text}”" if one.lead else f"“{one.text}”"
        case _:
            return f"{one.lead}  {one.text}" if one.lead else one.text
