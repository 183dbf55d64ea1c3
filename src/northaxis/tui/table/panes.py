"""The panes of the upper half and the list of all tracks: the map, the pressure, the board."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical

from northaxis.domain.quantities import Quantity
from northaxis.domain.views import SwitchView, TrackView
from northaxis.tui.glyphs import OFF, ON
from northaxis.tui.ink import BLANK, Line, line, number, signed, span, spread, wrapped
from northaxis.tui.table.effects import rows_of
from northaxis.tui.table.model import Mode, TableModel
from northaxis.tui.table.places import SHAM, caption, map_look, markers
from northaxis.tui.table.readings import groups, others_in_index, pressure_reading, pulls, switch_state, track_reading
from northaxis.tui.widgets.line_widget import Lines
from northaxis.tui.widgets.menu_list import MenuList, MenuRow
from northaxis.tui.widgets.pressure import PressureReading, PressureStrip
from northaxis.tui.widgets.step_chart import StepChart
from northaxis.tui.widgets.theatre_map import TheatreMap
from northaxis.tui.widgets.track_bar import TrackBar, TrackReading, bar


def reading(model: TableModel) -> PressureReading:
    """The hero's reading."""
    return pressure_reading(model.game, model.view, model.board, model.index_history)


def pull_readings(model: TableModel) -> list[TrackReading]:
    """The pulls, named by who pulls."""
    found = []
    for track in pulls(model.game, model.view):
        quantity = model.game.rules.quantity(track.id)
        who, _, what = quantity.name.partition(": ")
        found.append(track_reading(model.game, track, model.board, f"{who:<8}{what}"))
    return found


def other_readings(model: TableModel) -> list[TrackReading]:
    """Every track that is no pull."""
    mine = {track.id for track in pulls(model.game, model.view)}
    return [track_reading(model.game, track, model.board) for track in model.view.tracks if track.id not in mine]


def switch_spans(model: TableModel, switch: SwitchView) -> Line:
    """A switch: name and state as declared, or that it is a sham, for those who know."""
    quantity = model.game.rules.quantity(switch.id)
    declared, sham = switch_state(switch, model.board)
    lit = "bright bold" if switch.id in model.board.lit else "text" if declared else "dim"
    if sham:
        return line((f"{quantity.short} ", lit), (SHAM, "accent bold"), (" sham", "accent"))
    return line((f"{quantity.short} ", lit), (ON if declared else OFF, "bright" if declared else "dim"))


def switch_lines(model: TableModel, width: int) -> list[Line]:
    """All switches in as few lines as fit."""
    parts = [switch_spans(model, switch) for switch in model.view.switches]
    return [(span("  "), *row) for row in rows_of(parts, width - 3, "  ")]


class MapPane(Vertical):
    """The map with its caption."""

    DEFAULT_CSS = """
    MapPane { height: 1fr; }
    MapPane > .caption { height: 1; }
    """

    def __init__(self, model: TableModel, **options: Any) -> None:
        super().__init__(**options)
        self.model = model

    def compose(self) -> ComposeResult:
        """The map and a line under it."""
        game = self.model.game
        self._drawn = markers(game, self.model.view, self.model.board)
        yield TheatreMap(self._drawn, map_look(game))
        yield Lines(self._caption, classes="caption")

    def update(self) -> None:
        """Show what has moved."""
        found = markers(self.model.game, self.model.view, self.model.board)
        if found != self._drawn:
            self._drawn = found
            self.query_one(TheatreMap).show(found)
        self.query_one(Lines).redraw()

    def _caption(self, width: int) -> list[Line]:
        named = caption(self.model.game, self.model.board.values)
        parts = [line((f"{name} ", "dim"), (str(value), "text")) for name, value in named]
        return [(span("  "), *row) for row in rows_of(parts, width - 3)][:1]


ROOMY = 16
"""Rows from which the pressure pane has a blank line above the hero."""


