"""The reveal as lines: what has been told, the cause being told now, and the bill of the turn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rich.cells import cell_len

from northaxis.domain.facts import OrderPlaced
from northaxis.domain.ids import SeatId
from northaxis.domain.ledger import Ledger, by_seat
from northaxis.domain.ruleset import Game
from northaxis.services.beats import Beat
from northaxis.services.briefing import condition_words
from northaxis.tui.glyphs import CURSOR
from northaxis.tui.ink import BLANK, MINUS, Line, columns, line, number, signed, span, spread, width_of, wrapped
from northaxis.tui.table.effects import rows_of
from northaxis.tui.table.model import Mode, TableModel, Told
from northaxis.tui.widgets.odds import dice_text
from northaxis.tui.widgets.waterfall import Cause, waterfall

BANDED = re.compile(r"(.+) now (.+) \(was (.+)\)")
"""How a move is told to a seat that sees a band of it."""
GOOD_WORDS = frozenset({"it works", "it wins"})


def seat_badge(game: Game, seat: SeatId | None) -> Line:
    """A seat's shape and code in its hue; blank for the rules."""
    found = game.rules.seats.get(seat) if seat is not None else None
    if found is None:
        return line(("·    ", "dim"))
    return line((f"{found.mark} {found.id} ", f"seat-{found.hue} bold"))


def told_in_full(model: TableModel, told: Told, width: int) -> list[Line]:
    """The cause being told now; the opened sheets are a list of who ordered what."""
    return _sheets(model, told, width) if told.beat.kind == "sheets" else beat_lines(model.game, told.beat, width)


def beat_lines(game: Game, beat: Beat, width: int) -> list[Line]:
    """One cause: who and what, the roll, what moved, why."""
    head = without_seat(game, beat)
    inset = span(" " * 7)
    measure = min(78, width - 9)
    first, *more = wrapped(head, measure)
    title = (span(f"{CURSOR} ", "accent bold"), *seat_badge(game, beat.seat), span(first, "bright bold"))
    rows = [title, *((inset, span(text, "bright bold")) for text in more)]
    rows[-1:] = _spread_or_stack(rows[-1], roll_line(beat), width)
    if beat.text:
        rows += [(inset, span(text, "dim")) for text in wrapped(beat.text, min(72, measure))]
    rows += [(inset, *row) for row in move_rows(beat.moves, measure)]
    if beat.index is not None and beat.index[0] != beat.index[1]:
        change = beat.index[1] - beat.index[0]
        moved = line((f"{game.rules.index.name.lower()} ", "text"), (f"{number(beat.index[0])} → ", "text"))
        now = line((number(beat.index[1]), "bright bold"), (f"  {signed(change)}", "bright bold"))
        rows.append((inset, *moved, *now))
    why = [*beat.modifiers]
    if beat.roll is not None and why:
        counted = [line((f"{MINUS}{words[1:]}" if words.startswith("-") else words, "dim")) for words in why]
        rows += [(inset, *row) for row in rows_of(counted, measure)]
    reason = beat.reason.replace(" -> ", " → ")
    because = reason if reason.startswith("for ") else f"because {reason}" if reason else ""
    cites = f"({', '.join(beat.cites)})" if beat.cites else ""
    if because or cites:
        rows += [(inset, span(text, "dim")) for text in wrapped(f"{because} {cites}".strip(), min(72, measure))]
    return rows


def _sheets(model: TableModel, told: Told, width: int) -> list[Line]:
    game, own = model.game, model.view.sheet.orders
    rows = [line((f"{CURSOR} ", "accent bold"), ("All sheets are open", "bright bold"))]
    placed = [(model.view.seat, order.action, order.target) for order in own]
    placed += [(f.seat, f.action, f.target) for f in told.facts if isinstance(f, OrderPlaced)]
    for seat, action, target in placed:
        aim = f": {game.rules.quantity(target).short}" if target else ""
        role = "bright" if seat == model.view.seat else "text"
        rows.append((span("    "), *seat_badge(game, seat), span(f" {game.rules.actions[action].name}{aim}", role)))
    return rows


def without_seat(game: Game, beat: Beat) -> str:
    """The headline, without the name of the seat whose badge stands before it."""
    seat = game.rules.seats.get(beat.seat) if beat.seat is not None else None
    text = beat.headline
    if seat is not None:
        for joint in (", ", " "):
            if text.startswith(seat.name + joint):
                text = text[len(seat.name + joint) :]
                break
    return text[:1].upper() + text[1:]


