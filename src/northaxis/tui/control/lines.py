"""The console as lines: the top line, the three columns, what each row of its lists says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from northaxis.domain.facts import Step
from northaxis.domain.ids import CardId
from northaxis.domain.state import State
from northaxis.services.console import QUIET, Coming, Console, Need, SeatLine
from northaxis.services.outlook import chance_of
from northaxis.services.session_clock import Reading, clock_words, minutes_words
from northaxis.services.wording import plain
from northaxis.tui.ink import BLANK, Line, line, span, spread, wrapped
from northaxis.tui.widgets.menu_list import MenuRow

STEPS = {
    "setup": "BEFORE PLAY",
    "inject": "CARDS",
    "demands": "DEMANDS",
    "negotiate": "TALKS",
    "orders": "ORDERS",
    "adjudicate": "REVEAL",
    "narrate": "WHAT IT COMES TO",
    "turn_end": "TURN ENDS",
    "over": "HOT WASH",
}


BEFORE_PLAY = (
    "before turn 1: s says what to read aloud",
    "d sets the dials, l shows everybody's link",
    "p starts the clock, space the first turn",
)
"""What can be done while the table is set."""


def top_left(state: State, clock: Reading, is_narrow: bool, types_dice: bool = False) -> Line:
    """Scenario, turn, step, time, and whether real dice are typed in."""
    turn = f"turn {state.turn}/{state.turns}" if state.turn else f"{state.turns} turns"
    if is_narrow:
        parts = [("CTL ", "accent bold"), (f"{turn} · ", "dim")]
    else:
        parts = [("CONTROL", "accent bold"), (f"  {plain(state.game.scenario.name)}", "bright bold")]
        parts.append((f" · {turn} · ", "dim"))
    parts.append((STEPS[state.step.value], "bright bold"))
    dice = [("  real dice", "accent bold")] if types_dice else []
    return line(*parts, *time_spans(clock), *dice)


def time_spans(clock: Reading) -> list[tuple[str, str]]:
    """The time of the step: `1:12 left`, `0:30 over`, and whether it stands."""
    if not clock.started:
        return [("  clock not started", "dim")]
    found = []
    if clock.timed:
        role = "hot bold" if clock.overdue else "accent bold" if clock.warned else "bright"
        found = [(f"  {minutes_words(abs(clock.left))}", role), (" over" if clock.overdue else " left", "dim")]
    return [*found, ("  ▮▮ paused", "accent bold")] if clock.paused else found


def top_right(console: Console, clock: Reading, is_narrow: bool) -> Line:
    """Override tokens, and whether the debrief is safe."""
    if console.held:
        return line(("SAFE HOLD   h tries again", "hot bold"))
    tokens = f"tokens {console.tokens}   " if console.tokens and not is_narrow else ""
    session = clock.session
    if clock.step is Step.OVER:
        return line((tokens, "dim"))
    reserve = session.reserve // 60
    if session.short > 0:
        kept = max(0, session.debrief) // 60
        return line((tokens, "dim"), (f"! debrief {kept} of {reserve} min", "hot bold"))
    return line(
        (tokens, "dim"), (f"debrief {reserve} min ✓" if is_narrow else f"debrief keeps {reserve} min ✓", "good")
    )


def seat_rows(state: State, seats: Iterable[SeatLine]) -> list[MenuRow]:
    """The seats as rows."""
    rows = []
    for one in seats:
        mark = state.game.rules.seats[one.seat].mark
        waits = ", link open" if one.here else ""
        who = f"{one.holder}{waits}" if one.is_bot else f"{one.holder}{_present(one.here)}"
        status = f"▸ {one.owes}" if one.owes else one.status
        if one.quiet >= QUIET and one.here:
            status = f"{status}, quiet {one.quiet} min" if status else f"quiet {one.quiet} min"
        style = "accent" if one.owes and not one.is_bot else "text"
        rows.append(MenuRow(one.seat, who, status, "", f"{mark} {one.seat}", style=style))
    return rows


def _present(here: int) -> str:
    return ", away" if not here else "" if here == 1 else f", {here} here"


def now_lines(console: Console, clock: Reading, width: int) -> list[Line]:
    """The middle column: what is wrong, then what is going on."""
    rows = [line((" NOW", "dim bold")), BLANK]

    def add(text: str, role: str) -> None:
        rows.extend(line((f"  {part}", role)) for part in wrapped(text, max(10, width - 3)))

    if console.held:
        add(f"Nothing can be written: {console.held}. What was acknowledged is kept. h tries again.", "hot")
    for text in short_words(clock):
        add(text, "hot")
    for text in (*(BEFORE_PLAY if clock.step is Step.SETUP else ()), *console.now):
        add(text, "text")
    return rows


def short_words(clock: Reading) -> tuple[str, ...]:
    """That the debrief is cut, and what to cut instead; nothing when it is whole."""
    is_short = clock.started and clock.session.short > 0 and clock.step is not Step.OVER
    return tuple(text for text in clock_words(clock) if "debrief" in text or "keep" in text) if is_short else ()


def need_rows(needs: Iterable[Need]) -> list[MenuRow]:
    """What waits for control."""
    return [
        MenuRow(f"{need.kind}:{need.id}", need.title, f"{need.minutes} min" if need.minutes else "", need.detail,
                style="accent" if need.kind == "request" else "text")
        for need in needs
    ]  # fmt: skip


def coming_lines(coming: Iterable[Coming], odds: Mapping[CardId, float], width: int, height: int) -> list[Line]:
    """The right column: what comes next and how often, as much of it as fits."""
    rows = [line((" NEXT", "dim bold"), ("   c opens the queue", "dim")), BLANK]
    known = tuple(coming)
    for one in known:
        sign = span(" ▸ ", "accent") if one.is_next else span("   ", "dim")
        left = (sign, span(f"{one.card} ", "dim"), span(one.title, "bright" if one.is_next else "text"))
        rows.append(spread(left, line((chance_of(odds, one.card), "dim")), max(8, width - 1)))
        if one.is_next or one.is_aside or "chain" in one.how:
            rows.append(line((f"     {one.how}, {one.asks}", "dim")))
    if not known:
        rows += [line((f"  {text}", "dim")) for text in wrapped("No card is left. w writes one.", max(10, width - 3))]
    return rows if not height or len(rows) <= height else rows[:height]


def hot_wash_lines(state: State, width: int) -> list[Line]:
    """What comes when play is over: the points of the hot wash with their minutes."""
    scenario = state.game.scenario
    rows = [line((" HOT WASH", "dim bold"), ("   s says how", "dim")), BLANK]
    for item in state.game.rules.kit.agenda(scenario):
        minutes = item.minutes_in(scenario.id)
        rows.append(spread(line(f"   {item.name}"), line((f"{minutes} min" if minutes else "", "dim")), width - 1))
    return rows


def silence(width: int, is_over: bool = False) -> list[Line]:
    """What an empty list of needs says."""
    said = "Nothing waits for you. space moves the table on; i brings in a card; ? explains the keys."
    if is_over:
        said = "Play is over. s has the hot wash; everybody answers in writing from the debrief; n keeps your notes."
    return [line((f"  {text}", "dim")) for text in ["", *wrapped(said, max(10, min(60, width - 4)))]]


def tabs(shown: str, needs: int) -> Line:
    """Which of the lower panes is up, on a small screen."""
    names = (("needs", f"2 Waits {needs}" if needs else "2 Waits"), ("next", "3 Next"), ("log", "4 Log"))
    return line(*((f" {name}  ", "bright bold" if pane == shown else "dim") for pane, name in names))
