"""No numbered ruling without a test, no test without its ruling, no refusal that quotes a ruling that is not there."""

import re
from pathlib import Path

import pytest
from tests.shipped import game

TOP = Path(__file__).parents[2]
QUOTED = re.compile(r"R-\d+\.\d+")
MARKED = re.compile(r"""pytest\.mark\.ruling\(["'](R-\d+\.\d+)["']\)""")

NOT_YET: dict[str, str] = {}
"""Rulings that nothing in the program carries out yet, and why."""

PARTLY = {
    "R-9.11": "what control reads aloud is beyond a program; that goals do not change is tested",
}
"""Rulings of which the tests cover what can be covered now."""


def marked() -> set[str]:
    return {id for path in Path(__file__).parent.glob("test_r*.py") for id in MARKED.findall(path.read_text("utf-8"))}


def test_every_ruling_has_a_test_or_a_reason() -> None:
    rulings = set(game("S3").rules.rulings)
    assert len(rulings) >= 78
    assert rulings - marked() == set(NOT_YET)
    assert set(PARTLY) <= marked()


def test_every_marked_ruling_exists() -> None:
    assert marked() <= set(game("S3").rules.rulings)


@pytest.mark.parametrize("chapter", sorted({id.partition(".")[0] for id in game("S3").rules.rulings}))
def test_a_ruling_is_tested_in_the_file_of_its_chapter(chapter: str) -> None:
    paths = sorted(Path(__file__).parent.glob(f"test_r{chapter.removeprefix('R-')}_*.py"))
    assert paths
    for path in paths:
        assert {id.partition(".")[0] for id in MARKED.findall(path.read_text("utf-8"))} == {chapter}, path


def test_every_ruling_that_the_program_quotes_exists() -> None:
    rulings = set(game("S3").rules.rulings)
    for path in sorted((TOP / "src").rglob("*.py")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            for id in QUOTED.findall(line):
                assert id in rulings, f"{path.relative_to(TOP)}:{number} quotes {id}"