class PressurePane(Vertical):
    """The hero: the number, its band, the pulls, the rest it is made of, the switches."""

    DEFAULT_CSS = """
    PressurePane { height: 1fr; }
    PressurePane > .gap { height: 1; }
    PressurePane > .heading { height: 1; }
    PressurePane > PressureStrip { height: 6; }
    PressurePane > .switches { height: auto; max-height: 2; }
    PressurePane > #history { min-height: 5; }
    """

    def __init__(self, model: TableModel, offers_why: bool = True, **options: Any) -> None:
        super().__init__(**options)
        self.model, self._offers_why = model, offers_why

    def compose(self) -> ComposeResult:
        """From the number down to the switches."""
        yield Lines(self._heading, classes="heading")
        yield Lines(lambda width: [BLANK], classes="gap air")
        yield PressureStrip(reading(self.model))
        yield Lines(lambda width: [BLANK], classes="gap")
        yield TrackBar(
            pull_readings(self.model), 22 if self._offers_why else 18, large=not self._offers_why, id="pulls"
        )
        yield Lines(self._others, classes="others")
        yield TrackBar((), 22 if self._offers_why else 18, large=not self._offers_why, id="others")
        yield Lines(lambda width: switch_lines(self.model, width), classes="switches")
        yield StepChart(id="history")

    is_alone = False
    """Whether it has the whole screen, and so room for the history."""

    def update(self) -> None:
        """Show what has moved; bars slide there."""
        self.query_one(".air").display = self.size.height >= ROOMY
        self.query_one(PressureStrip).show(reading(self.model))
        self.query_one("#pulls", TrackBar).show(pull_readings(self.model))
        others = self.query_one("#others", TrackBar)
        others.display = self.size.height >= (22 if self._offers_why else 18)
        chart = self.query_one("#history", StepChart)
        chart.display = self.is_alone and self.model.knows_index
        if chart.display:
            shown = reading(self.model)
            chart.show(shown.history, shown.bands, ("start", *map(str, range(1, len(shown.history)))))
        self.query_one(".others", Lines).display = not others.display
        others.show(other_readings(self.model) if others.display else ())
        self.query_one(".others", Lines).redraw()
        self.query_one(".switches", Lines).redraw()

    def _others(self, width: int) -> list[Line]:
        """The rest of what the pressure is made of, in one line."""
        parts = []
        for track in others_in_index(self.model.game, self.model.view):
            shown = track_reading(self.model.game, track, self.model.board)
            value = shown.band if shown.value is None else number(shown.value)
            moved = f" {signed(shown.delta)}" if shown.delta else ""
            lit = "bright bold" if shown.is_lit or moved else "bright"
            of = f" of {shown.high}" if shown.value is not None else ""
            parts.append(line((f"{shown.name} ", "text"), (value, lit), (of, "dim"), (moved, "bright")))
        return [(span("  "), *row) for row in rows_of(parts, width - 3, "     ")][:1]

    def _heading(self, width: int) -> list[Line]:
        name = self.model.game.rules.index_name.upper()
        return [spread(line((f" {name}", "dim bold")), line(("w why " if self._offers_why else "", "dim")), width)]


def _sorted_groups(model: TableModel) -> list[tuple[str, list[TrackView]]]:
    """The groups of the rules; while the reveal is told, what has moved comes first."""
    tracks = [track for _, group in groups(model.game, model.view) for track in group]
    if model.mode not in (Mode.REVEAL, Mode.NEWS):
        return [(name, list(group)) for name, group in groups(model.game, model.view)]
    now = [track for track in tracks if track.id in model.board.lit]
    moved = [track for track in tracks if track not in now and model.board.delta(track.id)]
    rest = [track for track in tracks if track not in now and track not in moved]
    named = (("moved just now", now), ("moved this turn", moved), ("as the turn began", rest))
    return [(name, group) for name, group in named if group]


