"""All the parts with sample data, to look at: `python -m northaxis.tui.gallery`. The sample names mean nothing.

Keys: 1-6 pages, t theme, a ASCII signs, n next value (motion), m motion on and off, d dialogue, q quit.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import ContentSwitcher

from northaxis.tui.glyphs import SEAT_SHAPES
from northaxis.tui.inert import install_guard
from northaxis.tui.ink import BLANK, Line, beside, line, spread
from northaxis.tui.motion import motion_wanted, moves, switch_motion
from northaxis.tui.theme import COLOURS, INKS, NIGHT, SEAT_HUES, THEMES, contrast, install_themes, variable_defaults
from northaxis.tui.widgets.dialogue import Choice
from northaxis.tui.widgets.key_hints import KeyHints
from northaxis.tui.widgets.line_widget import Lines, LineWidget
from northaxis.tui.widgets.menu_list import MenuList, MenuRow
from northaxis.tui.widgets.odds import dice_lines, dice_text, odds_line, odds_short
from northaxis.tui.widgets.pager import Pager, Paragraph
from northaxis.tui.widgets.pressure import Band, PressureReading, PressureStrip
from northaxis.tui.widgets.step_chart import StepChart
from northaxis.tui.widgets.theatre_map import MapLook, Marker, TheatreMap
from northaxis.tui.widgets.track_bar import TrackBar, TrackReading
from northaxis.tui.widgets.waterfall import Cause, bill, waterfall

BANDS = (
    Band("CALM", 0, 9),
    Band("TENSE", 10, 17),
    Band("TORN", 18, 24, is_hot=True),
    Band("FAILING", 25, 31, is_hot=True),
    Band("LOST", 32, 40, is_hot=True),
)

HISTORY = (14, 13, 15, 14, 17)

MARKERS = (
    Marker(27.567, 53.9, "◆", "", "seat-amber bold", 9),
    Marker(24.3, 54.45, "▲", "brigade 5", "seat-green bold", 4),
    Marker(30.6, 52.35, "●", "depot", "seat-amber bold", 5),
    Marker(27.3, 52.6, "■", "column", "seat-violet bold", 6),
)

TRACKS = (
    TrackReading("▼ First   trust", 7, threshold=7, threshold_word="HOT", delta=1),
    TrackReading("▼ Second  patience", 4, threshold=7, threshold_word="HOT", delta=-2),
    TrackReading("▼ Third   calm", 5, threshold=7, threshold_word="HOT", delta=0),
    TrackReading("  Reserves", None, band="middling", between=(4, 6)),
    TrackReading("  Balance", -2, low=-5, high=5, delta=-1),
)

CAUSES = (
    Cause("A refusal", 3, "S-03"),
    Cause("Two tracks hot", 2, "rule 21"),
    Cause("A night raid", 1, "S-11"),
    Cause("A visit abroad", -1, "S-18"),
    Cause("The dice", -2, "luck"),
)

ROWS = (
    MenuRow("", "WHAT YOU CAN DO"),
    MenuRow(
        "fly",
        "Send an envoy abroad",
        f"2 IP   {odds_short(58)}",
        "supply +2 if it works, and people see you try",
        "A-ENV",
    ),
    MenuRow("pay", "Pay an old debt", f"2 IP   {odds_short(58)}", "they stay, at a price", "A-PAY"),
    MenuRow("off", "Close a road for the night", f"1 IP   {odds_short(72)}", "", "A-OFF"),
    MenuRow("talk", "Open a back channel", f"1 IP   {odds_short(58)}", "deniable until somebody talks", "A-TLK"),
    MenuRow("say", "Repeat the old formula", "", "", "A-SAY", disabled="used last turn; possible again next turn"),
    MenuRow("", "WHAT COSTS NOTHING"),
    MenuRow("wait", "Keep still and watch", "free", "", "A-NIL"),
    MenuRow("note", "Write a note to control", "free", "", "A-NOT"),
)

READING: tuple[Paragraph, ...] = (
    ("How a turn goes", "bright bold"),
    "Cards strike the table first. Each says what has happened and what it moved; nobody can refuse a card, "
    "only answer it.",
    "Then everyone writes orders at the same time, in secret. An order is shown with its price and its odds before it "
    "is sealed; a sealed order can be opened again until the clock runs out.",
    ("Reveal", "bright bold"),
    "All orders are opened one after the other, the dice are rolled in the open, and the ledger says which order moved "
    "which number by how much. Names from people are harmless here: [red]no markup[/] \x1b[31m and no escape codes.",
    "Press w on any number to ask where it came from. The answer is never longer than one screen.",
)

HINTS = (("1-6", "pages"), ("t", "theme"), ("a", "ascii"), ("n", "next value"), ("m", "motion"), ("d", "dialogue"))


def heading(text: str, note: str = "") -> Lines:
    """A pane's title."""
    return Lines(lambda width: [spread(line((f" {text}", "dim bold")), line((note, "dim")), width)])


