"""The questions the table screen asks in dialogues, and the longer moves of the table: skipping, going on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from northaxis.domain.actions import Action, Play
from northaxis.domain.demands import ResponseKind
from northaxis.domain.facts import Step
from northaxis.domain.ids import DemanderId, DemandId, PassageId
from northaxis.domain.odds import odds
from northaxis.domain.orders import MakeDemand, Place
from northaxis.domain.state import MadeDemand
from northaxis.services.client import DoorClosed
from northaxis.services.ports import StoreFailed
from northaxis.services.table import TableHeld
from northaxis.tui.ink import Line, line, plain
from northaxis.tui.table.cards import card_on_table
from northaxis.tui.table.demands import may_answer, price
from northaxis.tui.table.effects import effects_rows
from northaxis.tui.table.model import Mode, TableModel
from northaxis.tui.table.orders import full_odds, seen_after_answers, summary, unanswered
from northaxis.tui.widgets.dialogue import Choice, Reader
from northaxis.tui.widgets.line_widget import Lines
from northaxis.tui.widgets.menu_list import MenuRow
from northaxis.tui.widgets.odds import odds_short
from northaxis.tui.widgets.pager import Pager, Paragraph

if TYPE_CHECKING:
    from northaxis.tui.screens.table import TableScreen

MOST_STEPS = 40
SEAL_KEY = "s"
"""Of the orders pane."""


def is_store_problem(problem: Exception) -> bool:
    """Whether an exception is the world failing, to be told, rather than a bug."""
    return isinstance(problem, StoreFailed | TableHeld | DoorClosed)


class LineReader(Reader):
    """Lines to read that stand close together."""

    def compose_inside(self) -> ComposeResult:
        """The lines."""
        yield Pager(self._paragraphs, spaced=False)


class SealChoice(Choice):
    """A question over lines that stand close together."""

    def __init__(self, title: str, lines: Sequence[Line], rows: Sequence[MenuRow]) -> None:
        super().__init__(title, (), rows)
        self._summary = tuple(lines)

    def compose_inside(self) -> ComposeResult:
        """The lines, then the answers."""
        yield Lines(lambda width: self._summary)
        yield from super().compose_inside()


async def go_on(model: TableModel) -> None:
    """Move the table on until there is something to read, to do or to wait for."""
    model.turn_page_if_read()
    for _ in range(MOST_STEPS):
        await model.go_on()
        if model.waiting:
            if model.is_reveal:
                model.next_beat()
            else:
                model.tell_all()
            return
        if model.mode is Mode.WAIT and model.client.may_go_on():
            continue
        if model.mode is Mode.REVEAL and model.client.may_go_on():
            continue
        return


async def skip_to_bill(model: TableModel) -> None:
    """Tell the whole reveal at once, up to the bill; if control has opened the next turn, go there."""
    if model.ahead is not None:
        model.follow()
        return
    for _ in range(MOST_STEPS):
        model.tell_all()
        if model.view.step in (Step.TURN_END, Step.OVER):
            model.turn_page()
            return
        if not model.client.may_go_on():
            return
        await model.go_on()


def owed_words(model: TableModel) -> str:
    """What the table waits for from this seat."""
    match model.mode:
        case Mode.CARD:
            return "The card waits for your choice: arrows and enter."
        case Mode.DEMAND:
            return "The table waits for your demand: arrows and enter."
        case Mode.ORDERS:
            left = unanswered(model)
            said = "The table waits for your sheet: s seals it."
            return f"{said} {left} demands have no answer yet." if left else said
        case _:
            return "The table waits for you."


def choose_target(screen: TableScreen, action: Action, legal: Sequence[Place]) -> None:
    """At what? Every target with its odds and effects."""
    model = screen.model
    rules = model.game.rules
    rows = []
    for act in legal:
        play = rules.play(act.action, act.target)
        if play is None or act.target is None:
            continue
        found = odds(model.game, seen_after_answers(model), play)
        done = "   ".join(plain(row) for row in effects_rows(rules, found.success, 400, found.index_success))
        rows.append(MenuRow(act.target, rules.quantity(act.target).name, odds_short(found.chance), f"works: {done}"))

    def chosen(target: str | None) -> None:
        act = next((act for act in legal if act.target == target), None)
        if act is None:
            return
        sheet = model.view.sheet.orders
        screen.run_worker(screen.swap(act) if sheet and model.view.allowed_orders == len(sheet) else screen.place(act))

    screen.app.push_screen(Choice(action.name, (action.text,), rows), chosen)


def choose_swap(screen: TableScreen, action: Action) -> None:
    """The sheet holds one order: take the other off?"""
    model = screen.model
    old = model.game.rules.actions[model.view.sheet.orders[0].action]
    rows = [MenuRow("keep", f"Keep '{old.name}'", code="k")]
    for play in action.plays:
        if play.requires.holds(model.view.perception.row):
            aim = f": {model.game.rules.quantity(play.target).name}" if play.target else ""
            chance = odds_short(odds(model.game, seen_after_answers(model), play).chance)
            rows.append(MenuRow(f"take {play.target or ''}", f"{action.name}{aim}", f"{action.cost} IP  {chance}"))

    def chosen(id: str | None) -> None:
        if id is not None and id.startswith("take "):
            target = next((play.target for play in action.plays if (play.target or "") == id[5:]), None)
            screen.run_worker(screen.swap(Place(action.id, target)))

    said = "Your sheet holds one order this turn. Nothing is lost by changing it: its price comes back."
    screen.app.push_screen(Choice("One order this turn", (said,), rows), chosen)


def choose_demand(screen: TableScreen, id: str) -> None:
    """Plain or backed?"""
    model = screen.model
    rules = model.game.rules
    demand = rules.demand(DemandId(id))
    ways = {o.act.backed for o in model.view.legal if isinstance(o.act, MakeDemand) and o.act.demand == id}
    demander = next(d for d in rules.answering.demanders if any(each.id == id for each in d.demands))
    backing = demander.backing
    rows = [MenuRow("plain", "Demand it", "free", code="d")]
    if backing is not None and True in ways:
        rows.append(MenuRow("backed", "Demand it and back it", f"{backing.cost} IP", backing.say, code="b"))

    def chosen(way: str | None) -> None:
        if way is not None:
            screen.run_worker(screen.demand(MakeDemand(demand.id, way == "backed")))

    screen.app.push_screen(Choice(demand.name, (f"“{demand.text}”",), rows), chosen)


def answer_price(model: TableModel, demander: DemanderId, kind: ResponseKind) -> int:
    """What an answer that can be given would cost now; giving the same again costs nothing."""
    rules = model.game.rules
    if model.view.sheet.answer(demander) is kind or not may_answer(model, demander, kind):
        return 0
    return price(rules.demander(demander), rules.answering.responses[kind])


def confirm_answer(screen: TableScreen, demander: DemanderId, kind: ResponseKind) -> None:
    """An answer that costs points is asked back; where its key is also the one that seals, that is offered too."""
    model = screen.model
    rules = model.game.rules
    response, cost = rules.answering.responses[kind], answer_price(model, demander, kind)
    rows = [
        MenuRow("back", "Go back", code="n"),
        MenuRow("yes", response.name, f"{cost} IP", response.say, "y"),
    ]
    if response.key.casefold() == SEAL_KEY:
        rows.append(MenuRow("seal", "Seal the sheet instead", "", "Your orders pane seals with the same key.", "s"))

    def answered(choice: str | None) -> None:
        if choice == "yes":
            screen.run_worker(screen.answer(demander, kind))
        elif choice == "seal":
            screen.run_worker(screen.action_seal())

    title = f"{response.name}, for {cost} IP?"
    screen.app.push_screen(Choice(title, (f"To {rules.demander(demander).name}.",), rows), answered)


def confirm_seal(screen: TableScreen) -> None:
    """One look at what is about to be sealed."""
    model = screen.model
    rows = (MenuRow("seal", "Seal it", code="s"), MenuRow("back", "Go back and change it", code="b"))
    careful = unanswered(model) or len(model.view.sheet.orders) < model.view.allowed_orders
    lines = [line((f"  {text}", role)) for text, role in summary(model)]

    def answered(choice: str | None) -> None:
        if choice == "seal":
            screen.run_worker(screen.seal_sheet())

    shown = rows[::-1] if careful else rows
    screen.app.push_screen(SealChoice("Seal this sheet?", lines, shown), answered)


def confirm_leave(screen: TableScreen) -> None:
    """Away from the table?"""
    if screen.model.view.over is not None:
        screen.app.pop_screen()
        return
    rows = (MenuRow("stay", "Stay at the table", code="s"), MenuRow("leave", "Leave the table", code="l"))

    def answered(choice: str | None) -> None:
        if choice == "leave":
            screen.app.pop_screen()

    said = "Everything you have done is kept, and so is your unsealed sheet. You can take the game up again."
    screen.app.push_screen(Choice("Leave the table?", (said,), rows), answered)


def show_odds(screen: TableScreen, play: Play) -> None:
    """Everything about one play."""
    action = screen.model.game.rules.actions[play.action]
    aim = f": {screen.model.game.rules.quantity(play.target).name}" if play.target else ""
    screen.app.push_screen(LineReader(f"{action.name}{aim}", full_odds(screen.model, play)))


def cites_under_cursor(
    model: TableModel, focus: str, track: str, made: MadeDemand | None, action: Action | None
) -> tuple[PassageId, ...]:
    """What the thing under the cursor stands on."""
    rules = model.game.rules
    if focus == "board" and track:
        return rules.quantity(track).cites
    if focus == "demands" and made is not None and made.demand is not None:
        return rules.demand(made.demand).cites
    if action is not None:
        return action.cites
    card = card_on_table(model)
    if card is not None:
        return card.cites
    return model.page[-1].beat.cites if model.page else ()


def about_under_cursor(model: TableModel, focus: str, track: str, action: Action | None) -> list[Paragraph]:
    """For help: what the thing under the cursor is."""
    rules = model.game.rules
    if focus == "board" and track:
        quantity = rules.quantity(track)
        return [(quantity.name, "bright bold"), quantity.meaning]
    if focus == "demands":
        found: list[Paragraph] = [("The answers", "bright bold")]
        return [*found, *(f"{r.name} ({r.key}): {r.say}" for r in rules.answering.responses.values())]
    if action is not None:
        return [(action.name, "bright bold"), action.text]
    return []
