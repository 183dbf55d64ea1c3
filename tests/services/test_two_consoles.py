"""Two people in control: whatever one of them does from a screen that is no longer true goes over nothing unseen.

Two consoles at one table, each as stale as chance has it, go on, set tracks, move the clock and give seats away.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import pytest
from tests.network.hosting import hosted_table
from tests.services.test_hosted import control

from northaxis.domain.control_facts import Code, Intervened
from northaxis.domain.control_orders import MoveClock, Reseat, SetTrack
from northaxis.domain.facts import Step
from northaxis.domain.ids import CONTROL, QuantityId, SeatId
from northaxis.domain.orders import Act, Advance, Order
from northaxis.domain.rulings import Refused, Upheld
from northaxis.domain.state import State
from northaxis.services import hosted as module
from northaxis.services.client import DoorClosed
from northaxis.services.clock_history import PAUSE, START
from northaxis.services.hands import hand_of, hands, marked, named
from northaxis.services.hosted import ControlDoor
from northaxis.services.lobby import CONTROL_CHAIR, HOUSE, Farewell, Lobby, Pass, chair_from
from northaxis.services.narrator import Narrator

WARNING, KYI = QuantityId("warning"), SeatId("KYI")


@dataclass
class Console:
    """What one of them saw when they last looked."""

    door: ControlDoor
    seen: int = 0
    state: State | None = None

    async def look(self) -> None:
        self.seen, self.state = await self.door.whole(lambda table: (len(table.facts), table.state))

    async def ask(self, act: Act) -> Refused | Upheld:
        return await self.door.ask(Order(CONTROL, act), seen=self.seen)


def moment(state: State) -> tuple[object, ...]:
    card = state.table.card if state.table is not None else None  # who has chosen on it is the seats' own
    return state.turn, state.step, state.phase, card, state.over


async def interleave(seed: int, acts: int = 40) -> int:
    """Acts of two consoles that look now and then; gives how many were refused as they came too late."""
    chance, late = Random(seed), 0
    async with hosted_table("S2", ("MIN", "KYI")) as (hosted, lobby, _, _):
        house = hosted.door(HOUSE)
        assert isinstance(house, ControlDoor)
        consoles = (Console(house), Console(control(hosted, lobby)))
        for one in consoles:
            await one.look()
        for _ in range(acts):
            one = chance.choice(consoles)
            if chance.random() < 0.5:
                await one.look()
            now = await one.door.whole(lambda table: table.state)
            assert one.state is not None
            acts_now: list[Act] = [
                Advance(),
                SetTrack(WARNING, chance.randint(0, 4), Code.ERROR, f"read {chance.random()}"),
                Reseat(KYI, chance.choice(("Ann", "Ben")), None, ""),
            ]
            act = chance.choice(acts_now)
            ruling = await one.ask(act)
            if isinstance(ruling, Refused):
                late += "another console" in ruling.detail
                continue
            match act:
                case Advance():
                    assert moment(one.state) == moment(now), "it was moved on twice"
                case SetTrack():
                    place = now.game.rules.by_name["warning"]
                    assert one.state.board[place] == now.board[place], "a value was gone over unseen"
                case Reseat():
                    assert one.state.holders.get(KYI) == now.holders.get(KYI), "a seat was given away twice"
                case _:
                    pass
            await one.look()
    return late


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_two_consoles_do_at_once_nothing_is_done_twice_or_gone_over_unseen(seed: int) -> None:
    assert await interleave(seed) > 0


async def test_the_check_fails_where_a_stale_console_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "came_between", lambda game, act, since: "")
    with pytest.raises(AssertionError):
        await interleave_all(range(6))


async def interleave_all(seeds: range) -> None:
    for seed in seeds:
        await interleave(seed)


async def test_two_who_press_at_once_move_the_table_on_once_and_the_second_is_told_what_changed() -> None:
    async with hosted_table("S2", ("MIN",)) as (hosted, lobby, _, _):
        one, other = Console(control(hosted, lobby)), Console(control(hosted, lobby))
        await one.look()
        await other.look()
        assert isinstance(await one.ask(Advance()), Upheld)
        refused = await other.ask(Advance())
        assert isinstance(refused, Refused)
        assert refused.rule == "R-9.1"
        assert "since you looked, another console" in refused.detail
        assert "look again" in refused.detail
        assert (await other.door.whole(lambda table: table.state.step)) is not Step.SETUP
        await other.look()
        assert isinstance(await other.ask(Advance()), Upheld)


async def test_the_clock_disturbs_only_the_clock_and_a_seat_only_that_seat() -> None:
    async with hosted_table("S2", ("MIN", "KYI")) as (hosted, lobby, _, _):
        one, other = Console(control(hosted, lobby)), Console(control(hosted, lobby))
        await one.look()
        await other.look()
        assert isinstance(await one.ask(MoveClock(START, 0, "")), Upheld)
        assert isinstance(await one.ask(Reseat(KYI, "Ann", None, "")), Refused | Upheld)
        assert isinstance(await other.ask(Reseat(SeatId("MIN"), "Ben", None, "")), Upheld)
        refused = await other.ask(MoveClock(PAUSE, 0, ""))
        assert isinstance(refused, Refused)
        assert "moved the clock" in refused.detail
        assert isinstance(await other.ask(SetTrack(WARNING, 2, Code.ERROR, "read")), Upheld)


async def test_a_second_person_in_control_has_a_link_of_their_own_and_neither_throws_the_other_out() -> None:
    async with hosted_table("S2", ("MIN", "KYI")) as (hosted, lobby, store, _):
        first = control(hosted, lobby)
        link = await first.add_person(CONTROL, "a helper")
        assert link.chair.id == "control.2"
        assert chair_from("control.2") == link.chair
        assert link.token != lobby.link(CONTROL_CHAIR).token
        pass_ = lobby.find(link.token)
        assert pass_ is not None
        second = hosted.door(pass_)
        assert isinstance(second, ControlDoor)
        out: list[str] = []
        hosted.sit(first_pass := Pass(CONTROL_CHAIR, 1), lambda why: out.append(f"first {why}"))
        hosted.sit(pass_, lambda why: out.append(f"second {why}"))
        assert not out
        assert first_pass != pass_
        heard: list[int] = []
        first.subscribe(lambda: heard.append(len(first.facts())))
        ruling = await second.ask(Order(CONTROL, SetTrack(WARNING, 1, Code.ERROR, "read wrong")))
        assert isinstance(ruling, Upheld)
        await first.ask(Order(CONTROL, SetTrack(WARNING, 2, Code.ERROR, "no, right")))
        assert heard, "each sees at once what the other does"
        commands = await first.whole(lambda table: tuple(entry.command for entry in table.store.entries()))
        facts = await first.whole(lambda table: table.facts)
        rulings = [place for place, fact in enumerate(facts) if isinstance(fact, Intervened) and fact.what == "track"]
        assert [hand_of(commands[place]) for place in rulings] == [2, 1]
        said = Narrator(hosted.game, CONTROL, hands(commands)).lines(facts)
        told = [line for line in said if "read wrong" in line or "no, right" in line]
        assert told[0].startswith("Control 2 "), told
        assert told[1].startswith("Control "), told
        assert not told[1].startswith("Control 2"), told
        again = Lobby(lobby.seats, store, lambda: b"")
        assert again.link(link.chair).token == link.token, "hosted again it leads there still"
        await first.revoke(link.chair, "she has left")
        assert lobby.find(link.token) is None
        assert out == [f"second {Farewell.GONE}"]
        with pytest.raises(DoorClosed):
            await second.ask(Order(CONTROL, Advance()))


def test_nobody_can_sign_as_another_person_in_control() -> None:
    assert hand_of(f"CTL/{marked(1, '2.abc')}") == 1
    assert hand_of("MIN/2.abc") == 0
    assert hand_of("MIN/stand-in.2.abc") == 2
    assert hands(("CTL/1.a", "CTL/2.b", "MIN/1.c")) == {1: 2}
    assert named("Control went back", 2) == "Control 2 went back"
    assert named("Controls nothing", 2) == "Controls nothing"
