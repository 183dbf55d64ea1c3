"""Pairs of hosted games on the real server that differ only in what one seat keeps to itself.

Everything that somebody else receives is kept as it came: frames in their order, HTTP answers, the cells of a browser
seat, what a seat gets that comes back or joins late. `unequal` plays a pair and names each channel that differs.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.network.ears import Ear, Pane, get, pages
from tests.network.hosting import Hosting, hosting, seat
from tests.shipped import game
from textual.app import App

from northaxis.domain import control_orders as co, orders as o
from northaxis.domain.control_facts import Method, NamedShift, WrittenOption
from northaxis.domain.dice import ScriptedDice, SeededDice
from northaxis.domain.facts import Step, Term
from northaxis.domain.ids import CONTROL, ActionId, ArgumentId, OptionId, QuantityId, SeatId
from northaxis.domain.orders import Order
from northaxis.domain.rulings import Ruling, Upheld
from northaxis.services.client import TableClient
from northaxis.services.hosted import HostedClient
from northaxis.services.lobby import CONTROL_CHAIR, OBSERVER_CHAIR, PROJECTOR_CHAIR
from northaxis.services.roles import Role
from northaxis.tui.browser.host import BrowserHost, seat_app
from northaxis.tui.control.app import ProjectorApp

SECRET = bytes(range(32))
"""Of every lobby here: the two games of a pair have the same links, as they are the same table in two worlds."""

EVERYBODY = tuple(game("S1").rules.seats)

Record = dict[str, list[str]]


@dataclass
class Side:
    """One game of a pair: left (0) or right (1), whose secret it is, and everything that others were sent."""

    there: Hosting
    number: int
    seed: int
    owner: SeatId
    ears: dict[str, Ear] = field(default_factory=dict)
    pane: Pane | None = None
    record: Record = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = Random(f"{self.seed}/{self.number}")
        """Of its own: what is drawn from it is what the pair differs in."""
        self.common = Random(f"{self.seed}/both")

    @property
    def is_right(self) -> bool:
        return self.number == 1

    def door(self, whose: SeatId) -> HostedClient:
        return self.there.door(CONTROL_CHAIR if whose == CONTROL else seat(whose))

    async def give(self, whose: SeatId, act: o.Act, command: str | None = None) -> Ruling:
        ruling = await self.door(whose).ask(Order(whose, act), command)
        await self.settle()
        return ruling

    async def must(self, whose: SeatId, act: o.Act) -> None:
        ruling = await self.give(whose, act)
        assert isinstance(ruling, Upheld), (whose, act, ruling)

    async def settle(self) -> None:
        """Until everybody has been sent what there is to send: two echoes behind which nothing new came."""
        quiet, heard = 0, -1
        while quiet < 2:
            await asyncio.gather(*(ear.echo() for ear in self.ears.values()))
            now = sum(len(ear.frames) for ear in self.ears.values())
            quiet, heard = (quiet + 1 if now == heard else 0), now

    async def on_to(self, step: Step, turn: int = 0) -> None:
        """Play on to a step (of a turn): everybody gives the first legal order, sheets are sealed as they are."""
        while (view := self.door(CONTROL).view()).step is not step or (turn and view.turn != turn):
            await self.answer_all()
            await self.must(CONTROL, o.Advance())

    async def answer_all(self) -> None:
        for whose in EVERYBODY:
            while (view := self.door(whose).view()).owes:
                await self.must(whose, o.Seal() if view.step is Step.ORDERS else view.legal[0].act)

    def legal(self, whose: SeatId, kind: type[o.Act]) -> list[o.Act]:
        return [order.act for order in self.door(whose).view().legal if isinstance(order.act, kind)]


Act = Callable[[Side], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Secret:
    """What a pair differs in: done at a step, known to some besides its owner, opened at the reveal or never."""

    axis: str
    act: Act
    step: Step = Step.ORDERS
    opened: bool = False
    knows: Callable[[Side], frozenset[SeatId]] = lambda side: frozenset({side.owner})
    dealt: bool = False
    """Whether it is the hidden agenda that differs."""
    plays_on: bool = True
    """Whether a turn is played behind it; not where two were, as play may end, and all of it is open then."""

    @property
    def name(self) -> str:
        return self.act.__name__


# --- payload ------------------------------------------------------------------------------------------------------


async def other_sheet(side: Side) -> None:
    """Another sheet, sealed."""
    for _ in range(side.chance.randint(0, 4)):
        if legal := side.legal(side.owner, o.Place) + side.legal(side.owner, o.Answer):
            await side.must(side.owner, side.chance.choice(legal))
    await side.must(side.owner, o.Seal())


async def other_agenda(side: Side) -> None:
    """Another agenda was dealt before anybody came."""


async def other_words(side: Side) -> None:
    """Something else is said to one seat, at more length."""
    text = "Yes." if not side.is_right else "A long story that is for you alone, " * 12
    await side.must(side.owner, o.Say((neighbour(side),), text))


async def other_request(side: Side) -> None:
    """Control is asked something else, and answers something else."""
    await side.must(side.owner, co.Request("May we?" if not side.is_right else "Who holds the bridge at Brest? " * 8))
    asked = await side.there.control.whole(lambda table: table.state.room.requests[-1].id)
    await side.must(
        CONTROL, co.SettleRequest(asked, "declined" if side.is_right else "answered", "No." * (1 + 9 * side.number))
    )


async def other_note(side: Side) -> None:
    await side.must(side.owner, co.Note("LO1", "seen" if not side.is_right else "They have not seen it yet. " * 9))


async def control_note(side: Side) -> None:
    await side.must(CONTROL, co.Note("LO1", "calm" if not side.is_right else f"{side.owner} is about to break. " * 9))


async def other_prediction(side: Side) -> None:
    await side.must(side.owner, co.Predict(("up", "down")[side.number], (90, 55)[side.number]))


async def other_argument(side: Side) -> None:
    """Another claim with other reasons; open when the sheets are."""
    claim = ("The bridge holds", "The whole of the northern border is closed for a week")[side.number]
    await side.must(side.owner, co.Argue(claim, (claim, "it was said")[: 1 + side.number]))
    await side.must(side.owner, o.Seal())


async def card_to_one(side: Side) -> None:
    """Control writes the owner a card, or quite another."""
    words = ("A bridge", "A long night on the river, and nobody sleeps")[side.number]
    options = tuple(
        WrittenOption(side.owner, OptionId(id), f"{words} {id}", 0, ()) for id in "abc"[: 1 + 2 * side.number]
    )
    await side.must(CONTROL, co.WriteCard(words, f"{words}.", f"to see what {words} does", side.owner, (), options))
    await side.must(side.owner, side.legal(side.owner, o.PickOption)[-1])
    await side.must(CONTROL, o.Advance())


async def other_offer(side: Side) -> None:
    """A private offer with other terms, taken or declined."""
    other = neighbour(side)
    terms = (Term("text", side.owner, text="as agreed, " * (1 + 14 * side.number)),)
    await side.must(side.owner, o.OfferDeal(other, terms))
    deal = side.door(other).view().deals[-1].id
    await side.must(other, (o.SignDeal, o.DeclineDeal)[side.number](deal))


async def other_draft(side: Side) -> None:
    """Something else is half written."""
    for key in ("talk", "orders"):
        await side.door(side.owner).keep_draft(key, "so " * (1 + 300 * side.number))


async def other_demand(side: Side) -> None:
    """Another demand, backed or not; open when control publishes the demands."""
    for whose in EVERYBODY:
        if legal := side.legal(whose, o.MakeDemand):
            await side.must(whose, legal[0 if whose != side.owner or not side.is_right else -1])


WARNED, GREAT = (NamedShift(QuantityId("warning"), 1),), (NamedShift(QuantityId("warning"), 4),)
"""What an argument does, and what a big project does."""


async def whisper(side: Side, whose: SeatId, number: int) -> ArgumentId:
    """A seat whispers one thing, or another with more reasons; control has it before it on the opened sheets."""
    claim = ("A clerk sells us the rota", "The dam gives way in the night, and nobody in the valley is told")[number]
    await side.must(whose, co.Argue(claim, (claim, "it rained")[: 1 + number], secret=True))
    await side.on_to(Step.ADJUDICATE)
    return ArgumentId(f"T{side.door(CONTROL).view().turn}-{whose}")


async def weigh(side: Side, id: ArgumentId, shifts: tuple[NamedShift, ...] = WARNED, is_big: bool = False) -> None:
    """Control speaks against it, more often on the right, rates all of it and names what it does."""
    for number in range(1 + side.number):
        await side.must(CONTROL, co.AddReason(id, False, "nobody there would, " * (1 + 8 * number)))
    found = next(one for one in side.door(CONTROL).view().arguments if one.id == id)
    for place in range(len(found.reasons)):
        await side.must(CONTROL, co.RateReason(id, place, (place + side.number) % 3))
    if found.project is None:
        await side.must(CONTROL, co.NameEffect(id, shifts, is_big))


async def settle(side: Side, id: ArgumentId, success: bool) -> None:
    why = "so it is" if not side.is_right else f"{side.owner} was seen there. " * 6
    await side.must(CONTROL, co.SettleArgument(id, Method.FREE, why, success=success))


async def other_whisper(side: Side) -> None:
    """Another whisper, weighed otherwise; it holds and does the same, fails, or is dropped where the other lapses."""
    id = await whisper(side, side.owner, side.number)
    await weigh(side, id)
    if side.seed % 3 < 2:
        await settle(side, id, success=side.seed % 3 == 0)
    elif side.is_right:
        await side.must(CONTROL, co.SettleArgument(id, Method.DROPPED, "not today"))


async def secret_project(side: Side) -> None:
    """A whisper with a big effect becomes a project on one side; or on both, which hold again with the same effect."""
    id = await whisper(side, side.owner, side.number)
    await weigh(side, id, GREAT, is_big=True)
    on_both = side.seed % 2 == 0
    await settle(side, id, success=on_both or side.is_right)
    await side.on_to(Step.ORDERS, side.door(CONTROL).view().turn + 1)
    if not on_both and not side.is_right:
        return
    await side.must(side.owner, co.Pursue(id, ("the money came", "and the snow")[: 1 + side.number]))
    await side.on_to(Step.ADJUDICATE)
    again = ArgumentId(f"T{side.door(CONTROL).view().turn}-{side.owner}")
    await weigh(side, again)
    await settle(side, again, success=on_both)


async def ended_project(side: Side) -> None:
    """Control ends a project in secret, with a reason; elsewhere it stands."""
    id = await whisper(side, side.owner, side.number)
    await weigh(side, id, GREAT, is_big=True)
    await settle(side, id, success=True)
    if side.is_right:
        await side.must(CONTROL, co.EndProject(id, f"{side.owner} has lost the man who knew. " * 4))


async def asked(side: Side) -> ArgumentId:
    """Somebody who has no part in it argues before all, and control asks the room how likely it is."""
    whose = stranger(side)
    await side.must(whose, co.Argue("The bridge holds", ("it is new",)))
    await side.on_to(Step.ADJUDICATE)
    id = ArgumentId(f"T{side.door(CONTROL).view().turn}-{whose}")
    await side.must(CONTROL, co.NameEffect(id, WARNED))
    await side.must(CONTROL, co.AskEstimates(id))
    return id


async def other_answer(side: Side) -> None:
    """Asked by control, a seat puts it at this or that; shown when the argument is settled."""
    await side.must(side.owner, co.Estimate(await asked(side), (5, 100)[side.number]))


# --- count --------------------------------------------------------------------------------------------------------


async def revisions(side: Side) -> None:
    """A changed mind, as often as one likes; the sheet ends as it was."""
    for _ in range(side.chance.randint(1, 6) if side.is_right else 0):
        act = side.chance.choice(side.legal(side.owner, o.Place))
        assert isinstance(act, o.Place)
        await side.must(side.owner, act)
        await side.must(side.owner, o.Withdraw(act.action, act.target))


async def notes(side: Side) -> None:
    for number in range(side.number * side.common.randint(1, 5)):
        await side.must(side.owner, co.Note("LO1", f"{number} so far"))


async def refusals(side: Side) -> None:
    """Orders that do not stand, and one that is sent again and again."""
    for number in range(side.number * 6):
        await side.give(side.owner, o.Place(ActionId(f"NO-{number}")))
        await side.give(side.owner, o.Withdraw(ActionId("NO")))
    for _ in range(1 + 4 * side.number):
        await side.give(side.owner, co.Note("LO2", "once"), "the-same")


async def drafts(side: Side) -> None:
    for number in range(side.number * 8):
        await side.door(side.owner).keep_draft("talk", f"wait, {number}")


async def reads(side: Side) -> None:
    """The owner looks at its page again and again, and asks for the whole again and again."""
    ear = await Ear(side.there, seat(side.owner)).open()
    for _ in range(side.number * 5):
        await ear.resync()
        await get(side.there, side.there.path(seat(side.owner)))
        await side.settle()
    await ear.close()


async def whispers(side: Side) -> None:
    """Whether a seat whispers at all. The dice are against it, it lapses, or it is taken back and written again."""
    if side.is_right:
        id = await whisper(side, side.owner, 1)
        if side.seed % 2:
            await weigh(side, id)
            await side.must(CONTROL, co.SettleArgument(id, Method.DICE))
    else:
        await side.on_to(Step.ADJUDICATE)


async def whispers_taken_back(side: Side) -> None:
    """A whisper is written and taken back, as often as one likes."""
    for number in range(side.number * side.common.randint(1, 4)):
        await side.must(side.owner, co.Argue(f"It is so, {number}", ("because",), secret=True))
        await side.must(side.owner, co.SettleArgument(ArgumentId(f"T1-{side.owner}"), Method.DROPPED))


async def second_thoughts(side: Side) -> None:
    """An estimate that control has asked for is changed, as often as one likes; one has answered."""
    id = await asked(side)
    for percent in range(10, 10 + side.number * side.common.randint(1, 5)):
        await side.must(side.owner, co.Estimate(id, percent))
    await side.must(side.owner, co.Estimate(id, 50))


# --- schedule -----------------------------------------------------------------------------------------------------


async def sooner_or_later(side: Side) -> None:
    """Two seats seal the same sheets, one first or the other."""
    pair = [side.owner, neighbour(side)]
    for whose in pair if not side.is_right else pair[::-1]:
        await side.must(whose, side.legal(whose, o.Place)[0])
        await side.must(whose, o.Seal())


async def before_or_after(side: Side) -> None:
    """The owner writes its sheet before others talk, or after."""

    async def write() -> None:
        await side.must(side.owner, side.legal(side.owner, o.Place)[0])

    async def talk() -> None:
        await side.must(stranger(side), o.Say((), "We should all wait."))

    for act in (write, talk) if not side.is_right else (talk, write):
        await act()
        side.there.clock.move(1_000)


async def answers_in_order(side: Side) -> None:
    """Two seats answer what control has asked, one first or the other."""
    id = await asked(side)
    pair = [side.owner, neighbour(side)]
    for whose in pair if not side.is_right else pair[::-1]:
        await side.must(whose, co.Estimate(id, 40))
        side.there.clock.move(1_000)


async def slow_writer(side: Side) -> None:
    """The owner takes half a minute over its sheet, or has it at once. Others read the same clock in the end."""
    side.there.clock.move(30_000 * side.number)
    await side.must(side.owner, side.legal(side.owner, o.Place)[0])
    side.there.clock.move(30_000 * (1 - side.number))


# --- identity -----------------------------------------------------------------------------------------------------


async def wire_or_browser(side: Side) -> None:
    """The owner sits in a browser, or elsewhere on the wire; and writes something there."""
    if side.is_right:
        ear = await Ear(side.there, seat(side.owner)).open()
        await ear.ask("c1", f"{side.owner}: note about=LO1 text=hello")
        await side.settle()
        await ear.close()
    else:
        pane = await Pane(side.there, seat(side.owner)).open()
        await pane.glass.still(0.1)
        await side.must(side.owner, co.Note("LO1", "hello"))
        await pane.close()


async def reconnects(side: Side) -> None:
    """The owner comes and goes, opens a second window, and is away in the end or here."""
    for _ in range(side.number * 4):
        first, second = [await Ear(side.there, seat(side.owner)).open() for _ in range(2)]
        side.there.clock.move(7)
        await second.close()
        await first.close()
    await side.settle()
    for _ in range(3):  # its sitting ends when the server has seen the line go
        await asyncio.sleep(0.002)


async def stays_here(side: Side) -> None:
    """The owner is here, or is not."""
    if side.is_right:
        side.ears["owner"] = await Ear(side.there, seat(side.owner)).open()
        await side.settle()


async def who_whispers(side: Side) -> None:
    """One seat's whisper holds, or another's, with the same effect: it is seen alike, in nobody's name."""
    whose = neighbour(side) if side.is_right else side.owner
    id = await whisper(side, whose, side.number)
    await weigh(side, id)
    await settle(side, id, success=True)


