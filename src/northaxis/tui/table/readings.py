"""The board as it is shown: numbers from a seat's view, overlaid with what the reveal has told so far.

Pure; it knows which number belongs to which widget and nothing of the rules: thresholds are found by asking them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from northaxis.domain.declassify import NOT_SHOWN, SeenFact
from northaxis.domain.facts import Changed, ShamStarted, TurnBegan
from northaxis.domain.ledger import Ledger
from northaxis.domain.quantities import Kind, Quantity
from northaxis.domain.ruleset import Game, RuleSet
from northaxis.domain.views import SeatView, SwitchView, TrackView
from northaxis.tui.widgets.pressure import Band, PressureReading
from northaxis.tui.widgets.track_bar import TrackReading

HOT = "HOT"


@dataclass(slots=True)
class Board:
    """What the screen shows as the values now. Lags behind the view while a reveal is told cause by cause."""

    values: dict[str, int | None] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    at_turn_start: dict[str, int] = field(default_factory=dict)
    index: int | None = None
    index_at_start: int | None = None
    band: str = ""
    band_at_start: str = ""
    lit: frozenset[str] = frozenset()

    def settle(self, view: SeatView) -> None:
        """Show what the view says."""
        for track in view.tracks:
            self.values[track.id] = track.value
            self.words[track.id] = track.veil.word if track.veil else ""
        for switch in view.switches:
            self.values[switch.id] = int(switch.declared_on)
        self.index, self.band = view.index.value, view.index.band

    def turn(self) -> None:
        """From here on changes are counted anew."""
        self.at_turn_start = {name: value for name, value in self.values.items() if value is not None}
        self.index_at_start, self.band_at_start = self.index, self.band

    def take(self, facts: Iterable[SeenFact]) -> None:
        """Let facts move the values, and light what they moved."""
        lit = set[str]()
        for fact in facts:
            if isinstance(fact, ShamStarted):
                lit.add(fact.switch)
                self.values[fact.switch] = 0
            if isinstance(fact, Changed) and fact.quantity in self.values:
                if fact.before != fact.after:
                    lit.add(fact.quantity)
                self.values[fact.quantity] = fact.after
                if fact.index_after != NOT_SHOWN:
                    self.index = fact.index_after
        self.lit = frozenset(lit)

    def delta(self, name: str) -> int | None:
        """How far a value has moved since the turn began."""
        now, then = self.values.get(name), self.at_turn_start.get(name)
        return None if now is None or then is None else now - then


def turn_starts(facts: Sequence[SeenFact]) -> tuple[dict[str, int], int | None]:
    """The values of what has moved in the last turn as that turn opened, and the index then if it is known."""
    first = max((place for place, fact in enumerate(facts) if isinstance(fact, TurnBegan)), default=len(facts))
    starts: dict[str, int] = {}
    index: int | None = None
    for fact in facts[first:]:
        if isinstance(fact, Changed):
            starts.setdefault(fact.quantity, fact.before)
            if index is None and fact.index_before != NOT_SHOWN:
                index = fact.index_before
    return starts, index


@dataclass(frozen=True, eq=False)
class _Held:
    """A rule set as a key that is compared by identity."""

    rules: RuleSet

    def __hash__(self) -> int:
        return id(self.rules)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.rules is self.rules


def threshold(rules: RuleSet, quantity: Quantity) -> int | None:
    """The value from which a track counts as hot: where a derived count that watches it makes its only step."""
    return _threshold(_Held(rules), quantity)


@lru_cache(maxsize=256)
def _threshold(held: _Held, quantity: Quantity) -> int | None:
    rules, row = held.rules, [q.start for q in held.rules.quantities]
    for measure in rules.measures.values():
        if quantity.index not in measure.reads or measure is rules.index or quantity.high - quantity.low < 2:
            continue
        seen = []
        for value in range(quantity.low, quantity.high + 1):
            row[quantity.index] = value
            seen.append(measure.of(row))
        row[quantity.index] = quantity.start
        steps = [place for place in range(1, len(seen)) if seen[place] != seen[place - 1]]
        if len(steps) == 1:
            return quantity.low + steps[0]
    return None


def bands(rules: RuleSet) -> tuple[Band, ...]:
    """The bands of the index; hot are those in which the check of the turn end comes."""
    return _bands(_Held(rules))


@lru_cache(maxsize=8)
def _bands(held: _Held) -> tuple[Band, ...]:
    rules, tested = held.rules, _tested(held.rules)
    found, low = [], 0
    for band in rules.bands:
        top = band.upto if band is not rules.bands[-1] else low + 8
        found.append(Band(band.name, low, top, is_hot=any(tested.get(index) for index in range(low, top + 1))))
        low = band.upto + 1
    return tuple(found)


def _tested(rules: RuleSet) -> dict[int, bool]:
    """Index values, reached from the calmest board step by step to the worst, and whether the check comes there."""
    row, found = [q.start for q in rules.quantities], dict[int, bool]()
    tracks = [q for q in rules.quantities if q.index in rules.index.reads and q.kind is Kind.TRACK]
    for quantity in tracks:
        row[quantity.index] = quantity.high if quantity.higher_is == "relief" else quantity.low
    for quantity in tracks:
        step = -1 if quantity.higher_is == "relief" else 1
        for _ in range(quantity.high - quantity.low):
            row[quantity.index] += step
            found.setdefault(rules.index.of(row), bool(rules.check.condition.holds(row)))
    return found


def pressure_reading(game: Game, view: SeatView, board: Board, history: Sequence[int]) -> PressureReading:
    """The hero."""
    known = board.index
    scale = bands(game.rules)
    band = board.band or view.index.band
    if known is not None:
        band = next((b.name for b in scale if known <= b.high), scale[-1].name)
    delta = None if known is None or board.index_at_start is None else known - board.index_at_start
    shown = [*history[:-1], known] if known is not None and history else list(history)
    kept = tuple(v for v in shown if v is not None)
    return PressureReading(known, band, scale, kept, delta, before=board.band_at_start)


def history(game: Game, view: SeatView, facts: Sequence[SeenFact]) -> tuple[int, ...]:
    """The index at the start and after every turn, for a seat that may know it."""
    return Ledger.of(game, facts).history() if view.index.value is not None else ()


def track_reading(game: Game, track: TrackView, board: Board, name: str | None = None) -> TrackReading:
    """One track as a bar."""
    quantity = game.rules.quantity(track.id)
    value = board.values.get(track.id)
    known = track.value is not None
    veil = track.veil
    return TrackReading(
        name if name is not None else quantity.name,
        value if known else None,
        quantity.low,
        quantity.high,
        threshold=threshold(game.rules, quantity),
        threshold_word=HOT,
        delta=board.delta(track.id) if known else None,
        band=veil.word if veil else "",
        between=(veil.low, veil.high) if veil else None,
        is_lit=track.id in board.lit,
    )


def groups(game: Game, view: SeatView) -> tuple[tuple[str, tuple[TrackView, ...]], ...]:
    """The tracks by group, in the order of the rules."""
    found: dict[str, list[TrackView]] = {}
    for track in view.tracks:
        found.setdefault(game.rules.quantity(track.id).group, []).append(track)
    return tuple((group, tuple(tracks)) for group, tracks in found.items())


def pulls(game: Game, view: SeatView) -> tuple[TrackView, ...]:
    """The tracks of the parties that make demands."""
    wanted = [demander.pull for demander in game.rules.answering.demanders]
    by_index = {game.rules.by_name[track.id]: track for track in view.tracks}
    return tuple(by_index[index] for index in wanted if index in by_index)


def others_in_index(game: Game, view: SeatView) -> tuple[TrackView, ...]:
    """The other tracks that the index is made of."""
    mine = {track.id for track in pulls(game, view)}
    reads = game.rules.index.reads
    return tuple(t for t in view.tracks if t.id not in mine and game.rules.by_name[t.id] in reads)


def switch_state(switch: SwitchView, board: Board) -> tuple[bool, bool]:
    """What a switch is shown as: declared on, and whether that is known to be a sham."""
    shown = board.values.get(switch.id)
    declared = switch.declared_on if shown is None else bool(shown)
    return declared, bool(switch.really_on) and not switch.declared_on and not declared
