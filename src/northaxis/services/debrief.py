"""What is said right after play: who reached what, the facts that moved the index most, promises, luck. Plain values
and text lines; the full after-action report is made elsewhere from the same journal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from northaxis.domain import facts as f
from northaxis.domain.declassify import NOT_SHOWN, SeenFact
from northaxis.domain.dice import ways
from northaxis.domain.facts import Cause, CauseKind
from northaxis.domain.ids import SeatId
from northaxis.domain.ledger import INHERITED, Ledger, Share, by_seat
from northaxis.domain.ruleset import Game
from northaxis.domain.scoring import PlayerResult, laureates, player_results
from northaxis.domain.state import fold
from northaxis.domain.undo import standing_facts
from northaxis.services import wording as w
from northaxis.services.argued import project_lines, secret_lines
from northaxis.services.beliefs import look_back_lines
from northaxis.services.briefing import condition_words
from northaxis.services.kept_words import kept_notes


@dataclass(frozen=True, slots=True)
class Luck:
    """A seat's rolls: how many, how many worked, and how many should have, in 36ths."""

    seat: SeatId
    rolls: int
    worked: int
    expected: int

    @property
    def words(self) -> str:
        """`5 rolls, 4 worked, 2.9 expected`, with one decimal made of whole numbers."""
        tenths = (self.expected * 10 + 18) // 36
        word = "roll" if self.rolls == 1 else "rolls"
        return f"{self.rolls} {word}, {self.worked} worked, {tenths // 10}.{tenths % 10} expected"


@dataclass(frozen=True, slots=True)
class Expected:
    """What a seat expected of the index in a turn, how sure it was in percent, and what the index then did."""

    turn: int
    direction: str
    confidence: int
    came: str

    @property
    def is_right(self) -> bool:
        """Whether it came so."""
        return self.direction == self.came


@dataclass(frozen=True, slots=True)
class Calibration:
    """How sure a seat was of what it expected, against how often it was right."""

    seat: SeatId
    expected: tuple[Expected, ...]

    @property
    def right(self) -> int:
        """How many predictions came true."""
        return sum(each.is_right for each in self.expected)

    @property
    def sure(self) -> int:
        """How sure the seat was on the mean, in whole percent."""
        count = len(self.expected)
        return (sum(each.confidence for each in self.expected) * 2 + count) // (2 * count) if count else 0

    @property
    def often(self) -> int:
        """How often it was right, in whole percent."""
        count = len(self.expected)
        return (self.right * 200 + count) // (2 * count) if count else 0

    @property
    def words(self) -> str:
        """`4 predictions, 72 percent sure on the mean, right in 50 percent (2 of 4): surer than right`."""
        count = len(self.expected)
        gap = self.sure - self.often
        verdict = (
            "about as sure as right" if abs(gap) <= NEAR else "surer than right" if gap > 0 else "righter than sure"
        )
        many = "prediction" if count == 1 else "predictions"
        right = f"right in {self.often} percent ({self.right} of {count})"
        return f"{count} {many}, {self.sure} percent sure on the mean, {right}: {verdict}"


NEAR = 10
"""Percent between being sure and being right that are no difference in a handful of turns."""


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise of a signed deal and what became of it; `verdict` is empty when it was never judged."""

    seat: SeatId
    words: str
    verdict: str


def shares_of_play(ledger: Ledger) -> tuple[Share, ...]:
    """The index since the start by first causes, largest first, without what was inherited or nought."""
    return tuple(s for s in ledger.since(1).root(within=ledger) if s.points and s.cause != INHERITED)


def by_decision(ledger: Ledger) -> tuple[Share, ...]:
    """The same, with all that one decision did (backed, bonus, late) added up, largest first."""
    groups: dict[tuple[CauseKind, str, SeatId | None, int], list[Share]] = {}
    for share in shares_of_play(ledger):
        for line in share.lines:
            cause = share.cause
            key = (cause.kind, cause.id, cause.seat, _turn_of(ledger, cause, line.turn))
            groups.setdefault(key, []).append(Share(cause, line.fact.index_delta, (line,)))
    merged = [
        Share(parts[0].cause, sum(part.points for part in parts), tuple(line for part in parts for line in part.lines))
        for parts in groups.values()
    ]
    return tuple(sorted((s for s in merged if s.points), key=lambda s: (-abs(s.points), s.lines[0].place)))


def _turn_of(ledger: Ledger, cause: Cause, turn: int) -> int:
    """The turn in which a first cause came about: the last one with a line of its own, not after `turn`."""
    turns = [line.turn for line in ledger.lines if line.cause == cause and line.turn <= turn]
    return turns[-1] if turns else turn


def luck(facts: Iterable[SeenFact]) -> tuple[Luck, ...]:
    """Every seat's rolls of its own orders against their chances."""
    counts: dict[SeatId, list[int]] = {}
    for fact in standing_facts(facts):
        if isinstance(fact, f.Rolled) and fact.cause.kind is CauseKind.ACTION and fact.cause.seat is not None:
            row = counts.setdefault(fact.cause.seat, [0, 0, 0])
            row[0] += 1
            row[1] += fact.success
            row[2] += ways(fact.need)
    return tuple(Luck(seat, *row) for seat, row in counts.items())


