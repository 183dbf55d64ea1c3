"""What a person on a seat sees beside the game: arguments, notes, what was expected, who is waited for, the commitment.

Lines and rows; what they say comes from `services/room.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from northaxis.domain.arguments import COST
from northaxis.domain.control_facts import ArgumentSettled
from northaxis.domain.facts import Step
from northaxis.domain.undo import standing_facts
from northaxis.services import room
from northaxis.services.wording import capital, plain
from northaxis.tui.ink import BLANK, Line, line, span, wrapped
from northaxis.tui.table.model import Mode, TableModel
from northaxis.tui.widgets.menu_list import MenuRow
from northaxis.tui.widgets.pager import Paragraph

ARGUE = "argue"
"""The id of the row of the order list that stands for an argument."""

MEASURE = 72


def indented(texts: Iterable[str], width: int, role: str = "text") -> list[Line]:
    """Lines of text wrapped, each keeping its indent; the first stands out."""
    rows: list[Line] = []
    for place, text in enumerate(texts):
        inset = "  " + " " * (len(text) - len(text.lstrip()))
        ink = "bright" if not place else role
        rows += [line(span(inset), (part, ink)) for part in wrapped(text.strip(), min(MEASURE, width - len(inset) - 2))]
    return rows


# --- arguments ----------------------------------------------------------------------------------------------------


def argument_rows(model: TableModel, width: int) -> list[Line]:
    """The arguments on the table, each in full; how to speak to those that are open."""
    rows = asked_rows(model)
    ended = {f.argument: f for f in standing_facts(model.client.facts()) if isinstance(f, ArgumentSettled)}
    for one in sorted(model.view.arguments, key=lambda one: one.seat != model.view.seat):
        one = one if one.settled is not None else replace(one, settled=ended.get(one.id))
        said = room.argument_lines(model.game, model.view, one)
        if one.settled is not None:
            del said[1 : 1 + len(one.reasons)]  # they have done their work, and the page is wanted
        rows += [BLANK, *indented(said, width, "dim")]
    rows += project_rows(model, width)
    is_open = any(one.id not in ended for one in room.open_arguments(model.view))
    if is_open and model.view.seat in model.game.rules.seats:
        rows.append(line(("  a ", "accent"), ("speaks to an argument: for, against, an estimate", "dim")))
    return rows


def is_argued(model: TableModel) -> bool:
    """Whether an argument is open, one's own in secret too: nothing goes on before it is settled."""
    ended = {fact.argument for fact in standing_facts(model.client.facts()) if isinstance(fact, ArgumentSettled)}
    return any(one.settled is None and one.id not in ended for one in model.view.arguments)


def asked_rows(model: TableModel) -> list[Line]:
    """That control asks for estimates, how many have answered, and whether this seat has."""
    owed = room.owed_estimates(model.game, model.view)
    return [
        line(
            ("  a " if one in owed else "    ", "accent"),
            ("Control asks how likely it is", "accent bold" if one in owed else "dim"),
            (f"   {room.answered_words(model.game, one)}", "dim"),
        )
        for one in room.asked_of(model.view)
    ]


def project_rows(model: TableModel, width: int) -> list[Line]:
    """The projects that stand."""
    said = room.project_lines(model.game, model.view)
    rows: list[Line] = []
    for place in range(0, len(said), 2):
        rows += [BLANK, *indented(said[place : place + 2], width, "dim")]
    return rows


def argue_row(model: TableModel) -> MenuRow | None:
    """The row that stands for an argument in the order list, where control can weigh one."""
    mine = room.own_argument(model.view)
    if mine is not None:
        said = f"{'Whisper' if mine.secret else 'Argue'}: {plain(mine.claim)}"
        return MenuRow(ARGUE, said, "on the sheet", code="✓", style="accent")
    return MenuRow(ARGUE, "Argue for something else", f"{COST} IP") if model.view.may_argue else None


def argue_foot(model: TableModel, width: int) -> list[Line]:
    """Under the order list, with the cursor on that row."""
    mine = room.own_argument(model.view)
    if mine is None:
        return [BLANK, *indented(ARGUING, width), *project_rows(model, width)]
    said = room.argument_lines(model.game, model.view, mine)[: 1 + len(mine.reasons)]
    return [BLANK, *indented(said, width), line(("  enter takes it back; its point comes back too", "dim"))]


