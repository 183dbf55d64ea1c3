"""Beyond this moment: a forecast from here, another session from here, what to say and do in this step."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from northaxis.domain.facts import Step
from northaxis.services import paper
from northaxis.services.kit import hot_wash_page, opening_page, step_lines
from northaxis.services.outlook import GAMES, ONLY_THEN, Part, can_forecast, forecast_parts
from northaxis.services.ports import StoreFailed
from northaxis.tui.control.talking import read, yes
from northaxis.tui.widgets.pager import Paragraph

if TYPE_CHECKING:
    from northaxis.tui.control.screen import ConsoleScreen


async def odds(screen: ConsoleScreen) -> None:
    """A thousand games from where the table stands, bots in every seat."""
    state = screen.model.held.state
    if not can_forecast(state):
        screen.tell(ONLY_THEN, "accent")
        return
    screen.tell(f"Playing {GAMES} games from here …")
    said = _shown_parts(await asyncio.to_thread(forecast_parts, state))
    screen.tell("")
    if not screen.start(partial(read, title="How it may go on", paragraphs=said)):
        screen.tell("The games are counted; once this is done y counts and shows them again.")


def _shown_parts(parts: Iterable[Part]) -> list[Paragraph]:
    said: list[Paragraph] = []
    for heading, lines in parts:
        said += [(heading, "bright bold")] if heading else []
        said += lines
    return said


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
