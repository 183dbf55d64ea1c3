"""The balance report: a batch of simulated games read for an author, in plain words, with what each line rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from northaxis.domain.ids import ActionId, DeckId
from northaxis.domain.quantities import Kind
from northaxis.domain.ruleset import Game

if TYPE_CHECKING:
    from northaxis.simulation.summary import Summary

FAIR = (0.25, 0.75)
"""Shares of games between which a seat or an agenda wins fairly."""

DEAD_CARD, DOMINANT, DEAD_ACTION, STUCK = 0.01, 0.95, 0.001, 0.60
"""Drawn in fewer games; chosen more often; ordered in fewer turns; at a bound in more final positions."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing an author may want to change: a stable code, what it is about, and a sentence."""

    code: str
    about: str
    text: str


def remarks(game: Game, batch: Summary, deck: DeckId | None = None) -> tuple[Remark, ...]:
    """What stands out in a batch: unfair seats and agendas, dead cards and actions, dominant options, stuck tracks."""
    return (
        *_seats(game, batch),
        *_agendas(batch),
        *_cards(game, batch, deck),
        *_actions(game, batch),
        *_tracks(game, batch),
    )


def _percent(share: float) -> str:
    return f"{round(100 * share)} %"


def _seats(game: Game, batch: Summary) -> Iterator[Remark]:
    for id, seat in batch.seats.items():
        name = game.rules.seats[id].name
        if seat.win_rate < FAIR[0]:
            yield Remark(
                "hard-seat", id, f"{name} wins {_percent(seat.win_rate)} of games: lower its bar or ease a goal"
            )
        elif seat.win_rate > FAIR[1]:
            yield Remark("easy-seat", id, f"{name} wins {_percent(seat.win_rate)} of games: raise its bar")


def _agendas(batch: Summary) -> Iterator[Remark]:
    for id, agenda in batch.agendas.items():
        if agenda.dealt and not FAIR[0] <= agenda.win_rate <= FAIR[1]:
            word = "hard" if agenda.win_rate < FAIR[0] else "easy"
            yield Remark(f"{word}-agenda", id, f"the agenda {id} wins {_percent(agenda.win_rate)} when it is dealt")


def _cards(game: Game, batch: Summary, deck: DeckId | None) -> Iterator[Remark]:
    for id, card in batch.cards.items():
        if deck is not None and game.cards[id].deck != deck:
            continue
        title = game.cards[id].title
        if card.drawn < DEAD_CARD:
            yield Remark("dead-card", id, f'{id} "{title}" comes up in {_percent(card.drawn)} of games')
        for seat, options in card.chosen.items():
            for option, share in options.items():
                if share > DOMINANT and len(options) > 1:
                    text = f'{seat} chooses {option} on {id} "{title}" {_percent(share)} of the time: no real choice'
                    yield Remark("dominant-option", f"{id}.{seat}.{option}", text)


def _actions(game: Game, batch: Summary) -> Iterator[Remark]:
    for actions in batch.actions.values():
        for id, action in actions.items():
            rules = game.rules.actions[ActionId(id)]
            if action.share < DEAD_ACTION and not rules.rare:
                yield Remark(
                    "dead-action", id, f'"{rules.name}" ({id}) is ordered in fewer than one turn in a thousand'
                )


def _tracks(game: Game, batch: Summary) -> Iterator[Remark]:
    switches = {quantity.id for quantity in game.rules.quantities if quantity.kind is Kind.SWITCH}
    for id, track in batch.tracks.items():
        if id in switches:  # a switch is always at one end
            continue
        worst = max(track.at_low, track.at_high)
        if worst > STUCK:
            end = "lowest" if track.at_low > track.at_high else "highest"
            yield Remark("stuck-track", id, f"{id} ends at its {end} value in {_percent(worst)} of games")


def report(game: Game, batch: Summary, deck: DeckId | None = None) -> Iterator[str]:
    """The report in lines: how the games went, what moves pressure, and what stands out."""
    yield f"{batch.games} games of {game.scenario.name}, bots in every seat"
    yield ""
    yield "How they ended: " + ", ".join(f"{name} {_percent(share)}" for name, share in batch.endings.items() if share)
    yield "Who won: " + ", ".join(f"{id} {_percent(seat.win_rate)}" for id, seat in batch.seats.items())
    yield "Pressure, middle and the span of nine games in ten:"
    for spread in batch.pressure:
        yield f"  turn {spread.turn}: {spread.p50:>3}   {spread.p5} to {spread.p95}"
    yield ""
    mine = [(card.swing, id) for id, card in batch.cards.items() if deck in (None, game.cards[id].deck) and card.drawn]
    yield "Cards that move pressure most while they lie open:"
    for swing, id in sorted(mine, key=lambda entry: -abs(entry[0]))[:8]:
        yield f'  {swing:+.1f}  {id} "{game.cards[id].title}"'
    yield ""
    found = remarks(game, batch, deck)
    if not found:
        yield "Nothing stands out: no seat, agenda, card, option, action or track is outside its bounds."
        return
    yield "What stands out:"
    for remark in found:
        yield f"  {remark.code}: {remark.text}"
