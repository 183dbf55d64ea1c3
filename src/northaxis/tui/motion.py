"""The one switch for deliberate motion, and the one motion there is: a value sliding from old to new.

Motion shows a cause, takes less than 400 ms and never delays a key. With motion off the new value is simply there. Off
by setting, by `NORTHAXIS_MOTION=off`, and wherever Textual itself is told not to animate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final

from textual.app import App
from textual.timer import Timer
from textual.widget import Widget

LONGEST: Final = 0.4
"""No motion lasts longer, in seconds."""

USUAL: Final = 0.32
FRAME: Final = 1 / 30

_NO: Final = frozenset({"off", "0", "no", "false", "none"})


def motion_wanted(environment: Mapping[str, str], setting: bool = True) -> bool:
    """Whether things may move: the setting, unless the environment says no."""
    return setting and environment.get("NORTHAXIS_MOTION", "on").strip().lower() not in _NO


def switch_motion(app: App[Any], on: bool) -> None:
    """Allow or forbid motion in one app (in one seat, when many share a process)."""
    app.animation_level = "full" if on else "none"


def moves(app: App[Any]) -> bool:
    """Whether this app moves things now."""
    return app.animation_level != "none"


@dataclass(frozen=True, slots=True)
class Slide:
    """A value on its way from `start` to `end`; pure, so that a test can ask for any moment of it."""

    start: float
    end: float
    seconds: float = USUAL

    def at(self, elapsed: float) -> float:
        """Where the value is after some seconds: quick at first, settling at the end."""
        share = 1.0 if self.seconds <= 0 else min(1.0, max(0.0, elapsed / min(self.seconds, LONGEST)))
        return self.end if share >= 1.0 else self.start + (self.end - self.start) * (1 - (1 - share) ** 3)


def play(
    widget: Widget, slide: Slide, show: Callable[[float], None], done: Callable[[], None] | None = None
) -> Timer | None:
    """Call `show` with the moving value until it has arrived, then `done`; at once when motion is off.

    Returns the timer, which a widget stops when a newer motion begins.
    """
    if not moves(widget.app) or slide.start == slide.end:
        show(slide.end)
        if done is not None:
            done()
        return None
    began = monotonic()

    def step() -> None:
        elapsed = monotonic() - began
        show(slide.at(elapsed))
        if elapsed >= min(slide.seconds, LONGEST):
            timer.stop()
            if done is not None:
                done()

    timer = widget.set_interval(FRAME, step)
    return timer
