"""Runs the program as a user would: in a process of its own, with its own folder for data."""

import os
import subprocess
import sys
from pathlib import Path

SRC = Path(__file__).parents[2] / "src"


def run(
    *words: str | Path,
    home: Path,
    typed: str | None = None,
    environment: dict[str, str] | None = None,
    folder: Path | None = None,
) -> subprocess.CompletedProcess[str]:
    """The program's answer to a command line; `typed` is what stands on its standard input, `folder` where it runs."""
    own = {"PYTHONPATH": str(SRC), "XDG_DATA_HOME": str(home), "HOME": str(home), "NORTHAXIS_DEBUG": ""}
    return subprocess.run(
        [sys.executable, "-m", "northaxis", *map(str, words)],
        input=typed if typed is not None else "",
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        env={**os.environ, **own, **(environment or {})},
        check=False,
        cwd=folder,
    )
