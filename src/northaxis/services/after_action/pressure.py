"""The parts of a report from the ledger: the index turn by turn and why, pulls, switches, influence, tracks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from northaxis.domain import facts as f
from northaxis.domain.declassify import SeenFact
from northaxis.domain.facts import Cause, CauseKind
from northaxis.domain.ids import QuantityId, SeatId
from northaxis.domain.ledger import INHERITED, by_seat
from northaxis.domain.quantities import Kind, Quantity
from northaxis.domain.ruleset import Game
from northaxis.services import wording as w
from northaxis.services.after_action.account import Account
from northaxis.services.after_action.model import (
    Block,
    Cell,
    Group,
    Lane,
    Lanes,
    Lines,
    Mark,
    Section,
    Series,
    Strip,
    Table,
    Text,
    Waterfall,
    Zone,
    points,
    row,
)

MOST_STEPS = 14
"""Causes that a waterfall shows one by one; the rest is one step."""


def pressure_section(account: Account) -> Section:
    """The index by turn with its bands, and the account of each turn and of the game."""
    game = account.game
    title = w.capital(w.index_name(game))
    if not account.knows_index:
        words = f"This reader is not told {w.index_name(game)} exactly, so its account is not in this report."
        return Section("pressure", title, (Text(words),))
    history = account.ledger.history()
    blocks: list[Block] = [_strip(account, history)]
    if len(history) > 1:
        blocks += [_seats(account), _fall(account, 0)]
    groups = [
        Group(f"Turn {turn}: {history[turn - 1]} to {history[turn]}", (_fall(account, turn),))
        for turn in range(1, len(history))
    ]
    return Section("pressure", title, tuple(blocks), tuple(groups))


def _strip(account: Account, history: Sequence[int]) -> Strip:
    game = account.game
    labels = ("start", *(f"turn {turn}" for turn in range(1, len(history))))
    marks = tuple(_marks(account))
    zones, low = list[Zone](), 0
    for band in game.rules.bands:
        zones.append(Zone(w.plain(band.name), low, band.upto))
        low = band.upto + 1
    rows = []
    for place, value in enumerate(history):
        change = points(value - history[place - 1]) if place else Cell("")
        told = "; ".join(mark.words for mark in marks if mark.place == place)
        rows.append(row(labels[place], value, change, w.band_word(game, value), told))
    table = Table(
        f"{w.capital(w.index_name(game))} after each turn", ("after", "value", "change", "band", "marks"), tuple(rows)
    )
    return Strip(table.caption, labels, tuple(history), tuple(zones), marks, table)


def _marks(account: Account) -> Iterable[Mark]:
    turn = 0
    for fact in account.facts:
        match fact:
            case f.TurnBegan():
                turn = fact.turn
            case f.RuleCame(kind=CauseKind.SNAP, id=id):
                yield Mark(turn, "S", w.rule_name(account.game, id))
            case f.RuleCame(kind=CauseKind.END, id=id):
                yield Mark(turn, "E", w.rule_name(account.game, id))
            case f.CheckMade(total=total, row=id):
                yield Mark(turn, "C", f"{w.rule_name(account.game, id)} ({total})")
            case _:
                pass


def _seats(account: Account) -> Waterfall:
    ledger = account.ledger.since(1)
    direct, root = dict(by_seat(ledger.direct())), dict(by_seat(ledger.root(within=account.ledger)))
    order = sorted({*direct, *root}, key=lambda seat: (-abs(root.get(seat, 0)), str(seat)))
    rows = [
        row(_owner(account.game, seat), points(direct.get(seat, 0)), points(root.get(seat, 0)))
        for seat in order
        if direct.get(seat) or root.get(seat)
    ]
    total = account.ledger.total - account.ledger.start
    rows.append(row(Cell("together", "strong"), points(total), points(total)))
    note = (
        "Directly: by whoever acted or whichever rule applied. At the root: what a rule did is credited to whatever "
        "last made it apply. Both add up to the same."
    )
    caption = f"Who moved {w.index_name(account.game)}"
    table = Table(caption, ("seat", "directly", "at the root"), tuple(rows), note)
    history = account.ledger.history()

    def steps(sums: Mapping[SeatId | None, int]) -> tuple[tuple[str, int], ...]:
        known = sorted(sums, key=lambda seat: (-abs(sums[seat]), str(seat)))
        return tuple((_owner(account.game, seat), sums[seat]) for seat in known if sums[seat])

    after = ("the end" if account.over else f"after turn {len(history) - 1}", history[-1])
    return Waterfall(f"{caption}, seat by seat", ("start", history[0]), steps(root), after, table, steps(direct))


def _owner(game: Game, seat: SeatId | None) -> str:
    return "the rules, cards and the start" if seat is None else f"{seat} {w.seat_name(game, seat)}"


def _fall(account: Account, turn: int) -> Waterfall:
    """The account of a turn, or of the whole game for turn 0: a step for each root cause, direct points beside it."""
    game, whole = account.game, account.ledger
    part = whole.of_turn(turn) if turn else whole.since(1)
    history = whole.history()
    start, end = (history[turn - 1], history[turn]) if turn else (history[0], history[-1])
    direct = {_key(share.cause): 0 for share in part.direct()}
    for share in part.direct():
        direct[_key(share.cause)] += share.points
    root: dict[str, int] = {}
    causes: dict[str, Cause] = {}
    for share in (*part.root(within=whole), *part.direct()):
        causes.setdefault(_key(share.cause), share.cause)
    for share in part.root(within=whole):
        root[_key(share.cause)] = root.get(_key(share.cause), 0) + share.points
    order = sorted(causes, key=lambda key: (-abs(root.get(key, 0)), -abs(direct.get(key, 0))))
    rows = [
        row(
            w.capital(w.cause_words(game, causes[key])),
            causes[key].seat or "",
            " ".join(causes[key].cites[:2]),
            points(direct.get(key, 0)),
            points(root.get(key, 0)),
        )
        for key in order
        if direct.get(key) or root.get(key)
    ]
    steps = [(w.capital(w.cause_words(game, causes[key])), root[key]) for key in order if root.get(key)]
    order.sort(key=lambda key: (-abs(direct.get(key, 0)), -abs(root.get(key, 0))))
    plainly = [(w.capital(w.cause_words(game, causes[key])), direct[key]) for key in order if direct.get(key)]
    when = f"in turn {turn}" if turn else "over the game"
    caption = f"What moved {w.index_name(game)} {when}, by root cause"
    head = ("cause", "seat", "passages", "directly", "at the root")
    table = Table(f"What moved {w.index_name(game)} {when}", head, tuple(rows))
    before = "start" if turn <= 1 else f"after turn {turn - 1}"
    after = f"after turn {turn or len(history) - 1}"
    return Waterfall(caption, (before, start), _cut(steps), (after, end), table, _cut(plainly))


def _cut(steps: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """The largest steps, and the others as one."""
    shown, rest = list(steps[:MOST_STEPS]), steps[MOST_STEPS:]
    if rest:
        shown.append((f"{len(rest)} smaller causes together", sum(value for _, value in rest)))
    return tuple(shown)


def _key(cause: Cause) -> str:
    """Causes that are one to a reader: a decision with its backing, bonus and late effects."""
    if cause == INHERITED:
        return "inherited"
    detail = cause.detail if cause.kind is CauseKind.CARD else ""
    return f"{cause.kind} {cause.id} {cause.seat} {detail}"


# --- pulls and switches -------------------------------------------------------------------------------------------


def pulls_section(account: Account) -> Section:
    """What the demanders were owed turn by turn, with what was demanded and answered."""
    game, standings = account.game, account.standings
    answering = game.rules.answering
    labels = tuple("start" if s.turn == 0 else f"turn {s.turn}" for s in standings)
    answers = _answers(account.facts)
    series = []
    for demander in answering.demanders:
        pull = game.rules.quantities[demander.pull]
        values = [s.after.get(pull.id) for s in standings]
        if any(value is None for value in values):
            continue
        keys = tuple(_answer_key(game, answers.get((s.turn, demander.id))) for s in standings)
        series.append(Series(w.plain(demander.name), tuple(v for v in values if v is not None), keys))
    if not series:
        return Section("pulls", "Demands and answers")
    head = ("demander", *labels)
    rows = []
    for one in series:
        cells = [f"{value} {key}".rstrip() for value, key in zip(one.values, one.notes, strict=True)]
        rows.append(row(one.name, *cells))
    keys_said = ", ".join(f"{each.key} {w.plain(each.name).lower()}" for each in answering.responses.values())
    table = Table(
        "What each demander was still owed after each turn, and the answer it had", head, tuple(rows), keys_said
    )
    quantities = [game.rules.quantities[d.pull] for d in answering.demanders]
    low, high = min(q.low for q in quantities), max(q.high for q in quantities)
    chart = Lines(
        "Three claims on one purse: what each demander was still owed", labels, tuple(series), low, high, table
    )
    return Section("pulls", "Demands and answers", (chart, *_demands(account)))


def _answers(facts: Iterable[SeenFact]) -> dict[tuple[int, str], f.Answered]:
    found, turn = dict[tuple[int, str], f.Answered](), 0
    for fact in facts:
        if isinstance(fact, f.TurnBegan):
            turn = fact.turn
        elif isinstance(fact, f.Answered):
            found[turn, fact.demander] = fact
    return found


def _answer_key(game: Game, answered: f.Answered | None) -> str:
    return "" if answered is None else game.rules.answering.responses[answered.response].key


def _demands(account: Account) -> Iterable[Block]:
    rows = []
    for (turn, demander), answered in _answers(account.facts).items():
        demand = account.game.rules.demand(answered.demand)
        asked = next(d for d in account.game.rules.answering.demanders if d.id == demander)
        backed = "backed" if answered.backed else ""
        response = account.game.rules.answering.responses[answered.response]
        answer = f"{response.key} {w.plain(response.name)}"
        rows.append(row(f"turn {turn}", w.plain(asked.name), f"{demand.id} {w.plain(demand.name)}", backed, answer))
    if rows:
        yield Table("Every demand and its answer", ("turn", "from", "demand", "backed", "answer"), tuple(rows))


def switches_section(account: Account) -> Section:
    """Which systems ran, which were only declared off, and who moved them."""
    game, standings = account.game, account.standings
    switches = [q for q in game.rules.quantities if q.kind is Kind.SWITCH]
    labels = tuple("start" if s.turn == 0 else f"turn {s.turn}" for s in standings)
    movers, shams = _movers(account), _shams(account.facts)
    lanes, told = list[Lane](), list[tuple[str, ...]]()
    for switch in switches:
        if any(switch.id not in s.after for s in standings):
            continue
        states = tuple(_state(s.after[switch.id], shams.get((s.turn, switch.id), "")) for s in standings)
        moved = tuple(" ".join(movers.get((s.turn, switch.id), ())) for s in standings)
        fates = tuple(shams.get((s.turn, switch.id), "") for s in standings)
        lanes.append(Lane(w.plain(switch.name), states, moved))
        told.append(fates)
    if not lanes:
        return Section("switches", "The strike platform")
    rows = []
    for lane, fates in zip(lanes, told, strict=True):
        each = zip(lane.states, lane.movers, fates, strict=True)
        rows.append(row(lane.name, *(_switch_words(state, who, fate) for state, who, fate in each)))
    note = "In brackets: who moved it in that turn. A sham is declared off and still runs."
    table = Table("Each system after each turn", ("system", *labels), tuple(rows), note)
    return Section(
        "switches", "Systems on and off", (Lanes("Systems on, off, and off in name only", labels, tuple(lanes), table),)
    )


_WORDS = {"on": "on", "off": "off", "sham": "off in name only"}


def _state(value: int, sham: str) -> str:
    return "sham" if sham and value else "on" if value else "off"


def _switch_words(state: str, who: str, fate: str) -> str:
    brackets = ", ".join(part for part in (who, fate) if part)
    return f"{_WORDS[state]} ({brackets})" if brackets else _WORDS[state]


def _shams(facts: Iterable[SeenFact]) -> dict[tuple[int, QuantityId], str]:
    """The turns in which a system was only declared off, and what became of the sham."""
    found, turn, live = dict[tuple[int, QuantityId], str](), 0, None
    for fact in facts:
        match fact:
            case f.TurnBegan():
                turn = fact.turn
                if live is not None:
                    found[turn, live] = "sham"
            case f.ShamStarted(switch=switch):
                live = switch
                found[turn, switch] = "sham"
            case f.ShamEnded(switch=switch, exposed=exposed):
                live = None
                found[turn, switch] = "sham, came out" if exposed else "sham, then true"
            case _:
                pass
    return found


def _movers(account: Account) -> dict[tuple[int, QuantityId], tuple[str, ...]]:
    found: dict[tuple[int, QuantityId], tuple[str, ...]] = {}
    for line in account.ledger.since(1).lines:
        quantity = account.game.rules.quantity(line.fact.quantity)
        if quantity.kind is Kind.SWITCH and line.fact.applied:
            who = str(line.cause.seat or line.cause.id)
            key = (line.turn, quantity.id)
            if who not in found.get(key, ()):
                found[key] = (*found.get(key, ()), who)
    return found


# --- influence and tracks -----------------------------------------------------------------------------------------


def influence_section(account: Account) -> Section:
    """Who moved which track, at the root, and how every track went."""
    game = account.game
    tracks = [q for q in game.rules.quantities if q.kind is Kind.TRACK]
    sums: dict[tuple[str, QuantityId], int] = {}
    owners: dict[str, None] = {}
    for line in account.ledger.since(1).lines:
        if not line.fact.applied or game.rules.quantity(line.fact.quantity).kind is not Kind.TRACK:
            continue
        cause = account.ledger.first_cause(line)
        owner = "start" if cause == INHERITED else str(cause.seat) if cause.seat else "cards and rules"
        owners.setdefault(owner)
        sums[owner, line.fact.quantity] = sums.get((owner, line.fact.quantity), 0) + line.fact.applied
    moved = [track for track in tracks if any((owner, track.id) in sums for owner in owners)]
    known = [str(seat) for seat in game.rules.seats if str(seat) in owners]
    order = [*known, *(owner for owner in owners if owner not in known)]
    rows = [
        row(
            w.plain(track.name),
            *(points(sums[owner, track.id]) if (owner, track.id) in sums else Cell("") for owner in order),
            points(sum(sums.get((owner, track.id), 0) for owner in order)),
        )
        for track in moved
    ]
    note = "Net points, each credited at the root; an empty cell: not touched. 'start' is what was so before play."
    matrix = Table("Who moved which track, and how far", ("track", *order, "net"), tuple(rows), note)
    blocks: tuple[Block, ...] = (matrix, _tracks(account, tracks)) if rows else ()
    return Section("influence", "Influence", blocks)


def _tracks(account: Account, tracks: Sequence[Quantity]) -> Table:
    standings = account.standings
    labels = ("start" if s.turn == 0 else f"t{s.turn}" for s in standings)
    rows = []
    for track in tracks:
        values = [s.after.get(track.id) for s in standings]
        if all(value is not None for value in values):
            rows.append(row(w.plain(track.name), *(str(value) for value in values)))
    return Table("Every track after each turn", ("track", *labels), tuple(rows))


def ladder_section(account: Account) -> Section:
    """Which way the order would have broken, had it broken as each turn ended. Only control has the whole board."""
    game = account.game
    if not account.knows_all or not game.rules.ladder or len(account.standings) < 2:
        return Section("ladder", "Had it broken")
    rows = []
    for standing in account.standings:
        board = [standing.closing.get(q.id, q.clamp(0)) for q in game.rules.quantities]
        board[game.rules.turn] = standing.turn
        rung = next((rung for rung in game.rules.ladder if rung.condition.holds(board)), None)
        named = f"{rung.id} {w.plain(rung.name)}" if rung else "none"
        rows.append(row("start" if standing.turn == 0 else f"turn {standing.turn}", named))
    lead = f"The rung that would have come, had {w.plain(game.rules.index_subject)} broken as that turn ended."
    return Section("ladder", "Had it broken", (Table(lead, ("after", "rung"), tuple(rows)),))
