"""Looking back and ahead: the log, the account of pressure, passages, the script of a step, a forecast, a branch."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from northaxis.cli.control.commands import Command, Topic
from northaxis.cli.control.words import Not
from northaxis.cli.looking_back import LookingBack, what_happened
from northaxis.domain.facts import Step
from northaxis.domain.ledger import Ledger
from northaxis.services import briefing, paper
from northaxis.services.beats import Beat, Weight
from northaxis.services.kit import hot_wash_page, opening_page, step_lines
from northaxis.services.outlook import GAMES, ONLY_THEN, can_forecast, forecast_parts

if TYPE_CHECKING:
    from northaxis.cli.control.desk import ControlDesk

KEEPS: dict[str, Callable[[Beat], bool]] = {
    "": what_happened,
    "all": what_happened,
    "great": lambda beat: beat.weight is Weight.GREAT or beat.kind == "turn",
    "control": lambda beat: beat.kind in ("turn", "control", "request", "argument", "clock", "note"),
    "everything": lambda beat: True,
}
"""What the log tells, by the word behind it."""


class _Said:
    """The desk's lines as a voice: no indent, no empty lines."""

    is_live = False

    def __init__(self, desk: ControlDesk) -> None:
        self._desk = desk

    def say(self, *lines: str) -> None:
        """Say lines."""
        self._desk.say(*(" ".join(line.split()) for line in lines if line.strip()))

    def ask(self, prompt: str) -> str | None:
        """Nothing is asked."""
        return None

    def hide(self) -> None:
        """Nothing is hidden."""


def _back(desk: ControlDesk) -> LookingBack:
    if desk.looking_back is None:
        desk.looking_back = LookingBack(
            lambda: desk.game,
            desk.door.facts,
            desk.door.view,
            lambda: Ledger.of(desk.game, desk.door.facts()),
            _Said(desk),
        )
    return desk.looking_back


async def log(desk: ControlDesk, rest: str) -> None:
    """This turn and the one before; all of it, the great things, what is about control, or everything."""
    word = rest.casefold()
    if word not in KEEPS:
        raise Not("'log' tells this turn and the last; also 'log all', 'log great', 'log control', 'log everything'.")
    before = desk.slate.last
    _back(desk).log("all" if word else "", KEEPS[word])
    if desk.slate.last == before:
        desk.say("Nothing has happened yet.")


async def why(desk: ControlDesk, rest: str) -> None:
    """The pressure, or a track, taken apart into its causes."""
    _back(desk).why(rest)


async def passage(desk: ControlDesk, rest: str) -> None:
    """A passage of the documents."""
    _back(desk).passage(rest)


async def scene(desk: ControlDesk, rest: str) -> None:
    """The scene of the scenario."""
    desk.say(*briefing.scene_lines(desk.game))


async def script(desk: ControlDesk, rest: str) -> None:
    """What to read aloud and do in this step."""
    state = desk.state
    found = list(step_lines(state.game, state.step.value))
    if state.step is Step.SETUP:
        found += opening_page(state.game).lines
    if state.step is Step.OVER:
        found += hot_wash_page(state.game, state.board).lines
    desk.say(*([_script_line(one) for one in found] or ["Nothing in particular."]))


def _script_line(one: paper.Line) -> str:
    lead = f"{one.lead}: " if one.lead else ""
    return f"{lead}Read aloud: {one.text}" if one.kind is paper.Set.SPEECH else f"{lead}{one.text}"


async def forecast(desk: ControlDesk, rest: str) -> None:
    """A thousand games from where the table stands."""
    if not can_forecast(desk.state):
        raise Not(ONLY_THEN)
    desk.say(f"Playing {GAMES} games from here.")
    for heading, lines in await asyncio.to_thread(forecast_parts, desk.state):
        desk.say(*([f"{heading}:"] if heading else []), *(" ".join(line.split()) for line in lines))


async def branch(desk: ControlDesk, rest: str) -> None:
    """Another session from here; this one stays as it is."""
    said = "A new session file begins here; this one goes on as it is."
    await desk.sure(said, "begin it")
    path = await desk.venue.branch(len(desk.table.held.facts))
    desk.say(f"Begun: {path}. Open it with 'northaxis host --session'; there is nothing here to undo.")


TOPIC = Topic(
    "looking",
    "back and ahead",
    (
        Command(
            "log",
            "log",
            "this turn and the last; 'log all', 'log great', 'log control', 'log everything'",
            log,
            ("log-pane", "filter"),
            shows=True,
        ),
        Command(
            "why",
            "why",
            "the pressure taken apart; 'why warning' a track, 'why 2' a line of the account",
            why,
            ("why",),
            shows=True,
        ),
        Command("passage", "passage EF-13", "a passage of the documents", passage, ("why",), shows=True),
        Command("script", "script", "what to read aloud and do in this step", script, ("script",), shows=True),
        Command("scene", "scene", "the scene of the scenario", scene, ("script",), shows=True),
        Command(
            "forecast",
            "forecast",
            "how it may go on: a thousand games from here",
            forecast,
            ("odds",),
            ("odds",),
            shows=True,
        ),
        Command("branch", "branch", "begin another session from here; this one stays as it is", branch, ("branch",)),
    ),
)
