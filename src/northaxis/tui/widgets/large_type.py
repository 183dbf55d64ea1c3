"""Large letters for the wall: three rows of half blocks a letter, capitals and figures only."""

from __future__ import annotations

from northaxis.tui.ink import Line, line

ROWS = 3

_SHAPES = {
    "A": ("▄▀▄", "█▀█", "▀ ▀"), "B": ("█▀▄", "█▀▄", "▀▀ "), "C": ("▄▀▀", "█  ", " ▀▀"), "D": ("█▀▄", "█ █", "▀▀ "),
    "E": ("█▀▀", "█▀ ", "▀▀▀"), "F": ("█▀▀", "█▀ ", "▀  "), "G": ("▄▀▀", "█ █", " ▀▀"), "H": ("█ █", "█▀█", "▀ ▀"),
    "I": ("█", "█", "▀"), "J": ("  █", "▄ █", " ▀ "), "K": ("█ █", "█▀▄", "▀ ▀"), "L": ("█  ", "█  ", "▀▀▀"),
    "M": ("█▄ ▄█", "█ ▀ █", "▀   ▀"), "N": ("█▄ █", "█ ▀█", "▀  ▀"), "O": ("▄▀▄", "█ █", " ▀ "),
    "P": ("█▀▄", "█▀ ", "▀  "), "Q": ("▄▀▄", "█ █", " ▀▄"), "R": ("█▀▄", "█▀▄", "▀ ▀"), "S": ("▄▀▀", " ▀▄", "▀▀ "),
    "T": ("▀█▀", " █ ", " ▀ "), "U": ("█ █", "█ █", " ▀ "), "V": ("█ █", "▀▄▀", " ▀ "),
    "W": ("█   █", "█ █ █", " ▀ ▀ "), "X": ("█ █", " █ ", "▀ ▀"), "Y": ("█ █", " █ ", " ▀ "),
    "Z": ("▀▀█", " █ ", "▀▀▀"), "0": ("▄▀▄", "█ █", " ▀ "), "1": ("▄█", " █", " ▀"), "2": ("▀▀▄", "▄▀ ", "▀▀▀"),
    "3": ("▀▀▄", " ▀▄", "▀▀ "), "4": ("█ █", "▀▀█", "  ▀"), "5": ("█▀▀", "▀▀▄", "▀▀ "), "6": ("▄▀▀", "█▀▄", " ▀ "),
    "7": ("▀▀█", " █ ", " ▀ "), "8": ("█▀█", "█▀█", "▀▀▀"), "9": ("▄▀▄", " ▀█", "▀▀ "), ":": ("▄", "▄", " "),
    " ": ("  ", "  ", "  "), "-": ("   ", "▀▀▀", "   "),
}  # fmt: skip


def large(text: str, role: str = "bright bold") -> list[Line]:
    """The text in three rows; letters without a shape are left out."""
    shapes = [_SHAPES[letter] for letter in text.upper() if letter in _SHAPES]
    return [line((" ".join(shape[row] for shape in shapes), role)) for row in range(ROWS)]
