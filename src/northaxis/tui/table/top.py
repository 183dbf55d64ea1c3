"""The top line, the tabs of a narrow screen and the keys in the footer: where one is, who one is, what can be done."""

from __future__ import annotations

from northaxis.domain.facts import Step
from northaxis.domain.ids import PUBLIC
from northaxis.services.room import owed_estimates
from northaxis.services.wording import date_words, seat_name
from northaxis.tui.ink import Line, line, span, spread
from northaxis.tui.table.demands import answers, made_demands
from northaxis.tui.table.model import Mode, TableModel
from northaxis.tui.table.orders import unanswered
from northaxis.tui.table.seats import is_round
from northaxis.tui.widgets.key_hints import Hint
from northaxis.tui.widgets.pressure import PressureReading, pressure_short

SKIP = "skip to the bill"

STEPS = {
    Mode.SETUP: "BEFORE PLAY",
    Mode.CARD: "CARD",
    Mode.NEWS: "WHAT CAME OF IT",
    Mode.DEMAND: "DEMAND",
    Mode.TALK: "TALKS",
    Mode.ORDERS: "ORDERS",
    Mode.WAIT: "WAITING",
    Mode.REVEAL: "REVEAL",
    Mode.BILL: "THE BILL",
    Mode.OVER: "PLAY IS OVER",
}


def left_side(model: TableModel, width: int) -> Line:
    """Scenario, turn, date."""
    view, game = model.view, model.game
    turn = f"turn {view.turn}/{view.turns}" if view.turn else f"{view.turns} turns"
    if width < 100:
        short = f" {view.turn}/{view.turns}" if view.turn else ""
        return line((f"{game.scenario.name}{short}", "bright bold"), (" · ", "dim"), *_step(model))
    date = f" · {date_words(view.date)} · day {view.day}" if view.turn else f" · {date_words(view.date)}"
    return line((game.scenario.name, "bright bold"), (f" · {turn}{date}", "dim"))


TABLE = {
    Step.INJECT: "CARD",
    Step.DEMANDS: "DEMANDS",
    Step.NEGOTIATE: "TALKS",
    Step.ORDERS: "ORDERS",
    Step.ADJUDICATE: "REVEAL",
    Step.NARRATE: "REVEAL",
    Step.TURN_END: "THE BILL",
    Step.OVER: "PLAY IS OVER",
}
"""The step of the table, where something else is read here: the clock is the table's."""


def _step(model: TableModel) -> Line:
    role = "accent bold" if needs_you(model) else "bright"
    return (*line((step_name(model), role)), *time_words(model))


def step_name(model: TableModel) -> str:
    """What goes on: of a table with control its own step, also while what came before is read."""
    there = model.elsewhere or model.view
    is_reading = model.has_control and (model.elsewhere is not None or model.mode is Mode.NEWS)
    return TABLE.get(there.step, STEPS[model.mode]) if is_reading else STEPS[model.mode]


def waiting_mark(model: TableModel) -> Line:
    """That an offer or a question waits for this seat, and the key that goes there."""
    there = model.elsewhere or model.view
    offers = sum(1 for deal in there.deals if deal.signed is None and deal.to == there.seat)
    asked = len(owed_estimates(model.game, there))
    said = [f"{offers} offer{'s' if offers > 1 else ''}"] if offers else []
    said += ["a question"] if asked else []
    if not said or not model.has_control:
        return ()
    key = "a" if asked and not offers else "t"
    key = key if model.elsewhere is None else "s" if model.has_more else "space"
    return line((f"{' and '.join(said)}: ", "dim"), (key, "accent"), ("   ", "dim"))


def time_words(model: TableModel) -> Line:
    """What is left of the step, where the table has a clock: ` 1:12 left`."""
    left = model.client.time_left()
    if left is None:
        return ()
    over, seconds = left.seconds < 0, abs(left.seconds)
    said = f"{'+' if over else ''}{seconds // 60}:{seconds % 60:02} {'over' if over else 'left'}"
    if left.paused:
        return line((f"  paused, {said}", "dim"))
    return line((f"  {said}", "accent bold" if left.warned or over else "text"))


def needs_you(model: TableModel) -> bool:
    """Whether the table waits for this seat."""
    return model.view.owes and model.mode in (Mode.CARD, Mode.DEMAND, Mode.ORDERS)


def right_side(model: TableModel, width: int, reading: PressureReading) -> Line:
    """The step, the seat, what it can spend; on a narrow screen the pressure as well."""
    view, game = model.view, model.game
    seat = game.rules.seats.get(view.seat)
    nobody = line((seat_name(game, view.seat), "bright bold"))
    who = line((f"{seat.mark} {seat.id}", f"seat-{seat.hue} bold")) if seat else nobody
    purse = line(("   IP ", "dim"), (str(view.ip), "bright bold")) if seat else ()
    if width < 100:
        return (*who, *purse, span("   "), *pressure_short(reading))
    name = line((f" {seat.name}", f"seat-{seat.hue}")) if seat else ()
    of = line((f" of {game.rules.bank_cap}", "dim")) if seat else ()
    waits = view.waiting_for - (1 if view.owes else 0)
    waiting = line((f"waiting for {waits}   ", "dim")) if model.mode is Mode.WAIT and waits > 0 else ()
    return (*waiting, *waiting_mark(model), *_step(model), span("     "), *who, *name, *purse, *of)


