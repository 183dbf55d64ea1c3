"""The part of a report about what people believed: confidence cards, dials, estimates and predictions against what
came."""

from __future__ import annotations

from collections.abc import Iterable

from northaxis.domain.ids import SeatId
from northaxis.services import wording as w
from northaxis.services.after_action.account import Account
from northaxis.services.after_action.gathered import arguments
from northaxis.services.after_action.model import Block, Section, Table, row
from northaxis.services.beliefs import LookBack, belief_words, borne_out_words, dial_words, right_words
from northaxis.services.debrief import Expected, calibrations


def beliefs_section(account: Account) -> Section:
    """Confidence cards, guesses of the dials, and predictions of the index against what came."""
    blocks = list[Block]()
    found = LookBack.of(account.game, account.facts)
    if found is not None and found.statements:
        rows = [
            row(
                w.plain(each.statement.text),
                ", ".join(map(belief_words, each.beliefs)),
                borne_out_words(account.game, each),
                " ".join(each.statement.cites[:3]),
            )
            for each in found.statements
        ]
        caption = "What the seats believed, before to after play (1 not at all, 5 fully)"
        blocks.append(Table(caption, ("statement", "marks", "in this game", "passages"), tuple(rows)))
    if found is not None and found.dials:
        rows = [row(dial_words(dial), right_words(dial), " ".join(dial.dial.cites[:3])) for dial in found.dials]
        blocks.append(Table("The dials, opened", ("dial", "who guessed", "passages"), tuple(rows)))
    blocks += _estimates(account)
    blocks += _predictions(account)
    blocks += _taken_back(account)
    return Section("beliefs", "Beliefs, dials and predictions", tuple(blocks))


BUCKETS = ((50, 59), (60, 69), (70, 79), (80, 89), (90, 100))


def _estimates(account: Account) -> Iterable[Block]:
    """What the room thought of each argument, and whether it held."""
    settled = [each for each in arguments(account) if each.success is not None and each.estimates]
    rows, off = [], dict[str, list[int]]()
    for each in settled:
        came = 100 if each.success else 0
        for guess in each.estimates:
            off.setdefault(guess.seat, []).append(abs(came - guess.percent))
            rows.append(
                row(
                    f"{each.argument}, {each.claim}",
                    guess.seat,
                    f"{guess.percent} %",
                    "held" if came else "did not hold",
                )
            )
    if rows:
        yield Table("Estimates of arguments", ("argument", "seat", "thought likely", "it"), tuple(rows))
        means = [
            row(f"{seat} {w.seat_name(account.game, SeatId(seat))}", len(gaps), f"{_mean(gaps)} points")
            for seat, gaps in sorted(off.items(), key=lambda pair: (_mean(pair[1]), pair[0]))
        ]
        note = "Held counts as 100, did not hold as 0. Somebody who always says 50 is off by 50."
        yield Table("How far off, on the mean", ("seat", "estimates", "off by"), tuple(means), note)


def _mean(values: list[int]) -> int:
    return (sum(values) * 2 + len(values)) // (2 * len(values))


def _predictions(account: Account) -> Iterable[Block]:
    """How sure the seats were of where the index would go, and how often they were right."""
    found = calibrations(account.game, account.facts)
    judged: list[tuple[str, Expected]] = [(each.seat, one) for each in found for one in each.expected]
    if not judged:
        return
    rows = []
    for low, high in BUCKETS:
        inside = [one.is_right for _, one in judged if low <= one.confidence <= high]
        if inside:
            share = f"{sum(inside) * 100 // len(inside)} %"
            rows.append(row(f"{low} to {high} % sure", len(inside), sum(inside), share))
    note = "Well calibrated: of what was 70 % sure, about 70 % came."
    yield Table("How sure, and how often right", ("said to be", "predictions", "right", "share"), tuple(rows), note)
    seats = [row(f"{each.seat} {w.seat_name(account.game, each.seat)}", each.words) for each in found]
    yield Table("Calibration, seat by seat", ("seat", "in short"), tuple(seats))
    told = [
        row(
            f"turn {one.turn}",
            seat,
            one.direction,
            f"{one.confidence} %",
            "right" if one.is_right else f"wrong: it went {one.came}",
        )
        for seat, one in sorted(judged, key=lambda pair: (pair[1].turn, pair[0]))
    ]
    name = w.index_name(account.game)
    yield Table(f"Every prediction of {name}", ("when", "seat", "expected", "sure", "came"), tuple(told))


def _taken_back(account: Account) -> Iterable[Block]:
    """What was expected in stretches of play that control took back."""
    rows = [
        row(f"turn {each.turn}", each.seat, each.direction, f"{each.confidence} %")
        for each in account.predictions_taken_back
    ]
    if rows:
        note = "Said before control stepped back. Not held against what came: the turn was played again."
        yield Table("Predictions in stretches taken back", ("when", "seat", "expected", "sure"), tuple(rows), note)
