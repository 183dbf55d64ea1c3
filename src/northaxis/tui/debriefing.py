"""What the debrief screen says, as lines: made once from a client's facts; no widget, no rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from northaxis.domain import facts as f
from northaxis.domain.declassify import SeenFact
from northaxis.domain.facts import Scored
from northaxis.domain.ids import SeatId
from northaxis.domain.ledger import Ledger, by_seat
from northaxis.domain.ruleset import Game
from northaxis.domain.views import SeatView, knows_index
from northaxis.services.argued import project_lines, secret_lines
from northaxis.services.beliefs import LookBack, belief_words, borne_out_words, dial_words, right_words
from northaxis.services.briefing import GoalLine, goals
from northaxis.services.client import TableClient
from northaxis.services.debrief import Expected, by_decision, calibrations, luck, promises, results
from northaxis.services.kept_words import kept_notes
from northaxis.services.kit import questions_for
from northaxis.services.room import reflections
from northaxis.services.wording import capital, cause_words, cites_text, index_name, over_words, plain
from northaxis.tui.ink import BLANK, Line, line, signed, spread, wrapped
from northaxis.tui.table.people import result_rows
from northaxis.tui.widgets.pager import Paragraph
from northaxis.tui.widgets.pressure import Band, hero
from northaxis.tui.widgets.step_chart import step_chart
from northaxis.tui.widgets.waterfall import Cause, waterfall

MOST_DECISIONS = 3


@dataclass(frozen=True)
class Debriefing:
    """A game to look back on, as one seat may."""

    game: Game
    view: SeatView
    facts: tuple[SeenFact, ...]
    ledger: Ledger
    bands: tuple[Band, ...]

    @classmethod
    def of(cls, client: TableClient) -> Debriefing:
        """From a client."""
        facts = client.facts()
        return cls(client.game, client.view(), facts, Ledger.of(client.game, facts), chart_bands(client.game))

    @property
    def knows(self) -> bool:
        """Whether the seat may know the index: all may once play is over."""
        return self.view.over is not None or knows_index(self.game, self.view.seat)

    @property
    def history(self) -> tuple[int, ...]:
        """The index at the start and after each turn."""
        return self.ledger.history() if self.knows else ()

    @property
    def turns(self) -> tuple[str, ...]:
        """Names of the values in the history."""
        return ("start", *(str(turn) for turn in range(1, len(self.history))))

    # --- the text -------------------------------------------------------------------------------------------------

    def text(self, width: int, charts: Sequence[Line] = (), ascii_only: bool = False) -> tuple[Paragraph, ...]:
        """Everything from top to bottom; charts come after the decisions."""
        sections = (
            self._verdict(width, ascii_only), self._people(width), self._goals(width), self._decisions(width),
            list(charts), self._others(width), self._promises(width), self._luck(width),
            self._calibration(width), self._argued(width),
            self._beliefs(width), self._dials(width), self._written(width),
            self._notes(width), self._talk(width),
        )  # fmt: skip
        rows: list[Line] = []
        for section in sections:
            if section:
                rows += [*section, BLANK]
        return tuple(rows)

    def _verdict(self, width: int, ascii_only: bool) -> list[Line]:
        """The score, large, with what it means and how play ended."""
        rules, standing, own = (
            self.game.rules.seats.get(self.view.seat),
            self.view.standing,
            self._scored(self.view.seat),
        )
        over = self.view.over
        ended = [capital(over_words(self.game, over.reason)).rstrip(".") + "."] if over is not None else []
        if rules is None or standing is None:
            return [line((f"  {text}", "text")) for text in ended]
        score, bar = (own.score, own.bar) if own is not None else (standing.score, standing.bar)
        said = "your bar is reached" if score >= bar else f"{bar - score} short of your bar"
        if over is None:
            said = f"if it ended now: {said}"
        elif over.common_loss:
            said = "everybody has lost"
        ink = "hot bold" if over is not None and over.common_loss else "bright bold"
        beside = (
            line((f"{rules.mark} {plain(rules.name)}", f"seat-{rules.hue} bold")),
            line((f"of {bar}   ", "dim"), (said, ink)),
            BLANK,
        )
        rows = [line((f"  {text}", "text")) for each in ended for text in wrapped(each, width)]
        return [*hero(score, beside, ascii_only), *rows]

    def _people(self, width: int) -> list[Line]:
        """Who met the bar over all seats held, where people held several or were several."""
        found = results(self.game, self.facts)
        head = line(("  WHO MET THE BAR   over all seats held", "dim bold"))
        return [head, *result_rows(found, width)] if found else []

    def _goals(self, width: int) -> list[Line]:
        own = self._scored(self.view.seat)
        found = goals(self.game, self.view)
        if own is not None:
            found = tuple(_settled(goal, place, own) for place, goal in enumerate(found))
        met = [goal for goal in found if goal.holds]
        missed = [goal for goal in found if not goal.holds]
        return [*(_goal(goal, width) for goal in met), *(_goal(goal, width) for goal in missed)]

    def _decisions(self, width: int) -> list[Line]:
        top = by_decision(self.ledger)[:MOST_DECISIONS] if self.knows else ()
        if not top:
            return []
        rows = [line((f"  WHAT MOVED {index_name(self.game).upper()} MOST", "dim bold"))]
        for share in top:
            words = capital(cause_words(self.game, share.cause))
            text = f"turn {share.lines[0].turn}: {words}{cites_text(share.cause.cites[:2])}"
            first, *rest = wrapped(text, width - 6)
            rows.append(line((f"  {signed(share.points):>3}  ", "bright bold"), first))
            rows += [line(" " * 7, part) for part in rest]
        return rows

    def _others(self, width: int) -> list[Line]:
        others = [fact for fact in self.facts if isinstance(fact, Scored) and fact.seat != self.view.seat]
        if not others:
            return []
        rows = [line(("  THE OTHERS" if self.view.seat in self.game.rules.seats else "  THE SEATS", "dim bold"))]
        for score in sorted(others, key=lambda each: (not each.won, each.score - each.bar), reverse=False):
            seat = self.game.rules.seats[score.seat]
            agenda = next((a for a in seat.agendas if a.id == score.agenda), None)
            hidden = (
                f"hidden agenda: {plain(agenda.name)} ({'met' if score.agenda_met else 'not met'})" if agenda else ""
            )
            name = line((f"  {seat.mark} {seat.id} {plain(seat.name)}".ljust(26), f"seat-{seat.hue}"))
            mark = line(
                (f"{score.score:>3} of {score.bar:<4}", "bright"), ("won   " if score.won else "      ", "bright")
            )
            rows.append((*name, *mark, *line((hidden, "dim"))))
        return rows

    def _promises(self, width: int) -> list[Line]:
        found = promises(self.game, self.facts)
        rows = [line((f"  {(promise.verdict or 'open').ljust(8)}", "bright"), promise.words) for promise in found]
        return [line(("  PROMISES", "dim bold")), *rows] if rows else []

    def _luck(self, width: int) -> list[Line]:
        found = luck(self.facts)
        names = {each.seat: plain(self.game.rules.seats[each.seat].name) for each in found}
        widest = max(map(len, names.values()), default=0) + 2
        rows = [line("  ", (names[each.seat].ljust(widest), self._hue(each.seat)), each.words) for each in found]
        return [line(("  LUCK   what the dice gave, against what the odds said", "dim bold")), *rows] if rows else []

    def _calibration(self, width: int) -> list[Line]:
        """What was expected of the index before each reveal: how sure, how often right; one's own turn by turn."""
        found = calibrations(self.game, self.facts)
        rows: list[Line] = []
        for each in found:
            first, *more = wrapped(each.words, width - 8)
            rows += [line("  ", (each.seat.ljust(5), self._hue(each.seat)), first)]
            rows += [line(" " * 7, part) for part in more]
            if each.seat == self.view.seat:
                rows += [line((f"       {_expected_words(one)}", "dim")) for one in each.expected]
        head = line((f"  EXPECTED OF {index_name(self.game).upper()}   how sure, and how often right", "dim bold"))
        return [head, *rows] if rows else []

    def _argued(self, width: int) -> list[Line]:
        """What was argued in secret, and what became of big projects."""
        rows: list[Line] = []
        for head, found in (
            ("ARGUED IN SECRET", secret_lines(self.game, self.facts)),
            ("PROJECTS", project_lines(self.game, self.facts)),
        ):
            rows += [line((f"  {head}", "dim bold"))] if found else []
            rows += [line(f"  {part}") for each in found for part in wrapped(each, width - 4)]
        return rows

    @property
    def questions(self) -> tuple[tuple[str, str], ...]:
        """What the seat is asked in writing once play is over: ids and words."""
        if self.view.over is None or self.view.seat not in self.game.rules.seats:
            return ()
        return questions_for(self.game, self.view.seat, self.view.perception.row)

    @property
    def answers(self) -> Mapping[str, str]:
        """What the seat has answered, by question."""
        return reflections(self.facts, self.view.seat)

    def _written(self, width: int) -> list[Line]:
        """The seat's own answers and commitments, and how many questions are open."""
        asked, given = self.questions, self.answers
        rows: list[Line] = []
        for id, words in asked:
            if id in given:
                rows += [line((f"  {part}", "dim")) for part in wrapped(words, width - 4)]
                rows += [line((f"    {part}", "bright")) for part in wrapped(plain(given[id]), width - 6)]
        if not rows:
            return []
        return [line(("  WHAT YOU WROTE", "dim bold")), *rows]

    def _notes(self, width: int) -> list[Line]:
        """One's own notes, also of stretches that control took back."""
        found = kept_notes(self.facts, self.view.seat)
        rows = [line((f"  {part}", "text")) for each in found for part in wrapped(capital(each.line), width - 4)]
        return [line(("  YOUR NOTES", "dim bold")), *rows] if rows else []

    def _beliefs(self, width: int) -> list[Line]:
        """The confidence cards: mine beside the statement, the others' and what the dial says under it."""
        found = LookBack.of(self.game, self.facts)
        if found is None or not found.statements:
            return []
        rows = [line(("  WHAT YOU THOUGHT   before and after play, 1 to 5", "dim bold"))]
        for each in found.statements:
            mine = next((belief for belief in each.beliefs if belief.seat == self.view.seat), None)
            marks = belief_words(mine).partition(" ")[2] if mine is not None else ""
            rows.append(spread(line(f"  {plain(each.statement.text)}"), line((marks, "bright bold")), min(width, 62)))
            others = ", ".join(belief_words(belief) for belief in each.beliefs if belief is not mine)
            below = [text for text in (capital(borne_out_words(self.game, each)), others) if text]
            rows += [line((f"      {part}", "dim")) for text in below for part in wrapped(text, width - 8)]
        return rows

    def _dials(self, width: int) -> list[Line]:
        """How the dials stood, and who guessed it."""
        found = LookBack.of(self.game, self.facts)
        if found is None or not found.dials:
            return []
        rows = [line(("  THE DIALS   set in secret before turn 1", "dim bold"))]
        for dial in found.dials:
            rows += [line(f"  {part}") for part in wrapped(dial_words(dial), width - 4)]
            rows += [line((f"      {part}", "dim")) for part in wrapped(capital(right_words(dial)), width - 8)]
        return rows

    def _talk(self, width: int) -> list[Line]:
        rows = [
            line(("  TO TALK ABOUT", "dim bold")),
            line("  What happened, why, and what does it mean for the next brief?"),
            BLANK,
            line(("  AFTER THIS GAME YOU SHOULD BE ABLE TO", "dim bold")),
        ]
        for text in self.game.scenario.learning:
            _, colon, rest = plain(text).partition(": ")
            first, *more = wrapped(rest if colon else text, width - 4)
            rows += [line(("  · ", "dim"), first), *(line(f"    {part}") for part in more)]
        return rows

    # --- the charts -----------------------------------------------------------------------------------------------

    def chart_head(self) -> list[Line]:
        """The title over the history."""
        if not self.knows:
            return [
                line((f"  {index_name(self.game).upper()}", "dim bold")),
                line(("  another seat's to know until the end", "dim")),
            ]
        return [line((f"  {index_name(self.game).upper()}", "dim bold"), ("   turn by turn", "dim"))]

    def by_seat(self, width: int) -> list[Line]:
        """Who moved the index, as a waterfall."""
        if not self.knows:
            return []
        shares = by_seat(self.ledger.since(1).root(within=self.ledger))
        causes = [Cause(self._hand(seat), points, style=self._hue(seat)) for seat, points in shares if points]
        rows = waterfall(self.ledger.start, causes, width - 2)
        return [line(("  BY WHOSE HAND", "dim bold")), *(line("  ", *row) for row in rows)]

    def _hand(self, seat: SeatId | None) -> str:
        known = self.game.rules.seats.get(seat) if seat is not None else None
        return f"{known.mark} {plain(known.name)}" if known is not None else "the rules and the dice"

    def charts(self, width: int, ascii_only: bool) -> list[Line]:
        """History and waterfall in one column."""
        if not self.knows:
            return []
        chart = step_chart(self.history, self.bands, width, 9, self.turns, ascii_only=ascii_only)
        return [*self.chart_head(), *(line("  ", *row) for row in chart), BLANK, *self.by_seat(width)]

    def _scored(self, seat: SeatId) -> Scored | None:
        return next((fact for fact in self.facts if isinstance(fact, f.Scored) and fact.seat == seat), None)

    def _hue(self, seat: SeatId | None) -> str:
        known = self.game.rules.seats.get(seat) if seat is not None else None
        return f"seat-{known.hue}" if known is not None else "text"