async def who_answers(side: Side) -> None:
    """Asked by control, one seat answers, or another. How many have is open."""
    id = await asked(side)
    await side.must(neighbour(side) if side.is_right else side.owner, co.Estimate(id, 60))


async def guesses_codes(side: Side) -> None:
    """Somebody guesses codes on another machine's behalf: wrong tokens, wrong ways to ask."""
    for number in range(side.number * 5):
        await get(side.there, f"/s/{number:028}")
        await get(side.there, f"{side.there.path(seat(side.owner))}/nothing")


SECRETS: Mapping[str, Secret] = {
    secret.name: secret
    for secret in (
        Secret("payload", other_sheet, opened=True),
        Secret("payload", other_agenda, dealt=True),
        Secret("payload", other_words, knows=lambda side: frozenset({side.owner, neighbour(side)})),
        Secret("payload", other_request),
        Secret("payload", other_note),
        Secret("payload", control_note),
        Secret("payload", other_prediction),
        Secret("payload", other_argument, opened=True),
        Secret("payload", other_whisper),
        Secret("payload", secret_project, plays_on=False),
        Secret("payload", ended_project),
        Secret("payload", other_answer, opened=True),
        Secret("payload", card_to_one),
        Secret("payload", other_offer, knows=lambda side: frozenset({side.owner, neighbour(side)})),
        Secret("payload", other_draft),
        Secret("payload", other_demand, step=Step.DEMANDS, opened=True),
        Secret("count", revisions),
        Secret("count", notes),
        Secret("count", refusals),
        Secret("count", drafts),
        Secret("count", whispers),
        Secret("count", whispers_taken_back),
        Secret("count", second_thoughts, opened=True),
        Secret("count", reads),
        Secret("schedule", sooner_or_later, knows=lambda side: frozenset({side.owner, neighbour(side)})),
        Secret("schedule", before_or_after),
        Secret("schedule", answers_in_order, opened=True, knows=lambda side: frozenset({side.owner, neighbour(side)})),
        Secret("schedule", slow_writer),
        Secret("identity", wire_or_browser),
        Secret("identity", reconnects),
        Secret("identity", stays_here),
        Secret("identity", who_whispers, knows=lambda side: frozenset({side.owner, neighbour(side)})),
        Secret("identity", who_answers, opened=True, knows=lambda side: frozenset({side.owner, neighbour(side)})),
        Secret("identity", guesses_codes),
    )
}


