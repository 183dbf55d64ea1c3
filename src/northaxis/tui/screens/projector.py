"""The projector: the public view for the wall. Step and time in large figures, what everybody may know, nothing else.

It takes no orders and shows no link. The widgets are those of the table; the door is the public one.
"""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message

from northaxis.domain.facts import Step
from northaxis.services.announced import TimeTold, notices, phase_of
from northaxis.services.client import TableClient
from northaxis.services.room import answered_words, asked_of
from northaxis.services.wording import date_words
from northaxis.tui.glyphs import RULE
from northaxis.tui.ink import BLANK, Line, line, span, spread, wrapped
from northaxis.tui.screens.base import Page
from northaxis.tui.table.cards import card_on_table
from northaxis.tui.table.model import REVEALING, TableModel
from northaxis.tui.table.panes import MapPane, PressurePane
from northaxis.tui.table.task import task_lines
from northaxis.tui.table.telling import beat_lines, seat_badge
from northaxis.tui.widgets.key_hints import Hint
from northaxis.tui.widgets.large_type import large
from northaxis.tui.widgets.line_widget import Lines

LOUD = 12
"""Seconds for which a word to all stands on the wall: in large type, where the time runs out."""
ALARMS = {"short": "TIME RUNS OUT", "over": "TIME IS UP"}
NARROW = 90
SHORT = 29
"""Rows below which the map and the tracks leave their room to the story."""
TINY = 22
"""Rows below which nothing but step, time and story has room."""
TELLING = (Step.INJECT, *REVEALING, Step.TURN_END, Step.OVER)
"""Steps in which the wall shows what has just happened; in the others, what the room works on."""
STEPS = {
    Step.SETUP: "BEFORE PLAY",
    Step.INJECT: "CARD",
    Step.DEMANDS: "DEMANDS",
    Step.NEGOTIATE: "TALKS",
    Step.ORDERS: "ORDERS",
    Step.ADJUDICATE: "REVEAL",
    Step.NARRATE: "REVEAL",
    Step.TURN_END: "THE BILL",
    Step.OVER: "HOT WASH",
}
"""What the whole room does now, short enough for large type."""


