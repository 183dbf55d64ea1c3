"""Who met the bar, by person: for the end of play and for the debrief."""

from __future__ import annotations

from collections.abc import Sequence

from northaxis.domain.scoring import PlayerResult
from northaxis.services.debrief import best_of, result_words
from northaxis.services.wording import capital, plain
from northaxis.tui.ink import Line, line, wrapped


def result_rows(found: Sequence[PlayerResult], width: int) -> list[Line]:
    """Every person with the seats held, whether the bar was met and by how much; and who did best of several."""
    rows: list[Line] = []
    for each in found:
        sign = ("✓ ", "good bold") if each.won else ("· ", "dim")
        name = capital(plain(each.name))
        head = line(("  ", "dim"), sign, (name, "bright bold"), (f"  {', '.join(each.seats)}  ", "dim"))
        said = capital(result_words(each)) + "."
        room = min(72, width) - sum(len(text) for text, _ in head)
        if len(said) <= room:
            rows.append((*head, *line((said, "text"))))
        else:
            rows += [head, *(line(("      ", "dim"), (part, "text")) for part in wrapped(said, min(66, width - 8)))]
    best = best_of(found)
    return [*rows, *([line(("    ", "dim"), (best, "accent"))] if best else [])]
