"""The frame of the table screen: which panes there are, where they lie for a size, who has the keys, what is refreshed.

It lays out and shows; what a person does is the business of `screens/table.py`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget

from northaxis.domain.room import OPEN, OpenRequest
from northaxis.services.announced import TimeTold, back_words, notices, trouble_words
from northaxis.services.client import TableClient
from northaxis.services.roles import Role
from northaxis.services.room import owed_estimates
from northaxis.services.wording import plain
from northaxis.tui.glyphs import RULE
from northaxis.tui.ink import BLANK, Line, line, span, spread, with_role, wrapped
from northaxis.tui.screens.base import Page
from northaxis.tui.table.away import Left, away_words
from northaxis.tui.table.coach import TURNS, advice, is_teaching
from northaxis.tui.table.demands import DemandsPane, answers, made_demands
from northaxis.tui.table.desk import DeskPane
from northaxis.tui.table.logbook import LogPane
from northaxis.tui.table.model import Mode, TableModel
from northaxis.tui.table.orders import unanswered
from northaxis.tui.table.panes import BoardPane, MapPane, PressurePane, reading
from northaxis.tui.table.room import ahead_words
from northaxis.tui.table.seats import Passed, has_strip, strip
from northaxis.tui.table.talk import TalkPane
from northaxis.tui.table.telling import goal_lines
from northaxis.tui.table.top import hints, left_side, right_side, tabs_line
from northaxis.tui.widgets.dialogue import Dialogue
from northaxis.tui.widgets.key_hints import Hint, KeyHints
from northaxis.tui.widgets.line_widget import Lines
from northaxis.tui.widgets.menu_list import MenuList

WIDE = (100, 30)
HUGE = (150, 44)
SIDES = ("demands", "board", "talk", "log", "goals")
ASKED = line(("  Control asks how likely it is, in percent: a answers.", "accent"))
"""Said when control wants the seat's estimate; it goes when nobody waits for it any more."""


class News(Message):
    """Something at the table has changed."""


