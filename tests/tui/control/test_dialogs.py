"""The console's questions: what cannot be done is closed before it is asked, Esc goes back by one, rows are true."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from tests.tui.control.desk import SMALL, Desk, desk

from northaxis.domain import control_facts as c
from northaxis.domain.control_orders import Argue, AskEstimates, Estimate, NameEffect
from northaxis.domain.deal_facts import Said
from northaxis.domain.facts import SeatHeld, Step
from northaxis.domain.ids import ArgumentId, QuantityId, SeatId
from northaxis.domain.orders import Order
from northaxis.tui.control.prompts import Search, Sentence
from northaxis.tui.control.screen import ConsoleScreen
from northaxis.tui.control.standing_in import StandInScreen
from northaxis.tui.widgets.dialogue import Choice, Dialogue
from northaxis.tui.widgets.menu_list import MenuList, MenuRow

KYI, MIN = SeatId("KYI"), SeatId("MIN")
CLAIM = ArgumentId("T1-KYI")


def rows(at: Desk) -> dict[str, MenuRow]:
    """The rows of the question on top."""
    return {row.id: row for row in at.app.screen.query_one(MenuList)._rows if row.id}


async def argued(at: Desk) -> None:
    """An argument on the open sheets, its effect named."""
    await at.to(Step.ORDERS)
    await at.door("KYI").ask(Order(KYI, Argue("the bridge falls", ("it is old",))))
    await at.answer()
    await at.press("space")
    await at.model.ask(NameEffect(CLAIM, (c.NamedShift(QuantityId("pull_home"), 1),)))
    await at.settle()


# --- what cannot be done now --------------------------------------------------------------------------------------


async def test_while_a_card_is_on_the_table_no_other_is_asked_for(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("space")
        assert at.state.table is not None
        await at.press("i")
        assert all("is on the table" in row.disabled for row in rows(at).values())
        await at.press("enter")
        assert isinstance(at.app.screen, Choice)
        assert "not now: card" in at.text
        await at.press("escape", "w")
        assert at.is_on_console
        assert at.said.startswith("Not now: card")


async def test_an_argument_on_a_closed_sheet_is_closed_in_the_list(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.ORDERS)
        await at.door("KYI").ask(Order(KYI, Argue("the bridge falls", ("it is old",))))
        await at.settle()
        await at.press("a")
        assert rows(at)[CLAIM].disabled == "no argument 'T1-KYI' is on the table"


async def test_nothing_is_granted_or_ended_before_play(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        for key in ("f", "e"):
            await at.press(key)
            assert at.is_on_console
            assert at.said == "Not now: play has not begun; go on opens turn 1."


SKIPPED = {"control.odds", "control.branch", "control.links", "control.end", "control.table", "control.release"}


async def fill_in(at: Desk, chance: Random) -> None:
    """Answer whatever is asked, by rows that are open and words that are taken, until the console is there again."""
    for _ in range(30):
        top = at.app.screen
        if isinstance(top, ConsoleScreen):
            return
        if isinstance(top, Sentence):
            low, to, high = top._placeholder.partition(" to ")
            words = str(chance.randint(int(low), int(high))) if to else "so it is"
            await at.pilot.press("end", *["backspace"] * 4 if to else ())
            await at.type(words.replace("-", "−"))
            if at.app.screen is top:
                await at.press("escape")
        elif isinstance(top, Choice | Search):
            found = [id for id, row in rows(at).items() if not row.disabled]
            if found and chance.random() < 0.95:
                await at.choose(chance.choice(found))
            else:
                await at.press("escape")
        else:
            await at.press("escape")
    while not at.is_on_console:
        await at.press("escape")


@pytest.mark.parametrize(("seed", "step"), [(1, Step.INJECT), (2, Step.NEGOTIATE), (3, Step.ADJUDICATE)])
async def test_what_is_offered_is_never_refused_after_its_form_was_filled(
    tmp_path: Path, seed: int, step: Step
) -> None:
    from northaxis.tui.control.actions import CONTROL_ACTIONS

    chance = Random(seed)
    async with desk(tmp_path) as at:
        if step is Step.ADJUDICATE:
            await argued(at)
        else:
            await at.to(step)
        done = len(at.facts)
        for spec in chance.sample([one for one in CONTROL_ACTIONS if one.id not in SKIPPED], 20):
            at.screen.tell("")
            await at.press(spec.key)
            await fill_in(at, chance)
            assert not at.said.startswith("Not so"), (spec.id, at.said)
        assert len(at.facts) > done, "no act was done: this would hold of a console that refuses everything"


# --- back by one --------------------------------------------------------------------------------------------------


async def test_esc_goes_back_by_one_question_and_at_last_to_the_console(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.NEGOTIATE)
        titles: list[str] = []
        await at.press("i", "enter", "a")
        await at.pilot.press(*"half a reason")
        while not at.is_on_console:
            assert isinstance(at.app.screen, Dialogue)
            titles.append(at.app.screen._title)
            await at.press("escape")
        assert len(titles) == 3, titles
        assert titles[0].startswith("Bring in ")
        assert titles[2] == "Bring in which card?"
        await at.press("escape")
        assert at.is_on_console
        await at.press("i", "enter", "a")
        assert "half a reason" in at.text


async def test_esc_from_an_orders_detail_leads_to_the_list_of_orders(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.ORDERS)
        await at.answer()
        await at.press("space", "o", "enter")
        assert "Out of role" in at.text
        await at.press("o", "escape")
        assert "Out of role" in at.text
        await at.press("escape")
        assert "Rule on which order?" in at.text
        await at.press("escape")
        assert at.is_on_console


async def test_esc_from_a_card_leads_to_the_cards(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("c", "enter")
        assert "Put it on top" in at.text
        await at.press("escape")
        assert "The cards to come" in at.text


# --- reasons and names --------------------------------------------------------------------------------------------


async def test_settling_by_estimates_names_who_has_not_answered_and_asks_why(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await argued(at)
        await at.model.ask(AskEstimates(CLAIM))
        for name in ("MIN", "KYI"):
            await at.door(name).ask(Order(SeatId(name), Estimate(CLAIM, 80)))
        await at.settle()
        await at.press("a", "e")
        assert "Not in yet: MOS," in at.text
        await at.press("enter")
        assert "By the room's estimates" in at.text, "the cursor stands on going back, which is to the argument"
        await at.press("e", "y", "2")
        settled = [fact for fact in at.facts if isinstance(fact, c.ArgumentSettled)]
        assert [one.method for one in settled] == [c.Method.ESTIMATE]
        assert any(isinstance(f, c.Intervened) and f.why == "time is short" for f in at.facts)
        assert "it holds" in at.said


async def test_standing_in_has_a_reason_in_the_log(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("g", "s", "enter")
        assert isinstance(at.app.screen, StandInScreen)
        assert [f.text for f in at.facts if isinstance(f, c.Noted)] == ["control stands in: no reason given"]


async def test_a_seat_goes_to_a_bot_of_the_tables_level_and_the_line_names_it(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        levels = {fact.level for fact in at.facts if isinstance(fact, SeatHeld) and fact.level is not None}
        assert levels == {"staff"}
        await at.press("g", "b", "enter", "enter")
        assert at.state.holders[MIN].level == "staff"
        assert "Control gave Minsk to a bot (staff), after" in at.said


# --- rows and lines -----------------------------------------------------------------------------------------------


async def test_the_way_back_tells_what_happened_and_is_searched_by_words(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.DEMANDS)
        await at.press("n", "f")
        await at.type("they whisper")
        await at.press("m", "a")
        await at.type("three minutes more for everybody who has not yet chosen what to demand of the others")
        told = [place.words for place in at.model.places()]
        assert not [words for words in told if words.startswith("Control moved on: Control")]
        assert any(words.startswith("Control noted") for words in told)
        await at.press("b")
        assert isinstance(at.app.screen, Search)
        assert "what to demand of the others" in " ".join(at.text.split()), "the row under the cursor stands in full"
        await at.pilot.press(*"whisper")
        await at.settle()
        assert len(rows(at)) == 1
        assert "they whisper" in at.text


async def test_effects_and_questions_are_said_in_words(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await argued(at)
        await at.press("a", "n", "h", "o", "enter", "2", "enter")
        assert "pull_home" not in at.text
        assert "Home +2" in at.text
        await at.press("escape", "escape", "escape", "q")
        assert "in percent?" in at.model.said
        assert "?." not in at.model.said


async def test_on_a_small_screen_the_way_to_undo_an_act_is_always_in_sight(tmp_path: Path) -> None:
    async with desk(tmp_path, size=SMALL) as at:
        await at.to(Step.NEGOTIATE)
        await at.press("f", "enter")
        await at.choose(rows_first(at))
        await at.type("1")
        await at.choose("done")
        await at.type("because the room has argued for a very long time that this small thing has to count somewhere")
        assert len(at.said) > SMALL[0]
        assert any(row.endswith("… u undoes it.") for row in at.text.splitlines()), at.text


def rows_first(at: Desk) -> str:
    """The first row that is a track."""
    return next(id for id in rows(at) if id != "done")


async def test_what_becomes_of_an_order_begins_on_what_can_be_chosen_and_says_why_the_rest_cannot(
    tmp_path: Path,
) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.ORDERS)
        await at.answer()
        await at.press("space", "o")
        certain = [row.id for row in rows(at).values() if "certain" in row.right and not row.disabled]
        rolled = [row.id for row in rows(at).values() if "need" in row.right and not row.disabled]
        assert certain
        assert rolled
        for id, said in ((certain[0], "it rolls no dice"), (rolled[0], "is decided by dice")):
            await at.choose(id)
            pointed = at.app.screen.query_one(MenuList).pointed
            assert pointed is not None
            assert not pointed.disabled
            assert said in rows(at)["dice"].disabled
            assert (rows(at)["shift"].disabled == "") is (pointed.id == "shift")
            await at.press("escape")


async def test_words_go_to_the_seat_whose_code_is_typed(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("m")
        await at.pilot.press("k", "y", "i")
        await at.press("enter")
        await at.type("come outside")
        assert [fact.to for fact in at.facts if isinstance(fact, Said)] == [(KYI,)]


async def test_a_step_back_says_how_many_acts_go_and_that_more_came_of_them(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.NEGOTIATE)
        await at.press("b", "down", "enter")
        assert "2 acts and all that came of them will be struck out." in " ".join(at.text.split())
