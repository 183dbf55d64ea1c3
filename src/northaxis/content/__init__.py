"""Text to domain: strict YAML with positions, schemas, compilers, checks, diagnostics.

Takes texts by name and gives values and diagnostics; never paths, never I/O. Importing this package is cheap: the
compilers are loaded when first called.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from northaxis.content.diagnostics import Diagnostic, Text
    from northaxis.domain.cards import Deck
    from northaxis.domain.ruleset import RuleSet
    from northaxis.domain.scenarios import Scenario, Variant

__all__ = ["check_texts", "compile_deck", "compile_ruleset", "compile_scenarios"]


def compile_ruleset(files: Mapping[str, Text]) -> tuple[RuleSet | None, list[Diagnostic]]:
    """The rule set that the files describe, or None when there is an error; and every diagnostic, in order."""
    from northaxis.content import rules

    return rules.compile_ruleset(files)


def compile_deck(files: Mapping[str, Text], rules: RuleSet) -> tuple[Deck | None, list[Diagnostic]]:
    """The deck that the files describe, or None when there is an error; and every diagnostic, in order."""
    from northaxis.content import decks

    return decks.compile_deck(files, rules)


def compile_scenarios(
    files: Mapping[str, Text], rules: RuleSet
) -> tuple[tuple[Scenario, ...], tuple[Variant, ...], list[Diagnostic]]:
    """Scenarios and variants among the files, none when there is an error; and every diagnostic, in order."""
    from northaxis.content import scenarios

    return scenarios.compile_scenarios(files, rules)


def check_texts(files: Mapping[str, Text], rules_files: Mapping[str, Text] | None = None) -> list[Diagnostic]:
    """Everything that is wrong with any mix of rule sets, decks and scenarios, in order."""
    from northaxis.content import check

    return check.check_texts(files, rules_files)