def board_rows(model: TableModel, bar_width: int) -> list[MenuRow]:
    """Every track and switch as a row of a list, in groups."""
    rows: list[MenuRow] = []
    for group, tracks in _sorted_groups(model):
        rows.append(MenuRow("", group.upper()))
        for track in tracks:
            shown = track_reading(model.game, track, model.board)
            style = "bright bold" if shown.is_lit else "text"
            rows.append(MenuRow(track.id, shown.name, _right(shown, bar_width), style=style))
    rows.append(MenuRow("", "SWITCHES"))
    for switch in model.view.switches:
        quantity = model.game.rules.quantity(switch.id)
        declared, sham = switch_state(switch, model.board)
        state = f"paused {SHAM} runs on" if sham else f"active {ON}" if declared else f"paused {OFF}"
        rows.append(MenuRow(switch.id, quantity.name, state))
    return rows


def _right(shown: TrackReading, bar_width: int) -> str:
    drawn = "".join(text for text, _ in bar(shown, bar_width))
    if shown.value is None:
        low, high = shown.between or (shown.low, shown.high)
        return f"{shown.band} {low}–{high}  {drawn}"
    moved = f"{shown.delta:+d}".replace("-", "−") if shown.delta else "·"
    hot = f" {shown.threshold_word}" if shown.is_crossed else ""
    value = str(shown.value).replace("-", "−")
    return f"{moved:>3}{hot:>5}  {drawn} {value:>3}"


def meaning_lines(model: TableModel, id: str, width: int) -> list[Line]:
    """What the thing under the cursor is, in a few lines."""
    if not id:
        return []
    quantity = model.game.rules.quantity(id)
    rows = [line(("  ", "dim"), (text, "text")) for text in wrapped(quantity.meaning, min(72, width - 4))]
    return [*rows, line(("  ", "dim"), (_scale(quantity), "dim"), (f"   {' '.join(quantity.cites)}", "dim"))]


def _scale(quantity: Quantity) -> str:
    if quantity.prices:
        return "   ".join(f"{name} {value}" for name, value in quantity.prices)
    feels = {"strain": "higher is worse", "relief": "higher is better"}.get(quantity.higher_is, "")
    return f"{quantity.low} to {quantity.high}{f', {feels}' if feels else ''}".replace("-", "−")


class BoardPane(Vertical):
    """Every track, with the meaning of the one under the cursor at the foot."""

    DEFAULT_CSS = """
    BoardPane { height: 1fr; }
    BoardPane > .heading { height: 1; }
    BoardPane > .meaning { height: 4; }
    """

    def __init__(self, model: TableModel, **options: Any) -> None:
        super().__init__(**options)
        self.model = model

    def compose(self) -> ComposeResult:
        """Heading, list, meaning."""
        yield Lines(self._heading, classes="heading")
        yield MenuList(board_rows(self.model, 10), details=False, id="board-list")
        yield Lines(self._meaning, classes="meaning")

    @property
    def pointed(self) -> str:
        """The track or switch under the cursor."""
        row = self.query_one(MenuList).pointed
        return row.id if row is not None else ""

    def update(self) -> None:
        """Show what has moved."""
        menu = self.query_one(MenuList)
        menu.show(board_rows(self.model, 10))
        if not menu.has_focus:
            menu.action_end(-1)
        self.query_one(".meaning", Lines).redraw()

    def on_menu_list_pointed(self, event: MenuList.Pointed) -> None:
        """Another meaning."""
        event.stop()
        self.query_one(".meaning", Lines).redraw()

    def _heading(self, width: int) -> list[Line]:
        lit = len(self.model.board.lit)
        note = f"{lit} moved just now " if lit else "since the turn began "
        return [spread(line((" THE BOARD", "dim bold")), line((note, "accent" if lit else "dim")), width)]

    def _meaning(self, width: int) -> list[Line]:
        return meaning_lines(self.model, self.pointed, width)
