"""A hosted table: bots play by themselves, seats change hands, news reach everybody, a failing disk is said to all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import pytest
from tests.network.hosting import KYI, MIN, hosted_table, seat, to_end, to_orders

from northaxis.bots.choose import Choice, choose
from northaxis.domain.dice import Dice
from northaxis.domain.facts import Fact, Step
from northaxis.domain.ids import CONTROL, PUBLIC, ActionId, LevelId
from northaxis.domain.orders import Order, Place, Say, Seal
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Refused, Upheld
from northaxis.domain.state import Holder
from northaxis.domain.views import SeatView
from northaxis.journal.envelope import Header
from northaxis.services.client import DoorClosed
from northaxis.services.hosted import ControlDoor, HostedClient, HostedTable
from northaxis.services.hosted_client import STANDS_STILL
from northaxis.services.in_memory import InMemoryJournal
from northaxis.services.library import Library
from northaxis.services.lobby import CONTROL_CHAIR, OBSERVER_CHAIR, Chair, Lobby
from northaxis.services.ports import Receipt, StoreFailed
from northaxis.services.roles import Role
from northaxis.services.table import TableHeld

PAY = Order(MIN, Place(ActionId("MIN-PAY")))


def door(hosted: HostedTable, lobby: Lobby, chair: Chair) -> HostedClient:
    found = lobby.find(lobby.link(chair).token)
    assert found is not None
    return hosted.door(found)


def control(hosted: HostedTable, lobby: Lobby) -> ControlDoor:
    found = door(hosted, lobby, CONTROL_CHAIR)
    assert isinstance(found, ControlDoor)
    return found


async def test_bots_do_what_they_owe_as_soon_as_a_step_begins() -> None:
    async with hosted_table("S2", ("MIN",)) as (hosted, lobby, _, _):
        minsk, ctl = door(hosted, lobby, seat("MIN")), control(hosted, lobby)
        await to_orders(ctl, minsk)
        await hosted.rest()
        assert await ctl.owing_seats() == (MIN,)
        assert minsk.view().waiting_for == 1


async def test_a_seat_moves_between_a_person_and_a_bot_at_any_time() -> None:
    async with hosted_table("S2", ("MIN", "KYI")) as (hosted, lobby, _, _):
        minsk, kyiv, ctl = door(hosted, lobby, seat("MIN")), door(hosted, lobby, seat("KYI")), control(hosted, lobby)
        await to_orders(ctl, minsk, kyiv)
        await hosted.rest()
        assert await ctl.owing_seats() == (MIN, KYI)
        await ctl.hold_seat(KYI, Holder("bot", "staff"))
        await hosted.rest()
        assert await ctl.owing_seats() == (MIN,)
        assert isinstance(await kyiv.ask(Order(KYI, Say((), "hello"))), Refused)
        await ctl.hold_seat(KYI, Holder("people of KYI", None))
        assert await kyiv.ask(Order(KYI, Say((), "hello"))) == Upheld(())
        assert dict(minsk.view().holders)[KYI] == Holder("people of KYI", None)


async def test_news_reach_every_door_of_a_seat_and_no_door_of_another_when_they_are_not_its_own() -> None:
    async with hosted_table("S2", ("MIN", "KYI")) as (hosted, lobby, _, _):
        await control(hosted, lobby).add_person(MIN)
        lead, member = door(hosted, lobby, seat("MIN")), door(hosted, lobby, seat("MIN", 2))
        kyiv, onlooker = door(hosted, lobby, seat("KYI")), door(hosted, lobby, OBSERVER_CHAIR)
        await to_orders(control(hosted, lobby), lead, kyiv)
        await hosted.rest()
        heard: list[str] = []
        for name, one in (("lead", lead), ("member", member), ("kyiv", kyiv), ("onlooker", onlooker)):
            one.subscribe(lambda name=name: heard.append(name))  # type: ignore[misc]  # bound at once
        assert await member.ask(PAY) == Upheld(())
        assert heard == ["lead", "member"]
        assert lead.view().sheet.orders == member.view().sheet.orders != ()
        heard.clear()
        assert isinstance(await member.ask(Order(MIN, Seal())), Refused)
        assert heard == []
        assert await lead.ask(Order(MIN, Seal())) == Upheld(())
        assert sorted(heard) == ["kyiv", "lead", "member", "onlooker"]  # that one seat less is waited for


async def test_a_moved_lead_may_seal_at_once_and_the_old_one_no_more() -> None:
    async with hosted_table("S2", ("MIN",)) as (hosted, lobby, _, _):
        ctl = control(hosted, lobby)
        await ctl.add_person(MIN)
        first, second = door(hosted, lobby, seat("MIN")), door(hosted, lobby, seat("MIN", 2))
        await to_orders(ctl, first)
        await ctl.move_lead(MIN, 2)
        assert (first.role, second.role) == (Role.MEMBER, Role.LEAD)
        assert isinstance(await first.ask(Order(MIN, Seal())), Refused)
        assert await second.ask(Order(MIN, Seal())) == Upheld(())


async def test_what_a_player_is_answered_says_nothing_of_what_came_of_it_for_others() -> None:
    async with hosted_table("S2", ("MIN",)) as (hosted, lobby, _, _):
        minsk, ctl = door(hosted, lobby, seat("MIN")), control(hosted, lobby)
        await to_orders(ctl, minsk)
        assert await minsk.ask(PAY) == Upheld(())
        ruling = await ctl.ask(Order(CONTROL, Say((), "Two minutes left.")))
        assert isinstance(ruling, Upheld)


async def test_resending_a_command_changes_nothing() -> None:
    async with hosted_table("S2", ("MIN",)) as (hosted, lobby, store, _):
        minsk = door(hosted, lobby, seat("MIN"))
        await to_orders(control(hosted, lobby), minsk)
        await hosted.rest()
        assert await minsk.ask(PAY, "one") == Upheld(())
        stored = len(list(store.entries()))
        assert await asyncio.gather(*(minsk.ask(PAY, "one") for _ in range(5))) == [Upheld(())] * 5
        assert len(list(store.entries())) == stored


async def test_a_door_whose_link_is_taken_back_shows_and_asks_nothing_more() -> None:
    async with hosted_table("S2", ("MIN",)) as (hosted, lobby, _, _):
        minsk, ctl = door(hosted, lobby, seat("MIN")), control(hosted, lobby)
        await ctl.reissue(seat("MIN"))
        reads: list[Callable[[], object]] = [minsk.view, minsk.facts]
        for read in reads:
            with pytest.raises(DoorClosed):
                read()
        with pytest.raises(DoorClosed):
            await minsk.ask(PAY)
        await ctl.reissue(CONTROL_CHAIR)
        with pytest.raises(DoorClosed):
            await ctl.hold_seat(MIN, Holder("me", None))
        with pytest.raises(DoorClosed):
            ctl.links()


async def test_half_written_things_are_kept_for_each_person_alone() -> None:
    async with hosted_table("S2", ("MIN",)) as (hosted, lobby, _, _):
        await control(hosted, lobby).add_person(MIN)
        first, second = door(hosted, lobby, seat("MIN")), door(hosted, lobby, seat("MIN", 2))
        await first.keep_draft("words", "Dear Kyiv,")
        assert await first.draft("words") == "Dear Kyiv,"
        assert await second.draft("words") == ""


class FailingJournal(InMemoryJournal):
    """A store whose disk is full while `fails`."""

    fails = False

    def append(self, command: str, facts: Sequence[Fact], at: int) -> Receipt:
        if self.fails:
            raise StoreFailed("cannot write /home/ann/game.nax: no space is left on the disk")
        return super().append(command, facts, at)


async def test_a_store_that_fails_holds_the_table_and_everybody_is_told_until_it_is_released() -> None:
    prepared = Library().game("S2")
    store = FailingJournal(Header(prepared.name, prepared.contents, 0, "test"))
    async with hosted_table("S2", ("MIN",), store=store) as (hosted, lobby, _, _):
        minsk, onlooker, ctl = (
            door(hosted, lobby, seat("MIN")),
            door(hosted, lobby, OBSERVER_CHAIR),
            control(hosted, lobby),
        )
        await to_orders(ctl, minsk)
        await hosted.rest()
        told: list[str] = []
        onlooker.subscribe(lambda: told.append(onlooker.trouble))
        store.fails = True
        with pytest.raises(TableHeld, match=STANDS_STILL):
            await minsk.ask(PAY)
        with pytest.raises(TableHeld, match=STANDS_STILL):
            await ctl.stand_in(MIN).ask(PAY)  # others may look at that screen
        assert (minsk.trouble, told[-1]) == (STANDS_STILL, STANDS_STILL)
        assert ctl.trouble == "cannot write /home/ann/game.nax: no space is left on the disk"
        with pytest.raises(TableHeld, match=r"game\.nax"):
            await ctl.go_on()
        assert minsk.view().sheet.orders == ()  # reading goes on, and nothing was taken in
        store.fails = False
        await ctl.release()
        assert (minsk.trouble, told[-1]) == ("", "")
        assert await minsk.ask(PAY) == Upheld(())


async def test_a_bot_that_breaks_does_not_stop_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaking(game: Game, view: SeatView, level: LevelId, dice: Dice) -> Choice | None:
        if view.seat == "MOS":
            raise ZeroDivisionError
        return choose(game, view, level, dice)

    async with hosted_table("S2", ("MIN",)) as (hosted, lobby, _, _):
        minsk, ctl = door(hosted, lobby, seat("MIN")), control(hosted, lobby)
        await to_orders(ctl, minsk)
        monkeypatch.setattr("northaxis.services.table.choose", breaking)
        assert await minsk.ask(PAY) == Upheld(())
        await hosted.rest()
        monkeypatch.setattr("northaxis.services.table.choose", choose)
        await to_end(ctl, minsk)


async def test_an_onlooker_is_shown_nothing_that_some_seat_is_not() -> None:
    """What is public is what every seat is shown: in facts one by one, in the view field by field."""
    async with hosted_table("S2", ("MIN",)) as (hosted, lobby, _, _):
        minsk, ctl = door(hosted, lobby, seat("MIN")), control(hosted, lobby)
        players = [door(hosted, lobby, seat(name)) for name in hosted.game.rules.seats]
        onlooker = door(hosted, lobby, OBSERVER_CHAIR)
        while ctl.view().over is None:
            public, shown = onlooker.view(), [player.view() for player in players]
            assert public.seat == PUBLIC
            assert (public.legal, public.owes, public.agenda, public.ip) == ((), False, None, 0)
            for view in shown:
                known = {track.id for track in view.tracks if track.value is not None}
                assert {track.id for track in public.tracks if track.value is not None} <= known
                assert {deal.id for deal in public.deals} <= {deal.id for deal in view.deals}
                assert set(public.demands) <= set(view.demands)
                assert public.index.value is None or view.index.value is not None
            if public.card is not None and public.card.card is not None:
                assert all(view.card is not None and view.card.card == public.card.card for view in shown)
            view = minsk.view()
            if view.owes:
                await minsk.ask(Order(MIN, Seal()) if view.step is Step.ORDERS else view.legal[0])
            await ctl.go_on()
