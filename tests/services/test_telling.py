"""Why, briefing, choices and debrief: sums that reconcile, nothing a seat may not know, words without jargon."""

from __future__ import annotations

from functools import cache

import pytest
from tests.services.test_table import MIN, at_orders
from tests.shipped import game

from northaxis.domain import control_facts as c
from northaxis.domain.demands import ResponseKind
from northaxis.domain.ids import ActionId, CardId, DemanderId, SeatId
from northaxis.domain.ledger import INHERITED
from northaxis.domain.orders import Answer, Order
from northaxis.services import briefing, wording as w
from northaxis.services.autoplay import autoplay
from northaxis.services.beats import Weight
from northaxis.services.choices import action_choices, answer_choices, odds_lines
from northaxis.services.control_words import words_of
from northaxis.services.debrief import by_decision, debrief_lines, luck, promises, shares_of_play
from northaxis.services.drafts import Draft
from northaxis.services.table import Table
from northaxis.services.trodden import Way
from northaxis.services.why import to_lines, why_index, why_quantity

KYI, BEI = SeatId("KYI"), SeatId("BEI")


@cache
def played(name: str, seed: str) -> Table:
    return autoplay(game(name), seed)


@pytest.mark.parametrize("root", [False, True])
@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_the_lines_under_the_index_add_up_to_it(seed: str, root: bool) -> None:
    table = played("S2", seed)
    account = why_index(table.game, table.ledger(MIN), MIN, root=root)
    assert account is not None
    assert account.points == table.state.index
    assert sum(line.points or 0 for line in account.under) == account.points


def test_every_line_of_the_account_names_a_passage_or_the_start() -> None:
    table = played("S2", "1")
    account = why_index(table.game, table.ledger(MIN), MIN)
    assert account is not None
    assert all(line.cites for line in account.under[1:])


def test_who_sees_only_the_band_gets_no_account() -> None:
    table = at_orders()
    assert why_index(table.game, table.ledger(KYI), KYI) is None


def test_a_quantitys_account_ends_at_its_value() -> None:
    table = played("S2", "1")
    account = why_quantity(table.game, table.ledger(MIN), "oxygen")
    assert account.words == f"Economic oxygen {table.state.value('oxygen')}"
    start = table.game.rules.quantity("oxygen").start
    assert start + sum(line.points or 0 for line in account.under) == table.state.value("oxygen")


def test_a_hidden_tracks_account_says_that_nothing_is_known() -> None:
    table = at_orders()
    assert "nothing that you may know" in why_quantity(table.game, table.ledger(KYI), "cohesion").words


def test_an_account_opens_down_to_the_claims_of_the_sources() -> None:
    table = played("S2", "1")
    account = why_index(table.game, table.ledger(MIN), MIN)
    assert account is not None
    assert any("BD-05: The regime's survival" in line for line in to_lines(account))


# --- choices ------------------------------------------------------------------------------------------------------


def test_every_action_is_listed_with_its_odds_or_with_the_reason_why_not() -> None:
    table = at_orders()
    choices = action_choices(table, table.view(MIN))
    assert [choice.action.id for choice in choices] == [a.id for a in table.game.rules.seats[MIN].actions]
    assert all(bool(choice.placements) != bool(choice.refused) for choice in choices)


def test_the_listed_placements_are_exactly_the_legal_ones() -> None:
    table = at_orders()
    listed = {act for choice in action_choices(table, table.view(MIN)) for act, _ in choice.placements}
    assert listed == {o.act for o in table.view(MIN).legal if type(o.act).__name__ == "Place"}


def test_odds_count_the_answers_on_ones_own_sheet() -> None:
    table = at_orders()
    need = {c.action.id: c.placements[0][1].need for c in action_choices(table, table.view(MIN)) if c.placements}
    pull = table.state.value("pull_moscow")
    assert pull < 7
    for demander in ("MOS", "KYI", "HOME"):
        table.ask(MIN, Order(MIN, Answer(DemanderId(demander), ResponseKind.REFUSE)), demander)
    after = {c.action.id: c.placements[0][1].need for c in action_choices(table, table.view(MIN)) if c.placements}
    subsidies = ActionId("MIN-SUB")
    assert after[subsidies] != need[subsidies]


def test_answers_are_shown_with_price_and_effect() -> None:
    table = at_orders()
    seen = table.view(MIN)
    made = next(m for m in seen.demands if m.demander == "HOME")
    by_kind = {choice.response: choice for choice in answer_choices(table, seen, made)}
    assert by_kind[ResponseKind.COMPLY].cost == 1
    assert "Home +1" in by_kind[ResponseKind.STALL].does
    assert ResponseKind.SHAM not in by_kind


def test_the_odds_panel_names_need_modifiers_passages_and_both_ends() -> None:
    table = at_orders()
    choice = next(c for c in action_choices(table, table.view(MIN)) if c.action.id == "MIN-BEI")
    text = "\n".join(odds_lines(table.game, table.view(MIN).perception, choice.placements[0][1]))
    for words in (
        "need 7, 58 percent, better than even",
        "Beijing has opened its doors",
        "could change through Receive Lukashenko",
        "success:",
        "failure:",
    ):
        assert words in text


# --- briefing and debrief -----------------------------------------------------------------------------------------


