"""The demands on the table and their answers: three parties, what each asks, what each answer would cost and do.

The seat that answers moves a cursor over them and answers with one key; the others read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from northaxis.domain.demands import Demander, Response, ResponseKind
from northaxis.domain.facts import Step
from northaxis.domain.ids import DemanderId
from northaxis.domain.orders import Answer
from northaxis.domain.state import MadeDemand
from northaxis.services.choices import before_answer
from northaxis.tui.actions import bindings_for
from northaxis.tui.glyphs import CURSOR, RESTING
from northaxis.tui.ink import BLANK, Line, line, span, spread, with_role, wrapped
from northaxis.tui.table.effects import answer_lines, effects_rows, index_change
from northaxis.tui.table.model import Mode, TableModel
from northaxis.tui.table.orders import refusal_rows, unanswered
from northaxis.tui.table.room import note_rows
from northaxis.tui.widgets.line_widget import LineWidget


def made_demands(model: TableModel) -> tuple[MadeDemand, ...]:
    """The demands on the table, in the demanders' order."""
    order = [demander.id for demander in model.game.rules.answering.demanders]
    made = [entry for entry in model.view.demands if entry.demand is not None]
    return tuple(sorted(made, key=lambda entry: order.index(entry.demander)))


def answers(model: TableModel) -> bool:
    """Whether this seat is the one that answers."""
    return model.view.seat == model.game.rules.answering.seat


def may_answer(model: TableModel, demander: DemanderId, kind: ResponseKind) -> bool:
    """Whether the view lists the answer."""
    acts = (order.act for order in model.view.legal if isinstance(order.act, Answer))
    return any((act.demander, act.response) == (demander, kind) for act in acts)


def may_answer_now(model: TableModel) -> bool:
    """Whether answers are wanted of this seat."""
    return answers(model) and model.view.owes and model.mode is Mode.ORDERS


def price(demander: Demander, response: Response) -> int:
    """What the answer costs in IP."""
    return response.cost + (demander.comply_cost if response.kind is ResponseKind.COMPLY else 0)


def demand_heading(model: TableModel, width: int) -> Line:
    """The pane's title: how many, and how many still need an answer."""
    count = len(made_demands(model))
    names = {1: "ONE DEMAND", 2: "TWO DEMANDS", 3: "THREE DEMANDS"}
    title = line((f" {names.get(count, 'DEMANDS')}", "dim bold"))
    if not count:
        return title
    if not answers(model):
        who = model.game.rules.seats[model.game.rules.answering.seat].name
        return spread(title, line((f"{who} answers ", "dim")), width)
    left, most = unanswered(model), model.game.rules.answering.most_complies
    limit = (f"comply with {most} at most", "dim")
    if not left or not model.view.owes:
        return spread(title, line(limit, " "), width)
    return spread(title, line(limit, ("  ·  ", "dim"), (f"{left} to answer ", "accent")), width)


def demand_rows(model: TableModel, pointed: int | None, width: int, focused: bool) -> list[list[Line]]:
    """Every demand as a block of lines; the pointed one says what each answer would do."""
    blocks = []
    for place, made in enumerate(made_demands(model)):
        rows = _head(model, made, place == pointed, width, focused)
        if place == pointed:
            rows += _opened(model, made, width)
        elif answers(model):
            rows.append(_keys_line(model, made))
        blocks.append(rows)
    return blocks


def _head(model: TableModel, made: MadeDemand, pointed: bool, width: int, focused: bool) -> list[Line]:
    rules = model.game.rules
    demander, assert_id = rules.demander(made.demander), made.demand
    assert assert_id is not None
    demand = rules.demand(assert_id)
    sign = span(f"{CURSOR if focused else RESTING} " if pointed else "  ", "accent bold" if focused else "dim")
    seat = rules.seats.get(demander.seat) if demander.seat else None
    role = f"seat-{seat.hue} bold" if seat else "text bold"
    name = line(sign, (f"{demander.short.upper():<4} ", role), (demand.name, "bright bold" if pointed else "text"))
    note = line(("backed", "accent")) if made.backed else line(("", "dim"))
    row = spread(name, note, width)
    return [with_role(row, "@cursor") if pointed and focused else row]


def _keys_line(model: TableModel, made: MadeDemand) -> Line:
    """The answer written, or the keys that would answer."""
    rules = model.game.rules
    written = model.view.sheet.answer(made.demander)
    if written is not None:
        return line(span("       "), ("✓ ", "accent"), (rules.answering.responses[written].name.lower(), "bright"))
    if not model.view.owes:
        early = model.view.step in (Step.DEMANDS, Step.NEGOTIATE)
        return line(span("       "), ("answered with the orders" if early else "no answer: refused", "dim"))
    parts: list[tuple[str, str]] = [("       ", "text")]
    for kind, response in rules.answering.responses.items():
        if may_answer(model, made.demander, kind):
            cost = price(rules.demander(made.demander), response)
            parts += [(response.key, "accent"), (f" {response.name.lower()}{f' {cost} IP' if cost else ''}   ", "dim")]
    return line(*parts)


