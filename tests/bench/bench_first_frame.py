"""First full frame of home and of the table against a one-line Textual app: `python tests/bench/bench_first_frame.py`.

Ratios of fresh processes, headless, taken in turn in one run; process start included. Goals: home 1.3, table 1.8.
Never a timed test.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 15

MINIMAL = """
from textual.app import App
from textual.widgets import Static
class One(App):
    def compose(self): yield Static("one line")
    def on_ready(self): self.call_after_refresh(self.exit)
One().run(headless=True, size=(120, 36))
"""

HOME = """
from northaxis.tui.app import NorthaxisApp
from northaxis.tui.screens.home import HomeScreen
from northaxis.tui.settings import load_settings
class Desk:
    def offers(self): return ()
    def sessions(self): return ()
HomeScreen._after_first_frame = lambda self: self.app.exit()
NorthaxisApp(Desk(), settings=load_settings()).run(headless=True, size=(120, 36))
"""

TABLE = """
from northaxis.tui.app import NorthaxisApp
from tests.shipped import game
from tests.tui.fake_client import DirectClient
class Once(NorthaxisApp):
    def on_ready(self): self.call_after_refresh(self.exit)
Once(client=DirectClient(game("S1"), "MIN")).run(headless=True, size=(120, 36))
"""

OPENING = """
from tests.shipped import game
from tests.tui.fake_client import DirectClient
DirectClient(game("S1"), "MIN")
"""


def seconds(program: str) -> float:
    """How long a fresh process takes."""
    began = perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, cwd=ROOT)
    return perf_counter() - began


def main() -> None:
    """Print the ratios: best and median of the rounds."""
    programs = {"one line": MINIMAL, "home": HOME, "table": TABLE, "opening a game": OPENING}
    times: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(ROUNDS):
        for name, program in programs.items():
            times[name].append(seconds(program))
    base = times["one line"]
    for name, taken in times.items():
        best, middle = min(taken) / min(base), median(taken) / median(base)
        print(f"{name:<16} best {best:.2f}x   median {middle:.2f}x   ({min(taken) * 1e3:.0f} ms)")


if __name__ == "__main__":
    main()
