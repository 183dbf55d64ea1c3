"""The kit on paper: role sheets fit a page and keep to their seat, the script reads the scene, nothing is markup."""

from dataclasses import replace

import pytest
from tests.shipped import game

from northaxis.domain.co_seats import with_co_seats
from northaxis.domain.ids import SeatId
from northaxis.domain.ruleset import Game
from northaxis.services import paper
from northaxis.services.briefing import condition_words
from northaxis.services.kit import (
    evaluator_page,
    facilitator_pages,
    hot_wash_page,
    opening_page,
    prompts_that_hold,
    questions_for,
    role_sheet,
    seated_sheets,
    step_lines,
    timings_page,
)

SHARED = ("MIN", "MOS", "KYI")


def shared(name: str) -> Game:
    return with_co_seats(game(name), [SeatId(head) for head in SHARED])


EVERY_SHEET = [
    *((name, False, seat) for name in ("S1", "S2", "S3", "S2+V1", "S3+V2") for seat in game(name).rules.seats),
    *((name, True, seat) for name in ("S2", "S3") for seat in shared(name).rules.seats),
]


@pytest.mark.parametrize(("name", "is_shared", "seat"), EVERY_SHEET)
def test_a_role_sheet_fits_one_page(name: str, is_shared: bool, seat: SeatId) -> None:
    played = shared(name) if is_shared else game(name)
    others = [other for other in played.rules.seats if other != seat][:4]
    for held in ((), (seat, *others)):
        lines = list(paper.as_text(role_sheet(played, seat, held=held)))
        assert len(lines) <= paper.HEIGHT, "\n".join(lines)
        assert max(map(len, lines)) <= paper.WIDTH


@pytest.mark.parametrize("seat", list(game("S2").rules.seats))
def test_a_role_sheet_has_all_that_its_seat_needs(seat: SeatId) -> None:
    played = game("S2")
    rules = played.rules.seats[seat]
    words = " ".join("\n".join(paper.as_text(role_sheet(played, seat))).split())
    for wanted in (rules.plays, rules.brief, rules.resources, *rules.advice):
        assert " ".join(wanted.split()) in words
    for goal in rules.goals:
        assert f"{goal.label} ({condition_words(played, goal.condition.text)})" in words
    for action in rules.actions:
        assert f"{action.id}" in words
        assert action.name in words
    assert f"YOU WIN WITH {played.bar(seat)} POINTS" in words
    assert all(talk.about in words for talk in played.rules.kit.roles[seat].talks)


def text_of(page: paper.Page) -> str:
    return "\n".join(paper.as_text(page, 4000))


@pytest.mark.parametrize("seat", list(game("S3").rules.seats))
def test_a_role_sheet_holds_no_agenda_of_another_seat(seat: SeatId) -> None:
    sheet = text_of(role_sheet(game("S3"), seat))
    for other in game("S3").rules.seats.values():
        for agenda in other.agendas:
            assert (agenda.text in sheet) is (other.id == seat)


def test_the_facilitators_pages_hold_no_seats_secret() -> None:
    text = "\n".join(text_of(page) for page in facilitator_pages(game("S3")))
    for seat in game("S3").rules.seats.values():
        assert not [agenda.id for agenda in seat.agendas if agenda.text in text]


def test_a_dealt_agenda_is_the_only_one_on_the_sheet() -> None:
    rules = game("S2").rules.seats[SeatId("KYI")]
    sheet = text_of(role_sheet(game("S2"), rules.id, agenda=rules.agendas[1].id))
    assert [agenda.text in sheet for agenda in rules.agendas] == [False, True, False]


def test_the_teaching_game_has_no_agendas_on_its_sheet() -> None:
    assert "hidden agenda" not in text_of(role_sheet(game("S1"), SeatId("MIN"))).lower()


@pytest.mark.parametrize("people", range(2, 13))
def test_everybody_who_comes_has_a_sheet_and_nobody_else(people: int) -> None:
    seating = game("S2").rules.people.seating(people)
    assert seating is not None
    played = with_co_seats(game("S2"), seating.share)
    pages = seated_sheets(played, seating)
    assert [page.name for page in pages] == [f"seat-{seat}" for seats in seating.players for seat in seats]


def test_whoever_holds_several_seats_is_told_so_and_gives_one_order_for_each() -> None:
    seating = game("S2").rules.people.seating(4)
    assert seating is not None
    west = text_of(next(page for page in seated_sheets(game("S2"), seating) if page.name == "seat-VIL"))
    assert "You give one order a turn." in west
    assert "You also hold WAR, BRU and WAS" in west


