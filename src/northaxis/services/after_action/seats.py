"""The parts of a report about how the seats fared: scores, and luck."""

from __future__ import annotations

from northaxis.domain import facts as f
from northaxis.domain.dice import ways
from northaxis.domain.facts import CauseKind
from northaxis.domain.ids import SeatId
from northaxis.domain.scoring import laureates, player_results
from northaxis.domain.state import State, blank, evolve
from northaxis.services import wording as w
from northaxis.services.after_action.account import Account
from northaxis.services.after_action.model import Block, Cell, Section, Table, Text, points, row

RARE = 20
"""Percent under which an outcome is a surprise."""


def scores_section(account: Account) -> Section:
    """What each seat and each person reached; empty while play goes on."""
    scored = [fact for fact in account.facts if isinstance(fact, f.Scored)]
    if not scored:
        return Section("scores", "Scores")
    game, state = account.game, seated(account)
    rows = []
    for score in scored:
        dealt = next((a for a in game.rules.seats[score.seat].agendas if a.id == score.agenda), None)
        agenda = f"{w.plain(dealt.name)}: {'met' if score.agenda_met else 'not met'}" if dealt else ""
        result = Cell("won", "strong") if score.won else Cell("not won", "mute")
        holder = holder_words(state, score.seat)
        rows.append(
            row(f"{score.seat} {w.seat_name(game, score.seat)}", holder, score.score, score.bar, result, agenda)
        )
    head = ("seat", "held by", "score", "bar", "result", "hidden agenda")
    blocks: list[Block] = [Table("Scores against their bars", head, tuple(rows), "Several seats may win, or none.")]
    results = player_results(state)
    people = [result for result in results if result.level is None]
    if any(len(result.seats) > 1 for result in people):
        told = [
            row(w.plain(r.name), " ".join(r.seats), _mean(r.mean_hundredths), "won" if r.won else "not won")
            for r in people
        ]
        blocks.append(
            Table(
                "People by the mean of score less bar over their seats",
                ("person", "seats", "mean", "result"),
                tuple(told),
            )
        )
    best = [result for result in laureates(people or results) if result.won]
    if best:
        names = w.joined(f"{w.plain(result.name)} ({' '.join(result.seats)})" for result in best)
        blocks.append(Text(f"Furthest above the bar: {names}."))
    return Section("scores", "Scores", tuple(blocks))


def _mean(hundredths: int) -> str:
    sign = "\N{MINUS SIGN}" if hundredths < 0 else "+"
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"


def seated(account: Account) -> State:
    """A state of only who holds what and what was scored: all that scores of people are made of."""
    state = blank(account.game)
    for fact in account.facts:
        if isinstance(fact, f.SeatHeld | f.GameOver | f.Scored):
            state = evolve(state, fact)
    return state


def holder_words(state: State, seat: SeatId) -> str:
    """Who holds a seat: `Ada`, `a bot (staff)`, `nobody`."""
    held = state.holders.get(seat)
    if held is None:
        return "nobody"
    return f"a bot ({w.plain(held.level)})" if held.level else w.plain(held.name)


# --- luck ----------------------------------------------------------------------------------------------------------


def luck_section(account: Account) -> Section:
    """Every seat's rolls against their chances, and the surprises."""
    sums: dict[SeatId, list[int]] = {}
    surprises, turn = list[tuple[Cell, ...]](), 0
    for fact in account.facts:
        if isinstance(fact, f.TurnBegan):
            turn = fact.turn
        if not isinstance(fact, f.Rolled) or fact.cause.kind is CauseKind.CHECK:
            continue
        chance = ways(fact.need) if fact.success else 36 - ways(fact.need)
        if chance * 100 < RARE * 36:
            what = w.capital(w.cause_words(account.game, fact.cause))
            told = "worked" if fact.success else "failed"
            surprises.append(row(f"turn {turn}", what, told, f"{(chance * 100 + 18) // 36} %"))
        if fact.cause.kind is CauseKind.ACTION and fact.cause.seat is not None:
            own = sums.setdefault(fact.cause.seat, [0, 0, 0])
            own[0] += 1
            own[1] += fact.success
            own[2] += ways(fact.need)
    if not sums:
        return Section("luck", "Luck")
    rows = [
        row(f"{seat} {w.seat_name(account.game, seat)}", rolls, worked, _tenths(expected), _gap(worked * 36 - expected))
        for seat, (rolls, worked, expected) in sorted(sums.items(), key=lambda each: -(each[1][1] * 36 - each[1][2]))
    ]
    head = ("seat", "rolls", "worked", "expected", "luck")
    note = "Luck: rolls that worked less those that should have, by their chances."
    blocks: list[Block] = [Table("Luck, seat by seat", head, tuple(rows), note)]
    if surprises:
        caption = f"Surprises: outcomes with a chance under {RARE} %"
        blocks.append(Table(caption, ("when", "what", "outcome", "chance of it"), tuple(surprises)))
    return Section("luck", "Luck", tuple(blocks))


def _tenths(parts: int) -> str:
    tenths = (parts * 10 + 18) // 36
    return f"{tenths // 10}.{tenths % 10}"


def _gap(parts: int) -> Cell:
    tenths = (abs(parts) * 10 + 18) // 36
    value = tenths if parts > 0 else -tenths
    return points(value, f"{'+' if value > 0 else '-' if value < 0 else ''}{tenths // 10}.{tenths % 10}")