def neighbour(side: Side) -> SeatId:
    """Another seat, by the seed."""
    others = [whose for whose in EVERYBODY if whose != side.owner]
    return others[side.seed % len(others)]


def stranger(side: Side) -> SeatId:
    """A seat that has no part in it."""
    others = [whose for whose in EVERYBODY if whose not in (side.owner, neighbour(side))]
    return others[side.seed % len(others)]


# --- what others are sent -----------------------------------------------------------------------------------------


async def listen(side: Side, secret: Secret, browser: bool) -> None:
    """Everybody who must not know comes in."""
    knows = secret.knows(side)
    others = [whose for whose in EVERYBODY if whose not in knows]
    side.common.shuffle(others)
    chairs = {"observer": OBSERVER_CHAIR, "projector": PROJECTOR_CHAIR}
    chairs.update({str(whose): seat(whose) for whose in others[:3]})
    for name, chair in chairs.items():
        side.ears[name] = await Ear(side.there, chair).open()
    if browser:
        side.pane = await Pane(side.there, PROJECTOR_CHAIR if side.seed % 3 == 0 else seat(others[3])).open()
        async with asyncio.timeout(30):
            await side.pane.glass.still(0.3)
    await side.settle()


async def note(side: Side, when: str) -> None:
    """Keep what stands on the screen of the browser seat."""
    await side.settle()
    if side.pane is not None:
        side.record.setdefault("screen", []).append(f"{when}\n{await side.pane.glass.still(0.3)}")


