"""A link shows just the seats that its person was given: random sequences of all that control can do about seats.

Control's acts are told to an independent account of who was given what. After each of them every link that was ever
handed out is tried: which seats it shows, for which it may act, which of them it leads, whether its window stays open.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from random import Random

import pytest
from tests.network.ears import Ear
from tests.network.hosting import hosted_table, hosting, seat, to_orders
from tests.services.test_hosted import control, door

from northaxis.domain.control_orders import Reseat, StepBack
from northaxis.domain.ids import CONTROL, PUBLIC, SeatId
from northaxis.domain.orders import Order, Say, Seal
from northaxis.domain.rulings import Refused, Upheld
from northaxis.domain.state import Holder
from northaxis.journal.envelope import Header
from northaxis.services.beside import standing_acts
from northaxis.services.client import DoorClosed
from northaxis.services.hosted import HostedClient, HostedTable
from northaxis.services.in_memory import InMemoryJournal
from northaxis.services.library import Library
from northaxis.services.lobby import Chair, Farewell, Kind, Lobby

WAR, VIL, KYI, MIN = SeatId("WAR"), SeatId("VIL"), SeatId("KYI"), SeatId("MIN")
SEATS = (MIN, KYI, WAR, VIL)
NAMES = ("Ana", "Ben", "Cy")
HELD = {WAR: Holder("Ana", None), VIL: Holder("Ana", None), KYI: Holder("Ben", None)}
NOBODY = (PUBLIC,)


class Kept(InMemoryJournal):
    """A session that can be opened again."""

    def close(self) -> None:
        pass


@dataclass
class Given:
    """A link as it was handed out: to the person called `name`, or to the n-th person of a seat."""

    token: str
    chair: Chair
    name: str | None
    is_dead: bool = False
    is_open: bool = False
    farewell: Farewell | None = None


@dataclass
class Account:
    """Who was given what, kept apart from the table and its lobby."""

    holders: dict[SeatId, str | None]
    """The person in each seat now; None for a bot."""
    last: dict[SeatId, str | None]
    """The last person in each seat: while a bot plays it, it is kept for them."""
    leads: dict[SeatId, int] = field(default_factory=dict)
    people: dict[SeatId, int] = field(default_factory=dict)
    given: list[Given] = field(default_factory=list)
    undo: list[Callable[[], None] | None] = field(default_factory=list)
    """How to take back each act that stands; None for what cannot be."""

    def seat(self, at: SeatId, name: str | None) -> None:
        self.holders[at] = name
        self.last[at] = name or self.last[at]

    def kill(self, chair: Chair) -> None:
        for one in self.given:
            one.is_dead |= one.chair == chair

    def shows(self, one: Given) -> tuple[SeatId, ...] | None:
        """The seats of a link's person, NOBODY while bots play them; None for a dead link."""
        at = one.chair.seat
        if one.is_dead or (one.chair.person == 1 and one.name != self.last[at]):
            return None
        if one.chair.person > 1:
            return (at,) if self.holders[at] is not None else NOBODY
        mine = tuple(each for each in SEATS if one.name is not None and self.holders[each] == one.name)
        return mine or NOBODY


