"""On the real server: pairs of hosted games that differ in one seat's secret send everybody else the same bytes.

`pytest tests/network/test_secrecy.py --n 20 --seed 1` plays twenty pairs of every kind. Leaks are planted in the server
layer, and each must be caught.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

import pytest
from tests.network.ears import Ear
from tests.network.hosting import seat
from tests.network.pairs import EVERYBODY, SECRETS, Secret, a_side, unequal

from northaxis.domain.control_facts import Estimated
from northaxis.domain.facts import Step
from northaxis.domain.ids import CONTROL, PUBLIC
from northaxis.domain.rulings import Refused
from northaxis.network import answers, follower
from northaxis.network.feed import Feed
from northaxis.network.follower import Follower
from northaxis.network.server import TableServer
from northaxis.services.hosted import HostedClient, HostedTable, Shown
from northaxis.services.lobby import Lobby, Pass

SEEN_ON_SCREEN = (
    "other_sheet",
    "other_words",
    "revisions",
    "reconnects",
    "other_whisper",
    "ended_project",
    "other_answer",
    "who_answers",
)
"""Kinds of which the gate plays a pair with a browser seat as well."""


@pytest.mark.slow
@pytest.mark.parametrize("kind", SECRETS)
async def test_nobody_else_is_sent_a_byte_that_depends_on_a_secret(kind: str, request: pytest.FixtureRequest) -> None:
    number, first = request.config.getoption("--n") or 1, request.config.getoption("--seed")
    place = list(SECRETS).index(kind)
    seeds = [first + place + step * len(SECRETS) for step in range(number)]
    found = {seed: await unequal(kind, seed) for seed in seeds}
    print(f"server-noninterference {kind} {sum(not apart for apart in found.values())}/{number}")
    assert not [apart for each in found.values() for apart in each]


@pytest.mark.slow
@pytest.mark.parametrize("kind", SEEN_ON_SCREEN)
async def test_the_screen_of_a_browser_seat_shows_nothing_of_a_secret_either(
    kind: str, request: pytest.FixtureRequest
) -> None:
    number, first = request.config.getoption("--n") or 1, request.config.getoption("--seed")
    found = [await unequal(kind, first + 100 + step, browser=True) for step in range(number)]
    print(f"server-noninterference-screens {kind} {sum(not apart for apart in found)}/{number}")
    assert not [apart for each in found for apart in each]


def test_the_kinds_of_pairs_are_on_all_four_axes() -> None:
    assert {secret.axis for secret in SECRETS.values()} == {"payload", "count", "schedule", "identity"}


# --- the acknowledgement ------------------------------------------------------------------------------------------

SHEETS: tuple[list[str], ...] = (
    [],
    ["place MIN-PAY"],
    ["place MIN-SUB", "place MIN-PAY", "withdraw MIN-PAY", "say KYI We should talk about this for a long time."],
)


async def acknowledgements(orders: list[str]) -> tuple[list[str], str]:
    """What a seat is sent in answer to orders that stand, and to sealing them; news aside."""
    async with a_side(Secret("payload", a_seal), 9, 0) as side:
        await side.on_to(Step.ORDERS)
        ear = side.ears["MIN"] = await Ear(side.there, seat("MIN")).open()
        await side.settle()
        answers = []
        for number, text in enumerate([*orders, "seal"]):
            ruling = await ear.ask(f"command-{number}", f"MIN: {text}")
            answers.append(ruling.partition(",")[2])
        return answers[:-1], answers[-1]


async def a_seal(_: object) -> None:
    """Nothing: the acknowledgement itself is looked at."""


async def test_what_was_sealed_shows_in_no_acknowledgement() -> None:
    found = [await acknowledgements(orders) for orders in SHEETS]
    assert {len(answer) for answers, seal in found for answer in (*answers, seal)} == {len(found[0][1])}
    assert len({answer.replace("command-1", "command-0") for answer in found[1][0] + found[0][0] + [found[0][1]]}) == 1


async def test_an_acknowledgement_that_tells_its_order_would_be_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = Follower._ask

    async def telling(self: Follower, command: str, text: str) -> None:
        await honest(self, command, text)
        self._replies[-1]["order"] = text

    monkeypatch.setattr(Follower, "_ask", telling)
    found = [await acknowledgements(orders) for orders in SHEETS[1:]]
    assert len({len(answer) for answers, _ in found for answer in answers}) > 1


# --- planted leaks ------------------------------------------------------------------------------------------------

Plant = Callable[[pytest.MonkeyPatch], None]


def table_of(hosted: HostedTable) -> Any:
    return hosted._table


def one_number_for_all(patch: pytest.MonkeyPatch) -> None:
    """Frames are numbered for the whole table."""

    async def send(self: Follower, text: str) -> None:
        hosted: Any = self._door._hosted
        hosted.sent = getattr(hosted, "sent", 0) + 1
        await self._socket.send_str(f'{{"n":{hosted.sent},{text[1:]}')

    patch.setattr(Follower, "_send", send)


def standing(patch: pytest.MonkeyPatch, told: Callable[[HostedTable], str]) -> None:
    """Everybody's standing says something more, each time that it changes, after any command."""
    patch.setattr(HostedClient, "trouble", property(lambda self: told(self._hosted)))
    publish = HostedTable._publish

    def louder(self: HostedTable, noticed: Any, trouble: str, whose: Any) -> None:
        publish(self, noticed, trouble, whose)
        for each in self._eyes:
            self.tell(each)

    patch.setattr(HostedTable, "_publish", louder)