class TableFrame(Page):
    """Panes, layout, focus."""

    SCOPES: ClassVar[tuple[str, ...]] = ("table", "demands", "talk", "log")

    DEFAULT_CSS = """
    TableFrame > #tabs { height: 2; padding: 0 1; display: none; dock: top; margin-top: 1; }
    TableFrame > #seats { height: 1; padding: 0 1; display: none; dock: top; margin-top: 2; }
    TableFrame.narrow > #seats { margin-top: 3; }
    TableFrame > #upper { height: 14; }
    TableFrame > #lower { height: 1fr; border-top: solid $rule-line; }
    TableFrame MapPane { width: 1fr; }
    TableFrame PressurePane { width: 1fr; padding: 0 1 0 0; border-left: vkey $rule-line; }
    TableFrame DeskPane { width: 1fr; padding-right: 1; }
    TableFrame .side { width: 1fr; padding-right: 1; border-left: vkey $rule-line; }
    TableFrame > #coach { height: 1; dock: bottom; margin-bottom: 1; }
    TableFrame.huge > #upper { height: 28; }
    TableFrame.narrow > #upper { border-top: none; height: 1fr; }
    TableFrame.narrow > #lower { border-top: none; }
    TableFrame.narrow > #tabs { display: block; }
    TableFrame.narrow > .top { height: 1; }
    TableFrame.narrow .side { border-left: none; }
    TableFrame.narrow PressurePane { border-left: none; }
    """

    AUTO_FOCUS = None

    def __init__(
        self, client: TableClient, coach: bool | None = None, passed: Passed | None = None, moves_on: bool = False
    ) -> None:
        super().__init__()
        self._passed = passed or Passed()
        self._moves_on = moves_on
        self.client = client
        self.model = TableModel(client, has_reader=True)
        self._coach = coach
        self._pane = "now"
        self._side = self._side_of_mode()
        self._busy = asyncio.Lock()
        self._trouble = ""
        self._time, self._noticed = TimeTold(client), len(client.facts())
        self._seat = self.client.seat
        self._unsent: dict[str, str] = {}
        """What was typed in a dialogue and left."""
        self._unsubscribe: Callable[[], None] = lambda: None
        self._notice: Line = BLANK
        """What was said last to somebody who looks at another screen."""
        self._last_mode: tuple[object, ...] = ()

    # --- composing ------------------------------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        """Tabs, the upper half, the lower half."""
        yield Lines(self._tabs, id="tabs")
        yield Lines(lambda width: [strip(self.model, width)], id="seats")
        with Horizontal(id="upper"):
            yield MapPane(self.model)
            yield PressurePane(self.model)
        with Horizontal(id="lower"):
            yield DeskPane(self.model)
            yield DemandsPane(self.model, id="demands", classes="side")
            yield BoardPane(self.model, id="board", classes="side")
            yield TalkPane(self.model, id="talk", classes="side")
            yield Lines(lambda width: goal_lines(self.model, width), id="goals", classes="side")
            yield LogPane(self.model, id="log", classes="side")

    def feet(self) -> ComposeResult:
        """The keys and the coach."""
        yield KeyHints()
        yield Lines(self._foot, id="coach")

    def on_mount(self) -> None:
        """Begin: a table nobody waits for goes on by itself."""
        if self._coach is None:
            self._coach = is_teaching(self.model.game) and self.northaxis.settings.coach
        self.query_one("#seats").display = has_strip(self.client)
        self._arrange()
        self._unsubscribe = self.client.subscribe(self._hear)
        if self.client.has_control:
            self.set_interval(1, self._tick)
        self.call_after_refresh(self._refresh)

    def on_unmount(self) -> None:
        """Nobody looks any more."""
        self._unsubscribe()

    def on_resize(self, event: events.Resize) -> None:
        """Another shape."""
        self._arrange()
        self.call_after_refresh(self._refresh)

    def on_screen_resume(self) -> None:
        """Back from another screen; the others may have moved the table meanwhile."""
        if self._word == self._notice:
            self._word = BLANK  # it said how to come here
        if not self._busy.locked() and not self.client.may_go_on() and self.model.look():
            self._begin_page()
        self.call_after_refresh(self._refresh)

    # --- showing --------------------------------------------------------------------------------------------------

    @property
    def is_wide(self) -> bool:
        """Whether several panes fit beside each other."""
        return self.size.width >= WIDE[0] and self.size.height >= WIDE[1]

    @property
    def is_huge(self) -> bool:
        """Whether the log fits as a third column."""
        return self.size.width >= HUGE[0] and self.size.height >= HUGE[1]

    @property
    def focus_name(self) -> str:
        """Which pane has the keys."""
        for widget in self.focused.ancestors_with_self if self.focused is not None else ():
            if widget.id in SIDES:
                return str(widget.id)
        return "now"

    @property
    def is_busy(self) -> bool:
        """Whether the table is being asked or moved just now."""
        return self._busy.locked()

    def _arrange(self) -> None:
        """Which panes are on the screen."""
        wide, huge = self.is_wide, self.is_huge
        self.set_class(not wide, "narrow")
        self.set_class(huge, "huge")
        whole_map = self._pane == "map"
        alone = not wide and self._pane == "pressure"
        show: dict[str, bool] = {"now": wide or self._pane == "now"}
        for side in SIDES:
            show[side] = side == self._side if wide else side == self._pane
        if huge:
            show["log"] = True
        self.query_one(MapPane).display = wide or whole_map
        self.query_one(PressurePane).display = (wide and not whole_map) or alone
        self.query_one(PressurePane).is_alone = alone
        self.query_one("#upper").display = wide or whole_map or alone
        self.query_one("#lower").display = not whole_map and not alone
        self.query_one("#upper").styles.height = "1fr" if whole_map or not wide else None
        self.query_one("#coach").styles.height = 2 if self._coach and not wide and self.model.view.turn <= TURNS else 1
        self.query_one(DeskPane).display = show["now"]
        for side in SIDES:
            self.query_one(f"#{side}").display = show[side]

    def _refresh(self) -> None:
        """Show what is so now, and put the keys where they are wanted."""
        if not self.is_attached or not self.is_running:
            return
        mode = (self.model.mode, self.model.view.turn, self.model.view.step)
        if mode != self._last_mode:
            self._last_mode = mode
            self._enter_mode()
        self._arrange()
        for pane in (self.query_one(MapPane), self.query_one(PressurePane), self.query_one(DeskPane)):
            pane.update()
        self.query_one(DemandsPane).redraw()
        self.query_one(BoardPane).update()
        self.query_one(TalkPane).update()
        self.query_one(LogPane).update()
        self.query_one("#goals", Lines).redraw()
        self._refocus()
        self._retell()

    def _retell(self) -> None:
        """Top line, tabs, coach, keys."""
        self.query_one(".top", Lines).redraw()
        self.query_one("#tabs", Lines).redraw()
        self.query_one("#seats", Lines).redraw()
        self.query_one("#coach", Lines).redraw()
        self.query_one(KeyHints).show(self.hints())

    def _enter_mode(self) -> None:
        """A new step: the pane that belongs to it comes up."""
        self._pane = "now"
        if self.app.screen is self or self._word != self._notice:
            self._word = BLANK
        mode = self.model.mode
        self._side = self._side_of_mode()
        if self._side == "board" and self.is_huge:
            self._side = "log"
        self.set_focus(None)
        if mode is Mode.ORDERS and answers(self.model) and unanswered(self.model):
            self.call_after_refresh(self._point, "demands")

    def _side_of_mode(self) -> str:
        """Which pane lies beside the desk in this step."""
        mode = self.model.mode
        if mode is Mode.ORDERS or (mode is Mode.WAIT and made_demands(self.model)):
            return "demands"
        if mode is Mode.TALK:
            return "talk"
        scored = self.model.view.standing is not None
        return "goals" if mode in (Mode.BILL, Mode.OVER, Mode.SETUP) and scored else "board"

    def _refocus(self) -> None:
        focused = self.focused
        if focused is not None and focused.is_attached and all(w.display for w in focused.ancestors_with_self):
            return
        self.set_focus(self._keys_of(self._pane if not self.is_wide else "now"))

    def _keys_of(self, pane: str) -> Widget | None:
        """The part of a pane that takes keys."""
        match pane:
            case "demands":
                return self.query_one(DemandsPane)
            case "board":
                return self.query_one("#board-list", MenuList)
            case "talk":
                return self.query_one("#talk-list", MenuList)
            case "log":
                return self.query_one(LogPane)
            case "now" if self.model.mode in (Mode.CARD, Mode.DEMAND, Mode.ORDERS):
                menu = self.query_one(DeskPane).menu
                return menu if menu.pointed is not None else None
            case _:
                return None

    def _point(self, pane: str) -> None:
        """Show a pane and give it the keys."""
        if pane in SIDES and self.is_wide:
            self._side = pane
            self._pane = "now"
        else:
            self._pane = pane
        self._arrange()
        self.call_after_refresh(self._focus_pane, pane)

    def _focus_pane(self, pane: str) -> None:
        self.set_focus(self._keys_of(pane))
        self._refresh()

    def heading(self) -> tuple[Line, Line]:
        """The top line."""
        width = self.size.width - 2
        left = left_side(self.model, width)
        if width >= 100:
            left = (span("northaxis  ", "dim"), *left)
        return left, right_side(self.model, width, reading(self.model))

    def _top(self, width: int) -> list[Line]:
        left, right = self.heading()
        return [spread(left, right, width), line((RULE * width, "rule-line"))]

    def _tabs(self, width: int) -> list[Line]:
        shown = self._pane
        return [tabs_line(self.model, shown, width), line((RULE * width, "rule-line"))]

    def _advice(self, width: int) -> list[Line]:
        text = advice(self.model, self.focus_name) if self._coach else ""
        if not text:
            return [BLANK]
        rows = wrapped(text, width - 18) if width < WIDE[0] else [text]
        first = spread(line(("  coach  ", "accent"), (rows[0], "text")), line(("h hide ", "dim")), width)
        return [first, *(line(("         ", "text"), (row, "text")) for row in rows[1:2])]

    def _foot(self, width: int) -> list[Line]:
        """Trouble before all, then what was said, then where the table has gone meanwhile, then the coach."""
        if self.client.trouble:
            said = f" ▲ {trouble_words(self.client.trouble)}"
            return [with_role(spread(line((said, "hot bold")), (), width), "@raised")]
        if self._word:
            return [self._word]
        gone = ahead_words(self.model)
        return [line((f"  {gone}", "accent bold"))] if gone else self._advice(width)

    def _tick(self) -> None:
        """A second more: only the line with the clock is drawn again, and told when it runs out."""
        if said := self._time.look():
            self._tell_anywhere(said)
        if self.is_current and self.client.time_left() is not None:
            self.query_one(".top", Lines).redraw()

    def _tell_anywhere(self, text: str) -> None:
        """Say something above the footer; in a corner of whatever lies over the table just now."""
        if self.is_current:
            self.tell(text, "accent bold")
        else:
            self.northaxis.say(text)

    def _tell_notices(self) -> None:
        """Say what control has done beside play since the last look, once."""
        facts = self.client.facts()
        before, self._noticed = min(self._noticed, len(facts)), len(facts)
        said = notices(self.client.game, facts, before) if self.client.view().over is None else ()
        if said and self.client.has_control:
            self._tell_anywhere(" ".join(said[-2:]))

    def hints(self) -> Sequence[Hint]:
        """The keys that matter now."""
        return hints(self.model, self._pane, self.focus_name)

    def say(self, said: Line) -> None:
        """A line above the footer, in the coach's place."""
        self._word = said
        self.query_one("#coach", Lines).redraw()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Other keys matter."""
        self.query_one("#coach", Lines).redraw()
        self.query_one(KeyHints).show(self.hints())

    def _hear(self) -> None:
        self.post_message(News())

    async def on_news(self, event: News) -> None:
        """The table has moved, or stands still, without this seat's doing."""
        event.stop()
        if self.client.trouble != self._trouble:
            before, self._trouble = self._trouble, self.client.trouble
            self.tell("" if self._trouble else back_words(before))
        if self.client.seat != self._seat:  # control gave it to somebody else
            if self.client.role is not Role.STANDBY:  # then the app puts the waiting page here
                self.northaxis.change_seat(self.client.sit(self.client.seat), self._passed)
            return
        self.query_one("#seats").display = has_strip(self.client)
        if self._busy.locked() or self.client.may_go_on():
            self._tell_notices()
            return  # whoever asks looks anyway
        asked, owed, left = self.model.own.requests, self._owed_estimates(), Left.of(self.model)
        if self.model.look():
            if self.model.elsewhere is not left.elsewhere or (self._word == ASKED and not self._owed_estimates()):
                self._word = BLANK
            self._begin_page()
            self._refresh()
            self._tell_away(away_words(self.model, left))
            self._tell_answers(asked)
            if self._owed_estimates() - owed:
                self._tell_all(ASKED)
        self._tell_notices()

    def _owed_estimates(self) -> frozenset[str]:
        """The arguments of which control wants this seat's estimate."""
        return frozenset(one.id for one in owed_estimates(self.model.game, self.model.view))

    def _begin_page(self) -> None:
        """News have come while nothing was on the page: the first cause of a reveal, or all that came of a card."""
        if self.model.waiting and not self.model.is_reveal:
            self.model.tell_all()
        elif self.model.waiting and not self.model.page:
            self.model.next_beat()

    def _tell_answers(self, before: tuple[OpenRequest, ...]) -> None:
        """Say it when control has answered a request."""
        for request in self.model.own.requests:
            if request not in before and request.status != OPEN:
                self._tell_all(line((f"  Control on your request: {plain(request.answer)}   (t)", "accent")))

    def _tell_away(self, words: str) -> None:
        """Say it to somebody who looks at another screen."""
        if words and self.app.screen is not self:
            self._notice = line((f"  {words}", "accent bold"))
            self._tell_all(self._notice)

    def _tell_all(self, said: Line) -> None:
        """Say it here and on every screen that lies over the table."""
        stack = self.app.screen_stack
        for screen in stack[stack.index(self) :] if self in stack else ():
            if isinstance(screen, Page | Dialogue):
                screen.say(said)
