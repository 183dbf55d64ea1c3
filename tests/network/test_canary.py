"""Whole hosted games in which every secret word and every token is a marker, and no marker leaves for anybody else.

Looked at are all frames and pages, the bytes of screens, the log at its finest, both standard streams, names and
contents of temporary files, and the notice of a crash; each plain and as base64, hex, UTF-16, JSON, in a URL and
deflated. `pytest tests/network/test_canary.py --n 40` for more games.
"""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import quote

import pytest
from tests.network.ears import Ear, Pane, get, pages
from tests.network.hosting import Hosting, hosting, seat
from tests.network.pairs import EVERYBODY, seat_or_wall

from northaxis.domain import control_orders as co, orders as o
from northaxis.domain.facts import Step, Term
from northaxis.domain.ids import CONTROL, SeatId
from northaxis.domain.orders import Order
from northaxis.domain.rulings import Upheld
from northaxis.services.lobby import CONTROL_CHAIR, OBSERVER_CHAIR, PROJECTOR_CHAIR
from northaxis.tui.browser.host import BrowserHost

GAMES = 3
TURNS = 2
WIRE = ("MIN", "KYI", "WAS")
"""Seats that listen on the wire; BEI sits in a browser, the others are doors."""
BROWSER = "BEI"


@dataclass
class Markers:
    """Every secret, with the names of the channels that may carry it."""

    chance: Random
    owners: dict[str, frozenset[str]] = field(default_factory=dict)

    def new(self, *owners: str) -> str:
        """A secret of 128 bits, as a word."""
        word = f"{self.chance.getrandbits(128):032x}"
        self.owners[word] = frozenset(owners)
        return word


def forms(marker: str) -> Iterator[bytes]:
    """The marker in each way in which it may be written."""
    plain = marker.encode()
    yield plain
    yield plain.upper()
    yield plain[::-1]
    yield plain.hex().encode()
    yield marker.encode("utf-16-le")
    yield marker.encode("utf-16-be")
    yield "".join(f"\\u{ord(sign):04x}" for sign in marker).encode()
    yield "".join(f"%{ord(sign):02X}" for sign in marker).encode()
    yield quote(marker).encode()
    for ahead in range(3):  # a marker may begin at any of three places of a base64 text
        whole = base64.b64encode(bytes(ahead) + plain)
        yield whole[4 if ahead else 0 : -4]


def inflated(data: bytes) -> bytes:
    """What is in the deflated streams of these bytes, besides the bytes themselves."""
    found = [data]
    for head in (b"\x78\x01", b"\x78\x9c", b"\x78\xda", b"\x1f\x8b"):
        at = data.find(head)
        while at >= 0:
            with suppress(zlib.error):
                found.append(zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(data[at:]))
            at = data.find(head, at + 1)
    return b"\n".join(found)


def leaks(markers: Markers, channels: dict[str, bytes]) -> list[str]:
    """Which markers are in which channels that may not carry them."""
    found = []
    for name, data in channels.items():
        text = inflated(data)
        for marker, owners in markers.owners.items():
            if name not in owners and any(form in text for form in forms(marker)):
                found.append(f"a secret of {sorted(owners)} left by {name}")
    return found


# --- a game -------------------------------------------------------------------------------------------------------


async def give(there: Hosting, whose: SeatId, act: o.Act) -> bool:
    door = there.door(CONTROL_CHAIR if whose == CONTROL else seat(whose))
    return isinstance(await door.ask(Order(whose, act)), Upheld)


async def a_turn(there: Hosting, markers: Markers) -> int:
    """Secrets of every kind in an orders step, then on to the next one; how many were taken."""
    taken = 0
    for place, whose in enumerate(EVERYBODY):
        other = EVERYBODY[(place + 3) % len(EVERYBODY)]
        acts: list[tuple[o.Act, tuple[str, ...]]] = [
            (co.Note("LO1", markers.new(whose, CONTROL)), ()),
            (co.Request(f"May we {markers.new(whose, CONTROL)}?"), ()),
            (o.Say((other,), markers.new(whose, other, CONTROL)), ()),
            (o.Say((CONTROL,), markers.new(whose, CONTROL)), ()),
            (o.OfferDeal(other, (Term("text", whose, text=markers.new(whose, other, CONTROL)),)), ()),
        ]
        for act, _ in acts:
            taken += await give(there, whose, act)
        await there.door(seat(whose)).keep_draft("talk", markers.new(whose))
    for request in await there.control.whole(lambda table: table.state.room.requests):
        if request.status == "claim":
            answer = co.SettleRequest(request.id, "answered", markers.new(str(request.seat), CONTROL))
            taken += await give(there, CONTROL, answer)
    taken += await give(there, CONTROL, co.Note("LO1", markers.new(CONTROL)))
    # a claim is its owner's until the sheets are opened; here it never comes to that
    taken += await give(there, CONTROL, co.WriteCard("A card", "For one.", markers.new("MOS", CONTROL), SeatId("MOS")))
    return taken


async def to_orders(there: Hosting, turn: int) -> None:
    while (view := there.control.view()).step is not Step.ORDERS or view.turn < turn:
        for whose in EVERYBODY:
            door = there.door(seat(whose))
            while (seen := door.view()).owes:
                act = o.Seal() if seen.step is Step.ORDERS else seen.legal[0].act
                assert isinstance(await door.ask(Order(door.seat, act)), Upheld)
        await there.control.go_on()