def test_the_brief_is_the_seats_own_and_names_no_other_agenda() -> None:
    table = played("S2", "1")
    lines = "\n".join((*briefing.seat_lines(table.game, KYI), *briefing.goal_lines(table.game, table.view(KYI))))
    assert "You are Kyiv" in lines
    dealt = table.state.agendas[KYI]
    agenda = next(agenda for agenda in table.game.rules.seats[KYI].agendas if agenda.id == dealt)
    assert agenda.name in lines


def test_conditions_read_as_words() -> None:
    rules = game("S2")
    assert (
        briefing.condition_words(rules, "sw_relay == 1 and not flag.ceasefire") == "Drone relays on and no 'Ceasefire'"
    )
    assert (
        briefing.condition_words(rules, "(cohesion <= 3 or strike >= 4)")
        == "(Cohesion at most 3 or Systems live at least 4)"
    )


def test_an_unknown_passage_is_answered_with_how_they_are_named() -> None:
    assert "numbered like EF-11" in briefing.passage_lines(game("S1"), "XX-1\x1b")[0]
    assert briefing.passage_lines(game("S1"), "ef-11")[0].startswith("EF-11: ")


def test_the_debrief_holds_scores_index_and_the_agenda_of_the_talk() -> None:
    table = played("S2", "1")
    text = "\n".join(debrief_lines(table.game, table.facts_for(MIN), MIN))
    for score in table.state.scores:
        assert f"{score.score} against a bar of {score.bar}" in text
    assert f"{table.state.index}" in text
    assert "To talk about" in text


@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_decisions_add_up_to_all_that_was_not_inherited(seed: str) -> None:
    ledger = played("S2", seed).ledger(MIN)
    root = ledger.since(1).root(within=ledger)
    inherited = sum(share.points for share in root if share.cause == INHERITED)
    change = ledger.total - ledger.start
    assert sum(share.points for share in shares_of_play(ledger)) == change - inherited
    assert sum(share.points for share in by_decision(ledger)) == change - inherited


def test_luck_counts_every_roll_of_an_order_once() -> None:
    table = played("S2", "1")
    rolls = [fact for fact in table.facts if type(fact).__name__ == "Rolled" and fact.cause.kind == "action"]  # type: ignore[union-attr]
    assert sum(each.rolls for each in luck(table.facts)) == len(rolls)


def test_promises_have_a_verdict_when_play_is_over() -> None:
    table = played("S3", "4")
    found = promises(table.game, table.facts)
    assert found
    assert {promise.verdict for promise in found} <= {"kept", "broken", "moot"}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("MIN-PAY was used last turn", "'Pay and reshuffle the security chiefs' was used last turn"),
        ("sw_shahed stands at 1", "Drone launch sites stands at 1"),
        ("KYI makes no demands", "Kyiv makes no demands"),
        ("offer T1-BEI-MIN-1 to MIN is still open", "offer the deal of Beijing with Minsk to Minsk is still open"),
        ("there is no track 'sw_shahed' to set", "there is no track 'sw_shahed' to set"),
        ("one of MIN's own orders, until a turn", "one of Minsk's own orders, until a turn"),
        ("the oxygen is thin", "the oxygen is thin"),
    ],
)
def test_codes_are_told_as_names_but_for_what_a_person_typed(said: str, told: str) -> None:
    assert w.named(game("S2"), said) == told


def test_a_deal_is_told_by_its_parties() -> None:
    shipped = game("S2")
    assert w.deal_words(shipped, "T2-BEI-MIN-1") == "the deal of Beijing with Minsk"
    assert w.deal_words(shipped, "T2-BEI-MIN-1", MIN) == "the deal with Beijing"
    assert w.deal_words(shipped, "T2-BEI-MIN-2", BEI) == "the deal with Minsk, number 2"
    assert w.deal_words(shipped, "something else") == "something else"


@pytest.mark.parametrize(
    ("band", "told"),
    [
        ("STRAINED", "strained, band 2 of 5 (next cracking); its figure is hidden"),
        ("TERMINAL", "terminal, band 5 of 5; its figure is hidden"),
        ("?", "?"),
    ],
)
def test_a_band_is_told_with_its_place_among_the_bands(band: str, told: str) -> None:
    assert w.band_place(game("S2"), band) == told


def test_a_title_inside_a_sentence_leaves_its_last_mark_at_home() -> None:
    assert w.inside("Old missiles,") == "Old missiles"
    fact = c.Intervened("inject", "F01", "", "", None, "test all")
    title = w.inside(game("S1").cards[CardId("F01")].title)
    assert words_of(game("S1"), fact).headline == f"Control brought in card F01, {title}: test all"


def test_what_was_cut_takes_no_full_stop() -> None:
    assert w.ended("Cruise missiles from…") == "Cruise missiles from…"
    assert w.ended("Cruise missiles fly.") == "Cruise missiles fly."
    assert w.ended("Why?") == "Why?"


def test_a_step_back_cuts_a_long_headline_between_words_and_adds_no_stop() -> None:
    way = Way(game("S1"), SeatId("MIN"))
    headline = "Cruise missiles fly from the north over the relays and the depots of the old front line"
    way.note(3, Draft("card", Weight.USUAL, headline))
    told = way.struck_words(1)
    assert told.endswith("…")
    assert f" {told.removeprefix('This no longer counts: ').removesuffix('…')} " in f" {headline} "
