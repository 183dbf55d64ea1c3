"""A seat at a hosted table, by keyboard: requests, notes, predictions, arguments, waiting, trouble, the hot wash."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from tests.network.hosting import KYI, MIN, hosted_table, seat, to_end, to_orders
from tests.tui.test_t2_table import client_of, press, settled, text_of
from textual.pilot import Pilot

from northaxis.domain.control_facts import Method, NamedShift, Noted, Predicted, Reflected, WrittenOption
from northaxis.domain.control_orders import (
    AddReason,
    Argue,
    AskEstimates,
    Estimate,
    Grant,
    MoveClock,
    NameEffect,
    RateReason,
    SettleArgument,
    SettleRequest,
    StepBack,
    WriteCard,
)
from northaxis.domain.deal_facts import Term
from northaxis.domain.facts import Fact, Said, Step
from northaxis.domain.ids import CONTROL, ArgumentId, OptionId, QuantityId, RequestId
from northaxis.domain.orders import Advance, OfferDeal, Order, Seal
from northaxis.domain.rulings import Upheld
from northaxis.journal.envelope import Header
from northaxis.services.client import TableClient, TimeLeft
from northaxis.services.hosted import ControlDoor, HostedClient, HostedTable
from northaxis.services.in_memory import InMemoryJournal
from northaxis.services.library import Library
from northaxis.services.lobby import CONTROL_CHAIR, Chair, Lobby
from northaxis.services.ports import Receipt, StoreFailed
from northaxis.tui.app import NorthaxisApp
from northaxis.tui.screens.table import TableScreen
from northaxis.tui.settings import Settings
from northaxis.tui.table.coach import advice
from northaxis.tui.table.desk import title
from northaxis.tui.table.model import Mode, TableModel
from northaxis.tui.table.top import hints

SIZES = [(80, 24), (120, 36)]


def door(hosted: HostedTable, lobby: Lobby, chair: Chair) -> HostedClient:
    found = lobby.find(lobby.link(chair).token)
    assert found is not None
    return hosted.door(found)


def control_of(hosted: HostedTable, lobby: Lobby) -> ControlDoor:
    found = door(hosted, lobby, CONTROL_CHAIR)
    assert isinstance(found, ControlDoor)
    return found


def app_for(client: TableClient) -> NorthaxisApp:
    return NorthaxisApp(client=client, settings=Settings(motion=False, coach=False))


async def written(pilot: Pilot[None], table: TableScreen, *fields: str) -> None:
    """Type into the open dialogue, with enter after each field."""
    for text in fields:
        for character in text:
            await pilot.press("space" if character == " " else character)
        await pilot.press("enter")
    await settled(pilot, table)


async def came(pilot: Pilot[None], table: TableScreen, words: str) -> str:
    """The screen as soon as it says something."""
    for _ in range(200):
        await settled(pilot, table)
        text = text_of(pilot.app)  # type: ignore[arg-type]
        if words in text:
            return text
        await pilot.pause(0.02)
    raise AssertionError(f"{words!r} never came:\n{text}")


@pytest.mark.asyncio
@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_request_goes_to_control_and_its_answer_comes_back(size: tuple[int, int]) -> None:
    async with hosted_table("S1") as (hosted, lobby, _, _clock):
        mine, control = door(hosted, lobby, seat("MIN")), control_of(hosted, lobby)
        await to_orders(control, mine)
        app = app_for(mine)
        async with app.run_test(size=size) as pilot:
            table = await press(pilot, "q")
            await written(pilot, table, "who holds it")
            await came(pilot, table, "Control has your request")
            await press(pilot, "t")
            await came(pilot, table, "waits for control")
            await control.ask(Order(CONTROL, SettleRequest(RequestId("MIN-1"), "answered", "nobody does")))
            await came(pilot, table, "nobody does")
            text = await came(pilot, table, "answered")
            assert table.model.mode is Mode.ORDERS, "an answer does not take the screen from who writes orders"
            assert "who holds it" in text


@pytest.mark.asyncio
async def test_a_note_stands_beside_its_order_and_is_shown_to_nobody_else() -> None:
    async with hosted_table("S2", ("MIN", "KYI")) as (hosted, lobby, _, _clock):
        mine, other = door(hosted, lobby, seat("MIN")), door(hosted, lobby, seat("KYI"))
        await to_orders(control_of(hosted, lobby), mine, other)
        app = app_for(mine)
        async with app.run_test(size=(120, 36)) as pilot:
            table = await press(pilot, "1", "home", "n")
            await written(pilot, table, "heron")
            await came(pilot, table, "your note: heron")
            await press(pilot, "down")
            assert "your note" not in text_of(app)
            await press(pilot, "d", "n")
            await written(pilot, table, "why we gave in")
            await came(pilot, table, "your note: why we gave in")
        await to_end(control_of(hosted, lobby), mine, other)
        assert [fact.text for fact in mine.facts() if isinstance(fact, Noted)] == ["heron", "why we gave in"]
        assert not any(isinstance(fact, Noted) for fact in other.facts())


@pytest.mark.asyncio
@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_after_the_seal_one_line_asks_for_a_prediction_and_says_how_many_are_waited_for(
    size: tuple[int, int],
) -> None:
    async with hosted_table("S2", ("MIN", "KYI")) as (hosted, lobby, _, _clock):
        mine, other = door(hosted, lobby, seat("MIN")), door(hosted, lobby, seat("KYI"))
        control = control_of(hosted, lobby)
        await to_orders(control, mine, other)
        app = app_for(mine)
        async with app.run_test(size=size) as pilot:
            table = await press(pilot, "1", "s", "s")
            text = await came(pilot, table, "8 of 9 sheets are sealed")
            assert "What will pressure do this turn?" in text
            assert "Kyiv seals" not in text
            assert "pace" not in text, "nothing that a seat presses moves a hosted table"
            await press(pilot, "space")
            assert table.model.view.step is Step.ORDERS
            await press(pilot, "z", "u", "7")
            await came(pilot, table, "z says it anew")
            await other.ask(Order(KYI, Seal()))
            await control.go_on()
            text = await came(pilot, table, "All sheets are open")
            await press(pilot, "l")
            await came(pilot, table, "sealed and committed to")
            await press(pilot, "escape", "question_mark")
            digest = mine.facts()
            shown = next(fact for fact in digest if type(fact).__name__ == "SheetsLocked")
            await pilot.pause()
            assert shown.digest[:32] in text_of(app)  # type: ignore[union-attr]
        said = [(fact.direction, fact.confidence) for fact in mine.facts() if isinstance(fact, Predicted)]
        assert said == [("up", 70)]
        assert not any(isinstance(fact, Predicted) for fact in other.facts())


@pytest.mark.asyncio
async def test_an_argument_is_written_taken_back_and_spoken_to() -> None:
    async with hosted_table("S2", ("MIN", "KYI")) as (hosted, lobby, _, _clock):
        mine, other = door(hosted, lobby, seat("MIN")), door(hosted, lobby, seat("KYI"))
        control = control_of(hosted, lobby)
        await to_orders(control, mine, other)
        app = app_for(mine)
        async with app.run_test(size=(120, 36)) as pilot:
            table = await press(pilot, "1", "a", "o")
            await written(pilot, table, "the road is cut", "it is mined", "")
            await came(pilot, table, "Argue: the road is cut")
            assert mine.view().arguments[0].claim == "the road is cut"
            await press(pilot, "a", "t")
            await came(pilot, table, "It is off the sheet")
            await other.ask(Order(KYI, Argue("the bridge falls", ("it is old",))))
            await press(pilot, "s", "s")
            await other.ask(Order(KYI, Seal()))
            await control.go_on()
            await came(pilot, table, "Kyiv argues")
            await press(pilot, "a", "g")
            await written(pilot, table, "it was repaired")
            await came(pilot, table, "against, you: it was repaired")
            argument = mine.view().arguments[0].id
            assert isinstance(await control.ask(Order(CONTROL, RateReason(argument, 1, 2))), Upheld)
            await came(pilot, table, "it was repaired (strong)")
            await press(pilot, "a", "e", "6", "0", "enter")
            await came(pilot, table, "You put it at 60 percent")
            await mine.ask(Order(MIN, AddReason(argument, True, "again")))


@pytest.mark.asyncio
@pytest.mark.parametrize("size", SIZES)
async def test_a_whisper_is_on_its_own_screen_alone(size: tuple[int, int]) -> None:
    async with hosted_table("S2", ("MIN", "KYI")) as (hosted, lobby, _, _clock):
        mine, other = door(hosted, lobby, seat("MIN")), door(hosted, lobby, seat("KYI"))
        control = control_of(hosted, lobby)
        await to_orders(control, mine, other)
        app, theirs = app_for(mine), app_for(other)
        async with app.run_test(size=size) as pilot, theirs.run_test(size=size) as watching:
            table = await press(pilot, "1", "a", "w")
            assert "Control alone reads it" in text_of(app)
            await written(pilot, table, "heron sells the rota", "he owes", "")
            await came(pilot, table, "Whisper: heron sells the rota")
            await press(pilot, "s", "s")
            await other.ask(Order(KYI, Seal()))
            await control.go_on()
            await came(pilot, table, "You argue in secret")
            id = ArgumentId("T1-MIN")
            shifts = (NamedShift(QuantityId("unity"), 1),)
            for act in (AddReason(id, False, "heron is watched"), NameEffect(id, shifts)):
                assert isinstance(await control.ask(Order(CONTROL, act)), Upheld)
            await came(pilot, table, "against, control: heron is watched")
            await control.ask(Order(CONTROL, SettleArgument(id, Method.FREE, "heron sings", True)))
            await came(pilot, table, "heron sings")
            panes = await press(watching, "s", "s")
            assert "heron" not in await came(watching, panes, "An argument in secret")
        assert "heron" not in str((other.facts(), other.view()))


@pytest.mark.asyncio
async def test_a_project_is_taken_up_again_by_its_seat() -> None:
    async with hosted_table("S2", ("MIN", "KYI")) as (hosted, lobby, _, _clock):
        mine, other = door(hosted, lobby, seat("MIN")), door(hosted, lobby, seat("KYI"))
        control = control_of(hosted, lobby)
        await to_orders(control, mine, other)
        await mine.ask(Order(MIN, Argue("the mine is sold", ("they pay",))))
        while mine.view().step is not Step.ADJUDICATE:
            await control.go_on()
        id = ArgumentId("T1-MIN")
        await control.ask(Order(CONTROL, NameEffect(id, (NamedShift(QuantityId("oxygen"), 4),), project=True)))
        await control.ask(Order(CONTROL, SettleArgument(id, Method.FREE, "so be it", True)))
        await to_orders(control, mine, other)
        assert mine.view().turn == 2
        app = app_for(mine)
        async with app.run_test(size=(120, 36)) as pilot:
            table = await press(pilot, "1", "a")
            assert "Take up T1-MIN again: the mine is sold" in text_of(app)
            await press(pilot, "1")
            assert "What happens" not in text_of(app)
            await written(pilot, table, "the money came", "")
            await came(pilot, table, "Argue: the mine is sold")
        [one] = mine.view().arguments
        assert (one.project, [reason.text for reason in one.reasons]) == (id, ["the money came"])


@pytest.mark.asyncio
@pytest.mark.parametrize("size", SIZES)
async def test_a_seat_is_prompted_for_its_estimate_and_sees_how_many_have_answered(size: tuple[int, int]) -> None:
    async with hosted_table("S2", ("MIN", "KYI")) as (hosted, lobby, _, _clock):
        mine, other = door(hosted, lobby, seat("MIN")), door(hosted, lobby, seat("KYI"))
        control = control_of(hosted, lobby)
        await to_orders(control, mine, other)
        await other.ask(Order(KYI, Argue("the bridge falls", ("it is old",))))
        while mine.view().step is not Step.ADJUDICATE:
            await control.go_on()
        app = app_for(mine)
        async with app.run_test(size=size) as pilot:
            table = await press(pilot, "s")
            assert "estimate" not in {note for _, note in hints(table.model, "now", "now")}
            await control.ask(Order(CONTROL, AskEstimates(ArgumentId("T1-KYI"))))
            await came(pilot, table, "Control asks how likely it is, in percent: a answers")
            await came(pilot, table, "0 of 9 have answered")
            assert "estimate" in {note for _, note in hints(table.model, "now", "now")}
            await other.ask(Order(KYI, Estimate(ArgumentId("T1-KYI"), 80)))
            await came(pilot, table, "1 of 9 has answered")
            await press(pilot, "a", "e", "2", "0", "enter")
            await came(pilot, table, "2 of 9 have answered")
            assert "estimate" not in {note for _, note in hints(table.model, "now", "now")}
            assert "80" not in str(mine.view().arguments[0].estimates)


@pytest.mark.asyncio
@pytest.mark.parametrize("size", SIZES)
async def test_a_long_argument_with_many_reasons_is_read_to_its_end_by_pages(size: tuple[int, int]) -> None:
    async with hosted_table("S2", ("MIN", "KYI")) as (hosted, lobby, _, _clock):
        mine, other = door(hosted, lobby, seat("MIN")), door(hosted, lobby, seat("KYI"))
        control = control_of(hosted, lobby)
        await to_orders(control, mine, other)
        reasons = tuple(f"heron{n} " + "they say so in every village on the river, " * 12 for n in range(3))
        await mine.ask(Order(MIN, Argue("the bridge falls", reasons)))
        while mine.view().step is not Step.ADJUDICATE:
            await control.go_on()
        id = ArgumentId("T1-MIN")
        await other.ask(Order(KYI, AddReason(id, False, "wren is against it, " * 20)))
        await control.ask(Order(CONTROL, NameEffect(id, (NamedShift(QuantityId("unity"), 1),))))
        app = app_for(mine)
        async with app.run_test(size=size) as pilot:
            table = await press(pilot, "s")
            first = await came(pilot, table, "more lines: PgDn")
            assert "You argue" in first
            assert "If it holds: " not in first
            pages = [first]
            while "PgDn" in pages[-1]:
                assert len(pages) < 12
                await press(pilot, "pagedown")
                pages.append(text_of(app))
            whole = "".join(pages)
            assert all(word in whole for word in ("heron0", "heron1", "heron2", "wren", "If it holds: "))
            assert "By the ratings so far" in whole
            assert "a speaks to an argument" in whole
            assert "that is all" in pages[-1]
            await press(pilot, "pagedown")
            assert text_of(app) == pages[-1]
            await press(pilot, *["pageup"] * len(pages))
            assert text_of(app) == first


@pytest.mark.asyncio
async def test_a_refusal_of_the_table_is_said_in_place() -> None:
    async with hosted_table("S2", ("MIN",)) as (hosted, lobby, _, _clock):
        mine, control = door(hosted, lobby, seat("MIN")), control_of(hosted, lobby)
        await to_orders(control, mine)
        for order in mine.view().legal:
            if type(order.act).__name__ == "Place" and len(mine.view().sheet.orders) < mine.view().allowed_orders:
                await mine.ask(order)
        app = app_for(mine)
        async with app.run_test(size=(120, 36)) as pilot:
            table = await press(pilot, "1", "a", "o")
            await written(pilot, table, "rain", "clouds", "")
            text = await came(pilot, table, "Not now:")
            assert "R-4.4" in text
            await press(pilot, "a", "o")
            assert "rain" in text_of(app), "what was refused still stands in the form"


@pytest.mark.asyncio
async def test_a_message_goes_to_several_seats_and_to_control() -> None:
    async with hosted_table("S2", ("MIN", "KYI")) as (hosted, lobby, _, _clock):
        mine, other = door(hosted, lobby, seat("MIN")), door(hosted, lobby, seat("KYI"))
        await to_orders(control_of(hosted, lobby), mine, other)
        app = app_for(mine)
        async with app.run_test(size=(120, 36)) as pilot:
            table = await press(pilot, "t", "n", "down", "space", "end", "space", "enter")
            await written(pilot, table, "hold fire")
            await came(pilot, table, "hold fire")
        said = [fact for fact in mine.facts() if isinstance(fact, Said)]
        first = next(id for id in mine.game.rules.seats if id != MIN)
        assert [(fact.to, fact.text) for fact in said] == [((first, CONTROL), "hold fire")]


@pytest.mark.asyncio
async def test_what_control_does_is_told_and_what_it_undoes_is_struck_out() -> None:
    async with hosted_table("S1") as (hosted, lobby, _, _clock):
        mine, control = door(hosted, lobby, seat("MIN")), control_of(hosted, lobby)
        await to_orders(control, mine)
        app = app_for(mine)
        async with app.run_test(size=(120, 36)) as pilot:
            table = await press(pilot, "1")
            before = len(control.facts())
            await control.ask(Order(CONTROL, Grant((NamedShift(QuantityId("oxygen"), 1),), "the bridge is open")))
            await came(pilot, table, "Control granted Economic oxygen +1")
            await press(pilot, "space")
            assert table.model.mode is Mode.ORDERS
            ruling = await control.ask(Order(CONTROL, StepBack(before, "that was too early")))
            assert isinstance(ruling, Upheld), ruling
            await came(pilot, table, "Control went back from turn 1, sealed orders")
            await press(pilot, "space", "l")
            text = await came(pilot, table, "(undone)")
            assert "Control went back from turn 1" in text
            undone = [told.beat.headline for told in table.model.log if told.beat.undone]
            assert any("the bridge is open" in headline for headline in undone)
            assert table.model.mode is Mode.ORDERS


@pytest.mark.asyncio
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("step", [Step.ORDERS, Step.ADJUDICATE], ids=str)
async def test_a_card_that_control_brings_in_later_is_read_and_chosen_on_by_keys(
    size: tuple[int, int], step: Step
) -> None:
    options = (
        WrittenOption(MIN, OptionId("a"), "close it", 0, ()),
        WrittenOption(MIN, OptionId("b"), "leave it", 0, ()),
    )
    bridge = WriteCard("The bridge", "A bridge is open.", "the room is calm", None, (), options)
    async with hosted_table("S1") as (hosted, lobby, _, _clock):
        mine, control = door(hosted, lobby, seat("MIN")), control_of(hosted, lobby)
        await to_orders(control, mine)
        app = app_for(mine)
        async with app.run_test(size=size) as pilot:
            table = await press(pilot, "1")
            if step is Step.ADJUDICATE:
                await mine.ask(Order(MIN, Seal()))
                await control.ask(Order(CONTROL, Advance()))
                await settled(pilot, table)
            before = table.model.mode
            assert isinstance(await control.ask(Order(CONTROL, bridge)), Upheld)
            await settled(pilot, table)
            table.model.tell_all()
            text = await came(pilot, table, "A bridge is open.")
            assert "You choose." in text
            await press(pilot, "1", "down", "enter")
            seen = hosted.shown(MIN).view.card
            assert seen is not None
            assert seen.picked == "b"
            assert "Nothing has been told yet" not in text_of(app)
            assert isinstance(await control.ask(Order(CONTROL, Advance())), Upheld)
            await settled(pilot, table)
            table.model.tell_all()
            await press(pilot, "space")
            assert table.model.mode is before


class Full(InMemoryJournal):
    """A journal that can be told not to write."""

    is_full = False

    def append(self, command: str, facts: Sequence[Fact], at: int) -> Receipt:
        if self.is_full:
            raise StoreFailed("the disk is full")
        return super().append(command, facts, at)


@pytest.mark.asyncio
async def test_a_request_that_could_not_be_kept_is_in_its_form_again() -> None:
    prepared = Library().game("S1")
    store = Full(Header(prepared.name, prepared.contents, 0, "test"))
    async with hosted_table("S1", store=store) as (hosted, lobby, _, _clock):
        mine, control = door(hosted, lobby, seat("MIN")), control_of(hosted, lobby)
        await to_orders(control, mine)
        app = app_for(mine)
        async with app.run_test(size=(120, 36)) as pilot:
            table = await press(pilot, "1", "q")
            store.is_full = True
            await written(pilot, table, "who holds the bridge")
            await came(pilot, table, "The table stands still")
            store.is_full = False
            await control.release()
            await press(pilot, "q")
            assert "who holds the bridge" in text_of(app)
            await press(pilot, "enter")
            await came(pilot, table, "Control has your request")


@pytest.mark.asyncio
async def test_the_clock_stands_in_the_top_line_and_ticks(monkeypatch: pytest.MonkeyPatch) -> None:
    async with hosted_table("S1") as (hosted, lobby, _, _clock):
        mine = door(hosted, lobby, seat("MIN"))
        await to_orders(control_of(hosted, lobby), mine)
        left = [TimeLeft(72, paused=False, warned=False)]
        monkeypatch.setattr(HostedClient, "time_left", lambda self: left[0])
        app = app_for(mine)
        async with app.run_test(size=(120, 36)) as pilot:
            table = await press(pilot, "1")
            assert "ORDERS  1:12 left" in text_of(app).splitlines()[0]
            left[0] = TimeLeft(9, paused=False, warned=True)
            table._tick()
            await pilot.pause()
            assert "0:09 left" in text_of(app).splitlines()[0]
            left[0] = TimeLeft(-5, paused=True, warned=True)
            table._tick()
            await pilot.pause()
            assert "paused, +0:05 over" in text_of(app).splitlines()[0]


@pytest.mark.asyncio
async def test_trouble_stays_on_the_screen_until_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    async with hosted_table("S1") as (hosted, lobby, _, _clock):
        mine = door(hosted, lobby, seat("MIN"))
        await to_orders(control_of(hosted, lobby), mine)
        app = app_for(mine)
        async with app.run_test(size=(80, 24)) as pilot:
            table = await press(pilot, "1")
            hosted.trouble = "the disk is full"
            hosted.tell(MIN)
            await came(pilot, table, "The table stands still: nothing can be kept now")
            await press(pilot, "down", "l", "1")
            await came(pilot, table, "what was taken is safe")
            hosted.trouble = ""
            hosted.tell(MIN)
            await came(pilot, table, "The table goes on.")


@pytest.mark.asyncio
async def test_a_member_sees_what_is_the_leads() -> None:
    async with hosted_table("S1") as (hosted, lobby, _, _clock):
        lead = door(hosted, lobby, seat("MIN"))
        link = await control_of(hosted, lobby).add_person(MIN)
        await to_orders(control_of(hosted, lobby), lead)
        found = lobby.find(link.token)
        assert found is not None
        member = hosted.door(found)
        app = app_for(member)
        async with app.run_test(size=(120, 36)) as pilot:
            table = await press(pilot, "1")
            assert "the lead's" in text_of(app)
            await press(pilot, "s")
            await came(pilot, table, "The lead of your seat seals")


@pytest.mark.asyncio
async def test_the_questions_of_the_hot_wash_are_answered_one_by_one_and_again() -> None:
    async with hosted_table("S1") as (hosted, lobby, _, _clock):
        mine, control = door(hosted, lobby, seat("MIN")), control_of(hosted, lobby)
        await to_end(control, mine)
        app = app_for(mine)
        async with app.run_test(size=(120, 36)) as pilot:
            table = await press(pilot)
            for _ in range(3):
                if "Debrief" not in text_of(app):
                    await press(pilot, "escape" if "onfidence card" in text_of(app) else "enter")
            await press(pilot, "r", "enter")
            await written(pilot, table, "too late")
            await came(pilot, table, "too late")
            await press(pilot, "escape")
            await press(pilot, "end")
            await came(pilot, table, "WHAT YOU WROTE")
            await press(pilot, "r", "home", "enter", "x", "enter")
            await settled(pilot, table)
        given = [(fact.question, fact.text) for fact in mine.facts() if isinstance(fact, Reflected)]
        assert [text for _, text in given] == ["too late", "too latex"]
        assert given[0][0] == given[1][0]


@pytest.mark.asyncio
async def test_alone_nothing_of_control_is_offered() -> None:
    client = client_of()
    app = app_for(client)
    async with app.run_test(size=(120, 36)) as pilot:
        table = await press(pilot, "space", "space", "1")
        text = text_of(app)
        assert "Argue" not in text
        assert "ask control" not in text
        await press(pilot, "q")
        await came(pilot, table, "Nobody is in control")
        await press(pilot, "home", "n")
        await written(pilot, table, "alone")
        await came(pilot, table, "your note: alone")


@pytest.mark.asyncio
async def test_no_step_tells_a_seat_that_it_moves_the_table() -> None:
    async with hosted_table("S2", ("MIN",)) as (hosted, lobby, _, _clock):
        mine, control = door(hosted, lobby, seat("MIN")), control_of(hosted, lobby)
        model, modes = TableModel(mine), set[Mode]()
        while mine.view().over is None:
            model.look()
            for _ in range(100):
                modes.add(model.mode)
                keys = [key for key, _ in hints(model, "now", "now")]
                assert ("space" in keys) == model.reads_on, model.mode
                assert "space" not in title(model)[1] or model.reads_on, (model.mode, title(model))
                assert model.reads_on or model.waiting or "pace" not in advice(model), model.mode
                if not model.next_beat():
                    break
            model.turn_page()
            view = mine.view()
            if view.owes:
                await mine.ask(Order(MIN, Seal()) if view.step is Step.ORDERS else view.legal[0])
            await control.go_on()
        assert {Mode.SETUP, Mode.ORDERS, Mode.WAIT, Mode.REVEAL, Mode.TALK} <= modes


@pytest.mark.asyncio
async def test_alone_space_is_still_said_to_go_on() -> None:
    model = TableModel(client_of())
    assert title(model)[1] == "space opens turn 1"
    assert hints(model, "now", "now")[0] == ("space", "open turn 1")


@pytest.mark.asyncio
async def test_the_top_line_names_the_tables_step_while_news_are_read_and_marks_an_offer() -> None:
    async with hosted_table("S2", ("MIN", "MOS"), seed="try") as (hosted, lobby, _, _clock):
        control, mine, moscow = (
            control_of(hosted, lobby),
            door(hosted, lobby, seat("MIN")),
            door(hosted, lobby, seat("MOS")),
        )
        step = Step.SETUP
        app = app_for(mine)
        async with app.run_test(size=(120, 36)) as pilot:
            table = await press(pilot, "1")
            while step is not Step.NEGOTIATE:
                for each in (mine, moscow):
                    if each.view().owes:
                        await each.ask(each.view().legal[0])
                await control.go_on()
                step = control.view().step
            await came(pilot, table, "TALKS")
            assert table.model.mode is Mode.NEWS, "what came of the card is still being read"
            assert "WHAT CAME OF IT" in text_of(app)
            terms = (Term("text", moscow.seat, text="we pay"),)
            assert isinstance(await moscow.ask(Order(moscow.seat, OfferDeal(MIN, terms))), Upheld)
            await came(pilot, table, "1 offer: t")
            assert isinstance(await control.ask(Order(CONTROL, MoveClock("warn", 65))), Upheld)
            await came(pilot, table, "Control said that the time runs out, 1:05 left.")
            top = text_of(app).splitlines()[0]
            assert "TALKS" in top
            assert "WHAT CAME" not in top