def tabs_line(model: TableModel, pane: str, width: int) -> Line:
    """The panes of a narrow screen, by number; the one shown is bright."""
    left = unanswered(model)
    count = str(len(made_demands(model)) or "")
    offers = sum(1 for deal in model.view.deals if deal.signed is None and deal.to == model.view.seat)
    tabs = (
        ("now", "1", STEPS[model.mode].capitalize() if model.mode is not Mode.ORDERS else "Orders", ""),
        ("demands", "2", "Demands", f"{left}!" if left else count if not answers(model) else "✓" if count else ""),
        (("board", "3", "Board", "") if pane == "board" else ("pressure", "3", "Pressure", "")),
        ("map", "4", "Map", ""),
        ("talk", "5", "Talk", f"{offers}!" if offers else ""),
        ("log", "6", "Log", ""),
        ("goals", "7", "Goals", ""),
    )
    parts: list[tuple[str, str]] = []
    for id, key, name, note in tabs:
        here = id == pane
        shown = {"What came of it": "News", "Play is over": "End", "Before play": "Scene", "The bill": "Bill"}
        parts += [(key, "accent"), (f" {shown.get(name, name)}", "bright bold underline" if here else "dim")]
        parts += [(f" {note}", "accent" if "!" in note else "dim")] if note else []
        parts.append(("  ", "dim"))
    return spread(line(*parts), (), width)


def hints(model: TableModel, pane: str, focus: str) -> list[Hint]:
    """The keys that matter now, the most useful first; with several seats the key to another comes early."""
    found = _hints(model, pane, focus)
    if model.has_control:
        found = [hint for hint in found if hint[0] != "space" and hint[1] != SKIP]
        reads: list[Hint] = [("space", "next" if model.waiting else "read on")] if model.reads_on else []
        if model.elsewhere is not None:
            reads += [("s", "go there")] if model.has_more else []
        else:
            reads += [("s", "all at once")] if len(model.waiting) > 1 else []
        asks: list[Hint] = [("q", "ask control")] if model.client.role.plays else []
        owed: list[Hint] = [("a", "estimate")] if owed_estimates(model.game, model.view) else []
        found = [*owed, *reads, *found[:3], *asks, *found[3:]]
    if len(model.client.seats) < 2:
        return found
    if focus == "talk" and len(model.view.own_seats) > 1:
        found.insert(2, ("i", "give IP"))
    if model.mode is Mode.SETUP and is_round(model.client) and found[0][0] == "space":
        found[0] = ("space", "ready")
    name = "other seat" if model.view.seat != PUBLIC else "pass the screen"
    return [*found[:2], ("y", name), *found[2:]]


def _hints(model: TableModel, pane: str, focus: str) -> list[Hint]:
    if focus == "demands" and answers(model) and model.view.owes and model.mode is Mode.ORDERS:
        return [("c", "comply"), ("s", "stall"), ("r", "refuse"), ("x", "sham"), ("Tab", "orders"), ("w", "why")]
    if focus == "demands":
        return [("↑↓", "demands"), ("e", "evidence"), ("w", "why"), ("Esc", "back")]
    if focus == "talk":
        return [("n", "write"), ("f", "offer"), ("enter", "answer an offer"), ("Tab", "back"), ("space", "go on")]
    if focus == "log":
        return [("f", "filter"), ("↑↓", "scroll"), ("Esc", "back")]
    if pane == "pressure":
        return [("3", "every track"), ("w", "why"), ("1", "your move"), ("Esc", "back")]
    if focus == "board":
        return [("↑↓", "tracks"), ("w", "why"), ("e", "evidence"), ("Esc", "back")]
    if pane in ("map", "goals"):
        return [("Esc", "back"), ("1", "your move"), ("w", "why")]
    common: list[Hint] = [("w", "why"), ("p", "board"), ("m", "map"), ("l", "log"), ("g", "goals")]
    match model.mode:
        case Mode.SETUP:
            return [("space", "open turn 1"), ("b", "brief"), *common]
        case Mode.CARD | Mode.DEMAND if model.view.owes:
            return [("enter", "choose"), ("e", "evidence"), *common]
        case Mode.ORDERS:
            more: list[Hint] = [("d", "demands")] if answers(model) else []
            return [("enter", "choose"), *more, ("o", "odds"), ("s", "seal"), *common]
        case Mode.TALK:
            return [("t", "talk"), ("space", "on to the orders"), *common]
        case Mode.REVEAL:
            return [("space", "next"), ("s", SKIP), *common]
        case Mode.BILL:
            return [("space", "next turn"), *common]
        case Mode.OVER:
            return [("enter", "debrief"), *common]
        case _:
            return [("space", "go on"), *common]
