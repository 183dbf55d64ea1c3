"""A seat of a hosted table in plain lines, over a real line: what a person can do there beside orders."""

from __future__ import annotations

import asyncio
import queue
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from tests.network.hosting import MIN, Hosting, hosting, seat, to_end, to_orders

from northaxis.cli.ear import Besides, Ear
from northaxis.cli.joined import watch
from northaxis.cli.joined_game import JoinedGame
from northaxis.cli.joined_table import Line
from northaxis.cli.voice import wrapped
from northaxis.domain.control_facts import Noted, Predicted, Reflected, WrittenOption
from northaxis.domain.control_orders import (
    Argue,
    AskEstimates,
    MoveClock,
    RateReason,
    Reseat,
    SettleRequest,
    StepBack,
    WriteCard,
)
from northaxis.domain.facts import OrderPlaced, Said, Step
from northaxis.domain.ids import CONTROL, ArgumentId, LevelId, OptionId, RequestId, SeatId
from northaxis.domain.orders import Advance, Order, Place, Seal
from northaxis.domain.room import OPEN
from northaxis.domain.rulings import Upheld
from northaxis.domain.state import Holder
from northaxis.network.remote import RemoteClient
from northaxis.network.server import TableServer
from northaxis.services.client import TimeLeft
from northaxis.services.lobby import OBSERVER_CHAIR, Farewell

BRIDGE = WriteCard(
    "The bridge",
    "A bridge is open.",
    "the room is calm",
    None,
    (),
    (WrittenOption(MIN, OptionId("a"), "close it", 0, ()),),
)


class Typist:
    """A voice that says what is put into its queue, whenever that is; None hangs up."""

    is_live = False

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.prompts: list[str] = []
        self.is_asking = False
        self._typed: queue.SimpleQueue[str | None] = queue.SimpleQueue()

    def say(self, *lines: str) -> None:
        self.is_asking = self.is_asking and not lines
        self.lines += [piece for line in lines for piece in wrapped(line)]

    def prompt(self, prompt: str) -> None:
        self.is_asking = True
        self.prompts.append(prompt)

    def ask(self, prompt: str) -> str | None:
        self.prompt(prompt)
        return self.read()

    def read(self) -> str | None:
        typed = self._typed.get()
        self.is_asking = False
        return typed

    def hide(self) -> None:
        pass

    def type(self, text: str | None) -> None:
        self._typed.put(text)

    async def hears(self, words: str, after: int = 0) -> str:
        """Wait until a line with these words was said behind the line `after`."""
        for _ in range(1_000):
            found = next((line for line in self.lines[after:] if words in line), None)
            if found is not None:
                return found
            await asyncio.sleep(0.02)
        raise AssertionError(f"{words!r} was never said in {self.lines[-30:]}")

    async def typed(self, text: str, words: str) -> str:
        """Type something and wait for the words it is answered with."""
        after = len(self.lines)
        self.type(text)
        return await self.hears(words, after)

    async def typed_until(self, text: str, words: str) -> str:
        """Type a question again and again until the answer has these words: what it asks for may be on its way."""
        for _ in range(100):
            after = len(self.lines)
            self.type(text)
            for _ in range(20):
                found = next((line for line in self.lines[after:] if words in line), None)
                if found is not None:
                    return found
                await asyncio.sleep(0.02)
        raise AssertionError(f"{words!r} was never said in {self.lines[-30:]}")


@asynccontextmanager
async def joined(there: Hosting, name: str = "MIN") -> AsyncIterator[Typist]:
    """A link in plain lines at a hosted table, in the orders step."""
    voice = Typist()
    line = await asyncio.to_thread(Line, there.url(seat(name)))
    ear = Ear(line, voice)  # type: ignore[arg-type]  # it has all of a Stream that is used here
    besides = Besides(line, voice)  # type: ignore[arg-type]  # as above
    game = JoinedGame(line, voice, ear, besides.tell)  # type: ignore[arg-type]  # as above
    playing = asyncio.create_task(asyncio.to_thread(game.run, False))
    try:
        yield voice
    finally:
        voice.type(None)
        try:
            assert await asyncio.wait_for(playing, 60) == 0
        finally:
            await asyncio.to_thread(line.close)


@pytest.mark.asyncio
async def test_an_order_keeps_its_number_whatever_is_on_the_sheet() -> None:
    async with hosting("S1") as there:
        door = there.door(seat("MIN"))
        await to_orders(there.control, door)
        async with joined(there) as voice:
            await voice.typed("odds 6", "Crack down (MIN-CRK)")
            await voice.typed("3", "On your sheet: Fly to Beijing")
            await voice.typed("undo", "On your sheet: nothing yet")
            await voice.typed("11", "'Commit Belarusian brigades' needs")
            await voice.typed("6", "On your sheet: Crack down")


