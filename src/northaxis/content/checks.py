"""The lists of checks and how they are run. A new check is a function in one of four modules and one line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from northaxis.content import deck_checks, game_checks, kit_checks, rule_checks
from northaxis.content.decks import CompiledDeck
from northaxis.content.diagnostics import Diagnostic
from northaxis.content.strict_yaml import Source
from northaxis.content.survey import Table
from northaxis.domain.ruleset import RuleSet

Check = Callable[[Table], Iterable[Diagnostic]]


DECK_CHECKS: tuple[Check, ...] = (
    deck_checks.card_ids_are_used_once,
    deck_checks.chains_lead_to_cards_of_the_same_deck,
    deck_checks.chains_end,
    deck_checks.no_card_ends_play,
    deck_checks.option_counts,
    deck_checks.option_points,
    deck_checks.cards_do_something,
    deck_checks.private_cards_ask_only_their_seat,
    deck_checks.texts_fit_a_printed_card,
    deck_checks.conditions_in_decks_can_differ,
)
RULE_CHECKS: tuple[Check, ...] = (
    rule_checks.rule_ids_are_used_once,
    rule_checks.passages_belong_to_documents,
    rule_checks.seats_have_enough_to_do,
    rule_checks.goals_add_up,
    rule_checks.requirements_can_be_seen,
    rule_checks.offers_name_real_things,
    rule_checks.names_do_not_clash,
    rule_checks.seat_ids_are_free,
)
GAME_CHECKS: tuple[Check, ...] = (
    game_checks.flags_are_set_and_read,
    game_checks.claims_are_cited,
    game_checks.decks_are_big_enough,
    game_checks.scenario_decks_exist,
)
KIT_CHECKS: tuple[Check, ...] = (
    kit_checks.kit_scenarios_exist,
    kit_checks.timers_exist,
    kit_checks.sessions_fit_their_minutes,
    kit_checks.hot_wash_fits_its_minutes,
    kit_checks.learning_names_objectives,
    kit_checks.everybody_has_a_role,
    kit_checks.speeches_can_be_read_aloud,
)


def check_decks(decks: Sequence[CompiledDeck], rules: RuleSet) -> list[Diagnostic]:
    """What the deck checks find in decks that were compiled against a rule set."""
    table = Table(rules, decks=decks)
    return [found for check in DECK_CHECKS for found in check(table)]


def check_rules(rules: RuleSet, sources: Sequence[Source]) -> list[Diagnostic]:
    """What the rule checks find in a rule set, given the files it was compiled from."""
    table = Table(rules, sources)
    return [found for check in RULE_CHECKS for found in check(table)]


def check_game(table: Table) -> list[Diagnostic]:
    """What only shows when rule set, decks and scenarios are seen together."""
    return [found for check in GAME_CHECKS for found in check(table)]


def check_kit(table: Table) -> list[Diagnostic]:
    """What only shows when the facilitator's kit is seen with the scenarios."""
    return [found for check in KIT_CHECKS for found in check(table)]
