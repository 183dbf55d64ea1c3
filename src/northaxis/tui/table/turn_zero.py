"""The confidence card and the guesses of the dials, asked in dialogues. Both can be left with Esc; nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult

from northaxis.domain.facts import Step
from northaxis.domain.ids import DialId
from northaxis.domain.legal_people import LEAST_MARK, MOST_MARK
from northaxis.domain.orders import Guess
from northaxis.services import beliefs
from northaxis.services.wording import capital, plain
from northaxis.tui.glyphs import CURSOR
from northaxis.tui.ink import BLANK, Line, columns, line, span, spread, with_role, wrapped
from northaxis.tui.table.model import TableModel
from northaxis.tui.table.seats import own_seats
from northaxis.tui.widgets.dialogue import Choice, Dialogue
from northaxis.tui.widgets.line_widget import Lines
from northaxis.tui.widgets.menu_list import MenuList, MenuRow

if TYPE_CHECKING:
    from northaxis.tui.screens.table import TableScreen

BEFORE, AFTER = "before play", "after play"
KEYS = f"{LEAST_MARK}-{MOST_MARK} mark   ↑↓ move   enter hand in   Esc skip"

Marks = tuple[int, ...]


class CardDialogue(Dialogue[Marks]):
    """The confidence card: a mark for each statement; answers None when it is skipped."""

    def __init__(self, when: str, statements: Sequence[str], given: Marks = (), before: Marks = ()) -> None:
        intro = f"How far do you agree? {capital(beliefs.SCALE)}. No other seat sees your marks before the debrief."
        super().__init__(f"Confidence card, {when}", (intro,), KEYS)
        self._statements, self._before = tuple(statements), before
        self._marks: list[int | None] = list(given) or [None] * len(self._statements)
        self._cursor, self._word = 0, ""

    def compose_inside(self) -> ComposeResult:
        """The statements under the question."""
        yield from super().compose_inside()
        yield Lines(self._rows, id="card")
        yield Lines(self._foot, id="card-foot")

    def on_key(self, event: events.Key) -> None:
        """Digits mark and move on, arrows move, enter hands the card in."""
        last = len(self._statements) - 1
        character = event.character or ""
        if character.isdecimal() and LEAST_MARK <= int(character) <= MOST_MARK:
            self._marks[self._cursor] = int(character)
            self._cursor, self._word = min(self._cursor + 1, last), ""
        elif event.key in ("down", "j", "tab"):
            self._cursor = min(self._cursor + 1, last)
        elif event.key in ("up", "k", "shift+tab"):
            self._cursor = max(self._cursor - 1, 0)
        elif event.key == "enter":
            self._hand_in()
        else:
            return
        event.stop()
        event.prevent_default()
        for part in self.query(Lines):
            part.redraw()

    def _hand_in(self) -> None:
        given = tuple(mark for mark in self._marks if mark is not None)
        if len(given) == len(self._marks):
            self.dismiss(given)
            return
        left = len(self._marks) - len(given)
        self._cursor = self._marks.index(None)
        self._word = f"{left} {'statement has' if left == 1 else 'statements have'} no mark yet; Esc skips the card."

    def _rows(self, width: int) -> list[Line]:
        return [row for place in range(len(self._statements)) for row in self._row(place, width)]

    def _row(self, place: int, width: int) -> list[Line]:
        here = place == self._cursor
        was = f"  was {self._before[place]}" if self._before else ""
        right = (*self._scale(place), span(was, "dim"))
        first, *more = wrapped(self._statements[place], max(20, width - 20 - len(was)))
        left = (span(f"{CURSOR} " if here else "  ", "accent bold"), span(first, "bright bold" if here else "text"))
        shown = [spread(left, right, width), *(line(f"  {part}") for part in more)]
        return [with_role(columns([(row, width)]), "@cursor") for row in shown] if here else shown

    def _scale(self, place: int) -> Line:
        marks = range(LEAST_MARK, MOST_MARK + 1)
        chosen = self._marks[place]
        return line(*((f"[{m}]", "accent bold") if m == chosen else (f" {m} ", "dim") for m in marks))

    def _foot(self, width: int) -> list[Line]:
        if self._word:
            return [line(("  ", "dim"), (self._word, "accent"))]
        done = None not in self._marks
        return [line(("  enter hands the card in", "accent"))] if done else [BLANK]


def wants_card(model: TableModel) -> bool:
    """Whether the seat is to be asked for its card now: before turn 1 or after play, and it has not filled it in."""
    view = model.view
    if not beliefs.offers_card(model.game) or view.seat not in model.game.rules.seats:
        return False
    own = [view, *(model.client.sit(seat).view() for seat in own_seats(model.client) if seat != view.seat)]
    if view.step is Step.SETUP:
        return not any(each.marks for each in own)
    return view.over is not None and not any(each.marks_after for each in own)


def ask_card(screen: TableScreen, then: Callable[[Marks | None], None]) -> None:
    """Show the card, and then go on with the marks, or with None."""
    view, is_over = screen.model.view, screen.model.view.over is not None
    given = view.marks_after if is_over else view.marks
    before = view.marks if is_over else ()
    card = CardDialogue(AFTER if is_over else BEFORE, beliefs.statements(screen.model.game), given, before)
    screen.app.push_screen(card, then)


class _GuessChoice(Choice):
    """The dials with their settings; the cursor begins at a guess."""

    def __init__(self, rows: Sequence[MenuRow], now: str) -> None:
        asked = "Control may have set the dials in secret. The debrief shows how they stood, and who guessed right."
        super().__init__("Guess the dials", (asked,), rows)
        self._now = now

    def on_mount(self) -> None:
        """The cursor goes there."""
        if self._now:
            self.query_one(MenuList).point_at(self._now)


def ask_guess(screen: TableScreen, then: Callable[[Guess], None]) -> None:
    """Show the dials, and go on with a guess if one was made."""
    own = dict(screen.model.view.guesses)
    rows = list[MenuRow]()
    for dial in screen.model.game.rules.dials:
        rows.append(MenuRow("", f"{plain(dial.name)}: {plain(dial.asks)}"))
        for setting in dial.settings:
            mine = "your guess" if own.get(dial.id) == setting.id else ""
            rows.append(MenuRow(f"{dial.id} {setting.id}", capital(plain(setting.id)), mine, plain(setting.say)))

    def chosen(id: str | None) -> None:
        if id is not None:
            dial, _, setting = id.partition(" ")
            then(Guess(DialId(dial), setting))

    now = next((f"{dial} {setting}" for dial, setting in own.items()), "")
    screen.app.push_screen(_GuessChoice(rows, now), chosen)