def roll_line(beat: Beat) -> Line:
    """Need, dice and result."""
    result = line((beat.result, "good bold" if beat.result in GOOD_WORDS else "bright bold")) if beat.result else ()
    if beat.roll is None:
        return result
    rolled = line((f"need {beat.roll.need}   ", "dim"), (dice_text(beat.roll.dice), "bright"), ("   ", "dim"))
    return (*rolled, *result)


def _move(words: str) -> Line:
    """`Moscow 5 to 7` with its figures bright and an arrow between."""
    head, _, tail = words.rpartition(" to ")
    name, _, before = head.rpartition(" ")
    if name and before.lstrip("-").isdigit() and tail.lstrip("-").isdigit():
        return line((f"{name} ", "text"), (f"{number(int(before))}→{number(int(tail))}", "bright"))
    return line((words, "text"))


def _in_one(moves: Sequence[str]) -> list[str]:
    """The moves with `Home 5 to 7` and `Home 7 to 6` as one, `Home 5 to 6`: one cause, one way for a track.

    A band that is left and entered again by one cause has not moved.
    """
    told: list[str] = []
    for words in moves:
        if (band := BANDED.fullmatch(words)) is not None:
            name, after, before = band.groups()
            left = next((one for one in told if one.startswith(f"{name} now {before} (was ")), None)
            if left is not None:
                told.remove(left)
                was = left.removesuffix(")").rpartition(" (was ")[2]
                words = f"{name} now {after} (was {was})"
                if was == after:
                    continue
            told.append(words)
            continue
        head, _, after = words.rpartition(" to ")
        name, _, before = head.rpartition(" ")
        earlier = next((at for at, known in enumerate(told) if re.fullmatch(_step(name, before), known)), None)
        if earlier is None or not name:
            told.append(words)
        else:
            told[earlier] = told[earlier].removesuffix(before) + after
    return told


def _step(name: str, after: str) -> str:
    return rf"{re.escape(name)} -?\d+ to {re.escape(after)}"


def move_rows(moves: Sequence[str], measure: int) -> list[Line]:
    """What moved, in as few rows as fit; what is too long for one row is wrapped."""
    parts = [
        part
        for words in _in_one(moves)
        for part in ([_move(words)] if cell_len(words) <= measure else [line(row) for row in wrapped(words, measure)])
    ]
    return rows_of(parts, measure)


def _spread_or_stack(left: Line, right: Line, width: int) -> list[Line]:
    if not right:
        return [line(*left)]
    if width_of(left) + width_of(right) + 3 <= width:
        return [spread(left, right, width)]
    return [left, (span(" " * 7), *right)]


def short_beat(game: Game, beat: Beat, width: int) -> Line:
    """One that has been told, in one line."""
    if beat.kind == "sheets":
        return line(("  ", "dim"), ("     All sheets are open", "dim"))
    head = (span("  "), *seat_badge(game, beat.seat), span(without_seat(game, beat), "text"))
    if beat.result:
        head = (*head, span(f": {beat.result}", "dim"))
    change = 0 if beat.index is None else beat.index[1] - beat.index[0]
    right = line((signed(change) if change else "", "bright"))
    return spread(head, right, width)


def told_lines(model: TableModel, width: int, height: int) -> list[Line]:
    """The page of the reveal: the latest cause in full at the foot of those before it."""
    page = model.page
    if not page:
        return [BLANK, line(("  ", "dim"), ("Nothing has been told yet.", "dim"))]
    if model.mode is Mode.NEWS and model.is_told:
        return _all_open(model, page, width, height)
    latest = told_in_full(model, page[-1], width)
    room = max(0, height - len(latest) - 1)
    earlier = [short_beat(model.game, told.beat, width) for told in page[:-1]]
    if len(earlier) > room:
        hidden = len(earlier) - max(0, room - 1)
        earlier = [line((f"  … {hidden} earlier, in the log", "dim")), *earlier[hidden:]] if room else []
    return [*earlier, *([BLANK] if earlier else []), *latest]  # a long cause goes on below: it is leafed through


def _all_open(model: TableModel, page: Sequence[Told], width: int, height: int) -> list[Line]:
    rows: list[Line] = []
    for told in page:
        rows += [*beat_lines(model.game, told.beat, width), BLANK]
    if len(rows) <= height + 1:
        return rows[:-1]
    rows = []
    for told in page:
        rows += beat_lines(model.game, replace(told.beat, text="", reason="", cites=()), width)
    return rows


def left_words(model: TableModel) -> str:
    """How much is still to be told."""
    count = len(model.waiting)
    if not count:
        return "told"
    return f"{count} more cause{'s' if count > 1 else ''}"


