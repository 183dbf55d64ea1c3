"""A row of small bars for a history: the shape of what happened in as many cells as there were turns."""

from __future__ import annotations

from collections.abc import Sequence

_LEVELS = "▁▂▃▄▅▆▇█"


def spark(history: Sequence[int], low: int, high: int) -> str:
    """One bar a value; `low` is the lowest bar, `high` the full one, values outside are drawn at the edge."""
    reach = max(1, high - low)
    return "".join(_LEVELS[min(7, max(0, (value - low) * 8 // (reach + 1)))] for value in history)
