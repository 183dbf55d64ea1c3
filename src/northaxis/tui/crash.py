"""The notice after a bug: what happened in a sentence, and a file with the way there. Never a value of the program.

The file names functions and lines only; values and the error's own words could hold another seat's secret.
"""

from __future__ import annotations

import os
import sys
import tempfile
import traceback

from rich.text import Text

BUG = 70
"""The exit code of a program that a bug has ended."""


START_AGAIN = "Your game is kept up to the last thing that was acknowledged: start northaxis and choose Continue."


def crash_notice(error: BaseException | None, advice: str = START_AGAIN, who: str = "northaxis") -> Text:
    """What is printed on the restored terminal: who has stopped, and what to do next."""
    kind = type(error).__name__ if error is not None else "an error"
    where = _written(error)
    lines = [
        f"{who} has stopped because of a bug in it ({kind}).",
        advice,
    ]
    if where:
        lines.append(f"For a report: {where} (it holds no game secrets, only where in the program it happened)")
    return Text("\n".join(lines), no_wrap=False)


def frames(error: BaseException | None) -> str:
    """The way to the error, newest last: file, line, function; and the kinds of errors, without their words."""
    from northaxis import __version__

    rows = [f"northaxis {__version__}, Python {sys.version.split()[0]}, {sys.platform}"]
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        rows.append(type(error).__name__)
        for frame in traceback.extract_tb(error.__traceback__):
            rows.append(f"  {frame.filename}:{frame.lineno} {frame.name}")
        error = error.__cause__ or error.__context__
    return "\n".join(rows) + "\n"


def _written(error: BaseException | None) -> str:
    try:
        handle, name = tempfile.mkstemp(prefix="northaxis-crash-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(frames(error))
    except OSError:
        return ""
    return name
