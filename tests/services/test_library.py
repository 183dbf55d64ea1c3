"""The library: names in any case, variants, suggestions, texts that make the same game again, errors as sentences."""

from pathlib import Path

import pytest

from northaxis.domain.ids import ScenarioId
from northaxis.services.files import LibraryProblem, read_texts
from northaxis.services.library import DoesNotCompile, Library, full_name, game_from

DECK = """\
format: 1
deck: {id: mine, name: Mine, about: A deck of one card., ruleset: northern-front, document: EF}
cards:
  - id: X01
    title: A card of my own
    text: Something happens.
    cites: [EF-03]
    auto: {do: {unity: -1}}
"""


@pytest.mark.parametrize("name", ["S1", "s1", "switched-off", "SWITCHED-OFF"])
def test_a_scenario_is_found_by_id_or_short_id_in_any_case(name: str) -> None:
    assert Library().game(name).game.scenario.id == "switched-off"


def test_variants_follow_a_plus_sign() -> None:
    prepared = Library().game("s3+v2")
    assert prepared.name == "three-directions+V2"
    assert [variant.id for variant in prepared.game.variants] == ["V2"]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("swiched-off", "did you mean 'switched-off'?"),
        ("S9", "there are: S1 switched-off"),
        ("S3+V9", "V2 After the Guns"),
        ("S1+V2", "cannot be laid over S1"),
        ("S3+V2+V2", "twice"),
        ("", "there is no scenario ''"),
    ],
)
def test_an_unknown_name_is_answered_with_what_there_is(name: str, says: str) -> None:
    with pytest.raises(LibraryProblem) as problem:
        Library().game(name)
    assert says in str(problem.value)


def test_the_kept_texts_make_the_same_game_again() -> None:
    prepared = Library().game("S2+V1")
    again = game_from(prepared.contents, prepared.name)
    assert again.scenario == prepared.game.scenario
    assert again.cards.keys() == prepared.game.cards.keys()
    assert full_name(again.scenario, again.variants) == prepared.name


def test_only_the_decks_of_the_scenario_are_kept() -> None:
    names = {text.name for text in Library().game("S1").contents}
    assert any(name.startswith("decks/eastern-frontier/") for name in names)
    assert not any(name.startswith("decks/border-dynamics/") for name in names)


def test_given_decks_are_added_to_the_shipped_ones(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(DECK)
    library = Library(given=(tmp_path,))
    assert library.deck("MINE").name == "Mine"
    assert library.deck("eastern-frontier").cards


def test_a_given_deck_with_an_error_is_named_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(DECK.replace("unity: -1", "unitty: -1"))
    with pytest.raises(DoesNotCompile, match=r"mine\.yaml:8:\d+ .*unitty"):
        Library(given=(tmp_path,)).deck("mine")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"format: 1\ndeck: {", b"", b"just words"])
def test_any_given_file_is_a_sentence_at_worst(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.yaml").write_bytes(content)
    with pytest.raises(LibraryProblem):
        Library(given=(tmp_path,)).game("S1")


def test_files_are_read_from_files_and_folders_but_not_hidden_ones(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "a.yaml").write_text("a: 1")
    (tmp_path / "b.yml").write_text("b: 1")
    (tmp_path / "c.txt").write_text("c")
    assert list(read_texts([tmp_path])) == [str(tmp_path / "b.yml")]
    with pytest.raises(LibraryProblem, match="there is no file or folder"):
        read_texts([tmp_path / "nowhere"])


def test_the_scenarios_come_in_the_order_of_their_short_ids() -> None:
    library = Library()
    assert [scenario.short for scenario in library.scenarios] == ["S1", "S2", "S3"]
    assert library.scenarios[2].id == ScenarioId("three-directions")
    assert [variant.id for variant in library.variants(library.scenarios[1])] == ["V1", "V2", "V3"]