def calibration(game: Game, facts: Iterable[SeenFact], seat: SeatId) -> Calibration | None:
    """What a seat expected of each turn that is over, and what came; None when it never said, or may not know yet."""
    standing = standing_facts(facts)
    if any(isinstance(fact, f.Changed) and fact.index_after == NOT_SHOWN for fact in standing):
        return None
    turn, done = 0, 0
    for fact in standing:
        turn = fact.turn if isinstance(fact, f.TurnBegan) else turn
        if isinstance(fact, f.GameOver) or (isinstance(fact, f.StepBegan) and fact.step is f.Step.TURN_END):
            done = turn
    known = Ledger.of(game, standing).history()
    history = (*known, *[known[-1]] * max(0, done + 1 - len(known)))
    said = {fact.turn: fact for fact in standing if isinstance(fact, f.Predicted) and fact.seat == seat}
    found = tuple(
        Expected(turn, each.direction, each.confidence, _came(history[turn - 1], history[turn]))
        for turn, each in sorted(said.items())
        if 1 <= turn <= done
    )
    return Calibration(seat, found) if found else None


def calibrations(game: Game, facts: Iterable[SeenFact]) -> tuple[Calibration, ...]:
    """Every seat's that ever predicted, in seat order, as far as the facts tell."""
    standing = standing_facts(facts)
    return tuple(each for seat in game.rules.seats if (each := calibration(game, standing, seat)) is not None)


def _came(before: int, after: int) -> str:
    return "same" if before == after else "up" if after > before else "down"


def promises(game: Game, facts: Iterable[SeenFact]) -> tuple[Promise, ...]:
    """Every promise of a signed deal."""
    offers: dict[str, f.DealOffered] = {}
    signed: dict[str, dict[int, str]] = {}
    for fact in standing_facts(facts):
        match fact:
            case f.DealOffered(deal=deal):
                offers[deal] = fact
            case f.DealAnswered(deal=deal, signed=True):
                signed[deal] = {}
            case f.TermJudged(deal=deal, term=term, verdict=verdict) if deal in signed:
                signed[deal][term] = verdict
            case _:
                pass
    return tuple(
        Promise(term.seat, w.term_words(game, term), signed[deal].get(place, ""))
        for deal, offer in offers.items()
        if deal in signed
        for place, term in enumerate(offer.terms)
    )


def debrief_lines(
    game: Game, facts: Sequence[SeenFact], seat: SeatId | None = None, also: Sequence[SeatId] = ()
) -> tuple[str, ...]:
    """The hot wash as lines: how it ended, the scores (the goals of one seat and of those `also` held in full; of all
    seats without one), who met their bar over all seats held, promises, luck, beliefs.
    """
    noted = () if seat is None else kept_notes(facts, seat)
    facts = standing_facts(facts)
    ledger = Ledger.of(game, facts)
    over = next((fact for fact in facts if isinstance(fact, f.GameOver)), None)
    lines = ["HOT WASH"]
    if over is not None:
        lines.append(w.capital(w.over_words(game, over.reason)).rstrip(".") + ".")
        if over.common_loss:
            lines.append("Everybody has lost.")
    lines += _scores(game, facts, None if seat is None else (seat, *also))
    lines += result_lines(game, facts)
    lines += _account(game, ledger)
    lines += _word(game, facts)
    lines += _luck(facts)
    lines += _calibrated(game, facts)
    lines += _argued(game, facts)
    lines += look_back_lines(game, facts)
    lines += ["", "Your notes:", *(f"  {w.capital(each.line)}" for each in noted)] if noted else []
    lines += ["", "To talk about: what happened, why, and what does it mean for the next brief?"]
    return tuple(lines)


def results(game: Game, facts: Iterable[SeenFact]) -> tuple[PlayerResult, ...]:
    """How each person did over all seats held, once play is over; empty when one person held one seat."""
    kinds = (f.SeatHeld, f.Scored, f.GameOver)
    found: list[f.Fact] = [fact for fact in facts if isinstance(fact, kinds)]
    people = tuple(result for result in player_results(fold(game, found)) if result.level is None)
    return people if len(people) > 1 or any(len(result.seats) > 1 for result in people) else ()


