"""The seat's brief: the scene, who one is, what counts at the end and what would count now. Enter goes to the table."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from northaxis.domain.ruleset import Game
from northaxis.services.briefing import GoalLine, goals
from northaxis.services.client import TableClient
from northaxis.services.room import COMMITTED_FOR, commitments
from northaxis.services.wording import plain
from northaxis.tui.actions import bindings_for
from northaxis.tui.ink import BLANK, Line, columns, line, wrapped
from northaxis.tui.screens.base import Page, title
from northaxis.tui.widgets.pager import Pager, Paragraph, flowed

WIDE = 104
"""Columns from which the goals stand beside the text."""


class BriefScreen(Page):
    """The brief."""

    SCOPES = ("brief", "pager")

    DEFAULT_CSS = """
    BriefScreen .left, BriefScreen.-narrow .left { width: 1fr; height: 1fr; }
    BriefScreen .right { width: 48; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings_for("brief")

    def __init__(self, client: TableClient) -> None:
        super().__init__()
        self._client = client

    def game(self) -> Game:
        """The client's."""
        return self._client.game

    def heading(self) -> tuple[Line, Line]:
        """The scenario, and who one is."""
        seat = self._client.game.rules.seats[self._client.seat]
        who = line((f"{seat.mark} {seat.id} {plain(seat.name)}", f"seat-{seat.hue} bold"))
        return title("Your brief", plain(self._client.game.scenario.name)), who

    def body(self) -> ComposeResult:
        """Text, and the goals beside it where there is room."""
        with Horizontal(classes="columns"):
            with Vertical(classes="left"):
                yield Pager(spaced=False, id="text")
            with Vertical(classes="right"):
                yield Pager(spaced=False, id="goals")

    def on_mount(self) -> None:
        """Keys scroll the text."""
        self.query_one("#goals").can_focus = False
        self.query_one("#text").focus()
        self._lay_out()

    def on_resize(self) -> None:
        """The goals move with the room."""
        self._lay_out()

    def _lay_out(self) -> None:
        wide = self.size.width >= WIDE
        self.query_one(".right").display = wide
        aims = goal_rows(self._client, 44 if wide else min(72, self.size.width - 6))
        who, rest = brief_text(self._client)
        measure = min(72, self.size.width - (58 if wide else 6))
        between = () if wide else (BLANK, *aims)
        text = (*flowed(who, measure), *between, BLANK, *flowed(rest, measure))
        self.query_one("#text", Pager).show(text)
        self.query_one("#goals", Pager).show(aims)

    def action_begin(self) -> None:
        """Put it away."""
        self.action_back()


def brief_text(client: TableClient) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    """Who one is; and then the scene, resources, advice."""
    game = client.game
    seat = game.rules.seats[client.seat]
    worlds = [f"{variant.name}: {variant.say}" for variant in game.variants]
    who: tuple[Paragraph, ...] = ((plain(seat.plays), "bright"), seat.brief)
    rest: tuple[Paragraph, ...] = (
        ("THE SCENE", "dim bold"),
        game.scenario.scene,
        *worlds,
        ("WHAT YOU HAVE", "dim bold"),
        seat.resources,
        ("ADVICE", "dim bold"),
        *seat.advice,
        *_commitments(client),
    )
    return who, rest


def _commitments(client: TableClient) -> tuple[Paragraph, ...]:
    """What the table has been committed to so far, in full, at a table that publishes it."""
    found = commitments(client.facts())
    if not found:
        return ()
    return (("COMMITMENTS", "dim bold"), *(f"Turn {turn}: {digest}" for turn, digest in found), COMMITTED_FOR)


def goal_rows(client: TableClient, width: int) -> tuple[Line, ...]:
    """Goals with points, which of them hold now, the bar."""
    seen = client.view()
    found, standing = goals(client.game, seen), seen.standing
    if standing is None:
        return (line("  Control has no goals."),)
    most = sum(goal.points for goal in found)
    rows: list[Line] = [
        line(("  WHAT COUNTS WHEN PLAY ENDS", "dim bold")),
        BLANK,
        line("  You win with ", (str(standing.bar), "accent bold"), f" of {most} points."),
        line((f"  If play ended now you would have {standing.score}.", "dim")),
        BLANK,
    ]
    for goal in found:
        rows += _goal(goal, width)
    return tuple(rows)


def _goal(goal: GoalLine, width: int) -> list[Line]:
    sign = ("✓", "good bold") if goal.holds else ("·", "dim")
    needs = f"Only you know this one. {goal.needs}" if goal.is_agenda else goal.needs
    head = columns(
        [(line("  ", sign), 4), (line((str(goal.points), "bright")), -2), (line("  ", (goal.label, "text")), width - 6)]
    )
    return [head, *(line((" " * 8 + text, "dim")) for text in wrapped(needs, width - 8))]
