"""Every command in every role in every step is decided by the role; nonsense changes nothing and kills nothing."""

from __future__ import annotations

import asyncio
import json
import random
from contextlib import suppress
from typing import get_args

import aiohttp
import pytest
from tests.network.ears import HELLO
from tests.network.hosting import KYI, MIN, Hosting, hosting, seat
from tests.network.test_wire import until

from northaxis.domain import control_orders as co
from northaxis.domain.control_facts import Code, Method, NamedShift
from northaxis.domain.control_notation import VERBS
from northaxis.domain.demands import ResponseKind
from northaxis.domain.facts import Step
from northaxis.domain.ids import (
    CONTROL,
    PUBLIC,
    ActionId,
    ArgumentId,
    CardId,
    DealId,
    DemanderId,
    DemandId,
    DialId,
    OptionId,
    QuantityId,
    RequestId,
    SeatId,
)
from northaxis.domain.legal import refusal
from northaxis.domain.orders import (
    GO_ON,
    Act,
    Advance,
    Answer,
    DeclineDeal,
    Give,
    Guess,
    MakeDemand,
    Mark,
    OfferDeal,
    Order,
    PickOption,
    Place,
    Say,
    Seal,
    SignDeal,
    TurnDial,
    Withdraw,
    from_text,
    term_from_text,
    to_text,
)
from northaxis.domain.rulings import Reason, Refused, Upheld
from northaxis.network.wire import NotUnderstood, read
from northaxis.services.client import TableClient
from northaxis.services.hosted import ControlDoor, HostedClient
from northaxis.services.lobby import CONTROL_CHAIR, OBSERVER_CHAIR, PROJECTOR_CHAIR, Chair
from northaxis.services.roles import MEMBERS_MAY, Role

CHAIRS: dict[Role, Chair] = {
    Role.LEAD: seat("MIN"),
    Role.MEMBER: seat("MIN", 2),
    Role.OBSERVER: OBSERVER_CHAIR,
    Role.PROJECTOR: PROJECTOR_CHAIR,
    Role.CONTROL: CONTROL_CHAIR,
}
OWN: dict[Role, SeatId] = {role: chair.seat for role, chair in CHAIRS.items()}
SEATS = (MIN, KYI, CONTROL, PUBLIC)
EVERY_ORDER: frozenset[type] = frozenset(get_args(Act))
"""All kinds of orders that the rules know, as they stand in the code."""
STEPS = (Step.SETUP, Step.INJECT, Step.DEMANDS, Step.NEGOTIATE, Step.ORDERS, Step.ADJUDICATE, Step.NARRATE, Step.OVER)


CONTROLS_ALONE: frozenset[type] = frozenset(
    {*get_args(co.ControlAct), co.ShiftNeed, co.ChooseMethod, co.Decide, co.Overrule, co.RuleOut, co.RateReason,
     co.NameEffect, co.AskEstimates, co.EndProject, co.SettleRequest, Advance, TurnDial}
)  # fmt: skip
"""What the rules take from control and from nobody else."""