def who_has_sealed(patch: pytest.MonkeyPatch) -> None:
    """The seats that have sealed are named."""
    standing(patch, lambda hosted: ",".join(w for w in EVERYBODY if table_of(hosted).state.sheet(w).sealed))


def how_often_it_was_revised(patch: pytest.MonkeyPatch) -> None:
    """Every fact of the journal is counted."""
    standing(patch, lambda hosted: str(len(table_of(hosted).facts)))


def who_wrote_last(patch: pytest.MonkeyPatch) -> None:
    """The seats stand in the order in which they last wrote."""
    standing(patch, lambda hosted: ",".join(dict.fromkeys(
        str(fact.seat) for fact in reversed(table_of(hosted).facts) if hasattr(fact, "seat")
    )))  # fmt: skip


def how_much_was_said(patch: pytest.MonkeyPatch) -> None:
    """The size of the journal is told."""
    standing(patch, lambda hosted: str(len(repr(table_of(hosted).facts))))


def news_of_nothing(patch: pytest.MonkeyPatch) -> None:
    """Whatever happens is news to everybody, if only that there is none."""
    news = Feed.news

    def chatty(self: Feed, held: Any) -> Any:
        return news(self, held) or ('"type":"delta","view":{},"facts":[],"hash":""', held)

    patch.setattr(Feed, "news", chatty)
    standing(patch, lambda hosted: hosted.trouble)


def header(patch: pytest.MonkeyPatch, told: Callable[[TableServer], str]) -> None:
    honest = TableServer._headers
    patch.setattr(TableServer, "_headers", lambda self, request: {**honest(self, request), "X-Told": told(self)})


def presence_in_milliseconds(patch: pytest.MonkeyPatch) -> None:
    """When somebody came or went is kept to the millisecond, and told with each page."""
    patch.setattr(Lobby, "_note", lambda self, chair, now: self._since.__setitem__(chair, now))
    header(patch, lambda server: str(max(each.since for each in server.lobby.presence())))


def facts_in_a_header(patch: pytest.MonkeyPatch) -> None:
    """Every page says how long the journal is."""
    header(patch, lambda server: str(len(table_of(server._hosted).facts)))


