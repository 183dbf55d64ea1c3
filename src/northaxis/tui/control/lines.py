"""The console as lines: the top line, the three columns, what each row of its lists says."""

from __future__ import annotations

from collections.abc import Iterable

from northaxis.domain.state import State
from northaxis.services.console import Coming, Console, Need, SeatLine
from northaxis.services.session_clock import Reading
from northaxis.tui.ink import BLANK, Line, line, span, wrapped
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


def minutes_seconds(seconds: int) -> str:
    """`1:12`; the sign is said in words."""
    return f"{abs(seconds) // 60}:{abs(seconds) % 60:02d}"


def top_left(state: State, clock: Reading) -> Line:
    """Scenario, turn, step, time."""
    turn = f"turn {state.turn}/{state.turns}" if state.turn else f"{state.turns} turns"
    parts = [("CONTROL", "accent bold"), (f"  {state.game.scenario.name}", "bright bold"), (f" · {turn} · ", "dim")]
    parts.append((STEPS[state.step.value], "bright bold"))
    return line(*parts, *time_spans(clock))


def time_spans(clock: Reading) -> list[tuple[str, str]]:
    """The time of the step: `1:12 left`, `0:30 over`, and whether it stands."""
    if not clock.started:
        return [("  clock not started", "dim")]
    role = "hot bold" if clock.overdue else "accent bold" if clock.warned else "bright"
    found = [(f"  {minutes_seconds(clock.left)}", role), (" over" if clock.overdue else " left", "dim")]
    return [*found, ("  ▮▮ paused", "accent bold")] if clock.paused else found


def top_right(console: Console, clock: Reading) -> Line:
    """Override tokens, and whether the debrief is safe."""
    if console.held:
        return line(("SAFE HOLD: nothing can be written   h tries again", "hot bold"))
    tokens = f"tokens {console.tokens}   " if console.tokens else ""
    session = clock.session
    if session.short > 0:
        kept = max(0, session.debrief) // 60
        return line((tokens, "dim"), (f"! debrief cut to {kept} of {session.reserve // 60} min", "hot bold"))
    return line((tokens, "dim"), (f"debrief keeps {session.reserve // 60} min ✓", "good"))


def seat_rows(state: State, seats: Iterable[SeatLine]) -> list[MenuRow]:
    """The seats as rows."""
    rows = []
    for one in seats:
        mark = state.game.rules.seats[one.seat].mark
        who = one.holder if one.is_bot else f"{one.holder} ({_present(one.here)})"
        quiet = f"  quiet {one.quiet} min" if one.quiet >= QUIET and one.owes else ""
        status = f"▸ {one.owes}" if one.owes else one.status
        style = "accent" if one.owes and not one.is_bot else "text"
        rows.append(MenuRow(one.seat, who, f"{status}{quiet}", "", f"{mark} {one.seat}", style=style))
    return rows


QUIET = 4


def _present(here: int) -> str:
    return "not here" if not here else "here" if here == 1 else f"{here} here"


def now_lines(console: Console, width: int) -> list[Line]:
    """The middle column: what is going on."""
    rows = [line((" NOW", "dim bold")), BLANK]
    for text in console.now:
        for part in wrapped(text, max(10, width - 3)):
            rows.append(line((f"  {part}", "text")))
    return rows


def need_rows(needs: Iterable[Need]) -> list[MenuRow]:
    """What waits for control."""
    return [
        MenuRow(f"{need.kind}:{need.id}", need.title, f"{need.minutes} min" if need.minutes else "", need.detail,
                style="accent" if need.kind == "request" else "text")
        for need in needs
    ]  # fmt: skip


def coming_lines(coming: Iterable[Coming], width: int, height: int) -> list[Line]:
    """The right column: what comes next, as much of it as fits."""
    rows = [line((" NEXT", "dim bold"), ("   c opens the queue", "dim")), BLANK]
    for one in coming:
        sign = span(" ▸ ", "accent") if one.is_next else span("   ", "dim")
        rows.append((sign, span(f"{one.card} ", "dim"), span(one.title, "bright" if one.is_next else "text")))
        if one.is_next or one.is_aside or "chain" in one.how:
            rows.append(line((f"     {one.how}, {one.asks}", "dim")))
        if height and len(rows) >= height:
            break
    return rows


def silence(width: int) -> list[Line]:
    """What an empty list of needs says."""
    said = "Nothing waits for you. space moves the table on; i brings in a card; ? explains the keys."
    return [line((f"  {text}", "dim")) for text in ["", *wrapped(said, max(10, min(60, width - 4)))]]