def swatches(width: int) -> list[Line]:
    """Seat hues with their shapes and codes, and the roles of text."""
    seats = [
        line((f"  {shape} ", f"seat-{hue} bold"), (f"{hue[:3].upper()}  ", f"seat-{hue} bold"), (hue, f"seat-{hue}"))
        for hue, shape in zip(SEAT_HUES, SEAT_SHAPES, strict=True)
    ]
    roles = [line((name.ljust(8), name)) for name in INKS[:6]]
    roles += [
        line((" needs you ", "on-accent bold")),
        line((" threshold ", "on-hot bold")),
        line(("cursor row ", "bright @cursor")),
    ]
    return [BLANK, *beside(seats, roles, 24), BLANK]


def contrasts(width: int) -> list[Line]:
    """The weakest text of every theme, computed."""
    rows = []
    for name, colours in COLOURS.items():
        ratio, ink = min((contrast(colours[ink], colours["panel"]), ink) for ink in INKS)
        rows.append(line((f"  {name.ljust(20)}", "text"), (f"weakest text on the panel {ratio:.1f}:1 ({ink})", "dim")))
    return rows


class Gallery(App[None]):
    """The gallery."""

    CSS = """
    #top { height: 1; dock: top; background: $panel; padding: 0 1; }
    ContentSwitcher { height: 1fr; }
    .pane { padding: 0 1; }
    .left { width: 1fr; }
    .right { width: 1fr; border-left: vkey $rule-line; padding: 0 1; }
    .upper { height: 1fr; }
    .lower { height: 12; border-top: solid $rule-line; }
    .gap { height: 1; }
    .narrow .right { border-left: none; }
    """

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 (an instance variable in Textual)
        (0, "narrow"),
        (100, "wide"),
    ]

    BINDINGS: ClassVar[list[BindingType]] = [
        *[Binding(str(number), f"page('page-{number}')", f"page {number}", show=False) for number in range(1, 7)],
        Binding("t", "theme", "theme"),
        Binding("a", "ascii", "ascii"),
        Binding("n", "next", "next"),
        Binding("m", "motion", "motion"),
        Binding("d", "dialogue", "dialogue"),
        Binding("q", "quit", "quit"),
    ]

    def __init__(self, theme: str = NIGHT, page: int = 1) -> None:
        super().__init__()
        install_guard()
        install_themes(self, theme)
        switch_motion(self, motion_wanted(os.environ))
        self._page = page
        self._turn = 0

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our variables for themes that are not ours."""
        return variable_defaults()

    def compose(self) -> ComposeResult:
        """Six pages."""
        yield Lines(self._top_line, id="top")
        with ContentSwitcher(initial=f"page-{self._page}"):
            yield Vertical(*self._table_page(), id="page-1")
            yield TheatreMap(MARKERS, MapLook("BY"), id="page-2")
            yield Vertical(*self._figures_page(), id="page-3", classes="pane")
            yield Vertical(*self._choices_page(), id="page-4", classes="pane")
            yield Vertical(
                heading("READING"), Lines(lambda width: [BLANK]), Pager(READING * 3), id="page-5", classes="pane"
            )
            yield Vertical(Lines(swatches), Lines(contrasts), id="page-6", classes="pane")
        yield KeyHints(HINTS)

    def _table_page(self) -> Sequence[Widget]:
        upper = Horizontal(
            Vertical(TheatreMap(MARKERS, MapLook("BY")), classes="left"),
            Vertical(
                heading("PRESSURE", "w why"),
                Lines(lambda width: [BLANK]),
                PressureStrip(PressureReading(17, "TENSE", BANDS, HISTORY, 3)),
                Lines(lambda width: [BLANK]),
                TrackBar(TRACKS, 20),
                classes="right",
            ),
            classes="upper",
        )
        menu = Vertical(
            heading("YOUR ORDERS", "1 of 2"), MenuList(ROWS[1:7], details=False, code_width=7), classes="left pane"
        )
        odds = Vertical(
            Lines(lambda width: [BLANK, line(" ", *odds_line(7, 58, width - 1)), BLANK]),
            Lines(
                lambda width: [
                    line((" works  ", "good"), ("supply +2, trust +1", "text")),
                    line((" fails  ", "hot"), "trust +1"),
                ]
            ),
            Lines(lambda width: [BLANK, line(" ", *bill(CAUSES, width - 2))]),
            classes="right",
        )
        return [upper, Horizontal(menu, odds, classes="lower")]

    def _figures_page(self) -> Sequence[Widget]:
        return [
            heading("HISTORY"),
            StepChart(HISTORY, BANDS, ("start", "1", "2", "3", "4")),
            Lines(lambda width: [BLANK]),
            heading("WHY 17"),
            Lines(lambda width: waterfall(14, CAUSES, min(width, 96))),
            Lines(lambda width: [BLANK, line(("  ▼ ", "dim"), "First   trust")]),
        ]

    def _choices_page(self) -> Sequence[Widget]:
        return [
            MenuList(ROWS, code_width=7),
            Lines(
                lambda width: [BLANK, odds_line(7, 58, width), odds_line(9, 28, width), odds_line(4, 92, width), BLANK]
            ),
            Lines(lambda width: [line(("  rolled  ", "dim"), (dice_text((2, 6)), "bright"))]),
            Lines(lambda width: [line("  ", *row) for row in dice_lines((2, 6))]),
        ]

    def _top_line(self, width: int) -> list[Line]:
        left = line(("northaxis  ", "bright bold"), ("gallery", "text"), (f" · {self.theme}", "dim"))
        if width >= 100:
            left = (*left, *line((" · turn 2/5 · 22 Jul 2026", "dim")))
        right = line(
            ("ORDERS ", "bright"),
            ("1:12", "accent bold"),
            ("   ◆ ALF", "seat-amber bold"),
            ("   IP ", "dim"),
            ("3", "bright bold"),
        )
        return [spread(left, right, width)]

    def action_page(self, page: str) -> None:
        """Another page."""
        self.query_one(ContentSwitcher).current = page
        self._focus_first(page)

    def _focus_first(self, page: str) -> None:
        for widget in self.query_one(f"#{page}").query("MenuList, Pager"):
            widget.focus()
            break

    def on_mount(self) -> None:
        """The keys go to the list."""
        self._focus_first(f"page-{self._page}")

    def action_theme(self) -> None:
        """The next of our themes."""
        names = [theme.name for theme in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)] if self.theme in names else NIGHT
        for part in self.query(LineWidget):
            part.redraw()

    def action_ascii(self) -> None:
        """Plain ASCII signs and back."""
        for part in self.query(LineWidget):
            part.ascii_only = not part.ascii_only

    def action_motion(self) -> None:
        """Motion on or off."""
        switch_motion(self, not moves(self))
        self.notify(f"motion {'on' if moves(self) else 'off'}", markup=False)

    def action_next(self) -> None:
        """Other values: bars slide there."""
        self._turn += 1
        values = ((7, 4, 5), (4, 8, 6), (9, 2, 5))[self._turn % 3]
        changed = [
            TrackReading(track.name, value, threshold=7, threshold_word="HOT", delta=value - (track.value or 0))
            for track, value in zip(TRACKS, values, strict=False)
        ]
        for bars in self.query(TrackBar):
            bars.show([*changed, *TRACKS[3:]])

    def action_dialogue(self) -> None:
        """A question."""
        rows = (
            MenuRow("comply", "Comply", "−1 IP", "trust −2, patience +2", "C"),
            MenuRow("stall", "Stall for time", "1 IP", "they ask again next turn", "S"),
            MenuRow("refuse", "Refuse", "", "", "R", disabled="a backed demand cannot be refused while you owe IP"),
        )
        self.push_screen(
            Choice(
                "Open the crossing again", ("The first capital wants the crossing open by the end of the week.",), rows
            )
        )


if __name__ == "__main__":
    Gallery(sys.argv[1] if len(sys.argv) > 1 else NIGHT, int(sys.argv[2]) if len(sys.argv) > 2 else 1).run()