class Room:
    """A table, its account and a die."""

    def __init__(self, seed: int, store: Kept) -> None:
        self.chance, self.store = Random(seed), store
        people = {at: holder.name for at, holder in HELD.items()}
        self.account = Account({at: people.get(at) for at in SEATS}, {at: people.get(at) for at in SEATS})
        self.told: list[str] = []
        self.hosted: HostedTable
        self.lobby: Lobby

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Room]:
        """The table of the session, new or as it was left."""
        async with hosted_table("S3", (), held=HELD, store=self.store) as (self.hosted, self.lobby, _, _):
            for one in self.account.given:
                one.is_open, one.farewell = False, None
            yield self

    # --- what control does ----------------------------------------------------------------------------------------

    async def act(self) -> None:
        """One act of control, on the table and in the account."""
        at = self.chance.choice(SEATS)
        often, seldom = (self._reseat, self._add, self._lead, self._undo), (self._renew, self._revoke, self._step_back)
        await self.chance.choice([*often, *often, self._reseat, *seldom])(at)

    async def _reseat(self, at: SeatId) -> None:
        name = self.chance.choice((*NAMES, None))
        self.told.append(f"reseat {at} {name}")
        before, account = self.account.holders[at], self.account
        act = Reseat(at, name or "bot", None if name else "staff", "")
        if isinstance(await control(self.hosted, self.lobby).ask(Order(CONTROL, act)), Upheld):
            account.seat(at, name)
            account.undo.append(partial(account.seat, at, before))

    async def _add(self, at: SeatId) -> None:
        self.told.append(f"add {at}")
        account = self.account
        link = await control(self.hosted, self.lobby).add_person(at)
        account.people[at] = account.people.get(at, 1) + 1
        account.undo.append(partial(account.kill, link.chair))

    async def _lead(self, at: SeatId) -> None:
        account = self.account
        at = self.chance.choice([at, *account.people])
        person, was = self.chance.randint(1, account.people.get(at, 1)), account.leads.get(at, 1)
        self.told.append(f"lead {at} {person}")
        await control(self.hosted, self.lobby).move_lead(at, person)
        account.leads[at] = person
        account.undo.append(partial(account.leads.__setitem__, at, was))

    async def _renew(self, at: SeatId) -> None:
        chair = Chair(Kind.SEAT, at, self.chance.randint(1, self.account.people.get(at, 1)))
        self.told.append(f"renew {chair.id}")
        await control(self.hosted, self.lobby).reissue(chair)
        self.account.kill(chair)
        self.account.undo.append(None)

    async def _revoke(self, at: SeatId) -> None:
        chair = Chair(Kind.SEAT, at, self.chance.randint(1, self.account.people.get(at, 1)))
        self.told.append(f"take back {chair.id}")
        await control(self.hosted, self.lobby).revoke(chair)
        self.account.kill(chair)
        self.account.undo.append(None)

    async def _undo(self, _: SeatId) -> None:
        """Of acts that stand the last, if it can be undone."""
        if self.account.undo and self.account.undo[-1] is not None:
            ctl = control(self.hosted, self.lobby)
            last = standing_acts(await ctl.whole(lambda table: table.facts))[-1]
            if not last.cannot:
                self.told.append(f"undo {last.key}")
                await ctl.undo(last, "")
                self.account.undo.pop()()  # type: ignore[misc]  # looked at above

    async def _step_back(self, _: SeatId) -> None:
        ctl = control(self.hosted, self.lobby)
        to = self.chance.randint(1, len(ctl.facts()))
        self.told.append(f"step back to {to}")
        await ctl.ask(Order(CONTROL, StepBack(to, "again")))

    # --- what links show ------------------------------------------------------------------------------------------

    async def check(self) -> None:
        """Whatever was handed out shows what the account says, and nothing more."""
        await self.hosted.rest()
        known = {one.token for one in self.account.given}
        for link in control(self.hosted, self.lobby).links():
            if link.token not in known and link.chair.seat in SEATS:
                name = self.account.last[link.chair.seat] if link.chair.person == 1 else None
                self.account.given.append(Given(link.token, link.chair, name))
        for one in self.account.given:
            if one.name is None and one.chair.person == 1 and not one.is_dead:
                one.name = self.account.last[one.chair.seat]  # the first person in a seat that nobody had
            await self._check(one)

    async def _check(self, one: Given) -> None:
        expected, said = self.account.shows(one), f"{one} after {self.told}"
        found = self.lobby.find(one.token)
        assert (found is None) == (expected is None), said
        assert (one.farewell is None) == (expected is not None or not one.is_open), said
        if expected is None:
            one.is_open, one.farewell = False, None
        if found is None or expected is None:
            return
        mine = self.hosted.door(found)
        assert mine.seats == expected, said
        for at in (*SEATS, CONTROL):
            await self._check_at(one, mine, at, at in expected)
        if not one.is_open:
            one.is_open = True
            self.hosted.sit(found, partial(setattr, one, "farewell"))

    async def _check_at(self, one: Given, mine: HostedClient, at: SeatId, is_mine: bool) -> None:
        said = f"{at}: {one} after {self.told}"
        try:
            there = mine.sit(at)
        except KeyError:
            assert not is_mine, said
            there = HostedClient(self.hosted, self.lobby.find(one.token), at)  # type: ignore[arg-type]  # it is there
        assert (there.seat == there.view().seat == at) == is_mine, said
        assert there.view().seat in self.account.shows(one), said  # type: ignore[operator]  # it is not dead
        spoken = await there.ask(Order(at, Say((), "hello")))
        if not is_mine:
            assert isinstance(spoken, Refused), said
            return
        assert isinstance(spoken, Upheld), said
        leads = self.account.leads.get(at, 1) == one.chair.person
        refused = await there.ask(Order(at, Seal()))  # not the time for it, but who may not is told that first
        assert isinstance(refused, Refused), said
        assert ("lead" not in refused.detail) == leads, f"{refused} {said}"


