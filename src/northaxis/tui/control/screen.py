"""The console: seats, what goes on, what comes next, what waits for control, the log. Everything within two keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message

from northaxis.domain.dice import Pair
from northaxis.domain.ids import SeatId
from northaxis.domain.orders import Act
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Refused
from northaxis.services.client import DoorClosed
from northaxis.services.ports import StoreFailed
from northaxis.services.table import TableHeld
from northaxis.services.wording import roll_name_words
from northaxis.tui.actions import bindings_for, hints_for
from northaxis.tui.control import acts, lines
from northaxis.tui.control.model import ConsoleModel
from northaxis.tui.control.prompts import Sentence, two_dice
from northaxis.tui.control.venue import Venue
from northaxis.tui.ink import Line, line
from northaxis.tui.screens.base import Page
from northaxis.tui.table.logbook import LogPane
from northaxis.tui.widgets.key_hints import Hint
from northaxis.tui.widgets.line_widget import Lines
from northaxis.tui.widgets.menu_list import MenuList

TICK = 1.0
"""Seconds between looks at the clock."""
SWEEP = 5
"""Ticks between looks at who is here."""
NARROW = 100


class ConsoleScreen(Page):
    """Control's screen."""

    SCOPES: ClassVar[tuple[str, ...]] = ("control",)

    DEFAULT_CSS = """
    ConsoleScreen #upper { height: 14; }
    ConsoleScreen #lower { height: 1fr; border-top: solid $rule-line; }
    ConsoleScreen #seats { width: 48; padding-right: 1; }
    ConsoleScreen #seat-list { height: 1fr; }
    ConsoleScreen .head { height: 1; }
    ConsoleScreen #now { width: 1fr; height: 100%; padding: 0 1; border-left: vkey $rule-line; }
    ConsoleScreen #next { width: 1fr; height: 100%; padding: 0 1; border-left: vkey $rule-line; }
    ConsoleScreen #needs { width: 48; padding-right: 1; }
    ConsoleScreen #need-list { height: 1fr; }
    ConsoleScreen LogPane { width: 1fr; padding: 0 1; border-left: vkey $rule-line; }
    ConsoleScreen.narrow #upper { height: 11; }
    ConsoleScreen.narrow #next { display: none; }
    ConsoleScreen.narrow #seats { width: 44; }
    ConsoleScreen.narrow #needs { width: 36; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings_for("control")

    class News(Message):
        """Something at the table has changed."""

    def __init__(self, model: ConsoleModel, venue: Venue) -> None:
        super().__init__()
        self.model, self.venue = model, venue
        self._ticks = 0

    # --- composing ------------------------------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        """Seats, now and next; below them what waits, and the log."""
        with Horizontal(id="upper"):
            with Vertical(id="seats"):
                yield Lines(lambda width: [self._seats_head()], classes="head")
                yield MenuList(id="seat-list", details=False, code_width=7)
            yield Lines(lambda width: lines.now_lines(self.model.console, width), id="now")
            yield Lines(self._next, id="next")
        with Horizontal(id="lower"):
            with Vertical(id="needs"):
                yield Lines(lambda width: [line((" WAITS FOR YOU", "dim bold"))], classes="head")
                yield Lines(lambda width: lines.silence(width), id="silence")
                yield MenuList(id="need-list")
            yield LogPane(self.model.log, id="log")

    def heading(self) -> tuple[Line, Line]:
        """Where the session stands, and whether the debrief is safe."""
        reading = self.model.reading()
        return lines.top_left(self.model.held.state, reading), lines.top_right(self.model.console, reading)

    def hints(self) -> Sequence[Hint]:
        """The keys."""
        return hints_for("control", keymap=self.northaxis.settings.keymap)

    def game(self) -> Game | None:
        """For help."""
        return self.model.held.state.game

    def on_mount(self) -> None:
        """Begin to follow the table."""
        self._stop = self.model.door.subscribe(self._heard)
        self.set_interval(TICK, self._tick)
        self._arrange()
        self.call_after_refresh(self.refresh_all)
        self.query_one("#seat-list", MenuList).focus()

    def _heard(self) -> None:
        self.post_message(self.News())

    def on_unmount(self) -> None:
        """Follow no longer."""
        self._stop()

    def on_resize(self, event: events.Resize) -> None:
        """Another shape."""
        self._arrange()
        self.call_after_refresh(self.refresh_all)

    def on_screen_resume(self) -> None:
        """Back from another screen."""
        self.call_after_refresh(self.refresh_all)

    # --- showing --------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        self.set_class(self.size.width < NARROW, "narrow")

    async def on_console_screen_news(self, event: News) -> None:
        """Look at what is new."""
        event.stop()
        await self.look()

    async def look(self) -> None:
        """Read the table again and show it."""
        try:
            await self.model.look()
        except (DoorClosed, StoreFailed, TableHeld) as problem:
            self.tell(str(problem), "hot")
            return
        self.refresh_all()

    def refresh_all(self) -> None:
        """Show what is so now."""
        if not self.is_attached or not self.is_running:
            return
        model = self.model
        self.query_one("#seat-list", MenuList).show(lines.seat_rows(model.held.state, model.console.seats))
        self.query_one("#need-list", MenuList).show(lines.need_rows(model.console.needs))
        self.query_one("#silence", Lines).display = not model.console.needs
        for part in ("#now", "#next", ".head"):
            for found in self.query(part).results(Lines):
                found.redraw()
        self.query_one(LogPane).update()
        self.retitle()

    async def _tick(self) -> None:
        """A second has passed: the clock, now and then the presence, and a machine clock that jumped."""
        self._ticks += 1
        stop = self.model.watch.look(self.model.now(), self.model.steady())
        if stop is not None and self.model.history.running:
            await acts.stop_clock(self, stop)
        if self._ticks % SWEEP == 0:
            self.model.tally()
            self.query_one("#seat-list", MenuList).show(
                lines.seat_rows(self.model.held.state, self.model.console.seats)
            )
        self.query_one(".top", Lines).redraw()

    def _next(self, width: int) -> list[Line]:
        return lines.coming_lines(self.model.console.coming, width, 13)

    def _seats_head(self) -> Line:
        owed = self.model.console.owed
        return line(
            (" SEATS", "dim bold"), (f"   the table waits for {owed}" if owed else "   nobody is waited for", "dim")
        )

    # --- asking ---------------------------------------------------------------------------------------------------

    async def ask(self, act: Act) -> bool:
        """Put an act to the table and say in a line what came of it; True when it stands."""
        try:
            ruling = await self.model.ask(act)
        except (DoorClosed, StoreFailed, TableHeld) as problem:
            self.tell(str(problem), "hot")
            return False
        self.refresh_all()
        stands = not isinstance(ruling, Refused)
        self.tell(self.model.said, "text" if stands else "accent")
        return stands

    async def roll(self, turn: int, name: str) -> Pair:
        """Ask the room for two dice; there is no way round it but typing them."""
        words = roll_name_words(self.model.held.state.game, name)
        while True:
            given = await self.app.push_screen_wait(
                Sentence(words, ("Roll two dice and type what they show.",), placeholder="3 5", check=two_dice)
            )
            if given is not None:
                first, second = (int(digit) for digit in given if digit.isdecimal())
                return first, second

    @property
    def pointed_seat(self) -> SeatId | None:
        """The seat under the cursor."""
        row = self.query_one("#seat-list", MenuList).pointed
        return SeatId(row.id) if row is not None else None

    @on(MenuList.Chosen, "#seat-list")
    def _seat_chosen(self, event: MenuList.Chosen) -> None:
        event.stop()
        self.run_worker(acts.seat(self, SeatId(event.row.id)))

    @on(MenuList.Chosen, "#need-list")
    def _need_chosen(self, event: MenuList.Chosen) -> None:
        event.stop()
        self.run_worker(acts.need(self, event.row.id))

    # --- keys -----------------------------------------------------------------------------------------------------

    def action_go_on(self) -> None:
        """One step."""
        self.run_worker(acts.go_on(self))

    def action_pause(self) -> None:
        """The clock stands, or runs on."""
        self.run_worker(acts.pause(self))

    def action_extend(self) -> None:
        """A minute more."""
        self.run_worker(acts.extend(self))

    def action_warn(self) -> None:
        """The time runs out."""
        self.run_worker(acts.warn(self))

    def action_inject(self) -> None:
        """A card by hand."""
        self.run_worker(acts.inject(self))

    def action_overrule(self) -> None:
        """Rule on an order."""
        self.run_worker(acts.rule(self))

    def action_back(self) -> None:
        """Step back."""
        self.run_worker(acts.step_back(self))

    def action_seat(self) -> None:
        """The seat under the cursor."""
        if (seat := self.pointed_seat) is not None:
            self.run_worker(acts.seat(self, seat))

    def action_request(self) -> None:
        """Requests."""
        self.run_worker(acts.requests(self))

    def action_note(self) -> None:
        """A note."""
        self.run_worker(acts.note(self))

    def action_queue(self) -> None:
        """The cards to come."""
        self.run_worker(acts.queue(self))

    def action_write(self) -> None:
        """A card of one's own."""
        self.run_worker(acts.write_card(self))

    def action_track(self) -> None:
        """A track."""
        self.run_worker(acts.track(self))

    def action_grant(self) -> None:
        """A free effect."""
        self.run_worker(acts.grant(self))

    def action_argument(self) -> None:
        """Arguments."""
        self.run_worker(acts.arguments(self))

    def action_branch(self) -> None:
        """Another session from here."""
        self.run_worker(acts.branch(self))

    def action_links(self) -> None:
        """Links."""
        self.run_worker(acts.links(self))

    def action_say(self) -> None:
        """A message."""
        self.run_worker(acts.message(self))

    def action_dials(self) -> None:
        """The dials."""
        self.run_worker(acts.dials(self))

    def action_odds(self) -> None:
        """A forecast."""
        self.run_worker(acts.odds(self))

    def action_why(self) -> None:
        """The pressure."""
        from northaxis.tui.screens.why import WhyScreen

        self.app.push_screen(WhyScreen(self.model.door, ""))

    def action_script(self) -> None:
        """What to read aloud and do."""
        acts.script(self)

    def action_table(self) -> None:
        """Table mode."""
        self.run_worker(acts.table_mode(self))

    def action_release(self) -> None:
        """Out of a safe hold."""
        self.run_worker(acts.release(self))

    def action_end(self) -> None:
        """The end of play."""
        self.run_worker(acts.end_play(self))

    def action_log(self) -> None:
        """To the log and back."""
        log, seats = self.query_one(LogPane), self.query_one("#seat-list", MenuList)
        (seats if log.has_focus else log).focus()
