"""Every key of the console, over a real table: what it does, what it says, what it refuses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.tui.control.desk import SMALL, Desk, desk

from northaxis.domain import control_facts as c, facts as f
from northaxis.domain.actions import ActionKind
from northaxis.domain.arguments import open_arguments
from northaxis.domain.control_orders import Argue, Estimate, NameEffect, Request, SettleArgument
from northaxis.domain.facts import Fact, Step
from northaxis.domain.ids import ActionId, ArgumentId, QuantityId, RequestId, SeatId
from northaxis.domain.orders import Order, Place
from northaxis.domain.undo import struck
from northaxis.services.clock_history import history_of
from northaxis.services.console import orders_ahead
from northaxis.services.lobby import OBSERVER_CHAIR
from northaxis.tui.control.actions import CONTROL_ACTIONS
from northaxis.tui.control.app import Closing, Leaving
from northaxis.tui.control.prompts import Search, Sentence, Sheet
from northaxis.tui.control.screen import ConsoleLog, ConsoleScreen
from northaxis.tui.control.standing_in import StandInScreen
from northaxis.tui.screens.why import WhyScreen
from northaxis.tui.widgets.dialogue import Choice, Reader
from northaxis.tui.widgets.menu_list import MenuList

MIN, KYI = SeatId("MIN"), SeatId("KYI")


def last(facts: Sequence[Fact], kind: type[Fact]) -> Fact:
    return next(fact for fact in reversed(facts) if isinstance(fact, kind))


def framed(at: Desk) -> str:
    """What stands in the dialogue on top, as running text."""
    return " ".join(" ".join(row.split("│")[1] for row in at.text.splitlines() if row.count("│") > 1).split())


def clock_kinds(at: Desk) -> list[str]:
    return [fact.kind for fact in at.facts if isinstance(fact, c.ClockMoved)]


# --- the table and the clock --------------------------------------------------------------------------------------


async def test_space_moves_the_table_and_asks_first_where_somebody_owes_something(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("space")
        assert at.state.turn == 1
        assert "u takes it back" in at.said
        await at.to(Step.ORDERS)
        await at.press("space")
        assert isinstance(at.app.screen, Choice)
        assert "Minsk" in at.text
        await at.press("n")
        assert at.state.step is Step.ORDERS
        await at.press("space", "y")
        assert at.step is Step.ADJUDICATE


async def test_p_starts_stops_and_resumes_the_clock(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        assert "clock not started" in at.text
        await at.press("p", "enter")
        assert at.model.history.running
        await at.press("p", "enter")
        assert "▮▮ paused" in at.text
        await at.press("p", "enter")
        assert clock_kinds(at) == ["start", "pause", "resume"]
        assert "▮▮" not in at.text


async def test_x_gives_a_minute_from_now_also_to_a_step_that_is_over(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("x")
        assert "p starts it" in at.said
        await at.press("p", "enter")
        await at.to(Step.ORDERS)
        before = at.model.reading().left
        await at.press("x", "enter")
        assert at.model.reading().left == before + 60
        await at.wait(5)
        assert "over" in at.text.splitlines()[0]
        await at.press("x", "enter")
        assert at.model.reading().left == 60


async def test_skip_ends_the_time_of_a_step_and_leaves_the_table_where_it_is(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("p", "enter")
        await at.to(Step.ORDERS)
        await at.press("greater_than_sign", "enter")
        assert at.model.reading().left == 0
        assert at.state.step is Step.ORDERS
        await at.press("greater_than_sign")
        assert "over already" in at.said
        assert clock_kinds(at).count("skip") == 1


async def test_an_exclamation_mark_warns_everybody(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("p", "enter")
        await at.to(Step.NEGOTIATE)
        await at.press("exclamation_mark", "enter")
        assert "Everybody has been told" in at.said
        moved = last(at.facts, c.ClockMoved)
        assert isinstance(moved, c.ClockMoved)
        assert moved.kind == "warn"
        assert moved in at.door("MIN").facts()


async def test_a_reading_that_cuts_the_debrief_says_what_to_cut(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("p", "enter")
        assert "debrief keeps 12 min" in at.text
        await at.to(Step.ORDERS)
        assert "To keep it whole" not in at.text
        await at.wait(25)
        assert "left for the debrief" in at.said
        assert "To keep it whole" in at.text
        assert "! debrief" in at.text.splitlines()[0]


async def test_a_machine_that_slept_stops_the_clock_and_says_why(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("p", "enter")
        at.hosting.clock.move(3_600_000)
        await at.screen._tick()
        await at.settle()
        assert not at.model.history.running
        assert "jumped forward" in at.said
        assert at.model.reading().session.used < 60


# --- the way back -------------------------------------------------------------------------------------------------


async def test_u_undoes_the_last_act_with_a_reason_and_everything_is_right_again(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("p", "enter")
        await at.to(Step.NEGOTIATE)
        seen, clock = at.model.console, at.model.reading()
        gap = at.state.board[at.state.game.rules.quantity("front").index]
        await at.press("t")
        await at.choose("front")
        await at.type(str(gap + 1))
        await at.press("e")
        await at.type("a counter was read wrong")
        assert at.state.board[at.state.game.rules.quantity("front").index] == gap + 1
        await at.press("u")
        assert "put" in at.text
        await at.type("the counter was right")
        assert at.state.board[at.state.game.rules.quantity("front").index] == gap
        assert at.model.console == seen
        assert at.model.reading() == clock
        assert history_of(at.model.held.timed) == at.model.history
        log = [told.beat for told in at.model.log.log]
        assert any(beat.undone and "read wrong" in beat.headline for beat in log)
        assert any(not beat.undone and "the counter was right" in beat.headline for beat in log)


async def test_what_was_undone_is_struck_out_in_the_log_on_the_screen(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.NEGOTIATE)
        await grant(at)
        await at.press("u")
        await at.type("too much")
        styles = [
            (segment.text, segment.style)
            for strip in at.app.screen._compositor.render_strips()
            for segment in strip
            if "granted" in segment.text and "undone" in segment.text
        ]
        assert styles
        assert all(style is not None and style.strike for _, style in styles)


async def test_u_takes_back_a_step_and_what_others_did_since(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.NEGOTIATE)
        await at.press("space")
        await at.door("MIN").ask(Order(MIN, Place(ActionId("MIN-PAY"))))
        await at.settle()
        await at.press("u")
        assert "that others did since" in at.text
        await at.type("not yet")
        assert at.state.step is Step.NEGOTIATE
        assert not at.state.sheet(MIN).orders
        assert at.door("MIN").view().step is Step.NEGOTIATE
        undone = [at.facts[place] for place in struck(at.facts)]
        assert any(isinstance(fact, f.OrderPlaced) for fact in undone)


async def test_u_has_nothing_to_undo_at_first_and_a_step_back_leaves_the_clock_alone(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("u")
        assert "no act of yours" in at.said
        await at.press("p", "enter", "space", "u")
        await at.type("too early")
        assert at.state.step is Step.SETUP
        assert at.model.history.started


async def test_b_steps_back_across_turns_to_any_fact(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.ORDERS, 1)
        place = at.model.places()[-1].to
        await at.to(Step.INJECT, 2)
        await at.press("b")
        await at.choose(str(place))
        await at.type("the wrong sheet was read")
        await at.press("o")
        assert (at.state.turn, at.state.step) == (1, Step.ORDERS)
        back = last(at.facts, c.SteppedBack)
        assert isinstance(back, c.SteppedBack)
        assert (back.to, back.fresh) == (place, True)


async def test_what_was_typed_outlives_an_esc_and_goes_once_an_act_stands(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("space", "u")
        await at.pilot.press(*"because")
        await at.press("escape", "u")
        assert "because" in at.text
        await at.type(" of me")
        assert "because of me" in at.said
        await at.press("space", "u")
        assert isinstance(at.app.screen, Sentence)
        assert "because of me" not in at.text.split("Undo")[1].split("enter keep")[0]


async def test_an_empty_reason_is_not_taken(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("space", "u", "enter")
        assert "It needs a few words" in at.text
        assert at.state.turn == 1


# --- cards --------------------------------------------------------------------------------------------------------


async def test_i_brings_in_a_card_to_one_seat_with_a_reason(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.NEGOTIATE)
        card = at.model.console.coming[0].card
        await at.press("i")
        await at.choose(str(card))
        await at.choose("MIN")
        await at.type("they asked for it")
        assert at.state.table is not None
        assert at.state.table.card == card
        assert str(card) in at.said
        assert "card on the table" in at.text


async def test_c_holds_parks_and_skips_cards(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.NEGOTIATE)
        first = at.model.console.coming[0].card
        await at.press("c")
        await at.choose(str(first))
        await at.press("h")
        await at.type("too early")
        assert first in at.state.room.aside
        assert "held" in at.text
        for key, reason in (("p", "later"), ("s", "never")):
            card = next(one.card for one in at.model.console.coming if not one.is_aside)
            await at.press("c")
            await at.choose(str(card))
            await at.press(key)
            await at.type(reason)
        assert at.acts.count("stack") == 3
        assert not any(fact.audience for fact in at.facts if isinstance(fact, c.Intervened) and fact.what == "stack")


async def test_c_puts_a_card_on_top_and_forces_one(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.NEGOTIATE)
        deck = next(iter(at.state.decks))
        later = at.state.decks[deck][5]
        await at.press("c")
        await at.choose(str(later))
        await at.press("t")
        await at.type("next, please")
        assert at.state.decks[deck][0] == later
        await at.press("c")
        await at.choose(str(later))
        await at.press("f", "a")
        await at.type("now, please")
        assert at.state.table is not None
        assert at.state.table.card == later


async def test_w_writes_a_card_with_an_effect_and_a_choice(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.NEGOTIATE)
        await at.press("w")
        await at.type("A convoy at the border")
        await at.type("Forty lorries wait at Benyakoni.")
        await at.press("a")
        await at.choose("warning")
        await at.type("1")
        await at.choose("done")
        await at.choose("MIN")
        await at.type("Let them pass.")
        await at.choose("done")
        await at.choose("done")
        await at.type("the room asked about lorries")
        assert at.state.table is not None
        assert at.state.game.cards[at.state.table.card].title == "A convoy at the border"
        assert "A convoy at the border" in at.text
        assert not at.screen.moved


# --- rulings ------------------------------------------------------------------------------------------------------


async def to_the_reveal(at: Desk) -> ActionId:
    """Sheets open, with one order that can be shifted among them."""
    await at.to(Step.ORDERS)
    door = at.door("MIN")
    wanted = next(
        order
        for order in door.view().legal
        if isinstance(order.act, Place) and at.state.game.rules.actions[order.act.action].kind is ActionKind.SEMI
    )
    await door.ask(wanted)
    await at.answer()
    await at.press("space")
    assert isinstance(wanted.act, Place)
    assert at.state.step is Step.ADJUDICATE
    return wanted.act.action


def key_of(at: Desk, action: ActionId) -> str:
    from northaxis.services.console import order_key

    return next(order_key(order) for _, order in orders_ahead(at.state) if order.action == action)


async def test_o_shifts_what_an_order_needs_for_a_token(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        action = await to_the_reveal(at)
        tokens = at.model.console.tokens
        await at.press("o")
        await at.choose(key_of(at, action))
        await at.press("s")
        await at.choose("1")
        await at.press("r")
        await at.type("the lenders read newspapers")
        assert at.model.console.tokens == tokens - 1
        assert any(isinstance(fact, c.NeedShifted) and fact.by == 1 for fact in at.facts)


async def test_on_a_small_screen_everything_that_can_be_done_about_an_order_is_in_sight(tmp_path: Path) -> None:
    async with desk(tmp_path, size=SMALL) as at:
        action = await to_the_reveal(at)
        await at.press("o")
        await at.choose(key_of(at, action))
        assert "Shift what it needs" in at.text
        assert "Out of role" in at.text


async def test_o_decides_rules_out_and_sets_back_to_dice(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        action = await to_the_reveal(at)
        await at.press("o")
        await at.choose(key_of(at, action))
        await at.press("c", "y")
        await at.type("all agree")
        assert at.state.room.handling(action, None).success is True or at.state.room.handlings[0].success is True
        await at.press("o")
        await at.choose(key_of(at, action))
        await at.press("d")
        await at.type("somebody disagrees")
        assert at.state.room.handlings[0].success is None
        await at.press("o")
        await at.choose(key_of(at, action))
        await at.press("o")
        await at.type("not what this seat would do")
        assert "This departs from earlier rulings" not in at.text  # what was done about this order is no precedent
        assert not any(order.action == action for _, order in orders_ahead(at.state))


async def test_o_before_the_sheets_are_open_says_so(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("o")
        assert "before the sheets are open" in at.said


async def test_a_makes_rates_names_and_settles_an_argument(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("a")
        assert "No argument is open" in at.said
        action = await to_the_reveal(at)
        await at.press("o")
        await at.choose(key_of(at, action))
        await at.press("a")
        await at.type("the room wants to argue it")
        assert open_arguments(at.state)
        assert any(need.kind == "argument" for need in at.model.console.needs)
        await at.press("a")
        await at.choose("dropped")
        await at.type("time is short")
        assert not open_arguments(at.state)


async def test_a_objects_to_a_whisper_rates_it_names_a_project_and_throws(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.ORDERS)
        await at.door("KYI").ask(Order(KYI, Argue("a clerk sells the rota", ("he has debts",), secret=True)))
        await at.answer()
        await at.press("space")
        [need] = [one for one in at.model.console.needs if one.kind == "argument"]
        assert need.title.startswith("KYI whispers")
        assert need.detail.startswith("object to it, 1 to rate")
        await at.press("a")
        assert "In secret: only this seat and you know of it" in at.text
        assert "By the room's estimates" not in at.text
        await at.press("o")
        await at.type("he is watched")
        await at.press("w", "1", "s", "b")
        await at.choose("warning")
        await at.type("4")
        await at.choose("done")
        assert "It has to hold in two turns: Early warning +4" in at.text
        await at.press("d")
        for _ in range(50):  # the word on it comes last
            if "Kyiv's argument" in at.said:
                break
            await at.settle()
        assert "Kyiv's argument" in at.said
        assert at.is_on_console
        settled = last(at.facts, c.ArgumentSettled)
        assert isinstance(settled, c.ArgumentSettled)
        assert settled.need == 5
        assert bool(at.state.room.projects) is settled.success
        assert "T1-KYI" not in str(at.door("MIN").facts())


async def test_a_ends_a_project_with_a_reason_and_u_lets_it_stand_again(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.ORDERS)
        await at.door("KYI").ask(Order(KYI, Argue("the mine is sold", ("they pay",))))
        await at.answer()
        await at.press("space")
        id = ArgumentId("T1-KYI")
        big = NameEffect(id, (c.NamedShift(QuantityId("oxygen"), 4),), project=True)
        for act in (big, SettleArgument(id, c.Method.FREE, "so be it", success=True)):
            await at.model.ask(act)
        await at.settle()
        await at.press("a", "1")
        assert "It would have moved: " in at.text
        await at.type("the buyer is gone")
        assert at.state.room.project(id) is None
        assert "ended the project of Kyiv's argument of turn 1: the buyer is gone" in at.said
        await at.press("u")
        await at.type("the buyer is back")
        assert at.state.room.project(id) is not None


async def test_q_asks_the_room_for_estimates_and_control_sees_who_has_answered(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.ORDERS)
        await at.door("KYI").ask(Order(KYI, Argue("the bridge falls", ("it is old",))))
        await at.answer()
        await at.press("space", "a", "q")
        assert isinstance(last(at.facts, c.EstimatesAsked), c.EstimatesAsked)
        await at.door("MIN").ask(Order(MIN, Estimate(ArgumentId("T1-KYI"), 30)))
        await at.press("escape", "a")
        assert "Estimates in percent: MIN 30" in at.text
        assert "Not yet: " in at.text
        await at.press("escape")
        [need] = [one for one in at.model.console.needs if one.kind == "argument"]
        assert "1 of 9 have estimated" in need.detail


async def test_a_rates_each_reason_names_the_effect_and_rolls_by_keys_alone(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.ORDERS)
        await at.door("KYI").ask(Order(KYI, Argue("shops fear closed crossings", ("people queue", "it happened"))))
        await at.answer()
        await at.press("space", "a")
        assert "2 to rate" in " ".join(need.detail for need in at.model.console.needs)
        await at.press("1", "s", "2", "v")
        argument = open_arguments(at.state)[0]
        assert [reason.strength for reason in argument.reasons[:2]] == [2, 1]
        assert "As rated it needs 4" in at.text
        await at.press("n", "h", "o", "enter", "1")
        await at.press("enter", "d", "enter")
        assert [(shift.quantity, shift.by) for shift in open_arguments(at.state)[0].shifts or ()] == [("pull_home", 1)]
        assert "Home: caution +1" in at.text
        await at.press("d")
        assert at.is_on_console
        assert not open_arguments(at.state)
        settled = last(at.facts, c.ArgumentSettled)
        assert isinstance(settled, c.ArgumentSettled)
        assert settled.method is c.Method.DICE


async def test_t_sets_a_track_for_a_token_when_it_is_no_slip(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.NEGOTIATE)
        tokens = at.model.console.tokens
        await at.press("t")
        await at.choose("warning")
        await at.type("3")
        await at.press("l")
        await at.type("we train for that")
        assert at.state.board[at.state.game.rules.quantity("warning").index] == 3
        assert at.model.console.tokens == tokens - 1
        assert f"tokens {tokens - 1}" in at.text


async def grant(at: Desk) -> None:
    await at.press("f")
    await at.choose("front")
    await at.type("1")
    await at.choose("done")
    await at.type("a rumour that nobody counts")


async def test_f_grants_a_free_effect_within_the_budget(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.NEGOTIATE)
        before = at.model.console.free
        await grant(at)
        assert at.model.console.free == before - 1
        assert "granted" in at.said


# --- seats and words ----------------------------------------------------------------------------------------------


async def test_g_stands_in_for_a_seat_on_its_own_screen(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.ORDERS)
        await at.press("g", "s", "1")
        assert isinstance(at.app.screen, StandInScreen)
        assert at.app.screen.client.seat == MIN
        assert at.app.screen.hints()[0][0] == "Esc"
        await at.press("1")
        assert "Esc back to control" in at.text
        assert "ask control" not in at.text
        await at.press("s", "s")
        while not at.is_on_console:
            await at.press("escape")
        assert at.state.sheet(MIN).sealed
        [noted] = [fact for fact in at.facts if isinstance(fact, c.Noted) and fact.about == "stand-in MIN"]
        assert noted.text == "control stands in: nobody sits here now"


async def test_g_gives_a_seat_to_a_bot_and_back(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("g", "b", "1", "enter")
        holder = at.state.holders[MIN]
        assert holder.level is not None
        assert "bot" in at.text.splitlines()[3]
        await at.press("g", "p")
        await at.type("Ann")
        await at.press("1")
        assert at.state.holders[MIN].name == "Ann"
        assert "Ann" in at.text


async def test_g_says_a_word_that_only_this_seat_reads(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.NEGOTIATE)
        await at.press("g", "m")
        await at.type("two minutes, Minsk")
        assert any(isinstance(fact, f.Said) for fact in at.door("MIN").facts())
        assert not any(isinstance(fact, f.Said) for fact in at.door("KYI").facts())


async def test_m_speaks_to_all(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.NEGOTIATE)
        await at.press("m", "a")
        await at.type("last minute")
        assert all(any(isinstance(fact, f.Said) for fact in at.door(name).facts()) for name in ("MIN", "KYI"))
        assert at.said == "Said."


async def test_r_answers_the_oldest_request_and_the_seat_has_the_answer(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("r")
        assert at.said == "No request waits for you."
        await at.door("KYI").ask(Order(KYI, Request("Can we see the satellites?")))
        await at.wait(2)
        await at.door("MIN").ask(Order(MIN, Request("How far is Vilnius?")))
        await at.settle()
        assert [need.minutes for need in at.model.console.needs] == [2, 0]
        await at.press("r", "enter", "a")
        await at.type("Not before turn two.")
        answered = at.state.room.request(RequestId(at.state.room.requests[0].id))
        assert answered is not None
        assert (answered.seat, answered.answer) == (KYI, "Not before turn two.")
        assert len(at.model.console.needs) == 1
        await at.press("r", "d")
        await at.type("Look at the map.")
        assert not at.model.console.needs


async def test_n_keeps_a_note_that_no_seat_reads(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("n", "f")
        await at.type("Minsk hesitates")
        assert any(isinstance(fact, c.Noted) and fact.text == "Minsk hesitates" for fact in at.facts)
        assert not any(isinstance(fact, c.Noted) for fact in at.door("MIN").facts())


async def test_l_shows_renews_and_takes_back_links(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        from tests.network.hosting import seat

        old = at.hosting.token(seat("KYI"))
        await at.press("l")
        assert "keep this off the projector" in at.text
        flat = framed(at)
        assert f"A code is typed in at {at.hosting.server.served.urls[0]}" in flat
        assert "The session is kept in" in flat
        assert "try.nax" in flat.replace(" ", "")
        assert "a bot holds it" in flat
        await at.choose(seat("KYI").id)
        await at.press("s")
        assert isinstance(at.app.screen, Sheet)
        link = at.hosting.lobby.link(seat("KYI"))
        code = at.venue.qr(at.venue.address(link))
        rows = at.text.splitlines()
        first = next(place for place, row in enumerate(rows) if code[0] in row)
        assert all(part.rstrip() in row for part, row in zip(code, rows[first:], strict=False)), "no row between rows"
        assert at.venue.address(link) in at.text
        await at.press("escape", "escape")  # Esc goes back by one question: to the list
        await at.choose(seat("KYI").id)
        await at.press("n", "y", "enter")
        assert at.hosting.lobby.find(old) is None
        await at.press("escape", "l")
        await at.choose(seat("KYI").id)
        await at.press("x", "y", "1")
        assert at.said == "The link is dead: this person has left. l gives a new one."


async def test_g_adds_a_person_and_moves_the_lead(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        from tests.network.hosting import seat

        await at.press("g", "l")
        await at.choose("add")
        await at.press("enter", "escape", "g", "l")
        await at.choose(seat("MIN", 2).id)
        await at.press("l", "enter")
        assert at.hosting.lobby.lead_of(MIN) == 2
        assert seat("MIN", 2) in at.hosting.lobby.chairs()


async def test_presence_is_new_as_soon_as_somebody_comes_or_goes(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        assert "people of MIN, away" in at.text
        sitting = at.sit("MIN")
        await at.settle()
        assert "people of MIN, away" not in at.text
        at.hosting.hosted.rise(sitting)
        await at.settle()
        assert "people of MIN, away" in at.text


async def test_a_quiet_seat_is_named_with_its_minutes(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        at.sit("MIN")
        await at.to(Step.ORDERS)
        assert "quiet" not in at.text
        await at.wait(6)
        at.screen._ticks = 4
        await at.wait(0)
        assert at.text.count("quiet 6 min") == 1, "who is away is said to be away, not to be quiet"
        assert at.text.count(", away") == 3


# --- beyond -------------------------------------------------------------------------------------------------------


async def test_v_begins_another_session_and_leaves_this_one_as_it_is(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("space")
        before = len(at.facts)
        await at.press("v", "y")
        made = tmp_path / f"try-branch-{before}.nax"
        assert made.name in at.said
        assert made.stat().st_size > 0
        assert len(at.facts) == before


async def test_d_sets_a_dial_before_turn_one_only(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        dial = at.state.game.rules.dials[0]
        other = next(one.id for one in dial.settings if at.state.dials.get(dial.id) != one.id)
        await at.press("d")
        await at.choose(dial.id)
        await at.choose(other)
        assert at.state.dials[dial.id] == other
        assert not any(isinstance(fact, f.DialTurned) for fact in at.door("MIN").facts())
        await at.press("space", "d")
        assert "stand from turn 1 on" in at.said


async def test_a_dial_is_set_by_number_with_the_whole_of_what_it_does_in_sight(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("d")
        dial = at.state.game.rules.dials[0]
        assert dial.name in at.text
        await at.press("1")
        flat = framed(at)
        assert all(setting.say in flat for setting in dial.settings)
        assert flat.count("as it is now") == 1
        await at.press("1")
        assert at.state.dials[dial.id] == dial.settings[0].id
        await at.press("d")
        assert f"now {dial.settings[0].id}" in at.text


async def test_a_card_is_read_with_what_it_does_and_asks_before_it_is_brought_in(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.NEGOTIATE)
        await at.press("i")
        waiting = [at.state.game.cards[id] for ids in at.state.decks.values() for id in ids]
        card = next(card for card in waiting if card.choices)
        await at.choose(card.id)
        flat = framed(at)
        assert card.text[:40] in flat
        seat, options = card.choices[0]
        assert f"{at.state.game.rules.seats[seat].name} chooses: {options[0].text[:20]}" in flat
        assert "Who sees it?" in flat


async def test_q_takes_the_pressure_apart_and_s_says_what_to_read(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("q")
        assert isinstance(at.app.screen, WhyScreen)
        await at.press("escape", "s")
        assert isinstance(at.app.screen, Reader)
        assert "compression is a training convenience" in " ".join(at.text.split()) or "What to say" in at.text
        await at.press("escape")
        assert isinstance(at.app.screen, ConsoleScreen)


async def test_y_plays_games_on_from_here_and_says_how_they_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("northaxis.services.outlook.GAMES", 20)
    async with desk(tmp_path) as at:
        at.app.simulate_key("y")
        for _ in range(1_000):
            await at.settle()
            if isinstance(at.app.screen, Reader):
                break
        assert "20 games from here" in at.text
        assert "after turn 1: most often" in at.text
        await at.press("pagedown")
        assert "Who meets its bar" in at.text
        await at.press("escape")
        assert at.is_on_console


async def test_y_refuses_where_no_forecast_can_start(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("space")
        while at.state.step in (Step.SETUP, Step.NEGOTIATE, Step.ORDERS, Step.TURN_END):
            await at.press("space")
        await at.press("y")
        assert "A forecast starts" in at.said


async def test_e_ends_play_and_u_takes_it_up_again(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.NEGOTIATE)
        await at.press("e", "y")
        await at.type("the fire alarm")
        assert at.state.over is not None
        assert "Play is over" in at.text
        await at.press("space")
        assert "Play is over" in at.said
        await at.press("u")
        await at.type("a false alarm")
        assert at.state.over is None
        assert at.door("MIN").view().over is None


# --- keys, panes, help --------------------------------------------------------------------------------------------


async def test_the_consoles_letters_work_in_the_log_too(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("4")
        assert isinstance(at.app.screen.focused, ConsoleLog)
        for key, shown in (("b", None), ("g", Choice), ("f", Choice)):
            await at.press("space") if key == "b" else None
            await at.press(key)
            assert isinstance(at.app.screen, shown or Choice | Search), key
            await at.press("escape")


async def test_tab_and_digits_move_the_keys_between_panes(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        assert focus(at) == "seat-list"
        await at.press("tab")
        assert focus(at) == "log"
        await at.door("KYI").ask(Order(KYI, Request("A question?")))
        await at.settle()
        await at.press("1", "tab")
        assert focus(at) == "need-list"
        await at.press("enter")
        assert "A question?" in at.text
        await at.press("a")
        await at.type("yes")
        assert focus(at) == "seat-list", "the list it was in is empty"
        await at.press("2")
        assert at.said == "Nothing waits for you."
        await at.press("3")
        await at.press("4")
        assert focus(at) == "log"


def focus(at: Desk) -> str:
    focused = at.app.screen.focused
    assert focused is not None
    return str(focused.id)


async def test_capital_f_filters_the_log(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("F")
        assert "great things" in at.text


async def test_quit_asks_before_it_leaves_and_esc_only_says_so(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("escape")
        assert isinstance(at.app.screen, ConsoleScreen)
        assert at.said == "There is nothing to go back to. ^q leaves the console, after a question."
        await at.press("ctrl+q")
        assert isinstance(at.app.screen, Leaving)
        await at.press("escape")
        assert isinstance(at.app.screen, ConsoleScreen)
        await at.press("ctrl+q", "l", "x")
        assert isinstance(at.app.screen, Leaving), "a letter that is an act on the console closes no table"
        await at.choose("leave")
        assert not at.app.is_running or at.app._exit


async def test_a_table_is_closed_by_a_word_and_by_no_key(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        at.app.closes_table = True
        await at.press("escape")
        assert "closes the table, after a question" in at.said
        for key in ("ctrl+q", "ctrl+c"):
            await at.press(key)
            assert isinstance(at.app.screen, Closing)
            await at.press("l", "y", "x", "down", "enter")
            assert "Only the word close closes" in at.text
            await at.press("ctrl+c")
            assert isinstance(at.app.screen, Closing)
            await at.press("escape")
            assert isinstance(at.app.screen, ConsoleScreen)
        await at.press("ctrl+q", *"close", "enter")
        assert not at.app.is_running or at.app._exit


async def test_ctrl_c_asks_also_on_top_of_a_question_and_copies_what_is_selected(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("n", "enter")
        assert isinstance(at.app.screen, Sentence)
        await at.press(*"word", "ctrl+c")
        assert isinstance(at.app.screen, Leaving)
        await at.press("escape")
        assert isinstance(at.app.screen, Sentence)
        await at.press("shift+left", "shift+left", "ctrl+c")
        assert isinstance(at.app.screen, Sentence)
        assert at.app.clipboard == "rd"


async def test_a_link_that_was_taken_back_can_be_made_anew_and_the_consoles_own_is_warned_of(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        old = at.hosting.token(OBSERVER_CHAIR)
        await at.press("l", "end", "up", "up", "up", "enter", "x", "y", "enter")
        assert OBSERVER_CHAIR not in at.hosting.lobby.chairs()
        await at.press("l", "end", "up")
        assert "no link" in at.text
        await at.press("enter", "y", "enter", "escape")
        assert at.hosting.token(OBSERVER_CHAIR) != old
        await at.press("l", "end", "up", "enter", "n")  # the console of this test came by control's link
        assert "You came by this very link" in " ".join(at.text.split())


async def test_the_cursor_keys_move_and_are_no_actions(tmp_path: Path) -> None:
    assert not {"j", "k"} & {spec.key for spec in CONTROL_ACTIONS}
    keys = [key for spec in CONTROL_ACTIONS for key in spec.key.split(",")]
    assert len(keys) == len(set(keys))
    async with desk(tmp_path) as at:
        await at.press("j", "down")
        pointed = at.screen.query_one("#seat-list", MenuList).pointed
        assert pointed is not None
        assert pointed.id == list(at.state.game.rules.seats)[2]


AT_ONCE = ("control.go-on", "control.pause", "control.extend", "control.skip", "control.warn")
"""Actions that ask nothing first, where nobody owes anything."""


async def test_no_key_breaks_the_console_before_play_or_in_the_orders(tmp_path: Path) -> None:
    async with desk(tmp_path, "S1", ("MIN",)) as at:
        for place in ("before play", "in the orders"):
            if place == "in the orders":
                while at.state.step is not Step.ORDERS:
                    await at.answer(("MIN",))
                    await at.hosting.control.go_on()
                    await at.settle()
            for spec in CONTROL_ACTIONS:
                if spec.id == "control.odds":
                    continue  # it plays a thousand games and has a test of its own
                before = len(at.facts)
                await at.press(spec.key)
                while not isinstance(at.app.screen, ConsoleScreen):
                    await at.press("escape")
                what = [type(fact).__name__ for fact in at.facts[before:]]
                assert spec.id in AT_ONCE or not what, (spec.id, what)
