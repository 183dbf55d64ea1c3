"""What control can type, as the guide has it: `python -m tests.cli.control.guide` writes it there."""

from __future__ import annotations

from pathlib import Path

from northaxis.cli.control.commands import topics

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "facilitating.md"
BEGIN = "### The console in plain lines, word by word\n"
HEAD = "| type | what it does |"


def section() -> str:
    """The table of commands."""
    rows = [
        f"| `{command.example}` | {command.does[:1].upper()}{command.does[1:]}. |"
        for topic in topics()
        for command in topic.commands
    ]
    return "\n".join((HEAD, "| --- | --- |", *rows)) + "\n"


def split(text: str) -> tuple[str, str, str]:
    """The guide before the table, the table, and the rest."""
    at = text.index(HEAD, text.index(BEGIN))
    end = text.index("\n\n", at) + 1
    return text[:at], text[at:end], text[end:]


if __name__ == "__main__":
    before, _, after = split(GUIDE.read_text(encoding="utf-8"))
    GUIDE.write_text(before + section() + after, encoding="utf-8")