def files_in(folder: Path) -> bytes:
    """Names and contents of all files."""
    return b"\n".join(path.name.encode() + (path.read_bytes() if path.is_file() else b"") for path in folder.rglob("*"))


async def played(seed: int, markers: Markers, folder: Path) -> dict[str, bytes]:
    """Play a game; everything that left by each channel."""
    screens = BrowserHost(seat_or_wall)
    async with hosting("S2", EVERYBODY, None, lambda _: screens, seed=str(seed)) as there, AsyncExitStack() as stack:
        for chair in there.lobby.chairs():
            link = there.lobby.link(chair)
            owners = {"control"} | ({str(chair.seat)} if chair.seat in EVERYBODY else {str(chair.kind)})
            markers.owners[link.token] = markers.owners[link.code] = frozenset(owners | {f"pages of {chair.id}"})
        await to_orders(there, 1)
        ears = {name: Ear(there, seat(name)) for name in WIRE}
        ears |= {"observer": Ear(there, OBSERVER_CHAIR), "projector": Ear(there, PROJECTOR_CHAIR)}
        for ear in ears.values():
            await ear.open()
            stack.push_async_callback(ear.close)
        panes = {BROWSER: Pane(there, seat(BROWSER)), "wall": Pane(there, PROJECTOR_CHAIR)}
        for pane in panes.values():
            await pane.open()
            stack.push_async_callback(pane.close)
        stack.push_async_callback(screens.close)
        taken = 0
        for turn in range(1, TURNS + 1):
            await to_orders(there, turn)
            taken += await a_turn(there, markers)
        async with asyncio.timeout(30):
            for pane in panes.values():
                await pane.glass.still(0.2)
        assert taken > 30 * TURNS, "too few of the secrets were taken"
        found = {name: "\n".join(ear.frames).encode() for name, ear in ears.items()}
        for name, pane in panes.items():
            found[name] = b"".join(data for _, data in pane.glass.sends) + pane.glass.text.encode()
            found[f"{name} flat"] = pane.glass.text.replace("\n", "").replace(" ", "").encode()
            markers.owners.update({word: who | {f"{name} flat"} for word, who in markers.owners.items() if name in who})
        for chair in (seat("MIN"), OBSERVER_CHAIR):
            found[f"pages of {chair.id}"] = "\n".join(await pages(there, chair)).encode()
        found["a stranger"] = (await get(there, "/")).encode() + (await get(there, f"/s/{'x' * 28}")).encode()
    found["files"] = files_in(folder)
    return found


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("asyncio").setLevel(logging.DEBUG)
    return caplog


async def a_game(
    seed: int, folder: Path, logged: pytest.LogCaptureFixture, streams: pytest.CaptureFixture[str]
) -> list[str]:
    markers = Markers(Random(f"canary {seed}"))
    channels = await played(seed, markers, folder)
    said = streams.readouterr()
    channels |= {"log": logged.text.encode(), "stdout": said.out.encode(), "stderr": said.err.encode()}
    logged.clear()
    return leaks(markers, channels)


@pytest.mark.slow
async def test_no_marker_leaves_by_a_channel_that_is_not_its_owners(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    everything_logged: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    number, first = request.config.getoption("--n") or GAMES, request.config.getoption("--seed")
    found = [await a_game(seed, tmp_path, everything_logged, capsys) for seed in range(first, first + number)]
    with capsys.disabled():
        print(f"canary {sum(not each for each in found)}/{number}")
    assert not [leak for each in found for leak in each]


@pytest.mark.slow
async def test_a_token_in_a_debug_line_is_found(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    everything_logged: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from northaxis.network.server import TableServer

    honest = TableServer._pass

    def telling(self: TableServer, request: object) -> object:
        found = honest(self, request)  # type: ignore[arg-type]  # passed on as it is
        logging.getLogger("northaxis.network").debug("came in with %s", self.lobby.link(found.chair).token)
        return found

    monkeypatch.setattr(TableServer, "_pass", telling)
    assert any("left by log" in leak for leak in await a_game(1, tmp_path, everything_logged, capsys))


@pytest.mark.parametrize("form", range(12))
def test_a_marker_is_found_in_each_form(form: int) -> None:
    markers = Markers(Random(1))
    marker = markers.new("MIN")
    written = list(forms(marker))[form]
    assert leaks(markers, {"KYI": b"before " + written + b" after"})
    assert leaks(markers, {"KYI": b"before " + zlib.compress(b"in " + written) + b" after"})
    assert leaks(markers, {"KYI": json.dumps({"text": marker}).encode()})
    assert not leaks(markers, {"MIN": written})


def test_the_notice_of_a_crash_names_no_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from northaxis.tui.crash import crash_notice, frames

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    markers = Markers(Random(2))
    secret = markers.new("MIN")
    try:
        raise KeyError(secret)
    except KeyError as error:
        said = crash_notice(error).plain + frames(error)
    written = files_in(tmp_path)
    assert written
    assert not leaks(markers, {"notice": said.encode(), "file": written})
