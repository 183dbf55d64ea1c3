"""A table run in plain lines: each act confirmed with its reason, undone with one word, wrong words answered."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.cli.control.desk import AtDesk, at_desk
from tests.network.hosting import MIN, seat

from northaxis.domain.control_facts import Intervened, SteppedBack
from northaxis.domain.control_orders import Argue, Request
from northaxis.domain.facts import Fact, Step
from northaxis.domain.ids import SeatId
from northaxis.domain.orders import Order, Seal
from northaxis.services.beside import standing_acts
from northaxis.services.in_memory import InMemoryJournal
from northaxis.services.ports import Receipt, StoreFailed


def standing(at: AtDesk) -> tuple[object, ...]:
    """What an act may change and its undoing has to bring back."""
    state = at.state
    room = (state.room.requests, state.room.arguments, state.room.handlings, state.room.aside)
    beside = [act.fact for act in standing_acts(at.facts)]
    lobby = at.hosting.lobby
    chairs = [(chair, lobby.lead_of(chair.seat)) for chair in lobby.chairs() if chair.seat == MIN]
    clock = (at.desk.table.history.running, at.desk.table.history.given, at.desk.table.history.cut_at)
    play = (state.board, state.step, state.turn, state.table, state.over, state.dials, state.decks, state.holders)
    return *play, room, beside, chairs, clock


BEFORE_PLAY = (
    ("dial oxygen low", "What Beijing weighs: low"),
    ("start because we begin", "The clock runs: we begin"),
    ("go on", "On: card"),
    ("bot MIN cadet because she left", "Minsk is played by a bot, level cadet: she left"),
    ("person MIN Ann because she is back", "Ann holds Minsk: she is back"),
    ("add person MIN because a team", "MIN, person 2 has a link: a team"),
    ("dice typed because we like dice", "Real dice: you are asked for them when the rules roll: we like dice"),
    (
        "next F19 because it fits",
        "Card F19 The hurried flight to Beijing is the next of its deck, if its time has come",
    ),
    ("hold F19 because it is early", "Card F19 The hurried flight to Beijing is held"),
    ("park F19 because it is late", "goes under its deck: it is late"),
    ("discard F19 because we had that", "does not come up in this game: we had that"),
    ("drawn F19", "The app draws F19"),
    ("set warning 1 error because it was misread", "Early warning is put from 3 to 1: it was misread (a slip)"),
    ("say all five minutes left", "Said to everybody."),
)


@pytest.mark.parametrize(("typed", "said"), BEFORE_PLAY, ids=[typed for typed, _ in BEFORE_PLAY])
async def test_an_act_is_confirmed_with_its_reason_and_undone_with_one_word(
    tmp_path: Path, typed: str, said: str
) -> None:
    async with at_desk(tmp_path) as at:
        was = standing(at)
        told = await at.type(typed)
        assert said in told
        assert "'undo'" in told
        assert standing(at) != was or typed.startswith("say")
        undone = await at.type("undo")
        assert "Reason: a slip of the hand. It stays in the log, struck out." in undone
        assert standing(at)[:-1] == was[:-1]
        assert standing(at)[-1] == was[-1] or typed == "go on"  # the first turn starts the clock; that stays


IN_A_STEP = (
    ("pause because a break", "The clock stands: a break."),
    ("extend", "1:00 more for this step, 2:30 left: no reason given."),
    ("extend 90 because talks go well", "1:30 more for this step, 3:00 left: talks go well."),
    ("extend 2 minutes", "2:00 more for this step, 3:30 left"),
    ("skip because everybody is ready", "The time of this step is over; 'go on' moves the table on: everybody"),
    ("inject F19 to MIN because a leak", "The hurried flight to Beijing is brought in for Minsk alone: a leak."),
    ("inject f19 because a leak", "Card F19 The hurried flight to Beijing is brought in: a leak."),
    ("grant warning-1 because nobody counts it", "Granted: Early warning -1: nobody counts it"),
    ("end play because time is up|yes", "Control closed the game: time is up. It is in the log."),
    ("write|A convoy|Lorries wait.||warning+1|MIN let them in; escalation-1||the room asked",
     "Your card 'A convoy' is brought in: the room asked."),
)  # fmt: skip


@pytest.mark.parametrize(("typed", "said"), IN_A_STEP, ids=[typed for typed, _ in IN_A_STEP])
async def test_an_act_in_the_orders_step_too(tmp_path: Path, typed: str, said: str) -> None:
    async with at_desk(tmp_path) as at:
        await at.to(Step.ORDERS)
        was = standing(at)
        told = await at.type(*typed.split("|"))
        assert said in told
        assert standing(at) != was
        assert "It stays in the log, struck out." in await at.type("undo")
        assert standing(at) == was


async def test_undo_asks_before_it_takes_others_acts_along_or_goes_past_what_cannot_be_undone(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as at:
        await at.to(Step.ORDERS)
        await at.type("set warning 1 error because misread")
        await at.door("MIN").ask(Order(MIN, Seal()))
        await at.rest()
        asked = await at.type("undo")
        assert "With it goes 1 thing that people did since." in asked
        assert at.prompt == "yes or no"
        assert await at.type("") == "Nothing was done."
        await at.type("undo", "yes")
        assert at.state.board[at.state.game.rules.quantity("warning").index] != 1
        await at.type("pause", "renew MIN because it was seen", "yes")
        told = await at.type("undo")
        assert "a link that is dead stays dead; make a new one." in told
        assert "The last act that can be undone: Control stopped the clock" in told
        assert at.prompt == "yes or no"
        await at.type("yes")
        assert at.desk.table.history.running


async def test_nothing_is_undone_where_nothing_stands(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as at:
        assert "There is no act of yours that stands" in await at.type("undo")


async def test_a_step_back_is_by_the_number_of_a_fact_and_says_what_goes(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as at:
        await at.to(Step.ORDERS)
        await at.type("set warning 1 error because misread")
        listed = await at.type("places")
        number = listed.partition(":")[0]
        assert number.isdecimal()
        assert f"'back {number} because ...'" in listed
        assert "the table never stood there. Near it is" in await at.type("back 3")
        assert "To which number?" in await at.type("back soon")
        told = await at.type(f"back {number}", "too early", "yes")
        assert f"Stepped back to {number}: too early. 1 act and all that came of it: struck out." in told
        assert [fact.to for fact in at.facts if isinstance(fact, SteppedBack)] == [int(number)]
        assert "Nothing that stands has 'unheard-of' in it." in await at.type("places unheard-of")


async def test_the_board_of_readiness_says_who_owes_who_is_quiet_and_the_oldest_request(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as at:
        await at.to(Step.ORDERS)
        await at.door("MIN").ask(Order(MIN, Request("may we see the treaty?")))
        found = at.hosting.lobby.find(at.hosting.token(seat("KYI")))
        assert found is not None
        at.hosting.hosted.sit(found, lambda farewell: None)
        await at.wait(6)
        told = await at.type("ready")
        assert "Minsk owes its sheet: blank sheet, quiet for 6 min, nobody is here." in told
        assert "Kyiv owes its sheet: blank sheet, quiet for 6 min." in told
        assert "Oldest request: MIN-1, 6 min: Minsk asks: may we see the treaty?" in told
        assert "Here: KYI." in await at.type("who")
        await at.type("answer MIN-1 not yet")
        await at.door("MIN").ask(Order(MIN, Seal()))
        await at.door("KYI").ask(Order(SeatId("KYI"), Seal()))
        await at.rest()
        assert any("has finished; nobody else is waited for" in line for line in at.lines)
        assert await at.type("ready") == "Nobody owes anything: 'go on' moves the table on.\nNo request waits."


async def test_going_on_asks_first_where_somebody_owes_and_a_command_there_is_done_instead(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as at:
        await at.to(Step.ORDERS)
        asked = await at.type("go on")
        assert "Minsk and Kyiv have not finished. A sheet that is not sealed counts as it stands" in asked
        assert "Type yes to go on without them, or no." in await at.type("perhaps")
        told = await at.type("clock")
        assert told.startswith("Nothing was done.\n1:30 left.")
        assert "On: the reveal" in await at.type("go on", "yes")


async def test_the_clock_is_told_when_asked_and_at_its_warnings(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as at:
        assert "The clock has not been started" in await at.type("pause")
        assert "'start' starts it" in await at.type("extend")
        await at.to(Step.ORDERS)
        assert "By how long?" in await at.type("extend 0")
        assert await at.wait(0.5) == ""
        assert "left in this step. 'warn' tells everybody." in await at.wait(0.8)
        assert "Everybody has been told that the time runs out" in await at.type("warn")
        assert "The time of this step is over." in await at.wait(1)
        assert at.prompt.endswith("0:48 over")
        assert "over" in (await at.type("clock")).splitlines()[0]


async def test_real_dice_are_asked_for_with_their_odds_until_they_are_two_dice(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as at:
        await at.to(Step.ORDERS)
        await at.door("MIN").ask(Order(MIN, Argue("the bridge stays shut", ("it is mined",))))
        await at.answer()
        await at.type("dice typed", "go on", "rate 1 strong", "effect warning-1")
        asked = await at.type("settle dice")
        assert "Roll two dice: Minsk's argument. It needs 6: 72 percent" in asked
        assert at.prompt == "dice"
        assert "'7 1' are not two dice" in await at.type("7 1")
        told = await at.type("stop")
        assert "the dice were not typed in, so nothing was done" in told
        told = await at.type("settle dice", "6 6")
        assert "Minsk's argument, by dice, need 6: it holds. 'undo' undoes it." in told
        assert "rolled 6+6=12" in told


async def test_rulings_on_orders_have_numbers_odds_precedents_and_a_warning_when_they_depart(tmp_path: Path) -> None:
    async with at_desk(tmp_path, "S3") as at:
        assert "nothing to rule on before the sheets are open" in await at.type("rule")
        await at.to(Step.ADJUDICATE)
        listed = await at.type("rule")
        assert listed.startswith("1. ")
        assert "There is no order 99" in await at.type("rule 99")
        assert "no order of this turn" in await at.type("decide XXX-YYY yes")
        assert "Does it work?" in await at.type("decide 1 perhaps")
        told = await at.type("decide 2 yes by agreement because the room agrees")
        assert "works, by agreement: the room agrees. 'undo' undoes it." in told
        assert "Ruled before: turn 1: decide" in await at.type("rule 3")
        asked = await at.type("decide 3 no because out of luck")
        assert asked.startswith("This departs from earlier rulings. ")
        assert await at.type("no") == "Nothing was done."
        assert "Turn 1: decide: " in await at.type("rulings")
        assert "No ruling is like 'heron'" in await at.type("rulings heron")
        await at.type("undo")
        assert [fact.what for fact in at.facts if isinstance(fact, Intervened)][-2:] == ["decide", "back"]


async def test_links_are_told_renewed_taken_back_and_led(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as at:
        listed = await at.type("links")
        assert "MIN: code " in listed
        assert "BEI: code " not in listed
        assert "BEI: code " in await at.type("links all")
        old = at.hosting.url(seat("MIN"))
        assert old in await at.type("link min")
        told = await at.type("renew MIN because it was seen", "yes")
        assert "MIN has a new link: it was seen. The old one is dead; that cannot be undone." in told
        assert at.hosting.url(seat("MIN")) in told
        assert at.hosting.url(seat("MIN")) != old
        assert "MIN has 1 person; 'add person MIN' adds one." in await at.type("link MIN 2")
        await at.type("add person MIN", "lead MIN 2 because they take turns")
        assert at.hosting.lobby.lead_of(MIN) == 2
        await at.type("undo")
        assert at.hosting.lobby.lead_of(MIN) == 1
        await at.type("revoke observer", "yes")
        assert "Observers has no link now; 'renew observer' makes one." in await at.type("link observer")
        assert "There is no seat 'nobody'" in await at.type("renew nobody")
        assert not any(at.hosting.token(seat("MIN")) in str(fact) for fact in at.facts)


async def test_standing_in_gives_a_seat_its_own_commands_and_the_log_says_so(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as at:
        await at.to(Step.ORDERS)
        shown = await at.type("as MIN")
        assert "you are Minsk" in shown
        assert at.prompt.startswith("MIN order")
        assert "There is no choice '99'" in await at.type("99")
        await at.type("seal", "seal")
        assert at.state.sheet(MIN).sealed
        assert "You are back in control" in await at.type("back")
        await at.type("as KYI seal", "as KYI seal")
        assert "Waits for" in await at.type("status")
        assert any("stand-in MIN" in str(fact) for fact in at.facts)


async def test_one_device_goes_round_and_nothing_of_controls_is_told_meanwhile(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as at:
        await at.to(Step.ORDERS)
        shown = await at.type("pass")
        assert shown.endswith("Pass to people of MIN, MIN Minsk.")
        assert sum(line.hides for line in at.desk.said(0)) == 1
        await at.type("")
        assert at.prompt.startswith("MIN order")
        told = await at.type("seal", "seal")
        assert "Pass to people of KYI, KYI Kyiv." in told
        assert "waited for" not in told
        told = await at.type("back", "")
        assert told.splitlines()[-2:] == ["The device is back with you.", "Minsk has finished; the table waits for 1."]


async def test_a_table_beside_the_app_is_read_against_it(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as at:
        assert "Warning 3" in await at.type("board")
        assert "Nothing differs" in await at.type("board warning 3")
        assert "There is no 'heron' on the board." in await at.type("board heron 2")
        asked = await at.type("board warning 1")
        assert "Early warning: the table has 1, the app 3." in asked
        assert "Type app, or table." in await at.type("both")
        told = await at.type("table", "miscounted")
        assert "Early warning is put right, from 3 to 1: miscounted. 'undo' undoes it." in told


class Failing(InMemoryJournal):
    """A journal that can be told not to write."""

    fails = False

    def append(self, command: str, facts: Sequence[Fact], at: int) -> Receipt:
        if self.fails:
            raise StoreFailed("the disk is full")
        return super().append(command, facts, at)


async def test_a_safe_hold_is_told_in_a_sentence_and_left_with_words(tmp_path: Path) -> None:
    async with at_desk(tmp_path, store=Failing) as at:
        store = at.hosting.store
        assert isinstance(store, Failing)
        assert "Nothing is held" in await at.type("try again")
        store.fails = True
        told = await at.type("set warning 1 error because misread")
        assert "the disk is full" in told
        assert any(line.startswith("Safe hold: nothing can be written") for line in at.lines)
        assert at.prompt.endswith("safe hold")
        assert "Still held. Safe hold" in await at.type("try again")
        store.fails = False
        assert "The session is written again." in await at.type("try again")


async def test_wrong_words_are_answered_with_what_was_probably_meant(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as at:
        assert "Like it there is 'pause'" in await at.type("puase")
        assert "was not understood" in await at.type("\x1b[31mred")
        assert "'bulk' is no name=value" in await at.type("track quantity=warning bulk")
        assert "There is no level 'genius'; there are:" in await at.type("bot MIN genius")
        assert "There is no dial 'heron'; there are:" in await at.type("dial heron low")
        assert "is no setting of oxygen; there are: low, mixed, high." in await at.type("dial oxygen blue")
        assert "There is no card 'X1'." in await at.type("inject X1 because")
        assert "No request waits for you." in await at.type("answer MIN-1 no")
        assert "No argument is open." in await at.type("rate 1 strong")
        assert "No project stands." in await at.type("end project T1-MIN")
        assert "Nobody owes anything now." in await at.type("pass")
        assert "To whom?" in await at.type("say")
        assert (await at.type("hold F19", "stop")).endswith("Nothing was done.")


async def test_an_order_in_the_notation_of_the_rules_is_still_taken(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as at:
        told = await at.type('track quantity=warning value=1 code=ERROR why="read wrong"')
        assert "Control put Early warning at 1: read wrong (a slip). It is in the log. 'undo' undoes it." in told


async def test_a_mistake_in_a_command_costs_control_nothing_but_that_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_desk(tmp_path) as at:
        monkeypatch.setattr("northaxis.cli.control.clock.clock_words", lambda reading: 1 // 0)
        told = await at.type("clock")
        assert "That broke on a mistake here (ZeroDivisionError in test_desk.py:" in told
        assert "Nobody owes anything" in await at.type("ready")


async def test_only_the_hosts_own_terminal_closes_the_table_and_only_by_the_word(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as at:
        assert "Only the host's own terminal closes the table." in await at.type("close")
        assert "You have left control." in await at.type("quit")
        assert not at.desk.is_running
    async with at_desk(tmp_path, closes_table=True) as at:
        asked = await at.type("quit")
        assert "The table closes for everybody." in asked
        assert await at.type("") == "Nothing was done."
        assert "Only the word close closes the table" in await at.type("close", "yes")
        await at.type("close")
        assert at.desk.has_closed
        assert not at.desk.is_running


async def test_notes_are_kept_and_told_again(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as at:
        assert await at.type("notes") == "You have noted nothing so far."
        assert "Noted: Minsk hesitates. A note stays" in await at.type("note Minsk hesitates")
        assert "before play, free: Minsk hesitates." in await at.type("notes")


TELLING = (
    "help all", "status", "ready", "seats", "who", "links", "cards", "tracks", "dials", "objectives", "log",
    "log everything", "why", "why warning", "script", "scene", "clock", "places all", "board",
)  # fmt: skip


async def test_no_line_is_a_picture_or_a_column(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as at:
        await at.to(Step.ORDERS)
        await at.type(*TELLING)
        wrong = [line for line in at.lines if "  " in line or any(ord(sign) >= 0x2500 for sign in line)]
        assert wrong == []


async def test_the_cards_to_come_are_told_a_few_at_a_time_and_one_in_full(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as at:
        first = await at.type("cards")
        assert ": next, " in first
        assert "more lie behind them" in first
        assert len(first.splitlines()) < 16
        assert "F19 The hurried flight to Beijing" in await at.type("cards f19")
        assert "No card to come has 'heron' in its line" in await at.type("cards heron")
        assert "F19 The hurried flight to Beijing." in await at.type("card f19")
        await at.type("inject F19 because it fits")
        assert "F19 The hurried flight to Beijing." in await at.type("card")