def acts(there: Hosting) -> list[Act]:
    """One of each kind, so made that it stands where it may. A new kind of order needs a row here."""
    view = there.hosted.shown(MIN).view
    found: dict[type, Act] = {type(order.act): order.act for order in view.legal}
    card = view.card.card if view.card is not None and view.card.card is not None else CardId("F01")
    pay, unity, argument = ActionId("MIN-PAY"), QuantityId("unity"), ArgumentId("T1-MIN")
    rows: list[Act] = [
        PickOption(card, OptionId("a")),
        MakeDemand(DemandId("KD1")),
        Place(pay),
        Withdraw(pay),
        Answer(DemanderId("MOS"), ResponseKind.STALL),
        Seal(),
        Say((), "hello"),
        OfferDeal(KYI, (term_from_text("MIN pay KYI 1"),)),
        SignDeal(DealId("D1")),
        DeclineDeal(DealId("D1")),
        Give(KYI, 1),
        Mark((1, 2, 3, 4, 5, 1)),
        Guess(DialId("oxygen"), "low"),
        TurnDial(DialId("oxygen"), "low"),
        GO_ON.act,
        co.StepBack(1, "why"),
        co.Inject(CardId("F01"), "why"),
        co.WriteCard("a title", "a text", "why"),
        co.Stack(CardId("F01"), "bottom", "why"),
        co.SetTrack(unity, 3, Code.ERROR, "why"),
        co.Grant((NamedShift(unity, 1),), "why"),
        co.EndPlay("why"),
        co.MoveClock("start"),
        co.Reseat(KYI, "Ben", None, "why"),
        co.ShiftNeed(pay, None, 1, Code.ERROR, "why"),
        co.ChooseMethod(pay, None, Method.FREE, "why"),
        co.Decide(pay, None, True, Method.FREE, "why"),
        co.Overrule(pay, None, True, Code.ERROR, "why"),
        co.RuleOut(pay, None, "why"),
        co.Argue("a claim", ("a reason",)),
        co.Pursue(argument, ("a reason",)),
        co.AskEstimates(argument),
        co.AddReason(argument, True, "a reason"),
        co.RateReason(argument, 0, 1),
        co.NameEffect(argument, (NamedShift(unity, 1),)),
        co.Estimate(argument, 50),
        co.SettleArgument(argument, Method.DROPPED, "why"),
        co.EndProject(argument, "why"),
        co.Request("a question"),
        co.SettleRequest(RequestId("MIN-1"), "answered", "an answer"),
        co.Note("LO1", "a note"),
        co.Predict("up", 60),
        co.Reflect("P15", "an answer"),
    ]
    return [found.get(type(act), act) if not isinstance(act, Say | co.Note | co.Predict) else act for act in rows]


async def test_there_is_a_row_for_every_order_there_is_and_a_word_for_each() -> None:
    async with hosting("S2", ("MIN", "KYI")) as there:
        rows = acts(there)
    assert len(rows) == len(EVERY_ORDER)
    assert {type(act) for act in rows} == EVERY_ORDER
    assert set(VERBS.values()) <= EVERY_ORDER
    assert CONTROLS_ALONE < EVERY_ORDER
    for act in rows:
        assert from_text(to_text(Order(MIN, act))) == Order(MIN, act)


def may(role: Role, order: Order) -> bool:
    """The table: whether a role may put this to the table at all."""
    if role in (Role.OBSERVER, Role.PROJECTOR) or order.seat != OWN[role]:
        return False
    return role is not Role.MEMBER or isinstance(order.act, MEMBERS_MAY)


async def one_step(there: Hosting, doors: tuple[TableClient, ...]) -> None:
    """Answer what is owed; if nothing is, move on."""
    for door in doors:
        view = door.view()
        if view.owes:
            sealing = view.step is Step.ORDERS
            assert isinstance(await door.ask(Order(door.seat, Seal()) if sealing else view.legal[0]), Upheld)
            return
    await there.control.go_on()


async def check_all(there: Hosting, doors: dict[Role, TableClient], seen: set[tuple[Role, str, Step]]) -> None:
    """Every command in every role at this moment: refused by the role and nothing changed, or judged by the rules."""
    await there.hosted.rest()
    step = there.hosted.shown(CONTROL).view.step
    for role, door in doors.items():
        for act in acts(there):
            for whose in SEATS:
                order = Order(whose, act)
                if may(role, order):
                    await judged_by_the_rules(there, door, order)
                    seen.add((role, type(act).__name__, step))
                else:
                    before = there.hosted.shown(CONTROL)
                    ruling = await door.ask(order)
                    assert isinstance(ruling, Refused), (role, order, step)
                    assert ruling.reason in (Reason.NOT_YOURS, Reason.UNKNOWN), (role, order, ruling)
                    assert there.hosted.shown(CONTROL) is before, (role, order, step)


async def judged_by_the_rules(there: Hosting, door: TableClient, order: Order) -> None:
    """Only whether the rules would have it; what stands is not asked, so that the moment stays."""
    would = await there.hosted.whole(lambda table: refusal(table.state, order))
    if type(order.act) in CONTROLS_ALONE and order.seat != CONTROL:
        assert would is not None, order
    if would is not None:
        ruling = await door.ask(order)
        assert isinstance(ruling, Refused)
        assert ruling.reason is would.reason
    elif isinstance(order.act, Say):
        assert isinstance(await door.ask(order), Upheld)
        await there.hosted.rest()


