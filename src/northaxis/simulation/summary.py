"""A batch of games in numbers: what `northaxis simulate --json` prints and what a balance report needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from northaxis.domain.ids import AgendaId, CardId, SeatId
from northaxis.domain.quantities import Kind
from northaxis.simulation.forecast import Spread, quantiles, share, shares, spreads
from northaxis.simulation.kernel import Kernel, Levels
from northaxis.simulation.record import Record


@dataclass(frozen=True, slots=True)
class SeatSummary:
    """How a seat fared: share of games won and mean score."""

    win_rate: float
    mean_score: float


@dataclass(frozen=True, slots=True)
class CardSummary:
    """A card over all games.

    `drawn` is the share of games it came up in; `chosen` the share of each option by seat; `swing` the mean change of
    the index while it lay open; `lift` the mean final index of games with it less that of games without.
    """

    drawn: float
    chosen: Mapping[SeatId, Mapping[str, float]]
    swing: float
    lift: float


@dataclass(frozen=True, slots=True)
class AgendaSummary:
    """A hidden agenda: the games it was dealt in, and of those the shares won and met."""

    dealt: int
    win_rate: float
    met: float


@dataclass(frozen=True, slots=True)
class ActionSummary:
    """An action: how often it was ordered, and in what share of the turns played."""

    orders: int
    share: float


@dataclass(frozen=True, slots=True)
class TrackSummary:
    """Where a track or switch stood at the end, and the shares of games in which it stood at either bound."""

    p5: int
    p50: int
    p95: int
    at_low: float
    at_high: float


@dataclass(frozen=True, slots=True)
class Summary:
    """A batch of games. `as_json` is its public form; keys may be added, never renamed."""

    scenario: str
    games: int
    seed: str
    levels: Mapping[SeatId, str]
    seats: Mapping[SeatId, SeatSummary]
    endings: Mapping[str, float]
    pressure: tuple[Spread, ...]
    cards: Mapping[CardId, CardSummary]
    agendas: Mapping[AgendaId, AgendaSummary]
    actions: Mapping[SeatId, Mapping[str, ActionSummary]]
    answers: Mapping[str, Mapping[str, float]]
    tracks: Mapping[str, TrackSummary]
    snaps: Mapping[str, float]
    """How often each snap came in a game, on average."""

    def as_json(self) -> dict[str, Any]:
        """One object of numbers, texts, lists and objects."""
        return asdict(self)


def summarise(kernel: Kernel, record: Record, seed: str, levels: Levels | None) -> Summary:
    """The numbers of a batch."""
    game, games = kernel.game, len(record.ending)
    default = game.scenario.bots
    of_seat = levels if isinstance(levels, Mapping) else dict.fromkeys(game.rules.seats, levels or default)
    means = record.scores.mean(axis=1)
    names = [game.scenario.id, *(variant.id for variant in game.variants)]
    return Summary(
        scenario="+".join(names),
        games=games,
        seed=seed,
        levels={seat: str(of_seat.get(seat, default)) for seat in game.rules.seats},
        seats={
            seat: SeatSummary(share(int(won.sum()), games), round(float(mean), 3))
            for seat, won, mean in zip(kernel.scoring.seats, record.won, means, strict=True)
        },
        endings=shares(record),
        pressure=spreads(record),
        cards=_cards(kernel, record),
        agendas=_agendas(kernel, record),
        actions=_actions(kernel, record),
        answers=_answers(kernel, record),
        tracks=_tracks(kernel, record),
        snaps={
            snap: share(count, games) for snap, count in zip(kernel.turn_ends.snaps, record.snaps.tolist(), strict=True)
        },
    )


def _cards(kernel: Kernel, record: Record) -> dict[CardId, CardSummary]:
    games, found = len(record.ending), dict[CardId, CardSummary]()
    last = record.index[record.turns - record.first_turn, np.arange(games)].astype(np.int64)
    for place, card in enumerate(kernel.cards.cards):
        with_it = record.card_games[place]
        drawn, total = int(with_it.sum()), int(last[with_it].sum())
        lift = total / drawn - (int(last.sum()) - total) / (games - drawn) if 0 < drawn < games else 0.0
        chosen: dict[SeatId, dict[str, float]] = {}
        for options, tally in zip(kernel.cards.seats, record.options, strict=True):
            first, count = int(options.first[place]), int(options.count[place])
            if count:
                picks = tally[first : first + count]
                names = [option.id for _, option in options.options[first : first + count]]
                chosen[options.seat] = {
                    name: share(n, int(picks.sum())) for name, n in zip(names, picks.tolist(), strict=True)
                }
        found[card.id] = CardSummary(
            share(drawn, games), chosen, share(int(record.swing[place]), drawn), round(lift, 4)
        )
    return found


def _agendas(kernel: Kernel, record: Record) -> dict[AgendaId, AgendaSummary]:
    found = {}
    for row, seat in enumerate(kernel.scoring.seats):
        for place, agenda in enumerate(kernel.game.rules.seats[seat].agendas):
            dealt = record.agenda[row] == place
            count = int(dealt.sum())
            won, met = int(record.won[row][dealt].sum()), int(record.met[row][dealt].sum())
            found[agenda.id] = AgendaSummary(count, share(won, count), share(met, count))
    return found


def _actions(kernel: Kernel, record: Record) -> dict[SeatId, dict[str, ActionSummary]]:
    found: dict[SeatId, dict[str, ActionSummary]] = {}
    for sheet, tally in zip(kernel.sheets, record.plays, strict=True):
        counts = np.bincount(sheet.action[:-1], tally, minlength=len(sheet.actions)).astype(np.int64).tolist()
        found[sheet.seat] = {
            action.id: ActionSummary(count, share(count, record.sheets))
            for action, count in zip(sheet.actions, counts, strict=True)
        }
    return found


def _answers(kernel: Kernel, record: Record) -> dict[str, dict[str, float]]:
    kinds = [kind.value for kind in kernel.demanding.kinds]
    return {
        asker.demander.id: {kind: share(n, int(row.sum())) for kind, n in zip(kinds, row.tolist(), strict=True)}
        for asker, row in zip(kernel.demanding.askers, record.answers, strict=True)
    }


def _tracks(kernel: Kernel, record: Record) -> dict[str, TrackSummary]:
    found = {}
    for quantity, row in zip(kernel.game.rules.quantities, record.finals, strict=True):
        if quantity.kind in (Kind.TRACK, Kind.SWITCH):
            p5, _, p50, _, p95 = quantiles(row)
            low, high = int((row == quantity.low).sum()), int((row == quantity.high).sum())
            found[str(quantity.id)] = TrackSummary(p5, p50, p95, share(low, row.size), share(high, row.size))
    return found
