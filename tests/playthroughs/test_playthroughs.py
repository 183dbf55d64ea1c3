"""Every shipped scenario has a golden playthrough, and it still goes like that.

After a change that is meant: `python -m tests.playthroughs.refresh`, and read the difference.
"""

from difflib import unified_diff

import pytest
from tests.playthroughs.transcript import FOLDER, SEED, file_of, scenarios, transcript
from tests.shipped import game

from northaxis.domain.facts import GameOver
from northaxis.services.autoplay import autoplay


@pytest.mark.parametrize("name", scenarios())
def test_the_playthrough_goes_as_it_is_written(name: str) -> None:
    kept, now = (text.splitlines() for text in (file_of(name).read_text(encoding="utf-8"), transcript(name)))
    apart = list(unified_diff(kept, now, file_of(name).name, "now", lineterm="", n=1))
    assert not apart, "\n".join([*apart[:40], "refresh with: python -m tests.playthroughs.refresh"])


def test_no_scenario_is_without_a_playthrough_and_no_playthrough_without_a_scenario() -> None:
    assert {path.name for path in FOLDER.glob("*.txt")} == {file_of(name).name for name in scenarios()}
    assert len(scenarios()) == 3


@pytest.mark.parametrize("name", scenarios())
def test_a_playthrough_shows_every_seat_at_every_step_and_comes_to_the_end(name: str) -> None:
    text = file_of(name).read_text(encoding="utf-8")
    for seat in game(name).rules.seats:
        shown = sum(line.startswith((f"  {seat}  ", f"  {seat}* ")) for line in text.splitlines())
        assert shown >= 6 * game(name).scenario.turns // 2, seat
    assert "--- turn 1, inject ---" in text
    assert "PLAY IS OVER" in text


def test_another_seed_is_another_playthrough() -> None:
    """The positive control: the comparison is not between two empty texts."""
    [kept] = (autoplay(game("S1"), seed).facts for seed in (SEED,))
    other = autoplay(game("S1"), "8").facts
    assert kept != other
    assert any(isinstance(fact, GameOver) for fact in kept)