async def public_suffix(side: Side, secret: Secret) -> None:
    """Things that all may see, then comers late and again."""
    knows = secret.knows(side)
    await side.must(CONTROL, o.Say((), "Please come to an end."))
    talker = next(whose for whose in EVERYBODY if whose not in knows)
    await side.must(talker, o.Say((), "We are ready."))
    for name, ear in list(side.ears.items()):
        if name in EVERYBODY:
            for number, text in enumerate(("place XXX", "say all From me too", "sign D1", "withdraw MIN-PAY")):
                await ear.ask(f"{name}-{number}", f"{name}: {text}")
                await side.settle()
    await note(side, "others have spoken")
    if secret.plays_on and not secret.opened:
        await side.on_to(Step.DEMANDS, side.door(CONTROL).view().turn + 1)
        await note(side, "a turn later")


async def come_again(side: Side) -> None:
    """A seat resyncs, a seat comes back, an onlooker joins late, and all pages are asked for."""
    names = [name for name in side.ears if name in EVERYBODY]
    await side.ears[names[0]].resync()
    await side.settle()
    for name, chair in (("back", seat(names[1])), ("late", OBSERVER_CHAIR), ("late projector", PROJECTOR_CHAIR)):
        side.ears[name] = await Ear(side.there, chair).open()
    await side.settle()
    side.record["pages"] = await pages(side.there, seat(names[2]))
    side.record["drafts"] = [await side.door(SeatId(name)).draft(key) for name in names for key in ("talk", "orders")]