class ProjectorScreen(Page):
    """The wall."""

    SCOPES: ClassVar[tuple[str, ...]] = ()

    DEFAULT_CSS = """
    ProjectorScreen { overflow: hidden; }
    ProjectorScreen #banner { height: 5; padding: 0 2; }
    ProjectorScreen #middle { height: 16; }
    ProjectorScreen MapPane { width: 1fr; }
    ProjectorScreen PressurePane { width: 1fr; border-left: vkey $rule-line; padding-right: 2; }
    ProjectorScreen.calm #middle { height: 1fr; }
    ProjectorScreen.calm #story { height: 5; }
    ProjectorScreen #story { height: 1fr; padding: 0 2; border-top: solid $rule-line; }
    ProjectorScreen.narrow MapPane, ProjectorScreen.short MapPane { display: none; }
    ProjectorScreen.narrow PressurePane, ProjectorScreen.short PressurePane { border-left: none; }
    ProjectorScreen.short #middle { height: 7; }
    """

    class News(Message):
        """Something public has changed."""

    def __init__(self, client: TableClient) -> None:
        super().__init__()
        self.client, self.model = client, TableModel(client)
        self._time, self._noticed = TimeTold(client), len(client.facts())
        self._said, self._alarm = "", 0

    def body(self) -> ComposeResult:
        """Step and time, map and pressure, the story."""
        yield Lines(self._banner, id="banner")
        with Horizontal(id="middle"):
            yield MapPane(self.model)
            yield PressurePane(self.model, offers_why=False)
        yield Lines(self._story, id="story")

    def feet(self) -> ComposeResult:
        """No keys: nobody stands at this screen."""
        yield Lines(self._foot, classes="word")

    def hints(self) -> list[Hint]:
        """None."""
        return []

    def heading(self) -> tuple[Line, Line]:
        """The scenario, the turn, the date."""
        view, game = self.model.view, self.model.game
        turn = f"turn {view.turn} of {view.turns}" if view.turn else f"{view.turns} turns"
        return line((game.scenario.name, "bright bold")), line((f"{turn} · {date_words(view.date)}", "text"))

    def retitle(self) -> None:
        """Write the top line anew; there is no footer."""
        self.query_one(".top", Lines).redraw()

    def on_mount(self) -> None:
        """Follow the public view."""
        self._stop = self.client.subscribe(self._heard)
        self.set_interval(1.0, self._tick)
        self._arrange()
        self.call_after_refresh(self._refresh)

    def _heard(self) -> None:
        self.post_message(self.News())

    def on_unmount(self) -> None:
        """Follow no longer."""
        self._stop()

    def on_resize(self, event: events.Resize) -> None:
        """Another shape."""
        self._arrange()
        self.call_after_refresh(self._refresh)

    def on_projector_screen_news(self, event: News) -> None:
        """Show what is new."""
        event.stop()
        self._hear_control()
        self.model.look()
        self.model.tell_all()
        if self.model.view.step not in TELLING:
            self.model.turn_page()
        self._refresh()

    def _arrange(self) -> None:
        self.set_class(self.size.width < NARROW, "narrow")
        self.set_class(self.size.height < SHORT, "short")
        self.query_one("#middle").display = self.size.height >= TINY
        self.query_one(PressurePane).is_alone = False

    def _tick(self) -> None:
        """A second more; what runs out is said in large type for some of them, and stays in words."""
        self._alarm = max(0, self._alarm - 1)
        if said := self._time.look():
            self._say(said)
        if not phase_of(self.client.time_left()) and not self._alarm:
            self._said = ""
        self.query_one("#banner", Lines).redraw()

    def _say(self, text: str) -> None:
        self._said, self._alarm = text, LOUD

    def _hear_control(self) -> None:
        """What control did beside play since the last look."""
        facts = self.client.facts()
        before, self._noticed = min(self._noticed, len(facts)), len(facts)
        if self.client.view().over is None and (said := notices(self.client.game, facts, before)):
            self._say(said[-1])

    def _refresh(self) -> None:
        if not self.is_attached or not self.is_running:
            return
        calm = self.model.view.step is Step.DEMANDS and not self.model.page and card_on_table(self.model) is None
        self.set_class(calm and self.size.height >= SHORT, "calm")
        self.call_after_refresh(self.query_one(PressurePane).update)  # its rows follow the room it has then
        self.query_one(MapPane).update()
        self.query_one(PressurePane).update()
        self.query_one("#story", Lines).redraw()
        self.query_one("#banner", Lines).redraw()
        self.retitle()

    def _banner(self, width: int) -> list[Line]:
        """Step and time in large type; how many sheets are in."""
        view = self.model.view
        left = self.client.time_left()
        seconds = max(0, left.seconds) if left is not None else 0
        time = "" if left is None else f"{seconds // 60}:{seconds % 60:02d}"
        step, ink = STEPS[view.step], "bright bold"
        if phase := phase_of(left):
            step, ink = (ALARMS[phase] if self._alarm else step), "hot bold"
        rows = [spread(one, two, width - 4) for one, two in zip(large(step, ink), large(time, ink), strict=True)]
        if len(step) * 4 + len(time) * 4 > width - 6:
            rows = [spread(line((step, ink)), line((time, ink)), width - 4)]
        said = line((self._said, "accent bold"))
        return [BLANK, *rows, spread(self._waiting(), said, width - 4) if self._said else self._waiting()]

    def _waiting(self) -> Line:
        asked = asked_of(self.model.view)
        if asked:
            return line((f"estimates: {'; '.join(answered_words(self.model.game, one) for one in asked)}", "accent"))
        count = self.model.view.waiting_for if self.model.view.step is not Step.ORDERS else 0
        return line((f"waiting for {count} seat{'s' if count > 1 else ''}", "accent")) if count else BLANK

    def _story(self, width: int) -> list[Line]:
        """The card, the demands, or the latest causes."""
        view, game, measure = self.model.view, self.model.game, min(90, width - 6)
        card = card_on_table(self.model)
        if card is not None:
            rows = [line((card.title, "bright bold"))]
            rows += [line((text, "text")) for text in wrapped(card.text, measure)]
            asked = [seat for seat, _ in card.choices]
            badges = [part for seat in asked for part in seat_badge(game, seat)]
            verb = "" if not asked else "chooses" if len(asked) == 1 else "choose"
            return [BLANK, *rows, BLANK, (*badges, span(verb, "text"))]
        if self.model.page:
            return [BLANK, *self._latest(width - 4, self.query_one("#story", Lines).size.height - 1)]
        if view.step is Step.SETUP:
            return [BLANK, *(line((text, "text")) for text in wrapped(game.scenario.scene, measure))]
        return [BLANK, *task_lines(self.model, width - 4, self.query_one("#story", Lines).size.height - 1)]

    def _latest(self, width: int, height: int) -> list[Line]:
        """The latest causes, as many of them as can be read whole; of one that is too long its beginning."""
        rows: list[Line] = []
        for told in reversed(self.model.page):
            found = beat_lines(self.model.game, told.beat, width)
            if rows and len(found) + len(rows) > height:
                break
            rows = [*found, *rows]
        return rows

    def _foot(self, width: int) -> list[Line]:
        return [line((RULE * width, "rule-line"))]
