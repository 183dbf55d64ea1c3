"""What a shipped scenario is called and how its scene begins, read in a glance from the lines of its file.

Only for the frame that is on the screen while the table is being set: YAML, rules and decks are slow to import. What
does not look as the shipped files look is simply not found, and the name that was typed stands in for it.
"""

from __future__ import annotations

from pathlib import Path

from northaxis.services.files import RULES, LibraryProblem, shipped_folder

LONGEST = 100_000
"""Characters of a scenario file that are looked at."""


def glimpse(name: str) -> tuple[str, str]:
    """The title and the scene of a scenario by id or short id, variants after a `+` kept; else the name and nothing."""
    wanted, plus, variants = name.partition("+")
    for text in _texts():
        keys = _keys(text)
        if wanted.casefold() in (keys.get("id", "").casefold(), keys.get("short", "").casefold()) and keys.get("name"):
            return f"{keys['name']} {plus}{variants}".strip(), keys.get("scene", "")
    return Path(name).name or name, ""


def is_shipped(name: str) -> bool:
    """Whether a name is plainly a shipped scenario's, with variants that lie over it; if not, ask the library."""
    wanted, *variants = (part.strip().casefold() for part in name.split("+"))
    texts = _texts()
    for keys in map(_keys, texts):
        if wanted and wanted in (keys.get("id", "").casefold(), keys.get("short", "").casefold()):
            return all(_lies_over(texts, variant, keys["id"]) for variant in variants)
    return False


def _lies_over(texts: list[str], variant: str, scenario: str) -> bool:
    """Whether some file has an entry of this id whose `overlays` name the scenario."""
    entries = (entry for text in texts for entry in text.split("\n  - id: ")[1:])
    for entry in entries:
        id, _, rest = entry.partition("\n")
        over = next((row for row in rest.splitlines() if row.strip().startswith("overlays:")), "")
        if id.strip().casefold() == variant and scenario in over.partition(":")[2].strip(" []").split(", "):
            return True
    return False


def _texts() -> list[str]:
    try:
        files = sorted((shipped_folder() / RULES).glob("*/scenarios/*.yaml"))
        return [file.read_text("utf-8", "replace")[:LONGEST] for file in files]
    except (LibraryProblem, OSError):
        return []


def _keys(text: str) -> dict[str, str]:
    """The plain entries of the first `scenario:` block, and those folded over deeper lines."""
    _, _, block = text.partition("\nscenario:\n")
    found: dict[str, str] = {}
    last = ""
    for row in block.splitlines():
        depth = len(row) - len(row.lstrip())
        if row and depth < 2:
            break
        if depth == 2:
            last, _, value = row.strip().partition(": ")
            found[last] = "" if value == ">-" else value
        elif row and last:
            found[last] = f"{found[last]} {row.strip()}".strip()
    return found
