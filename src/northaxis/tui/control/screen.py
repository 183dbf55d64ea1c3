"""The console: seats, what goes on, what comes next, what waits for control, the log. Everything within two keys."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.worker import ResultType, Worker, WorkType

from northaxis.domain.ids import QuantityId, SeatId
from northaxis.domain.orders import Act
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Refused
from northaxis.domain.state import State
from northaxis.services.client import DoorClosed
from northaxis.services.ports import StoreFailed
from northaxis.services.table import TableHeld
from northaxis.tui.actions import bindings_for, hints_for
from northaxis.tui.control import acts, lines
from northaxis.tui.control.model import ConsoleModel, fitted
from northaxis.tui.control.outlook import Outlook, can_forecast
from northaxis.tui.control.venue import Venue
from northaxis.tui.ink import Line, line
from northaxis.tui.screens.base import Page
from northaxis.tui.table.logbook import LogPane
from northaxis.tui.widgets.key_hints import Hint
from northaxis.tui.widgets.line_widget import Lines
from northaxis.tui.widgets.menu_list import MenuList

if TYPE_CHECKING:
    from northaxis.tui.control.app import ConsoleApp

TICK = 1.0
"""Seconds between looks at the clock."""
SWEEP = 5
"""Ticks between counts of who is quiet."""
NARROW = 100

_BEGAN: ContextVar[int | None] = ContextVar("began", default=None)
"""How many facts the console showed when the act was begun that is being asked for."""


class ConsoleLog(LogPane, inherit_bindings=False):
    """The log without letters of its own: the console's keys work here too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_by(-1)", "up", id="pager.up", show=False),
        Binding("down,j", "scroll_by(1)", "down", id="pager.down", show=False),
        Binding("pageup", "scroll_by(-100)", "page up", id="pager.page-up", show=False),
        Binding("pagedown", "scroll_by(100)", "page down", id="pager.page-down", show=False),
        Binding("home", "scroll_by(-100000)", "top", id="pager.top", show=False),
        Binding("end", "scroll_by(100000)", "end", id="pager.end", show=False),
    ]


