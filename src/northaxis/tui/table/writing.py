"""Dialogues to write in: a few lines of text, several seats to choose, and the claim and reasons of an argument.

Esc leaves each of them; what was typed is kept and stands there again the next time.
"""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from northaxis.domain.arguments import MOST_REASONS
from northaxis.domain.legal_room import MOST_WORDS
from northaxis.tui.ink import BLANK, Line, line
from northaxis.tui.widgets.dialogue import Dialogue
from northaxis.tui.widgets.line_widget import Lines
from northaxis.tui.widgets.menu_list import MenuList, MenuRow
from northaxis.tui.widgets.pager import Paragraph

Kept = MutableMapping[str, str]
"""What was typed and not sent, by what it was for."""


class Writing(Dialogue[str]):
    """One line to write; answers its text."""

    DEFAULT_CSS = """
    Writing Input, Writing Input:focus { height: 1; border: none; padding: 0 1; background: $raised; }
    Writing Input { margin-bottom: 1; }
    """

    def __init__(self, title: str, paragraphs: Sequence[Paragraph], kept: Kept, key: str, value: str = "") -> None:
        super().__init__(title, paragraphs, "enter sends   Esc leaves")
        self._kept, self._key, self._value = kept, key, value

    def compose_inside(self) -> ComposeResult:
        """What it is for, and the line."""
        yield from super().compose_inside()
        text = self._kept.get(self._key) or self._value
        yield Input(text, placeholder="your words", max_length=MOST_WORDS, select_on_focus=False)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._kept[self._key] = event.value

    @on(Input.Submitted)
    def _sent(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip():
            self._kept.pop(self._key, None)
            self.dismiss(event.value.strip())


class Percent(Dialogue[int]):
    """A number from 0 to 100 to type; answers it."""

    DEFAULT_CSS = """
    Percent Input, Percent Input:focus { height: 1; border: none; padding: 0 1; background: $raised; }
    Percent Input { margin-bottom: 1; }
    """

    def __init__(self, title: str, paragraphs: Sequence[Paragraph], value: int | None = None) -> None:
        super().__init__(title, paragraphs, "enter sends   Esc leaves")
        self._value = value
        self._wrong: Line = BLANK

    def compose_inside(self) -> ComposeResult:
        """What it is for, the line, and what is wrong with it."""
        yield from super().compose_inside()
        text = "" if self._value is None else str(self._value)
        yield Input(text, placeholder="percent, 0 to 100", max_length=5, select_on_focus=True)
        yield Lines(lambda width: [self._wrong], id="wrong")

    @on(Input.Submitted)
    def _sent(self, event: Input.Submitted) -> None:
        event.stop()
        text = event.value.removesuffix("%").strip()
        if text.isascii() and text.isdecimal() and int(text) <= 100:
            self.dismiss(int(text))
            return
        self._wrong = line(("  It takes a whole number, 0 to 100.", "accent"))
        self.query_one("#wrong", Lines).redraw()


class Several(Dialogue[tuple[str, ...]]):
    """A list of which several rows can be ticked; answers the ids ticked, or the one under the cursor.

    Rows in `alone` stand for themselves: choosing one answers it at once.
    """

    DEFAULT_CSS = "Several MenuList { height: auto; max-height: 16; margin-bottom: 1; }"

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "tick", "tick", show=False, priority=True)]

    def __init__(
        self, title: str, paragraphs: Sequence[Paragraph], rows: Sequence[MenuRow], alone: Sequence[str]
    ) -> None:
        super().__init__(title, paragraphs, "space ticks several   enter goes on   Esc back")
        self._rows, self._alone = tuple(rows), frozenset(alone)
        self._ticked: set[str] = set()

    def compose_inside(self) -> ComposeResult:
        """The list."""
        yield from super().compose_inside()
        yield MenuList(self._shown(), code_width=max(len(row.code) for row in self._rows) + 2, type_codes=True)

    def _shown(self) -> list[MenuRow]:
        return [
            MenuRow(row.id, row.title, "✓" if row.id in self._ticked else row.right, row.detail, row.code)
            for row in self._rows
        ]

    def action_tick(self) -> None:
        """Tick the row under the cursor, or take the tick away."""
        menu = self.query_one(MenuList)
        if (row := menu.pointed) is not None and row.id not in self._alone:
            self._ticked ^= {row.id}
            menu.show(self._shown())

    def on_menu_list_chosen(self, message: MenuList.Chosen) -> None:
        """Go on with what is ticked."""
        message.stop()
        ticked = tuple(row.id for row in self._rows if row.id in self._ticked)
        self.dismiss(ticked if ticked and message.row.id not in self._alone else (message.row.id,))


def _label(text: str, width: int) -> list[Line]:
    return [line((text, "dim"))]


class ClaimForm(Dialogue[tuple[str, ...]]):
    """The claim of an argument and up to three reasons; answers the claim and the reasons that were written.

    For a project the claim stands already, and the form asks for reasons alone.
    """

    DEFAULT_CSS = """
    ClaimForm Input, ClaimForm Input:focus { height: 1; border: none; padding: 0 1; background: $raised; }
    ClaimForm Input { margin-bottom: 1; }
    ClaimForm .label { height: 1; margin-bottom: 0; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", "up", show=False),
        Binding("down", "step(1)", "down", show=False),
    ]

    LABELS = ("What happens", *(f"Reason {place}" for place in range(1, MOST_REASONS + 1)))

    def __init__(self, paragraphs: Sequence[Paragraph], kept: Kept, title: str = "Argue", stands: str = "") -> None:
        super().__init__(title, paragraphs, "enter next line, on an empty reason it hands in   Esc leaves")
        self._kept, self._word, self._stands = kept, "", stands

    def compose_inside(self) -> ComposeResult:
        """A line for the claim and one for each reason."""
        yield from super().compose_inside()
        for place, label in list(enumerate(self.LABELS))[bool(self._stands) :]:
            yield Lines(partial(_label, label), classes="label")
            held = self._kept.get(f"claim-{place}", "")
            yield Input(held, id=f"claim-{place}", max_length=MOST_WORDS, select_on_focus=False)
        yield Lines(self._foot)

    def _foot(self, width: int) -> list[Line]:
        return [line((self._word, "accent"))]

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._kept[str(event.input.id)] = event.value

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        place = self._fields.index(event.input)
        is_reason = bool(place) or bool(self._stands)
        if (is_reason and not event.value.strip()) or place == len(self._fields) - 1:
            self._hand_in()
        else:
            self.action_step(1)

    @property
    def _fields(self) -> list[Input]:
        return list(self.query(Input))

    def action_step(self, by: int) -> None:
        """Another line."""
        fields = self._fields
        here = next((place for place, field in enumerate(fields) if field.has_focus), 0)
        fields[max(0, min(len(fields) - 1, here + by))].focus()

    def _hand_in(self) -> None:
        written = [field.value.strip() for field in self._fields]
        claim, *reasons = [self._stands, *written] if self._stands else written
        given = tuple(reason for reason in reasons if reason)
        if claim and given:
            self.dismiss((claim, *given))
            return
        self._word = "Say first what happens." if not claim else "One reason at least."
        self._fields[0 if not claim or self._stands else 1].focus()
        for part in self.query(Lines):
            part.redraw()

    def on_key(self, event: events.Key) -> None:
        """A key more takes the word away."""
        if self._word and event.key != "enter":
            self._word = ""
            for part in self.query(Lines):
                part.redraw()