ARGUING = (
    "In place of an order: say what happens, and why, with up to three reasons.",
    f"It costs {COST} IP. On the open sheets others add reasons, control rates them, and dice or the room decide.",
)
WHISPERING = (
    "Control alone reads it, and gives the reasons against it. No other seat learns that you argued before play is "
    "over; if it holds, its tracks move before all, in nobody's name.",
)


# --- notes and what is expected -----------------------------------------------------------------------------------


def note_rows(model: TableModel, about: str, width: int, inset: str = "   ") -> list[Line]:
    """The seat's private note about something, if it has written one this turn."""
    text = model.own.notes.get(about, "")
    if not text:
        return []
    parts = wrapped(f"your note: {plain(text)}", min(MEASURE, width - len(inset) - 2))
    return [line(span(inset), (part, "accent" if not place else "dim")) for place, part in enumerate(parts)]


def offers_prediction(model: TableModel) -> bool:
    """Whether a seat is asked what it expects: at a table with control, before the sheets are opened."""
    return model.has_control and room.may_predict(model.game, model.view)


def prediction_rows(model: TableModel, width: int) -> list[Line]:
    """What the seat expects, or a line that asks for it."""
    if not offers_prediction(model):
        return []
    said = model.own.prediction
    name = model.game.rules.index.name.lower()
    text = f"What will {name} do this turn? Your guess and how sure you are: for the debrief, nobody else sees it."
    if said is not None:
        text = f"{capital(room.expects_words(model.game, said))}. z says it anew."
    first, *more = wrapped(text, min(MEASURE, width - 6))
    key = line(("  z ", "accent")) if said is None else line(span("  "))
    return [BLANK, (*key, span(first, "text")), *(line(span("    "), (part, "text")) for part in more)]


# --- waiting, the lead, the commitment ----------------------------------------------------------------------------


def waiting_rows(model: TableModel, width: int) -> list[Line]:
    """How many the table still waits for, never who; what one can do meanwhile."""
    said = room.waiting_words(model.game, model.view, has_control=True)
    rows = [line(span("  "), (text, "bright")) for text in wrapped(said, min(MEASURE, width - 4))]
    digest = digest_now(model)
    if digest:
        shown = digest[: room.DIGITS_SHOWN]
        rows.append(line(("  committed to the sheets: ", "dim"), (f"{shown}…", "text"), ("   ?", "accent")))
    return rows


def next_words(model: TableModel) -> str:
    """At the right of a heading where somebody else moves the table."""
    if not model.reads_on:
        return "control moves on"
    if model.ahead is not None and not model.has_more:
        return f"space: turn {model.ahead.turn}" if model.ahead.over is None else "space: the end"
    return "space: your move" if model.view.owes and not model.waiting else "space: read on"


def ahead_words(model: TableModel) -> str:
    """What has happened while a reveal is read here, and which key goes on; empty when nothing has."""
    there = model.elsewhere
    if there is None:
        is_asked = model.view.owes and model.view.card is not None and model.view.step is not Step.INJECT
        return "A card waits for your choice: space reads on to it." if is_asked and model.waiting else ""
    happened = "Play is over" if there.over is not None else f"Control has opened turn {there.turn}"
    owed = ", and it waits for you" if there.owes else ""
    goes = "space reads on, s goes there" if model.has_more else "space goes there"
    return f"{happened}{owed}: {goes}."


def lead_words(model: TableModel) -> str:
    """What a member of a seat is told of a step; empty for who leads."""
    if not model.is_member:
        return ""
    match model.mode:
        case Mode.CARD | Mode.DEMAND:
            return "the lead of your seat chooses"
        case _:
            return ""


def digest_now(model: TableModel) -> str:
    """What the table is committed to in this turn, once every sheet is sealed."""
    return next((digest for turn, digest in reversed(model.own.commitments) if turn == model.view.turn), "")


def commitment_paragraphs(model: TableModel) -> list[Paragraph]:
    """The last digest in full, and what it is for."""
    if not model.own.commitments:
        return []
    turn, digest = model.own.commitments[-1]
    half = len(digest) // 2
    return [
        (f"The commitment of turn {turn}", "bright bold"),
        line(("  ", "text"), (digest[:half], "text")),
        line(("  ", "text"), (digest[half:], "text")),
        room.COMMITTED_FOR,
    ]
