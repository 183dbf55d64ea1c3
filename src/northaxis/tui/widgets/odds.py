"""A chance before it is taken, and dice after they are rolled."""

from __future__ import annotations

from collections.abc import Sequence

from northaxis.tui.glyphs import EMPTY, FILLED
from northaxis.tui.ink import Line, columns, line

_FACES = "⚀⚁⚂⚃⚄⚅"
_PIPS = {
    1: ("     ", "  ●  ", "     "), 2: ("●    ", "     ", "    ●"), 3: ("●    ", "  ●  ", "    ●"),
    4: ("●   ●", "     ", "●   ●"), 5: ("●   ●", "  ●  ", "●   ●"), 6: ("●   ●", "●   ●", "●   ●"),
}  # fmt: skip

_WORDS = (
    (100, "certain"),
    (95, "all but certain"),
    (80, "very likely"),
    (65, "likely"),
    (55, "better than even"),
    (46, "about even"),
    (33, "worse than even"),
    (18, "unlikely"),
    (5, "a long shot"),
    (1, "next to none"),
    (0, "cannot succeed"),
)


def odds_word(percent: int) -> str:
    """A chance in words, the same words everywhere."""
    return next(word for least, word in _WORDS if percent >= least)


def odds_line(need: int, percent: int, width: int) -> Line:
    """What must be rolled, the chance as bar and number, and the chance in words."""
    size = max(6, min(20, width - 36))
    full = round(percent * size / 100)
    bar = line((FILLED * full, "accent"), (EMPTY * (size - full), "faint"))
    return columns([
        (line(("need ", "dim"), (str(need), "bright bold")), 9),
        (bar, size),
        (line((f"{percent} %", "bright bold")), -6),
        (line((f"  {odds_word(percent)}", "dim")), max(1, width - size - 15)),
    ])  # fmt: skip


def odds_short(percent: int) -> str:
    """The chance alone, aligned: ` 58 %`."""
    return f"{percent:>3} %"


def dice_text(rolled: Sequence[int]) -> str:
    """Dice in a line: faces, figures and sum, so that nobody has to make out the pips."""
    faces = " ".join(_FACES[die - 1] if 1 <= die <= 6 else str(die) for die in rolled)
    return f"{faces}  {'+'.join(map(str, rolled))} = {sum(rolled)}"


def dice_lines(rolled: Sequence[int], role: str = "bright") -> list[Line]:
    """Dice drawn five rows high, for the moment of the roll."""
    rows: list[Line] = []
    for row in range(5):
        cells: list[str] = []
        for die in rolled:
            pips = _PIPS.get(die, ("     ", f"{die:^5}", "     "))
            cells.append("╭───────╮" if row == 0 else "╰───────╯" if row == 4 else f"│ {pips[row - 1]} │")
        rows.append(line(("  ".join(cells), role)))
    return rows
