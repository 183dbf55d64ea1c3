"""The README's picture, taken of the real program: `python -m tests.tui.picture`.

Writes `docs/table.svg` (with `--check` only says whether it is up to date): Minsk writes its orders in the second turn
of Red Line North, an order pointed at, its odds in view. The same seed gives the same picture, and it fetches nothing:
no web fonts, no links; every run of characters is pinned to its columns, so that any monospace font lines up.
"""

from __future__ import annotations

import asyncio
import re
import sys
from html import escape
from itertools import groupby
from pathlib import Path

from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.terminal_theme import MONOKAI
from tests.shipped import game
from tests.tui.fake_client import DirectClient
from textual.pilot import Pilot

from northaxis.domain.facts import Step
from northaxis.tui.app import NorthaxisApp
from northaxis.tui.screens.table import TableScreen
from northaxis.tui.settings import Settings
from northaxis.tui.table.model import Mode
from northaxis.tui.theme import NIGHT
from northaxis.tui.widgets.menu_list import MenuList

PLACE = Path(__file__).resolve().parents[2] / "docs" / "table.svg"
SIZE = (120, 36)
SEED, TURN, ORDER = "4", 2, "MIN-BEI"
CELL, ROW, FONT = 8.4, 16.5, 14
"""Pixels: a cell's width, a line's height, the letters."""
EDGE = 14
DRAWN = r"\u2500-\u25ff\u2800-\u28ff"
PARTS = re.compile(rf"[{DRAWN}]|[^\s{DRAWN}]+(?: [^\s{DRAWN}]+)*|\s+")
"""A drawing sign, a run of words, a gap."""
FONTS = "ui-monospace, 'Cascadia Mono', 'DejaVu Sans Mono', Menlo, Consolas, monospace"


async def taken() -> str:
    """Play up to the moment and take the picture."""
    app = NorthaxisApp(client=DirectClient(game("S2"), "MIN", SEED), settings=Settings(theme=NIGHT, motion=False))
    async with app.run_test(size=SIZE) as pilot:
        await _play(pilot)
        strips = [list(strip) for strip in app.screen._compositor.render_strips()]
        return drawn(strips)


async def _play(pilot: Pilot[None]) -> None:
    await _settled(pilot)
    table = next(screen for screen in pilot.app.screen_stack if isinstance(screen, TableScreen))
    for _ in range(120):
        view = table.model.view
        if pilot.app.screen is not table:  # a question that can be skipped
            await _press(pilot, "escape")
        elif table.model.mode is Mode.ORDERS and view.owes:
            await _press(pilot, "c", "x", "s")
            if view.turn == TURN:
                break
            await _press(pilot, "1", "home", *["down"] * 4, "enter", "s", "s", "s")
        elif table.model.mode is Mode.CARD and view.owes:
            await _press(pilot, "enter")
        elif view.step is Step.OVER:
            raise SystemExit("the game ended before the picture")
        else:
            await _press(pilot, "space")
    await _press(pilot, "1", "home")
    for _ in range(12):
        row = table.query_one("#desk-list", MenuList).pointed
        if row is not None and row.id == ORDER:
            return
        await _press(pilot, "down")


async def _press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await _settled(pilot)


async def _settled(pilot: Pilot[None]) -> None:
    for _ in range(3):
        await pilot.pause(0.01)
        await pilot.app.workers.wait_for_complete()


def drawn(strips: list[list[Segment]]) -> str:
    """Lines of segments as an SVG."""
    width, height = SIZE[0] * CELL + EDGE * 2, SIZE[1] * ROW + EDGE * 2
    classes: dict[str, str] = {}
    grounds, letters = [], []
    ground = "#000000"
    for y, strip in enumerate(strips):
        x = 0
        for segment in strip:
            style = segment.style
            size = cell_len(segment.text)
            if style is not None and segment.text:
                ink, under = _hex(style.color, True), _hex(style.bgcolor, False)
                if style.reverse:
                    ink, under = under, ink
                ground = under if (x, y) == (0, 0) else ground
                grounds.append((y, x, size, under))
                look = f"fill:{ink}" + (";font-weight:bold" if style.bold else "")
                name = classes.setdefault(look, f"s{len(classes)}")
                letters += [_text(part, x + at, y, name) for at, part in _words(segment.text)]
            x += size
    style_sheet = "".join(f".{name}{{{look}}}" for look, name in classes.items())
    rects = "".join(_rects(grounds, ground))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img">'
        "<title>northaxis: Minsk writes its orders in Red Line North</title>"
        f"<style>text{{font-family:{FONTS};font-size:{FONT}px;white-space:pre}}{style_sheet}</style>"
        f'<rect width="{width:g}" height="{height:g}" rx="8" fill="{ground}"/>{rects}{"".join(letters)}</svg>\n'
    )


def _words(text: str) -> list[tuple[int, str]]:
    """The parts of a text that are not blank, with the cell each begins at; drawing signs stand alone."""
    found, at = [], 0
    for part in PARTS.findall(text):
        if part.strip(" \u2800"):
            found.append((at, part))
        at += cell_len(part)
    return found


def _text(text: str, x: int, y: int, name: str) -> str:
    left, base = EDGE + x * CELL, EDGE + y * ROW + ROW * 0.74
    length = cell_len(text) * CELL
    return (
        f'<text class="{name}" x="{left:.1f}" y="{base:.1f}" textLength="{length:.1f}" '
        f'lengthAdjust="spacingAndGlyphs">{escape(text)}</text>'
    )


def _rects(grounds: list[tuple[int, int, int, str]], ground: str) -> list[str]:
    rects = []
    for (y, colour), run in groupby(grounds, key=lambda each: (each[0], each[3])):
        cells = list(run)
        x, size = cells[0][1], sum(cell[2] for cell in cells)
        if colour != ground:
            rects.append(
                f'<rect x="{EDGE + x * CELL:.1f}" y="{EDGE + y * ROW}" width="{size * CELL + 0.3:.1f}" '
                f'height="{ROW + 0.3:.1f}" fill="{colour}"/>'
            )
    return rects


def _hex(color: Color | None, is_ink: bool) -> str:
    triplet = (color or Color.default()).get_truecolor(MONOKAI, foreground=is_ink)
    return triplet.hex


def main() -> None:
    """Take it and write it."""
    picture = asyncio.run(taken())
    if "--check" in sys.argv:
        sys.exit(0 if PLACE.read_text("utf-8") == picture else f"{PLACE} is out of date: python -m tests.tui.picture")
    PLACE.parent.mkdir(exist_ok=True)
    PLACE.write_text(picture, "utf-8")
    print(f"{PLACE}: {len(picture) // 1024} KB")


if __name__ == "__main__":
    main()
