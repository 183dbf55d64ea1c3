"""`northaxis rulings`: whatever number a refusal quotes, its words can be had."""

from pathlib import Path

from tests.cli.running import run
from tests.shipped import game


def test_every_ruling_is_printed_with_its_number_and_its_words(tmp_path: Path) -> None:
    told = run("rulings", home=tmp_path)
    assert told.returncode == 0, told.stderr
    text = " ".join(told.stdout.split())
    for one in game("S2").rules.rulings.values():
        assert f"{one.id} {one.title}" in text
        assert " ".join(one.text.split()) in text


def test_a_chapter_one_ruling_or_words_are_asked_for(tmp_path: Path) -> None:
    chapter = run("rulings", "R-9", home=tmp_path).stdout
    heads = [line for line in chapter.splitlines() if not line.startswith(" ")]
    assert len(heads) == sum(id.startswith("R-9.") for id in game("S2").rules.rulings)
    one = run("rulings", "r-9.4", home=tmp_path).stdout
    assert one.startswith("R-9.4  Before the dice")
    assert "R-9.3" not in one
    assert "R-9.3  Override tokens" in run("rulings", "override", "token", home=tmp_path).stdout
    none = run("rulings", "R-99.1", home=tmp_path)
    assert (none.returncode, "no ruling has 'R-99.1'" in none.stderr) == (2, True)
