"""The console: seats, what goes on, what comes next, what waits for control, the log. Everything within two keys."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextvars import ContextVar
from functools import partial
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
from northaxis.services.outlook import Outlook, can_forecast
from northaxis.services.ports import StoreFailed
from northaxis.services.table import TableHeld
from northaxis.services.venue import Venue
from northaxis.tui.actions import actions_in, bindings_for, hints_for, key_label
from northaxis.tui.control import acts, lines
from northaxis.tui.control.model import ConsoleModel
from northaxis.tui.control.trail import Trail
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
LEAVE = "app.leave"
NOT_AT_REST = "That space came with other keys and moved nothing. Press it by itself to go on."

Walk = Callable[["ConsoleScreen"], Awaitable[None]]
"""An act with its questions."""

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
        self._is_counting = self._was_short = self._is_acting = False
        self.trail = Trail()
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
        self.trail.close()
        stands = not isinstance(ruling, Refused)
        if stands:
            _BEGAN.set(len(self.model.held.facts))
            self.typed.clear()
            self.moved.clear()
        self.tell(self.model.said, "text" if stands else "accent")
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
        self.trail.close()
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
        self.start(partial(acts.seat, seat=SeatId(event.row.id)))

    @on(MenuList.Chosen, "#need-list")
    def _need_chosen(self, event: MenuList.Chosen) -> None:
        event.stop()
        self.start(partial(acts.need, id=event.row.id))

    # --- one thing at a time --------------------------------------------------------------------------------------

    def start(self, act: Walk) -> bool:
        """Begin an act with its questions, if none is under way; nothing else begins before it has come to its end."""
        if self._is_acting:
            return False
        self._is_acting = True
        self.run_worker(self._carry_through(act))
        return True

    async def _carry_through(self, act: Walk) -> None:
        try:
            await self.walk(act)
        finally:
            self._is_acting = False

    async def walk(self, act: Walk) -> None:
        """A row of questions in which Esc goes back by one."""
        before, self.trail = self.trail, Trail()
        try:
            await self.trail.walk(partial(act, self))
        finally:
            self.trail = before

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No key of the console does anything while an act is under way."""
        return not self._is_acting and super().check_action(action, parameters)

    # --- keys -----------------------------------------------------------------------------------------------------

    def action_go_on(self) -> None:
        """One step, when the key came by itself: in the middle of what somebody types it moves nothing."""
        if self.console_app.is_at_rest:
            self.start(acts.go_on)
        else:
            self.tell(NOT_AT_REST, "accent")

    def action_pause(self) -> None:
        """The clock stands, or runs on."""
        self.start(acts.pause)

    def action_extend(self) -> None:
        """A minute more."""
        self.start(acts.extend)

    def action_warn(self) -> None:
        """The time runs out."""
        self.start(acts.warn)

    def action_inject(self) -> None:
        """A card by hand."""
        self.start(acts.inject)

    def action_overrule(self) -> None:
        """Rule on an order."""
        self.start(acts.rule)

    def action_step_back(self) -> None:
        """Step back."""
        self.start(acts.step_back)

    def action_back(self) -> None:
        """Nothing lies under the console: say how it is left."""
        key = next(key_label(spec, self.northaxis.settings.keymap) for spec in actions_in("app") if spec.id == LEAVE)
        done = "closes the table" if self.console_app.closes_table else "leaves the console"
        self.tell(f"There is nothing to go back to. {key} {done}, after a question.", "accent")

    def action_skip(self) -> None:
        """The time of this step is over."""
        self.start(acts.skip)

    def action_undo(self) -> None:
        """Control's last act."""
        self.start(acts.undo)

    def action_seat(self) -> None:
        """The seat under the cursor."""
        if (seat := self.pointed_seat) is not None:
            self.start(partial(acts.seat, seat=seat))

    def action_request(self) -> None:
        """Requests."""
        self.start(acts.requests)

    def action_note(self) -> None:
        """A note."""
        self.start(acts.note)

    def action_queue(self) -> None:
        """The cards to come."""
        self.start(acts.queue)

    def action_write(self) -> None:
        """A card of one's own."""
        self.start(acts.write_card)

    def action_track(self) -> None:
        """A track."""
        self.start(acts.track)

    def action_grant(self) -> None:
        """A free effect."""
        self.start(acts.grant)

    def action_argument(self) -> None:
        """Arguments."""
        self.start(acts.arguments)

    def action_precedents(self) -> None:
        """Rulings so far."""
        self.start(acts.rulings_so_far)

    def action_branch(self) -> None:
        """Another session from here."""
        self.start(acts.branch)

    def action_links(self) -> None:
        """Links."""
        self.start(acts.links)

    def action_say(self) -> None:
        """A message."""
        self.start(acts.message)

    def action_dials(self) -> None:
        """The dials."""
        self.start(acts.dials)

    def action_odds(self) -> None:
        """A forecast."""
        self.run_worker(acts.odds(self))  # it takes long, and the table goes on meanwhile

    def action_why(self) -> None:
        """The pressure."""
        from northaxis.tui.screens.why import WhyScreen

        self.app.push_screen(WhyScreen(self.model.door, ""))

    def action_script(self) -> None:
        """What to read aloud and do."""
        self.start(acts.script)

    def action_table(self) -> None:
        """Table mode."""
        self.start(acts.table_mode)

    def action_release(self) -> None:
        """Out of a safe hold."""
        self.start(acts.release)

    def action_end(self) -> None:
        """The end of play."""
        self.start(acts.end_play)

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