async def test_everything_beside_orders_can_be_typed_before_the_seal() -> None:
    async with hosting("S1") as there:
        door = there.door(seat("MIN"))
        await to_orders(there.control, door)
        async with joined(there) as voice:
            await voice.typed("help", "'request may we see the treaty?'")
            await voice.typed("request who holds the bridge?", "Control has it")
            await voice.typed("requests", "MIN-1 (waits for control): who holds the bridge?")
            await there.control.ask(Order(CONTROL, SettleRequest(RequestId("MIN-1"), "answered", "nobody")))
            await voice.hears("Control answers MIN-1")
            await voice.typed("requests", "control: nobody")
            await voice.typed("note 1 only a bluff", "nobody else sees it")
            await voice.typed("notes", "only a bluff")
            await voice.typed("predict up", "Say what pressure does and how sure")
            await voice.typed("predict up 140", "No: one is 50 to 100 percent sure")
            await voice.typed("predict up 70", "Kept for the debrief")
            await voice.typed("argue the bridge stays shut", "A claim, then one to 3 reasons")
            await voice.typed("argue the bridge stays shut; it is mined; nobody pays", "'argue back' takes it off")
            await voice.typed("status", 'argue "the bridge stays shut"')
            await voice.typed("argue back", "It is off your sheet")
            await voice.typed("whisper a clerk talks", "A claim, then one to 3 reasons")
            await voice.typed("whisper a clerk talks; he has debts", "for control alone")
            await voice.typed("status", 'whisper "a clerk talks"')
            await voice.typed("argue back", "It is off your sheet")
            await voice.typed("pursue the money is there", "You have no project")
            await voice.typed("say KYI,MOS,CTL we are listening", "to Kyiv, Moscow and control")
            facts = there.door(seat("MIN")).facts()
            assert [(f.direction, f.confidence) for f in facts if isinstance(f, Predicted)] == [("up", 70)]
            assert [f.text for f in facts if isinstance(f, Noted)] == ["only a bluff"]


@pytest.mark.asyncio
async def test_a_seat_waits_without_being_told_who_for_and_argues_on_open_sheets() -> None:
    async with hosting("S2", ("MIN", "KYI")) as there:
        door, kyiv = there.door(seat("MIN")), there.door(seat("KYI"))
        await to_orders(there.control, door, kyiv)
        await kyiv.ask(Order(kyiv.seat, Argue("the road is cut", ("it is mined", "the bridge is down"))))
        async with joined(there) as voice:
            await voice.typed("argue", "A claim, then")
            after = len(voice.lines)
            await voice.typed("seal", "Type 'seal' again")
            voice.type("seal")
            said = await voice.hears("sheets are sealed", after)
            assert "8 of 9" in said
            assert not any("Kyiv" in line for line in voice.lines[after:] if "sealed" in line)
            await voice.hears("What will pressure do this turn?", after)
            await kyiv.ask(Order(kyiv.seat, Seal()))
            await there.control.go_on()
            await voice.hears("All sheets are sealed and committed to", after)
            await voice.typed("commitment", "published before the sheets were opened")
            argument = there.hosted.shown(MIN).view.arguments[0]
            await there.control.ask(Order(CONTROL, RateReason(ArgumentId(argument.id), 0, 2)))
            await voice.typed_until("arguments", "for, Kyiv: it is mined (strong)")
            await voice.typed("reason maybe", "Say for or against")
            await voice.typed("reason against it was cleared", "control rates it")
            await voice.typed("reason for it is wet", "No: ")
            await there.control.ask(Order(CONTROL, AskEstimates(ArgumentId(argument.id))))
            await voice.hears("Control asks how likely it is, in percent: 'estimate 40' answers; 0 of 9 have answered")
            await voice.typed("estimate 30%", "when the argument is settled")
            await voice.typed("arguments", "Control asks how likely it is: 1 of 9 has answered")
            await voice.typed("arguments", "You put it at 30 percent")


@pytest.mark.asyncio
async def test_the_hot_wash_takes_written_answers_and_takes_them_again() -> None:
    async with hosting("S1") as there:
        door = there.door(seat("MIN"))
        await to_orders(there.control, door)
        async with joined(there) as voice:
            await voice.typed("reflect 1 too early", "Questions come when play is over")
            await to_end(there.control, door)
            await voice.hears("IN WRITING")
            await voice.typed("reflect 99 no such", "Say which question")
            await voice.typed("reflect 1 we waited too long", "write it again to change it")
            await voice.typed("reflect 1 we waited much too long", "write it again to change it")
            await voice.typed("questions", "you wrote: we waited much too long")
        given = [fact.text for fact in door.facts() if isinstance(fact, Reflected)]
        assert given == ["we waited too long", "we waited much too long"]