def test_a_co_seat_is_mentioned_only_where_the_seat_is_shared() -> None:
    seat = SeatId("KYI")
    kit = game("S2").rules.kit
    role = replace(kit.roles[seat], talks=(replace(kit.roles[seat].talks[0], to=SeatId("KGS"), about="batteries"),))
    changed = replace(kit, roles={**kit.roles, seat: role})
    alone = replace(game("S2"), rules=replace(game("S2").rules, kit=changed))
    assert "batteries" not in text_of(role_sheet(alone, seat))
    assert "batteries" in text_of(role_sheet(with_co_seats(alone, [seat]), seat))


@pytest.mark.parametrize("name", ["S1", "S2", "S3", "S3+V1"])
def test_the_script_reads_the_scene_and_the_world_it_is_laid_in(name: str) -> None:
    played = game(name)
    text = text_of(opening_page(played))
    assert " ".join(played.scenario.scene.split()) in text
    assert all(" ".join(variant.say.split()) in text for variant in played.variants)
    assert ("recorder" in text.lower()) is (played.scenario.short == "S3")


def test_the_timings_say_what_the_clock_says() -> None:
    text = text_of(timings_page(game("S3")))
    assert "each turn     17:30, 8 turns" in text
    assert "after turn 4  a break of 5:00" in text
    assert "together      180:00 of 180:00" in text
    assert "talks        5:00; warn when 1:00 is left" in text


def test_the_evaluators_page_has_the_objectives_of_its_scenario_and_names_for_ids() -> None:
    text = text_of(evaluator_page(game("S1")))
    assert [f"LO{n}\n" in text for n in range(1, 10)] == [n in (1, 2, 4) for n in range(1, 10)]
    whole = text_of(evaluator_page(game("S3")))
    assert "KYI-STR Strike a launch or relay site" in whole
    assert "SN1 " in whole


def test_the_hot_wash_asks_what_holds_and_only_whoever_plays() -> None:
    played = game("S2")
    row = [quantity.start for quantity in played.rules.quantities]
    calm = {prompt.id for prompt in prompts_that_hold(played, row)}
    row[played.rules.by_name["damage"]] = 3
    row[played.rules.by_name["flag.ceasefire"]] = -1
    assert {prompt.id for prompt in prompts_that_hold(played, row)} - calm == {"P3", "P7"}
    assert "P14" in calm
    text = text_of(hot_wash_page(played, row))
    assert "Did punishment change" in text
    assert "What did Minsk gain" not in text
    assert "MOS  " not in text_of(hot_wash_page(game("S1")))


def test_a_seat_is_asked_its_own_questions_and_the_commitments_in_order() -> None:
    played = game("S2")
    row = [quantity.start for quantity in played.rules.quantities]
    asked = dict(questions_for(played, SeatId("BEI"), row))
    assert next(iter(asked)) == "word"
    assert list(asked)[-3:] == ["C1", "C2", "C3"]
    assert "BEI1" in asked
    assert "MIN1" not in asked
    assert set(asked) <= set(played.rules.kit.questions())


def test_every_step_says_what_to_do() -> None:
    assert all(step_lines(game("S2"), step) for step in ("inject", "negotiate", "adjudicate", "over"))
    assert step_lines(game("S2"), "nowhere") == ()


# --- laying out ---------------------------------------------------------------------------------------------------


def test_texts_are_cleaned_and_markdown_takes_them_for_words() -> None:
    hostile = "\x1b]0;x\x07<script>*a* [b](http://c) |d| `e`\n# f"
    page = paper.Page("x", (paper.title(hostile), paper.item(hostile, "- g"), paper.row(hostile, hostile)))
    for text in (paper.as_markdown(page), "\n".join(paper.as_text(page))):
        assert not [char for char in text if ord(char) < 32 and char != "\n"]
    marked = paper.as_markdown(page)
    assert "<script>" not in marked
    assert r"\[b\](http" in marked
    assert [line.count("|") - line.count(r"\|") for line in marked.splitlines() if line.startswith("|")] == [3, 3, 3]
    assert paper.escaped("1. one") == r"\1. one"


def test_columns_of_neighbours_stand_under_each_other() -> None:
    page = paper.Page(
        "x", (paper.row("a", "one"), paper.row("long", "two"), paper.heading("h"), paper.row("b", "three"))
    )
    assert list(paper.as_text(page)) == ["a     one", "long  two", "", "H", "b  three"]
