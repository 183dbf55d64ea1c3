"""The board of a rule set: tracks, switches, flags, counters, influence points and the clock, each at its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from northaxis.content.bench import Bench
from northaxis.content.forms import Shaped
from northaxis.domain.ids import QuantityId, SeatId
from northaxis.domain.quantities import EVERYONE, Kind, Quantity

if TYPE_CHECKING:
    from northaxis.content.schema import FlagsFile, SeatFile, TracksFile

MOST_COUNTED = 999
MOST_TURNS = 99
FLAG_LOW, FLAG_HIGH = -1, 99


def compile_board(
    bench: Bench,
    tracks: Shaped[TracksFile],
    flags: Shaped[FlagsFile],
    seats: Sequence[Shaped[SeatFile]],
    cap: int,
) -> tuple[Quantity, ...]:
    """Tracks, switches, flags, counters, influence by initiative (at most `cap` points a seat), then the clock."""
    board = (
        *_tracks(bench, tracks),
        *_switches(bench, tracks),
        *_flags(bench, flags),
        *_counts(bench, flags),
        *_influence(bench, seats, cap),
        *_clock(),
    )
    return tuple(replace(quantity, index=place) for place, quantity in enumerate(board))


def _tracks(bench: Bench, shaped: Shaped[TracksFile]) -> Iterable[Quantity]:
    for spot, track in shaped.each("tracks", shaped.form.tracks):
        if not track.low <= track.start <= track.high or track.low == track.high:
            limits = f"{track.low} to {track.high}"
            bench.problems.append(
                (spot / "start").problem("out-of-range", f"the start {track.start} is not within {limits}")
            )
        yield Quantity(
            index=0,
            id=QuantityId(track.id),
            kind=Kind.TRACK,
            name=track.name,
            short=track.short,
            meaning=track.meaning,
            low=track.low,
            high=track.high,
            start=track.start,
            seen=bench.seen(track.seen, spot / "seen"),
            group=track.group,
            higher_is=track.higher_is,
            why=track.why,
            cites=bench.cites(track.cites, spot / "cites"),
        )


def _switches(bench: Bench, shaped: Shaped[TracksFile]) -> Iterable[Quantity]:
    for spot, switch in shaped.each("switches", shaped.form.switches):
        yield Quantity(
            index=0,
            id=QuantityId(switch.id),
            kind=Kind.SWITCH,
            name=switch.name,
            short=switch.short,
            meaning=switch.meaning,
            low=0,
            high=1,
            start=1 if switch.start == "on" else 0,
            seen=bench.seen(switch.seen, spot / "seen"),
            group="platform",
            why=switch.why,
            cites=bench.cites(switch.cites, spot / "cites"),
            prices=tuple(switch.prices.items()),
        )


def _flags(bench: Bench, shaped: Shaped[FlagsFile]) -> Iterable[Quantity]:
    for spot, flag in shaped.each("flags", shaped.form.flags):
        yield Quantity(
            index=0,
            id=QuantityId(f"flag.{flag.id}"),
            kind=Kind.FLAG,
            name=flag.name,
            short=flag.name,
            meaning=flag.meaning,
            low=FLAG_LOW,
            high=FLAG_HIGH,
            start=0,
            seen=bench.seen(flag.seen, spot / "seen"),
            cites=bench.cites(flag.cites, spot / "cites"),
            ends_play=flag.ends_play,
        )


def _counts(bench: Bench, shaped: Shaped[FlagsFile]) -> Iterable[Quantity]:
    for spot, counter in shaped.each("counters", shaped.form.counters):
        yield Quantity(
            index=0,
            id=QuantityId(f"count.{counter.id}"),
            kind=Kind.COUNT,
            name=counter.name,
            short=counter.name,
            meaning=counter.meaning,
            low=0,
            high=MOST_COUNTED,
            start=0,
            seen=bench.seen(counter.seen, spot / "seen"),
        )


def _influence(bench: Bench, seats: Sequence[Shaped[SeatFile]], cap: int) -> Iterable[Quantity]:
    for shaped in seats:
        seat = shaped.form.seat
        if seat.start > cap:
            spot = shaped.spot / "seat" / "start"
            bench.problems.append(spot.problem("out-of-range", f"a seat holds at most {cap} influence points"))
        yield Quantity(
            index=0,
            id=QuantityId(f"ip.{seat.id}"),
            kind=Kind.IP,
            name=f"influence of {seat.name}",
            short=f"IP {seat.id}",
            meaning=f"influence points that {seat.name} can spend",
            low=0,
            high=cap,
            start=min(seat.start, cap),
            seen=frozenset({SeatId(seat.id)}),
            owner=SeatId(seat.id),
        )


def _clock() -> Iterable[Quantity]:
    for id, meaning in (("turn", "the turn being played"), ("turns", "the turns scheduled")):
        yield Quantity(0, QuantityId(id), Kind.CLOCK, id, id, meaning, 0, MOST_TURNS, 0, EVERYONE)