@pytest.mark.parametrize("over_the_wire", [False, True])
async def test_every_command_in_every_role_in_every_step_is_decided_by_the_role(over_the_wire: bool) -> None:
    async with hosting("S2", ("MIN", "KYI")) as there:
        await there.control.add_person(MIN)
        doors: dict[Role, TableClient] = {}
        for role, chair in CHAIRS.items():
            doors[role] = await there.remote(chair) if over_the_wire else there.door(chair)
        assert {role: door.role for role, door in doors.items()} == {role: role for role in CHAIRS}
        players = (there.door(seat("MIN")), there.door(seat("KYI")))
        seen: set[tuple[Role, str, Step]] = set()
        steps: set[Step] = set()
        while True:
            step = there.hosted.shown(CONTROL).view.step
            if step not in steps:
                steps.add(step)
                await check_all(there, doors, seen)
            if step is Step.OVER:
                break
            await one_step(there, players)
        assert set(STEPS) <= steps
        kinds = {kind.__name__ for kind in EVERY_ORDER}
        assert {(role, name, step) for role in (Role.LEAD, Role.CONTROL) for name in kinds for step in STEPS} <= seen
        tried = len(EVERY_ORDER) * len(CHAIRS) * len(SEATS) * len(steps)
        print(f"\nauthority {tried}/{tried}: {len(EVERY_ORDER)} orders, {len(CHAIRS)} roles, {len(steps)} steps")
        for door in doors.values():
            await door.close()


async def test_the_matrix_fails_where_a_role_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("northaxis.services.hosted.role_refusal", lambda *_: None)
    async with hosting("S2", ("MIN", "KYI")) as there:
        await there.control.add_person(MIN)
        players = (there.door(seat("MIN")), there.door(seat("KYI")))
        while there.hosted.shown(CONTROL).view.step is not Step.ORDERS:
            await one_step(there, players)
        with pytest.raises(AssertionError):
            await check_all(there, {Role.MEMBER: there.door(seat("MIN", 2))}, set())


async def test_what_control_does_besides_orders_is_on_no_other_door() -> None:
    beside = {name for name in vars(ControlDoor) if not name.startswith("_") and name not in vars(HostedClient)}
    assert {"stand_in", "hold_seat", "whole", "links", "reissue", "revoke", "move_lead", "release"} <= beside
    async with hosting("S2", ("MIN", "KYI")) as there:
        await there.control.add_person(MIN)
        before = there.hosted.shown(CONTROL)
        for role, chair in CHAIRS.items():
            door, pass_ = there.door(chair), there.lobby.find(there.token(chair))
            assert pass_ is not None
            assert all(hasattr(door, name) is (role is Role.CONTROL) for name in beside)
            if role is not Role.CONTROL:
                ruling = await there.hosted.ask_for(pass_, KYI, Order(KYI, Seal()), "c1")
                assert isinstance(ruling, Refused)
                assert ruling.reason is Reason.NOT_YOURS
        assert there.hosted.shown(CONTROL) is before


async def test_a_seat_that_a_bot_plays_takes_no_orders_from_its_link() -> None:
    async with hosting("S2", ("MIN",)) as there:
        ruling = await there.door(seat("KYI")).ask(Order(KYI, Say((), "hello")))
        assert isinstance(ruling, Refused)
        assert "played by a bot" in ruling.detail


# --- frames -------------------------------------------------------------------------------------------------------

GOOD = {"type": "ask", "command": "c1", "order": "MIN: say all hello"}


def spoilt(chance: random.Random) -> str:
    """A frame that is wrong in one of many ways."""
    nonsense: list[object] = [None, True, 0, -1, 2**70, 1.5, "", "\ud800", "x" * 300, [], {}, [[]], {"type": "ask"}]
    frame: dict[str, object] = dict(GOOD)
    match chance.randrange(7):
        case 0:
            frame[chance.choice(list(frame))] = chance.choice(nonsense)
        case 1:
            del frame[chance.choice(list(frame))]
        case 2:
            return json.dumps(chance.choice(nonsense))
        case 3:
            text = json.dumps(frame)
            at = chance.randrange(len(text))
            return text[:at] + chr(chance.choice((0, 34, 44, 92, 123, 125, 0x202E, 0x1F4A3))) + text[at + 1 :]
        case 4:
            return json.dumps(frame)[: chance.randrange(60)]
        case 5:
            return "[" * chance.randrange(1, 9_000)
        case _:
            frame["type"] = chance.choice(["hello", "ruling", "whole", "ASK", "resync ", "go", "__class__"])
    return json.dumps(frame)