def windows_in_an_error(patch: pytest.MonkeyPatch) -> None:
    """The answer to a wrong link says how busy the table is."""
    plain = answers.plain
    servers: list[TableServer] = []
    header(patch, lambda server: servers.append(server) or "")  # type: ignore[func-returns-value]  # only remembers it
    patch.setattr(answers, "plain", lambda status, text: plain(status, f"{text}{_open(servers)}"))


def _open(servers: list[TableServer]) -> int:
    return len(servers[-1]._sockets) if servers else 0


def the_head_in_the_welcome(patch: pytest.MonkeyPatch) -> None:
    """Whoever comes is told the hash of the journal, to be able to compare it later."""
    honest = follower.welcome

    def welcome(head: Any, door: HostedClient, known: str) -> dict[str, str]:
        entries = list(table_of(door._hosted).store.entries())
        return {**honest(head, door, known), "head": json.dumps(entries[-1].hash)}

    patch.setattr(follower, "welcome", welcome)


def one_hash_of_everything(patch: pytest.MonkeyPatch) -> None:
    """Equality is proven over the whole state of the table."""
    honest = TableServer._feed

    def feed(self: TableServer, door: HostedClient) -> Feed:
        made = honest(self, door)
        made._hash = sha256(repr(table_of(self._hosted).facts).encode()).hexdigest()
        return made

    patch.setattr(TableServer, "_feed", feed)


def one_feed_for_all(patch: pytest.MonkeyPatch) -> None:
    """The encoded news are shared between seats, and not only within one."""

    def feed(self: TableServer, door: HostedClient) -> Feed:
        made = self._feeds.setdefault(PUBLIC, Feed(self._form, PUBLIC))
        made.update(self._hosted.shown(next((w for w in EVERYBODY if self.lobby.is_here(seat(w))), door.seat)))
        return made

    patch.setattr(TableServer, "_feed", feed)


def onlookers_see_it_all(patch: pytest.MonkeyPatch) -> None:
    """Who only looks on is shown what control is shown."""
    honest = HostedTable.shown

    def shown(self: HostedTable, whose: Any) -> Shown:
        found = honest(self, whose)
        return found if whose != PUBLIC else Shown(found.game, found.view, honest(self, CONTROL).facts, found.news)

    patch.setattr(HostedTable, "shown", shown)


def drafts_by_key(patch: pytest.MonkeyPatch) -> None:
    """What is half written is kept by what it is for, not by whose it is."""
    draft, keep = HostedTable.draft, HostedTable.keep_draft
    one = Pass(seat("MIN"), 1)
    patch.setattr(HostedTable, "draft", lambda self, pass_, key: draft(self, one, key))
    patch.setattr(HostedTable, "keep_draft", lambda self, pass_, key, text: keep(self, one, key, text))


def telling_refusals(patch: pytest.MonkeyPatch) -> None:
    """A refusal numbers itself among all orders of the table."""
    honest = HostedTable.ask

    async def ask(self: HostedTable, *asked: Any, **beside: Any) -> Any:
        hosted: Any = self
        hosted.asked = getattr(hosted, "asked", 0) + 1
        ruling = await honest(self, *asked, **beside)
        if isinstance(ruling, Refused):
            return Refused(ruling.reason, f"{ruling.detail} (order {hosted.asked})", ruling.rule)
        return ruling

    patch.setattr(HostedTable, "ask", ask)


def clock_told_at_each_command(patch: pytest.MonkeyPatch) -> None:
    """The time left is told anew whenever somebody writes."""
    patch.setattr(HostedClient, "clock_mark", lambda self: len(table_of(self._hosted).facts))
    standing(patch, lambda hosted: hosted.trouble)


def clock_told_when_somebody_whispers(patch: pytest.MonkeyPatch) -> None:
    """A frame goes to all when a whisper is stored; what is in it says nothing."""
    patch.setattr(HostedClient, "clock_mark", lambda self: len(whispered(self._hosted)))
    standing(patch, lambda hosted: hosted.trouble)


