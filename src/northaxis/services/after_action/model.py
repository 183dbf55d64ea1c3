"""What a report is made of: sections of plain blocks, every text on one line and cleaned. No layout, no file format.

Every chart brings the table that says the same, so that nothing in a report is only a picture.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. `tone` is `up`, `down`, `strong` or `mute` and only repeats what the words say."""

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of a row names it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    words: str


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list, with lines under it. `struck`: it was undone."""

    words: str
    under: tuple[str, ...] = ()
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Item, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody wrote, and who."""

    words: str
    who: str


@dataclass(frozen=True, slots=True)
class Zone:
    """A named stretch of a scale, both ends included."""

    name: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened at a point of a chart, as a sign and in words."""

    place: int
    sign: str
    words: str


@dataclass(frozen=True, slots=True)
class Strip:
    """One value after each turn, over named stretches."""

    caption: str
    labels: tuple[str, ...]
    values: tuple[int, ...]
    zones: tuple[Zone, ...]
    marks: tuple[Mark, ...]
    table: Table


@dataclass(frozen=True, slots=True)
class Waterfall:
    """From one value to another by steps."""

    caption: str
    start: tuple[str, int]
    steps: tuple[tuple[str, int], ...]
    end: tuple[str, int]
    table: Table
    direct: tuple[tuple[str, int], ...] = ()
    """The same way by other steps: by what acted itself, where `steps` are root causes."""


@dataclass(frozen=True, slots=True)
class Series:
    """A line of a chart; `notes` stand under each label."""

    name: str
    values: tuple[int, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """Several values turn by turn on one scale."""

    caption: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    low: int
    high: int
    table: Table
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Axis:
    """What a plane shows in one direction, and from where to where."""

    name: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Plane:
    """Two values against each other: a path with a label at every spot (across, up)."""

    caption: str
    across: Axis
    up: Axis
    labels: tuple[str, ...]
    spots: tuple[tuple[int, int], ...]
    table: Table


@dataclass(frozen=True, slots=True)
class Lane:
    """A switch through the turns: `on`, `off` or `sham` (declared off and still on), and the signs of who moved it."""

    name: str
    states: tuple[str, ...]
    movers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lanes:
    """Switches through the turns."""

    caption: str
    labels: tuple[str, ...]
    lanes: tuple[Lane, ...]
    table: Table


Chart = Strip | Waterfall | Lines | Plane | Lanes
Block = Text | Items | Table | Quote | Chart


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks under a heading of their own."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report. `id` is its anchor."""

    id: str
    title: str
    blocks: tuple[Block, ...] = ()
    groups: tuple[Group, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not self.blocks and not self.groups


@dataclass(frozen=True, slots=True)
class Report:
    """An after-action report. `facts` are labels and values for its head."""

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    closing: str
    language: str = "en"
    notices: tuple[str, ...] = field(default_factory=tuple)
    """What a reader must know first: that play goes on, whose report it is, what it leaves out."""
    is_hand_out: bool = False
    """Whether its sections are sheets to be handed out, each on a page of its own."""


def row(*cells: str | int | Cell) -> tuple[Cell, ...]:
    """A row from words, numbers and cells."""
    return tuple(cell if isinstance(cell, Cell) else Cell(str(cell)) for cell in cells)


def items(lines: Iterable[str], ordered: bool = False) -> Items:
    """A list of lines."""
    return Items(tuple(Item(line) for line in lines), ordered)


def points(value: int, shown: str = "") -> Cell:
    """A difference with its sign, and a tone that repeats it."""
    text = shown or (f"{value:+d}" if value else "0")
    return Cell(text.replace("-", "\N{MINUS SIGN}"), "up" if value > 0 else "down" if value < 0 else "mute")
