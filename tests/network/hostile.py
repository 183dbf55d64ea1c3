"""Hostile texts, and every act at a hosted table that takes words of people: each act is a sink the texts go into."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from random import Random

from tests.network.hosting import Hosting, seat

from northaxis.domain import control_orders as co, orders as o
from northaxis.domain.actions import ActionKind
from northaxis.domain.control_facts import Code, Method, NamedShift, WrittenOption
from northaxis.domain.facts import Result, Step, Term
from northaxis.domain.ids import CONTROL, OptionId, QuantityId, SeatId
from northaxis.domain.orders import Order
from northaxis.domain.rulings import Upheld
from northaxis.services.lobby import CONTROL_CHAIR
from northaxis.services.room import own_argument

MIN, KYI, WAS = SeatId("MIN"), SeatId("KYI"), SeatId("WAS")
PEOPLE = ("MIN", "KYI", "WAS")

PAYLOADS = (
    "\x1b]52;c;SEFDS0VE\x07", "\x1b]0;HACKED\x07", "\x1b]2;HACKED\x1b\\",
    "\x1b]8;;http://example.org\x07link\x1b]8;;\x07",
    "\x1b[c", "\x1b[6n", "\x1b[?1049l\x1b[2J\x1b[H", "\x1b[?1000l\x1b[?25h", "\x1bP$q\"p\x1b\\", "\x1b_Gi=1\x1b\\",
    "\x1bc",
    "\x9b31m", "\x9d0;HACKED\x9c", "\x00\x07\x08\x0d\x7f", "\u202eevil\u202c", "\u2066x\u2069", "\u2028\u2029\x85",
    "\u200b" * 200, "\u200d" * 200, "e" + "\u0301" * 300, ("\u0332" * 4 + "\u200d") * 60, "\ud800", "\ue000\U000f0000",
    "[/", "[/red]", "[red]x", "[link=http://example.org]x[/]", "[@click=app.quit]quit[/]", "[#zzzzzz]x[/]",
    "[$error]E[/]",
    "[@click=app.override('A','WIN')]Accept[/]", "{0.__class__}", "%s%n", "<script>alert(1)</script>", "\\x1b]0;x\\x07",
    "МІN", "Minsk\u00a0◆", "🏴\U000e0067\U000e007f", "x" * 590, "\ufeff\u00ad", "\x1b]1337;File=name=eA==:AAAA\x07",
)  # fmt: skip

MOST, MOST_IN_A_TERM = 590, 190
"""Characters of one text, as the rules take it at an order and in a deal."""

ALL_SINKS = (
    "message to all", "message to a seat", "message to control", "message of control", "request", "answer", "note",
    "what a note is about", "note of control", "deal term", "clock reason", "name of a person", "reason to reseat",
    "claim", "reason", "whispered claim", "card title", "card text", "card reason", "option text", "track reason",
    "stack reason",
    "inject reason", "grant reason", "way to decide", "decision", "shift of a need", "rule-out", "added reason",
    "settled argument", "overruling", "step back", "end of play", "answer in the hot wash", "commitment",
)  # fmt: skip
FEW = (
    "inject reason",
    "grant reason",
    "shift of a need",
    "rule-out",
    "added reason",
    "settled argument",
    "step back",
    "end of play",
)
"""Sinks that the rules open a few times in a turn: each takes a part of the texts."""


def texts(number: int, seed: int) -> list[str]:
    """Every payload, and mixtures of them."""
    chance = Random(f"words {seed}")
    mixed = ["".join(chance.sample(PAYLOADS, 3))[:150] for _ in range(max(0, number - len(PAYLOADS)))]
    return [f"{text}¦{place}" for place, text in enumerate([*PAYLOADS, *mixed][: max(number, len(PAYLOADS))])]


def bundles(found: Sequence[str], longest: int) -> list[tuple[int, str]]:
    """The texts one after another in as few orders as their lengths allow: how many, and all of them."""
    made: list[tuple[int, str]] = []
    for text in found:
        count, before = made[-1] if made else (0, "")
        if made and len(before) + 1 + len(text) <= longest:
            made[-1] = (count + 1, f"{before} {text}")
        else:
            made.append((1, text[-longest:]))
    return made


@dataclass(slots=True)
class Writer:
    """Puts hostile texts through every act that takes words; `taken` says how many texts each sink took."""

    there: Hosting
    found: Sequence[str]
    taken: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    whole: list[tuple[int, str]] = field(init=False)
    short: list[tuple[int, str]] = field(init=False)

    def __post_init__(self) -> None:
        self.whole, self.short = bundles(self.found, MOST), bundles(self.found, MOST_IN_A_TERM)

    async def put(self, whose: SeatId, act: o.Act, count: int, *sinks: str) -> bool:
        """An order with that many texts in each of these sinks; whether it stands."""
        door = self.there.door(CONTROL_CHAIR if whose == CONTROL else seat(whose))
        stands = isinstance(await door.ask(Order(whose, act)), Upheld)
        for sink in sinks if stands else ():
            self.taken[sink] += count
        return stands

    async def talk(self, part: slice) -> None:
        """A part of the texts said, asked, answered, noted and written into names and reasons."""
        for place, (count, text) in list(enumerate(self.whole))[part]:
            clock = co.MoveClock(("pause", "resume")[place % 2], 0, text)
            renamed = ("name of a person", "reason to reseat")
            await asyncio.gather(  # at once, as people do
                self.put(MIN, o.Say((), text), count, "message to all"),
                self.put(MIN, o.Say((KYI,), text), count, "message to a seat"),
                self.put(KYI, o.Say((CONTROL,), text), count, "message to control"),
                self.put(CONTROL, o.Say((), text), count, "message of control"),
                self.put(KYI, co.Request(text), count, "request"),
                self.put(MIN, co.Note(text, text), count, "note", "what a note is about"),
                self.put(CONTROL, co.Note("LO1", text), count, "note of control"),
                self.put(CONTROL, clock, count, "clock reason"),
                self.put(CONTROL, co.Reseat(WAS, text, None, text), count, *renamed),
            )
            waiting = (await self.there.control.whole(lambda table: table.state.room.requests))[-1].id
            await self.put(CONTROL, co.SettleRequest(waiting, "answered", text), count, "answer")
        size = len(self.short) // max(1, len(self.whole)) + 1
        for count, text in self.short[part.start * size : part.stop * size]:
            await self.put(KYI, o.OfferDeal(MIN, (Term("text", KYI, text=text),), public=True), count, "deal term")
            await self.put(MIN, o.DeclineDeal(self.there.door(seat("MIN")).view().deals[-1].id), 0)

    async def rule(self, part: slice) -> None:
        """A part of the texts in claims, cards and control's reasons, before the sheets are sealed."""
        unity = QuantityId("unity")
        place = self.there.hosted.game.rules.by_name[unity]
        for count, text in self.whole[part]:
            await self.put(MIN, co.Argue(text, (text, text, text)), count, "claim", "reason")
            mine = own_argument(self.there.door(seat("MIN")).view())
            assert mine is not None
            await self.put(MIN, co.SettleArgument(mine.id, Method.DROPPED), 0)
            await self.put(KYI, co.Argue(text, (text,), secret=True), count, "whispered claim")
            whispered = own_argument(self.there.door(seat("KYI")).view())
            if whispered is not None:
                await self.put(KYI, co.SettleArgument(whispered.id, Method.DROPPED), 0)
            options = (WrittenOption(MIN, OptionId("a"), text, 0, ()),)
            card = co.WriteCard(text, text, text, None, (), options)
            await self.put(CONTROL, card, count, "card title", "card text", "card reason", "option text")
            await self.choose()
            await self.there.control.go_on()
            decks = await self.there.control.whole(lambda table: table.state.decks)
            top = next(cards[0] for cards in decks.values() if len(cards) > 1)
            await self.put(CONTROL, co.Stack(top, "bottom", text), count, "stack reason")
            stands = await self.there.control.whole(lambda table: table.state.board[place])
            track = co.SetTrack(unity, 2 if stands > 4 else 8, Code.ERROR, text)
            await self.put(CONTROL, track, count, "track reason")
            await self.put(CONTROL, co.Grant((NamedShift(unity, 1),), text), count, "grant reason")

    async def inject(self, part: slice) -> None:
        """A part of the texts as reasons for cards of the decks, each brought in for one seat and taken back."""
        for count, text in self.whole[part]:
            at, decks = await self.there.control.whole(lambda table: (len(table.facts), table.state.decks))
            card = next(cards[0] for cards in decks.values() if cards)
            if await self.put(CONTROL, co.Inject(card, text, WAS), count, "inject reason"):
                await self.put(CONTROL, co.StepBack(at, text), count, "step back")

    async def choose(self) -> None:
        """Whoever a card asks takes the first of what it offers."""
        for name in PEOPLE:
            door = self.there.door(seat(name))
            while picks := [order for order in door.view().legal if isinstance(order.act, o.PickOption)]:
                await door.ask(picks[0])

    async def argue_and_seal(self) -> None:
        """Three arguments and as many orders as fit, sealed by everybody; then the sheets are opened."""
        for name, (count, text) in zip(PEOPLE, self.whole[3:], strict=False):
            await self.put(SeatId(name), co.Argue(text, (text,)), count, "claim", "reason")
            door = self.there.door(seat(name))
            kinds = self.there.hosted.game.rules.actions
            while places := [
                order
                for order in door.view().legal
                if isinstance(order.act, o.Place) and kinds[order.act.action].kind is ActionKind.SEMI
            ]:
                await door.ask(places[0])
            await door.ask(Order(SeatId(name), o.Seal()))
        while self.there.control.view().step is not Step.ADJUDICATE:
            await self.there.hosted.rest()
            await self.there.control.go_on()

    async def adjudicate(self) -> None:
        """The texts in added reasons, rulings and decisions, and after the dice in overrulings."""
        table = await self.there.control.whole(lambda table: table.state)
        spare = cycle(self.whole)
        for argument in table.room.arguments:
            for name in PEOPLE:
                if name == argument.seat:
                    continue
                count, text = next(spare)
                await self.put(SeatId(name), co.AddReason(argument.id, False, text), count, "added reason")
        placed = [(one.action, one.target) for name in PEOPLE for one in table.sheet(SeatId(name)).orders]
        (action, target), *others = placed
        for other in others[:1]:
            count, text = next(spare)
            await self.put(CONTROL, co.ShiftNeed(*other, 1, Code.ERROR, text), count, "shift of a need")
        for other in others[1:2]:
            count, text = next(spare)
            await self.put(CONTROL, co.RuleOut(*other, text), count, "rule-out")
        for method, success, (count, text) in zip(cycle((Method.FREE, Method.DICE)), cycle((True, False)), self.whole):
            await self.put(CONTROL, co.ChooseMethod(action, target, method, text), count, "way to decide")
            await self.put(CONTROL, co.Decide(action, target, success, Method.CONSENSUS, text), count, "decision")
        for argument in table.room.arguments:
            count, text = next(spare)
            settled = co.SettleArgument(argument.id, Method.DROPPED, text)
            await self.put(CONTROL, settled, count, "settled argument")
        while not (came := await self.there.control.whole(lambda table: table.state.came)):
            await self.there.control.go_on()
        one = came[0]
        other_way = one.result is not Result.OK
        for success, (count, text) in zip(cycle((other_way, not other_way)), self.whole):
            act = co.Overrule(one.action, one.target, success, Code.ERROR, text)
            await self.put(CONTROL, act, count, "overruling")

    async def end(self) -> None:
        """Play ends with a reason; the texts answer every question of the hot wash and become commitments."""
        count, text = self.whole[0]
        await self.put(CONTROL, co.EndPlay(text), count, "end of play")
        kit = self.there.hosted.game.rules.kit
        commitments = {one.id for one in kit.commitments}
        asked = cycle(kit.questions())
        for count, text in self.whole:
            question = next(asked)
            while question in commitments:
                question = next(asked)
            await self.put(MIN, co.Reflect(question, text), count, "answer in the hot wash")
            for commitment in sorted(commitments)[:1]:
                await self.put(KYI, co.Reflect(commitment, text), count, "commitment")


def parts(writer: Writer, first: int, number: int) -> Iterator[slice]:
    """The bundles from the first on, in so many parts."""
    size = max(1, -(-(len(writer.whole) - first) // number))
    return (slice(at, at + size) for at in range(first, len(writer.whole), size))