def whispered(hosted: HostedTable) -> list[str]:
    return [one.id for one in table_of(hosted).state.room.arguments if one.secret]


def arguments_on_every_page(patch: pytest.MonkeyPatch) -> None:
    """Every page counts the arguments of the table, those in secret too."""
    header(patch, lambda server: str(len(table_of(server._hosted).state.room.arguments)))


def projects_in_the_welcome(patch: pytest.MonkeyPatch) -> None:
    """Whoever comes is told how many projects stand."""
    honest = follower.welcome

    def welcome(head: Any, door: HostedClient, known: str) -> dict[str, str]:
        return {**honest(head, door, known), "projects": str(len(table_of(door._hosted).state.room.projects))}

    patch.setattr(follower, "welcome", welcome)


def who_has_whispered(patch: pytest.MonkeyPatch) -> None:
    """The arguments of the table are named to all, by their seats."""
    standing(patch, lambda hosted: ",".join(whispered(hosted)))


def who_has_answered(patch: pytest.MonkeyPatch) -> None:
    """The seats that have answered control are named."""
    standing(patch, lambda hosted: ",".join(
        seat for one in table_of(hosted).state.room.arguments for seat in sorted(one.estimates)
    ))  # fmt: skip


def who_has_answered_first(patch: pytest.MonkeyPatch) -> None:
    """The seats that have answered control are named in the order in which they did."""
    standing(patch, lambda hosted: ",".join(
        seat for one in table_of(hosted).state.room.arguments for seat in one.estimates
    ))  # fmt: skip


def the_room_so_far(patch: pytest.MonkeyPatch) -> None:
    """Everybody is told what the room has answered on the whole so far."""
    standing(patch, lambda hosted: str(sum(
        sum(one.estimates.values()) for one in table_of(hosted).state.room.arguments
    )))  # fmt: skip


def every_answer_is_counted(patch: pytest.MonkeyPatch) -> None:
    """An answer that is changed counts as another."""
    standing(patch, lambda hosted: str(sum(isinstance(fact, Estimated) for fact in table_of(hosted).facts)))


LEAKS: Mapping[Plant, str] = {
    one_number_for_all: "reads",
    who_has_sealed: "sooner_or_later",
    how_often_it_was_revised: "revisions",
    who_wrote_last: "before_or_after",
    how_much_was_said: "other_words",
    news_of_nothing: "notes",
    presence_in_milliseconds: "reconnects",
    facts_in_a_header: "notes",
    windows_in_an_error: "stays_here",
    the_head_in_the_welcome: "other_note",
    one_hash_of_everything: "other_request",
    one_feed_for_all: "stays_here",
    onlookers_see_it_all: "other_prediction",
    drafts_by_key: "other_draft",
    telling_refusals: "refusals",
    clock_told_at_each_command: "slow_writer",
    clock_told_when_somebody_whispers: "whispers",
    arguments_on_every_page: "whispers",
    projects_in_the_welcome: "ended_project",
    who_has_whispered: "who_whispers",
    who_has_answered: "who_answers",
    who_has_answered_first: "answers_in_order",
    the_room_so_far: "other_answer",
    every_answer_is_counted: "second_thoughts",
}
"""Twenty-four leaks of the server layer, each with the kind of pair that must catch it."""


@pytest.mark.slow
@pytest.mark.parametrize("plant", LEAKS, ids=lambda plant: plant.__name__)
async def test_a_leak_planted_in_the_server_is_caught(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    assert await unequal(LEAKS[plant], 1)


@pytest.mark.slow
async def test_a_leak_onto_the_screen_of_a_browser_seat_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    standing(monkeypatch, lambda hosted: f"{len(table_of(hosted).facts)} facts so far")
    assert any("screen:" in apart for apart in await unequal("notes", 4, browser=True))