def bill_lines(model: TableModel, width: int, height: int) -> list[Line]:
    """The bill of the turn: where the index came from and went, by seat, and how the seat stands."""
    view, game = model.view, model.game
    rows = [_bill_head(model), BLANK]
    if model.knows_index:
        ledger = Ledger.of(game, model.client.facts())
        history = ledger.history()
        start = history[view.turn - 1] if len(history) > view.turn - 1 else ledger.start
        rows = [_bill_head(model, start), BLANK]
        causes = [
            Cause(_payer(game, seat), points, "", f"seat-{game.rules.seats[seat].hue}" if seat else "dim")
            for seat, points in by_seat(ledger.of_turn(view.turn).root(within=ledger))
            if points
        ]
        rows += [(span("  "), *row) for row in waterfall(start, causes, min(76, width - 4), "as the turn began", "now")]
    else:
        moved = [(t, d) for t in view.tracks if (d := model.board.delta(t.id))]
        rows.append(line(("  What moved this turn, as far as you can see", "dim")))
        parts = [line((f"{game.rules.quantity(t.id).name} ", "text"), (signed(d), "bright")) for t, d in moved]
        rows += [(span("  "), *row) for row in rows_of(parts, min(76, width - 4))]
    if len(rows) + 2 <= height:
        rows += [BLANK, *score_line(model)]
    return rows[:height]


def _payer(game: Game, seat: SeatId | None) -> str:
    return game.rules.seats[seat].name if seat else "the rules and the dice"


def _bill_head(model: TableModel, before: int | None = None) -> Line:
    view = model.view
    reading = line((f" THE BILL OF TURN {view.turn}", "bright bold"))
    if before is not None and view.index.value is not None:
        after = view.index.value
        reading = (*reading, span(f"   {model.game.rules.index.name.lower()} {before} → ", "text"))
        reading = (*reading, span(str(after), "bright bold"), span(f"  {view.index.band}", "bright bold"))
    else:
        reading = (*reading, span(f"   {view.index.band}", "bright bold"))
    return reading


def score_line(model: TableModel) -> list[Line]:
    """The seat's own points against its bar, as it can know them now."""
    standing = model.view.standing
    if standing is None or model.view.over is not None:
        return []
    enough = standing.score >= standing.bar
    said = "enough so far" if enough else f"{standing.bar - standing.score} short"
    return [
        line(
            ("  your goals  ", "dim"),
            (str(standing.score), "bright bold"),
            (f" points so far; {standing.bar} win", "text"),
            (f"   {said}", "good" if enough else "accent"),
        )
    ]


def goal_lines(model: TableModel, width: int) -> list[Line]:
    """Every goal of the seat: met or not, its points, and the hidden agenda."""
    view, seat = model.view, model.game.rules.seats.get(model.view.seat)
    if seat is None or view.standing is None:
        return [line((" GOALS", "dim bold")), BLANK, line(("  This seat is not scored.", "dim"))]
    at = view.standing
    score = line((f"{at.score} points", "bright bold"), (f", {at.bar} win ", "dim"))
    rows = [spread(line((" YOUR GOALS", "dim bold")), score, width), BLANK]
    for place, goal in enumerate(seat.goals):
        met = place in at.goals
        needs = condition_words(model.game, goal.condition.text)
        head = line((" ✓ " if met else " · ", "good" if met else "dim"), (goal.label, "bright" if met else "text"))
        room = max(10, width - 5)
        fits = len(goal.label) + len(needs) + 6 <= room
        left = (*head, span(f"   {needs}", "dim")) if fits else head
        rows.append(columns([(left, room), (line((str(goal.points), "bright" if met else "dim")), -3)]))
        if not fits:
            rows += [line(("      ", "dim"), (text, "dim")) for text in wrapped(needs, max(10, room - 6))]
    dealt = next((agenda for agenda in seat.agendas if agenda.id == view.agenda), None)
    if dealt is not None:
        mark = " ✓ " if at.agenda_met else " · "
        left = line((mark, "good" if at.agenda_met else "dim"), (f"hidden: {dealt.name}", "accent"))
        points = line((str(dealt.points), "bright"))
        rows.append(columns([(left, max(10, width - 5)), (points, -3)]))
        rows += [line(("   ", "dim"), (text, "dim")) for text in wrapped(dealt.text, min(72, width - 6))]
    return [
        *rows,
        BLANK,
        line(
            (
                f"  {'Counted as play ended.' if view.over else 'If play ended now. It counts at the end of play.'}",
                "dim",
            )
        ),
    ]
