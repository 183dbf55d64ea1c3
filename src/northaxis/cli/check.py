"""`northaxis check`: every problem in decks, rule sets and scenarios. Imports no screen, no network, no arrays."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from northaxis.cli.guard import FINDINGS, FINE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from northaxis.content.diagnostics import Diagnostic


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="How to print.")
def check(paths: tuple[Path, ...], form: str) -> int:
    """Check decks, rule sets and scenarios: files, or folders with all the YAML in them.

    Exit code 1 when there are errors; warnings alone are fine.
    """
    from northaxis.content import check_texts
    from northaxis.content.diagnostics import count
    from northaxis.services.files import LibraryProblem, read_texts

    texts = read_texts(list(paths))
    if not texts:
        raise LibraryProblem(f"there is no YAML file in {', '.join(map(str, paths))}")
    found = check_texts(texts, _shipped_rules())
    _print(found, texts, form)
    return FINDINGS if count(found, "error") else FINE


def _shipped_rules() -> dict[str, bytes] | None:
    """The shipped rule set, to check a deck against; content reads it only when the files hold none."""
    from northaxis.services.files import RULES, LibraryProblem, read_texts, shipped_folder

    try:
        return read_texts([shipped_folder() / RULES])
    except LibraryProblem:
        return None


def _print(found: list[Diagnostic], texts: Mapping[str, bytes], form: str) -> None:
    from northaxis.content.diagnostics import count, to_github, to_json, to_text

    if form == "json":
        sys.stdout.write(json.dumps(to_json(found)) + "\n")
        return
    sys.stdout.write(to_github(found) if form == "github" else to_text(found, texts))
    errors, warnings = count(found, "error"), count(found, "warning")
    said = f"{len(texts)} file{_s(len(texts))} checked: {errors} error{_s(errors)}, {warnings} warning{_s(warnings)}\n"
    (sys.stderr if form == "github" else sys.stdout).write(said)


def _s(many: int) -> str:
    return "" if many == 1 else "s"
