"""First full frame of home and of the table against a one-line Textual app: `python tests/bench/bench_first_frame.py`.

Ratios of fresh processes, headless, taken in turn in one run; process start included; wall time and processor time.
Goals: home 1.3, table 1.8. "table frame" is what `play` shows at once (frame, map, title, scene), "table filled" the
same process on to the whole table, library and session in memory included. Never a timed test.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
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

OPENING = """
import sys
from northaxis.cli.glimpse import glimpse
from northaxis.tui.app import NorthaxisApp
from northaxis.tui.screens.opening import Opening, OpeningScreen
from northaxis.tui.settings import load_settings
def make():
    from northaxis.cli.tables import find_game, seat_of, unwritten_table
    from northaxis.services.autoplay import one_person
    from northaxis.services.solo import SoloClient
    prepared = find_game("S1")
    seat = seat_of(prepared.game, None)
    return SoloClient(unwritten_table(prepared, "1", one_person(prepared.game, seat)), seat, lambda: "x")
"""

FRAME = f"""{OPENING}
async def nothing(self): self.app.exit()
OpeningScreen._set_table = nothing
NorthaxisApp(opening=Opening(make, *glimpse("S1")), settings=load_settings()).run(headless=True, size=(120, 36))
assert "pydantic" not in sys.modules and "northaxis.domain.ruleset" not in sys.modules
"""

FILLED = f"""{OPENING}
class Once(NorthaxisApp):
    def open_table(self, client, brief=False):
        super().open_table(client, brief)
        self.screen.call_after_refresh(self.screen.call_after_refresh, self.exit)
Once(opening=Opening(make, *glimpse("S1")), settings=load_settings()).run(headless=True, size=(120, 36))
"""


def seconds(program: str) -> tuple[float, float]:
    """How long a fresh process takes, and how much of a processor."""
    began, before = perf_counter(), getrusage(RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, cwd=ROOT)
    after = getrusage(RUSAGE_CHILDREN)
    return perf_counter() - began, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the ratios: best and median of the rounds."""
    programs = {"one line": MINIMAL, "home": HOME, "table frame": FRAME, "table filled": FILLED}
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in programs}
    for _ in range(ROUNDS):
        for name, program in programs.items():
            times[name].append(seconds(program))
    for name, taken in times.items():
        said = [f"{name:<14}"]
        for place, what in enumerate(("wall", "processor")):
            mine, base = ([each[place] for each in each_run] for each_run in (taken, times["one line"]))
            said.append(f"{what} best {min(mine) / min(base):.2f}x median {median(mine) / median(base):.2f}x")
            said.append(f"({min(mine) * 1e3:.0f} ms)")
        print("  ".join(said))


if __name__ == "__main__":
    main()