def _opened(model: TableModel, made: MadeDemand, width: int) -> list[Line]:
    rules, seen = model.game.rules, before_answer(model.game, model.view, made)
    demander = rules.demander(made.demander)
    assert made.demand is not None
    demand = rules.demand(made.demand)
    rows = [line(span("       "), (text, "dim")) for text in wrapped(f"“{demand.text}”", min(72, width - 9))]
    written = model.view.sheet.answer(made.demander)
    for kind, response in rules.answering.responses.items():
        if kind is ResponseKind.SHAM and demand.sham_of is None:
            continue
        effects = answer_lines(model.game, seen, made, kind)
        said = effects_rows(rules, effects, max(16, width - 22), index_change(model.game, seen, effects))
        chosen, possible = written is kind, may_answer(model, made.demander, kind)
        cost = price(demander, response)
        open_ = answers(model) and model.view.owes
        mark = "✓" if chosen else " "
        key = "accent bold" if possible and open_ else "dim"
        word = "bright bold" if chosen else "text" if possible or not open_ else "dim"
        label = line(span("     "), (f"{mark} ", "accent"), (response.key, key), (f" {response.name.lower():<7}", word))
        rest = said if possible or chosen or not open_ else [tuple((text, "dim") for text, _ in row) for row in said]
        price_words = line((f" {cost} IP" if cost else "", "bright" if possible or chosen else "dim"))
        rows.append(spread((*label, span(" "), *rest[0]), price_words, width, gap=0))
        rows += [line(span(" " * 17), *row) for row in rest[1:]]
    return [*rows, *note_rows(model, made.demander, width, " " * 7)]


class DemandsPane(LineWidget, can_focus=True):
    """The demands as a widget. It posts `Answered`; the screen asks the table."""

    DEFAULT_CSS = "DemandsPane { height: 1fr; }"

    BINDINGS: ClassVar[list[BindingType]] = bindings_for("demands")

    class Answered(Message):
        """A person gave an answer to a demand."""

        def __init__(self, demander: DemanderId, response: ResponseKind) -> None:
            super().__init__()
            self.demander, self.response = demander, response

    class Finished(Message):
        """A person went on from the last demand."""

    def __init__(self, model: TableModel, **options: Any) -> None:
        super().__init__(**options)
        self.model = model
        self._cursor, self._turn = 0, 0

    @property
    def pointed(self) -> MadeDemand | None:
        """The demand under the cursor."""
        made = made_demands(self.model)
        return made[min(self._cursor, len(made) - 1)] if made else None

    def build(self, width: int, height: int) -> Sequence[Line]:
        """The heading, the demands, a refusal if there was one."""
        made = made_demands(self.model)
        if not made:
            return [demand_heading(self.model, width), BLANK, *_nothing(self.model, width)]
        if self._turn != self.model.view.turn:
            self._cursor, self._turn = 0, self.model.view.turn
        self._cursor = min(self._cursor, len(made) - 1)
        blocks = demand_rows(self.model, self._cursor, width, self.has_focus)
        foot = refusal_rows(self.model, width) if self.has_focus else []
        rows = [demand_heading(self.model, width)]
        total = sum(len(block) for block in blocks) + len(blocks) + len(foot)
        spaced = not height or total + 1 <= height
        for place, block in enumerate(blocks):
            if spaced:
                rows.append(BLANK)
            rows += block
            if place == self._cursor and foot:
                rows += foot
        return rows

    def point_to_open(self) -> bool:
        """Put the cursor on the first demand without an answer; False when all have one."""
        for place, made in enumerate(made_demands(self.model)):
            if self.model.view.sheet.answer(made.demander) is None:
                self._cursor = place
                self.redraw()
                return True
        return False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The letters of answers are keys only while answers are wanted; else they go to the table."""
        if action in ("comply", "stall", "refuse", "sham"):
            return may_answer_now(self.model)
        return super().check_action(action, parameters)

    def action_up(self) -> None:
        """The demand above."""
        self.move(-1)

    def action_down(self) -> None:
        """The demand below."""
        self.move(1)

    def action_comply(self) -> None:
        """Do what is asked."""
        self._answer(ResponseKind.COMPLY)

    def action_stall(self) -> None:
        """Promise an answer soon."""
        self._answer(ResponseKind.STALL)

    def action_refuse(self) -> None:
        """Say no."""
        self._answer(ResponseKind.REFUSE)

    def action_sham(self) -> None:
        """Only seem to do it."""
        self._answer(ResponseKind.SHAM)

    def move(self, step: int) -> None:
        """Another demand."""
        self._cursor = max(0, min(len(made_demands(self.model)) - 1, self._cursor + step))
        self.model.refused = None
        self.redraw()

    def _answer(self, kind: ResponseKind) -> None:
        made = self.pointed
        if made is not None and answers(self.model) and self.model.view.owes:
            self.post_message(self.Answered(made.demander, kind))

    def action_next(self) -> None:
        """The next demand that is open, or on to the orders."""
        if not self.point_to_open():
            self.post_message(self.Finished())

    def watch_has_focus(self, _has_focus: bool) -> None:
        """The cursor brightens or dims."""
        super().watch_has_focus(_has_focus)
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        """A click points."""
        place = event.get_content_offset(self)
        if place is None:
            return
        at = -1
        for y, row in enumerate(self.build(self.content_size.width, self.content_size.height)):
            if row and len(row) > 1 and row[1][0].strip() and row[0][0] in ("  ", f"{CURSOR} ", f"{RESTING} "):
                at += 1
            if y == place.y and at >= 0:
                self.move(at - self._cursor)


def _nothing(model: TableModel, width: int) -> list[Line]:
    who = ", ".join(demander.name for demander in model.game.rules.answering.demanders)
    target = model.game.rules.seats[model.game.rules.answering.seat].name
    said = f"Nothing is demanded yet this turn. After the cards, {who} each ask one thing of {target}."
    return [line(span("  "), (text, "dim")) for text in wrapped(said, min(72, width - 4))]