async def play(seed: int, acts: int = 14) -> None:
    """A random sequence of acts, with the session closed and opened again in the midst of it."""
    prepared = Library().game("S3")
    room = Room(seed, Kept(Header(prepared.name, prepared.contents, 0, "test")))
    for _ in range(2):
        async with room.open():
            await room.check()
            for _ in range(acts // 2):
                await room.act()
                await room.check()
        room.told.append("restart")


async def play_all(seeds: range) -> None:
    """Several of them, one after the other."""
    for seed in seeds:
        await play(seed)


@pytest.mark.parametrize("seed", range(10))
async def test_a_link_shows_and_acts_for_just_what_its_person_was_given(seed: int) -> None:
    await play(seed)


def _every_seat_of_the_holder(hosted: HostedTable, chair: Chair) -> tuple[SeatId, ...]:
    """As it once was: whoever has a link to a seat has all that its holder has."""
    if chair.kind is not Kind.SEAT:
        return (chair.seat,)
    view = hosted.shown(chair.seat).view
    holder = dict(view.holders)[chair.seat]
    return NOBODY if holder.level is not None else view.own_seats


def _leak_seats(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(HostedTable, "seats_with", _every_seat_of_the_holder)


def _leak_links(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Lobby, "settle", lambda self, whose: None)


def _leak_leads(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(HostedTable, "role", lambda self, chair, seat=None: self.lobby.role(chair))


@pytest.mark.parametrize("leak", [_leak_seats, _leak_links, _leak_leads])
async def test_the_check_fails_where_a_leak_is_planted(
    monkeypatch: pytest.MonkeyPatch, leak: Callable[[pytest.MonkeyPatch], None]
) -> None:
    leak(monkeypatch)
    with pytest.raises(AssertionError):
        await play_all(range(10))


# --- the plain cases ----------------------------------------------------------------------------------------------


async def test_a_second_person_on_one_seat_gets_no_news_of_the_others() -> None:
    async with hosting("S3", people=(), held=HELD) as there:
        await there.control.add_person(WAR)
        ana, second = there.door(seat("VIL")), await Ear(there, seat("WAR", 2)).open()
        await to_orders(there.control, ana, there.door(seat("WAR")), there.door(seat("KYI")))
        assert '"upheld":true' in await second.ask("c1", "WAR: note about=lemon text=MARKER-OF-WARSAW")
        assert isinstance(await ana.ask(Order(VIL, Say((KYI,), "MARKER-OF-VILNIUS"))), Upheld)
        assert '"upheld":false' in await second.ask("c2", "VIL: note about=lemon text=not-mine")
        await second.echo()
        assert {json.loads(frame).get("seat") for frame in second.frames} - {None} == {"WAR"}
        assert "MARKER-OF-WARSAW" in "".join(second.frames)
        assert "MARKER-OF-VILNIUS" not in "".join(second.frames)
        await second.close()


async def test_who_is_led_on_one_seat_still_leads_the_other_by_any_link() -> None:
    async with hosting("S3", people=(), held=HELD) as there:
        await there.control.add_person(WAR)
        await there.control.move_lead(WAR, 2)
        for link in (seat("WAR"), seat("VIL")):
            here, far = there.door(link), await there.remote(link)
            await to_orders(there.control, here, there.door(seat("KYI")))
            for mine in (here, far):
                assert [str(mine.sit(at).role) for at in (WAR, VIL)] == ["member", "lead"]
            await far.close()


async def test_a_seat_given_to_somebody_else_has_another_link_and_no_half_written_words() -> None:
    async with hosted_table("S3", (), held=HELD) as (hosted, lobby, _, _):
        ana, ctl, link = door(hosted, lobby, seat("WAR")), control(hosted, lobby), lobby.link(seat("WAR"))
        await ana.keep_draft("talk", "a secret offer")
        left: list[Farewell] = []
        found = lobby.find(link.token)
        assert found is not None
        hosted.sit(found, left.append)
        await ctl.ask(Order(CONTROL, Reseat(WAR, "bot", "staff")))
        assert (ana.seats, left) == ((VIL,), [])  # the others are still hers
        await ctl.ask(Order(CONTROL, Reseat(WAR, "Ben", None)))
        assert (lobby.find(link.token), lobby.find_code(link.code), left) == (None, None, [Farewell.GONE])
        with suppress(DoorClosed):
            assert ana.view().seat == PUBLIC
        assert ana.seats == NOBODY
        ben = door(hosted, lobby, seat("WAR"))
        assert ben.seats == (KYI, WAR)
        assert await ben.draft("talk") == ""
        await ctl.ask(Order(CONTROL, Reseat(WAR, "Ana", None)))
        assert lobby.link(seat("WAR")) == link
        assert await door(hosted, lobby, seat("WAR")).draft("talk") == "a secret offer"