@pytest.mark.asyncio
async def test_a_request_of_one_seat_is_never_read_in_another() -> None:
    async with hosting("S2", ("MIN", "KYI")) as there:
        door, kyiv = there.door(seat("MIN")), there.door(seat("KYI"))
        await to_orders(there.control, door, kyiv)
        async with joined(there) as voice:
            await voice.typed("request the secret word is heron", "Control has it")
        assert "heron" not in str(kyiv.facts())
        assert "heron" in str(there.control.facts())
        assert OPEN in str(await there.control.whole(lambda table: table.state.room.requests))


HELD = {SeatId("WAR"): Holder("Ana", None), SeatId("VIL"): Holder("Ana", None), SeatId("KYI"): Holder("Ben", None)}


@pytest.mark.asyncio
async def test_one_link_plays_several_seats_in_plain_lines() -> None:
    async with hosting("S3", people=(), held=HELD) as there:
        warsaw, vilnius = there.door(seat("WAR")), there.door(seat("VIL"))
        await to_orders(there.control, warsaw, vilnius, there.door(seat("KYI")))
        async with joined(there, "VIL") as voice:
            await voice.hears("Your seats:")
            await voice.typed("1", "On your sheet")
            await voice.typed("seat WAR", "You are WAR Warsaw now")
            await voice.typed("1", "On your sheet")
            await voice.typed("note MOS a word for myself", "nobody else sees it")
            await voice.typed("seat KYI", "there are:")
            await voice.typed("seal", "You are VIL Vilnius now")
            assert [len(door.view().sheet.orders) for door in (warsaw, vilnius)] == [1, 1]
            assert (warsaw.view().sheet.sealed, vilnius.view().sheet.sealed) == (True, False)
            await voice.typed("say all from the other desk", "from the other desk")
            await voice.typed("seal", "Nothing is asked of you now")
            assert vilnius.view().sheet.sealed
            await there.control.ask(Order(CONTROL, Reseat(SeatId("WAR"), "Ben", None, "Ana asked for it")))
            await voice.hears("You are VIL Vilnius now")


@pytest.mark.asyncio
async def test_a_card_that_control_brings_in_later_is_chosen_on_by_its_number() -> None:
    async with hosting("S1") as there:
        door = there.door(seat("MIN"))
        await to_orders(there.control, door)
        async with joined(there) as voice:
            assert isinstance(await there.control.ask(Order(CONTROL, BRIDGE)), Upheld)
            await voice.hears("Your choice on The bridge")
            await voice.typed("1", 'Minsk chose "close it"')
            told = len(voice.lines)
            assert isinstance(await there.control.ask(Order(CONTROL, Advance())), Upheld)
            await voice.hears("of 1 on the sheet", told)


@pytest.mark.asyncio
async def test_in_the_talks_control_is_said_to_move_the_table() -> None:
    async with hosting("S2") as there:
        await there.control.go_on()
        while there.control.view().step is not Step.NEGOTIATE:
            await there.control.go_on()
        async with joined(there) as voice:
            line = await voice.hears("Talk: say, offer, sign, decline;")
            assert "control moves the table on" in line


async def test_control_closes_the_table_or_takes_a_link_back_and_the_seat_is_told_which() -> None:
    async with hosting("S1") as there:
        async with joined(there) as voice:
            await voice.hears("'help'")
            there.lobby.show_all_out(Farewell.CLOSED)
            await voice.hears("! Control has closed the table.")
        assert not any("line to the table is down" in line for line in voice.lines)
        async with joined(there) as voice:
            await voice.hears("'help'")
            await there.control.revoke(seat("MIN"))
            await voice.hears("! This link has been taken back; ask control for another.")
        assert not any("Join again" in line or "is down" in line for line in voice.lines)


@pytest.mark.asyncio
async def test_what_is_typed_while_the_line_is_down_is_kept_and_answered_when_it_is_back() -> None:
    async with hosting("S1") as there:
        await to_orders(there.control, there.door(seat("MIN")))
        async with joined(there) as voice:
            await voice.typed("help", "'request may we see the treaty?'")
            served_at = there.server.served
            await there.server.stop()
            await voice.hears("line to the table is down")
            await voice.typed("say all we are still here", "This is kept and sent as soon as the line is back")
            await voice.typed("request who holds the bridge?", "This is kept and sent as soon as the line is back")
            again = TableServer(there.hosted, there.store.header, None, there.clock, served_at)
            await again.start()
            try:
                await voice.hears("The line to the table is back.")
                await voice.hears("The table has it now: MIN: say all we are still here")
                await voice.hears("The table has it now: MIN: request")
                said = [fact for fact in there.control.facts() if isinstance(fact, Said)]
                assert [fact.text for fact in said] == ["we are still here"]
            finally:
                await again.stop()
            await voice.hears("line to the table is down", len(voice.lines) - 2)
            await voice.typed("say all gone", "This is kept")
            await voice.typed("quit", "No answer came to: MIN: say all gone.")


