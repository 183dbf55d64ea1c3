"""The bots' own source: whole numbers only, no chance of its own, nothing imported but the domain."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import northaxis.bots.choose

PACKAGE = Path(northaxis.bots.choose.__file__).parent
ALLOWED = {"__future__", "collections.abc", "dataclasses", "functools", "itertools", "typing"}


def inexact(tree: ast.AST) -> Iterator[str]:
    """Every place where something other than a whole number could come in."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            yield f"the constant {node.value}"
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div | ast.Pow):
            yield "a division or power"
        if isinstance(node, ast.Name) and node.id in ("float", "round", "complex"):
            yield f"the name {node.id}"


def foreign(tree: ast.AST) -> Iterator[str]:
    """Every import of something else than the domain, the bots and a few plain modules."""
    for node in ast.walk(tree):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        for name in names:
            if name not in ALLOWED and not name.startswith(("northaxis.domain", "northaxis.bots")):
                yield name


SOURCES = sorted(PACKAGE.glob("*.py"))


@pytest.mark.parametrize("path", SOURCES, ids=[path.name for path in SOURCES])
def test_bots_reckon_in_whole_numbers_and_import_only_the_domain(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert list(inexact(tree)) == []
    assert list(foreign(tree)) == []


def test_those_checks_notice_floats_and_strangers() -> None:
    tree = ast.parse("import random\nfrom math import exp\nx = 1.5\ny = x / 2\nz = float(y)\n")
    assert len(list(inexact(tree))) == 3
    assert list(foreign(tree)) == ["random", "math"]


def test_no_scenario_is_named_in_the_code() -> None:
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        for name in ("strike", "pull_", "cohesion", "red_line", "MIN-", "KYI", "sw_"):
            assert name not in text, f"{path.name} names {name}"