def seat_or_wall(door: TableClient) -> App[Any]:
    """The screens that `northaxis host` shows to browsers, control's aside."""
    return ProjectorApp(door) if door.role is Role.PROJECTOR else seat_app(door)


@asynccontextmanager
async def a_side(secret: Secret, seed: int, number: int) -> AsyncIterator[Side]:
    owner = EVERYBODY[seed % len(EVERYBODY)]
    dealt = {f"AG{owner}": (0, (1 << 32) - 1)[number]} if secret.dealt else {}
    dice = ScriptedDice({f"ARGT1-{owner}": (1, 1)}, dealt, SeededDice(str(seed)))
    screens = BrowserHost(seat_or_wall)
    async with hosting("S2", EVERYBODY, None, lambda _: screens, seed=str(seed), dice=dice, secret=SECRET) as there:
        side = Side(there, number, seed, owner)
        try:
            yield side
        finally:
            for ear in side.ears.values():
                await ear.close()
            if side.pane is not None:
                await side.pane.close()
            await screens.close()


async def played(secret: Secret, seed: int, number: int, browser: bool) -> Record:
    """Play one game of a pair; what others were sent."""
    async with a_side(secret, seed, number) as side:
        await side.must(CONTROL, co.MoveClock("start", 0))
        await side.on_to(secret.step)
        await listen(side, secret, browser)
        await secret.act(side)
        await note(side, "it is done")
        await public_suffix(side, secret)
        await come_again(side)
        for name, ear in side.ears.items():
            if name != "owner":
                side.record[name] = list(ear.frames)
        return side.record


async def unequal(name: str, seed: int, browser: bool = False) -> list[str]:
    """Play a pair; the channels that differ, with the first thing that does."""
    left, right = [await played(SECRETS[name], seed, number, browser) for number in (0, 1)]
    assert left.keys() == right.keys()
    return [
        f"{name} {seed}, {channel}: {first_apart(left[channel], right[channel])}"
        for channel in left
        if left[channel] != right[channel]
    ]


def first_apart(one: list[str], two: list[str]) -> str:
    """Where two records part, briefly."""
    for place, (a, b) in enumerate(zip(one, two, strict=False)):
        if a != b:
            at = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
            return f"[{place}] …{a[max(0, at - 60) : at + 60]!r} / …{b[max(0, at - 60) : at + 60]!r}"
    return f"{len(one)} / {len(two)} frames, then {(one + two)[min(len(one), len(two))][:200]!r}"
