"""Every special sign the screens draw, what each means, and its plain ASCII stand-in for fonts that lack it.

A stand-in is one character for one character, so a screen keeps its layout. Braille has no table: `widgets/braille.py`
draws in ASCII by itself.
"""

from __future__ import annotations

from typing import Final

CURSOR: Final = "▸"
"""What is chosen now."""
RESTING: Final = "▹"
"""What would be chosen if this part of the screen had the keys."""

SEAT_SHAPES: Final = ("◆", "●", "▲", "■", "▼", "★", "◇", "○", "△")
"""Shapes a seat may be given beside its hue."""

ON: Final = "●"
OFF: Final = "○"

FILLED: Final = "━"
EMPTY: Final = "─"
MAYBE: Final = "╍"
"""A bar's cell that is full, empty, or possible because the exact value is not known."""

TICK: Final = "┼"
RULE: Final = "─"
CAPITAL: Final = "◉"
CITY: Final = "•"

_PAIRS: Final = (
    ("▸▹◂▾▴→←↑↓", ">><v^><^v"),
    ("◆◇●○◉•▲△▼▽■□★☆", "*o@o@.^^vv#o**"),
    ("█▓▒░▀▄▌▐▮▯▕▏", '##=."_||||||'),
    ("▁▂▃▅▆▇", "__--=#"),
    ("─━╍│┃┊╎┆╴╶╸╺", "-=~|||||--=="),
    ("┌┐└┘├┤┬┴┼┿╋╂╭╮╰╯", "++++++++++++..''"),
    ("⚀⚁⚂⚃⚄⚅✓✗×", "123456yxx"),
    ("−–—·…\u2800", "---.. "),
    ("łŁóėąžš", "lLoeazs"),
)

STAND_INS: Final = str.maketrans("".join(signs for signs, _ in _PAIRS), "".join(plain for _, plain in _PAIRS))


def in_ascii(text: str) -> str:
    """The text with our signs replaced by their stand-ins; letters of people's names stay as they are."""
    return text.translate(STAND_INS)
