"""How fast the screens' foundations are, as ratios in one run: `python tests/bench/bench_tui.py`. Never a timed test.

First full frame: the gallery's table page (map, hero, tracks, menu, odds) against a one-line Textual app, both
in a subprocess, headless, best of some rounds. Map: data read, borders drawn for a new size, markers laid over.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from time import perf_counter

MINIMAL = """
from textual.app import App
from textual.widgets import Static
class One(App):
    def compose(self): yield Static("one line")
    def on_ready(self): self.exit()
One().run(headless=True, size=(120, 36))
"""

GALLERY = """
from northaxis.tui.gallery import Gallery
class Once(Gallery):
    def on_ready(self): self.exit()
Once().run(headless=True, size=(120, 36))
"""


def best(work: Callable[[], object], rounds: int) -> float:
    """The shortest of some rounds, in seconds."""
    times = []
    for _ in range(rounds):
        began = perf_counter()
        work()
        times.append(perf_counter() - began)
    return min(times)


def run(program: str) -> Callable[[], object]:
    """A fresh process for a program."""
    return lambda: subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)


def main() -> None:
    """Print the ratios."""
    minimal, gallery = best(run(MINIMAL), 7), best(run(GALLERY), 7)
    print(f"table page, process start included: {gallery / minimal:.2f}x a one-line Textual app")

    from northaxis.tui.widgets.geography import base_map, the_north
    from northaxis.tui.widgets.theatre_map import MapLook, Marker, map_lines

    loading = best(lambda: the_north.__wrapped__(), 5)
    first = best(lambda: base_map.__wrapped__(90, 30), 5)
    again = best(lambda: map_lines(90, 30, [Marker(27.5, 53.9, "◆", "here")], MapLook("BY")), 5)
    print(f"map 90x30: data {loading * 1e3:.1f} ms, borders {first * 1e3:.1f} ms, overlays {again * 1e3:.1f} ms")


if __name__ == "__main__":
    main()
