"""Nothing shipped shares a run of six words with the source documents, except titles and the names of things."""

from functools import cache
from pathlib import Path

import pytest
from tests.content.make_runs import HERE, runs_of

ROOT = Path(__file__).parents[2]
TEXTS = sorted(
    path
    for folder in ("rules", "decks", "docs", ".")
    for pattern in ("**/*.yaml", "**/*.md")
    for path in (ROOT / folder).glob(pattern if folder != "." else "*.md")
)
NAMES = {
    "belarus ukraine border security dynamics analysis",
    "day 1516 of the full scale",
    "1516 of the full scale invasion",
    "tu 95 ms and tu 160",
}
"""Runs that are titles, the date of a page, and the names of aircraft."""


@cache
def taken() -> frozenset[str]:
    return frozenset(HERE.read_text(encoding="ascii").split())


def shared_with(taken: frozenset[str], text: str) -> list[str]:
    """The runs of a text that are among those taken."""
    return [run for run, hash in runs_of(text) if hash in taken]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_text_is_in_our_own_words(path: Path) -> None:
    assert set(shared_with(taken(), path.read_text(encoding="utf-8"))) <= NAMES


def test_the_texts_of_the_game_and_the_kit_are_among_those_looked_at() -> None:
    names = {path.name for path in TEXTS}
    assert {"facilitating.yaml", "sources.yaml", "minsk.yaml", "facilitating.md", "README.md", "deck.yaml"} <= names


def test_a_copied_run_is_noticed_through_signs_and_line_ends() -> None:
    source = "The order of the day was simply to wait for rain."
    found = frozenset(hash for _, hash in runs_of(source))
    assert shared_with(found, "It said: the order of\n  the day, was seven") == ["the order of the day was"]
    assert not shared_with(found, "the order of the day is simply to wait for the rain")


def test_the_runs_of_the_documents_are_there() -> None:
    assert len(taken()) > 2000
