"""The two tables of `rules/README.md`: every system has a row, and what a row names exists and carries its passages."""

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from tests.shipped import game

from northaxis.services.coverage import cover
from northaxis.services.library import Library

HERE = Path(__file__).parent
README = HERE.parents[1] / "rules" / "README.md"

SYSTEMS = (
    "Iskander-M",
    "Kh-101 missiles",
    "Shahed-131 and -136",
    "S-400 and the closed sky (A2/AD)",
    "Tu-95MS and Tu-160 in Belarusian airspace",
    "Radar and electronic warfare",
    "Transponders: ultimatum, suspension, return",
    "Short flight paths, mass salvoes",
    "Refineries",
    "Logistics and transport nodes",
    "A red line, and a bluff",
    "Balloons, drones and sporadic fire",
    "The closed border and its trade",
    "Fortification",
    "Territorial Defence",
    "NASAMS",
    "Patriot",
    "Buk-M1 and S-300",
    "F-16",
    "Early warning of 10 to 21 days",
    "Warning that fails",
    "Rapid reinforcement and its price elsewhere",
    "The Kalinouski Regiment",
    "Tsikhanouskaya's network",
    "The government in exile",
    "The Suwalki corridor",
    "EFP Lithuania, battalion to brigade",
    "Multinational Corps Northeast",
    "The joint regional grouping",
    "Tactical nuclear deployment",
    "Doubt about American leadership",
    "Long-term defence spending",
    "Western aid",
    "A ceasefire that leaves the platform standing",
    "Assurances from Moscow",
    "Post-war outcomes",
    "Russian subsidies and energy prices",
    "Conscripts",
    "Cohesion of army and security forces",
    "The memory of 2020",
    "The Beijing trip",
    "China's economic oxygen",
    "Absorption into Russian planning",
    "Facilitator or co-belligerent",
    "Three demands that contradict each other",
    "Post-Lukashenko outcomes",
)
"""What the documents name; a table without a row for one of these is not finished."""

TENSIONS = tuple(f"T{number}" for number in range(1, 15))
"""The tensions between the documents, as the design numbers them."""


@dataclass(frozen=True)
class Row:
    """One line of a table: its first cell, and what stands between backticks or commas in the others."""

    name: str
    ids: tuple[str, ...]
    passages: tuple[str, ...]
    test: tuple[str, ...] = ()


@cache
def table(heading: str) -> tuple[tuple[str, ...], ...]:
    """The cells of the table under a heading."""
    section = README.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return tuple(tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines)


def quoted(cell: str) -> tuple[str, ...]:
    """What stands between backticks."""
    return tuple(re.findall(r"`([^`]+)`", cell))


def systems() -> list[Row]:
    """The rows of the table of systems."""
    cells = table("Every system and where it lives")
    return [Row(name, quoted(ids), tuple(passages.split(", ")), quoted(test)) for name, ids, passages, test in cells]


def tensions() -> list[Row]:
    """The rows of the table of tensions."""
    cells = table("Where the documents disagree")
    return [Row(name, quoted(ids), tuple(passages.split(", "))) for name, _, passages, ids, _ in cells]


@cache
def known() -> dict[str, frozenset[str]]:
    """Every id a row may name, with the passages that cite it; flags cite none."""
    rules, library = game("S3").rules, Library()
    cited: dict[str, set[str]] = {str(quantity.id): set() for quantity in rules.quantities}
    cited.update({"CHECK": set(), **{name: set() for name in rules.measures}})
    report = cover(rules, game("S3").decks, library.scenarios, library.variants(game("S3").scenario))
    for passage in report.passages:
        for carrier in passage.carriers:
            cited.setdefault(carrier.partition(":")[2], set()).add(passage.id)
    return {name: frozenset(passages) for name, passages in cited.items()}


@cache
def written_in(file: str) -> frozenset[str]:
    """The names of the tests of a file in this folder."""
    tree = ast.parse((HERE / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def faults(row: Row) -> list[str]:
    """What a row names that does not exist, and the passages that nothing in it cites."""
    carried = {passage for name in row.ids for passage in known().get(name, ())}
    missing = [f"no such id: {name}" for name in row.ids if name not in known()]
    uncited = [f"nothing here cites {passage}" for passage in row.passages if passage not in carried]
    untested = [] if not row.test or row.test[1] in written_in(row.test[0]) else [f"no such test: {row.test[1]}"]
    return [*missing, *uncited, *untested]


def test_the_table_has_a_row_for_every_system_and_no_other() -> None:
    assert sorted(row.name for row in systems()) == sorted(SYSTEMS)


def test_every_tension_between_the_documents_has_a_row() -> None:
    assert tuple(row.name for row in tensions()) == TENSIONS


@pytest.mark.parametrize("row", [*systems(), *tensions()], ids=lambda row: row.name)
def test_what_a_row_names_exists_and_carries_its_passages(row: Row) -> None:
    assert faults(row) == []
    assert row.ids
    assert row.passages


def test_every_system_names_a_test_of_its_own() -> None:
    named = [row.test for row in systems()]
    assert all(len(test) == 2 for test in named)
    assert len(set(named)) == len(named)


def test_a_row_that_names_what_is_not_there_is_found_out() -> None:
    """The control: an unknown id, a passage its id does not carry and a test that nobody wrote."""
    wrong = Row("Zeppelins", ("sw_zeppelin", "B19"), ("BD-09", "EF-39"), (Path(__file__).name, "test_zeppelins"))
    assert faults(wrong) == ["no such id: sw_zeppelin", "nothing here cites EF-39", "no such test: test_zeppelins"]