def result_words(result: PlayerResult) -> str:
    """`met the bar`, with how far over or under it: the mean over several seats."""
    hundredths = abs(result.margin) * 100 // len(result.seats)
    number = str(hundredths // 100) if hundredths % 100 == 0 else f"{hundredths // 100}.{hundredths % 100:02}"
    by = "exactly" if not result.margin else f"{number} {'over' if result.margin > 0 else 'short'}"
    mean = " on the mean" if len(result.seats) > 1 else ""
    said = "met the bar" if result.won else "did not meet the bar" if result.margin < 0 else "reached the bar in vain"
    return f"{said}, {by}{mean}"


def best_of(found: Sequence[PlayerResult]) -> str:
    """Who came out furthest over the bar, or least under it; empty for one person."""
    best = laureates(found)
    if len(found) < 2 or len(best) == len(found):
        return ""
    names = " and ".join(w.plain(result.name) for result in best)
    return f"Furthest over the bar: {names}." if best[0].margin >= 0 else f"Least short of the bar: {names}."


def result_lines(game: Game, facts: Iterable[SeenFact]) -> list[str]:
    """Who met their bar over all seats held, by name, where that says more than the scores do."""
    found = results(game, facts)
    if not found:
        return []
    lines = [f"  {w.plain(each.name)} ({', '.join(each.seats)}): {result_words(each)}." for each in found]
    best = best_of(found)
    return ["", "Who met the bar, over all seats held:", *lines, *([f"  {best}"] if best else [])]


def _scores(game: Game, facts: Iterable[SeenFact], seats: Sequence[SeatId] | None) -> list[str]:
    lines = list[str]()
    for score in (fact for fact in facts if isinstance(fact, f.Scored)):
        rules = game.rules.seats[score.seat]
        won = "won" if score.won else "not won"
        lines.append(f"{score.seat} {w.plain(rules.name)}: {score.score} against a bar of {score.bar}, {won}.")
        if seats is not None and score.seat not in seats:
            continue
        for place, goal in enumerate(rules.goals):
            holds = place in score.goals
            needs = condition_words(game, goal.condition.text)
            lines.append(f"  {'yes' if holds else 'no '} {goal.points}  {w.plain(goal.label)} ({needs})")
        dealt = next((agenda for agenda in rules.agendas if agenda.id == score.agenda), None)
        if dealt is not None:
            held = "yes" if score.agenda_met else "no "
            lines.append(f"  {held} {dealt.points}  hidden agenda, {w.plain(dealt.name)}: {w.plain(dealt.text)}")
    return lines


def _account(game: Game, ledger: Ledger) -> list[str]:
    name = w.index_name(game)
    history = " ".join(map(str, ledger.history()))
    lines = ["", f"{w.capital(name)} went {history} ({w.band_word(game, ledger.total)} at the end)."]
    top = by_decision(ledger)[:3]
    if top:
        lines.append(f"What moved {name} most, each with all that followed from it:")
    for share in top:
        turn = _turn_of(ledger, share.cause, share.lines[0].turn)
        words = w.capital(w.cause_words(game, share.cause))
        lines.append(f"  {w.signed(share.points):>3}  turn {turn}: {words}{w.cites_text(share.cause.cites[:2])}")
    seats = [
        f"{seat or 'the rules and the dice'} {w.signed(points)}"
        for seat, points in by_seat(ledger.since(1).root(within=ledger))
        if points
    ]
    change = ledger.total - ledger.start
    lines.append(f"By seat: {', '.join(seats) or 'nobody'}; together {w.signed(change)}.")
    return lines


def _word(game: Game, facts: Iterable[SeenFact]) -> list[str]:
    found = promises(game, facts)
    if not found:
        return []
    return ["", "Promises:", *(f"  {promise.verdict or 'open'}: {promise.words}" for promise in found)]


def _luck(facts: Iterable[SeenFact]) -> list[str]:
    found = luck(facts)
    if not found:
        return []
    return ["", "Luck:", *(f"  {each.seat} {each.words}" for each in found)]


def _argued(game: Game, facts: Sequence[SeenFact]) -> list[str]:
    lines = list[str]()
    for head, found in (("Argued in secret:", secret_lines(game, facts)), ("Projects:", project_lines(game, facts))):
        lines += ["", head, *(f"  {each}." for each in found)] if found else []
    return lines


def _calibrated(game: Game, facts: Sequence[SeenFact]) -> list[str]:
    found = calibrations(game, facts)
    if not found:
        return []
    head = f"What was expected of {w.index_name(game)}, before each reveal:"
    return ["", head, *(f"  {each.seat} {each.words}" for each in found)]
