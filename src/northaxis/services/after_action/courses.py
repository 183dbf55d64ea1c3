"""The part of a report that draws tracks together, as the facilitator's kit names them: side by side, one against the
other, or entry by entry. Only what the reader may know; a chart that would tell more is left out or tells less.
"""

from __future__ import annotations

from collections.abc import Iterable

from northaxis.domain.kit import Chart as KitChart, ChartKind
from northaxis.domain.quantities import Quantity
from northaxis.services import wording as w
from northaxis.services.after_action.account import Account, Standing
from northaxis.services.after_action.model import (
    Axis,
    Block,
    Group,
    Lines,
    Mark,
    Plane,
    Section,
    Series,
    Table,
    Text,
    Waterfall,
    points,
    row,
)


def courses_section(account: Account) -> Section:
    """The charts of the kit, each with what to look for."""
    groups = []
    for chart in account.game.rules.kit.charts:
        tracks = [account.game.rules.quantities[place] for place in chart.tracks]
        if all(track.id in standing.after for track in tracks for standing in account.standings):
            note = Text(f"{w.plain(chart.note)}{w.cites_text(chart.cites)}")
            groups.append(Group(w.plain(chart.name), (note, *_chart(account, chart, tracks))))
    return Section("courses", "Tracks that tell the story", (), tuple(groups))


def _chart(account: Account, chart: KitChart, tracks: list[Quantity]) -> Iterable[Block]:
    match chart.kind:
        case ChartKind.LINES:
            return _lines(account, chart, tracks)
        case ChartKind.PATH:
            return (_plane(account, tracks[0], tracks[1]),)
        case ChartKind.CLIMB:
            return (_climb(account, tracks[0]),)


def _label(standing: Standing) -> str:
    return "start" if standing.turn == 0 else f"turn {standing.turn}"


# --- side by side -------------------------------------------------------------------------------------------------


def _lines(account: Account, chart: KitChart, tracks: list[Quantity]) -> Iterable[Block]:
    standings = account.standings
    labels = tuple(map(_label, standings))
    series = tuple(Series(w.plain(track.name), tuple(s.after[track.id] for s in standings)) for track in tracks)
    open_after = _watched(account, chart)
    marks, words = tuple[Mark, ...](), ""
    if open_after is not None and chart.watch is not None:
        name = f'"{w.plain(account.game.rules.actions[chart.watch].name)}"'
        marks = tuple(Mark(place, "!", f"{name} could be ordered next") for place in open_after)
        words = _opening_words(name, [standings[place].turn for place in open_after])
    rows = [
        row(
            label,
            *(one.values[place] for one in series),
            *((next((mark.words for mark in marks if mark.place == place), ""),) if open_after is not None else ()),
        )
        for place, label in enumerate(labels)
    ]
    head = ("after", *(one.name for one in series), *(("what it opened",) if open_after is not None else ()))
    caption = " and ".join(one.name for one in series) + " after each turn"
    low, high = min(track.low for track in tracks), max(track.high for track in tracks)
    yield Lines(caption, labels, series, low, high, Table(caption, head, tuple(rows)), marks)
    if words:
        yield Text(words)


def _watched(account: Account, chart: KitChart) -> list[int] | None:
    """After which turn ends (by place) the watched action could have been ordered; None where that is not told."""
    if chart.watch is None:
        return None
    rules = account.game.rules
    plays = rules.actions[chart.watch].plays
    reads = {place for play in plays for place in play.requires.reads}
    ids = {rules.quantities[place].id for place in reads} - {rules.quantities[rules.turn].id}
    if not account.knows_all and not ids <= account.standings[-1].after.keys():
        return None
    found = []
    for place, standing in enumerate(account.standings):
        board = [standing.after.get(quantity.id, quantity.clamp(0)) for quantity in rules.quantities]
        board[rules.turn], board[rules.turns] = standing.turn + 1, account.game.scenario.turns
        if any(play.requires.holds(board) for play in plays):
            found.append(place)
    return found


def _opening_words(name: str, turns: list[int]) -> str:
    if not turns:
        return f"What {name} requires never held at a turn's end: it could not have been ordered."
    when = w.joined("the start" if turn == 0 else f"turn {turn}" for turn in turns)
    return f"{name} could first have been ordered in turn {turns[0] + 1}; what it requires held after {when}."


# --- one against the other ----------------------------------------------------------------------------------------


def _plane(account: Account, across: Quantity, up: Quantity) -> Plane:
    labels = tuple(map(_label, account.standings))
    spots = tuple((s.after[across.id], s.after[up.id]) for s in account.standings)
    rows = []
    for place, (x, y) in enumerate(spots):
        before = spots[max(0, place - 1)]
        rows.append(row(labels[place], x, points(x - before[0]), y, points(y - before[1])))
    names = (w.plain(across.name), w.plain(up.name))
    caption = f"The path of {names[1]} (up) against {names[0]} (across)"
    table = Table(caption, ("after", names[0], "step", names[1], "step"), tuple(rows))
    return Plane(
        caption, Axis(names[0], across.low, across.high), Axis(names[1], up.low, up.high), labels, spots, table
    )


# --- entry by entry -----------------------------------------------------------------------------------------------


def _climb(account: Account, track: Quantity) -> Waterfall:
    """Every entry of the ledger that moved a track, in order."""
    steps, rows = list[tuple[str, int]](), []
    for line in account.ledger.since(1).about(track.id):
        if line.fact.applied:
            cause = w.capital(w.cause_words(account.game, line.cause))
            steps.append((f"{line.turn}: {cause}", line.fact.applied))
            cites = " ".join(line.cause.cites[:2])
            rows.append(
                row(
                    f"turn {line.turn}", cause, line.cause.seat or "", cites, points(line.fact.applied), line.fact.after
                )
            )
    start = account.standings[0].after[track.id]
    name = w.plain(track.name)
    caption = f"{name}: every entry that moved it"
    head = ("when", "entry", "seat", "passages", "step", "then at")
    note = w.plain(track.meaning)
    end = account.standings[-1].after[track.id]
    return Waterfall(caption, ("start", start), tuple(steps), ("now", end), Table(caption, head, tuple(rows), note))
