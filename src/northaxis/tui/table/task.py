"""What the room works on, for the wall: what is asked of it, how far it is, and what the last turn came to.

Of the public view only: how many sheets are sealed and never whose, the demands, and what everybody saw happen.
"""

from __future__ import annotations

from itertools import zip_longest

from northaxis.domain.facts import Step
from northaxis.services.beats import Beat
from northaxis.services.room import sealed_words
from northaxis.services.wording import joined, plain
from northaxis.tui.ink import BLANK, Line, columns, cropped, line, span, width_of, wrapped
from northaxis.tui.table.demands import made_demands
from northaxis.tui.table.model import TableModel
from northaxis.tui.table.telling import seat_badge, without_seat
from northaxis.tui.widgets.large_type import large

BROAD = 110
"""Cells from which the demands and the last turn stand side by side."""
TOLD = frozenset({"order", "answer", "check"})
"""Kinds of beats that say what a turn came to: answers, orders, and what the rules rolled for."""


def task_lines(model: TableModel, width: int, height: int) -> list[Line]:
    """As many of the rows as fit: the demands before all, then the task, then the turn before."""
    demands = _demands(model)
    task = next(
        (rows for rows in _tasks(model, width) if len(rows) + len(demands) + 1 <= height), _tasks(model, width)[-1]
    )
    if len(task) + len(demands) + 1 > height:
        return [*task[: max(0, height - len(demands) + 1)], *demands[1:]][:height]
    rows = [*task, BLANK]
    half, room = width // 2, height - len(rows)
    if width >= BROAD and demands:
        beside = zip_longest(demands, _last_turn(model, half, room), fillvalue=BLANK)
        return [*rows, *(columns([(left, half), (right, half)]) for left, right in beside)]
    last = _last_turn(model, width, room - len(demands) - bool(demands))
    return [*rows, *demands, *([BLANK] if demands and last else []), *last]


def _tasks(model: TableModel, width: int) -> list[list[Line]]:
    """What is asked of the room, from the large to the short."""
    view, game, measure = model.view, model.game, min(72, width - 4)
    words = [line((text, "bright")) for text in wrapped(_asked(model), measure)]
    if view.step is not Step.ORDERS:
        return [words]
    seats = len(game.rules.seats)
    figures = large(f"{seats - view.waiting_for} of {seats}", "accent bold" if view.waiting_for else "good bold")
    wide = max(map(width_of, figures)) + 4
    said = [line(("sheets are sealed", "bright bold"))]
    said += [line((text, "text")) for text in wrapped(_asked(model), min(72, width - wide - 2))]
    beside = zip_longest(figures, said, fillvalue=BLANK)
    short = line((f"{sealed_words(game, view)}.", "bright bold"))
    return [[columns([(figure, wide), (text, width - wide)]) for figure, text in beside], [short, *words], [short]]


def _asked(model: TableModel) -> str:
    view, answering = model.view, model.game.rules.answering
    answers = plain(model.game.rules.seats[answering.seat].name)
    match view.step:
        case Step.DEMANDS:
            askers = joined(plain(demander.name) for demander in answering.demanders)
            return f"{askers} each ask one thing of {answers}."
        case Step.NEGOTIATE:
            return "Talk, offer, sign. A signed promise is held to its word; what is only said is not."
        case Step.ORDERS if view.waiting_for:
            return f"Write your orders and seal the sheet. {answers} answers every demand too: silence refuses."
        case Step.ORDERS:
            return "Every sheet is in. Control opens them all at once."
        case _:
            return ""


def _demands(model: TableModel) -> list[Line]:
    game, made = model.game, made_demands(model)
    if not made:
        return []
    answers = plain(game.rules.seats[game.rules.answering.seat].name)
    rows = [line((f"ASKED OF {answers.upper()}", "dim bold"))]
    for each in made:
        assert each.demand is not None
        demander = game.rules.demander(each.demander)
        words = f"{plain(demander.name)}: {plain(game.rules.demand(each.demand).name)}"
        backed = "   backed" if each.backed else ""
        rows.append((*seat_badge(game, demander.seat), span(words, "bright"), span(backed, "accent")))
    return rows


def _last_turn(model: TableModel, width: int, room: int) -> list[Line]:
    """What everybody saw in the turn before, a line each: the answers and the orders, the latest if not all fit."""
    before = [told.beat for told in model.log if told.turn == model.view.turn - 1 and not told.beat.undone]
    rows = [_came_of(model, beat, width) for beat in before if beat.kind in TOLD]
    if not rows or room < 3:
        return []
    shown = rows[-(room - 1) :]
    said = f"   the last {len(shown)} of {len(rows)}" if len(shown) < len(rows) else ""
    return [line((f"TURN {model.view.turn - 1} CAME TO THIS", "dim bold"), (said, "dim")), *shown]


def _came_of(model: TableModel, beat: Beat, width: int) -> Line:
    """Who, what and how it went; where room is short the middle is cut and never the end."""
    head = (*seat_badge(model.game, beat.seat), span(without_seat(model.game, beat), "text"))
    end = line((f": {beat.result}" if beat.result else "", "dim"))
    return (*cropped(head, width - width_of(end) - 2), *end)
