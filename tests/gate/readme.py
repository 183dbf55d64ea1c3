"""Reads the two commands out of README.md: the code block after the heading that holds the given word.

`python3 tests/gate/readme.py run|test` prints one, so that the gate and the reader type the same thing.
"""

import re
import sys
from pathlib import Path

HEADINGS = {"run": "Run it", "test": "Test it"}


def command(which: str, readme: str) -> str:
    """The shell command under the heading, joined to one line."""
    section = re.search(rf"^#+ {HEADINGS[which]}\n(.*?)^```\w*\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    if section is None:
        raise SystemExit(f"README.md has no code block under '{HEADINGS[which]}'")
    return section.group(2).replace("\\\n", " ").strip()


if __name__ == "__main__":
    sys.stdout.write(command(sys.argv[1], Path("README.md").read_text(encoding="utf-8")) + "\n")
