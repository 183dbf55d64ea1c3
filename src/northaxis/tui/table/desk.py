"""The desk: the one pane that always shows what the table waits for. A page of text, a list to choose from, a foot."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical

from northaxis.domain.actions import Action
from northaxis.domain.facts import Step
from northaxis.domain.ids import ActionId
from northaxis.services.debrief import results
from northaxis.services.room import places_used
from northaxis.services.wording import capital, over_words
from northaxis.tui.ink import BLANK, Line, line, spread, wrapped
from northaxis.tui.table.cards import card_lines, card_options, demand_options, scene_lines
from northaxis.tui.table.demands import demand_rows
from northaxis.tui.table.model import Mode, TableModel
from northaxis.tui.table.orders import SEAL, odds_panel, order_rows, refusal_rows, summary_lines
from northaxis.tui.table.people import result_rows
from northaxis.tui.table.room import (
    ARGUE,
    argue_foot,
    argument_rows,
    is_argued,
    lead_words,
    next_words,
    prediction_rows,
    waiting_rows,
)
from northaxis.tui.table.seats import is_round
from northaxis.tui.table.telling import bill_lines, left_words, score_line, told_lines
from northaxis.tui.widgets.line_widget import Lines
from northaxis.tui.widgets.menu_list import MenuList, MenuRow


def title(model: TableModel) -> tuple[str, str, str]:
    """The desk's heading, a word at its right, and that word's role."""
    name, note, role = _title(model)
    if (lead := lead_words(model)) and role == "accent":
        return name, lead, "dim"
    if model.has_control and note.startswith("space"):
        return name, next_words(model), "accent" if model.reads_on else "dim"
    return name, note, role


def _title(model: TableModel) -> tuple[str, str, str]:
    view = model.view
    match model.mode:
        case Mode.SETUP:
            said = "space when you have read it" if is_round(model.client) else "space opens turn 1"
            return "THE SCENE", said, "accent"
        case Mode.CARD:
            waits = bool(card_options(model))
            return "A CARD", "choose" if waits else "space goes on", "accent"
        case Mode.NEWS:
            return "WHAT CAME OF IT", "space goes on", "accent"
        case Mode.DEMAND:
            return "YOUR DEMAND", "choose one", "accent"
        case Mode.TALK:
            return "TALKS", "space goes on", "accent"
        case Mode.ORDERS:
            count = places_used(view)
            full = count >= view.allowed_orders
            return "YOUR ORDERS", f"{count} of {view.allowed_orders} on the sheet", "dim" if full else "accent"
        case Mode.REVEAL:
            return "THE REVEAL", left_words(model) if model.waiting else "space goes on", "accent"
        case Mode.BILL:
            return f"TURN {view.turn} IS DONE", "space: next turn", "accent"
        case Mode.OVER:
            return "PLAY IS OVER", "enter: the debrief", "accent"
        case _:
            return "WAITING", f"for {view.waiting_for}" if view.waiting_for else "", "dim"


class DeskPane(Vertical):
    """What the table waits for."""

    DEFAULT_CSS = """
    DeskPane { height: 1fr; }
    DeskPane > .heading { height: 1; }
    DeskPane > .page { height: auto; }
    DeskPane.page-only > .page { height: 1fr; }
    DeskPane > MenuList { height: 1fr; margin-top: 0; }
    DeskPane.orders > MenuList { height: auto; }
    DeskPane > .foot { height: 1fr; }
    DeskPane.card > .foot, DeskPane.page-only > .foot { display: none; }
    DeskPane.page-only > MenuList { display: none; }
    DeskPane.orders > .page { display: none; }
    """

    def __init__(self, model: TableModel, **options: Any) -> None:
        super().__init__(**options)
        self.model = model
        self._shown: tuple[object, ...] = ()
        self._top = 0
        """Lines of a long page that are above what is shown."""

    def compose(self) -> ComposeResult:
        """Heading, page, list, foot."""
        yield Lines(self._heading, classes="heading")
        yield Lines(self._page, classes="page")
        yield MenuList(id="desk-list", details=True)
        yield Lines(self._foot, classes="foot")

    @property
    def menu(self) -> MenuList:
        """The list of the desk."""
        return self.query_one("#desk-list", MenuList)

    @property
    def pointed_action(self) -> Action | None:
        """The order under the cursor, in the orders step."""
        row = self.menu.pointed
        if row is None or self.model.mode is not Mode.ORDERS:
            return None
        return self.model.game.rules.actions.get(ActionId(row.id))

    def update(self) -> None:
        """Show what is so now."""
        rows = self._rows()
        mode = self.model.mode
        self.set_class(not rows, "page-only")
        self.set_class(mode is Mode.ORDERS and bool(rows), "orders")
        self.set_class(bool(rows) and mode is not Mode.ORDERS, "card")
        self.menu.show(rows)
        if mode is Mode.ORDERS:
            self.menu.styles.max_height = len(rows)
        else:
            self.menu.styles.max_height = None
        self._redraw(mode, rows)

    def leaf(self, by: int) -> None:
        """A screenful of a long page down (1) or up (-1)."""
        self._top = max(0, self._top + by * max(1, self._room - 2))
        self.query_one(".page", Lines).redraw()

    @property
    def _room(self) -> int:
        """Lines under the heading and the blank below it."""
        return max(2, self.size.height - 2)

    def _redraw(self, mode: Mode, rows: list[MenuRow]) -> None:
        shape = (mode, len(rows), self.model.view.turn, len(self.model.page), self.model.view.card)
        is_new = shape != self._shown
        self._top = 0 if is_new else self._top
        for part in self.query(Lines):
            part.redraw()
        if is_new:
            self._shown = shape
            self.refresh(layout=True)
            self.query_one(".page", Lines).refresh(layout=True)
            self.menu.refresh(layout=True)

    def _rows(self) -> list[MenuRow]:
        match self.model.mode:
            case Mode.CARD:
                return card_options(self.model)
            case Mode.DEMAND:
                return demand_options(self.model)
            case Mode.ORDERS:
                return order_rows(self.model)
            case _:
                return []

    def _heading(self, width: int) -> list[Line]:
        name, note, role = title(self.model)
        return [spread(line((f" {name}", "dim bold")), line((f"{note} ", role)), width)]

    def _page(self, width: int) -> list[Line]:
        model = self.model
        height = max(3, self.size.height - 1)
        match model.mode:
            case Mode.SETUP:
                return [BLANK, *scene_lines(model, width)]
            case Mode.CARD:
                return [BLANK, *card_lines(model, width)]
            case Mode.DEMAND:
                return [BLANK, *_said("One thing, asked in public. The same one cannot be asked twice running.", width)]
            case Mode.REVEAL | Mode.NEWS:
                rows, self._top = window(_told(model, width, self._room), self._room, self._top)
                return [BLANK, *rows]
            case Mode.BILL:
                return [BLANK, *bill_lines(model, width, height - 1)]
            case Mode.OVER:
                return over_lines(model, width, height)
            case Mode.TALK:
                return [BLANK, *_talks(model, width)]
            case Mode.WAIT:
                return [BLANK, *_waiting(model, width)]
            case _:
                return []

    def _foot(self, width: int) -> list[Line]:
        if self.model.mode is not Mode.ORDERS:
            return []
        height = self.query_one(".foot", Lines).size.height
        row = self.menu.pointed
        if row is not None and row.id == ARGUE:
            return [*refusal_rows(self.model, width), *argue_foot(self.model, width)]
        if row is not None and row.id == SEAL:
            return [BLANK, *refusal_rows(self.model, width), *summary_lines(self.model, width)]
        return odds_panel(self.model, self.pointed_action, width, height)


def _told(model: TableModel, width: int, height: int) -> list[Line]:
    """What has been told; the arguments of the turn stand below, and above it until the first order is told."""
    below = argument_rows(model, width)
    is_first = bool(model.page) and model.page[-1].beat.kind == "sheets"
    if below and (is_first or is_argued(model)):
        return [*below[1:], BLANK, *told_lines(model, width, height)]
    return [*told_lines(model, width, max(height // 2, height - len(below))), *below]


def window(rows: list[Line], height: int, top: int) -> tuple[list[Line], int]:
    """As much of the rows as fits, from one of them on, with a word on what is below; where it truly begins."""
    if len(rows) <= height:
        return rows, 0
    room = max(1, height - 1)
    top = min(top, len(rows) - room)
    below = len(rows) - top - room
    said = f"… {below} more line{'' if below == 1 else 's'}: PgDn" if below else "that is all"
    back = "   PgUp" if top else ""
    return [*rows[top : top + room], line(("  ", "dim"), (f"{said}{back}", "accent"))], top


def _said(text: str, width: int) -> list[Line]:
    return [*[line(("  ", "dim"), (row, "dim")) for row in wrapped(text, min(72, width - 4))], BLANK]


def _talks(model: TableModel, width: int) -> list[Line]:
    """What there is to talk about: the demands, and the points in hand."""
    rows = _said("Talk, offer, sign. Only a signed deal is checked; words bind nobody.", width)
    moves = ", q asks control" if model.has_control else ", space goes on"
    for block in demand_rows(model, None, width, False):
        rows += block
    return [
        *rows,
        BLANK,
        line(("  ", "dim"), (f"d opens a demand, t the talk pane{moves}.", "dim")),
    ]


def _waiting(model: TableModel, width: int) -> list[Line]:
    view = model.view
    if model.has_control:
        mine = [BLANK, *summary_lines(model, width)] if view.sheet.sealed and view.step is Step.ORDERS else []
        sealed = "Your sheet is sealed." if mine else "Nothing is asked of you now: p board, l log, t talk."
        return [*_said(sealed, width)[:-1], *waiting_rows(model, width), *prediction_rows(model, width), *mine]
    if view.sheet.sealed:
        others = view.waiting_for
        text = f"Your sheet is sealed. The table waits for {others} more." if others else "Your sheet is sealed."
        return [*_said(text, width), *summary_lines(model, width)]
    return _said("Others are at work. Look around meanwhile: p board, l log, m map.", width)


def over_lines(model: TableModel, width: int, height: int) -> list[Line]:
    """The end: did it suffice?"""
    view = model.view
    mine = next((score for score in view.scores if score.seat == view.seat), None)
    rows: list[Line] = [BLANK]
    people = results(model.game, model.client.facts())
    if people:
        rows += result_rows(people, width)
    elif mine is not None:
        role = "good bold" if mine.won else "bright bold"
        rows.append(line(("  You win." if mine.won else "  You do not win.", role)))
        rows.append(line(("  ", "dim"), (f"{mine.score} points, and {mine.bar} win.", "text")))
    if view.over is not None:
        why = over_words(model.game, view.over.reason)
        rows += [line(("  ", "dim"), (text, "text")) for text in wrapped(capital(why), min(72, width - 4))]
    if view.over is not None and view.over.common_loss:
        rows.append(line(("  Everybody has lost.", "hot bold")))
    return [*rows, BLANK, *bill_lines(model, width, height - len(rows) - 1)]


__all__ = ["DeskPane", "over_lines", "score_line", "title"]
