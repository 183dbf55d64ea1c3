"""What the cited passages claim, in the project's own words, and what else in the rules stands on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from northaxis.domain.ids import PassageId
from northaxis.domain.ruleset import Game
from northaxis.services.wording import plain
from northaxis.tui.ink import BLANK, line
from northaxis.tui.widgets.dialogue import Reader
from northaxis.tui.widgets.pager import Paragraph

MOST = 6
"""Other things named under one passage."""


class PassageScreen(Reader):
    """The passages, to read and leave."""

    DEFAULT_CSS = "PassageScreen > Vertical { height: auto; } PassageScreen Pager { height: auto; max-height: 26; }"

    def __init__(self, game: Game, ids: Iterable[str]) -> None:
        wanted = tuple(dict.fromkeys(ids))
        head = "Passage" if len(wanted) == 1 else "Passages"
        super().__init__(f"{head} {', '.join(wanted)}" if wanted else "No passage", passage_text(game, wanted))


def passage_text(game: Game, ids: Iterable[str]) -> tuple[Paragraph, ...]:
    """Each passage: number, claim, document, and what stands on it."""
    rows: list[Paragraph] = []
    for id in ids:
        passage = game.rules.passages.get(PassageId(id))
        if passage is None:
            rows.append((f"{id} is not in this rule set's sources.", "dim"))
            continue
        document = next((d for d in game.rules.documents if id.startswith(f"{d.id}-")), None)
        parts = (document.title, document.publisher, document.date) if document is not None else ()
        source = ", ".join(part for part in parts if _is_said(part))
        kind = "" if passage.kind == "claim" else f"   {passage.kind}"
        rows.append(line("  ", (id, "accent bold"), (kind, "dim")))
        rows.append((plain(passage.claim), "bright"))
        if source:
            rows.append((source, "dim"))
        others = tuple(dict.fromkeys(_standing_on(game, passage.id)))
        if others:
            more = f" and {len(others) - MOST} more" if len(others) > MOST else ""
            rows.append((f"Also stands on it: {', '.join(others[:MOST])}{more}.", "dim"))
    if not rows:
        return (("The rules cite no passage for this.", "dim"),)
    return (*rows, ("Claims are in northaxis' own words; the documents are not reprinted.", "dim"), BLANK)


def _is_said(part: str) -> bool:
    return part not in ("", "not stated")


def _standing_on(game: Game, id: PassageId) -> Iterator[str]:
    """Orders and rules that cite a passage; event cards are not named, they may still come."""
    for action in game.rules.actions.values():
        if id in action.cites:
            yield plain(action.name)
    for rule in (*game.rules.rules, *game.rules.snaps, *game.rules.ends):
        if id in rule.cites:
            yield plain(rule.name)