PLAIN_HTTP = "Plain HTTP: who listens to this network reads along; host with --tls instead."
"""The host's warning in one line of a small screen."""


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
    ConsoleScreen #tabs { height: 1; display: none; }
    ConsoleScreen #next-small { width: 1fr; height: 100%; display: none; }
    ConsoleScreen.narrow #upper { height: 11; }
    ConsoleScreen.narrow #next { display: none; }
    ConsoleScreen.narrow #seats { width: 44; }
    ConsoleScreen.narrow #tabs { display: block; }
    ConsoleScreen.narrow #needs { width: 1fr; }
    ConsoleScreen.narrow #needs .head { display: none; }
    ConsoleScreen.narrow LogPane { border-left: none; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings_for("control")

    _is_moving = False

    class News(Message):
        """Something at the table has changed."""

    def __init__(self, model: ConsoleModel, venue: Venue) -> None:
        super().__init__()
        self.model, self.venue = model, venue
        self.typed: dict[str, str] = {}
        """What was typed and has not become an act yet, by its question."""
        self.moved: dict[str, dict[QuantityId, int]] = {}
        """Tracks chosen and not moved yet, by the question."""
        self._ticks = 0
        self._lower = "needs"
        self._counted: object = None
        self._is_counting = self._was_short = False
        self._stop: Callable[[], None] = lambda: None

    # --- composing ------------------------------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        """Seats, now and next; below them what waits, and the log. On a small screen one of the lower panes."""
        with Horizontal(id="upper"):
            with Vertical(id="seats"):
                yield Lines(lambda width: [self._seats_head()], classes="head")
                yield MenuList(id="seat-list", details=False, code_width=7)
            yield Lines(self._now, id="now")
            yield Lines(lambda width: self._next(width, 14), id="next")
        yield Lines(self._tabs, id="tabs")
        with Horizontal(id="lower"):
            with Vertical(id="needs"):
                yield Lines(lambda width: [line((" WAITS FOR YOU", "dim bold"))], classes="head")
                yield Lines(lambda width: lines.silence(width, self.model.held.state.over is not None), id="silence")
                yield MenuList(id="need-list")
            yield Lines(lambda width: self._next(width, 0), id="next-small")
            yield ConsoleLog(self.model.log, id="log")

    def heading(self) -> tuple[Line, Line]:
        """Where the session stands, and whether the debrief is safe."""
        reading = self.model.reading()
        left = lines.top_left(self.model.held.state, reading, self.is_narrow, self.model.types_dice)
        return left, lines.top_right(self.model.console, reading, self.is_narrow)

    def hints(self) -> Sequence[Hint]:
        """The keys."""
        return hints_for("control", keymap=self.northaxis.settings.keymap)

    def game(self) -> Game | None:
        """For help."""
        return self.model.held.state.game

    @property
    def console_app(self) -> ConsoleApp:
        """The app, by its own type."""
        return cast("ConsoleApp", self.app)

    @property
    def is_narrow(self) -> bool:
        """Whether the lower panes are shown one at a time."""
        return self.size.width < NARROW

    def on_mount(self) -> None:
        """Begin to follow the table."""
        self._stop = self.model.door.subscribe(self._heard)
        self.set_interval(TICK, self._tick)
        self._arrange()
        self.call_after_refresh(self.refresh_all)
        self.query_one("#seat-list", MenuList).focus()
        if self.venue.warning:
            self.tell(PLAIN_HTTP, "accent")

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
        """Which panes are on the screen, and that the keys are in one of them."""
        narrow = self.is_narrow
        self.set_class(narrow, "narrow")
        self.query_one("#needs").display = not narrow or self._lower == "needs"
        self.query_one("#next-small").display = narrow and self._lower == "next"
        self.query_one(ConsoleLog).display = not narrow or self._lower == "log"
        focused = self.focused
        if focused is not None and not all(part.display for part in focused.ancestors_with_self):
            self.query_one("#seat-list", MenuList).focus()

    async def on_console_screen_news(self, event: News) -> None:
        """Look at what is new."""
        event.stop()
        await self.look()

    async def look(self) -> None:
        """Read the table again and show it."""
        held = self.model.console.held
        try:
            await self.model.look()
        except (DoorClosed, StoreFailed, TableHeld) as problem:
            self.tell(str(problem), "hot")
        if self.model.console.held and not held:
            self.tell("The table stands still: nothing can be written. What was acknowledged is kept.", "hot")
        self.refresh_all()

    def refresh_all(self) -> None:
        """Show what is so now."""
        if not self.is_attached or not self.is_running:
            return
        self._count_odds()
        model = self.model
        self.query_one("#seat-list", MenuList).show(lines.seat_rows(model.held.state, model.console.seats))
        needs = self.query_one("#need-list", MenuList)
        needs.show(lines.need_rows(model.console.needs))
        needs.display = bool(model.console.needs)
        if not needs.display and needs.has_focus:
            self.query_one("#seat-list", MenuList).focus()
        self.query_one("#silence", Lines).display = not model.console.needs
        self.query_one("#silence", Lines).redraw()
        for part in ("#now", "#next", "#next-small", "#tabs", ".head"):
            for found in self.query(part).results(Lines):
                found.redraw()
        self.query_one(LogPane).update()
        self.retitle()

    async def _tick(self) -> None:
        """A second has passed: the clock, now and then who is quiet, and a machine clock that jumped."""
        self._ticks += 1
        stop = self.model.watch.look(self.model.now(), self.model.steady())
        if stop is not None and self.model.history.running:
            await acts.stop_clock(self, stop)
        if self._ticks % SWEEP == 0:
            self.model.tally()
            self.query_one("#seat-list", MenuList).show(
                lines.seat_rows(self.model.held.state, self.model.console.seats)
            )
            self.query_one("#need-list", MenuList).show(lines.need_rows(self.model.console.needs))
        short = lines.short_words(self.model.reading())
        if short and not self._was_short:
            self.tell(" ".join(short), "hot")
        if short or self._was_short:
            self.query_one("#now", Lines).redraw()
        self._was_short = bool(short)
        self.query_one(".top", Lines).redraw()

    def _count_odds(self) -> None:
        """How often each card comes up from here, counted beside the screen, once for each place it can be."""
        outlook, state, mark = self.console_app.outlook, self.model.held.state, self.model.odds_mark
        if outlook is None or self._is_counting or mark == self._counted:
            return
        if not can_forecast(state):
            self._counted, self.model.odds = mark, {}
            return
        self._is_counting = True
        self.run_worker(self._counting(outlook, state, mark))

    async def _counting(self, outlook: Outlook, state: State, mark: object) -> None:
        try:
            self.model.odds = await asyncio.to_thread(outlook, state)
        finally:
            self._counted, self._is_counting = mark, False
        self.refresh_all()

    def _now(self, width: int) -> list[Line]:
        return lines.now_lines(self.model.console, self.model.reading(), width)

    def _next(self, width: int, height: int) -> list[Line]:
        if self.model.held.state.over is not None:
            return lines.hot_wash_lines(self.model.held.state, width)
        return lines.coming_lines(self.model.console.coming, self.model.odds, width, height)

    def _tabs(self, width: int) -> list[Line]:
        return [lines.tabs(self._lower, len(self.model.console.needs))]

    def _seats_head(self) -> Line:
        owed = self.model.console.owed
        return line(
            (" SEATS", "dim bold"), (f"   the table waits for {owed}" if owed else "   nobody is waited for", "dim")
        )

    # --- asking ---------------------------------------------------------------------------------------------------

    async def ask(self, act: Act) -> bool:
        """Put an act to the table and say in a line what came of it; True when it stands."""
        try:
            ruling = await self.model.ask(act, _BEGAN.get())
        except (DoorClosed, StoreFailed, TableHeld) as problem:
            self.tell(str(problem), "hot")
            return False
        self.refresh_all()
        stands = not isinstance(ruling, Refused)
        if stands:
            _BEGAN.set(len(self.model.held.facts))
            self.typed.clear()
            self.moved.clear()
        self.tell(fitted(self.model.said, self.size.width - 4), "text" if stands else "accent")
        return stands

    def run_worker(self, work: WorkType[ResultType], *args: Any, **kwargs: Any) -> Worker[ResultType]:
        """Begin what a key asks for: what it comes to rests on what the console shows now."""
        began = _BEGAN.set(len(self.model.held.facts))
        try:
            return super().run_worker(work, *args, **kwargs)
        finally:
            _BEGAN.reset(began)

    async def told(self, text: str) -> None:
        """An act beside play was done: show what is so now, and say it."""
        await self.look()
        self.tell(text)

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
        """One step; a second press while the table moves does nothing."""
        if not self._is_moving:
            self.run_worker(self._move_on())

    async def _move_on(self) -> None:
        self._is_moving = True
        try:
            await acts.go_on(self)
        finally:
            self._is_moving = False

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

    def action_step_back(self) -> None:
        """Step back."""
        self.run_worker(acts.step_back(self))

    def action_back(self) -> None:
        """Away from the console, after a question."""
        self.console_app.ask_to_leave()

    def action_skip(self) -> None:
        """The time of this step is over."""
        self.run_worker(acts.skip(self))

    def action_undo(self) -> None:
        """Control's last act."""
        self.run_worker(acts.undo(self))

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

    def action_precedents(self) -> None:
        """Rulings so far."""
        self.run_worker(acts.rulings_so_far(self))

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

    def action_seats_pane(self) -> None:
        """The seats."""
        self.query_one("#seat-list", MenuList).focus()

    def action_needs_pane(self) -> None:
        """What waits for control."""
        self._bring_up("needs")
        if self.model.console.needs:
            self.query_one("#need-list", MenuList).focus()
        else:
            self.tell("Nothing waits for you.")

    def action_next_pane(self) -> None:
        """The cards to come."""
        self._bring_up("next")

    def action_log_pane(self) -> None:
        """The log."""
        self._bring_up("log")
        self.query_one(ConsoleLog).focus()

    def action_other_pane(self) -> None:
        """The next pane that takes keys."""
        if self.query_one(ConsoleLog).has_focus:
            self.action_seats_pane()
        elif self.query_one("#seat-list", MenuList).has_focus and self.model.console.needs:
            self.action_needs_pane()
        else:
            self.action_log_pane()

    def action_filter(self) -> None:
        """What the log shows."""
        self.query_one(ConsoleLog).action_filter()

    def _bring_up(self, pane: str) -> None:
        self._lower = pane
        self._arrange()
        self.refresh_all()