@pytest.mark.asyncio
async def test_what_control_does_beside_play_is_told_in_one_line_and_a_prompt_stands_for_no_more() -> None:
    async with hosting("S1", ("MIN", "KYI")) as there:
        await to_orders(there.control, there.door(seat("MIN")), there.door(seat("KYI")))
        async with joined(there) as voice:
            await voice.typed("help", "'request may we see the treaty?'")
            for act, words in (
                (MoveClock("pause", why="a beamer fell"), "Control stopped the clock: a beamer fell."),
                (MoveClock("resume"), "Control let the clock run on."),
                (MoveClock("extend", 60), "Control gave this step more time, 1:00 more."),
                (MoveClock("warn", 65), "Control said that the time runs out, 1:05 left."),
                (MoveClock("skip"), "Control ended the time of this step."),
                (Reseat(SeatId("KYI"), "bot", LevelId("staff")), "Control gave Kyiv to a bot (staff), after "),
            ):
                told, prompts = len(voice.lines), len(voice.prompts)
                assert isinstance(await there.control.ask(Order(CONTROL, act)), Upheld)
                await voice.hears(words, told)
                await asyncio.sleep(0.2)
                assert len([line for line in voice.lines[told:] if line]) == 1, voice.lines[told:]
                assert len(voice.prompts) == prompts + 1
            assert not any("The time for the orders is over" in line for line in voice.lines), "it was ended, and told"


@pytest.mark.asyncio
async def test_the_last_minute_and_the_end_of_a_step_are_told_once_to_seats_and_onlookers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    left = [TimeLeft(300, False, False)]
    monkeypatch.setattr(RemoteClient, "time_left", lambda self: left[0])
    async with hosting("S1") as there:
        door = there.door(seat("MIN"))
        await to_orders(there.control, door)
        looking_on = Typist()
        line = await asyncio.to_thread(Line, there.url(OBSERVER_CHAIR))
        running = asyncio.create_task(asyncio.to_thread(watch, line, looking_on))  # type: ignore[arg-type]  # as above
        try:
            async with joined(there) as voice:
                await looking_on.hears("You look on")
                for seconds, words in ((40, "The time for the orders runs out: 0:40 left."), (-1, "orders is over.")):
                    left[0] = TimeLeft(seconds, False, True)
                    for who in (voice, looking_on):
                        await who.hears(words)
                await asyncio.sleep(2.2)
                for who in (voice, looking_on):
                    assert sum("The time for the orders" in line for line in who.lines) == 2, who.lines
        finally:
            looking_on.type(None)
            assert await asyncio.wait_for(running, 60) == 0
            await asyncio.to_thread(line.close)


@pytest.mark.asyncio
async def test_the_opened_sheets_are_read_out_seat_by_seat() -> None:
    async with hosting("S1", ("MIN", "KYI")) as there:
        minsk, kyiv = there.door(seat("MIN")), there.door(seat("KYI"))
        await to_orders(there.control, minsk, kyiv)
        for door in (minsk, kyiv):
            place = next(order.act for order in door.view().legal if isinstance(order.act, Place))
            await door.ask(Order(door.seat, place))
            await door.ask(Order(door.seat, Seal()))
        async with joined(there) as voice:
            told = len(voice.lines)
            await there.control.go_on()
            await voice.hears("The sheets are open", told)
            await voice.hears("  You ordered ", told)
            await voice.hears("  Kyiv ordered ", told)
            ordered = {line.split(" ordered ")[0].strip() for line in voice.lines[told:] if " ordered " in line}
            seats = {order.seat for order in minsk.facts() if isinstance(order, OrderPlaced)}
            assert len(ordered) == len(seats) > 4


@pytest.mark.asyncio
async def test_a_step_back_says_where_the_table_stands_and_what_counts_no_more() -> None:
    async with hosting("S2", ("MIN", "KYI")) as there:
        minsk, kyiv = there.door(seat("MIN")), there.door(seat("KYI"))
        await to_orders(there.control, minsk, kyiv)
        at = len(there.control.facts())
        place = next(order.act for order in kyiv.view().legal if isinstance(order.act, Place))
        await kyiv.ask(Order(kyiv.seat, place))
        async with joined(there) as voice, joined(there, "KYI") as other:
            for each in (voice, other):
                await each.typed("help", "'request may we see the treaty?'")
            told = len(voice.lines)
            assert isinstance(await there.control.ask(Order(CONTROL, StepBack(at, "too early"))), Upheld)
            await voice.hears("The table stands again at turn 1, sealed orders", told)
            await other.hears("This no longer counts: Kyiv put ")
            assert not any("no longer counts" in line or "put" in line for line in voice.lines[told:])
