"""The keys of the console as the guide has them: `python -m tests.tui.control.guide` writes them into it."""

from __future__ import annotations

from pathlib import Path

from northaxis.tui.actions import key_label
from northaxis.tui.control.actions import CONTROL_ACTIONS

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "facilitating.md"
BEGIN = "### The console, key by key\n"
END = "\n## 8."


def section() -> str:
    """The table of keys."""
    rows = [f"| `{key_label(spec, every=True)}` | {spec.name} | {spec.help} |" for spec in CONTROL_ACTIONS]
    return "\n".join(("| key | | what it does |", "| --- | --- | --- |", *rows)) + "\n"


def split(text: str) -> tuple[str, str, str]:
    """The guide before the table, the table, and the rest."""
    at = text.index("| key | | what it does |", text.index(BEGIN))
    end = text.index("\n\n", at) + 1
    return text[:at], text[at:end], text[end:]


if __name__ == "__main__":
    before, _, after = split(GUIDE.read_text(encoding="utf-8"))
    GUIDE.write_text(before + section() + after, encoding="utf-8")