def test_ten_thousand_spoilt_frames_are_read_or_refused_with_a_sentence() -> None:
    chance, refused = random.Random("frames"), 0
    for _ in range(10_000):
        try:
            read(spoilt(chance))
        except NotUnderstood as error:
            refused += bool(str(error))
    assert refused > 2_000


async def raw(there: Hosting, chair: Chair, frames: list[str | bytes]) -> int | None:
    """Send frames as they are after a hello; how the socket was closed."""
    url = f"{there.url(chair).replace('http', 'ws')}/seat"
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        await socket.send_str(HELLO)
        for frame in frames:
            with suppress(ConnectionError, aiohttp.ClientError):
                await (socket.send_str(frame) if isinstance(frame, str) else socket.send_bytes(frame))
        with suppress(asyncio.TimeoutError):
            async with asyncio.timeout(0.05):
                async for _ in socket:
                    pass
        return socket.close_code


async def test_hundreds_of_sockets_with_spoilt_frames_change_nothing_and_disturb_nobody() -> None:
    async with hosting() as there:
        minsk = await there.remote(seat("MIN"))
        before = there.hosted.shown(CONTROL)
        chance = random.Random("sockets")
        for _ in range(150):
            frames: list[str | bytes] = [spoilt(chance).replace("hello", "") for _ in range(3)]
            await raw(there, OBSERVER_CHAIR, frames)
        for odd in (b"\x00\xff", "x" * 17_000):
            assert await raw(there, OBSERVER_CHAIR, [odd]) is not None
        assert there.hosted.shown(CONTROL) is before
        assert isinstance(await minsk.ask(Order(MIN, Say((), "still well"))), Upheld)
        assert minsk.trouble == ""
        await until(lambda: not there.lobby.is_here(OBSERVER_CHAIR))
        await minsk.close()


async def test_a_seat_that_asks_too_fast_is_shown_the_door_and_comes_back() -> None:
    async with hosting() as there:
        flood: list[str | bytes] = ['{"type":"resync"}'] * 600
        assert await raw(there, seat("MIN"), flood) in (1008, 1006, None)
        await (await there.remote(seat("MIN"))).close()


async def test_an_order_that_cannot_be_read_is_refused_with_what_was_expected() -> None:
    async with hosting() as there:
        url = f"{there.url(seat('MIN')).replace('http', 'ws')}/seat"
        async with aiohttp.ClientSession() as session, session.ws_connect(url, max_msg_size=0) as socket:
            await socket.send_str(HELLO)
            await socket.send_str('{"type":"ask","command":"c","order":"MIN: dance"}')
            answer: dict[str, object] = {}
            while answer.get("type") != "ruling":
                answer = json.loads((await socket.receive()).data)
        assert answer["upheld"] is False
        assert "is not an order" in str(answer["detail"])


async def test_the_answer_to_an_order_has_one_size_whatever_was_ordered() -> None:
    async with hosting("S2", ("MIN",)) as there:
        door = there.door(seat("MIN"))
        while door.view().step is not Step.ORDERS:
            await one_step(there, (door,))
        sizes = set()
        url = f"{there.url(seat('MIN')).replace('http', 'ws')}/seat"
        async with aiohttp.ClientSession() as session, session.ws_connect(url, max_msg_size=0) as socket:
            await socket.send_str(HELLO)
            for act in (Place(ActionId("MIN-PAY")), Answer(DemanderId("HOME"), ResponseKind.STALL), Say((), "x" * 500)):
                command = f"{type(act).__name__:_<10}"
                ask = {"type": "ask", "command": command, "order": to_text(Order(MIN, act))}
                await socket.send_str(json.dumps(ask))
                text = ""
                while '"type":"ruling"' not in text:
                    text = (await socket.receive()).data
                assert json.loads(text)["upheld"] is True, (act, text)
                sizes.add(len(text.partition(",")[2]))
        assert len(sizes) == 1