def _expected_words(one: Expected) -> str:
    words = {"up": "up", "same": "no change", "down": "down"}
    said = f"turn {one.turn}: {words.get(one.direction, one.direction)}, {one.confidence} percent sure"
    return f"{said}; {'so it came' if one.is_right else f'it came {words[one.came]}'}"


def chart_bands(game: Game) -> tuple[Band, ...]:
    """The rule set's bands for charts; those from where the regime is tested are hot (the third and up)."""
    bands = game.rules.bands
    tested = game.rules.check.condition
    lows = (0, *(low.upto + 1 for low, _ in pairwise(bands)))
    return tuple(
        Band(band.name, low, band.upto if band.upto < 900 else low + 8, is_hot=_tests(tested, low))
        for band, low in zip(bands, lows, strict=True)
    )


def _tests(condition: object, low: int) -> bool:
    limits = [int(word) for word in str(getattr(condition, "text", "")).replace(")", " ").split() if word.isdigit()]
    return bool(limits) and low >= min(limits)


def _settled(goal: GoalLine, place: int, own: Scored) -> GoalLine:
    holds = own.agenda_met if goal.is_agenda else place in own.goals
    return GoalLine(goal.label, goal.points, holds, goal.needs, goal.is_agenda)


def _goal(goal: GoalLine, width: int) -> Line:
    sign = ("✓", "good bold") if goal.holds else ("×", "dim")
    ink = "text" if goal.holds else "dim"
    left = line("    ", sign, (f" {goal.label}", ink), (" (hidden agenda)" if goal.is_agenda else "", "dim"))
    return spread(
        left, line((f"{goal.points if goal.holds else '·'}", "bright" if goal.holds else "dim")), min(width, 56)
    )
